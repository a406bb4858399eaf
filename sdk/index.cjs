/*
 * Made from sdk/src by `make documents`: the client for programs that use require().
 */
'use strict';

/*
 * What a call may reject with. An answer of 400 and above is an OkrApiError, of a class of its own
 * where callers are likely to tell it from others; no answer is an OkrConnectionError.
 */

// Under this a prototype of ours keeps the name of its class.
const mark = Symbol.for('@okr-server/client error');

class OkrError extends Error {
	/*
	 * A program may load this package twice, by import and by require: an error of the one is an
	 * instance for the other as well.
	 */
	static [Symbol.hasInstance](value) {
		const name = Object.hasOwn(this.prototype, mark) ? this.prototype[mark] : undefined;

		if (name === undefined) {
			return super[Symbol.hasInstance](value); // a class that somebody derived from ours
		}
		for (let at = value; at instanceof Object; at = Object.getPrototypeOf(at)) {
			if (Object.hasOwn(at, mark) && at[mark] === name) {
				return true;
			}
		}
		return false;
	}
}

class OkrApiError extends OkrError {
	constructor(status, body, headers) {
		const code = typeof body?.error === 'string' ? body.error : 'unknown';

		super(body?.message ?? `the server answered ${status} (${code})`);
		this.status = status;
		this.code = code;
		// Every field that was wrong: { field, message }.
		this.details = body?.details ?? [];
		// Find it in the server's log under this.
		this.requestId = headers.get('x-request-id');
	}
}

class BadRequestError extends OkrApiError {}
class AuthenticationError extends OkrApiError {}
class PermissionError extends OkrApiError {}
class NotFoundError extends OkrApiError {}
class ConflictError extends OkrApiError {}
class PreconditionFailedError extends OkrApiError {}
class ServiceUnavailableError extends OkrApiError {}

class RateLimitError extends OkrApiError {
	constructor(status, body, headers) {
		super(status, body, headers);
		this.retryAfterSeconds = body?.retry_after_seconds ?? null;
	}
}

// No answer: the connection was refused, cut, or made no sense. `cause` is what fetch said.
class OkrConnectionError extends OkrError {}

class OkrTimeoutError extends OkrConnectionError {}

const named = { OkrError, OkrApiError, BadRequestError, AuthenticationError, PermissionError,
	NotFoundError, ConflictError, PreconditionFailedError, ServiceUnavailableError, RateLimitError,
	OkrConnectionError, OkrTimeoutError };

// Said here, because bundlers shorten the names of classes.
for (const [value, { prototype }] of Object.entries(named)) {
	Object.defineProperty(prototype, 'name', { value, configurable: true, writable: true });
	Object.defineProperty(prototype, mark, { value });
}

const classes = {
	400: BadRequestError,
	401: AuthenticationError,
	403: PermissionError,
	404: NotFoundError,
	409: ConflictError,
	412: PreconditionFailedError,
	429: RateLimitError,
	503: ServiceUnavailableError,
};

function errorOf({ status, body, headers }) {
	return new (classes[status] ?? OkrApiError)(status, body, headers);
}

/*
 * Lists. `await` gives the first page, `for await` every record of all pages, whichever way the
 * route says where the next page is: a bare array with a Link header, or an envelope with a cursor.
 */

// The cursor in the URL that a Link header calls "next". Only the cursor is taken from it, so that
// no answer can send the credential to another host.
function cursorOf(link) {
	const [, url] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];

	return url === undefined ? null : new URL(url, 'http://localhost').searchParams.get('cursor');
}

class Page {
	#read;

	constructor({ body, headers }, read) {
		this.items = Array.isArray(body) ? body : body.items ?? body.data;
		this.next_cursor = body.next_cursor ?? cursorOf(headers.get('link'));
		// How many records there are on all pages, where the route tells it.
		this.total = body.total ?? null;
		this.#read = read;
	}

	get hasNext() {
		return this.next_cursor !== null;
	}

	// The page behind this one, null behind the last.
	async next() {
		return this.hasNext ? new Page(await this.#read(this.next_cursor), this.#read) : null;
	}
}

class List {
	#read;
	#first;

	// `read` sends the request for the page at a cursor; nothing is sent before it is asked for.
	constructor(read) {
		this.#read = read;
	}

	first() {
		this.#first ??= this.#read().then((answer) => new Page(answer, this.#read));
		return this.#first;
	}

	then(resolve, reject) {
		return this.first().then(resolve, reject);
	}

	async *pages() {
		for (let page = await this.first(); page; page = await page.next()) {
			yield page;
		}
	}

	async *[Symbol.asyncIterator]() {
		for await (const page of this.pages()) {
			yield* page.items;
		}
	}

	// All records, or so many at most.
	async toArray(most = Infinity) {
		const items = [];

		for await (const page of this.pages()) {
			items.push(...page.items);
			if (items.length >= most) {
				break;
			}
		}
		return items.slice(0, most);
	}
}

/*
 * Sends requests: credential, JSON, time limits, and the same request again after 429, 503 and
 * connections that failed. Sending again is safe, because each POST carries an Idempotency-Key that
 * stays the same, and the other methods mean the same when they arrive twice.
 */

// The same as in package.json.
const VERSION = '0.1.0';

const FIRST_DELAY_MS = 500;

// Timers hold no more milliseconds: a longer one would ring at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

// "okr-server-client/0.1.0 node/20.11.1"; undefined in web pages, where browsers say who they are and
// a header of our own would need the server's leave.
function userAgentOf(application) {
	const { document, importScripts, process } = globalThis;

	if (document !== undefined || importScripts !== undefined) {
		return undefined;
	}
	return [application, `okr-server-client/${VERSION}`,
		process?.versions?.node && `node/${process.versions.node}`].filter(Boolean).join(' ');
}

/*
 * A random UUID (version 4). randomUUID() is missing in pages without https, and Node 18 has no
 * global crypto: the key of a request must be unique there, it need not be secret.
 */
function newKey() {
	const bytes = Uint8Array.from({ length: 16 }, () => Math.random() * 256);

	globalThis.crypto?.getRandomValues(bytes);
	bytes[6] = 0x40 | (bytes[6] & 0x0f);
	bytes[8] = 0x80 | (bytes[8] & 0x3f);
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// A timer that an AbortSignal ends early.
function sleep(ms, signal) {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			resolve();
		}, Math.min(ms, LONGEST_TIMER_MS));

		signal?.addEventListener('abort', stop, { once: true });
	});
}

function queryOf(query = {}) {
	const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
		.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value)]);

	return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

// Proxies may answer what is no JSON; an error then has its status alone.
function bodyOf(response, text) {
	try {
		return text === '' ? undefined : JSON.parse(text);
	} catch (cause) {
		if (response.ok) {
			throw cause;
		}
		return undefined;
	}
}

// Seconds, or a date; undefined without the header, or when it is neither.
function retryAfterMs(headers) {
	const value = headers.get('retry-after') ?? '';
	const ms = /^\d+$/.test(value) ? value * 1000 : Date.parse(value) - Date.now();

	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function isWorthwhile(error) {
	return error instanceof OkrConnectionError || error.status === 429 || error.status === 503;
}

class Transport {
	constructor({ baseUrl, apiKey, timeoutMs = 30000, maxRetries = 3, maxDelayMs = 60000, userAgent,
		fetch = globalThis.fetch, sleep: wait = sleep } = {}) {
		if (!baseUrl || !apiKey) {
			throw new TypeError('OkrClient needs a baseUrl and an apiKey');
		}
		this.baseUrl = `${String(baseUrl).replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1`;
		// Not a plain property: it must not get into logs.
		Object.defineProperty(this, 'apiKey', { value: apiKey });
		Object.assign(this, { timeoutMs, maxRetries, maxDelayMs, fetch, wait,
			userAgent: userAgentOf(userAgent) });
	}

	/*
	 * Resolves to { status, headers, body }; rejects with an OkrError, or with the signal's reason.
	 * A POST with `isRead` writes nothing and needs no Idempotency-Key.
	 */
	async send(method, path, { query, body, signal, timeoutMs = this.timeoutMs, ifMatch,
		idempotencyKey, isRead = false } = {}) {
		const headers = { Accept: 'application/json' };

		if (this.userAgent !== undefined) {
			headers['User-Agent'] = this.userAgent;
		}
		if (body !== undefined) {
			headers['Content-Type'] = 'application/json';
		}
		if (ifMatch !== undefined) {
			headers['If-Match'] = ifMatch;
		}
		if (method === 'POST' && !isRead) {
			headers['Idempotency-Key'] = idempotencyKey ?? newKey();
		}
		const request = { method, headers, redirect: 'manual',
			body: body === undefined ? undefined : JSON.stringify(body) };

		for (let attempt = 0; ; attempt++) {
			signal?.throwIfAborted();
			const { answer, error, delay } = await this.attempt(this.baseUrl + path + queryOf(query),
				request, signal, timeoutMs);

			if (answer) {
				return answer;
			}
			// Half of it at random, so that many clients do not come back all at once.
			const ms = delay ?? FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random() / 2);

			// The first try, which we gave up on, may still be under way: 409 until it has ended.
			const isUnderWay = error.status === 409 && attempt > 0 && 'Idempotency-Key' in headers;

			if (!(isUnderWay || isWorthwhile(error)) || attempt >= this.maxRetries ||
				ms > this.maxDelayMs) {
				throw error;
			}
			await this.wait(ms, signal);
		}
	}

	// One time: { answer }, or { error, delay } with what the server said of coming back.
	async attempt(url, request, signal, timeoutMs) {
		try {
			const answer = await this.exchange(url, request, signal, timeoutMs);

			return answer.status >= 200 && answer.status < 300 ? { answer } :
				{ error: errorOf(answer), delay: retryAfterMs(answer.headers) };
		} catch (error) {
			if (!(error instanceof OkrConnectionError)) {
				throw error;
			}
			return { error };
		}
	}

	async exchange(url, request, signal, timeoutMs) {
		const apiKey = typeof this.apiKey === 'function' ? await this.apiKey() : this.apiKey;

		signal?.throwIfAborted();
		const controller = new AbortController();
		const stop = () => controller.abort();
		const timer = setTimeout(stop, Math.min(timeoutMs, LONGEST_TIMER_MS));

		signal?.addEventListener('abort', stop, { once: true });
		try {
			const response = await this.fetch.call(undefined, url, { ...request,
				headers: { ...request.headers, Authorization: `Bearer ${apiKey}` },
				signal: controller.signal });

			// All that a browser tells of a redirect.
			if (response.type === 'opaqueredirect') {
				throw new TypeError('the server answers with a redirect');
			}
			const body = bodyOf(response, await response.text());

			return { status: response.status, headers: response.headers, body };
		} catch (cause) {
			signal?.throwIfAborted();
			if (controller.signal.aborted) {
				throw new OkrTimeoutError(`no answer within ${timeoutMs} ms`, { cause });
			}
			const { message } = cause.cause ?? cause;

			throw new OkrConnectionError(`no answer that can be used: ${message}`, { cause });
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', stop);
		}
	}
}

/*
 * The client: which resources there are and which calls each has. How a call is sent stands in
 * transport.js, how lists are walked in pages.js.
 */

// '/goals/:id' with an id in its place. An id that is missing must not become "undefined".
function path(strings, ...ids) {
	for (const id of ids) {
		if (typeof id !== 'string' || id === '') {
			throw new TypeError(`an id must be a string that is not empty, not ${id}`);
		}
	}
	return String.raw({ raw: strings }, ...ids.map(encodeURIComponent));
}

// What can be listed, read, made, changed and deleted under one path.
class Resource {
	constructor(transport, base) {
		this.transport = transport;
		this.base = base;
	}

	async body(method, where, options, body) {
		return (await this.transport.send(method, where, { ...options, body })).body;
	}

	list(query, options) {
		return new List((cursor) => this.transport.send('GET', this.base,
			{ ...options, query: { ...query, ...cursor && { cursor } } }));
	}

	get(id, options) {
		return this.body('GET', this.base + path`/${id}`, options);
	}

	create(fields = {}, options = {}) {
		return this.body('POST', this.base, options, fields);
	}

	update(id, changes, options) {
		return this.body('PATCH', this.base + path`/${id}`, options, changes);
	}

	delete(id, options) {
		return this.body('DELETE', this.base + path`/${id}`, options);
	}
}

// Each answer stands in {"data": …}.
class Initiatives extends Resource {
	async body(method, where, options, body) {
		const answer = await super.body(method, where, options, body);

		return answer?.data ?? answer;
	}
}

class Okrs extends Resource {
	restore(id, options) {
		return this.body('POST', this.base + path`/${id}/restore`, options);
	}
}

class KeyResults extends Resource {
	create(okrId, fields, options) {
		return this.body('POST', path`/okrs/${okrId}/key-results`, options, fields);
	}

	restore(id, options) {
		return this.body('POST', this.base + path`/${id}/restore`, options);
	}

	checkin(id, fields, options) {
		return this.body('POST', this.base + path`/${id}/checkins`, options, fields);
	}
}

class Checkins extends Resource {
	// The history of one key result, newest first.
	list(keyResultId, query, options) {
		return new Resource(this.transport, path`/key-results/${keyResultId}/checkins`)
			.list(query, options);
	}

	create(keyResultId, fields, options) {
		return this.body('POST', path`/key-results/${keyResultId}/checkins`, options, fields);
	}

	// Up to 500 at once, all or nothing.
	batch(checkins, options) {
		return this.body('POST', '/checkins/batch', options, { checkins });
	}
}

// A resource under another: every call takes the owner's id first.
class SubResource {
	constructor(transport, base, name) {
		this.of = (id) => new Resource(transport, base + path`/${id}` + name);
	}

	create(ownerId, fields, options) {
		return this.of(ownerId).create(fields, options);
	}

	update(ownerId, id, changes, options) {
		return this.of(ownerId).update(id, changes, options);
	}

	delete(ownerId, id, options) {
		return this.of(ownerId).delete(id, options);
	}
}

class KpiUpdates extends SubResource {
	list(kpiId, query, options) {
		return this.of(kpiId).list(query, options);
	}
}

class Kpis extends Resource {
	constructor(transport) {
		super(transport, '/kpis');
		this.updates = new KpiUpdates(transport, '/kpis', '/updates');
	}
}

class Goals extends Resource {
	constructor(transport) {
		super(transport, '/goals');
		this.keyResults = new SubResource(transport, '/goals', '/key-results');
	}

	// { depth } tells how many levels of children stand in the answer: 1 to 5.
	get(id, { depth, ...options } = {}) {
		return this.body('GET', this.base + path`/${id}`, { ...options, query: { depth } });
	}

	// A POST that only reads: it is sent again without an Idempotency-Key.
	search(filters, options) {
		return new List((cursor) => this.transport.send('POST', '/goals/search', { ...options,
			isRead: true, body: { ...filters, ...cursor && { cursor } } }));
	}

	checkin(goalId, keyResultId, fields, options) {
		return this.body('POST', path`/goals/${goalId}/key-results/${keyResultId}/checkin`, options,
			fields);
	}
}

class OkrClient {
	constructor(options) {
		const transport = new Transport(options);
		const resource = (base) => new Resource(transport, base);

		this.transport = transport;
		this.okr = {
			objectives: resource('/okr/objectives'),
			keyResults: resource('/okr/key-results'),
		};
		this.goals = new Goals(transport);
		this.okrs = new Okrs(transport, '/okrs');
		this.keyResults = new KeyResults(transport, '/key-results');
		this.checkins = new Checkins(transport, '/checkins');
		this.cycles = resource('/cycles');
		this.kpis = new Kpis(transport);
		this.initiatives = new Initiatives(transport, '/initiatives');
		this.users = resource('/users');
		this.teams = resource('/teams');
		this.departments = resource('/departments');
	}

	// Whose credential this is: workspace, scopes, limits.
	async me(options) {
		return (await this.request('GET', '/me', options)).body;
	}

	// Any route there is: { status, headers, body }, with retries and errors as everywhere.
	request(method, route, options) {
		return this.transport.send(method, route, options);
	}
}

module.exports = {
	OkrError,
	OkrApiError,
	BadRequestError,
	AuthenticationError,
	PermissionError,
	NotFoundError,
	ConflictError,
	PreconditionFailedError,
	RateLimitError,
	ServiceUnavailableError,
	OkrConnectionError,
	OkrTimeoutError,
	List,
	Page,
	OkrClient,
};
