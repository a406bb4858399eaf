/*
 * The arithmetic of a check-in: how far a value is, which status it suggests, what is sent. The rules
 * are the API's (GET /me/todo): the console shows what they mean before anything is sent.
 */
import { ask, post, remove } from './api.js';
import { parseNumber, typed } from './format.js';

/** The share of the way from start to target; below 0 when it went the wrong way. */
export function shareOf(value, of) {
	const { start_value: start, target_value: target } = of;

	if (value === null || value === undefined || Number.isNaN(value) || start === null || target === null) {
		return null;
	}
	return start === target ? Number(value === target) : (value - start) / (target - start);
}

/** A computed value, rounded as finely as the way from start to target is long. */
export function rounded(value, of) {
	const way = Math.abs((of.target_value ?? 0) - (of.start_value ?? 0));
	const step = way >= 20 ? 1 : way >= 2 ? 10 : 100;

	return value === null || value === undefined ? value : Math.round(value * step) / step;
}

/** on_track up to 10 points behind, at_risk up to 25; what was blocked stays so. */
export function suggestion(share, expected, last) {
	if (last === 'blocked') {
		return 'blocked';
	}
	if (share === null || expected === null) {
		return last ?? 'on_track';
	}
	const behind = expected - Math.min(1, Math.max(0, share));

	return behind <= 0.10 + 1e-9 ? 'on_track' : behind <= 0.25 + 1e-9 ? 'at_risk' : 'off_track';
}

/** What stands in the field at first. */
export function firstText(of, value) {
	return of.metric_type === 'boolean' ? String(Number(value >= 1)) : typed(value);
}

/** The number that was typed, NaN when it is none. */
export function valueOf(of, text) {
	return of.metric_type === 'boolean' ? Number(text) : parseNumber(text);
}

/** The body of a check-in, by the kind of what it is about. */
export function bodyOf(kind, { value, status, note }) {
	const comment = note?.trim() || undefined;

	if (kind === 'kpi') {
		return { value, comment };
	}
	return status === 'blocked' ? { value, status, blocker_note: comment } : { value, status, comment };
}

const paths = {
	key_result: { make: (id) => `/key-results/${id}/checkins`, undo: (id, made) => `/checkins/${made}` },
	kpi: { make: (id) => `/kpis/${id}/updates`, undo: (id, made) => `/kpis/${id}/updates/${made}` },
};

/** Saves one value; `key` makes every attempt, also after a reload, the same one. */
export async function save(kind, id, body, key) {
	return (await post(paths[kind].make(id), body, { key })).data;
}

/** Takes it back. One that is gone already was taken back by an earlier attempt. */
export async function takeBack(kind, id, made) {
	try {
		await remove(paths[kind].undo(id, made));
	} catch (refusal) {
		if (refusal.status !== 404) {
			throw refusal;
		}
	}
}

/** Several key results in one request: all or none. */
export async function saveBatch(list, key) {
	const { data } = await ask('POST', '/checkins/batch', { body: { checkins: list }, key });

	return data.checkins;
}
