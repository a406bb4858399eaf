/*
 * The checkers of this folder, started by their script file with the Node that runs the tests: the
 * process is then the tool itself, so it can be ended.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

export const scripts = {
	redocly: '@redocly/cli/bin/cli.js',
	spectral: '@stoplight/spectral-cli/dist/index.js',
	prism: '@stoplight/prism-cli/dist/index.js',
	newman: 'newman/bin/newman.js',
	'openapi-typescript': 'openapi-typescript/bin/cli.js',
	'openapi-ts': '@hey-api/openapi-ts/bin/run.js',
	tsc: 'typescript/bin/tsc',
	tsc7: 'typescript7/bin/tsc',
	orval: 'orval/dist/bin/orval.mjs',
	orval7: 'orval7/dist/bin/orval.js',
	'openapi-typescript-codegen': 'openapi-typescript-codegen/bin/index.js',
};

// A folder with the description as one line: a checker's reader may be recursive in lines.
export function workFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'okr-contract-'));

	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

export const goldenFile = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));

export function compactDescription(folder, edit = (description) => description) {
	const file = join(folder, 'openapi.json');

	writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(goldenFile, 'utf8')))));
	return file;
}

export function start(tool, words, options = {}) {
	return spawn(process.execPath, [join(modules, scripts[tool]), ...words],
		{ env: { ...process.env, ...quiet }, stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

export function run(tool, words, options) {
	return new Promise((resolve, reject) => {
		const child = start(tool, words, options);
		let out = '';

		child.stdout.on('data', (piece) => (out += piece));
		child.stderr.on('data', (piece) => (out += piece));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, out }));
	});
}
