/*
 * Makes what is generated below docs/ and sdk/ from the API description on standard input, which the
 * program build-aux/describe prints: `make documents` writes it, `--check` tells what is not current.
 * Plain Node, no packages.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { postmanCollection } from './postman.mjs';
import { referencePage } from './reference.mjs';
import { commonJs, withRecordTypes } from './sdk.mjs';

const tree = fileURLToPath(new URL('../', import.meta.url));
const description = JSON.parse(readFileSync(0, 'utf8'));

function read(name) {
	return readFileSync(tree + name, 'utf8');
}

// In the order in which they need each other.
const modules = Object.fromEntries(['errors', 'pages', 'transport', 'index'].map((name) =>
	[name, read(`sdk/src/${name}.js`)]));
const types = withRecordTypes(read('sdk/index.d.ts'), description);

const files = {
	'docs/openapi.json': `${JSON.stringify(description, null, '\t')}\n`,
	'docs/site/postman_collection.json':
		`${JSON.stringify(postmanCollection(description), null, '\t')}\n`,
	'docs/site/index.html': referencePage(description, `${tree}docs/`),
	'sdk/index.cjs': commonJs(modules),
	'sdk/index.d.ts': types,
	// TypeScript takes a .d.ts for an ES module here and refuses it to a program that uses require().
	'sdk/index.d.cts': types,
};

const isCheck = process.argv.includes('--check');
let stale = 0;

for (const [name, text] of Object.entries(files)) {
	const file = tree + name;

	if (existsSync(file) && readFileSync(file, 'utf8') === text) {
		continue;
	}
	stale++;
	if (isCheck) {
		console.error(`${name} is not current: make documents`);
	} else {
		writeFileSync(file, text);
		console.log(name);
	}
}
process.exitCode = isCheck && stale > 0 ? 1 : 0;
