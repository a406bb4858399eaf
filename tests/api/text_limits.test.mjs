/*
 * Every text of every body has its limit: at the limit it is kept whole, beyond it the field is named.
 * The texts are those of the description.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect } from '../lib/client.mjs';
import { description, goodStatus, operations, Records } from '../lib/described.mjs';
import { unique, Workspace } from '../lib/workspace.mjs';

const textBytes = 65535;

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
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

// So many characters, or bytes, that differ each time; of an address they stand before the @.
function filled(name, { maxLength }, more) {
	const ending = name === 'email' ? '@example.org' : '';
	const start = unique('é');

	return maxLength ? start.padEnd(maxLength + more - ending.length, 'é') + ending :
		start.padEnd(textBytes + more - 1, 'x');
}

for (const operation of operations) {
	const schema = operation.requestBody?.content['application/json']?.schema;

	if (!schema || ['/api/public/mcp', '/api/v1/goals/search'].includes(operation.path))
		continue;
	describe(operation.name, () => {
		for (const text of textsOf(schema))
			test(`${text.name}: ${text.maxLength ?? textBytes}`, async () => {
				const records = new Records(space);
				const path = await records.path(operation);
				const send = async (value) => api.request(operation.method, path,
					{ ...await records.body(operation), [text.name]: value }, { root: true });
				const whole = filled(text.name, text, 0);
				const { text: answer } = await expect(goodStatus(operation), send(whole));

				if (answer.includes(`"${text.name}":"`))
					assert.ok(answer.includes(`"${text.name}":"${whole}"`), 'it is kept whole');
				await badFields([text.name], send(filled(text.name, text, 1)));
			});
	});
}
