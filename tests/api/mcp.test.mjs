/*
 * MCP as a protocol (seed 003 "AI Assistants", api.md section 6, rulings.md 31): envelope, the two
 * eras, what the door refuses. The tools themselves are in mcp_tools.test.mjs.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, expect, ok, refused } from '../lib/client.mjs';
import { curl } from '../lib/curl.mjs';
import { call, endpoint, eraNames, meta, older, post, refusal, stateless, tool, toolNames }
	from '../lib/mcp.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

let space, api, okr, keyResult;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr({ title: 'Assistants read this' });
	keyResult = await space.keyResult(okr.id);
});

async function checkInCount() {
	return (await ok(api.get(`/key-results/${keyResult.id}/checkins`))).length;
}

describe("the seed's calls", () => {
	test('list the nine tools without jsonrpc and id', async () => {
		const { status, body } = await post(api, { method: 'tools/list' });

		assert.equal(status, 200);
		assert.equal(body.id, null);
		assert.deepEqual(body.result.tools.map(({ name }) => name), toolNames);
	});

	test('call a tool without jsonrpc and id', async () => {
		const { status, body } = await post(api, { method: 'tools/call',
			params: { name: 'get_okrs', arguments: { status: 'at_risk' } } });

		assert.equal(status, 200);
		assert.equal(body.id, null);
		assert.equal(body.result.isError, false);
		assert.ok(Array.isArray(body.result.structuredContent.okrs));
	});

	test('work by curl as they are printed', () => {
		const list = curl(`curl -X POST https://go.okrstool.com/api/public/mcp \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"method":"tools/list"}'`, api.key, { YOUR_API_KEY: api.key });
		const okrs = curl(`curl -X POST https://go.okrstool.com/api/public/mcp \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "method":"tools/call",
    "params":{
      "name":"get_okrs",
      "arguments":{"status":"at_risk"}
    }
  }'`, api.key, { YOUR_API_KEY: api.key });

		assert.equal(list.body.result.tools.length, 9);
		assert.equal(okrs.body.result.isError, false);
	});
});

describe('the older revisions', () => {
	for (const [asked, given] of [['2025-11-25', '2025-11-25'], ['2025-06-18', '2025-06-18'],
		['2025-03-26', '2025-11-25'], ['2026-07-28', '2025-11-25'], ['1.0', '2025-11-25']]) {
		test(`initialize with ${asked} agrees on ${given}`, async () => {
			const { body: { result } } = await post(api, { jsonrpc: '2.0', id: 1,
				method: 'initialize', params: { protocolVersion: asked, capabilities: {},
					clientInfo: { name: 'test', version: '0' } } });

			assert.equal(result.protocolVersion, given);
			assert.deepEqual(result.capabilities, { tools: { listChanged: false } });
			assert.equal(result.serverInfo.name, 'okr-server');
			assert.match(result.serverInfo.version, /^\d+\.\d+/);
			assert.ok(result.instructions.length > 50);
			assert.equal(result.resultType, undefined);
		});
	}

	for (const version of [...older, '2025-03-26']) {
		test(`a call with the header ${version} is answered`, async () => {
			const { status, body } = await post(api, { jsonrpc: '2.0', id: 1, method: 'ping' },
				{ 'MCP-Protocol-Version': version });

			assert.equal(status, 200);
			assert.deepEqual(body.result, {});
		});
	}

	test('a call without the header is answered', async () => {
		const { body } = await post(api, { jsonrpc: '2.0', id: 1, method: 'ping' });

		assert.deepEqual(body.result, {});
	});

	test('a revision that nobody knows is a 400 that tells those that we speak', async () => {
		const { body } = await refusal(400, -32022, post(api,
			{ jsonrpc: '2.0', id: 1, method: 'ping' }, { 'MCP-Protocol-Version': '1999-01-01' }));

		assert.deepEqual(body.error.data,
			{ supported: [stateless, ...older], requested: '1999-01-01' });
	});

	test('an unknown method is -32601 with status 200', async () => {
		for (const method of ['resources/list', 'prompts/list', 'logging/setLevel',
			'server/discover', 'tools/List', '']) {
			await refusal(200, -32601, post(api, { jsonrpc: '2.0', id: 1, method }));
		}
	});
});

describe('the stateless revision', () => {
	const head = { 'MCP-Protocol-Version': stateless, 'Mcp-Method': 'tools/list' };
	const list = (_meta, headers) => post(api, { jsonrpc: '2.0', id: 5, method: 'tools/list',
		params: { _meta } }, headers);
	const getOkr = (headers) => post(api, { jsonrpc: '2.0', id: 6, method: 'tools/call',
		params: { name: 'get_okr', arguments: { okr_id: okr.id }, _meta: meta } },
	{ 'MCP-Protocol-Version': stateless, 'Mcp-Method': 'tools/call', ...headers });

	test('server/discover tells revisions, capabilities and who answers', async () => {
		const { body: { result } } = await call(api, 'stateless', 'server/discover');

		assert.equal(result.resultType, 'complete');
		assert.deepEqual(result.supportedVersions, [stateless, ...older]);
		assert.deepEqual(result.capabilities, { tools: { listChanged: false } });
		assert.equal(result._meta['io.modelcontextprotocol/serverInfo'].name, 'okr-server');
		assert.ok(Number.isInteger(result.ttlMs) && result.ttlMs >= 0);
		assert.equal(result.cacheScope, 'private');
	});

	test('tools/list may be kept for a while, by its caller alone', async () => {
		const { body: { result } } = await call(api, 'stateless', 'tools/list');

		assert.equal(result.cacheScope, 'private');
		assert.ok(result.ttlMs > 0);
		assert.deepEqual(result.tools.map(({ name }) => name), toolNames);
	});

	test('_meta without version or capabilities is -32602', async () => {
		const { 'io.modelcontextprotocol/clientCapabilities': left, ...noCapabilities } = meta;
		const { 'io.modelcontextprotocol/protocolVersion': right, ...noVersion } = meta;

		assert.deepEqual([left, right], [{}, stateless]);
		for (const wrong of [undefined, {}, noVersion, noCapabilities,
			{ ...meta, 'io.modelcontextprotocol/clientCapabilities': [] }]) {
			await refusal(400, -32602, list(wrong, head));
		}
	});

	test('headers that are missing or unlike the body are -32020', async () => {
		for (const wrong of [{ 'MCP-Protocol-Version': stateless }, { 'Mcp-Method': 'tools/list' },
			{ ...head, 'Mcp-Method': 'tools/call' }, { ...head, 'Mcp-Method': 'TOOLS/LIST' },
			{ ...head, 'MCP-Protocol-Version': older[0] }]) {
			await refusal(400, -32020, list(meta, wrong));
		}
		for (const wrong of [{}, { 'Mcp-Name': 'get_okrs' }, { 'Mcp-Name': '=?base64?!!?=' }]) {
			await refusal(400, -32020, getOkr(wrong));
		}
	});

	test('headers may have blanks around them, and be wrapped in base64', async () => {
		for (const name of ['get_okr', '  get_okr  ',
			`=?base64?${Buffer.from('get_okr').toString('base64')}?=`]) {
			const { body } = await getOkr({ 'Mcp-Name': name });

			assert.equal(body.result?.structuredContent.okr.id, okr.id, JSON.stringify(body));
		}
	});

	test('a revision that nobody knows is -32022', async () => {
		const { body } = await refusal(400, -32022, list(
			{ ...meta, 'io.modelcontextprotocol/protocolVersion': '2999-01-01' },
			{ ...head, 'MCP-Protocol-Version': '2999-01-01' }));

		assert.deepEqual(body.error.data,
			{ supported: [stateless, ...older], requested: '2999-01-01' });
	});

	test('what it removed, and what never was, is a 404 with -32601', async () => {
		for (const method of ['initialize', 'ping', 'logging/setLevel', 'resources/list']) {
			await refusal(404, -32601, call(api, 'stateless', method));
		}
	});
});

describe('the envelope', () => {
	test('what is no JSON is -32700', async () => {
		for (const body of ['', '{', 'nonsense', '{"method":"ping"}}', '{"a":1,"a":2}']) {
			const answer = await refusal(400, -32700, post(api, body));

			assert.equal(answer.body.id, null);
		}
	});

	test('a batch, or another value than an object, is -32600', async () => {
		for (const body of [[], [{ jsonrpc: '2.0', id: 1, method: 'ping' }], 'null', '1', '"x"']) {
			await refusal(400, -32600, post(api, body));
		}
	});

	test('another jsonrpc, an odd id, no method: -32600', async () => {
		for (const body of [{ jsonrpc: '1.0', id: 1, method: 'ping' },
			{ jsonrpc: 2, id: 1, method: 'ping' }, { jsonrpc: '2.0', id: {}, method: 'ping' },
			{ jsonrpc: '2.0', id: [1], method: 'ping' }, { jsonrpc: '2.0', id: true, method: 'ping' },
			{ jsonrpc: '2.0', id: 1 }, { jsonrpc: '2.0', id: 1, method: 7 }, {}]) {
			await refusal(400, -32600, post(api, body));
		}
	});

	test('params that are no object are -32602', async () => {
		for (const params of [[], 'x', 1]) {
			await refusal(400, -32602, post(api, { jsonrpc: '2.0', id: 1, method: 'ping', params }));
		}
	});

	test('ids come back as they came', async () => {
		for (const id of ['0', '-7', '1.50', '12345678901234567890', '"a"', '"\\u00e9 \\n"', '""',
			'null', '1e3']) {
			const { text } = await post(api, `{"jsonrpc":"2.0","id":${id},"method":"ping"}`);

			assert.ok(text.includes(`"id":${id},`), text);
		}
	});

	test('notifications and answers to nobody are taken with 202', async () => {
		for (const body of [{ jsonrpc: '2.0', method: 'notifications/initialized' },
			{ method: 'notifications/initialized' },
			{ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } },
			{ jsonrpc: '2.0', id: 1, result: {} },
			{ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'x' } }]) {
			assert.equal((await post(api, body)).status, 202);
		}
	});

	test('a call that was sent as a notification is refused, and nothing is done', async () => {
		const before_ = await checkInCount();

		await refusal(400, -32600, post(api, { jsonrpc: '2.0', method: 'tools/call',
			params: { name: 'create_checkin', arguments: { kr_id: keyResult.id, value: 3 } } }));
		assert.equal(await checkInCount(), before_);
	});

	test('an unknown tool, and arguments that are no object, are -32602', async () => {
		for (const era of eraNames) {
			await refusal(200, -32602, call(api, era, 'tools/call', { name: 'drop_tables' }));
			await refusal(200, -32602, call(api, era, 'tools/call',
				{ name: 'get_okrs', arguments: [] }));
		}
		await refusal(200, -32602, call(api, 'older', 'tools/call', {}));
		await refusal(200, -32602, call(api, 'older', 'tools/list', { cursor: 'x' }));
	});

	// A generator with a seed, so that what was found once is found again.
	function* randoms(seed) {
		for (let state = seed;;) {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			yield state / 2 ** 32;
		}
	}

	// Cuts, doubles, swaps or replaces a piece of a text.
	function mutated(text, random) {
		const next = () => random.next().value;
		const at = Math.floor(next() * text.length);
		const piece = text.slice(at, at + Math.ceil(next() * 12));
		const odd = ['"', '{', '}', '[', ']', ',', ':', 'null', '1e999', '\\u0000', '\\ud800', '""',
			'\u00e9', '-', 'true', '{"a":1}'];
		const instead = ['', piece + piece, odd[Math.floor(next() * odd.length)]];

		return text.slice(0, at) + instead[Math.floor(next() * instead.length)] +
			text.slice(at + piece.length);
	}

	test('however it is broken, it is answered, and nothing is written', async () => {
		const random = randoms(20260728);
		const before_ = await checkInCount();
		const whole = [{ jsonrpc: '2.0', id: 'x', method: 'tools/call', params: { name: 'get_okrs',
			arguments: { status: 'at_risk', limit: 3 }, _meta: meta } },
		{ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'create_checkin',
			arguments: { kr_id: `${keyResult.id}`.replace(/^./, 'f'), value: 1.5, note: 'n' } } },
		{ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: older[0] } }];

		for (let i = 0; i < 600; i++) {
			let text = JSON.stringify(whole[i % whole.length]);

			for (let times = 1 + (i % 3); times > 0; times--) {
				text = mutated(text, random);
			}
			const { status, body } = await post(api, text, i % 2 ? {} :
				{ 'MCP-Protocol-Version': stateless, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'get_okrs' });

			assert.ok(status < 500, `${text}: ${status} ${JSON.stringify(body)}`);
		}
		assert.equal(await checkInCount(), before_);
	});

	test('deep, long and odd texts do no harm', async () => {
		const deep = `${'['.repeat(40)}${']'.repeat(40)}`;

		await refusal(400, -32700, post(api, `{"method":"ping","params":{"x":${deep}}}`));
		await refusal(200, -32601, post(api, { jsonrpc: '2.0', id: 1, method: 'é'.repeat(5000) }));
		await refusal(200, -32602, post(api, { jsonrpc: '2.0', id: 'x'.repeat(9000),
			method: 'tools/call', params: { name: 'y'.repeat(9000) } }));
	});
});

describe('the door', () => {
	test('is POST alone', async () => {
		for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
			const answer = await refused(405, api.request(method, endpoint, undefined,
				{ root: true }));

			assert.equal(answer.headers.allow, 'POST, OPTIONS');
		}
	});

	test('a missing or wrong key is a 401 that leads to no OAuth', async () => {
		for (const [key, challenge] of [[undefined, 'Bearer realm="okr"'],
			['okrt_wrong', 'Bearer realm="okr", error="invalid_token"']]) {
			const { headers } = await refused(401, post(new Client(url, key),
				{ method: 'tools/list' }));

			assert.equal(headers['www-authenticate'], challenge);
		}
	});

	// mcp-remote prints this and not the 401 that sent it there.
	test('where clients look for OAuth there is a 404 that tells of the refused key', async () => {
		for (const path of ['/.well-known/oauth-authorization-server',
			'/.well-known/oauth-protected-resource',
			'/.well-known/oauth-protected-resource/api/public/mcp',
			'/.well-known/openid-configuration', '/register']) {
			for (const method of ['GET', 'POST']) {
				const { status, body } = await api.request(method, path, undefined,
					{ root: true, loose: true });

				assert.equal(status, 404, path);
				assert.equal(body.error, 'not_found', path);
				assert.match(body.message, /no OAuth here.*refused its API key/, path);
			}
		}
	});

	test('another media type is a 415, too much a 413', async () => {
		await refused(415, post(api, 'method=ping', { 'Content-Type': 'text/plain' }));
		await expect(413, post(api, `{"method":"${'x'.repeat(1100000)}"}`));
	});

	test('query parameters are a 400', async () => {
		await refused(400, api.request('POST', `${endpoint}?session=1`, { method: 'ping' },
			{ root: true }));
	});

	test('pages of other origins are a 403, those of this machine are served', async () => {
		for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example',
			'http://evil.example:80', 'https://127.0.0.1.evil.example', 'localhost', '']) {
			await refused(403, post(api, { method: 'ping' }, { Origin: origin }));
		}
		for (const origin of ['http://localhost:6274', 'http://127.0.0.1', 'https://[::1]:1']) {
			const { status } = await post(api, { method: 'ping' }, { Origin: origin });

			assert.equal(status, 200, origin);
		}
	});

	test('each request counts once against the limit, and the 429 is ours', async () => {
		if (new Date().getUTCSeconds() > 50) {
			await new Promise((resolve) => setTimeout(resolve, 11000));
		}
		const client = space.client(['okrs:read'], { 'rate-limit': 3 });
		const remaining = [];

		for (const name of ['get_okrs', 'get_cycle', 'get_risks']) {
			const { headers } = await call(client, 'older', 'tools/call', { name });

			remaining.push(Number(/r=(\d+)/.exec(headers.ratelimit)[1]));
		}
		assert.deepEqual(remaining, [2, 1, 0]);
		const late = await post(client, { method: 'tools/list' });

		assert.equal(late.status, 429);
		assert.deepEqual(Object.keys(late.body), ['error', 'retry_after_seconds']);
		assert.equal(late.headers['retry-after'], String(late.body.retry_after_seconds));
	});

	test('a tool answers the same in both eras', async () => {
		const [left, right] = await Promise.all(eraNames.map((era) =>
			tool(api, 'get_okr', { okr_id: okr.id }, { era })));

		assert.deepEqual(left, right);
	});
});
