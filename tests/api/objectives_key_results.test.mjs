/*
 * The objectives dialect (seed 000, api.md section 5), one key result at a time: the field table,
 * its values and their defaults, the direction, its history, and soft deletion.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Objectives, form, pathOf, stamps, uuidOf } from '../lib/objectives.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, dump, instant, unique } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, api, okr, bob;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = new Objectives(space);
	bob = await space.user();
});

const entry = { at: is.stamp, value: is.number, previous_value: is.orNull(is.number),
	source: is.oneOf('check_in', 'edit'),
	status: is.orNull(is.oneOf('on_track', 'at_risk', 'off_track', 'blocked', 'not_started')),
	comment: is.orNull(is.text), by: is.orNull(is.text) };

// The seed's table of fields, to the letter, and the weight that rulings.md 10 adds.
const table = { id: form.keyResult, ...stamps, objective_id: is.orNull(form.objective),
	title: is.text, metric_type: is.oneOf('number', 'percentage', 'currency', 'boolean'),
	baseline: is.number, target: is.number, current: is.number, unit: is.orNull(is.text),
	direction: is.oneOf('increase', 'decrease'), owner_id: is.orNull(form.user),
	data_source: is.oneOf('manual', 'connector', 'query'), connector_id: is.orNull(is.text),
	query: is.orNull(is.text), progress_pct: (value) => value >= 0 && value <= 100,
	status: is.oneOf('on_track', 'at_risk', 'off_track', 'not_started'),
	last_update_at: is.orNull(is.stamp), history: [entry], tags: is.orNull(Array.isArray),
	weight: is.number };

async function everything() {
	const { id } = await okr.objective();

	return { objective_id: id, title: 'Größe — 成長', metric_type: 'currency', baseline: 10,
		target: 50.5, current: 20, unit: 'MRR', direction: 'increase', owner_id: `usr-${bob.id}`,
		data_source: 'query', connector_id: 'connector-7', query: 'SELECT 1', status: 'at_risk',
		tags: ['a', 'b'], weight: 2, source: 'import', source_type: 'system' };
}

describe('a key result', () => {
	test('has every field of the seed with its type and form of id', async () => {
		const made = await okr.keyResult(null, await everything());

		await okr.change(made, { current: 30 });
		const seen = await okr.get(made);

		hasShape(made, table);
		hasShape(seen, table);
		assert.equal(seen.history.length, 1);
		assert.deepEqual(Object.keys(seen).sort(), Object.keys(table).sort());
	});

	test('is made by the sample of the seed, whose stamps are ignored', async () => {
		const sample = { id: 'rec_01HXEXAMPLE', tenant_id: 'example tenant_id',
			created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
			app_id: 'example app_id', created_by: 'rec_01HXEXAMPLE' };
		const from = instant(0, -2);
		const { body, headers } = await expect(201, api.post('/okr/key-results', sample));

		hasShape(body, table);
		assert.deepEqual([body.title, body.tenant_id, body.app_id, body.created_by],
			['', space.id, null, space.admin.id]);
		assert.ok(body.created_at >= from && body.updated_at >= from);
		assert.deepEqual(await ok(api.get(headers.location, { root: true })), body);
	});

	test('made with nothing has the defaults', async () => {
		const { id, created_at, updated_at, ...rest } = await ok(api.post('/okr/key-results', {}));

		assert.deepEqual(rest, { tenant_id: space.id, app_id: null, created_by: space.admin.id,
			updated_by: space.admin.id, source: 'edm', source_type: 'api', is_deleted: false,
			deleted_at: null, deleted_by: null, schema_version: 1, objective_id: null, title: '',
			metric_type: 'number', baseline: 0, target: 100, current: 0, unit: null,
			direction: 'increase', owner_id: null, data_source: 'manual', connector_id: null,
			query: null, progress_pct: 0, status: 'not_started', last_update_at: null, history: [],
			tags: null, weight: 1, version: 1 });
	});

	test('keeps everything that is sent', async () => {
		const sent = await everything();
		const seen = await okr.get(await okr.keyResult(null, sent));

		for (const [name, value] of Object.entries(sent)) {
			assert.deepEqual(seen[name], value, name);
		}
	});

	test('is found by each form of its id', async () => {
		const made = await okr.keyResult();

		for (const id of [made.id, uuidOf(made.id), `krs-${uuidOf(made.id)}`]) {
			assert.deepEqual(await ok(api.get(`/okr/key-results/${id}`)), made, id);
			assert.equal((await space.getKeyResult(id)).id, uuidOf(made.id));
		}
	});

	test('refuses what no field can hold, naming every field', async () => {
		const bad = { objective_id: 'x', title: 7, metric_type: 'length', baseline: '1',
			target: 1e16, current: 'many', unit: 3, direction: 'up', owner_id: 'x',
			data_source: 'oracle', connector_id: 5, query: [], status: 'blocked', tags: 'a',
			weight: -1, source_type: 'moon' };

		await badFields(Object.keys(bad), api.post('/okr/key-results', bad));
		const made = await okr.keyResult();

		await badFields(Object.keys(bad), api.patch(pathOf(made), bad));
		assert.deepEqual(await okr.get(made), made);
	});

	test('refuses a field that there is not', () =>
		badFields(['start_value'], api.post('/okr/key-results', { start_value: 1 })));

	test('refuses references to what does not exist, naming each', () =>
		badFields(['objective_id', 'owner_id'], api.post('/okr/key-results',
			{ objective_id: nobody, owner_id: nobody })));

	test('refuses a deleted objective', async () => {
		const gone = await okr.objective();

		await okr.remove(gone);
		await badFields(['objective_id'], api.post('/okr/key-results', { objective_id: gone.id }));
	});

	test('made twice with one Idempotency-Key is made once', async () => {
		const options = { headers: { 'Idempotency-Key': unique('key') } };
		const [first, second] = [await api.post('/okr/key-results', { title: 'x' }, options),
			await api.post('/okr/key-results', { title: 'x' }, options)];

		assert.equal(second.text, first.text);
		assert.equal(second.headers['idempotent-replayed'], 'true');
	});

	for (const method of ['PATCH', 'PUT']) {
		test(`changes by ${method} in the fields sent alone`, async () => {
			const made = await okr.keyResult(null, await everything());
			const changed = await ok(api.request(method, pathOf(made), { title: 'New' }));

			assert.deepEqual(changed, { ...made, title: 'New', version: 2,
				updated_at: changed.updated_at });
			await refused(400, api.request(method, pathOf(made), {}));
		});
	}

	test('takes back what a GET gave', async () => {
		const made = await okr.keyResult(null, await everything());
		const changed = await ok(api.put(pathOf(made), await okr.get(made)));

		assert.deepEqual(changed, { ...made, version: changed.version,
			updated_at: changed.updated_at });
	});

	test('ignores what only the server may say', async () => {
		const made = await okr.keyResult();
		const changed = await okr.change(made, { title: 'New', id: 'x', created_at: 'x',
			progress_pct: 99, last_update_at: '2020-01-01T00:00:00Z', schema_version: 9,
			history: [{ value: 7 }] });

		assert.deepEqual(changed, { ...made, title: 'New', version: 2,
			updated_at: changed.updated_at });
		await refused(400, api.patch(pathOf(made), { progress_pct: 99, history: [] }));
	});

	test('with null in an update clears what may be missing', async () => {
		const made = await okr.keyResult(null, await everything());
		const names = ['unit', 'owner_id', 'connector_id', 'query', 'tags', 'objective_id'];
		const changed = await okr.change(made,
			Object.fromEntries(names.map((name) => [name, null])));

		for (const name of names) {
			assert.equal(changed[name], null, name);
		}
	});

	test('with null in an update has the default where there is one', async () => {
		const made = await okr.keyResult(null, await everything());
		const defaults = { title: '', data_source: 'manual', weight: 1, source: 'edm',
			source_type: 'api' };
		const changed = await okr.change(made,
			Object.fromEntries(Object.keys(defaults).map((name) => [name, null])));

		for (const [name, value] of Object.entries(defaults)) {
			assert.deepEqual(changed[name], value, name);
		}
	});

	test('with status null has the status of a new one, and does not fail', async () => {
		for (const [current, status] of [[0, 'not_started'], [50, 'on_track']]) {
			const made = await okr.keyResult(null, { current, status: 'off_track' });
			const changed = await okr.change(made, { status: null });

			assert.equal(changed.status, status);
			assert.equal(changed.history.at(-1).status, status);
			assert.equal((await okr.change(changed, { status: null })).history.length, 1);
		}
	});

	test('of a stale version is a 409 that tells the current one', async () => {
		const made = await okr.keyResult();
		const changed = await okr.change(made, { title: 'a', version: 1 });
		const { body } = await refused(409, api.patch(pathOf(made), { title: 'b', version: 1 }));

		assert.match(body.message, /\b2\b/);
		assert.deepEqual(await okr.get(made), changed);
	});

	test('of a stale If-Match is a 412', async () => {
		const made = await okr.keyResult();
		const { headers: { etag } } = await api.get(pathOf(made));
		const options = { headers: { 'If-Match': etag } };

		await expect(200, api.patch(pathOf(made), { title: 'a' }, options));
		await refused(412, api.patch(pathOf(made), { title: 'b' }, options));
		await refused(412, api.delete(pathOf(made), options));
	});

	for (const status of ['not_started', 'on_track', 'at_risk', 'off_track']) {
		test(`takes the status ${status}, as the okrs dialect shows it`, async () => {
			const made = await okr.keyResult(null, { status });
			const changed = await okr.change(await okr.keyResult(null, { status: 'on_track' }),
				{ status });

			assert.deepEqual([made.status, changed.status], [status, status]);
			assert.equal((await space.getKeyResult(uuidOf(changed.id))).status, status);
		});
	}
});

function valuesOf({ baseline, target, current }) {
	return [baseline, target, current];
}

describe('values', () => {
	for (const metric_type of ['number', 'percentage', 'currency']) {
		test(`of a ${metric_type} that are missing are 0, 100 and 0`, async () => {
			assert.deepEqual(valuesOf(await okr.keyResult(null, { metric_type })), [0, 100, 0]);
		});
	}

	test('of a boolean that are missing are 0, 1 and 0', async () => {
		assert.deepEqual(valuesOf(await okr.keyResult(null, { metric_type: 'boolean' })),
			[0, 1, 0]);
	});

	test('current that is missing is the baseline', async () => {
		assert.deepEqual(valuesOf(await okr.keyResult(null, { baseline: 20 })), [20, 100, 20]);
	});

	test('of a boolean are one of the two', async () => {
		const made = await okr.keyResult(null, { metric_type: 'boolean' });

		await badFields(['current'], api.patch(pathOf(made), { current: 0.5 }));
		assert.equal((await okr.change(made, { current: true })).current, 1);
		assert.equal((await okr.change(made, { current: 'no' })).current, 0);
		assert.equal((await okr.change(made, { current: 1 })).progress_pct, 100);
	});

	test('yes and no are refused on any other metric', async () => {
		for (const current of [true, 'yes']) {
			await badFields(['current'], api.post('/okr/key-results', { current }));
			await badFields(['current'], api.patch(pathOf(await okr.keyResult()), { current }));
		}
	});

	test('of a boolean must differ', () => badFields(['target'], api.post('/okr/key-results',
		{ metric_type: 'boolean', baseline: 1, target: 1 })));

	test('make progress_pct, rounded to two decimals', async () => {
		for (const [current, expected] of [[1, 33.33], [2, 66.67], [3, 100], [9, 100], [-1, 0]]) {
			const { progress_pct } = await okr.keyResult(null, { target: 3, current });

			assert.equal(progress_pct, expected);
		}
	});

	test('changed change progress_pct and that of the objective', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(objective, { current: 20 });

		for (const [change, expected] of [[{ current: 50 }, 50], [{ target: 200 }, 25],
			[{ baseline: 40 }, 6.25]]) {
			await okr.change(made, change);
			assert.deepEqual(await okr.progressOf(made, objective), [expected, expected]);
		}
	});
});

describe('the direction', () => {
	test('that is missing follows from baseline and target', async () => {
		assert.equal((await okr.keyResult(null, { baseline: 0, target: 9 })).direction, 'increase');
		assert.equal((await okr.keyResult(null, { baseline: 9, target: 0 })).direction, 'decrease');
	});

	test('that contradicts baseline and target is a 400', async () => {
		await badFields(['direction'], api.post('/okr/key-results',
			{ baseline: 0, target: 9, direction: 'decrease' }));
		await badFields(['direction'], api.post('/okr/key-results',
			{ baseline: 9, target: 0, direction: 'increase' }));
		await badFields(['direction'], api.patch(pathOf(await okr.keyResult()),
			{ direction: 'decrease' }));
	});

	test('is free where baseline and target are the same', async () => {
		for (const direction of ['increase', 'decrease']) {
			const made = await okr.keyResult(null, { baseline: 5, target: 5, direction });

			assert.equal(made.direction, direction);
		}
	});

	test('turns when the values turn', async () => {
		const made = await okr.keyResult(null, { baseline: 50, target: 100, current: 50 });

		assert.equal((await okr.change(made, { target: 0 })).direction, 'decrease');
		assert.equal((await okr.change(made, { target: 0, current: 25 })).progress_pct, 50);
	});
});

describe('the history', () => {
	function told({ history }) {
		return history.map(({ value, previous_value, source }) => [value, previous_value, source]);
	}

	test('has an entry for a check-in', async () => {
		const made = await okr.keyResult(null, { current: 10 });
		const at = instant(-1);

		await space.checkIn(uuidOf(made.id), 30, { status: 'at_risk', comment: 'Slow',
			checked_in_at: at });
		const { history: [{ by, ...rest }], status, current } = await okr.get(made);

		assert.deepEqual(rest, { at, value: 30, previous_value: 10, source: 'check_in',
			status: 'at_risk', comment: 'Slow' });
		assert.equal(uuidOf(by), space.admin.id);
		assert.deepEqual([status, current], ['at_risk', 30]);
	});

	test('has an entry for a direct change of current', async () => {
		const made = await okr.keyResult(null, { current: 10 });
		const changed = await okr.change(made, { current: 40 });
		const { history: [{ at, by, ...rest }] } = changed;

		assert.deepEqual(rest, { value: 40, previous_value: 10, source: 'edit', status: null,
			comment: null });
		assert.equal(at, changed.updated_at);
		assert.equal(changed.last_update_at, at);
		assert.equal(uuidOf(by), space.admin.id);
		assert.deepEqual((await okr.get(made)).history, changed.history);
	});

	test('has entries for changes of current through the other dialects', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(objective);
		const id = uuidOf(made.id);

		await ok(api.put(`/key-results/${id}`, { current_value: 20 }));
		await ok(api.put(`/goals/${uuidOf(objective.id)}/key-results/${id}`,
			{ current_value: 30 }));
		assert.deepEqual(told(await okr.get(made)), [[20, 0, 'edit'], [30, 20, 'edit']]);
	});

	test('has none for changes of anything else, nor of current to what it was', async () => {
		const made = await okr.keyResult(null, { current: 10 });

		await okr.change(made, { title: 'New', target: 50, current: 10 });
		assert.deepEqual((await okr.get(made)).history, []);
	});

	test('goes from the oldest to the newest, each with the value before', async () => {
		const made = await okr.keyResult();

		await space.checkIn(uuidOf(made.id), 10, { checked_in_at: instant(-9) });
		await okr.change(made, { current: 50 });
		await space.checkIn(uuidOf(made.id), 70);
		await space.checkIn(uuidOf(made.id), 30, { checked_in_at: instant(-5) });
		const seen = await okr.get(made);
		const times = seen.history.map(({ at }) => at);

		assert.deepEqual(told(seen), [[10, 0, 'check_in'], [30, 10, 'check_in'],
			[50, 30, 'edit'], [70, 50, 'check_in']]);
		assert.deepEqual(times, [...times].sort());
		assert.equal(seen.current, 70);
	});

	test('stands the same in the list', async () => {
		const title = unique('listed');
		const made = await okr.keyResult(null, { title });

		await okr.change(made, { current: 5 });
		await space.checkIn(uuidOf(made.id), 6);
		assert.deepEqual((await okr.list('key-results', { title })).items, [await okr.get(made)]);
	});

	test('loses a check-in that is deleted, and current falls back', async () => {
		const made = await okr.keyResult();

		await okr.change(made, { current: 20 });
		const { id } = await space.checkIn(uuidOf(made.id), 80);

		await ok(api.delete(`/checkins/${id}`));
		const seen = await okr.get(made);

		assert.deepEqual(told(seen), [[20, 0, 'edit']]);
		assert.deepEqual([seen.current, seen.progress_pct], [20, 20]);
	});

	test('says blocked of a blocked check-in', async () => {
		const made = await okr.keyResult();

		await space.checkIn(uuidOf(made.id), 5, { status: 'blocked', blocker_note: 'Legal' });
		const { history, status } = await okr.get(made);

		assert.deepEqual([history[0].status, status], ['blocked', 'at_risk']);
	});

	test('has an entry for a direct change of the status, the value standing', async () => {
		const made = await okr.keyResult(null, { current: 10, status: 'on_track' });

		await okr.change(made, { status: 'off_track' });
		const { history: [{ value, source, status }] } = await okr.get(made);

		assert.deepEqual([value, source, status], [10, 'edit', 'off_track']);
	});

	test('names the status not_started of a direct change', async () => {
		const made = await okr.keyResult(null, { status: 'on_track' });

		await okr.change(made, { status: 'not_started' });
		assert.equal((await okr.get(made)).history[0].status, 'not_started');
	});

	test('moves last_update_at', async () => {
		const made = await okr.keyResult();
		const at = instant(-2);

		assert.equal(made.last_update_at, null);
		await space.checkIn(uuidOf(made.id), 5, { checked_in_at: at });
		assert.equal((await okr.get(made)).last_update_at, at);
	});
});

describe('a deleted key result', () => {
	test('is answered with its stamps, and still read by id', async () => {
		const made = await okr.keyResult(null, await everything());
		const { body } = await expect(200, api.delete(pathOf(made)));

		hasShape(body, table);
		assert.ok(is.stamp(body.deleted_at));
		assert.deepEqual(body, { ...made, is_deleted: true, deleted_at: body.deleted_at,
			deleted_by: space.admin.id, version: 2, updated_at: body.updated_at });
		assert.deepEqual(await okr.get(made), body);
	});

	test('refuses PATCH with a 409 and a second DELETE with a 404', async () => {
		const made = await okr.keyResult();

		await okr.remove(made);
		await refused(409, api.patch(pathOf(made), { title: 'x' }));
		await refused(404, api.delete(pathOf(made)));
	});

	test('is a 404 in the other dialects', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(objective);
		const id = uuidOf(made.id);

		await okr.remove(made);
		await refused(404, api.get(`/key-results/${id}`));
		await refused(404, api.post(`/key-results/${id}/checkins`, { value: 1 }));
		await refused(404, api.put(`/goals/${uuidOf(objective.id)}/key-results/${id}`,
			{ title: 'x' }));
		assert.ok(!(await dump(api)).includes(id));
	});

	test('is no part of its objective, until it is restored', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(objective, { current: 100 });

		await okr.keyResult(objective);
		await okr.remove(made);
		assert.deepEqual(await okr.progressOf(objective), [0]);
		assert.equal((await okr.get(objective)).key_result_ids.length, 1);
		await expect(200, api.post(`/key-results/${uuidOf(made.id)}/restore`));
		assert.deepEqual(await okr.progressOf(objective), [50]);
	});

	test('of a deleted objective is not restored: 409', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(objective);

		await okr.remove(objective);
		await refused(409, api.post(`/key-results/${uuidOf(made.id)}/restore`));
	});
});
