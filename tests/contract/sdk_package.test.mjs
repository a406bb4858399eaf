/*
 * The JavaScript client as npm packs and installs it: the package holds what belongs into it, and
 * works where it was installed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from '../lib/run.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const sdk = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'sdk');
const files = ['README.md', 'index.d.ts', 'package.json', 'src/errors.js', 'src/index.js',
	'src/pages.js', 'src/transport.js'];
let folder, packed;

async function npm(words, cwd) {
	const { status, stdout, stderr } = await run('npm', words, { cwd });

	assert.equal(status, 0, `npm ${words.join(' ')}: ${stdout}${stderr}`);
	return stdout;
}

before(async () => {
	folder = mkdtempSync(join(tmpdir(), 'okr-sdk-'));
	[packed] = JSON.parse(await npm(['pack', sdk, '--json', '--pack-destination', folder], folder));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('npm packs the client, its types and its description, and nothing else', () => {
	assert.deepEqual(packed.files.map(({ path }) => path).sort(), files);
	assert.deepEqual(packed.bundled, []);
});

test('installed from the package it needs nothing and answers', async () => {
	const space = new Workspace();

	await space.okr({ title: 'Packed' });
	writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
	await npm(['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`], folder);
	writeFileSync(join(folder, 'use.mjs'), `import { OkrClient } from '${packed.name}';

const client = new OkrClient({ baseUrl: process.env.URL, apiKey: process.env.KEY });

for await (const objective of client.okr.objectives.list()) {
	console.log(objective.title);
}
`);
	const { status, stdout, stderr } = await run(process.execPath, ['use.mjs'],
		{ cwd: folder, env: { URL: url, KEY: space.api.key } });

	assert.equal(status, 0, stderr);
	assert.equal(stdout, 'Packed\n');
});
