// The ways in which okr.fcgi is started and what it does with what no web server would send.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
	ask, begin, exchange, pairs, parseAnswer, parseRecords, record, stream, types, variables,
} from '../lib/fcgi.mjs';
import { childrenOf, end, freePort, meanwhile, run, sleep, start, until, workersOf } from '../lib/process.mjs';
import { cgi, fcgi, Site } from '../lib/site.mjs';

let site;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
});

after(() => site?.close());

const options = () => ({ log: path.join(site.folder, 'start.log') });

async function mustAnswer(address) {
	await until('an answer', () => ask(address, 'GET', '/healthz').then(() => true, () => false));
	const answer = await ask(address, 'GET', '/api/v1/me', { key: site.key });
	assert.equal(answer.status, 200, answer.text);
}

/**
 * Starts okr.fcgi on a socket that was made for it, as the given descriptor; on 3 as systemd does, with
 * another behind it if there is a path for one.
 */
function startOn(socketPath, descriptor, words, secondPath = '') {
	const helper = `import os, socket, sys
fd = int(sys.argv[2])
paths = [path for path in (sys.argv[1], sys.argv[3]) if path]
for i, path in enumerate(paths):
    s = socket.socket(socket.AF_UNIX)
    s.bind(path)
    s.listen(64)
    os.dup2(s.detach(), fd + 10 + i)
for i in range(len(paths)):
    os.dup2(fd + 10 + i, fd + i)
    os.set_inheritable(fd + i, True)
    os.close(fd + 10 + i)
if fd == 3:
    os.environ['LISTEN_FDS'] = str(len(paths))
    os.environ['LISTEN_PID'] = str(os.getpid())
os.execv(sys.argv[4], sys.argv[4:])`;
	return start('python3', ['-c', helper, socketPath, String(descriptor), secondPath, fcgi,
		'--config', site.config, ...words], options());
}

test('--listen HOST:PORT', async () => {
	const port = await freePort();
	const child = start(fcgi, ['--config', site.config, '--listen', `127.0.0.1:${port}`, '--workers',
		'2'], options());
	await mustAnswer({ host: '127.0.0.1', port });
	await until('both workers', () => workersOf(child.pid).length === 2);
	assert.deepEqual(await end(child), { code: 0, signal: null });
});

test('--listen unix:PATH: only user and group may connect, and a dead socket is replaced',
	async () => {
		const socket = path.join(site.folder, 'l.sock');
		const words = ['--config', site.config, '--listen', `unix:${socket}`, '--workers', '1'];
		const first = start(fcgi, words, options());
		await mustAnswer({ path: socket });
		assert.equal(fs.statSync(socket).mode & 0o777, 0o660);

		const second = await run(fcgi, words);
		assert.equal(second.code, 1);
		assert.match(second.err, /another server is running there/);

		await end(first, 'SIGKILL');
		assert.ok(fs.existsSync(socket));
		await until('the worker\'s end', async () => !(await ask({ path: socket }, 'GET', '/healthz')
			.then(() => true, () => false)));
		const third = start(fcgi, words, options());
		await mustAnswer({ path: socket });
		await end(third);
		assert.ok(!fs.existsSync(socket), 'it takes its socket with it');
	});

test('a socket on standard input: one process that serves, with --workers a master', async () => {
	for (const [words, children] of [[[], 0], [['--workers', '3'], 3]]) {
		const socket = path.join(site.folder, `i${children}.sock`);
		const child = startOn(socket, 0, words);
		await mustAnswer({ path: socket });
		await until('the workers', () => workersOf(child.pid).length === children);
		assert.deepEqual(await end(child), { code: 0, signal: null });
		assert.ok(fs.existsSync(socket), 'the socket is that of who made it');
	}
});

test('a socket by activation (LISTEN_FDS), through a reload too', async () => {
	const socket = path.join(site.folder, 'a.sock');
	const child = startOn(socket, 3, ['--workers', '2']);
	await mustAnswer({ path: socket });
	await until('workers', () => workersOf(child.pid).length === 2);
	const before = workersOf(child.pid);
	child.kill('SIGHUP');
	await until('new workers', () => workersOf(child.pid).length === 2 &&
		!workersOf(child.pid).some((pid) => before.includes(pid)));
	await mustAnswer({ path: socket });
	assert.deepEqual(await end(child), { code: 0, signal: null });
	assert.ok(fs.existsSync(socket), 'the socket is the process manager\'s');
});

/** Which process answers at a socket, as the log tells. */
async function answeredBy(address, url = '/healthz') {
	const { headers, status } = await ask(address, 'GET', url);
	assert.equal(status, 200);
	const line = await until('its line in the log', () => fs.readFileSync(site.log, 'utf8').split('\n')
		.find((one) => one.includes(`"id":"${headers['x-request-id']}"`)));
	return JSON.parse(line).pid;
}

test('the question of health has a process and a socket of its own, through reloads too', async () => {
	const socket = path.join(site.folder, 'h.sock'), second = path.join(site.folder, 'own.sock');
	const port = await freePort();
	const cases = [
		[() => start(fcgi, ['--config', site.config, '--listen', `unix:${socket}`, '--workers', '2'],
			options()), { path: `${socket}.health` }, true],
		[() => startOn(path.join(site.folder, 'b.sock'), 3, ['--workers', '2'], second),
			{ path: second }, false],
		[() => start(fcgi, ['--config', site.config, '--listen', `127.0.0.1:${port}`, '--workers', '2'],
			{ ...options(), env: { OKR_HEALTH_LISTEN: `unix:${second}.2` } }),
		{ path: `${second}.2` }, true],
	];
	for (const [launch, address, isOurs] of cases) {
		const child = launch();
		await until('an answer', () => ask(address, 'GET', '/healthz').then(() => true, () => false));
		const workers = await until('workers', () => {
			const pids = workersOf(child.pid);
			return pids.length === 2 && pids;
		});
		const pid = await answeredBy(address);
		assert.ok(!workers.includes(pid) && childrenOf(child.pid).includes(pid));
		const refusals = [];
		const asking = () => ask(address, 'GET', '/healthz').catch((error) => refusals.push(error));
		await meanwhile([asking], async () => {
			child.kill('SIGHUP');
			await until('another process', async () => await answeredBy(address) !== pid);
			await until('new workers', () => workersOf(child.pid).length === 2 &&
				!workersOf(child.pid).some((one) => workers.includes(one)));
		});
		assert.deepEqual(refusals, [], 'nobody was turned away');
		assert.deepEqual(await end(child), { code: 0, signal: null });
		assert.equal(fs.existsSync(address.path), !isOurs);
	}
});

test('a worker answers the question of health where there is no process for it', async () => {
	const port = await freePort();
	const child = start(fcgi, ['--config', site.config, '--listen', `127.0.0.1:${port}`, '--workers',
		'1'], options());
	const address = { host: '127.0.0.1', port };
	await mustAnswer(address);
	assert.deepEqual(childrenOf(child.pid), [await answeredBy(address)]);
	assert.deepEqual(await end(child), { code: 0, signal: null });
});

for (const [name, program] of [['okr.fcgi', fcgi], ['okr.cgi', cgi]]) {
	test(`plain CGI by ${name}: one request, one answer, one end`, async () => {
		const ask = async (method, url, { key, body } = {}) => {
			const text = body === undefined ? undefined : JSON.stringify(body);
			const done = await run(program, ['a+query', '--help'], {
				env: { ...variables(method, url, { key, body: text }), OKR_CONFIG: site.config },
				input: text, timeout: 10000,
			});
			assert.equal(done.code, 0);
			return parseAnswer(done.bytes);
		};
		assert.equal((await ask('GET', '/api/v1/me', { key: site.key })).status, 200);
		const made = await ask('POST', '/api/v1/cycles', { key: site.key,
			body: { name: `by ${name}`, start_date: '2026-01-01', end_date: '2026-03-31' } });
		assert.equal(made.status, 201, made.text);
		const read = await ask('GET', `/api/v1/cycles/${made.json.id}`, { key: site.key });
		assert.deepEqual(read.json, made.json);
		assert.equal((await ask('GET', '/api/v1/me')).status, 401);
		assert.equal((await ask('GET', '/nothing')).status, 404);
	});
}

// It starts libcrypto without its tables.
test('plain CGI by okr.cgi takes tokens of every kind of key', async () => {
	const person = await site.administer('user', 'create', '--workspace', 'W', '--email',
		'ada@example.org', '--name', 'Ada', '--role', 'admin');
	const tenant = (await site.administer('workspace', 'show', '--name', 'W')).id;
	const pairs = { RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
		ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
		EdDSA: generateKeyPairSync('ed25519') };
	const file = path.join(site.folder, 'keys.json');
	fs.writeFileSync(file, JSON.stringify({ keys: Object.entries(pairs).map(([alg, { publicKey }]) =>
		({ ...publicKey.export({ format: 'jwk' }), kid: alg, alg })) }), { mode: 0o600 });
	const text = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
	for (const [alg, { privateKey }] of Object.entries(pairs)) {
		const signed = `${text({ alg, kid: alg })}.${text({ sub: person.id, tenant_id: tenant,
			scope: 'okrs:read', exp: Math.floor(Date.now() / 1000) + 600 })}`;
		const signature = sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(signed),
			{ key: privateKey, dsaEncoding: 'ieee-p1363' });
		const ask = async (token) => parseAnswer((await run(cgi, [], { timeout: 10000,
			env: { ...variables('GET', '/api/v1/me', { key: token }), OKR_CONFIG: site.config,
				OKR_JWT_KEYS: file } })).bytes);
		const answer = await ask(`${signed}.${signature.toString('base64url')}`);
		assert.equal(answer.status, 200, `${alg}: ${answer.text}`);
		assert.equal(answer.json.user_id, person.id);
		signature[9] ^= 1;
		assert.equal((await ask(`${signed}.${signature.toString('base64url')}`)).status, 401);
	}
});

test('okr.cgi asks no library of the host', async () => {
	const { out } = await run('readelf', ['--dynamic', cgi]);

	assert.match(out, /no dynamic section/);
});

test('plain CGI without a configuration that can be read is a 503 in JSON', async () => {
	const done = await run(fcgi, [], { env: { ...variables('GET', '/api/v1/me'),
		OKR_CONFIG: '/nonexistent/okr.conf' } });
	const answer = parseAnswer(done.bytes);
	assert.equal(answer.status, 503);
	assert.equal(answer.json.error, 'service_unavailable');
	assert.ok(!answer.text.includes('nonexistent'), 'the reason is for the log');
});

test('plain CGI reads the body before it refuses: Apache loses the answer of a program that leaves it', async () => {
	const done = await run('sh', ['-c', 'head -c 200000 /dev/zero | { "$0" > /dev/null; wc -c; }', fcgi],
		{ env: { ...variables('POST', '/api/v1/teams'), CONTENT_LENGTH: '200000', OKR_CONFIG: '/nonexistent/okr.conf' } });

	assert.equal(done.out.trim(), '0', done.err);
});

test('what is wrong with the command line or the configuration is said at once', async () => {
	const bad = path.join(site.folder, 'bad.conf');
	fs.writeFileSync(bad, 'workers = 2\nwokers = 3\n');
	for (const [words, code, reason] of [
		[['--nonsense'], 2, /okr\.fcgi/], [['--workers', '0'], 2, /1 to 256/], [['word'], 2, /word/],
		[['--config', bad], 1, /wokers/], [['--config', '/nonexistent'], 1, /nonexistent/],
		[['--config', site.config, '--listen', `unix:${'x'.repeat(120)}`], 1, /107 bytes/],
		[['--config', site.config, '--listen', `unix:${site.config}`], 1, /no socket/],
	]) {
		const done = await run(fcgi, words, { timeout: 10000 });
		assert.equal(done.code, code, `${words}: ${done.err}`);
		assert.match(done.err, reason);
	}
	assert.match((await run(fcgi, ['--config', bad])).err, /2/, 'the line is named');
	assert.equal((await run(fcgi, ['--config', site.config, '--check'])).code, 0);
});

test('FastCGI that no web server sends ends the connection and never the worker', async () => {
	await site.serve({ workers: 1 });
	const [worker] = site.workers();
	const params = pairs(variables('GET', '/healthz'));
	const whole = Buffer.concat([begin(), stream(types.PARAMS, params), record(types.STDIN)]);
	const huge = pairs({ ...variables('GET', '/healthz'), HTTP_X_HUGE: 'x'.repeat(70000) });
	const odd = {
		'a head that never ends': Buffer.concat([begin(), record(types.PARAMS, params)]),
		'69 KB of variables': Buffer.concat([begin(), stream(types.PARAMS, huge),
			record(types.STDIN)]),
		'an unknown role': Buffer.concat([begin(3), stream(types.PARAMS, params), record(types.STDIN)]),
		'an unknown version': Buffer.concat([Buffer.from([9]), whole.subarray(1)]),
		'noise': Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
		'half a record': whole.subarray(0, 11),
		'nothing': Buffer.alloc(0),
	};
	for (const [what, bytes] of Object.entries(odd)) {
		const answer = await exchange(site.address, bytes, { halfClose: true, timeout: 15000 })
			.catch(() => Buffer.alloc(0));
		assert.equal(parseRecords(answer).output.length, 0, what);
		assert.equal((await site.ask('GET', '/api/v1/me')).status, 200, `after ${what}`);
		assert.deepEqual(site.workers(), [worker], `after ${what}`);
	}
	await site.stopServing();
});

// mod_proxy_fcgi sends the end of an empty body after the head; mod_fcgid all of a body that is refused.
// When we had closed by then, they threw our answer away and said 503 or 500.
test('a request is read to its end before it is answered', async () => {
	await site.serve({ workers: 1 });
	const head = (method, url, options) => Buffer.concat([begin(),
		stream(types.PARAMS, pairs(variables(method, url, options)))]);
	const oversize = 'x'.repeat(3000000);
	for (const [status, first, rest] of [
		[200, head('GET', '/healthz'), record(types.STDIN)],
		[401, head('POST', '/api/v1/okrs', { body: oversize }),
			stream(types.STDIN, Buffer.from(oversize))],
		[413, head('POST', '/api/v1/okrs', { body: oversize, key: site.key }),
			stream(types.STDIN, Buffer.from(oversize))],
	]) {
		const socket = net.connect({ ...site.address, allowHalfOpen: true });
		const parts = [];
		socket.on('data', (part) => parts.push(part));
		socket.write(first);
		await sleep(100);
		assert.equal(parts.length, 0, `${status} came before the end of the request`);
		await new Promise((resolve, reject) => {
			socket.on('error', reject);
			socket.write(rest, resolve);
		});
		await until('the answer', () => parseRecords(Buffer.concat(parts)).ended);
		socket.destroy();
		assert.equal(parseAnswer(parseRecords(Buffer.concat(parts)).output).status, status);
	}
	await site.stopServing();
});

// libfcgi asserts that it has memory (reliability.md finding 15). Only the web server can send this.
test('a variable whose name claims 2 GiB costs that worker at most, and one request', async () => {
	await site.serve({ workers: 2 });
	for (const length of [[0xff, 0xff, 0xff, 0xfe], [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0xff, 0xff]]) {
		const bytes = Buffer.concat([begin(), record(types.PARAMS, Buffer.from([...length, 1, 65])),
			record(types.PARAMS), record(types.STDIN)]);
		const answer = await exchange(site.address, bytes, { halfClose: true }).catch(() => null);
		assert.equal(answer?.length ?? 0, 0);
		assert.equal((await site.ask('GET', '/api/v1/me')).status, 200);
		await until('both workers', () => site.workers().length === 2);
	}
	await site.stopServing();
});

test('a caller that leaves early costs nothing', async () => {
	await site.serve({ workers: 1 });
	const [worker] = site.workers();
	const bytes = Buffer.concat([begin(),
		stream(types.PARAMS, pairs(variables('GET', '/api/v1/cycles', { key: site.key }))),
		record(types.STDIN)]);
	for (let i = 0; i < 30; i++) {
		await new Promise((resolve) => {
			const socket = net.connect(site.address, () => socket.write(bytes, () => {
				socket.destroy();
				resolve();
			}));
		});
	}
	assert.equal((await site.ask('GET', '/api/v1/me')).status, 200);
	assert.deepEqual(site.workers(), [worker]);
	await site.stopServing();
});

test('no descriptor is left behind by requests', async () => {
	await site.serve({ workers: 1 });
	const [worker] = site.workers();
	const count = async () => {
		await sleep(100); // the last connection is closed after its answer was sent
		return fs.readdirSync(`/proc/${worker}/fd`).length;
	};
	await site.ask('GET', '/api/v1/me');
	const before = await count();
	for (let i = 0; i < 100; i++)
		await site.ask('GET', i % 2 ? '/api/v1/me' : '/api/v1/nothing');
	assert.equal(await count(), before);
	await site.stopServing();
});
