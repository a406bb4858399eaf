// script/server: two installations side by side, stopped and started again with their data.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { build, freePort, makeFolder, plainEnvironment, removeFolder, run, start, top, until }
	from '../lib/process.mjs';

const script = path.join(top, 'script/server');
const folder = makeFolder();
const started = new Set();

function server(...words) {
	return run(script, words, { env: { OKR_BUILD_DIR: build }, timeout: 180000 });
}

async function launch(name, port, ...words) {
	const folderOfIts = path.join(folder, name);
	const done = await server('--detach', '--var', folderOfIts, '--port', String(port), ...words);
	assert.equal(done.code, 0, done.err + done.out);
	started.add(folderOfIts);
	const env = {};
	for (const [, key, value] of fs.readFileSync(`${folderOfIts}/dev.env`, 'utf8')
		.matchAll(/^export (\w+)='(.*)'$/gm))
		env[key] = value;
	return { ...env, out: done.out, var: folderOfIts };
}

async function ask({ OKR_URL, OKR_API_KEY }, method, url, body) {
	const answer = await fetch(OKR_URL + url, { method, body: body && JSON.stringify(body), headers: {
		Authorization: `Bearer ${OKR_API_KEY}`, 'Content-Type': 'application/json',
		Connection: 'close' } });
	return { status: answer.status, json: answer.status === 204 ? null : await answer.json() };
}

/** Processes whose command line names this folder. */
function processesOf(name) {
	return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
		try {
			return Number(pid) !== process.pid &&
				fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
		} catch {
			return false;
		}
	});
}

after(async () => {
	for (const one of started)
		await server('stop', '--var', one);
	removeFolder(folder);
});

test('two installations side by side, stopped, and one again with its data', { timeout: 240000 },
	async () => {
		const [portA, portB] = [await freePort(), await freePort()];
		const a = await launch('a', portA, '--no-sample', '--workers', '2');
		const b = await launch('b b', portB, '--no-sample', '--workers', '1');
		assert.match(a.out, new RegExp(`http://127\\.0\\.0\\.1:${portA}`));
		assert.match(a.out, /curl -H 'Authorization: Bearer okrt_/);
		assert.match(a.out, new RegExp(`Sign in +http://127\\.0\\.0\\.1:${portA}/app/link#okrl_\\w{40,}\n`));
		assert.equal(a.OKR_URL, `http://127.0.0.1:${portA}`);
		assert.ok(path.isAbsolute(a.OKRCTL) && fs.existsSync(a.OKRCTL) && fs.existsSync(a.OKR_CONFIG));
		assert.equal(fs.statSync(`${a.var}/dev.env`).mode & 0o077, 0, 'the key is for its owner alone');
		assert.equal(fs.statSync(a.OKR_CONFIG).mode & 0o077, 0);

		const cycle = { name: 'C', start_date: '2026-01-01', end_date: '2026-12-31' };
		const made = await ask(a, 'POST', '/api/v1/cycles', cycle);
		assert.equal(made.status, 201);
		assert.equal((await ask(b, 'GET', `/api/v1/cycles/${made.json.id}`)).status, 404);
		assert.equal((await ask({ ...b, OKR_API_KEY: a.OKR_API_KEY }, 'GET', '/api/v1/me')).status, 401);
		const doctor = await run(a.OKRCTL, ['--config', a.OKR_CONFIG, 'verify'],
			{ env: plainEnvironment() });
		assert.equal(doctor.code, 0, doctor.out + doctor.err);

		const twice = await server('--detach', '--var', a.var, '--port', String(await freePort()));
		assert.notEqual(twice.code, 0);
		assert.match(twice.err, /already running/);
		const taken = await server('--detach', '--var', path.join(folder, 'c'), '--port', String(portA));
		assert.notEqual(taken.code, 0);
		assert.match(taken.err + taken.out, /in use/);

		const stopped = await server('stop', '--var', a.var);
		assert.equal(stopped.code, 0, stopped.err);
		started.delete(a.var);
		assert.deepEqual(processesOf(a.var), [], 'no process is left');
		await assert.rejects(ask(a, 'GET', '/healthz'));
		assert.equal((await ask(b, 'GET', '/api/v1/me')).status, 200, 'the other goes on');

		const again = await launch('a', portA, '--no-sample', '--workers', '2');
		assert.equal(again.OKR_API_KEY, a.OKR_API_KEY, 'the key is the same');
		assert.deepEqual((await ask(again, 'GET', `/api/v1/cycles/${made.json.id}`)).json, made.json);
	});

test('dev.env exports what it sets: sourcing it is enough for child processes', async () => {
	const port = await freePort();
	const { var: folderOfIts } = await launch('env', port, '--no-sample', '--workers', '1');
	const names = ['OKR_URL', 'OKR_API_KEY', 'OKR_CONFIG', 'OKRCTL'];
	const script_ = '. "$1" && exec "$2" -e "process.stdout.write(JSON.stringify(process.env))"';
	const done = await run('sh', ['-c', script_, 'sh', `${folderOfIts}/dev.env`, process.execPath]);
	const env = JSON.parse(done.out);

	assert.ok(names.every((name) => env[name]), done.out);
	// The configuration is found without --config.
	const listed = await run('sh', ['-c', '. "$1" && "$OKRCTL" --json workspace list', 'sh',
		`${folderOfIts}/dev.env`]);
	assert.deepEqual(JSON.parse(listed.out).map(({ name }) => name), ['Workspace'], listed.err);
});

test('script/server stop of nothing says so and exits 1', async () => {
	const none = await server('stop', '--var', path.join(folder, 'd'));

	assert.deepEqual([none.code, none.out], [1, '']);
	assert.match(none.err, /Nothing is running for .*\/d\.$/m);
	assert.ok(!fs.existsSync(path.join(folder, 'd')), 'and makes nothing');
});

test('script/server stop ends what a killed server has left, and then says nothing runs', async () => {
	const folderOfIts = path.join(folder, 'killed');
	const left = start('sleep', ['1000']);
	// The line that script/server writes for a part: its id and its time of birth in ticks.
	await until('its first instruction', () =>
		fs.readFileSync(`/proc/${left.pid}/cmdline`, 'utf8').startsWith('sleep'));
	const born = fs.readFileSync(`/proc/${left.pid}/stat`, 'utf8').split(') ')[1].split(' ')[19];

	fs.mkdirSync(`${folderOfIts}/run`, { recursive: true });
	fs.writeFileSync(`${folderOfIts}/run/okr.fcgi.pid`, `${left.pid} ${born}\n`);
	const stopped = await server('stop', '--var', folderOfIts);

	assert.equal(stopped.code, 0, stopped.err);
	assert.match(stopped.out, /^Stopped what a killed server had left in /);
	assert.equal((await left.ended).signal, 'SIGTERM');
	assert.equal((await server('stop', '--var', folderOfIts)).code, 1);
});

test('options that make no sense are refused before anything is done', async () => {
	for (const words of [['--port', '0'], ['--port', '70000'], ['--workers', 'x'], ['--nonsense'],
		['--port']]) {
		const done = await server('--var', path.join(folder, 'e'), ...words);
		assert.equal(done.code, 1, words.join(' '));
		assert.ok(done.err.length > 5);
	}
	assert.ok(!fs.existsSync(path.join(folder, 'e')));
});
