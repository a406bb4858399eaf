/*
 * What objectives are linked to in the objectives dialect, and how the progress on all sides
 * follows: key_result_ids links exactly the key results that it names, group_id a team or a
 * department, period a cycle, parent_objective_id an objective. And key results without an objective.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { Objectives, pathOf, uuidOf } from '../lib/objectives.mjs';
import { Workspace, day, unique } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, api, okr, team, department;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = new Objectives(space);
	team = await space.team();
	department = await space.department();
});

function named(...keyResults) {
	return keyResults.map(({ id }) => `krs-${uuidOf(id)}`);
}

// An objective with three key results at 0, 50 and 100.
async function withThree() {
	const objective = await okr.objective();
	const parts = [];

	for (const current of [0, 50, 100]) {
		parts.push(await okr.keyResult(objective, { current }));
	}
	return { objective, parts };
}

async function homeOf(keyResult) {
	return (await okr.get(keyResult)).objective_id;
}

describe('key_result_ids', () => {
	test('names the key results in order of creation', async () => {
		const { objective, parts } = await withThree();

		assert.deepEqual((await okr.get(objective)).key_result_ids, named(...parts));
	});

	test('in a create links those that are named', async () => {
		const loose = [await okr.keyResult(null, { current: 20 }),
			await okr.keyResult(null, { current: 40 })];
		const objective = await okr.objective({ key_result_ids: named(...loose) });

		assert.deepEqual(objective.key_result_ids, named(...loose));
		assert.equal(objective.progress_pct, 30);
		assert.equal(await homeOf(loose[0]), objective.id);
	});

	test('takes each form of an id', async () => {
		const loose = [await okr.keyResult(), await okr.keyResult(), await okr.keyResult()];
		const [a, b, c] = loose.map(({ id }) => id);
		const objective = await okr.objective({
			key_result_ids: [a, uuidOf(b), `krs-${uuidOf(c)}`] });

		assert.deepEqual(objective.key_result_ids, named(...loose));
	});

	test('in an update links exactly those: the ones left out lose their objective', async () => {
		const { objective, parts: [low, middle, high] } = await withThree();
		const loose = await okr.keyResult(null, { current: 75 });
		const changed = await okr.change(objective, { key_result_ids: named(low, loose) });

		assert.deepEqual(changed.key_result_ids, named(low, loose));
		assert.equal(changed.progress_pct, 37.5);
		assert.deepEqual([await homeOf(low), await homeOf(loose)], [objective.id, objective.id]);
		assert.deepEqual([await homeOf(middle), await homeOf(high)], [null, null]);
	});

	test('takes key results away from another objective, whose progress follows', async () => {
		const { objective, parts: [low, middle, high] } = await withThree();
		const other = await okr.objective({ key_result_ids: named(high) });

		assert.deepEqual(await okr.progressOf(objective, other), [25, 100]);
		assert.deepEqual((await okr.get(objective)).key_result_ids, named(low, middle));
	});

	test('moves the progress of the parents on both sides', async () => {
		const [a, b] = [await okr.objective(), await okr.objective()];
		const { objective, parts: [, , high] } = await withThree();
		const other = await okr.objective({ parent_objective_id: b.id });

		await okr.change(objective, { parent_objective_id: a.id });
		assert.deepEqual(await okr.progressOf(a, b), [50, 0]);
		await okr.change(other, { key_result_ids: named(high) });
		assert.deepEqual(await okr.progressOf(a, b), [25, 100]);
	});

	for (const none of [[], null]) {
		test(`${JSON.stringify(none)} unlinks all`, async () => {
			const { objective, parts } = await withThree();
			const changed = await okr.change(objective, { key_result_ids: none });

			assert.deepEqual([changed.key_result_ids, changed.progress_pct], [[], 0]);
			assert.deepEqual(await Promise.all(parts.map(homeOf)), [null, null, null]);
		});
	}

	test('not sent leaves the links', async () => {
		const { objective, parts } = await withThree();

		assert.deepEqual((await okr.change(objective, { title: 'New' })).key_result_ids,
			named(...parts));
	});

	test('naming one twice links it once', async () => {
		const loose = await okr.keyResult();

		assert.deepEqual((await okr.objective({ key_result_ids: named(loose, loose) }))
			.key_result_ids, named(loose));
	});

	test('naming an unknown one is a 400 that changes nothing', async () => {
		const { objective, parts } = await withThree();

		await badFields(['key_result_ids'], api.patch(pathOf(objective),
			{ key_result_ids: [...named(parts[0]), nobody] }));
		await badFields(['key_result_ids'], api.post('/okr/objectives',
			{ key_result_ids: [nobody] }));
		assert.deepEqual((await okr.get(objective)).key_result_ids, named(...parts));
	});

	test('naming a deleted one is a 400', async () => {
		const gone = await okr.keyResult();

		await okr.remove(gone);
		await badFields(['key_result_ids'], api.post('/okr/objectives',
			{ key_result_ids: [gone.id] }));
	});

	test('naming an objective is a 400', async () => {
		const { id } = await okr.objective();

		await badFields(['key_result_ids'], api.post('/okr/objectives', { key_result_ids: [id] }));
	});

	test('holds ids alone', async () => {
		for (const key_result_ids of ['x', [7], ['x'], {}]) {
			await badFields(['key_result_ids'], api.post('/okr/objectives', { key_result_ids }));
		}
	});

	test('moved is seen in the okrs dialect', async () => {
		const { objective, parts: [low] } = await withThree();
		const other = await okr.objective({ key_result_ids: named(low) });
		const { key_results } = await space.getOkr(uuidOf(other.id));

		assert.deepEqual(key_results.map(({ id }) => id), [uuidOf(low.id)]);
		assert.equal((await space.getOkr(uuidOf(objective.id))).key_results.length, 2);
		assert.equal((await space.getKeyResult(uuidOf(low.id))).okr_id, uuidOf(other.id));
	});

	test('moved takes its initiatives along', async () => {
		const { parts: [low] } = await withThree();
		const { data } = await ok(api.post('/initiatives', { title: 'x', kr_id: uuidOf(low.id) }));
		const other = await okr.objective({ key_result_ids: named(low) });

		assert.equal((await ok(api.get(`/initiatives?okr_id=${uuidOf(other.id)}`))).data[0].id,
			data.id);
	});

	test('linked counts as a write of the key result', async () => {
		const loose = await okr.keyResult();

		await okr.objective({ key_result_ids: named(loose) });
		assert.equal((await okr.get(loose)).version, 2);
	});
});

describe('the group', () => {
	async function groupOf(record) {
		const { type, team_id, department_id } = await space.getOkr(uuidOf(record.id));

		return [type, team_id, department_id];
	}

	test('that is a team makes it a team\'s', async () => {
		const made = await okr.objective({ group_id: `grp-${team.id}` });

		assert.equal(made.group_id, `grp-${team.id}`);
		assert.deepEqual(await groupOf(made), ['team', team.id, null]);
	});

	test('that is a department makes it a department\'s', async () => {
		const made = await okr.objective({ group_id: `grp-${department.id}` });

		assert.equal(made.group_id, `grp-${department.id}`);
		assert.deepEqual(await groupOf(made), ['department', null, department.id]);
	});

	test('of none makes it the organisation\'s', async () => {
		assert.deepEqual(await groupOf(await okr.objective()), ['org', null, null]);
	});

	test('changes with an update, and the type with it', async () => {
		const made = await okr.objective({ group_id: team.id });

		await okr.change(made, { group_id: department.id });
		assert.deepEqual(await groupOf(made), ['department', null, department.id]);
		await okr.change(made, { group_id: null });
		assert.deepEqual(await groupOf(made), ['org', null, null]);
	});

	test('is that of an OKR made in the okrs dialect', async () => {
		const made = await space.okr({ type: 'team', team_id: team.id });

		assert.equal((await ok(api.get(`/okr/objectives/${made.id}`))).group_id, `grp-${team.id}`);
	});
});

describe('the period', () => {
	test('that is sent again joins the cycle that has its name by now', async () => {
		const name = unique('2099');
		const made = await okr.objective({ period: name });
		const cycle = await space.cycle({ name });

		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, null);
		assert.equal((await okr.change(made, { period: name })).period, name);
		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, cycle.id);
	});

	test('that names a cycle joins the cycle', async () => {
		const cycle = await space.cycle();
		const made = await okr.objective({ period: cycle.name });

		assert.equal(made.period, cycle.name);
		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, cycle.id);
	});

	test('that names none is kept as text', async () => {
		const made = await okr.objective({ period: '2099-Q4' });

		assert.equal(made.period, '2099-Q4');
		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, null);
	});

	test('is the cycle\'s name, also when the cycle is renamed', async () => {
		const cycle = await space.cycle();
		const made = await okr.objective({ period: cycle.name });
		const name = unique('renamed');

		await ok(api.put(`/cycles/${cycle.id}`, { name }));
		assert.equal((await okr.get(made)).period, name);
	});

	test('of an OKR made in the okrs dialect is its cycle\'s name', async () => {
		const cycle = await space.cycle();
		const made = await space.okr({ cycle_id: cycle.id });

		assert.equal((await ok(api.get(`/okr/objectives/${made.id}`))).period, cycle.name);
	});

	test('changed to a text or to null leaves the cycle', async () => {
		const cycle = await space.cycle();
		const made = await okr.objective({ period: cycle.name });

		assert.equal((await okr.change(made, { period: 'some day' })).period, 'some day');
		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, null);
		await okr.change(made, { period: cycle.name });
		assert.equal((await okr.change(made, { period: null })).period, null);
		assert.equal((await space.getOkr(uuidOf(made.id))).cycle_id, null);
	});

	test('gives the objective the cycle\'s dates', async () => {
		const cycle = await space.cycle();
		const { id } = await okr.objective({ period: cycle.name });
		const { date_start, date_end } = await ok(api.get(`/goals/${uuidOf(id)}`));

		assert.deepEqual([date_start, date_end], [day(-50), day(50)]);
	});
});

describe('the parent', () => {
	test('adds up its children by weight', async () => {
		const parent = await okr.objective();
		const heavy = await okr.objective({ parent_objective_id: parent.id, weight: 3 });

		await okr.objective({ parent_objective_id: parent.id });
		await okr.keyResult(heavy, { current: 100 });
		assert.deepEqual(await okr.progressOf(parent), [75]);
		await okr.change(heavy, { weight: 1 });
		assert.deepEqual(await okr.progressOf(parent), [50]);
	});

	test('changed is added up on both sides', async () => {
		const [a, b] = [await okr.objective(), await okr.objective()];
		const child = await okr.objective({ parent_objective_id: a.id });

		await okr.keyResult(child, { current: 40 });
		assert.deepEqual(await okr.progressOf(a, b), [40, 0]);
		await okr.change(child, { parent_objective_id: b.id });
		assert.deepEqual(await okr.progressOf(a, b), [0, 40]);
	});

	test('may not make a circle', async () => {
		const top = await okr.objective();
		const child = await okr.objective({ parent_objective_id: top.id });

		for (const id of [top.id, child.id]) {
			await badFields(['parent_objective_id'], api.patch(pathOf(top),
				{ parent_objective_id: id }));
		}
	});

	test('that is deleted reads as null, and again when it is restored', async () => {
		const parent = await okr.objective();
		const child = await okr.objective({ parent_objective_id: parent.id });

		await okr.remove(parent);
		assert.equal((await okr.get(child)).parent_objective_id, null);
		await ok(api.post(`/okrs/${uuidOf(parent.id)}/restore`));
		assert.equal((await okr.get(child)).parent_objective_id, parent.id);
	});

	test('must not be a deleted one', async () => {
		const parent = await okr.objective();

		await okr.remove(parent);
		await badFields(['parent_objective_id'], api.post('/okr/objectives',
			{ parent_objective_id: parent.id }));
	});
});

describe('a key result without an objective', () => {
	test('has a null okr_id in the okrs dialect, alone and listed', async () => {
		const id = uuidOf((await okr.keyResult()).id);

		assert.equal((await space.getKeyResult(id)).okr_id, null);
		const listed = (await ok(api.get('/key-results'))).find((one) => one.id === id);

		assert.equal(listed.okr_id, null);
	});

	test('takes check-ins', async () => {
		const made = await okr.keyResult();
		const checkIn = await space.checkIn(uuidOf(made.id), 40);

		assert.equal(checkIn.okr_id, null);
		assert.equal((await okr.get(made)).progress_pct, 40);
	});

	test('is part of no roll-up until it has one', async () => {
		const objective = await okr.objective();
		const made = await okr.keyResult(null, { current: 60 });

		assert.deepEqual(await okr.progressOf(objective), [0]);
		await okr.change(made, { objective_id: objective.id });
		assert.deepEqual(await okr.progressOf(objective), [60]);
		assert.deepEqual((await okr.get(objective)).key_result_ids.map(uuidOf), [uuidOf(made.id)]);
		await okr.change(made, { objective_id: null });
		assert.deepEqual(await okr.progressOf(objective), [0]);
		assert.deepEqual((await okr.get(objective)).key_result_ids, []);
	});

	test('moved from one to another changes both', async () => {
		const [a, b] = [await okr.objective(), await okr.objective()];
		const made = await okr.keyResult(a, { current: 60 });

		await okr.change(made, { objective_id: b.id });
		assert.deepEqual(await okr.progressOf(a, b), [0, 60]);
	});

	test('can be deleted and restored', async () => {
		const made = await okr.keyResult();

		await okr.remove(made);
		await expect(200, api.post(`/key-results/${uuidOf(made.id)}/restore`));
		assert.equal((await okr.get(made)).is_deleted, false);
	});
});
