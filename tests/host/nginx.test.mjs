// What nginx answers itself comes in the service's own words, with the documented statuses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Nginx } from '../lib/nginx.mjs';
import { Site } from '../lib/site.mjs';

let site, nginx;

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

const host = 'Host: localhost\r\nConnection: close\r\n';
const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;
const post = (headers, body = '') => `POST /api/v1/okrs HTTP/1.1\r\n${host}${headers}\r\n${body}`;

const own = {
	'a request line that is none': [400, 'bad_request', '\x01\x02garbage\r\n\r\n'],
	'a header without a name': [400, 'bad_request', get('/api/v1/okrs', ': x\r\n')],
	'no Host': [400, 'bad_request', 'GET /api/v1/okrs HTTP/1.1\r\n\r\n'],
	'two lengths': [400, 'bad_request', post('Content-Length: 1\r\nContent-Length: 2\r\n', 'xx')],
	'a length and chunks': [400, 'bad_request',
		post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
	'a broken chunk': [400, 'bad_request', post('Transfer-Encoding: chunked\r\n', 'zz\r\n')],
	'a NUL in the path': [400, 'bad_request', get('/api/v1/%00')],
	'a path outside': [404, 'not_found', get('/outside')],
	'another path outside': [404, 'not_found', get('/apix/v1')],
	'OAuth discovery': [404, 'not_found', get('/.well-known/oauth-protected-resource')],
	'an internal address': [404, 'not_found', get('/okr-error/400')],
	'TRACE': [405, 'method_not_allowed', `TRACE /api/v1/okrs HTTP/1.1\r\n${host}\r\n`],
	'a body beyond the limit': [413, 'payload_too_large',
		post('Content-Type: application/json\r\nContent-Length: 2000000\r\n')],
	'a long request line': [414, 'uri_too_long', get(`/api/v1/okrs?q=${'x'.repeat(9000)}`)],
	'a long header': [431, 'headers_too_large', get('/api/v1/okrs', `X: ${'x'.repeat(9000)}\r\n`)],
	'many headers': [431, 'headers_too_large',
		get('/api/v1/okrs', `X: ${'x'.repeat(7000)}\r\n`.repeat(6))],
	'an unknown transfer encoding': [501, 'not_implemented', post('Transfer-Encoding: gzip\r\n')],
	'another version of HTTP': [505, 'http_version_not_supported', 'GET /api/v1/okrs HTTP/3.0\r\n\r\n'],
};

for (const [what, [status, code, bytes]] of Object.entries(own)) {
	test(`${what} is a ${status} in JSON`, async () => {
		const answer = await nginx.raw(bytes);
		assert.equal(answer.status, status, answer.text);
		assert.match(answer.headers['content-type'], /^application\/json; charset=utf-8$/);
		const { error, message, ...rest } = JSON.parse(answer.text);
		assert.equal(error, code);
		assert.ok(message.length > 10);
		assert.deepEqual(rest, {});
		assert.match(answer.headers['x-request-id'], /^[\w.-]{1,64}$/);
		assert.ok(!/nginx\/\d/.test(answer.headers.server ?? ''), 'no version is told');
		assert.equal(answer.headers.ratelimit, undefined, 'it is not counted');
		if (status === 405)
			assert.match(answer.headers.allow, /GET.*POST/);
	});
}

test('methods: unknown ones are a 405 with Allow, whoever answers', async () => {
	for (const method of ['LOCK', 'PROPFIND', 'BREW', 'CONNECT']) {
		const answer = await nginx.raw(`${method} /api/v1/okrs HTTP/1.1\r\n${host}\r\n`);
		assert.ok([400, 405].includes(answer.status), `${method}: ${answer.status}`);
		assert.ok(JSON.parse(answer.text).error, method);
		if (answer.status === 405)
			assert.match(answer.headers.allow, /GET/);
	}
});

test('the service\'s own errors pass unchanged', async () => {
	for (const [method, url, status, code] of [
		['GET', '/api/v1/nothing', 404, 'not_found'], ['DELETE', '/api/v1/okrs', 405,
			'method_not_allowed'], ['GET', '/api/v1/okrs', 401, 'unauthorized'],
		['GET', '/api', 404, 'not_found'],
	]) {
		const answer = await nginx.ask(method, url);
		assert.equal(answer.status, status);
		assert.equal(answer.json.error, code);
		assert.ok(answer.json.message);
	}
});

test('a body of one mebibyte gets through, one byte more does not', async () => {
	const fill = (size) => {
		const frame = JSON.stringify({ title: 't', type: 'org', description: '' });
		return frame.replace('""}', `"${'x'.repeat(size - frame.length)}"}`);
	};
	const most = fill(1048576), more = fill(1048577);
	assert.equal(Buffer.byteLength(most), 1048576);
	assert.equal((await nginx.ask('POST', '/api/v1/okrs', { key: site.key, body: most })).status, 400);
	assert.equal((await nginx.ask('POST', '/api/v1/okrs', { key: site.key, body: more })).status, 413);
});

test('a Proxy header does not reach the program, and a sane request id does', async () => {
	const answer = await nginx.ask('GET', '/api/v1/me', { key: site.key,
		headers: { Proxy: 'http://evil', 'X-Request-Id': 'mine-1.2_3' } });
	assert.equal(answer.status, 200);
	assert.equal(answer.headers['x-request-id'], 'mine-1.2_3');
	const other = await nginx.ask('GET', '/api/v1/me', { key: site.key,
		headers: { 'X-Request-Id': 'a b"c' } });
	assert.match(other.headers['x-request-id'], /^[0-9a-f]{32}$/);
});

test('a thousand requests over few connections: none fails', async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, async () => {
		const statuses = [];
		for (let i = 0; i < 50; i++)
			statuses.push((await nginx.ask('GET', '/api/v1/me', { key: site.key })).status);
		return statuses;
	}));
	assert.ok(answers.flat().every((status) => status === 200));
	assert.deepEqual(nginx.alerts(), []);
});
