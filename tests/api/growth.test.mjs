/*
 * However much is wrong with a request, its answer stays small (rulings.md 70): the first 100 faults
 * are told and the rest is counted, and of a word that the caller made up as much is repeated as
 * tells which one is meant.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ok, refused } from '../lib/client.mjs';
import { call, endpoint, meta, post, refusal, stateless, toolError } from '../lib/mcp.mjs';
import { Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const okr = await space.okr();
const keyResult = await space.keyResult(okr.id);
const most = 100;

const fields = (count, value = 1) => Object.fromEntries(Array.from({ length: count },
	(_, i) => [`u${i}`, value]));

// The answer tells 100 faults and counts `more`.
async function refusesShortly(more, promise, bytes = 30000) {
	const { body, text } = await refused(400, promise);

	assert.equal(body.details.length, most);
	assert.equal(body.more, more);
	assert.match(body.message, new RegExp(`^${most + more} fields are not valid`));
	assert.ok(text.length < bytes, `${text.length} bytes`);
	return body;
}

describe('a list of faults ends after 100', () => {
	test('80,000 unknown fields of a body are 100 details and "more": 79900', async () => {
		await refusesShortly(79900, api.put(`/okrs/${okr.id}`, fields(80000)));
		await refusesShortly(79903, api.post('/okrs', fields(80000))); // title, type, cycle_id
	});

	test('100 faults have no "more", 101 have "more": 1', async () => {
		const { body } = await refused(400, api.put(`/okrs/${okr.id}`, fields(100)));

		assert.deepEqual([body.details.length, 'more' in body], [100, false]);
		await refusesShortly(1, api.put(`/okrs/${okr.id}`, fields(101)));
	});

	test('the same in application/problem+json', async () => {
		const { body, text } = await api.post('/kpis', { name: 'x', ...fields(80000) },
			{ headers: { Accept: 'application/problem+json' }, loose: true });

		assert.deepEqual([body.status, body.details.length, body.more], [400, most, 79900]);
		assert.ok(text.length < 30000, `${text.length} bytes`);
	});

	test('unknown members of a search', () =>
		refusesShortly(2900, api.post('/goals/search', fields(3000))));

	test('unknown parameters of a list and of a single record', async () => {
		const query = Array.from({ length: 900 }, (_, i) => `u${i}=1`).join('&');

		await refusesShortly(800, api.get(`/okrs?${query}`));
		await refusesShortly(800, api.get(`/okrs/${okr.id}?${query}`));
		await refusesShortly(800, api.get(`/okr/objectives?${query}`));
	});

	test('one parameter given 1,000 times', () =>
		refusesShortly(899, api.get(`/okrs?${Array(1000).fill('q=x').join('&')}`)));

	test('faults of a batch', () => refusesShortly(1400, api.post('/checkins/batch',
		{ checkins: Array(500).fill({ key_result_id: 'x', value: [], status: 'x' }) })));

	test('check-ins of a batch that name nothing', async () => {
		const { details, more } = await refusesShortly(400, api.post('/checkins/batch', { checkins:
			Array(500).fill({ key_result_id: '01890000-0000-7000-8000-000000000001', value: 1 }) }));

		assert.deepEqual([details[99].field, more], ['checkins[99].key_result_id', 400]);
	});

	test('faults of nested key results', () => refusesShortly(1900, api.post('/okrs',
		{ title: 'x', type: 'org', cycle_id: space.ownCycle.id, key_results: Array(500).fill({}) })));

	test('3,000 unknown arguments of a tool are one short text', async () => {
		for (const [name, args] of [['get_okrs', {}], ['create_checkin', { kr_id: keyResult.id,
			value: 1 }], ['search_okrs', { query: 'x' }]]) {
			const text = await toolError(api, name, { ...args, ...fields(3000) });

			assert.match(text, /; and 2900 more\./);
			assert.equal(text.match(/\bu\d+ is /g).length, most);
			assert.ok(text.length < 10000, `${text.length} characters`);
		}
	});
});

describe('a word that the caller made up is not repeated at any length', () => {
	const long = 'ä😀'.repeat(50000);
	const cut = `${'ä😀'.repeat(50)}…`;

	test('the name of a field', async () => {
		for (const [path, body] of [['/okrs', { [long]: 1 }], ['/goals/search', { [long]: 1 }],
			['/okrs', { key_results: [{ [long]: 1 }] }]]) {
			const { body: { details }, text } = await refused(400, api.post(path, body));
			const names = details.map(({ field }) => field);

			assert.ok(names.some((name) => cut.startsWith(name.replace(/^key_results\[0\]\.|…$/g, ''))),
				text);
			assert.ok(text.length < 3000, `${text.length} bytes`);
		}
		const { body: { details } } = await refused(400, api.put(`/okrs/${okr.id}`, { [long]: 1 }));

		assert.equal(details[0].field, cut);
	});

	test('the name of a parameter', async () => {
		const { body } = await refused(400,
			api.get(`/okrs?${encodeURIComponent(long.slice(0, 600))}=1`));

		assert.equal(body.details[0].field, cut);
	});

	test('the argument, tool and method of a call', async () => {
		const text = await toolError(api, 'get_okrs', { [long]: 1 });

		assert.ok(text.includes(cut) && text.length < 1000, `${text.length} characters`);
		for (const answer of [
			await refusal(200, -32601, call(api, 'older', long)),
			await refusal(200, -32602, call(api, 'older', 'tools/call', { name: long })),
			await post(api, { jsonrpc: '2.0', method: long }),
			await post(api, { jsonrpc: '2.0', id: 1, method: long, params: { _meta: meta } },
				{ 'MCP-Protocol-Version': stateless }),
			await post(api, { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: { ...meta,
				'io.modelcontextprotocol/protocolVersion': long } } }),
			await post(api, { jsonrpc: '2.0', id: 1, method: 'initialize', params: {
				protocolVersion: long } }),
		]) {
			assert.ok(answer.text.length < 3000, answer.text.slice(0, 300));
		}
	});

	test('but the id of a call is, as it came', async () => {
		const id = 'i'.repeat(5000);
		const answer = await api.request('POST', endpoint, { jsonrpc: '2.0', id, method: 'ping' },
			{ root: true, loose: true });

		assert.equal(answer.body.id, id);
	});

	test('lists of tags and types are not repeated', async () => {
		const tags = Array.from({ length: 300 }, (_, i) => `"x${i}"`).join(', ');
		const headers = { 'If-Match': tags, 'If-None-Match': tags,
			Accept: Array.from({ length: 300 }, (_, i) => `x/${i}`).join(', ') };

		for (const answer of [await api.put(`/okrs/${okr.id}`, { weight: 2 }, { headers }),
			await api.get(`/okrs/${okr.id}`, { headers })]) {
			assert.ok(answer.text.length < 3000 && JSON.stringify(answer.headers).length < 2000);
		}
	});

	test('unknown ids of a list are one fault', async () => {
		const ids = Array.from({ length: 500 }, (_, i) =>
			`01890000-0000-7000-8000-${String(i).padStart(12, '0')}`);
		const { body } = await refused(400,
			api.put(`/okr/objectives/${okr.id}`, { key_result_ids: ids }));

		assert.equal(body.details.length, 1);
		await ok(api.get(`/okrs/${okr.id}`));
	});
});
