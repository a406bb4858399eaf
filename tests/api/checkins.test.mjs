/*
 * Check-ins on both routes: values of each metric, words of status, back-dating, which entry is the
 * current one, and the history with its authors and previous values.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { hasShape, is, samples } from '../lib/shape.mjs';
import { Workspace, day, instant, revision } from '../lib/workspace.mjs';

let space, api, okr;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr();
});

function make(fields) {
	return space.keyResult(okr.id, fields);
}

function post(keyResult, body, { route = 'key-results' } = {}) {
	return api.post(`/${route}/${keyResult.id}/checkins`, body);
}

async function history({ id }) {
	return ok(api.get(`/key-results/${id}/checkins`));
}

describe('value', () => {
	for (const route of ['key-results', 'okrs']) {
		test(`/${route}: yes, no, true and false on a boolean; printed as a number`, async () => {
			const keyResult = await make({ metric_type: 'boolean', start_value: 0, target_value: 1 });

			for (const [value, printed] of [['yes', 1], ['no', 0], [true, 1], [false, 0], [1, 1],
				[0, 0]]) {
				assert.equal((await ok(post(keyResult, { value }, { route }))).value, printed);
				assert.equal((await space.getKeyResult(keyResult.id)).current_value, printed);
			}
		});

		test(`/${route}: any other number on a boolean is a 400`, async () => {
			const keyResult = await make({ metric_type: 'boolean', start_value: 0, target_value: 1 });

			for (const value of [0.5, 2, -1, 1e15]) {
				await badFields(['value'], post(keyResult, { value }, { route }));
			}
		});

		test(`/${route}: yes, no and booleans on another metric are a 400`, async () => {
			const earlier = await revision(api);

			for (const metric_type of ['number', 'percentage', 'currency']) {
				const keyResult = await make({ metric_type });

				for (const value of ['yes', 'no', true, false]) {
					await badFields(['value'], post(keyResult, { value }, { route }));
				}
				assert.deepEqual(await history(keyResult), []);
			}
			assert.notEqual(await revision(api), earlier);
		});

		test(`/${route}: no value, null or text is a 400`, async () => {
			const keyResult = await make();

			await badFields(['value'], post(keyResult, {}, { route }));
			await badFields(['value'], post(keyResult, { status: 'on_track' }, { route }));
			for (const value of [null, '70', '', 'maybe', [], {}]) {
				await badFields(['value'], post(keyResult, { value }, { route }));
			}
		});
	}

	test('yes means the target and no the start, whatever these are', async () => {
		const keyResult = await make({ metric_type: 'boolean', start_value: 10, target_value: 3 });

		assert.equal((await ok(post(keyResult, { value: 'yes' }))).value, 3);
		assert.equal((await ok(post(keyResult, { value: 'no' }))).value, 10);
	});

	test('values beyond the target and below the start are kept', async () => {
		const keyResult = await make();

		for (const value of [130, -20]) {
			assert.equal((await ok(post(keyResult, { value }))).value, value);
			assert.equal((await space.getKeyResult(keyResult.id)).current_value, value);
		}
	});
});

describe('status', () => {
	test('defaults to on_track, whatever the status was', async () => {
		const keyResult = await make();

		await ok(post(keyResult, { value: 1, status: 'off_track' }));
		assert.equal((await ok(post(keyResult, { value: 2 }))).status, 'on_track');
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'on_track');
	});

	for (const status of ['on_track', 'at_risk', 'off_track']) {
		test(`${status} is stored with the key result`, async () => {
			const keyResult = await make();

			assert.equal((await ok(post(keyResult, { value: 1, status }))).status, status);
			const { status: stored, confidence_level } = await space.getKeyResult(keyResult.id);

			assert.deepEqual([stored, confidence_level], [status, status]);
		});
	}

	test('blocked needs a blocker_note', async () => {
		const keyResult = await make();

		for (const blocker_note of [undefined, null, '', '\u2028 \u200b', '\u3164']) {
			await badFields(['blocker_note'],
				post(keyResult, { value: 1, status: 'blocked', blocker_note }));
		}
	});

	test('blocked stays with the check-in and is stored as at_risk', async () => {
		const keyResult = await make();
		const made = await ok(post(keyResult, { value: 1, status: 'blocked', blocker_note: 'legal' }));

		assert.deepEqual([made.status, made.blocker_note], ['blocked', 'legal']);
		assert.equal((await space.getKeyResult(keyResult.id)).status, 'at_risk');
		assert.equal((await history(keyResult))[0].status, 'blocked');
	});

	test('not_started and unknown words are a 400', async () => {
		const keyResult = await make();

		for (const status of ['not_started', 'On_Track', 'done', '']) {
			await badFields(['status'], post(keyResult, { value: 1, status }));
		}
	});
});

describe('the current value is that of the newest entry', () => {
	async function current(keyResult) {
		const { current_value, status } = await space.getKeyResult(keyResult.id);

		return [current_value, status];
	}

	test('a back-dated check-in does not replace a newer one', async () => {
		const keyResult = await make();

		await ok(post(keyResult, { value: 50, checked_in_at: instant(-1) }));
		await ok(post(keyResult, { value: 30, status: 'off_track', checked_in_at: instant(-2) }));
		assert.deepEqual(await current(keyResult), [50, 'on_track']);
	});

	test('a newer one does, even when back-dated', async () => {
		const keyResult = await make();

		await ok(post(keyResult, { value: 50, checked_in_at: instant(-9) }));
		await ok(post(keyResult, { value: 60, status: 'at_risk', checked_in_at: instant(-8) }));
		assert.deepEqual(await current(keyResult), [60, 'at_risk']);
	});

	test('at the same second the later arrival wins', async () => {
		const keyResult = await make();
		const checked_in_at = instant(-3);

		for (const value of [10, 30, 20]) {
			await ok(post(keyResult, { value, checked_in_at }));
		}
		assert.deepEqual(await current(keyResult), [20, 'on_track']);
	});

	test('a direct edit is an entry too: an older check-in does not replace it', async () => {
		const keyResult = await make();

		await ok(api.put(`/key-results/${keyResult.id}`, { current_value: 77 }));
		await ok(post(keyResult, { value: 50, checked_in_at: instant(-1) }));
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 77);
		await ok(post(keyResult, { value: 80 }));
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 80);
	});

	test('a direct edit keeps the status that the newest check-in gave', async () => {
		const keyResult = await make();

		await ok(post(keyResult, { value: 50, status: 'at_risk' }));
		await ok(api.put(`/key-results/${keyResult.id}`, { current_value: 60 }));
		assert.deepEqual(await current(keyResult), [60, 'at_risk']);
	});

	test('last_check_in_at is the effective time of the newest check-in', async () => {
		const keyResult = await make();
		const newest = instant(-2);

		await ok(post(keyResult, { value: 1, checked_in_at: newest }));
		await ok(post(keyResult, { value: 2, checked_in_at: instant(-5) }));
		assert.equal((await space.getKeyResult(keyResult.id)).last_check_in_at, newest);
	});
});

describe('the history', () => {
	test('is newest first by effective time, with author and previous value', async () => {
		const keyResult = await make({ start_value: 32, target_value: 50, current_value: 35 });

		await ok(post(keyResult, { value: 41, checked_in_at: instant(-1), comment: 'b' }));
		await ok(post(keyResult, { value: 38, checked_in_at: instant(-4), comment: 'a' }));
		await ok(post(keyResult, { value: 45, comment: 'c' }));
		const entries = await history(keyResult);

		assert.deepEqual(entries.map(({ value, previous_value, comment }) =>
			[value, previous_value, comment]), [[45, 41, 'c'], [41, 38, 'b'], [38, 35, 'a']]);
		hasShape(entries, [{ ...samples.checkIn, previous_value: is.number, author: 'Alice Nguyen',
			author_id: space.admin.id, checked_in_at: is.stamp }]);
	});

	test('the answer to a check-in tells the previous value', async () => {
		const keyResult = await make({ current_value: 5 });

		assert.equal((await ok(post(keyResult, { value: 6 }))).previous_value, 5);
		assert.equal((await ok(post(keyResult, { value: 7 }))).previous_value, 6);
	});

	test('names the key\'s user as author', async () => {
		const bob = await space.user({ name: 'Bob Stone' });
		const keyResult = await make();
		const client = space.client(['okr-checkins:write'], { user: bob.id });
		const made = await ok(client.post(`/key-results/${keyResult.id}/checkins`, { value: 1 }));

		assert.deepEqual([made.author, made.author_id], ['Bob Stone', bob.id]);
	});

	test('keeps the name of an author who left', async () => {
		const bob = await space.user({ name: 'Bob Stone' });
		const keyResult = await make();
		const client = space.client(['okr-checkins:write'], { user: bob.id });

		await ok(client.post(`/key-results/${keyResult.id}/checkins`, { value: 1 }));
		await expect(204, api.delete(`/users/${bob.id}`));
		assert.equal((await history(keyResult))[0].author, 'Bob Stone');
	});

	test('of a fresh key result is empty, of an unknown one a 404', async () => {
		assert.deepEqual(await history(await make()), []);
		await refused(404, api.get('/key-results/01890000-0000-7000-8000-000000000001/checkins'));
	});

	test('is deleted with the key result and back with it', async () => {
		const keyResult = await make();

		await ok(post(keyResult, { value: 9 }));
		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		await refused(404, api.get(`/key-results/${keyResult.id}/checkins`));
		await refused(404, post(keyResult, { value: 10 }));
		await ok(api.post(`/key-results/${keyResult.id}/restore`));
		assert.deepEqual((await history(keyResult)).map(({ value }) => value), [9]);
	});
});

describe('the deprecated route', () => {
	test('answers 200 with Deprecation and a Link to the successor', async () => {
		const keyResult = await make();
		const { headers, body } = await expect(200, post(keyResult, { value: 70 }, { route: 'okrs' }));

		assert.match(headers.deprecation, /^@\d{9,11}$/);
		assert.ok(Number(headers.deprecation.slice(1)) * 1000 < Date.now());
		assert.equal(headers.link, `<${url}/api/v1/key-results/${keyResult.id}/checkins>; `
			+ 'rel="successor-version"');
		assert.equal(headers.sunset, undefined);
		assert.equal(body.key_result_id, keyResult.id);
	});

	test('does what the new one does', async () => {
		const old = await make();
		const now = await make();
		const body = { value: 70, comment: 'x', status: 'blocked', blocker_note: 'y',
			checked_in_at: instant(-2) };
		const answers = [await ok(post(old, body, { route: 'okrs' })), await ok(post(now, body))];

		for (const answer of answers) {
			for (const own of ['id', 'key_result_id', 'created_at']) {
				delete answer[own];
			}
		}
		assert.deepEqual(answers[0], answers[1]);
	});

	test('takes the key result\'s id, not the OKR\'s', () =>
		refused(404, post(okr, { value: 1 }, { route: 'okrs' })));

	test('the successor is neither deprecated nor does it name another', async () => {
		const { headers } = await expect(201, post(await make(), { value: 1 }));

		assert.equal(headers.deprecation, undefined);
		assert.equal(headers.link, undefined);
	});
});

describe('when and where', () => {
	test('a check-in in an ended cycle is accepted', async () => {
		const cycle = await space.cycle({ start_date: day(-30), end_date: day(-10) });
		const late = await space.okr({ cycle_id: cycle.id });
		const keyResult = await space.keyResult(late.id);

		assert.equal((await ok(post(keyResult, { value: 100 }))).value, 100);
		assert.equal((await space.getOkr(late.id)).progress, 1);
	});

	test('a check-in before the key result was created is accepted', async () => {
		const keyResult = await make();
		const made = await ok(post(keyResult, { value: 5, checked_in_at: '2020-01-01T00:00:00Z' }));

		assert.equal(made.checked_in_at, '2020-01-01T00:00:00Z');
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 5);
	});

	test('two identical check-ins are two entries', async () => {
		const keyResult = await make();
		const body = { value: 5, checked_in_at: instant(-1) };
		const [first, second] = [await ok(post(keyResult, body)), await ok(post(keyResult, body))];

		assert.notEqual(first.id, second.id);
		assert.equal((await history(keyResult)).length, 2);
	});

	test('twenty at once are all stored, and the newest counts', async () => {
		const keyResult = await make();

		await Promise.all(Array.from({ length: 20 }, (_, i) =>
			post(keyResult, { value: i, checked_in_at: instant(-20 + i) })));
		assert.equal((await history(keyResult)).length, 20);
		assert.equal((await space.getKeyResult(keyResult.id)).current_value, 19);
	});
});
