/*
 * Objectives as rows of a tree: who stands under whom, which are shown, in which order. Knows nothing of
 * elements.
 */
import { groupOf } from './fields.js';
import { pointsBetween } from './format.js';

const order = { off_track: 0, blocked: 1, at_risk: 2, on_track: 3, not_started: 4, completed: 5 };

/** The change of a week in points; null where the week before is not known. */
export function weekOf({ progress_week_ago: before, progress }) {
	return before === null || before === undefined ? null : pointsBetween(before, progress);
}

/** What each column sorts by. */
export const sorts = {
	title: (okr) => okr.title.toLowerCase(),
	owner: (okr) => (okr.owner ?? '').toLowerCase(),
	team: (okr) => groupOf(okr).toLowerCase(),
	progress: (okr) => okr.progress,
	week: (okr) => weekOf(okr) ?? -Infinity,
	health: (okr) => okr.health_score,
	status: (okr) => order[okr.status],
	seen: (okr) => okr.last_check_in_at ?? '',
};

function compare(a, b) {
	return a < b ? -1 : Number(a > b);
}

/** Whether an objective is meant by the filters of the address. */
export function fits(okr, query, me) {
	const has = (name, value) => !query.get(name) || query.get(name) === value;
	const words = query.get('q')?.toLowerCase();

	return has('status', okr.status) && has('owner', okr.owner_id) && (!query.get('team') ||
		query.get('team') === okr.team_id || query.get('team') === okr.department_id) &&
		(!query.get('tag') || (okr.tags ?? []).includes(query.get('tag'))) &&
		(!query.get('mine') || okr.owner_id === me || okr.key_results.some((one) => one.owner_id === me)) &&
		(!words || okr.title.toLowerCase().includes(words));
}

/**
 * The rows to be shown, from top to bottom: {type, level, okr, keyResult, isOpen, hasParts}. `isOpen`
 * says true, false, or "children" for objectives without their key results. `meant`
 * is null for all, or the set of ids that fit; what stands above one that fits stays, as its way.
 */
export function rowsOf(okrs, { isOpen, meant, sort, isDown }) {
	const known = new Map(okrs.map((okr) => [okr.id, okr]));
	const under = Map.groupBy ? Map.groupBy(okrs, parentOf) : group(okrs, parentOf);
	const stays = new Set();
	const rows = [];

	function parentOf(okr) {
		return known.has(okr.parent_okr_id) && okr.parent_okr_id !== okr.id ? okr.parent_okr_id : null;
	}
	for (const id of meant ?? known.keys()) {
		for (let okr = known.get(id); okr && !stays.has(okr.id); okr = known.get(okr.parent_okr_id)) {
			stays.add(okr.id);
		}
	}
	const sorted = (list) => list.filter((okr) => stays.has(okr.id)).sort((a, b) =>
		compare(sorts[sort](a), sorts[sort](b)) * (isDown ? -1 : 1) || compare(a.created_at, b.created_at));
	const walk = (list, level) => {
		for (const okr of sorted(list ?? [])) {
			const children = (under.get(okr.id) ?? []).filter((one) => stays.has(one.id));
			const open = isOpen(okr.id, level, children.length > 0);

			rows.push({ type: 'okr', key: okr.id, level, okr, isOpen: Boolean(open), hasParts: children.length + okr.key_results.length > 0 });
			if (open) {
				for (const keyResult of open === 'children' ? [] : okr.key_results) {
					rows.push({ type: 'key_result', key: keyResult.id, level: level + 1, okr, keyResult });
				}
				walk(children, level + 1);
			}
		}
	};

	walk(under.get(null), 1);
	return rows;
}

function group(list, keyOf) {
	const groups = new Map();

	for (const one of list) {
		groups.set(keyOf(one), [...groups.get(keyOf(one)) ?? [], one]);
	}
	return groups;
}
