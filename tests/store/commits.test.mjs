// A COMMIT whose answer is lost: whatever became of it, the caller hears the truth and the check-in
// exists once. A proxy between the workers and MariaDB loses what it is told to lose.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { packetOf, Proxy, queryOf } from '../lib/proxy.mjs';
import { inParallel, sleep, until } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

let site, proxy, keyResult;

/** Alone, or behind what is sent with it. */
const isCommit = (packet) => /(^|;)COMMIT$/.test(queryOf(packet));

/** Check-ins, as the database has them, by their comment. */
async function stored(comment) {
	return (await site.mariadb.sql(
		`SELECT LOWER(HEX(id)) FROM check_in WHERE comment = '${comment}'`)).map(([id]) => id);
}

function checkIn(comment, headers = {}) {
	return site.ask('POST', `/api/v1/key-results/${keyResult}/checkins`,
		{ body: { value: 5, comment }, headers, timeout: 30000 });
}

/** Only the commit of the check-in is disturbed, and only the first time. */
function onFirstWrite(disturb) {
	const writing = new WeakSet();
	let done = false;
	proxy.onPacket = (packet, link) => {
		if (packet.includes('INSERT INTO check_in'))
			writing.add(link);
		if (done || !isCommit(packet) || !writing.has(link))
			return null;
		done = true;
		return disturb(packet, link);
	};
	return () => done;
}

before(async () => {
	site = await Site.make();
	proxy = await Proxy.make(path.join(site.folder, 'p.sock'), site.mariadb.socket);
	site.configure({ database_socket: proxy.path });
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 4 });
	const cycle = await site.must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	const okr = await site.must('POST', '/api/v1/okrs', { title: 'O', type: 'org',
		cycle_id: cycle.id, key_results: [{ title: 'K', metric_type: 'number', start_value: 0,
			target_value: 10 }] });
	keyResult = okr.key_results[0].id;
});

beforeEach(() => {
	// Statements are prepared anew, so that the proxy sees who is about to write.
	proxy.onPacket = proxy.onAnswer = null;
	proxy.cutAll();
});

after(async () => {
	await site.close();
	await proxy.close();
});

async function mustExistOnce(comment, happened) {
	const answer = await checkIn(comment);
	assert.ok(happened(), 'the proxy did its part');
	assert.equal(answer.status, 201, answer.text);
	assert.deepEqual(await stored(comment), [answer.json.id.replaceAll('-', '')]);
}

test('the connection is cut before COMMIT reaches the server', async () => {
	await mustExistOnce('before', onFirstWrite(() => 'cut'));
});

test('the connection is cut when COMMIT was done, before the answer', async () => {
	await mustExistOnce('after', onFirstWrite((packet, link) => {
		proxy.onAnswer = (bytes, from) => from === link ? 'cut' : null;
		return null;
	}));
});

// A server that is told to end does so between two statements of a packet, and the answer to the one
// before looks like the last (mariadbd's loop over a COM_QUERY ends when the thread is killed).
test('what was sent with COMMIT is answered, COMMIT is never run', async () => {
	await mustExistOnce('between', onFirstWrite((packet, link) => {
		const query = queryOf(packet);
		assert.match(query, /;COMMIT$/, 'something is sent with it');
		link.server.write(packetOf(query.replace(/COMMIT$/, ''), packet));
		return 'taken';
	}));
});

test('the connection is cut at the moment in which COMMIT is passed on', async () => {
	for (let i = 0; i < 20; i++) {
		proxy.cutAll();
		await mustExistOnce(`moment ${i}`, onFirstWrite((packet, link) => {
			link.server.write(packet);
			proxy.hold(link);
			setTimeout(() => link.server.destroy(), 100);
			return 'taken';
		}));
	}
});

test('COMMIT is still on its way when the program has a new connection', async () => {
	for (const ms of [50, 400]) {
		proxy.cutAll();
		await mustExistOnce(`late ${ms}`, onFirstWrite(async (packet, link) => {
			proxy.hold(link);
			await sleep(ms);
			link.server.write(packet);
			await sleep(300);
			link.server.destroy();
			return 'cut';
		}));
	}
});

test('an undecided COMMIT is a 503 and at most one check-in, never two', async () => {
	const happened = onFirstWrite(async (packet, link) => {
		proxy.hold(link);
		await sleep(6000);
		link.server.write(packet);
		await sleep(300);
		link.server.destroy();
		return 'cut';
	});
	const begun = Date.now();
	const answer = await checkIn('undecided');
	const told = Date.now() - begun;
	assert.ok(happened());
	assert.equal(answer.status, 503, answer.text);
	assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
	assert.ok(told < 5500, `answered after ${told} ms, while it was undecided`);
	await sleep(6500 - told);
	assert.equal((await stored('undecided')).length, 1, 'it was committed at last');
});

const REMEMBERED = 64; // revisions in organisation.recent_revisions

/**
 * A check-in whose commit is done and loses its answer; the worker that asks what became of it is
 * kept from the database while the others commit more than the workspace remembers.
 */
async function overtaken(comment, headers) {
	await inParallel(16, 48, (i) => checkIn(`before ${comment} ${i}`)); // every worker is connected
	let release;
	const others = new Promise((resolve) => { release = resolve; });
	const known = new Set(proxy.links);
	const writing = new WeakSet();
	let lost = false, held = false; // the others have their connections and need no new ones
	proxy.onPacket = async (packet, link) => {
		if (packet.includes(comment))
			writing.add(link);
		if (!lost && isCommit(packet) && writing.has(link)) {
			lost = true;
			proxy.onAnswer = (bytes, from) => from === link ? 'cut' : null;
		} else if (lost && !known.has(link)) {
			held = true;
			await others;
		}
	};
	const asked = checkIn(comment, headers);
	await until('the lost answer', () => held);
	// The smallest writes there are: whoever waits gives up after a while.
	const answers = await inParallel(3, REMEMBERED + 2, (i) =>
		site.ask('POST', '/api/v1/teams', { body: { name: `beside ${comment} ${i}` } }));
	release();
	assert.deepEqual(answers.filter(({ status }) => status !== 201).map(({ text }) => text), [],
		'the others were served');
	return asked;
}

test('a lost COMMIT that was overtaken by more than are remembered is not done again', async () => {
	const answer = await overtaken('overtaken', {});
	assert.equal(answer.status, 503, answer.text);
	assert.match(answer.json.message, /look whether it was/);
	assert.equal((await stored('overtaken')).length, 1);
});

test('the same with an Idempotency-Key is answered', async () => {
	const answer = await overtaken('keyed', { 'Idempotency-Key': 'overtaken' });
	assert.equal(answer.status, 201, answer.text);
	assert.deepEqual(await stored('keyed'), [answer.json.id.replaceAll('-', '')]);
});

test('a tenth of all commits lose their answer, before or after, under load', async () => {
	let count = 0, lost = 0;
	proxy.onPacket = (packet, link) => {
		if (!isCommit(packet) || ++count % 10 !== 0)
			return null;
		lost++;
		if (lost % 2)
			return 'cut';
		proxy.hold(link);
		link.server.write(packet);
		setTimeout(() => link.server.destroy(), 100);
		return 'taken';
	};
	const answers = await inParallel(8, 300, (i) => checkIn(`load ${i}`));
	proxy.onPacket = null;
	assert.ok(lost > 20, `${lost} answers were lost`);
	assert.deepEqual(answers.filter((answer) => answer.status !== 201).map((one) => one.text), []);
	const rows = await site.mariadb.sql(
		'SELECT comment, LOWER(HEX(id)) FROM check_in WHERE comment LIKE \'load %\'');
	assert.deepEqual(rows.map((row) => row.join(' ')).sort(), answers.map((answer, i) =>
		`load ${i} ${answer.json.id.replaceAll('-', '')}`).sort());
});

test('any packet of a write may be the last: nothing is written twice or by half', async () => {
	let last = 0, packets;
	do {
		packets = 0;
		last++;
		proxy.cutAll();
		proxy.onPacket = () => ++packets === last ? 'cut' : null;
		const answer = await checkIn(`packet ${last}`);
		proxy.onPacket = null;
		const rows = await stored(`packet ${last}`);
		if (last === 1 && answer.status === 503) {
			// The very first is of the handshake: then there may be no connection at all.
			assert.equal(answer.headers['retry-after'], '1');
			assert.deepEqual(rows, []);
			await sleep(600);
		} else {
			assert.equal(answer.status, 201, `packet ${last}: ${answer.text}`);
			assert.deepEqual(rows, [answer.json.id.replaceAll('-', '')], `packet ${last}`);
		}
	} while (packets >= last);
	assert.ok(last > 15, `${last} packets`);
	const verified = await site.okrctl('verify');
	assert.equal(verified.code, 0, verified.out);
});
