/*
 * What a call may reject with. An answer of 400 and above is an OkrApiError, of a class of its own
 * where callers are likely to tell it from others; no answer is an OkrConnectionError.
 */

// Under this a prototype of ours keeps the name of its class.
const mark = Symbol.for('@okr-server/client error');

export class OkrError extends Error {
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

export class OkrApiError extends OkrError {
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

export class BadRequestError extends OkrApiError {}
export class AuthenticationError extends OkrApiError {}
export class PermissionError extends OkrApiError {}
export class NotFoundError extends OkrApiError {}
export class ConflictError extends OkrApiError {}
export class PreconditionFailedError extends OkrApiError {}
export class ServiceUnavailableError extends OkrApiError {}

export class RateLimitError extends OkrApiError {
	constructor(status, body, headers) {
		super(status, body, headers);
		this.retryAfterSeconds = body?.retry_after_seconds ?? null;
	}
}

// No answer: the connection was refused, cut, or made no sense. `cause` is what fetch said.
export class OkrConnectionError extends OkrError {}

export class OkrTimeoutError extends OkrConnectionError {}

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

export function errorOf({ status, body, headers }) {
	return new (classes[status] ?? OkrApiError)(status, body, headers);
}
