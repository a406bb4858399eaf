/*
 * /docs/: the files of docs/site as the program gives them away, to everybody, in the smaller form for
 * those who take it; and whether what is generated there is current.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { Client, refused } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';

const api = new Client(url);
const tree = fileURLToPath(new URL('../../', import.meta.url));
const site = `${tree}docs/site/`;
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript', json: 'application/json',
	txt: 'text/plain' };

function request(method, path, headers = {}) {
	return api.request(method, `/docs${path}`, undefined, { root: true, loose: true, headers });
}

describe('every file of docs/site', () => {
	for (const file of readdirSync(site)) {
		test(file, async () => {
			const path = file === 'index.html' ? '/' : `/${file}`;
			const plain = await request('GET', path);
			const small = await request('GET', path, { 'Accept-Encoding': 'gzip, br' });
			const head = await request('HEAD', path);

			assert.equal(plain.status, 200);
			assert.deepEqual(plain.bytes, readFileSync(site + file));
			assert.equal(plain.headers['content-encoding'], undefined);
			assert.equal(small.headers['content-encoding'], 'gzip');
			assert.deepEqual(gunzipSync(small.bytes), plain.bytes);
			assert.notEqual(small.headers.etag, plain.headers.etag);
			assert.ok(plain.headers['content-type'].startsWith(types[file.split('.').at(-1)]));
			assert.match(plain.headers['content-security-policy'], /^default-src 'none'; /);
			assert.equal(head.status, 200);
			assert.equal(head.text, '');
			assert.equal(head.headers['content-length'], String(plain.bytes.length));
		});
	}
});

test('a file that one has is not sent again', async () => {
	const { headers } = await request('GET', '/');
	const again = await request('GET', '/', { 'If-None-Match': headers.etag });

	assert.equal(again.status, 304);
	assert.equal(again.text, '');
});

test('/docs leads to /docs/', async () => {
	for (const method of ['GET', 'HEAD']) {
		const { status, headers } = await request(method, '');

		assert.equal(status, 308);
		assert.equal(headers.location, `${url}/docs/`);
	}
});

test('what is not there is a 404, what cannot be done a 405', async () => {
	await refused(404, api.get('/docs/index.html', { root: true }));
	await refused(404, api.get('/docs/../okr.conf', { root: true }));
	await refused(405, api.post('/docs/', {}, { root: true }));
});

test('nothing names a foreign address to load from', () => {
	for (const file of ['index.html', 'try.html', 'style.css', 'shared.js', 'page.js', 'try.js']) {
		assert.doesNotMatch(readFileSync(site + file, 'utf8'), /(src|href)="https?:|url\(https?:|@import/);
	}
});

test('page and collection are those that docs/openapi.json makes', () => {
	const done = spawnSync(process.execPath, [`${tree}build-aux/documents.mjs`, '--check'],
		{ input: readFileSync(`${tree}docs/openapi.json`), encoding: 'utf8' });

	assert.equal(done.status, 0, done.stderr);
});
