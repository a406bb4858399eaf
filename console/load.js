/*
 * What a component asks the API for: shown at once when it was here before and then fetched anew, with
 * a skeleton only when that takes longer than a blink.
 */
import { all, get } from './api.js';
import { useCallback, useEffect, useState } from './html.js';

const slowMs = 200;
const keptMost = 60;
const kept = new Map();

function keep(name, value) {
	kept.delete(name);
	kept.set(name, value);
	if (kept.size > keptMost) {
		kept.delete(kept.keys().next().value);
	}
}

/** Forgets everything: somebody else has signed in. */
export function forgetAll() {
	kept.clear();
}

/**
 * {data, error, isSlow, reload}: `name` says what is meant, null asks nothing; `fetchIt` gets it.
 * Old data stays while new data is on its way. reload() resolves when it is there.
 */
export function useLoad(name, fetchIt) {
	const [state, setState] = useState({ name, data: kept.get(name) });
	const [isSlow, setSlow] = useState(false);

	const reload = useCallback(async () => {
		if (name === null) {
			return;
		}
		try {
			const data = await fetchIt();

			keep(name, data);
			setState({ name, data });
		} catch (error) {
			setState((before) => ({ name, data: before.name === name ? before.data : undefined, error }));
		}
	}, [name]);

	useEffect(() => {
		const timer = setTimeout(() => setSlow(true), slowMs);

		setState((before) => (before.name === name ? before : { name, data: kept.get(name) }));
		reload().finally(() => clearTimeout(timer));
		return () => {
			clearTimeout(timer);
			setSlow(false);
		};
	}, [name]);
	return { ...(state.name === name ? state : { data: kept.get(name) }), isSlow, reload };
}

/** A record or a report by its path: {data, etag, …} of the answer. */
export function useGet(path) {
	const { data, ...rest } = useLoad(path, () => get(path));

	return { data: data?.data, etag: data?.etag, ...rest };
}

/** A list to its end. */
export function useAll(path) {
	return useLoad(path, () => all(path));
}
