// Every text has its limit in the field table, and its column has that room; where it has not, okrctl
// doctor tells, and what the database says of it reaches no caller.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Site } from '../lib/site.mjs';

// Texts that no field table has: what the program keeps for itself.
const own = ['idempotency.head', 'idempotency.body', 'installation.secret', 'installation.writer',
	'organisation.recent_revisions', 'schema_migration.name', 'journal.', 'external_ref.', 'import_piece.',
	'import_change.'];

let site;

async function doctor() {
	const rows = JSON.parse((await site.okrctl('--json', 'doctor')).out);

	return rows.find(({ check }) => check === 'columns');
}

const columns = async (where) => (await site.mariadb.sql(`SELECT table_name, column_name
	FROM information_schema.columns WHERE table_schema = 'okr' AND ${where} ORDER BY 1, 2`))
	.map((row) => row.join('.')).filter((name) => !own.some((one) => name.startsWith(one)));

/** Changes columns, and resolves to what the doctor says of them. */
async function change(names, type) {
	await site.mariadb.sql(`SET foreign_key_checks = 0; SET SESSION check_constraint_checks = 0;
		${names.map((name) => name.split('.')).map(([table, column]) =>
		`ALTER TABLE ${table} MODIFY COLUMN ${column} ${type};`).join('\n')}`);
	return doctor();
}

async function renew() {
	await site.mariadb.sql('DROP DATABASE okr; CREATE DATABASE okr CHARACTER SET utf8mb4;', null);
	await site.administer('migrate');
	await site.administer('workspace', 'create', '--name', 'W');
}

before(async () => {
	site = await Site.make();
});

after(() => site?.close());

describe('okrctl doctor', () => {
	test('finds every column as it was made', async () => {
		assert.equal((await doctor()).result, 'ok');
	});

	test('tells every text whose column has less room than the field table says', async () => {
		const texts = await columns("data_type IN ('varchar', 'text', 'mediumtext', 'longtext')");

		await site.mariadb.sql('SET foreign_key_checks = 0; DELETE FROM organisation'); // too long for 20
		const { result, advice } = await change(texts, 'VARCHAR(20) COLLATE utf8mb4_nopad_bin');

		assert.ok(texts.length >= 45, `${texts.length} texts`);
		assert.equal(result, 'MEND');
		for (const name of texts)
			assert.match(advice, new RegExp(`(^|; |: )${name} has room for (20|0) characters`), name);
		await renew();
	});

	test('tells a unique name that is compared by a collation, a wrong kind, and what is missing', async () => {
		await change(['cycle.name_key'], 'VARCHAR(300) COLLATE utf8mb4_unicode_ci NOT NULL');
		await change(['objective.weight'], 'BIGINT NOT NULL');
		await site.mariadb.sql('ALTER TABLE initiative DROP COLUMN description');
		const { advice } = await doctor();

		assert.match(advice, /cycle\.name_key is not compared by utf8mb4_nopad_bin/);
		assert.match(advice, /objective\.weight is bigint and not double/);
		assert.match(advice, /initiative\.description is missing/);
		assert.equal(advice.split('; ').length, 3, advice);
		await renew();
	});
});

describe('nothing of SQL reaches a caller', () => {
	const long = 'x'.repeat(200);
	const sql = /\b(INSERT|INTO|VALUES|SELECT|UPDATE|organisation_id)\b/;

	before(() => change(['team.name'], 'VARCHAR(100) NOT NULL'));
	after(renew);

	const logged = () => fs.readFileSync(site.log, 'utf8').split('\n').filter((line) => /Data too long/.test(line));

	test('from okrctl; the log has it', async () => {
		for (const words of [[], ['--json']]) {
			const done = await site.okrctl(...words, 'team', 'create', '--workspace', 'W', '--name', long);

			assert.equal(done.code, 1);
			assert.match(done.err, /Data too long for column 'name'/);
			assert.doesNotMatch(done.err + done.out, sql);
		}
		assert.equal(logged().length, 2);
		assert.match(logged()[0], /okrctl team create.*INSERT INTO team/);
	});

	test('from the server; the log has it', async () => {
		const { key } = await site.makeKey();

		await site.serve({ workers: 1 });
		const answer = await site.ask('POST', '/api/v1/teams', { key, body: { name: long } });

		assert.equal(answer.status, 500);
		assert.doesNotMatch(answer.text, sql);
		assert.doesNotMatch(answer.text, /Maria|column|Data/);
		await site.stopServing();
		assert.match(logged().at(-1), /"inside":"MariaDB 1406: .* in: INSERT INTO team/);
	});

	test('when a column is gone', async () => {
		await site.mariadb.sql('ALTER TABLE team CHANGE COLUMN name_key other VARCHAR(300) NOT NULL');
		const done = await site.okrctl('team', 'create', '--workspace', 'W', '--name', 'x');

		assert.equal(done.code, 1);
		assert.doesNotMatch(done.err, sql);
	});
});
