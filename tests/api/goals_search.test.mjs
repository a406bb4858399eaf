/*
 * Finding goals: POST /goals/search with every filter of seed 002, alone and together, GET /goals
 * with the same as query parameters, and walks by cursor in every order.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Goals } from '../lib/goals.mjs';
import { inParallel } from '../lib/process.mjs';
import { walk } from '../lib/walk.mjs';
import { Workspace, day, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

// The same filters as a query string; a comma stands between several values.
function queryOf(body) {
	return new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

// Demands that both doors find exactly these titles, and count them.
async function finds(goals, body, ...titles) {
	const expected = titles.sort();
	const found = await goals.search(body);

	assert.deepEqual(found.items.map(({ title }) => title).sort(), expected);
	assert.equal(found.total, expected.length);
	assert.deepEqual(await ok(goals.api.get(`/goals?${queryOf(body)}`)), found);
}

describe('filters of a search', () => {
	let space, api, goals, bob, team, department;

	before(async () => {
		space = new Workspace();
		api = space.api;
		goals = new Goals(space);
		bob = await space.user();
		team = await space.team();
		department = await space.department();
		const of = { employee: { owner_type: 'employee', owner_employee_id: bob.id },
			team: { owner_type: 'team', owner_team_id: team.id },
			department: { owner_type: 'department', owner_department_id: department.id } };

		await goals.goal({ title: 'company' });
		await goals.goal({ title: 'department', ...of.department, is_shared: false });
		await goals.goal({ title: 'team', ...of.team, status: 'completed' });
		await goals.goal({ title: 'employee', ...of.employee, status: 'cancelled',
			is_shared: false });
		for (const level of ['on_track', 'at_risk', 'off_track']) {
			const goal = await goals.goal({ title: level, ...of.employee });

			await goals.checkIn(await goals.keyResult(goal), 1, { confidence_level: level });
		}
		const draft = await goals.goal({ title: 'draft', ...of.team });

		await ok(api.put(`/okrs/${draft.id}`, { lifecycle: 'draft' }));
		await goals.goal({ title: 'archived', is_archived: true });
		const gone = await goals.goal({ title: 'gone' });

		await expect(204, api.delete(`/goals/${gone.id}`));
	});

	const all = ['company', 'department', 'team', 'employee', 'on_track', 'at_risk', 'off_track',
		'draft'];

	test('without any: all but archived and deleted ones', async () => {
		await finds(goals, {}, ...all);
		assert.equal((await ok(api.post('/goals/search'))).total, all.length, 'without a body too');
	});

	test('owner_type', async () => {
		await finds(goals, { owner_type: 'company' }, 'company');
		await finds(goals, { owner_type: 'department' }, 'department');
		await finds(goals, { owner_type: 'team' }, 'team', 'draft');
		await finds(goals, { owner_type: 'employee' }, 'employee', 'on_track', 'at_risk',
			'off_track');
		await finds(goals, { owner_type: ['company', 'team'] }, 'company', 'team', 'draft');
		await finds(goals, { owner_type: ['company'] }, 'company');
		await finds(goals, { owner_type: ['company', 'department', 'team', 'employee'] }, ...all);
	});

	test('status and confidence_level; a wrong word is told each accepted one once', async () => {
		const { body } = await refused(400, api.post('/goals/search', { status: 'draft' }));

		assert.match(body.message, /must be one of: active, completed, cancelled$/);
		await refused(400, api.post('/goals/search', { confidence_level: 'blocked' })).then((answer) =>
			assert.match(answer.body.message, /must be one of: on_track, at_risk, off_track$/));
	});

	test('status; a draft is an active one', async () => {
		await finds(goals, { status: 'active' }, 'company', 'department', 'on_track', 'at_risk',
			'off_track', 'draft');
		await finds(goals, { status: 'completed' }, 'team');
		await finds(goals, { status: ['completed', 'cancelled'] }, 'team', 'employee');
		await finds(goals, { status: ['active', 'completed', 'cancelled'] }, ...all);
	});

	test('is_shared', async () => {
		await finds(goals, { is_shared: false }, 'department', 'employee');
		await finds(goals, { is_shared: true }, ...all.filter((title) =>
			title !== 'department' && title !== 'employee'));
		await finds(goals, { is_shared: [true, false] }, ...all);
	});

	test('confidence_level', async () => {
		await finds(goals, { confidence_level: 'at_risk' }, 'at_risk');
		await finds(goals, { confidence_level: ['on_track', 'off_track'] }, 'on_track', 'off_track');
	});

	test('archived: false by default, true, any', async () => {
		await finds(goals, { archived: false }, ...all);
		await finds(goals, { archived: true }, 'archived');
		await finds(goals, { archived: 'any' }, ...all, 'archived');
	});

	test('updated_since', async () => {
		await finds(goals, { updated_since: instant(-1) }, ...all);
		await finds(goals, { updated_since: instant(1) });
	});

	test('filters combine with AND', async () => {
		await finds(goals, { owner_type: 'employee', is_shared: false }, 'employee');
		await finds(goals, { owner_type: ['employee', 'team'], status: ['active', 'completed'],
			confidence_level: ['at_risk', 'on_track'], is_shared: true, text: 'track' }, 'on_track');
		await finds(goals, { owner_type: 'company', status: 'cancelled' });
	});

	test('an empty list is any of nothing', async () => {
		assert.equal((await goals.search({ status: [] })).total, 0);
	});

	test('unknown words, wrong types and unknown names are a 400 that names each', async () => {
		const bad = { owner_type: 'galaxy', status: ['active', 'draft'], confidence_level: 'fine',
			is_shared: 'yes', date_period_start: '2026-02-30', date_period_end: 'x',
			only_top_level: 'perhaps', parent_goal_id: ['x'], archived: 'some', updated_since: 'x',
			limit: 0, sort: 'colour', cursor: 'x', colour: 'red' };

		await badFields(Object.keys(bad), api.post('/goals/search', bad));
		await badFields(Object.keys(bad), api.get(`/goals?${queryOf(bad)}`));
		for (const name of ['owner_type', 'status', 'text', 'parent_goal_id', 'limit']) {
			await badFields([name], api.post('/goals/search', { [name]: { a: 1 } }));
			await badFields([name], api.post('/goals/search', { [name]: [['a']] }));
		}
		for (const name of ['text', 'date_period_start', 'only_top_level', 'limit', 'sort']) {
			await badFields([name], api.post('/goals/search', { [name]: ['a', 'b'] }));
		}
	});

	test('what is no JSON object is a 400, what is no JSON a 415', async () => {
		for (const body of ['[]', '7', '"x"', 'null', '{', '{"text":"a"}x', '{"text":1,"text":2}']) {
			await refused(400, api.post('/goals/search', body));
		}
		await refused(415, api.post('/goals/search', 'text=a',
			{ headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }));
	});

	test('repeated query parameters are a 400', () => badFields(['status'],
		api.get('/goals?status=active&status=completed')));

	test('a search writes nothing, so it ignores an Idempotency-Key', async () => {
		const once = { headers: { 'Idempotency-Key': 'search' } };
		const first = await expect(200, api.post('/goals/search', { status: 'active' }, once));
		const again = await expect(200, api.post('/goals/search', { status: 'completed' }, once));

		assert.notDeepEqual(again.body, first.body);
		assert.equal(again.headers['idempotent-replayed'], undefined);
	});

	test('GET /goals has an ETag that a write makes new', async () => {
		const { headers } = await api.get('/goals');
		const known = { headers: { 'If-None-Match': headers.etag } };

		await expect(304, api.get('/goals', known));
		await ok(api.post('/teams', { name: 'New' }));
		await expect(200, api.get('/goals', known));
	});
});

describe('text', () => {
	let goals;

	before(async () => {
		goals = new Goals(new Workspace());
		await goals.goal({ title: 'Résumé überarbeiten', description: 'needle' });
		await goals.goal({ title: 'ÜBERSICHT' });
		await goals.goal({ title: '100% done' });
		await goals.goal({ title: '100 of 100' });
		await goals.goal({ title: 'snake_case, really' });
		await goals.goal({ title: 'snakeXcase' });
		await goals.goal({ title: 'back\\slash' });
	});

	test('matches anywhere in the title, without regard to case or accents', async () => {
		for (const text of ['résumé', 'RESUME', 'ume uber']) {
			await finds(goals, { text }, 'Résumé überarbeiten');
		}
		await finds(goals, { text: 'uber' }, 'Résumé überarbeiten', 'ÜBERSICHT');
	});

	test('does not look into descriptions', () => finds(goals, { text: 'needle' }));

	test('%, _ and \\ are ordinary characters', async () => {
		await finds(goals, { text: '100%' }, '100% done');
		await finds(goals, { text: '%' }, '100% done');
		await finds(goals, { text: 'snake_case' }, 'snake_case, really');
		await finds(goals, { text: '_' }, 'snake_case, really');
		await finds(goals, { text: '\\' }, 'back\\slash');
		await finds(goals, { text: '1%0' });
	});

	test('a comma in it separates nothing', () =>
		finds(goals, { text: 'case, really' }, 'snake_case, really'));
});

describe('the period', () => {
	let space, goals;

	before(async () => {
		space = new Workspace();
		goals = new Goals(space);
		const cycle = await space.cycle({ start_date: day(100), end_date: day(110) });

		await goals.goal({ title: 'own', date_start: day(10), date_end: day(20) });
		await goals.goal({ title: 'long', date_start: day(0), date_end: day(300) });
		await goals.goal({ title: 'none' });
		await goals.goal({ title: 'half', date_start: day(10) });
		const cycled = await space.okr({ title: 'cycle', cycle_id: cycle.id });

		// The cycle's dates win over its own.
		await goals.change(cycled, { date_start: day(10), date_end: day(20) });
	});

	const period = (start, end) => ({ date_period_start: day(start), date_period_end: day(end) });

	test('keeps goals whose dates overlap it, both ends included', async () => {
		await finds(goals, period(12, 15), 'own', 'long');
		await finds(goals, period(5, 10), 'own', 'long');
		await finds(goals, period(20, 25), 'own', 'long');
		await finds(goals, period(21, 25), 'long');
		await finds(goals, period(5, 9), 'long');
		await finds(goals, period(5, 30), 'own', 'long');
		await finds(goals, period(301, 400));
		await finds(goals, period(-10, -1));
	});

	test('is the effective one: a cycle wins over own dates', async () => {
		await finds(goals, period(105, 105), 'cycle', 'long');
		await finds(goals, period(110, 120), 'cycle', 'long');
		await finds(goals, period(111, 120), 'long');
	});

	test('may be open at either end', async () => {
		await finds(goals, { date_period_start: day(21) }, 'long', 'cycle');
		await finds(goals, { date_period_start: day(20) }, 'own', 'long', 'cycle');
		await finds(goals, { date_period_end: day(9) }, 'long');
		await finds(goals, { date_period_end: day(10) }, 'own', 'long');
	});
});

describe('the place in the tree', () => {
	let goals, api, root, other, middle, gone;

	before(async () => {
		goals = new Goals(new Workspace());
		api = goals.api;
		root = await goals.goal({ title: 'root' });
		other = await goals.goal({ title: 'other root' });
		middle = await goals.child(root, { title: 'middle' });
		await goals.child(middle, { title: 'leaf' });
		await goals.child(other, { title: 'other leaf' });
		gone = await goals.child(root, { title: 'gone' });
		await goals.child(gone, { title: 'orphan' });
		await expect(204, api.delete(`/goals/${gone.id}`));
	});

	test('only_top_level: goals without a parent, or whose parent is deleted', async () => {
		await finds(goals, { only_top_level: true }, 'root', 'other root', 'orphan');
		const { items } = await goals.search({ only_top_level: true });

		for (const { parent_goal_id, parent_goal } of items) {
			assert.deepEqual([parent_goal_id, parent_goal], [null, null]);
		}
		await finds(goals, { only_top_level: false }, 'root', 'other root', 'middle', 'leaf',
			'other leaf', 'orphan');
		await finds(goals, { only_top_level: true, text: 'root' }, 'root', 'other root');
	});

	test('parent_goal_id: direct children of one, or of any of several', async () => {
		await finds(goals, { parent_goal_id: root.id }, 'middle');
		await finds(goals, { parent_goal_id: [root.id] }, 'middle');
		await finds(goals, { parent_goal_id: [middle.id, other.id] }, 'leaf', 'other leaf');
		await finds(goals, { parent_goal_id: [middle.id, nobody] }, 'leaf');
		await finds(goals, { parent_goal_id: nobody });
		await finds(goals, { parent_goal_id: [nobody] });
	});

	test('a deleted parent has no children, since it reads as null', async () => {
		await finds(goals, { parent_goal_id: gone.id });
		await finds(goals, { parent_goal_id: [gone.id] });
		await finds(goals, { parent_goal_id: [gone.id, middle.id] }, 'leaf');
	});

	test('with its parent restored an orphan is no top-level goal any more', async () => {
		await ok(api.post(`/okrs/${gone.id}/restore`));
		await finds(goals, { only_top_level: true }, 'root', 'other root');
		await finds(goals, { parent_goal_id: gone.id }, 'orphan');
		await expect(204, api.delete(`/goals/${gone.id}`));
	});

	test('a hundred parents may be named, and their ids in any form', async () => {
		const ids = Array.from({ length: 99 }, (_, i) =>
			`01890000-0000-7000-8000-${String(i).padStart(12, '0')}`);

		await finds(goals, { parent_goal_id: [...ids, root.id] }, 'middle');
		await finds(goals, { parent_goal_id: root.id.toUpperCase() }, 'middle');
	});

	test('items have their parent and counts, but no nested lists', async () => {
		const { items: [item] } = await goals.search({ text: 'leaf', parent_goal_id: middle.id });

		assert.equal(item.parent_goal.id, middle.id);
		assert.equal(item.parent_goal.parent_goal_id, root.id);
		assert.equal(item.goal_key_results, undefined);
	});
});

describe('pages', () => {
	let space, api, goals, made;

	// Titles in a mixed order with ties, dates that some lack, progress with ties.
	before(async () => {
		space = new Workspace();
		api = space.api;
		goals = new Goals(space);
		made = await inParallel(4, 60, async (i) => {
			const goal = await goals.goal({ title: `Goal ${String((i * 7) % 23).padStart(2, '0')}`,
				...i % 5 && { date_start: day(0), date_end: day((i * 11) % 17) } });

			if (i % 3) {
				await goals.at(goal, (i * 13) % 50);
			}
			return goal.id;
		});
	});

	test('hold 50 by default, 500 at most, and tell the total', async () => {
		const first = await goals.search({});

		assert.deepEqual([first.items.length, first.total], [50, 60]);
		const second = await goals.search({ cursor: first.next_cursor });

		assert.deepEqual([second.items.length, second.total, second.next_cursor], [10, 60, null]);
		assert.equal((await goals.search({ limit: 500 })).items.length, 60);
		assert.equal((await goals.search({ limit: 60 })).next_cursor, null, 'ends exactly there');
		for (const limit of [0, 501, -1, 1.5]) {
			await badFields(['limit'], api.post('/goals/search', { limit }));
			await badFields(['limit'], api.get(`/goals?limit=${limit}`));
		}
	});

	test('come newest first without a sort', async () => {
		const { items } = await goals.search({ limit: 500 });
		const ids = items.map(({ id }) => id);

		assert.deepEqual(ids, [...ids].sort().reverse());
	});

	test('of GET /goals are linked: the next URL stands in the Link header', async () => {
		const answers = await walk(api, '/goals?limit=25&text=goal&sort=title');

		assert.deepEqual(answers.map(({ body }) => body.items.length), [25, 25, 10]);
		assert.equal(new Set(answers.flatMap(({ body }) => body.items.map(({ id }) => id))).size, 60);
	});

	// Every item of a walk by next_cursor; `between` is called before each next page.
	async function collect(body, between = () => {}) {
		const items = [];
		let cursor;

		do {
			const page = await goals.search({ ...body, ...cursor && { cursor } });

			items.push(...page.items);
			cursor = page.next_cursor;
			assert.ok(page.items.length === body.limit || !cursor, 'a page in between is full');
			await between();
		} while (cursor);
		return items;
	}

	// A goal without a date ends after all others.
	const endless = '9999-12-31';
	const keys = { created_at: ({ id }) => id, updated_at: ({ updated_at }) => updated_at,
		title: ({ title }) => title, progress: ({ progress }) => progress,
		date_end: ({ date_end }) => date_end };

	for (const [name, key] of Object.entries(keys)) {
		for (const sort of [name, `-${name}`]) {
			test(`sort ${sort}: a walk is in order and sees each exactly once`, async () => {
				const items = await collect({ sort, limit: 7 });
				const values = items.map((item) => key(item) ?? endless);
				const direction = sort === name ? 1 : -1;

				assert.deepEqual(items.map(({ id }) => id).sort(), [...made].sort());
				for (let i = 1; i < values.length; i++) {
					const order = values[i - 1] < values[i] ? -1 : Number(values[i - 1] > values[i]);

					assert.ok(order * direction <= 0, `${values[i - 1]}, then ${values[i]}`);
				}
			});
		}
	}

	test('filters hold on every page', async () => {
		const items = await collect({ text: 'Goal 0', sort: '-progress', limit: 4 });
		const { total } = await goals.search({ text: 'Goal 0', limit: 1 });

		assert.ok(total > 10);
		assert.equal(items.length, total);
		assert.ok(items.every(({ title }) => title.startsWith('Goal 0')));
	});

	test('goals that come and go meanwhile disturb no other', async () => {
		const gone = new Set();
		let i = 0;
		const seen = (await collect({ sort: 'title', limit: 5 }, async () => {
			const victim = made[i++ * 4];

			await expect(204, api.delete(`/goals/${victim}`));
			gone.add(victim);
			await goals.goal({ title: `Goal ${String((i * 5) % 23).padStart(2, '0')}` });
		})).map(({ id }) => id);

		assert.equal(new Set(seen).size, seen.length, 'a goal came twice');
		for (const id of made.filter((one) => !gone.has(one))) {
			assert.ok(seen.includes(id), `${id} was skipped`);
		}
	});

	test('a broken cursor is a 400', async () => {
		for (const cursor of ['x', '', '0'.repeat(48), 'a'.repeat(5000)]) {
			await badFields(['cursor'], api.post('/goals/search', { cursor }));
			await badFields(['cursor'], api.get(`/goals?cursor=${cursor}`));
		}
	});
});
