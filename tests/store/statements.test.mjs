// How many statements an answer costs, counted by the database. On an installation of its own: the
// count is that of the whole server, and the API tests share theirs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Site } from '../lib/site.mjs';

const reports = ['cycle', 'teams', 'risks', 'insights'].map((name) => `/api/v1/reports/${name}`);

let site, cycle;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 1 });
	const day = (offset) => new Date(Date.now() + offset * 86400000).toISOString().slice(0, 10);
	cycle = await site.must('POST', '/api/v1/cycles', { name: 'C', start_date: day(-50),
		end_date: day(50) });
});

after(() => site?.close());

async function executed() {
	const [[, count]] = await site.mariadb.sql('SHOW GLOBAL STATUS LIKE \'Com_stmt_execute\'');
	return Number(count);
}

// Once a minute a key's last use is noted: the least of several is the report's own.
async function cost(path) {
	const counts = [];
	for (let i = 0; i < 4; i++) {
		const earlier = await executed();
		await site.must('GET', path);
		counts.push(await executed() - earlier);
	}
	return Math.min(...counts);
}

async function costs() {
	const all = {};
	for (const path of reports)
		all[path] = await cost(path);
	return all;
}

/** Every kind of row that a report reads grows with the objectives. */
async function addObjective(i, parent_okr_id) {
	const owner = await site.must('POST', '/api/v1/users', { name: 'P', email: `p${i}@example.org` });
	const team = await site.must('POST', '/api/v1/teams', { name: `T${i}` });
	const okr = await site.must('POST', '/api/v1/okrs', { title: 'O', type: 'team', cycle_id: cycle.id,
		parent_okr_id, owner_id: owner.id, team_id: team.id });
	const keyResult = await site.must('POST', `/api/v1/okrs/${okr.id}/key-results`, { title: 'K',
		metric_type: 'number', start_value: 0, target_value: 100, owner_id: owner.id });
	await site.must('POST', `/api/v1/key-results/${keyResult.id}/checkins`,
		{ value: 1, status: 'blocked', blocker_note: 'x' });
	await site.must('POST', '/api/v1/kpis', { name: `K${i}`, current_value: 1 });
	return okr.id;
}

test('a report costs the same number of statements for 10 objectives and for 200', async () => {
	const ids = [];
	while (ids.length < 10)
		ids.push(await addObjective(ids.length, ids.at(-1)));
	const few = await costs();
	while (ids.length < 200)
		ids.push(await addObjective(ids.length, ids[ids.length % 10]));
	assert.deepEqual(await costs(), few);
	assert.ok(Object.values(few).every((count) => count > 0 && count <= 12), JSON.stringify(few));
});
