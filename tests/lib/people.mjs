/*
 * People of a test's workspace, each with a client that carries that person's own token.
 */
import { Client, ok } from './client.mjs';
import { okrctl, url } from './server.mjs';
import { unique } from './workspace.mjs';

export const readersScopes = ['okrs:read', 'write:okrs', 'okr-checkins:write', 'kpis:read'];

// A client with a token of this user; `options` are okrctl's: { app: 'x' } makes it an application's.
export function tokenClient(space, email, scopes = readersScopes, options = {}) {
	const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);

	return new Client(url, okrctl('token', 'create', '--workspace', space.name, '--user', email,
		'--scopes', scopes.join(','), ...words).token);
}

// A new user, with `client`, and the address that tokens are made for.
export async function person(space, name, fields = {}, scopes = readersScopes) {
	const email = `${unique(name)}@example.org`;
	const user = await ok(space.api.post('/users', { name, email, ...fields }));

	return { ...user, client: tokenClient(space, email, scopes) };
}

// As many alike as a test needs that sends more than one person may in a minute: a client that
// speaks for one after the other.
export async function crowd(space, size, fields = {}, options = {}) {
	const clients = [];

	for (let i = 0; i < size; i++) {
		const { email } = await person(space, 'one-of-many', fields);

		clients.push(tokenClient(space, email, readersScopes, options));
	}
	let turn = 0;
	const many = new Client(url);

	many.request = (...words) => clients[turn++ % size].request(...words);
	return many;
}
