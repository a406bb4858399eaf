/*
 * What people do on the objective, the cycle and the KPIs, and what these pages may ask of the
 * server for it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { url } from '../lib/server.mjs';
import { launch, press, shows, visitor } from './lib/browser.mjs';
import { makeCompany, tokenFor } from './lib/company.mjs';

let browser, company, lea;

async function open(path) {
	await lea.page.goto(url + path, { waitUntil: 'networkidle0' });
}

before(async () => {
	browser = await launch();
	company = await makeCompany();
	lea = await visitor(browser);
	await lea.page.goto(`${url}/app/link#${tokenFor(company, company.email)}`);
	await press(lea.page, 'Sign in');
	await lea.page.waitForSelector('.me');
	await open('/app/');
});
after(() => browser?.close());

describe('what a page asks', () => {
	// Beside who is signed in.
	async function asked(path, text) {
		const seen = [];
		const note = (request) => request.url().includes('/api/v1/') && !request.url().endsWith('/session') && seen.push(request.url());

		lea.page.on('request', note);
		await open(path);
		await shows(lea.page, text);
		lea.page.off('request', note);
		return seen;
	}

	for (const [name, path, text] of [['the cycle', () => `/app/cycles/${company.cycle.id}`, 'Objectives by status'],
		['the tree of a cycle with objectives', () => `/app/cycles/${company.okr.cycle_id}`, 'Keep the app quick'],
		['an objective', () => `/app/okrs/${company.okr.id}`, 'Two of five queries are out.'],
		['the KPIs', () => '/app/kpis', 'KPIs']]) {
		test(`${name}: at most three requests`, async () => {
			const requests = await asked(path(), text);

			assert.ok(requests.length >= 1 && requests.length <= 3, requests.join('\n'));
		});
	}

	test('and has all of it: what stands above, who, and what was said', async () => {
		await open(`/app/okrs/${company.okr.id}`);
		await shows(lea.page, 'Waits for the new network.');
		assert.equal(await lea.page.$eval('.crumb a:last-of-type', (one) => one.textContent), company.above.title);
		await shows(lea.page, 'Lea Sørensen');
		await open(`/app/okrs/${company.above.id}`);
		assert.equal(await lea.page.$eval('.mini .name', (one) => one.textContent), company.okr.title);
	});
});

test('in the whole run: no policy was violated, nothing broke, no other host was asked', () => {
	assert.deepEqual(lea.wrong, []);
});
