/*
 * What ends after a time: idempotency keys, what was deleted, keys and tokens, the minute of the rate
 * limit. The last moment at which it holds and the first at which it does not, to the millisecond,
 * by a clock that is set.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, beforeEach, describe, test } from 'node:test';

import { moveClock, setClock } from '../lib/clock.mjs';
import { Client, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { now } from '../lib/now.mjs';
import { configFile, okrctl, url } from '../lib/server.mjs';
import { Workspace, allScopes, unique } from '../lib/workspace.mjs';

setClock('2027-05-31T23:59:58.250Z');

const space = new Workspace();
const { api } = space;

describe('an idempotency key holds for 24 hours', () => {
	// Stamps of writes run ahead of a clock that stands, a millisecond each: it catches up.
	beforeEach(() => moveClock({ seconds: 1 }));

	const send = (key, name = 'Once') => expect(201,
		api.post('/kpis', { name: `${name} ${key}` }, { headers: { 'Idempotency-Key': key } }));
	const isReplayed = ({ headers }) => headers['idempotent-replayed'] === 'true';
	const countOf = async (key) =>
		(await ok(api.get('/kpis'))).filter(({ name }) => name.includes(key)).length;

	test('to the last millisecond, over midnight; then it is done anew', async () => {
		const key = unique('key');
		const first = await send(key);

		moveClock({ days: 1 });
		const again = await send(key);

		assert.ok(isReplayed(again));
		assert.equal(again.text, first.text); // what was answered then, its time included
		moveClock({ ms: 1 });
		assert.ok(!isReplayed(await send(key)));
		assert.equal(await countOf(key), 2);
	});

	test('another body is a 422 until then, and taken afterwards', async () => {
		const key = unique('key');

		await send(key, 'Before');
		moveClock({ days: 1 });
		await expect(422, api.post('/kpis', { name: 'Other' },
			{ headers: { 'Idempotency-Key': key } }));
		moveClock({ ms: 1 });
		assert.ok(!isReplayed(await send(key, 'After')));
		assert.equal(await countOf(key), 2);
	});

	test('a replay does not prolong it', async () => {
		const key = unique('key');

		await send(key);
		moveClock({ hours: 23 });
		assert.ok(isReplayed(await send(key)));
		moveClock({ hours: 1, ms: 1 });
		assert.ok(!isReplayed(await send(key)));
		assert.equal(await countOf(key), 2);
	});
});

describe('what was deleted is kept for 90 days', () => {
	async function deletedOkr() {
		const okr = await space.okr({ cycle_id: (await space.cycle()).id });
		const keyResult = await space.keyResult(okr.id);

		await space.checkIn(keyResult.id, 40);
		moveClock({ seconds: 1 }); // the stamp of what is deleted is the clock's, to the millisecond
		await expect(204, api.delete(`/okrs/${okr.id}`));
		return { okr, keyResult };
	}

	// How many rows there are of it in the database: objective, key result, check-ins.
	function rowsOf({ okr, keyResult }) {
		return sql(`SELECT count(*) FROM objective WHERE id = ${hex(okr.id)};
			SELECT count(*) FROM key_result WHERE id = ${hex(keyResult.id)};
			SELECT count(*) FROM check_in WHERE key_result_id = ${hex(keyResult.id)}`)
			.map(([count]) => Number(count));
	}

	test('restored in the last millisecond, refused in the next', async () => {
		setClock('2027-12-01T10:00:00Z');
		const { okr } = await deletedOkr();

		moveClock({ days: 90 });
		await expect(200, api.post(`/okrs/${okr.id}/restore`));
		assert.equal((await space.getOkr(okr.id)).key_results[0].current_value, 40);
		moveClock({ seconds: 1 });
		await expect(204, api.delete(`/okrs/${okr.id}`));
		moveClock({ days: 90, ms: 1 });
		await refused(404, api.post(`/okrs/${okr.id}/restore`));
	});

	test('okrctl purge removes what can no longer be restored, and nothing else', async () => {
		setClock('2028-02-29T12:00:00Z');
		const old = await deletedOkr();

		moveClock({ days: 1 });
		const young = await deletedOkr();
		const kept = await space.okr({ cycle_id: (await space.cycle()).id });

		moveClock({ days: 89, seconds: -1 });
		okrctl('purge');
		assert.deepEqual(rowsOf(old), [1, 1, 1], 'in its last millisecond');
		moveClock({ seconds: 2 });
		assert.equal(new Date(now()).toISOString(), '2028-05-29T12:00:03.000Z');
		okrctl('purge');
		assert.deepEqual(rowsOf(old), [0, 0, 0], 'a second after');
		assert.deepEqual(rowsOf(young), [1, 1, 1]);
		await expect(200, api.post(`/okrs/${young.okr.id}/restore`));
		await refused(404, api.post(`/okrs/${old.okr.id}/restore`));
		await space.getOkr(kept.id);
	});

	test('purge sets links to what it removes null', async () => {
		setClock('2028-06-01T12:00:00Z');
		const cycle_id = (await space.cycle()).id;
		const parent = await space.okr({ cycle_id });
		const child = await space.okr({ cycle_id, parent_okr_id: parent.id });
		const keyResult = await space.keyResult(parent.id);
		const initiative = (await ok(api.post('/initiatives',
			{ title: 'Hangs on it', kr_id: keyResult.id }))).data;

		await expect(204, api.delete(`/okrs/${parent.id}`));
		moveClock({ days: 91 });
		okrctl('purge');
		assert.deepEqual(sql(`SELECT count(*) FROM objective WHERE id = ${hex(parent.id)};
			SELECT parent_id IS NULL FROM objective WHERE id = ${hex(child.id)};
			SELECT objective_id IS NULL AND key_result_id IS NULL FROM initiative
				WHERE id = ${hex(initiative.id)}`), [['0'], ['1'], ['1']]);
		assert.equal((await space.getOkr(child.id)).parent_okr_id, null);
		const { okr_id, kr_id } = (await ok(api.get(`/initiatives/${initiative.id}`))).data;

		assert.deepEqual([okr_id, kr_id], [null, null]);
	});
});

describe('a key expires', () => {
	test('in the millisecond that it names, and is still listed then', async () => {
		setClock('2027-06-30T23:59:59.999Z');
		const { id, key } = await ok(api.post('/api-keys',
			{ name: unique('key'), scopes: ['okrs:read'], expires_at: '2027-07-01T00:00:00Z' }));
		const client = new Client(url, key);

		await expect(200, client.get('/okrs'));
		moveClock({ ms: 1 });
		await refused(401, client.get('/okrs'));
		await refused(401, client.get('/me'));
		assert.ok((await ok(api.get('/api-keys'))).some((row) => row.id === id));
	});

	test('with the end of the day that okrctl was given, a leap day', async () => {
		setClock('2028-02-28T12:00:00Z');
		const { key } = space.makeKey(allScopes, { expires: '2028-02-29' });
		const client = new Client(url, key);

		setClock('2028-02-29T23:59:59.999Z');
		await expect(200, client.get('/okrs'));
		moveClock({ ms: 1 });
		await refused(401, client.get('/okrs'));
	});

	test('a kept answer is not given to a key that expired', async () => {
		setClock('2027-07-02T12:00:00Z');
		const { key } = space.makeKey(['okrs:read'], { expires: '2027-07-02' });
		const client = new Client(url, key);
		const { headers } = await expect(200, client.get('/okrs'));

		await expect(200, client.get('/okrs'));
		setClock('2027-07-03T00:00:00Z');
		await refused(401, client.get('/okrs'));
		await refused(401, client.get('/okrs', { headers: { 'If-None-Match': headers.etag } }));
	});

	test('its last use is told to the minute, and moves with the next one', async () => {
		setClock('2027-07-02T12:00:59.900Z');
		const { id, key } = space.makeKey(['okrs:read']);
		const client = new Client(url, key);
		const lastUse = async () =>
			(await ok(api.get('/api-keys'))).find((row) => row.id === id).last_used_at;

		assert.equal(await lastUse(), null);
		await expect(200, client.get('/okrs'));
		assert.equal(await lastUse(), '2027-07-02T12:00:00Z');
		moveClock({ ms: 99 });
		await expect(200, client.get('/okrs'));
		assert.equal(await lastUse(), '2027-07-02T12:00:00Z');
		moveClock({ ms: 1 });
		await expect(200, client.get('/okrs'));
		assert.equal(await lastUse(), '2027-07-02T12:01:00Z');
	});
});

describe('a token holds from nbf to exp, with a minute of leeway', () => {
	const secret = /^jwt_secret = (.*)$/m.exec(readFileSync(configFile, 'utf8'))[1];
	const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
	let start;

	function me(claims) {
		const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ sub: space.admin.id,
			tenant_id: space.id, scope: 'okrs:read', ...claims })}`;
		const signature = createHmac('sha256', secret).update(text).digest('base64url');

		return new Client(url, `${text}.${signature}`).get('/me');
	}

	before(() => {
		start = Date.parse('2027-12-31T23:59:30Z') / 1000;
	});

	test('exp: taken to the last millisecond of the leeway, over the year\'s end', async () => {
		setClock((start + 60) * 1000 - 1);
		await expect(200, me({ exp: start }));
		moveClock({ ms: 1 });
		await refused(401, me({ exp: start }));
	});

	test('nbf: not before the leeway', async () => {
		setClock((start - 60) * 1000 - 1);
		await refused(401, me({ exp: start + 600, nbf: start }));
		moveClock({ ms: 1 });
		await expect(200, me({ exp: start + 600, nbf: start }));
	});

	test('okrctl token create --ttl counts from the clock', async () => {
		setClock('2028-02-29T23:59:00Z');
		const made = okrctl('token', 'create', '--workspace', space.name, '--user',
			space.admin.email, '--scopes', 'okrs:read', '--ttl', '120');
		const client = new Client(url, made.token);

		assert.equal(made.expires_at, '2028-03-01T00:01:00Z');
		moveClock({ seconds: 179 });
		await expect(200, client.get('/me'));
		moveClock({ seconds: 1 });
		await refused(401, client.get('/me'));
	});
});

describe('the minute of the rate limit', () => {
	test('ends with the clock\'s minute, at midnight too', async () => {
		setClock('2027-08-31T23:59:30Z');
		const client = space.client(['okrs:read'], { 'rate-limit': 2 });
		const state = ({ headers }) => headers.ratelimit;

		assert.equal(state(await expect(200, client.get('/okrs'))), '"key";r=1;t=30');
		assert.equal(state(await expect(200, client.get('/okrs'))), '"key";r=0;t=30');
		const { headers, text } = await refused(429, client.get('/okrs'));

		assert.equal(headers['retry-after'], '30');
		assert.equal(text.trim(), '{"error":"rate_limit_exceeded","retry_after_seconds":30}');
		setClock('2027-08-31T23:59:59.999Z');
		assert.equal((await refused(429, client.get('/okrs'))).headers['retry-after'], '1');
		moveClock({ ms: 1 });
		assert.equal(state(await expect(200, client.get('/okrs'))), '"key";r=1;t=60');
	});
});

describe('a check-in', () => {
	test('may be a minute ahead of the clock, and no second more', async () => {
		setClock('2027-09-30T23:59:30Z');
		const { id } = await space.keyResult((await space.okr({
			cycle_id: (await space.cycle()).id })).id);
		const at = (checked_in_at) =>
			api.post(`/key-results/${id}/checkins`, { value: 1, checked_in_at });

		await expect(201, at('2027-10-01T00:00:30Z'));
		await expect(400, at('2027-10-01T00:00:31Z'));
		await expect(201, at('2027-09-30T23:59:30Z'));
	});

	test('is 14 days old at midnight: a weekly key result has then stalled', async () => {
		setClock('2028-02-20T18:00:00Z');
		const space = new Workspace();
		const okr = await space.okr({ cycle_id: (await space.cycle()).id });
		const { id } = await space.keyResult(okr.id);
		const stalled = async (instant) => {
			setClock(instant);
			return (await ok(space.api.get('/reports/insights'))).insights.some((insight) =>
				insight.type === 'stalled' && JSON.stringify(insight).includes(id));
		};

		await space.checkIn(id, 40);
		assert.equal(await stalled('2028-03-04T23:59:59Z'), false);
		assert.equal(await stalled('2028-03-05T00:00:00Z'), true);
	});
});
