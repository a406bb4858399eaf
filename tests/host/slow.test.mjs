// Connections that send or read slowly, many at a time, through the shipped nginx: everybody else is
// served as if they were not there, and no worker is held. The slow ones come from an address of their
// own. Bounded, and to this host alone.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { Nginx } from '../lib/nginx.mjs';
import { inParallel, sleep, until } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const COUNT = 600, OTHER = '127.0.0.2', ONE_ADDRESS = 200;

let site, nginx, slow, teams = 0;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	nginx = await Nginx.make(site);
});

after(async () => {
	await nginx?.close();
	await site?.close();
});

afterEach(() => {
	for (const { socket } of slow)
		socket.destroy();
	assert.deepEqual(nginx.alerts(), []);
});

/** Opens connections that begin with some bytes; { socket, text, isOver } each. */
function open(count, bytes, { reads = true } = {}) {
	return inParallel(100, count, () => new Promise((resolve) => {
		const one = { text: '', isOver: false };
		one.socket = net.connect({ port: nginx.port, host: '127.0.0.1', localAddress: OTHER }, () => {
			one.socket.write(bytes);
			resolve(one);
		});
		if (reads)
			one.socket.on('data', (part) => { one.text += part; });
		else
			one.socket.pause();
		one.socket.on('error', () => {});
		one.socket.on('close', () => {
			one.isOver = true;
			resolve(one);
		});
	}));
}

/** Another byte on each connection that lives. */
function trickle(bytes) {
	for (const { socket, isOver } of slow)
		if (!isOver)
			socket.write(bytes);
}

const held = () => slow.filter(({ isOver, text }) => !isOver && text === '').length;

/** Everybody else: reads, writes and the questions of those who watch. */
async function assertServed() {
	const answers = await inParallel(8, 80, (i) => [
		() => nginx.ask('GET', '/api/v1/me', { key: site.key }),
		() => nginx.ask('POST', '/api/v1/teams', { key: site.key, body: { name: `T${++teams}` } }),
		() => nginx.ask('GET', '/healthz'), () => nginx.ask('GET', '/docs/'),
	][i % 4]());
	for (const { status, text } of answers)
		assert.ok([200, 201].includes(status), `${status} ${text.slice(0, 200)}`);
}

const head = (method, more = '') => `${method} /api/v1/okrs HTTP/1.1\r\nHost: localhost\r\n${more}`;

test('heads that never end', async () => {
	slow = await open(COUNT, head('GET'));
	await assertServed();
	for (let i = 0; i < 5; i++) {
		trickle(`X-${i}: ${i}\r\n`);
		await sleep(200);
		await assertServed();
	}
	assert.equal(held(), COUNT, 'they were there all the time');
	// However they trickle, a head has ten seconds.
	const trickler = setInterval(() => trickle('X: y\r\n'), 500);
	await until('their end', () => slow.every(({ isOver, text }) => isOver || text !== ''), 60000);
	clearInterval(trickler);
});

test('connections that say nothing', async () => {
	slow = await open(COUNT, '');
	await assertServed();
	assert.ok(held() > 0);
});

test('bodies that never end: one address has so many, no more, and it is told', async () => {
	slow = await open(COUNT, head('POST', `Authorization: Bearer ${site.key}\r\nContent-Length: 1000\r\n` +
		'Content-Type: application/json\r\n\r\n{"title":"'));
	await until('the answers', () => held() <= ONE_ADDRESS);
	await assertServed();
	trickle('x');
	await assertServed();
	assert.equal(held(), ONE_ADDRESS);
	for (const { text } of slow.filter((one) => one.text !== '')) {
		assert.match(text, /^HTTP\/1\.1 429 /);
		assert.match(text, /\r\nRetry-After: 1\r\n/);
		assert.match(text, /\r\nContent-Type: application\/json; charset=utf-8\r\n/);
		assert.match(text, /\r\n\r\n\{"error":"rate_limit_exceeded","retry_after_seconds":1\}\n$/);
	}
});

test('callers who do not read what they asked for', async () => {
	slow = await open(COUNT, `GET /docs/rapidoc-9.3.8.js HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(8),
		{ reads: false });
	await sleep(500);
	await assertServed();
});
