/*
 * What was written wrongly and is put right: check-ins that are corrected or taken back, deleted
 * OKRs and key results that are restored, and batches of check-ins, which are all or nothing.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { okrctl } from '../lib/server.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, awayFromMidnight, instant, revision } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000000';

const space = new Workspace();
const { api } = space;

// A key result from 0 to 100 at the foot of a chain of three OKRs.
async function chain(fields = {}) {
	const root = await space.okr({ title: 'Root' });
	const middle = await space.okr({ title: 'Middle', parent_okr_id: root.id });
	const okr = await space.okr({ title: 'Foot', parent_okr_id: middle.id });

	return { root, middle, okr, keyResult: await space.keyResult(okr.id, fields) };
}

// Check-ins with these values, the last today and each a week after the one before.
async function weekly(id, values) {
	const made = [];

	for (const [i, value] of values.entries()) {
		made.push(await space.checkIn(id, value,
			{ checked_in_at: instant(-7 * (values.length - 1 - i)) }));
	}
	return made;
}

function correct(id, fields) {
	return ok(api.put(`/checkins/${id}`, fields));
}

async function progressOf({ root, middle, okr }) {
	const all = await Promise.all([root, middle, okr].map(({ id }) => space.getOkr(id)));

	return all.map(({ progress }) => progress);
}

describe('a check-in by itself', () => {
	let okr, keyResult, checkIn;

	before(async () => {
		okr = await space.okr();
		keyResult = await space.keyResult(okr.id);
		checkIn = await space.checkIn(keyResult.id, 40, { comment: 'x' });
	});

	test('GET /checkins/:id answers what the POST answered', async () => {
		const body = await ok(api.get(`/checkins/${checkIn.id}`));

		assert.deepEqual(body, checkIn);
		hasShape(body, { id: is.id, okr_id: okr.id, key_result_id: keyResult.id, value: 40,
			previous_value: 0, status: 'on_track', comment: 'x', blocker_note: null,
			author: 'Alice Nguyen', checked_in_at: is.stamp, created_at: is.stamp });
	});

	test('PUT answers 200 with the whole check-in, only what is sent being changed', async () => {
		const { updated_at, ...same } = checkIn;

		assert.deepEqual({ ...await correct(checkIn.id, { value: 45 }), updated_at },
			{ ...same, value: 45, updated_at });
	});

	test('what a GET printed may be sent back', async () => {
		const body = await ok(api.get(`/checkins/${checkIn.id}`));

		assert.deepEqual(await correct(checkIn.id, body), body);
	});

	test('a blocked status needs a blocker_note', async () => {
		await badFields(['blocker_note'], api.put(`/checkins/${checkIn.id}`, { status: 'blocked' }));
		hasShape(await correct(checkIn.id, { status: 'blocked', blocker_note: 'legal' }),
			{ status: 'blocked', blocker_note: 'legal' });
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'at_risk');
		await correct(checkIn.id, { status: 'on_track', blocker_note: null });
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'on_track');
	});

	test('values that a check-in refuses are refused in its correction', async () => {
		await badFields(['value'], api.put(`/checkins/${checkIn.id}`, { value: 'yes' }));
		await badFields(['value'], api.put(`/checkins/${checkIn.id}`, { value: null }));
		await badFields(['status'], api.put(`/checkins/${checkIn.id}`, { status: 'done' }));
		await badFields(['checked_in_at'], api.put(`/checkins/${checkIn.id}`,
			{ checked_in_at: instant(1) }));
		await refused(400, api.put(`/checkins/${checkIn.id}`, {}));
	});

	test('a boolean key result\'s check-in is corrected with yes and no', async () => {
		const { id } = await space.keyResult(okr.id, { metric_type: 'boolean', target_value: 1 });
		const made = await space.checkIn(id, 'yes');

		assert.equal((await correct(made.id, { value: 'no' })).value, 0);
		assert.equal((await space.getKeyResult(id)).progress, 0);
	});

	test('a value missing from a new check-in is the only fault named', () => badFields(['value'],
		api.post(`/key-results/${keyResult.id}/checkins`, { comment: 'x' })));

	test('another workspace\'s check-in is a 404', async () => {
		const other = new Workspace().api;

		await refused(404, other.get(`/checkins/${checkIn.id}`));
		await refused(404, other.put(`/checkins/${checkIn.id}`, { value: 1 }));
		await refused(404, other.delete(`/checkins/${checkIn.id}`));
	});

	test('correcting needs okr-checkins:write, reading okrs:read', async () => {
		const reader = space.client(['okrs:read']);
		const writer = space.client(['okr-checkins:write']);

		await expect(200, reader.get(`/checkins/${checkIn.id}`));
		await refused(403, reader.put(`/checkins/${checkIn.id}`, { value: 1 }));
		await refused(403, reader.delete(`/checkins/${checkIn.id}`));
		await refused(403, writer.get(`/checkins/${checkIn.id}`));
		await expect(200, writer.put(`/checkins/${checkIn.id}`, { comment: 'y' }));
	});

	test('a direct edit of the value is no check-in', async () => {
		await ok(api.put(`/key-results/${keyResult.id}`, { current_value: 50 }));
		const [[digits]] = sql(`SELECT HEX(id) FROM check_in
			WHERE key_result_id = ${hex(keyResult.id)} AND kind = 1`);

		await refused(404, api.get(`/checkins/${digits.toLowerCase()}`));
		const id = digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

		await refused(404, api.get(`/checkins/${id}`));
		await refused(404, api.put(`/checkins/${id}`, { value: 1 }));
		await refused(404, api.delete(`/checkins/${id}`));
		assert.ok((await ok(api.get(`/key-results/${keyResult.id}/checkins`)))
			.every((one) => one.id !== id));
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 50);
	});

	test('check-ins of a deleted key result are a 404', async () => {
		const gone = await space.keyResult(okr.id);
		const made = await space.checkIn(gone.id, 1);

		await expect(204, api.delete(`/key-results/${gone.id}`));
		await refused(404, api.get(`/checkins/${made.id}`));
		await refused(404, api.put(`/checkins/${made.id}`, { value: 1 }));
		await refused(404, api.delete(`/checkins/${made.id}`));
	});
});

describe('what a correction carries with it', () => {
	before(() => awayFromMidnight(30));

	test('the current value, the progress of the key result and of all its ancestors', async () => {
		const all = await chain();
		const { id } = await space.checkIn(all.keyResult.id, 40);

		assert.deepEqual(await progressOf(all), [0.4, 0.4, 0.4]);
		await correct(id, { value: 70 });
		hasShape(await space.getKeyResult(all.keyResult.id), { current_value: 70, progress: 0.7 });
		assert.deepEqual(await progressOf(all), [0.7, 0.7, 0.7]);
	});

	test('DELETE answers 204 and falls back to the check-in before, at last to the beginning', async () => {
		const all = await chain({ current_value: 10 });
		const [first, last] = await weekly(all.keyResult.id, [30, 60]);

		await expect(204, api.delete(`/checkins/${last.id}`));
		hasShape(await space.getKeyResult(all.keyResult.id), { current_value: 30, progress: 0.3,
			last_check_in_at: first.checked_in_at });
		assert.deepEqual(await progressOf(all), [0.3, 0.3, 0.3]);
		await expect(204, api.delete(`/checkins/${first.id}`));
		hasShape(await space.getKeyResult(all.keyResult.id), { current_value: 10, progress: 0.1,
			last_check_in_at: null });
		assert.deepEqual(await progressOf(all), [0.1, 0.1, 0.1]);
		await refused(404, api.delete(`/checkins/${first.id}`));
	});

	test('an older check-in changes nothing but the history', async () => {
		const { keyResult } = await chain();
		const [first] = await weekly(keyResult.id, [30, 60]);

		await correct(first.id, { value: 50 });
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 60);
		assert.deepEqual((await ok(api.get(`/key-results/${keyResult.id}/checkins`)))
			.map(({ value, previous_value }) => [value, previous_value]), [[60, 50], [50, 0]]);
	});

	test('a new checked_in_at decides anew which is the newest', async () => {
		const { keyResult } = await chain();
		const [, last] = await weekly(keyResult.id, [30, 60]);

		await correct(last.id, { checked_in_at: instant(-20) });
		hasShape(await space.getKeyResult(keyResult.id), { current_value: 30,
			last_check_in_at: is.stamp });
		assert.deepEqual((await ok(api.get(`/key-results/${keyResult.id}/checkins`)))
			.map(({ value }) => value), [30, 60]);
	});

	test('the status is that of the newest check-in', async () => {
		const { keyResult } = await chain();
		const [, last] = await weekly(keyResult.id, [30, 60]);

		await correct(last.id, { status: 'off_track' });
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'off_track');
		await expect(204, api.delete(`/checkins/${last.id}`));
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'on_track');
	});

	// Weekly values, the correction of some of them, and the trend then: domain.md section 3.
	const trends = [
		['is declining when the last three gains fall', [20, 50, 70, 80], [], 'declining'],
		['is steady again when the newest value is lifted', [20, 50, 70, 80], [[3, 95]], 'steady'],
		['is regressing when it is lowered', [20, 50, 70, 80], [[3, 60]], 'regressing'],
		['is flat when two gains in a row are 0', [20, 50, 70, 80], [[2, 50], [3, 50]], 'flat'],
	];

	for (const [name, values, corrections, expected] of trends) {
		test(`the trend ${name}`, async () => {
			const { okr, keyResult } = await chain();
			const made = await weekly(keyResult.id, values);

			for (const [i, value] of corrections) {
				await correct(made[i].id, { value });
			}
			assert.equal((await space.getKeyResult(keyResult.id)).trend, expected);
			assert.equal((await space.getOkr(okr.id)).health.trend, expected);
		});
	}

	test('deleting the newest check-in ends a regression', async () => {
		const { keyResult } = await chain();
		const made = await weekly(keyResult.id, [20, 50, 40]);

		assert.equal((await space.getKeyResult(keyResult.id)).trend, 'regressing');
		await expect(204, api.delete(`/checkins/${made[2].id}`));
		assert.equal((await space.getKeyResult(keyResult.id)).trend, 'steady');
	});

	test('the health score follows', async () => {
		const { okr, keyResult } = await chain();
		const { id } = await space.checkIn(keyResult.id, 100);

		assert.equal((await space.getOkr(okr.id)).health_score, 100);
		await correct(id, { value: 0 });
		assert.ok((await space.getOkr(okr.id)).health_score < 75);
	});

	test('a correction that fails changes nothing', async () => {
		const { keyResult } = await chain();
		const { id } = await space.checkIn(keyResult.id, 40);
		const before_ = await revision(api);

		await badFields(['status'], api.put(`/checkins/${id}`, { value: 50, status: 'x' }));
		assert.equal(await revision(api), before_);
	});
});

describe('restoring', () => {
	// What is older than its own making now is past restoring as well.
	after(() => okrctl('purge'));

	// What was deleted is older by so many days.
	function letRest(table, id, days) {
		sql(`UPDATE ${table} SET deleted_at = deleted_at - INTERVAL ${days} DAY
			WHERE id = ${hex(id)}`);
	}

	test('an OKR comes back as it was, with its key results and their history', async () => {
		const { root, okr, keyResult } = await chain();

		await space.checkIn(keyResult.id, 40);
		const { updated_at, key_results, ...same } = await space.getOkr(okr.id);

		await expect(204, api.delete(`/okrs/${okr.id}`));
		await refused(404, api.get(`/okrs/${okr.id}`));
		assert.equal((await space.getOkr(root.id)).progress, 0);
		hasShape((await expect(200, api.post(`/okrs/${okr.id}/restore`))).body, same);
		hasShape(await space.getOkr(okr.id), same);
		hasShape(await space.getKeyResult(keyResult.id), { current_value: 40, progress: 0.4 });
		assert.equal((await ok(api.get(`/key-results/${keyResult.id}/checkins`))).length, 1);
		assert.equal((await space.getOkr(root.id)).progress, 0.4);
		assert.equal(key_results.length, 1);
		assert.ok(updated_at);
	});

	test('it brings back exactly what that delete removed', async () => {
		const okr = await space.okr();
		const [gone, kept] = [await space.keyResult(okr.id), await space.keyResult(okr.id)];

		await expect(204, api.delete(`/key-results/${gone.id}`));
		await expect(204, api.delete(`/okrs/${okr.id}`));
		await ok(api.post(`/okrs/${okr.id}/restore`));
		await refused(404, api.get(`/key-results/${gone.id}`));
		assert.deepEqual((await space.getOkr(okr.id)).key_results.map(({ id }) => id), [kept.id]);
		await ok(api.post(`/key-results/${gone.id}/restore`));
		assert.equal((await space.getOkr(okr.id)).key_results.length, 2);
	});

	test('a key result comes back with its check-ins, and counts again', async () => {
		const all = await chain();

		await space.keyResult(all.okr.id);
		await space.checkIn(all.keyResult.id, 80);
		await expect(204, api.delete(`/key-results/${all.keyResult.id}`));
		assert.deepEqual(await progressOf(all), [0, 0, 0]);
		hasShape((await expect(200, api.post(`/key-results/${all.keyResult.id}/restore`))).body,
			{ id: all.keyResult.id, current_value: 80 });
		assert.deepEqual(await progressOf(all), [0.4, 0.4, 0.4]);
	});

	test('restoring a key result of a deleted OKR is a 409', async () => {
		const { okr, keyResult } = await chain();

		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		await expect(204, api.delete(`/okrs/${okr.id}`));
		await refused(409, api.post(`/key-results/${keyResult.id}/restore`));
	});

	test('a deleted parent reads as null, and restoring it relinks', async () => {
		const { middle, okr } = await chain();

		await expect(204, api.delete(`/okrs/${middle.id}`));
		assert.equal((await space.getOkr(okr.id)).parent_okr_id, null);
		await ok(api.post(`/okrs/${middle.id}/restore`));
		assert.equal((await space.getOkr(okr.id)).parent_okr_id, middle.id);
	});

	test('90 days after the delete it still works, a day later it does not', async () => {
		for (const [days, status] of [[89.9, 200], [90.1, 404]]) {
			const { okr, keyResult } = await chain();
			const hours = Math.round(days * 24);

			await expect(204, api.delete(`/okrs/${okr.id}`));
			sql(`UPDATE objective SET deleted_at = deleted_at - INTERVAL ${hours} HOUR
					WHERE id = ${hex(okr.id)};
				UPDATE key_result SET deleted_at = deleted_at - INTERVAL ${hours} HOUR
					WHERE id = ${hex(keyResult.id)}`);
			await expect(status, api.post(`/okrs/${okr.id}/restore`));
			await expect(status, api.get(`/okrs/${okr.id}`));
			await expect(status, api.get(`/key-results/${keyResult.id}`));
		}
	});

	test('a key result is not restored after the retention time either', async () => {
		const { keyResult } = await chain();

		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		letRest('key_result', keyResult.id, 91);
		await refused(404, api.post(`/key-results/${keyResult.id}/restore`));
	});

	test('what is not deleted is a 409, what is not there a 404', async () => {
		const { okr, keyResult } = await chain();

		await refused(409, api.post(`/okrs/${okr.id}/restore`));
		await refused(409, api.post(`/key-results/${keyResult.id}/restore`));
		await refused(404, api.post(`/okrs/${nobody}/restore`));
		await refused(404, new Workspace().api.post(`/okrs/${okr.id}/restore`));
	});
});

describe('POST /checkins/batch', () => {
	let okr, keyResults;

	function batch(checkins, client = api) {
		return client.post('/checkins/batch', { checkins });
	}

	before(async () => {
		okr = await space.okr();
		keyResults = [await space.keyResult(okr.id), await space.keyResult(okr.id)];
	});

	test('answers 201 with the check-ins in the order of the request', async () => {
		const { body } = await expect(201, batch([
			{ key_result_id: keyResults[1].id, value: 20, comment: 'b' },
			{ key_result_id: keyResults[0].id, value: 10, status: 'at_risk' }]));

		assert.deepEqual(body.checkins.map(({ key_result_id, value, status, comment }) =>
			[key_result_id, value, status, comment]),
		[[keyResults[1].id, 20, 'on_track', 'b'], [keyResults[0].id, 10, 'at_risk', null]]);
		hasShape(body.checkins, [{ id: is.id, okr_id: okr.id, created_at: is.stamp }]);
		hasShape(await space.getKeyResult(keyResults[0].id), { current_value: 10, status: 'at_risk' });
		assert.equal((await space.getOkr(okr.id)).progress, 0.15);
	});

	test('within a batch the later of one key result counts', async () => {
		const key_result_id = keyResults[0].id;

		await expect(201, batch([1, 2, 3].map((value) => ({ key_result_id, value }))));
		assert.equal((await space.getKeyResult(key_result_id)).current_value, 3);
		assert.deepEqual((await ok(api.get(`/key-results/${key_result_id}/checkins?limit=3`)))
			.map(({ value, previous_value }) => [value, previous_value]), [[3, 2], [2, 1], [1, 10]]);
	});

	test('within a batch the newest checked_in_at counts, wherever it stands', async () => {
		const { id: key_result_id } = await space.keyResult(okr.id);

		await expect(201, batch([[5, -1], [6, -3], [7, -2]].map(([value, days]) =>
			({ key_result_id, value, checked_in_at: instant(days) }))));
		assert.equal((await space.getKeyResult(key_result_id)).current_value, 5);
	});

	test('every fault is named by its place, and nothing is written', async () => {
		const good = { key_result_id: keyResults[0].id, value: 77 };
		const earlier = await revision(api);

		await badFields(['checkins[1].value', 'checkins[2].key_result_id', 'checkins[3].value',
			'checkins[4].status', 'checkins[5].blocker_note', 'checkins[6].colour'],
		batch([good, { ...good, value: '70' }, { value: 1 }, { key_result_id: good.key_result_id },
			{ ...good, status: 'done' }, { ...good, status: 'blocked' }, { ...good, colour: 1 }]));
		assert.equal(await revision(api), earlier);
	});

	test('key results that are not there, or another\'s, are named as well', async () => {
		const other = new Workspace();
		const theirs = await other.keyResult((await other.okr()).id);
		const good = { key_result_id: keyResults[0].id, value: 77 };
		const earlier = await revision(api);

		await badFields(['checkins[1].key_result_id', 'checkins[2].key_result_id',
			'checkins[3].key_result_id'], batch([good, { ...good, key_result_id: nobody },
			{ ...good, key_result_id: theirs.id }, { ...good, key_result_id: 'no id' }]));
		assert.equal(await revision(api), earlier);
	});

	test('yes on a metric that is not boolean is named by its place', () => badFields(
		['checkins[0].value'], batch([{ key_result_id: keyResults[0].id, value: 'yes' }])));

	test('a missing, wrong or empty list is no success', async () => {
		await badFields(['checkins'], api.post('/checkins/batch', {}));
		await badFields(['checkins'], api.post('/checkins/batch', { checkins: {} }));
		await refused(400, api.post('/checkins/batch', [{ key_result_id: keyResults[0].id, value: 1 }]));
	});

	test('500 are taken and 501 refused', async () => {
		const many = await ok(api.post('/okrs', { title: 'Many', type: 'org',
			cycle_id: okr.cycle_id }));
		const ids = await Promise.all(Array.from({ length: 10 }, () => space.keyResult(many.id)));
		const checkins = Array.from({ length: 501 }, (_, i) =>
			({ key_result_id: ids[i % 10].id, value: i / 10 }));

		await refused(400, batch(checkins));
		assert.deepEqual(await ok(api.get(`/key-results/${ids[0].id}/checkins`)), []);
		const { body } = await expect(201, batch(checkins.slice(0, 500)));

		assert.deepEqual(body.checkins.map(({ value }) => value),
			checkins.slice(0, 500).map(({ value }) => value));
		assert.equal((await ok(api.get(`/key-results/${ids[9].id}/checkins`))).length, 50);
		assert.equal((await space.getKeyResult(ids[9].id)).current_value, 49.9);
	});

	test('a batch is one request of the rate limit', async () => {
		const client = space.client(['okr-checkins:write'], { 'rate-limit': 50 });
		const checkins = Array.from({ length: 60 }, () =>
			({ key_result_id: keyResults[0].id, value: 1 }));
		const left = [];

		for (let i = 0; i < 2; i++) {
			const { headers } = await expect(201, batch(checkins, client));

			left.push(Number(/;r=(\d+);/.exec(headers.ratelimit)[1]));
		}
		assert.ok(left[0] - left[1] === 1 || left[1] === 49, left.join());
	});

	test('it needs okr-checkins:write', () => refused(403,
		batch([{ key_result_id: keyResults[0].id, value: 1 }], space.client(['write:okrs']))));
});
