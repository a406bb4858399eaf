/*
 * Which record a text means: names are unique regardless of case and of nothing else, and a filter by
 * equality compares exactly (rulings.md 54). A collation would take any two emoji for the same.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { allScopes, Workspace, day, unique } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

// All of them are different names; no two are told apart by a usual collation.
const different = ['Acme 🚀', 'Acme 🎯', 'Straße', 'Strasse', 'Été', 'Ete', 'Eté', 'Q1 2027',
	'Q1\u00a02027', 'Łódź', 'Lodz', '東京', '京東'];

// And these are the same as one of them.
const same = ['acme 🚀', 'ACME 🎯', 'STRAẞE', 'STRASSE', 'ÉTÉ', 'ete', 'q1 2027', ' Q1 2027\t', 'łÓDŹ'];

const things = {
	cycles: (name) => ({ name, start_date: day(-1), end_date: day(1) }),
	teams: (name) => ({ name }),
	departments: (name) => ({ name }),
	users: (name) => ({ name: 'x', email: `${name.replaceAll(' ', '_')}@example.org` }),
};

describe('names are unique regardless of case and of nothing else', () => {
	for (const [path, body] of Object.entries(things)) {
		test(`of ${path}`, async () => {
			for (const name of different)
				await expect(201, api.post(`/${path}`, body(name)));
			for (const name of path === 'users' ? same.filter((one) => one.trim() === one) : same)
				await refused(409, api.post(`/${path}`, body(name)));

			const other = await ok(api.post(`/${path}`, body('Other')));

			for (const name of ['acme 🚀', 'Acme 🚀'])
				await refused(409, api.put(`/${path}/${other.id}`, body(name)));
			await expect(200, api.put(`/${path}/${other.id}`, body('OTHER')));
			await expect(200, api.put(`/${path}/${other.id}`, body('Other')));
			await expect(200, api.put(`/${path}/${other.id}`, body('Acme 🥇')));
			await expect(201, api.post(`/${path}`, body('Other')));
		});
	}

	test('what is wrong is said before that the name is taken', async () => {
		await refused(400, api.post('/cycles', { name: 'q1 2027', start_date: day(1), end_date: day(0) }));
	});

	test('names of another workspace are free', async () => {
		await expect(201, new Workspace().api.post('/teams', { name: 'Acme 🚀' }));
	});
});

describe('a filter by equality means one text', () => {
	const variants = ['Deal 🚀', 'Deal 🎯', 'deal 🚀', 'Déal 🚀', 'Deal 🚀\u00a0'];

	async function assertExact(path, name, textOf) {
		for (const text of variants) {
			const body = await ok(api.get(`${path}${encodeURIComponent(text)}`));
			const found = body.items ?? body;

			assert.deepEqual(found.map(textOf), [text], `${name}=${text}`);
		}
		for (const text of ['Deal', 'Deal 🥇', 'DEAL 🚀', 'Deal 🚀 ']) {
			const body = await ok(api.get(`${path}${encodeURIComponent(text)}`));

			assert.deepEqual(body.items ?? body, [], `${name}=${text}`);
		}
	}

	test('period ► cycle, and periods that are texts', async () => {
		for (const text of variants)
			await ok(api.post('/okr/objectives', { title: text, period: text }));
		await assertExact('/okr/objectives?period=', 'period', ({ period }) => period);

		const cycle = await space.cycle({ name: 'Quarter 🚀' });
		const made = await ok(api.post('/okr/objectives', { title: 'x', period: 'Quarter 🎯' }));

		assert.equal(made.period, 'Quarter 🎯');
		assert.equal((await ok(api.get(`/okrs?cycle_id=${cycle.id}`))).length, 0);
		await ok(api.post('/okr/objectives', { title: 'y', period: 'Quarter 🚀' }));
		assert.equal((await ok(api.get(`/okrs?cycle_id=${cycle.id}`))).length, 1);
	});

	test('every text of an objective and a key result', async () => {
		const objective = (text) => ({ title: text, description: text, category: text });
		const keyResult = (text) => ({ title: text, unit: text, source: text, connector_id: text, query: text });
		const own = unique('only');

		for (const text of variants) {
			await ok(api.post('/okr/objectives', { ...objective(text), source: own }));
			await ok(api.post('/okr/key-results', { ...keyResult(text), tags: [own] }));
		}
		for (const name of Object.keys(objective('')))
			await assertExact(`/okr/objectives?source=${own}&${name}=`, name, (one) => one[name]);
		for (const name of Object.keys(keyResult('')))
			await assertExact(`/okr/key-results?tags=${own}&${name}=`, name, (one) => one[name]);
	});

	test('tags', async () => {
		for (const text of variants)
			await ok(api.post('/okr/objectives', { title: text, tags: ['x', text] }));
		await assertExact('/okr/objectives?tags=', 'tags', ({ tags }) => tags[1]);
	});

	test('groups of KPIs', async () => {
		for (const text of variants)
			await ok(api.post('/kpis', { name: 'x', group_name: text }));
		await assertExact('/kpis?group_name=', 'group_name', (kpi) => kpi.group_name);
	});

	test('addresses of people', async () => {
		const emails = ['deal🚀@example.org', 'deal🎯@example.org', 'déal@example.org', 'deal@example.org'];

		for (const email of emails)
			await space.user({ email });
		for (const email of emails)
			assert.deepEqual((await ok(api.get(`/users?email=${encodeURIComponent(email)}`)))
				.map((user) => user.email), [email]);
	});

	test('searches still overlook case and accents', async () => {
		const title = unique('Étude');

		await ok(api.post('/okr/objectives', { title }));
		for (const text of [title, title.toUpperCase(), title.replace('É', 'e')])
			assert.equal((await ok(api.get(`/okrs?q=${encodeURIComponent(text)}`))).length, 1, text);
	});
});

describe('what one application keeps is not another\'s', () => {
	test('of two that differ by an emoji or an accent', async () => {
		const apps = ['app 🚀', 'app 🎯', 'App 🚀', 'ápp 🚀'];
		const clients = apps.map((app) => space.client(allScopes, { app }));
		const cycle = await space.cycle();

		for (const client of clients)
			await ok(client.post('/okrs', { title: 'x', type: 'company', cycle_id: cycle.id }));
		for (const [i, client] of clients.entries()) {
			const found = await ok(client.get('/okr/objectives'));

			assert.deepEqual((found.items).map(({ app_id }) => app_id), [apps[i]]);
			assert.equal((await ok(client.get('/okrs'))).length, 1);
		}
	});

	test('an external id is compared byte by byte', async () => {
		for (const external_id of ['sub-é', 'sub-e', 'sub-e\u0301', 'SUB-é', 'sub-🚀', 'sub-🎯'])
			await space.user({ external_id });
		await refused(409, api.post('/users', { name: 'x', email: `${unique('x')}@example.org`,
			external_id: 'sub-🎯' }));
	});
});
