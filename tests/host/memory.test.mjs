// Credentials leave a worker's memory with the answer: neither a core nor a stray read finds them. The
// memory of master and workers is read as the kernel shows it, after each kind of request was asked of
// every worker.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { Site } from '../lib/site.mjs';

const WORKERS = 2;
const SHADOW = 1 << 30; // a mapping of this size is a sanitizer's shadow, which holds no bytes of ours
const SHOWN = 9; // the first characters of a key may be shown, and stand in the log

let site, jwtSecret;

before(async () => {
	jwtSecret = randomBytes(24).toString('hex');
	site = await Site.make({ settings: { jwt_secret: jwtSecret } });
	site.key = (await site.makeKey()).key;
	await site.administer('user', 'create', '--workspace', 'W', '--email', 'a@example.org', '--name',
		'A', '--role', 'admin');
	await site.serve({ workers: WORKERS });
});

after(() => site?.close());

/** Every writable byte of a process that is mapped from no file, in pieces. */
function* memoryOf(pid) {
	const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
	try {
		for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
			const [, from, to, rights, name] =
				/^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+\s*(.*)$/.exec(line) ?? [];
			if (!rights?.startsWith('rw') || name === '[vvar]')
				continue;
			const size = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
			if (size >= SHADOW)
				continue;
			const bytes = Buffer.alloc(size);
			const got = fs.readSync(memory, bytes, 0, bytes.length, BigInt(`0x${from}`));
			yield { name, bytes: bytes.subarray(0, got) };
		}
	} finally {
		fs.closeSync(memory);
	}
}

/** Where in the processes a text stands. */
function placesOf(text) {
	const found = [];
	for (const pid of [site.master.pid, ...site.workers()]) {
		for (const { name, bytes } of memoryOf(pid)) {
			for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1))
				found.push(`${pid === site.master.pid ? 'master' : 'worker'} ${name || 'anonymous'}`);
		}
	}
	return found;
}

/** Nothing of a credential but what may be shown stands anywhere. */
function assertForgotten(credential, what) {
	assert.ok(credential.length > 2 * SHOWN);
	assert.deepEqual(placesOf(credential.slice(SHOWN)), [], what);
}

/** Often enough that each worker was asked. */
async function askAll(method, path, options) {
	const answers = await Promise.all(Array.from({ length: 8 * WORKERS },
		() => site.ask(method, path, options)));
	return answers[0];
}

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(secret) {
	const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: 'nobody',
		tenant_id: '01900000-0000-7000-8000-000000000000', exp: 4102444800,
		nonce: randomBytes(16).toString('hex') })}`;
	return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

test('the scan finds what a worker does keep', () => {
	assert.notDeepEqual(placesOf(site.settings.database_password), []);
});

test('a valid key', async () => {
	const { status } = await askAll('GET', '/api/v1/okrs');
	assert.equal(status, 200);
	assertForgotten(site.key, 'the key of a request');
});

test('a key of the right form that nobody has, and a broken one', async () => {
	for (const key of [`${site.key.slice(0, -1)}x`, `okrt_${'q'.repeat(38)}`]) {
		assert.equal((await askAll('GET', '/api/v1/okrs', { key })).status, 401);
		assertForgotten(key, 'a refused key');
	}
});

test('a signed token, whoever signed it', async () => {
	for (const key of [token(jwtSecret), token('another secret of 32 bytes or more')]) {
		assert.equal((await askAll('GET', '/api/v1/okrs', { key })).status, 401);
		assertForgotten(key.split('.')[1], 'the claims of a token');
		assertForgotten(key.split('.')[2], 'the signature of a token');
	}
});

test('a new key in an answer, and a rotated one', async () => {
	const made = await site.must('POST', '/api/v1/api-keys', { name: 'new', scopes: ['okrs:read'] });
	assertForgotten(made.key, 'a new key');
	const rotated = await site.must('POST', `/api/v1/api-keys/${made.id}/rotate`, {});
	assertForgotten(rotated.key, 'a rotated key');
});

test('a body with a secret in it, refused or not', async () => {
	const secret = randomBytes(20).toString('hex');
	for (const body of [{ name: 'x', scopes: ['okrs:read'], password: secret }, { name: [[secret]] },
		[{ a: { b: `${secret}\n` } }], `{"a": "${secret}", }`]) {
		assert.equal((await askAll('POST', '/api/v1/api-keys', { body })).status, 400);
		assertForgotten(secret, 'a body');
	}
});

test('what signs in: an address\'s password, a link, a cookie', async () => {
	const v1 = '/api/v1', headers = { 'X-OKR-Console': '1' };
	const password = `pass ${randomBytes(16).toString('hex')}`;
	const [user] = await site.must('GET', `${v1}/users`);
	const { url } = await site.must('POST', `${v1}/users/${user.id}/invite`);
	const link = url.split('#')[1];

	assertForgotten(link, 'the link of an invitation');
	const body = { token: link, password };
	const first = await site.ask('POST', `${v1}/session/token`, { key: null, headers, body });
	assert.equal(first.status, 201, first.text);
	const cookie = /__Host-okr=([^;]+)/.exec(first.headers['set-cookie'])[1];
	await askAll('POST', `${v1}/session/token`, { key: null, headers, body });
	assertForgotten(link, 'a link that was used');
	assertForgotten(password, 'a new password');
	assertForgotten(cookie, 'a new cookie');
	const shown = await askAll('GET', `${v1}/session`,
		{ key: null, headers: { ...headers, Cookie: `__Host-okr=${cookie}` } });
	assert.equal(shown.status, 200, shown.text);
	assertForgotten(cookie, 'the cookie of a request');
	for (const secret of [password, `${password}x`]) {
		const { status } = await askAll('POST', `${v1}/session`,
			{ key: null, headers, body: { email: 'a@example.org', password: secret } });
		assert.ok(status === 201 || status === 401, `${status}`);
		assertForgotten(secret, 'a password, right or wrong');
	}
	const changed = `next ${randomBytes(16).toString('hex')}`;
	await askAll('PUT', `${v1}/me/password`, { key: null,
		headers: { ...headers, Cookie: `__Host-okr=${cookie}` },
		body: { current_password: password, new_password: changed } });
	assertForgotten(password, 'the present password');
	assertForgotten(changed, 'the next password');
});
