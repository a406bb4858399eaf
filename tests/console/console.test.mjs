/*
 * The console in a browser, before a real nginx: what people do, by keyboard where they can; what every
 * page must hold in both languages, two widths, light and dark; and that nothing typed is lost, whatever
 * the server does. OKR_TEST_SCREENSHOTS names a folder to look at what was seen.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ok } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { unique } from '../lib/workspace.mjs';
import { faultsIn, follow, launch, open, press, reload, screenshot, shows, visitor } from './lib/browser.mjs';
import { countOf, makeCompany, tokenFor } from './lib/company.mjs';

const password = 'a long sentence of the tests';
let browser, company, lea;

// What the page's own session asks of the API.
function asks(page, method, path, body) {
	return page.evaluate(async (verb, where, sent) => {
		const reply = await fetch(`/api/v1${where}`, { method: verb, body: sent && JSON.stringify(sent),
			headers: { 'X-OKR-Console': '1', 'Content-Type': 'application/json' } });

		return reply.status;
	}, method, path, body);
}

function focused(page) {
	return page.evaluate(() => document.activeElement.closest('li')?.dataset.id ?? document.activeElement.tagName);
}

before(async () => {
	browser = await launch();
	company = await makeCompany();
	lea = await visitor(browser);
});
after(() => browser?.close());

describe('ways in', () => {
	test('who is nobody is asked to sign in; a wrong password keeps the address', async () => {
		const { page } = lea;

		await open(page, `/app/okrs/${company.okr.id}`);
		await page.waitForSelector('input[type=password]');
		await page.type('input[type=email]', company.email);
		await page.type('input[type=password]', 'not the right sentence');
		await page.keyboard.press('Enter');
		await shows(page, 'That e-mail and password don’t match.');
		assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
		assert.equal(await page.$eval('input[type=email]', (one) => one.value), company.email);
		await screenshot(page, 'sign-in');
	});

	test('a link signs in once, and its token leaves the address', async () => {
		const { page } = lea;
		const token = tokenFor(company, company.email);

		await page.goto('about:blank');
		await page.goto(`${url}/app/link#${token}`);
		await page.waitForSelector('input[type=password]');
		assert.equal(await page.evaluate(() => location.hash), '');
		await press(page, 'Sign in');
		await page.waitForSelector('.me');
		assert.equal(new URL(page.url()).pathname, '/app/');
		assert.equal(await asks(page, 'PUT', '/me/password', { new_password: password }), 204);

		const other = await visitor(browser);

		await other.page.goto(`${url}/app/link#${token}`);
		await press(other.page, 'Sign in');
		await shows(other.page, 'This link doesn’t work any more');
		assert.deepEqual(other.wrong, []);
		await other.close();
	});

	test('signing out leaves nothing behind; the password brings back to the address', async () => {
		const { page } = lea;

		await page.click('.me');
		await press(page, 'Sign out');
		await page.waitForSelector('input[type=password]');
		await open(page, `/app/okrs/${company.okr.id}`);
		await page.type('input[type=email]', company.email);
		await page.type('input[type=password]', password);
		await page.keyboard.press('Enter');
		await shows(page, 'Keep the app quick');
		assert.equal(new URL(page.url()).pathname, `/app/okrs/${company.okr.id}`);
	});
});

describe('checking in', () => {
	test('a number and Enter: saved, counted down, taken back', async () => {
		const { page } = lea;
		const [first] = company.results;
		const had = await countOf(company, first.id);

		await open(page, '/app/');
		await page.waitForSelector('.todo li');
		assert.match(await page.$eval('.lede', (one) => one.textContent), /^3 to update, 2 of them late/);
		await page.focus(`[data-id="${first.id}"] input[data-value]`);
		await page.keyboard.type('118');
		await shows(page, '118 is 48% of the way');
		await screenshot(page, 'my-week-open');
		await page.keyboard.press('Enter');
		await shows(page, 'Saved: 118 time-outs');
		assert.equal(await countOf(company, first.id), had + 1);
		await page.waitForFunction((id) => document.activeElement.closest('li')?.dataset.id !== id, {}, first.id);
		assert.notEqual(await focused(page), first.id, 'the next row has the focus');
		await (await page.waitForSelector('.toast .btn')).click();
		await page.waitForFunction(() => !document.querySelector('.todo li.saved'));
		assert.equal(await countOf(company, first.id), had);
	});

	test('unchanged is one key, blocked asks what is in the way, several go in one request', async () => {
		const { page } = lea;
		const [first, second] = company.results;

		await open(page, '/app/');
		await page.focus(`[data-id="${first.id}"] input[data-value]`);
		await page.keyboard.type('100');
		await page.focus(`[data-id="${second.id}"] input[data-value]`);
		await page.keyboard.type('52,5');
		await page.keyboard.press('Enter');
		await shows(page, 'Say what is in the way');
		await page.focus(`[data-id="${second.id}"] [data-note]`);
		await page.keyboard.type('The network is still not there.');
		await press(page, 'Save all 2');
		await shows(page, '2 check-ins saved');
		const [newest] = await ok(company.ws.api.get(`/key-results/${second.id}/checkins`));

		assert.deepEqual([newest.value, newest.status, newest.blocker_note], [52.5, 'blocked', 'The network is still not there.']);
		await page.focus(`[data-id="${company.results[2].id}"] .name`);
		await page.keyboard.press('u');
		await shows(page, 'All done.');
		assert.equal(await countOf(company, company.results[2].id), 1);
		await screenshot(page, 'my-week-done');
	});
});

// Each stands for a way in which a server fails.
describe('what is typed is never lost', () => {
	// Lets the test decide about the first POST of a check-in; the following ones pass.
	async function withFirstPost(at, page, decide) {
		let isFirst = true;
		const handler = (request) => {
			if (request.method() === 'POST' && request.url().endsWith('/checkins') && isFirst) {
				isFirst = false;
				decide(request);
			} else {
				request.continue();
			}
		};

		await page.setRequestInterception(true);
		page.on('request', handler);
		at.after(async () => {
			page.off('request', handler);
			await page.setRequestInterception(false);
		});
	}

	async function checkInFromPanel(page, id, value) {
		await open(page, `/app/key-results/${id}?check-in=1`);
		await page.waitForSelector('.panel-form input[data-value]');
		await page.evaluate(() => document.querySelector('.panel-form input[data-value]').select());
		await page.keyboard.type(String(value));
		await page.evaluate(() => document.querySelector('input[value=on_track]').click());
		await page.focus('.panel-form input[data-value]');
		await page.keyboard.press('Enter');
	}

	test('a server that is away: a banner, then the check-in, once', async (at) => {
		const { page } = lea;
		const [{ id }] = company.results;
		const had = await countOf(company, id);
		await withFirstPost(at, page, (request) => request.respond({ status: 503, headers: { 'Retry-After': '2' }, body: '' }));

		await checkInFromPanel(page, id, 90);
		await shows(page, 'The server can’t be reached. What you typed is kept.');
		await screenshot(page, 'away');
		await press(page, 'Try now');
		await shows(page, 'Saved: 90 time-outs');
		assert.equal(await countOf(company, id), had + 1);
	});

	test('a server that dies after it has stored: one check-in', async (at) => {
		const { page } = lea;
		const [{ id }] = company.results;
		const had = await countOf(company, id);
		const cookie = (await page.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');
		await withFirstPost(at, page, async (request) => {
			const stored = await fetch(request.url(), { method: 'POST', headers: { ...request.headers(), cookie }, body: request.postData() });

			assert.equal(stored.status, 201);
			await request.abort('connectionreset');
		});

		await checkInFromPanel(page, id, 80);
		await shows(page, 'Saved: 80 time-outs');
		assert.equal(await countOf(company, id), had + 1);
	});

	test('too many requests: it waits as told', async (at) => {
		const { page } = lea;
		const [{ id }] = company.results;
		const had = await countOf(company, id);
		await withFirstPost(at, page, (request) => request.respond({ status: 429, contentType: 'application/json',
			body: '{"error":"rate_limit_exceeded","retry_after_seconds":2}' }));

		await checkInFromPanel(page, id, 70);
		await shows(page, 'Too many requests. Going on by itself');
		await shows(page, 'Saved: 70 time-outs');
		assert.equal(await countOf(company, id), had + 1);
	});

	test('a session that ended: sign in over the page, and it goes on', async () => {
		const { page } = lea;
		const [{ id }] = company.results;
		const had = await countOf(company, id);

		await open(page, `/app/key-results/${id}?check-in=1`);
		await page.waitForSelector('.panel-form input[data-value]');
		assert.equal(await asks(page, 'DELETE', '/session'), 204);
		await page.evaluate(() => document.querySelector('input[value=on_track]').click());
		await page.focus('.panel-form input[data-value]');
		await page.keyboard.down('Control');
		await page.keyboard.press('a');
		await page.keyboard.up('Control');
		await page.keyboard.type('60');
		await page.keyboard.press('Enter');
		await shows(page, 'You were signed out');
		await screenshot(page, 'signed-out');
		await page.waitForSelector('.dialog input[type=password]');
		await page.type('.dialog input[type=password]', password);
		await page.keyboard.press('Enter');
		await shows(page, 'Saved: 60 time-outs');
		assert.equal(await countOf(company, id), had + 1);
	});

	test('what was typed stands there again after the page was loaded anew', async () => {
		const { page } = lea;
		const [{ id }] = company.results;

		await open(page, `/app/key-results/${id}?check-in=1`);
		await page.waitForSelector('.panel-form [data-note]');
		await page.type('.panel-form [data-note]', 'half a sentence');
		await reload(page);
		await page.waitForSelector('.panel-form [data-note]');
		assert.equal(await page.$eval('.panel-form [data-note]', (one) => one.value), 'half a sentence');
		await page.keyboard.press('Escape');
	});

	test('two tabs that edit one objective: both versions, and the choice', async () => {
		const { page } = lea;

		await open(page, `/app/okrs/${company.okr.id}`);
		await press(page, 'Edit');
		await page.waitForSelector('.edit input');
		await ok(company.ws.api.put(`/okrs/${company.okr.id}`, { title: 'Keep the app quick, says another' }));
		await page.type('.edit input', ' for everybody');
		await page.keyboard.press('Enter');
		await shows(page, 'Somebody changed this while you were writing');
		await shows(page, 'Keep the app quick, says another');
		await screenshot(page, 'conflict');
		assert.deepEqual(await faultsIn(page), []);
		await press(page, 'Save this');
		await shows(page, 'Changes saved');
		assert.equal((await company.ws.getOkr(company.okr.id)).title, 'Keep the app quick for everybody');
	});

	const valueAt = (page, selector) => page.$eval(selector, (one) => one.value);

	test('an edit takes back nothing that somebody else changes meanwhile', async () => {
		const { page } = lea;
		const { api } = company.ws;
		const { id } = company.cycle;
		const name = 'input[data-first]';
		const lastDay = '.dialog .field:last-child input[type=date]';
		const change = (end_date) => ok(api.put(`/cycles/${id}`, { end_date }));
		const edit = async () => {
			await press(page, `Edit ${company.cycle.name}`);
			await page.waitForSelector(name);
		};

		await open(page, '/app/cycles');
		await edit();
		await page.type(name, ', renamed');
		await change('2039-12-30');
		await reload(page);
		await edit();
		assert.deepEqual([await valueAt(page, name), await valueAt(page, lastDay)], [`${company.cycle.name}, renamed`, '2039-12-30']);
		await change('2039-12-31');
		await press(page, 'Save changes');
		await shows(page, 'Somebody changed it meanwhile.');
		assert.deepEqual([await valueAt(page, name), await valueAt(page, lastDay)], [`${company.cycle.name}, renamed`, '2039-12-31']);
		await press(page, 'Save changes');
		await shows(page, 'Changes saved');
		const now = await ok(api.get(`/cycles/${id}`));

		assert.deepEqual([now.name, now.end_date], [`${company.cycle.name}, renamed`, '2039-12-31']);
		await ok(api.put(`/cycles/${id}`, { name: company.cycle.name, end_date: company.cycle.end_date }));
	});

	test('the settings take back nothing that somebody else changes meanwhile', async () => {
		const { page } = lea;
		const { api } = company.ws;
		const before = await ok(api.get('/workspace'));
		const grace = 'input[type=number]';

		await open(page, '/app/settings/general');
		await page.type(grace, '1');
		await ok(api.put('/workspace', { check_in_weekday: 'fri' }));
		await press(page, 'Save changes');
		await shows(page, 'Somebody changed it meanwhile.');
		assert.equal(await valueAt(page, grace), `${before.grace_days}1`);
		await press(page, 'Save changes');
		await shows(page, 'Changes saved');
		const now = await ok(api.get('/workspace'));

		assert.deepEqual([now.grace_days, now.check_in_weekday], [Number(`${before.grace_days}1`), 'fri']);
		await ok(api.put('/workspace', { grace_days: before.grace_days, check_in_weekday: before.check_in_weekday }));
	});

	test('a note typed for a KPI stays, and the value beside it is the newest', async () => {
		const { page } = lea;
		const kpi = await ok(company.ws.api.post('/kpis', { name: 'Visitors', current_value: 10, target_value: 100 }));
		const value = '.narrow input[inputmode=decimal]';

		await open(page, `/app/kpis/${kpi.id}`);
		await page.type('.narrow textarea', 'After the fair');
		await ok(company.ws.api.post(`/kpis/${kpi.id}/updates`, { value: 50 }));
		await reload(page);
		assert.deepEqual([await valueAt(page, value), await valueAt(page, '.narrow textarea')], ['50', 'After the fair']);
		await press(page, 'Save value');
		await shows(page, 'Saved: 50');
		await page.waitForFunction((note) => document.querySelector(note).value === '', {}, '.narrow textarea');
		await ok(company.ws.api.delete(`/kpis/${kpi.id}`));
	});
});

test('a key: made, shown once until the box is ticked, revoked by its name, all by keyboard', async () => {
	const { page } = lea;

	await open(page, '/app/settings/api-keys');
	await page.keyboard.press('Tab');
	await (await page.waitForSelector('.head .btn-primary')).focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('.dialog');
	await page.keyboard.press('Enter');
	await shows(page, 'Say which program will use it');
	await page.keyboard.type('Nightly export');
	await page.keyboard.press('Enter');
	await shows(page, 'Copy the key now');
	const key = await page.$eval('.secret code', (one) => one.textContent);

	assert.match(key, /^okrt_/);
	assert.equal((await fetch(`${url}/api/v1/okrs?limit=1`, { headers: { Authorization: `Bearer ${key}` } })).status, 200);
	await page.keyboard.press('Escape');
	assert.ok(await page.$('.secret'), 'Esc does not lose the key');
	await screenshot(page, 'key-once');
	await page.focus('.dialog input[type=checkbox]');
	await page.keyboard.press('Space');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => !document.querySelector('.dialog'));
	assert.ok(!(await page.content()).includes(key), 'the key is nowhere in the page');
	await press(page, 'Revoke Nightly export');
	await page.waitForSelector('.dialog');
	await page.keyboard.type('Nightly');
	await page.keyboard.press('Enter');
	await shows(page, 'That is not the name of this key.');
	await page.keyboard.type(' export');
	await page.keyboard.press('Enter');
	await shows(page, 'Revoked: Nightly export');
	assert.equal((await fetch(`${url}/api/v1/okrs?limit=1`, { headers: { Authorization: `Bearer ${key}` } })).status, 401);
});

test('the tree is walked by arrows, and focus follows to the page and back', async () => {
	const { page } = lea;

	await open(page, `/app/cycles/${company.above.cycle_id}`);
	await page.waitForSelector('.tree tbody tr');
	await page.focus('.tree tbody tr[tabindex="0"]');
	const name = () => page.evaluate(() => document.activeElement.querySelector('.name')?.textContent);

	assert.equal(await name(), 'Grow on money that we earn ourselves');
	await page.keyboard.press('ArrowDown');
	assert.equal(await name(), 'Keep the app quick for everybody');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	assert.equal(await name(), 'Bring time-outs down');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.activeElement.tagName === 'H1' && document.activeElement.textContent.startsWith('Keep'));
	await page.keyboard.type('gm');
	await page.waitForFunction(() => document.activeElement.textContent === 'My week');
	await page.keyboard.press('?');
	await shows(page, 'Keyboard shortcuts');
	await page.keyboard.press('Escape');
	await page.waitForFunction(() => !document.querySelector('.dialog'));
});

test('search finds by title and leads there; what has no page is not offered', async () => {
	const { page } = lea;

	await open(page, '/app/');
	await page.keyboard.press('/');
	await page.waitForSelector('.search input');
	await page.keyboard.type('TIME-outs');
	await page.waitForSelector('.hits li');
	await page.keyboard.press('Enter');
	await page.waitForFunction((id) => location.pathname === `/app/key-results/${id}`, {}, company.results[0].id);
});

test('a long tree keeps a bounded number of rows in the page', async () => {
	const { page } = lea;
	const cycle = await company.ws.cycle({ name: unique('long') });

	for (let i = 0; i < 160; i++) {
		await company.ws.okr({ title: `Objective ${i}`, cycle_id: cycle.id });
	}
	await open(page, `/app/cycles/${cycle.id}`);
	await page.waitForSelector('.tree tbody tr[data-row]');
	assert.ok(await page.$$eval('.tree tbody tr[data-row]', (rows) => rows.length) < 80);
	await page.focus('.tree tbody tr[tabindex="0"]');
	await page.keyboard.press('End');
	await page.waitForFunction(() => document.activeElement.getAttribute('aria-rowindex') === '161');
	assert.ok(await page.$$eval('.tree tbody tr[data-row]', (rows) => rows.length) < 80);
});

test('bytes: the first page at most 60 KB compressed, all of the console 150', async () => {
	const folder = fileURLToPath(new URL('../../console/', import.meta.url));
	const shell = await (await fetch(`${url}/app/`)).text();
	const [, hash] = /\/app\/a\/([^/]+)\//.exec(shell);
	let all = 0;

	for (const one of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (one.isFile() && !/LICENSE|favicon|index/.test(one.name)) {
			const { headers } = await fetch(`${url}/app/a/${hash}/${relative(folder, join(one.parentPath ?? one.path, one.name))}`, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } });

			assert.equal(headers.get('content-encoding'), 'gzip', one.name);
			all += Number(headers.get('content-length'));
		}
	}
	const { page, wrong, close } = await visitor(browser);
	const client = await page.createCDPSession();
	const sizes = new Map();
	const heads = new Map();

	await follow(page, tokenFor(company, company.email));
	await open(page, '/app/settings');
	await client.send('Network.enable');
	await client.send('Network.setCacheDisabled', { cacheDisabled: true });
	client.on('Network.responseReceived', ({ requestId, response }) => response.url.includes('/app/') && heads.set(requestId, response.encodedDataLength));
	client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
	await open(page, '/app/');
	const first = [...heads].reduce((sum, [id, head]) => sum + (sizes.get(id) ?? 0) - head, 0);

	assert.ok(first > 10000 && first <= 60 * 1024, `the first page has ${first} bytes`);
	assert.ok(all <= 150 * 1024, `all files have ${all} bytes`);
	assert.deepEqual(wrong, []);
	await close();
});

test('in the whole run: no policy was violated, nothing broke, no other host was asked', () => {
	assert.deepEqual(lea.wrong, []);
});
