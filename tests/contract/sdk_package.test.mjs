/*
 * The JavaScript client as npm packs and installs it: the package holds what belongs into it and
 * works where it was installed, for programs that import it, that require it, and in web pages that
 * a bundler made. What its types say is in sdk_types.test.mjs.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import esbuild from 'esbuild';

import { run } from '../lib/run.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';
import { launch } from './lib/browser.mjs';
import { installSdk } from './lib/sdk.mjs';

const files = ['README.md', 'index.cjs', 'index.d.cts', 'index.d.ts', 'package.json',
	'src/errors.js', 'src/index.js', 'src/pages.js', 'src/transport.js'];
let folder, packed, space;

before(async () => {
	({ folder, packed } = await installSdk());
	space = new Workspace();
	await space.okr({ title: 'Packed' });
});

test('npm packs the client, its types and its description, and nothing else', () => {
	assert.deepEqual(packed.files.map(({ path }) => path).sort(), files);
	assert.deepEqual(packed.bundled, []);
});

describe('installed from the package it needs nothing and answers', () => {
	const use = `const client = new OkrClient({ baseUrl: process.env.URL, apiKey: process.env.KEY });

(async () => {
	for await (const objective of client.okr.objectives.list()) {
		console.log(objective.title);
	}
	await client.okrs.get('nothing').catch((error) => console.log(error instanceof NotFoundError));
})();
`;
	const programs = {
		'use.mjs': `import { NotFoundError, OkrClient } from '@okr-server/client';\n${use}`,
		'use.cjs': `const { NotFoundError, OkrClient } = require('@okr-server/client');\n${use}`,
	};

	for (const [file, text] of Object.entries(programs)) {
		test(file, async () => {
			writeFileSync(join(folder, file), text);
			const { status, stdout, stderr } = await run(process.execPath, [file],
				{ cwd: folder, env: { URL: url, KEY: space.api.key } });

			assert.equal(status, 0, stderr);
			assert.equal(stdout, 'Packed\ntrue\n');
		});
	}
});

describe('bundled for the browser', () => {
	async function bundle(format) {
		const outfile = join(folder, `bundle.${format}.js`);
		const { warnings } = await esbuild.build({ absWorkingDir: folder, outfile, format,
			stdin: { contents: 'export * from "@okr-server/client";', resolveDir: folder },
			globalName: format === 'iife' ? 'okr' : undefined, bundle: true, minify: true,
			platform: 'browser', target: 'es2022', logLevel: 'silent' });

		assert.deepEqual(warnings, []);
		return readFileSync(outfile, 'utf8');
	}

	test('esbuild makes an ES module that names no module of Node', async () => {
		const text = await bundle('esm');

		assert.doesNotMatch(text, /node:|require\(/);
		assert.ok(text.length < 12000, `${text.length} bytes`);
	});

	test('a page runs the minified bundle: lists, retries, errors with their names', async (t) => {
		const text = await bundle('iife');
		const browser = await launch();

		t.after(() => browser.close());
		const page = await browser.newPage();
		const wrong = [];

		page.on('pageerror', (error) => wrong.push(error.message));
		await page.goto(`${url}/healthz`);
		const seen = await page.evaluate(async (script, apiKey) => {
			(0, eval)(`${script}\nglobalThis.okr = okr;`);
			const { NotFoundError, OkrClient } = globalThis.okr;
			const client = new OkrClient({ baseUrl: location.origin, apiKey });
			const made = await client.goals.create({ title: 'From a page', owner_type: 'company' });
			const titles = [];

			for await (const { title } of client.goals.list({ limit: 1 })) {
				titles.push(title);
			}
			await client.goals.delete(made.id);
			const error = await client.goals.get(made.id).catch((cause) => cause);

			return { titles, isNotFound: error instanceof NotFoundError, name: error.name,
				hasRequestId: error.requestId !== null };
		}, text, space.api.key);

		assert.deepEqual(wrong, []);
		assert.deepEqual(seen, { titles: ['From a page', 'Packed'], isNotFound: true,
			name: 'NotFoundError', hasRequestId: true });
	});
});
