/*
 * What a row of the journal says (product/journal.md J, readings 135–143): which rows a write leaves,
 * in which order, with which values, and that a write without a change leaves nothing at all.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { rowsAdded, rowsOf, typesOf } from '../lib/journal.mjs';
import { okrctl } from '../lib/server.mjs';
import { dump, revision, Workspace } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

const added = (work) => rowsAdded(space, work);

describe('beginning', () => {
	test('sequence 1 is workspace.created, and okrctl has no request id', () => {
		const [first, second] = rowsOf(new Workspace());

		assert.equal(first.sequence, 1);
		assert.equal(first.type, 'workspace.created');
		assert.equal(second.type, 'user.created');
		assert.deepEqual(second.actor, { type: 'system', id: null, name: 'okrctl', prefix: null });
		assert.equal(second.via, 'okrctl');
		assert.equal(second.request_id, null);
	});

	test('the head is the newest row', () => {
		const head = okrctl('audit', 'head', '--workspace', space.name);
		const last = rowsOf(space).at(-1);

		assert.equal(head.sequence, last.sequence);
		assert.equal(head.hash, last.hash);
		assert.equal(head.at, last.at);
	});
});

describe('which rows', () => {
	test('an OKR with key results: the OKR first, one row each, one request id', async () => {
		const cycle = await space.cycle();
		const { rows } = await added(() => space.okr({ cycle_id: cycle.id, tags: ['a'],
			key_results: [1, 2].map((n) => ({ title: `K${n}`, metric_type: 'number',
				start_value: 0, target_value: n })) }));

		assert.deepEqual(typesOf(rows), ['okr.created', 'key_result.created', 'key_result.created']);
		assert.equal(new Set(rows.map((row) => row.request_id)).size, 1);
		assert.deepEqual(rows[0].changes.tags, { from: null, to: ['a'] });
		assert.deepEqual(rows[0].changes.type, { from: null, to: 'org' });
		assert.equal(rows[0].changes.description, undefined, 'what is null is not told');
		assert.equal(rows[1].changes.okr_id.to, rows[0].subject.id);
		assert.equal(rows[1].subject.title, 'K1');
		assert.deepEqual(rows.map(({ sequence }) => sequence - rows[0].sequence), [0, 1, 2]);
	});

	test('deleting and restoring an OKR takes its key results along', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id, { title: 'Taken along' });
		const gone = (await added(() => api.delete(`/okrs/${okr.id}`))).rows;
		const back = (await added(() => api.post(`/okrs/${okr.id}/restore`))).rows;

		assert.deepEqual(typesOf(gone), ['okr.deleted', 'key_result.deleted']);
		assert.deepEqual(gone[1].changes.title, { from: 'Taken along', to: null });
		assert.deepEqual(typesOf(back), ['okr.restored', 'key_result.restored']);
		assert.deepEqual(back[1].changes.title, { from: null, to: 'Taken along' });
		assert.equal(back[1].subject.id, id);
	});

	test('a check-in is one row, with what became of key result and OKR', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);
		const { rows } = await added(() => space.checkIn(id, 25, { status: 'at_risk' }));

		assert.deepEqual(typesOf(rows), ['check_in.created']);
		assert.deepEqual(rows[0].context,
			{ progress: { from: 0, to: 0.25 }, value: 25, status: 'at_risk' });
		assert.equal(rows[0].changes.value.to, 25);
		// Also with the value that was there.
		assert.deepEqual(typesOf((await added(() => space.checkIn(id, 25))).rows),
			['check_in.created']);
	});

	test('a check-in on a loose key result has no progress to tell of', async () => {
		const { id } = await ok(api.post('/okr/key-results', { title: 'Loose' }));
		const { rows } = await added(() => space.checkIn(id, 10));

		assert.equal(rows[0].context.progress, null);
		assert.equal(rows[0].context.value, 10);
	});

	test('a batch: a row each, in its order', async () => {
		const okr = await space.okr();
		const ids = [(await space.keyResult(okr.id)).id, (await space.keyResult(okr.id)).id];
		const { rows } = await added(() => api.post('/checkins/batch',
			{ checkins: ids.map((key_result_id) => ({ key_result_id, value: 50 })) }));

		assert.deepEqual(rows.map((row) => row.changes.key_result_id.to), ids);
		assert.deepEqual(rows.map((row) => row.context.progress),
			[{ from: 0, to: 0.25 }, { from: 0.25, to: 0.5 }]);
	});

	test('a direct edit of the value is the key result\'s row, not a check-in', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);
		const { rows } = await added(() => api.put(`/key-results/${id}`, { current_value: 30 }));

		assert.deepEqual(typesOf(rows), ['key_result.updated']);
		assert.deepEqual(rows[0].changes, { current_value: { from: 0, to: 30 } });
		assert.deepEqual(rows[0].context.progress, { from: 0, to: 0.3 });
	});

	test('target_changed holds all changes beside the target', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);
		const { rows } = await added(() => api.put(`/key-results/${id}`,
			{ target_value: 80, title: 'Less' }));

		assert.deepEqual(typesOf(rows), ['key_result.target_changed']);
		assert.deepEqual(rows[0].changes, { title: { from: 'A key result', to: 'Less' },
			target_value: { from: 100, to: 80 } });
	});

	test('moving a key result moves its initiatives, and both say so', async () => {
		const [from, to] = [await space.okr(), await space.okr()];
		const keyResult = await space.keyResult(from.id);
		const { data: initiative } = await ok(api.post('/initiatives',
			{ title: 'I', kr_id: keyResult.id }));
		const { rows } = await added(() => api.put(`/okr/objectives/${to.id}`,
			{ key_result_ids: [keyResult.id] }));

		assert.deepEqual(typesOf(rows), ['key_result.updated', 'initiative.updated']);
		assert.deepEqual(rows[0].changes, { okr_id: { from: from.id, to: to.id } });
		assert.equal(rows[1].subject.id, initiative.id);
		assert.deepEqual(rows[1].changes, { okr_id: { from: from.id, to: to.id } });
	});

	test('a KPI: no value stands twice', async () => {
		const { rows: made, result: kpi } = await added(() =>
			ok(api.post('/kpis', { name: 'K', current_value: 1 })));
		const both = (await added(() => api.put(`/kpis/${kpi.id}`,
			{ current_value: 2, unit: 'x' }))).rows;
		const value = (await added(() => api.put(`/kpis/${kpi.id}`, { current_value: 3 }))).rows;
		const gone = (await added(() => api.delete(`/kpis/${kpi.id}`))).rows;

		assert.deepEqual(typesOf(made), ['kpi.created']);
		assert.equal(made[0].changes.current_value.to, 1);
		assert.deepEqual(typesOf(both), ['kpi.updated', 'kpi_update.created']);
		assert.deepEqual(both[0].changes, { unit: { from: null, to: 'x' } });
		assert.deepEqual(typesOf(value), ['kpi_update.created']);
		assert.deepEqual(typesOf(gone), ['kpi.deleted', 'kpi_update.deleted', 'kpi_update.deleted']);
		assert.deepEqual(gone.slice(1).map((row) => row.changes.new_value.from), [2, 3]);
	});

	test('people: deactivated, reactivated, teams and all changes beside', async () => {
		const team = await space.team();
		const user = await space.user({ team_ids: [team.id] });
		const rows = (await added(async () => {
			await api.delete(`/users/${user.id}`);
			await api.put(`/users/${user.id}`, { active: true, name: 'Back', team_ids: [] });
		})).rows;

		assert.deepEqual(typesOf(rows), ['user.deactivated', 'user.reactivated']);
		assert.deepEqual(rows[0].changes, { active: { from: true, to: false } });
		assert.deepEqual(rows[1].changes, { name: { from: 'Bob Stone', to: 'Back' },
			team_ids: { from: [team.id], to: [] }, active: { from: false, to: true } });
	});

	test('rotating a key is one row on the old key', async () => {
		const old = space.makeKey(['okrs:read']);
		const { rows, result } = await added(() =>
			ok(api.post(`/api-keys/${old.id}/rotate`, { overlap_seconds: 60 })));

		assert.deepEqual(typesOf(rows), ['api_key.rotated']);
		assert.equal(rows[0].subject.id, old.id);
		assert.deepEqual(rows[0].context, { key: { id: result.id, prefix: result.prefix } });
	});

	test('a rotation that leaves the old key as it is has a row all the same', async () => {
		const old = space.makeKey(['okrs:read'], { expires: new Date(Date.now() + 30000)
			.toISOString().replace(/\.\d+/, '') });
		const { rows } = await added(() =>
			ok(api.post(`/api-keys/${old.id}/rotate`, { overlap_seconds: 86400 })));

		assert.deepEqual(typesOf(rows), ['api_key.rotated']);
		assert.deepEqual(rows[0].changes, {});
	});
});

describe('values', () => {
	test('a text of more than 2,000 characters is cut, with its length', async () => {
		const okr = await space.okr({ description: '😀'.repeat(2600) });
		const row = rowsOf(space).at(-1);

		assert.equal(row.subject.id, okr.id);
		assert.equal(row.changes.description.to, `${'😀'.repeat(2000)}… (2600)`);
		const { rows } = await added(() => api.put(`/okrs/${okr.id}`,
			{ description: 'ä'.repeat(2000) }));
		assert.equal(rows[0].changes.description.to, 'ä'.repeat(2000), 'exactly 2,000 stay');
	});

	test('JSON as deep as a body may be comes back', async () => {
		const deep = JSON.parse('['.repeat(29) + ']'.repeat(29));
		const { rows } = await added(() =>
			ok(api.post('/okr/objectives', { dependencies: [deep] })));

		assert.deepEqual(rows[0].changes.dependencies.to, [deep]);
	});

	test('fields that only another dialect has', async () => {
		const bob = await space.user();
		const { rows } = await added(() => ok(api.post('/goals', { title: 'G',
			owner_type: 'company', is_shared: false, assign_to_ids: [bob.id] })));

		assert.deepEqual(rows[0].changes.is_shared, { from: null, to: false });
		assert.deepEqual(rows[0].changes.assign_to_ids, { from: null, to: [bob.id] });
	});
});

describe('who and how', () => {
	test('a key is itself, by name and prefix of today', async () => {
		const key = space.makeKey(['workspace:admin']);
		const { Client } = await import('../lib/client.mjs');
		const { url } = await import('../lib/server.mjs');
		const { rows } = await added(() => ok(new Client(url, key.key).post('/teams',
			{ name: `T${key.id}` })));

		assert.deepEqual(rows[0].actor, { type: 'key', id: key.id, name: key.name,
			prefix: key.key.slice(0, 9) });
	});

	test('the request id is the answer\'s, also when the caller made it', async () => {
		const { rows } = await added(() => ok(api.post('/departments', { name: 'D' },
			{ headers: { 'X-Request-Id': 'my.own_id-1' } })));

		assert.equal(rows[0].request_id, 'my.own_id-1');
	});
});

describe('no change, no row, no write (reading 136)', () => {
	const unchanged = async (path, body, id) => {
		const before = await dump(api);
		const { rows, result } = await added(() => expect(200, api.put(path, body)));

		assert.deepEqual(rows, []);
		assert.equal(await dump(api), before, 'ETags, versions and times stay');
		assert.equal((result.body.data ?? result.body).id, id);
	};

	test('of an OKR, a key result, a KPI, a cycle and a person', async () => {
		const okr = await space.okr({ description: 'D', tags: ['x'] });
		const keyResult = await space.keyResult(okr.id);
		const kpi = await ok(api.post('/kpis', { name: 'Still', current_value: 1 }));
		const cycle = await space.cycle();
		const user = await space.user({ team_ids: [(await space.team()).id] });

		await unchanged(`/okrs/${okr.id}`, { title: okr.title, tags: okr.tags }, okr.id);
		await unchanged(`/key-results/${keyResult.id}`, { target_value: 100 }, keyResult.id);
		await unchanged(`/kpis/${kpi.id}`, { current_value: 1 }, kpi.id);
		await unchanged(`/cycles/${cycle.id}`, { name: cycle.name }, cycle.id);
		await unchanged(`/users/${user.id}`, { team_ids: user.team_ids, active: true }, user.id);
	});

	test('what was read and is sent back whole changes nothing', async () => {
		const okr = await space.okr({ tags: ['x'], description: 'D' });
		const keyResult = await space.keyResult(okr.id);
		const checkIn = await space.checkIn(keyResult.id, 5);
		const kpi = await ok(api.post('/kpis', { name: 'Sent back', current_value: 1 }));

		for (const path of [`/okrs/${okr.id}`, `/key-results/${keyResult.id}`,
			`/checkins/${checkIn.id}`, `/kpis/${kpi.id}`, `/goals/${okr.id}`,
			`/okr/objectives/${okr.id}`, `/okr/key-results/${keyResult.id}`]) {
			const { body } = await expect(200, api.get(path));
			const before = await revision(api);
			const { rows } = await added(() => expect(200, api.put(path, body)));

			assert.deepEqual(rows, [], path);
			assert.equal(await revision(api), before, path);
		}
	});

	test('lists of people and key results in another order are no change', async () => {
		const people = [(await space.user()).id, (await space.user()).id];
		const goal = await ok(api.post('/goals', { title: 'G', owner_type: 'company',
			assign_to_ids: people }));
		const ids = [(await space.keyResult(goal.id)).id, (await space.keyResult(goal.id)).id];

		for (const [path, body] of [[`/goals/${goal.id}`, { assign_to_ids: people.toReversed() }],
			[`/okr/objectives/${goal.id}`, { key_result_ids: ids.toReversed() }]]) {
			const { rows } = await added(() => expect(200, api.put(path, body)));

			assert.deepEqual(rows, [], path);
		}
	});

	test('a stale validator is refused all the same', async () => {
		const okr = await space.okr();

		await refused(412, api.put(`/okrs/${okr.id}`, { title: okr.title },
			{ headers: { 'If-Match': '"7"' } }));
		await refused(409, api.put(`/okr/objectives/${okr.id}`, { title: okr.title, version: 7 }));
	});

	test('what is so already: deactivating, revoking, sharing again', async () => {
		const user = await space.user();
		const key = space.makeKey(['okrs:read']);

		await api.delete(`/users/${user.id}`);
		await api.delete(`/api-keys/${key.id}`);
		const { rows } = await added(async () => {
			await expect(204, api.delete(`/users/${user.id}`));
			await expect(204, api.delete(`/api-keys/${key.id}`));
		});

		assert.deepEqual(rows, []);
	});

	test('a refused write leaves no row', async () => {
		const { rows } = await added(async () => {
			await refused(400, api.post('/teams', { name: '' }));
			await refused(404, api.delete('/okrs/01900000-0000-7000-8000-000000000000'));
		});

		assert.deepEqual(rows, []);
	});
});

test('an idempotent request is journalled once', async () => {
	const headers = { 'Idempotency-Key': 'once' };
	const { rows } = await added(async () => {
		for (let i = 0; i < 3; i++)
			await ok(api.post('/teams', { name: 'Once' }, { headers }));
	});

	assert.deepEqual(typesOf(rows), ['team.created']);
});
