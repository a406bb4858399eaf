/*
 * How the database finds what it is asked for: every statement of a walk over all routes is logged
 * with the plan it was run by. None may look beyond its workspace's part of a key, and default lists
 * may neither sort nor look at many more rows than they return.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';

import { shapeOf, statements } from '../bench/data.mjs';
import { Client, ok } from '../lib/client.mjs';
import { sql } from '../lib/database.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { person, readersScopes } from '../lib/people.mjs';
import { tokenClient } from '../lib/people.mjs';
import { configFile, okrctl, okrctlPath, url } from '../lib/server.mjs';
import { allScopes, unique, Workspace } from '../lib/workspace.mjs';

const log = path.join(path.dirname(configFile), 'log', 'plans.log');
const idSize = 16; // of organisation_id, the first part of every key

// Enough workspaces for a scan over all of them to look bad to the optimiser.
const shape = shapeOf({ workspaces: 12, objectives: 150, keyResults: 2, checkIns: 2 });

// Tables that belong to no workspace.
const withoutWorkspace = ['schema_migration', 'installation', 'request_count'];

const space = new Workspace();
let records, large, member;

function startLog() {
	sql(`SET GLOBAL slow_query_log_file = '${log}', long_query_time = 0,
		log_slow_verbosity = 'query_plan,explain', slow_query_log = 1`);
	// The settings are those of new connections.
	for (const [id] of sql(`SELECT id FROM information_schema.processlist WHERE user = 'okr'`))
		sql(`KILL ${id}`);
}

const marker = () => readFileSync(log, 'latin1').length;

// What was run since the mark: text, rows sent and looked at, and the rows of its plan.
function runSince(mark) {
	const entries = readFileSync(log, 'latin1').slice(mark).split(/^# User@Host: /m)
		.filter((entry) => entry.startsWith('okr['));

	return entries.map((entry) => {
		const [, sent, examined] = /Rows_sent: (\d+)\s+Rows_examined: (\d+)/.exec(entry).map(Number);
		const lines = [...entry.matchAll(/^# explain: (.*)$/gm)].map(([, line]) => line.split('\t'));
		const [names, ...rows] = lines;

		return {
			sent, examined,
			text: entry.split('\n').filter((line) => !/^#|^SET timestamp|^okr\[/.test(line))
				.join(' ').trim(),
			plan: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
		};
	});
}

// A step that reads a table: not one of a result that the statement itself made, nor one that the
// optimiser found to be empty.
const readsTable = (step) => step.select_type !== 'INSERT' && step.table !== 'NULL' && !step.table.startsWith('<') &&
	!withoutWorkspace.includes(step.table) && step.type !== 'NULL';

function staysInside(step) {
	return ['const', 'eq_ref', 'ref', 'ref_or_null', 'range', 'system'].includes(step.type) &&
		step.key_len.split(',').every((size) => Number(size) >= idSize);
}

const told = ({ text, plan }) =>
	`${text.slice(0, 600)}\n${plan.map((step) => Object.values(step).join(' | ')).join('\n')}`;

before(async () => {
	sql(statements(shape));
	// Every row differs the first time, and is told: more than anybody wants to hear.
	spawnSync(okrctlPath, ['--config', configFile, 'verify', '--repair'], { stdio: 'ignore' });
	large = new Client(url, okrctl('key', 'create', '--workspace', 'Bench 3', '--name',
		unique('key'), '--scopes', allScopes.join(','), '--rate-limit', '0').key);
	records = await recordsOf(space);
	member = await person(space, 'member');
	await space.keyResult(records.okr.id, { owner_id: member.id });
	await space.api.put(`/kpis/${records.kpi.id}`, { owner_id: member.id });
	startLog();
});

function assertInside(run) {
	const beyond = run.filter(({ plan }) => !plan.filter(readsTable).every(staysInside));

	assert.deepEqual([...new Set(beyond.map(told))], []);
}

describe('no statement looks beyond its workspace', () => {
	test('of all routes, each asked once', async () => {
		const mark = marker();

		// Deletions last: others need what they delete.
		for (const route of [...routes].sort((a, b) =>
			(a.method === 'DELETE') - (b.method === 'DELETE')))
			await space.api.request(route.method, pathFor(route, records),
				bodyFor(route, records), { loose: true });
		const run = runSince(mark);

		assert.ok(run.length > 200 && run.every(({ text }) => text !== ''));
		assertInside(run);
	});

	test('of lists and records that a person asks for', async () => {
		const mark = marker();

		await member.client.get('/me/todo?until=2099-01-01');
		for (const route of routes.filter(({ method, scope }) => method === 'GET' &&
			readersScopes.includes(scope)))
			await member.client.get(pathFor(route, records), { loose: true });
		assertInside(runSince(mark));
	});

	test('of lists with filters, searches and reports, in a large workspace', async () => {
		const mark = marker();

		for (const at of ['/okrs?q=objective', '/okrs?status=on_track', '/okrs?type=org&limit=3',
			'/okrs?updated_since=2026-01-01T00:00:00Z', '/key-results?status=on_track',
			'/goals?text=objective', '/goals?sort=-progress', '/okr/objectives?search=better',
			'/okr/objectives?sort=title', '/okr/key-results', '/reports/risks', '/reports/cycle',
			'/reports/insights', '/reports/teams', '/kpis', '/initiatives'])
			await large.get(at, { loose: true });
		assertInside(runSince(mark));
	});
});

describe('default lists neither sort nor search', () => {
	const few = 12; // what may be looked at beside the rows that are returned

	function assertLean(run, at) {
		for (const one of run) {
			const extra = one.plan.map((step) => step.Extra).join();

			// Totals, and which of a page's goals have children: as many as there are.
			if (/^SELECT (COUNT|DISTINCT parent_id)/.test(one.text))
				continue;
			assert.doesNotMatch(extra, /filesort|temporary/, `${at}: ${told(one)}`);
			assert.ok(one.examined <= 2 * one.sent + few,
				`${at}: ${one.examined} rows for ${one.sent}: ${told(one)}`);
		}
	}

	for (const at of ['/okrs', '/okrs?limit=20', '/key-results', '/cycles', '/users', '/teams',
		'/departments', '/kpis', '/initiatives', '/goals', '/okr/objectives', '/okr/key-results',
		'/review-cycles', 'HISTORY'])
		test(at, async () => {
			const mark = marker();
			const place = at === 'HISTORY' ?
				`/key-results/${(await large.get('/key-results?limit=1')).body[0].id}/checkins` : at;
			const answer = await large.get(place);

			assert.equal(answer.status, 200);
			assertLean(runSince(mark), at);
		});
});

describe('what people may do is told by a few questions, however many rows are shown', () => {
	let manager;

	before(async () => {
		const email = `${unique('manager')}@example.org`;
		const { id } = await ok(large.post('/departments', { name: unique('department') }));

		await ok(large.put('/workspace', { edit_policy: 'owners' }));
		await ok(large.post('/users', { name: 'Manager', email, role: 'manager', department_id: id }));
		manager = tokenClient({ name: 'Bench 3' }, email, allScopes);
	});

	for (const at of ['/okrs', '/key-results', '/kpis', '/initiatives'])
		test(at, async () => {
			const of = async (limit) => {
				const mark = marker();
				const { body } = await manager.get(`${at}?limit=${limit}`);

				assertInside(runSince(mark));
				return [(body.data ?? body).length, runSince(mark).length];
			};
			const [[few, asked], [many, askedForMany]] = [await of(2), await of(500)];

			// A statement takes up to 64 ids; each kind of row is read once.
			assert.ok(asked < 20 && askedForMany <= asked + 6 * Math.ceil(many / 64),
				`${asked} questions for ${few} rows, ${askedForMany} for ${many}`);
		});

	test('/me', async () => {
		const mark = marker();

		assert.deepEqual((await manager.get('/me')).body.can_create,
			['individual', 'department', 'kpi']);
		assertInside(runSince(mark));
	});
});

describe('names and addresses are found by their index', () => {
	// The statements with this text, and how many rows each looked at.
	const examined = (mark, text) => runSince(mark).filter((one) => text.test(one.text))
		.map((one) => one.examined);

	for (const [what, ask, text] of [
		['a filter by an address', () => large.get('/users?email=person7@example.org'), /WHERE.* email = CONVERT/],
		['whether an address is taken', () => large.post('/users', { name: 'x', email: 'PERSON7@example.org' }),
			/WHERE.* email_key = /],
		['whether an external id is taken', () => large.post('/users', { name: 'x', email: `${unique('x')}@example.org`,
			external_id: unique('x') }), /WHERE.* external_id = CONVERT/],
		['whether a cycle is taken', () => large.post('/cycles', { name: 'QUARTER 3', start_date: '2026-01-01',
			end_date: '2026-01-01' }), /WHERE.* name_key = /],
	])
		test(what, async () => {
			const mark = marker();

			await ask();
			const counts = examined(mark, text);

			assert.equal(counts.length, 1);
			assert.ok(counts[0] <= 2, `${counts[0]} rows`);
		});
});
