// The journal in the database: whoever changes a row behind the program's back is found; a worker that
// is killed in the midst of a write leaves neither a record without its row nor a row without its
// record; and writers that run side by side leave no gap.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { replay } from '../lib/replay.mjs';
import { Proxy, queryOf } from '../lib/proxy.mjs';
import { inParallel, killIfThere, until } from '../lib/process.mjs';
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

describe('a row that somebody changed is named', () => {
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

	test('any bit of any column', async () => {
		const columns = await site.mariadb.sql(`SELECT column_name, data_type, is_nullable FROM
			information_schema.columns WHERE table_schema = 'okr' AND table_name = 'journal'`);

		assert.ok(columns.length > 15);
		for (const [name, type, isNullable] of columns) {
			if (['organisation_id', 'sequence', 'erased_at'].includes(name))
				continue;
			const [[sequence, size]] = await site.mariadb.sql(`SELECT sequence,
				LENGTH(${name}) FROM journal WHERE ${name} IS NOT NULL AND sequence > 3
				UNION ALL SELECT 5, 0 LIMIT 1`);
			const expected = ['content', 'content_digest'].includes(name) ? 'content' : 'link';
			const changes = Number(size) === 0 ? [`${name} = ''`] : [];

			if (/int$/.test(type))
				changes.push(...[0, 1, 4].map((bit) => `${name} = ${name} ^ ${1 << bit}`));
			else if (type === 'datetime')
				changes.push(`${name} = ${name} + INTERVAL 1000 MICROSECOND`);
			else if (Number(size) > 0)
				for (const place of new Set([1, Math.ceil(size / 2), Number(size)]))
					for (const bit of type === 'varchar' ? [0] : [0, 3, 7])
						changes.push(`${name} = INSERT(${name}, ${place}, 1,
							CHAR(ORD(SUBSTR(${name}, ${place}, 1)) ^ ${1 << bit}))`);
			if (isNullable === 'YES' && Number(size) > 0)
				changes.push(`${name} = NULL`);
			for (const change of changes)
				await isFound(`UPDATE journal SET ${change} WHERE sequence = ${sequence}`,
					Number(sequence), expected);
		}
	});

	test('a deleted row, also the newest, is a gap', async () => {
		for (const sequence of [1, 4, count])
			await isFound(`DELETE FROM journal WHERE sequence = ${sequence}`, sequence, 'gap');
	});

	test('an inserted row names itself', async () => {
		for (const sequence of [-3, 0, count + 1])
			await isFound(`CREATE TEMPORARY TABLE one AS SELECT * FROM journal WHERE sequence = 3;
				UPDATE one SET sequence = ${sequence}; INSERT INTO journal SELECT * FROM one`,
			sequence, 'link');
	});

	test('rows that changed places', () => isFound(`UPDATE journal SET sequence = CASE sequence
		WHEN 3 THEN 1003 ELSE 1004 END WHERE sequence IN (3, 4); UPDATE journal SET sequence =
		CASE sequence WHEN 1003 THEN 4 ELSE 3 END WHERE sequence > 1000`, 3, 'link'));

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

test('the journal costs a check-in no packet of its own', async () => {
	const packets = [];

	proxy.onPacket = null;
	proxy.cutAll(); // what is prepared anew shows its text
	proxy.onPacket = (packet) => {
		packets.push(packet.toString('latin1', 5));
		return null;
	};
	assert.equal((await checkIn(4, 'counted')).status, 201);
	proxy.onPacket = null;
	const mentions = packets.filter((text) => /\bjournal/.test(text));

	assert.equal(mentions.length, 2, mentions.join('\n'));
	assert.match(mentions[0], /^START TRANSACTION;.*SELECT [^;]*journal_hash/s, 'the head is read');
	assert.match(mentions[1], /INSERT INTO journal .*;COMMIT$/s, 'the row goes with the commit');
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

		await site.administer('user', 'erase', id, '--workspace', 'W', '--yes');
		assert.deepEqual(await site.mariadb.sql(
			"SELECT * FROM idempotency WHERE body LIKE '%Yolanda%'"), []);
		assert.equal((await once('/api/v1/okrs', 'other', other)).id, kept.id);
	});
});

test('a worker that is killed at any packet of a write', async () => {
	let statements = 0, wasDone = false;

	for (let last = 1; !wasDone && last < 40; last++) {
		const counts = new Map();
		let isKilled = false;

		// Every worker connects anew, so that the statements are the same each time.
		proxy.onPacket = null;
		proxy.cutAll();
		proxy.onPacket = (packet, link) => {
			if (queryOf(packet)?.startsWith('START TRANSACTION'))
				counts.set(link, 0);
			if (!counts.has(link) || isKilled)
				return null;
			counts.set(link, counts.get(link) + 1);
			statements = Math.max(statements, counts.get(link));
			if (counts.get(link) < last)
				return null;
			isKilled = true;
			for (const pid of site.workers())
				killIfThere(pid);
			return 'cut';
		};
		await checkIn(last % 10, `killed at ${last}`).catch(() => null);
		proxy.onPacket = null;
		wasDone = !isKilled;
		await until('the workers', () => site.workers().length === 4);
		await mustAgree(`killed at packet ${last}`);
	}
	assert.ok(wasDone && statements >= 4, `${statements} packets`);
});

test('a worker that is killed when its COMMIT was done', async () => {
	proxy.onAnswer = null;
	proxy.onPacket = (packet, link) => {
		if (!/COMMIT$/.test(queryOf(packet) ?? ''))
			return null;
		proxy.onPacket = null;
		link.server.write(packet);
		for (const pid of site.workers())
			killIfThere(pid);
		return 'taken';
	};
	await checkIn(3, 'killed after COMMIT').catch(() => null);
	await until('the workers', () => site.workers().length === 4);
	await mustAgree('killed after COMMIT');
});

test('8 writers, 1,000 writes each: no gap, and the chain is valid', async () => {
	const before = (await verify()).checked;
	const answers = await inParallel(8, 8000, (i) => (i % 4 === 0 ? checkIn(i % 10, `w${i}`) :
		site.ask('POST', '/api/v1/teams', { body: { name: `T${i}` }, timeout: 60000 })));

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
