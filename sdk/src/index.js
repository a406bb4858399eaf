/*
 * The client: which resources there are and which calls each has. How a call is sent stands in
 * transport.js, how lists are walked in pages.js.
 */
import { List } from './pages.js';
import { Transport } from './transport.js';

export {
	OkrError, OkrApiError, BadRequestError, AuthenticationError, PermissionError, NotFoundError,
	ConflictError, PreconditionFailedError, RateLimitError, ServiceUnavailableError,
	OkrConnectionError, OkrTimeoutError,
} from './errors.js';
export { List, Page } from './pages.js';

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

export class OkrClient {
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
