// Nobody waits long, whatever hangs (rulings.md 67): the database frozen at any moment of a request,
// the row of one workspace locked, all workers busy with it. Through the shipped nginx.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { ask } from '../lib/fcgi.mjs';
import { assertUnavailable } from '../lib/history.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { inParallel, killIfThere, meanwhile, sleep, until } from '../lib/process.mjs';
import { Proxy, queryOf } from '../lib/proxy.mjs';
import { Site } from '../lib/site.mjs';

const WORKERS = 8, HALF = WORKERS / 2, LONGEST_MS = 3000, HEALTH_MS = 50;

let site, nginx, proxy, keys, keyResult;

before(async () => {
	site = await Site.make();
	proxy = await Proxy.make(path.join(site.folder, 'proxy.sock'), site.mariadb.socket);
	keys = { W: (await site.makeKey()).key };
	for (const workspace of ['V', 'U']) {
		await site.administer('workspace', 'create', '--name', workspace);
		keys[workspace] = (await site.makeKey({ workspace })).key;
	}
	site.configure({ database_socket: proxy.path });
	await site.serve({ workers: WORKERS });
	nginx = await Nginx.make(site);
	const made = async (url, body) => (await timed('POST', url, { body })).answer.json;
	const cycle = await made('/api/v1/cycles', { name: 'C', start_date: '2026-01-01',
		end_date: '2026-12-31' });
	const okr = await made('/api/v1/okrs', { title: 'O', type: 'company', cycle_id: cycle.id });
	keyResult = await made(`/api/v1/okrs/${okr.id}/key-results`, { title: 'K', metric_type: 'number',
		start_value: 0, target_value: 100 });
});

after(async () => {
	site?.mariadb?.thaw();
	await nginx?.close();
	await proxy?.close();
	await site?.close();
});

afterEach(async () => {
	site.mariadb.thaw();
	proxy.onPacket = proxy.onAnswer = null;
	await site.mariadb.endSessions();
	await until('service', async () => (await nginx.ask('GET', '/readyz')).status === 200);
	await sleep(600); // the longest time for which a worker does not ask again
	assert.equal(site.workers().length, WORKERS, 'no worker died');
	assert.deepEqual(site.complaints(), []);
});

/** One request, and how long its answer took. */
async function timed(method, url, { key = keys.W, ...options } = {}) {
	const begun = Date.now();
	const answer = await nginx.ask(method, url, { key, ...options });
	return { answer, ms: Date.now() - begun };
}

const team = (name, workspace = 'W') => timed('POST', '/api/v1/teams', { body: { name },
	key: keys[workspace] });

/** Every kind of request. */
const kinds = () => [
	['GET', '/api/v1/okrs'], ['GET', '/api/v1/me'], ['GET', '/readyz'], ['GET', '/api/v1/reports/cycle'],
	['POST', '/api/v1/review-cycles', { body: { name: 'R' } }],
	['PUT', `/api/v1/key-results/${keyResult.id}`, { body: { title: 'L' } }],
	['DELETE', `/api/v1/key-results/${keyResult.id}`],
	['POST', '/api/v1/goals/search', { body: {} }],
	['POST', '/api/v1/checkins/batch', { body: { checkins: Array.from({ length: 20 }, (_, i) =>
		({ key_result_id: keyResult.id, value: i })) } }],
	['POST', `/api/v1/key-results/${keyResult.id}/checkins`, { body: { value: 1 },
		headers: { 'Idempotency-Key': 'frozen' } }],
	['POST', '/api/public/mcp', { headers: { Accept: 'application/json' }, body: { jsonrpc: '2.0', id: 1,
		method: 'tools/call', params: { name: 'get_okrs', arguments: {} } } }],
];

/** `may`: some may have been answered before it began. */
function assertInTime(entries, may = false) {
	for (const { answer, ms } of entries) {
		assert.ok(ms < LONGEST_MS, `${ms} ms: ${answer.text}`);
		if (!answer.json?.jsonrpc && !(may && answer.status < 300))
			assertUnavailable(answer);
	}
}

/** How soon the question of health is answered: the best of many, for the machine may be busy too. */
async function assertHealthy() {
	const entries = [];
	for (let i = 0; i < 10; i++)
		entries.push(await timed('GET', '/healthz'));
	assert.ok(entries.every(({ answer }) => answer.status === 200), entries[0].answer.text);
	const best = Math.min(...entries.map(({ ms }) => ms));
	assert.ok(best < HEALTH_MS, `healthz took ${best} ms`);
}

test('the database is frozen: each kind of request is a 503 within 3 s, more than there are workers', async () => {
	await site.mariadb.freeze();
	const asked = kinds();
	const requests = inParallel(3 * asked.length, 3 * asked.length, (i) =>
		timed(...asked[i % asked.length]));
	await sleep(300);
	await assertHealthy();
	assertInTime(await requests);
});

test('frozen for longer: those who come in the midst of it do not wait longer either', async () => {
	await site.mariadb.freeze();
	const asked = kinds(), requests = [];
	for (let i = 0; i < 60; i++) {
		requests.push(timed(...asked[i % asked.length]));
		await sleep(100);
	}
	assertInTime(await Promise.all(requests));
	await assertHealthy();
});

test('frozen before workers have connected', async () => {
	for (const pid of site.workers())
		killIfThere(pid);
	await until('new workers', () => site.workers().length === WORKERS);
	await site.mariadb.freeze();
	const asked = kinds();
	assertInTime(await inParallel(2 * WORKERS, 2 * WORKERS, (i) => timed(...asked[i % asked.length])));
	site.mariadb.thaw();
	const lines = fs.readFileSync(site.log, 'utf8').split('\n').filter((line) => /killed by signal 9/.test(line));
	assert.equal(lines.length, WORKERS);
	fs.writeFileSync(site.log, ''); // these are no complaints
});

// What was asked is passed on to nobody; nobody answers either, and new connections hang as well.
for (const [what, pattern] of [['the gate\'s question', null], ['the begin of a write', /START TRANSACTION/],
	['COMMIT', /COMMIT/]]) {
	test(`the connection falls silent at ${what}`, async () => {
		assert.equal((await team(`warm ${what}`)).answer.status, 201);
		let silent = false;
		proxy.onPacket = (packet) => {
			silent ||= pattern === null || pattern.test(queryOf(packet) ?? '');
			return silent ? 'taken' : null;
		};
		proxy.onAnswer = (bytes, link) => {
			if (!silent)
				return null;
			link.isHeld = true;
			return 'dropped';
		};
		const asked = kinds().filter(([method]) => method !== 'GET');
		const entries = await inParallel(WORKERS, WORKERS, (i) => timed(...asked[i % asked.length]));
		assertInTime(entries, true);
		assert.ok(entries.some(({ answer }) => answer.status === 503));
		proxy.onPacket = proxy.onAnswer = null;
		proxy.cutAll();
	});
}

// Each answer of the database comes late, but comes: the sum counts.
test('every packet takes 300 ms', async () => {
	proxy.onPacket = () => sleep(300);
	const asked = kinds();
	const entries = await inParallel(WORKERS, 2 * asked.length, (i) => timed(...asked[i % asked.length]));
	assertInTime(entries, true);
});

/** Locks the row of a workspace until it is told. */
async function lockRow(workspace) {
	const [[id]] = await site.mariadb.sql(`SELECT HEX(id) FROM organisation WHERE name = '${workspace}'`);
	const session = site.mariadb.session();
	await session.say(`START TRANSACTION; SELECT COUNT(*) FROM organisation WHERE id = x'${id}' FOR UPDATE`);
	return async () => {
		await session.say('ROLLBACK; SELECT 1');
		await session.end();
	};
}

test('a locked row holds half of the workers; the next is refused at once, other workspaces go on', async () => {
	const unlock = await lockRow('W');
	const waiting = inParallel(HALF, HALF, (i) => team(`waiting ${i}`));
	await sleep(400);
	// The best of several tells that they are refused at once.
	const refused = await inParallel(2, 20, (i) => team(`refused ${i}`));
	for (const { answer } of refused) {
		assertUnavailable(answer);
		assert.equal(answer.headers['retry-after'], '1');
	}
	assert.ok(Math.min(...refused.map(({ ms }) => ms)) < 100, refused.map(({ ms }) => ms).join(' '));
	const others = await inParallel(HALF, 40, (i) => i % 2 ? team(`other ${i}`, 'V') :
		timed('GET', '/api/v1/teams', { key: keys[i % 4 ? 'V' : 'W'] }));
	for (const { answer } of others)
		assert.ok(answer.status < 300, answer.text);
	assert.ok(Math.min(...others.map(({ ms }) => ms)) < 500);
	assertInTime(await waiting);
	await unlock();
	const teams = (await timed('GET', '/api/v1/teams')).answer.json;
	assert.deepEqual(teams.filter(({ name }) => /^(waiting|refused) \d/.test(name)), []);
	assert.equal((await team('free')).answer.status, 201);
});

test('two locked rows under a stream of writes: a third workspace is served within 3 s', async () => {
	const unlocks = [await lockRow('W'), await lockRow('V')];
	const stream = [];
	const writers = Array.from({ length: 24 }, (_, i) => async () => {
		stream.push(await team(`stream ${i}`, i % 2 ? 'W' : 'V'));
	});
	const others = await meanwhile(writers, async () => {
		await sleep(1000);
		await assertHealthy();
		return inParallel(2, 10, (i) => team(`third ${i}`, 'U'));
	});
	assertInTime(stream);
	for (const { answer, ms } of others) {
		assert.equal(answer.status, 201, answer.text);
		assert.ok(ms < LONGEST_MS, `${ms} ms`);
	}
	for (const unlock of unlocks)
		await unlock();
});

test('without a lock everybody is served, however many write to one workspace', async () => {
	const entries = await inParallel(3 * WORKERS, 200, (i) => team(`crowd ${i}`));
	assert.deepEqual(entries.filter(({ answer }) => answer.status !== 201)
		.map(({ answer }) => answer.text), []);
});

test('a worker that is killed while it waits leaves its seat', async () => {
	const unlock = await lockRow('W');
	const waiting = inParallel(HALF, HALF, (i) => team(`killed ${i}`));
	await sleep(400);
	site.workers().forEach(killIfThere);
	await waiting;
	await unlock();
	assert.equal((await team('after')).answer.status, 201);
	await until('all workers', () => site.workers().length === WORKERS);
	fs.writeFileSync(site.log, '');
});

test('the question of health: no worker, no database', async () => {
	const health = (url = '/healthz') => ask({ path: `${site.socket}.health` }, 'GET', url, { key: keys.W });
	assert.equal((await health()).status, 200);
	assert.equal(fs.statSync(`${site.socket}.health`).mode & 0o777, 0o660);
	assertUnavailable(await health('/api/v1/okrs'));
	assertUnavailable(await health('/readyz'));
	// Workers that cannot start: nobody could serve.
	fs.chmodSync(site.folder + '/state', 0o700);
	fs.renameSync(`${site.folder}/state`, `${site.folder}/state-away`);
	site.workers().forEach(killIfThere);
	await until('the truth', async () => (await health()).status === 503);
	fs.renameSync(`${site.folder}/state-away`, `${site.folder}/state`);
	await until('service', async () => (await health()).status === 200 &&
		site.workers().length === WORKERS);
	fs.writeFileSync(site.log, '');
});
