/*
 * What people do on the objective, the cycle and the KPIs, and what these pages may ask of the
 * server for it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { follow, launch, open as openIn, press, reload, settled, shows, visitor } from './lib/browser.mjs';
import { makeCompany, tokenFor } from './lib/company.mjs';

let browser, company, lea;

const open = (path) => openIn(lea.page, path);

before(async () => {
	browser = await launch();
	company = await makeCompany();
	lea = await visitor(browser);
	await follow(lea.page, tokenFor(company, company.email));
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

const get = (path) => ok(company.ws.api.get(path));
const put = (path, body) => ok(company.ws.api.put(path, body));

// Puts a text in place of what a field has.
async function fill(label, text) {
	const field = await lea.page.waitForSelector(`::-p-aria([name="${label}"])`);

	await field.click({ count: 3 });
	await field.type(text);
}

async function choose(label, text) {
	await lea.page.waitForFunction((name, wanted) => {
		const one = [...document.querySelectorAll('label')].find((each) => each.textContent.startsWith(name));

		return [...one?.control?.options ?? []].some((option) => option.text === wanted);
	}, {}, label, text);
	const id = await lea.page.evaluate((name) => [...document.querySelectorAll('label')].find((each) => each.textContent.startsWith(name)).control.id, label);
	const value = await lea.page.evaluate((it, wanted) => [...document.getElementById(it).options].find((option) => option.text === wanted).value, id, text);

	await lea.page.select(`[id="${id}"]`, value);
}

describe('a key result', () => {
	test('a check-in is corrected, and taken back with a way back', async () => {
		const { page } = lea;
		const { id } = company.results[0];

		await ok(company.ws.api.put(`/key-results/${id}`, { owner_id: company.lea.id }));
		await open(`/app/key-results/${id}`);
		await (await page.waitForSelector('.ent tbody tr:first-child button.link')).click();
		await page.waitForSelector('.dialog input');
		await fill('Value', '130');
		await press(page, 'Save changes');
		await page.waitForFunction(() => document.querySelector('.ent tbody td')?.textContent === '130');
		assert.equal((await get(`/key-results/${id}`)).current_value, 130);
		const before = await get(`/key-results/${id}/checkins`);

		await (await page.waitForSelector('.ent tbody tr:first-child button.link')).click();
		await page.waitForSelector('.dialog input');
		await press(page, 'Take back');
		await page.waitForFunction((count) => document.querySelectorAll('.ent tbody tr').length === count, {}, before.length - 1);
		assert.equal((await get(`/key-results/${id}`)).current_value, 150);
	});

	test('412: a target that somebody else moved meanwhile is shown before it is moved again', async () => {
		const { page } = lea;
		const { id } = company.results[0];

		await open(`/app/key-results/${id}`);
		await press(page, 'Change target');
		await put(`/key-results/${id}`, { target_value: 30, reason: 'The network was slower than thought.' });
		await fill('New target', '25');
		await page.keyboard.press('Enter');
		await shows(page, 'Somebody changed it meanwhile');
		await page.waitForFunction(() => document.querySelector('.pan-fig')?.textContent.includes('30 time-outs'));
		assert.equal((await get(`/key-results/${id}`)).target_value, 30);
		await page.keyboard.press('Enter');
		await shows(page, 'The network was slower than thought.');
		await page.waitForFunction(() => document.querySelector('.pan-fig')?.textContent.includes('25 time-outs'));
		assert.equal((await get(`/key-results/${id}`)).target_value, 25);
	});
});

describe('an objective', () => {
	test('gets another owner, place and weight, and its changes tell of it', async () => {
		const { page } = lea;
		const { id } = company.okr;
		const other = await company.ws.okr({ title: 'Be quick', cycle_id: company.okr.cycle_id });

		await open(`/app/okrs/${id}`);
		await press(page, 'Edit');
		await choose('Owner', company.ws.admin.name);
		await choose('Parent objective', 'Be quick');
		await fill('Weight', '2.5');
		await press(page, 'Save changes');
		await page.waitForFunction(() => document.querySelector('.crumb a:last-of-type')?.textContent === 'Be quick');
		const now = await get(`/okrs/${id}`);

		assert.deepEqual([now.owner_id, now.parent_okr_id, now.weight], [company.ws.admin.id, other.id, 2.5]);
		await press(page, 'Show');
		await page.waitForFunction((name) => [...document.querySelectorAll('.log ins')].some((one) => one.textContent.trim() === name), {}, company.ws.admin.name);
		await put(`/okrs/${id}`, { owner_id: company.lea.id, parent_okr_id: company.above.id, weight: 1 });
	});

	test('does not offer to stand below itself', async () => {
		const { page } = lea;

		await open(`/app/okrs/${company.above.id}`);
		await press(page, 'Edit');
		await choose('Parent objective', 'Be quick');
		const titles = await page.$$eval('.edit select:last-of-type option', (list) => list.map((one) => one.text));

		assert.ok(!titles.includes(company.above.title) && !titles.includes(company.okr.title), titles.join());
		await press(page, 'Cancel');
	});

	test('is copied with its key results, put away and brought back', async () => {
		const { page } = lea;

		await open(`/app/okrs/${company.okr.id}`);
		await press(page, 'More');
		await press(page, 'Copy');
		await page.waitForSelector('.dialog input');
		await page.click('.dialog button[type=submit]');
		await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Keep the app quick (copy)');
		const id = new URL(page.url()).pathname.split('/').at(-1);
		const copy = await get(`/okrs/${id}`);

		assert.deepEqual(copy.key_results.map(({ title, current_value }) => [title, current_value]),
			company.results.map(({ title, start_value }) => [title, start_value]));
		assert.deepEqual([copy.parent_okr_id, copy.owner_id, copy.description], [company.above.id, company.lea.id, company.okr.description]);
		await press(page, 'More');
		await press(page, 'Archive');
		await shows(page, 'Archived: Keep the app quick (copy)');
		assert.equal((await get(`/okrs/${id}`)).is_archived, true);
		await page.waitForSelector('.tag-warn');
		await press(page, 'More');
		await press(page, 'Bring back');
		await shows(page, 'Brought back');
		assert.equal((await get(`/okrs/${id}`)).is_archived, false);
		await ok(company.ws.api.delete(`/okrs/${id}`));
	});

	test('has its work beside it', async () => {
		const { page } = lea;

		await open(`/app/okrs/${company.okr.id}`);
		await press(page, 'Add the first');
		await page.waitForSelector('.dialog input');
		await fill('Title', 'Rewrite the slow queries');
		await choose('For key result', company.results[0].title);
		await page.click('.dialog button[type=submit]');
		await page.waitForFunction(() => document.querySelector('.work')?.textContent.includes('To do'));
		const { data } = await get(`/initiatives?okr_id=${company.okr.id}`);

		assert.deepEqual(data.map(({ title, kr_id }) => [title, kr_id]), [['Rewrite the slow queries', company.results[0].id]]);
		await page.click('.work button');
		await page.waitForSelector('.dialog input');
		await choose('Status', 'Done');
		await page.click('.dialog button[type=submit]');
		await page.waitForFunction(() => document.querySelector('.work')?.textContent.includes('Done'));
	});
});

describe('the tree of a cycle', () => {
	const tagsOf = async (...list) => Promise.all(list.map(async ({ id }) => (await get(`/okrs/${id}`)).tags ?? []));
	const chosen = (title) => lea.page.click(`.sel[aria-label="Select ${title}"]`);

	test('several objectives get a tag at once, and lose it again', async () => {
		const { page } = lea;
		const { above, okr } = company;

		await open(`/app/cycles/${okr.cycle_id}`);
		await press(page, 'Select');
		await page.waitForSelector('.sel');
		await chosen(above.title);
		await chosen(okr.title);
		await shows(page, '2 selected');
		await press(page, 'Tags');
		await fill('Tags to add', 'speed, money');
		await page.click('.dialog button[type=submit]');
		await shows(page, '2 objectives changed');
		assert.deepEqual(await tagsOf(above, okr), [['money', 'speed'], ['speed', 'money']]);
		await (await page.waitForSelector('.toast button')).click();
		await page.waitForFunction(() => !document.querySelector('.toast'));
		// What takes it back is two requests: a page that is loaded anew between them would lose the second.
		await settled(page);
		assert.deepEqual(await tagsOf(above, okr), [['money'], []]);
	});

	test('m moves one, and what it promised is what the server adds up', async () => {
		const { page } = lea;
		const { above, okr } = company;
		const quick = (await get(`/okrs?q=Be%20quick&cycle_id=${okr.cycle_id}`))[0];
		const { id } = await company.ws.keyResult(quick.id, { title: 'Seconds', weight: 3 });

		await company.ws.checkIn(id, 50);
		await open(`/app/cycles/${okr.cycle_id}`);
		await page.focus(`tr[data-row="${above.id}"]`);
		await page.focus(`tr[data-row="${okr.id}"]`);
		await page.keyboard.press('m');
		await choose('Parent objective', 'Be quick');
		await page.waitForFunction(() => document.querySelectorAll('.dialog tbody tr').length === 2);
		const promised = Object.fromEntries(await page.$$eval('.dialog tbody tr', (rows) => rows.map((row) => [row.cells[0].textContent, row.cells[2].textContent])));

		await page.click('.dialog button[type=submit]');
		await shows(page, '1 objective changed');
		assert.equal((await get(`/okrs/${okr.id}`)).parent_okr_id, quick.id);
		for (const one of [above, quick]) {
			assert.equal(promised[one.title], `${Math.round((await get(`/okrs/${one.id}`)).progress * 100)}%`, one.title);
		}
		assert.notEqual(promised['Be quick'], '50%');
	});

	test('columns that nobody wants go away, and stay away', async () => {
		const { page } = lea;
		const heads = () => page.$$eval('.tree thead th', (list) => list.map((one) => one.textContent.split(' ')[0]));

		await press(page, 'Columns');
		await (await page.waitForSelector('::-p-aria([name="Health"][role="checkbox"])')).click();
		await page.waitForFunction(() => !document.querySelector('.tree .hl'));
		await reload(page);
		assert.ok((await heads()).includes('Week') && !(await heads()).includes('Health'));
	});
});

describe('KPIs', () => {
	const values = async (id) => (await get(`/kpis/${id}/updates`)).map(({ new_value: value }) => value);
	let id;

	test('a new one, with what it is measured by', async () => {
		const { page } = lea;

		await open('/app/kpis');
		await press(page, 'New KPI');
		await page.waitForSelector('.dialog input');
		await fill('Name', 'Hours until the first answer');
		await fill('Now', 'many');
		await fill('Target', '1.5');
		await choose('Better is', 'Less');
		await page.click('.dialog button[type=submit]');
		await shows(page, 'A number, for example 20');
		await fill('Now', '3');
		await page.click('.dialog button[type=submit]');
		await page.waitForFunction(() => location.pathname.startsWith('/app/kpis/') && document.querySelector('h1')?.textContent === 'Hours until the first answer');
		id = new URL(page.url()).pathname.split('/').at(-1);
		const { current_value, target_value, direction, owner_id } = await get(`/kpis/${id}`);

		assert.deepEqual([current_value, target_value, direction, owner_id], [3, 1.5, 'lower', company.lea.id]);
	});

	test('many values at once: Enter saves and goes on, what is no number stays and says so', async () => {
		const { page } = lea;
		const other = await ok(company.ws.api.post('/kpis', { name: 'Firms that pay', owner_id: company.lea.id, current_value: 10 }));

		await open('/app/kpis');
		await press(page, 'Record many');
		await page.focus('[aria-label="New value of Firms that pay"]');
		await page.keyboard.type('12');
		await page.keyboard.press('Enter');
		await shows(page, 'Saved: 12');
		assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), 'New value of Hours until the first answer');
		await page.keyboard.type('x');
		await page.keyboard.press('Enter');
		await shows(page, 'A number, for example 20');
		await reload(page);
		assert.equal(await page.$eval('[aria-label="New value of Hours until the first answer"]', (one) => one.value), 'x');
		await fill('New value of Hours until the first answer', '2');
		await page.waitForFunction(() => document.activeElement.value === '2');
		await page.keyboard.press('Enter');
		await shows(page, 'Saved: 2');
		assert.deepEqual([await values(other.id), await values(id)], [[12], [2]]);
	});

	test('a measurement is corrected; the list shows its last values and change', async () => {
		const { page } = lea;

		await ok(company.ws.api.post(`/kpis/${id}/updates`, { value: 4, comment: 'A holiday.' }));
		await open(`/app/kpis/${id}`);
		await (await page.waitForSelector('.stacks tbody tr:first-child button')).click();
		await page.waitForSelector('.dialog input');
		await fill('Value', '1.8');
		await page.click('.dialog button[type=submit]');
		await page.waitForFunction(() => document.querySelector('.stacks td.b')?.textContent === '1.8');
		assert.deepEqual(await values(id), [1.8, 2]);
		await open('/app/kpis');
		const row = await page.$$eval('.kpi tr', (rows) => rows.find((one) => one.textContent.includes('Hours until'))?.textContent);

		assert.match(row, /1\.8−0\.2≤ 1\.5/);
		assert.match(await page.$$eval('.kpi .spark', (list) => list.map((one) => one.ariaLabel).join()), /2 to 1\.8/);
	});
});

test('in the whole run: no policy was violated, nothing broke, no other host was asked', () => {
	assert.deepEqual(lea.wrong, []);
});
