// Behind nginx, under load: workers that are killed, a service that is reloaded and stopped. A read
// never fails; a write that a worker took with it is lost alone; every promise is kept.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { History } from '../lib/history.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { isRunning, killIfThere, sleep, start, until, workersOf } from '../lib/process.mjs';
import { fcgi, Site } from '../lib/site.mjs';

const WORKERS = 4;

let site, nginx, history;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: WORKERS });
	nginx = await Nginx.make(site);
	history = await History.make(site, (method, url, options) =>
		nginx.ask(method, url, { key: site.key, ...options }));
});

after(async () => {
	await nginx?.close();
	await site?.close();
});

afterEach(async () => {
	await history.check();
	assert.deepEqual(nginx.alerts(), []);
});

/** Does something under load; yields what was asked and answered meanwhile. */
async function underLoad(act, clients = { writers: 4, readers: 4, pause: 2 }) {
	const from = Date.now();
	await history.meanwhile(clients, async () => {
		await sleep(200);
		await act();
		await sleep(200);
	});
	const entries = history.all().filter((entry) => entry.sent >= from);
	assert.ok(entries.length > 50, `${entries.length} requests`);
	return { reads: entries.filter((one) => !one.comment), writes: entries.filter((one) => one.comment) };
}

test('workers killed under load: reads never fail, a write is lost alone', async () => {
	let kills = 0;
	const { reads, writes } = await underLoad(async () => {
		for (let i = 0; i < 60; i++) {
			const pids = site.workers();
			if (pids.length && killIfThere(pids[Math.floor(Math.random() * pids.length)]))
				kills++;
			// A read is tried twice (rulings.md 36): whoever lost a worker does not lose the next.
			await history.settled();
			await sleep(20);
		}
	});
	assert.ok(kills >= 50, `${kills} kills`);
	assert.deepEqual(history.troubles(reads), []);
	const lost = writes.filter((entry) => entry.status !== 201);
	assert.ok(lost.length <= kills, `${lost.length} lost writes after ${kills} kills`);
	for (const { answer, error } of lost) {
		assert.ok(answer, error?.message);
		assert.equal(answer.status, 503, answer.text);
		assert.equal(answer.json.error, 'service_unavailable');
		assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
	}
	await until('all workers', () => site.workers().length === WORKERS);
	const killed = site.complaints().filter((line) => !/killed by signal 9|ended at once/.test(line.message));
	assert.deepEqual(killed, []);
});

test('a write whose worker is killed and that is sent again with its key is done once', async () => {
	const untilAnswered = (send) => until('an answer', async () => {
		const answer = await send().catch(() => null); // the connection went with the worker
		return answer?.status < 500 && answer;
	});
	for (let round = 0; round < 12; round++) {
		const name = `killed-${round}`;
		const send = () => nginx.ask('POST', '/api/v1/teams', { key: site.key, body: { name },
			headers: { 'Idempotency-Key': name } });
		const kill = async () => {
			await sleep(round);
			site.workers().forEach(killIfThere);
		};
		await Promise.all([send().catch(() => null), kill()]);
		const answer = await untilAnswered(send);
		assert.equal(answer.status, 201, answer.text);
		const teams = await untilAnswered(() => nginx.ask('GET', '/api/v1/teams', { key: site.key }));
		assert.equal(teams.json.filter((team) => team.name === name).length, 1);
	}
	await until('all workers', () => site.workers().length === WORKERS);
});

test('a worker that dies is replaced within a tenth of a second', async () => {
	await sleep(1200); // so that it has lived for a while
	const [pid] = site.workers();
	const begun = Date.now();
	process.kill(pid, 'SIGKILL');
	await until('a new worker', () => {
		const pids = site.workers();
		return pids.length === WORKERS && !pids.includes(pid);
	});
	assert.ok(Date.now() - begun < 200, `${Date.now() - begun} ms`);
});

test('reloads under load: not one request fails, and every worker is a new one', async () => {
	const before = site.workers();
	const { reads, writes } = await underLoad(async () => {
		for (let i = 0; i < 15; i++) {
			site.master.kill('SIGHUP');
			await sleep(120);
		}
	});
	assert.deepEqual(history.troubles([...reads, ...writes]), []);
	await until('the old workers\' end', () => {
		const pids = site.workers();
		return pids.length === WORKERS && !pids.some((pid) => before.includes(pid));
	});
	assert.ok(isRunning(site.master), 'the master keeps its process id');
});

test('SIGTERM under load finishes what was begun, and another takes over without a gap', async () => {
	// As a process manager does it: the socket is kept, the old service ends, a new one begins.
	const taker = start(fcgi, ['--config', site.config, '--listen', `unix:${site.folder}/other.sock`,
		'--workers', '1'], { log: path.join(site.folder, 'other.log') });
	await until('the other service', () => fs.existsSync(`${site.folder}/other.sock`));
	taker.kill('SIGTERM');
	assert.equal((await taker.ended).code, 0);
	assert.ok(!fs.existsSync(`${site.folder}/other.sock`), 'it takes its socket away');

	for (let round = 0; round < 5; round++) {
		const from = Date.now();
		const [stopped, took] = await history.meanwhile({ pause: 1 }, async () => {
			await sleep(150);
			const begun = Date.now();
			await site.stopServing();
			return [begun, Date.now() - begun];
		});
		assert.equal(site.master.exitCode, 0, 'it ended by itself');
		assert.ok(took < 2000, `stopping took ${took} ms`);
		// Whoever came too late hears 503 and was not served; whoever was in, was served.
		for (const entry of history.all().filter((one) => one.sent >= from)) {
			assert.ok(entry.answer, entry.error?.message);
			assert.ok([200, 201, 503].includes(entry.status), entry.answer.text);
			if (entry.status === 503)
				assert.ok(entry.got >= stopped, 'nobody is turned away before');
		}
		// A 503 of nginx leaves open whether a write was done. Here none may be: it was never begun.
		const refused = history.writes.filter((one) => one.sent >= from && one.status === 503);
		for (const { comment } of refused)
			assert.deepEqual(await site.mariadb.sql(
				`SELECT id FROM check_in WHERE comment = '${comment}'`), []);
		await site.serve({ workers: WORKERS });
	}
});

test('a reload takes the new configuration, and refuses one that is wrong', async () => {
	const limit = async () => (await nginx.ask('POST', '/api/v1/okrs',
		{ key: site.key, body: `{"title":"${'x'.repeat(3000)}"}` })).status;
	assert.equal(await limit(), 400);
	site.configure({ body_bytes_max: 2048 });
	site.master.kill('SIGHUP');
	await until('the new limit', async () => await limit() === 413);

	await until('the old workers\' end', () => site.workers().length === WORKERS);
	const before = site.workers();
	site.configure({ body_bytes_max: 'many' });
	site.master.kill('SIGHUP');
	await until('the refusal', () => /reload refused/.test(fs.readFileSync(site.log, 'utf8')));
	assert.deepEqual(site.workers(), before, 'the workers go on');
	assert.equal(await limit(), 413);
	const [line] = site.complaints().filter((one) => /reload refused/.test(one.message));
	assert.match(line.message, /body_bytes_max/, 'the log says what is wrong');

	site.configure({ body_bytes_max: 1048576 });
	site.master.kill('SIGHUP');
	await until('the old limit', async () => await limit() === 400);
});

test('a reload takes a new binary and the number of workers, with the same process id', async () => {
	await site.stopServing();
	const copy = path.join(site.folder, 'okr.fcgi');
	fs.copyFileSync(fcgi, copy);
	fs.chmodSync(copy, 0o755);
	const master = start(copy, ['--config', site.config, '--listen', `unix:${site.socket}`],
		{ log: path.join(site.folder, 'okr-start.log') });
	await until('workers', () => workersOf(master.pid).length === 4);
	await until('the service', () => nginx.ask('GET', '/healthz').then((answer) =>
		answer.status === 200));
	const inode = fs.statSync(`/proc/${master.pid}/exe`).ino;

	site.configure({ workers: 2 });
	const { reads, writes } = await underLoad(async () => {
		fs.copyFileSync(fcgi, `${copy}.new`);
		fs.chmodSync(`${copy}.new`, 0o755);
		fs.renameSync(`${copy}.new`, copy);
		master.kill('SIGHUP');
		await until('the new image', () => fs.statSync(`/proc/${master.pid}/exe`).ino !== inode);
		await sleep(300);
		// A file that is no program is refused, and nothing happens.
		fs.writeFileSync(`${copy}.bad`, 'nonsense', { mode: 0o755 });
		fs.renameSync(`${copy}.bad`, copy);
		master.kill('SIGHUP');
		await sleep(300);
	});
	assert.deepEqual(history.troubles([...reads, ...writes]), []);
	await until('two workers', () => workersOf(master.pid).length === 2);
	site.master = master;
	await site.stopServing();
	delete site.settings.workers;
	site.configure({});
	await site.serve({ workers: WORKERS });
});

test('workers of a master that was killed end, and the next one can have the socket', async () => {
	const orphans = site.workers();
	site.master.kill('SIGKILL');
	await site.master.ended;
	await until('the orphans\' end', () => orphans.every((pid) => !fs.existsSync(`/proc/${pid}`)));
	await site.serve({ workers: WORKERS });
	assert.equal((await nginx.ask('GET', '/api/v1/me', { key: site.key })).status, 200);
});

test('with no worker at all nginx says 503 in our words, and is well again at once', async () => {
	await site.stopServing();
	for (const method of ['GET', 'POST']) {
		const answer = await nginx.ask(method, '/api/v1/okrs', { key: site.key });
		assert.equal(answer.status, 503);
		assert.equal(answer.json.error, 'service_unavailable');
		assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
	}
	await site.serve({ workers: WORKERS });
	assert.equal((await nginx.ask('GET', '/api/v1/okrs', { key: site.key })).status, 200);
});
