/*
 * The way to the API: what a page asks is answered, or refused with an error that a page can show.
 * What passes by itself is waited for here, once for all pages: a server that is away, a limit, a
 * session that ended. A POST carries one key through all its attempts, so it is done once.
 */
import { api } from './place.js';
import { store } from './store.js';

/** {state: "ok"} · {state: "away" | "limited", until: ms}: shown as a banner, waited for here. */
export const network = store({ state: 'ok' });

/** An answer that says no. `status` and `code` are the API's, `message` is its sentence. */
export class Refusal extends Error {
	constructor(status, body, headers) {
		super(body?.message ?? body?.error ?? String(status));
		this.status = status;
		this.code = body?.error ?? '';
		this.details = body?.details ?? [];
		this.retryAfter = Number(body?.retry_after_seconds ?? headers?.get('Retry-After') ?? 0);
		this.etag = headers?.get('ETag') ?? null;
	}

	/** What is wrong with one field, or undefined. */
	of(field) {
		return this.details.find((one) => one.field === field)?.message.replace(`${field} `, '');
	}
}

// Set by session.js: resolves when somebody has signed in again.
let signInAgain = () => Promise.reject(new Refusal(401, null, null));

export function onSignedOut(ask) {
	signInAgain = ask;
}

// ---- waiting

let goOn = () => {};

/** "Try now" of the banner. */
export function tryNow() {
	goOn();
}
globalThis.addEventListener?.('online', () => goOn());

// One wait for all requests that are waiting: the first sets the time, the others join.
let waiting = null;

function wait(state, seconds) {
	waiting ??= new Promise((resolve) => {
		const timer = setTimeout(() => goOn(), seconds * 1000);

		network.set({ state, until: Date.now() + seconds * 1000 });
		goOn = () => {
			clearTimeout(timer);
			waiting = null;
			goOn = () => {};
			resolve();
		};
	});
	return waiting;
}

// 1, 2, 4, 8, 16, 30 seconds, a little scattered: a server that comes back meets no crowd.
function pause(attempt) {
	return Math.min(30, 2 ** attempt) * (0.8 + 0.4 * Math.random());
}

function isAway(status) {
	return status === 502 || status === 503 || status === 504;
}

// ---- one request

async function send(method, path, headers, body, signal) {
	try {
		return await fetch(api + path, { method, headers, body, signal, credentials: 'same-origin' });
	} catch (error) {
		if (signal?.aborted) {
			throw error;
		}
		return null;
	}
}

async function content(reply) {
	const text = await reply.text();

	try {
		return text ? JSON.parse(text) : null;
	} catch {
		return null;
	}
}

function nextOf(reply) {
	const link = /<([^>]*)>;\s*rel="next"/.exec(reply.headers.get('Link') ?? '')?.[1];

	return link ? new URL(link, location.href).searchParams.get('cursor') : null;
}

/**
 * Asks, and answers {status, data, etag, next, attempts}. `version` is the ETag of what is changed;
 * `key` makes a repeated POST the same one; `isOpen` is for the ways in, which need no session and
 * wait for nobody; `isOnce` for a server that may not be set up yet: where it is away, that is the refusal (its
 * status is 0 when nobody answered).
 */
export async function ask(method, path, { body, version, key, signal, isOpen, isOnce, headers: more } = {}) {
	const headers = { Accept: 'application/json', 'X-OKR-Console': '1', ...more };

	if (body !== undefined) {
		headers['Content-Type'] = 'application/json';
	}
	if (version) {
		headers['If-Match'] = version;
	}
	if (method === 'POST' && !isOpen) {
		headers['Idempotency-Key'] = key ?? crypto.randomUUID();
	}
	for (let attempt = 0; ; attempt++) {
		const reply = await send(method, path, headers,
			body === undefined ? undefined : JSON.stringify(body), signal);

		if (isOnce && !reply?.ok) {
			throw new Refusal(reply?.status ?? 0, reply && await content(reply), reply?.headers);
		}
		if (!reply || isAway(reply.status)) {
			await wait('away', Math.max(pause(attempt), Number(reply?.headers.get('Retry-After') ?? 0)));
			continue;
		}
		if (network.get().state !== 'ok') {
			network.set({ state: 'ok' });
		}
		const data = await content(reply);

		if (reply.ok) {
			return { status: reply.status, data, etag: reply.headers.get('ETag'), next: nextOf(reply),
				attempts: attempt + 1 };
		}
		const refusal = new Refusal(reply.status, data, reply.headers);

		refusal.attempts = attempt + 1;
		if (reply.status === 429 && !isOpen) {
			await wait('limited', Math.max(1, refusal.retryAfter));
		} else if (reply.status === 401 && !isOpen) {
			await signInAgain();
		} else {
			throw refusal;
		}
	}
}

export const get = (path, options) => ask('GET', path, options);
export const post = (path, body, options) => ask('POST', path, { ...options, body });
export const remove = (path, options) => ask('DELETE', path, options);

// Whether the record already is what was sent.
// A reason is kept in the journal, not in the record.
function has(record, sent) {
	return Object.entries(sent).every(([name, value]) => name === 'reason' || value === undefined ||
		JSON.stringify((record.data ?? record)[name]) === JSON.stringify(value));
}

/**
 * Changes a record. When the first attempt's answer was lost and the second finds another version, the
 * record itself tells whether the change was made.
 */
export async function put(path, body, options) {
	try {
		return await ask('PUT', path, { ...options, body });
	} catch (refusal) {
		if (refusal.status !== 412 || refusal.attempts === 1) {
			throw refusal;
		}
		const now = await get(path);

		if (has(now.data, body)) {
			return now;
		}
		throw refusal;
	}
}

/**
 * Changes a record that a form shows, under the version that it was read with. When somebody else was
 * faster, `reload` reads it again before the refusal is thrown: the next try is made knowingly.
 */
export async function putOver(path, body, version, reload) {
	try {
		return await put(path, body, { version });
	} catch (refusal) {
		if (refusal.status === 412) {
			await reload();
		}
		throw refusal;
	}
}

/** A list to its end, at most `most` records. */
export async function all(path, most = 5000) {
	const rows = [];
	let cursor = null;

	do {
		const join = path.includes('?') ? '&' : '?';
		const page = await get(cursor ? `${path}${join}cursor=${encodeURIComponent(cursor)}` : path);

		rows.push(...page.data);
		cursor = page.next;
	} while (cursor && rows.length < most);
	return rows;
}
