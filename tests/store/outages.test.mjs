// The database away, frozen, locked, full or read-only under load: 503s with Retry-After while it
// lasts, normal service afterwards without anybody's hand, and every promise kept.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { assertUnavailable, History } from '../lib/history.mjs';
import { inParallel, sleep, until } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const WORKERS = 8;

let site, history;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: WORKERS });
	history = await History.make(site, site.ask.bind(site));
});

after(() => site?.close());

/** Where so many write at once on a busy machine, one may be told to come again. */
async function checkInAtLast() {
	let entry;
	for (let tries = 0; tries < 20; tries++) {
		entry = await history.checkIn();
		if (!/Others are writing/.test(entry.answer?.text))
			break;
		await sleep(100);
	}
	return entry;
}

/** As the caller sees it: all is well again, on every worker. */
async function mustServe() {
	await until('service', async () => (await site.ask('GET', '/readyz')).status === 200, 10000);
	await sleep(700); // the longest time for which a worker does not ask again
	const answers = await inParallel(WORKERS, 5 * WORKERS, checkInAtLast);
	assert.deepEqual(answers.filter((entry) => entry.status !== 201).map((one) => one.answer?.text),
		[]);
}

afterEach(async () => {
	// A test that failed may have left it frozen, locked or stopped.
	site.mariadb.thaw();
	await site.mariadb.endSessions();
	await site.mariadb.startAgain();
	await mustServe();
	await history.check();
	assert.equal(site.workers().length, WORKERS, 'no worker died');
	assert.deepEqual(site.complaints(), []);
});

/** Does something to the database under load; tells when it was away. */
async function underLoad(disturb) {
	const from = Date.now();
	let begun, ended;
	await history.meanwhile({ writers: 6, readers: 2 }, async () => {
		await sleep(400);
		begun = Date.now();
		await disturb();
		ended = Date.now();
		await sleep(1600);
	});
	const entries = history.all().filter((entry) => entry.sent >= from);
	const bad = entries.filter((entry) => entry.status !== 200 && entry.status !== 201);
	for (const entry of bad) {
		assert.ok(entry.answer, `a request without an answer: ${entry.error?.message}`);
		assertUnavailable(entry.answer);
		assert.ok(entry.got >= begun && entry.sent <= ended + 1000, `a 503 from ${
			entry.sent - begun} to ${entry.got - begun} ms, away until ${ended - begun} ms`);
	}
	assert.ok(entries.some((entry) => entry.sent > ended && entry.status === 201));
	return { bad, entries };
}

test('the database is killed and comes back, three times, under load', async () => {
	for (let i = 0; i < 3; i++) {
		const { bad } = await underLoad(async () => {
			await site.mariadb.kill();
			await sleep(i * 300);
			await site.mariadb.start();
		});
		assert.ok(i === 0 || bad.length > 0, 'somebody noticed');
	}
});

test('the database is restarted in good order under load', async () => {
	await underLoad(async () => {
		await site.mariadb.stop();
		await site.mariadb.start();
	});
});

test('all connections are killed by the database\'s administrator under load', async () => {
	const { bad } = await underLoad(async () => {
		for (let i = 0; i < 5; i++) {
			const ids = await site.mariadb.sql(
				'SELECT id FROM information_schema.processlist WHERE user = \'okr\'');
			await site.mariadb.outcomes(ids.map(([id]) => `KILL ${id}`));
			await sleep(100);
		}
	});
	assert.deepEqual(bad.map((entry) => entry.answer.text), [], 'the request is run again');
});

test('away: 503 at once, health says so, and no worker waits', async () => {
	await site.mariadb.stop();
	const answers = await inParallel(8, 80, async (i) => {
		const begun = Date.now();
		const answer = i % 2 ? (await history.checkIn()).answer : await site.ask('GET', '/api/v1/okrs');
		return { answer, ms: Date.now() - begun };
	});
	for (const { answer, ms } of answers) {
		assertUnavailable(answer);
		assert.ok(ms < 1000, `${ms} ms`);
	}
	assertUnavailable(await site.ask('GET', '/readyz'));
	assert.equal((await site.ask('GET', '/healthz')).status, 200);
	await site.mariadb.start();
});

test('frozen: 503 within three seconds, healthz answers, recovery when it thaws', async () => {
	await site.mariadb.freeze();
	const begun = Date.now();
	const slowest = async (act) => {
		const from = Date.now();
		return { answer: await act(), ms: Date.now() - from };
	};
	// Fewer requests than workers: one must stay free for the question of health.
	const requests = inParallel(WORKERS - 2, WORKERS - 2, (i) => slowest(async () =>
		i % 2 ? (await history.checkIn()).answer : site.ask('GET', '/api/v1/okrs')));
	await sleep(200);
	const health = await slowest(() => site.ask('GET', '/healthz'));
	assert.equal(health.answer.status, 200);
	assert.ok(health.ms < 500, `healthz took ${health.ms} ms`);
	const answers = await requests;
	site.mariadb.thaw();
	for (const { answer } of answers)
		assertUnavailable(answer);
	const worst = Math.max(...answers.map(({ ms }) => ms));
	assert.ok(worst < 3500, `the slowest answer took ${worst} ms`);
	assert.ok(Date.now() - begun < 12000);
});

test('frozen under load and thawed: nothing lost, nothing twice', async () => {
	await underLoad(async () => {
		await site.mariadb.freeze();
		await sleep(3500);
		site.mariadb.thaw();
	});
});

test('a short lock of the workspace\'s row is waited for', async () => {
	const session = site.mariadb.session();
	await session.say('START TRANSACTION; SELECT COUNT(*) FROM organisation FOR UPDATE');
	const write = history.checkIn();
	await sleep(800);
	assert.equal((await site.ask('GET', '/api/v1/okrs')).status, 200, 'readers do not wait');
	await session.say('ROLLBACK; SELECT 1');
	const entry = await write;
	assert.equal(entry.status, 201, entry.answer?.text);
	assert.ok(entry.got - entry.sent >= 750, 'it did wait');
	await session.end();
});

test('a long lock of the workspace\'s row is a 503, and nothing is written', async () => {
	const session = site.mariadb.session();
	await session.say('START TRANSACTION; SELECT COUNT(*) FROM organisation FOR UPDATE');
	const entry = await history.checkIn();
	assertUnavailable(entry.answer);
	assert.ok(entry.got - entry.sent < 3500, `${entry.got - entry.sent} ms`);
	await session.say('ROLLBACK; SELECT 1');
	await session.end();
	await sleep(300);
	const rows = await site.mariadb.sql(
		`SELECT COUNT(*) FROM check_in WHERE comment = '${entry.comment}'`);
	assert.deepEqual(rows, [['0']]);
});

test('a deadlock is run again and nobody hears of it', async () => {
	const [victim] = history.keyResults;
	const id = `x'${victim.replaceAll('-', '')}'`;
	const session = site.mariadb.session();
	// The session holds the key result and then wants the workspace; it is made the heavier one.
	await session.say(`START TRANSACTION; UPDATE objective SET title = CONCAT(title, '') WHERE
		id IS NOT NULL; UPDATE check_in SET comment = comment; SELECT COUNT(*) FROM key_result WHERE
		id = ${id} FOR UPDATE`);
	const write = history.note(history.writes, { keyResult: victim, value: 4242, comment: 'load d' },
		'POST', `/api/v1/key-results/${victim}/checkins`,
		{ body: { value: 4242, comment: 'load d', status: 'at_risk' } });
	await sleep(300);
	await session.say('SELECT COUNT(*) FROM organisation FOR UPDATE');
	await session.say('COMMIT; SELECT 1');
	const entry = await write;
	assert.equal(entry.status, 201, entry.answer?.text);
	const [[, deadlocks]] = await site.mariadb.sql(
		'SHOW GLOBAL STATUS LIKE \'Innodb_deadlocks\'');
	assert.ok(Number(deadlocks) > 0, 'there was one');
	await session.end();
});

test('too many connections: 503 at once, and service when there is room', async () => {
	await site.stopServing();
	await site.mariadb.sql('SET GLOBAL max_connections = 10');
	const held = Array.from({ length: 12 }, () => site.mariadb.session());
	await Promise.all(held.map((session) =>
		Promise.race([session.say('SELECT 1').catch(() => 'refused'), sleep(300)])));
	await site.serve({ workers: WORKERS });
	const answers = await inParallel(4, 16, () => site.ask('GET', '/api/v1/okrs'));
	answers.forEach((answer) => assertUnavailable(answer));
	await Promise.all(held.map((session) => session.end()));
	await until('room', () => site.mariadb.sql('SET GLOBAL max_connections = 100').then(() => true,
		() => false));
});

test('the database takes no writes: reads go on, writes are 503', async () => {
	await site.mariadb.sql('SET GLOBAL read_only = 1');
	const entries = await inParallel(4, 8, () => history.checkIn());
	entries.forEach((entry) => assertUnavailable(entry.answer));
	assert.equal((await site.ask('GET', '/api/v1/okrs')).status, 200);
	await site.mariadb.sql('SET GLOBAL read_only = 0');
});

test('the whole server was started read-only', async () => {
	await site.mariadb.stop();
	await site.mariadb.start(['--innodb-read-only=1']);
	await sleep(700);
	const entry = await history.checkIn();
	assertUnavailable(entry.answer);
	assert.equal((await site.ask('GET', '/api/v1/okrs')).status, 200);
	await site.mariadb.stop();
	await site.mariadb.start();
});

test('a changed password is a 503 until it is put right', async () => {
	await site.mariadb.sql('SET PASSWORD FOR okr@localhost = PASSWORD(\'other\')');
	await site.mariadb.sql('KILL USER okr@localhost');
	await inParallel(WORKERS, 2 * WORKERS, async () =>
		assertUnavailable(await site.ask('GET', '/api/v1/okrs')));
	await site.mariadb.sql('SET PASSWORD FOR okr@localhost = PASSWORD(\'secret\')');
});
