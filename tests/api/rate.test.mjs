/*
 * The rate limit (seed 003 "Rate limits", api.md section 2, rulings.md 24): 60 a calendar minute
 * and key, counted exactly over all workers. Tests that count wait for a fresh minute only when
 * the running one is nearly over.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, expect, refused } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const minuteMs = 60000;

function leftMs() {
	return minuteMs - (Date.now() % minuteMs);
}

// What is counted has to happen within one minute.
async function awayFromTheTurn() {
	if (leftMs() < 5000) {
		await new Promise((resolve) => setTimeout(resolve, leftMs() + 50));
	}
}

let space;

before(async () => {
	await awayFromTheTurn();
	space = new Workspace();
});

function limited(limit) {
	return space.client(['okrs:read'], { 'rate-limit': limit });
}

function remainingOf({ headers }) {
	const [, remaining, seconds] = /^"key";r=(\d+);t=(\d+)$/.exec(headers.ratelimit);

	return { remaining: Number(remaining), seconds: Number(seconds) };
}

describe('60 requests a minute', () => {
	test('exactly 60 of 100 at once are served, the others are the exact 429', async () => {
		await awayFromTheTurn();
		const client = limited(60);
		const answers = await Promise.all(Array.from({ length: 100 }, () => client.get('/okrs')));
		const late = answers.filter(({ status }) => status === 429);

		assert.equal(answers.filter(({ status }) => status === 200).length, 60);
		assert.equal(late.length, 40);
		for (const { headers, text, body } of late) {
			const seconds = Number(headers['retry-after']);

			assert.equal(text.trim(),
				`{"error":"rate_limit_exceeded","retry_after_seconds":${seconds}}`);
			assert.deepEqual(Object.keys(body), ['error', 'retry_after_seconds']);
			assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
		}
	});

	test('retry_after_seconds names the start of the next minute', async () => {
		await awayFromTheTurn();
		const client = limited(1);

		await expect(200, client.get('/okrs'));
		const { body } = await refused(429, client.get('/okrs'));

		assert.ok(Math.abs(body.retry_after_seconds - leftMs() / 1000) <= 1.5,
			`${body.retry_after_seconds} s, ${leftMs()} ms left`);
	});

	// Nobody waits a whole minute for this: it runs to its end when the turn is near.
	test('limits reset at the start of every minute', async (t) => {
		const client = limited(1);

		await expect(200, client.get('/okrs'));
		if (leftMs() > 5000) {
			t.diagnostic('the minute is young: only the reset time was compared');
			return;
		}
		await new Promise((resolve) => setTimeout(resolve, leftMs() + 50));
		await expect(200, client.get('/okrs'));
	});

	test('an ordinary key has 60: RateLimit and RateLimit-Policy tell it', async () => {
		await awayFromTheTurn();
		const key = space.makeKey(['okrs:read'], { 'rate-limit': 60 });
		const first = await new Client(url, key.key).get('/okrs');
		const second = await new Client(url, key.key).get('/okrs');

		assert.equal(first.headers['ratelimit-policy'], '"key";q=60;w=60');
		assert.equal(remainingOf(first).remaining, 59);
		assert.equal(remainingOf(second).remaining, 58);
		assert.ok(Math.abs(remainingOf(second).seconds - leftMs() / 1000) <= 1.5);
	});

	test('60 is what a key made without a limit has', async () => {
		const { body } = await expect(201, space.api.post('/api-keys',
			{ name: 'default', scopes: ['okrs:read'] }));
		const { headers } = await new Client(url, body.key).get('/okrs');

		assert.equal(headers['ratelimit-policy'], '"key";q=60;w=60');
	});

	test('every key counts for itself', async () => {
		await awayFromTheTurn();
		const [one, other] = [limited(1), limited(1)];

		await expect(200, one.get('/okrs'));
		await refused(429, one.get('/okrs'));
		await expect(200, other.get('/okrs'));
	});

	test('a limit of 0 is none: no RateLimit headers', async () => {
		const { headers } = await space.api.get('/okrs');

		assert.equal(headers.ratelimit, undefined);
		assert.equal(headers['ratelimit-policy'], undefined);
	});
});

describe('what counts', () => {
	// How many requests of a limit `ask` has used.
	async function used(ask, times = 3) {
		await awayFromTheTurn();
		const client = limited(20);

		for (let i = 0; i < times; i++) {
			await ask(client);
		}
		return 19 - remainingOf(await client.get('/me')).remaining;
	}

	test('errors count: 400, 403, 404, 415', async () => {
		assert.equal(await used((client) => refused(400, client.get('/okrs?bad=1'))), 3);
		assert.equal(await used((client) => refused(403, client.post('/okrs', {}))), 3);
		assert.equal(await used((client) => refused(404, client.get('/okrs/none'))), 3);
	});

	test('304 and HEAD count', async () => {
		assert.equal(await used((client) => client.request('HEAD', '/okrs')), 3);
	});

	test('unknown paths, 405 and OPTIONS do not count and carry no RateLimit', async () => {
		for (const ask of [(client) => refused(404, client.get('/nothing')),
			(client) => refused(405, client.delete('/okrs')),
			(client) => client.request('OPTIONS', '/okrs'),
			(client) => client.get('/healthz', { root: true })]) {
			assert.equal(await used(async (client) => {
				assert.equal((await ask(client)).headers.ratelimit, undefined);
			}), 0);
		}
	});

	test('401s do not count against the key that resembles it', async () => {
		assert.equal(await used((client) => {
			const { key } = client;
			const last = key.endsWith('a') ? 'b' : 'a';

			return refused(401, new Client(url, key.slice(0, -1) + last).get('/okrs'));
		}), 0);
	});

	test('the 429s themselves do not count, and carry RateLimit with r=0', async () => {
		await awayFromTheTurn();
		const client = limited(2);

		await expect(200, client.get('/okrs'));
		await expect(200, client.get('/okrs'));
		for (let i = 0; i < 5; i++) {
			const answer = await refused(429, client.get('/okrs'));

			assert.equal(remainingOf(answer).remaining, 0);
		}
	});

	test('errors carry RateLimit as well', async () => {
		const answer = await refused(404, limited(20).get('/okrs/none'));

		assert.equal(answer.headers['ratelimit-policy'], '"key";q=20;w=60');
	});

	test('a revoked key\'s requests are 401s without RateLimit', async () => {
		const made = space.makeKey(['okrs:read'], { 'rate-limit': 5 });

		await expect(204, space.api.delete(`/api-keys/${made.id}`));
		const { headers } = await refused(401, new Client(url, made.key).get('/okrs'));

		assert.equal(headers.ratelimit, undefined);
	});
});
