/*
 * People who sign in: clients that carry a cookie as the console does, and what an answer says of cookies.
 */
import { Client, expect, ok } from './client.mjs';
import { url } from './server.mjs';
import { unique } from './workspace.mjs';

export const cookieName = '__Host-okr';
export const consoleHeader = { 'X-OKR-Console': '1' };
export const goodPassword = 'correct horse battery';

/** { value, attributes } of the cookie that an answer sets; undefined when it sets none. */
export function cookieOf({ headers }) {
	const [first, ...attributes] = headers['set-cookie']?.[0].split('; ') ?? [];

	return first && { value: first.slice(first.indexOf('=') + 1), name: first.split('=')[0],
		attributes };
}

/** A client of the console: with a cookie, or before there is one. */
export class ConsoleClient extends Client {
	constructor(cookie, at = url) {
		super(at);
		this.cookie = cookie;
	}

	request(method, path, body, options = {}) {
		const cookie = this.cookie ? { Cookie: `${cookieName}=${this.cookie}` } : {};

		return super.request(method, path, body,
			{ ...options, headers: { ...consoleHeader, ...cookie, ...options.headers } });
	}
}

export const stranger = new ConsoleClient();

/** Signs in and gives the client of that session. */
export async function signIn(email, password = goodPassword, more = {}) {
	const answer = await expect(201, stranger.post('/session', { email, password, ...more }));

	return Object.assign(new ConsoleClient(cookieOf(answer).value), { session: answer.body.session });
}

/** The token of a new link for this person, as it stands behind # in the URL. */
export async function linkFor(space, user) {
	const { url: link } = await ok(space.api.post(`/users/${user.id}/invite`));

	return link.split('#')[1];
}

/** Uses a link; the client of the session that it gives. */
export async function useLink(token, password) {
	const answer = await expect(201, stranger.post('/session/token', { token, password }));

	return Object.assign(new ConsoleClient(cookieOf(answer).value), { session: answer.body.session });
}

/** A new person who has signed in: with `client`, and with `password` when one is asked for. */
export async function signedIn(space, fields = {}, password = undefined) {
	const email = `${unique('guest')}@example.org`;
	const user = await ok(space.api.post('/users', { name: 'Grace Guest', email, ...fields }));

	return { ...user, client: await useLink(await linkFor(space, user), password) };
}
