/*
 * One installation for the test file that imports this: script/server on a free port, with a folder
 * of its own. It is stopped when the process ends, however it ends, after `okrctl verify` has
 * compared every stored number with its recomputation, every record was compared with what its
 * journal tells, and logs, journal and kept answers were searched for keys, tokens, passwords, links and
 * their hashes. OKR_TEST_ENV names the dev.env of a server that runs already, which is then used and left
 * alone (OKR_DATABASE_SOCKET in it, where okr.conf names the socket by a path of another root);
 * OKR_TEST_KEEP=1 keeps the folder.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { replay } from './replay.mjs';
import { leaked, noteGiven } from './secrets.mjs';

const script = fileURLToPath(new URL('../../script/server', import.meta.url));

// Below the ports that the kernel gives to outgoing connections.
const firstPort = 20000;
const lastPort = 32767;

function isFree(port) {
	return new Promise((resolve) => {
		const probe = net.createServer();

		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}

async function freePort() {
	for (;;) {
		const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort + 1));

		if (await isFree(port)) {
			return port;
		}
	}
}

// `export NAME='value'` lines, as the shell would read them.
function readEnv(file) {
	const lines = readFileSync(file, 'utf8').trim().split('\n');

	return Object.fromEntries(lines.map((line) => {
		const [, name, value] = /^export (\w+)='(.*)'$/.exec(line);

		return [name, value.replaceAll("'\\''", "'")];
	}));
}

function stop(folder) {
	return spawnSync(script, ['stop', '--var', folder], { encoding: 'utf8' });
}

const startMs = 120000;

// Somebody else may take the port between the look and the start: then once more with another. A
// start that hangs is not tried again.
async function start(folder) {
	let last;

	for (let attempt = 0; attempt < 3; attempt++) {
		const port = String(await freePort());

		last = spawnSync(script,
			['--detach', '--no-sample', '--workers', '2', '--port', port, '--var', folder],
			{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: startMs });
		if (last.status === 0) {
			return readEnv(join(folder, 'dev.env'));
		}
		stop(folder);
		if (last.error) {
			break;
		}
	}
	throw new Error(`script/server did not start:\n${last.stdout}${last.stderr}`);
}

function verify(env) {
	const done = spawnSync(env.OKRCTL, ['--config', env.OKR_CONFIG, '--json', 'verify'],
		{ encoding: 'utf8' });

	return done.status === 0 ? '' : `okrctl verify: ${done.stdout}${done.stderr}`;
}

// Credentials that stand in a log; what begins like one may be shown to its ninth character.
function leaks(folder) {
	const pattern = /^.*\b(?:okr[tcl]_[0-9A-Za-z]{5}|ey[JA][\w-]{13,}\.).*$/gm;

	return readdirSync(join(folder, 'log')).flatMap((name) =>
		(readFileSync(join(folder, 'log', name), 'utf8').match(pattern) ?? [])
			.map((line) => `a credential in ${name}: ${line}\n`)).join('');
}

function secretsOf(env, folder) {
	const found = leaked(env.OKRCTL, env.OKR_CONFIG, join(folder, 'log'));

	return found.length > 0 ? `secrets stand where none may:\n${found.join('\n')}\n` : '';
}

// Set by database.mjs: what is written behind the program's back is in no journal.
export const behind = { isWritten: false };

function compareWithJournal(env) {
	const wrong = behind.isWritten ? [] : replay(env.OKRCTL, env.OKR_CONFIG);

	return wrong.length === 0 ? '' : `the journal tells another story:\n${wrong.join('\n')}\n`;
}

// `env` is missing when the start had failed.
function end(folder, env) {
	const troubles = env ? verify(env) + compareWithJournal(env) + leaks(folder) + secretsOf(env, folder) : '';
	const stopped = stop(folder);

	if (troubles || stopped.status !== 0) {
		process.stderr.write(`${troubles}${stopped.stderr}\n`);
		process.exitCode = 1;
	}
	if (!process.env.OKR_TEST_KEEP) {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function ownServer() {
	const folder = mkdtempSync(join(tmpdir(), 'okr-api-'));
	let env;

	process.once('exit', () => end(folder, env));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.once(signal, () => process.exit(1));
	}
	env = await start(folder);
	return env;
}

function givenServer() {
	const file = process.env.OKR_TEST_ENV;

	if (!existsSync(file)) {
		throw new Error(`OKR_TEST_ENV: there is no ${file}`);
	}
	return readEnv(file);
}

const env = process.env.OKR_TEST_ENV ? givenServer() : await ownServer();

noteGiven({ key: env.OKR_API_KEY });

// Set by clock.mjs: the file that the clock of this server stands in.
export const clockFile = process.env.OKR_TEST_CLOCK;
export const url = env.OKR_URL;
export const apiKey = env.OKR_API_KEY;
export const configFile = env.OKR_CONFIG;
export const okrctlPath = env.OKRCTL;
// Of the installation's own MariaDB, as this process reaches it.
export const databaseSocket = env.OKR_DATABASE_SOCKET ??
	/^database_socket = "(.*)"$/m.exec(readFileSync(configFile, 'utf8'))?.[1];

// Runs okrctl and gives back what it says, parsed. Purging and repairing leave no rows in the journal
// (readings.md 142), which then tells another story.
export function okrctl(...words) {
	behind.isWritten ||= words[0] === 'purge' || words.includes('--repair');
	const text = execFileSync(env.OKRCTL, ['--config', configFile, '--json', ...words],
		{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

	const said = text.trim() === '' ? null : JSON.parse(text);

	noteGiven(said);
	return said;
}
