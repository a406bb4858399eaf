/*
 * What every page of the console must hold, whatever it shows: nothing for axe to find, nothing wider than
 * the window at any width or zoom, every sentence in the language of the reader, and titles that would
 * like to be markup. The pages are those of the console's own table, so a new one is looked at.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { unique, Workspace } from '../lib/workspace.mjs';
import { addressesOf } from './lib/addresses.mjs';
import { faultsIn, follow, launch, narrow, open, screenshot, visitor, wide, widerIn } from './lib/browser.mjs';
import { makeCompany, tokenFor } from './lib/company.mjs';

// 640 is 1280 at 200 %; 730 and 800 lie between the phone's bars and the wide window's columns.
const between = [[640, 450, 2], [730, 900, 1], [800, 900, 1]]
	.map(([width, height, deviceScaleFactor]) => ({ width, height, deviceScaleFactor }));
// What of axe depends on colours alone: the rest is the same in the dark.
const ofColours = ['color-contrast', 'link-in-text-block'];
const nobody = Object.fromEntries(['cycle', 'okr', 'keyResult', 'kpi', 'person', 'team'].map((one) => [one, 'none']));
let browser, company, lea, addresses;

const still = { name: 'prefers-reduced-motion', value: 'reduce' };
const scheme = (page, value) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }, still]);

async function fits(page, viewports, name) {
	for (const viewport of viewports) {
		await page.setViewport(viewport);
		assert.deepEqual(await widerIn(page), [], `${name} at ${viewport.width}`);
	}
}

before(async () => {
	browser = await launch();
	company = await makeCompany();
	const { ws, okr, results } = company;
	const kpi = await ok(ws.api.post('/kpis', { name: 'Firms that pay', current_value: 10, target_value: 100, owner_id: company.lea.id }));

	await ok(ws.api.post(`/kpis/${kpi.id}/updates`, { value: 50 }));
	// What is about the running cycle is about the one that has objectives.
	await ok(ws.api.delete(`/cycles/${company.cycle.id}`));
	const ids = { cycle: company.above.cycle_id, okr: okr.id, keyResult: results[0].id, person: company.lea.id, kpi: kpi.id,
		team: (await ws.team()).id };

	addresses = [...addressesOf(ids), { name: 'cycles-teams', path: `/app/cycles/${ids.cycle}?view=teams` },
		{ name: 'check-in', path: `/app/key-results/${ids.keyResult}?check-in=1` },
		{ name: 'missing', path: '/app/nothing/here' }, { name: 'gone', path: `/app/okrs/${ws.id}` }];
	lea = await visitor(browser);
	await follow(lea.page, tokenFor(company, company.email));
});
after(() => browser?.close());

test('nothing for axe to find and nothing wider than the window, light and dark, from 360 px to 200 %', async (t) => {
	const { page } = lea;

	for (const { name, path } of addresses) {
		await t.test(name, async () => {
			await page.setViewport(wide);
			await open(page, path);
			for (const [where, viewport] of [['wide', wide], ['narrow', narrow]]) {
				await page.setViewport(viewport);
				await scheme(page, 'light');
				await screenshot(page, `${name}-${where}-light`);
				assert.deepEqual(await faultsIn(page), [], where);
				await scheme(page, 'dark');
				await screenshot(page, `${name}-${where}-dark`);
				assert.deepEqual(await faultsIn(page, ofColours), [], `${where} dark`);
			}
			await fits(page, [wide, ...between, narrow], name);
		});
	}
});

test('an empty workspace breaks no page, for its admin and for who may do nothing', async (t) => {
	const ws = new Workspace();

	for (const role of ['admin', 'member']) {
		const email = `${unique(role)}@example.org`;
		const { page, wrong, close } = await visitor(browser);

		await ws.user({ name: 'Eva Roth', email, role });
		await follow(page, tokenFor({ ws }, email));
		for (const { name, path } of addressesOf(nobody).filter((one) => !one.isOpen && !one.path.endsWith('/none'))) {
			await t.test(`${role}: ${name}`, async () => {
				await page.setViewport(wide);
				await open(page, path);
				assert.deepEqual(wrong.splice(0), []);
				assert.ok(await page.$eval('main', (one) => one.innerText.replace(one.querySelector('h1').innerText, '').trim().length > 10), 'not empty');
				assert.deepEqual(await faultsIn(page), []);
				await screenshot(page, `empty-${role}-${name}`);
				await fits(page, [narrow], name);
			});
		}
		await close();
	}
});

// What looks like a key of the catalogue, "week.title", is a sentence that is missing.
const keysIn = (page) => page.evaluate(() => (document.body.innerText.match(/\b[a-z_]+\.[a-z_]+\b(?!\w)/g) ?? [])
	.filter((one) => !one.includes('example')));

for (const [language, words] of [['de', 'in German'], ['pseudo', '40 % longer']]) {
	test(`every sentence is translated and fits, ${words}`, async () => {
		const { page, wrong, close } = await visitor(browser, language);

		await follow(page, tokenFor(company, company.email));
		for (const { name, path } of addresses) {
			await page.setViewport(wide);
			await open(page, path);
			assert.deepEqual(await keysIn(page), [], `${language} ${name}`);
			await screenshot(page, `${name}-${language}`);
			await fits(page, [wide, ...between, narrow], `${language} ${name}`);
			await screenshot(page, `${name}-${language}-narrow`);
		}
		assert.deepEqual(wrong, []);
		await close();
	});
}

test('what was noticed is said in the language of the page', async () => {
	const { page, wrong, close } = await visitor(browser, 'de');

	await follow(page, tokenFor(company, company.email));
	await open(page, '/app/reports');
	await (await page.waitForSelector('section[aria-labelledby=h-noticed] button')).click();
	await page.waitForSelector('section[aria-labelledby=h-noticed] tbody tr');
	const { insights } = await ok(company.ws.api.get('/reports/insights'));
	const rows = await page.$$eval('section[aria-labelledby=h-noticed] tbody tr', (all) => all.map((one) => one.innerText));

	assert.equal(rows.length, insights.length);
	for (const [i, { title, message, recommendation }] of insights.entries()) {
		assert.ok(rows[i].includes(title.slice(title.indexOf(': ') + 2)), rows[i]);
		assert.ok(![title, message, recommendation].some((one) => rows[i].includes(one)), rows[i]);
	}
	assert.deepEqual(await keysIn(page), []);
	await screenshot(page, 'reports-noticed-de');
	assert.deepEqual(await faultsIn(page), []);
	await fits(page, [wide, narrow], 'what was noticed');
	assert.deepEqual(wrong, []);
	await close();
});

describe('titles', () => {
	const hostile = ['<img src=x onerror=alert(1)><script>alert(2)</script>', '\u202Eעברית مرحبا <b>x</b>', '😀'.repeat(255), 'x'.repeat(255)];

	test('that would like to be markup, right to left, or endless', async () => {
		const { page } = lea;
		const paths = [`/app/cycles/${company.above.cycle_id}`, '/app/', '/app/reports'];

		for (const title of hostile) {
			const okr = await company.ws.okr({ title, cycle_id: company.above.cycle_id, owner_id: company.lea.id, description: `${title} javascript:alert(1) http://a.example/"onclick=x` });

			await company.ws.keyResult(okr.id, { title, owner_id: company.lea.id, unit: 'x'.repeat(20) });
			paths.push(`/app/okrs/${okr.id}`);
		}
		for (const path of paths) {
			await page.setViewport(wide);
			await open(page, path);
			await fits(page, [wide, narrow], path);
			assert.equal(await page.$('main img, main script'), null, path);
			assert.equal(await page.$$eval('main a', (links) => links.filter((one) => !/^https?:$/.test(one.protocol)).length), 0, path);
		}
		await page.setViewport(wide);
	});
});

test('in the whole run: no policy was violated, nothing broke, no other host was asked', () => {
	assert.deepEqual(lea.wrong, []);
});
