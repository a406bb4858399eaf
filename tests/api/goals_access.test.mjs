/*
 * Who may do what in the goals dialect: scopes, workspaces, applications; and that a goal is the
 * same record as the OKR and the objective of the other dialects, read and written.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, expect, ok, refused } from '../lib/client.mjs';
import { Goals } from '../lib/goals.mjs';
import { url } from '../lib/server.mjs';
import { Workspace, allScopes, day, dump } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

// Every door, with a body that it takes.
const doors = [
	{ method: 'GET', path: '/goals', scope: 'okrs:read' },
	{ method: 'POST', path: '/goals/search', scope: 'okrs:read', body: {} },
	{ method: 'GET', path: '/goals/GOAL', scope: 'okrs:read' },
	{ method: 'POST', path: '/goals', scope: 'write:okrs',
		body: { title: 'New', owner_type: 'company' } },
	{ method: 'PUT', path: '/goals/GOAL', scope: 'write:okrs', body: { weight: 2 } },
	{ method: 'PATCH', path: '/goals/GOAL', scope: 'write:okrs', body: { weight: 2 } },
	{ method: 'POST', path: '/goals/GOAL/key-results', scope: 'write:okrs',
		body: { title: 'New' } },
	{ method: 'PUT', path: '/goals/GOAL/key-results/KR', scope: 'write:okrs', body: { unit: 'x' } },
	{ method: 'PATCH', path: '/goals/GOAL/key-results/KR', scope: 'write:okrs',
		body: { unit: 'x' } },
	{ method: 'POST', path: '/goals/GOAL/key-results/KR/checkin', scope: 'okr-checkins:write',
		body: { value: 1 } },
	{ method: 'DELETE', path: '/goals/GOAL/key-results/KR', scope: 'write:okrs' },
	{ method: 'DELETE', path: '/goals/GOAL', scope: 'write:okrs' },
];

function ask(client, { method, path, body }, { goal, kr }) {
	return client.request(method, path.replace('GOAL', goal).replace('KR', kr), body);
}

async function oneOf(goals) {
	const parent = await goals.goal({ title: 'parent' });
	const goal = await goals.child(parent);
	const kr = await goals.keyResult(goal);

	await goals.checkIn(kr, 3);
	return { parent: parent.id, goal: goal.id, kr: kr.id };
}

describe('scopes of the goals dialect', () => {
	const space = new Workspace();
	const goals = new Goals(space);

	for (const door of doors) {
		const { method, path, scope } = door;

		test(`${method} ${path} needs ${scope} and nothing else`, async () => {
			const records = await oneOf(goals);
			const others = space.client(allScopes.filter((one) => one !== scope));
			const earlier = await dump(space.api);
			const { body } = await refused(403, ask(others, door, records));

			assert.ok(body.message.includes(scope), body.message);
			await refused(401, ask(new Client(url), door, records));
			assert.equal(await dump(space.api), earlier);
			const answer = await ask(space.client([scope]), door, records);

			assert.ok(answer.status < 300, answer.text);
		});
	}

	test('other methods are a 405 that names those there are', async () => {
		for (const [method, path, allow] of [['DELETE', '/goals', 'GET, HEAD, OPTIONS, POST'],
			['GET', `/goals/${nobody}/key-results`, 'OPTIONS, POST'],
			['GET', `/goals/${nobody}/key-results/${nobody}/checkin`, 'OPTIONS, POST']]) {
			const { headers } = await refused(405, space.api.request(method, path));

			assert.equal(headers.allow.split(', ').sort().join(', '), allow);
		}
	});
});

// The same answer but for the ids that were sent.
function essence({ status, headers, text }, ids) {
	const shown = `${status} ${headers['content-type']} ${headers.location}\n${text}`;

	return ids.reduce((result, id) => result.replaceAll(id, 'ID'), shown);
}

// Another's records answer like those that do not exist.
async function sameAsUnknown(client, door, records) {
	const unknown = { goal: nobody, kr: nobody };
	const foreign = await ask(client, door, records);

	assert.equal(essence(foreign, Object.values(records)),
		essence(await ask(client, door, unknown), [nobody]));
	return foreign;
}

describe('another workspace\'s goals', () => {
	let mine, theirs, records;

	before(async () => {
		mine = new Goals(new Workspace());
		theirs = new Goals(new Workspace());
		records = await oneOf(theirs);
		await mine.goal();
	});

	for (const door of doors.filter(({ path }) => path.includes('GOAL'))) {
		test(`${door.method} ${door.path} is a 404 like that of an unknown id`, async () => {
			const earlier = await dump(theirs.api);
			const answer = await sameAsUnknown(mine.api, door, records);

			assert.equal(answer.status, 404);
			assert.equal(await dump(theirs.api), earlier);
		});
	}

	test('my goal with their key result is a 404', async () => {
		const { id } = await mine.goal();

		for (const door of doors.filter(({ path }) => path.includes('KR'))) {
			await refused(404, ask(mine.api, door, { goal: id, kr: records.kr }));
		}
	});

	test('cannot be a parent, nor their people owners', async () => {
		const { id: person } = theirs.space.admin;

		for (const fields of [{ parent_goal_id: records.goal },
			{ owner_type: 'employee', owner_employee_id: person }, { assign_to_ids: [person] },
			{ visible_to_ids: [person] }]) {
			const door = { method: 'POST', path: '/goals',
				body: { title: 'x', owner_type: 'company', ...fields } };
			const unknown = JSON.parse(JSON.stringify(door)
				.replaceAll(person, nobody).replaceAll(records.goal, nobody));
			const answer = await ask(mine.api, door, {});

			assert.equal(answer.status, 400);
			assert.equal(answer.text.replaceAll(person, nobody),
				(await ask(mine.api, unknown, {})).text);
		}
	});

	test('are not found by any search', async () => {
		const { length } = (await mine.search({})).items;

		for (const body of [{}, { text: 'a' }, { archived: 'any' }, { only_top_level: true }]) {
			const { items, total } = await mine.search({ limit: 500, ...body });

			assert.ok(items.every(({ id }) => !Object.values(records).includes(id)));
			assert.equal(total, items.length);
			assert.ok(total <= length);
		}
		for (const parent_goal_id of [records.parent, [records.parent]]) {
			assert.equal((await mine.search({ parent_goal_id })).total, 0);
		}
	});

	test('a cursor of theirs shows nothing of theirs', async () => {
		const { next_cursor } = await theirs.search({ limit: 1 });
		const answer = await mine.api.post('/goals/search', { cursor: next_cursor });

		for (const id of Object.values(records)) {
			assert.ok(!answer.text.includes(id));
		}
	});
});

describe('another application\'s goals', () => {
	let space, all, north, south, root, northern, southern, kr;

	// nobody's root over a goal of the north and one of the south.
	before(async () => {
		space = new Workspace();
		all = new Goals(space);
		[north, south] = ['north', 'south'].map((app) =>
			new Goals(space, space.client(allScopes, { app })));
		root = await all.goal({ title: 'root' });
		northern = await north.goal({ title: 'northern' });
		southern = await south.goal({ title: 'southern' });
		kr = await north.at(northern, 50);
		for (const goal of [northern, southern]) {
			await all.change(goal, { parent_goal_id: root.id });
		}
	});

	test('are as unknown, through every door', async () => {
		for (const door of doors.filter(({ path }) => path.includes('GOAL'))) {
			const answer = await sameAsUnknown(south.api, door, { goal: northern.id, kr: kr.id });

			assert.equal(answer.status, 404, `${door.method} ${door.path}`);
		}
		const answer = await south.api.post('/goals',
			{ title: 'x', owner_type: 'company', parent_goal_id: northern.id });

		assert.equal(answer.status, 400);
	});

	test('are in no search, and not counted', async () => {
		assert.deepEqual(await all.titles({}), ['northern', 'root', 'southern']);
		assert.deepEqual(await north.titles({}), ['northern']);
		assert.equal((await north.search({})).total, 1);
		assert.equal((await south.search({ text: 'north' })).total, 0);
		assert.equal((await south.search({ parent_goal_id: root.id })).total, 0);
		assert.equal((await south.search({ parent_goal_id: [root.id, nobody] })).total, 0);
	});

	test('as a parent read as null; such a goal is top-level to who asks', async () => {
		const seen = await south.get(southern);

		assert.deepEqual([seen.parent_goal_id, seen.parent_goal], [null, null]);
		const [item] = (await south.search({})).items;

		assert.deepEqual([item.parent_goal_id, item.parent_goal], [null, null]);
		assert.deepEqual(await south.titles({ only_top_level: true }), ['southern']);
		assert.equal((await all.get(southern)).parent_goal.id, root.id);
	});

	test('are neither named nor counted among children and key results, but roll up', async () => {
		const shared = await south.goal({ title: 'shared' });
		const child = await north.goal({ title: 'child' });

		await all.change(child, { parent_goal_id: shared.id });
		await north.at(child, 80);
		await all.at(shared, 40);
		const answer = await south.api.get(`/goals/${shared.id}?depth=5`);

		assert.ok(!answer.text.includes(child.id));
		assert.deepEqual([answer.body.has_children, answer.body.children,
			answer.body.goal_key_results, answer.body.goal_key_results_count],
		[false, [], [], 0]);
		assert.equal(answer.body.progress, 0.6);
		const [seen] = (await south.search({ text: 'shared' })).items;

		assert.deepEqual([seen.has_children, seen.goal_key_results_count], [false, 0]);
		const whole = await all.get(shared);

		assert.deepEqual([whole.has_children, whole.goal_key_results_count,
			whole.children.length], [true, 1, 1]);
		await all.api.delete(`/goals/${child.id}`);
		await all.api.delete(`/goals/${shared.id}`);
	});

	test('are not named in the answer to a check-in, though it moves them', async () => {
		const { goals } = await north.checkIn(kr, 80);

		assert.deepEqual(goals, [{ id: northern.id, progress: 0.8, confidence_level: 'on_track' }]);
		assert.equal((await all.get(root)).progress, 0.4);
	});

	test('their check-ins are not nested', async () => {
		await all.checkIn(kr, 90);
		const count = async (goals) =>
			(await goals.get(northern)).goal_key_results[0].goal_key_result_check_ins.length;

		assert.equal(await count(all), await count(north) + 1);
	});
});

describe('one record in three dialects', () => {
	let space, api, goals, bob, cycle;

	before(async () => {
		space = new Workspace();
		api = space.api;
		goals = new Goals(space);
		bob = await space.user();
		cycle = await space.cycle();
	});

	const without = (record, ...names) => Object.fromEntries(Object.entries(record)
		.filter(([name]) => !names.includes(name)));

	test('an objective made through okrs reads the same through goals', async () => {
		const parent = await space.okr();
		const okr = await space.okr({ title: 'Grow', description: 'Why', type: 'individual',
			owner_id: bob.id, cycle_id: cycle.id, parent_okr_id: parent.id, weight: 2,
			key_results: [{ title: 'Signups', metric_type: 'number', start_value: 8,
				target_value: 3, current_value: 4.8, unit: 'h', weight: 0.5 }] });

		await space.checkIn(okr.key_results[0].id, 5, { status: 'blocked', blocker_note: 'stuck' });
		const was = await space.getOkr(okr.id);
		const goal = await goals.get(okr);

		for (const name of ['id', 'title', 'description', 'progress', 'weight', 'confidence_level',
			'is_archived', 'created_at', 'updated_at']) {
			assert.deepEqual(goal[name], was[name], name);
		}
		assert.deepEqual([goal.owner_type, goal.owner_employee_id, goal.parent_goal_id,
			goal.date_start, goal.date_end, goal.status], ['employee', bob.id, parent.id,
			cycle.start_date, cycle.end_date, 'active']);
		const [kr] = goal.goal_key_results;
		const [old] = was.key_results;

		for (const name of ['id', 'title', 'metric_type', 'start_value', 'target_value', 'unit',
			'current_value', 'progress', 'weight', 'confidence_level', 'description']) {
			assert.deepEqual(kr[name], old[name], name);
		}
		const [checkIn] = kr.goal_key_result_check_ins;

		assert.deepEqual([checkIn.value, checkIn.confidence_level], [5, 'at_risk'],
			'what is blocked is at risk to those who know no blockers');
	});

	test('sent back as it was read through goals, it is the same OKR', async () => {
		const parent = await space.okr();
		const department = await space.department();
		const team = await space.team();

		for (const fields of [{ type: 'company', owner_id: bob.id, team_id: team.id },
			{ type: 'team', owner_id: bob.id, team_id: team.id, department_id: department.id },
			{ type: 'department', department_id: department.id, owner_id: bob.id },
			{ type: 'individual', owner_id: bob.id, department_id: department.id },
			{ type: 'individual' }, { type: 'team' }]) {
			const { id } = await space.okr({ cycle_id: cycle.id, parent_okr_id: parent.id,
				key_results: [{ title: 'k', metric_type: 'number', start_value: 0, target_value: 1 }],
				...fields });
			const was = await space.getOkr(id);

			await expect(200, api.put(`/goals/${id}`, await goals.get({ id })));
			assert.deepEqual(without(await space.getOkr(id), 'updated_at'),
				without(was, 'updated_at'), fields.type);
		}
	});

	test('a goal made through goals reads the same through okrs and okr/objectives', async () => {
		const goal = await goals.goal({ title: 'Grow', description: 'Why', owner_type: 'employee',
			owner_employee_id: bob.id, weight: 0.25, date_start: day(-5), date_end: day(4),
			status: 'completed' });
		const kr = await goals.keyResult(goal, { title: 'NPS', start_value: 10, target_value: 20,
			current_value: 12, weight: 3, unit: 'points' });

		await goals.checkIn(kr, 15, { confidence_level: 'at_risk', comment: 'slow' });
		const okr = await space.getOkr(goal.id);

		assert.deepEqual([okr.title, okr.description, okr.type, okr.owner_id, okr.weight,
			okr.lifecycle, okr.progress, okr.confidence_level], ['Grow', 'Why', 'individual', bob.id,
			0.25, 'completed', 0.5, 'at_risk']);
		assert.equal(okr.health.expected_progress, 0.5, 'the own period counts');
		assert.deepEqual(okr.key_results.map(({ id, title, start_value, target_value,
			current_value, progress, weight, unit, status }) => ({ id, title, start_value,
			target_value, current_value, progress, weight, unit, status })), [{ id: kr.id,
			title: 'NPS', start_value: 10, target_value: 20, current_value: 15, progress: 0.5,
			weight: 3, unit: 'points', status: 'at_risk' }]);
		const history = await ok(api.get(`/key-results/${kr.id}/checkins`));

		assert.deepEqual(history.map(({ value, status, comment, previous_value }) =>
			[value, status, comment, previous_value]), [[15, 'at_risk', 'slow', 12]]);
		const objective = await ok(api.get(`/okr/objectives/${goal.id}`));

		assert.deepEqual([objective.title, objective.description, objective.owner_id,
			objective.weight, objective.status, objective.progress_pct], ['Grow', 'Why',
			`usr-${bob.id}`, 0.25, 'completed', 50]);
	});

	test('what goals writes okrs reads, and back', async () => {
		const okr = await space.okr({ type: 'team' });

		await goals.change(okr, { title: 'new', is_archived: true, status: 'cancelled' });
		const seen = await space.getOkr(okr.id);

		assert.deepEqual([seen.title, seen.is_archived, seen.lifecycle],
			['new', true, 'cancelled']);
		await ok(api.put(`/okrs/${okr.id}`, { title: 'newer', lifecycle: 'completed' }));
		const goal = await goals.get(okr);

		assert.deepEqual([goal.title, goal.status, goal.is_archived], ['newer', 'completed', true]);
	});

	test('a draft prints as active', async () => {
		const okr = await space.okr({ lifecycle: 'draft' });

		assert.equal((await goals.get(okr)).status, 'active');
	});

	test('a goal is found by its id in any form', async () => {
		const goal = await goals.goal();
		const kr = await goals.keyResult(goal);
		const { id: ulid } = await ok(api.get(`/okr/objectives/${goal.id}`));
		const { id: krUlid } = await ok(api.get(`/okr/key-results/${kr.id}`));

		assert.match(ulid, /^obj_[0-9A-HJKMNP-TV-Z]{26}$/);
		assert.equal((await goals.get({ id: ulid })).id, goal.id);
		for (const id of [krUlid, `krs-${kr.id}`]) {
			await expect(201, api.post(`/goals/${ulid}/key-results/${id}/checkin`, { value: 1 }));
		}
		assert.equal((await goals.goal({ parent_goal_id: ulid })).parent_goal_id, goal.id);
	});

	test('one without the title or owner that goals demands is read, and changed elsewhere',
		async () => {
			const { id } = await ok(api.post('/okr/objectives', {}));
			const goal = await goals.get({ id });

			assert.equal(goal.title, '');
			assert.equal((await goals.change(goal, { weight: 2 })).weight, 2);
			await expect(200, api.put(`/goals/${goal.id}`, goal));
		});
});
