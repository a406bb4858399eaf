/*
 * /docs/ in a browser that can reach this server and nothing else: no message on the console, no
 * request that fails or goes elsewhere, nothing that axe-core finds serious, at the width of a desk in
 * light and of a phone in dark colours; and what the page's script adds. OKR_TEST_SCREENSHOTS names a
 * folder to look at what was seen.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { launch } from './lib/browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.OKR_TEST_SCREENSHOTS;
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
let browser;

before(async () => {
	browser = await launch();
});
after(() => browser?.close());

// A page, and what went wrong in it.
async function open(path, viewport, scheme = 'light') {
	const page = await browser.newPage();
	const wrong = [];

	page.on('console', (message) => wrong.push(`console: ${message.text()}`));
	page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
	page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
	page.on('request', (request) => {
		if (!request.url().startsWith(url) && !request.url().startsWith('data:')) {
			wrong.push(`foreign: ${request.url()}`);
		}
	});
	await page.setViewport(viewport);
	await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
	await page.goto(`${url}${path}`, { waitUntil: 'networkidle0' });
	return { page, wrong };
}

async function screenshot(page, name) {
	if (shots) {
		await page.screenshot({ path: join(shots, `${name}.png`) });
	}
}

async function seriousIn(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document,
		{ resultTypes: ['violations'] }));

	return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
		.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

for (const [name, viewport, scheme] of [['desk', desk, 'light'],
	['phone in the dark', phone, 'dark']]) {
	test(`/docs/ on a ${name}`, async () => {
		const { page, wrong } = await open('/docs/', viewport, scheme);

		await screenshot(page, name.replaceAll(' ', '-'));
		assert.deepEqual(wrong, []);
		assert.deepEqual(await seriousIn(page), []);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
			true, 'nothing is wider than the screen');
		await page.close();
	});
}

describe('what the script adds', () => {
	let page;

	before(async () => {
		({ page } = await open('/docs/', desk));
	});

	test('this server stands in the samples', async () => {
		const text = await page.evaluate(() => document.getElementById('main').textContent);

		assert.ok(text.includes(`curl ${url}/api/v1/okrs`));
		assert.ok(!text.includes('okr.example.org'));
	});

	test('the search finds operations by title and path', async () => {
		await page.keyboard.press('/');
		await page.keyboard.type('checkins batch');
		const found = await page.$$eval('#contents a', (links) => links
			.filter((link) => link.offsetParent !== null).map((link) => link.hash));

		assert.deepEqual(found, ['#createCheckIns']);
		await page.keyboard.press('Enter');
		assert.equal(await page.evaluate(() => location.hash), '#createCheckIns');
	});

	test('the colours can be chosen, and the choice is kept', async () => {
		await page.click('header button');
		assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
		await page.reload();
		assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
		await page.click('header button');
	});
});

test('without script everything is there', async () => {
	const page = await browser.newPage();

	await page.setJavaScriptEnabled(false);
	await page.goto(`${url}/docs/`);
	assert.equal((await page.$$('article.operation')).length > 80, true);
	assert.equal(await page.$('nav input'), null);
	await page.close();
});

test('/docs/try.html shows every operation and contacts this server alone', async () => {
	const { page, wrong } = await open('/docs/try.html', desk);

	await page.waitForFunction(() =>
		document.querySelector('rapi-doc')?.shadowRoot?.textContent.includes('List OKRs'));
	await screenshot(page, 'try');
	assert.deepEqual(wrong, []);
	await page.close();
});

test('links within the page lead somewhere, and ids are unique', async () => {
	const { text } = await new Client(url).get('/docs/', { root: true, loose: true });
	const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

	assert.deepEqual(ids, [...new Set(ids)]);
	for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) {
		assert.ok(ids.includes(target), `#${target}`);
	}
});
