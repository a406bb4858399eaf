/*
 * /docs/ in a browser that can reach this server and nothing else: no message on the console, no
 * request that fails or goes elsewhere, nothing that axe-core finds, headings in order, nothing cut or
 * wider than the screen, at the widths of a desk and of a phone in light and dark colours; what the
 * scripts add; and requests sent from the page to try it. OKR_TEST_SCREENSHOTS names a folder to look
 * at what was seen.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';
import { launch } from './lib/browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.OKR_TEST_SCREENSHOTS;
const desk = { width: 1280, height: 900 };
const phone = { width: 360, height: 740, isMobile: true, hasTouch: true };
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

async function faultsIn(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document,
		{ resultTypes: ['violations'] }));

	return violations.map(({ id, nodes }) =>
		`${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

// A heading is at most one level below the one before it.
function jumpsIn(page) {
	return page.evaluate(() => {
		const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
			.filter((one) => one.checkVisibility());

		return headings.filter((one, i) =>
			Number(one.tagName[1]) > Number(headings[i - 1]?.tagName[1] ?? 0) + 1)
			.map((one) => `${one.tagName} ${one.textContent}`);
	});
}

// Samples break their lines: nobody has to move them sideways to read them.
function cutIn(page) {
	return page.evaluate(() => [...document.querySelectorAll('pre')]
		.filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth)
		.map((one) => one.textContent.slice(0, 80)));
}

const pages = { reference: '/docs/', 'page to try it': '/docs/try.html',
	'form with fields and a body': '/docs/try.html#createCheckIn' };

for (const [what, path] of Object.entries(pages)) {
	for (const [where, viewport] of [['desk', desk], ['phone', phone]]) {
		for (const scheme of ['light', 'dark']) {
			test(`the ${what} on a ${where}, ${scheme}`, async () => {
				const { page, wrong } = await open(path, viewport, scheme);

				await screenshot(page, [what, where, scheme].join(' ').replaceAll(' ', '-'));
				assert.deepEqual(wrong, []);
				// Each width and each scheme once: axe-core needs half a minute for the reference.
				if ((viewport === desk) === (scheme === 'light')) {
					assert.deepEqual(await faultsIn(page), []);
				}
				assert.deepEqual(await jumpsIn(page), []);
				assert.deepEqual(await cutIn(page), []);
				assert.equal(await page.evaluate(() =>
					document.documentElement.scrollWidth <= innerWidth), true,
				'nothing is wider than the screen');
				await page.close();
			});
		}
	}
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

describe('the page to try it', () => {
	let page, wrong, space;

	before(async () => {
		space = new Workspace();
		await space.okr({ title: 'Tried in a browser' });
		({ page, wrong } = await open('/docs/try.html', desk));
	});
	after(() => page.close());

	async function choose(operation) {
		await page.evaluate((hash) => (location.hash = hash), operation);
		await page.waitForFunction((hash) => document.querySelector('#operation a.try')?.getAttribute('href')
			.endsWith(hash), {}, operation);
	}

	async function send() {
		await page.evaluate(() => document.getElementById('answer').replaceChildren());
		await page.click('#operation form button.main');
		await page.waitForSelector('#answer .status');
		return page.evaluate(() => ({ status: document.querySelector('#answer .status').textContent,
			text: document.querySelector('#answer > pre code')?.textContent }));
	}

	test('lists every operation once, and PATCH not beside PUT', async () => {
		const { body: { paths } } = await new Client(url).get('/openapi.json');
		const described = Object.values(paths).flatMap((item) => Object.entries(item)
			.filter(([method]) => method !== 'patch').map(([, { operationId }]) => `#${operationId}`));
		const listed = await page.$$eval('#contents a', (links) => links.map(({ hash }) => hash));

		assert.deepEqual(listed.toSorted(), described.toSorted());
		assert.equal(await page.evaluate(() =>
			document.getElementById('contents').textContent.includes('PATCH')), false);
		await choose('updateOkr');
		assert.match(await page.$eval('#operation', (one) => one.textContent), /PATCH is the same/);
	});

	test('wants the key first, on top of everything else', async () => {
		const [first] = await page.$$eval('main input, main select, main textarea', (fields) =>
			fields.map(({ id }) => id));

		assert.equal(first, 'key');
		await choose('listOkrs');
		await page.click('#operation form button.main');
		assert.equal(await page.evaluate(() => document.activeElement.id), 'key');
	});

	test('tells whose key it is', async () => {
		await page.type('#key', 'okrt_wrong');
		await page.click('#key-form button.main');
		await page.waitForFunction(() =>
			/invalid API key/.test(document.getElementById('key-says').textContent));
		await page.$eval('#key', (field) => (field.value = ''));
		await page.type('#key', space.api.key);
		await page.click('#key-form button.main');
		await page.waitForFunction((name) =>
			document.getElementById('key-says').textContent.includes(name), {}, space.name);
	});

	test('sends a read, and shows the answer', async () => {
		await choose('listOkrs');
		const { status, text } = await send();

		assert.match(status, /^200 OK/);
		assert.equal(JSON.parse(text)[0].title, 'Tried in a browser');
	});

	test('asks for what the path needs, and fills ids in only to read', async () => {
		await choose('getOkr');
		await page.waitForFunction(() => document.getElementById('path-id').value !== '');
		assert.match((await send()).status, /^200 OK/);
		await choose('deleteOkr');
		assert.equal(await page.$eval('#path-id', ({ value }) => value), '');
	});

	test('puts ids of this workspace into bodies, and sends a write', async () => {
		await choose('createOkr');
		await page.waitForFunction((id) => document.getElementById('body').value.includes(id), {},
			space.ownCycle.id);
		const curl = await page.$eval('#operation > pre code', (code) => code.textContent);
		const { status, text } = await send();

		assert.match(status, /^201 Created/, text);
		assert.ok(curl.includes(`curl -X POST '${url}/api/v1/okrs'`), curl);
		assert.ok(curl.includes('$OKR_API_KEY') && !curl.includes(space.api.key), curl);
		assert.equal((await space.api.get(`/okrs/${JSON.parse(text).id}`)).status, 200);
	});

	test('shows what was wrong', async () => {
		await page.$eval('#body', (area) => (area.value = '{ "title": '));
		const { status, text } = await send();

		assert.match(status, /^400 Bad Request/);
		assert.match(text, /not valid JSON at byte/);
	});

	test('contacts this server alone', () => {
		// The refusals that were asked for stand on the console.
		assert.deepEqual(wrong.filter((line) => !/status of (401|400)/.test(line)), []);
	});
});

test('links within the page lead somewhere, and ids are unique', async () => {
	const { text } = await new Client(url).get('/docs/', { root: true, loose: true });
	const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

	assert.deepEqual(ids, [...new Set(ids)]);
	for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) {
		assert.ok(ids.includes(target), `#${target}`);
	}
});
