/*
 * What a call may reject with. An answer of 400 and above is an OkrApiError, of a class of its own
 * where callers are likely to tell it from others; no answer is an OkrConnectionError.
 */
export class OkrError extends Error {
	constructor(message, options) {
		super(message, options);
		this.name = this.constructor.name;
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
