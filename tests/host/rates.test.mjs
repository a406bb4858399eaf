// Sixty requests a minute means sixty: over eight workers, parallel clients, a reload, killed
// workers and plain CGI processes, all of which share one table of counters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseAnswer, variables } from '../lib/fcgi.mjs';
import { settableClock } from '../lib/preload.mjs';
import { inParallel, killIfThere, meanwhile, run, sleep } from '../lib/process.mjs';
import { fcgi, Site } from '../lib/site.mjs';

const WORKERS = 8, MINUTE = 60000;

let site, long;

const minuteOf = (ms) => Math.floor(ms / MINUTE);

/** Waits until so much of the minute is left. */
async function needSeconds(seconds) {
	const left = MINUTE - Date.now() % MINUTE;
	if (left < seconds * 1000)
		await sleep(left + 100);
}

/** One request: what it was answered, and between which times. */
async function timed(key, ask = site.ask.bind(site)) {
	const entry = { sent: Date.now() };
	try {
		entry.answer = await ask('GET', '/api/v1/me', { key });
		entry.status = entry.answer.status;
	} catch (error) {
		Object.assign(entry, { status: 0, error });
	}
	entry.got = Date.now();
	return entry;
}

function assertLimited({ answer, sent, got }) {
	const seconds = answer.json.retry_after_seconds;
	assert.deepEqual(answer.json, { error: 'rate_limit_exceeded', retry_after_seconds: seconds });
	assert.equal(answer.headers['retry-after'], String(seconds));
	const left = (ms) => Math.ceil((MINUTE - ms % MINUTE) / 1000);
	assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, `${seconds} s`);
	if (minuteOf(sent) === minuteOf(got))
		assert.ok(seconds <= left(sent) && seconds >= left(got), `${seconds} of ${left(sent)} s`);
}

/** Fails unless exactly `limit` were accepted and the others told when to come again. */
function assertLimit(entries, limit) {
	const accepted = entries.filter((entry) => entry.status === 200);
	const refused = entries.filter((entry) => entry.status === 429);
	assert.equal(accepted.length + refused.length, entries.length, 'nothing else was answered');
	assert.equal(accepted.length, Math.min(limit, entries.length));
	refused.forEach(assertLimited);
	return accepted;
}

function remainingOf(entry) {
	return Number(entry.answer.headers.ratelimit.match(/;r=(\d+);/)[1]);
}

/** Requests at an even pace until a whole minute was seen from beginning to end. */
async function longWatch(key) {
	const entries = [];
	const firstWhole = minuteOf(Date.now()) + 1;
	const lanes = Array.from({ length: 4 }, async (_, lane) => {
		await sleep(lane * 100);
		while (Date.now() < firstWhole * MINUTE + 9000) {
			entries.push(await timed(key));
			await sleep(400);
		}
	});
	await Promise.all(lanes);
	return { entries, firstWhole };
}

before(async () => {
	site = await Site.make();
	await site.serve({ workers: WORKERS });
	const key = (await site.makeKey({ rate: 60, name: 'long' })).key;
	long = longWatch(key);
});

after(() => site?.close());

test('600 requests at once over eight workers: 60 are accepted, each counted once', async () => {
	const key = (await site.makeKey({ rate: 60 })).key;
	await needSeconds(6);
	const entries = await inParallel(50, 600, () => timed(key));
	const accepted = assertLimit(entries, 60);
	const left = accepted.map(remainingOf).sort((a, b) => a - b);
	assert.deepEqual(left, Array.from({ length: 60 }, (_, i) => i));
	assert.equal(accepted[0].answer.headers['ratelimit-policy'], '"key";q=60;w=60');
});

test('a key without a limit of its own has the installation\'s: 60', async () => {
	const { key } = await site.administer('key', 'create', '--workspace', 'W', '--name', 'n',
		'--scopes', 'okrs:read');
	await needSeconds(4);
	assertLimit(await inParallel(10, 70, () => timed(key)), 60);
});

test('each key has its own counter, each limit its own number, and 0 is none', async () => {
	const keys = await Promise.all([1, 7, 100].map((rate) => site.makeKey({ rate })));
	const free = (await site.makeKey({ rate: 0 })).key;
	await needSeconds(5);
	for (const [i, rate] of [1, 7, 100].entries())
		assertLimit(await inParallel(20, rate + 20, () => timed(keys[i].key)), rate);
	const entries = await inParallel(20, 200, () => timed(free));
	assert.ok(entries.every((entry) => entry.status === 200));
	assert.equal(entries[0].answer.headers.ratelimit, undefined);
});

test('refused and failed requests of a known key count, those of nobody do not', async () => {
	const key = (await site.makeKey({ rate: 6, scopes: 'okrs:read' })).key;
	await needSeconds(4);
	const statuses = [];
	for (const [method, path, options] of [
		['GET', '/api/v1/okrs/01890000-0000-7000-8000-000000000000', {}],    // 404
		['POST', '/api/v1/okrs', { body: {} }],                               // 403
		['GET', '/api/v1/okrs?limit=zero', {}],                               // 400
		['GET', '/api/v1/nothing', {}],                                       // 404: not counted
		['DELETE', '/api/v1/me', {}],                                         // 405: not counted
		['GET', '/api/v1/me', { key: `${key.slice(0, -1)}!` }],               // 401: not counted
	])
		statuses.push((await site.ask(method, path, { key, ...options })).status);
	assert.deepEqual(statuses, [404, 403, 400, 404, 405, 401]);
	assertLimit(await inParallel(1, 10, () => timed(key)), 3);
});

test('the counters outlive a reload under load, and no request fails', async () => {
	const key = (await site.makeKey({ rate: 60 })).key;
	await needSeconds(10);
	const reloads = (async () => {
		for (let i = 0; i < 6; i++) {
			site.master.kill('SIGHUP');
			await sleep(150);
		}
	})();
	const entries = await inParallel(8, 400, async () => {
		await sleep(10);
		return timed(key);
	});
	await reloads;
	assertLimit(entries, 60);
});

test('the counters outlive killed workers: a lost request may have counted, never twice', async () => {
	const key = (await site.makeKey({ rate: 60 })).key;
	await needSeconds(10);
	const killOne = () => {
		const [pid] = site.workers();
		if (pid)
			killIfThere(pid);
		return sleep(15);
	};
	const entries = await meanwhile([killOne], () => inParallel(16, 300, () => timed(key)));
	const count = (status) => entries.filter((entry) => entry.status === status).length;
	const lost = count(0);
	assert.equal(count(200) + count(429) + lost, entries.length);
	assert.ok(count(200) <= 60 && count(200) + lost >= 60,
		`${count(200)} accepted, ${lost} lost with their workers`);
	entries.filter((entry) => entry.status === 429).forEach(assertLimited);
});

test('plain CGI processes share the counters of the workers', async () => {
	const key = (await site.makeKey({ rate: 60 })).key;
	const cgi = async (method, path, options) => parseAnswer((await run(fcgi, [], {
		env: { ...variables(method, path, options), OKR_CONFIG: site.config },
	})).bytes);
	await needSeconds(8);
	const first = await inParallel(4, 25, () => timed(key, cgi));
	const second = await inParallel(8, 25, () => timed(key));
	const mixed = await inParallel(6, 30, (i) => timed(key, i % 2 ? cgi : undefined));
	assertLimit([...first, ...second, ...mixed], 60);
});

test('a restart of the whole service does not give the minute back', async () => {
	const key = (await site.makeKey({ rate: 20 })).key;
	await needSeconds(8);
	const before = await inParallel(4, 15, () => timed(key));
	const master = site.master;
	await site.stopServing();
	assert.notEqual(master.exitCode, null);
	await site.serve({ workers: WORKERS });
	assertLimit([...before, ...await inParallel(4, 15, () => timed(key))], 20);
});

test('a wall clock that is set again and again lets nobody in more than twice a minute', async () => {
	const key = (await site.makeKey({ rate: 10 })).key;
	const clock = await settableClock(site.folder);
	await site.stopServing();
	await site.serve({ workers: WORKERS, env: clock.env });
	const begun = Date.now(), entries = [];
	for (const ms of [0, 61000, 3600000, -3600000, 122000, 183000, 40 * 86400000, -61000, 59999, 0,
		86400000, 1, -1, 30000, 61000, 122000, 244000, 488000, 976000, 1952000]) {
		clock.set(ms);
		entries.push(...await inParallel(4, 12, () => timed(key)));
	}
	const accepted = entries.filter((entry) => entry.status === 200);
	const minutes = Math.ceil((Date.now() - begun) / MINUTE);
	assert.ok(accepted.length >= 10 && accepted.length <= 10 * (minutes + 1),
		`${accepted.length} within ${minutes} min`);
	for (const { answer } of entries.filter((entry) => entry.status !== 200)) {
		assert.equal(answer.status, 429, answer.text);
		const seconds = answer.json.retry_after_seconds;
		assert.equal(answer.headers['retry-after'], String(seconds));
		assert.ok(seconds >= 1 && seconds <= 60, `${seconds} s`);
	}
	await site.stopServing();
	await site.serve({ workers: WORKERS });
});

test('a new minute begins on the minute, and never holds more than 60', async () => {
	const { entries, firstWhole } = await long;
	for (const minute of [firstWhole - 1, firstWhole]) {
		const within = entries.filter((entry) => entry.status === 200 &&
			minuteOf(entry.sent) === minute && minuteOf(entry.got) === minute);
		assert.ok(within.length <= 60, `${within.length} in minute ${minute}`);
	}
	entries.filter((entry) => entry.status === 429).forEach(assertLimited);
	// The tests above kill workers and restart the service: some requests were lost, and may count.
	const fresh = entries.filter((entry) => minuteOf(entry.sent) === firstWhole);
	const count = (status) => fresh.filter((entry) => entry.status === status).length;
	assert.ok(count(200) + count(429) > 70, `${fresh.length} requests in the new minute`);
	// One that was sent just before the minute may have been counted in it.
	const early = entries.filter((entry) => entry.status === 200 &&
		minuteOf(entry.sent) < firstWhole && minuteOf(entry.got) === firstWhole).length;
	assert.ok(count(200) + count(0) + early >= 60, `${count(200)}, ${count(0)} lost, ${early} early`);
	assert.ok(fresh.slice(0, 40).every((entry) => entry.status !== 429), 'it begins afresh');
});
