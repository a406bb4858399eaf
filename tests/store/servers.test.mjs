// Servers of tests run side by side, and none may touch what another has: MariaDB clears away temporary
// tables that it finds where it keeps its own, also those that another server is about to use.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Mariadb } from '../lib/mariadb.mjs';
import { makeFolder, removeFolder } from '../lib/process.mjs';

test('a server that is made and started leaves temporary tables of others alone', async () => {
	const [folder, before] = [makeFolder(), process.env.TMPDIR];
	const shared = path.join(folder, 'shared');
	const table = path.join(shared, '#sql-temptable-1-1-1.MAI');

	fs.mkdirSync(shared);
	fs.writeFileSync(table, '');
	process.env.TMPDIR = shared;
	const server = await Mariadb.make(folder);

	if (before === undefined)
		delete process.env.TMPDIR;
	else
		process.env.TMPDIR = before;
	await server.stop();
	assert.ok(fs.existsSync(table), 'it is still there');
	removeFolder(folder);
});
