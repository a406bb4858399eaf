/*
 * docs/security.md says which test stands against what: prints each that does not exist, and ends 1.
 * `tests/api/keys` is a file, `tests/api/keys: words` a test in it whose name has these words.
 * Usage: node build-aux/check-security.mjs [TOP]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';
const endings = ['.c', '.test.mjs'];
const text = readFileSync(join(top, 'docs/security.md'), 'utf8');
const named = [...text.matchAll(/`(tests\/[^`]+)`/g)].map(([, words]) => words);
let wrong = 0;

for (const one of new Set(named)) {
	const [path, ...rest] = one.split(': ');
	const file = endings.map((ending) => join(top, path + ending)).find((name) => existsSync(name));

	if (!file || (rest.length > 0 && !readFileSync(file, 'utf8').includes(rest.join(': ')))) {
		console.log(`docs/security.md: there is no ${one}`);
		wrong++;
	}
}
if (named.length === 0) {
	console.log('docs/security.md names no test');
	wrong++;
}
process.exitCode = wrong > 0 ? 1 : 0;
