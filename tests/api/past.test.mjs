/*
 * What OKRs, key results and KPIs were on past days (reading 196), against a slow reference that replays
 * every check-in for each day by itself; and who may know.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, ok, refused } from '../lib/client.mjs';
import { picks } from '../lib/dice.mjs';
import { person } from '../lib/people.mjs';
import { Workspace, awayFromMidnight, day, instant } from '../lib/workspace.mjs';

const space = new Workspace();
const { pick, between } = picks(20261202);
const dayMs = 86400000;
const dateAt = (date, days) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
const round = (number) => Math.round(number * 1e4) / 1e4;
const near = (a, b, what) => assert.ok(Math.abs(a - b) < 2e-4, `${what}: ${a} and ${b}`);

function progressOf({ start_value: start, target_value: target, direction }, value) {
	if (start === target) {
		return (direction === 'decrease' ? value <= target : value >= target) ? 1 : 0;
	}
	return Math.min(1, Math.max(0, (value - start) / (target - start)));
}

function mean(parts, lifecycle) {
	const weights = parts.some(({ weight }) => weight > 0) ? parts.map(({ weight }) => weight) :
		parts.map(() => 1);
	const sum = weights.reduce((a, b) => a + b, 0);

	return parts.length === 0 ? Number(lifecycle === 'completed') :
		parts.reduce((total, { progress }, i) => total + weights[i] * progress, 0) / sum;
}

// By the plain lists: progress of an OKR at the end of a day.
function progressAt({ okrs, histories }, okr, date) {
	const children = okrs.filter((one) => one.parent_okr_id === okr.id && !one.is_archived &&
		one.lifecycle !== 'cancelled');

	return mean([...okr.key_results.map((keyResult) => {
		const known = histories.get(keyResult.id).filter(({ checked_in_at: at }) => at.slice(0, 10) <= date);

		return { weight: keyResult.weight,
			progress: progressOf(keyResult, known.at(-1)?.value ?? keyResult.start_value) };
	}), ...children.map((child) => ({ weight: child.weight,
		progress: progressAt({ okrs, histories }, child, date) }))], okr.lifecycle);
}

async function grow(depth, parent, cycle) {
	const okr = await space.okr({ cycle_id: cycle.id, parent_okr_id: parent, weight: pick([0, 0.5, 1, 3]),
		lifecycle: depth > 0 ? pick(['active', 'active', 'active', 'completed', 'cancelled']) : 'active',
		is_archived: depth > 0 && between(0, 9) === 0 });

	for (let i = between(0, 2); i > 0; i--) {
		const { id } = await space.keyResult(okr.id, { start_value: between(0, 50),
			target_value: between(0, 100), weight: pick([0, 1, 2]) });

		for (let j = between(0, 6); j > 0; j--) {
			await space.checkIn(id, between(0, 100), { checked_in_at:
				instant(-between(0, 45), -between(0, 3) * 3600) });
		}
	}
	for (let i = depth < 2 ? 2 : 0; i > 0; i--) {
		await grow(depth + 1, okr.id, cycle);
	}
	return okr;
}

describe('the history of OKRs', () => {
	const all = { histories: new Map() };
	let root, cycle;

	before(async () => {
		await awayFromMidnight(90);
		cycle = await space.cycle({ start_date: day(-40), end_date: day(40) });
		root = await grow(0, undefined, cycle);
		all.okrs = await ok(space.api.get('/okrs?archived=any'));
		for (const { id } of all.okrs.flatMap((okr) => okr.key_results)) {
			all.histories.set(id, (await ok(space.api.get(`/key-results/${id}/checkins`))).reverse());
		}
	});

	test('is that of a slow reference on each day, and ends with today', async () => {
		for (const okr of all.okrs) {
			const points = await ok(space.api.get(`/okrs/${okr.id}/history`));

			assert.deepEqual(points.map((point) => point.day), [...Array(41)].map((_, i) => day(i - 40)));
			for (const point of points) {
				near(point.progress, progressAt(all, okr, point.day), `${okr.id} on ${point.day}`);
				near(point.expected_progress, (Date.parse(point.day) - Date.parse(day(-40))) / dayMs / 81, 'e');
			}
			const { progress, health_score, status, confidence_level: confidence } = okr;

			assert.deepEqual(points.at(-1), { ...points.at(-1), progress, health_score, status, confidence });
			for (const point of points.slice(0, -1)) {
				assert.deepEqual([point.health_score, point.status, point.confidence], [null, null, null]);
			}
		}
	});

	test('of weeks has the Sundays and the last day', async () => {
		const days = await ok(space.api.get(`/okrs/${root.id}/history`));
		const weeks = await ok(space.api.get(`/okrs/${root.id}/history?interval=week`));

		assert.deepEqual(weeks, days.filter((point, i) => i === days.length - 1 ||
			new Date(point.day).getUTCDay() === 0));
	});

	test('is cut where one asks for it, and never goes beyond today', async () => {
		const ask = async (query) => (await ok(space.api.get(`/okrs/${root.id}/history?${query}`)))
			.map((point) => point.day);

		assert.deepEqual(await ask(`from=${day(-3)}&to=${day(-2)}`), [day(-3), day(-2)]);
		assert.deepEqual(await ask(`from=${day(-1)}&to=${day(90)}`), [day(-1), day(0)]);
		assert.deepEqual(await ask(`from=${day(1)}&to=${day(2)}`), []);
		await badFields(['from'], space.api.get(`/okrs/${root.id}/history?from=${day(2)}&to=${day(1)}`));
		await badFields(['interval'], space.api.get(`/okrs/${root.id}/history?interval=month`));
		await badFields(['to'], space.api.get(`/okrs/${root.id}/history?to=2026-02-30`));
		await refused(400, space.api.get(`/okrs/${root.id}/history?from=1970-01-01`));
		await refused(400, space.api.get(`/okrs/${root.id}/history?from=1000-01-01&interval=week`));
	});

	test('of key results is the last value of each day, with p and e', async () => {
		for (const okr of all.okrs.slice(0, 6)) {
			for (const keyResult of okr.key_results) {
				const history = all.histories.get(keyResult.id);
				const days = [...new Set(history.map(({ checked_in_at: at }) => at.slice(0, 10)))];
				const points = await ok(space.api.get(`/key-results/${keyResult.id}/history`));

				assert.deepEqual(points.map((point) => [point.day, point.value]), days.map((date) => [date,
					history.filter(({ checked_in_at: at }) => at.startsWith(date)).at(-1).value]));
				points.forEach(({ value, progress }) =>
					assert.equal(progress, round(progressOf(keyResult, value))));
				const weeks = await ok(space.api.get(`/key-results/${keyResult.id}/history?interval=week`));

				assert.deepEqual(weeks.at(-1), points.at(-1));
				weeks.forEach((point, i) => assert.ok(i === 0 ||
					dateAt(weeks[i - 1].day, 1) <= point.day));
			}
		}
	});
});

test('of a KPI it is what was recorded', async () => {
	const kpi = await ok(space.api.post('/kpis', { name: 'KPI', current_value: 1 }));

	assert.deepEqual(await ok(space.api.get(`/kpis/${kpi.id}/history`)), []);
	for (const value of [3, 5]) {
		await ok(space.api.post(`/kpis/${kpi.id}/updates`, { value }));
	}
	assert.deepEqual(await ok(space.api.get(`/kpis/${kpi.id}/history`)), [{ day: day(0), value: 5 }]);
	assert.deepEqual(await ok(space.api.get(`/kpis/${kpi.id}/history?to=${day(-1)}`)), []);
});

test('who may not see the record is told nothing; hidden parts count without a name', async () => {
	const sales = await space.department();
	const outsider = await person(space, 'outsider');
	const top = await space.okr({ title: 'Top' });
	const below = await space.okr({ parent_okr_id: top.id, type: 'department', department_id: sales.id,
		visibility: 'department' });
	const keyResult = await space.keyResult(below.id);

	await space.checkIn(keyResult.id, 50);
	assert.equal((await ok(outsider.client.get(`/okrs/${top.id}/history`))).at(-1).progress, 0.5);
	for (const path of [`/okrs/${below.id}`, `/key-results/${keyResult.id}`]) {
		await refused(404, outsider.client.get(`${path}/history`));
	}
	const north = space.client(['okrs:read', 'write:okrs', 'okr-checkins:write'], { app: 'north' });
	const own = await ok(north.post('/okrs', { title: 'North', type: 'org', cycle_id: space.ownCycle.id,
		key_results: [{ title: 'North', metric_type: 'number', start_value: 0, target_value: 10 }] }));
	const [{ id }] = own.key_results;

	await space.checkIn(id, 4);
	assert.deepEqual(await ok(north.get(`/key-results/${id}/history`)), []);
	await ok(north.post(`/key-results/${id}/checkins`, { value: 5 }));
	assert.deepEqual((await ok(north.get(`/key-results/${id}/history`))).map(({ value }) => value), [5]);
	await refused(404, north.get(`/key-results/${keyResult.id}/history`));
});
