/*
 * Clients that five generators make of the server's own description: they compile with --strict, and
 * the programs of docs/clients.md, which use them, do what they say: a list is a list, and the CSV
 * that stands beside it is text.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import esbuild from 'esbuild';

import { Client, ok } from '../lib/client.mjs';
import { run as runProgram } from '../lib/run.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';
import { run, workFolder } from './lib/tools.mjs';
import { compile, modules, node } from './lib/typescript.mjs';

const folder = workFolder();
const guide = readFileSync(fileURLToPath(new URL('../../docs/clients.md', import.meta.url)), 'utf8');

// The blocks below one heading of the guide, by language.
function blocksOf(heading) {
	const [, section] = guide.split(`\n### ${heading}`);
	const blocks = section.split(/\n##+ /)[0].matchAll(/^```(\w+)\n([^]*?)^```$/gm);

	return Object.fromEntries([...blocks].map(([, language, text]) => [language, text]));
}

// What to start where the guide says npx.
const clients = {
	'openapi-typescript': { tool: 'openapi-typescript', heading: 'openapi-typescript 7.13' },
	'openapi-ts': { tool: 'openapi-ts', heading: '@hey-api/openapi-ts 0.99' },
	'orval 8': { tool: 'orval', heading: 'orval 8.38' },
	'orval 7': { tool: 'orval7', heading: 'orval 8.38' },
	'openapi-typescript-codegen': { tool: 'openapi-typescript-codegen',
		heading: 'openapi-typescript-codegen 0.31' },
};

function slug(name) {
	return name.replace(' ', '-');
}

async function generate(name, { tool, heading }, description) {
	const blocks = blocksOf(heading);
	const at = join(folder, slug(name));

	mkdirSync(at);
	symlinkSync(modules, join(at, 'node_modules'));
	writeFileSync(join(at, 'openapi.json'), description);
	writeFileSync(join(at, 'program.ts'), blocks.ts);
	writeFileSync(join(at, 'package.json'), '{"private":true,"type":"module"}');
	if (blocks.js) {
		writeFileSync(join(at, 'orval.config.mjs'), blocks.js);
	}
	const { code, out } = await run(tool, blocks.sh.trim().split(' ').slice(2), { cwd: at });

	assert.equal(code, 0, out);
	return out;
}

const said = {};

before(async () => {
	const description = (await ok(new Client(url).get('/openapi.json')));

	// Two at a time: each keeps a processor busy.
	const waiting = Object.entries(clients);
	const next = async () => {
		for (let one = waiting.shift(); one; one = waiting.shift()) {
			said[one[0]] = await generate(...one, JSON.stringify(description));
		}
	};

	await Promise.all([next(), next()]);
});

test('the guide names the versions that are tried', () => {
	const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
	const minor = (name) => /(\d+\.\d+)\.\d+$/.exec(dependencies[name])[1];

	for (const words of [`openapi-typescript ${minor('openapi-typescript')} with openapi-fetch ${
		minor('openapi-fetch')}`, `@hey-api/openapi-ts ${minor('@hey-api/openapi-ts')}`,
	`orval ${minor('orval')} or ${minor('orval7')}`,
	`openapi-typescript-codegen ${minor('openapi-typescript-codegen')}`]) {
		assert.ok(guide.includes(`### ${words}\n`), words);
	}
});

test('the generators have nothing to complain of', () => {
	for (const [name, out] of Object.entries(said)) {
		assert.doesNotMatch(out, /warn|error|duplicate/i, name);
	}
});

test('what they make compiles with --strict, and so do the programs of the guide', async () => {
	const files = Object.keys(clients).map((name) => join(slug(name), 'program.ts'));

	assert.equal(await compile(folder, files, { exactOptionalPropertyTypes: false,
		types: node.types, typeRoots: node.typeRoots }), '');
});

describe('the programs of the guide', () => {
	let space, expected;

	before(async () => {
		space = new Workspace();
		await space.okr({ title: 'Grow', type: 'team' });
		await space.okr({ title: 'Shrink', type: 'company' });
		const { text } = await space.api.get('/okrs?format=csv', { loose: true });

		expected = `Grow 0\n${text}\n`;
	});

	for (const name of Object.keys(clients)) {
		test(`${name} lists records, and the CSV as text`, async () => {
			const at = join(folder, slug(name));

			await esbuild.build({ absWorkingDir: at, entryPoints: ['program.ts'], bundle: true,
				platform: 'node', format: 'esm', outfile: join(at, 'program.mjs'),
				logLevel: 'error', banner: { js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);` } });
			const { status, stdout, stderr } = await runProgram(process.execPath, ['program.mjs'],
				{ cwd: at, env: { OKR_URL: url, OKR_API_KEY: space.api.key } });

			assert.equal(status, 0, stderr);
			assert.equal(stdout, expected);
		});
	}
});
