/*
 * An HTTP client that sends exactly what it is told: paths are not tidied, headers not added. Every
 * answer is held against what api.md section 1 says of all answers, whatever the test is about, so
 * that no test has to. A 5xx is never what a test wants.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';

import { record } from './record.mjs';
import { noteExchange } from './secrets.mjs';

const kept = { keepAlive: true, maxSockets: 8 };
const schemes = {
	'http:': { ask: http.request, agent: new http.Agent(kept) },
	'https:': { ask: https.request, agent: new https.Agent(kept) },
};
const prefix = '/api/v1';
const maxMs = 120000; // twice what the web server waits

function exchange({ protocol, hostname, port }, options, payload) {
	const { ask, agent } = schemes[protocol];

	return new Promise((resolve, reject) => {
		const request = ask({ hostname, port, servername: hostname, ...options, agent }, (response) => {
			const pieces = [];

			response.on('data', (piece) => pieces.push(piece));
			response.on('error', reject);
			response.on('end', () => resolve({ response, bytes: Buffer.concat(pieces) }));
		});

		request.on('error', reject);
		request.setTimeout(maxMs, () => request.destroy(new Error(`no answer in ${maxMs} ms`)));
		request.end(payload);
	});
}

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function checkError(answer, what) {
	const type = answer.headers['content-type'];

	assert.equal(type, 'application/json; charset=utf-8', `${what}: ${type}`);
	assert.equal(typeof answer.body?.error, 'string', `${what}: ${answer.text}`);
	if (answer.status !== 429) {
		assert.equal(typeof answer.body.message, 'string', `${what}: ${answer.text}`);
	}
}

function checkAnswer(answer, method, what) {
	const { headers, status } = answer;

	assert.ok(status < 500, `${what} answered ${status}: ${answer.text}`);
	assert.match(headers['x-request-id'] ?? '', /^[A-Za-z0-9._-]{1,64}$/, `${what}: X-Request-Id`);
	assert.equal(headers['x-content-type-options'], 'nosniff', what);
	if (method === 'HEAD' || status === 204 || status === 304) {
		assert.equal(answer.text, '', `${what}: a body with ${status}`);
	} else if (status >= 400) {
		checkError(answer, what);
	} else if (/^GET .*\.csv$/.test(what)) {
		assert.equal(headers['content-type'], 'text/csv; charset=utf-8', what);
	} else {
		assert.equal(headers['content-type'], 'application/json; charset=utf-8', what);
		assert.notEqual(answer.body, undefined, `${what} is not JSON: ${answer.text}`);
	}
}

export class Client {
	constructor(url, key) {
		this.url = url;
		this.key = key;
	}

	// `path` begins behind /api/v1; `{ root: true }` takes it as it is. `body` is sent as JSON,
	// a string or Buffer as it is, with Content-Type unless `headers` says null.
	async request(method, path, body, { headers = {}, root = false, loose = false } = {}) {
		const sent = { ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}) };
		const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
		const payload = body === undefined || isRaw ? body : JSON.stringify(body);

		if (payload !== undefined) {
			sent['Content-Type'] = 'application/json';
			sent['Content-Length'] = Buffer.byteLength(payload);
		}
		Object.assign(sent, headers);
		for (const name of Object.keys(sent)) {
			if (sent[name] === null) {
				delete sent[name];
			}
		}
		const { response, bytes } = await exchange(new URL(this.url),
			{ method, path: root ? path : prefix + path, headers: sent }, payload);
		const text = bytes.toString();
		const answer = { status: response.statusCode, headers: response.headers, bytes, text,
			body: parsed(text) };

		record(method, root ? path : prefix + path, sent, payload, answer);
		noteExchange(sent, payload, answer);
		if (!loose) {
			checkAnswer(answer, method, `${method} ${path.slice(0, 200)}`);
		}
		return answer;
	}

	get(path, options) {
		return this.request('GET', path, undefined, options);
	}

	delete(path, options) {
		return this.request('DELETE', path, undefined, options);
	}

	post(path, body, options) {
		return this.request('POST', path, body, options);
	}

	put(path, body, options) {
		return this.request('PUT', path, body, options);
	}

	patch(path, body, options) {
		return this.request('PATCH', path, body, options);
	}
}

// Awaits an answer and demands its status.
export async function expect(status, promise) {
	const answer = await promise;

	assert.equal(answer.status, status, answer.text);
	return answer;
}

// The body of a request that has to succeed.
export async function ok(promise) {
	const answer = await promise;

	assert.ok(answer.status >= 200 && answer.status < 300, `${answer.status}: ${answer.text}`);
	return answer.body;
}

const codes = {
	400: 'bad_request', 401: 'unauthorized', 403: 'forbidden', 404: 'not_found',
	405: 'method_not_allowed', 409: 'conflict', 412: 'precondition_failed',
	413: 'payload_too_large', 415: 'unsupported_media_type', 429: 'rate_limit_exceeded',
};

// Demands a refusal with this status and the code that belongs to it.
export async function refused(status, promise) {
	const answer = await expect(status, promise);

	assert.equal(answer.body.error, codes[status]);
	return answer;
}

// Demands a 400 whose details name these fields, and no others.
export async function badFields(fields, promise) {
	const answer = await refused(400, promise);
	const named = (answer.body.details ?? []).map((detail) => detail.field).sort();

	assert.deepEqual(named, [...fields].sort(), answer.text);
	for (const detail of answer.body.details) {
		assert.equal(typeof detail.message, 'string');
		assert.notEqual(detail.message, '');
	}
	return answer;
}

// Vary as it means the same: Apache takes the blanks out of it.
export function varied(headers) {
	return headers.vary.replaceAll(/, */g, ', ');
}
