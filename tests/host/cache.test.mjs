// Kept answers are what fresh ones would be, byte for byte: two services stand on one database, one
// that keeps answers and one that does not, and are compared while several clients write.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ask } from '../lib/fcgi.mjs';
import { end, isRunning, killIfThere, sleep, start, until } from '../lib/process.mjs';
import { fcgi, Site } from '../lib/site.mjs';

const api = '/api/v1';

let site, second, fresh;
const callers = {}; // name: key or token

before(async () => {
	// So little that it is always full.
	site = await Site.make({ settings: { cache_bytes: 1 << 20, jwt_secret: 's'.repeat(40) } });
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 4 });
	fresh = { path: path.join(site.folder, 'fresh.sock') };
	second = start(fcgi, ['--config', site.config, '--listen', `unix:${fresh.path}`, '--workers',
		'2'], { env: { ...process.env, OKR_CACHE_BYTES: '0' }, log: `${site.folder}/fresh.log` });
	await until('the second service', () =>
		ask(fresh, 'GET', '/healthz').then(() => true, () => false));
});

after(async () => {
	if (second && isRunning(second))
		await end(second, 'SIGTERM', 20000);
	await site?.close();
});

const random = (list) => list[Math.floor(Math.random() * list.length)];
const must = (method, at, body, key) => site.must(method, api + at, body, key ? { key } : {});

const world = { cycles: [], okrs: [], keyResults: [], users: [], teams: [], ofTheApplication: 0 };

// A slow machine writes more before enough was compared: a list of more than a quarter of the memory
// would never be kept.
const okrsMost = 60;

async function addOkr() {
	if (world.okrs.length >= okrsMost)
		return;
	const okr = await must('POST', '/okrs', {
		title: `OKR ${Math.random()} ünïcode`, type: random(['org', 'team', 'department']),
		cycle_id: random(world.cycles).id, owner_id: random(world.users).id,
		visibility: random(['organisation', 'team']), team_id: random(world.teams).id,
		...world.okrs.length && Math.random() < 0.5 && { parent_okr_id: world.okrs[0] },
		key_results: [{ title: 'k', metric_type: 'number', start_value: 0, target_value: 50 }],
	});

	world.okrs.push(okr.id);
	world.keyResults.push(okr.key_results[0].id);
}

async function build() {
	for (const year of [2020, 2035])
		world.cycles.push(await must('POST', '/cycles', { name: `${year}`,
			start_date: `${year}-01-01`, end_date: `${year + 10}-01-01` }));
	world.teams.push(await must('POST', '/teams', { name: 'A' }), await must('POST', '/teams',
		{ name: 'B' }));
	for (const name of ['ann', 'bob'])
		world.users.push(await must('POST', '/users', { name, email: `${name}@example.org`,
			role: 'member', team_ids: [world.teams[0].id] }));
	for (let i = 0; i < 12; i++)
		await addOkr();
	callers.everything = site.key;
	callers.reader = (await site.makeKey({ scopes: 'okrs:read' })).key;
	callers.application = (await site.administer('key', 'create', '--workspace', 'W', '--name',
		'app', '--app', 'app1', '--scopes', 'okrs:read,write:okrs', '--rate-limit', '0')).key;
	for (const { name, id } of world.users)
		callers[name] = (await site.administer('token', 'create', '--user', id, '--workspace', 'W',
			'--scopes', 'okrs:read')).token;
}

const writes = [
	addOkr,
	() => must('POST', `/key-results/${random(world.keyResults)}/checkins`,
		{ value: Math.floor(Math.random() * 50), status: random(['on_track', 'at_risk']) }),
	() => must('PUT', `/okrs/${random(world.okrs)}`, { title: `Renamed ${Math.random()}` }),
	() => must('PUT', `/okrs/${random(world.okrs)}`, { is_archived: Math.random() < 0.3 }),
	() => must('PUT', `/users/${random(world.users).id}`,
		{ team_ids: Math.random() < 0.5 ? [world.teams[0].id] : [world.teams[1].id] }),
	() => must('PUT', `/users/${random(world.users).id}`, { role: random(['admin', 'member']) }),
	() => must('PUT', `/cycles/${random(world.cycles).id}`, { name: `C ${Math.random()}` }),
	async () => {
		if (++world.ofTheApplication <= okrsMost)
			await must('POST', '/okrs', { title: 'of the application', type: 'org',
				cycle_id: random(world.cycles).id }, callers.application);
	},
];

const reads = [
	() => ['GET', '/okrs'],
	() => ['GET', '/okrs?limit=3'],
	() => ['GET', '/okrs', { headers: { Accept: random(['text/csv', 'text/csv;q=0.1, */*',
		'application/json, text/csv;q=0.1']) } }],
	() => ['GET', `/okrs/${random(world.okrs)}`],
	() => ['GET', '/okrs?status=on_track'],
	() => ['GET', '/key-results?limit=5'],
	() => ['GET', '/cycles'],
	() => ['GET', '/users'],
	() => ['GET', '/goals?limit=4'],
	() => ['GET', '/okr/objectives?limit=4'],
	() => ['GET', '/reports/risks'],
	() => ['POST', '/goals/search', { body: { text: 'okr', limit: 5 } }],
	() => ['POST', '/../public/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/call',
		params: { name: 'get_okrs', arguments: { limit: 3 } } } }],
];

const pathOf = (at) => path.join(api, at);

// Lists are too long to be told whole.
function assertSame(actual, expected, what) {
	if (actual === expected)
		return;
	let at = 0;

	while (actual[at] === expected[at])
		at++;
	assert.fail(`${what}: at ${at} ${actual.slice(at - 300, at + 50)} instead of ` +
		expected.slice(at - 10, at + 50));
}

// The same question of the one, the other, and the one again: when both answers of the fresh one
// are of one revision, nothing was written in between, and the kept one must be the same.
async function compare(seen) {
	const [method, at, options = {}] = random(reads)();
	const key = random(Object.values(callers));
	const gzip = Math.random() < 0.7 ? { 'Accept-Encoding': 'gzip' } : {};
	const asked = { ...options, key };
	const first = await ask(fresh, method, pathOf(at), asked);
	const kept = await ask(site.address, method, pathOf(at),
		{ ...asked, headers: { ...options.headers, ...gzip } });
	const last = await ask(fresh, method, pathOf(at), asked);

	seen.all++;
	if (first.headers.etag !== last.headers.etag || first.text !== last.text)
		return;
	const where = `${method} ${at} ${JSON.stringify(kept.headers)}`;

	seen.compared++;
	assert.equal(kept.status, first.status, where);
	assertSame(kept.text, first.text, where);
	assert.equal(kept.headers.link, first.headers.link, where);
	assert.equal(kept.headers['content-type'], first.headers['content-type'], where);
	assert.equal(kept.headers.etag?.replace('-gzip"', '"'), first.headers.etag, where);
	if (kept.headers['content-encoding'] === 'gzip') {
		seen.compressed++;
		assert.match(kept.headers.etag ?? '-gzip"', /-gzip"$/); // searches have none
	}
}

// What a killed worker had in hand is asked for again.
async function patiently(act, over) {
	try {
		await act();
	} catch (error) {
		if (error instanceof assert.AssertionError || !over.isKilling)
			throw error;
	}
}

// Goes on until enough was seen, which takes longer on a busy machine.
async function storm({ isEnough, isKilling = false }) {
	const over = { isOver: false, isKilling };
	const seen = { all: 0, compared: 0, compressed: 0, written: 0 };
	const writers = Array.from({ length: 3 }, async () => {
		while (!over.isOver) {
			await patiently(async () => {
				await random(writes)();
				seen.written++;
			}, over);
			await sleep(Math.random() * 150);
		}
	});
	const readers = Array.from({ length: 4 }, async () => {
		while (!over.isOver)
			await patiently(() => compare(seen), over);
	});
	const killer = (async () => {
		while (isKilling && !over.isOver) {
			const pid = random(site.workers());

			if (pid)
				killIfThere(pid);
			await sleep(150);
		}
	})();
	const everyone = Promise.all([...writers, ...readers, killer]);
	const enough = until('enough answers', () => over.isOver || isEnough(seen), 90000);

	try {
		await Promise.race([enough, everyone]);
	} finally {
		over.isOver = true;
		await Promise.allSettled([...writers, ...readers, killer]);
	}
	await everyone;
	return seen;
}

describe('kept answers', () => {
	before(build);

	test('are those that would be made now, while several clients write', async () => {
		await storm({ isEnough: ({ compared, compressed, written }) =>
			compared > 300 && compressed > 10 && written > 60 });
	});

	test('are so while workers are killed', async () => {
		await storm({ isKilling: true, isEnough: ({ compared, written }) =>
			compared > 60 && written > 20 });
	});
});

describe('the compressed form', () => {
	const list = (headers) => ask(site.address, 'GET', `${api}/okrs`, { key: site.key, headers });
	const gzip = { 'Accept-Encoding': 'gzip' };

	async function compressed() {
		for (let i = 0; i < 20; i++) {
			const answer = await list(gzip);

			if (answer.headers['content-encoding'])
				return answer;
		}
		throw new Error('never compressed');
	}

	test('is another representation: its own ETag, and Vary tells why', async () => {
		const answer = await compressed(), plain = await list();

		assert.equal(answer.headers['content-encoding'], 'gzip');
		assert.equal(Number(answer.headers['content-length']), answer.bytes.length);
		assert.ok(answer.bytes.length < plain.bytes.length / 3);
		assertSame(answer.text, plain.text, 'the two forms');
		assert.match(answer.headers.vary, /Accept-Encoding/);
		assert.equal(answer.headers.etag, plain.headers.etag.replace(/"$/, '-gzip"'));
		assert.equal(plain.headers['content-encoding'], undefined);
	});

	test('either tag makes a 304, which repeats the one that was sent', async () => {
		const { etag } = (await compressed()).headers;
		const again = await list({ ...gzip, 'If-None-Match': etag });
		const plain = await list({ 'If-None-Match': etag.replace('-gzip', '') });

		assert.equal(again.status, 304);
		assert.equal(again.headers.etag, etag);
		assert.equal(again.headers['content-encoding'], undefined);
		assert.equal(plain.status, 304);
		assert.equal(plain.headers.etag, etag.replace('-gzip', ''));
	});

	test('is not sent to those who refuse it', async () => {
		await compressed();
		for (const refusal of ['identity', 'gzip;q=0', 'br'])
			assert.equal((await list({ 'Accept-Encoding': refusal })).headers['content-encoding'],
				undefined);
	});

	test('its tag is as good for If-Match', async () => {
		const at = `${api}/okrs/${world.okrs[1]}`;
		let etag;

		for (let i = 0; i < 20 && !etag?.includes('-gzip'); i++)
			({ etag } = (await ask(site.address, 'GET', at, { key: site.key, headers: gzip })).headers);
		assert.match(etag, /-gzip"$/);
		const change = () => ask(site.address, 'PUT', at,
			{ key: site.key, body: { title: 'Matched' }, headers: { 'If-Match': etag } });

		assert.equal((await change()).status, 200);
		assert.equal((await change()).status, 412);
	});

	test('is off with the cache', async () => {
		for (let i = 0; i < 3; i++)
			assert.equal((await ask(fresh, 'GET', `${api}/okrs`, { key: site.key, headers: gzip }))
				.headers['content-encoding'], undefined);
	});
});
