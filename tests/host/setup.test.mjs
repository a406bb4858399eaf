/*
 * okrctl setup: from an empty database server to an installation that answers, and every step again
 * without touching what is there.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { Mariadb } from '../lib/mariadb.mjs';
import { build, makeFolder, removeFolder, run } from '../lib/process.mjs';

const folder = makeFolder();
const steps = ['configuration', 'state folder', 'pepper', 'database', 'tables', 'workspace',
	'administrator', 'key'];
const person = ['--admin-email', 'ada@example.org', '--admin-name', 'Ada'];
let mariadb;
let place;
let number = 0;

before(async () => {
	mariadb = await Mariadb.make(folder);
	// The administrator of this database has a password.
	await mariadb.sql("CREATE USER boss@localhost IDENTIFIED BY 'a ''quoted'' word'; " +
		'GRANT ALL ON *.* TO boss@localhost WITH GRANT OPTION', '');
	fs.writeFileSync(path.join(folder, 'boss'), "a 'quoted' word\n", { mode: 0o600 });
});
after(async () => {
	await mariadb.stop();
	removeFolder(folder);
});
beforeEach(() => {
	place = path.join(folder, `place${++number}`);
	fs.mkdirSync(path.join(place, 'state'), { recursive: true });
});

function okrctl(...words) {
	return run(path.join(build, 'okrctl'), ['--config', path.join(place, 'okr.conf'), ...words]);
}

function setup(...words) {
	return okrctl('--json', 'setup', '--state-dir', path.join(place, 'state'),
		'--database-socket', mariadb.socket, '--database-name', `okr_${number}`,
		'--database-user', `okr${number}`, '--database-admin', 'boss',
		'--database-admin-password-file', path.join(folder, 'boss'), ...words);
}

function results(done) {
	return Object.fromEntries(JSON.parse(done.out).map(({ step, result }) => [step, result]));
}

function files() {
	return Object.fromEntries(['okr.conf', 'pepper', 'database_password'].map((name) =>
		[name, fs.readFileSync(path.join(place, name), 'utf8')]));
}

test('makes all of it, and the second time keeps all of it', async () => {
	const first = await setup('--workspace', 'Acme', ...person);

	assert.equal(first.code, 0, first.err + first.out);
	const { doctor, 'state folder': state, ...made } = results(first);

	assert.deepEqual({ doctor, state }, { doctor: 'ok', state: 'kept' });
	assert.deepEqual(new Set(Object.values(made)), new Set(['made']));
	for (const name of ['pepper', 'database_password']) {
		assert.equal(fs.statSync(path.join(place, name)).mode & 0o777, 0o600, name);
		assert.match(files()[name], /^[0-9a-f]{64}\n$/);
	}
	assert.equal(fs.statSync(path.join(place, 'okr.conf')).mode & 0o777, 0o640);
	const before = files();
	const again = await setup('--workspace', 'Acme', ...person);

	assert.equal(again.code, 0, again.err);
	assert.deepEqual(results(again),
		{ ...Object.fromEntries(steps.map((step) => [step, 'kept'])), doctor: 'ok' });
	assert.deepEqual(files(), before);
	// The account can do nothing outside its database, whose name has a character that GRANT reads
	// as any.
	await mariadb.sql('CREATE DATABASE okrX1', '');
	const shown = await run('mariadb', ['--no-defaults', `--socket=${mariadb.socket}`, '--user=okr1',
		`--password=${before.database_password.trim()}`, '--batch', '--skip-column-names', '-e',
		'SHOW DATABASES']);

	assert.deepEqual(shown.out.trim().split('\n').sort(), ['information_schema', 'okr_1']);
});

test('goes on where it was stopped for want of an answer', async () => {
	const first = await setup('--workspace', 'Acme');

	assert.equal(first.code, 2, first.out);
	assert.match(first.err, /--admin-email is needed/);
	const before = files();
	const second = await setup(...person);

	assert.equal(second.code, 0, second.err);
	const { workspace, administrator, pepper, database } = results(second);

	assert.deepEqual({ workspace, administrator, pepper, database },
		{ workspace: 'kept', administrator: 'made', pepper: 'kept', database: 'kept' });
	assert.deepEqual(files(), before);
});

test('names the step that failed, and why', async () => {
	fs.writeFileSync(path.join(place, 'wrong'), 'wrong\n');
	const done = await setup('--workspace', 'Acme', ...person, '--database-admin-password-file',
		path.join(place, 'wrong'));

	assert.equal(done.code, 1);
	const failed = JSON.parse(done.out).at(-1);

	assert.equal(failed.step, 'database');
	assert.equal(failed.result, 'FAILED');
	assert.match(failed.detail, /Access denied for user 'boss'/);
});

test('uses the secrets that an administrator chose, quotes and all', async () => {
	const conf = path.join(place, 'okr.conf');

	fs.writeFileSync(conf, 'pepper = 0123456789abcdef\n# mine\ndatabase_password = it\'s "so" \\hard\n' +
		'workers = 2\n', { mode: 0o600 });
	const done = await setup('--workspace', 'Acme', ...person);

	assert.equal(done.code, 0, done.err + done.out);
	const { configuration, pepper, database } = results(done);

	assert.deepEqual({ configuration, pepper, database },
		{ configuration: 'kept', pepper: 'kept', database: 'made' });
	const text = fs.readFileSync(conf, 'utf8');

	assert.match(text, /^pepper = 0123456789abcdef\n# mine\ndatabase_password = it's "so" \\hard\nworkers = 2\n/);
	assert.equal(fs.statSync(conf).mode & 0o777, 0o600);
	assert.ok(!fs.existsSync(path.join(place, 'pepper')));
});

test('refuses a value that the server would not start with, and leaves the file as it is', async () => {
	fs.writeFileSync(path.join(place, 'okr.conf'), 'workers = 2\n', { mode: 0o600 });
	const done = await setup('--workspace', 'Acme', ...person, '--base-url', 'okr.example.org/');

	assert.equal(done.code, 1);
	assert.match(JSON.parse(done.out).at(-1).detail, /base_url must be/);
	assert.equal(fs.readFileSync(path.join(place, 'okr.conf'), 'utf8'), 'workers = 2\n');
	assert.deepEqual(fs.readdirSync(place).sort(), ['okr.conf', 'state']);
});

test('tells people what to paste, and shows the key once', async () => {
	const words = ['setup', '--state-dir', path.join(place, 'state'), '--database-socket',
		mariadb.socket, '--database-name', 'okr_6', '--database-user', 'okr6', '--database-admin',
		'boss', '--database-admin-password-file', path.join(folder, 'boss'), '--workspace', 'Acme',
		...person];
	const done = await okrctl(...words);

	assert.equal(done.code, 0, done.err + done.out);
	assert.match(done.out, /okrt_\w{38}/);
	assert.match(done.out, /include okr\/okr-locations\.conf;/);
	assert.match(done.out, /ProxyPass \/api +unix:\/run\/okr\/okr\.sock\|fcgi:/);
	assert.doesNotMatch((await okrctl(...words)).out, /okrt_/);
});
