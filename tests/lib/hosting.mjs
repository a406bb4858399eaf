// The archive of `make shared-hosting`, as somebody unpacks it who uploads it by FTP.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { build, run, top } from './process.mjs';

const ordinary = [build, path.join(top, 'build')].find((folder) =>
	fs.existsSync(path.join(folder, 'okr.cgi')));

/** Makes the archive and unpacks it: okr/ and public/ then stand in the folder. */
export async function unpack(to) {
	const made = await run('make', ['-s', '-C', ordinary, 'shared-hosting'], { timeout: 300000 });

	assert.equal(made.code, 0, made.out + made.err);
	const [name] = fs.readdirSync(ordinary).filter((file) => /^okr-shared-hosting-.*\.tar\.gz$/.test(file));

	assert.equal((await run('tar', ['xzf', path.join(ordinary, name), '-C', to,
		'--strip-components=1'])).code, 0);
}
