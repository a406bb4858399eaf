/*
 * How a test looks at a page, whatever server it is of: what it shows, what axe-core finds in it, how wide it
 * is, and a picture of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { require } from './chromium.mjs';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.OKR_TEST_SCREENSHOTS;

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
