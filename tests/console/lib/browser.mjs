/*
 * What the console's tests see through: a tab of its own cookies for each person. What a page must
 * never do, whatever a test is about, is collected here: policy violations, errors, requests to other hosts.
 */
import { url } from '../../lib/server.mjs';
import { wide } from './chromium.mjs';

export { launch, narrow, wide } from './chromium.mjs';
export { faultsIn, press, screenshot, shows, widerIn } from './look.mjs';

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
