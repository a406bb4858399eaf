/*
 * What the console's tests see through: a tab of its own cookies for each person. What a page must
 * never do, whatever a test is about, is collected here: policy violations, errors, requests to other hosts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { url } from '../../lib/server.mjs';
import { require, wide } from './chromium.mjs';

export { launch, narrow, wide } from './chromium.mjs';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.OKR_TEST_SCREENSHOTS;

// Runs in every page before its own code: policy violations are said aloud, and what is asked is counted.
function prepare(language) {
	const { fetch } = globalThis;

	addEventListener('securitypolicyviolation', (event) =>
		console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
	if (location.protocol.startsWith('http') && !localStorage.getItem('okr.language')) {
		localStorage.setItem('okr.language', JSON.stringify(language));
	}
	globalThis.asked = 0;
	globalThis.fetch = async (...rest) => {
		globalThis.asked += 1;
		try {
			return await fetch(...rest);
		} finally {
			globalThis.asked -= 1;
		}
	};
}

/** A tab with cookies of its own: {page, wrong, close}; `wrong` is what must stay empty. */
export async function visitor(browser, language = 'en', { viewport = wide } = {}) {
	const context = await browser.createBrowserContext();
	const page = await context.newPage();
	const wrong = [];

	await page.setViewport(viewport);
	await page.evaluateOnNewDocument(prepare, language);
	page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
	page.on('console', (message) => {
		// Chromium prints every 4xx and 5xx; which of them are right is the tests' matter.
		if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
			wrong.push(message.text());
		}
	});
	page.on('request', (request) => {
		if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/.test(request.url())) {
			wrong.push(`foreign: ${request.url()}`);
		}
	});
	page.setDefaultTimeout(Number(process.env.OKR_TEST_PATIENCE ?? 20000));
	return { page, wrong, context, close: () => context.close() };
}

// In frames: what an answer leads to is drawn in the next one, and what that asks for is asked in the one after.
const quietFrames = 5;

/** Waits until the page has a heading and, for some frames, nothing that it has asked for is missing. */
export function settled(page) {
	return page.waitForFunction((most) => {
		const isQuiet = globalThis.asked === 0 && document.querySelector('h1') && !document.querySelector('.skel');

		globalThis.quiet = isQuiet ? (globalThis.quiet ?? 0) + 1 : 0;
		return globalThis.quiet >= most;
	}, { polling: 'raf' }, quietFrames);
}

/** Loads a page of the console from nothing, as a pasted address does. */
export async function open(page, path) {
	await page.goto(url + path, { waitUntil: 'domcontentloaded' });
	await settled(page);
}

/** Loads the page that is shown anew. */
export async function reload(page) {
	await page.reload({ waitUntil: 'domcontentloaded' });
	await settled(page);
}

/** Follows a one-time link and waits for My week. */
export async function follow(page, token) {
	await page.goto(`${url}/app/link#${token}`);
	await (await page.waitForSelector('button[type=submit]')).click();
	await page.waitForSelector('.me');
	await settled(page);
}

export async function screenshot(page, name) {
	if (shots) {
		await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
	}
}

/** What axe-core finds, each with where: by all its rules, or by those that are named. */
export async function faultsIn(page, rules) {
	if (!await page.evaluate(() => 'axe' in globalThis)) {
		await page.evaluate(axe);
	}
	const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { resultTypes: ['violations'],
		...(runOnly && { runOnly }) }), rules);

	return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** What is wider than the window, if anything. */
export function widerIn(page) {
	return page.evaluate(() => (document.documentElement.scrollWidth <= innerWidth ? [] :
		[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
			.slice(-3).map((one) => one.outerHTML.slice(0, 160))));
}

/** Waits until the page shows this text. */
export function shows(page, text) {
	return page.waitForFunction((wanted) => document.body.innerText.includes(wanted), {}, text);
}

/** Presses the button or link with this name. */
export async function press(page, name) {
	await (await page.waitForSelector(`::-p-aria([name="${name}"])`)).click();
}
