/*
 * Manual pages and completion: made from the tables of the programs, so that none lacks an option that
 * --help has, and in a form that their readers (mandoc, bash, zsh) accept without a word.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from '../lib/run.mjs';

const build = process.env.OKR_BUILD_DIR ?? fileURLToPath(new URL('../../build', import.meta.url));
const folder = join(build, 'build-aux/manual');
const pages = ['okr.fcgi.8', 'okrctl.8', 'okr.conf.5'];

async function said(program, words, options) {
	const done = await run(program, words, options);

	assert.equal(done.status, 0, `${program} ${words.join(' ')}\n${done.stdout}${done.stderr}`);
	return done.stdout;
}

// As a terminal shows it, without the marks of bold and underlined letters.
async function shown(page) {
	return (await said('mandoc', ['-T', 'utf8', '-O', 'width=400', join(folder, page)]))
		.replace(/.\x08/g, '').replaceAll('‐', '-');
}

async function commands() {
	const help = await said(join(build, 'okrctl'), ['--help']);

	return help.split('\n\n').at(-1).trimEnd().split('\n').map((line) => line.trim().split(/ {2,}/)[0]);
}

test('mandoc has nothing to say about the manual pages', async () => {
	// In their folder, where it finds the pages that they refer to.
	for (const page of pages) {
		assert.equal(await said('mandoc', ['-T', 'lint', page], { cwd: folder }), '', page);
	}
});

test('okrctl(8) has every command with every option of its --help', async () => {
	const page = await shown('okrctl.8');

	for (const command of await commands()) {
		const begin = page.search(new RegExp(`^ {5}${command}( |$)`, 'm'));
		const options = (await said(join(build, 'okrctl'), [...command.split(' '), '--help']))
			.match(/--[a-z-]+/g) ?? [];

		assert.ok(begin >= 0, command);
		const part = page.slice(begin + 1).split(/^ {5}[a-z]/m)[0];

		for (const option of options) {
			assert.ok(part.includes(option), `${command} ${option}`);
		}
	}
});

test('okr.conf(5) and okr.fcgi(8) have what okrctl settings and --help have', async () => {
	const settings = await said(join(build, 'okrctl'), ['settings']);
	const conf = await shown('okr.conf.5');
	const server = await shown('okr.fcgi.8');

	for (const [, name, standard] of settings.matchAll(/^#(\w+) = ?(.*)$/gm)) {
		const part = conf.split(new RegExp(`^ {5}${name}(?: |$)`, 'm'))[1] ?? '';

		assert.ok(part.split(/^ {5}[a-z]/m)[0].includes(standard), `${name} ${standard}`);
	}
	for (const [option] of (await said(join(build, 'okr.fcgi'), ['--help'])).matchAll(/--[a-z]+/g)) {
		assert.ok(server.includes(option), option);
	}
});

// What bash offers behind these words.
async function offered(...words) {
	return (await said('bash', ['-c', `. "$0"; COMP_WORDS=(okrctl "$@"); COMP_CWORD=$#; _okrctl;
		printf '%s\\n' "\${COMPREPLY[@]}"`, join(folder, 'okrctl.bash'), ...words])).trim().split('\n');
}

test('bash completes commands, their second words and their options', async () => {
	const all = await commands();

	assert.deepEqual((await offered('')).filter((word) => !word.startsWith('-')),
		[...new Set(all.map((command) => command.split(' ')[0]))]);
	assert.deepEqual(await offered('key', 'l'), ['list']);
	assert.deepEqual(await offered('--config', 'x', 'key', 'create', '--workspace', 'W', '--na'),
		['--name']);
	for (const command of all) {
		const options = (await said(join(build, 'okrctl'), [...command.split(' '), '--help']))
			.match(/^ {2}--[a-z-]+/gm) ?? [];
		const list = await offered(...command.split(' '), '--');

		for (const option of options) {
			assert.ok(list.includes(option.trim()), `${command} ${option}`);
		}
	}
});

test('zsh reads its file, which names every command', async () => {
	const file = join(folder, '_okrctl');
	const text = readFileSync(file, 'utf8');

	await said('zsh', ['-n', file]);
	for (const command of await commands()) {
		assert.ok(text.includes(`'${command}'*)`), command);
	}
});
