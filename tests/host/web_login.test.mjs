// The web server's own login (readings 102 and 103), by the recipes of docs/sign-in.md as they stand
// there: the same questions through each. What names the person is a parameter, whatever a client sends.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Apache } from '../lib/apache.mjs';
import { base, Ldap } from '../lib/ldap.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { start } from '../lib/process.mjs';
import { recipe, signInRecipe } from '../lib/recipes.mjs';
import { cgi, fcgi, Site } from '../lib/site.mjs';

const ada = 'ada@example.org', stranger = 'nobody@example.org', password = 'open sesame, please';
const people = { [ada]: password, [stranger]: password };

let site, server, ldap, file;

before(async () => {
	site = await Site.make({ settings: { remote_login: 'on' } });
	for (const [email, name] of [[ada, 'Ada'], ['bob@example.org', 'Bob']])
		await site.administer('user', 'create', '--workspace', 'W', '--email', email, '--name', name);
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	ldap = await Ldap.make(people);
	file = path.join(site.folder, 'people');
	const hash = await new Promise((resolve) => {
		const child = start('openssl', ['passwd', '-6', password], { stdio: ['ignore', 'pipe', 'inherit'] });
		let out = '';
		child.stdout.on('data', (part) => { out += part; }).on('end', () => resolve(out.trim()));
	});
	fs.writeFileSync(file, [ada, stranger].map((name) => `${name}:${hash}\n`).join(''));
});

afterEach(async () => {
	await server?.close();
	server = undefined;
});

after(async () => {
	await ldap?.close();
	await site?.close();
});

const page = { 'X-OKR-Console': '1' };
const basic = (name, word = password) =>
	({ Authorization: `Basic ${Buffer.from(`${name}:${word}`).toString('base64')}` });
// However a client may spell it.
const claims = Object.fromEntries(['OKR-Remote-User', 'OKR_REMOTE_USER', 'Remote-User', 'REMOTE_USER',
	'X-Forwarded-User', 'X-Remote-User', 'X-Auth-Request-Email', 'Proxy-OKR-Remote-User']
	.map((name) => [name, 'bob@example.org']));

async function askSession(headers) {
	return server.ask('GET', '/api/v1/session', { headers: { ...page, ...headers } });
}

/** `as(name, word)`: the headers by which the web server knows somebody. */
async function signsIn(as, { ownBody = true } = {}) {
	const answer = await askSession(as(ada));
	assert.equal(answer.status, 200, answer.text);
	assert.equal(answer.json.session.method, 'remote');
	assert.equal(answer.json.user.email, ada);
	const [cookie] = answer.headers['set-cookie'];
	assert.match(cookie, /^__Host-okr=[^;]{40,}; /);

	// With the cookie beside it no other session is made.
	const again = await askSession({ ...as(ada),
		Cookie: [as(ada).Cookie, cookie.split(';')[0]].filter(Boolean).join('; ') });
	assert.equal(again.json.session.id, answer.json.session.id);
	assert.equal(again.headers['set-cookie'], undefined);

	// No header makes a person, nor another one.
	assert.equal((await askSession({ ...as(ada), ...claims })).json.user.email, ada);
	assert.equal((await askSession(claims)).status, 401);
	for (const headers of [{}, as(ada, 'wrong'), as('bob@example.org'), as('')])
		assert.equal((await askSession(headers)).status, 401, JSON.stringify(headers));
	if (ownBody)
		assert.equal((await askSession({})).json.error, 'unauthorized');

	// Who passes the web server and is nobody here gets our own refusal.
	const unknown = await askSession(as(stranger));
	assert.equal(unknown.status, 401);
	assert.equal(unknown.json.error, 'unauthorized');
	assert.equal(unknown.headers['set-cookie'], undefined);

	// Without the page's header the login counts for nothing.
	assert.equal((await server.ask('GET', '/api/v1/me', { headers: as(ada) })).status, 401);

	// Programs with keys need no login, and a bad key is refused by us.
	const key = await server.ask('GET', '/api/v1/me', { key: site.key, headers: claims });
	assert.equal(key.status, 200, key.text);
	assert.equal(key.json.key.name, 'test');
	const bad = await server.ask('GET', '/api/v1/me', { key: 'okrt_wrong', headers: page });
	assert.equal(bad.status, 401);
	assert.equal(bad.json.error, 'unauthorized');
	assert.equal((await server.ask('GET', '/healthz')).status, 200);
}

const maps = () => signInRecipe('nginx', 'map $http_authorization');

test('nginx, Basic', async () => {
	server = await Nginx.make(site, { http: maps(),
		server: signInRecipe('nginx', 'auth_basic_user_file', { '/etc/okr/people': file }) });
	await signsIn(basic);
	assert.equal((await askSession({})).headers['www-authenticate'], 'Basic realm="OKR"');
	assert.deepEqual(server.alerts(), []);
});

test('nginx, LDAP through PAM', async () => {
	const folder = fs.mkdtempSync(path.join(site.folder, 'pam'));
	const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
	fs.mkdirSync(path.join(folder, 'pam.d'));
	write('pam.d/okr', signInRecipe('pam', 'pam_ldap.so'));
	write('nslcd.conf', signInRecipe('nslcd', 'uri ldap', { 'uid nslcd': 'uid root', 'gid nslcd': 'gid root',
		'ldap://ldap.example.org/': `ldap://127.0.0.1:${ldap.port}/`, 'ssl start_tls': 'ssl off' }));
	// PAM and nslcd know one path each for their files; here only these processes see ours there.
	write('run', `set -e
mount -t tmpfs none /run
mkdir /run/nslcd
mount --bind "$1/nslcd.conf" /etc/nslcd.conf
mount --bind "$1/pam.d" /etc/pam.d
nslcd
shift
exec "$@"
`);
	server = await Nginx.make(site, {
		main: 'load_module /usr/lib/nginx/modules/ngx_http_auth_pam_module.so;', http: maps(),
		server: signInRecipe('nginx', 'auth_pam_service_name'),
		run: (words) => start('unshare', ['--map-root-user', '--mount', '--pid', '--fork', '--kill-child',
			'sh', path.join(folder, 'run'), folder, ...words], { log: path.join(folder, 'log') }) });
	await signsIn(basic);
});

test('nginx, oauth2-proxy', async () => {
	// It answers as oauth2-proxy does with --set-xauthrequest: 202 and who it is, or 401.
	const proxy = http.createServer((request, response) => {
		const name = /_oauth2_proxy=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
		const known = request.url === '/oauth2/auth' && Object.hasOwn(people, name);

		response.writeHead(known ? 202 : 401, known ? { 'X-Auth-Request-User': '8f14e45f', 'X-Auth-Request-Email': name } :
			{ 'Content-Type': 'text/plain' });
		response.end(known ? '' : 'Unauthorized\n');
	});
	await new Promise((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
	try {
		server = await Nginx.make(site, { http: maps(), server: signInRecipe('nginx', 'auth_request_set',
			{ '127.0.0.1:4180': `127.0.0.1:${proxy.address().port}` }) });
		await signsIn((name, word = password) => ({ Cookie: `_oauth2_proxy=${word === password ? name : word}` }));
	} finally {
		proxy.close();
	}
});

const socketPaths = () => ({ '/run/okr/okr.sock': site.socket });
const installed = (of) => ({ '/usr/local/libexec/okr': of.programs });
const login = ['auth_basic', 'authn_core', 'authz_user'];
const withFile = () => signInRecipe('apache', 'AuthUserFile', { '/etc/okr/people': file });

test('Apache, Basic, mod_proxy_fcgi', async () => {
	server = await Apache.make(site, { modules: ['proxy', 'proxy_fcgi', ...login, 'authn_file'],
		recipe: () => recipe('apache', 'ProxyPass', socketPaths()) + withFile() +
			signInRecipe('apache', 'ProxyFCGISetEnvIf') });
	await signsIn(basic, { ownBody: false });
});

test('Apache, LDAP, mod_proxy_fcgi', async () => {
	server = await Apache.make(site, { modules: ['proxy', 'proxy_fcgi', ...login, 'ldap', 'authnz_ldap'],
		recipe: () => recipe('apache', 'ProxyPass', socketPaths()) + signInRecipe('apache', 'AuthLDAPURL', {
			'ldap.example.org/ou=people,dc=example,dc=org': `127.0.0.1:${ldap.port}/ou=people,${base}`,
			STARTTLS: 'NONE' }) + signInRecipe('apache', 'ProxyFCGISetEnvIf') });
	await signsIn(basic, { ownBody: false });
});

for (const [way, modules, programs, words, without] of [
	['mod_fcgid', ['alias', 'fcgid'], [fcgi], 'FcgidMaxRequestLen', { 'FcgidPassHeader Authorization\n': '' }],
	['plain CGI', ['alias', 'env', 'cgid'], [cgi], 'ScriptAliasMatch', {}],
]) {
	test(`Apache, Basic, ${way}`, async () => {
		server = await Apache.make(site, { modules: [...modules, ...login, 'authn_file', 'rewrite'], programs,
			recipe: (of) => recipe('apache', words, { ...installed(of), '/etc/okr/okr.conf': site.config, ...without }) +
				withFile() + signInRecipe('apache', 'E=OKR_REMOTE_USER', installed(of)) });
		await signsIn(basic, { ownBody: false });
	});
}

test('a web server that sets no parameter signs nobody in, whatever headers say', async () => {
	server = await Nginx.make(site);
	assert.equal((await askSession({ ...basic(ada), ...claims })).status, 401);
	assert.equal((await askSession(claims)).status, 401);
});
