/*
 * MCP by hand: sends JSON-RPC to POST /api/public/mcp just as it is told, in either era of the
 * protocol, and looks at what every answer has to be.
 */
import assert from 'node:assert/strict';

export const endpoint = '/api/public/mcp';
export const stateless = '2026-07-28';
export const older = ['2025-11-25', '2025-06-18'];
export const toolNames = ['get_okrs', 'get_okr', 'create_checkin', 'get_kpis', 'get_cycle',
	'get_risks', 'get_insights', 'get_team_performance', 'search_okrs'];

export const meta = {
	'io.modelcontextprotocol/protocolVersion': stateless,
	'io.modelcontextprotocol/clientCapabilities': {},
};

// A body as it stands: an object is sent as JSON. Errors of the door itself are REST's.
export async function post(client, body, headers = {}) {
	const answer = await client.request('POST', endpoint, body,
		{ root: true, loose: true, headers });

	assert.match(answer.headers['x-request-id'] ?? '', /^[A-Za-z0-9._-]{1,64}$/);
	if (answer.status === 202) {
		assert.equal(answer.text, '');
		return answer;
	}
	assert.match(answer.headers['content-type'], /^application\/json/, answer.text);
	assert.notEqual(answer.body, undefined, answer.text);
	if (!('error' in answer.body && typeof answer.body.error === 'string')) {
		assert.equal(answer.body.jsonrpc, '2.0', answer.text);
		assert.equal('result' in answer.body, !('error' in answer.body), answer.text);
	}
	return answer;
}

let lastId = 0;

// What each era puts around a method.
const eras = {
	older: (method, params, id) => [{ jsonrpc: '2.0', id, method,
		...(params && { params }) }, { 'MCP-Protocol-Version': older[0] }],
	stateless: (method, params, id) => [{ jsonrpc: '2.0', id, method,
		params: { ...params, _meta: meta } }, { 'MCP-Protocol-Version': stateless,
		'Mcp-Method': method, ...(params?.name && { 'Mcp-Name': params.name }) }],
};

export const eraNames = Object.keys(eras);

// One call in one era; the id must come back.
export async function call(client, era, method, params, headers = {}) {
	const id = ++lastId;
	const [body, own] = eras[era](method, params, id);
	const answer = await post(client, body, { ...own, ...headers });

	if (answer.body?.jsonrpc) {
		assert.equal(answer.body.id, id, answer.text);
	}
	return answer;
}

// The error of a call that is refused by the protocol.
export async function refusal(status, code, promise) {
	const answer = await promise;

	assert.equal(answer.status, status, answer.text);
	assert.equal(answer.body.error?.code, code, answer.text);
	assert.ok(answer.body.error.message.length > 10, answer.text);
	return answer;
}

function checkResult({ result }, era, text) {
	assert.ok(result, text);
	assert.equal(result.content.length, 1);
	assert.equal(result.content[0].type, 'text');
	assert.equal(result.resultType, era === 'stateless' ? 'complete' : undefined);
}

// What a tool says: its structured content, which its text repeats.
export async function tool(client, name, args = {}, { era = 'older', headers = {} } = {}) {
	const answer = await call(client, era, 'tools/call', { name, arguments: args }, headers);

	assert.equal(answer.status, 200, answer.text);
	checkResult(answer.body, era, answer.text);
	const { result } = answer.body;

	assert.equal(result.isError, false, answer.text);
	assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
	return result.structuredContent;
}

// The sentence by which a tool refuses what a model can mend.
export async function toolError(client, name, args = {}, { era = 'older', headers = {} } = {}) {
	const answer = await call(client, era, 'tools/call', { name, arguments: args }, headers);

	assert.equal(answer.status, 200, answer.text);
	checkResult(answer.body, era, answer.text);
	assert.equal(answer.body.result.isError, true, answer.text);
	return answer.body.result.content[0].text;
}
