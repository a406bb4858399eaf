/*
 * Reads by POST take members of the JSON types that the description gives them, and no others
 * (rulings.md 60): the search of goals by the API description, the tools by their own schemas.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, badFields, expect, ok } from '../lib/client.mjs';
import { call, toolError } from '../lib/mcp.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const description = await ok(new Client(url).get('/openapi.json', { loose: true }));

const nobody = '01890000-0000-7000-8000-000000000001';

// One value of every JSON type; null is as if the member were not there.
const samples = { string: 'x', number: 5, integer: 5, boolean: true, array: ['x'], object: { x: 1 } };

function resolved(schema) {
	return schema.$ref ? resolved(schema.$ref.slice(2).split('/').reduce((at, name) => at[name],
		description)) : schema;
}

// The types that a schema takes, with that of an array's items behind it: 'array of string'.
function typesOf(schema) {
	const { anyOf, type, items } = resolved(schema);

	if (anyOf) {
		return anyOf.flatMap(typesOf);
	}
	assert.ok(type, `a schema without a type: ${JSON.stringify(schema)}`);
	return [type].flat().flatMap((one) => one === 'array' ?
		typesOf(items).map((item) => `array of ${item}`) : [one]);
}

// Values of types that the schema does not have.
function wrongValues(schema) {
	const types = typesOf(schema);
	const fits = (type) => types.includes(type) || (type === 'integer' && types.includes('number')) ||
		(type === 'number' && types.includes('integer'));
	const scalars = Object.entries(samples).filter(([type]) => type !== 'array' && !fits(type));
	const items = types.filter((type) => type.startsWith('array of '));
	const arrays = items.length === 0 ? [[], [samples[types[0]]]] :
		scalars.filter(([type]) => !items.includes(`array of ${type}`)).map(([, value]) => [value]);

	return [...scalars.map(([, value]) => value), ...arrays];
}

describe('a member of a search has the type that the description gives it', () => {
	const { properties } = resolved(description.paths['/api/v1/goals/search'].post.requestBody
		.content['application/json'].schema);

	test('it describes what there is', () => {
		assert.ok(Object.keys(properties).length >= 14);
		assert.deepEqual(typesOf(properties.archived), ['boolean', 'string']);
		assert.deepEqual(typesOf(properties.is_shared), ['boolean', 'array of boolean']);
	});

	for (const [name, schema] of Object.entries(properties)) {
		for (const value of wrongValues(schema)) {
			test(`${name}: ${JSON.stringify(value)} is a 400 that names it`, () =>
				badFields([name], api.post('/goals/search', { [name]: value })));
		}
	}

	test('"5" is no limit, 5 no text, "true" no flag and no archived', async () => {
		await badFields(['limit', 'text', 'is_shared', 'archived', 'only_top_level'],
			api.post('/goals/search', { limit: '5', text: 5, is_shared: 'true', archived: 'true',
				only_top_level: 'false' }));
	});

	for (const body of [{ text: 'x', limit: 5, is_shared: true, archived: true }, { limit: 5.0 },
		{ archived: 'any' }, { archived: false }, { is_shared: [true, false] }, { limit: 50,
			sort: '-title', only_top_level: true }, { status: ['active'], owner_type: 'team' },
		{ parent_goal_id: [nobody] }, { date_period_start: '2026-01-01', text: null, limit: null }]) {
		test(`${JSON.stringify(body)} is taken`, () => expect(200, api.post('/goals/search', body)));
	}

	test('a limit in any notation of a whole number is one', async () => {
		await expect(200, api.post('/goals/search', '{"limit": 5.0}'));
		await expect(200, api.post('/goals/search', '{"limit": 5e1}'));
		await badFields(['limit'], api.post('/goals/search', '{"limit": 5.5}'));
	});

	test('what is unknown is unknown with any value', async () => {
		await badFields(['colour', 'size'], api.post('/goals/search', { colour: null, size: [1] }));
	});
});

test('a parameter that is no filter takes one value in a query string', async () => {
	await badFields(['limit', 'sort'], api.get('/goals?limit=5,6&sort=title,-title'));
	await badFields(['cursor'], api.get('/goals?cursor=a,b'));
});

describe('an argument of a tool has the type that its schema gives it', () => {
	let tools;

	before(async () => {
		({ tools } = (await call(api, 'older', 'tools/list')).body.result);
	});

	test('of all tools', async () => {
		let tried = 0;

		for (const { name, inputSchema } of tools) {
			for (const [argument, schema] of Object.entries(inputSchema.properties)) {
				for (const value of wrongValues(schema)) {
					const text = await toolError(api, name, { [argument]: value });

					assert.match(text, new RegExp(`(^|; )${argument} (must|takes)`),
						`${name} ${argument} ${JSON.stringify(value)}`);
					assert.doesNotMatch(text, new RegExp(`${argument} is required`), text);
					tried++;
				}
			}
		}
		assert.ok(tried > 100, String(tried));
	});
});
