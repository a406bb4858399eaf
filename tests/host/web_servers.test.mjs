// Apache, lighttpd and supervisors, by the recipes of docs/install.md as they stand there: the same
// questions through each. nginx has tests of its own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Apache } from '../lib/apache.mjs';
import { Caddy } from '../lib/caddy.mjs';
import { ask } from '../lib/fcgi.mjs';
import { unpack } from '../lib/hosting.mjs';
import { Lighttpd } from '../lib/lighttpd.mjs';
import { end, start, until, workersOf } from '../lib/process.mjs';
import { recipe, recipeSetting } from '../lib/recipes.mjs';
import { cgi, fcgi, Site } from '../lib/site.mjs';

let site, server;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
});

afterEach(async () => {
	await server?.close();
	server = undefined;
	site.configure({ body_bytes_max: megabyte });
});

after(() => site?.close());

const megabyte = 1048576;

/** The page, at every address that a link may have, and what it loads: below the right folder. */
async function servesConsole(is, folder) {
	const { text, headers } = await is(200, 'GET', '/app/');
	const files = [...text.matchAll(/(?:href|src)="([^"]*\/app\/a\/[^"]*)"/g)].map(([, file]) => file);

	assert.equal((await is(200, 'GET', '/app/cycles/1?status=at_risk')).text, text);
	assert.ok(files.length > 10);
	for (const file of files) {
		assert.ok(file.startsWith(`${folder}/app/a/`), file);
		const answer = await is(200, 'GET', file.slice(folder.length));
		assert.match(answer.headers['cache-control'], /immutable/);
	}
	await is(304, 'GET', '/app/', { headers: { 'If-None-Match': headers.etag } });
	assert.match((await server.ask('GET', `${folder}/app/x.js`)).text, /^<!doctype html>/);
}

/** What a caller meets, whichever server stands before the program and below whichever folder. */
async function serves({ folder = '', bodyMost = megabyte, slashes = true } = {}) {
	const ask = (method, url, options) => server.ask(method, folder + url, options);
	const { key } = site;
	const is = async (status, method, url, options) => {
		const answer = await ask(method, url, options);
		assert.equal(answer.status, status, `${method} ${url}: ${answer.text.slice(0, 500)}`);
		if (status >= 400)
			assert.ok(answer.json?.error, `${method} ${url} is not answered by us: ${answer.text}`);
		return answer;
	};

	assert.match((await is(200, 'GET', '/metrics')).text, /^# HELP okr_http_requests_total /);
	assert.equal((await is(200, 'GET', '/api/v1/me', { key })).json.workspace.name, 'W');
	await is(401, 'GET', '/api/v1/me');
	await is(401, 'GET', '/api/v1/me', { key: 'okrt_wrong' });
	await is(200, 'GET', '/healthz');
	await is(200, 'GET', '/readyz');
	for (const page of ['/docs/', '/docs/try.html', '/docs/style.css', '/api/v1/openapi.json'])
		assert.ok((await is(200, 'GET', page)).text.length > 500, page);
	await servesConsole(is, folder);
	await is(404, 'GET', '/api/v1/nothing', { key });
	await is(405, 'DELETE', '/api/v1/me', { key });

	const made = await is(201, 'POST', '/api/v1/teams', { key,
		body: { name: `Été ${server.folder}${folder}` } });
	const { pathname, host } = new URL(made.headers.location);
	const team = pathname.slice(folder.length);

	assert.ok(pathname.startsWith(`${folder}/api/v1/teams/`), pathname);
	assert.equal(host, `127.0.0.1:${server.port}`);
	const { headers, json } = await is(200, 'GET', team, { key });
	assert.equal(json.name, `Été ${server.folder}${folder}`);
	await is(304, 'GET', team, { key, headers: { 'If-None-Match': headers.etag } });
	await is(412, 'PUT', team, { key, body: { name: 'x' }, headers: { 'If-Match': '"other"' } });
	await is(200, 'PATCH', team, { key, body: { name: `Patched ${server.folder}${folder}` } });
	assert.equal((await is(200, 'HEAD', team, { key })).text, '');
	await is(204, 'OPTIONS', '/api/v1/teams');
	await is(204, 'DELETE', team, { key });
	assert.match((await is(200, 'GET', '/api/v1/okrs?format=csv&q=a%2Fb%20c', { key }))
		.headers['content-type'], /^text\/csv/);
	if (slashes)
		await is(404, 'GET', '/api/v1/okrs/a%2Fb', { key });
	assert.ok((await is(200, 'POST', '/api/public/mcp', { key, body: { method: 'tools/list' } }))
		.json.result.tools.length > 5);

	// As much as the settings allow gets through, and what is beyond is refused by us.
	const body = (size) => `{"title":"${'x'.repeat(size - 12)}"}`;
	await is(400, 'POST', '/api/v1/okrs', { key, body: body(bodyMost) });
	await is(413, 'POST', '/api/v1/okrs', { key, body: body(bodyMost + 1) });
}

/** Other addresses stay the site's own. */
async function leavesOthers(folder = '') {
	assert.equal((await server.ask('GET', `${folder}/page.html`)).text, 'ours');
	for (const url of ['/apis', '/docsx/', '/healthzz', '/x/api/v1/me', '/'])
		assert.ok(!(await server.ask('GET', folder + url, { key: site.key })).json, url);
}

const page = { 'page.html': 'ours', 'tools/page.html': 'ours' };
const socketPaths = () => ({ '/run/okr/okr.sock': site.socket });

test('Apache, mod_proxy_fcgi', async () => {
	server = await Apache.make(site, { modules: ['proxy', 'proxy_fcgi'], documents: page,
		recipe: () => recipe('apache', 'ProxyPass', socketPaths()) });
	await serves();
	await leavesOthers();
});

const installed = () => ({ '/usr/local/libexec/okr': server.programs,
	'/etc/okr/okr.conf': site.config });

test('Apache, mod_fcgid', async () => {
	server = await Apache.make(site, { modules: ['alias', 'fcgid'], documents: page, programs: [fcgi],
		recipe: (of) => recipe('apache', 'FcgidMaxRequestLen', installed(server = of)) });
	await serves();
	await leavesOthers();
});

test('Apache, plain CGI', async () => {
	server = await Apache.make(site, { modules: ['alias', 'env', 'cgid'], documents: page,
		programs: [cgi], recipe: (of) => recipe('apache', 'ScriptAliasMatch', installed(server = of)) });
	await serves();
	await leavesOthers();
});

// Shared hosting: programs and settings outside the document root, a script and .htaccess inside.
for (const folder of ['', '/tools']) {
	const where = folder || 'the document root';
	const mine = (name) => `.${folder}/${name}`;
	const script = (of) => [recipe('sh', '#!/bin/sh', { '/home/you/okr/okr.conf': site.config,
		'/home/you/okr/okr.cgi': path.join(of.programs, 'okr.cgi') }), 0o755];

	test(`Apache, plain CGI by .htaccess in ${where}`, async () => {
		server = await Apache.make(site, { modules: ['cgid', 'rewrite', 'setenvif'], programs: [cgi],
			documents: (of) => ({ ...page, [mine('okr.cgi')]: script(of),
				[mine('.htaccess')]: recipe('apache', 'cgi-script') }) });
		await serves({ folder, slashes: false });
		await leavesOthers(folder);
	});

	test(`Apache, mod_fcgid by .htaccess in ${where}`, async () => {
		const [setting, bodyMost] = recipeSetting('body_bytes_max');
		site.configure({ [setting]: bodyMost });
		server = await Apache.make(site, { modules: ['fcgid', 'rewrite', 'setenvif'],
			programs: [cgi], documents: (of) => ({ ...page, [mine('okr.fcgi')]: script(of),
				[mine('.htaccess')]: recipe('apache', 'cgi-script', {
					'cgi-script .cgi': 'fcgid-script .fcgi', 'okr.cgi': 'okr.fcgi' }) }) });
		await serves({ folder, bodyMost, slashes: false });
		await leavesOthers(folder);
	});
}

// The archive of `make shared-hosting` as it is unpacked, with the database written into its okr.conf by
// hand: above the document root, or where there is no other place, within it.
for (const [where, above, folder] of [['above the document root', '..', '/tools'],
	['within the document root', '.', '']]) {
	test(`make shared-hosting, okr/ ${where}, public/ in ${folder || 'it'}`, async () => {
		server = await Apache.make(site, { modules: ['cgid', 'rewrite', 'setenvif'], documents: page,
			after: async (of) => {
				const whole = fs.mkdtempSync(path.join(of.folder, 'upload'));

				await unpack(whole);
				const settings = Object.entries(site.settings).filter(([name]) =>
					name.startsWith('database_')).map(([name, value]) => `${name} = "${value}"\n`);

				fs.appendFileSync(path.join(whole, 'okr/okr.conf'), settings.join(''));
				fs.cpSync(path.join(whole, 'okr'), path.join(of.documents, above, 'okr'),
					{ recursive: true });
				fs.cpSync(path.join(whole, 'public'), of.documents + folder, { recursive: true });
			} });
		await serves({ folder, slashes: false });
		await leavesOthers(folder);
		for (const file of ['okr.conf', 'okr.cgi', 'state/', '']) {
			const status = (await server.ask('GET', `/okr/${file}`)).status;

			assert.ok(above === '..' && folder !== '' ? status === 404 : status === 403, `${file}: ${status}`);
		}
	});
}

test('Caddy', async () => {
	server = await Caddy.make(site, { documents: page, recipe: (of) => recipe('caddy', 'reverse_proxy', {
		...socketPaths(), 'okr.example.org': `http://127.0.0.1:${of.port}`,
		'/var/www/html': of.documents }) });
	await serves();
	await leavesOthers();
});

test('lighttpd, to a server that runs by itself', async () => {
	server = await Lighttpd.make(site, { documents: page,
		recipe: () => recipe('lighttpd', '/run/okr/okr.sock', socketPaths()) });
	await serves();
	await leavesOthers();
});

test('lighttpd, which starts the workers', async () => {
	server = await Lighttpd.make(site, { documents: page, programs: [fcgi],
		recipe: (of) => recipe('lighttpd', 'bin-path', { ...installed(server = of),
			'/run/lighttpd': of.folder }) });
	await until('four workers', () => workersOf(server.child.pid).length === 4);
	await serves();
	await leavesOthers();
});

// The first of docs/install.md's two lines has the program watch over its workers, the second
// multiwatch over four programs.
for (const [name, words] of [['spawn-fcgi', '--workers 4'], ['multiwatch', 'multiwatch']]) {
	test(`${name}: four workers on a socket that it made, one replaced when it dies`, async () => {
		const socket = path.join(site.folder, `${name}.sock`);
		const line = recipe('sh', words, { '/run/okr/okr.sock': socket, ' -u okr -g www-data': '',
			'/usr/local/libexec/okr/okr.fcgi': fcgi });
		const child = start('sh', ['-c', `exec ${line}`], { env: { OKR_CONFIG: site.config },
			log: path.join(site.folder, `${name}.log`) });
		const answers = () => ask({ path: socket }, 'GET', '/api/v1/me', { key: site.key })
			.then(({ status }) => status, () => 0);
		const workers = () => workersOf(child.pid);

		await until('an answer', async () => await answers() === 200);
		await until('four workers', () => workers().length === 4);
		assert.equal(fs.statSync(socket).mode & 0o777, 0o660);
		const [first] = workers();
		process.kill(first, 'SIGKILL');
		await until('another worker', () => workers().length === 4 && !workers().includes(first));
		assert.equal(await answers(), 200);
		await end(child);
		await until('their end', () => workers().length === 0);
	});
}
