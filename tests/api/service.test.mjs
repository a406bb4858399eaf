/*
 * What is the same for every answer, and the two addresses that say whether the service works.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, expect, refused, varied } from '../lib/client.mjs';
import { okrctl, url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

describe('healthz and readyz', () => {
	const anybody = new Client(url);

	for (const path of ['/healthz', '/readyz']) {
		test(`GET ${path} is 200 without a credential`, async () => {
			await expect(200, anybody.get(path, { root: true }));
		});

		test(`HEAD ${path} is 200 without a body`, async () => {
			await expect(200, anybody.request('HEAD', path, undefined, { root: true }));
		});

		test(`POST ${path} is a 405`, async () => {
			await refused(405, anybody.post(path, {}, { root: true }));
		});

		test(`${path} carries no RateLimit and is not to be cached`, async () => {
			const { headers } = await api.get(path, { root: true });

			assert.equal(headers.ratelimit, undefined);
			assert.match(headers['cache-control'], /no-cache|no-store/);
		});
	}
});

describe('X-Request-Id', () => {
	for (const id of ['abc', 'A-b_c.9', 'x'.repeat(64), '4bf92f3577b34da6a3ce929d0e0e4736']) {
		test(`${id} is kept`, async () => {
			const { headers } = await api.get('/okrs', { headers: { 'X-Request-Id': id } });

			assert.equal(headers['x-request-id'], id);
		});
	}

	for (const id of ['x'.repeat(65), 'a b', 'a"b', '<x>', 'a/b', 'ä']) {
		test(`${JSON.stringify(id)} is replaced`, async () => {
			const { headers } = await api.get('/okrs',
				{ headers: { 'X-Request-Id': Buffer.from(id).toString('latin1') } });

			assert.notEqual(headers['x-request-id'], id);
			assert.match(headers['x-request-id'], /^[A-Za-z0-9._-]{1,64}$/);
		});
	}

	test('is another for every request', async () => {
		const ids = await Promise.all(Array.from({ length: 10 }, async () =>
			(await api.get('/okrs')).headers['x-request-id']));

		assert.equal(new Set(ids).size, 10);
	});

	test('is kept on errors, those of nginx included', async () => {
		const options = { headers: { 'X-Request-Id': 'mine' } };

		for (const answer of [await api.get('/nothing', options), await api.get('/x', { root: true,
			...options }), await new Client(url).get('/okrs', options)]) {
			assert.equal(answer.headers['x-request-id'], 'mine', answer.text);
		}
	});
});

describe('headers of every answer', () => {
	async function several() {
		const { id } = await space.okr();

		return [await api.get('/okrs'), await api.get(`/okrs/${id}`), await api.get('/me'),
			await refused(404, api.get('/okrs/none')), await refused(400, api.post('/okrs', {})),
			await refused(401, new Client(url).get('/okrs')),
			await refused(405, api.delete('/okrs')), await expect(204, api.delete(`/okrs/${id}`))];
	}

	test('Cache-Control: private, no-cache', async () => {
		for (const { headers } of await several()) {
			assert.equal(headers['cache-control'], 'private, no-cache');
		}
	});

	test('Vary names Authorization, Accept and Accept-Encoding; Cookie where no header decided', async () => {
		for (const { headers, status } of await several()) {
			assert.equal(varied(headers), `Authorization, Accept, Accept-Encoding${
				status === 401 ? ', Cookie' : ''}`);
		}
	});

	test('no cookie, no version of anything', async () => {
		for (const { headers } of await several()) {
			assert.equal(headers['set-cookie'], undefined);
			assert.equal(headers['x-powered-by'], undefined);
			assert.doesNotMatch(headers.server ?? '', /\d/);
		}
	});

	test('no allowed origin by default', async () => {
		const { headers } = await api.get('/okrs', { headers: { Origin: url } });

		assert.equal(headers['access-control-allow-origin'], undefined);
	});

	test('an Accept that cannot be served gets JSON', async () => {
		for (const accept of ['text/html', 'application/xml', 'image/*', 'x', '*/*', '']) {
			await expect(200, api.get('/okrs', { headers: { Accept: accept } }));
		}
	});

	test('timestamps are YYYY-MM-DDTHH:MM:SSZ and dates YYYY-MM-DD', async () => {
		const { text } = await expect(200, api.get('/cycles'));

		for (const [, stamp] of text.matchAll(/"(?:created|updated)_at":"([^"]+)"/g)) {
			assert.match(stamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		}
		for (const [, date] of text.matchAll(/"(?:start|end)_date":"([^"]+)"/g)) {
			assert.match(date, /^\d{4}-\d\d-\d\d$/);
		}
	});

	test('text is UTF-8, not escaped needlessly', async () => {
		const { text } = await expect(201, api.post('/teams', { name: 'Zoë 日本 🚀 </a>' }));

		assert.ok(text.includes('"Zoë 日本 🚀 </a>"'), text);
	});
});

describe('the whole run', () => {
	test('okrctl verify finds every stored number equal to its recomputation', () => {
		assert.doesNotThrow(() => okrctl('verify'));
	});
});
