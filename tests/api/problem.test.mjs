/*
 * What HTTP adds to every route: errors as problem details for those who ask, validators, HEAD, the
 * deprecation of a route, and CORS. Settings that the installation lacks are given to workers of our
 * own beside it, which are asked by FastCGI.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, expect, refused } from '../lib/client.mjs';
import { ask } from '../lib/fcgi.mjs';
import { bodyFor, changed, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { build, end, makeFolder, removeFolder, start, until } from '../lib/process.mjs';
import { nameOf } from '../lib/routes.mjs';
import { configFile, url } from '../lib/server.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const problemType = 'application/problem+json';
const nobody = '01890000-0000-7000-8000-000000000000';

const space = new Workspace();
const { api } = space;

let records;

before(async () => {
	records = await recordsOf(space);
});

// Workers with the installation's settings, but for some.
async function serveWith(settings) {
	const folder = makeFolder();
	const config = join(folder, 'okr.conf');
	const socket = join(folder, 'okr.sock');
	const own = { listen: `unix:${socket}`, state_dir: join(folder, 'state'),
		log_file: join(folder, 'okr.log'), ...settings };
	const kept = readFileSync(configFile, 'utf8').split('\n')
		.filter((line) => !Object.keys(own).some((name) => line.startsWith(`${name} =`)));
	const lines = Object.entries(own).map(([name, value]) => `${name} = "${value}"`);

	mkdirSync(own.state_dir, { mode: 0o700 });
	writeFileSync(config, [...kept, ...lines, ''].join('\n'), { mode: 0o600 });
	const master = start(join(build, 'okr.fcgi'), ['--config', config, '--workers', '1'],
		{ log: join(folder, 'start.log') });
	const send = (method, path, options) => ask({ path: socket }, method, path, options);

	await until('workers of our own', () => send('GET', '/healthz').then(() => true, () => false));
	return { send, async stop() {
		await end(master);
		removeFolder(folder);
	} };
}

// A caller that exceeds its limit with the next request.
async function limited() {
	const client = space.client(['okrs:read'], { 'rate-limit': 1 });

	await until('the limit', async () => (await client.get('/okrs')).status === 429);
	return client;
}

// status, code, and a request that is answered so, given more headers.
const failures = [
	[400, 'bad_request', (headers) => api.get('/okrs?colour=red', headers)],
	[400, 'bad_request', (headers) => api.post('/kpis', { category: 'x' }, headers)],
	[400, 'bad_request', (headers) => api.post('/kpis', '{', headers)],
	[401, 'unauthorized', (headers) => new Client(url).get('/okrs', headers)],
	[403, 'forbidden', (headers) => space.client(['kpis:read']).get('/okrs', headers)],
	[404, 'not_found', (headers) => api.get('/nothing', headers)],
	[404, 'not_found', (headers) => api.get(`/okrs/${nobody}`, headers)],
	[405, 'method_not_allowed', (headers) => api.delete('/okrs', headers)],
	[409, 'conflict', (headers) => api.post(`/okrs/${records.okr.id}/restore`, undefined, headers)],
	[412, 'precondition_failed', ({ headers, ...more }) => api.put(`/okrs/${records.okr.id}`,
		{ title: 'x' }, { ...more, headers: { ...headers, 'If-Match': '"0-x"' } })],
	[415, 'unsupported_media_type', ({ headers, ...more }) => api.post('/kpis', 'name=x',
		{ ...more, headers: { ...headers, 'Content-Type': 'text/plain' } })],
	[422, 'unprocessable', async ({ headers, ...more }) => {
		const once = { ...more, headers: { ...headers, 'Idempotency-Key': unique('key') } };

		await api.post('/kpis', { name: 'a' }, once);
		return api.post('/kpis', { name: 'b' }, once);
	}],
	[429, 'rate_limit_exceeded', async (headers) => (await limited()).get('/okrs', headers)],
];

function checkProblem(answer, status, code) {
	const body = answer.body ?? answer.json;

	assert.match(answer.headers['content-type'], /^application\/problem\+json(;|$)/);
	assert.equal(body.status, status);
	assert.equal(body.error, code);
	for (const name of ['type', 'title', 'detail', 'instance']) {
		assert.equal(typeof body[name], 'string', `${name}: ${answer.text}`);
	}
	assert.notEqual(body.title, '');
	assert.notEqual(body.detail, '');
	if (status !== 429) {
		assert.equal(typeof body.message, 'string');
	}
}

describe('problem details', () => {
	for (const [i, [status, code, send]] of failures.entries()) {
		test(`a ${status} has RFC 9457's members beside ours when Accept names them (${i})`, async () => {
			const answer = await send({ headers: { Accept: problemType }, loose: true });

			assert.equal(answer.status, status, answer.text);
			checkProblem(answer, status, code);
		});

		test(`a ${status} is otherwise our object alone (${i})`, async () => {
			const { body } = await expect(status, send({ headers: { Accept: '*/*' } }));
			const names = status === 429 ? ['error', 'retry_after_seconds'] :
				['error', 'message', ...(body.details ? ['details'] : [])];

			assert.deepEqual(Object.keys(body).sort(), names.sort());
			assert.equal(body.error, code);
		});
	}

	test('it is the same object with members added, details included', async () => {
		const plain = await api.post('/kpis', { category: 'x' });
		const problem = await api.post('/kpis', { category: 'x' },
			{ headers: { Accept: problemType }, loose: true });
		const { type, title, status, detail, instance, ...rest } = problem.body;

		assert.deepEqual(rest, plain.body);
		assert.deepEqual([type, title, status], ['about:blank', 'Bad Request', 400]);
		assert.equal(detail, plain.body.message);
		assert.ok(instance.includes(problem.headers['x-request-id']));
	});

	test('Accept may name it among others, in any case, with parameters', async () => {
		for (const accept of ['application/json, application/problem+json',
			'application/problem+json;q=0.5, */*', 'Application/Problem+JSON']) {
			const { headers } = await api.get('/okrs?x=1', { headers: { Accept: accept }, loose: true });

			assert.match(headers['content-type'], /^application\/problem\+json/, accept);
		}
	});

	test('a success stays application/json', async () => {
		await expect(200, api.get('/okrs', { headers: { Accept: problemType } }));
	});

	test('headers of errors are the same in both forms', async () => {
		const answer = await api.delete('/okrs', { headers: { Accept: problemType }, loose: true });

		assert.match(answer.headers.allow, /GET/);
		const refusal = await new Client(url).get('/okrs',
			{ headers: { Accept: problemType }, loose: true });

		assert.match(refusal.headers['www-authenticate'], /^Bearer/);
	});

	test('the body of a 429 is exactly the seed\'s, with Retry-After', async () => {
		const { headers, text } = await expect(429, (await limited()).get('/okrs'));

		assert.equal(text,
			`{"error":"rate_limit_exceeded","retry_after_seconds":${headers['retry-after']}}`);
		assert.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60);
	});
});

describe('errors that need other settings', () => {
	test('a 413 is a problem to whom asks', async () => {
		const site = await serveWith({ body_bytes_max: 2000 });
		const body = JSON.stringify({ name: 'x'.repeat(3000) });

		try {
			const answer = await site.send('POST', '/api/v1/kpis',
				{ key: api.key, body, headers: { Accept: problemType } });
			const plain = await site.send('POST', '/api/v1/kpis', { key: api.key, body });

			checkProblem(answer, 413, 'payload_too_large');
			assert.deepEqual(Object.keys(plain.json), ['error', 'message']);
		} finally {
			await site.stop();
		}
	});

	test('without a database it is a 503 with Retry-After, a problem to whom asks', async () => {
		const site = await serveWith({ database_socket: '/nonexistent/mariadb.sock' });

		try {
			const answer = await site.send('GET', '/api/v1/okrs',
				{ key: api.key, headers: { Accept: problemType } });
			const plain = await site.send('GET', '/api/v1/okrs', { key: api.key });

			checkProblem(answer, 503, 'service_unavailable');
			assert.match(answer.headers['retry-after'], /^\d+$/);
			assert.deepEqual(Object.keys(plain.json), ['error', 'message']);
			assert.match(plain.headers['retry-after'], /^\d+$/);
			assert.doesNotMatch(plain.text, /nonexistent/);
		} finally {
			await site.stop();
		}
	});
});

describe('validators of every resource', () => {
	for (const route of routes.filter(({ method, people }) => method === 'GET' && !people)) {
		test(`${nameOf(route)} gives 304 for its tag, weak or among others, and 200 for another`, async () => {
			const path = pathFor(route, records);
			const { headers: { etag } } = await expect(200, api.get(path));

			assert.match(etag, /^"[^"]+"$/);
			for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
				const answer = await expect(304, api.get(path, { headers: { 'If-None-Match': tag } }));

				assert.equal(answer.headers.etag, etag);
			}
			await expect(200, api.get(path, { headers: { 'If-None-Match': '"other"' } }));
		});

		test(`HEAD ${route.path} has the headers of GET and no body`, async () => {
			const path = pathFor(route, records);
			const full = await expect(200, api.get(path));
			const head = await expect(200, api.request('HEAD', path));

			for (const name of ['etag', 'content-type', 'cache-control', 'vary']) {
				assert.equal(head.headers[name], full.headers[name], name);
			}
		});
	}

	for (const route of routes.filter(({ method }) => method === 'PUT')) {
		test(`${nameOf(route)} takes If-Match: *, fresh and weak tags, and 412 for a stale one`, async () => {
			const path = pathFor(route, records);
			const put = (tag) => api.put(path, changed(bodyFor(route, records)),
				tag && { headers: { 'If-Match': tag } });
			const { headers: { etag: stale } } = await expect(200, put('*'));
			const { headers: { etag: fresh } } = await expect(200, put());

			assert.notEqual(fresh, stale);
			await refused(412, put(stale));
			await refused(412, put('"other"'));
			const weak = await expect(200, put(`W/${fresh}`));

			await expect(200, put(`${stale}, ${weak.headers.etag}`));
		});
	}

	for (const route of routes.filter(({ method, path }) =>
		method === 'DELETE' && !path.startsWith('/api-keys'))) {
		test(`${nameOf(route)} is a 412 for a stale tag, and changes nothing`, async () => {
			const mine = await recordsOf(space);
			const put = routes.find(({ method, path, of }) =>
				method === 'PUT' && path === route.path && of);
			const path = pathFor(route, { ...mine, cycle: await space.cycle() });
			const change = () => expect(200, api.put(path, changed(bodyFor(put, mine))));
			const { headers: { etag: stale } } = await change();
			const { headers: { etag: fresh } } = await change();

			await refused(412, api.delete(path, { headers: { 'If-Match': stale } }));
			const answer = await api.delete(path, { headers: { 'If-Match': fresh } });

			assert.ok([200, 204].includes(answer.status), answer.text);
		});
	}

	test('If-Match: * of what is not there is a 404', () => refused(404,
		api.put(`/kpis/${nobody}`, { unit: 'x' }, { headers: { 'If-Match': '*' } })));

	test('the ETag of a GET is the If-Match of its PUT, and the other way round', async () => {
		for (const path of [`/kpis/${records.kpi.id}`, `/initiatives/${records.initiative.id}`]) {
			const { headers: { etag } } = await api.get(path);
			const body = { description: unique('text') };
			const put = await expect(200, api.put(path, body, { headers: { 'If-Match': etag } }));

			await refused(412, api.put(path, body, { headers: { 'If-Match': etag } }));
			await expect(304, api.get(path, { headers: { 'If-None-Match': put.headers.etag } }));
		}
	});
});

describe('the deprecated route', () => {
	const send = (body, id = records.keyResult.id) => api.post(`/okrs/${id}/checkins`, body);

	test('says since when, as RFC 9745 has it, and names its successor', async () => {
		const { headers } = await expect(200, send({ value: 1 }));
		const [, seconds] = /^@(\d+)$/.exec(headers.deprecation);

		assert.ok(Number(seconds) * 1000 < Date.now());
		assert.equal(headers.link, `<${url}/api/v1/key-results/${records.keyResult.id}/checkins>; `
			+ 'rel="successor-version"');
	});

	test('says so with errors as well', async () => {
		for (const [status, promise] of [[400, send({})], [404, send({ value: 1 }, nobody)]]) {
			const { headers } = await refused(status, promise);

			assert.match(headers.deprecation, /^@\d+$/);
		}
	});

	test('has no Sunset: it keeps working', async () => {
		assert.equal((await send({ value: 1 })).headers.sunset, undefined);
	});

	test('no other route is deprecated', async () => {
		for (const path of ['/okrs', '/kpis', `/key-results/${records.keyResult.id}/checkins`]) {
			assert.equal((await api.get(path)).headers.deprecation, undefined);
		}
	});
});

describe('CORS', () => {
	const allowed = ['https://app.example.org', 'http://localhost:3000'];
	let site;

	const from = (Origin, path = '/api/v1/okrs', { method = 'GET', key = api.key, ...more } = {}) =>
		site.send(method, path, { key, headers: { Origin, ...more } });

	before(async () => {
		site = await serveWith({ cors_origins: allowed.join(', ') });
	});

	after(() => site.stop());

	test('no origin is allowed by default', async () => {
		const { headers } = await api.get('/okrs', { headers: { Origin: allowed[0] } });

		assert.equal(headers['access-control-allow-origin'], undefined);
	});

	test('a listed origin is named, and may read our headers', async () => {
		for (const origin of allowed) {
			const { status, headers } = await from(origin);
			const exposed = headers['access-control-expose-headers'].split(', ');

			assert.equal(status, 200);
			assert.equal(headers['access-control-allow-origin'], origin);
			for (const name of ['ETag', 'Link', 'Location', 'Retry-After', 'X-Request-Id',
				'Idempotent-Replayed', 'RateLimit', 'RateLimit-Policy', 'Deprecation']) {
				assert.ok(exposed.includes(name), name);
			}
		}
	});

	test('another origin is not, however like it is', async () => {
		for (const origin of ['https://evil.example.org', 'https://app.example.org.evil.com',
			'https://app.example.org:444', 'http://app.example.org', 'null', '*',
			'https://app.example.or', 'app.example.org', 'https://app.example.org, *', '']) {
			const { status, headers } = await from(origin);

			assert.equal(status, 200);
			assert.equal(headers['access-control-allow-origin'], undefined, origin);
		}
	});

	test('Vary names Origin, whoever asks', async () => {
		for (const { headers } of [await from(allowed[0]), await from('https://evil.example.org'),
			await site.send('GET', '/api/v1/okrs', { key: api.key })]) {
			assert.match(headers.vary, /\bOrigin\b/);
			assert.match(headers.vary, /^Authorization, Accept, Accept-Encoding/);
		}
	});

	test('errors can be read as well', async () => {
		for (const [status, options, path] of [[401, { key: undefined }], [404, {}, '/api/v1/none'],
			[400, {}, '/api/v1/okrs?x=1'], [405, { method: 'DELETE' }]]) {
			const answer = await site.send(options.method ?? 'GET', path ?? '/api/v1/okrs',
				{ key: 'key' in options ? options.key : api.key, headers: { Origin: allowed[0] } });

			assert.equal(answer.status, status);
			assert.equal(answer.headers['access-control-allow-origin'], allowed[0]);
		}
	});

	test('a preflight needs no credential and tells methods and headers', async () => {
		const { status, headers, text } = await from(allowed[0], `/api/v1/kpis/${nobody}`,
			{ method: 'OPTIONS', key: undefined, 'Access-Control-Request-Method': 'PUT',
				'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key' });
		const methods = headers['access-control-allow-methods'].split(', ');
		const names = headers['access-control-allow-headers'].toLowerCase().split(', ');

		assert.deepEqual([status, text], [204, '']);
		assert.equal(headers['access-control-allow-origin'], allowed[0]);
		for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
			assert.ok(methods.includes(method), method);
		}
		for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match',
			'if-none-match']) {
			assert.ok(names.includes(name), name);
		}
		assert.match(headers['access-control-max-age'], /^\d+$/);
	});

	test('a preflight of another origin allows nothing', async () => {
		const { headers } = await from('https://evil.example.org', '/api/v1/kpis',
			{ method: 'OPTIONS', key: undefined, 'Access-Control-Request-Method': 'POST' });

		assert.equal(headers['access-control-allow-origin'], undefined);
		assert.equal(headers['access-control-allow-methods'], undefined);
		assert.equal(headers['access-control-allow-headers'], undefined);
	});

	test('no credentials of the browser are ever allowed', async () => {
		for (const { headers } of [await from(allowed[0]),
			await from(allowed[0], '/api/v1/kpis', { method: 'OPTIONS' })]) {
			assert.equal(headers['access-control-allow-credentials'], undefined);
		}
	});
});
