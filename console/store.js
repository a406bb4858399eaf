/*
 * Values that more than one component looks at. A store has one value; whoever uses it is drawn again
 * when another one is set. Also what outlives the page: drafts for as long as the tab, choices for as
 * long as the browser.
 */
import { useLayoutEffect, useState } from './html.js';

export function store(first) {
	const watchers = new Set();
	let value = first;

	return {
		get: () => value,
		set(next) {
			value = typeof next === 'function' ? next(value) : next;
			for (const watcher of [...watchers]) {
				watcher(value);
			}
		},
		watch(watcher) {
			watchers.add(watcher);
			return () => watchers.delete(watcher);
		},
	};
}

export function useStore(one) {
	const [value, setValue] = useState(one.get());

	useLayoutEffect(() => {
		setValue(() => one.get());
		return one.watch((next) => setValue(() => next));
	}, [one]);
	return value;
}

// A browser may refuse to keep anything (private windows, quotas): then nothing is remembered, and
// the page works as before.
function kept(storage) {
	return {
		get(name) {
			try {
				return JSON.parse(storage().getItem(`okr.${name}`));
			} catch {
				return null;
			}
		},
		set(name, value) {
			try {
				storage().setItem(`okr.${name}`, JSON.stringify(value));
			} catch {
				// see above
			}
		},
		remove(name) {
			try {
				storage().removeItem(`okr.${name}`);
			} catch {
				// see above
			}
		},
		names(prefix) {
			try {
				return Object.keys(storage()).filter((name) => name.startsWith(`okr.${prefix}`))
					.map((name) => name.slice(4));
			} catch {
				return [];
			}
		},
	};
}

/** What was typed and not yet sent. */
export const drafts = kept(() => globalThis.sessionStorage);

/**
 * A form over a record: {values, set(changes), forget()}. Only what was typed is kept: a value that nobody
 * touched follows the record, so a change that somebody else makes meanwhile is not taken back.
 */
export function useDraft(name, record) {
	const [typed, setTyped] = useState(() => drafts.get(name) ?? {});

	return { values: { ...record, ...typed },
		set: (changes) => setTyped((before) => {
			const next = { ...before, ...changes };

			drafts.set(name, next);
			return next;
		}),
		forget() {
			drafts.remove(name);
			setTyped({});
		} };
}

/** What a person chose for this browser. */
export const choices = kept(() => globalThis.localStorage);
