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

/** A tab with cookies of its own: {page, wrong, close}; `wrong` is what must stay empty. */
export async function visitor(browser, language = 'en') {
	const context = await browser.createBrowserContext();
	const page = await context.newPage();
	const wrong = [];

	await page.setViewport(wide);
	await page.evaluateOnNewDocument((chosen) => {
		addEventListener('securitypolicyviolation', (event) =>
			console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
		if (location.protocol.startsWith('http') && !localStorage.getItem('okr.language')) {
			localStorage.setItem('okr.language', JSON.stringify(chosen));
		}
	}, language);
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

export async function screenshot(page, name) {
	if (shots) {
		await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
	}
}

/** What axe-core finds, each with where. */
export async function faultsIn(page) {
	await page.evaluate(`window.axe ?? (() => { ${axe} })()`);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));

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
