// A small company with one of everything, made over HTTP: for tests that walk over all tables. And the
// tables themselves: their names, what stands in them, putting it back.
import { day, instant } from './days.mjs';
import { hex } from './ids.mjs';

const v1 = '/api/v1';

/** Asks for something in this workspace; resolves to the answer's content. */
function asker(site, key) {
	return (method, path, body) => site.must(method, `${v1}${path}`, body, { key });
}

/** Makes everything; `name` keeps what must be unique apart. Resolves to the records by kind. */
export async function makeCompany(site, key, name = 'Acme') {
	const must = asker(site, key);
	const department = await must('POST', '/departments', { name: `${name} Product` });
	const below = await must('POST', '/departments',
		{ name: `${name} Design`, parent_id: department.id });
	const team = await must('POST', '/teams', { name: `${name} Growth`, department_id: below.id });
	const user = await must('POST', '/users', { name: 'Bob Stone', role: 'manager',
		email: `bob@${name.toLowerCase()}.example`, department_id: below.id, team_ids: [team.id] });
	const cycle = await must('POST', '/cycles',
		{ name: `${name} cycle`, start_date: day(-40), end_date: day(50) });
	const okr = (fields) => must('POST', '/okrs', { type: 'org', cycle_id: cycle.id,
		owner_id: user.id, tags: ['growth', 'été'], description: 'why', ...fields });
	const parent = await okr({ title: 'Parent' });
	const child = await okr({ title: 'Child', type: 'team', team_id: team.id,
		department_id: below.id, parent_okr_id: parent.id });
	const own = await must('POST', '/goals', { title: 'Own dates', owner_type: 'company',
		date_start: day(-20), date_end: day(20) });
	await must('PATCH', `/okr/objectives/${child.id}`,
		{ dependencies: [{ what: 'a partner' }] });
	await must('PATCH', `/goals/${child.id}`,
		{ assign_to_ids: [user.id], visible_to_ids: [user.id] });
	const keyResult = (okrId, fields) => must('POST', `/okrs/${okrId}/key-results`, {
		title: 'Key result', metric_type: 'number', start_value: 0, target_value: 100,
		owner_id: user.id, ...fields });
	const first = await keyResult(child.id), second = await keyResult(child.id);
	const boolean = await keyResult(parent.id, { metric_type: 'boolean', target_value: 1 });
	const checkIns = [];
	for (const [value, days, status] of [[10, 30, 'on_track'], [20, 20, 'at_risk'],
		[30, 10, 'on_track'], [40, 1, 'on_track']])
		checkIns.push(await must('POST', `/key-results/${first.id}/checkins`, { value, status,
			comment: 'so far', checked_in_at: instant(-days) }));
	await must('POST', `/key-results/${second.id}/checkins`,
		{ value: 5, status: 'blocked', blocker_note: 'a contract' });
	await must('POST', `/goals/${child.id}/key-results/${first.id}/checkin`,
		{ value: 41, assign_to: [user.id], visible_to: [user.id] });
	await must('PUT', `/key-results/${second.id}`, { current_value: 7 });
	const deleted = await okr({ title: 'Deleted', parent_okr_id: parent.id });
	const gone = await keyResult(deleted.id);
	await must('POST', `/key-results/${gone.id}/checkins`, { value: 3 });
	await must('DELETE', `/okrs/${deleted.id}`);
	const kpi = await must('POST', '/kpis', { name: 'Weekly users', current_value: 10,
		target_value: 20, update_frequency: 'weekly', owner_id: user.id, team_id: team.id });
	const updates = [];
	for (const value of [12, 14])
		updates.push(await must('POST', `/kpis/${kpi.id}/updates`, { value, comment: 'counted' }));
	const { data: initiative } = await must('POST', '/initiatives', { title: 'Do it', kr_id: first.id,
		priority: 'p1', owner_id: user.id, start_date: day(-5), end_date: day(5) });
	const reviewCycle = await must('POST', '/review-cycles',
		{ name: 'Review', status: 'active', due_date: day(9) });
	const review = await must('POST', '/reviews', { cycle_id: reviewCycle.id,
		employee_id: user.id, type: 'self', answers: [{ question: 'How?', answer: 'Well' }] });
	await must('POST', `/reviews/${review.id}/share`);
	const brought = await must('POST', '/imports?format=okr',
		[{ type: 'team', key: 'brought', title: `${name} Brought` }]);
	await must('POST', `/imports/${brought.id}/apply`);
	return { department, below, team, user, cycle, parent, child, own, first, second, boolean,
		checkIns, deleted, gone, kpi, updates, initiative, reviewCycle, review };
}

export { hex };

/** Every table with rows of workspaces, asked of the schema itself; `organisation` is not one. */
export async function tablesOf(site) {
	const rows = await site.mariadb.sql(`SELECT TABLE_NAME FROM information_schema.COLUMNS WHERE
		TABLE_SCHEMA = 'okr' AND COLUMN_NAME = 'organisation_id' ORDER BY TABLE_NAME`);

	return rows.map(([name]) => name);
}

/** All of a workspace, table by table: [name, its rows as texts]. */
export async function contentOf(site, organisation) {
	const out = [];
	for (const table of await tablesOf(site)) {
		const columns = await site.mariadb.sql(`SELECT COLUMN_NAME FROM information_schema.COLUMNS
			WHERE TABLE_SCHEMA = 'okr' AND TABLE_NAME = '${table}' ORDER BY ORDINAL_POSITION`);
		const list = columns.map(([name]) => `COALESCE(HEX(${name}), '-')`).join(", ' ', ");
		const rows = await site.mariadb.sql(`SELECT CONCAT(${list}) FROM ${table} WHERE
			organisation_id = ${hex(organisation)} ORDER BY 1`);
		out.push([table, rows.map(([row]) => row)]);
	}
	return out;
}

const unchecked = 'SET foreign_key_checks = 0, check_constraint_checks = 0;';
// A number that was there before would bring back the answers of that time.
const renewal = 'UPDATE organisation SET revision = FLOOR(RAND() * 9e18);';

/** Statements that nothing holds to any rule, as somebody with a shell would run them. */
export function damage(site, statements) {
	return site.mariadb.sql(`${unchecked} SET sql_mode = 'ALLOW_INVALID_DATES'; ${statements};
		${renewal}`);
}

/** Kept answers are out of date from now on. */
export function renew(site) {
	return site.mariadb.sql(renewal);
}

/** Remembers all tables as they are; resolves to what puts them back. */
export async function remember(site) {
	const tables = ['organisation', ...await tablesOf(site)];
	for (const table of tables)
		await site.mariadb.sql(`CREATE TABLE saved.${table} AS SELECT * FROM ${table}`);
	return () => site.mariadb.sql(`${unchecked} ${tables.map((table) =>
		`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM saved.${table};`).join('')}
		${renewal}`);
}
