/*
 * Every text of every body has its limit: at the limit it is kept whole, beyond it the field is named.
 * The texts are those of the description.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect } from '../lib/client.mjs';
import { description, goodStatus, ofSessions, operations, Records } from '../lib/described.mjs';
import { signedIn } from '../lib/sign_in.mjs';
import { unique, Workspace } from '../lib/workspace.mjs';

const textBytes = 65535;

let space, api, person;

before(async () => {
	space = new Workspace();
	api = space.api;
	person = (await signedIn(space, {}, 'a sentence of the tests')).client;
});

const resolve = (schema) => schema.$ref ?
	schema.$ref.slice(2).split('/').reduce((at, key) => at[key], description) : schema;

const isText = ({ type, enum: words, format }, name) => [type].flat().includes('string') &&
	[type].flat().every((one) => ['string', 'null'].includes(one)) && !words && !format &&
	!/(^|_)ids?$/.test(name) || ['external_id', 'connector_id', 'app_id'].includes(name);

// One of a list that the description does not have.
const listed = ['time_zone'];

const textsOf = (schema) => Object.entries(resolve(schema).properties)
	.filter(([name, one]) => isText(one, name) && !listed.includes(name)).map(([name, { maxLength }]) => ({ name, maxLength }));

// So many characters, or bytes, that differ each time; of an address they stand before the @. What is taken
// as it is (a password, a token) has its limit in bytes.
function filled(name, { maxLength }, more, letter = 'é') {
	const ending = name === 'email' ? '@example.org' : '';
	const start = unique(letter);

	return maxLength ? start.padEnd(maxLength + more - ending.length, letter) + ending :
		start.padEnd(textBytes + more - 1, 'x');
}

for (const operation of operations) {
	const schema = operation.requestBody?.content['application/json']?.schema;

	// Without a setup code there is nothing to set up: tests/host/first_admin and setup_page ask. A table has
	// columns, not members: tests/api/imports.
	if (!schema || resolve(schema).type === 'array' || ['/api/public/mcp', '/api/v1/goals/search'].includes(operation.path) ||
		/^\/api\/v1\/setup\b/.test(operation.path))
		continue;
	describe(operation.name, () => {
		for (const text of textsOf(schema))
			test(`${text.name}: ${text.maxLength ?? textBytes}`, async () => {
				const records = new Records(space);
				const path = await records.path(operation);
				const client = ofSessions(operation) ? person : api;
				const send = async (value) => client.request(operation.method, path,
					{ ...await records.body(operation), [text.name]: value }, { root: true });
				const letter = ofSessions(operation) ? 'e' : 'é';
				const whole = filled(text.name, text, 0, letter);

				// What signs in is refused for what it is, and not for its length.
				if (ofSessions(operation)) {
					const { body, status } = await send(whole);

					assert.ok(status >= 400 && !JSON.stringify(body).includes('must have at most'), JSON.stringify(body));
					await badFields([text.name], send(filled(text.name, text, 1, letter)));
					return;
				}
				const { text: answer } = await expect(goodStatus(operation), send(whole));

				if (answer.includes(`"${text.name}":"`))
					assert.ok(answer.includes(`"${text.name}":"${whole}"`), 'it is kept whole');
				await badFields([text.name], send(filled(text.name, text, 1, letter)));
			});
	});
}
