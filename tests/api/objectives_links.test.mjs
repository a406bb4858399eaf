/*
 * The key results that an objective names in the objectives dialect (rulings.md 10): key_result_ids
 * links exactly those, and the progress on all sides follows.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, ok } from '../lib/client.mjs';
import { Objectives, pathOf, uuidOf } from '../lib/objectives.mjs';
import { Workspace } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, api, okr;

before(() => {
	space = new Workspace();
	api = space.api;
	okr = new Objectives(space);
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
