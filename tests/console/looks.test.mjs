/*
 * The console as people with other eyes, hands and papers see it: forced colours, less motion, print, and where
 * the keyboard stands.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { follow, launch, narrow, open, screenshot, visitor, wide, widerIn } from './lib/browser.mjs';
import { makeCompany, tokenFor } from './lib/company.mjs';

const paper = { width: 718, height: 1020 }; // A4 with margins of 1 cm, at 96 dots an inch
let browser, company, lea, client, paths;

before(async () => {
	browser = await launch();
	company = await makeCompany();
	lea = await visitor(browser);
	client = await lea.page.createCDPSession();
	await follow(lea.page, tokenFor(company, company.email));
	paths = { week: '/app/', cycle: `/app/cycles/${company.above.cycle_id}`, objective: `/app/okrs/${company.okr.id}`,
		reports: '/app/reports', kpis: '/app/kpis', keys: '/app/settings/api-keys' };
});
after(() => browser?.close());

function looksThrough(media, features = {}) {
	return client.send('Emulation.setEmulatedMedia', { media,
		features: Object.entries(features).map(([name, value]) => ({ name, value })) });
}

function colourOf(page, selector, property) {
	return page.$eval(selector, (one, name) => getComputedStyle(one)[name], property);
}

// Of "rgb(1, 2, 3)", between 0 and 1.
function brightness(colour) {
	const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);

	return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

describe('forced colours', () => {
	test('a bar, what is missing and today can be told apart, and buttons have an edge', async () => {
		const { page } = lea;

		await looksThrough('', { 'forced-colors': 'active' });
		await open(page, paths.cycle);
		await page.waitForSelector('.lane .gap');
		const [page1, fill, gap, day] = [await colourOf(page, 'body', 'backgroundColor'), await colourOf(page, '.lane .fill', 'fill'),
			await colourOf(page, '.lane .gap', 'fill'), await colourOf(page, '.lane .day', 'fill')];

		for (const colour of [fill, gap, day]) {
			assert.ok(Math.abs(brightness(colour) - brightness(page1)) > 0.2, `${colour} on ${page1}`);
		}
		assert.notEqual(day, fill);
		assert.notEqual(await colourOf(page, '.lane .track', 'stroke'), 'none', 'the track has an outline');
		for (const button of await page.$$('.acts > button, .find')) {
			const [edge, what] = await button.evaluate((one) => [Number.parseFloat(getComputedStyle(one).borderTopWidth), one.outerHTML.slice(0, 100)]);

			assert.ok(edge >= 1, what);
		}
		assert.equal(await colourOf(page, '.seg [aria-pressed=true]', 'outlineStyle'), 'solid', 'which view is shown');
		await screenshot(page, 'cycle-forced');
		await open(page, paths.week);
		await screenshot(page, 'week-forced');
		await looksThrough('');
	});
});

describe('motion', () => {
	// How many animations run when a dialog opens.
	async function movesWith(value) {
		const { page } = lea;

		await looksThrough('', { 'prefers-reduced-motion': value });
		await open(page, paths.week);
		await page.keyboard.press('?');
		await page.waitForSelector('.dialog');
		const count = await page.evaluate(() => [...document.styleSheets].length && getComputedStyle(document.querySelector('.dialog')).animationName);

		await page.keyboard.press('Escape');
		return count;
	}

	test('a dialog comes without motion for who wants none', async () => {
		assert.notEqual(await movesWith('no-preference'), 'none');
		assert.equal(await movesWith('reduce'), 'none');
		await looksThrough('');
	});
});

describe('on paper', () => {
	for (const name of ['cycle', 'objective', 'reports']) {
		test(`${name}: without bars and buttons, dark on white whatever the theme, no wider than the sheet`, async () => {
			const { page } = lea;

			await open(page, paths[name]);
			await page.evaluate(() => document.documentElement.classList.add('dark'));
			await looksThrough('print', { 'prefers-color-scheme': 'dark' });
			await page.setViewport(paper);
			for (const selector of ['.top', '.bottom', '.acts']) {
				assert.equal(await page.$$eval(selector, (all) => all.filter((one) => one.checkVisibility()).length), 0, selector);
			}
			for (const selector of ['h1', 'p']) {
				assert.ok(brightness(await colourOf(page, `main ${selector}`, 'color')) < 0.5, selector);
			}
			assert.deepEqual(await widerIn(page), []);
			await screenshot(page, `${name}-print`);
			assert.ok((await page.pdf({ format: 'A4' })).length > 10000);
			await looksThrough('');
			await page.setViewport(wide);
		});
	}
});

test('no two labels of a ruler or a chart lie over each other, wide, narrow and at the end of a year', async () => {
	const { page } = lea;
	const meet = () => page.evaluate(() => [...document.querySelectorAll('.ruler, .chart')].filter((one) => one.checkVisibility()).flatMap((one) => {
		const boxes = [...one.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);

		return boxes.flatMap(([a, first], i) => boxes.slice(i + 1).filter(([, next]) => first.left < next.right && next.left < first.right &&
			first.top + 3 < next.bottom && next.top + 3 < first.bottom).map(([b]) => `${a} / ${b}`));
	}));
	const year = new Date().getUTCFullYear();
	const years = await Promise.all([year - 1, year].map((one) => company.ws.cycle({ name: `Into ${one + 1}`, start_date: `${one}-11-03`, end_date: `${one + 1}-02-27` })));

	for (const path of [paths.cycle, paths.objective, ...years.map(({ id }) => `/app/cycles/${id}`), `/app/key-results/${company.results[0].id}`]) {
		await open(page, path);
		for (const viewport of [wide, narrow]) {
			await page.setViewport(viewport);
			assert.deepEqual(await meet(), [], `${path} at ${viewport.width}`);
		}
		await page.setViewport(wide);
	}
});

describe('by keyboard', () => {
	const stopsMost = 60;

	// Whether the element that has the focus, or what stands for it, is drawn otherwise than without.
	function isSeen(page) {
		return page.evaluate(() => {
			const one = document.activeElement;
			const stands = [one, one.closest('.unit'), one.nextElementSibling, one.querySelector('th')].filter(Boolean);
			const { width, height, bottom, top } = one.getBoundingClientRect();

			return width > 0 && height > 0 && bottom > 0 && top < innerHeight && stands.some((each) => {
				const style = getComputedStyle(each);

				return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
			});
		});
	}

	for (const name of ['week', 'cycle', 'objective', 'keys']) {
		test(`${name}: every stop of Tab can be seen`, async () => {
			const { page } = lea;
			const unseen = [];

			await open(page, paths[name]);
			for (let i = 0; i < stopsMost; i++) {
				await page.keyboard.press('Tab');
				if (await page.evaluate(() => document.activeElement === document.body)) {
					break;
				}
				if (!await isSeen(page)) {
					unseen.push(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120)));
				}
			}
			assert.deepEqual(unseen, []);
		});
	}
});

test('in the whole run: no policy was violated, nothing broke, no other host was asked', () => {
	assert.deepEqual(lea.wrong, []);
});
