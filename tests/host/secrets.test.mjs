// No secret reaches a log: not a key or token in any part of a request, however it is answered, and
// not what the configuration holds. Behind the shipped nginx, whose access log is the shipped one.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { variables } from '../lib/fcgi.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { run } from '../lib/process.mjs';
import { fcgi, Site } from '../lib/site.mjs';

const KEPT = 9; // characters of a credential that may be shown

// Each in the form that it has in the configuration.
const secrets = { database_password: 'pass-marker-0123456789', pepper: 'pepper-marker-0123456789',
	jwt_secret: 'jwt-secret-marker-0123456789abcdef' };

let site, nginx, credentials;

const base64url = (value) => Buffer.from(value).toString('base64url');

before(async () => {
	site = await Site.make({ settings: secrets, password: secrets.database_password });
	site.key = (await site.makeKey()).key;
	await site.administer('user', 'create', '--workspace', 'W', '--email', 'ada@example.org',
		'--name', 'Ada', '--role', 'admin');
	const revoked = await site.makeKey({ name: 'revoked' });
	await site.administer('key', 'revoke', revoked.id);
	const { token } = await site.administer('token', 'create', '--workspace', 'W', '--user',
		'ada@example.org');
	const claims = token.split('.')[1];
	credentials = {
		'a key': (await site.makeKey({ name: 'used' })).key, 'a revoked key': revoked.key,
		'a key of nobody': `okrt_${'Zz9'.repeat(12)}`, 'a token': token,
		'a token with a wrong signature': `${token.slice(0, -6)}AAAAAA`,
		'a token with a blank in front':
			`${base64url('{ "alg":"HS256"}')}.${claims}.${base64url('x'.repeat(32))}`,
		'a token without an end': token.slice(0, token.lastIndexOf('.')),
	};
	const { id } = await site.administer('user', 'create', '--workspace', 'W', '--email',
		'eve@example.org', '--name', 'Eve');
	await site.serve({ workers: 2 });
	const linkOf = async () => (await site.must('POST', `/api/v1/users/${id}/invite`)).url.split('#')[1];
	const entered = await site.ask('POST', '/api/v1/session/token', { key: null,
		headers: { 'X-OKR-Console': '1' }, body: { token: await linkOf() } });
	Object.assign(credentials, { 'a link': await linkOf(),
		'a cookie': /__Host-okr=([^;]+)/.exec(entered.headers['set-cookie'])[1] });
	nginx = await Nginx.make(site);
});

after(async () => {
	await nginx?.close();
	await site?.close();
});

/** Log files by their name, and what they hold. */
function readLogs() {
	const files = ['okr.log', 'okr-start.log', 'mariadbd.log'].map((name) => path.join(site.folder, name));
	for (const name of fs.readdirSync(path.join(site.folder, 'log')))
		files.push(path.join(site.folder, 'log', name));
	return files.filter((file) => fs.existsSync(file))
		.map((file) => [path.basename(file), fs.readFileSync(file, 'utf8')]);
}

function assertClean(marker, what) {
	for (const [name, text] of readLogs()) {
		const at = text.indexOf(marker);
		assert.ok(at < 0, `${what} stands in ${name}: …${text.slice(Math.max(0, at - 200), at + 40)}`);
	}
}

/** Every place of a request in which somebody may put a credential. */
function requests(secret) {
	const me = '/api/v1/me';
	const encoded = encodeURIComponent(secret);
	const header = (name, value = secret, url = me) => ['GET', url, { headers: { [name]: value } }];
	return [
		['GET', me, { key: secret }],
		header('Authorization'), header('Authorization', `Basic ${base64url(`x:${secret}`)}`),
		header('Authorization', `Token ${secret}`), header('Authorization', `Bearer x ${secret}`),
		...['X-Request-Id', 'Cookie', 'Referer', 'User-Agent', 'Origin', 'Accept', 'Accept-Encoding',
			'If-Match', 'If-None-Match', 'Idempotency-Key', 'Content-Type', 'Traceparent', 'X-Api-Key',
			'Mcp-Name', 'Mcp-Protocol-Version'].map((name) => header(name)),
		header('Cookie', `__Host-okr=${secret}`),
		['GET', me, { headers: { Cookie: `__Host-okr=${secret}`, 'X-OKR-Console': '1' } }],
		['POST', '/api/v1/session', { headers: { 'X-OKR-Console': '1' },
			body: { email: secret, password: secret } }],
		['POST', '/api/v1/session/token', { headers: { 'X-OKR-Console': '1' },
			body: { token: `${secret}x`, password: secret } }],
		['GET', me, { key: site.key, headers: { 'X-Request-Id': secret.slice(0, 64) } }],
		['GET', `${me}?key=${encoded}`, { key: site.key }],
		['GET', `${me}?access_token=${secret}&again=${secret}`, {}],
		['GET', `/api/v1/okrs?cursor=${secret}`, { key: site.key }],
		['GET', `/api/v1/okrs?${secret}=1`, { key: site.key }],
		['GET', `/api/v1/okrs/${secret}`, { key: site.key }],
		['GET', `/api/v1/${secret}/${secret}`, {}], ['GET', `/${secret}`, {}],
		['GET', `/docs/${secret}`, {}], ['PUT', `/api/v1/okrs/${secret}`, { key: site.key, body: {} }],
		['DELETE', `/api/v1/api-keys/${secret}`, { key: site.key }],
		['POST', '/api/v1/okrs', { key: site.key, body: { title: secret, [secret]: secret } }],
		['POST', '/api/v1/okrs', { key: site.key, body: `{"title": ${secret}` }],
		['POST', '/api/v1/api-keys', { key: site.key, body: { name: secret, scopes: [secret] },
			headers: { 'Idempotency-Key': secret.slice(0, 200) } }],
		['POST', '/api/public/mcp', { key: site.key, headers: { Accept: 'application/json' },
			body: { jsonrpc: '2.0', id: secret, method: secret, params: { name: secret } } }],
	];
}

test('a credential in any part of a request reaches no log', async () => {
	let refused = 0;
	for (const [what, secret] of Object.entries(credentials)) {
		for (const [method, url, options] of requests(secret)) {
			const answer = await nginx.ask(method, url, options);
			assert.notEqual(answer.status, 500, `${what}: ${answer.text}`);
			refused += answer.status >= 400;
		}
		assertClean(secret.slice(KEPT), what);
		assertClean(secret.slice(KEPT, KEPT + 12), `a part of ${what}`);
		if (secret.split('.').length > 1)
			assertClean(secret.split('.')[1], `what ${what} claims`);
	}
	assert.ok(refused > 100, `${refused} of them were refused`);
	const access = fs.readFileSync(path.join(site.folder, 'log/nginx-access.log'), 'utf8');
	assert.match(access, /"GET \/api\/v1\/me\?key=okrt_[0-9A-Za-z]{4}\.\.\." /, 'it shows which');
	assert.match(access, /"GET \/api\/v1\/me HTTP\/1\.1" 200 /, 'other lines are whole');
});

test('the same while the database is away, which is told at length', async () => {
	await site.mariadb.stop();
	for (const [what, secret] of Object.entries(credentials)) {
		for (const [method, url, options] of requests(secret))
			await nginx.ask(method, url, options);
		assertClean(secret.slice(KEPT, KEPT + 12), what);
	}
	for (const [name, secret] of Object.entries(secrets))
		assertClean(secret, name);
	await site.mariadb.start();
});

test('what the configuration holds reaches neither a log nor a message', async () => {
	await site.mariadb.sql('SET PASSWORD FOR okr@localhost = PASSWORD(\'other\')');
	await site.mariadb.sql('KILL USER okr@localhost');
	for (let i = 0; i < 4; i++)
		assert.equal((await nginx.ask('GET', '/api/v1/me', { key: site.key })).status, 503);
	const said = [];
	const say = async (command) => {
		const done = await command;
		said.push(done.out + done.err);
	};
	await say(site.okrctl('doctor'));
	await say(site.okrctl('verify'));
	await say(run(fcgi, ['--config', site.config, '--check']));
	await say(run(fcgi, [], { env: { ...variables('GET', '/api/v1/me', { key: site.key }),
		OKR_CONFIG: site.config } }));
	for (const [name, secret] of Object.entries(secrets)) {
		for (const wrong of [`${name} = \"${secret}`, `${name} = \"${secret}${'x'.repeat(5000)}\"`,
			`${name} = \"${secret}\xff\"`]) {
			const file = path.join(site.folder, 'wrong.conf');
			fs.writeFileSync(file, `${wrong}\n`, { encoding: 'latin1', mode: 0o600 });
			const done = await run(fcgi, ['--config', file, '--check']);
			assert.equal(done.code, 1, wrong);
			said.push(done.out + done.err);
		}
	}
	await site.mariadb.sql(`SET PASSWORD FOR okr@localhost = PASSWORD('${secrets.database_password}')`);
	for (const [name, secret] of Object.entries(secrets)) {
		assertClean(secret, name);
		assert.ok(said.every((text) => !text.includes(secret)), `${name} was said`);
	}
	assert.ok(said.every((text) => !text.includes(site.key)));
});
