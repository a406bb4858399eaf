/*
 * The settings of a workspace (product/README.md, decision 7; readings 148 and 149), and the reasons
 * of changes (readings 146 and 147).
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { rowsAdded, rowsOf } from '../lib/journal.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { day, unique, Workspace } from '../lib/workspace.mjs';

const defaults = { time_zone: 'UTC', locale: 'en', edit_policy: 'everyone', check_in_weekday: null,
	change_reason: 'optional', grace_days: 2, escalation: false, level_marks: [0.3, 0.7, 1],
	limits: { objectives_per_owner: null, key_results_per_objective: null } };

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

const settings = () => ok(api.get('/workspace'));

describe('settings', () => {
	test('the defaults, for any scope and for a key of an application', async () => {
		const other = new Workspace();
		const expected = { id: other.id, name: other.name, ...defaults };

		for (const client of [other.api, other.client(['kpis:read']),
			other.client(['okrs:read'], { app: 'x' })]) {
			assert.deepEqual(await ok(client.get('/workspace')), expected);
		}
	});

	test('every member is stored, printed and journalled', async () => {
		const values = { name: unique('renamed'), time_zone: 'Europe/Berlin', locale: 'de',
			edit_policy: 'owners', check_in_weekday: 'fri', change_reason: 'required',
			grace_days: 31, escalation: true, level_marks: [0.25, 0.5, 0.75],
			limits: { objectives_per_owner: 5, key_results_per_objective: 4 } };
		const { rows } = await rowsAdded(space, async () => {
			assert.deepEqual(await ok(api.put('/workspace', values)), { id: space.id, ...values });
		});

		space.name = values.name;
		assert.deepEqual(await settings(), { id: space.id, ...values });
		assert.deepEqual(rows.map(({ type }) => type), ['workspace.updated']);
		assert.equal(rows[0].subject.title, values.name);
		for (const [name, value] of Object.entries(defaults)) {
			assert.deepEqual(rows[0].changes[name], { from: value, to: values[name] });
		}
		const nulls = Object.fromEntries(Object.keys(defaults).map((name) => [name, null]));

		assert.deepEqual(await ok(api.patch('/workspace', nulls)),
			{ id: space.id, name: values.name, ...defaults }, 'null sets the default');
	});

	test('limits are merged member by member', async () => {
		await ok(api.put('/workspace', { limits: { objectives_per_owner: 5 } }));
		await ok(api.put('/workspace', { limits: { key_results_per_objective: 3 } }));
		assert.deepEqual((await settings()).limits,
			{ objectives_per_owner: 5, key_results_per_objective: 3 });
		await ok(api.put('/workspace', { limits: { objectives_per_owner: null } }));
		assert.deepEqual((await settings()).limits,
			{ objectives_per_owner: null, key_results_per_objective: 3 });
	});

	test('what is no value is a 400 on its field', async () => {
		const bad = { name: [null, '', 'x'.repeat(256)],
			time_zone: ['europe/berlin', 'Mars/Base', '', 'UTC ', 1], locale: ['fr', 'EN', 1],
			edit_policy: ['nobody'], check_in_weekday: ['friday', 5], change_reason: [true],
			grace_days: [-1, 32, 1.5, '2'], escalation: ['yes'],
			level_marks: [[0.3, 0.7], [0.3, 0.7, 1, 1], [0.7, 0.3, 1], [0, 0.5, 1], [0.3, 0.7, 1.1],
				['0.3', 0.7, 1], {}, 1],
			limits: [[], { objectives_per_owner: 0 }, { objectives_per_owner: 1.5 },
				{ objectives_per_owner: '5' }, { others: 1 }] };
		const before_ = await settings();

		for (const [name, values] of Object.entries(bad)) {
			for (const value of values) {
				await badFields([name], api.put('/workspace', { [name]: value }));
			}
		}
		await badFields(['nonsense'], api.put('/workspace', { nonsense: 1 }));
		await refused(400, api.put('/workspace', {}));
		assert.deepEqual(await settings(), before_);
	});

	test('numbers of many digits are kept as numbers', async () => {
		const zeros = '0'.repeat(300);
		const { body } = await expect(200, api.put('/workspace',
			`{"level_marks": [0.3${zeros}, 0.7${zeros}, 1.${zeros}],
			  "limits": {"objectives_per_owner": 7, "key_results_per_objective": null}}`));

		assert.deepEqual(body.level_marks, [0.3, 0.7, 1]);
	});

	test('names of time zones, old ones as well', async () => {
		for (const time_zone of ['America/Argentina/ComodRivadavia', 'Asia/Calcutta', 'Etc/GMT+5',
			'Pacific/Kanton', 'UTC', 'Zulu']) {
			assert.equal((await ok(api.put('/workspace', { time_zone }))).time_zone, time_zone);
		}
	});

	test('a name that another workspace has is a 409', async () => {
		const other = new Workspace();

		await refused(409, api.put('/workspace', { name: other.name.toUpperCase() }));
	});

	test('no change, no row; and If-Match', async () => {
		const { headers: { etag }, body } = await expect(200, api.get('/workspace'));
		const { rows } = await rowsAdded(space, () => expect(200, api.put('/workspace', body)));

		assert.deepEqual(rows, []);
		assert.equal((await api.get('/workspace')).headers.etag, etag);
		await expect(200, api.put('/workspace', { grace_days: 7 }, { headers: { 'If-Match': etag } }));
		await refused(412, api.put('/workspace', { grace_days: 8 }, { headers: { 'If-Match': etag } }));
	});

	test('only administrators change them', async () => {
		const { client } = await person(space, 'member', {}, ['okrs:read', 'workspace:admin']);

		await expect(200, client.get('/workspace'));
		await refused(403, client.put('/workspace', { grace_days: 1 }));
		await refused(403, space.client(['okrs:read']).put('/workspace', { grace_days: 1 }));
	});

	test('a credential of one application reads them only', async () => {
		const key = space.client(undefined, { app: 'north' });
		const { email } = await person(space, 'of-north', { role: 'admin' });
		const client = tokenClient(space, email, ['okrs:read', 'workspace:admin'], { app: 'north' });

		for (const one of [key, client]) {
			await expect(200, one.get('/workspace'));
			await refused(403, one.put('/workspace', { grace_days: 1 }));
			await refused(403, one.patch('/workspace', { edit_policy: 'everyone' }));
		}
	});
});

describe('reasons', () => {
	const reasonsOf = async (work) => (await rowsAdded(space, work)).rows.map(({ reason }) => reason);

	test('X-Reason stands in every row of every dialect\'s writes', async () => {
		const headers = { 'X-Reason': ' we merged two teams ' };
		const okr = await space.okr();

		await space.keyResult(okr.id);
		for (const write of [() => api.post('/teams', { name: unique('t') }, { headers }),
			() => api.put(`/goals/${okr.id}`, { title: unique('g') }, { headers }),
			() => api.put(`/okr/objectives/${okr.id}`, { title: unique('o') }, { headers }),
			() => api.delete(`/okrs/${okr.id}`, { headers })]) {
			const reasons = await reasonsOf(() => ok(write()));

			assert.ok(reasons.length > 0);
			assert.deepEqual([...new Set(reasons)], ['we merged two teams']);
		}
	});

	test('the member wins over the header, is not shown and alone is no change', async () => {
		const okr = await space.okr();
		const keyResult = await space.keyResult(okr.id);
		const kpi = await ok(api.post('/kpis', { name: 'K' }));
		const cycle = await space.cycle();
		const headers = { 'X-Reason': 'header' };

		for (const [path, change] of [[`/okrs/${okr.id}`, { title: 'x' }],
			[`/key-results/${keyResult.id}`, { title: 'x' }], [`/kpis/${kpi.id}`, { unit: 'x' }],
			[`/cycles/${cycle.id}`, { name: unique('c') }]]) {
			const reasons = await reasonsOf(async () => {
				const body = await ok(api.put(path, { ...change, reason: 'member' }, { headers }));

				assert.equal(body.reason, undefined);
			});

			assert.deepEqual(reasons, ['member'], path);
			await refused(400, api.put(path, { reason: 'alone' }));
			await badFields(['reason'], api.put(path, { ...change, reason: 'x'.repeat(1001) }));
		}
		await badFields(['reason'], api.put(`/goals/${okr.id}`, { title: 'y', reason: 'z' }));
		await badFields(['reason'], api.post('/teams', { name: 'z', reason: 'z' }));
	});

	test('1,000 characters, blank is none, and what is no UTF-8 is refused', async () => {
		const long = 'x'.repeat(1000);
		const put = (reason) => ok(api.put('/workspace', { grace_days: Math.trunc(turn++ % 30) },
			{ headers: { 'X-Reason': reason } }));
		let turn = 0;

		assert.deepEqual(await reasonsOf(() => put(long)), [long]);
		assert.deepEqual(await reasonsOf(() => put('  ')), [null]);
		await badFields(['reason'], api.post('/teams', { name: 'a' },
			{ headers: { 'X-Reason': `${long}x` } }));
		// With a text behind it Node would send the header as UTF-8.
		await badFields(['reason'], api.post('/teams', Buffer.from('{"name":"a"}'),
			{ headers: { 'X-Reason': '\xe9' } }));
		assert.deepEqual(await reasonsOf(() => put('gr\xfc\xdfe')), ['grüße']);
	});
});

describe('change_reason = required', () => {
	let running, upcoming;

	const make = async (cycle) => {
		const okr = await space.okr({ cycle_id: cycle.id });

		return { okr, keyResult: await space.keyResult(okr.id) };
	};

	before(async () => {
		await ok(api.put('/workspace', { change_reason: 'required' }));
		running = await make(await space.cycle());
		upcoming = await make(await space.cycle({ start_date: day(1), end_date: day(30) }));
	});

	test('targets, starts, weights, directions, dates and owners need one, when they change', async () => {
		const user = await space.user();
		const { okr, keyResult } = running;
		const changes = [[`/key-results/${keyResult.id}`, { target_value: 90 }],
			[`/key-results/${keyResult.id}`, { start_value: 1 }],
			[`/key-results/${keyResult.id}`, { weight: 2 }],
			[`/key-results/${keyResult.id}`, { owner_id: user.id }],
			[`/okr/key-results/${keyResult.id}`, { target: 80 }],
			[`/okrs/${okr.id}`, { weight: 3 }], [`/okrs/${okr.id}`, { owner_id: user.id }],
			[`/goals/${okr.id}`, { weight: 4 }]];

		for (const [path, body] of changes) {
			await badFields(['reason'], api.put(path, body));
			await expect(200, api.put(path, body, { headers: { 'X-Reason': 'why' } }));
			await expect(200, api.put(path, body), 'what is so already needs none');
		}
		assert.equal(rowsOf(space).at(-1).reason, 'why');
	});

	test('other changes, check-ins, creating and deleting need none', async () => {
		const { okr, keyResult } = running;

		await expect(200, api.put(`/key-results/${keyResult.id}`, { title: 'Other', unit: 'x' }));
		await expect(200, api.put(`/key-results/${keyResult.id}`, { current_value: 7 }));
		await space.checkIn(keyResult.id, 8);
		await expect(204, api.delete(`/key-results/${(await space.keyResult(okr.id)).id}`));
	});

	test('what nobody sees is no reason', async () => {
		const path = `/key-results/${running.keyResult.id}`;

		for (const blank of ['\u2028', '\u00a0', '\u200b\u200d', '\u3000 \t', '\ufeff', '\u2066\u2069',
			'\u3164', '\u2800', '\u034f', '\ufe0f']) {
			await badFields(['reason'], api.put(path, { target_value: 61, reason: blank }));
			// As bytes, or Node would send the header as UTF-8.
			await badFields(['reason'], api.put(path, Buffer.from('{"target_value":61}'),
				{ headers: { 'X-Reason': Buffer.from(blank).toString('latin1') } }));
		}
		await expect(200, api.put(path, { target_value: 61, reason: '\u2028because' }));
	});

	test('who leaves a cycle that has begun needs one, so that nobody can go round it', async () => {
		const { okr, keyResult } = await make(await space.cycle());
		const loose = { objective_id: null }, title = { title: 'Takes them' };
		const ways = [
			['put', `/okrs/${okr.id}`, { cycle_id: upcoming.okr.cycle_id }],
			['patch', `/okr/key-results/${keyResult.id}`, { objective_id: upcoming.okr.id }],
			['patch', `/okr/key-results/${keyResult.id}`, loose],
			['put', `/okr/objectives/${okr.id}`, { key_result_ids: [] }],
			['put', `/okr/objectives/${upcoming.okr.id}`, { key_result_ids: [keyResult.id] }],
			['post', '/okr/objectives', { ...title, key_result_ids: [keyResult.id] }],
			['put', `/cycles/${okr.cycle_id}`, { start_date: day(1) }],
		];
		const back = [
			['put', `/okrs/${okr.id}`, { cycle_id: okr.cycle_id }],
			['patch', `/okr/key-results/${keyResult.id}`, { objective_id: okr.id }],
			['put', `/cycles/${okr.cycle_id}`, { start_date: day(-5) }],
		];

		for (const [method, path, body] of ways) {
			await badFields(['reason'], api[method](path, body));
			await ok(api[method](path, body, { headers: { 'X-Reason': 'why' } }));
			for (const [method_, path_, body_] of back)
				await ok(api[method_](path_, body_));
		}
	});

	test('moving within cycles that have begun needs none', async () => {
		const [from, to] = [await make(await space.cycle()), await make(await space.cycle())];

		await ok(api.patch(`/okr/key-results/${from.keyResult.id}`, { objective_id: to.okr.id }));
		await ok(api.put(`/okr/objectives/${from.okr.id}`, { key_result_ids: [from.keyResult.id] }));
		await ok(api.put(`/okrs/${from.okr.id}`, { cycle_id: to.okr.cycle_id }));
		await ok(api.put(`/cycles/${from.okr.cycle_id}`, { start_date: day(0), end_date: day(99) }));
	});

	test('nor does a cycle that has not begun, or none', async () => {
		const loose = await ok(api.post('/okr/key-results', { title: 'Loose' }));

		await expect(200, api.put(`/key-results/${upcoming.keyResult.id}`, { target_value: 90 }));
		await expect(200, api.put(`/okr/key-results/${loose.id}`, { target: 90 }));
	});
});
