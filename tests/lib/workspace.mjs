/*
 * A workspace of one's own for a test: made by okrctl, with an administrator and keys without a
 * rate limit, and short ways to fill it over HTTP. Days are counted from today, because everything
 * computed hangs on today's date.
 */
import { randomBytes } from 'node:crypto';

import { Client, ok } from './client.mjs';
import { day, instant } from './days.mjs';
import { okrctl, url } from './server.mjs';

export const allScopes = ['okrs:read', 'write:okrs', 'okr-checkins:write', 'kpis:read',
	'kpis:write', 'reviews:read', 'workspace:admin'];

const dayMs = 86400000;

export { day, instant };

export function unique(word) {
	return `${word}-${randomBytes(6).toString('hex')}`;
}

// For tests of numbers that change at midnight: not in the last seconds of a day.
export async function awayFromMidnight(seconds = 15) {
	const left = dayMs - (Date.now() % dayMs);

	if (left < seconds * 1000) {
		await new Promise((resolve) => setTimeout(resolve, left + 100));
	}
}

export class Workspace {
	constructor() {
		this.name = unique('workspace');
		this.id = okrctl('workspace', 'create', '--name', this.name).id;
		this.admin = okrctl('user', 'create', '--workspace', this.name, '--email',
			'alice@example.org', '--name', 'Alice Nguyen', '--role', 'admin');
		this.api = this.client(allScopes);
	}

	// A key as okrctl prints it; `options` are okrctl's: { app: 'x', 'page-limit': 3 }.
	makeKey(scopes, options = {}) {
		const words = Object.entries({ 'rate-limit': 0, ...options })
			.flatMap(([name, value]) => [`--${name}`, String(value)]);

		return okrctl('key', 'create', '--workspace', this.name, '--name', unique('key'),
			'--scopes', scopes.join(','), ...words);
	}

	client(scopes = allScopes, options = {}) {
		return new Client(url, this.makeKey(scopes, options).key);
	}

	// By default a cycle of 101 days with today in its middle: half of it has passed.
	async cycle(fields = {}) {
		return ok(this.api.post('/cycles', { name: unique('cycle'), start_date: day(-50),
			end_date: day(50), ...fields }));
	}

	async okr(fields = {}) {
		const cycle_id = fields.cycle_id ?? (this.ownCycle ??= await this.cycle()).id;

		return ok(this.api.post('/okrs', { title: 'An objective', type: 'company', ...fields,
			cycle_id }));
	}

	async keyResult(okrId, fields = {}) {
		return ok(this.api.post(`/okrs/${okrId}/key-results`, { title: 'A key result',
			metric_type: 'number', start_value: 0, target_value: 100, ...fields }));
	}

	async checkIn(keyResultId, value, fields = {}) {
		return ok(this.api.post(`/key-results/${keyResultId}/checkins`, { value, ...fields }));
	}

	async user(fields = {}) {
		return ok(this.api.post('/users', { name: 'Bob Stone',
			email: `${unique('bob')}@example.org`, ...fields }));
	}

	async team(fields = {}) {
		return ok(this.api.post('/teams', { name: unique('team'), ...fields }));
	}

	async department(fields = {}) {
		return ok(this.api.post('/departments', { name: unique('department'), ...fields }));
	}

	async getOkr(id) {
		return ok(this.api.get(`/okrs/${id}`));
	}

	async getKeyResult(id) {
		return ok(this.api.get(`/key-results/${id}`));
	}
}

const lists = ['/okrs?archived=any', '/key-results', '/cycles', '/users', '/teams',
	'/departments'];

// Everything that the lists of a workspace say, validators included, as one text: the same before
// and after a request that changed nothing.
export async function dump(client) {
	const answers = await Promise.all(lists.map((path) => client.get(path)));

	return answers.map((answer) => `${answer.headers.etag}\n${answer.text}`).join('\n');
}

// Moves whenever anything in the workspace was written.
export async function revision(client) {
	return (await client.get('/okrs?limit=1')).headers.etag;
}
