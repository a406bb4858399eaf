/*
 * Makes what is generated below docs/ from the API description on standard input, which the program
 * build-aux/describe prints: `make documents` writes it, `--check` tells what is not current.
 * Plain Node, no packages.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { postmanCollection } from './postman.mjs';
import { referencePage } from './reference.mjs';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const description = JSON.parse(readFileSync(0, 'utf8'));

const files = {
	'openapi.json': `${JSON.stringify(description, null, '\t')}\n`,
	'site/postman_collection.json':
		`${JSON.stringify(postmanCollection(description), null, '\t')}\n`,
	'site/index.html': referencePage(description, docs),
};

const isCheck = process.argv.includes('--check');
let stale = 0;

for (const [name, text] of Object.entries(files)) {
	const file = docs + name;

	if (existsSync(file) && readFileSync(file, 'utf8') === text) {
		continue;
	}
	stale++;
	if (isCheck) {
		console.error(`docs/${name} is not current: make documents`);
	} else {
		writeFileSync(file, text);
		console.log(`docs/${name}`);
	}
}
process.exitCode = isCheck && stale > 0 ? 1 : 0;
