/*
 * Why an OKR stands as it does (readings 150 and 151): printed terms add up to printed totals, those are
 * the totals of the OKR itself, each term is what domain.md says of the part, and what one may not see is
 * one part without a name, whose sums are those of its parts.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { picks } from '../lib/dice.mjs';
import { person } from '../lib/people.mjs';
import { Workspace, awayFromMidnight, day, instant } from '../lib/workspace.mjs';

const intervals = { weekly: 7, biweekly: 14, monthly: 31, quarterly: 92 };
const velocityPenalties = { steady: 0, flat: 5, declining: 10, regressing: 15 };
const caps = { at_risk: 74, off_track: 49 };

const space = new Workspace();
const { pick, between, random } = picks(20261201);
const close = (a, b, what, by = 0.01) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a} and ${b}`);
const explain = (id, client = space.api) => ok(client.get(`/okrs/${id}/explain`));

before(() => awayFromMidnight(90));

function daysBetween(from, to) {
	return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86400000));
}

const nextDay = (date) => new Date(Date.parse(date) + 86400000).toISOString().slice(0, 10);

// Domain.md section 3 for one part; a child has neither a trend nor halves.
function termsOf(part, okr, cycle, expected) {
	// Time stops on the day after the period.
	const today = [day(0), nextDay(cycle.end_date)].sort()[0];
	const created = part.created_at.slice(0, 10);
	const since = part.last_check_in_at?.slice(0, 10) ??
		(created > cycle.start_date ? created : cycle.start_date);
	const days = daysBetween(since, today);
	const interval = intervals[okr.check_in_frequency];
	const hasGap = part.metric_type !== 'boolean' || expected >= 1;
	const gap = hasGap ? Math.max(0, expected - part.progress) : 0;

	if (part.progress >= 1) {
		return { days, gap, penalties: [0, 0, 0], health: 100 };
	}
	const recency = days >= 2 * interval ? 30 : days > interval ? 14 * (days - interval) / interval : 0;
	const velocity = part.isChild || part.metric_type === 'boolean' ? 0 : velocityPenalties[part.trend];
	const penalties = [125 * gap, recency, velocity];

	return { days, gap, penalties,
		health: Math.max(0, 100 - penalties[0] - penalties[1] - penalties[2]) };
}

function addUp(explanation) {
	const { parts, progress, health, cap } = explanation;
	const sum = (what) => parts.reduce((total, part) => total + part.share * part[what], 0);

	if (parts.length === 0) {
		return;
	}
	close(parts.reduce((total, { share }) => total + share, 0), 1, 'shares', 1e-9);
	close(sum('progress'), progress, 'progress');
	// Halves may round either way within what is printed.
	const rounded = [sum('health') - 0.005, sum('health') + 0.005].map(Math.round);
	const expected = rounded.map((one) => (cap ? Math.min(one, caps[cap]) : one));

	assert.ok(expected.includes(health), `${sum('health')} and ${health}, cap ${cap}`);
	assert.ok(!cap || rounded.some((one) => one > caps[cap]), `a cap that lowers nothing: ${cap}`);
}

async function randomTree(depth, parent, cycle) {
	const okr = await space.okr({ cycle_id: cycle.id, title: `Depth ${depth}`,
		parent_okr_id: parent, weight: pick([0, 0.5, 1, 2.5]),
		check_in_frequency: pick(Object.keys(intervals)) });

	for (let i = between(0, 4); i > 0; i--) {
		const isBoolean = random() < 0.2;
		const { id } = await space.keyResult(okr.id, { weight: pick([0, 0, 0.3, 1, 3]),
			metric_type: isBoolean ? 'boolean' : 'number', start_value: 0,
			target_value: isBoolean ? 1 : 100 });

		for (let days = between(0, 5) * 6; days > 0; days -= 6) {
			await space.checkIn(id, isBoolean ? between(0, 1) : between(0, 110), {
				status: pick(['on_track', 'on_track', 'at_risk', 'off_track']),
				checked_in_at: instant(-days) });
		}
	}
	for (let i = depth < 2 ? between(1, 2) : 0; i > 0; i--) {
		await randomTree(depth + 1, okr.id, cycle);
	}
	return okr;
}

describe('the terms of random trees', () => {
	let okrs, cycles;

	before(async () => {
		for (const [from, to] of [[-50, 50], [-90, -3], [-10, 200], [5, 60]]) {
			await randomTree(0, undefined, await space.cycle({ start_date: day(from), end_date: day(to) }));
		}
		okrs = await ok(space.api.get('/okrs'));
		cycles = new Map((await ok(space.api.get('/cycles'))).map((one) => [one.id, one]));
	});

	test('add up to the numbers of the OKR', async () => {
		for (const okr of okrs) {
			const explanation = await explain(okr.id);

			addUp(explanation);
			assert.equal(explanation.progress, okr.progress);
			assert.equal(explanation.health, okr.health_score);
			assert.equal(explanation.expected_progress, okr.health.expected_progress);
		}
	});

	test('name every part that counts, and are what the rules say of it', async () => {
		let seen = 0;

		for (const okr of okrs) {
			const { parts, expected_progress: printed } = await explain(okr.id);
			const children = okrs.filter((one) => one.parent_okr_id === okr.id);
			const cycle = cycles.get(okr.cycle_id);
			const total = daysBetween(cycle.start_date, cycle.end_date) + 1;
			const expected = Math.min(1, daysBetween(cycle.start_date, day(0)) / total);

			close(expected, printed, 'expected', 5e-5);
			assert.deepEqual(parts.map(({ id }) => id), [...okr.key_results,
				...children.toSorted((a, b) => (a.id < b.id ? -1 : 1))].map(({ id }) => id));
			for (const part of parts) {
				const keyResult = okr.key_results.find(({ id }) => id === part.id);
				const source = keyResult ?? { ...okrs.find(({ id }) => id === part.id), isChild: true };
				const { days, gap, penalties, health } = termsOf({ ...source, progress: part.progress },
					okr, cycle, expected);

				assert.equal(part.type, keyResult ? 'key_result' : 'okr');
				assert.equal(part.title, source.title);
				assert.equal(part.weight, source.weight);
				close(part.progress, source.progress, 'progress', 6e-5);
				assert.equal(part.days_since_check_in, days);
				close(part.gap, gap, 'gap', 2e-6);
				close(part.penalty_gap, penalties[0], 'gap', 2e-4);
				close(part.penalty_recency, penalties[1], 'recency', 1e-6);
				assert.equal(part.penalty_velocity, penalties[2]);
				close(part.health, health, 'health', 2e-4);
				seen++;
			}
		}
		assert.ok(seen > 20);
	});
});

describe('corners', () => {
	test('without parts there is nothing to list', async () => {
		const { id } = await space.okr();

		assert.deepEqual((await explain(id)).parts, []);
		await ok(space.api.put(`/okrs/${id}`, { lifecycle: 'completed' }));
		assert.deepEqual(await explain(id), { ...(await explain(id)), progress: 1, health: 100, cap: null });
	});

	test('weights of 0 are listed without a share; when all are 0 the shares are equal', async () => {
		const { id } = await space.okr();

		for (const weight of [0, 1, 3]) {
			await space.keyResult(id, { weight });
		}
		assert.deepEqual((await explain(id)).parts.map(({ share, weight }) => [weight, share]),
			[[0, 0], [1, 0.25], [3, 0.75]]);
		for (const { id: keyResult } of (await space.getOkr(id)).key_results) {
			await ok(space.api.put(`/key-results/${keyResult}`, { weight: 0 }));
		}
		const { parts } = await explain(id);

		parts.forEach(({ share, weight }) => {
			close(share, 1 / 3, 'share', 1e-9);
			assert.equal(weight, 0);
		});
	});

	test('the cap is named when it lowered the number, and only then', async () => {
		const { id } = await space.okr({ cycle_id: (await space.cycle({ start_date: day(0) })).id });
		const keyResult = await space.keyResult(id);

		for (const [status, cap, health] of [['on_track', null, 100], ['at_risk', 'at_risk', 74],
			['off_track', 'off_track', 49], ['blocked', 'at_risk', 74]]) {
			await space.checkIn(keyResult.id, 5, { status,
				...(status === 'blocked' ? { blocker_note: 'x' } : {}) });
			assert.deepEqual([cap, health], [(await explain(id)).cap, (await explain(id)).health]);
		}
		const low = await space.okr({ cycle_id: (await space.cycle({ start_date: day(-100),
			end_date: day(1) })).id });

		await space.checkIn((await space.keyResult(low.id)).id, 0, { status: 'off_track' });
		const { cap, health } = await explain(low.id);

		assert.equal(cap, null);
		assert.ok(health < 49);
	});

	test('children that do not count are not listed', async () => {
		const { id } = await space.okr();
		const below = async (fields) => space.okr({ parent_okr_id: id, ...fields });
		const counted = await below({ title: 'Counted' });

		await below({ lifecycle: 'cancelled' });
		await below({ is_archived: true });
		await ok(space.api.delete(`/okrs/${(await below()).id}`));
		assert.deepEqual((await explain(id)).parts.map((part) => part.id), [counted.id]);
	});

	test('two hundred parts still add up', async () => {
		const { id } = await ok(space.api.post('/okrs', { title: 'Many', type: 'org',
			cycle_id: space.ownCycle.id, key_results: [...Array(200)].map((_, i) => ({ title: `${i}`,
				metric_type: 'number', start_value: 0, target_value: 7, current_value: i % 8,
				weight: 0.1 + (i % 7) / 3 })) }));

		addUp(await explain(id));
	});
});

describe('what one may not see', () => {
	test('is one part without a name, and the totals are the same for everybody', async () => {
		const sales = await space.department();
		const outsider = await person(space, 'outsider');
		const insider = await person(space, 'insider', { department_id: sales.id });
		const top = await space.okr({ title: 'Top' });
		const hidden = { type: 'department', department_id: sales.id, visibility: 'department',
			parent_okr_id: top.id };

		await space.checkIn((await space.keyResult(top.id, { title: 'Seen' })).id, 30);
		for (const [title, weight, value] of [['Secret one', 2, 80], ['Secret two', 0.5, 10],
			['Secret nothing', 0, 50]]) {
			const okr = await space.okr({ ...hidden, title, weight });

			await space.checkIn((await space.keyResult(okr.id)).id, value);
		}
		const open = await space.okr({ title: 'Open', parent_okr_id: top.id });
		const [all, theirs, ours] = [await explain(top.id), await explain(top.id, outsider.client),
			await explain(top.id, insider.client)];
		const secret = all.parts.filter(({ title }) => title.startsWith('Secret'));
		const sum = (what) => secret.reduce((total, part) => total + part[what], 0);
		const mean = (what) => secret.reduce((total, part) => total + part.share * part[what], 0) /
			sum('share');

		assert.deepEqual(ours, all);
		assert.deepEqual({ ...theirs, parts: null }, { ...all, parts: null });
		addUp(theirs);
		assert.deepEqual(theirs.parts.map(({ title }) => title), ['Seen', 'Open', null]);
		const unnamed = theirs.parts.at(-1);

		assert.equal(theirs.parts[1].id, open.id);
		assert.deepEqual(unnamed, { type: null, id: null, title: null, weight: sum('weight'),
			share: unnamed.share, progress: unnamed.progress, gap: null, days_since_check_in: null,
			penalty_gap: null, penalty_recency: null, penalty_velocity: null, health: unnamed.health });
		close(unnamed.share, sum('share'), 'share', 1e-9);
		close(unnamed.progress, mean('progress'), 'progress', 1e-5);
		close(unnamed.health, mean('health'), 'health', 1e-4);
		assert.doesNotMatch(JSON.stringify(theirs), /Secret/);
		await refused(404, outsider.client.get(`/okrs/${secret[0].id}/explain`));
	});

	test('of another application neither, key results included', async () => {
		const scopes = ['okrs:read', 'write:okrs'];
		const north = space.client(scopes, { app: 'north' });
		const okr = await ok(north.post('/okrs', { title: 'North', type: 'org',
			cycle_id: space.ownCycle.id, key_results: [{ title: 'Ours', metric_type: 'number',
				start_value: 0, target_value: 9 }] }));

		await space.keyResult(okr.id, { title: 'Secret' });
		const { parts } = await explain(okr.id, north);

		assert.deepEqual(parts.map(({ title, share }) => [title, share]), [['Ours', 0.5], [null, 0.5]]);
		await refused(404, space.client(scopes, { app: 'south' }).get(`/okrs/${okr.id}/explain`));
		await expect(404, space.api.get('/okrs/01890000-0000-7000-8000-000000000001/explain'));
	});
});
