/*
 * The audit log over HTTP (product/journal.md E, readings 132–134 and 145): who may read it, its
 * filters and forms, where it ends, whether it is whole; and the changes of a record for whoever sees
 * that record.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, expect, ok, refused } from '../lib/client.mjs';
import { operations } from '../lib/described.mjs';
import { rowsOf } from '../lib/journal.mjs';
import { tool } from '../lib/mcp.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { url } from '../lib/server.mjs';
import { walk } from '../lib/walk.mjs';
import { day, instant, Workspace } from '../lib/workspace.mjs';

const scopes = ['okrs:read', 'workspace:admin'];

let space, api, okr, keyResult, kpi, boss, member;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr();
	keyResult = await space.keyResult(okr.id);
	kpi = await ok(api.post('/kpis', { name: 'K', current_value: 1 }));
	await ok(api.put(`/key-results/${keyResult.id}`, { target_value: 50, unit: '%' }));
	await ok(api.put(`/kpis/${kpi.id}`, { unit: 'x' }));
	await space.checkIn(keyResult.id, 5);
	boss = (await person(space, 'boss', { role: 'admin' }, scopes)).client;
	member = (await person(space, 'member', {}, scopes)).client;
});

describe('GET /audit', () => {
	test('is what okrctl exports, the newest first', async () => {
		const rows = await ok(api.get('/audit'));

		assert.deepEqual(rows.toReversed(), rowsOf(space));
		assert.deepEqual(Object.keys(rows[0]), ['sequence', 'at', 'type', 'subject', 'actor', 'via',
			'request_id', 'reason', 'changes', 'context', 'hash']);
	});

	test('pages by the cursor, as JSON and as NDJSON', async () => {
		const all = await ok(api.get('/audit'));

		for (const query of ['limit=3', 'limit=3&format=ndjson']) {
			const answers = await walk(api, `/audit?${query}`, { options: { loose: true } });
			const rows = answers.flatMap(({ text, headers }) =>
				(headers['content-type'] === 'application/x-ndjson' ?
					text.split('\n').filter(Boolean).map((line) => JSON.parse(line)) :
					JSON.parse(text)));

			assert.ok(answers.length > 2);
			assert.deepEqual(rows, all, query);
		}
	});

	test('NDJSON and CSV by Accept', async () => {
		const loose = { loose: true };
		const lines = await api.get('/audit?limit=2',
			{ ...loose, headers: { Accept: 'application/x-ndjson' } });
		const table = await api.get('/audit?limit=2', { ...loose, headers: { Accept: 'text/csv' } });

		assert.equal(lines.headers['content-type'], 'application/x-ndjson');
		assert.equal(lines.text.split('\n').length, 3);
		assert.equal(table.text.split('\r\n')[0], 'sequence,at,type,subject_type,subject_id,' +
			'subject_title,actor_type,actor_id,actor_name,actor_prefix,via,request_id,reason,' +
			'changes,context,hash');
	});

	test('filters', async () => {
		const all = await ok(api.get('/audit'));
		const byKey = all.find(({ actor }) => actor.type === 'key').actor.id;
		const kept = { 'type=okr.created': ({ type }) => type === 'okr.created',
			'subject_type=kpi': ({ subject }) => subject.type === 'kpi',
			[`subject_id=${keyResult.id}`]: ({ subject }) => subject.id === keyResult.id,
			[`actor_id=${byKey}`]: ({ actor }) => actor.id === byKey,
			'via=okrctl': ({ via }) => via === 'okrctl',
			[`from=${day(0)}&to=${day(0)}`]: ({ at }) => at.startsWith(day(0)),
			[`from=${all[3].at}`]: ({ at }) => at >= all[3].at,
			[`to=${all[3].at}`]: ({ at }) => at <= all[3].at,
			[`to=${day(-1)}`]: () => false, [`from=${instant(1)}`]: () => false,
			'subject_id=01900000-0000-7000-8000-000000000000': () => false };

		for (const [query, isKept] of Object.entries(kept)) {
			assert.deepEqual(await ok(api.get(`/audit?${query}`)), all.filter(isKept), query);
		}
	});

	test('what is no filter\'s value is a 400', async () => {
		for (const query of ['type=okr.exploded', 'via=door', 'subject_type=x', 'subject_id=1',
			'from=yesterday', 'to=2026-02-30', 'format=xml', 'limit=0', 'nonsense=1']) {
			await refused(400, api.get(`/audit?${query}`));
		}
	});

	test('is for the scope, and for people for the role as well', async () => {
		await refused(403, space.client(['okrs:read']).get('/audit'));
		await refused(403, member.get('/audit'));
		await expect(200, boss.get('/audit'));
	});

	test('a key of an application sees its own records and what no application covers', async () => {
		const north = space.client(undefined, { app: 'north' });
		const mine = await ok(north.post('/okrs', { title: 'Mine', type: 'org',
			cycle_id: okr.cycle_id }));
		const rows = await ok(north.get('/audit'));
		const subjects = new Set(rows.map(({ subject }) => subject.id));

		assert.ok(subjects.has(mine.id));
		assert.ok(subjects.has(okr.cycle_id) && subjects.has(space.id));
		assert.ok(!subjects.has(okr.id) && !subjects.has(kpi.id) && !subjects.has(keyResult.id));
		await refused(403, north.get('/audit/head'));
		await refused(403, north.post('/audit/verify'));
	});

	test('ids of other applications\' records, and their progress, are null for such a key', async () => {
		const north = space.client(undefined, { app: 'north' });
		const make = async (client) => {
			const made = await ok(client.post('/okrs', { title: 'O', type: 'org',
				cycle_id: okr.cycle_id, key_results: [{ title: 'K', metric_type: 'number',
					start_value: 0, target_value: 10 }] }));

			return { okr: made, keyResult: made.key_results[0] };
		};
		const [mine, foreign] = [await make(north),
			await make(space.client(undefined, { app: 'south' }))];
		const gone = await make(north);
		const { data: initiative } = await ok(north.post('/initiatives',
			{ title: 'I', kr_id: mine.keyResult.id }));

		await ok(api.put(`/okrs/${mine.okr.id}`, { parent_okr_id: foreign.okr.id }));
		await ok(api.put(`/initiatives/${initiative.id}`, { kr_id: foreign.keyResult.id }));
		await ok(api.patch(`/okr/key-results/${mine.keyResult.id}`,
			{ objective_id: foreign.okr.id }));
		await ok(north.put(`/key-results/${mine.keyResult.id}`, { current_value: 4 }));
		await expect(204, north.delete(`/okrs/${gone.okr.id}`));

		const seenBy = async (client, query = '') => (await ok(client.get('/audit'))).filter((row) =>
			[mine.okr, mine.keyResult, initiative, gone.keyResult].some(({ id }) =>
				id === row.subject.id) && /updated|deleted/.test(row.type));
		const all = await seenBy(api), some = await seenBy(north);

		assert.deepEqual(some.map(({ sequence }) => sequence), all.map(({ sequence }) => sequence));
		assert.match(JSON.stringify(all), new RegExp(foreign.okr.id));
		assert.match(JSON.stringify(all), new RegExp(foreign.keyResult.id));
		for (const form of ['json', 'csv', 'ndjson']) {
			const { text } = await north.get(`/audit?format=${form === 'json' ? '' : form}`
				.replace(/\?format=$/, ''), { loose: true });

			assert.ok(text.includes(mine.okr.id));
			assert.ok(!text.includes(foreign.okr.id) && !text.includes(foreign.keyResult.id), form);
		}
		const [deleted, edited, moved, linked, below] = some;

		assert.equal(deleted.changes.okr_id.from, gone.okr.id, 'what was its own, though it is gone');
		assert.deepEqual(edited.context, { progress: null, value: 4, status: 'not_started' });
		assert.deepEqual(moved.changes.okr_id, { from: mine.okr.id, to: null });
		assert.deepEqual(linked.changes.kr_id, { from: mine.keyResult.id, to: null });
		assert.deepEqual(below.changes.parent_okr_id, { from: null, to: null });
	});

	test('nothing of another workspace', async () => {
		const other = new Workspace();

		for (const { subject } of await ok(other.api.get('/audit'))) {
			assert.notEqual(subject.id, space.id);
		}
		await refused(404, other.api.get(`/okrs/${okr.id}/changes`));
	});
});

describe('the chain', () => {
	test('the head is the newest row', async () => {
		const [newest] = await ok(api.get('/audit?limit=1'));

		assert.deepEqual(await ok(api.get('/audit/head')),
			{ sequence: newest.sequence, hash: newest.hash, at: newest.at });
	});

	test('verifying tells how far it has come', async () => {
		const { sequence } = await ok(api.get('/audit/head'));
		const good = { valid: true, sequence: null, reason: null };

		assert.deepEqual(await ok(api.post('/audit/verify')),
			{ ...good, checked: sequence, next_from: null });
		assert.deepEqual(await ok(api.post('/audit/verify', { from: 2, to: 4 })),
			{ ...good, checked: 3, next_from: 5 });
		assert.deepEqual(await ok(api.post('/audit/verify', { from: sequence })),
			{ ...good, checked: 1, next_from: null });
		for (const body of [{ from: 0 }, { from: 3, to: 2 }, { from: 1.5 }, { to: 'x' },
			{ nonsense: 1 }]) {
			await refused(400, api.post('/audit/verify', body));
		}
	});

	test('reading and verifying leave no row', async () => {
		const before = await ok(api.get('/audit/head'));

		await api.get('/audit');
		await api.post('/audit/verify', {}, { headers: { 'Idempotency-Key': 'x' } });
		assert.deepEqual(await ok(api.get('/audit/head')), before);
	});
});

describe('the changes of a record', () => {
	test('of an OKR, a key result and a KPI: their own rows, the newest first', async () => {
		const ofOkr = await ok(api.get(`/okrs/${okr.id}/changes`));
		const ofKeyResult = await ok(api.get(`/key-results/${keyResult.id}/changes`));
		const ofKpi = await ok(api.get(`/kpis/${kpi.id}/changes`));

		assert.deepEqual(ofOkr.map(({ type }) => type), ['okr.created']);
		assert.deepEqual(ofKeyResult.map(({ type }) => type),
			['key_result.target_changed', 'key_result.created']);
		assert.deepEqual(ofKpi.map(({ type }) => type), ['kpi.updated', 'kpi.created']);
		assert.deepEqual(ofKeyResult[0].changes,
			{ target_value: { from: 100, to: 50 }, unit: { from: null, to: '%' } });
	});

	test('a key is nameless there, and what the dialect does not show is left out', async () => {
		const [row] = await ok(api.get(`/okrs/${okr.id}/changes`));

		assert.deepEqual(row.actor, { type: 'key', id: null, name: null, prefix: null });
		assert.equal(row.changes.is_shared, undefined);
		assert.equal(row.changes.title.to, okr.title);
	});

	test('the scopes of the record, and a 404 for what is hidden or deleted', async () => {
		const goal = await ok(api.post('/goals', { title: 'Hidden', owner_type: 'company',
			is_shared: false }));
		const gone = await space.okr();

		await api.delete(`/okrs/${gone.id}`);
		await expect(200, member.get(`/okrs/${okr.id}/changes`));
		await refused(404, member.get(`/okrs/${goal.id}/changes`));
		await refused(404, api.get(`/okrs/${gone.id}/changes`));
		await refused(403, space.client(['kpis:read']).get(`/okrs/${okr.id}/changes`));
		await refused(403, space.client(['okrs:read']).get(`/kpis/${kpi.id}/changes`));
	});

	test('for every kind of caller: of what one sees alone', async () => {
		const sales = await space.department();
		const hidden = await space.okr({ type: 'department', department_id: sales.id,
			visibility: 'department' });
		const paths = [`/okrs/${hidden.id}`, `/key-results/${(await space.keyResult(hidden.id)).id}`,
			`/kpis/${kpi.id}`];
		const all = [...scopes, 'kpis:read'];
		const gone = await person(space, 'gone', { role: 'admin' }, all);
		const app = { app: 'elsewhere' };

		await expect(204, api.delete(`/users/${gone.id}`));
		const callers = {
			'a key': [api, 200, 200, 200],
			'an administrator': [(await person(space, 'chief', { role: 'admin' }, all)).client, 200, 200, 200],
			'one of the department': [(await person(space, 'insider', { department_id: sales.id }, all))
				.client, 200, 200, 200],
			'one of another': [(await person(space, 'outsider', {}, all)).client, 404, 404, 200],
			'a manager of another': [(await person(space, 'head', { role: 'manager' }, all)).client, 404, 404, 200],
			'an application\'s key': [space.client(undefined, app), 404, 404, 404],
			'an application\'s token': [tokenClient(space, (await person(space, 'of-app', { role: 'admin' }))
				.email, all, app), 404, 404, 404],
			'a key of another workspace': [new Workspace().api, 404, 404, 404],
			'a key for OKRs': [space.client(['okrs:read']), 200, 200, 403],
			'a key for KPIs': [space.client(['kpis:read']), 403, 403, 200],
			'a key for the audit log': [space.client(['workspace:admin']), 403, 403, 403],
			'one who was deactivated': [gone.client, 401, 401, 401],
			'nobody': [new Client(url), 401, 401, 401],
		};

		for (const [who, [client, ...expected]] of Object.entries(callers)) {
			for (const [i, path] of paths.entries()) {
				for (const query of ['', '?limit=1']) {
					const { status, text } = await client.get(`${path}/changes${query}`);

					assert.equal(status, expected[i], `${who}: ${path}/changes${query} ${text}`);
					assert.ok(status === 200 || !text.includes('"changes"'));
				}
			}
		}
	});

	test('what was, and why it was changed, is told at these doors alone', async () => {
		const marked = await space.okr({ title: 'was-before', description: 'was-before' });
		const { id } = await space.keyResult(marked.id, { title: 'was-before' });
		const headers = { 'X-Reason': 'why-it-was' };

		await ok(api.put(`/okrs/${marked.id}`, { title: 'Now', description: null }, { headers }));
		await ok(api.put(`/key-results/${id}`, { title: 'Now', target_value: 7 }, { headers }));
		const told = await Promise.all([`/okrs/${marked.id}/changes`, `/key-results/${id}/changes`, '/audit',
			'/export'].map(async (path) => (await api.get(path, { loose: true })).text));

		for (const text of told) {
			assert.match(text, /was-before/);
			assert.match(text, /why-it-was/);
		}
		const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{') &&
			!/audit|export/.test(path)).map(({ path }) => path);
		const answers = await Promise.all([...lists, ...['/okrs', '/goals', '/okr/objectives'].map((path) =>
			`/api/v1${path}/${marked.id}`), `/api/v1/key-results/${id}`, `/api/v1/okr/key-results/${id}`,
		`/api/v1/goals/${marked.id}?depth=5`].map((path) => api.get(path, { root: true, loose: true })));
		const tools = await Promise.all(Object.entries({ get_okrs: {}, get_okr: { okr_id: marked.id },
			search_okrs: { query: 'Now' }, get_risks: {}, get_insights: {}, get_cycle: {} })
			.map(([name, args]) => tool(api, name, args)));

		assert.ok(lists.length > 20, `${lists.length} lists`);
		for (const text of [...answers.map((answer) => answer.text), JSON.stringify(tools)]) {
			assert.doesNotMatch(text, /was-before|why-it-was/);
		}
		assert.match(JSON.stringify(tools), /"Now"/);
	});

	test('an objective that one may not see is null in them', async () => {
		const hidden = await ok(api.post('/goals', { title: 'Hidden', owner_type: 'company',
			is_shared: false }));
		const child = await space.okr({ parent_okr_id: hidden.id });

		await ok(api.put(`/okrs/${child.id}`, { parent_okr_id: okr.id }));
		const seenBy = async (client) => (await ok(client.get(`/okrs/${child.id}/changes`)))
			.map(({ changes }) => changes.parent_okr_id);

		assert.deepEqual(await seenBy(api), [{ from: hidden.id, to: okr.id },
			{ from: null, to: hidden.id }]);
		assert.deepEqual(await seenBy(member), [{ from: null, to: okr.id },
			{ from: null, to: null }]);
	});

	test('nor is its progress told of a key result that came from there', async () => {
		const hidden = await ok(api.post('/goals', { title: 'Hidden', owner_type: 'company',
			is_shared: false }));
		const moved = await space.keyResult(hidden.id);

		await ok(api.put(`/key-results/${moved.id}`, { current_value: 30 }));
		await ok(api.patch(`/okr/key-results/${moved.id}`, { objective_id: okr.id }));
		await ok(api.put(`/key-results/${moved.id}`, { current_value: 40 }));
		const seenBy = async (client) => (await ok(client.get(`/key-results/${moved.id}/changes`)))
			.flatMap(({ context }) => context ?? []);
		const [now, then] = await seenBy(api);

		assert.deepEqual(then, { progress: { from: 0, to: 0.3 }, value: 30,
			status: 'not_started' });
		assert.deepEqual(await seenBy(member), [now, { ...then, progress: null }]);
	});
});

test('no secret stands in any row', async () => {
	const made = await ok(api.post('/api-keys', { name: 'Secret', scopes: ['okrs:read'] }));
	const turned = await ok(api.post(`/api-keys/${made.id}/rotate`));
	const text = JSON.stringify(await ok(api.get('/audit')));

	for (const { key } of [made, turned]) {
		assert.ok(!text.includes(key.slice(0, 12)), 'no more of a key than its prefix');
	}
	assert.doesNotMatch(text, /okrt_[0-9A-Za-z]{5}|"(key|hash|password)":\{"from"/);
	assert.ok(new Client(url, turned.key));
});
