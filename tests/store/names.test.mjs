// What names mean to okrctl, and what becomes of names and texts that were stored before names were
// compared exactly and texts were normalised (rulings.md 54, 55).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { top } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const folder = path.join(top, 'sql/migrations');
const files = fs.readdirSync(folder).sort();
const first = files.findIndex((file) => file.endsWith('-name-keys.sql')); // what comes before is old

describe('okrctl finds by exact names', () => {
	let site;

	before(async () => {
		site = await Site.make();
	});

	after(() => site?.close());

	const named = async () => (await site.administer('workspace', 'list')).map(({ name }) => name).sort();

	test('workspace delete --name with another emoji deletes nothing', async () => {
		await site.administer('workspace', 'create', '--name', 'Acme 🚀');
		const refused = await site.okrctl('workspace', 'delete', '--name', 'Acme 🎯', '--yes');
		assert.equal(refused.code, 1);
		assert.match(refused.err, /There is no workspace 'Acme 🎯'/);
		assert.deepEqual(await named(), ['Acme 🚀', 'W']);
	});

	test('key create --workspace with another emoji, case, accent or blank opens none', async () => {
		for (const name of ['Acme 🎯', 'acme 🚀', 'Acmé 🚀', 'Acme  🚀', 'Acme 🚀\u00a0', 'Acme'])
			assert.equal((await site.okrctl('key', 'create', '--workspace', name, '--name', 'k',
				'--scopes', 'all')).code, 1, name);
		assert.ok((await site.makeKey({ workspace: 'Acme 🚀' })).key);
	});

	test('workspaces are unique regardless of case and of nothing else', async () => {
		for (const name of ['Acme 🎯', 'Straße', 'Strasse', 'Été', 'Ete', 'Q1 2027', 'Q1\u00a02027'])
			await site.administer('workspace', 'create', '--name', name);
		for (const name of ['ACME 🎯', 'STRAẞE', 'strasse', 'ÉTÉ', 'E\u0301te\u0301', 'ete', 'q1 2027', ' Q1 2027 ']) {
			const refused = await site.okrctl('workspace', 'create', '--name', name);
			assert.equal(refused.code, 1, name);
			assert.match(refused.err, /already/);
		}
		assert.equal((await named()).length, 9);
	});

	test('a name typed on another keyboard is the same name', async () => {
		assert.equal((await site.administer('workspace', 'show', '--name', 'E\u0301te\u0301')).name, 'Été');
	});

	test('people are found by their exact address', async () => {
		for (const email of ['zoe@example.org', 'zoë@example.org'])
			await site.administer('user', 'create', '--workspace', 'W', '--name', email, '--email', email);
		for (const email of ['zoé@example.org', 'zo🎯@example.org'])
			assert.equal((await site.okrctl('user', 'deactivate', email, '--workspace', 'W')).code, 1, email);
		const { email } = await site.administer('user', 'deactivate', 'zoë@example.org', '--workspace', 'W');
		assert.equal(email, 'zoë@example.org');
		const refused = await site.okrctl('user', 'create', '--workspace', 'W', '--name', 'x',
			'--email', 'ZOË@example.org');
		assert.equal(refused.code, 1);
		assert.match(refused.err, /Another user of this workspace has this email/);
	});
});

describe('what was stored before', () => {
	let site;

	const W = "x'0190000000007000800000000000aaaa'";
	const id = (number) => `x'01900000000070008000${String(number).padStart(12, '0')}'`;
	const uuid = (number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
	const record = (number) => `${W}, ${id(number)}, 1, '2026-01-01'`;

	const rows = `SET NAMES utf8mb4;
		INSERT INTO organisation (id, name, revision) VALUES (${W}, 'Cafe\u0301', 7);
		INSERT INTO team (organisation_id, id, version, updated_at, name) VALUES
			(${record(1)}, 'Growth'), (${record(2)}, 'growth'), (${record(3)}, 'Growth'),
			(${record(4)}, 'Straße'), (${record(5)}, 'Strasse');
		INSERT INTO department (organisation_id, id, version, updated_at, name) VALUES
			(${record(1)}, 'Sales'), (${record(2)}, 'SALES');
		INSERT INTO cycle (organisation_id, id, version, updated_at, name, start_date, end_date) VALUES
			(${record(1)}, 'E\u0301te\u0301 🚀', '2026-01-01', '2026-12-31');
		INSERT INTO person (organisation_id, id, version, updated_at, name, email, role, external_id, active)
			VALUES (${record(1)}, 'Zoe\u0308', 'É@example.org', 2, 'sub-e\u0301', 1),
			(${record(2)}, 'Eve', 'é@example.org', 0, NULL, 1);
		INSERT INTO objective (organisation_id, id, version, updated_at, title, description, tags,
			linked_project_ids, weight, type, visibility, lifecycle, check_in_frequency, source_type, is_archived,
			is_shared, schema_version, progress) VALUES
			(${record(1)}, 'e\u0301tude', 'plain', '["e\u0301","x"]', '["e\u0301"]', 1, 0, 0, 1, 0, 4, 0, 1, 1, 0),
			(${record(2)}, '${'\u0958'.repeat(200)}', 'e\u0301', '["e\\\\n\u0301"]', NULL, 1, 0, 0, 1, 0, 4, 0, 1, 1, 0);
		INSERT INTO review_cycle (organisation_id, id, version, updated_at, name, status) VALUES
			(${record(1)}, 'R', 0);
		INSERT INTO review (organisation_id, id, version, updated_at, review_cycle_id, employee_id, type, status)
			VALUES (${record(1)}, ${id(1)}, ${id(1)}, 0, 0);
		INSERT INTO review_answer VALUES (${W}, ${id(1)}, 0, 'Why?', NULL), (${W}, ${id(1)}, 1, 'e\u0301?', 'e\u0301!');`;

	async function makeOld() {
		const statements = files.slice(0, first).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
		const noted = files.slice(0, first).map((file, i) => `(${i + 1}, '${file}', NOW())`);

		await site.mariadb.sql('DROP DATABASE okr; CREATE DATABASE okr CHARACTER SET utf8mb4;', null);
		await site.mariadb.sql(`${statements.join('\n')}
			CREATE TABLE schema_migration (number INT NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL,
			applied_at DATETIME(3) NOT NULL);
			INSERT INTO schema_migration VALUES ${noted.join(', ')};`);
		await site.mariadb.sql(rows);
	}

	const texts = (column, table) => site.mariadb.sql(`SET NAMES utf8mb4;
		SELECT ${column} FROM ${table} ORDER BY id`).then((all) => all.flat());

	before(async () => {
		site = await Site.make({ migrate: false });
		await makeOld();
		const done = await site.okrctl('migrate');
		assert.equal(done.code, 0, done.err);
	});

	after(() => site?.close());

	test('texts are in form C, those that fit; ids of other systems are as they were', async () => {
		assert.deepEqual(await texts('name', 'organisation'), ['Café']);
		assert.deepEqual(await texts('name', 'cycle'), ['Été 🚀']);
		assert.deepEqual(await texts('name', 'person'), ['Zoë', 'Eve']);
		assert.deepEqual(await texts('external_id', 'person'), ['sub-e\u0301', 'NULL']);
		assert.deepEqual(await texts('title', 'objective'), ['étude', '\u0958'.repeat(200)]);
		assert.deepEqual(await texts('description', 'objective'), ['plain', 'é']);
		assert.deepEqual(await texts('tags', 'objective'), ['["é","x"]', '["e\\n\u0301"]']);
		assert.deepEqual(await texts('linked_project_ids', 'objective'), ['["e\u0301"]', 'NULL']);
		assert.deepEqual(await site.mariadb.sql(`SET NAMES utf8mb4;
			SELECT position, question, answer FROM review_answer ORDER BY position`),
		[['0', 'Why?', 'NULL'], ['1', 'é?', 'é!']]);
	});

	test('a workspace whose texts changed has another revision', async () => {
		assert.notDeepEqual(await texts('revision', 'organisation'), ['7']);
	});

	test('the oldest of two of one name has its key; the other keeps its name', async () => {
		assert.deepEqual(await texts('name', 'team'), ['Growth', 'growth', 'Growth', 'Straße', 'Strasse']);
		assert.deepEqual(await texts('name_key', 'team'),
			['growth', `growth ${uuid(2)}`, `growth ${uuid(3)}`, 'straße', 'strasse']);
		assert.deepEqual(await texts('name_key', 'department'), ['sales', `sales ${uuid(2)}`]);
		assert.deepEqual(await texts('email', 'person'), ['É@example.org', 'é@example.org']);
		assert.deepEqual(await texts('email_key', 'person'), ['é@example.org', `é@example.org ${uuid(2)}`]);
		assert.deepEqual(await texts('name_key', 'cycle'), ['été 🚀']);
		assert.deepEqual(await texts('name_key', 'organisation'), ['café']);
	});

	test('running it again changes nothing', async () => {
		const was = await site.mariadb.sql('SELECT id, name, name_key FROM team ORDER BY id');

		await site.mariadb.sql(`DELETE FROM schema_migration WHERE number > ${first}`);
		assert.equal((await site.okrctl('migrate')).code, 0);
		assert.deepEqual(await site.mariadb.sql('SELECT id, name, name_key FROM team ORDER BY id'), was);
	});

	test('a record of a doubled name is still changed; nobody takes the name anew', async () => {
		await site.serve({ workers: 1 });
		const { key } = await site.makeKey({ workspace: 'Café' });
		const team = (method, number, body) => site.ask(method, `/api/v1/teams${number ? `/${uuid(number)}` : ''}`,
			{ key, body });

		assert.equal((await team('PUT', 2, { name: 'growth', department_id: uuid(1) })).status, 200);
		assert.equal((await team('PUT', 4, { name: 'GROWTH' })).status, 409);
		assert.equal((await team('POST', null, { name: 'GROWTH' })).status, 409);
		assert.equal((await team('PUT', 2, { name: 'GROWTH' })).status, 409);
		assert.equal((await team('PUT', 2, { name: 'Growth 2' })).status, 200);
		assert.equal((await team('PUT', 1, { name: 'GROWTH' })).status, 200);
		assert.deepEqual((await texts('name_key', 'team')).slice(0, 3),
			['growth', 'growth 2', `growth ${uuid(3)}`]);
		await site.stopServing();
	});
});
