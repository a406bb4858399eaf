// Records that sleep (deleted, archived, cancelled, without an owner) while what their numbers hang on
// changes, and then wake: okrctl verify finds nothing at any time, and they end as a twin that was
// awake all the while. Every pair of a sleep and a change is walked (issue 11, B7).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { day, instant } from '../lib/days.mjs';
import { hex, olderId } from '../lib/ids.mjs';
import { insist } from '../lib/patience.mjs';
import { inParallel } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

// Of requests at once; those that wait for one workspace occupy at most half of the workers.
const WIDTH = 3, WORKERS = 8;

const DEADLOCK = 1213;

let site;

/** One workspace with a key, and short ways to write to it. */
class Space {
	static async make(name) {
		const space = new Space();
		space.name = name;
		await site.administer('workspace', 'create', '--name', name);
		space.key = (await site.makeKey({ workspace: name })).key;
		return space;
	}

	ask(method, path, body) {
		return insist(site, method, `/api/v1${path}`, { body, key: this.key });
	}

	async must(method, path, body) {
		const answer = await this.ask(method, path, body);
		assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.json;
	}

	/** What differs, under the names that are given to the ids. */
	async verify(names = new Map()) {
		const done = await site.okrctl('--json', 'verify', '--workspace', this.name);
		const rows = JSON.parse(done.out);
		assert.equal(done.code, rows.length > 0 ? 1 : 0, done.err);
		return rows.map(({ id, field, stored, computed }) =>
			`${names.get(id) ?? id}: ${field} ${stored}, not ${computed}`);
	}

	cycle(name, start, end) {
		return this.must('POST', '/cycles', { name, start_date: day(start), end_date: day(end) });
	}

	async checkIn(keyResult, value, days, fields = {}) {
		return this.must('POST', `/key-results/${keyResult.id}/checkins`,
			{ value, checked_in_at: instant(-days), ...fields });
	}
}

let made = 0;

/** Lets a key result without a history have been made so many days ago. */
async function age(keyResult, days) {
	const id = olderId(keyResult.id, days);
	const [outcome] = await site.mariadb.outcomes(
		[`UPDATE key_result SET id = ${hex(id)} WHERE id = ${hex(keyResult.id)}`]);
	if (outcome === DEADLOCK)
		return age(keyResult, days);
	assert.equal(outcome, 0);
	return { ...keyResult, id };
}

/**
 * A tree: root, parent, okr with a child and two key results, one of them with a short history whose
 * rate hangs on the period's start, because it is older than that; a sibling beside.
 */
async function plant(space) {
	const number = ++made;
	const cycle = await space.cycle(`A ${number}`, -40, 50);
	const other = await space.cycle(`B ${number}`, -25, 90);
	const owner = await space.must('POST', '/users',
		{ name: 'Bob', email: `bob${number}@example.org` });
	const okr = (title, parent, fields = {}) => space.must('POST', '/okrs', { title, type: 'org',
		cycle_id: cycle.id, owner_id: owner.id, ...parent && { parent_okr_id: parent.id }, ...fields });
	const keyResult = (of, fields = {}) => space.must('POST', `/okrs/${of.id}/key-results`, {
		title: 'k', metric_type: 'number', start_value: 0, target_value: 100, ...fields });
	const tree = { cycle, other, owner };
	tree.root = await okr('root');
	tree.parent = await okr('parent', tree.root);
	tree.okr = await okr('okr', tree.parent);
	tree.child = await okr('child', tree.okr, { weight: 2 });
	tree.sibling = await okr('sibling', tree.parent);
	tree.measured = await age(await keyResult(tree.okr), 100);
	tree.silent = await keyResult(tree.okr, { current_value: 30, weight: 3 });
	tree.below = await age(await keyResult(tree.child), 100);
	tree.beside = await keyResult(tree.sibling);
	tree.first = await space.checkIn(tree.measured, 20, 15);
	tree.second = await space.checkIn(tree.measured, 35, 5, { status: 'at_risk' });
	tree.third = await space.checkIn(tree.below, 60, 3);
	await space.checkIn(tree.beside, 80, 2);
	return tree;
}

const okrPath = (okr) => `/okrs/${okr.id}`;
const remove = (what) => (space, tree) => space.must('DELETE', what(tree));
const restore = (what) => (space, tree) => space.must('POST', `${what(tree)}/restore`);
const put = (what, fields) => (space, tree) => space.must('PUT', what(tree), fields);
const all = (...steps) => async (space, tree) => {
	for (const step of steps)
		await step(space, tree);
};
const [okr, parent, child] = ['okr', 'parent', 'child'].map((name) =>
	(tree) => okrPath(tree[name]));
const keyResult = (tree) => `/key-results/${tree.measured.id}`;
const owner = (tree) => `/users/${tree.owner.id}`;

/** How a part of the tree falls asleep, and how it wakes. */
const sleeps = {
	'the OKR is deleted': [remove(okr), restore(okr)],
	'the OKR is archived': [put(okr, { is_archived: true }), put(okr, { is_archived: false })],
	'the OKR is cancelled': [put(okr, { lifecycle: 'cancelled' }),
		put(okr, { lifecycle: 'active' })],
	'the OKR is a draft': [put(okr, { lifecycle: 'draft' }), put(okr, { lifecycle: 'active' })],
	'the OKR is completed': [put(okr, { lifecycle: 'completed' }),
		put(okr, { lifecycle: 'active' })],
	'its parent is deleted': [remove(parent), restore(parent)],
	'its parent is archived': [put(parent, { is_archived: true }),
		put(parent, { is_archived: false })],
	'its parent and it are deleted': [all(remove(parent), remove(okr)),
		all(restore(parent), restore(okr))],
	'it and its parent are deleted': [all(remove(okr), remove(parent)),
		all(restore(okr), restore(parent))],
	'it and its child are deleted': [all(remove(okr), remove(child)),
		all(restore(child), restore(okr))],
	'its child is deleted': [remove(child), restore(child)],
	'a key result is deleted': [remove(keyResult), restore(keyResult)],
	'a key result and then the OKR are deleted': [all(remove(keyResult), remove(okr)),
		all(restore(okr), restore(keyResult))],
	'the OKR is archived and deleted': [all(put(okr, { is_archived: true }), remove(okr)),
		all(restore(okr), put(okr, { is_archived: false }))],
	'its owner is deactivated': [remove(owner), put(owner, { active: true })],
};

const request = (method, path, body) => (space, tree) =>
	space.ask(method, path(tree), body?.(tree));

/** What changes meanwhile. A sleeper may refuse it: then its twin is not asked either. */
const changes = {
	'the cycle begins later': request('PUT', (tree) => `/cycles/${tree.cycle.id}`,
		() => ({ start_date: day(-20) })),
	'the cycle begins earlier': request('PUT', (tree) => `/cycles/${tree.cycle.id}`,
		() => ({ start_date: day(-80) })),
	'the cycle ends earlier': request('PUT', (tree) => `/cycles/${tree.cycle.id}`,
		() => ({ end_date: day(5) })),
	'the cycle moves as a whole': request('PUT', (tree) => `/cycles/${tree.cycle.id}`,
		() => ({ start_date: day(-30), end_date: day(60) })),
	'the OKR changes its cycle': request('PUT', okr, (tree) => ({ cycle_id: tree.other.id })),
	'the OKR gets dates of its own': request('PATCH', (tree) => `/okr/objectives/${tree.okr.id}`,
		() => ({ period: 'some time' })),
	'the parent changes its cycle': request('PUT', parent,
		(tree) => ({ cycle_id: tree.other.id })),
	'the OKR moves below the root': request('PUT', okr, (tree) => ({ parent_okr_id: tree.root.id })),
	'the child moves to the sibling': request('PUT', child,
		(tree) => ({ parent_okr_id: tree.sibling.id })),
	'the sibling moves below the OKR': request('PUT', (tree) => okrPath(tree.sibling),
		(tree) => ({ parent_okr_id: tree.okr.id })),
	'the OKR weighs more': request('PUT', okr, () => ({ weight: 5 })),
	'the child weighs nothing': request('PUT', child, () => ({ weight: 0 })),
	'a key result weighs more': request('PUT', keyResult, () => ({ weight: 4 })),
	'check-ins are expected less often': request('PUT', okr,
		() => ({ check_in_frequency: 'quarterly' })),
	'a check-in comes': request('POST', (tree) => `${keyResult(tree)}/checkins`,
		() => ({ value: 50, status: 'off_track' })),
	'a check-in comes late': request('POST', (tree) => `${keyResult(tree)}/checkins`,
		() => ({ value: 5, checked_in_at: instant(-30) })),
	'a check-in is corrected': request('PUT', (tree) => `/checkins/${tree.second.id}`,
		() => ({ value: 70, status: 'on_track' })),
	'a check-in is deleted': request('DELETE', (tree) => `/checkins/${tree.second.id}`),
	'the first check-in is deleted': request('DELETE', (tree) => `/checkins/${tree.first.id}`),
	'a check-in comes below': request('POST', (tree) => `/key-results/${tree.below.id}/checkins`,
		() => ({ value: 90, status: 'off_track' })),
	'a check-in comes beside': request('POST', (tree) => `/key-results/${tree.beside.id}/checkins`,
		() => ({ value: 10 })),
	'a value is edited': request('PUT', keyResult, () => ({ current_value: 66 })),
	'a target is changed': request('PUT', keyResult, () => ({ target_value: 40 })),
	'a start is changed': request('PUT', keyResult, () => ({ start_value: 10 })),
	'a key result is added': request('POST', (tree) => `${okr(tree)}/key-results`, () => ({
		title: 'new', metric_type: 'number', start_value: 0, target_value: 10, current_value: 9 })),
	'a key result leaves': request('PATCH', (tree) => `/okr/objectives/${tree.okr.id}`,
		(tree) => ({ key_result_ids: [tree.measured.id] })),
	'a child is added': request('POST', () => '/okrs', (tree) => ({ title: 'new', type: 'org',
		cycle_id: tree.cycle.id, parent_okr_id: tree.okr.id })),
	'the sibling is deleted': request('DELETE', (tree) => okrPath(tree.sibling)),
	'the owner is deactivated': request('DELETE', owner),
	'a purge runs': async () => {
		await site.administer('purge');
		return { status: 200 };
	},
};

/** All numbers of a tree that are stored, in an order that does not hang on ids. */
async function numbersOf(tree) {
	const okrs = ['root', 'parent', 'okr', 'child', 'sibling'];
	const keyResults = ['measured', 'silent', 'below', 'beside'];
	const ids = (names) => names.map((name) => hex(tree[name].id)).join();
	const order = (names) => `ORDER BY FIELD(id, ${ids(names)})`;
	const days = (column) => `DATEDIFF(UTC_DATE(), ${column})`;
	const rows = await site.mariadb.sql(`
		SELECT ROUND(progress, 9), confidence_level, ${days('last_check_in_at')},
			${days('period_start')}, ${days('period_end')} FROM objective
			WHERE id IN (${ids(okrs)}) ${order(okrs)};
		SELECT current_value, ROUND(progress, 9), status, ROUND(velocity, 9), trend,
			check_in_count, ${days('last_check_in_at')}, last_check_in_status, objective_id IS NULL
			FROM key_result WHERE id IN (${ids(keyResults)}) ${order(keyResults)}`);

	return Object.fromEntries([...okrs, ...keyResults].map((name, i) => [name, rows[i]]));
}

before(async () => {
	site = await Site.make();
	await site.serve({ workers: WORKERS });
});

after(() => site?.close());

/** The ids of a tree, each with what the tree is for. */
const named = (plots) => new Map(plots.flatMap(({ change, sleeper, twin }) =>
	[[sleeper, 'asleep'], [twin, 'awake']].flatMap(([tree, which]) => Object.entries(tree)
		.map(([name, { id }]) => [id, `${name} ${which}, when ${change}`]))));

for (const [sleep, [fallAsleep, wake]] of Object.entries(sleeps))
	test(`while ${sleep}, whatever changes`, async () => {
		const space = await Space.make(sleep);
		const plots = await inParallel(WIDTH, Object.keys(changes).length, async (i) => {
			const [change, make] = Object.entries(changes)[i];
			return { change, make, sleeper: await plant(space), twin: await plant(space) };
		});
		const names = named(plots);
		const each = (work) => inParallel(WIDTH, plots.length, (i) => work(plots[i]));

		assert.deepEqual(await space.verify(names), [], 'planted');
		await each(({ sleeper }) => fallAsleep(space, sleeper));
		assert.deepEqual(await space.verify(names), [], 'asleep');
		await each(async (plot) => {
			const { status, text } = await plot.make(space, plot.sleeper);
			assert.ok(status < 300 || [400, 404, 409].includes(status), `${status} ${text}`);
			plot.isDone = status < 300;
			if (plot.isDone)
				await plot.make(space, plot.twin);
		});
		assert.ok(plots.filter(({ isDone }) => isDone).length >= 9, 'most of it can be done');
		assert.deepEqual(await space.verify(names), [], 'changed while asleep');
		await each(({ sleeper }) => wake(space, sleeper));
		assert.deepEqual(await space.verify(names), [], 'awake');
		for (const { change, sleeper, twin } of plots)
			assert.deepEqual(await numbersOf(sleeper), await numbersOf(twin), change);
	});

test('velocity that grew stale before this was mended is right when its OKR is restored', async () => {
	const space = await Space.make('old');
	const tree = await plant(space);

	await space.must('DELETE', okr(tree));
	await site.mariadb.sql(`UPDATE key_result SET velocity = velocity * 2 WHERE
		id = ${hex(tree.measured.id)}`);
	assert.equal((await space.verify()).length, 1);
	await space.must('POST', `${okr(tree)}/restore`);
	assert.deepEqual(await space.verify(), []);
});
