/*
 * What the console's tests see through: a tab of its own cookies for each person. What a page must
 * never do, whatever a test is about, is collected here: policy violations, errors, requests to other hosts.
 */
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

// Of each tab: where the console lies that it looks at.
const origins = new WeakMap();

/** A tab with cookies of its own, for the server at `origin`: {page, wrong, close}; `wrong` is what must stay empty. */
export async function visitorAt(browser, origin, language = 'en', { viewport = wide } = {}) {
	const context = await browser.createBrowserContext();
	const page = await context.newPage();
	const wrong = [];

	origins.set(page, origin);
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
		if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url())) {
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
	await page.goto(origins.get(page) + path, { waitUntil: 'domcontentloaded' });
	await settled(page);
}

/** Loads the page that is shown anew. */
export async function reload(page) {
	await page.reload({ waitUntil: 'domcontentloaded' });
	await settled(page);
}

/** Follows a one-time link and waits for My week. */
export async function follow(page, token) {
	await page.goto(`${origins.get(page)}/app/link#${token}`);
	await (await page.waitForSelector('button[type=submit]')).click();
	await page.waitForSelector('.me');
	await settled(page);
}
