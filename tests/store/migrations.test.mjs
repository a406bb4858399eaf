// Migrations: from nothing, twice, side by side, and after an end at any point; and what workers say
// when the schema is not theirs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Proxy } from '../lib/proxy.mjs';
import { sleep, start, top, until } from '../lib/process.mjs';
import { okrctl, Site } from '../lib/site.mjs';

let site, whole;

/** All that a schema is made of, in one order. */
async function schemaOf() {
	const parts = [
		'SELECT table_name, engine, table_collation FROM information_schema.tables',
		`SELECT table_name, column_name, ordinal_position, column_type, is_nullable,
			COALESCE(column_default, ''), COALESCE(collation_name, '') FROM information_schema.columns`,
		`SELECT table_name, index_name, non_unique, seq_in_index, column_name
			FROM information_schema.statistics`,
		`SELECT table_name, constraint_name, column_name, referenced_table_name,
			referenced_column_name FROM information_schema.key_column_usage`,
		'SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints',
	];
	const rows = [];
	for (const part of parts) {
		const name = part.includes('check_constraints') ? 'constraint_schema' : 'table_schema';
		rows.push(...await site.mariadb.sql(`${part} WHERE ${name} = 'okr'`));
	}
	return rows.map((row) => row.join(' ')).sort();
}

async function empty() {
	await site.mariadb.sql('DROP DATABASE okr; CREATE DATABASE okr CHARACTER SET utf8mb4;', null);
}

async function status() {
	const done = await site.okrctl('--json', 'migrate', '--status');
	return { code: done.code, ...JSON.parse(done.out) };
}

/** What the schema has and should not have, and the other way round. */
async function differences() {
	const now = await schemaOf();
	return [...now.filter((part) => !whole.includes(part)).map((part) => `too much: ${part}`),
		...whole.filter((part) => !now.includes(part)).map((part) => `missing: ${part}`)];
}

/** Runs the migrations to their end and compares with what they make from nothing. */
async function finish(message) {
	const done = await site.okrctl('migrate');
	assert.equal(done.code, 0, `${message}: ${done.err}`);
	assert.deepEqual(await differences(), [], message);
	assert.equal((await status()).current, true, message);
}

/** The statements of a migration file, as the server sees them. */
function statementsOf(text) {
	return text.replace(/^--.*$/gm, '').split(/;\s*$/m).map((one) => one.trim()).filter(Boolean);
}

const files = fs.readdirSync(path.join(top, 'sql/migrations')).sort();
const statements = files.flatMap((file) =>
	statementsOf(fs.readFileSync(path.join(top, 'sql/migrations', file), 'utf8')));

before(async () => {
	site = await Site.make({ migrate: false });
});

after(() => site?.close());

test('--status of an empty database tells what is missing and makes nothing', async () => {
	const { code, applied, known, current } = await status();
	assert.deepEqual({ code, applied, current }, { code: 1, applied: 0, current: false });
	assert.equal(known, Number(files.at(-1).slice(0, 4)));
	assert.deepEqual(await schemaOf(), []);
});

test('from nothing, and a second time without a change', async () => {
	const first = await site.okrctl('migrate');
	assert.equal(first.code, 0, first.err);
	whole = await schemaOf();
	assert.ok(whole.length > 500, `${whole.length} parts of a schema`);
	const { code, applied, known, current } = await status();
	assert.deepEqual({ code, current }, { code: 0, current: true });
	assert.equal(applied, known);
	const noted = await site.mariadb.sql('SELECT number, name FROM schema_migration ORDER BY number');
	assert.deepEqual(noted.map(([number]) => Number(number)), files.map((_, i) => i + 1));
	await finish('again');
	assert.deepEqual(await site.mariadb.sql(
		'SELECT number, name FROM schema_migration ORDER BY number'), noted);
});

test('after an end behind any of its statements', async () => {
	assert.ok(statements.length >= 20, `${statements.length} statements`);
	for (let count = 1; count <= statements.length; count += 3) {
		await empty();
		await site.mariadb.sql(statements.slice(0, count).map((one) => `${one};\n`).join(''));
		await finish(`${count} statements had been run`);
	}
});

test('all statements run twice do what they do once', async () => {
	await site.mariadb.sql(statements.map((one) => `${one};\n`).join(''));
	assert.deepEqual(await differences(), []);
});

test('after okrctl was killed at any moment', async () => {
	for (const ms of [15, 30, 60, 120]) {
		await empty();
		const child = start(okrctl, ['--config', site.config, 'migrate']);
		await sleep(ms);
		child.kill('SIGKILL');
		await child.ended;
		await finish(`killed after ${ms} ms`);
	}
});

test('after the connection was cut behind any answer', async () => {
	const proxy = await Proxy.make(path.join(site.folder, 'p.sock'), site.mariadb.socket);
	site.configure({ database_socket: proxy.path });
	let cuts = 0;
	for (let last = 4; last < 16; last += 3) {
		let answers = 0;
		await empty();
		proxy.onAnswer = () => ++answers > last ? 'cut' : null;
		const done = await site.okrctl('migrate');
		proxy.onAnswer = null;
		cuts += answers > last;
		assert.equal(done.code === 0, answers <= last, `${last} answers: ${done.err}`);
		await finish(`cut behind answer ${last}`);
	}
	assert.ok(cuts > 0, 'something was cut');
	site.configure({ database_socket: site.mariadb.socket });
	await proxy.close();
});

// Not with SIGKILL: MariaDB 10.11 itself may leave half of a CREATE TABLE with foreign keys behind
// when it dies in the midst of it (errno 121 from then on, whoever creates the table).
test('after the database was stopped meanwhile', async () => {
	for (const ms of [20, 50, 100]) {
		await empty();
		const child = start(okrctl, ['--config', site.config, 'migrate']);
		await sleep(ms);
		await site.mariadb.stop();
		await child.ended;
		await site.mariadb.start();
		await finish(`stopped after ${ms} ms`);
	}
});

test('two at once both succeed', async () => {
	await empty();
	const both = await Promise.all([site.okrctl('migrate'), site.okrctl('migrate')]);
	assert.deepEqual(both.map((done) => done.code), [0, 0], both.map((done) => done.err).join());
	assert.deepEqual(await differences(), []);
});

test('data is still there after another run', async () => {
	await site.administer('workspace', 'create', '--name', 'W');
	await finish('with data');
	assert.equal((await site.administer('workspace', 'list')).length, 1);
});

const others = {
	'a newer schema': 'INSERT INTO schema_migration VALUES (9999, \'later\', NOW())',
	'an older schema': 'DELETE FROM schema_migration',
};

for (const [what, statement] of Object.entries(others)) {
	test(`${what} is a 503 until it fits, and readyz says so`, async () => {
		await empty();
		await site.okrctl('migrate');
		await site.administer('workspace', 'create', '--name', 'W');
		const { key } = await site.makeKey();
		const notes = await site.mariadb.sql('SELECT number, name, applied_at FROM schema_migration');
		await site.mariadb.sql(statement);
		await site.serve({ workers: 2 });
		for (const url of ['/api/v1/me', '/api/v1/okrs', '/readyz']) {
			const answer = await site.ask('GET', url, { key });
			assert.equal(answer.status, 503, `${url}: ${answer.text}`);
			assert.equal(answer.json.error, 'service_unavailable');
			assert.match(answer.json.message, /updated/);
			assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
		}
		assert.equal((await site.ask('GET', '/healthz')).status, 200);
		assert.match(fs.readFileSync(site.log, 'utf8'), /schema is at migration/);

		await site.mariadb.sql(`DELETE FROM schema_migration; INSERT INTO schema_migration VALUES ${
			notes.map((note) => `('${note.join('\', \'')}')`)}`);
		await until('readiness', async () => (await site.ask('GET', '/readyz')).status === 200);
		for (let i = 0; i < 6; i++)
			assert.equal((await site.ask('GET', '/api/v1/me', { key })).status, 200);

		// A schema that changes under a running worker shows in readyz at once.
		await site.mariadb.sql(statement);
		assert.equal((await site.ask('GET', '/readyz')).status, 503);
		await site.stopServing();
	});
}

test('a database that does not flush its log at every commit is not ready', async () => {
	await empty();
	await site.okrctl('migrate');
	await site.serve({ workers: 1 });
	await site.mariadb.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 2');
	const answer = await site.ask('GET', '/readyz');
	assert.equal(answer.status, 503);
	assert.match(answer.json.message, /innodb_flush_log_at_trx_commit/);
	await site.mariadb.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
	assert.equal((await site.ask('GET', '/readyz')).status, 200);
	await site.stopServing();
});
