/*
 * Whether the journal tells the truth: all its changes, replayed from nothing, must give the records
 * that are there. Which column each told name stands for is said here a second time, so that a field
 * that the program forgets, or tells under another name, is missed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

// An expression of SQL for each told name of each kind of record; `from` is the table.
const id = (column) => `LOWER(INSERT(INSERT(INSERT(INSERT(HEX(${column}), 21, 0, '-'), 17, 0, '-'),
	13, 0, '-'), 9, 0, '-'))`;
const words = (column, ...list) => `ELT(${column} + 1, ${list.map((one) => `'${one}'`).join(', ')})`;
const flag = (column) => `JSON_EXTRACT('[false, true]', CONCAT('$[', ${column}, ']'))`;
const json = (column) => `IF(${column} IS NULL, NULL, JSON_EXTRACT(${column}, '$'))`;
const date = (column) => `DATE_FORMAT(${column}, '%Y-%m-%d')`;
const instant = (column) => `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%sZ')`;
const idsOf = (table, where, column) => `(SELECT JSON_EXTRACT(CONCAT('[', COALESCE(GROUP_CONCAT(
	JSON_QUOTE(${id(column)}) ORDER BY ${column}), ''), ']'), '$') FROM ${table} WHERE ${where})`;
const same = (...names) => Object.fromEntries(names.map((name) => [name, name]));

const status = ['not_started', 'on_track', 'at_risk', 'off_track', 'blocked'];
const frequency = ['weekly', 'biweekly', 'monthly', 'quarterly'];
const sourceType = ['frontend', 'backend', 'server', 'system', 'api'];
const scopes = ['okrs:read', 'write:okrs', 'kpis:read', 'kpis:write', 'okr-checkins:write',
	'reviews:read', 'workspace:admin'];
const people = (relation) => idsOf('objective_person op', `op.organisation_id =
	objective.organisation_id AND op.objective_id = objective.id AND op.relation = ${relation}`,
	'op.person_id');

const grading = { ...same('grade', 'closing_note'), grade_proposed: flag('grade_proposed'),
	outcome: words('outcome', 'achieved', 'partial', 'missed', 'dropped') };

const kinds = {
	okr: { from: 'objective', where: 'deleted_at IS NULL', told: {
		...same('title', 'description', 'category', 'period', 'weight', 'source', 'app_id'),
		...grading, closed_at: instant('closed_at'), closed_by: id('closed_by'),
		type: words('type', 'org', 'department', 'team', 'individual'),
		owner_id: id('owner_id'), department_id: id('department_id'), team_id: id('team_id'),
		visibility: words('visibility', 'organisation', 'department', 'team'),
		cycle_id: id('cycle_id'), parent_okr_id: id('parent_id'),
		lifecycle: words('lifecycle', 'draft', 'active', 'completed', 'cancelled'),
		is_archived: flag('is_archived'), is_shared: flag('is_shared'),
		check_in_frequency: words('check_in_frequency', ...frequency),
		tags: json('tags'), linked_project_ids: json('linked_project_ids'),
		dependencies: json('dependencies'), date_start: date('date_start'),
		date_end: date('date_end'), source_type: words('source_type', ...sourceType),
		assign_to_ids: people(0), visible_to_ids: people(1),
	} },
	key_result: { from: 'key_result', where: 'deleted_at IS NULL', told: {
		...same('title', 'description', 'start_value', 'current_value', 'target_value', 'unit',
			'weight', 'connector_id', 'query', 'source', 'app_id'),
		...grading,
		okr_id: id('objective_id'), owner_id: id('owner_id'), tags: json('tags'),
		metric_type: words('metric_type', 'number', 'percentage', 'currency', 'boolean'),
		direction: words('direction', 'increase', 'decrease'),
		status: words('status', ...status),
		data_source: words('data_source', 'manual', 'connector', 'query'),
		source_type: words('source_type', ...sourceType),
	} },
	check_in: { from: 'check_in', where: 'kind = 0', told: {
		...same('value', 'comment', 'blocker_note', 'app_id'),
		key_result_id: id('key_result_id'), author_id: id('person_id'),
		status: words('status', ...status), checked_in_at: instant('checked_in_at'),
		assign_to: json('assign_to'), visible_to: json('visible_to'),
	} },
	kpi: { from: 'kpi', told: {
		...same('name', 'description', 'group_name', 'current_value', 'target_value', 'unit',
			'app_id'),
		owner_id: id('owner_id'), team_id: id('team_id'),
		category: words('category', 'acquisition', 'conversion', 'retention', 'revenue', 'custom'),
		update_frequency: words('update_frequency', ...frequency),
		direction: words('direction', 'higher', 'lower'),
	} },
	kpi_update: { from: 'kpi_update', told: {
		...same('new_value', 'comment', 'app_id'), kpi_id: id('kpi_id'),
	} },
	initiative: { from: 'initiative', told: {
		...same('title', 'description', 'app_id'),
		status: words('status', 'todo', 'in_progress', 'done', 'blocked'),
		priority: words('priority', 'p0', 'p1', 'p2', 'p3'),
		start_date: date('start_date'), end_date: date('end_date'), owner_id: id('owner_id'),
		kr_id: id('key_result_id'), okr_id: id('objective_id'),
	} },
	cycle: { from: 'cycle', told: {
		...same('name'), start_date: date('start_date'), end_date: date('end_date'),
		phase: words('phase', 'running', 'draft', 'review', 'closed'),
	} },
	review_cycle: { from: 'review_cycle', told: {
		...same('name'), status: words('status', 'draft', 'active', 'closed'),
		due_date: date('due_date'),
	} },
	review: { from: 'review', told: {
		cycle_id: id('review_cycle_id'), employee_id: id('employee_id'),
		type: words('type', 'self', 'manager', 'peer'), status: words('status', 'draft', 'shared'),
		shared_at: instant('shared_at'),
		answers: `(SELECT JSON_EXTRACT(CONCAT('[', COALESCE(GROUP_CONCAT(JSON_OBJECT('question',
			question, 'answer', answer) ORDER BY position), ''), ']'), '$') FROM review_answer a
			WHERE a.organisation_id = review.organisation_id AND a.review_id = review.id)`,
	} },
	user: { from: 'person', told: {
		...same('name', 'email', 'external_id'), role: words('role', 'member', 'manager', 'admin'),
		department_id: id('department_id'), manager_id: id('manager_id'), active: flag('active'),
		password_set_at: `(SELECT ${instant('l.password_set_at')} FROM person_login l WHERE
			l.organisation_id = person.organisation_id AND l.person_id = person.id)`,
		team_ids: idsOf('team_member m', `m.organisation_id = person.organisation_id AND
			m.person_id = person.id`, 'm.team_id'),
	} },
	team: { from: 'team', told: { ...same('name'), department_id: id('department_id') } },
	department: { from: 'department', told: { ...same('name'), parent_id: id('parent_id') } },
	api_key: { from: 'api_key', told: {
		...same('name', 'prefix', 'app_id', 'rate_limit', 'page_limit'), scopes: 'scopes',
		expires_at: instant('expires_at'), revoked_at: instant('revoked_at'),
	} },
};

/* ---- what there is ------------------------------------------------------------------------------ */

function run(socket, statement) {
	return execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root',
		'--default-character-set=utf8mb4', '--batch', '--skip-column-names', '--raw', 'okr'],
	{ input: `SET group_concat_max_len = 16777216; ${statement}`, encoding: 'utf8',
		maxBuffer: 1 << 30 }).split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function liveRecords(socket) {
	const all = new Map();

	for (const [kind, { from, where = 'TRUE', told }] of Object.entries(kinds)) {
		const members = Object.entries(told).map(([name, column]) => `'${name}', ${column}`);
		const rows = run(socket, `SELECT JSON_OBJECT('id', ${id('id')}, 'told',
			JSON_OBJECT(${members.join(', ')})) FROM ${from} WHERE ${where}`);

		for (const row of rows) {
			if (kind === 'api_key')
				row.told.scopes = scopes.filter((_, bit) => row.told.scopes & (1 << bit));
			all.set(`${kind} ${row.id}`, row.told);
		}
	}
	return all;
}

/* ---- what the journal tells --------------------------------------------------------------------- */

// The key result has become what the check-in's context says; a KPI is what its newest update says.
const consequences = {
	check_in: (records, { context }, record) => {
		const keyResult = records.get(`key_result ${record.key_result_id}`);

		if (keyResult && context)
			Object.assign(keyResult, { current_value: context.value, status: context.status });
	},
	kpi_update: (records, _, record) => {
		const kpi = records.get(`kpi ${record.kpi_id}`);
		const updates = [...records].filter(([name, one]) => name.startsWith('kpi_update ') &&
			one.kpi_id === record.kpi_id).sort(([a], [b]) => (a < b ? -1 : 1));

		if (kpi)
			kpi.current_value = updates.length ? updates.at(-1)[1].new_value ?? null : kpi.first;
	},
};

function rotate(records, { subject, changes, context }) {
	const old = records.get(`api_key ${subject.id}`);

	records.set(`api_key ${context.key.id}`, { ...old, prefix: context.key.prefix,
		expires_at: changes.expires_at ? changes.expires_at.from : old.expires_at });
}

function apply(records, row, erased) {
	const { type, subject, changes } = row;
	const name = `${subject.type} ${subject.id}`;
	const record = records.get(name) ?? {};

	// What was erased cannot be told again.
	if (changes === null) {
		erased.add(name);
		return;
	}

	if (type === 'api_key.rotated')
		rotate(records, row);
	for (const [field, { from, to }] of Object.entries(changes)) {
		// What the row says was there must have been there.
		if (!erased.has(name) && record[field] !== undefined && !alike(from, record[field]))
			throw new Error(`row ${row.sequence}: ${field} was ${JSON.stringify(record[field])}, ` +
				`not ${JSON.stringify(from)}`);
		record[field] = to;
	}
	if (type === 'kpi.created')
		record.first = record.current_value ?? null;
	if (type.endsWith('.deleted'))
		records.delete(name);
	else if (subject.type !== 'workspace')
		records.set(name, record);
	consequences[subject.type]?.(records, row, record.key_result_id || record.kpi_id ? record :
		Object.fromEntries(Object.entries(changes).map(([key, { from }]) => [key, from])));
}

/* ---- comparing ---------------------------------------------------------------------------------- */

function isCutOf(told, live) {
	const cut = /^([\s\S]*)… \((\d+)\)$/.exec(told);

	return cut && [...cut[1]].length === 2000 && [...live].length === Number(cut[2]) &&
		live.startsWith(cut[1]);
}

function alike(a, b) {
	if (typeof a === 'number' && typeof b === 'number')
		return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
	if (typeof a === 'string' && typeof b === 'string')
		return a === b || isCutOf(a, b) || isCutOf(b, a);
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((one, i) => alike(one, b[i]));
	if (a && b && typeof a === 'object' && typeof b === 'object')
		return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
			alike(a[key], b[key]));
	return isDeepStrictEqual(a, b);
}

// A KPI's first value is this file's own.
const notRead = new Set(['first']);

const isNothing = (value) => value === null || value === undefined ||
	(Array.isArray(value) && value.length === 0);

function compare(told, live) {
	const wrong = [];

	for (const name of new Set([...told.keys(), ...live.keys()])) {
		if (!told.has(name) || !live.has(name)) {
			wrong.push(`${name} ${told.has(name) ? 'is told of and not there' : 'is not told of'}`);
			continue;
		}
		const [left, right] = [told.get(name), live.get(name)];

		// What is told and not read above would be compared with nothing, in silence.
		for (const field of Object.keys(left))
			if (!(field in right) && !notRead.has(field))
				wrong.push(`${name}: ${field} is told, and tests/lib/replay.mjs does not know it`);
		for (const field of Object.keys(right))
			if (!(isNothing(left[field]) && isNothing(right[field])) &&
				!alike(left[field], right[field]))
				wrong.push(`${name}: ${field} is told as ${JSON.stringify(left[field])} and is ` +
					`${JSON.stringify(right[field])}`);
	}
	return wrong;
}

// What is wrong, as lines; none when record and journal agree. `okrctlPath`, `config`: whose.
export function replay(okrctlPath, config) {
	const [, socket] = /^database_socket = "(.*)"$/m.exec(readFileSync(config, 'utf8'));
	const text = execFileSync(okrctlPath, ['--config', config, 'audit', 'export'],
		{ encoding: 'utf8', maxBuffer: 1 << 30 });
	const records = new Map();
	const erased = new Set();

	for (const line of text.split('\n').filter(Boolean)) {
		try {
			apply(records, JSON.parse(line), erased);
		} catch (error) {
			return [error.message];
		}
	}
	const live = liveRecords(socket);

	for (const name of erased) {
		records.delete(name);
		live.delete(name);
	}
	return compare(records, live).slice(0, 20);
}

