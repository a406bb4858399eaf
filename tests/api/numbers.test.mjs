/*
 * The numbers of one objective: progress and attainment of its key results, how numbers are
 * printed, and the health score with its parts (domain.md sections 1, 3 and 4). Back-dated
 * check-ins in a cycle laid around today give every example of domain.md without waiting.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { Workspace, awayFromMidnight, day, instant } from '../lib/workspace.mjs';

let space, api;

before(async () => {
	await awayFromMidnight();
	space = new Workspace();
	api = space.api;
});

describe('progress of a key result', () => {
	const examples = [
		// start, target, current, progress, attainment
		[32, 50, 41, 0.5, 0.5], [8, 3, 4.8, 0.64, 0.64], [0, 100, 130, 1, 1.3],
		[10, 20, 5, 0, -0.5], [0, 100, 65, 0.65, 0.65], [0, 3, 1, 0.3333, 0.3333],
		[0, 3, 2, 0.6667, 0.6667], [-10, 10, 0, 0.5, 0.5], [0, -50, -25, 0.5, 0.5],
		[0, 1e15, 5e14, 0.5, 0.5], [0, 1e-9, 5e-10, 0.5, 0.5], [-1e15, 1e15, 0, 0.5, 0.5],
		[0, 100, 100, 1, 1], [100, 0, 100, 0, 0], [0, 20000, 1, 0.0001, 0.0001],
		[0, 100000, 1, 0, 0], [5, 5, 5, 1, 1], [5, 5, 4, 0, 0], [5, 5, 6, 1, 1],
	];

	for (const [start_value, target_value, current_value, progress, attainment] of examples) {
		test(`${start_value} → ${target_value} at ${current_value} is ${progress}`, async () => {
			const { id } = await space.okr({ key_results: [{ title: 'x', metric_type: 'number',
				start_value, target_value, current_value }] });
			const okr = await space.getOkr(id);

			assert.equal(okr.key_results[0].progress, progress);
			assert.equal(okr.key_results[0].attainment, attainment);
			assert.equal(okr.progress, progress);
		});
	}

	test('equal start and target with direction decrease: done at or below', async () => {
		const { id } = await space.okr();
		const values = { start_value: 5, target_value: 5, direction: 'decrease' };

		assert.equal((await space.keyResult(id, { ...values, current_value: 4 })).progress, 1);
		assert.equal((await space.keyResult(id, { ...values, current_value: 6 })).progress, 0);
	});

	test('moving the target recomputes progress', async () => {
		const { id } = await space.okr();
		const keyResult = await space.keyResult(id, { start_value: 32, target_value: 50,
			current_value: 41 });

		assert.equal((await ok(api.put(`/key-results/${keyResult.id}`,
			{ target_value: 68 }))).progress, 0.25);
		assert.equal((await space.getOkr(id)).progress, 0.25);
	});
});

describe('numbers are printed as the shortest decimal that reads back the same', () => {
	let id;

	before(async () => {
		id = (await space.keyResult((await space.okr()).id, { target_value: 1e15 })).id;
	});

	for (const text of ['70', '0.65', '3721', '0.1', '41.5', '-3', '0', '1e-7', '5e-324',
		'2.2250738585072014e-308', '0.30000000000000004', '123456789.123', '999999999999999',
		'1000000000000000', '9007199254740.993', '33.333333333333336', '-0.1', '1.7976931348623157e-8']) {
		test(text, async () => {
			const answer = await api.post(`/key-results/${id}/checkins`, `{"value":${text}}`);
			const [, printed] = /"value":([^,}]+)/.exec(answer.text);
			const [, stored] = /"current_value":([^,}]+)/.exec(
				(await api.get(`/key-results/${id}`)).text);

			assert.equal(Number(printed), Number(text));
			assert.ok(printed.length <= String(Number(text)).length + 1, printed);
			assert.ok(!/\.0*$/.test(printed), printed);
			assert.equal(stored, printed);
		});
	}

	test('progress 0.65 is not 0.65000000000000002', async () => {
		const keyResult = await space.keyResult((await space.okr()).id, { current_value: 65 });
		const { text } = await api.get(`/key-results/${keyResult.id}`);

		assert.match(text, /"progress":0\.65,/);
	});
});

// A cycle of so many days with so many of them gone.
function cycleAt(elapsed, total) {
	return space.cycle({ start_date: day(-elapsed), end_date: day(total - elapsed - 1) });
}

// An OKR of that cycle with one key result per list of check-ins: [percent, days ago, status].
async function okrWith(cycle, histories, fields = {}) {
	const okr = await space.okr({ cycle_id: cycle.id, ...fields });

	for (const [i, { checkIns, ...keyResultFields }] of histories.entries()) {
		const { id } = await space.keyResult(okr.id, { title: `${i}`, ...keyResultFields });

		for (const [value, daysAgo, status] of checkIns) {
			await space.checkIn(id, value, { checked_in_at: instant(-daysAgo), status });
		}
	}
	return space.getOkr(okr.id);
}

describe('health of one key result on day 60 of 100, checked weekly', () => {
	const examples = {
		'p 0.30, steady, 3 days ago': [[[30, 3]], 63],
		'p 0.40': [[[40, 3]], 75],
		'p 0.70, 10 days ago': [[[70, 10]], 94],
		'p 0.70, 14 days ago: stalled': [[[70, 14]], 70],
		'p 0.70, 7 days ago': [[[70, 7]], 100],
		'p 0.70, 8 days ago': [[[70, 8]], 98],
		'p 0.50 after 0.55: regressing': [[[55, 5], [50, 3]], 73],
		'p 1.00, 40 days ago': [[[100, 40]], 100],
		'p 0.40 three times: flat': [[[40, 9], [40, 6], [40, 3]], 70],
		'gains that fall: declining': [[[30, 30], [50, 20], [55, 3]], 84],
		'p 0.60 on pace': [[[60, 0]], 100],
		'p 0 and regressing: never below 0': [[[50, 30], [0, 20]], 0],
	};

	for (const [what, [checkIns, score]] of Object.entries(examples)) {
		test(`${what}: ${score}`, async () => {
			const okr = await okrWith(await cycleAt(60, 100), [{ checkIns }]);

			assert.equal(okr.health_score, score, JSON.stringify(okr.health));
			assert.equal(okr.health.score, score);
		});
	}

	test('the health object names its parts', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [{ checkIns: [[30, 3]] }]);

		assert.deepEqual(okr.health, { score: 63, expected_progress: 0.6, gap: 0.3,
			days_since_check_in: 3, stalled: false, trend: 'steady' });
	});

	test('14 days without a check-in are stalled, 13 are not', async () => {
		const cycle = await cycleAt(60, 100);

		assert.equal((await okrWith(cycle, [{ checkIns: [[70, 14]] }])).health.stalled, true);
		assert.equal((await okrWith(cycle, [{ checkIns: [[70, 13]] }])).health.stalled, false);
	});

	test('a slower rhythm is not punished for it', async () => {
		const cycle = await cycleAt(60, 100);
		const score = async (check_in_frequency) => (await okrWith(cycle,
			[{ checkIns: [[70, 20]] }], { check_in_frequency })).health_score;

		assert.equal(await score('weekly'), 70);
		assert.equal(await score('biweekly'), 94);
		assert.equal(await score('monthly'), 100);
	});
});

describe('health and status of an OKR', () => {
	const done = (status) => ({ checkIns: [[100, 2, status]] });

	test('the seed\'s sample: Q2 on 12 June, p 0.50 and 0.80 two days ago → 82', async () => {
		const okr = await okrWith(await cycleAt(72, 91),
			[{ checkIns: [[50, 2]] }, { checkIns: [[80, 2]] }]);

		assert.deepEqual([okr.health_score, okr.status, okr.progress], [82, 'on_track', 0.65]);
	});

	test('three parts at 100, one stored at_risk → 74, at_risk', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [done(), done(), done('at_risk')]);

		assert.deepEqual([okr.health_score, okr.status], [74, 'at_risk']);
	});

	test('100 and 100 with one stored off_track → 49, off_track', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [done(), done('off_track')]);

		assert.deepEqual([okr.health_score, okr.status], [49, 'off_track']);
		assert.equal(okr.confidence_level, 'off_track');
	});

	test('a check-in that says on_track lifts the override', async () => {
		const okr = await okrWith(await cycleAt(60, 100),
			[{ checkIns: [[100, 3, 'off_track'], [100, 2, 'on_track']] }]);

		assert.deepEqual([okr.health_score, okr.status], [100, 'on_track']);
	});

	test('parts 62.5 (weight 3) and 100 (weight 1) → 72, at_risk', async () => {
		const okr = await okrWith(await cycleAt(60, 100),
			[{ checkIns: [[30, 3]], weight: 3 }, done()]);

		assert.deepEqual([okr.health_score, okr.status], [72, 'at_risk']);
	});

	test('74 and 75 → 75, on_track: halves round up', async () => {
		const okr = await okrWith(await cycleAt(60, 100),
			[{ checkIns: [[39.2, 3]] }, { checkIns: [[40, 3]] }]);

		assert.deepEqual([okr.health_score, okr.status], [75, 'on_track']);
	});

	test('a part of weight 0 takes no part in health, caps or confidence', async () => {
		const okr = await okrWith(await cycleAt(60, 100),
			[done(), { ...done('off_track'), weight: 0 }]);

		assert.deepEqual([okr.health_score, okr.status, okr.confidence_level],
			[100, 'on_track', 'on_track']);
	});

	test('a boolean has no gap before the end of its period', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [{ checkIns: [['no', 2]],
			metric_type: 'boolean', target_value: 1 }]);

		assert.equal(okr.health_score, 100);
	});

	test('a boolean not done after its period → 0, off_track', async () => {
		const okr = await okrWith(await cycleAt(100, 100), [{ checkIns: [['no', 2]],
			metric_type: 'boolean', target_value: 1 }]);

		assert.deepEqual([okr.health_score, okr.status, okr.health.expected_progress],
			[0, 'off_track', 1]);
	});

	test('without parts: as one key result at 0, not_started', async () => {
		const okr = await okrWith(await cycleAt(60, 100), []);

		assert.deepEqual([okr.health_score, okr.status, okr.progress, okr.confidence_level],
			[25, 'not_started', 0, null]);
	});

	test('completed without parts: progress 1, health 100, on_track', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [], { lifecycle: 'completed' });

		assert.deepEqual([okr.progress, okr.health_score, okr.status], [1, 100, 'on_track']);
	});

	test('key results not touched yet leave it not_started', async () => {
		const okr = await okrWith(await cycleAt(60, 100), [{ checkIns: [] }, { checkIns: [] }]);

		assert.equal(okr.status, 'not_started');
	});

	test('an upcoming cycle expects nothing, an ended one everything', async () => {
		const upcoming = await space.cycle({ start_date: day(1), end_date: day(10) });
		const ended = await space.cycle({ start_date: day(-10), end_date: day(-1) });
		const expected = async (cycle) =>
			(await okrWith(cycle, [{ checkIns: [[1, 0]] }])).health.expected_progress;

		assert.equal(await expected(upcoming), 0);
		assert.equal(await expected(ended), 1);
	});

	test('confidence_level is the worst of the key results, null for those not started', async () => {
		const cycle = await cycleAt(60, 100);
		const confidence = async (...histories) =>
			(await okrWith(cycle, histories)).confidence_level;

		assert.equal(await confidence(done(), done('at_risk')), 'at_risk');
		assert.equal(await confidence(done('at_risk'), done('off_track')), 'off_track');
		assert.equal(await confidence(done(), { checkIns: [] }), 'on_track');
		assert.equal(await confidence({ checkIns: [] }), null);
	});

	test('last_check_in_at is that of the newest check-in below it', async () => {
		const okr = await okrWith(await cycleAt(60, 100),
			[{ checkIns: [[10, 9], [20, 4]] }, { checkIns: [[30, 6]] }]);
		const newest = okr.key_results.map(({ last_check_in_at }) => last_check_in_at).sort().pop();

		assert.equal(okr.last_check_in_at, newest);
		assert.equal(okr.health.days_since_check_in >= 4, true);
	});

	test('moving a cycle\'s dates moves what is expected', async () => {
		const cycle = await cycleAt(60, 100);
		const { id } = await okrWith(cycle, [{ checkIns: [[30, 3]] }]);

		await ok(api.put(`/cycles/${cycle.id}`, { end_date: day(139) }));
		const okr = await space.getOkr(id);

		assert.equal(okr.health.expected_progress, 0.3);
		assert.equal(okr.health_score, 100);
	});
});
