/*
 * What a refusal says to programs (rulings.md 63 and 64): the challenge of a 401 and of a 403 in the
 * words of RFC 6750, and the codings that a 415 would have taken.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { Client, expect, refused } from '../lib/client.mjs';
import { post, endpoint } from '../lib/mcp.mjs';
import { url } from '../lib/server.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;

const challengeOf = async (status, promise) => (await refused(status, promise))
	.headers['www-authenticate'];

describe('the challenge of a 401', () => {
	const bare = 'Bearer realm="okr"';
	const invalid = 'Bearer realm="okr", error="invalid_token"';

	test('names no error where there was no credential of ours', async () => {
		const nobody = new Client(url);

		assert.equal(await challengeOf(401, nobody.get('/okrs')), bare);
		for (const Authorization of ['Basic eDp5', 'Bearer', 'Bearer ', 'Digest x']) {
			assert.equal(await challengeOf(401, nobody.get('/okrs', { headers: { Authorization } })),
				bare, Authorization);
		}
	});

	test('says invalid_token where one was refused', async () => {
		const revoked = space.makeKey(['okrs:read']);

		await expect(204, api.delete(`/api-keys/${revoked.id}`));
		for (const token of ['x', `${api.key}x`, revoked.key, 'a.b.c']) {
			assert.equal(await challengeOf(401, new Client(url, token).get('/okrs')), invalid, token);
		}
		assert.equal((await post(new Client(url, 'x'), { method: 'ping' })).headers['www-authenticate'],
			invalid);
	});
});

describe('the challenge of a 403', () => {
	test('names the scope that is missing', async () => {
		const client = space.client(['kpis:read']);

		for (const [scope, promise] of [['okrs:read', client.get('/okrs')],
			['write:okrs', client.post('/okrs', {})], ['kpis:write', client.post('/kpis', {})],
			['okr-checkins:write', client.post('/checkins/batch', {})],
			['workspace:admin', client.get('/api-keys')]]) {
			assert.equal(await challengeOf(403, promise),
				`Bearer realm="okr", error="insufficient_scope", scope="${scope}"`);
		}
	});

	test('is none where another scope would not help', async () => {
		const made = space.makeKey(['okrs:read']);
		const limited = space.client(['workspace:admin'], { 'rate-limit': 1 });

		assert.equal(await challengeOf(403, limited.post(`/api-keys/${made.id}/rotate`)), undefined);
		assert.equal(await challengeOf(404, api.get('/okrs/x')), undefined);
	});
});

describe('a coded body', () => {
	const body = gzipSync(JSON.stringify({ name: 'coded' }));

	for (const coding of ['gzip', 'br', 'GZIP', 'gzip, identity', 'x']) {
		test(`${coding}: is a 415 that says identity`, async () => {
			for (const request of [api.post('/teams', body, { headers: { 'Content-Encoding': coding } }),
				api.post('/goals/search', body, { headers: { 'Content-Encoding': coding } }),
				api.request('POST', endpoint, body, { root: true, headers: {
					'Content-Encoding': coding } })]) {
				const { headers } = await refused(415, request);

				assert.equal(headers['accept-encoding'], 'identity');
			}
		});
	}

	test('identity is none, in any case', async () => {
		for (const coding of ['identity', 'Identity', ' identity ']) {
			await expect(201, api.post('/teams', { name: unique('plain') },
				{ headers: { 'Content-Encoding': coding } }));
		}
	});

	test('another 415 does not speak of codings', async () => {
		const { headers } = await refused(415, api.post('/teams', 'x',
			{ headers: { 'Content-Type': 'text/plain' } }));

		assert.equal(headers['accept-encoding'], undefined);
	});

	test('a request without a body is not coded', () => expect(200, api.get('/teams',
		{ headers: { 'Content-Encoding': 'gzip' } })));
});
