/*
 * A client may send back what it read (api.md section 1), through any dialect, whatever dialect made
 * the record: nothing of it changes, not even what that dialect does not show. What is compared are
 * the rows, before and after.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { person } from '../lib/people.mjs';
import { Workspace, allScopes, day } from '../lib/workspace.mjs';

let space, api, made, team, department, user;

const stamps = ['version', 'updated_at', 'updated_by'];

// Every column of a table's rows but the stamps of writing, which any write moves: by id.
function rows(table) {
	const columns = sql(`SELECT column_name FROM information_schema.columns WHERE
		table_schema = 'okr' AND table_name = '${table}' ORDER BY ordinal_position`).flat()
		.filter((name) => !stamps.includes(name));
	const shown = columns.map((name) => `HEX(COALESCE(${name}, 'none'))`).join(', ');
	const found = sql(`SELECT ${shown} FROM ${table} WHERE organisation_id = ${hex(space.id)}
		ORDER BY 1, 2, 3, 4`);

	return found.map((values) => Object.fromEntries(columns.map((name, i) => [name, values[i]])));
}

const hexOf = (id) => id.replaceAll('-', '').toUpperCase();

function grouped(list, column) {
	const out = {};

	for (const one of list) {
		(out[one[column]] ??= []).push(one);
	}
	return out;
}

// What is kept of every objective, with its people, and of every key result, with its history.
function everything() {
	const [people, entries] = [grouped(rows('objective_person'), 'objective_id'),
		grouped(rows('check_in'), 'key_result_id')];
	const out = new Map();

	for (const one of rows('objective')) {
		out.set(one.id, { ...one, people: people[one.id] ?? [] });
	}
	for (const one of rows('key_result')) {
		out.set(one.id, { ...one, history: entries[one.id] ?? [] });
	}
	return { of: (id) => out.get(hexOf(id)) };
}

const post = (path, body) => ok(api.post(path, body));

async function makeAll() {
	const cycle = await space.cycle();
	const [parent, gone, other] = [await space.okr(), await space.okr(), await space.okr()];
	const okr = (fields) => space.okr({ cycle_id: cycle.id, ...fields });
	const goal = (fields) => post('/goals', { title: 'A goal', owner_type: 'company', ...fields });
	const objective = async (fields) => {
		const { id } = await post('/okr/objectives', fields);

		return { id: (await ok(api.get(`/goals/${id}`))).id };
	};
	const out = {
		'a plain OKR': await okr({}),
		'one of a team, with a department as well': await okr({ type: 'team', team_id: team.id,
			department_id: department.id, visibility: 'department' }),
		'one of the company, with a team and a department': await okr({ team_id: team.id,
			department_id: department.id, owner_id: user.id }),
		'one of a type without its link': await okr({ type: 'department' }),
		'a draft': await okr({ lifecycle: 'draft' }),
		'a completed one': await okr({ lifecycle: 'completed', tags: ['a', 'b'], weight: 3 }),
		'an archived one': await okr({ is_archived: true, check_in_frequency: 'monthly' }),
		'one with a parent': await okr({ parent_okr_id: parent.id }),
		'one whose parent was deleted': await okr({ parent_okr_id: gone.id }),
		'an employee\'s goal': await goal({ owner_type: 'employee', owner_employee_id: user.id,
			is_shared: false, assign_to_ids: [user.id], visible_to_ids: [space.admin.id] }),
		'a goal with dates': await goal({ date_start: day(-3), date_end: day(30), weight: 0 }),
		'a goal with one date': await goal({ date_start: day(-3) }),
		'a document of a text': await objective({ period: 'the future', category: 'c',
			source: 'import', source_type: 'backend', dependencies: { on: ['x', 1.5] },
			linked_project_ids: ['p'] }),
		'an empty document': await objective({}),
		'one of a group': await objective({ title: 't', group_id: `grp-${team.id}` }),
	};
	const dated = await okr({});

	await ok(api.put(`/goals/${dated.id}`, { date_start: day(-300), date_end: day(-200) }));
	out['one of a cycle, with dates of its own'] = dated;
	for (const { id } of Object.values(out)) {
		const keyResult = await space.keyResult(id, { owner_id: user.id, description: 'd' });

		await space.checkIn(keyResult.id, 30);
		await ok(api.put(`/key-results/${keyResult.id}`, { current_value: 40 }));
		await space.keyResult(id, { metric_type: 'boolean', start_value: 0, target_value: 1 });
	}
	await api.delete(`/okrs/${gone.id}`);
	await api.delete(`/key-results/${(await space.keyResult(other.id)).id}`);
	return out;
}

before(async () => {
	space = new Workspace();
	api = space.api;
	team = await space.team();
	department = await space.department();
	user = await space.user();
	made = await makeAll();
});

const objectivePaths = { okrs: (id) => `/okrs/${id}`, goals: (id) => `/goals/${id}`,
	objectives: (id) => `/okr/objectives/${id}` };

const kinds = ['a plain OKR', 'one of a team, with a department as well',
	'one of the company, with a team and a department', 'one of a type without its link', 'a draft',
	'a completed one', 'an archived one', 'one with a parent', 'one whose parent was deleted',
	'an employee\'s goal', 'a goal with dates', 'a goal with one date', 'a document of a text',
	'an empty document', 'one of a group', 'one of a cycle, with dates of its own'];

describe('an objective that is sent back as it was read', () => {
	for (const [dialect, path] of Object.entries(objectivePaths)) {
		describe(`through ${dialect}`, () => {
			let earlier, later;

			before(async () => {
				earlier = everything();
				for (const { id } of Object.values(made)) {
					await ok(api.put(path(id), await ok(api.get(path(id)))));
				}
				later = everything();
			});

			for (const kind of kinds) {
				test(`stays as it is: ${kind}`, () =>
					assert.deepEqual(later.of(made[kind].id), earlier.of(made[kind].id)));
			}
		});
	}
});

const keyResultPaths = { okrs: ({ id }) => `/key-results/${id}`,
	goals: ({ id, goal_id }) => `/goals/${goal_id}/key-results/${id}`,
	objectives: ({ id }) => `/okr/key-results/${id}` };

describe('a key result that is sent back as it was read', () => {
	for (const [dialect, path] of Object.entries(keyResultPaths)) {
		test(`stays as it is, through ${dialect}, in an objective of any kind`, async () => {
			const goals = await Promise.all(Object.values(made).map(({ id }) =>
				ok(api.get(`/goals/${id}`))));
			const nested = goals.flatMap(({ goal_key_results }) => goal_key_results);
			const earlier = everything();

			assert.equal(nested.length, 2 * kinds.length);
			for (const one of nested) {
				await ok(api.put(path(one), dialect === 'goals' ? one : await ok(api.get(path(one)))));
			}
			const later = everything();

			for (const { id } of nested) {
				assert.deepEqual(later.of(id), earlier.of(id));
			}
		});
	}
});

describe('what its sender does not see', () => {
	let outsider, app, hidden, child, work;

	before(async () => {
		const own = await person(space, 'outsider');

		outsider = own.client;
		app = space.client(allScopes, { app: 'north' });
		hidden = await space.okr({ type: 'department', department_id: department.id,
			visibility: 'department' });
		child = await space.okr({ parent_okr_id: hidden.id });
		const keyResult = await space.keyResult(hidden.id);

		// Its owner sees it, and not what it hangs on (rulings.md 53).
		work = (await post('/initiatives', { title: 'Work', kr_id: keyResult.id,
			owner_id: own.id })).data;
	});

	for (const [dialect, path] of Object.entries(objectivePaths)) {
		test(`is kept: the parent, through ${dialect}`, async () => {
			const earlier = everything().of(child.id);
			const document = await ok(outsider.get(path(child.id)));

			await ok(outsider.put(path(child.id), document));
			assert.deepEqual(everything().of(child.id), earlier);
		});
	}

	test('is kept: the parent and the links of an application\'s records', async () => {
		const own = await ok(app.post('/okrs', { title: 'x', type: 'org',
			cycle_id: child.cycle_id }));
		const one = await ok(app.post('/okr/key-results', { title: 'x' }));

		await ok(api.put(`/okrs/${own.id}`, { parent_okr_id: hidden.id }));
		await ok(api.put(`/okr/key-results/${one.id}`, { objective_id: hidden.id }));
		const earlier = everything();

		await ok(app.put(`/okrs/${own.id}`, await ok(app.get(`/okrs/${own.id}`))));
		const document = await ok(app.get(`/okr/key-results/${one.id}`));

		assert.equal(document.objective_id, null);
		await ok(app.put(`/okr/key-results/${one.id}`, document));
		const later = everything();
		const { goal_key_results } = await ok(api.get(`/goals/${hidden.id}`));

		assert.deepEqual(later.of(own.id), earlier.of(own.id));
		assert.equal(goal_key_results.length, 2);
		for (const { id } of goal_key_results) {
			assert.deepEqual(later.of(id), earlier.of(id));
		}
	});

	test('is kept: the links of an initiative', async () => {
		const { data } = await ok(outsider.get(`/initiatives/${work.id}`));
		const earlier = rows('initiative');

		assert.deepEqual([data.okr_id, data.kr_id], [null, null]);
		await ok(outsider.put(`/initiatives/${work.id}`, data));
		assert.deepEqual(rows('initiative'), earlier);
	});

	test('goes when something else takes its place', async () => {
		await ok(outsider.put(`/okrs/${child.id}`, { parent_okr_id: made['a plain OKR'].id }));
		assert.equal((await space.getOkr(child.id)).parent_okr_id, made['a plain OKR'].id);
		await ok(outsider.put(`/okrs/${child.id}`, { parent_okr_id: null }));
		assert.equal((await space.getOkr(child.id)).parent_okr_id, null);
		await ok(outsider.put(`/initiatives/${work.id}`, { okr_id: child.id }));
		const { data } = await ok(api.get(`/initiatives/${work.id}`));

		assert.deepEqual([data.okr_id, data.kr_id], [child.id, null]);
	});
});
