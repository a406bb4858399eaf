// A request that is run again begins anew: nothing of the first attempt is left, neither in the
// database nor in what is said. Locks and lost connections are put where the attempt is half done; the
// one worker and its one connection are those of the next attempt and of the next request.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { hex } from '../lib/ids.mjs';
import { Proxy } from '../lib/proxy.mjs';
import { sleep } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const BEGIN = 'UPDATE organisation SET revision';

let site, proxy, cycle, people, okr;

const post = (where, body) => site.ask('POST', `/api/v1${where}`, { body, timeout: 30000 });

/** Everything of an OKR that a write touches. */
async function stored(id) {
	const [[version, title]] = await site.mariadb.sql(
		`SELECT version, title FROM objective WHERE id = ${hex(id)}`);
	const [[assigned]] = await site.mariadb.sql(`SELECT COUNT(*) FROM objective_person
		WHERE objective_id = ${hex(id)}`);
	const [[journal]] = await site.mariadb.sql(`SELECT COUNT(*) FROM journal
		WHERE subject_id = ${hex(id)}`);
	return { version: Number(version), title, assigned: Number(assigned),
		journal: Number(journal) };
}

/** Counts the transactions of writes that are begun, and tells at each. */
function onBegin(tell) {
	let begun = 0;
	proxy.onPacket = async (packet) => {
		if (packet.includes(BEGIN))
			await tell(++begun);
		return null;
	};
	return () => begun;
}

before(async () => {
	site = await Site.make({ settings: { requests_per_worker: '0' } });
	proxy = await Proxy.make(path.join(site.folder, 'p.sock'), site.mariadb.socket);
	site.configure({ database_socket: proxy.path });
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 1 });
	cycle = await site.must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	people = [];
	for (const name of ['Bob', 'Cy'])
		people.push(await site.must('POST', '/api/v1/users',
			{ name, email: `${name}@example.org` }));
});

beforeEach(async () => {
	proxy.onPacket = proxy.onAnswer = null;
	// Statements are prepared anew, so that the proxy sees their texts.
	proxy.cutAll();
	okr = await site.must('POST', '/api/v1/goals', { title: 'before', owner_type: 'company',
		assign_to_ids: [people[0].id] });
});

after(async () => {
	await site?.close();
	await proxy?.close();
});

/** A session that holds the rows of people, which are written after the OKR itself. */
async function holdPeople() {
	const session = site.mariadb.session();
	await session.say(`START TRANSACTION; SELECT COUNT(*) FROM objective_person WHERE
		objective_id = ${hex(okr.id)} FOR UPDATE`);
	return session;
}

const change = () => site.ask('PUT', `/api/v1/goals/${okr.id}`, { timeout: 30000,
	body: { title: 'after', assign_to_ids: people.map(({ id }) => id) } });

test('a lock in the midst of a write: the second attempt writes once what the first began', async () => {
	const session = await holdPeople();
	const begun = onBegin((count) => count === 2 && session.say('ROLLBACK; SELECT 1'));
	const earlier = await stored(okr.id);
	const answer = await change();

	assert.equal(answer.status, 200, answer.text);
	assert.equal(begun(), 2, 'there was a second attempt');
	assert.deepEqual(await stored(okr.id), { version: earlier.version + 1, title: 'after',
		assigned: 2, journal: earlier.journal + 1 });
	await session.end();
});

test('a lock that stays: a 503, and the next request commits nothing of it', async () => {
	const session = await holdPeople();
	const earlier = await stored(okr.id);
	const answer = await change();

	assert.equal(answer.status, 503, answer.text);
	// By the same worker, over the same connection if that is kept.
	const other = await post('/teams', { name: 'Another' });
	assert.equal(other.status, 201, other.text);
	assert.equal((await site.ask('GET', '/api/v1/teams')).status, 200);
	await session.say('ROLLBACK; SELECT 1');
	await session.end();
	await site.must('PUT', `/api/v1/teams/${other.json.id}`, { name: 'Another one' });
	await site.must('DELETE', `/api/v1/teams/${other.json.id}`);
	assert.deepEqual(await stored(okr.id), earlier);
});

test('a fault that the first attempt found is not told of the second', async () => {
	const [parent, bad] = [okr, `UPDATE objective SET deleted_at = UTC_TIMESTAMP(3) WHERE
		id = ${hex(okr.id)}`];
	let cuts = 0;

	await site.mariadb.sql(bad);
	proxy.cutAll();
	proxy.onPacket = async (packet) => {
		// The parent was looked for in vain; now the cycle is, and nobody answers.
		if (cuts > 0 || !packet.includes(' FROM cycle WHERE organisation_id'))
			return null;
		cuts++;
		await site.mariadb.sql(`UPDATE objective SET deleted_at = NULL WHERE
			id = ${hex(parent.id)}`);
		return 'cut';
	};
	const answer = await post('/okrs', { title: 'child', type: 'org', parent_okr_id: parent.id,
		cycle_id: cycle.id });

	assert.equal(cuts, 1);
	assert.equal(answer.status, 201, answer.text);
	assert.equal(answer.json.parent_okr_id, parent.id);
});

test('a fault that both attempts find is told once', async () => {
	let cuts = 0;

	proxy.cutAll();
	proxy.onPacket = (packet) => packet.includes(' FROM cycle WHERE organisation_id') &&
		cuts++ === 0 ? 'cut' : null;
	const answer = await post('/okrs', { title: '', type: 'nonsense', cycle_id: cycle.id,
		owner_id: okr.id });

	assert.ok(cuts >= 1);
	assert.equal(answer.status, 400, answer.text);
	assert.deepEqual(answer.json.details.map(({ field }) => field).sort(),
		['owner_id', 'title', 'type']);
});

test('a value that may stay is no fault of the second attempt either', async () => {
	// Records without a title are made in one dialect; in another an update may send it back.
	const made = await site.must('POST', '/api/v1/okr/objectives', { description: 'no title' });
	let cuts = 0;

	proxy.cutAll();
	proxy.onPacket = (packet) => packet.includes('UPDATE objective SET') && cuts++ === 0 ? 'cut' :
		null;
	const id = (await site.must('GET', '/api/v1/okrs'))
		.find((one) => one.description === 'no title').id;
	const answer = await site.ask('PUT', `/api/v1/okrs/${id}`,
		{ body: { title: '', description: 'still none' } });

	assert.equal(answer.status, 200, answer.text);
	assert.ok(cuts >= 1);
	assert.ok(made.id);
});

test('any packet of a read may be the last: the answer is the same to the byte', async () => {
	const lists = ['/okrs', '/goals', '/okr/objectives', '/reports/risks', `/goals/${okr.id}`,
		'/key-results?format=csv'];

	for (const where of lists) {
		const ask = () => site.ask('GET', `/api/v1${where}`, { timeout: 30000 });
		const whole = await ask();
		let last = 1, packets;

		assert.equal(whole.status, 200, whole.text);
		do {
			await site.mariadb.sql('UPDATE organisation SET revision = FLOOR(RAND() * 9e18)');
			packets = 0;
			last++;
			proxy.cutAll();
			proxy.onPacket = () => ++packets === last ? 'cut' : null;
			const answer = await ask();
			proxy.onPacket = null;
			assert.equal(answer.status, 200, `${where}, packet ${last}: ${answer.text}`);
			assert.equal(answer.text, whole.text, `${where}, packet ${last}`);
		} while (packets >= last);
		assert.ok(last > 3, `${where}: ${last} packets`);
		await sleep(0);
	}
});
