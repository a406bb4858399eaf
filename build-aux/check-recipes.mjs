/*
 * What a recipe of HACKING asks for beside the code, where nothing else would tell that it was left out:
 * each list of words has its row in tests/unit/test_words.c, docs/mcp.md has the tools of
 * docs/openapi.json, and HACKING names files that are there. Prints what is missing and ends 1. Rows of
 * routes, commands and calls of the SDK are looked at by tests/api (routes, okrctl, sdk).
 * Usage: node build-aux/check-recipes.mjs [TOP]
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';

function read(...path) {
	return readFileSync(join(top, ...path), 'utf8');
}

// ---- lists of words

function* wordLists() {
	const tested = read('tests', 'unit', 'test_words.c');

	for (const header of readdirSync(join(top, 'include', 'model'))) {
		for (const [, name] of read('include', 'model', header)
			.matchAll(/^extern const struct word_name (\w+)\[\]/gm)) {
			if (!new RegExp(`\\b${name}\\b`).test(tested)) {
				yield `include/model/${header}: ${name} has no row in tests/unit/test_words.c`;
			}
		}
	}
}

// ---- tools: `name` | … | **`needed`**, `optional` (default) | `scope`

function rowOf({ name, inputSchema: { properties, required = [] }, scope }) {
	const names = Object.keys(properties);

	return { name, scope, takes: names.sort(), needs: required.slice().sort() };
}

function rowsOfGuide() {
	return [...read('docs', 'mcp.md').matchAll(/^\| `(\w+)` +\|[^|]*\|([^|]*)\| `([\w:-]+)` \|$/gm)]
		.map(([, name, takes, scope]) => ({ name, scope,
			takes: [...takes.matchAll(/`(\w+)`/g)].map(([, one]) => one).sort(),
			needs: [...takes.matchAll(/\*\*`(\w+)`\*\*/g)].map(([, one]) => one).sort() }));
}

function* tools() {
	const described = JSON.parse(read('docs', 'openapi.json'))['x-mcp-tools']
		?? Object.values(JSON.parse(read('docs', 'openapi.json')).paths['/api/public/mcp'])
			.flatMap((operation) => operation['x-mcp-tools'] ?? []);
	const guide = new Map(rowsOfGuide().map((row) => [row.name, JSON.stringify(row)]));

	if (described.length === 0) {
		yield 'docs/openapi.json: there are no tools';
	}
	for (const row of described.map(rowOf)) {
		if (guide.get(row.name) !== JSON.stringify(row)) {
			yield `docs/mcp.md: the row of ${row.name} is not ${JSON.stringify(row)}`;
		}
		guide.delete(row.name);
	}
	for (const name of guide.keys()) {
		yield `docs/mcp.md: there is no tool ${name}`;
	}
}

// ---- files that HACKING names: `src/api/okrs/tools.c`, `base/field.h`, `tests/lib/routes.mjs`

const places = ['', 'include', 'src', 'src/api', 'tests', 'tests/lib', 'tests/contract', 'build-aux'];

function* files() {
	for (const [, name] of read('HACKING.md')
		.matchAll(/`((?!\S*THING)(?:[\w.-]+\/)+[\w.-]+\.(?:[ch]|mjs|md|json|txt|sh))`/g)) {
		if (!places.some((place) => existsSync(join(top, place, name)))) {
			yield `HACKING.md: there is no ${name}`;
		}
	}
}

const breaches = [...wordLists(), ...tools(), ...files()];

breaches.forEach((line) => console.log(line));
process.exit(breaches.length > 0 ? 1 : 0);
