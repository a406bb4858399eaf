/*
 * Who is signed in, and how one signs in again over the page: a request that met the end of a session
 * waits here and is then asked again. The ways in are sign_in.js's.
 */
import { ask, onSignedOut } from './api.js';
import { forgetAll } from './load.js';
import { pathOf } from './place.js';
import { drafts, store } from './store.js';

/** {state: "unknown" | "out" | "in" | "ended", me}: "ended" keeps who it was. */
export const session = store({ state: 'unknown', me: null });

let waiting = [];

/** Somebody has signed in: what waits goes on, unless it is another person's work. */
export function signedIn(me) {
	const before = session.get().me;
	const going = waiting;

	waiting = [];
	if (before && before.user_id !== me.user_id) {
		forgetAll();
		drafts.names('').forEach(drafts.remove);
		location.reload();
		return;
	}
	session.set({ state: 'in', me });
	going.forEach((resolve) => resolve());
}

onSignedOut(() => new Promise((resolve) => {
	waiting.push(resolve);
	session.set(({ me }) => ({ state: me ? 'ended' : 'out', me }));
}));

/** Asks who is signed in; "out" when nobody is, and where the server is still to be set up. */
export async function findSession() {
	const isOnce = location.pathname === pathOf('/setup');

	try {
		signedIn((await ask('GET', '/session', { isOpen: true, isOnce })).data);
	} catch (refusal) {
		session.set({ state: 'out', me: null, refusal });
	}
}

export async function signOut() {
	await ask('DELETE', '/session', { isOpen: true });
	forgetAll();
	drafts.names('').forEach(drafts.remove);
	location.assign(location.pathname);
}

/** Whether the person may do what a scope stands for: the server decides again. */
export function may(scope) {
	return session.get().me?.scopes.includes(scope) ?? false;
}
