/*
 * okrctl as its user meets it: what it says of wrong options and unknown commands, its help, how far it
 * has come. Its commands' effects are tested where they belong.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { hex, sql } from '../lib/database.mjs';
import { build, top, until } from '../lib/process.mjs';
import { run as begin } from '../lib/run.mjs';
import { configFile, databaseSocket, okrctl, okrctlPath } from '../lib/server.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const space = new Workspace();

function run(...words) {
	const done = spawnSync(okrctlPath, ['--config', configFile, ...words], { encoding: 'utf8' });

	return { ...done, lines: done.stderr.trimEnd().split('\n') };
}

// One option of `team create` and the like given wrongly: the lines that name what is wrong.
function faults(...words) {
	const done = run(...words, '--workspace', space.name);
	const json = run('--json', ...words, '--workspace', space.name);
	const { error, details } = JSON.parse(json.stderr);

	assert.deepEqual([done.status, json.status], [2, 2], done.stderr);
	assert.equal(done.stdout + json.stdout, '');
	assert.equal(done.lines[0], `okrctl: ${error}`);
	assert.deepEqual(details.map(({ field, message }) => `  --${field}: ${message}`),
		done.lines.slice(1));
	return done.lines.slice(1).map((line) => line.trim());
}

describe('a wrong value names its option, in JSON too', () => {
	const long = 'x'.repeat(256);
	const person = ['user', 'create', '--email', 'x@example.org', '--name', 'X'];
	const key = ['key', 'create', '--name', 'x', '--scopes', 'all'];
	const cases = [
		[['user', 'create', '--email', 'x', '--name', 'X'], '--email: is not an e-mail address'],
		[['user', 'create', '--email', 'x@example.org', '--name', ' '], '--name: must not be empty'],
		[[...person, '--role', 'boss'], '--role: must be one of: member, manager, admin'],
		[[...person, '--team', '7'], '--team: must be an id (a UUID)'],
		[[...person, '--department', space.id],
			'--department: names no department of this workspace'],
		[[...person, '--external-id', long], '--external-id: must have at most 255 characters'],
		[['team', 'create', '--name', long], '--name: must have at most 255 characters'],
		[['team', 'create', '--name', ''], '--name: must not be empty'],
		[['department', 'create', '--name', '\t'], '--name: must not be empty'],
		[['department', 'create', '--name', long], '--name: must have at most 255 characters'],
		[['cycle', 'create', '--name', long, '--start', '2027-01-01', '--end', '2027-03-31'],
			'--name: must have at most 255 characters'],
		[['cycle', 'create', '--name', 'x', '--start', '2027-01-01', '--end', '2027-02-29'],
			'--end: must be a date that exists, as YYYY-MM-DD'],
		[['cycle', 'create', '--name', 'x', '--start', '2027-02-01', '--end', '2027-01-31'],
			'--end: must not be before the start_date'],
		[['key', 'create', '--name', '', '--scopes', 'all'], '--name: must not be empty'],
		[[...key, '--app', ''], '--app: must not be empty'],
		[[...key, '--rate-limit', '-1'], '--rate-limit: must be a whole number from 0 to 1000000'],
		[[...key, '--page-limit', '0'], '--page-limit: must be a whole number from 1 to 100000'],
		[[...key, '--expires', '2020-01-01'], '--expires: must be in the future'],
		[[...key, '--expires', 'tomorrow'], '--expires: must be a date as YYYY-MM-DD or a '
			+ 'timestamp as YYYY-MM-DDTHH:MM:SSZ'],
		[['key', 'create', '--name', 'x', '--scopes', 'okrs:read,okrs'], "--scopes: 'okrs' is no "
			+ 'scope; they are okrs:read, write:okrs, okr-checkins:write, kpis:read, kpis:write, '
			+ 'reviews:read, workspace:admin; or all, alone'],
	];

	for (const [words, line] of cases) {
		test(`${words.slice(0, 2).join(' ')}: ${line}`, () => {
			assert.deepEqual(faults(...words), [line]);
		});
	}

	test('all that is wrong is told at once', () => {
		assert.deepEqual(faults('user', 'create', '--email', '@', '--name', '', '--role', 'x'),
			['--name: must not be empty', '--role: must be one of: member, manager, admin',
				'--email: is not an e-mail address']);
	});

	test('nothing was written by any of it', () => {
		const { length } = okrctl('user', 'list', '--workspace', space.name);

		assert.equal(length, 1);
		assert.deepEqual(okrctl('key', 'list', '--workspace', space.name).filter(
			({ name }) => name === 'x' || name === ''), []);
	});

	test('a word that is not UTF-8 is refused before the database sees it', () => {
		const done = spawnSync('bash', ['-c', '"$0" --config "$1" team create --workspace "$2" '
			+ "--name $'\\xff'", okrctlPath, configFile, space.name], { encoding: 'utf8' });

		assert.equal(done.status, 2);
		assert.match(done.stderr, /^okrctl: the value of --name is not UTF-8 /);
	});
});

describe('a command that there is not', () => {
	const cases = [
		[['kye', 'list'], "there is no command 'kye list'; did you mean 'key list'?"],
		[['workspace', 'lst'], "there is no command 'workspace lst'; did you mean 'workspace list'?"],
		[['verfiy', '--repair'], "there is no command 'verfiy'; did you mean 'verify'?"],
		[['user', 'add'], "there is no command 'user add'; there are: user create, user list, "
			+ 'user deactivate, user erase'],
		[['key'], "'key' is the beginning of a command: key create, key list, key revoke"],
		[['frobnicate'], "there is no command 'frobnicate' (see okrctl --help)"],
		[['--frob'], "there is no option '--frob' before a command (see okrctl --help)"],
		[['key', 'list', '--wrokspace', 'x'], 'there is no option --wrokspace; did you mean '
			+ '--workspace? (see okrctl key list --help)'],
		[['x'.repeat(5000), 'y'], `there is no command '${'x'.repeat(5000)} y' (see okrctl --help)`],
	];

	for (const [words, line] of cases) {
		test(`${words.join(' ').slice(0, 40)}: one line, and the nearest name`, () => {
			const done = run(...words), json = run('--json', ...words);

			assert.deepEqual([done.status, done.stdout, done.stderr], [2, '', `okrctl: ${line}\n`]);
			assert.equal(json.status, 2);
			assert.equal(JSON.parse(json.stderr).error, line);
		});
	}

	test('no command at all gets the help, on standard error', () => {
		const done = run();

		assert.deepEqual([done.status, done.stdout], [2, '']);
		assert.equal(done.stderr, run('--help').stdout);
	});
});

describe('a name without its option is explained', () => {
	const cases = [
		[['workspace', 'show', 'Acme'], "--name 'Acme'"],
		[['workspace', 'delete', 'Acme', '--yes'], "--name 'Acme'"],
		[['key', 'list', 'Acme'], "--workspace 'Acme'"],
		[['sample', 'load', 'Acme'], "--workspace 'Acme'"],
		[['user', 'deactivate', 'bob@example.org', 'Acme'], "--workspace 'Acme'"],
	];

	for (const [words, option] of cases) {
		test(`okrctl ${words.join(' ')}`, () => {
			assert.deepEqual(run(...words).lines, [`okrctl: 'Acme' stands alone; did you mean `
				+ `${option}? (see okrctl ${words[0]} ${words[1]} --help)`]);
		});
	}

	test('one too many, when nothing is missing', () => {
		assert.deepEqual(run('purge', 'Acme').lines, ["okrctl: 'Acme' stands alone: every value "
			+ 'has its option before it (see okrctl purge --help)']);
	});
});

describe('--help', () => {
	// The column in which the second part of each row of a list begins.
	const columns = (text) => text.split('\n').filter((line) => line.startsWith('  '))
		.map((line) => /^ {2}\S+(?: \S+)*?( {2,})\S/.exec(line)?.[0].length)
		.filter((place) => place !== undefined);
	const listed = () => run('--help').stdout.split('\n\n').at(-1).trimEnd().split('\n')
		.map((line) => /^ {2}(\S+(?: \S+)*) {2}/.exec(line)[1].trim());

	test('lists every command, lined up', () => {
		const list = run('--help').stdout.split('\n\n').at(-1);

		assert.ok(listed().includes('key create') && listed().includes('doctor'));
		assert.equal(new Set(columns(list)).size, 1, list);
	});

	test('of each command tells its options, lined up, within 100 columns', () => {
		for (const words of listed()) {
			const done = run(...words.split(' '), '--help');
			const [, , options = ''] = done.stdout.split('\n\n');

			assert.equal(done.status, 0, words);
			assert.ok(done.stdout.startsWith(`okrctl ${words}`), words);
			assert.ok(new Set(columns(options)).size <= 1, done.stdout);
			assert.ok(done.stdout.split('\n').every((line) => line.length <= 100), done.stdout);
		}
	});

	test('of the first word lists its commands', () => {
		const done = run('key', '--help');

		assert.equal(done.status, 0);
		assert.equal(done.stdout, 'okrctl key COMMAND [OPTIONS]\n\n'
			+ '  key create  make an API key and print it, this once\n'
			+ '  key list    list the API keys\n'
			+ '  key revoke  revoke a key, at once\n\n'
			+ 'okrctl key create --help lists its options.\n');
		for (const word of new Set(listed().map((words) => words.split(' ')[0]))) {
			assert.equal(run(word, '--help').status, 0, word);
		}
	});

	test('README has a row for each command', () => {
		const readme = readFileSync(join(top, 'README.md'), 'utf8');
		const [, table] = /\n## okrctl\n([^]*?)\n## /.exec(readme);

		for (const words of listed()) {
			const [first, second = ''] = words.split(' ');
			const row = new RegExp(`\\| .*\`${first}\\b.*${second}`);

			assert.match(table, row, words);
		}
	});
});

test('--version tells that of okr.fcgi', () => {
	const own = run('--version');
	const server = spawnSync(join(build, 'okr.fcgi'), ['--version'], { encoding: 'utf8' });
	const [, version] = /^okr\.fcgi (\S+)\n/.exec(server.stdout);

	assert.equal(own.status, 0);
	assert.match(own.stdout, new RegExp(`^okrctl ${version.replaceAll('.', '\\.')}\n`));
	assert.deepEqual(okrctl('--version'), { version });
});

test('a release build refuses OKR_TEST_CLOCK, a developer build takes it', () => {
	for (const [program, words] of [[okrctlPath, ['--config', configFile, 'workspace', 'list']],
		[join(build, 'okr.fcgi'), ['--config', configFile, '--check']],
		[join(build, 'okrctl'), ['--config', configFile, 'workspace', 'list']]]) {
		const ask = (clock, ...list) => spawnSync(program, list, { encoding: 'utf8',
			env: { ...process.env, OKR_TEST_CLOCK: clock } });
		const isDeveloper = ask('/dev/null', '--version').stdout.includes('OKR_TEST_CLOCK');
		const done = ask('/dev/null', ...words);

		assert.equal(done.status, 1, program);
		assert.match(done.stderr, isDeveloper ? /OKR_TEST_CLOCK: \/dev\/null: this is no instant/
			: /OKR_TEST_CLOCK is set, but this is a release build: its clock cannot be set/);
	}
});

describe('progress', () => {
	// Requests wait for a row for a second at most; who waits longer is okrctl.
	const waits = () => Number(sql(`SELECT count(*) FROM information_schema.innodb_trx
		WHERE trx_wait_started <= NOW() - INTERVAL 2 SECOND`)[0][0]) > 0;

	// Runs okrctl while another connection holds a workspace's row until it has waited for more than
	// a second, as it does then on the fastest machine too; with a terminal or without.
	async function heldUp(words, onTerminal) {
		const command = [okrctlPath, '--config', configFile, ...words];
		const holder = spawn('mariadb', ['--no-defaults', `--socket=${databaseSocket}`, '--user=root',
			'--unbuffered', '--skip-column-names', 'okr'], { stdio: ['pipe', 'pipe', 'inherit'] });

		try {
			holder.stdin.write(`START TRANSACTION; SELECT 'held' FROM organisation
				WHERE id = ${hex(space.id)} FOR UPDATE;\n`);
			await once(holder.stdout, 'data', { signal: AbortSignal.timeout(20000) });
			// `script` gives the command a terminal, and hands on what it writes there.
			const done = onTerminal ? begin('script', ['-qec', command.map((word) => `'${word}'`).join(' '),
				'/dev/null']) : begin(command[0], command.slice(1));

			await until('okrctl waits', waits);
			holder.stdin.end('ROLLBACK;\n');
			const { stdout, stderr } = await done;
			return stdout + stderr;
		} finally {
			holder.kill(); // whatever went wrong, it does not keep us
		}
	}

	const repair = ['verify', '--workspace', space.name, '--repair'];
	const fine = '1 workspace, 0 objectives, 0 key results: everything agrees';

	test('of work over a second is told on a terminal, and the line is taken away', async () => {
		const told = '\\rverify: 0 objectives, 0 key results looked at\\x1b\\[K';

		assert.match(await heldUp(repair, true),
			new RegExp(`^(${told})+\\r\\x1b\\[K${fine}\\r\\n$`));
	});

	test('is not told to a script; a busy workspace is waited for', async () => {
		assert.equal(await heldUp(repair, false), `${fine}\n`);
	});
});

test('a name is trimmed, and a person gets what the options say', () => {
	const department = okrctl('department', 'create', '--workspace', space.name, '--name', ' Sales ');
	const team = okrctl('team', 'create', '--workspace', space.name, '--name', '\tNorth\n',
		'--department', department.id);
	const email = `${unique('eve')}@Example.org`;
	const made = okrctl('user', 'create', '--workspace', space.name, '--name', ' Eve ', '--email',
		email, '--role', 'manager', '--department', department.id, '--team', team.id);

	assert.deepEqual([department.name, team.name], ['Sales', 'North']);
	assert.deepEqual(made, { id: made.id, name: 'Eve', email: email.toLowerCase(), role: 'manager',
		active: true });
});
