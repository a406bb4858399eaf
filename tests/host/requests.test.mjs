// What web servers hand over about a request: how long its body is, where its path begins, what the
// caller called us. By plain CGI, by FastCGI as nginx sends it, and through the shipped nginx.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseAnswer, variables } from '../lib/fcgi.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { run } from '../lib/process.mjs';
import { fcgi, Site } from '../lib/site.mjs';

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

/** One request by plain CGI; `more` are variables on top. */
async function cgi(method, url, { input, more = {}, ...options } = {}) {
	const done = await run(fcgi, [], { input, timeout: 10000,
		env: { ...variables(method, url, { key: site.key, ...options }), OKR_CONFIG: site.config,
			...more } });
	assert.equal(done.code, 0, done.err);
	return parseAnswer(done.bytes);
}

test('plain CGI: a CONTENT_LENGTH that is no length is a 400, one that is too large a 413', async () => {
	const other = (await site.makeKey({ name: 'rotated' })).id;
	const body = JSON.stringify({ text: 'nothing is called so' });
	const routes = [['POST', '/api/v1/okrs'], ['POST', '/api/v1/goals/search'],
		['POST', `/api/v1/api-keys/${other}/rotate`], ['DELETE', `/api/v1/api-keys/${other}`],
		['GET', '/api/v1/me'], ['POST', '/api/public/mcp']];
	for (const [method, url] of routes) {
		for (const [length, status] of [['-1', 400], ['-5', 400], ['x', 400], ['4x', 400], [' 4', 400],
			['1e3', 400], ['0x10', 400], ['9'.repeat(30), 413], ['1048577', 413],
			[`-${'9'.repeat(30)}`, 400], [String(body.length + 1), 400]]) {
			const answer = await cgi(method, url, { input: body,
				more: { CONTENT_LENGTH: length, CONTENT_TYPE: 'application/json' } });
			assert.equal(answer.status, status, `${method} ${url}, ${length}: ${answer.text}`);
			assert.match(answer.json.error, /^(bad_request|payload_too_large)$/);
		}
	}
	const keys = await site.must('GET', '/api/v1/api-keys');
	assert.ok(keys.some((key) => key.id === other && !key.revoked_at), 'nothing was done');
});

test('a root further inside a path is a 404', async () => {
	for (const path of ['/docs/api/v1/me', '/api/api/v1/me', '/api/v1/api/v1/me', '/docs/healthz',
		'/api/healthz', '/api/v1/docs/', '/docs/api/public/mcp']) {
		assert.equal((await nginx.ask('GET', path, { key: site.key })).status, 404, path);
		assert.equal((await site.ask('GET', path)).status, 404, path);
	}
	for (const path of ['/x/api/v1/me', '/x/healthz', '/%78/healthz', '/x/%68ealthz'])
		assert.equal((await site.ask('GET', path)).status, 404, path);
});

test('plain CGI answers behind its own path and in its own folder', async () => {
	let made = 0;
	const link = async (url, more) => {
		const body = JSON.stringify({ name: `C ${++made}` });
		const answer = await cgi('POST', url, { body, input: body,
			more: { REQUEST_URI: url, ...more } });
		assert.equal(answer.status, 201, answer.text);
		return answer.headers.location;
	};
	const teams = '/api/v1/teams';
	assert.match(await link(`/cgi-bin/okr.cgi${teams}`, { SCRIPT_NAME: '/cgi-bin/okr.cgi',
		PATH_INFO: teams }), /^http:\/\/localhost\/cgi-bin\/okr\.cgi\/api\/v1\/teams\/[0-9a-f-]{36}$/);
	assert.match(await link(`/tools${teams}`, { SCRIPT_NAME: '/tools/okr.cgi' }),
		/^http:\/\/localhost\/tools\/api\/v1\/teams\/[0-9a-f-]{36}$/);
	const inside = '/cgi-bin/okr.cgi/docs/api/v1/me';
	assert.equal((await cgi('GET', inside, { more: { SCRIPT_NAME: '/cgi-bin/okr.cgi',
		PATH_INFO: '/docs/api/v1/me' } })).status, 404);
});

test('links begin with the Host that the caller wrote, without a port of ours', async () => {
	const make = async (host) => {
		const answer = await nginx.ask('POST', '/api/v1/teams', { key: site.key, body: { name: host },
			headers: { Host: host } });
		assert.equal(answer.status, 201, answer.text);
		return answer.headers.location;
	};
	for (const host of ['okr.example.org', 'okr.example.org:8443', '[::1]', '192.0.2.1:80'])
		assert.ok((await make(host)).startsWith(`http://${host}/api/v1/teams/`), host);
	const page = await nginx.ask('GET', '/api/v1/teams?limit=1', { key: site.key,
		headers: { Host: 'okr.example.org' } });
	assert.match(page.headers.link, /^<http:\/\/okr\.example\.org\/api\/v1\/teams\?/);
});
