/*
 * Short ways to speak the objectives dialect in a test: to make, change, delete and list objectives
 * and key results, and to compare its ids with those of the other two dialects.
 */
import { ok } from './client.mjs';
import { is } from './shape.mjs';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// The UUID that an id stands for, whatever its form.
export function uuidOf(id) {
	if (id === null || is.id(id)) {
		return id;
	}
	const rest = id.slice(4);

	if (is.id(rest)) {
		return rest;
	}
	const number = [...rest].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n);
	const hex = number.toString(16).padStart(32, '0');

	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const ulid = '[0-7][0-9A-HJKMNP-TV-Z]{25}';

function prefixed(prefix) {
	return (value) => typeof value === 'string' && value.startsWith(prefix) &&
		is.id(value.slice(prefix.length));
}

// The forms of ids that the field tables name.
export const form = {
	objective: (value) => new RegExp(`^obj_${ulid}$`).test(value),
	keyResult: (value) => new RegExp(`^krs_${ulid}$`).test(value),
	user: prefixed('usr-'),
	group: prefixed('grp-'),
	linkedKeyResult: prefixed('krs-'),
};

// What both field tables begin with.
export const stamps = { tenant_id: is.text, app_id: is.orNull(is.text), created_at: is.stamp,
	updated_at: is.stamp, created_by: is.orNull(is.id), updated_by: is.orNull(is.id),
	source: is.text, source_type: is.oneOf('frontend', 'backend', 'server', 'system', 'api'),
	is_deleted: is.flag, deleted_at: is.orNull(is.stamp), deleted_by: is.orNull(is.id),
	schema_version: Number.isInteger, version: Number.isInteger };

export function pathOf({ id }) {
	return `/okr/${id.startsWith('obj_') ? 'objectives' : 'key-results'}/${id}`;
}

export class Objectives {
	constructor(space, api = space.api) {
		this.space = space;
		this.api = api;
	}

	objective(fields = {}) {
		return ok(this.api.post('/okr/objectives', { title: 'An objective', ...fields }));
	}

	// A key result of an objective, or of none.
	keyResult(objective, fields = {}) {
		return ok(this.api.post('/okr/key-results', { title: 'A key result',
			...(objective ? { objective_id: objective.id } : {}), ...fields }));
	}

	get(record) {
		return ok(this.api.get(pathOf(record)));
	}

	change(record, fields) {
		return ok(this.api.patch(pathOf(record), fields));
	}

	remove(record) {
		return ok(this.api.delete(pathOf(record)));
	}

	// `of` is objectives or key-results.
	list(of, query = {}) {
		return ok(this.api.get(`/okr/${of}?${new URLSearchParams(query)}`));
	}

	// The titles that a list gives, sorted.
	async titles(of, query) {
		const { items } = await this.list(of, { limit: 500, ...query });

		return items.map(({ title }) => title).sort();
	}

	async progressOf(...records) {
		const read = await Promise.all(records.map((record) => this.get(record)));

		return read.map(({ progress_pct }) => progress_pct);
	}
}
