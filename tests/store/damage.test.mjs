// Rows that our own code could not have written (rulings.md 66): one value after the other is broken
// by SQL, and everything that shows it goes on. Each is told in the log once with its table and id,
// named by okrctl verify, and mended by --repair where it can be computed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { damage, hex, makeCompany, remember, renew } from '../lib/company.mjs';
import { day } from '../lib/days.mjs';
import { inParallel } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const nobody = 'x\'018f00000000700080000000deadbeef\'';

let site, all, putBack, workspace, manager;

/** SQL for one column of a row, by its id; `id` may stand in another column. */
const set = (table, record, change) => () => ({
	table, id: all[record].id,
	sql: `UPDATE ${table} SET ${change} WHERE id = ${hex(all[record].id)}`,
});

/** Of the workspace. */
const setting = (change) => () => ({ table: 'organisation', id: workspace,
	sql: `UPDATE organisation SET ${change}` });

/** One row of the journal; verify tells of the chain that does not hold any more, not of the row. */
const inJournal = (change) => () => ({
	table: 'journal', id: all.child.id, verified: ['journal', workspace],
	sql: `UPDATE journal SET ${change} WHERE subject_id = ${hex(all.child.id)}`,
});

/**
 * What is broken, by its name; the first word of it is the table, the second the column. `silent`: no
 * single row is read as something else, so the log says nothing. `repairs`: --repair computes it.
 */
const kinds = {
	'objective type is no word': [set('objective', 'child', 'type = 77')],
	'objective visibility is no word': [set('objective', 'child', 'visibility = 9')],
	'objective lifecycle is no word': [set('objective', 'child', 'lifecycle = 200')],
	'objective check_in_frequency is 99': [set('objective', 'child', 'check_in_frequency = 99')],
	'objective source_type is no word': [set('objective', 'child', 'source_type = 255')],
	'objective is_archived is 7': [set('objective', 'child', 'is_archived = 7')],
	'objective is_shared is 9': [set('objective', 'child', 'is_shared = 9')],
	'objective grade is above 1': [set('objective', 'child', 'grade = 7')],
	'objective outcome is no word': [set('objective', 'child', 'outcome = 9')],
	'objective closed_at is a zero date': [set('objective', 'child', 'closed_at = 0')],
	'objective grade_proposed is 7': [set('objective', 'child', 'grade_proposed = 7')],
	'objective progress is above 1': [set('objective', 'child', 'progress = 7.5'), 'repairs'],
	'objective progress is below 0': [set('objective', 'parent', 'progress = -1'), 'repairs'],
	'objective progress is infinite, almost':
		[set('objective', 'parent', 'progress = 1.7976931348623157e308'), 'repairs'],
	'objective weight is below 0': [set('objective', 'child', 'weight = -3')],
	'objective weight is beyond all': [set('objective', 'child', 'weight = 1e308')],
	'objective confidence_level is blocked':
		[set('objective', 'child', 'confidence_level = 4'), 'repairs'],
	'objective period_end of a period with one end':
		[set('objective', 'child', 'period_end = NULL'), 'repairs'],
	'objective period_end without a start':
		[set('objective', 'child', 'period_start = NULL'), 'repairs'],
	'objective period_end before its start': [set('objective', 'child',
		`period_start = '${day(9)}', period_end = '${day(-9)}'`), 'repairs'],
	'objective period_start is a zero date':
		[set('objective', 'child', 'period_start = 0'), 'repairs'],
	'objective period_start is of the year 0':
		[set('objective', 'child', 'period_start = \'0001-01-01\''), 'repairs'],
	'objective date_start is a zero date': [set('objective', 'own', 'date_start = 0')],
	'objective date_start has no month':
		[set('objective', 'own', 'date_start = \'2026-00-10\'')],
	'objective date_end is 31 February': [set('objective', 'own', 'date_end = \'2027-02-31\'')],
	'objective date_end before its start': [set('objective', 'own',
		`date_start = '${day(9)}', date_end = '${day(-9)}'`)],
	'objective deleted_at is a zero date': [set('objective', 'child', 'deleted_at = 0')],
	'objective deleted_at before it was made':
		[set('objective', 'child', 'deleted_at = \'2001-01-01\'')],
	'objective updated_at is a zero date': [set('objective', 'child', 'updated_at = 0')],
	'objective updated_at is a zero date in all rows': [() => ({ table: 'objective',
		id: all.child.id, sql: 'UPDATE objective SET updated_at = 0' })],
	'objective progress is above 1 in all rows': [() => ({ table: 'objective',
		id: all.child.id, sql: 'UPDATE objective SET progress = 7 + weight' }), 'repairs'],
	'check_in checked_in_at is a zero date in all rows': [() => ({ table: 'check_in',
		id: all.newest.id, sql: 'UPDATE check_in SET checked_in_at = 0' })],
	'objective last_check_in_at is a zero date':
		[set('objective', 'child', 'last_check_in_at = 0'), 'repairs'],
	'objective tags is no JSON': [set('objective', 'child', 'tags = \'{oops\'')],
	'objective tags is no array': [set('objective', 'child', 'tags = \'{"a": 1}\'')],
	'objective tags is an array of numbers': [set('objective', 'child', 'tags = \'[1, 2]\'')],
	'objective dependencies ends too early':
		[set('objective', 'child', 'dependencies = \'[{"a": "\'')],
	'objective version is negative': [set('objective', 'child', 'version = -5')],
	'objective version is the greatest number':
		[set('objective', 'child', 'version = 9223372036854775807')],
	'objective schema_version is negative': [set('objective', 'child', 'schema_version = -1')],
	'objective title has a NUL': [set('objective', 'child', 'title = CONCAT(\'a\', CHAR(0))')],
	'objective parent_id is its own': [set('objective', 'child', 'parent_id = id'), 'silent'],
	'objective parent_id makes a circle': [() => ({ table: 'objective', id: all.parent.id,
		sql: `UPDATE objective SET parent_id = ${hex(all.child.id)} WHERE
			id = ${hex(all.parent.id)}` }), 'silent'],
	'objective parent_id makes a chain of forty': [() => ({ table: 'objective', id: all.child.id,
		sql: chainAbove(all.child.id, 40) }), 'silent'],
	'objective parent_id refers to nothing':
		[set('objective', 'child', `parent_id = ${nobody}`), 'silent'],
	'objective owner_id refers to nothing':
		[set('objective', 'child', `owner_id = ${nobody}`), 'silent'],
	'objective cycle_id refers to nothing':
		[set('objective', 'child', `cycle_id = ${nobody}`), 'silent'],
	'objective team_id refers to nothing':
		[set('objective', 'child', `team_id = ${nobody}`), 'silent'],
	'objective created_by refers to nothing':
		[set('objective', 'child', `created_by = ${nobody}`), 'silent'],

	'key_result metric_type is no word': [set('key_result', 'first', 'metric_type = 9')],
	'key_result direction is no word': [set('key_result', 'first', 'direction = 3'), 'repairs'],
	'key_result status is blocked': [set('key_result', 'first', 'status = 4'), 'repairs'],
	'key_result status is no word': [set('key_result', 'first', 'status = 250'), 'repairs'],
	'key_result initial_status is no word': [set('key_result', 'first', 'initial_status = 9')],
	'key_result data_source is no word': [set('key_result', 'first', 'data_source = 9')],
	'key_result trend is no word': [set('key_result', 'first', 'trend = 77'), 'repairs'],
	'key_result last_check_in_status is no word':
		[set('key_result', 'first', 'last_check_in_status = 9'), 'repairs'],
	'key_result check_in_count is one too high': [set('key_result', 'boolean',
		'check_in_count = check_in_count + 1'), 'silent', 'repairs'],
	'key_result check_in_count is one too low': [set('key_result', 'second',
		'check_in_count = check_in_count - 1'), 'silent', 'repairs'],
	'key_result check_in_count is too low by far':
		[set('key_result', 'first', 'check_in_count = 1'), 'silent', 'repairs'],
	'key_result check_in_count is negative':
		[set('key_result', 'first', 'check_in_count = -4'), 'repairs'],
	'key_result check_in_count is the greatest number':
		[set('key_result', 'first', 'check_in_count = 9223372036854775807'), 'repairs'],
	'key_result velocity is wrong by far':
		[set('key_result', 'first', 'velocity = -1e307'), 'silent', 'repairs'],
	'key_result progress is 2': [set('key_result', 'first', 'progress = 2'), 'repairs'],
	'key_result start_value is beyond all': [set('key_result', 'first', 'start_value = 1e300')],
	'key_result current_value is beyond all':
		[set('key_result', 'first', 'current_value = -1e300'), 'repairs'],
	'key_result weight is below 0': [set('key_result', 'first', 'weight = -1')],
	'key_result home_id is another objective': [() => ({ table: 'key_result', id: all.first.id,
		sql: `UPDATE key_result SET home_id = ${hex(all.own.id)} WHERE
			id = ${hex(all.first.id)}` }), 'repairs'],
	'key_result objective_id refers to nothing': [set('key_result', 'first',
		`objective_id = ${nobody}, home_id = ${nobody}`), 'silent'],
	'key_result owner_id refers to nothing':
		[set('key_result', 'first', `owner_id = ${nobody}`), 'silent'],
	'key_result deleted_at is a zero date': [set('key_result', 'second', 'deleted_at = 0')],
	'key_result last_update_at is a zero date':
		[set('key_result', 'first', 'last_update_at = 0'), 'repairs'],
	'key_result tags is no JSON': [set('key_result', 'first', 'tags = \'nonsense\'')],

	'check_in kind is no word': [set('check_in', 'newest', 'kind = 9')],
	'check_in value is missing': [set('check_in', 'newest', 'value = NULL')],
	'check_in value is beyond all': [set('check_in', 'newest', 'value = 1e300')],
	'check_in status is missing': [set('check_in', 'newest', 'status = NULL')],
	'check_in status is no word': [set('check_in', 'newest', 'status = 99')],
	'check_in checked_in_at is a zero date': [set('check_in', 'newest', 'checked_in_at = 0')],
	'check_in checked_in_at is 31 June':
		[set('check_in', 'oldest', 'checked_in_at = \'2026-06-31 12:00:00\'')],
	'check_in visible_to is no JSON': [set('check_in', 'newest', 'visible_to = \'[\'')],
	'check_in assign_to is a number': [set('check_in', 'newest', 'assign_to = \'7\'')],
	'check_in person_id refers to nothing':
		[set('check_in', 'newest', `person_id = ${nobody}`), 'silent'],
	'check_in key_result_id refers to nothing':
		[set('check_in', 'oldest', `key_result_id = ${nobody}`), 'silent'],

	'cycle start_date is a zero date': [set('cycle', 'cycle', 'start_date = 0')],
	'cycle end_date is a zero date': [set('cycle', 'cycle', 'end_date = 0')],
	'cycle start_date and the end are zero dates':
		[set('cycle', 'cycle', 'start_date = 0, end_date = 0')],
	'cycle end_date before its start': [set('cycle', 'cycle',
		`start_date = '${day(9)}', end_date = '${day(-9)}'`)],
	'cycle phase is no word': [set('cycle', 'cycle', 'phase = 9')],
	'cycle closed_on is a zero date': [set('cycle', 'cycle', 'closed_on = 0')],
	'cycle end_date is 31 April': [set('cycle', 'cycle', 'end_date = \'2027-04-31\'')],
	'cycle name has a NUL': [set('cycle', 'cycle', 'name = CONCAT(CHAR(0), \'c\')')],

	'kpi category is no word': [set('kpi', 'kpi', 'category = 99')],
	'kpi update_frequency is biweekly': [set('kpi', 'kpi', 'update_frequency = 1')],
	'kpi direction is no word': [set('kpi', 'kpi', 'direction = 7')],
	'kpi current_value is not the newest update\'s':
		[set('kpi', 'kpi', 'current_value = 99'), 'silent', 'repairs'],
	'kpi last_updated_at is a zero date':
		[set('kpi', 'kpi', 'last_updated_at = 0'), 'repairs'],
	'kpi target_value is beyond all': [set('kpi', 'kpi', 'target_value = -1e300')],
	'kpi_update previous_value is another': [set('kpi_update', 'update',
		'previous_value = 77'), 'silent', 'repairs'],
	'kpi_update kpi_id refers to nothing':
		[set('kpi_update', 'update', `kpi_id = ${nobody}`), 'silent'],

	'initiative status is no word': [set('initiative', 'initiative', 'status = 99')],
	'initiative priority is no word': [set('initiative', 'initiative', 'priority = 8')],
	'initiative start_date has no month':
		[set('initiative', 'initiative', 'start_date = \'2026-00-10\'')],
	'initiative end_date before its start': [set('initiative', 'initiative',
		`start_date = '${day(9)}', end_date = '${day(-9)}'`)],
	'initiative key_result_id refers to nothing':
		[set('initiative', 'initiative', `key_result_id = ${nobody}`), 'silent'],
	'initiative objective_id is not the key result\'s': [() => ({ table: 'initiative',
		id: all.initiative.id, sql: `UPDATE initiative SET objective_id = ${hex(all.own.id)} WHERE
			id = ${hex(all.initiative.id)}` }), 'silent', 'repairs'],

	'review_cycle status is no word': [set('review_cycle', 'reviewCycle', 'status = 9')],
	'review_cycle due_date is a zero date': [set('review_cycle', 'reviewCycle', 'due_date = 0')],
	'review type is no word': [set('review', 'review', 'type = 9')],
	'review status is no word': [set('review', 'review', 'status = 9')],
	'review shared_at is a zero date': [set('review', 'review', 'shared_at = 0')],
	'review employee_id refers to nothing':
		[set('review', 'review', `employee_id = ${nobody}`), 'silent'],
	'review review_cycle_id refers to nothing':
		[set('review', 'review', `review_cycle_id = ${nobody}`), 'silent'],
	'review_answer review_id refers to nothing': [() => ({ table: 'review_answer',
		sql: `UPDATE review_answer SET review_id = ${nobody} WHERE
			review_id = ${hex(all.review.id)}` }), 'silent'],

	'person role is no word': [set('person', 'user', 'role = 9')],
	'person active is 5': [set('person', 'user', 'active = 5')],
	'person department_id refers to nothing':
		[set('person', 'user', `department_id = ${nobody}`), 'silent'],
	'person manager_id refers to nothing':
		[set('person', 'user', `manager_id = ${nobody}`), 'silent'],
	'person manager_id is its own': [set('person', 'user', 'manager_id = id'), 'silent'],
	'person updated_at is a zero date': [set('person', 'user', 'updated_at = 0')],
	'team department_id refers to nothing':
		[set('team', 'team', `department_id = ${nobody}`), 'silent'],
	'team_member person_id refers to nothing': [() => ({ table: 'team_member',
		sql: `UPDATE team_member SET person_id = ${nobody} WHERE
			team_id = ${hex(all.team.id)}` }), 'silent'],
	'objective_person relation is no word': [() => ({ table: 'objective_person', id: all.child.id,
		sql: `UPDATE objective_person SET relation = 9 WHERE relation = 1 AND
			objective_id = ${hex(all.child.id)}` })],
	'objective_person person_id refers to nothing': [() => ({ table: 'objective_person',
		sql: `UPDATE objective_person SET person_id = ${nobody} WHERE relation = 1 AND
			objective_id = ${hex(all.child.id)}` }), 'silent'],
	'department parent_id makes a circle': [() => ({ table: 'department', id: all.department.id,
		sql: `UPDATE department SET parent_id = ${hex(all.below.id)} WHERE
			id = ${hex(all.department.id)}` }), 'silent'],

	'api_key scopes has bits of nobody':
		[set('api_key', 'key', 'scopes = scopes | (1 << 40)')],
	'api_key rate_limit is negative': [set('api_key', 'key', 'rate_limit = -1')],
	'api_key rate_limit is beyond all': [set('api_key', 'key', 'rate_limit = 1000000000000')],
	'api_key page_limit is 0': [set('api_key', 'key', 'page_limit = 0')],
	'api_key page_limit is negative': [set('api_key', 'key', 'page_limit = -1')],
	'api_key page_limit is beyond all':
		[set('api_key', 'key', 'page_limit = 9223372036854775807')],
	'api_key last_used_at is a zero date': [set('api_key', 'spare', 'last_used_at = 0')],

	'organisation stamped_at is beyond all': [() => ({ table: 'organisation', id: workspace,
		sql: 'UPDATE organisation SET stamped_at = 9223372036854775807' }), 'silent', 'repairs'],
	'organisation stamped_at is negative': [() => ({ table: 'organisation', id: workspace,
		sql: 'UPDATE organisation SET stamped_at = -1' }), 'silent', 'repairs'],
	...Object.fromEntries(Object.entries({ cycle: 'cycle', team: 'team', department: 'below',
	}).flatMap(([table, record]) => [
		[`${table} name_key is another name`,
			[set(table, record, 'name_key = \'somebody else\''), 'silent', 'repairs']],
		[`${table} name_key is missing`,
			[set(table, record, 'name_key = NULL'), 'silent', 'repairs']],
	])),
	'person email_key is another address':
		[set('person', 'user', 'email_key = \'eve@acme.example\''), 'silent', 'repairs'],
	'organisation name_key is another name':
		[setting('name_key = \'another\''), 'silent', 'repairs'],
	'organisation locale is no word': [setting('locale = 9')],
	'organisation edit_policy is no word': [setting('edit_policy = 200')],
	'organisation check_in_weekday is no day': [setting('check_in_weekday = 9')],
	'organisation change_reason is no word': [setting('change_reason = 77')],
	'organisation grace_days is negative': [setting('grace_days = -4')],
	'organisation grace_days is beyond all': [setting('grace_days = 9223372036854775807')],
	'organisation escalation is 5': [setting('escalation = 5')],
	'organisation version is negative': [setting('version = -1')],
	'organisation level_marks is no JSON': [setting('level_marks = \'[0.3,\'')],
	'organisation limits is no JSON': [setting('limits = \'none\'')],
	'organisation time_zone has a NUL': [setting('time_zone = CONCAT(\'UTC\', CHAR(0))')],
	'organisation journal_sequence is negative': [() => ({ table: 'organisation',
		verified: ['journal', workspace],
		sql: 'UPDATE organisation SET journal_sequence = -5' }), 'silent'],
	'journal type is no word': [inJournal('type = 200')],
	'journal subject_type is no word': [inJournal('subject_type = 99')],
	'journal actor_type is no word': [inJournal('actor_type = 99')],
	'journal via is no word': [inJournal('via = 99')],
	'journal at is a zero date': [inJournal('at = 0')],
	'journal content is no JSON': [inJournal('content = \'{oops\''), 'silent'],
	'journal content is no text': [inJournal('content = x\'789c000102ff\''), 'silent'],
	'journal content is gone': [inJournal('content = NULL'), 'silent'],
	'journal reason has a NUL': [inJournal('reason = CONCAT(CHAR(0), \'why\')')],

	'idempotency status is 0': [() => ({ table: 'idempotency',
		sql: 'UPDATE idempotency SET status = 0' }), 'replayed'],
	'idempotency created_at is a zero date': [() => ({ table: 'idempotency',
		sql: 'UPDATE idempotency SET created_at = 0' }), 'silent'],
};

/** A chain of so many objectives, copies of this one, that ends above it. */
function chainAbove(id, length) {
	const ids = Array.from({ length }, (_, i) =>
		`x'018f0000000070008000${i.toString(16).padStart(12, '0')}'`);
	const copies = ids.map((copy, i) => `UPDATE chain SET id = ${copy},
		parent_id = ${ids[i + 1] ?? 'NULL'}; INSERT INTO objective SELECT * FROM chain;`);

	return `CREATE TEMPORARY TABLE chain SELECT * FROM objective WHERE id = ${hex(id)};
		${copies.join('')} UPDATE objective SET parent_id = ${ids[0]} WHERE id = ${hex(id)}`;
}

/** Every way to read; those that ask for one record may fail for that one alone. */
function readings() {
	const lists = ['/okrs', '/okrs?archived=any', '/okrs?status=on_track', '/okrs?format=csv',
		'/okrs?q=child', '/key-results', '/key-results?format=csv', '/kpis', '/kpis?format=csv',
		'/initiatives', '/initiatives?format=csv', '/review-cycles', '/reviews', '/cycles', '/users',
		'/departments', '/teams', '/api-keys', '/me', '/reports/cycle', '/reports/risks',
		'/reports/insights', '/reports/teams', `/reports/cycle?cycle_id=${all.cycle.id}`, '/goals',
		'/goals?only_top_level=true', '/okr/objectives', '/okr/objectives?include_deleted=true',
		'/okr/key-results', '/workspace', '/audit', '/audit?limit=1', '/audit?format=csv', '/audit/head'];
	const records = [...['parent', 'child', 'own', 'deleted'].flatMap((name) =>
		[`/okrs/${all[name].id}`, `/goals/${all[name].id}?depth=5`,
			`/okr/objectives/${all[name].id}`]), ...['first', 'second', 'boolean', 'gone']
		.flatMap((name) => [`/key-results/${all[name].id}`, `/okr/key-results/${all[name].id}`,
			`/key-results/${all[name].id}/checkins`]), `/okrs/${all.child.id}/changes`, `/key-results/${all.first.id}/changes`,
	`/kpis/${all.kpi.id}/changes`, `/checkins/${all.newest.id}`,
	`/key-results/${all.first.id}/checkins?format=csv`, `/kpis/${all.kpi.id}`,
	`/kpis/${all.kpi.id}/updates`, `/initiatives/${all.initiative.id}`,
	`/reviews/${all.review.id}/summary`, `/review-cycles/${all.reviewCycle.id}`,
	`/cycles/${all.cycle.id}`, `/users/${all.user.id}`, `/departments/${all.department.id}`,
	`/teams/${all.team.id}`];
	const tools = { get_okrs: {}, get_okr: { okr_id: all.child.id }, get_kpis: {}, get_cycle: {},
		get_risks: {}, get_insights: {}, get_team_performance: {}, search_okrs: { query: 'i' } };

	return [
		...lists.map((where) => ({ method: 'GET', where: `/api/v1${where}` })),
		...records.map((where) => ({ method: 'GET', where: `/api/v1${where}`, isOne: true })),
		...[{}, { text: 'c' }, { limit: 1, sort: 'updated_at' }].map((body) =>
			({ method: 'POST', where: '/api/v1/goals/search', body })),
		...Object.entries(tools).map(([name, words]) => ({ method: 'POST', tool: name,
			isOne: name === 'get_okr', where: '/api/public/mcp',
			headers: { 'MCP-Protocol-Version': '2025-11-25' }, body: { jsonrpc: '2.0', id: 1,
				method: 'tools/call', params: { name, arguments: words } } })),
	];
}

/** What stands in the damaged records is changed as well: whatever it answers, the worker lives. */
function writings() {
	return [
		['POST', `/key-results/${all.first.id}/checkins`, { value: 50 }],
		['POST', `/key-results/${all.boolean.id}/checkins`, { value: 1 }],
		['PUT', `/checkins/${all.newest.id}`, { value: 51 }],
		['DELETE', `/checkins/${all.newest.id}`],
		['PUT', `/key-results/${all.second.id}`, { current_value: 9 }],
		['PUT', `/okrs/${all.child.id}`, { title: 'Child, renamed' }],
		['PUT', `/okrs/${all.parent.id}`, { weight: 2 }],
		['PUT', `/cycles/${all.cycle.id}`, { end_date: day(60) }],
		['POST', `/okrs/${all.deleted.id}/restore`],
		['POST', `/kpis/${all.kpi.id}/updates`, { value: 15 }],
		['PUT', `/initiatives/${all.initiative.id}`, { title: 'Do it now' }],
		['PUT', `/users/${all.user.id}`, { name: 'Robert' }],
		['POST', `/reviews/${all.review.id}/share`],
		['PUT', '/workspace', { limits: { objectives_per_owner: 7 } }],
	];
}

async function read({ method, where, body, headers, isOne, tool, key }) {
	const answer = await site.ask(method, where, { body, headers, key: key ?? site.key });
	const what = `${method} ${tool ?? where}: ${answer.status} ${answer.text.slice(0, 300)}`;

	if (isOne && answer.status !== 200)
		assert.ok([404, 500].includes(answer.status), what);
	else
		assert.equal(answer.status, 200, what);
	if (answer.status === 200 && !where.includes('format='))
		assert.notEqual(answer.json, undefined, what);
	if (tool && !isOne)
		assert.equal(answer.json.result?.isError, false, what);
}

/** One record a page, in every order: whatever stands at a cursor, the walk comes to its end. */
async function walk(where) {
	const seen = [];

	for (let next = where; next;) {
		const answer = await site.ask('GET', next);

		assert.equal(answer.status, 200, `${next}: ${answer.text}`);
		seen.push(...(answer.json.items ?? answer.json).map((row) => row.id));
		assert.ok(seen.length < 60, `${where} has no end`);
		next = answer.headers.link?.match(/<[^>]*?(\/api[^>]*)>; rel="next"/)?.[1];
	}
	assert.deepEqual(seen, [...new Set(seen)], `${where} repeats nothing`);
}

/** What a manager may do with each record hangs on trees that may have circles. */
const tellings = () => ['/okrs', '/key-results', '/initiatives', '/me'].map((where) =>
	({ method: 'GET', where: `/api/v1${where}`, key: manager }));

async function readAll(more = []) {
	const list = [...readings(), ...more];

	await renew(site);
	await inParallel(4, list.length, (i) => read(list[i]));
}

/** Orders by what may be damaged, and the order of a history. */
async function walkAll() {
	for (const order of ['updated_at', 'progress', 'date_end', '-updated_at', '-progress',
		'-date_end', 'title', '-created_at'])
		await walk(`/api/v1/okr/objectives?limit=1&sort=${order}`);
	for (const order of ['updated_at', '-progress'])
		await walk(`/api/v1/okr/key-results?limit=1&sort=${order}`);
	await walk(`/api/v1/key-results/${all.first.id}/checkins?limit=1`);
}

const logged = () => fs.readFileSync(site.log, 'utf8').split('\n').filter(Boolean).map(JSON.parse)
	.filter((line) => line.event === 'damaged row');

/** The same value may be told again: a new day has come. */
function forgetWhatWasTold() {
	const file = path.join(site.folder, 'state', 'told');

	fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size), { flag: 'r+' });
}

async function verify(...words) {
	const done = await site.okrctl('--json', 'verify', ...words);

	assert.equal(done.signal, null, done.err);
	assert.equal(done.err, '', 'verify says what it found, and nothing else');
	return { code: done.code, rows: JSON.parse(done.out) };
}

const isOf = (table, id, column) => (row) => row.table === table && (!id || row.id === id) &&
	(!column || (row.field ?? row.column) === column);

before(async () => {
	site = await Site.make({ settings: { requests_per_worker: '0', rate_limit: '0',
		jwt_secret: 's'.repeat(40) } });
	await site.mariadb.sql('CREATE DATABASE saved');
	workspace = (await site.administer('workspace', 'list'))[0].id;
	await site.administer('user', 'create', '--workspace', 'W', '--name', 'Alice', '--email',
		'alice@acme.example', '--role', 'admin');
	const key = await site.makeKey();
	site.key = key.key;
	await site.serve({ workers: 2 });
	all = await makeCompany(site, site.key);
	manager = await makeManager();
	assert.equal((await replay()).status, 201);
	Object.assign(all, { key, spare: await site.makeKey(), oldest: all.checkIns[0], newest: all.checkIns.at(-1),
		update: all.updates[1] });
	assert.deepEqual((await verify()).rows, []);
	putBack = await remember(site);
	await readAll();
	forgetAll();
});

/** Somebody whose rights go down one tree and up another, where owners alone edit. */
async function makeManager() {
	const email = 'manager@acme.example';
	const body = { name: 'Manager', email, role: 'manager', department_id: all.department.id };

	assert.equal((await site.ask('POST', '/api/v1/users', { body })).status, 201);
	assert.equal((await site.ask('PUT', '/api/v1/workspace', { body: { edit_policy: 'owners' } }))
		.status, 200);
	return (await site.administer('token', 'create', '--workspace', 'W', '--user', email, '--scopes',
		'all')).token;
}

function forgetAll() {
	forgetWhatWasTold();
	fs.truncateSync(site.log);
}

after(() => site?.close());

describe('a damaged row', () => {
	for (const [name, [make, ...traits]] of Object.entries(kinds)) {
		test(name, async () => {
			const column = name.split(' ')[1];
			const { table, id, sql, verified } = make();
			const isIt = isOf(table, id, column);
			const isNamed = verified ? isOf(...verified) : isIt;

			await putBack();
			forgetAll();
			const pids = site.workers();
			const isOfTrees =
				/^(parent|owner|department|team|person|manager)_id$|^deleted_at$/.test(column);
			await damage(site, sql);
			await readAll(isOfTrees ? tellings() : []);
			if (/_at$|period|date_|progress/.test(column))
				await walkAll();
			if (traits.includes('replayed'))
				assert.equal((await replay()).status, 200);
			await readAll();

			const lines = logged();
			if (!traits.includes('silent'))
				assert.ok(lines.some(isIt), `${JSON.stringify(lines)} names it`);
			const told = lines.map((line) => `${line.table} ${line.id} ${line.column}`);
			assert.deepEqual(told, [...new Set(told)], 'each is told once');

			const found = await verify();
			assert.equal(found.code, 1);
			assert.ok(found.rows.some(isNamed), `${JSON.stringify(found.rows)} names it`);

			const repaired = await verify('--repair');
			const left = await verify();
			const byHand = left.rows.filter((row) => row.repair === 'by hand');
			assert.deepEqual(left.rows, byHand, 'what can be computed is mended');
			assert.equal(repaired.code, byHand.length > 0 ? 1 : 0);
			assert.equal(byHand.some(isNamed), !traits.includes('repairs'));

			for (const key of isOfTrees ? [manager, site.key] : [site.key])
				for (const [method, where, body] of writings())
					await site.ask(method, `/api/v1${where}`, { body, key });
			await readAll();
			assert.deepEqual(site.workers(), pids, 'no worker has ended');
		});
	}
});

for (const change of ['expires_at = 0', 'revoked_at = 0', 'expires_at = \'2026-00-01\''])
	test(`a key whose ${change} opens nothing`, async () => {
		await putBack();
		await damage(site, `UPDATE api_key SET ${change} WHERE id = ${hex(all.spare.id)}`);
		const answer = await site.ask('GET', '/api/v1/okrs', { key: all.spare.key });
		assert.equal(answer.status, 401, answer.text);
		assert.equal((await site.ask('GET', '/api/v1/okrs')).status, 200);
	});

test('rows of a workspace that does not exist are named', async () => {
	await putBack();
	await damage(site, `UPDATE team SET organisation_id = ${nobody} WHERE
		id = ${hex(all.team.id)}`);
	const { code, rows } = await verify();
	assert.equal(code, 1);
	assert.ok(rows.some((row) => row.table === 'team' && row.id === all.team.id &&
		row.field === 'organisation_id'), JSON.stringify(rows));
	await putBack();
	assert.deepEqual(await verify(), { code: 0, rows: [] });
});

/** The same request with the same key: a kept answer is read. */
const repeated = { body: { name: 'Once' }, headers: { 'Idempotency-Key': 'damage' } };
const replay = () => site.ask('POST', '/api/v1/teams', repeated);
