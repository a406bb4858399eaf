/*
 * Some documents say which test stands against what: prints each that does not exist, and ends 1.
 * `tests/api/keys` is a file, `tests/api/keys: words` a test in it whose name has these words.
 * Usage: node build-aux/check-proofs.mjs [TOP]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';
const documents = ['docs/security.md', 'docs/reliability.md'];
const endings = ['.c', '.test.mjs'];
let wrong = 0;

function complain(document, what) {
	console.log(`${document}: ${what}`);
	wrong++;
}

for (const document of documents) {
	const text = readFileSync(join(top, document), 'utf8');
	const named = [...text.matchAll(/`(tests\/\w+\/[^`]+)`/g)].map(([, words]) => words);

	for (const one of new Set(named)) {
		const [path, ...rest] = one.split(': ');
		const file = endings.map((ending) => join(top, path + ending)).find((name) => existsSync(name));

		if (!file || (rest.length > 0 && !readFileSync(file, 'utf8').replaceAll("\\'", "'").includes(rest.join(': '))))
			complain(document, `there is no ${one}`);
	}
	if (named.length === 0)
		complain(document, 'it names no test');
}
process.exitCode = wrong > 0 ? 1 : 0;
