/*
 * One store, three dialects (api.md): what is written through any of them reads the same through
 * all. Every pair of a writer and a reader is tried, for an objective with everything about it, for
 * its changes, its key results and their history.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { uuidOf } from '../lib/objectives.mjs';
import { Workspace, instant } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
let bob, team, cycle;

before(async () => {
	bob = await space.user();
	team = await space.team();
	cycle = await space.cycle();
});

// A percentage of the objectives dialect as the fraction that the others print, to what both round.
function same(fraction, percent) {
	return Math.abs(fraction * 100 - percent) <= 0.01;
}

/*
 * A way to write and to read in each dialect. What is written and read is the same for all: ids are
 * UUIDs, `lifecycle` and the values of key results have the names of the okrs dialect.
 */
const dialects = {
	okrs: {
		create: ({ parent, ...fields }) => ok(api.post('/okrs', { type: 'org', cycle_id: cycle.id,
			...fields, ...(parent && { parent_okr_id: parent }) })),
		change: (id, { parent, ...fields }) => ok(api.put(`/okrs/${id}`,
			{ ...fields, ...(parent !== undefined && { parent_okr_id: parent }) })),
		remove: (id) => expect(204, api.delete(`/okrs/${id}`)),
		add: (id, fields) => ok(api.post(`/okrs/${id}/key-results`, fields)),
		edit: (okr, id, fields) => ok(api.put(`/key-results/${id}`, fields)),
		drop: (okr, id) => expect(204, api.delete(`/key-results/${id}`)),
		checkIn: (okr, id, fields) => ok(api.post(`/key-results/${id}/checkins`, fields)),

		read: async (id) => {
			const okr = await ok(api.get(`/okrs/${id}`));
			const { title, description, owner_id, weight, lifecycle, progress } = okr;

			return { title, description, owner: owner_id, weight, lifecycle, progress,
				parent: okr.parent_okr_id, keyResults: okr.key_results.map(common) };
		},
		history: async (okr, id) => {
			const list = await ok(api.get(`/key-results/${id}/checkins`));

			return list.reverse().map(({ value, comment }) => [value, comment]);
		},
	},

	goals: {
		create: ({ parent, owner_id, lifecycle, ...fields }) => ok(api.post('/goals',
			{ ...ownerOf(owner_id), ...fields, ...(lifecycle && { status: lifecycle }),
				...(parent && { parent_goal_id: parent }) })),
		change: (id, { parent, owner_id, lifecycle, ...fields }) => ok(api.patch(`/goals/${id}`,
			{ ...fields, ...(owner_id && ownerOf(owner_id)),
				...(lifecycle && { status: lifecycle }),
				...(parent !== undefined && { parent_goal_id: parent }) })),
		remove: (id) => expect(204, api.delete(`/goals/${id}`)),
		add: (id, fields) => ok(api.post(`/goals/${id}/key-results`, fields)),
		edit: (goal, id, fields) => ok(api.put(`/goals/${goal}/key-results/${id}`, fields)),
		drop: (goal, id) => expect(204, api.delete(`/goals/${goal}/key-results/${id}`)),
		checkIn: (goal, id, { status, ...fields }) => ok(api.post(
			`/goals/${goal}/key-results/${id}/checkin`, { ...fields, confidence_level: status })),

		read: async (id) => {
			const goal = await ok(api.get(`/goals/${id}`));
			const { title, description, weight, progress } = goal;

			return { title, description, owner: goal.owner_employee_id, weight,
				lifecycle: goal.status, progress, parent: goal.parent_goal_id,
				keyResults: goal.goal_key_results.map(({ confidence_level, ...rest }) =>
					common({ ...rest, status: confidence_level ?? 'not_started' })) };
		},
		history: async (goal, id) => {
			const { goal_key_results } = await ok(api.get(`/goals/${goal}`));
			const keyResult = goal_key_results.find((one) => one.id === id);

			return keyResult.goal_key_result_check_ins.reverse()
				.map(({ value, comment }) => [value, comment]);
		},
	},

	objectives: {
		create: ({ parent, lifecycle, ...fields }) => ok(api.post('/okr/objectives',
			{ ...fields, ...(lifecycle && { status: lifecycle }),
				...(parent && { parent_objective_id: parent }) })),
		change: (id, { parent, lifecycle, ...fields }) => ok(api.patch(`/okr/objectives/${id}`,
			{ ...fields, ...(lifecycle && { status: lifecycle }),
				...(parent !== undefined && { parent_objective_id: parent }) })),
		remove: (id) => expect(200, api.delete(`/okr/objectives/${id}`)),
		add: (objective_id, fields) => ok(api.post('/okr/key-results',
			{ objective_id, ...renamed(fields) })),
		edit: (objective, id, fields) => ok(api.patch(`/okr/key-results/${id}`, renamed(fields))),
		drop: (objective, id) => expect(200, api.delete(`/okr/key-results/${id}`)),

		read: async (id) => {
			const objective = await ok(api.get(`/okr/objectives/${id}`));
			const keyResults = await Promise.all(objective.key_result_ids.map((one) =>
				ok(api.get(`/okr/key-results/${one}`))));
			const { title, description, weight, status, progress_pct } = objective;

			return { title, description, owner: uuidOf(objective.owner_id), weight,
				lifecycle: status, progress_pct, parent: uuidOf(objective.parent_objective_id),
				keyResults: keyResults.map(({ baseline, target, current, ...rest }) =>
					common({ ...rest, start_value: baseline, target_value: target,
						current_value: current })) };
		},
		history: async (objective, id) => (await ok(api.get(`/okr/key-results/${id}`))).history
			.map(({ value, comment }) => [value, comment]),
	},
};

function ownerOf(owner_id) {
	return owner_id ? { owner_type: 'employee', owner_employee_id: owner_id } :
		{ owner_type: 'company' };
}

function renamed({ start_value, target_value, current_value, ...rest }) {
	return { ...rest, baseline: start_value, target: target_value, current: current_value };
}

// What all three dialects say of a key result.
function common({ id, title, metric_type, start_value, target_value, current_value, progress,
	progress_pct, status, weight }) {
	return { id: uuidOf(id), title, metric_type, start_value, target_value, current_value, status,
		weight, ...(progress_pct === undefined ? { progress } : { progress_pct }) };
}

// Demands that a reading says what is expected; progress in whichever unit the dialect has.
function agrees(seen, expected) {
	for (const [name, value] of Object.entries(expected)) {
		if (name === 'progress') {
			const fraction = seen.progress ?? seen.progress_pct / 100;

			assert.ok(same(fraction, value * 100), `progress ${fraction}, not ${value}`);
			if (seen.progress_pct === undefined) {
				assert.equal(seen.progress, Number(value.toFixed(4)));
			} else {
				assert.equal(seen.progress_pct, Number((value * 100).toFixed(2)));
			}
		} else if (name === 'keyResults') {
			assert.equal(seen.keyResults.length, value.length);
			value.forEach((one, i) => agrees(seen.keyResults[i], one));
		} else {
			assert.deepEqual(seen[name], value, name);
		}
	}
}

// Goals name an owner only when they are somebody's own (rulings.md 4).
function asReadBy(reader, writer, expected) {
	return reader === 'goals' && writer === 'objectives' ? { ...expected, owner: null } : expected;
}

const names = Object.keys(dialects);
const pairs = names.flatMap((writer) => names.map((reader) => [writer, reader]));
const first = { title: 'Eins', metric_type: 'number', start_value: 10, target_value: 40,
	current_value: 20, weight: 2 };
const second = { title: 'Zwei', metric_type: 'currency', start_value: 100, target_value: 0,
	current_value: 75, weight: 1 };

// An objective with a parent and two key results, all through one dialect.
async function whole(writer) {
	const speak = dialects[writer];
	const parent = uuidOf((await speak.create({ title: 'Parent' })).id);
	const type = writer === 'okrs' ? { type: 'individual' } : {};
	const id = uuidOf((await speak.create({ title: 'Größe', description: 'Why', weight: 0.3, parent,
		owner_id: bob.id, ...type })).id);
	const keyResults = [];

	for (const fields of [first, second]) {
		keyResults.push(uuidOf((await speak.add(id, fields)).id));
	}
	return { id, parent, keyResults };
}

for (const [writer, reader] of pairs) {
	const speak = dialects[writer];
	const { read, history } = dialects[reader];

	describe(`written through ${writer} and read through ${reader}`, () => {
		test('an objective is the same: all fields, its parent, its key results',
			async () => {
				const { id, parent, keyResults } = await whole(writer);
				const expected = { title: 'Größe', description: 'Why', owner: bob.id, weight: 0.3,
					lifecycle: 'active', parent, progress: (2 / 3 + 1 / 4) / 3,
					keyResults: [
						{ id: keyResults[0], ...first, status: 'on_track', progress: 1 / 3 },
						{ id: keyResults[1], ...second, status: 'on_track', progress: 1 / 4 },
					] };

				agrees(await read(id), asReadBy(reader, writer, expected));
				agrees(await read(parent), { title: 'Parent', parent: null, keyResults: [],
					progress: (2 / 3 + 1 / 4) / 3 });
			});

		test('a change is the same', async () => {
			const { id, parent } = await whole(names.find((name) => name !== writer));
			const { id: other } = await speak.create({ title: 'Other' });

			await speak.change(id, { title: 'New', description: null, weight: 2,
				parent: uuidOf(other) });
			agrees(await read(id), { title: 'New', description: null, weight: 2,
				parent: uuidOf(other), progress: (2 / 3 + 1 / 4) / 3 });
			agrees(await read(parent), { progress: 0 });
			agrees(await read(uuidOf(other)), { progress: (2 / 3 + 1 / 4) / 3 });
		});

		test('an owner is the same', async () => {
			const { id } = await whole('okrs');

			await speak.change(id, { owner_id: space.admin.id });
			agrees(await read(id), { owner: space.admin.id });
		});

		for (const lifecycle of ['draft', 'completed', 'cancelled']) {
			if (writer === 'goals' && lifecycle === 'draft') {
				continue; // which goals do not have
			}
			test(`the status ${lifecycle} is the same`, async () => {
				const { id } = await speak.create({ title: 'x', lifecycle });
				const shown = reader === 'goals' && lifecycle === 'draft' ? 'active' : lifecycle;

				agrees(await read(uuidOf(id)), { lifecycle: shown });
				const changed = uuidOf((await speak.create({ title: 'x' })).id);

				await speak.change(changed, { lifecycle });
				agrees(await read(changed), { lifecycle: shown });
			});
		}

		test('a change of a key result is the same, and the progress of all above it', async () => {
			const { id, parent, keyResults } = await whole('okrs');

			await speak.edit(id, keyResults[0], { ...first, title: 'New', current_value: 40,
				weight: 1 });
			const progress = (1 + 1 / 4) / 2;

			agrees(await read(id), { progress, keyResults: [{ title: 'New', current_value: 40,
				weight: 1, progress: 1 }, { progress: 1 / 4 }] });
			agrees(await read(parent), { progress });
		});

		test('a deleted key result is gone', async () => {
			const { id, keyResults } = await whole('okrs');

			await speak.drop(id, keyResults[0]);
			agrees(await read(id), { progress: 1 / 4, keyResults: [{ id: keyResults[1] }] });
		});

		test('a deleted objective is gone', async () => {
			const { id, parent } = await whole('okrs');

			await speak.remove(id);
			agrees(await read(parent), { progress: 0 });
			if (reader === 'objectives') {
				assert.equal((await ok(api.get(`/okr/objectives/${id}`))).is_deleted, true);
			} else {
				await refused(404, api.get(`/${reader}/${id}`));
			}
		});

		if (speak.checkIn) {
			test('the check-ins of a key result are the same, and their effect', async () => {
				const { id, keyResults: [keyResult] } = await whole(writer);

				await speak.checkIn(id, keyResult, { value: 25, status: 'off_track',
					comment: 'Slow' });
				await speak.checkIn(id, keyResult, { value: 35, status: 'at_risk',
					comment: 'Better' });
				assert.deepEqual(await history(id, keyResult), [[25, 'Slow'], [35, 'Better']]);
				agrees(await read(id), { keyResults: [
					{ current_value: 35, status: 'at_risk', progress: 25 / 30 }, {}] });
			});
		} else {
			test('a direct change of current is the same', async () => {
				const { id, keyResults: [keyResult] } = await whole(writer);

				await speak.edit(id, keyResult, { current_value: 30, status: 'at_risk' });
				agrees(await read(id), { keyResults: [
					{ current_value: 30, status: 'at_risk', progress: 2 / 3 }, {}] });
			});
		}
	});
}

describe('the three dialects', () => {
	test('find each other\'s ids', async () => {
		for (const writer of names) {
			const made = await dialects[writer].create({ title: 'x' });
			const ids = new Set([made.id, uuidOf(made.id),
				(await ok(api.get(`/okr/objectives/${made.id}`))).id]);

			for (const id of ids) {
				for (const path of ['okrs', 'goals', 'okr/objectives']) {
					const { body } = await expect(200, api.get(`/${path}/${id}`));

					assert.equal(uuidOf(body.id), uuidOf(made.id));
				}
			}
		}
	});

	test('say the same of the group', async () => {
		const made = {
			okrs: await dialects.okrs.create({ title: 'x', type: 'team', team_id: team.id }),
			goals: await ok(api.post('/goals',
				{ title: 'x', owner_type: 'team', owner_team_id: team.id })),
			objectives: await dialects.objectives.create({ group_id: team.id }),
		};

		for (const [writer, { id }] of Object.entries(made)) {
			const okr = await space.getOkr(id);
			const goal = await ok(api.get(`/goals/${id}`));
			const { group_id } = await ok(api.get(`/okr/objectives/${id}`));

			assert.deepEqual([okr.type, okr.team_id, goal.owner_type, goal.owner_team_id, group_id],
				['team', team.id, 'team', team.id, `grp-${team.id}`], writer);
		}
	});

	test('write one history: check-ins and edits of all stand in it, oldest first', async () => {
		const { id, keyResults: [keyResult] } = await whole('okrs');

		await dialects.okrs.checkIn(id, keyResult, { value: 22, checked_in_at: instant(-4) });
		await dialects.goals.edit(id, keyResult, { current_value: 26 });
		await dialects.objectives.edit(id, keyResult, { current_value: 28 });
		await dialects.goals.checkIn(id, keyResult, { value: 30, status: 'on_track' });
		await dialects.okrs.edit(id, keyResult, { current_value: 32 });
		const { history } = await ok(api.get(`/okr/key-results/${keyResult}`));

		assert.deepEqual(history.map(({ value, previous_value, source }) =>
			[value, previous_value, source]), [[22, 20, 'check_in'], [26, 22, 'edit'],
			[28, 26, 'edit'], [30, 28, 'check_in'], [32, 30, 'edit']]);
	});

	test('count one version', async () => {
		const { id } = await whole('okrs');
		const path = `/okr/objectives/${id}`;
		const { version } = await ok(api.get(path));

		await dialects.okrs.change(id, { title: 'a' });
		await dialects.goals.change(id, { title: 'b' });
		await dialects.objectives.change(id, { title: 'c' });
		assert.equal((await ok(api.get(path))).version, version + 3);
		await refused(409, api.patch(path, { title: 'd', version }));
	});

	test('refuse each other\'s stale ETags', async () => {
		const { id } = await whole('okrs');
		const { headers: { etag } } = await api.get(`/okr/objectives/${id}`);

		await dialects.goals.change(id, { title: 'New' });
		for (const path of ['okrs', 'goals', 'okr/objectives']) {
			await refused(412, api.put(`/${path}/${id}`, { title: 'x' },
				{ headers: { 'If-Match': etag } }));
		}
	});

	test('read what lacks a field that another dialect requires', async () => {
		const bare = await ok(api.post('/okr/objectives', {}));
		const keyResult = await ok(api.post('/okr/key-results', { objective_id: bare.id }));
		const okr = await space.getOkr(bare.id);
		const goal = await ok(api.get(`/goals/${bare.id}`));

		assert.deepEqual([okr.title, okr.cycle_id, goal.title], ['', null, '']);
		assert.equal((await space.getKeyResult(keyResult.id)).title, '');
		await ok(api.put(`/okrs/${bare.id}`, { description: 'still without a title' }));
		await ok(api.patch(`/goals/${bare.id}`, { weight: 2 }));
	});
});
