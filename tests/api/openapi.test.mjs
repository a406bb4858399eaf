/*
 * GET /api/v1/openapi.json: the description that the server makes from its tables is the one that
 * was reviewed (docs/openapi.json), is open to everybody, and is cached.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Client, expect } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';

const api = new Client(url);
const golden = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

test('GET /openapi.json is docs/openapi.json, with the address of this server', async () => {
	const { body } = await expect(200, api.get('/openapi.json'));

	assert.deepEqual(body.servers, [{ url, description: 'This server.' }]);
	body.servers[0].url = '/';
	assert.deepEqual(body, golden, 'docs/openapi.json is not current: make -C build documents');
});

test('it needs no credential, takes HEAD, and has a validator', async () => {
	const { headers } = await expect(200, api.request('HEAD', '/openapi.json'));
	const again = await api.get('/openapi.json', { headers: { 'If-None-Match': headers.etag } });

	assert.equal(again.status, 304);
	assert.equal(headers.ratelimit, undefined);
});

test('names of operations are unique, and every operation has what a reader needs', () => {
	const operations = Object.values(golden.paths).flatMap((path) => Object.values(path));
	const names = operations.map(({ operationId }) => operationId);

	assert.deepEqual(names, [...new Set(names)]);
	for (const { operationId, summary, description, tags, responses } of operations) {
		assert.ok(summary && description && tags.length === 1, operationId);
		assert.ok(responses['503'], operationId);
	}
});
