/*
 * MCP through programs that people use: the inspector's command line in both eras, its check of
 * schemas for portability, and the bridge for clients that only start programs.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { endpoint, toolNames } from '../lib/mcp.mjs';
import { run } from '../lib/run.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, 'node_modules', '.bin');
const guide = join(here, '..', '..', 'docs', 'mcp.md');
let space, okr, keyResult;

before(async () => {
	space = new Workspace();
	okr = await space.okr({ title: 'Inspected' });
	keyResult = await space.keyResult(okr.id);
});

async function inspect(words) {
	const { status, stdout, stderr } = await run(join(bin, 'mcp-inspector'), ['--cli',
		url + endpoint, '--transport', 'http', '--header', `Authorization: Bearer ${space.api.key}`,
		'--format', 'json', '-q', ...words]);

	assert.equal(status, 0, `${words.join(' ')}: ${status}\n${stdout}${stderr}`);
	return JSON.parse(stdout);
}

const argumentsOf = {
	get_okr: () => [`okr_id=${okr.id}`],
	create_checkin: () => [`kr_id=${keyResult.id}`, 'value=3', 'note=inspected'],
	search_okrs: () => ['query=inspected'],
};

for (const [era, words] of [['older', []], ['stateless', ['--protocol-era', 'modern']]]) {
	describe(`the inspector, ${era}`, () => {
		test('finds no fault with the schemas', async () => {
			const { result, tools = result.tools } = await inspect([...words, '--method',
				'tools/list', '--strict']);

			assert.deepEqual(tools.map(({ name }) => name), toolNames);
		});

		test('calls every tool', { concurrency: 2 }, async () => {
			for (const name of toolNames) {
				const said = await inspect([...words, '--method', 'tools/call', '--tool-name', name,
					...(argumentsOf[name]?.() ?? []).flatMap((word) => ['--tool-arg', word])]);
				const { isError, structuredContent } = said.result ?? said;

				assert.ok(!isError && structuredContent, `${name}: ${JSON.stringify(said)}`);
			}
		});
	});
}

// Every block of configuration in docs/mcp.md, with this server and a key filled in.
function blocks(key) {
	return readFileSync(guide, 'utf8').match(/(?<=```json\n)[^`]*(?=```)/g).map((block) =>
		JSON.parse(block.replaceAll('https://HOST', url).replaceAll('okrt_…', key)));
}

// What the guide tells Claude Desktop to start; npx would ask the registry for what is here.
function bridgeOf(key) {
	const { args, env, command } = blocks(key).map(({ mcpServers }) => mcpServers?.okr)
		.find((server) => server?.command);

	assert.deepEqual([command, ...args.slice(0, 2)], ['npx', '-y', 'mcp-remote']);
	return { args: [...args.slice(2), '--allow-http'], env: { ...process.env, ...env } };
}

test('every block of the guide is JSON and names the endpoint', () => {
	const all = blocks('okrt_x');

	assert.equal(all.length, 4);
	for (const block of all) {
		assert.ok(JSON.stringify(block).includes(url + endpoint), JSON.stringify(block));
	}
});

describe('the bridge', () => {
	test('carries every tool to a client that starts a program', async () => {
		const client = new Client({ name: 'okr-tests', version: '1.0.0' });

		await client.connect(new StdioClientTransport({ command: join(bin, 'mcp-remote'),
			...bridgeOf(space.api.key), stderr: 'ignore' }));
		const { tools } = await client.listTools();

		assert.deepEqual(tools.map(({ name }) => name), toolNames);
		for (const name of toolNames) {
			const args = Object.fromEntries((argumentsOf[name]?.() ?? []).map((word) =>
				word.split('=')));
			const result = await client.callTool({ name, arguments: { ...args,
				...(args.value && { value: Number(args.value) }) } });

			assert.ok(!result.isError, `${name}: ${JSON.stringify(result)}`);
		}
		await client.close();
	});

	// It takes the 401 for a wish to log in, finds no OAuth server and ends; what it prints has to
	// name the key, because the 401 itself is not in it.
	test('with a mistyped key ends and says that the key was refused', async () => {
		const { args, env } = bridgeOf('okrt_mistyped');
		const HOME = mkdtempSync(join(tmpdir(), 'okr-bridge-'));
		const child = spawn(join(bin, 'mcp-remote'), args,
			{ stdio: ['pipe', 'ignore', 'pipe'], env: { ...env, HOME }, timeout: 120000 });
		let said = '';

		child.stderr.on('data', (piece) => (said += piece));
		const [status] = await once(child, 'close');

		rmSync(HOME, { recursive: true });
		assert.notEqual(status, 0, said);
		assert.match(said, /refused its API key: correct the Authorization header/);
	});
});
