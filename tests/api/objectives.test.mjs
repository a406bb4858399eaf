/*
 * The objectives dialect (seed 000, api.md section 5), one objective at a time: the field table,
 * what a create and an update take, refuse and ignore, versions, the status, and soft deletion. Key
 * results, links and lists have files of their own.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Objectives, form, pathOf, stamps, uuidOf } from '../lib/objectives.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, dump, instant, unique } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, api, okr, bob, team;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = new Objectives(space);
	bob = await space.user();
	team = await space.team();
});

// The seed's table of fields, to the letter.
const table = { id: form.objective, ...stamps, period: is.orNull(is.text), title: is.text,
	description: is.orNull(is.text), category: is.orNull(is.text), owner_id: is.orNull(form.user),
	group_id: is.orNull(form.group), parent_objective_id: is.orNull(form.objective),
	key_result_ids: [form.linkedKeyResult],
	status: is.oneOf('draft', 'active', 'completed', 'cancelled'),
	progress_pct: (value) => value >= 0 && value <= 100, weight: is.number,
	linked_project_ids: is.orNull(Array.isArray), dependencies: is.orNull(Array.isArray),
	check_in_frequency: is.oneOf('weekly', 'biweekly', 'monthly', 'quarterly'),
	last_check_in_at: is.orNull(is.stamp), tags: is.orNull(Array.isArray) };

async function everything() {
	const parent = await okr.objective();
	const { id } = await okr.keyResult();

	return { period: '2031-Q4', title: 'Größe — 成長', description: 'Why\nnot', category: 'Growth',
		owner_id: `usr-${bob.id}`, group_id: `grp-${team.id}`, parent_objective_id: parent.id,
		key_result_ids: [`krs-${uuidOf(id)}`], status: 'draft', weight: 0.3,
		linked_project_ids: ['p-1', 'p-2'], dependencies: [{ on: 'legal', by: 3 }],
		check_in_frequency: 'monthly', tags: ['a', 'b'], source: 'import', source_type: 'backend' };
}

describe('an objective', () => {
	test('has every field of the seed with its type and form of id', async () => {
		const made = await okr.objective(await everything());

		hasShape(made, table);
		hasShape(await okr.get(made), table);
		for (const name of ['owner_id', 'group_id', 'parent_objective_id', 'period']) {
			assert.notEqual(made[name], null, name);
		}
		assert.deepEqual(Object.keys(made).sort(), Object.keys(table).sort());
	});

	test('is made by the sample of the seed, whose stamps are ignored', async () => {
		const sample = { id: 'rec_01HXEXAMPLE', tenant_id: 'example tenant_id',
			created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
			app_id: 'example app_id', created_by: 'rec_01HXEXAMPLE' };
		const from = instant(0, -2);
		const { body, headers } = await expect(201, api.post('/okr/objectives', sample));

		hasShape(body, table);
		assert.equal(body.title, '');
		assert.equal(body.tenant_id, space.id);
		assert.equal(body.app_id, null);
		assert.equal(body.created_by, space.admin.id);
		assert.ok(body.created_at >= from && body.updated_at >= from);
		assert.deepEqual(await ok(api.get(headers.location, { root: true })), body);
	});

	test('made with nothing has the defaults', async () => {
		const { id, created_at, updated_at, ...rest } = await ok(api.post('/okr/objectives', {}));

		assert.deepEqual(rest, { tenant_id: space.id, app_id: null, created_by: space.admin.id,
			updated_by: space.admin.id, source: 'edm', source_type: 'api', is_deleted: false,
			deleted_at: null, deleted_by: null, schema_version: 1, period: null, title: '',
			description: null, category: null, owner_id: null, group_id: null,
			parent_objective_id: null, key_result_ids: [], status: 'active', progress_pct: 0,
			weight: 1, linked_project_ids: null, dependencies: null, check_in_frequency: 'weekly',
			last_check_in_at: null, tags: null, version: 1 });
	});

	test('keeps everything that is sent', async () => {
		const sent = await everything();
		const seen = await okr.get(await okr.objective(sent));

		for (const [name, value] of Object.entries(sent)) {
			assert.deepEqual(seen[name], value, name);
		}
	});

	test('is found by each form of its id', async () => {
		const made = await okr.objective();

		for (const id of [made.id, uuidOf(made.id)]) {
			assert.deepEqual(await ok(api.get(`/okr/objectives/${id}`)), made, id);
		}
		assert.equal((await space.getOkr(made.id)).id, uuidOf(made.id));
	});

	test('takes references in each form of an id', async () => {
		const parent = await okr.objective();
		const made = await okr.objective({ owner_id: bob.id, group_id: team.id,
			parent_objective_id: uuidOf(parent.id) });

		assert.deepEqual([made.owner_id, made.group_id, made.parent_objective_id],
			[`usr-${bob.id}`, `grp-${team.id}`, parent.id]);
	});

	test('refuses what no field can hold, naming every field', async () => {
		const bad = { title: 7, period: 1, description: [], category: {}, owner_id: 'x',
			group_id: 'x', parent_objective_id: 'x', key_result_ids: 'x', status: 'on_track',
			weight: -1, check_in_frequency: 'daily', tags: [1], source_type: 'moon' };

		await badFields(Object.keys(bad), api.post('/okr/objectives', bad));
		const made = await okr.objective();

		await badFields(Object.keys(bad), api.patch(pathOf(made), bad));
		assert.deepEqual(await okr.get(made), made);
	});

	test('refuses a field that there is not', async () => {
		await badFields(['colour'], api.post('/okr/objectives', { title: 'x', colour: 1 }));
		await badFields(['cycle_id'], api.post('/okr/objectives', { cycle_id: nobody }));
	});

	test('refuses references to what does not exist, naming each', async () => {
		const references = { owner_id: nobody, group_id: nobody, parent_objective_id: nobody,
			key_result_ids: [nobody] };

		await badFields(Object.keys(references), api.post('/okr/objectives', references));
		await badFields(Object.keys(references), api.patch(pathOf(await okr.objective()),
			references));
	});

	test('made twice with one Idempotency-Key is made once', async () => {
		const options = { headers: { 'Idempotency-Key': unique('key') } };
		const [first, second] = [await api.post('/okr/objectives', { title: 'x' }, options),
			await api.post('/okr/objectives', { title: 'x' }, options)];

		assert.equal(second.status, 201);
		assert.equal(second.text, first.text);
		assert.equal(second.headers['idempotent-replayed'], 'true');
	});

	test('that is not there is a 404', async () => {
		for (const id of ['x', nobody, 'obj_01M85C36CGE00BFDKJQ68ZTKNQ']) {
			await refused(404, api.get(`/okr/objectives/${id}`));
			await refused(404, api.patch(`/okr/objectives/${id}`, { title: 'x' }));
			await refused(404, api.delete(`/okr/objectives/${id}`));
		}
	});

	test('is no key result, and a key result is no objective', async () => {
		await refused(404, api.get(`/okr/key-results/${(await okr.objective()).id}`));
		await refused(404, api.get(`/okr/objectives/${(await okr.keyResult()).id}`));
	});
});

describe('an update', () => {
	for (const method of ['PATCH', 'PUT']) {
		test(`by ${method} changes only the fields sent`, async () => {
			const made = await okr.objective(await everything());
			const changed = await ok(api.request(method, pathOf(made), { title: 'New' }));

			assert.deepEqual(changed, { ...made, title: 'New', version: made.version + 1,
				updated_at: changed.updated_at });
			assert.deepEqual(await okr.get(made), changed);
		});

		test(`by ${method} takes every field that a create takes`, async () => {
			const made = await okr.objective();
			const sent = await everything();
			const changed = await ok(api.request(method, pathOf(made), sent));

			for (const [name, value] of Object.entries(sent)) {
				assert.deepEqual(changed[name], value, name);
			}
		});

		test(`by ${method} with nothing is a 400`, async () => {
			await refused(400, api.request(method, pathOf(await okr.objective()), {}));
		});
	}

	test('takes application/merge-patch+json', async () => {
		const changed = await ok(api.patch(pathOf(await okr.objective()), { title: 'New' },
			{ headers: { 'Content-Type': 'application/merge-patch+json' } }));

		assert.equal(changed.title, 'New');
	});

	test('with null clears what may be missing', async () => {
		const made = await okr.objective(await everything());
		const names = ['period', 'description', 'category', 'owner_id', 'group_id',
			'parent_objective_id', 'linked_project_ids', 'dependencies', 'tags'];
		const changed = await okr.change(made,
			Object.fromEntries(names.map((name) => [name, null])));

		for (const name of names) {
			assert.equal(changed[name], null, name);
		}
	});

	test('with null sets the default where there is one', async () => {
		const made = await okr.objective(await everything());
		const defaults = { title: '', status: 'active', weight: 1, check_in_frequency: 'weekly',
			source: 'edm', source_type: 'api', key_result_ids: [] };
		const changed = await okr.change(made,
			Object.fromEntries(Object.keys(defaults).map((name) => [name, null])));

		for (const [name, value] of Object.entries(defaults)) {
			assert.deepEqual(changed[name], value, name);
		}
	});

	test('takes back what a GET gave', async () => {
		const made = await okr.objective(await everything());
		const changed = await ok(api.put(pathOf(made), await okr.get(made)));

		assert.deepEqual(changed, { ...made, version: changed.version,
			updated_at: changed.updated_at });
	});

	test('ignores what only the server may say', async () => {
		const made = await okr.objective();
		const changed = await okr.change(made, { title: 'New', id: 'x', tenant_id: 'x',
			app_id: 'x', created_at: 'x', updated_at: 'x', created_by: 'x', updated_by: 'x',
			is_deleted: true, deleted_at: '2020-01-01T00:00:00Z', deleted_by: 'x',
			schema_version: 9, progress_pct: 99, last_check_in_at: '2020-01-01T00:00:00Z' });

		assert.deepEqual(changed, { ...made, title: 'New', version: 2,
			updated_at: changed.updated_at });
	});

	test('of read-only fields alone is a 400', async () => {
		const made = await okr.objective();

		await refused(400, api.patch(pathOf(made), { progress_pct: 50, is_deleted: true }));
		assert.deepEqual(await okr.get(made), made);
	});
});

describe('the version', () => {
	test('counts writes', async () => {
		const made = await okr.objective();

		assert.equal(made.version, 1);
		assert.equal((await okr.change(made, { title: 'a' })).version, 2);
		await ok(api.put(`/okrs/${uuidOf(made.id)}`, { title: 'b' }));
		assert.equal((await okr.get(made)).version, 3);
		assert.equal((await okr.remove(made)).version, 4);
	});

	test('does not count roll-ups', async () => {
		const made = await okr.objective();

		await okr.keyResult(made, { current: 50 });
		const { version, progress_pct } = await okr.get(made);

		assert.deepEqual([version, progress_pct], [1, 50]);
	});

	test('sent and current lets the update through', async () => {
		const made = await okr.objective();

		assert.equal((await okr.change(made, { title: 'a', version: 1 })).version, 2);
		assert.equal((await okr.change(made, { title: 'b', version: 2 })).version, 3);
	});

	test('sent and stale is a 409 that tells the current one and changes nothing', async () => {
		const made = await okr.objective();
		const changed = await okr.change(made, { title: 'a' });

		for (const version of [1, 3]) {
			const { body } = await refused(409, api.patch(pathOf(made), { title: 'b', version }));

			assert.match(body.message, /\b2\b/);
		}
		assert.deepEqual(await okr.get(made), changed);
	});

	test('that is no whole number is a 400', async () => {
		const made = await okr.objective();

		for (const version of ['1', 1.5, true]) {
			await badFields(['version'], api.patch(pathOf(made), { title: 'x', version }));
		}
	});

	test('alone is nothing to change: 400', async () => {
		await refused(400, api.patch(pathOf(await okr.objective()), { version: 1 }));
	});

	test('is ignored in a create', async () => {
		assert.equal((await okr.objective({ version: 7 })).version, 1);
	});

	test('stands in the ETag: If-Match refuses the stale one with a 412', async () => {
		const made = await okr.objective();
		const { headers: { etag } } = await api.get(pathOf(made));
		const options = { headers: { 'If-Match': etag } };

		await expect(200, api.patch(pathOf(made), { title: 'a' }, options));
		await refused(412, api.patch(pathOf(made), { title: 'b' }, options));
		await refused(412, api.delete(pathOf(made), options));
		assert.equal((await okr.get(made)).title, 'a');
	});

	test('does not outweigh If-Match: both have to be current', async () => {
		const made = await okr.objective();
		const { headers: { etag: stale } } = await api.get(pathOf(made));
		const { version } = await okr.change(made, { title: 'a' });
		const { headers: { etag } } = await api.get(pathOf(made));

		await refused(412, api.patch(pathOf(made), { title: 'b', version },
			{ headers: { 'If-Match': stale } }));
		await expect(200, api.patch(pathOf(made), { title: 'b', version },
			{ headers: { 'If-Match': etag } }));
	});

	test('stands in the ETag: If-None-Match of the current one is a 304', async () => {
		const made = await okr.objective();
		const { headers: { etag } } = await api.get(pathOf(made));

		await expect(304, api.get(pathOf(made), { headers: { 'If-None-Match': etag } }));
	});
});

describe('the status', () => {
	for (const status of ['draft', 'active', 'completed', 'cancelled']) {
		test(`${status} is the lifecycle`, async () => {
			const made = await okr.objective({ status });

			assert.equal(made.status, status);
			assert.equal((await space.getOkr(uuidOf(made.id))).lifecycle, status);
			assert.equal((await okr.change(await okr.objective(), { status })).status, status);
		});
	}

	test('cancelled takes the objective out of its parent\'s progress', async () => {
		const parent = await okr.objective();
		const children = [await okr.objective({ parent_objective_id: parent.id }),
			await okr.objective({ parent_objective_id: parent.id })];

		await okr.keyResult(children[0], { current: 100 });
		assert.deepEqual(await okr.progressOf(parent), [50]);
		await okr.change(children[1], { status: 'cancelled' });
		assert.deepEqual(await okr.progressOf(parent), [100]);
	});
});

describe('progress_pct', () => {
	test('is a percentage rounded to two decimals', async () => {
		const made = await okr.objective();

		await okr.keyResult(made, { target: 3, current: 1 });
		assert.deepEqual(await okr.progressOf(made), [33.33]);
	});
});

describe('last_check_in_at', () => {
	test('is the time of the newest check-in', async () => {
		const made = await okr.objective();
		const { id } = await okr.keyResult(made);
		const at = instant(-3);

		await space.checkIn(uuidOf(id), 5, { checked_in_at: at });
		assert.equal((await okr.get(made)).last_check_in_at, at);
	});
});

describe('a deleted objective', () => {
	let gone, stamped;

	before(async () => {
		gone = await okr.objective(await everything());
		stamped = await expect(200, api.delete(pathOf(gone)));
	});

	test('is answered with its stamps', () => {
		const { body } = stamped;

		hasShape(body, table);
		assert.equal(body.is_deleted, true);
		assert.ok(is.stamp(body.deleted_at));
		assert.equal(body.deleted_by, space.admin.id);
		assert.equal(body.title, gone.title);
	});

	test('is still read by id', async () => {
		assert.deepEqual(await okr.get(gone), stamped.body);
	});

	test('refuses PATCH and PUT with a 409', async () => {
		await refused(409, api.patch(pathOf(gone), { title: 'x' }));
		await refused(409, api.put(pathOf(gone), { title: 'x' }));
	});

	test('refuses a second DELETE with a 404', () => refused(404, api.delete(pathOf(gone))));

	test('is a 404 in the other dialects', async () => {
		const id = uuidOf(gone.id);

		await refused(404, api.get(`/okrs/${id}`));
		await refused(404, api.put(`/okrs/${id}`, { title: 'x' }));
		await refused(404, api.delete(`/okrs/${id}`));
		await refused(404, api.get(`/goals/${id}`));
		await refused(404, api.patch(`/goals/${id}`, { title: 'x' }));
		assert.ok(!(await dump(api)).includes(id));
	});

	test('takes its key results along', async () => {
		const made = await okr.objective();
		const keyResult = await okr.keyResult(made);
		const { deleted_at } = await okr.remove(made);
		const seen = await okr.get(keyResult);

		assert.deepEqual([seen.is_deleted, seen.deleted_at], [true, deleted_at]);
		await refused(404, api.get(`/key-results/${uuidOf(keyResult.id)}`));
	});

	test('comes back with its key results through the okrs dialect', async () => {
		const made = await okr.objective();
		const kept = await okr.keyResult(made, { current: 50 });
		const lost = await okr.keyResult(made);

		await okr.remove(lost);
		await okr.remove(made);
		await expect(200, api.post(`/okrs/${uuidOf(made.id)}/restore`));
		const seen = await okr.get(made);

		assert.deepEqual([seen.is_deleted, seen.deleted_at, seen.deleted_by], [false, null, null]);
		assert.deepEqual(seen.key_result_ids.map(uuidOf), [uuidOf(kept.id)]);
		assert.equal(seen.progress_pct, 50);
		assert.equal((await okr.get(lost)).is_deleted, true);
	});

	test('leaves the progress of its parent', async () => {
		const parent = await okr.objective();
		const child = await okr.objective({ parent_objective_id: parent.id });

		await okr.objective({ parent_objective_id: parent.id });
		await okr.keyResult(child, { current: 50 });
		assert.deepEqual(await okr.progressOf(parent), [25]);
		await okr.remove(child);
		assert.deepEqual(await okr.progressOf(parent), [0]);
	});

	test('deleted in another dialect is one here', async () => {
		const made = await okr.objective();

		await expect(204, api.delete(`/okrs/${uuidOf(made.id)}`));
		assert.equal((await okr.get(made)).is_deleted, true);
	});
});
