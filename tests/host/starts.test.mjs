// What a start, a reload and a process that a web server starts say when something is wrong, and
// where they look: programs that cannot be executed, hosts without /proc, sockets still in use.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ask, begin, pairs, parseAnswer, record, types, variables } from '../lib/fcgi.mjs';
import { end, freePort, isRunning, run, sleep, start, until, workersOf } from '../lib/process.mjs';
import { withoutProc } from '../lib/preload.mjs';
import { fcgi, Site } from '../lib/site.mjs';

let site;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
});

after(() => site?.close());

/** A copy of the program in a folder of its own; yields its path. */
function copyProgram(name) {
	const folder = path.join(site.folder, name);
	fs.mkdirSync(folder);
	fs.copyFileSync(fcgi, path.join(folder, 'okr.fcgi'));
	fs.chmodSync(path.join(folder, 'okr.fcgi'), 0o755);
	return path.join(folder, 'okr.fcgi');
}

const complaints = () => site.complaints().map((line) => line.message);

test('a reload that is refused says why, whatever became of the program', async () => {
	const program = copyProgram('reload');
	const socket = path.join(site.folder, 'r.sock');
	const master = start(program, ['--config', site.config, '--listen', `unix:${socket}`, '--workers',
		'1'], { log: path.join(site.folder, 'start.log') });
	await until('an answer', () => ask({ path: socket }, 'GET', '/healthz').then(() => true, () => false));
	const replace = (content, mode = 0o755) => {
		fs.rmSync(program, { force: true });
		if (content !== undefined)
			fs.writeFileSync(program, content, { mode });
	};
	const whole = fs.readFileSync(program);
	const foreign = Buffer.from(whole.subarray(0, 4096));
	foreign.writeUInt16LE(0xf7f7, 18); // the machine that the program is made for
	for (const [content, mode, reason] of [
		[undefined, 0, /cannot be executed: No such file or directory/],
		['nonsense', 0o755, /cannot be executed: Exec format error/],
		['', 0o755, /cannot be executed: Exec format error/],
		[whole, 0o644, /cannot be executed: Permission denied/],
		[foreign, 0o755, /cannot be executed: Exec format error/],
		[whole.subarray(0, 20000), 0o755, /killed by signal \d+|ended with status \d+/],
		['#!/nonexistent/shell\n', 0o755, /cannot be executed: No such file or directory/],
		['#!/bin/sh\nexit 3\n', 0o755, /it ended with status 3$/],
		['#!/bin/sh\nkill -SEGV $$\n', 0o755, /killed by signal 11 \(Segmentation fault\)/],
		['#!/bin/sh\necho "no luck" >&2; exit 1\n', 0o755, /it ended with status 1: no luck$/],
		['#!/bin/sh\nexec sleep 600\n', 0o755, /it did not end within 10 s$/],
	]) {
		const before = complaints().length;
		replace(content, mode);
		master.kill('SIGHUP');
		const [line] = await until('the refusal', () => {
			const lines = complaints().slice(before);
			return lines.length > 0 && lines;
		}, 30000);
		assert.match(line, /^reload refused, the running workers go on; \S*\/okr\.fcgi: /);
		assert.match(line, reason);
		assert.equal((await ask({ path: socket }, 'GET', '/healthz')).status, 200);
	}
	assert.deepEqual(await end(master), { code: 0, signal: null });
});

test('okr.conf beside the program is found without /proc, however it was started', async () => {
	const program = copyProgram('beside');
	const folder = path.dirname(program);
	const env = await withoutProc(site.folder);
	fs.copyFileSync(site.config, path.join(folder, 'okr.conf'));
	fs.chmodSync(path.join(folder, 'okr.conf'), 0o600);
	for (const [words, more] of [
		[[program, '--check'], {}],
		[['sh', '-c', `cd ${folder} && ./okr.fcgi --check`], {}],
		[['sh', '-c', `cd ${site.folder} && beside/okr.fcgi --check`], {}],
		[['sh', '-c', 'cd / && okr.fcgi --check'], { PATH: `${folder}:${process.env.PATH}` }],
	]) {
		for (const hidden of [{}, env]) {
			const done = await run(words[0], words.slice(1), { env: { ...more, ...hidden } });
			assert.equal(done.code, 0, done.err);
			assert.match(done.out, /^okr\.fcgi: \S*okr\.conf is fine\n$/);
		}
	}
	const answer = parseAnswer((await run(program, [], { env: { ...env,
		...variables('GET', '/api/v1/me', { key: site.key }) } })).bytes);
	assert.equal(answer.status, 200, answer.text);
});

test('without any okr.conf the message tells where it was looked for', async () => {
	const program = copyProgram('nowhere');
	const done = await run(program, [], { env: { ...variables('GET', '/api/v1/me', { key: site.key }),
		OKR_STATE_DIR: '/nonexistent/state' } });
	assert.equal(parseAnswer(done.bytes).status, 503);
	const { message } = JSON.parse(done.err);
	assert.match(message, /there is no okr\.conf at \/\S+\/okr\/okr\.conf or (\S+), so defaults hold/);
	assert.ok(message.includes(path.join(site.folder, 'nowhere', 'okr.conf')), message);
	assert.match(message, /\/nonexistent\/state/);
	const named = await run(fcgi, [], { env: { ...variables('GET', '/api/v1/me'),
		OKR_CONFIG: site.config, OKR_STATE_DIR: '/nonexistent/state' } });
	assert.match(fs.readFileSync(site.log, 'utf8') + named.err, new RegExp(
		`the settings are those of ${site.config}`), 'and with one, which it is');
});

/** A master with workers that hold its socket, because each still reads a request. */
async function killMasterAtWork(listen, address, count) {
	const words = ['--config', site.config, '--listen', listen, '--workers', String(count)];
	const log = path.join(site.folder, 'start.log');
	const master = start(fcgi, words, { log });
	await until('an answer', () => ask(address, 'GET', '/healthz').then(() => true, () => false));
	await until('the workers', () => workersOf(master.pid).length === count);
	const workers = workersOf(master.pid);
	const open = (pid) => fs.readdirSync(`/proc/${pid}/fd`).length;
	await until('idle workers', () => new Set(workers.map(open)).size === 1);
	const idle = open(workers[0]);
	// The head of a request without its end: the worker waits for the rest.
	const calls = workers.map(() => net.connect(address));
	for (const call of calls) {
		call.on('error', () => {});
		call.write(Buffer.concat([begin(), record(types.PARAMS, pairs(variables('GET', '/healthz')))]));
	}
	await until('workers at work', () => workers.every((pid) => open(pid) > idle));
	master.kill('SIGKILL');
	await master.ended;
	return { workers, calls, again: () => start(fcgi, words, { log }) };
}

test('a start waits while the workers of a dead master finish, and then has the socket', async () => {
	const port = await freePort();
	for (const [listen, address] of [[`unix:${site.folder}/o.sock`, { path: `${site.folder}/o.sock` }],
		[`127.0.0.1:${port}`, { host: '127.0.0.1', port }]]) {
		const { workers, calls, again } = await killMasterAtWork(listen, address, 2);
		const next = again();
		await sleep(700);
		assert.ok(isRunning(next), 'it waits');
		assert.ok(workers.some((pid) => fs.existsSync(`/proc/${pid}`)), 'they still finish');
		calls.forEach((call) => call.destroy());
		await until('an answer', () => ask(address, 'GET', '/healthz').then(() => true, () => false));
		assert.ok(isRunning(next));
		await until('the workers', () => workersOf(next.pid).length === 2);
		assert.deepEqual(await end(next), { code: 0, signal: null });
	}
});

test('a start does not wait for a socket whose master lives', async () => {
	const socket = path.join(site.folder, 'p.sock');
	const words = ['--config', site.config, '--listen', `unix:${socket}`, '--workers', '1'];
	const first = start(fcgi, words, { log: path.join(site.folder, 'start.log') });
	await until('an answer', () => ask({ path: socket }, 'GET', '/healthz').then(() => true, () => false));
	first.kill('SIGHUP'); // the master is another image of the program then, in the same process
	await until('the new image', () => /"event":"start"[^]*"reloading[^]*"event":"start"/.test(
		fs.readFileSync(site.log, 'utf8')));
	const second = await run(fcgi, words);
	assert.equal(second.code, 1);
	assert.match(second.err, /another server is running there/);
	assert.ok(!/waiting for \S*p\.sock/.test(fs.readFileSync(site.log, 'utf8')));
	assert.deepEqual(await end(first), { code: 0, signal: null });
});
