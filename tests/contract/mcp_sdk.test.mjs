/*
 * The official MCP client libraries, both lines, in every way in which they open a connection: each
 * lists and calls every tool. They check what a tool says against its output schema themselves.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client as NewClient, StreamableHTTPClientTransport as NewTransport }
	from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport }
	from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { endpoint, stateless, toolNames } from '../lib/mcp.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

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
			for (const tool of tools) {
				const result = await client.callTool({ name: tool.name,
					arguments: argumentsOf[tool.name]?.() ?? {} });

				assert.ok(!result.isError, `${tool.name}: ${JSON.stringify(result)}`);
				assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
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
