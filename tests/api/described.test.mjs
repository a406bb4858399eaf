/*
 * What docs/openapi.json says of every operation, tried on every operation: its example works, and
 * each error that many operations share is answered.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Client, expect } from '../lib/client.mjs';
import { forPeople, goodStatus, ofSessions, operations as allOperations, parametersOf, Records,
	takesHeader }
	from '../lib/described.mjs';
import { tokenClient } from '../lib/people.mjs';
import { url } from '../lib/server.mjs';
import { allScopes, Workspace } from '../lib/workspace.mjs';

// Those that are for sessions have tests of their own (tests/api/sessions.test.mjs).
const operations = allOperations.filter((one) => !ofSessions(one));
const space = new Workspace();
const nobody = new Client(url);
const scopeless = space.client(['reviews:read']);
const adminOnly = space.client(['workspace:admin']);
const limited = space.client(undefined, { 'rate-limit': 1 });
const protectedOnes = operations.filter(({ security }) => security.length > 0);
const unknownId = '01900000-0000-7000-8000-000000000000';
const root = { root: true };
const alice = tokenClient(space, space.admin.email, allScopes);

const allowed = ({ name }) => (forPeople.has(name) ? alice : space.api);

// Figures for Prometheus are no JSON, as the description says.
function isJson(operation) {
	const { content } = operation.responses[goodStatus(operation)];

	return !content || 'application/json' in content;
}

function request(client, operation, path, body, headers = {}) {
	return client.request(operation.method, path, body,
		{ ...root, headers, loose: !isJson(operation) });
}

function unknownPath({ path }) {
	return path.replaceAll(/\{\w+\}/g, unknownId);
}

// What has to be so before an operation can succeed.
const before = {
	restoreOkr: (path) => space.api.delete(path.replace('/restore', ''), root),
	restoreKeyResult: (path) => space.api.delete(path.replace('/restore', ''), root),
	getReviewSummary: (path) => space.api.post(path.replace('summary', 'share'), undefined, root),
};

async function ready(operation) {
	const records = new Records(space);
	const path = await records.path(operation);

	await before[operation.name]?.(path);
	return { records, path, body: await records.body(operation) };
}

describe('the example of every operation works', () => {
	for (const operation of operations) {
		const { method, name } = operation;

		test(name, async () => {
			const { records, path, body } = await ready(operation);
			const headers = takesHeader(operation, 'Idempotency-Key') ?
				{ 'Idempotency-Key': name } : {};

			if (takesHeader(operation, 'If-Match')) {
				await expect(412, request(space.api, operation, path, body,
					{ 'If-Match': '"999"' }));
			}
			const answer = await expect(goodStatus(operation),
				request(allowed(operation), operation, path, body, headers));

			if (takesHeader(operation, 'If-None-Match')) {
				await expect(304, request(allowed(operation), operation, path, body,
					{ 'If-None-Match': answer.headers.etag }));
			}
			if (operation.responses['422']) {
				const other = JSON.stringify(await records.body(operation) ?? {});

				await before[name]?.(path);
				await expect(422, request(space.api, operation, path, `${other} `, headers));
			}
		});
	}
});

describe('shared errors', () => {
	test('401 without a credential', async () => {
		for (const operation of protectedOnes) {
			await expect(401, request(nobody, operation, unknownPath(operation)));
		}
	});

	test('403 without the scope', async () => {
		for (const operation of protectedOnes.filter((one) => one['x-scopes'].length > 0)) {
			const client = operation['x-scopes'][0] === 'reviews:read' ? adminOnly : scopeless;

			await expect(403, request(client, operation, unknownPath(operation)));
		}
	});

	test('429 over the limit', async () => {
		for (const operation of protectedOnes) {
			const ask = () => request(limited, operation, unknownPath(operation));
			const first = await ask();

			// The first request of a minute is not over the limit.
			await (first.status === 429 ? first : expect(429, ask()));
		}
	});

	test('400 for an unknown query parameter', async () => {
		for (const operation of operations.filter(({ name }) => name !== 'callMcp')) {
			await expect(400, request(space.api, operation, `${unknownPath(operation)}?nonsense=1`));
		}
	});

	test('404 for an id that names nothing', async () => {
		for (const operation of operations.filter((one) => one.responses['404'] &&
			one.path.includes('{'))) {
			const body = await new Records(space).body(operation);

			await expect(404, request(space.api, operation, unknownPath(operation), body));
		}
	});

	test('413 and 415 for bodies that are too large or not JSON', async () => {
		for (const operation of operations.filter(({ responses }) => responses['415'])) {
			const { path, body } = await ready(operation);

			// Whole files may be larger than what describes one record.
			await expect(413, request(space.api, operation, path,
				' '.repeat(operation.operationId === 'checkImport' ? 17 << 20 : 1200000)));
			await expect(415, request(space.api, operation, path, JSON.stringify(body),
				{ 'Content-Type': 'text/plain' }));
		}
	});
});

test('parameters of lists: limit 1 and the cursor behind it', async () => {
	for (const operation of operations.filter((one) => one.method === 'GET' &&
		parametersOf(one).some(({ name }) => name === 'cursor'))) {
		const { path } = await ready(operation);
		const { headers, body } = await expect(200, request(allowed(operation), operation,
			`${path}?limit=1`));
		const next = /<[^>]*(\?[^>]*)>; rel="next"/.exec(headers.link ?? '')?.[1];

		assert.ok(Array.isArray(body.data ?? body.items ?? body), operation.name);
		if (next) {
			await expect(200, request(allowed(operation), operation, path + next));
		}
	}
});
