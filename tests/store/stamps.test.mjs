// Stamps: each write of a workspace has one of its own, later than every one before, however many come
// within a millisecond and wherever the clock stands (rulings.md 20). What hangs on it: restoring brings
// back exactly what one deletion took, and updated_since misses nothing.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { hex } from '../lib/ids.mjs';
import { Site } from '../lib/site.mjs';

const MINUTE = 60000;

let site, cycle, ahead;

const okr = () => site.must('POST', '/api/v1/okrs', { title: 'O', type: 'org', cycle_id: cycle.id });

const keyResult = ({ id }) => site.must('POST', `/api/v1/okrs/${id}/key-results`,
	{ title: 'K', metric_type: 'number', start_value: 0, target_value: 10 });

/** Milliseconds since 1970 of a record's columns. */
async function stamps(table, id, ...columns) {
	const list = columns.map((name) => `ROUND(UNIX_TIMESTAMP(${name}) * 1000)`).join();
	const [row] = await site.mariadb.sql(`SET time_zone = '+00:00';
		SELECT ${list} FROM ${table} WHERE id = ${hex(id)}`);
	return row.map(Number);
}

const timeIn = (id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	cycle = await site.must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
});

after(() => site?.close());

// As if the newest write had been made minutes from now: all others come within its millisecond.
beforeEach(async () => {
	ahead = Date.now() + 10 * MINUTE;
	await site.mariadb.sql(`UPDATE organisation SET stamped_at = ${ahead},
		revision = FLOOR(RAND() * 9e18)`);
});

test('two writes of one millisecond have two stamps, one after the other', async () => {
	const made = [];
	for (let i = 0; i < 5; i++)
		made.push(await okr());
	assert.deepEqual(made.map(({ id }) => timeIn(id) - ahead), [1, 2, 3, 4, 5]);
	for (const [i, { id }] of made.entries())
		assert.deepEqual(await stamps('objective', id, 'updated_at'), [ahead + i + 1]);
	await site.must('PUT', `/api/v1/okrs/${made[0].id}`, { title: 'again' });
	assert.deepEqual(await stamps('objective', made[0].id, 'updated_at'), [ahead + 6]);
});

test('all rows of one write have its stamp', async () => {
	const made = await site.must('POST', '/api/v1/okrs', { title: 'O', type: 'org',
		cycle_id: cycle.id, key_results: ['a', 'b'].map((title) => ({ title,
			metric_type: 'number', start_value: 0, target_value: 10 })) });
	const rows = [made, ...made.key_results];

	assert.deepEqual(rows.map(({ id }) => timeIn(id) - ahead), [1, 1, 1]);
	assert.deepEqual(await stamps('objective', made.id, 'updated_at'), [ahead + 1]);
	for (const { id } of made.key_results)
		assert.deepEqual(await stamps('key_result', id, 'updated_at'), [ahead + 1]);
});

test('an OKR deleted right after a key result of its brings back that one alone not', async () => {
	const made = await okr();
	const [first, second] = [await keyResult(made), await keyResult(made)];

	await site.must('DELETE', `/api/v1/key-results/${first.id}`);
	await site.must('DELETE', `/api/v1/okrs/${made.id}`);
	assert.deepEqual(await stamps('key_result', first.id, 'deleted_at'), [ahead + 4]);
	assert.deepEqual(await stamps('key_result', second.id, 'deleted_at'), [ahead + 5]);
	const back = await site.must('POST', `/api/v1/okrs/${made.id}/restore`);
	assert.deepEqual(back.key_results.map(({ id }) => id), [second.id]);
});

test('updated_since misses no write of the same millisecond', async () => {
	const [first, second] = [await okr(), await okr()];
	const since = new Date(timeIn(first.id)).toISOString();
	const found = await site.must('GET', `/api/v1/okrs?updated_since=${since}`);

	assert.deepEqual(found.map(({ id }) => id).filter((id) =>
		[first.id, second.id].includes(id)).sort(), [first.id, second.id].sort());
});

test('where nothing was written later, the stamp is the time of the clock', async () => {
	await site.mariadb.sql('UPDATE organisation SET stamped_at = 0');
	const start = Date.now();
	const { id } = await okr();

	assert.ok(timeIn(id) >= start && timeIn(id) <= Date.now());
});
