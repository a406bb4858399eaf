/*
 * The goals dialect (seed 002, api.md section 4), one goal and one key result at a time: their
 * fields, who owns them, what stands nested around them, and what the doors take and refuse.
 * Searches, the tree, and who may see what have files of their own.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Goals } from '../lib/goals.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, day, dump, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let space, api, goals, bob, team, department;

before(async () => {
	space = new Workspace();
	api = space.api;
	goals = new Goals(space);
	bob = await space.user();
	team = await space.team();
	department = await space.department();
});

// The fields that seed 002 lists, and those that api.md section 4 adds to them.
const confidence = is.orNull(is.oneOf('on_track', 'at_risk', 'off_track'));
const summary = { id: is.id, parent_goal_id: is.orNull(is.id), title: is.text,
	description: is.orNull(is.text),
	owner_type: is.oneOf('company', 'department', 'team', 'employee'),
	owner_employee_id: is.orNull(is.id), owner_department_id: is.orNull(is.id),
	owner_team_id: is.orNull(is.id), is_shared: is.flag, date_start: is.orNull(is.date),
	date_end: is.orNull(is.date), status: is.oneOf('active', 'completed', 'cancelled'),
	progress: is.fraction, confidence_level: confidence, weight: is.number, is_archived: is.flag,
	goal_key_results_count: Number.isInteger, has_children: is.flag, assign_to_ids: [is.id],
	visible_to_ids: [is.id] };
const checkIn = { id: is.id, employee_id: is.orNull(is.id), value: is.number,
	acl: is.oneOf('everyone', 'restricted'), created_by: is.orNull(is.id),
	assign_to: is.orNull(Array.isArray), visible_to: is.orNull(Array.isArray) };
const keyResult = { id: is.id, goal_id: is.id, title: is.text, description: is.orNull(is.text),
	metric_type: is.oneOf('number', 'percentage', 'currency', 'boolean'), start_value: is.number,
	target_value: is.number, current_value: is.number, progress: is.fraction,
	confidence_level: confidence, weight: is.number };
const whole = { ...summary, parent_goal: summary,
	goal_key_results: [{ ...keyResult, goal_key_result_check_ins: [checkIn] }],
	children: [summary] };

describe('a goal', () => {
	test('has every field of the seed, nested ones included', async () => {
		const root = await goals.goal();
		const goal = await goals.child(root, { owner_type: 'employee', owner_employee_id: bob.id,
			assign_to_ids: [bob.id], date_start: day(-1), date_end: day(1) });

		await goals.child(goal);
		await goals.checkIn(await goals.keyResult(goal), 50);
		const seen = await goals.get(goal);

		hasShape(seen, whole);
		assert.equal(seen.goal_key_results[0].goal_key_result_check_ins.length, 1);
		assert.equal(seen.children.length, 1);
	});

	test('made with what is required alone has the defaults', async () => {
		const { body, headers } = await expect(201, api.post('/goals',
			{ title: ' Grow ', owner_type: 'company' }));
		const { id, created_at, updated_at, ...rest } = body;

		assert.ok(is.id(id) && is.stamp(created_at) && is.stamp(updated_at));
		assert.deepEqual(rest, { parent_goal_id: null, title: 'Grow', description: null,
			owner_type: 'company', owner_employee_id: null, owner_department_id: null,
			owner_team_id: null, is_shared: true, assign_to_ids: [], visible_to_ids: [],
			date_start: null, date_end: null, status: 'active', progress: 0,
			confidence_level: null, weight: 1, is_archived: false, goal_key_results_count: 0,
			has_children: false, parent_goal: null, goal_key_results: [], children: [] });
		assert.deepEqual(await ok(api.get(headers.location, { root: true })), body);
	});

	test('keeps everything that is sent', async () => {
		const parent = await goals.goal();
		const sent = { parent_goal_id: parent.id, title: 'Größe — 成長', description: 'Why\nnot',
			owner_type: 'department', owner_department_id: department.id, is_shared: false,
			assign_to_ids: [bob.id, space.admin.id].sort(), visible_to_ids: [bob.id],
			date_start: day(-10), date_end: day(10), status: 'completed', weight: 0.25,
			is_archived: true };
		const made = await goals.goal(sent);
		const seen = await goals.get(made);

		seen.assign_to_ids.sort();
		for (const [name, value] of Object.entries(sent)) {
			assert.deepEqual(seen[name], value, name);
		}
	});

	test('needs a title and an owner_type, and says so of both', () =>
		badFields(['title', 'owner_type'], api.post('/goals', {})));

	test('refuses what no field can hold, naming every field', async () => {
		await badFields(['title', 'owner_type', 'weight', 'date_start', 'status', 'is_shared',
			'parent_goal_id', 'assign_to_ids', 'visible_to_ids'], api.post('/goals', { title: 7,
			owner_type: 'galaxy', weight: -1, date_start: '2026-02-30', status: 'draft',
			is_shared: 'yes', parent_goal_id: 'x', assign_to_ids: 'x', visible_to_ids: [7] }));
		await badFields(['colour'], api.post('/goals',
			{ title: 'x', owner_type: 'company', colour: 1 }));
		await badFields(['date_end'], api.post('/goals', { title: 'x', owner_type: 'company',
			date_start: day(1), date_end: day(0) }));
	});

	test('refuses references to what does not exist, naming each', () =>
		badFields(['parent_goal_id', 'owner_employee_id', 'assign_to_ids', 'visible_to_ids'],
			api.post('/goals', { title: 'x', owner_type: 'employee', owner_employee_id: nobody,
				parent_goal_id: nobody, assign_to_ids: [nobody], visible_to_ids: [bob.id, nobody] })));

	test('ignores what only the server may say', async () => {
		const made = await goals.goal({ id: nobody, progress: 0.9, confidence_level: 'off_track',
			goal_key_results_count: 7, has_children: true, created_at: '2020-01-01T00:00:00Z',
			updated_at: 'never', parent_goal: { id: nobody }, goal_key_results: [{}],
			children: [1] });

		assert.notEqual(made.id, nobody);
		assert.deepEqual([made.progress, made.confidence_level, made.goal_key_results_count,
			made.has_children], [0, null, 0, false]);
	});

	test('one own date alone counts as no period', async () => {
		const { date_start, date_end } = await goals.goal({ date_start: day(0) });

		assert.deepEqual([date_start, date_end], [null, null]);
	});
});

describe('the owner of a goal', () => {
	const owners = () => ({ employee: ['owner_employee_id', bob.id],
		team: ['owner_team_id', team.id], department: ['owner_department_id', department.id] });

	for (const type of ['employee', 'team', 'department']) {
		test(`owner_type ${type} needs the matching id and prints it alone`, async () => {
			const [field, id] = owners()[type];
			const others = Object.fromEntries(Object.values(owners())
				.filter(([name]) => name !== field));

			await badFields([field], api.post('/goals', { title: 'x', owner_type: type }));
			await badFields([field], api.post('/goals', { title: 'x', owner_type: type, ...others }));
			await badFields([field], api.post('/goals',
				{ title: 'x', owner_type: type, [field]: null }));
			const made = await goals.goal({ owner_type: type, [field]: id });

			for (const [name] of Object.values(owners())) {
				assert.equal(made[name], name === field ? id : null, name);
			}
		});

		test(`a goal of the company becomes one of owner_type ${type} with its id`, async () => {
			const [field, id] = owners()[type];
			const made = await goals.goal();

			await badFields([field], api.patch(`/goals/${made.id}`, { owner_type: type }));
			const changed = await goals.change(made, { owner_type: type, [field]: id });

			assert.deepEqual([changed.owner_type, changed[field]], [type, id]);
		});

		test(`the id that owner_type ${type} needs may be sent anew, not cleared`, async () => {
			const [field, id] = owners()[type];
			const made = await goals.goal({ owner_type: type, [field]: id });

			await badFields([field], api.patch(`/goals/${made.id}`, { [field]: null }));
			assert.equal((await goals.change(made, { [field]: id }))[field], id);
		});

		test(`owner_type ${type} sent again needs no id: it has one`, async () => {
			const [field, id] = owners()[type];
			const made = await goals.goal({ owner_type: type, [field]: id });

			assert.equal((await goals.change(made, { owner_type: type }))[field], id);
		});
	}

	test('the company needs none, and prints none', async () => {
		const made = await goals.goal({ owner_employee_id: bob.id });

		assert.equal(made.owner_employee_id, null);
	});

	test('a team\'s goal becomes the company\'s', async () => {
		const made = await goals.goal({ owner_type: 'team', owner_team_id: team.id });
		const changed = await goals.change(made, { owner_type: 'company' });

		assert.deepEqual([changed.owner_type, changed.owner_team_id], ['company', null]);
	});
});

describe('changing a goal', () => {
	test('PATCH and PUT are the same: what is not sent stays', async () => {
		for (const method of ['PATCH', 'PUT']) {
			const made = await goals.goal({ description: 'kept', weight: 2, assign_to_ids: [bob.id] });
			const { body } = await expect(200, api.request(method, `/goals/${made.id}`,
				{ title: 'new' }));

			assert.deepEqual({ ...body, updated_at: 0 }, { ...made, title: 'new', updated_at: 0 });
			assert.deepEqual(await goals.get(made), body);
		}
	});

	test('every field that can be written can be changed', async () => {
		const made = await goals.goal();
		const changes = { title: 'x', description: 'y', is_shared: false, assign_to_ids: [bob.id],
			visible_to_ids: [bob.id], date_start: day(1), date_end: day(2), status: 'cancelled',
			weight: 3, is_archived: true, parent_goal_id: (await goals.goal()).id };

		for (const [name, value] of Object.entries(changes)) {
			if (name === 'date_start' || name === 'date_end') {
				continue; // one alone is no period
			}
			assert.deepEqual((await goals.change(made, { [name]: value }))[name], value, name);
		}
		const { date_start, date_end } = changes;

		assert.equal((await goals.change(made, { date_start, date_end })).date_end, date_end);
		for (const [name, value] of Object.entries(changes)) {
			assert.deepEqual((await goals.get(made))[name], value, name);
		}
	});

	test('of the lists of people the one that is not sent stays', async () => {
		const made = await goals.goal({ assign_to_ids: [bob.id], visible_to_ids: [space.admin.id] });
		const changed = await goals.change(made, { assign_to_ids: [] });

		assert.deepEqual([changed.assign_to_ids, changed.visible_to_ids], [[], [space.admin.id]]);
	});

	test('null clears what is optional and sets a default where there is one', async () => {
		const made = await goals.goal({ description: 'x', weight: 2, is_shared: false,
			status: 'completed', is_archived: true, date_start: day(0), date_end: day(1),
			assign_to_ids: [bob.id], parent_goal_id: (await goals.goal()).id });
		const seen = await goals.change(made, { description: null, weight: null, is_shared: null,
			status: null, is_archived: null, date_start: null, date_end: null,
			assign_to_ids: null, parent_goal_id: null });

		hasShape(seen, { description: null, weight: 1, is_shared: true, status: 'active',
			is_archived: false, date_start: null, date_end: null, parent_goal_id: null,
			parent_goal: null });
		assert.deepEqual(seen.assign_to_ids, []);
		await badFields(['title'], api.patch(`/goals/${made.id}`, { title: null }));
		await badFields(['owner_type'], api.patch(`/goals/${made.id}`, { owner_type: null }));
	});

	test('what was read may be sent back whole, and changes nothing', async () => {
		const root = await goals.goal();
		const goal = await goals.child(root, { owner_type: 'team', owner_team_id: team.id,
			date_start: day(-1), date_end: day(1), weight: 2, assign_to_ids: [bob.id] });

		await goals.checkIn(await goals.keyResult(goal), 30);
		await goals.child(goal);
		const was = await goals.get(goal, 2);
		const now = await ok(api.put(`/goals/${goal.id}`, was));

		assert.deepEqual({ ...now, updated_at: 0, has_children: true, children: 0 },
			{ ...was, updated_at: 0, children: 0 });
	});

	test('nothing, or nothing that can be changed, is a 400', async () => {
		const { id } = await goals.goal();

		await refused(400, api.patch(`/goals/${id}`, {}));
		await refused(400, api.patch(`/goals/${id}`, { progress: 1, id }));
		await badFields(['colour'], api.patch(`/goals/${id}`, { colour: 1 }));
	});

	test('If-Match guards PUT, PATCH and DELETE', async () => {
		const goal = await goals.goal();
		const { headers } = await api.get(`/goals/${goal.id}`);
		const stale = { headers: { 'If-Match': headers.etag } };

		await expect(200, api.patch(`/goals/${goal.id}`, { title: 'x' }, stale));
		await refused(412, api.patch(`/goals/${goal.id}`, { title: 'y' }, stale));
		await refused(412, api.put(`/goals/${goal.id}`, { title: 'y' }, stale));
		await refused(412, api.delete(`/goals/${goal.id}`, stale));
		assert.equal((await goals.get(goal)).title, 'x');
	});

	test('an answer is not new until something in it changes, at whatever depth', async () => {
		const root = await goals.goal();
		const leaf = await goals.child(await goals.child(root));
		const kr = await goals.keyResult(leaf);
		const path = `/goals/${root.id}?depth=3`;
		const { headers } = await api.get(path);
		const known = { headers: { 'If-None-Match': headers.etag } };

		await expect(304, api.get(path, known));
		await goals.checkIn(kr, 1, { comment: 'new' });
		await expect(200, api.get(path, known));
	});
});

describe('deleting a goal', () => {
	test('is a 204; afterwards it is a 404 for every verb', async () => {
		const goal = await goals.goal();
		const kr = await goals.keyResult(goal);

		await expect(204, api.delete(`/goals/${goal.id}`));
		for (const path of [`/goals/${goal.id}`, `/goals/${goal.id}?depth=2`]) {
			await refused(404, api.get(path));
		}
		await refused(404, api.patch(`/goals/${goal.id}`, { title: 'x' }));
		await refused(404, api.delete(`/goals/${goal.id}`));
		await refused(404, api.post(`/goals/${goal.id}/key-results`, { title: 'x' }));
		await refused(404, api.patch(`/goals/${goal.id}/key-results/${kr.id}`, { title: 'x' }));
		await refused(404, api.delete(`/goals/${goal.id}/key-results/${kr.id}`));
		await refused(404, api.post(`/goals/${goal.id}/key-results/${kr.id}/checkin`, { value: 1 }));
	});

	test('it comes back through the okrs dialect with key results and check-ins', async () => {
		const goal = await goals.goal({ assign_to_ids: [bob.id] });

		await goals.checkIn(await goals.keyResult(goal), 30, { comment: 'kept' });
		const was = await goals.get(goal);

		await expect(204, api.delete(`/goals/${goal.id}`));
		await expect(200, api.post(`/okrs/${goal.id}/restore`));
		assert.deepEqual({ ...await goals.get(goal), updated_at: 0, goal_key_results: 0 },
			{ ...was, updated_at: 0, goal_key_results: 0 });
		const [kr] = (await goals.get(goal)).goal_key_results;

		assert.equal(kr.goal_key_result_check_ins[0].comment, 'kept');
	});
});

describe('what stands around a goal', () => {
	test('parent_goal is the summary of the parent, null at the top', async () => {
		const root = await goals.goal({ title: 'root', visible_to_ids: [bob.id] });
		const middle = await goals.child(root, { title: 'middle', assign_to_ids: [bob.id] });
		const leaf = await goals.child(middle);

		assert.equal((await goals.get(root)).parent_goal, null);
		const { parent_goal } = await goals.get(leaf);

		hasShape(parent_goal, summary);
		hasShape(parent_goal, { id: middle.id, title: 'middle', parent_goal_id: root.id,
			has_children: true });
		assert.deepEqual(parent_goal.assign_to_ids, [bob.id]);
		assert.deepEqual((await goals.get(middle)).parent_goal.visible_to_ids, [bob.id]);
		for (const name of ['goal_key_results', 'children', 'parent_goal']) {
			assert.equal(parent_goal[name], undefined, `${name} is no part of a summary`);
		}
	});

	test('children are summaries, without those deleted', async () => {
		const root = await goals.goal();
		const kept = await goals.child(root, { title: 'kept' });
		const gone = await goals.child(root, { title: 'gone' });

		await goals.child(kept);
		await goals.keyResult(kept);
		await expect(204, api.delete(`/goals/${gone.id}`));
		const { children, has_children } = await goals.get(root);

		assert.equal(has_children, true);
		assert.equal(children.length, 1);
		hasShape(children[0], { ...summary, id: kept.id, goal_key_results_count: 1,
			has_children: true });
		assert.equal(children[0].goal_key_results, undefined);
	});

	test('has_children is false when the last child went', async () => {
		const root = await goals.goal();
		const child = await goals.child(root);

		assert.equal((await goals.get(root)).has_children, true);
		await expect(204, api.delete(`/goals/${child.id}`));
		const { has_children, children } = await goals.get(root);

		assert.deepEqual([has_children, children], [false, []]);
	});

	test('a child moved away is no child any more', async () => {
		const [from, to] = [await goals.goal(), await goals.goal()];
		const child = await goals.child(from);

		await goals.change(child, { parent_goal_id: to.id });
		assert.deepEqual((await goals.get(from)).children, []);
		assert.deepEqual((await goals.get(to)).children.map(({ id }) => id), [child.id]);
	});

	test('key results come in order of creation, and are counted', async () => {
		const goal = await goals.goal();

		for (const title of ['a', 'c', 'b']) {
			await goals.keyResult(goal, { title });
		}
		const seen = await goals.get(goal);

		assert.deepEqual(seen.goal_key_results.map(({ title }) => title), ['a', 'c', 'b']);
		assert.equal(seen.goal_key_results_count, 3);
		await expect(204, api.delete(
			`/goals/${goal.id}/key-results/${seen.goal_key_results[1].id}`));
		assert.equal((await goals.get(goal)).goal_key_results_count, 2);
	});

	test('a key result without check-ins has an empty list of them', async () => {
		const goal = await goals.goal();

		await goals.keyResult(goal);
		const [kr] = (await goals.get(goal)).goal_key_results;

		assert.deepEqual(kr.goal_key_result_check_ins, []);
	});

	test('of 60 check-ins the newest 50 are nested, newest first by their time', async () => {
		const goal = await goals.goal();
		const kr = await goals.keyResult(goal);
		const checkins = Array.from({ length: 60 }, (_, i) => ({ key_result_id: kr.id, value: i,
			checked_in_at: instant(-((i * 7) % 60)) }));

		await ok(api.post('/checkins/batch', { checkins }));
		const [seen] = (await goals.get(goal)).goal_key_results;
		const newest = [...checkins].sort((a, b) => (a.checked_in_at < b.checked_in_at ? 1 : -1));

		assert.deepEqual(seen.goal_key_result_check_ins.map(({ value }) => value),
			newest.slice(0, 50).map(({ value }) => value));
	});

	test('direct edits are no check-ins', async () => {
		const goal = await goals.goal();
		const kr = await goals.keyResult(goal);

		await ok(api.patch(`/goals/${goal.id}/key-results/${kr.id}`, { current_value: 7 }));
		const [seen] = (await goals.get(goal)).goal_key_results;

		assert.deepEqual([seen.current_value, seen.goal_key_result_check_ins], [7, []]);
	});
});

describe('depth', () => {
	let line;

	before(async () => {
		line = [await goals.goal()];
		while (line.length < 7) {
			line.push(await goals.child(line.at(-1)));
		}
		await Promise.all(line.map((goal) => goals.keyResult(goal)));
	});

	for (const depth of [1, 2, 3, 4, 5]) {
		test(`${depth} nests as many levels of children, the last as summaries`, async () => {
			let at = await goals.get(line[0], depth);

			for (let level = 0; level < depth; level++) {
				assert.equal(at.id, line[level].id);
				assert.equal(at.goal_key_results.length, 1, `level ${level}`);
				assert.deepEqual(at.goal_key_results[0].goal_key_result_check_ins, []);
				[at] = at.children;
			}
			assert.equal(at.id, line[depth].id);
			assert.equal(at.has_children, true);
			assert.equal(at.children, undefined);
		});
	}

	test('is 1 by default', async () => {
		assert.deepEqual(await ok(api.get(`/goals/${line[0].id}`)), await goals.get(line[0], 1));
	});

	test('is a whole number from 1 to 5, given once', async () => {
		for (const depth of ['0', '6', '-1', '1.5', 'x', '', '1e0', '%00']) {
			const answer = await refused(400, api.get(`/goals/${line[0].id}?depth=${depth}`));

			assert.match(answer.body.message, /depth|query/);
		}
		for (const depth of ['0', '6', 'x']) {
			await badFields(['depth'], api.get(`/goals/${line[0].id}?depth=${depth}`));
		}
		await badFields(['depth'], api.get(`/goals/${line[0].id}?depth=1&depth=1`));
		await badFields(['colour'], api.get(`/goals/${line[0].id}?colour=red`));
		await badFields(['colour', 'depth'], api.get(`/goals/${line[0].id}?colour=red&depth=9`));
		await expect(200, api.get(`/goals/${line[0].id}?`));
		await badFields(['depth'], api.patch(`/goals/${line[0].id}?depth=2`, { title: 'x' }));
	});
});

describe('a goal\'s key result', () => {
	let goal;

	before(async () => {
		goal = await goals.goal();
	});

	const at = (kr, of = goal) => `/goals/${of.id}/key-results/${kr.id}`;

	test('keeps everything that is sent', async () => {
		const sent = { title: 'Signups', description: 'why', metric_type: 'currency',
			start_value: -1.5, target_value: 10.25, current_value: 2, unit: '€', weight: 0.5 };
		const { body } = await expect(201, api.post(`/goals/${goal.id}/key-results`, sent));

		hasShape(body, { ...keyResult, ...sent, goal_id: goal.id });
		hasShape((await goals.get(goal)).goal_key_results.at(-1), sent);
	});

	test('needs a title alone: from 0 to 100, a boolean from 0 to 1', async () => {
		const path = `/goals/${goal.id}/key-results`;

		await badFields(['title'], api.post(path, {}));
		hasShape(await ok(api.post(path, { title: 'x' })), { metric_type: 'number', start_value: 0,
			target_value: 100, current_value: 0, weight: 1, progress: 0, confidence_level: null,
			description: null });
		hasShape(await ok(api.post(path, { title: 'x', metric_type: 'boolean' })),
			{ start_value: 0, target_value: 1, current_value: 0 });
	});

	test('refuses what no field can hold, naming every field', async () => {
		await badFields(['title', 'metric_type', 'start_value', 'target_value', 'current_value',
			'weight'], api.post(`/goals/${goal.id}/key-results`, { title: '', metric_type: 'x',
			start_value: '1', target_value: [], current_value: {}, weight: -1 }));
		await badFields(['colour'], api.post(`/goals/${goal.id}/key-results`,
			{ title: 'x', colour: 1 }));
	});

	test('PATCH and PUT change what is sent, and the goal follows', async () => {
		const own = await goals.goal();
		const kr = await goals.keyResult(own, { description: 'kept' });

		for (const [method, current_value] of [['PATCH', 25], ['PUT', 75]]) {
			const { body } = await expect(200, api.request(method, at(kr, own), { current_value }));

			hasShape(body, { description: 'kept', current_value, progress: current_value / 100 });
			assert.deepEqual(await goals.progressOf(own), [current_value / 100]);
		}
		await ok(api.patch(at(kr, own), { target_value: 150 }));
		assert.deepEqual(await goals.progressOf(own), [0.5]);
	});

	test('may be sent back as it was read, check-ins included', async () => {
		const own = await goals.goal();

		await goals.checkIn(await goals.keyResult(own), 20);
		const [kr] = (await goals.get(own)).goal_key_results;

		await expect(200, api.put(at(kr, own), kr));
		const [{ updated_at, ...now }] = (await goals.get(own)).goal_key_results;

		assert.ok(updated_at >= kr.updated_at);
		assert.deepEqual(now, Object.fromEntries(Object.entries(kr)
			.filter(([name]) => name !== 'updated_at')));
	});

	test('DELETE is a 204, and the goal follows', async () => {
		const own = await goals.goal();
		const kr = await goals.at(own, 100);

		await goals.at(own, 0);
		assert.deepEqual(await goals.progressOf(own), [0.5]);
		const { text } = await expect(204, api.delete(at(kr, own)));

		assert.equal(text, '');
		assert.deepEqual(await goals.progressOf(own), [0]);
		await refused(404, api.delete(at(kr, own)));
	});

	test('is not found under another goal', async () => {
		const kr = await goals.keyResult(goal);
		const other = await goals.goal();
		const earlier = await dump(api);

		await refused(404, api.patch(at(kr, other), { title: 'x' }));
		await refused(404, api.delete(at(kr, other)));
		await refused(404, api.post(`${at(kr, other)}/checkin`, { value: 1 }));
		assert.equal(await dump(api), earlier);
	});

	test('unknown and malformed ids in the path are a 404', async () => {
		const kr = await goals.keyResult(goal);

		for (const id of [nobody, 'x', '1']) {
			await refused(404, api.get(`/goals/${id}`));
			await refused(404, api.post(`/goals/${id}/key-results`, { title: 'x' }));
			await refused(404, api.post(`/goals/${id}/key-results/${kr.id}/checkin`, { value: 1 }));
			await refused(404, api.post(`/goals/${goal.id}/key-results/${id}/checkin`, { value: 1 }));
			await refused(404, api.patch(`/goals/${goal.id}/key-results/${id}`, { title: 'x' }));
		}
	});

	test('confidence_level is its stored status, null while not started', async () => {
		const own = await goals.goal();
		const kr = await goals.keyResult(own);

		assert.equal(kr.confidence_level, null);
		assert.equal((await goals.get(own)).confidence_level, null);
		await goals.checkIn(kr, 1, { confidence_level: 'at_risk' });
		const seen = await goals.get(own);

		assert.deepEqual([seen.goal_key_results[0].confidence_level, seen.confidence_level],
			['at_risk', 'at_risk']);
	});
});

describe('a check-in of the goals dialect', () => {
	let goal, kr, path;

	before(async () => {
		goal = await goals.goal();
		kr = await goals.keyResult(goal);
		path = `/goals/${goal.id}/key-results/${kr.id}/checkin`;
	});

	test('answers 201 with what was recorded and what it moved', async () => {
		const sent = { value: 40, confidence_level: 'at_risk', comment: 'slow',
			employee_id: bob.id, assign_to: [bob.id], visible_to: [space.admin.id, 'all'] };
		const { body } = await expect(201, api.post(path, sent));

		assert.deepEqual(Object.keys(body).sort(), ['check_in', 'goals', 'key_result']);
		hasShape(body.check_in, { ...checkIn, goal_key_result_id: kr.id, acl: 'restricted' });
		for (const [name, value] of Object.entries(sent)) {
			assert.deepEqual(body.check_in[name], value, name);
		}
		assert.deepEqual(body.key_result, { id: kr.id, current_value: 40, progress: 0.4,
			confidence_level: 'at_risk' });
		assert.deepEqual(body.goals, [{ id: goal.id, progress: 0.4, confidence_level: 'at_risk' }]);
		const [nested] = (await goals.get(goal)).goal_key_results[0].goal_key_result_check_ins;

		assert.deepEqual(nested, body.check_in);
	});

	test('needs a value alone; employee_id is then who the credential acts for', async () => {
		await badFields(['value'], api.post(path, {}));
		const { check_in } = await goals.checkIn(kr, 41);

		assert.deepEqual([check_in.employee_id, check_in.created_by, check_in.comment],
			[space.admin.id, space.admin.id, null]);
	});

	test('without a confidence_level keeps the stored status', async () => {
		const own = await goals.keyResult(goal);
		const level = async (fields) =>
			(await goals.checkIn(own, 1, fields)).key_result.confidence_level;

		assert.equal(await level({}), 'on_track', 'one not started');
		assert.equal(await level({ confidence_level: 'off_track' }), 'off_track');
		assert.equal(await level({}), 'off_track');
		assert.equal(await level({ confidence_level: null }), 'off_track');
		assert.equal(await level({ confidence_level: 'on_track' }), 'on_track');
	});

	test('acl follows visible_to and cannot be written', async () => {
		const acl = async (fields) => (await goals.checkIn(kr, 1, fields)).check_in.acl;

		assert.equal(await acl({}), 'everyone');
		assert.equal(await acl({ visible_to: [] }), 'everyone');
		assert.equal(await acl({ visible_to: null }), 'everyone');
		assert.equal(await acl({ visible_to: [bob.id] }), 'restricted');
		assert.equal(await acl({ visible_to: [], acl: 'restricted' }), 'everyone');
		assert.equal(await acl({ visible_to: [bob.id], acl: 'everyone' }), 'restricted');
	});

	test('refuses what no field can hold, naming every field, and records nothing', async () => {
		const earlier = await dump(api);

		await badFields(['value', 'confidence_level', 'employee_id', 'assign_to', 'visible_to',
			'colour'], api.post(path, { value: '70', confidence_level: 'blocked', employee_id: 'x',
			assign_to: 'x', visible_to: [7], colour: 1 }));
		for (const confidence_level of ['not_started', 'fine', '', 1]) {
			await badFields(['confidence_level'], api.post(path, { value: 1, confidence_level }));
		}
		await badFields(['employee_id'], api.post(path, { value: 1, employee_id: nobody }));
		for (const value of [null, true, 'yes', [], {}, 2e15]) {
			await badFields(['value'], api.post(path, { value }));
		}
		assert.equal(await dump(api), earlier);
	});

	test('of a boolean key result takes yes and no', async () => {
		const own = await goals.keyResult(goal, { metric_type: 'boolean', start_value: 0,
			target_value: 1 });

		for (const [value, number] of [[true, 1], ['no', 0], ['yes', 1], [false, 0], [1, 1]]) {
			const { check_in, key_result } = await goals.checkIn(own, value);

			assert.deepEqual([check_in.value, key_result.progress], [number, number]);
		}
		await badFields(['value'], api.post(`/goals/${goal.id}/key-results/${own.id}/checkin`,
			{ value: 0.5 }));
	});

	test('sent again with its Idempotency-Key is recorded once', async () => {
		const own = await goals.keyResult(goal);
		const once = { headers: { 'Idempotency-Key': `once-${own.id}` } };
		const ownPath = `/goals/${goal.id}/key-results/${own.id}/checkin`;
		const first = await expect(201, api.post(ownPath, { value: 7 }, once));
		const again = await expect(201, api.post(ownPath, { value: 7 }, once));

		assert.deepEqual(again.body, first.body);
		assert.equal(again.headers['idempotent-replayed'], 'true');
		const seen = (await goals.get(goal)).goal_key_results.find(({ id }) => id === own.id);

		assert.equal(seen.goal_key_result_check_ins.length, 1);
		await expect(422, api.post(ownPath, { value: 8 }, once));
	});
});
