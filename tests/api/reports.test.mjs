/*
 * Reports on a cycle (domain.md sections 6 to 8, rulings.md 19, 28, 40, 41): a small workspace whose
 * every number was computed by hand, what each caller is told of it, and that a report costs the
 * same statements whatever the size of the cycle. The borders of each rule stand in tests/unit.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, badFields, expect, ok, refused } from '../lib/client.mjs';
import { okrctl, url } from '../lib/server.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, allScopes, awayFromMidnight, day, instant,
	unique } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000000';
const paths = ['cycle', 'risks', 'insights', 'teams'].map((name) => `/reports/${name}`);

function near(actual, expected, what) {
	assert.ok(Math.abs(actual - expected) < 5e-5, `${what}: ${actual} instead of ${expected}`);
}

// Check-ins of the past: { days ago: value }, the oldest first.
async function past(space, keyResult, values) {
	const days = Object.keys(values).map(Number).sort((a, b) => b - a);

	for (const ago of days) {
		await space.checkIn(keyResult.id, values[ago], { checked_in_at: instant(-ago) });
	}
}

/*
 * Day 50 of a cycle of 101 days. A is late, on a pace of a point a day; B is flat; C is stalled
 * far behind; D is done. Drafts, archived OKRs and those of other cycles are not reported.
 */
async function smallWorkspace() {
	const space = new Workspace();
	const [team, empty] = [await space.team({ name: 'T' }), await space.team({ name: 'Empty' })];
	const bob = await space.user({ name: 'Bob Stone' });
	const top = await space.okr({ title: 'Top', owner_id: bob.id });
	const below = await space.okr({ title: 'Below', type: 'team', team_id: team.id,
		parent_okr_id: top.id, owner_id: bob.id });
	const alone = await space.okr({ title: 'Alone', type: 'team' });
	const a = await space.keyResult(top.id, { title: 'A', owner_id: bob.id });
	const b = await space.keyResult(top.id, { title: 'B' });
	const c = await space.keyResult(below.id, { title: 'C' });
	const d = await space.keyResult(alone.id, { title: 'D' });

	await past(space, a, { 40: 10, 30: 20, 20: 30, 10: 40 });
	await past(space, b, { 30: 65, 20: 65, 10: 65, 1: 65 });
	await past(space, c, { 49: 5, 40: 5, 30: 5, 20: 5 });
	await past(space, d, { 5: 100 });
	await space.okr({ title: 'Draft', lifecycle: 'draft' });
	await ok(space.api.put(`/okrs/${(await space.okr({ title: 'Archived' })).id}`,
		{ is_archived: true }));
	const other = await space.cycle({ start_date: day(-300), end_date: day(-200) });
	const old = await space.okr({ title: 'Old', cycle_id: other.id });

	await past(space, await space.keyResult(old.id, { title: 'E', owner_id: bob.id }), { 250: 30 });
	const kpi = await ok(space.api.post('/kpis', { name: 'Half', current_value: 50,
		target_value: 100 }));
	const aimless = await ok(space.api.post('/kpis', { name: 'Aimless', current_value: 7 }));

	return { space, api: space.api, team, empty, bob, top, below, alone, a, b, c, d, kpi, aimless,
		other, old };
}

let w;

before(async () => {
	await awayFromMidnight(60);
	w = await smallWorkspace();
});

describe('/reports/cycle', () => {
	test('tells the cycle, and the health of the workspace with its components', async () => {
		const report = await ok(w.api.get('/reports/cycle'));
		const pace = (0.4 / (50 / 101) + 1 + 0.05 / (50 / 101) + 1) / 4;
		const okrPart = 100 * (0.4 * pace + 0.3 * 0.625 + 0.15 * 0.5 + 0.15 * 0.25);

		hasShape(report.cycle, { id: is.id, name: is.text,
			start_date: day(-50), end_date: day(50), status: 'active' });
		assert.equal(report.days_left, 50);
		near(report.expected_progress, 50 / 101, 'expected_progress');
		near(report.health.pace, pace, 'pace');
		assert.equal(report.health.checkins, 0.625);
		assert.equal(report.health.connection, 0.5);
		assert.equal(report.health.ownership, 0.25);
		near(report.health.okr_part, okrPart, 'okr_part');
		assert.equal(report.health.kpi_part, 50);
		assert.equal(report.health.score, Math.round(0.7 * okrPart + 15));
		assert.equal(report.health.score, 56);
		assert.equal(report.health.band, 'needs_attention');
	});

	test('counts the active OKRs of the cycle and no others', async () => {
		const { performance } = await ok(w.api.get('/reports/cycle'));

		assert.equal(performance.okr_count, 3);
		assert.equal(performance.key_result_count, 4);
		assert.deepEqual(performance.statuses,
			{ not_started: 0, on_track: 1, at_risk: 1, off_track: 1 });
		assert.equal(performance.stalled_count, 1);
		assert.deepEqual(performance.risks, { critical: 3, high: 1, medium: 1 });
		near(performance.progress, ((0.4 + 0.65 + 0.05) / 3 + 0.05 + 1) / 3, 'progress');
	});

	test('agrees with the health scores that the list of OKRs prints', async () => {
		const okrs = await Promise.all([w.top, w.below, w.alone].map(({ id }) =>
			w.space.getOkr(id)));
		const mean = okrs.reduce((sum, okr) => sum + okr.health_score, 0) / 3;
		const { performance } = await ok(w.api.get('/reports/cycle'));

		assert.deepEqual(okrs.map((okr) => okr.health_score), [64, 9, 100]);
		assert.equal(performance.health_score, Math.round(mean));
	});

	test('without kpis:read has no kpi_part, and the score is that of the OKRs', async () => {
		const { health } = await ok(w.space.client(['okrs:read']).get('/reports/cycle'));

		assert.equal(health.kpi_part, null);
		assert.equal(health.score, 59);
	});
});

describe('/reports/risks', () => {
	test('are in the order of severity, miss and id, with the numbers behind them', async () => {
		const { cycle, risks } = await ok(w.api.get('/reports/risks'));

		assert.equal(cycle.status, 'active');
		assert.deepEqual(risks.map(({ type, title, severity }) => [type, title, severity]), [
			['okr', 'Below', 'critical'], ['key_result', 'C', 'critical'],
			['okr', 'Top', 'critical'], ['key_result', 'B', 'high'], ['key_result', 'A', 'medium']]);
		assert.deepEqual(risks.map(({ projected }) => projected), [0.05, 0.05, 0.5333, 0.65, 0.9]);
		assert.deepEqual(risks.map(({ miss }) => miss), [0.95, 0.95, 0.4667, 0.35, 0.1]);
		assert.deepEqual(risks.map(({ confidence }) => confidence), [50, 50, 100, 50, 50]);
		assert.deepEqual(risks.map(({ velocity }) => velocity), [null, 0, null, 0, 0.01]);
		assert.deepEqual(risks.map(({ days_left }) => days_left), [50, 50, 50, 50, 50]);
	});

	test('name the OKR, the key result, the owner and the team', async () => {
		const { risks } = await ok(w.api.get('/reports/risks'));
		const [below, c] = risks;

		hasShape(below, { id: w.below.id, okr_id: w.below.id, key_result_id: null, okr: 'Below',
			team_id: w.team.id, owner_id: w.bob.id, owner: 'Bob Stone' });
		hasShape(c, { id: w.c.id, okr_id: w.below.id, key_result_id: w.c.id, okr: 'Below',
			team_id: w.team.id, owner_id: w.bob.id, owner: 'Bob Stone' });
	});

	test('give reasons, and what could be done', async () => {
		const { risks } = await ok(w.api.get('/reports/risks'));
		const [, c, , b] = risks;

		assert.deepEqual(c.reasons, ['behind_pace', 'stalled']);
		assert.deepEqual(c.interventions, ['nudge_owner', 'adjust_target', 'add_initiative']);
		assert.deepEqual(b.reasons, ['behind_pace']);
		assert.deepEqual(b.interventions, ['add_initiative']);
	});

	test('severity keeps one', async () => {
		const counts = { critical: 3, high: 1, medium: 1 };

		for (const [severity, count] of Object.entries(counts)) {
			const { risks } = await ok(w.api.get(`/reports/risks?severity=${severity}`));

			assert.equal(risks.length, count);
			assert.ok(risks.every((risk) => risk.severity === severity));
		}
	});

	test('of an ended cycle are what was missed', async () => {
		const { risks } = await ok(w.api.get(`/reports/risks?cycle_id=${w.other.id}`));

		assert.deepEqual(risks.map(({ title, severity, days_left, projected }) =>
			[title, severity, days_left, projected]),
		[['Old', 'critical', 0, 0.3], ['E', 'critical', 0, 0.3]]);
	});
});

describe('what is said of a key result', () => {
	test('is the least severity, with the blocker\'s note', async () => {
		const space = new Workspace();
		const okr = await space.okr({ owner_id: space.admin.id });
		const titles = ['on_track', 'at_risk', 'off_track', 'blocked'];
		const notes = { blocked: { blocker_note: 'no budget' } };

		for (const status of titles) {
			const keyResult = await space.keyResult(okr.id, { title: status });

			if (status === 'blocked') {
				await space.checkIn(keyResult.id, 1, { status, blocker_note: 'old news',
					checked_in_at: instant(-1) });
			}
			await space.checkIn(keyResult.id, 90, { status, ...notes[status] });
		}
		const { risks } = await ok(space.api.get('/reports/risks'));
		const found = Object.fromEntries(risks.map((risk) => [risk.title, risk]));

		assert.equal(found.on_track, undefined);
		assert.deepEqual([found.at_risk.severity, found.at_risk.reasons],
			['medium', ['manual_at_risk']]);
		assert.deepEqual([found.off_track.severity, found.off_track.reasons],
			['high', ['manual_off_track']]);
		assert.deepEqual([found.blocked.severity, found.blocked.reasons],
			['high', ['blocked']]);
		assert.equal(found.blocked.blocker_note, 'no budget');
		assert.equal(found.at_risk.blocker_note, null);
		const { insights } = await ok(space.api.get('/reports/insights?severity=high'));

		assert.deepEqual(insights.filter(({ type }) => type === 'blocked').map((x) => x.message),
			['Reported as blocked 0 days ago, at 90 %: no budget']);
	});
});

describe('/reports/insights', () => {
	test('are those of the rules, the worst first', async () => {
		const { insights } = await ok(w.api.get('/reports/insights'));

		assert.deepEqual(insights.map(({ severity, type, title }) => [severity, type, title]), [
			['critical', 'predicted_miss', 'Will miss its target: C'],
			['high', 'stalled', 'Stalled: C'], ['high', 'behind_pace', 'Behind pace: C'],
			['high', 'kpi_off_track', 'KPI off track: Half'],
			['medium', 'no_owner', 'No owner: Alone'], ['medium', 'no_owner', 'No owner: B'],
			['medium', 'no_owner', 'No owner: C'], ['medium', 'needs_setup', 'Needs setup: Aimless'],
			['info', 'not_connected', 'Not connected: Alone'], ['info', 'ahead', 'Ahead: D']]);
	});

	test('say the numbers, a recommendation and their subject', async () => {
		const { insights } = await ok(w.api.get('/reports/insights'));
		const find = (type) => insights.find((insight) => insight.type === type);

		assert.equal(find('stalled').message,
			'No check-in for 20 days, where one is expected every 7. Progress stands at 5 %.');
		assert.equal(find('behind_pace').message,
			'Progress is 5 %, where 49.5 % of the time has passed: 44.5 points behind.');
		assert.equal(find('kpi_off_track').message,
			'It is at 50, against a target of 100: 50 %.');
		hasShape(find('stalled'), { subject: 'key_result', okr_id: w.below.id,
			key_result_id: w.c.id, kpi_id: null, cycle_id: null });
		hasShape(find('needs_setup'), { subject: 'kpi', kpi_id: w.aimless.id, okr_id: null });
		hasShape(find('not_connected'), { subject: 'okr', okr_id: w.alone.id,
			key_result_id: null });
		assert.ok(insights.every(({ recommendation }) => recommendation.length > 10));
	});

	test('are the same, ids included, each time they are asked for', async () => {
		const [first, second] = [await ok(w.api.get('/reports/insights')),
			await ok(w.api.get('/reports/insights?'))];

		assert.deepEqual(first, second);
		assert.equal(new Set(first.insights.map(({ id }) => id)).size, first.insights.length);
	});

	test('severity keeps one', async () => {
		const { insights } = await ok(w.api.get('/reports/insights?severity=info'));

		assert.deepEqual(insights.map(({ type }) => type), ['not_connected', 'ahead']);
	});

	test('without kpis:read there is none of a KPI', async () => {
		const { insights } = await ok(w.space.client(['okrs:read']).get('/reports/insights'));

		assert.ok(insights.length > 0);
		assert.ok(insights.every(({ subject }) => subject !== 'kpi'));
	});

	test('with both scopes are not taken for those without by their validator', async () => {
		const { headers } = await expect(200, w.api.get('/reports/insights'));

		await expect(304, w.api.get('/reports/insights',
			{ headers: { 'If-None-Match': headers.etag } }));
		await expect(200, w.space.client(['okrs:read']).get('/reports/insights',
			{ headers: { 'If-None-Match': headers.etag } }));
	});

	test('are at most 50', async () => {
		const space = new Workspace();

		for (let i = 0; i < 26; i++) {
			await space.okr({ type: 'team' });
		}
		const { insights } = await ok(space.api.get('/reports/insights'));

		assert.equal(insights.length, 50);
	});
});

describe('/reports/teams', () => {
	test('are those with the lowest health first; no team is a team of its own', async () => {
		const { teams } = await ok(w.api.get('/reports/teams'));
		const keys = teams.map((team) => [team.team, team.team_id, team.okr_count,
			team.health_score, team.status]);

		assert.deepEqual(keys, [['T', w.team.id, 1, 9, 'off_track'],
			[null, null, 2, 82, 'on_track'], ['Empty', w.empty.id, 0, null, 'not_started']]);
		hasShape(teams[0], { key_result_count: 1, progress: 0.05, check_in_rate: 0,
			stalled_count: 1, statuses: { on_track: 0, off_track: 1 },
			risks: { critical: 2, high: 0, medium: 0 } });
		hasShape(teams[1], { key_result_count: 3, stalled_count: 0,
			statuses: { on_track: 1, at_risk: 1 }, risks: { critical: 1, high: 1, medium: 1 } });
		near(teams[1].check_in_rate, (0.5 + 1 + 1) / 3, 'check_in_rate');
		hasShape(teams[2], { progress: null, check_in_rate: null });
	});
});

describe('which cycle', () => {
	test('the active one is the latest, then the shorter', async () => {
		const space = new Workspace();

		await space.cycle({ name: 'year', start_date: day(-200), end_date: day(100) });
		await space.cycle({ name: 'long', start_date: day(-10), end_date: day(90) });
		await space.cycle({ name: 'short', start_date: day(-10), end_date: day(20) });
		await space.cycle({ name: 'next', start_date: day(1), end_date: day(90) });
		for (const path of paths) {
			assert.equal((await ok(space.api.get(path))).cycle.name, 'short');
		}
	});

	test('cycle_id names another', async () => {
		for (const path of paths) {
			const report = await ok(w.api.get(`${path}?cycle_id=${w.other.id}`));

			assert.equal(report.cycle.id, w.other.id);
		}
	});

	for (const [what, query, make] of [
		['without an active cycle', '', async (space) =>
			space.cycle({ start_date: day(-20), end_date: day(-10) })],
		['for a cycle that does not exist', `?cycle_id=${nobody}`, async (space) =>
			space.okr()]]) {
		test(`${what} there is nothing to report, and no error`, async () => {
			const space = new Workspace();

			await make(space);
			await space.team();
			await ok(space.api.post('/kpis', { name: 'K', current_value: 1, target_value: 9 }));
			const report = await ok(space.api.get(`/reports/cycle${query}`));

			assert.equal(report.cycle, null);
			assert.equal(report.days_left, null);
			hasShape(report.health, { score: null, band: null, okr_part: null, kpi_part: null });
			for (const name of ['risks', 'insights', 'teams']) {
				const list = await ok(space.api.get(`/reports/${name}${query}`));

				assert.deepEqual(list, { cycle: null, [name]: [], total: 0 });
			}
		});
	}
});

describe('callers', () => {
	test('need okrs:read', async () => {
		for (const path of paths) {
			await refused(403, w.space.client(['kpis:read', 'workspace:admin']).get(path));
		}
	});

	test('may ask for what is documented alone', async () => {
		for (const path of paths) {
			await badFields(['colour'], w.api.get(`${path}?colour=red`));
			await badFields(['limit'], w.api.get(`${path}?limit=501`));
			await badFields(['cycle_id'], w.api.get(`${path}?cycle_id=Q2`));
			await badFields(['cycle_id'],
				w.api.get(`${path}?cycle_id=${w.other.id}&cycle_id=${w.other.id}`));
		}
		await badFields(['severity'], w.api.get('/reports/risks?severity=low'));
		await badFields(['severity'], w.api.get('/reports/risks?severity=info'));
		await badFields(['severity'], w.api.get('/reports/insights?severity='));
		await badFields(['severity'], w.api.get('/reports/cycle?severity=high'));
		await badFields(['severity'], w.api.get('/reports/teams?severity=high'));
	});

	test('may ask for the worst few of a list, which tells how many there are in all', async () => {
		for (const name of ['risks', 'insights', 'teams']) {
			const all = await ok(w.api.get(`/reports/${name}`));
			const some = await ok(w.api.get(`/reports/${name}?limit=2`));

			assert.ok(all.total > 2, `${name}: ${all.total}`);
			assert.equal(all.total, all[name].length);
			assert.deepEqual(some, { ...all, [name]: all[name].slice(0, 2) });
		}
	});

	test('of an application are told of its own records alone', async () => {
		const space = new Workspace();
		const [a, b] = ['a', 'b'].map((app) => space.client(allScopes, { app }));
		const cycle = await space.cycle();
		const make = (api, title) => ok(api.post('/okrs', { title, type: 'team',
			cycle_id: cycle.id, key_results: [{ title: `${title}'s`, metric_type: 'number',
				start_value: 0, target_value: 10 }] }));
		const [ofA, ofAll] = [await make(a, 'A'), await make(space.api, 'ALL')];

		await ok(space.api.post(`/okrs/${ofA.id}/key-results`, { title: 'HIDDEN',
			metric_type: 'number', start_value: 0, target_value: 10 }));
		for (const okr of [ofA, ofAll]) {
			await ok(space.api.post(`/key-results/${okr.key_results[0].id}/checkins`,
				{ value: 1, status: 'blocked', blocker_note: 'SECRET' }));
		}
		await ok(space.api.post('/kpis', { name: 'KPI', current_value: 1, target_value: 9 }));
		const told = async (api) => (await Promise.all(paths.map((path) => ok(api.get(path)))))
			.map((report) => JSON.stringify(report)).join('\n');
		const [toA, toB, toAll] = [await told(a), await told(b), await told(space.api)];

		for (const word of ['ALL', 'HIDDEN', 'SECRET', 'KPI']) {
			assert.ok(toAll.includes(word), word);
			assert.ok(!toA.includes(word), word);
			assert.ok(!toB.includes(word), word);
		}
		assert.ok(toA.includes('A\'s') && !toB.includes('A\'s'));
		const { health, performance } = await ok(a.get('/reports/cycle'));

		assert.deepEqual([performance.okr_count, performance.key_result_count], [1, 1]);
		assert.equal(health.kpi_part, null);
		assert.equal((await ok(b.get('/reports/cycle'))).health.score, null);
		assert.deepEqual((await ok(b.get('/reports/risks'))).risks, []);
	});

	test('are told of an objective whose parent they may not see as one without', async () => {
		const space = new Workspace();
		const a = space.client(allScopes, { app: 'a' });
		const top = await space.okr();
		const child = await ok(a.post('/okrs', { title: 'child', type: 'team',
			cycle_id: top.cycle_id }));

		await ok(space.api.put(`/okrs/${child.id}`, { parent_okr_id: top.id }));
		assert.equal((await ok(a.get('/reports/cycle'))).health.connection, 0);
		assert.equal((await ok(space.api.get('/reports/cycle'))).health.connection, 1);
		await expect(204, space.api.delete(`/okrs/${top.id}`));
		assert.equal((await ok(space.api.get('/reports/cycle'))).health.connection, 0);
	});
});

describe('the sample workspace', () => {
	test('has every severity, and a reason and a remedy for each risk', async () => {
		const name = unique('sample');

		okrctl('workspace', 'create', '--name', name);
		okrctl('sample', 'load', '--workspace', name);
		const api = new Client(url, okrctl('key', 'create', '--workspace', name, '--name', 'test',
			'--scopes', 'okrs:read,kpis:read').key);
		const { risks } = await ok(api.get('/reports/risks'));

		for (const severity of ['critical', 'high', 'medium']) {
			assert.ok(risks.some((risk) => risk.severity === severity), severity);
		}
		for (const risk of risks) {
			assert.ok(risk.reasons.length > 0, JSON.stringify(risk));
			assert.ok(risk.interventions.length > 0, JSON.stringify(risk));
		}
		const { health } = await ok(api.get('/reports/cycle'));

		hasShape(health, { score: is.score, pace: is.fraction, checkins: is.fraction,
			connection: is.fraction, ownership: is.fraction,
			band: is.oneOf('strong', 'good', 'needs_attention', 'at_risk') });
		assert.ok((await ok(api.get('/reports/insights'))).insights.length > 5);
		assert.ok((await ok(api.get('/reports/teams'))).teams.length > 2);
	});
});
