/*
 * /app/: the files of console/ as the program gives them away. One page for every address without a
 * file extension; what it loads at addresses that name all bytes of the set, for ever; and the headers
 * that hold the page to this host and to elements that scripts build.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { Client } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';

const api = new Client(url);
const tree = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${tree}console/`;
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
	.filter((one) => one.isFile() && one.name !== 'index.html')
	.map((one) => `${one.parentPath ?? one.path}/${one.name}`.replace(/\/+/g, '/').slice(folder.length));
const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', json: 'application/json',
	txt: 'text/plain', ico: 'image/x-icon' };
const gzip = { 'Accept-Encoding': 'gzip, br' };
let shell, base;

function request(method, path, headers = {}) {
	return api.request(method, path, undefined, { root: true, loose: true, headers });
}

before(async () => {
	shell = await request('GET', '/app/');
	base = /src="(\/app\/a\/[0-9a-f]{16})\/main\.js"/.exec(shell.text)[1];
});

test('every address without a file extension is the page', async () => {
	for (const path of ['/app/', '/app/cycles/1', '/app/a/b/c/d/e/f/g', '/app/okrs/x?y=1&z', '/app/%C3%A4']) {
		const answer = await request('GET', path);

		assert.equal(answer.status, 200, path);
		assert.equal(answer.text, shell.text, path);
	}
	assert.match(shell.headers['content-type'], /^text\/html/);
	assert.match(shell.headers['cache-control'], /no-cache/);
	assert.equal((await request('HEAD', '/app/cycles/1')).status, 200);
	assert.equal((await request('GET', '/app/', { 'If-None-Match': shell.headers.etag })).status, 304);
	assert.equal(gunzipSync((await request('GET', '/app/', gzip)).bytes).toString(), shell.text);
});

// As it is sent: ours without comments that have lines of their own.
function sent(file) {
	const bytes = readFileSync(folder + file);

	return /\.(js|css)$/.test(file) && !file.startsWith('vendor/') ?
		Buffer.from(bytes.toString().replace(/^[ \t]*(\/\*[^]*?\*\/|\/\/.*)[ \t]*\n/gm, '')) : bytes;
}

describe('every file of console/', () => {
	for (const file of files) {
		test(file, async () => {
			const plain = await request('GET', `${base}/${file}`);
			const small = await request('GET', `${base}/${file}`, gzip);

			assert.equal(plain.status, 200);
			assert.deepEqual(plain.bytes.toString('latin1'), sent(file).toString('latin1'));
			assert.deepEqual(gunzipSync(small.bytes), plain.bytes);
			assert.ok(plain.headers['content-type'].startsWith(types[file.split('.').at(-1)]));
			assert.match(plain.headers['cache-control'], /^public, max-age=31536000, immutable$/);
		});
	}
});

test('the policies of the page and of its files', async () => {
	for (const path of ['/app/', `${base}/main.js`, '/app/missing.js']) {
		const { headers } = await request('GET', path);

		assert.equal(headers['content-security-policy'], "default-src 'none'; script-src 'self'; " +
			"style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
			"require-trusted-types-for 'script'; trusted-types okr-xml");
		assert.equal(headers['referrer-policy'], 'same-origin');
		assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
		assert.equal(headers['x-content-type-options'], 'nosniff');
		assert.match(headers['permissions-policy'], /camera=\(\)/);
	}
});

test('what is not there, or cannot be done, is a small page', async () => {
	for (const [status, method, path] of [[404, 'GET', '/app/a/0000000000000000/main.js'],
		[404, 'GET', `${base}/../main.js`], [404, 'GET', `${base}/index.html`], [404, 'GET', '/app/x.css'],
		[404, 'GET', `${base}`.replace(/$/, '/.hidden')], [405, 'POST', '/app/']]) {
		const answer = await request(method, path);

		assert.equal(answer.status, status, path);
		assert.match(answer.headers['content-type'], /^text\/html/);
		assert.match(answer.text, /^<!doctype html>[^]*<a href="\/app\/">/);
		assert.doesNotMatch(answer.headers['cache-control'], /immutable/, path);
	}
});

test('the ways to the page', async () => {
	const bare = await request('GET', '/');
	const short = await request('GET', '/app');

	assert.equal(bare.status, 302);
	assert.equal(bare.headers.location, '/app/');
	assert.equal(short.status, 308);
	assert.equal(short.headers.location, `${url}/app/`);
	assert.equal((await request('GET', '/nothing')).status, 404);
	assert.match((await request('GET', '/nothing')).headers['content-type'], /^application\/json/);
});

test('browsers find an icon', async () => {
	const icon = await request('GET', '/favicon.ico');

	assert.equal(icon.status, 200);
	assert.equal(icon.headers['content-type'], 'image/x-icon');
	assert.deepEqual(icon.bytes, readFileSync(`${folder}favicon.ico`));
});

test('the page loads its first files side by side: those of main.js and of the start page', () => {
	const named = new Set([...shell.text.matchAll(/href="[^"]*\/a\/[0-9a-f]+\/([^"]+\.js)"/g)].map(([, one]) => one));
	const needed = new Set(['pages/week.js']);
	const walk = (file) => {
		for (const [, name] of readFileSync(folder + file, 'utf8').matchAll(/\bfrom ?['"](\.[^'"]+)['"]/g)) {
			const one = new URL(name, `file:///${file}`).pathname.slice(1);

			if (!needed.has(one)) {
				needed.add(one);
				walk(one);
			}
		}
	};

	walk('main.js');
	walk('pages/week.js');
	assert.deepEqual([...named].sort(), [...needed].sort());
});

test('every sentence stands in both catalogues and is used', () => {
	const done = spawnSync(process.execPath, [`${tree}build-aux/check-text.mjs`, tree], { encoding: 'utf8' });

	assert.equal(done.status, 0, done.stderr);
});
