/*
 * What changes at 00:00 UTC without a write (rulings.md 12): kept answers, validators, the status of
 * cycles, health, KPIs that become overdue. The clock is set, so that the second before midnight
 * lasts as long as a test needs it.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { moveClock, setClock } from '../lib/clock.mjs';
import { expect, ok } from '../lib/client.mjs';
import { call } from '../lib/mcp.mjs';
import { Workspace, day } from '../lib/workspace.mjs';

setClock('2027-03-14T23:59:59Z');

const space = new Workspace();
const { api } = space;

function ifNoneMatch(path, tag, headers = {}) {
	return api.get(path, { headers: { 'If-None-Match': tag, ...headers } });
}

// Reads at the last second of a day and at the first of the next one.
async function overMidnight(path, options) {
	const read = () => expect(200, api.get(path, options));

	setClock('2027-03-14T23:59:59Z');
	await read();
	const before = await read();

	setClock('2027-03-15T00:00:00Z');
	return { before, after: await read(), kept: await read() };
}

describe('a day changes', () => {
	const cycle = space.cycle({ start_date: '2027-03-05', end_date: '2027-03-24' });

	test('a kept answer is not given on the next day: a record, a list, CSV, gzip', async () => {
		const okr = await space.okr({ cycle_id: (await cycle).id, title: 'Over midnight' });

		await space.keyResult(okr.id, { current_value: 10 });
		for (const path of [`/okrs/${okr.id}`, '/okrs', '/okrs?format=csv', '/reports/cycle',
			'/reports/risks', '/reports/insights', '/reports/teams']) {
			for (const coding of ['identity', 'gzip']) {
				const { before, after, kept } = await overMidnight(path,
					{ headers: { 'Accept-Encoding': coding }, loose: true });

				assert.notEqual(after.bytes.toString('hex'), before.bytes.toString('hex'),
					`${path}, ${coding}`);
				assert.notEqual(after.headers.etag, before.headers.etag, path);
				assert.deepEqual(kept.bytes, after.bytes, path);
			}
		}
	});

	test('expected progress takes its step at midnight, not a second before', async () => {
		const okr = await space.okr({ cycle_id: (await cycle).id });

		await space.keyResult(okr.id);
		const { before, after } = await overMidnight(`/okrs/${okr.id}`);

		// Nine and ten of 20 days are over.
		assert.equal(before.body.health.expected_progress, 0.45);
		assert.equal(after.body.health.expected_progress, 0.5);
	});

	test('If-None-Match of yesterday is not a 304, for what did not change either', async () => {
		const team = await space.team();

		for (const path of ['/okrs', '/teams', `/teams/${team.id}`, '/key-results?limit=1']) {
			setClock('2027-03-14T23:59:59Z');
			const { headers } = await expect(200, api.get(path));

			await expect(304, ifNoneMatch(path, headers.etag));
			moveClock({ seconds: 1 });
			const fresh = await expect(200, ifNoneMatch(path, headers.etag));

			await expect(304, ifNoneMatch(path, fresh.headers.etag));
			moveClock({ days: 1, ms: -1 });
			await expect(304, ifNoneMatch(path, fresh.headers.etag));
			moveClock({ ms: 1 });
			await expect(200, ifNoneMatch(path, fresh.headers.etag));
		}
	});

	test('If-Match of yesterday holds: it compares the version alone', async () => {
		setClock('2027-03-14T23:59:59Z');
		const okr = await space.okr({ cycle_id: (await cycle).id });
		const { headers } = await expect(200, api.get(`/okrs/${okr.id}`));

		setClock('2027-03-15T00:00:00Z');
		const body = { title: 'Of today' };

		await expect(200, api.put(`/okrs/${okr.id}`, body, { headers: { 'If-Match': headers.etag } }));
		await expect(412, api.put(`/okrs/${okr.id}`, body, { headers: { 'If-Match': headers.etag } }));
	});

	test('a day that comes back gives its own answer, not that of tomorrow', async () => {
		const path = `/cycles/${(await cycle).id}`;

		setClock('2027-03-04T12:00:00Z');
		const before = await expect(200, api.get(path));

		setClock('2027-03-25T00:00:00Z');
		const after = await expect(200, api.get(path));

		setClock('2027-03-04T12:00:00Z');
		assert.deepEqual((await expect(200, api.get(path))).body, before.body);
		assert.deepEqual([before.body.status, after.body.status], ['upcoming', 'ended']);
	});
});

// The status that a cycle has at these instants, by itself and in the filter of the list.
async function statuses(cycle, instants) {
	const seen = [];

	for (const instant of instants) {
		setClock(instant);
		const { status } = await ok(api.get(`/cycles/${cycle.id}`));
		const listed = await ok(api.get(`/cycles?status=${status}`));

		assert.ok(listed.some(({ id }) => id === cycle.id), `${instant}: not among the ${status}`);
		seen.push(status);
	}
	return seen;
}

describe('cycles begin at 00:00 of their first day and end after their last', () => {
	const cases = [
		['a quarter', '2027-04-01', '2027-06-30'],
		['one day', '2027-05-01', '2027-05-01'],
		['a year that ends on 31 December', '2027-01-01', '2027-12-31'],
		['a February of a leap year', '2028-02-01', '2028-02-29'],
		['a February of a common year', '2027-02-01', '2027-02-28'],
		['the 29th of February alone', '2028-02-29', '2028-02-29'],
	];

	for (const [what, start_date, end_date] of cases) {
		test(`${what}: ${start_date} to ${end_date}`, async () => {
			setClock(`${start_date}T00:00:00Z`);
			const cycle = await space.cycle({ start_date, end_date });
			const first = Date.parse(start_date), end = Date.parse(end_date) + 86400000;

			assert.deepEqual(await statuses(cycle, [first - 1, first, end - 1, end]),
				['upcoming', 'active', 'active', 'ended']);
		});
	}

	test('MCP\'s and the report\'s active cycle changes with the day', async () => {
		const own = new Workspace();
		const make = (name, start_date, end_date) =>
			ok(own.api.post('/cycles', { name, start_date, end_date }));
		const report = async (instant) => {
			setClock(instant);
			const name = (await ok(own.api.get('/reports/cycle'))).cycle?.name ?? null;
			const { body } = await call(own.api, 'older', 'tools/call',
				{ name: 'get_cycle', arguments: {} });

			assert.equal(body.result.structuredContent.cycle?.name ?? null, name, instant);
			return name;
		};

		await make('one', '2027-07-01', '2027-09-30');
		await make('two', '2027-10-01', '2027-12-31');
		assert.equal(await report('2027-06-30T23:59:59Z'), null);
		assert.equal(await report('2027-07-01T00:00:00Z'), 'one');
		assert.equal(await report('2027-09-30T23:59:59Z'), 'one');
		assert.equal(await report('2027-10-01T00:00:00Z'), 'two');
		assert.equal(await report('2028-01-01T00:00:00Z'), null);
	});
});

describe('leap days are days', () => {
	test('the expected progress of a period over 29 February counts it', async () => {
		setClock('2028-02-20T12:00:00Z');
		const cycle = await space.cycle({ start_date: '2028-02-20', end_date: '2028-03-10' });
		const okr = await space.okr({ cycle_id: cycle.id });
		const expected = async (instant) => {
			setClock(instant);
			return (await space.getOkr(okr.id)).health.expected_progress;
		};

		await space.keyResult(okr.id);
		assert.equal(await expected('2028-02-28T23:59:59Z'), 0.4);
		assert.equal(await expected('2028-02-29T00:00:00Z'), 0.45);
		assert.equal(await expected('2028-03-01T00:00:00Z'), 0.5);
		assert.equal(await expected('2028-03-11T00:00:00Z'), 1);
	});

	test('dates of a leap day are taken in leap years alone', async () => {
		setClock('2028-02-29T12:00:00Z');
		assert.equal(day(365), '2029-02-28');
		await space.cycle({ start_date: '2028-02-29', end_date: '2028-12-31' });
		for (const date of ['2027-02-29', '2100-02-29', '2028-02-30']) {
			await expect(400, api.post('/cycles',
				{ name: `of ${date}`, start_date: date, end_date: '2101-01-01' }));
		}
	});

	test('a record made on 29 February says so', async () => {
		setClock('2028-02-29T23:59:59Z');
		const kpi = await ok(api.post('/kpis', { name: 'Of a leap day' }));

		assert.equal(kpi.created_at, '2028-02-29T23:59:59Z');
	});
});

describe('a KPI becomes overdue at midnight', () => {
	const cases = [
		['weekly', 7, '2027-03-01T23:59:59Z'],
		['monthly', 31, '2028-02-29T00:00:00Z'],
		['quarterly', 92, '2027-01-15T12:00:00Z'],
	];

	for (const [update_frequency, days, measured] of cases) {
		test(`${update_frequency}: after ${days} days, and an update ends it`, async () => {
			setClock(measured);
			const { api } = new Workspace(); // stamps of a workspace never go back
			const { id } = await ok(api.post('/kpis', { name: `Measured ${update_frequency}`,
				current_value: 90, target_value: 100, update_frequency }));
			const read = () => ok(api.get(`/kpis/${id}`));
			const last = Date.parse(measured.slice(0, 10)) + (days + 1) * 86400000 - 1;

			await ok(api.post(`/kpis/${id}/updates`, { value: 95 }));
			setClock(last);
			assert.deepEqual([(await read()).overdue, (await read()).status], [false, 'on_track']);
			setClock(last + 1);
			assert.deepEqual([(await read()).overdue, (await read()).status], [true, 'at_risk']);
			await ok(api.post(`/kpis/${id}/updates`, { value: 96 }));
			assert.deepEqual([(await read()).overdue, (await read()).status], [false, 'on_track']);
		});
	}
});
