// The journal in the database: what verifying says of heads, erased rows and another pepper; what a
// check-in costs; erasing; writers that run side by side leave no gap. Rows that somebody changed are
// tampering.test.mjs's, those who are killed in a write kills.test.mjs's.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { insist } from '../lib/patience.mjs';
import { inParallel } from '../lib/process.mjs';
import { Proxy } from '../lib/proxy.mjs';
import { replay } from '../lib/replay.mjs';
import { okrctl, Site } from '../lib/site.mjs';

let site, proxy, direct, keyResult, okr;

const pepper = 'a pepper of the tests';
const packetMost = 2 << 20;

before(async () => {
	site = await Site.make({ settings: { pepper } });
	proxy = await Proxy.make(path.join(site.folder, 'p.sock'), site.mariadb.socket);
	// Past the proxy: what is run and waited for stands still, and the proxy with it.
	direct = path.join(site.folder, 'direct.conf');
	fs.copyFileSync(site.config, direct);
	site.configure({ database_socket: proxy.path });
	await site.mariadb.sql(`SET GLOBAL max_allowed_packet = ${packetMost}`);
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 4 });
	const cycle = await site.must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	okr = await site.must('POST', '/api/v1/okrs', { title: 'O', type: 'org', cycle_id: cycle.id,
		description: 'long '.repeat(300), key_results: [{ title: 'K', metric_type: 'number',
			start_value: 0, target_value: 10 }] });
	keyResult = okr.key_results[0].id;
});

after(async () => {
	await site?.close();
	await proxy?.close();
});

async function verify(...words) {
	const done = await site.okrctl('--json', 'audit', 'verify', '--workspace', 'W', ...words);
	const verdict = JSON.parse(done.out);

	assert.equal(done.code, verdict.valid ? 0 : 1);
	return verdict;
}

async function mustAgree(what) {
	const verdict = await verify();

	assert.equal(verdict.valid, true, `${what}: ${JSON.stringify(verdict)}`);
	assert.deepEqual(replay(okrctl, direct), [], what);
}

const checkIn = (value, comment) => site.ask('POST', `/api/v1/key-results/${keyResult}/checkins`,
	{ body: { value, comment }, timeout: 30000 });

describe('what verifying says', () => {
	let count;

	before(async () => {
		for (let value = 1; value < 6; value++)
			await site.must('POST', `/api/v1/key-results/${keyResult}/checkins`, { value },
				{ headers: { 'X-Request-Id': `r-${value}` } });
		await site.mariadb.sql('CREATE TABLE journal_copy AS SELECT * FROM journal');
		count = (await verify()).checked;
	});

	after(() => site.mariadb.sql('DROP TABLE journal_copy'));

	const repair = () => site.mariadb.sql(`DELETE FROM journal; INSERT INTO journal SELECT * FROM
		journal_copy`);

	async function isFound(statement, sequence, reason) {
		await site.mariadb.sql(statement);
		const verdict = await verify();
		await repair();
		assert.deepEqual([verdict.valid, verdict.sequence, verdict.reason],
			[false, sequence, reason], statement);
	}

	test('rows at the end that are gone together with the head', async () => {
		const anchor = path.join(site.folder, 'anchor.json');
		const head = await site.okrctl('--json', 'audit', 'head');

		fs.writeFileSync(anchor, head.out);
		assert.equal((await verify('--anchor', anchor)).valid, true);
		await site.mariadb.sql(`CREATE TABLE organisation_copy AS SELECT * FROM organisation;
			DELETE FROM journal WHERE sequence = ${count}; UPDATE organisation SET
			journal_sequence = ${count - 1}, journal_hash = (SELECT hash FROM journal WHERE
			sequence = ${count - 1})`);
		assert.equal((await verify()).valid, true, 'the chain alone cannot tell');
		const { sequence, reason } = await verify('--anchor', anchor);

		await site.mariadb.sql(`UPDATE organisation o JOIN organisation_copy c ON c.id = o.id SET
			o.journal_sequence = c.journal_sequence, o.journal_hash = c.journal_hash;
			DROP TABLE organisation_copy`);
		await repair();
		assert.deepEqual([sequence, reason], [count, 'gap']);
	});

	test('erased content is no error; content that is only gone is one', async () => {
		await isFound('UPDATE journal SET content = NULL WHERE sequence = 4', 4, 'content');
		await site.mariadb.sql('UPDATE journal SET content = NULL, erased_at = NOW(3) WHERE sequence = 4');
		assert.equal((await verify()).valid, true);
		await repair();
	});

	test('the same log under another pepper does not fit', async () => {
		site.configure({ pepper: 'another pepper of the tests' });
		const verdict = await verify();

		site.configure({ pepper });
		assert.deepEqual([verdict.valid, verdict.sequence, verdict.reason], [false, 1, 'link']);
	});

	test('okrctl verify tells of it as well, and writing goes on', async () => {
		await site.mariadb.sql('UPDATE journal SET reason = \'x\' WHERE sequence = 4');
		const done = await site.okrctl('--json', 'verify');

		assert.equal(done.code, 1);
		assert.deepEqual(JSON.parse(done.out).map(({ thing, stored }) => [thing, stored]),
			[['journal', 'sequence 4']]);
		assert.equal((await checkIn(7)).status, 201);
		await site.mariadb.sql('UPDATE journal SET reason = NULL WHERE sequence = 4');
		await mustAgree('after all of it');
	});
});

describe('the journal costs a check-in no packet', () => {
	/** What the program sent for one check-in, from the gate's question to the commit. */
	async function packetsOf(value) {
		const packets = [];

		proxy.onPacket = (packet) => {
			packets.push(packet.toString('latin1', 5));
			return null;
		};
		assert.equal((await checkIn(value, 'counted')).status, 201);
		proxy.onPacket = null;
		return packets;
	}

	test('of its own: the head is read at the beginning, the row goes with the commit', async () => {
		proxy.cutAll(); // what is prepared anew shows its text
		const mentions = (await packetsOf(4)).filter((text) => /\bjournal/.test(text));

		assert.equal(mentions.length, 2, mentions.join('\n'));
		assert.match(mentions[0], /^START TRANSACTION;.*SELECT [^;]*journal_hash/s);
		assert.match(mentions[1], /INSERT INTO journal .*;COMMIT$/s);
	});

	// Counted in the same way, the version before the journal sent as many (docs/performance.md).
	test('in all: they are 9, as they were before there was a journal', async () => {
		const counts = [];

		for (let i = 0; i < 40; i++)
			counts.push((await packetsOf(i % 10)).length);
		// A worker that has not prepared its statements yet sends more.
		assert.equal(Math.min(...counts), 9, counts.join(' '));
		assert.ok(counts.filter((count) => count === 9).length > 20, counts.join(' '));
	});
});

test('what the journal tells of a deletion may be longer than a packet', async () => {
	const long = await site.must('POST', '/api/v1/okr/objectives', { title: 'Long' });
	const size = 30000;

	for (let told = 0; told <= packetMost / 2; told += size) { // two digits a byte
		await site.must('POST', '/api/v1/okr/key-results', { title: 'K', objective_id: long.id,
			tags: [randomBytes(size).toString('base64')] });
	}
	assert.equal((await site.ask('DELETE', `/api/v1/okrs/${long.id}`)).status, 204);
	await mustAgree('after the deletion');
	await site.must('POST', `/api/v1/okrs/${long.id}/restore`);
	await mustAgree('after the restoring');
});

describe('erasing', () => {
	const told = async (where) => (await site.mariadb.sql(`SELECT sequence, content IS NULL,
		erased_at IS NULL FROM journal WHERE ${where} ORDER BY sequence`)).map((row) => row.map(Number));

	test('okrctl purge empties rows that are older than journal_days, and no others', async () => {
		await site.mariadb.sql('UPDATE journal SET at = at - INTERVAL 40 DAY WHERE sequence IN (3, 4)');
		site.configure({ journal_days: '30' });
		assert.equal((await site.administer('purge')).erased, 2);
		assert.equal((await site.administer('purge')).erased, 0, 'once');
		site.configure({ journal_days: '0' });
		await site.mariadb.sql('UPDATE journal SET at = at + INTERVAL 40 DAY WHERE sequence IN (3, 4)');
		assert.deepEqual(await told('sequence BETWEEN 2 AND 5'), [[2, 0, 1], [3, 1, 0], [4, 1, 0],
			[5, 0, 1]]);
		assert.equal((await verify()).valid, true);
		const rows = await site.must('GET', '/api/v1/audit?limit=500');

		for (const { sequence, changes, erased_at } of rows) {
			assert.equal(changes === null, sequence === 3 || sequence === 4);
			assert.equal(erased_at !== undefined, changes === null);
		}
	});

	test('okrctl user erase forgets who it was, everywhere', async () => {
		const email = 'zacharias@example.org';
		const user = await site.must('POST', '/api/v1/users', { name: 'Zacharias Quill', email,
			external_id: 'quill-1' });

		await site.must('PUT', `/api/v1/users/${user.id}`, { name: 'Zacharias B. Quill' });
		assert.equal((await site.okrctl('user', 'erase', email, '--workspace', 'W')).code, 2);
		const erased = await site.administer('user', 'erase', email, '--workspace', 'W', '--yes');

		assert.equal(erased.name, 'Erased person');
		const left = await site.must('GET', `/api/v1/users/${user.id}`);

		assert.deepEqual([left.name, left.email, left.external_id, left.active],
			['Erased person', `erased-${user.id}@invalid`, null, false]);
		const rows = await site.must('GET', `/api/v1/audit?subject_id=${user.id}`);

		assert.deepEqual(rows.map(({ type, changes }) => [type, changes]), [
			['user.deactivated', { name: { from: null, to: 'Erased person' },
				email: { from: null, to: `erased-${user.id}@invalid` },
				active: { from: true, to: false } }],
			['user.updated', null], ['user.created', null]]);
		const dump = JSON.stringify(await site.mariadb.sql('SELECT * FROM person')) +
			(await site.okrctl('audit', 'export')).out;

		assert.doesNotMatch(dump, /quill|zacharias/i);
		await mustAgree('after an erasure');
		await site.administer('user', 'erase', user.id, '--workspace', 'W', '--yes');
		assert.equal((await site.must('GET', `/api/v1/audit?subject_id=${user.id}`)).length, 3);
	});

	test('okrctl user erase forgets kept answers that name the person, and no others', async () => {
		const user = { name: 'Yolanda Quill', email: 'yolanda@example.org' };
		const once = (path, key, body) => site.must('POST', path, body,
			{ headers: { 'Idempotency-Key': key } });
		const { id } = await once('/api/v1/users', 'user', user);
		const own = { title: 'Owned', type: 'org', cycle_id: okr.cycle_id, owner_id: id };
		const other = { ...own, title: 'Other', owner_id: null };

		await once('/api/v1/okrs', 'own', own);
		const kept = await once('/api/v1/okrs', 'other', other);

		// Its name might stand across two parts of it, or in one that is kept further behind.
		await once('/api/v1/okrs', 'large', { ...own, description: '\u0001'.repeat(65000) });
		const answers = async () => Number((await site.mariadb.sql('SELECT COUNT(*) FROM idempotency'))[0]);
		const count = await answers();

		await site.administer('user', 'erase', id, '--workspace', 'W', '--yes');
		assert.deepEqual(await site.mariadb.sql(
			"SELECT * FROM idempotency WHERE body LIKE '%Yolanda%'"), []);
		assert.equal(await answers(), count - 4, 'the person, the OKR, and the large one\'s two parts');
		assert.equal((await once('/api/v1/okrs', 'other', other)).id, kept.id);
	});
});

test('8 writers, 1,000 writes each: no gap, and the chain is valid', async () => {
	const before = (await verify()).checked;
	const answers = await inParallel(8, 8000, (i) => (i % 4 === 0 ?
		insist(site, 'POST', `/api/v1/key-results/${keyResult}/checkins`,
			{ body: { value: i % 10, comment: `w${i}` } }) :
		insist(site, 'POST', '/api/v1/teams', { body: { name: `T${i}` } })));

	assert.deepEqual(answers.filter(({ status }) => status !== 201).map(({ text }) => text), []);
	const verdict = await verify();

	assert.deepEqual([verdict.valid, verdict.checked], [true, before + 8000]);
	const [[rows, least, most]] = await site.mariadb.sql(
		'SELECT COUNT(*), MIN(sequence), MAX(sequence) FROM journal');

	assert.deepEqual([rows, least, most].map(Number), [before + 8000, 1, before + 8000]);
	await mustAgree('8,000 writes');
});

test('a workspace from before the journal begins with workspace.journal_started', async () => {
	const types = async () => (await site.must('GET', '/api/v1/audit?limit=500')).map(({ type }) => type)
		.reverse();
	const forget = () => site.mariadb.sql(`DELETE FROM journal; UPDATE organisation SET
		journal_sequence = 0, journal_hash = '', revision = revision + 1`);

	await forget();
	assert.deepEqual(await site.must('GET', '/api/v1/audit/head'),
		{ sequence: 0, hash: '0'.repeat(64), at: null });
	await site.administer('migrate');
	assert.deepEqual(await types(), ['workspace.journal_started']);
	await site.administer('migrate');
	assert.deepEqual(await types(), ['workspace.journal_started'], 'once');
	await forget();
	assert.equal((await checkIn(9)).status, 201);
	assert.deepEqual(await types(), ['workspace.journal_started', 'check_in.created']);
	assert.deepEqual(await verify().then(({ valid, checked }) => [valid, checked]), [true, 2]);
});
