/*
 * share/backup/okr-backup: a dump under way of writing restores to numbers that agree; the drill leaves
 * nothing behind, and says so when a backup is broken.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { run, top } from '../lib/process.mjs';
import { okrctl, Site } from '../lib/site.mjs';

const script = path.join(top, 'share/backup/okr-backup');
let site;
let defaults;

before(async () => {
	site = await Site.make();
	await site.administer('sample', 'load', '--workspace', 'W');
	defaults = path.join(site.folder, 'admin.cnf');
	fs.writeFileSync(defaults, `[client]\nsocket=${site.mariadb.socket}\nuser=root\n`, { mode: 0o600 });
});
after(() => site?.close());

function backup(...words) {
	return run(script, words, { env: { OKRCTL: okrctl, OKR_CONFIG: site.config,
		MARIADB_DEFAULTS: defaults } });
}

async function databases() {
	return (await site.mariadb.sql('SHOW DATABASES', '')).flat();
}

test('a dump restores: same workspaces, every number agrees, and nothing is left of the drill', async () => {
	const before = await databases();
	const made = await backup('dump', site.folder);

	assert.equal(made.code, 0, made.err);
	const [name] = fs.readdirSync(site.folder).filter((file) => file.endsWith('.sql.gz'));

	assert.equal(fs.statSync(path.join(site.folder, name)).mode & 0o777, 0o600);
	const drilled = await backup('drill', path.join(site.folder, name));

	assert.equal(drilled.code, 0, drilled.err + drilled.out);
	assert.match(drilled.out, /every number agrees/);
	assert.match(drilled.out, /\bW\b/);
	assert.deepEqual(await databases(), before);
});

test('a backup that is cut, or whose numbers do not agree, is told', async () => {
	const [name] = fs.readdirSync(site.folder).filter((file) => file.endsWith('.sql.gz'));
	const whole = fs.readFileSync(path.join(site.folder, name));
	const cut = path.join(site.folder, 'cut.gz');

	fs.writeFileSync(cut, whole.subarray(0, whole.length / 2));
	assert.notEqual((await backup('drill', cut)).code, 0);
	await site.mariadb.sql('UPDATE objective SET progress = 0.123 LIMIT 1');
	fs.mkdirSync(path.join(site.folder, 'later'));
	assert.equal((await backup('dump', path.join(site.folder, 'later'))).code, 0);
	const [later] = fs.readdirSync(path.join(site.folder, 'later'));

	assert.notEqual((await backup('drill', path.join(site.folder, 'later', later))).code, 0);
	assert.ok((await databases()).every((database) => !database.startsWith('okr_drill')));
});

test('a dump that fails keeps no file', async () => {
	const done = await backup('dump', path.join(site.folder, 'later'), 'no_such_database');

	assert.equal(done.code, 1);
	assert.equal(fs.readdirSync(path.join(site.folder, 'later')).length, 1);
});
