/*
 * Sends requests: credential, JSON, time limits, and the same request again after 429, 503 and
 * connections that failed. Sending again is safe, because each POST carries an Idempotency-Key that
 * stays the same, and the other methods mean the same when they arrive twice.
 */
import { OkrConnectionError, OkrTimeoutError, errorOf } from './errors.js';

// The same as in package.json.
export const VERSION = '0.1.0';

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

export class Transport {
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
