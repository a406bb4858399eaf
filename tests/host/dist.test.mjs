/*
 * `make dist`: the archive of a commit is the same to the byte, whoever makes it and when, so that
 * somebody else can tell whether a published one was made of it.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from '../lib/run.mjs';

const tree = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.OKR_BUILD_DIR ?? join(tree, 'build');
let folder;

before(() => {
	folder = mkdtempSync(join(tmpdir(), 'okr-dist-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function shell(words, cwd, env) {
	const { status, stdout, stderr } = await run('sh', ['-c', words], { cwd, env, seconds: 300 });

	assert.equal(status, 0, stdout + stderr);
	return stdout;
}

// The archive that `make dist` leaves in a build folder. How well it is packed is not the point.
async function archive(where, umask, env) {
	await shell(`rm -f okr-server-*.tar.xz; umask ${umask}; make -s dist`, where,
		{ XZ_OPT: '-0', MAKEFLAGS: '', ...env });
	const names = readdirSync(where).filter((name) => /^okr-server-.*\.tar\.xz$/.test(name));

	assert.equal(names.length, 1);
	const bytes = readFileSync(join(where, names[0]));

	return { name: join(where, names[0]), digest: createHash('sha256').update(bytes).digest('hex') };
}

// A file that no list names would be missed when somebody builds of the archive.
async function holdsEverything(name) {
	const packed = new Set((await shell(`tar tf '${name}'`, folder)).split('\n')
		.map((line) => line.replace(/^[^/]*\//, '')));
	const tracked = (await shell('git ls-files', tree)).trim().split('\n');

	assert.deepEqual(tracked.filter((file) => file !== '.gitignore' && !packed.has(file)), []);
}

test('make dist gives the same bytes under another umask, in another zone, and from its own archive',
	async () => {
		const first = await archive(build, '022', { TZ: 'UTC' });

		await shell(`tar xf '${first.name}'`, folder);
		await holdsEverything(first.name);
		const second = await archive(build, '077', { TZ: 'Pacific/Auckland' });

		assert.equal(second.digest, first.digest);
		const [unpacked] = readdirSync(folder);
		const elsewhere = join(folder, unpacked, 'elsewhere');

		mkdirSync(elsewhere);
		await shell('../configure', elsewhere);
		assert.equal((await archive(elsewhere, '002')).digest, first.digest);
		rmSync(second.name);
	});
