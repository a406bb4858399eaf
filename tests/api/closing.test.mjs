/*
 * Closing OKRs (product/cycles.md D, readings 160–163): outcomes, grades and notes, what is proposed, how
 * it is taken back, and what the cycle's report makes of it.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { rowsAdded, typesOf } from '../lib/journal.mjs';
import { person } from '../lib/people.mjs';
import { okrctl } from '../lib/server.mjs';
import { allScopes, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const close = (okr, body) => api.post(`/okrs/${okr.id}/close`, body);
const reopen = (okr, reason = 'Because') => api.post(`/okrs/${okr.id}/reopen`, { reason });
const verified = () => assert.deepEqual(okrctl('verify', '--workspace', space.name), []);
const graded = ({ grade, grade_proposed: proposed, outcome }) => [grade, proposed, outcome];

// An OKR with a key result for each of these values, out of 100.
async function withValues(values, fields = {}) {
	const okr = await space.okr(fields);

	for (const current_value of values) {
		await space.keyResult(okr.id, { current_value });
	}
	return space.getOkr(okr.id);
}

describe('closing', () => {
	test('takes what is said and proposes the rest from the progress, which stays', async () => {
		const okr = await withValues([46, 87, 4]);
		const [first, second] = okr.key_results;
		const closed = await ok(close(okr, { outcome: 'partial', note: 'Half of it', key_results: [
			{ id: second.id, grade: 0, outcome: 'missed', note: 'In the end it fell' },
			{ id: first.id, grade: 0.123456789, outcome: null }] }));

		assert.deepEqual(graded(closed), [0.5, true, 'partial']);
		assert.deepEqual(closed.key_results.map(graded), [[0.123456789, false, null],
			[0, false, 'missed'], [0, true, null]]);
		assert.deepEqual(closed.key_results.map((one) => one.closing_note),
			[null, 'In the end it fell', null]);
		assert.equal(closed.closing_note, 'Half of it');
		assert.deepEqual([closed.lifecycle, closed.progress, closed.closed_by, closed.open_children],
			['completed', okr.progress, space.admin.id, []]);
		assert.ok(closed.closed_at >= okr.updated_at);
		const { open_children: none, ...rest } = closed;
		assert.deepEqual(await space.getOkr(okr.id), rest);
		verified();
	});

	test('a grade that somebody gave before is not missing, null is', async () => {
		const okr = await withValues([50]);
		const [{ id }] = okr.key_results;

		await ok(api.put(`/okrs/${okr.id}`, { grade: 0.33 }));
		await ok(api.put(`/key-results/${id}`, { grade: 1, closing_note: 'Done' }));
		const closed = await ok(close(okr, { outcome: 'achieved', grade: null,
			key_results: [{ id, grade: null }] }));

		assert.deepEqual(graded(closed), [0.33, false, 'achieved']);
		assert.deepEqual(graded(closed.key_results[0]), [1, false, null]);
		assert.equal(closed.key_results[0].closing_note, 'Done');
	});

	test('what is dropped is cancelled and counts no more above', async () => {
		const parent = await withValues([100]);
		const okr = await withValues([0], { parent_okr_id: parent.id });

		assert.equal((await space.getOkr(parent.id)).progress, 0.5);
		assert.equal((await ok(close(okr, { outcome: 'dropped' }))).lifecycle, 'cancelled');
		assert.equal((await space.getOkr(parent.id)).progress, 1);
		await ok(reopen(okr));
		assert.equal((await space.getOkr(parent.id)).progress, 0.5);
		verified();
	});

	test('without parts it counts as 1 only when nothing less was achieved', async () => {
		const progress = async (okr) => (await space.getOkr(okr.id)).progress;

		for (const [outcome, expected] of [['achieved', 1], ['partial', 0], ['missed', 0],
			['dropped', 0]]) {
			const parent = await space.okr();
			const okr = await space.okr({ parent_okr_id: parent.id });
			const closed = await ok(close(okr, { outcome }));

			assert.deepEqual([closed.grade, closed.progress, await progress(parent)],
				[0, expected, expected]);
			const { body: past } = await api.get(`/okrs/${okr.id}/history`);
			assert.equal(past.at(-1).progress, expected);
			if (expected === 1) {
				await ok(api.put(`/okrs/${okr.id}`, { outcome: 'missed' }));
				assert.deepEqual([await progress(okr), await progress(parent)], [0, 0]);
			}
		}
		verified();
	});

	test('closes no children and lists those that are open', async () => {
		const okr = await space.okr();
		const child = (fields) => space.okr({ parent_okr_id: okr.id, ...fields });
		const one = await child({ title: 'One' });
		const draft = await child({ title: 'Draft', lifecycle: 'draft' });

		await child({ lifecycle: 'completed' });
		await child({ is_archived: true });
		await expect(204, api.delete(`/okrs/${(await child()).id}`));
		await space.okr({ parent_okr_id: one.id });
		assert.deepEqual((await ok(close(okr, { outcome: 'achieved' }))).open_children,
			[{ id: one.id, title: 'One' }, { id: draft.id, title: 'Draft' }]);
	});

	test('names no child that its person may not see', async () => {
		const owner = await person(space, 'owner', {}, allScopes);
		const team = await space.team();
		const okr = await space.okr({ owner_id: owner.id });

		await space.okr({ parent_okr_id: okr.id, type: 'team', team_id: team.id, visibility: 'team' });
		assert.deepEqual((await ok(owner.client.post(`/okrs/${okr.id}/close`,
			{ outcome: 'partial' }))).open_children, []);
		assert.equal((await space.getOkr(okr.id)).closed_by, owner.id);
	});

	test('refuses what is wrong, and does nothing of it', async () => {
		const okr = await withValues([50]);
		const [{ id }] = okr.key_results;
		const { id: foreign } = await space.keyResult((await space.okr()).id);
		const cases = [[{}, 'outcome'], [{ outcome: null }, 'outcome'], [{ outcome: 'won' }, 'outcome'],
			[{ outcome: 'partial', grade: 1.1 }, 'grade'], [{ outcome: 'partial', grade: -0.1 }, 'grade'],
			[{ outcome: 'partial', grade: '0.5' }, 'grade'],
			[{ outcome: 'partial', progress: 1 }, 'progress'],
			[{ outcome: 'partial', key_results: [{ id: foreign }] }, 'key_results[0].id'],
			[{ outcome: 'partial', key_results: [{ id }, { id }] }, 'key_results[1].id'],
			[{ outcome: 'partial', key_results: [{ grade: 1 }] }, 'key_results[0].id'],
			[{ outcome: 'partial', key_results: [{ id, grade: 2 }] }, 'key_results[0].grade']];

		for (const [body, field] of cases) {
			const { body: refusal } = await refused(400, close(okr, body));

			assert.deepEqual(refusal.details.map((one) => one.field), [field], JSON.stringify(body));
		}
		assert.deepEqual(await space.getOkr(okr.id), okr);
		await refused(404, close({ id: foreign }, { outcome: 'partial' }));
	});

	test('happens once, also when two do it at once', async () => {
		const okr = await withValues([10]);
		const answers = await Promise.all(['partial', 'missed'].map((outcome) =>
			close(okr, { outcome })));
		const won = answers.find(({ status }) => status === 200);

		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
		assert.equal((await space.getOkr(okr.id)).outcome, won.body.outcome);
		await refused(409, close(okr, { outcome: 'achieved' }));
	});

	test('is in the journal, the OKR first', async () => {
		const okr = await withValues([10, 20]);
		const { rows } = await rowsAdded(space, () => ok(close(okr, { outcome: 'missed' })));

		assert.deepEqual(typesOf(rows), ['okr.closed', 'key_result.updated', 'key_result.updated']);
		assert.deepEqual(rows[0].changes.outcome, { from: null, to: 'missed' });
		assert.deepEqual(rows[0].changes.grade, { from: null, to: 0.2 });
		const again = await rowsAdded(space, () => ok(reopen(okr, 'Too early')));

		assert.deepEqual(typesOf(again.rows), ['okr.reopened']);
		assert.equal(again.rows[0].reason, 'Too early');
	});
});

describe('reopening', () => {
	async function closedOne() {
		const okr = await withValues([30]);

		return ok(close(okr, { outcome: 'missed', grade: 0.4, note: 'A note',
			key_results: [{ id: okr.key_results[0].id, grade: 0.2, outcome: 'missed' }] }));
	}

	function assertOpen(okr, what) {
		assert.deepEqual([okr.lifecycle, okr.outcome, okr.closed_at, okr.closed_by, okr.grade,
			okr.closing_note], ['active', null, null, null, 0.4, 'A note'], what);
		assert.deepEqual(graded(okr.key_results[0]), [0.2, false, null], what);
	}

	test('needs a reason and a closed OKR; grades and notes stay', async () => {
		const okr = await closedOne();

		for (const reason of [undefined, null, ' ']) {
			const { body } = await refused(400, api.post(`/okrs/${okr.id}/reopen`, { reason }));

			assert.deepEqual(body.details.map(({ field }) => field), ['reason']);
		}
		assertOpen(await ok(reopen(okr)), 'reopened');
		await refused(409, reopen(okr));
		verified();
	});

	test('follows from an active lifecycle in every dialect, without a reason', async () => {
		for (const [path, body] of [['/okrs', { lifecycle: 'active' }],
			['/goals', { status: 'active' }]]) {
			const okr = await closedOne();

			await expect(200, api.put(`${path}/${okr.id}`, body));
			assertOpen(await space.getOkr(okr.id), path);
		}
	});

	test('does not follow from anything else', async () => {
		const okr = await closedOne();

		await ok(api.put(`/okrs/${okr.id}`, { title: 'Another', lifecycle: 'cancelled' }));
		assert.equal((await space.getOkr(okr.id)).outcome, 'missed');
	});
});

describe('grades by PUT', () => {
	test('are nobody\'s proposal any more; the lifecycle does not follow', async () => {
		const okr = await withValues([50]);

		await ok(close(okr, { outcome: 'partial' }));
		assert.deepEqual(graded(await ok(api.put(`/okrs/${okr.id}`, { grade: 0.5 }))),
			[0.5, false, 'partial']);
		const [{ id }] = okr.key_results;
		assert.deepEqual(graded(await ok(api.put(`/key-results/${id}`,
			{ grade: 0.9, outcome: 'achieved' }))), [0.9, false, 'achieved']);
		assert.deepEqual(graded(await ok(api.put(`/key-results/${id}`,
			{ grade: null, outcome: null }))), [null, false, null]);
		await refused(400, api.put(`/okrs/${okr.id}`, { grade: 1.01 }));
		for (const field of ['closed_at', 'closed_by', 'grade_proposed']) {
			await refused(400, api.put(`/okrs/${okr.id}`, { [field]: null }));
		}
	});
});

// ---- the report ------------------------------------------------------------------------------------

describe('the report of a cycle', () => {
	const own = new Workspace();
	const of = async (cycle, client = own.api) =>
		(await ok(client.get(`/reports/cycle?cycle_id=${cycle.id}`))).grades;
	const bands = (low, middle, high, none) => ({ low, middle, high, none });

	test('without a cycle, and without a grade', async () => {
		const { grades } = await ok(own.api.get('/reports/cycle'));
		const cycle = await own.cycle();

		assert.deepEqual([grades.score, grades.band, grades.graded, grades.total], [null, null, 0, 0]);
		assert.deepEqual(grades.distribution.map(({ level }) => level),
			['org', 'department', 'team', 'individual']);
		await own.okr({ cycle_id: cycle.id });
		const { score, total, distribution } = await of(cycle);
		assert.deepEqual([score, total, distribution[0].objectives], [null, 1, bands(0, 0, 0, 1)]);
	});

	test('counts what stands on the top for the score, and everything for the rest', async () => {
		const cycle = await own.cycle(), before = await own.cycle();
		const outside = await own.okr({ cycle_id: before.id, grade: 1 });
		const gone = await own.okr({ cycle_id: cycle.id });
		const make = async (grade, fields = {}, outcome = 'partial') => {
			const okr = await own.okr({ cycle_id: cycle.id, ...fields });

			await ok(own.api.post(`/okrs/${okr.id}/close`, { outcome, grade }));
			return okr;
		};
		const top = await make(0.3, { weight: 3 });

		await make(0.9, { parent_okr_id: top.id });
		await make(0.6999999999, { parent_okr_id: outside.id, type: 'team' }, 'achieved');
		await make(0.7, { parent_okr_id: gone.id, type: 'team' }, 'missed');
		await make(0, { type: 'individual' }, 'dropped');
		await make(1, { is_archived: true });
		await expect(204, own.api.delete(`/okrs/${gone.id}`));
		const open = await own.okr({ cycle_id: cycle.id, type: 'team' });
		const kr = await own.keyResult(open.id);
		await own.keyResult(open.id);
		await ok(own.api.put(`/key-results/${kr.id}`, { grade: 0.2999 }));

		const grades = await of(cycle);
		assert.equal(grades.score, Math.round((3 * 0.3 + 0.6999999999 + 0.7) / 5 * 1e4) / 1e4);
		assert.equal(grades.band, 'middle');
		assert.deepEqual([grades.graded, grades.total], [5, 6]);
		assert.deepEqual(grades.outcomes, { achieved: 1, partial: 2, missed: 1, dropped: 1 });
		assert.deepEqual(grades.distribution, [
			{ level: 'org', objectives: bands(0, 1, 1, 0), key_results: bands(0, 0, 0, 0) },
			{ level: 'department', objectives: bands(0, 0, 0, 0), key_results: bands(0, 0, 0, 0) },
			{ level: 'team', objectives: bands(0, 0, 2, 1), key_results: bands(1, 0, 0, 1) },
			{ level: 'individual', objectives: bands(1, 0, 0, 0), key_results: bands(0, 0, 0, 0) }]);
		assert.equal((await of(before)).total, 1);
	});

	test('weighs all alike where all weights are 0', async () => {
		const cycle = await own.cycle();

		for (const grade of [0.2, 0.8]) {
			const okr = await own.okr({ cycle_id: cycle.id, weight: 0 });

			await ok(own.api.put(`/okrs/${okr.id}`, { grade }));
		}
		assert.deepEqual([(await of(cycle)).score, (await of(cycle)).band], [0.5, 'middle']);
	});

	test('counts for a person what that person may see', async () => {
		const cycle = await own.cycle();
		const member = await person(own, 'member', {}, allScopes);
		const team = await own.team();
		const hidden = await own.okr({ cycle_id: cycle.id, type: 'team', team_id: team.id,
			visibility: 'team' });
		const shown = await own.okr({ cycle_id: cycle.id, parent_okr_id: hidden.id });

		await ok(own.api.put(`/okrs/${hidden.id}`, { grade: 1 }));
		await ok(own.api.put(`/okrs/${shown.id}`, { grade: 0.5 }));
		assert.deepEqual([(await of(cycle)).score, (await of(cycle)).graded], [1, 2]);
		const seen = await of(cycle, member.client);

		// It stands below another one, whoever may see that.
		assert.deepEqual([seen.score, seen.graded, seen.total], [null, 1, 1]);
	});
});

test('a CSV has them behind the columns that it had', async () => {
	const [header] = (await api.get('/okrs?format=csv', { loose: true })).text.split('\r\n');
	const [own] = (await api.get('/key-results?format=csv', { loose: true })).text.split('\r\n');
	const last = ['grade', 'grade_proposed', 'outcome', 'closing_note'];
	const columns = header.split(',');
	const at = columns.indexOf('grade');

	assert.deepEqual(columns.slice(at), [...last, 'closed_at', 'closed_by',
		...last.map((name) => `key_result_${name}`)]);
	assert.ok(columns.slice(0, at).includes('key_result_id'));
	assert.deepEqual(own.split(',').slice(-4), last);
});
