// A revoked key is refused on the next request, on every worker.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { meanwhile, sleep } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const WORKERS = 8;

let site;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: WORKERS });
});

after(() => site?.close());

/** Hammers with a key while it is taken away; tells what was answered to requests sent after. */
async function hammer(key, revoke) {
	const entries = [];
	const client = async () => {
		const sent = performance.now();
		const { status } = await site.ask('GET', '/api/v1/me', { key });
		entries.push({ sent, status });
	};
	const revoked = await meanwhile(Array(2 * WORKERS).fill(client), async () => {
		await sleep(200);
		await revoke();
		const time = performance.now();
		await sleep(300);
		return time;
	});
	const before = entries.filter((entry) => entry.sent < revoked - 50);
	const later = entries.filter((entry) => entry.sent > revoked);
	assert.ok(before.length > WORKERS && later.length > 2 * WORKERS, 'enough was asked');
	return { entries, later };
}

const ways = {
	'DELETE /api-keys/:id': async ({ id }) => {
		assert.equal((await site.ask('DELETE', `/api/v1/api-keys/${id}`)).status, 204);
	},
	'okrctl key revoke': ({ id }) => site.administer('key', 'revoke', id),
	'rotation without overlap': ({ id }) =>
		site.must('POST', `/api/v1/api-keys/${id}/rotate`, { overlap_seconds: 0 }),
};

for (const [name, revoke] of Object.entries(ways)) {
	test(`${name}: nothing that is sent afterwards is served, by any worker`, async () => {
		for (let round = 0; round < 3; round++) {
			const made = await site.makeKey({ name: `${name} ${round}` });
			const { entries, later } = await hammer(made.key, () => revoke(made));
			assert.equal(entries[0].status, 200);
			assert.deepEqual([...new Set(later.map((entry) => entry.status))], [401]);
			assert.ok(entries.every((entry) => entry.status === 200 || entry.status === 401));
		}
	});
}

test('every worker was asked: with all but one frozen, the one refuses', async () => {
	const made = await site.makeKey({ name: 'each' });
	const pids = site.workers();
	for (let i = 0; i < 4 * WORKERS; i++)
		assert.equal((await site.ask('GET', '/api/v1/me', { key: made.key })).status, 200);
	await ways['DELETE /api-keys/:id'](made);
	for (const awake of pids) {
		const frozen = pids.filter((pid) => pid !== awake);
		frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
		try {
			await sleep(30);
			// What the frozen ones had accepted already is answered later; ask until one answers.
			const answers = await Promise.all(Array.from({ length: 3 }, () =>
				site.ask('GET', '/api/v1/me', { key: made.key, timeout: 3000 }).catch(() => null)));
			assert.ok(answers.some(Boolean), 'the one awake answers');
			answers.filter(Boolean).forEach((answer) => assert.equal(answer.status, 401));
		} finally {
			frozen.forEach((pid) => process.kill(pid, 'SIGCONT'));
		}
	}
});

test('an expiry takes effect at its second', async () => {
	const expires = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
	const { key } = await site.must('POST', '/api/v1/api-keys', { name: 'short',
		scopes: ['okrs:read'], expires_at: expires.toISOString().replace('.000', '') });
	assert.equal((await site.ask('GET', '/api/v1/me', { key })).status, 200);
	await sleep(expires - Date.now() + 20);
	for (let i = 0; i < 2 * WORKERS; i++)
		assert.equal((await site.ask('GET', '/api/v1/me', { key })).status, 401);
});
