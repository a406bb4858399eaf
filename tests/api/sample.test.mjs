/*
 * The sample company as a newcomer meets it over HTTP: KPIs with their history, initiatives and reviews
 * beside the OKRs (issue 11, point 19). Its tables are tested for every day in tests/unit/test_sample.c.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';

import { Client, ok } from '../lib/client.mjs';
import { configFile, okrctl, okrctlPath, url } from '../lib/server.mjs';
import { Workspace, allScopes, day, unique } from '../lib/workspace.mjs';

const name = unique('sample');

okrctl('workspace', 'create', '--name', name);
const counts = okrctl('sample', 'load', '--workspace', name);
const api = new Client(url, okrctl('key', 'create', '--workspace', name, '--name', 'test',
	'--scopes', allScopes.join(','), '--rate-limit', '0').key);
const tally = (rows, member) => rows.reduce((all, row) =>
	({ ...all, [row[member]]: (all[row[member]] ?? 0) + 1 }), {});

test('the command says how much it has made', () => {
	const { kpis, kpi_updates, initiatives, review_cycles, reviews } = counts;

	assert.deepEqual({ kpis, kpi_updates, initiatives, review_cycles, reviews },
		{ kpis: 6, kpi_updates: 72, initiatives: 12, review_cycles: 2, reviews: 7 });
});

describe('six KPIs', () => {
	test('one is better when lower, one overdue, one off track', async () => {
		const rows = await ok(api.get('/kpis'));

		assert.equal(rows.length, 6);
		const whole = await Promise.all(rows.map(({ id }) => ok(api.get(`/kpis/${id}`))));

		assert.deepEqual(tally(whole, 'direction'), { higher: 5, lower: 1 });
		assert.deepEqual(tally(whole, 'overdue'), { true: 1, false: 5 });
		assert.deepEqual(tally(whole, 'status'), { on_track: 3, at_risk: 2, off_track: 1 });
	});

	test('each with twelve updates that follow each other, some with a comment', async () => {
		for (const { id, created_at, current_value, last_updated_at } of await ok(api.get('/kpis'))) {
			const updates = (await ok(api.get(`/kpis/${id}/updates`))).reverse();

			assert.equal(updates.length, 12);
			for (const [i, { previous_value, created_at: at }] of updates.entries()) {
				const before = updates[i - 1];

				assert.ok(at > (before?.created_at ?? created_at), `${id} ${i}`);
				assert.ok(before === undefined || previous_value === before.new_value);
			}
			assert.equal(current_value, updates.at(-1).new_value);
			assert.equal(last_updated_at, updates.at(-1).created_at);
			assert.ok(updates.some(({ comment }) => comment));
		}
	});

	test('are told by the insights: the overdue one and that which is off track', async () => {
		const { insights } = await ok(api.get('/reports/insights'));
		const types = insights.map(({ type }) => type);

		assert.ok(types.includes('kpi_overdue') && types.includes('kpi_off_track'), types.join());
	});
});

describe('twelve initiatives', () => {
	test('of every status and priority, on key results, objectives and nothing', async () => {
		const { data } = await ok(api.get('/initiatives'));

		assert.equal(data.length, 12);
		assert.deepEqual(tally(data, 'status'), { todo: 3, in_progress: 5, done: 3, blocked: 1 });
		assert.deepEqual(Object.keys(tally(data, 'priority')).sort(), ['p0', 'p1', 'p2', 'p3']);
		assert.ok(data.every(({ start_date, end_date }) => start_date <= end_date));
		assert.ok(data.every(({ status, start_date }) =>
			(start_date > day(0)) === (status === 'todo')));
		assert.equal(data.filter(({ okr_id }) => okr_id === null).length, 1);
		for (const { kr_id, okr_id } of data.filter((row) => row.kr_id !== null)) {
			assert.equal((await ok(api.get(`/key-results/${kr_id}`))).okr_id, okr_id);
		}
	});
});

describe('two review cycles', () => {
	test('one closed, one active, with shared reviews and no draft to be read', async () => {
		const cycles = await ok(api.get('/review-cycles'));
		const reviews = await ok(api.get('/reviews'));

		assert.deepEqual(tally(cycles, 'status'), { active: 1, closed: 1 });
		assert.ok(cycles.every(({ status, due_date }) =>
			(due_date < day(0)) === (status === 'closed')));
		assert.equal(reviews.length, 5);
		for (const { id } of reviews) {
			const summary = await ok(api.get(`/reviews/${id}/summary`));

			assert.ok(JSON.stringify(summary).includes('"answer":"'), JSON.stringify(summary));
		}
	});
});

test('its owners alone edit, as in a workspace that is set up', async () => {
	assert.equal((await ok(api.get('/workspace'))).edit_policy, 'owners');
});

test('every stored number of it agrees', () => {
	assert.deepEqual(okrctl('verify', '--workspace', name), []);
});

test('it is loaded into an empty workspace only, and a KPI alone fills one', async () => {
	const load = (workspace) => spawnSync(okrctlPath, ['--config', configFile, 'sample', 'load',
		'--workspace', workspace], { encoding: 'utf8' });
	const other = new Workspace();

	for (const done of [load(name), load(other.name)]) {
		assert.equal(done.status, 1);
		assert.match(done.stderr, /is in use: load the sample into an empty workspace/);
	}
	const empty = unique('with-a-kpi');

	okrctl('workspace', 'create', '--name', empty);
	const key = okrctl('key', 'create', '--workspace', empty, '--name', 'x', '--scopes', 'all');

	await ok(new Client(url, key.key).post('/kpis', { name: 'Alone' }));
	assert.equal(load(empty).status, 1);
});
