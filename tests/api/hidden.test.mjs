/*
 * What may not be seen is not there (api.md section 2, rulings.md 28 and 29): to a person outside
 * the department, to a key and to a token of another application a hidden objective and all that
 * hangs on it are answered like what does not exist, and no list, search, count, cursor, CSV or
 * report changes by a byte when they are made. What those who may see it are shown is in
 * visibility.test.mjs.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { crowd, person, readersScopes } from '../lib/people.mjs';
import { okrctl } from '../lib/server.mjs';
import { Workspace, awayFromMidnight, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, cycle, sales, others, hidden, viewers;

// What everybody here may see: an OKR of the viewers' own, of each kind of owner.
async function makeOwn(client, title) {
	const okr = await ok(client.post('/okrs', { title, type: 'org', cycle_id: cycle.id,
		tags: ['tag'], key_results: [{ title: `${title}'s`, metric_type: 'number', start_value: 0,
			target_value: 10 }] }));

	await ok(client.post(`/key-results/${okr.key_results[0].id}/checkins`,
		{ value: 1, checked_in_at: instant(-3) }));
	return okr;
}

// Everything that hangs on an objective of the department, and that reports would speak of.
async function makeHidden() {
	const { api } = space;
	const okr = await ok(api.post('/okrs', { title: 'Secret of Sales', type: 'department',
		cycle_id: cycle.id, department_id: sales.id, visibility: 'department', tags: ['tag'],
		description: 'Secret text', owner_id: others.owner.id }));
	const keyResult = await space.keyResult(okr.id, { title: 'Secret number',
		owner_id: others.owner.id });
	const below = await ok(api.post('/okrs', { title: 'Secret child', type: 'department',
		cycle_id: cycle.id, department_id: sales.id, visibility: 'department',
		parent_okr_id: okr.id }));
	const checkIn = await space.checkIn(keyResult.id, 7, { status: 'blocked',
		blocker_note: 'Secret blocker', comment: 'Secret comment' });
	const deletedKeyResult = await space.keyResult(okr.id, { title: 'Secret deleted number' });
	const deletedOkr = await ok(api.post('/okrs', { title: 'Secret deleted', type: 'department',
		cycle_id: cycle.id, department_id: sales.id, visibility: 'department' }));

	const initiatives = {};

	for (const [name, link] of Object.entries({ ofOkr: { okr_id: okr.id },
		ofKeyResult: { kr_id: keyResult.id }, ofDeletedKeyResult: { kr_id: deletedKeyResult.id },
		ofDeletedOkr: { okr_id: deletedOkr.id } })) {
		const { data } = await ok(api.post('/initiatives', { title: 'Secret work', status: 'done',
			priority: 'p0', owner_id: others.owner.id, ...link }));

		initiatives[name] = data.id;
	}
	await api.delete(`/key-results/${deletedKeyResult.id}`);
	await api.delete(`/okrs/${deletedOkr.id}`);
	return { ...initiatives, okr: okr.id, keyResult: keyResult.id, below: below.id, checkIn: checkIn.id,
		deletedKeyResult: deletedKeyResult.id, deletedOkr: deletedOkr.id };
}

const lists = ['/okrs', '/okrs?archived=any', '/okrs?q=secret', '/okrs?type=department',
	'/okrs?status=off_track', '/okrs?status=not_started', '/okrs?limit=1', '/okrs?cycle_id=CYCLE',
	'/okrs?owner_id=OWNER', '/okrs?department_id=SALES', '/key-results', '/key-results?limit=1',
	'/key-results?status=at_risk', '/key-results?owner_id=OWNER', '/goals', '/goals?limit=1',
	'/goals?text=secret', '/goals?owner_type=department', '/goals?confidence_level=at_risk',
	'/goals?only_top_level=true', '/goals?sort=-progress', '/goals?archived=any',
	'/goals?sort=-date_end&limit=1', '/okr/objectives', '/okr/objectives?limit=1',
	'/okr/objectives?include_deleted=true', '/okr/objectives?search=secret',
	'/okr/objectives?search=text', '/okr/objectives?tags=tag', '/okr/objectives?group_id=SALES',
	'/okr/objectives?is_deleted=true&include_deleted=true', '/okr/objectives?owner_id=OWNER',
	'/okr/objectives?period=PERIOD', '/okr/objectives?sort=-progress',
	'/okr/objectives?progress_pct_from=3', '/okr/objectives?title=Secret%20of%20Sales',
	'/okr/key-results', '/okr/key-results?limit=1', '/okr/key-results?include_deleted=true',
	'/okr/key-results?search=secret', '/okr/key-results?owner_id=OWNER',
	'/okr/key-results?current=7', '/okr/key-results?sort=-progress',
	'/okr/key-results?status=at_risk', '/okrs?format=csv', '/okrs?format=csv&archived=any',
	'/key-results?format=csv', '/initiatives', '/initiatives?format=csv', '/initiatives?limit=1',
	'/initiatives?status=done', '/initiatives?priority=p0', '/initiatives?owner_id=OWNER',
	'/initiatives?updated_since=2000-01-01T00:00:00Z', '/reports/cycle',
	'/reports/risks', '/reports/risks?severity=high', '/reports/insights', '/reports/teams',
	'/reports/cycle?cycle_id=CYCLE', '/reports/insights?severity=high'];

const searches = [{}, { text: 'secret' }, { owner_type: 'department' }, { limit: 1 },
	{ status: 'active' }, { only_top_level: true }, { confidence_level: ['at_risk', 'off_track'] },
	{ is_shared: true }, { sort: '-progress', limit: 2 }, { date_period_start: '2000-01-01' }];

// The tools of MCP, with the arguments of their calls.
const tools = [['get_okrs', {}], ['get_okrs', { status: 'off_track' }], ['get_cycle', {}],
	['get_risks', {}], ['get_insights', {}], ['get_team_performance', {}],
	['search_okrs', { query: 'secret' }], ['search_okrs', { query: 'text' }]];

const callTool = (client, name, args) => client.post('/api/public/mcp', { jsonrpc: '2.0', id: 1,
	method: 'tools/call', params: { name, arguments: args } }, { root: true, loose: true });

const cursor = /(next_cursor\\?":\\?")[\w-]+/g;

// Of each list its whole answer, but for cursors, which are the caller's own.
async function snapshot(client) {
	const out = {};
	const note = (name, { status, text, headers }) => {
		assert.equal(status, 200, `${name}: ${text}`);
		out[name] = `${headers.link ? 'more' : 'all'}\n${text.replace(cursor, '$1')}`;
	};

	for (const path of lists) {
		const filled = path.replace('CYCLE', cycle.id).replace('SALES', sales.id)
			.replace('OWNER', others.owner.id).replace('PERIOD', cycle.name);

		note(path, await client.get(filled, { loose: path.includes('csv') }));
	}
	for (const body of searches) {
		note(`search ${JSON.stringify(body)}`, await client.post('/goals/search', body));
	}
	for (const [name, args] of tools) {
		note(`tool ${name} ${JSON.stringify(args)}`, await callTool(client, name, args));
	}
	return out;
}

const kinds = ['person', 'application\'s key', 'application\'s token'];

before(async () => {
	await awayFromMidnight(60);
	space = new Workspace();
	cycle = await space.cycle();
	sales = await space.department({ name: 'Sales' });
	others = { owner: await person(space, 'owner') };
	viewers = {
		'person': await crowd(space, 10),
		'application\'s key': space.client(readersScopes, { app: 'north' }),
		'application\'s token': await crowd(space, 10, {}, { app: 'north' }),
	};
	await makeOwn(viewers.person, 'Own');
	await makeOwn(viewers['application\'s key'], 'Of the app');
});

describe('what is hidden, when it is made, changes no byte of an answer', () => {
	let earlier, later;

	before(async () => {
		earlier = Object.fromEntries(await Promise.all(kinds.map(async (kind) =>
			[kind, await snapshot(viewers[kind])])));
		hidden = await makeHidden();
		later = Object.fromEntries(await Promise.all(kinds.map(async (kind) =>
			[kind, await snapshot(viewers[kind])])));
	});

	for (const kind of kinds) {
		for (const name of [...lists, ...searches.map((body) => `search ${JSON.stringify(body)}`),
			...tools.map(([name, args]) => `tool ${name} ${JSON.stringify(args)}`)]) {
			test(`to a ${kind}: ${name}`, () => {
				assert.equal(later[kind][name], earlier[kind][name]);
				assert.doesNotMatch(later[kind][name], /secret/i);
			});
		}
	}

	test('but is in each of these lists for those who may see it', async () => {
		assert.match((await callTool(space.api, 'search_okrs', { query: 'secret' })).text, /Secret of/);
		const shown = await snapshot(space.api);

		for (const name of lists.filter((path) => !/^\/reports\/(cycle|teams)/.test(path))) {
			assert.match(shown[name], /Secret/, name);
		}
		const { performance } = await ok(space.api.get('/reports/cycle'));

		assert.deepEqual([performance.okr_count, performance.key_result_count], [4, 3]);
	});
});

const number = { title: 'x', metric_type: 'number', start_value: 0, target_value: 1 };

// Every door with an id in its path or its body: [method, path, body]; the id stands for ID.
const initiative = [['GET', '/initiatives/ID'], ['PUT', '/initiatives/ID', { title: 'x' }],
	['PUT', '/initiatives/ID', { title: '' }], ['PUT', '/initiatives/ID', { x: 1 }],
	['PUT', '/initiatives/ID', { okr_id: 'OWN' }], ['PUT', '/initiatives/ID', { kr_id: null }],
	['DELETE', '/initiatives/ID']];

const doors = {
	ofOkr: initiative, ofKeyResult: initiative, ofDeletedKeyResult: initiative,
	ofDeletedOkr: initiative,
	okr: [['GET', '/okrs/ID'], ['GET', '/okrs/ID/changes'], ['PUT', '/okrs/ID', { title: 'x' }], ['PUT', '/okrs/ID', { x: 1 }],
		['DELETE', '/okrs/ID'], ['POST', '/okrs/ID/restore'], ['POST', '/okrs/ID/key-results', number],
		['POST', '/okrs', { title: 'x', type: 'org', parent_okr_id: 'ID' }],
		['PUT', '/okrs/OWN', { parent_okr_id: 'ID' }], ['GET', '/okrs?parent_okr_id=ID'],
		['GET', '/key-results?okr_id=ID'], ['GET', '/initiatives?okr_id=ID'],
		['GET', '/key-results?okr_id=ID&format=csv'], ['POST', '/initiatives', { title: 'x',
			okr_id: 'ID' }], ['GET', '/goals/ID'], ['GET', '/goals/ID?depth=5'],
		['PUT', '/goals/ID', { weight: 2 }], ['DELETE', '/goals/ID'],
		['POST', '/goals/ID/key-results', { title: 'x' }], ['POST', '/goals', { title: 'x',
			owner_type: 'company', parent_goal_id: 'ID' }],
		['PUT', '/goals/OWN', { parent_goal_id: 'ID' }], ['GET', '/goals?parent_goal_id=ID'],
		['POST', '/goals/search', { parent_goal_id: ['ID'] }],
		['POST', '/goals/search', { parent_goal_id: ['ID', nobody] }], ['GET', '/okr/objectives/ID'],
		['PUT', '/okr/objectives/ID', { title: 'x' }], ['DELETE', '/okr/objectives/ID'],
		['PUT', '/okr/objectives/ID', { title: 'x', version: 77 }],
		['PUT', '/okr/objectives/OWN', { parent_objective_id: 'ID' }],
		['POST', '/okr/key-results', { objective_id: 'ID' }],
		['PUT', '/okr/key-results/OWNKR', { objective_id: 'ID' }],
		['GET', '/okr/objectives?id=ID'], ['GET', '/okr/objectives?parent_objective_id=ID'],
		['GET', '/okr/objectives?parent_objective_id=ID&include_deleted=true'],
		['GET', '/okr/key-results?objective_id=ID'],
		['GET', '/okr/key-results?objective_id=ID&include_deleted=true']],
	keyResult: [['GET', '/key-results/ID'], ['GET', '/key-results/ID/changes'],
		['GET', '/key-results/ID/changes?limit=1'], ['PUT', '/key-results/ID', { unit: 'x' }],
		['PUT', '/key-results/ID', { current_value: 'x' }], ['DELETE', '/key-results/ID'],
		['POST', '/key-results/ID/restore'], ['POST', '/key-results/ID/checkins', { value: 1 }],
		['POST', '/okrs/ID/checkins', { value: 1 }], ['GET', '/key-results/ID/checkins'],
		['GET', '/key-results/ID/checkins?format=csv'],
		['POST', '/checkins/batch', { checkins: [{ key_result_id: 'ID', value: 1 }] }],
		['POST', '/checkins/batch', { checkins: [{ key_result_id: 'OWNKR', value: 1 },
			{ key_result_id: 'ID', value: 1 }] }],
		['POST', '/checkins/batch', { checkins: [{ key_result_id: 'ID', value: 'yes',
			status: 'blocked' }] }],
		['GET', '/initiatives?kr_id=ID'], ['POST', '/initiatives', { title: 'x', kr_id: 'ID' }],
		['PUT', '/goals/OWN/key-results/ID', { unit: 'x' }],
		['DELETE', '/goals/OWN/key-results/ID'],
		['POST', '/goals/OWN/key-results/ID/checkin', { value: 1 }],
		['GET', '/okr/key-results/ID'], ['PUT', '/okr/key-results/ID', { title: 'x' }],
		['DELETE', '/okr/key-results/ID'], ['GET', '/okr/key-results?id=ID'],
		['PUT', '/okr/objectives/OWN', { key_result_ids: ['ID'] }],
		['POST', '/okr/objectives', { key_result_ids: ['ID'] }]],
	checkIn: [['GET', '/checkins/ID'], ['PUT', '/checkins/ID', { value: 3 }],
		['PUT', '/checkins/ID', { status: 'blocked', blocker_note: '' }],
		['DELETE', '/checkins/ID']],
	below: [['GET', '/okrs/ID'], ['GET', '/okrs/ID/changes']],
	deletedOkr: [['POST', '/okrs/ID/restore'], ['GET', '/okrs/ID/changes'], ['GET', '/okr/objectives/ID'],
		['PUT', '/okr/objectives/ID', { title: 'x' }], ['DELETE', '/okr/objectives/ID']],
	deletedKeyResult: [['POST', '/key-results/ID/restore'], ['GET', '/key-results/ID/changes'], ['GET', '/okr/key-results/ID'],
		['PUT', '/okr/key-results/ID', { title: 'x' }], ['DELETE', '/okr/key-results/ID']],
};

describe('what is hidden is answered like what does not exist', () => {
	let own;

	before(async () => {
		hidden ??= await makeHidden();
		own = Object.fromEntries(await Promise.all(kinds.map(async (kind) =>
			[kind, await makeOwn(viewers[kind], `Door of ${kind}`)])));
	});

	async function ask(kind, [method, path, body], id) {
		const fill = (text) => text.replaceAll('OWNKR', own[kind].key_results[0].id)
			.replaceAll('OWN', own[kind].id).replaceAll('ID', id);
		const sent = body && JSON.parse(fill(JSON.stringify({ ...body,
			...path === '/okrs' && { cycle_id: cycle.id } })));
		const answer = await viewers[kind].request(method, fill(path), sent, { loose: true });

		assert.ok(answer.status < 500, answer.text);
		return `${answer.status}\n${answer.headers.location}\n${answer.text}`.replaceAll(id, 'ID');
	}

	for (const kind of kinds) {
		for (const [of, rows] of Object.entries(doors)) {
			for (const door of rows) {
				test(`${kind}: ${door[0]} ${door[1]} ${JSON.stringify(door[2] ?? {})}`, async () => {
					const answer = await ask(kind, door, hidden[of]);

					assert.equal(answer, await ask(kind, door, nobody));
					assert.doesNotMatch(answer, /secret/i);
				});
			}
		}
	}

	for (const kind of kinds) {
		for (const [name, of, args] of [['get_okr', 'okr', { okr_id: 'ID' }],
			['create_checkin', 'keyResult', { key_result_id: 'ID', value: 1 }],
			['create_checkin', 'keyResult', { key_result_id: 'ID', value: 'yes' }]]) {
			test(`${kind}: the tool ${name} ${JSON.stringify(args)}`, async () => {
				const call = async (id) => (await callTool(viewers[kind], name,
					JSON.parse(JSON.stringify(args).replace('ID', id)))).text.replaceAll(id, 'ID');
				const answer = await call(hidden[of]);

				assert.equal(answer, await call(nobody));
				assert.match(answer, /"isError":true/);
				assert.doesNotMatch(answer, /secret/i);
			});
		}
	}

	test('and nothing of it was changed', async () => {
		assert.equal((await ok(space.api.get(`/okr/objectives/${hidden.okr}`))).version, 1);
		assert.equal((await ok(space.api.get(`/okr/objectives/${hidden.deletedOkr}`))).version, 2);
		assert.equal((await ok(space.api.get(`/key-results/${hidden.keyResult}/checkins`))).length, 1);
	});
});

describe('what hangs on something hidden', () => {
	const initiativePaths = (id) => [`/initiatives/${id}`, '/initiatives', '/initiatives?format=csv',
		'/initiatives?status=todo'];

	async function hang(link, fields = {}, creator = space.api) {
		return (await ok(creator.post('/initiatives', { title: 'Work', ...link, ...fields }))).data;
	}

	async function sees(client, id) {
		const list = await ok(client.get('/initiatives'));
		const { status } = await client.get(`/initiatives/${id}`);

		assert.equal(list.data.some((one) => one.id === id), status === 200, id);
		return status === 200;
	}

	test('an initiative shows its owner no link to it, in JSON and CSV', async () => {
		const worker = await person(space, 'worker');
		const { id } = await hang({ kr_id: hidden.keyResult }, { owner_id: worker.id });

		for (const path of initiativePaths(id)) {
			const { text } = await worker.client.get(path, { loose: true });

			assert.ok(text.includes(id), path);
			assert.ok(!text.includes(hidden.keyResult) && !text.includes(hidden.okr), path);
		}
		for (const filter of [`okr_id=${hidden.okr}`, `kr_id=${hidden.keyResult}`]) {
			assert.deepEqual((await ok(worker.client.get(`/initiatives?${filter}`))).data, []);
			assert.ok((await ok(space.api.get(`/initiatives?${filter}`))).data
				.some((one) => one.id === id));
		}
		await ok(space.api.delete(`/initiatives/${id}`));
	});

	test('an initiative is seen by its owner, its creator and those who see that alone', async () => {
		const creator = await person(space, 'creator', { department_id: sales.id });
		const insider = await person(space, 'insider', { department_id: sales.id });
		const owner = await person(space, 'owner');
		const other = await person(space, 'other');
		const admin = await person(space, 'admin', { role: 'admin' });

		for (const link of [{ okr_id: hidden.okr }, { kr_id: hidden.keyResult }]) {
			const { id } = await hang(link, { owner_id: owner.id }, creator.client);

			await ok(space.api.put(`/users/${creator.id}`, { department_id: null }));
			for (const { client } of [creator, insider, owner, admin, { client: space.api }]) {
				assert.equal(await sees(client, id), true);
			}
			assert.equal(await sees(other.client, id), false);
			await ok(space.api.put(`/users/${creator.id}`, { department_id: sales.id }));
			await ok(space.api.delete(`/initiatives/${id}`));
		}
	});

	test('an initiative that hangs on nothing is everybody\'s', async () => {
		const { id } = await hang({});

		assert.equal(await sees(viewers.person, id), true);
		await ok(space.api.delete(`/initiatives/${id}`));
	});

	test('an initiative stays linked when its owner sends back the links that were shown',
		async () => {
			const worker = await person(space, 'worker');
			const { id } = await hang({ kr_id: hidden.keyResult }, { owner_id: worker.id });
			const { data } = await ok(worker.client.get(`/initiatives/${id}`));

			await ok(worker.client.put(`/initiatives/${id}`, { ...data, title: 'Other' }));
			assert.equal(await sees(viewers.person, id), false);
			assert.equal((await ok(space.api.get(`/initiatives/${id}`))).data.kr_id, hidden.keyResult);
			await ok(space.api.delete(`/initiatives/${id}`));
		});

	test('an initiative stays hidden when that is deleted, and when that is purged', async () => {
		const secret = await ok(space.api.post('/okrs', { title: 'To be gone', type: 'department',
			cycle_id: cycle.id, department_id: sales.id, visibility: 'department' }));
		const unshared = await space.okr({ cycle_id: cycle.id });
		const open = await space.okr({ cycle_id: cycle.id });
		const keyResult = await space.keyResult(secret.id);
		const owner = await person(space, 'owner');
		const outside = (id) => sees(viewers.person, id);
		const made = {};

		await ok(space.api.put(`/goals/${unshared.id}`, { is_shared: false }));
		for (const [name, link] of Object.entries({ ofSecret: { okr_id: secret.id },
			ofKeyResult: { kr_id: keyResult.id }, ofUnshared: { okr_id: unshared.id },
			ofOpen: { okr_id: open.id } })) {
			made[name] = (await hang(link, { owner_id: owner.id })).id;
		}
		const check = async () => {
			for (const [name, id] of Object.entries(made)) {
				assert.equal(await outside(id), name === 'ofOpen', name);
				assert.equal(await sees(owner.client, id), true, name);
			}
		};

		await check();
		for (const { id } of [secret, unshared, open]) {
			await space.api.delete(`/okrs/${id}`);
		}
		await check();
		sql(`UPDATE objective SET deleted_at = deleted_at - INTERVAL 1000 DAY WHERE id IN
			(${[secret, unshared, open].map(({ id }) => hex(id)).join()})`);
		okrctl('purge');
		assert.deepEqual(sql(`SELECT COUNT(*) FROM objective WHERE id = ${hex(secret.id)}`), [['0']]);
		await check();
		await ok(owner.client.put(`/initiatives/${made.ofSecret}`, { okr_id: null, kr_id: null }));
		await check();
		const elsewhere = await space.okr({ cycle_id: cycle.id });

		await ok(owner.client.put(`/initiatives/${made.ofSecret}`, { okr_id: elsewhere.id }));
		assert.equal(await outside(made.ofSecret), true);
		await ok(owner.client.put(`/initiatives/${made.ofSecret}`, { okr_id: null }));
		assert.equal(await outside(made.ofSecret), true);
		await Promise.all(Object.values(made).map((id) => space.api.delete(`/initiatives/${id}`)));
	});

	test('an open child names no hidden parent, by any route', async () => {
		const child = await ok(space.api.post('/okrs', { title: 'Open child', type: 'org',
			cycle_id: cycle.id, parent_okr_id: hidden.okr }));
		const keyResult = await space.keyResult(child.id);

		await ok(viewers.person.post(`/goals/${child.id}/key-results/${keyResult.id}/checkin`,
			{ value: 3 })).then(({ goals }) => assert.deepEqual(goals.map(({ id }) => id), [child.id]));
		for (const path of [`/okrs/${child.id}`, '/okrs', '/okrs?format=csv', '/goals',
			`/goals/${child.id}`, `/okr/objectives/${child.id}`, '/okr/objectives',
			'/reports/insights', '/reports/risks']) {
			const { text } = await viewers.person.get(path, { loose: true });

			assert.ok(!text.includes(hidden.okr) && !/secret/i.test(text), path);
		}
		await space.api.delete(`/okrs/${child.id}`);
	});

	test('an open child is not found by its hidden parent, deleted or not', async () => {
		const parent = await ok(space.api.post('/okrs', { title: 'Secret parent', type: 'department',
			cycle_id: cycle.id, department_id: sales.id, visibility: 'department' }));
		const child = await ok(space.api.post('/okrs', { title: 'Open child', type: 'org',
			cycle_id: cycle.id, parent_okr_id: parent.id }));
		const total = async (client, query = '') => (await ok(client.get('/okr/objectives' +
			`?parent_objective_id=${parent.id}${query}`))).total;

		assert.equal(await total(space.api), 1);
		for (const query of ['', '&include_deleted=true', '&deleted_at_from=2000-01-01T00:00:00Z',
			'&is_deleted=true']) {
			assert.equal(await total(viewers.person, query), 0, query);
		}
		await space.api.delete(`/okrs/${parent.id}`);
		assert.equal(await total(space.api, '&include_deleted=true'), 1);
		assert.equal(await total(viewers.person, '&include_deleted=true'), 0);
		await space.api.delete(`/okrs/${child.id}`);
	});

	test('a hidden child is in the numbers of an open parent, and nowhere else', async () => {
		const parent = await ok(space.api.post('/okrs', { title: 'Open parent', type: 'org',
			cycle_id: cycle.id }));

		await ok(space.api.put(`/okrs/${hidden.okr}`, { parent_okr_id: parent.id }));
		const { body, text } = await viewers.person.get(`/goals/${parent.id}?depth=5`);

		assert.deepEqual([body.progress, body.has_children, body.children],
			[(await space.getOkr(parent.id)).progress, false, []]);
		assert.ok(body.progress > 0 && !text.includes(hidden.okr));
		assert.deepEqual((await ok(viewers.person.get(`/okrs?parent_okr_id=${parent.id}`))), []);
		assert.equal((await ok(viewers.person.post('/goals/search',
			{ parent_goal_id: [parent.id] }))).total, 0);
		await space.api.delete(`/okrs/${parent.id}`);
	});
});
