/*
 * Every exchange of the black-box tests is held against docs/openapi.json: status, headers, body, and
 * what was accepted. script/test lets the API tests record them (OKR_TEST_RECORD) and names the
 * folder (OKR_TEST_RECORDED). What is described and never occurred is told.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Contract } from './lib/contract.mjs';
import { allowed, unseen } from './lib/unseen.mjs';

const folder = process.env.OKR_TEST_RECORDED ?? '';
const contract = new Contract(JSON.parse(
	readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')));
const faults = new Map();
let exchanges = 0;

function* recorded() {
	for (const file of folder ? readdirSync(folder) : []) {
		for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
			if (line !== '') {
				yield JSON.parse(line);
			}
		}
	}
}

function name(exchange) {
	return contract.find(exchange.method, exchange.path.split('?')[0])?.operation.operationId;
}

for (const exchange of recorded()) {
	exchanges++;
	for (const fault of contract.check(exchange)) {
		const what = `${name(exchange)} ${exchange.status}: ${fault}`;

		faults.set(what, faults.get(what) ?? exchange);
	}
}

test('there is a record to check', (t) => {
	t.diagnostic(`${exchanges} exchanges`);
	assert.ok(exchanges > 1000, 'run script/test --only contract, or the API tests with OKR_TEST_RECORD');
});

test('every reply is as described', () => {
	const wrong = [...faults].filter(([what]) => !allowed.some((row) => row.what.test(what)));

	assert.deepEqual(wrong.map(([what, { method, path, payload }]) =>
		`${what} (${method} ${path.slice(0, 100)} ${(payload ?? '').slice(0, 200)})`), []);
});

test('everything that is described occurred, or is explained', () => {
	const missing = contract.expected().filter((what) => !contract.seen.has(what));

	assert.deepEqual(missing.filter((what) => !unseen.some((row) => row.what.test(what))), []);
	for (const row of unseen) {
		assert.ok(missing.some((what) => row.what.test(what)), `not needed: ${row.what}`);
	}
	for (const row of allowed) {
		assert.ok([...faults.keys()].some((what) => row.what.test(what)), `not needed: ${row.what}`);
	}
});
