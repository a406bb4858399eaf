/*
 * The official MCP client libraries, both lines, in every way in which they open a connection: each
 * lists and calls every tool. They check what a tool says against its output schema themselves.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';
import { Client as NewClient, StreamableHTTPClientTransport as NewTransport }
	from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport }
	from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { Client, ok } from '../lib/client.mjs';
import { call, endpoint, stateless, tool, toolNames } from '../lib/mcp.mjs';
import { okrctl, url } from '../lib/server.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const info = { name: 'okr-tests', version: '1.0.0' };
let space, okr, keyResult;

before(async () => {
	space = new Workspace();
	okr = await space.okr({ title: 'Read by clients' });
	keyResult = await space.keyResult(okr.id);
	await space.api.post('/kpis', { name: 'Users', current_value: 1, target_value: 2 });
});

const where = new URL(url + endpoint);
const options = () => ({ requestInit: { headers: { Authorization: `Bearer ${space.api.key}` } } });

const clients = {
	'the older line': async () => {
		const client = new OldClient(info);

		await client.connect(new OldTransport(where, options()));
		assert.equal(client.getServerVersion().name, 'okr-server');
		return client;
	},
	'the newer line as it comes': () => newer({}),
	'the newer line, negotiating': () => newer({ versionNegotiation: { mode: 'auto' } }),
	'the newer line, stateless only': () =>
		newer({ versionNegotiation: { mode: { pin: stateless } } }),
};

async function newer(settings) {
	const client = new NewClient(info, settings);

	await client.connect(new NewTransport(where, options()));
	return client;
}

const argumentsOf = {
	get_okr: () => ({ okr_id: okr.id }),
	create_checkin: () => ({ kr_id: keyResult.id, value: 12, note: 'From a client' }),
	search_okrs: () => ({ query: 'read' }),
};

for (const [name, connect] of Object.entries(clients)) {
	describe(name, () => {
		test('lists the tools and calls each of them', async () => {
			const client = await connect();
			const { tools } = await client.listTools();

			assert.deepEqual(tools.map((tool) => tool.name), toolNames);
			for (const { name, inputSchema } of tools) {
				for (const detail of inputSchema.properties.detail?.enum ?? [undefined]) {
					const result = await client.callTool({ name,
						arguments: { ...argumentsOf[name]?.(), ...(detail && { detail }) } });

					assert.ok(!result.isError, `${name}: ${JSON.stringify(result)}`);
					assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
				}
			}
			await client.close();
		});

		test('hears of its mistakes', async () => {
			const client = await connect();
			const wrong = await client.callTool({ name: 'get_okr', arguments: { okr_id: 'x' } });

			assert.equal(wrong.isError, true);
			assert.match(wrong.content[0].text, /okr_id must be an id/);
			await assert.rejects(client.callTool({ name: 'no_such_tool', arguments: {} }),
				/no tool/);
			await client.close();
		});
	});
}

test('all check-ins of all clients are there', async () => {
	const { body } = await space.api.get(`/key-results/${keyResult.id}/checkins`);

	assert.equal(body.length, Object.keys(clients).length);
});

// A schema may name members that no answer has and still fit every answer, so each is looked for.
describe('the output schemas', () => {
	let sample, schemas;

	before(async () => {
		const name = unique('sample');

		okrctl('workspace', 'create', '--name', name);
		okrctl('sample', 'load', '--workspace', name);
		sample = new Client(url, okrctl('key', 'create', '--workspace', name, '--name', 'test',
			'--scopes', 'all', '--rate-limit', '0').key);
		await ok(sample.post('/kpis', { name: 'Churn', group_name: 'Retention', unit: '%',
			current_value: 3, target_value: 2, direction: 'lower' }));
		const { body } = await call(sample, 'older', 'tools/list');

		schemas = body.result.tools;
	});

	// Which members of a schema, by their paths, a value has.
	function collect(schema, value, path, seen) {
		const object = schema.anyOf?.find(({ properties }) => properties) ?? schema;

		for (const one of schema.items ? value : []) {
			collect(schema.items, one, path, seen);
		}
		for (const [name, inner] of Object.entries(object.properties ?? {})) {
			if (value?.[name] !== undefined) {
				seen.add(`${path}.${name}`);
				collect(inner, value[name] ?? [], `${path}.${name}`, seen);
			}
		}
	}

	function namesOf(schema, path) {
		const object = schema.anyOf?.find(({ properties }) => properties) ?? schema;
		const inner = schema.items ? namesOf(schema.items, path) : [];

		return [...inner, ...Object.entries(object.properties ?? {}).flatMap(([name, one]) =>
			[`${path}.${name}`, ...namesOf(one, `${path}.${name}`)])];
	}

	test('are true of what the tools tell of the sample, brief and full', async () => {
		const ajv = addFormats(new Ajv2020({ allErrors: true, allowUnionTypes: true }));
		const { okrs: [okr] } = await tool(sample, 'get_okrs');
		const args = { get_okr: { okr_id: okr.id }, search_okrs: { query: 'e' },
			create_checkin: { kr_id: okr.key_results[0].id, value: 1, status: 'blocked',
				note: 'From a test', blocker_note: 'Nothing' } };
		const seen = new Set();
		const names = [];

		for (const { name, inputSchema, outputSchema } of schemas) {
			const validate = ajv.compile(outputSchema);

			names.push(...namesOf(outputSchema, name));
			for (const detail of inputSchema.properties.detail?.enum ?? [undefined]) {
				const said = await tool(sample, name, { ...args[name], ...(detail && { detail }) });

				assert.ok(validate(said), `${name} ${detail}: ${ajv.errorsText(validate.errors)}`);
				collect(outputSchema, said, name, seen);
			}
		}
		assert.deepEqual(names.filter((name) => !seen.has(name)), []);
	});
});
