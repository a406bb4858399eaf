/*
 * A whole workspace as lines (product/import-export.md C2, readings 185–187): everything that the tables
 * hold, parents first, from one moment, proved by its last line; and nothing that lets anybody in.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, test } from 'node:test';

import { Client, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { rowsAdded, rowsOf } from '../lib/journal.mjs';
import { recordsOf } from '../lib/more_routes.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { configFile, okrctlPath, url } from '../lib/server.mjs';
import { linkFor, useLink } from '../lib/sign_in.mjs';
import { allScopes, unique, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const loose = { loose: true };

const linesOf = (text) => text.trimEnd().split('\n').map((line) => JSON.parse(line));
const fetchAll = (path = '/export', client = api) => expect(200, client.get(path, loose));
const okrctlExport = (...words) => execFileSync(okrctlPath, ['--config', configFile, 'workspace', 'export',
	space.id, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });

before(async () => {
	const records = await recordsOf(space);

	await ok(api.put(`/goals/${records.okr.id}`, { assign_to_ids: [records.user.id] }));
	await ok(api.put(`/users/${records.user.id}`, { team_ids: [records.team.id] }));
	// A parent that is younger than its child: by the order of ids it would come behind.
	const above = await space.okr({ title: 'Above \u2028 "quoted" \\ and é' });

	await ok(api.put(`/okrs/${records.okr.id}`, { parent_okr_id: above.id }));
	const { id } = await ok(api.post('/imports?format=okr', `type,key,title\nteam,a-1,${unique('team')}\n`,
		{ headers: { 'Content-Type': 'text/csv' } }));

	await ok(api.post(`/imports/${id}/apply`));
	await useLink(await linkFor(space, space.admin));
});

test('the first line says what it is, the last proves that nothing is missing', async () => {
	const { text, bytes, headers } = await fetchAll();
	const lines = linesOf(text);
	const [header] = lines;
	const end = lines.at(-1);
	const counts = {};

	for (const { t } of lines.slice(1, -1)) {
		counts[t] = (counts[t] ?? 0) + 1;
	}
	assert.equal(header.format, 'okr-workspace');
	assert.equal(header.version, 1);
	assert.deepEqual(header.workspace, { id: space.id, name: space.name });
	assert.equal(end.t, 'end');
	assert.deepEqual(Object.fromEntries(Object.entries(end.counts).filter(([, count]) => count > 0)), counts);
	assert.ok(bytes.equals(Buffer.from(text)), 'UTF-8');
	assert.equal(end.blake2b.length, 64);
	assert.equal(headers['content-type'], 'application/x-ndjson');
	assert.equal(headers['cache-control'], 'no-store');
	assert.match(headers['content-disposition'], /^attachment; filename="workspace-\d{4}-\d\d-\d\d\.ndjson"$/);
	assert.equal(headers.etag, undefined);
});

test('its digest is BLAKE2b-256 of all bytes before the last line', async () => {
	const { bytes } = await fetchAll();
	const cut = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
	const [digest] = execFileSync('b2sum', ['-l', '256'], { input: bytes.subarray(0, cut),
		encoding: 'utf8' }).split(' ');

	assert.equal(linesOf(bytes.toString()).at(-1).blake2b, digest);
});

// Of every table what it holds: the names of columns that no export has are told here alone.
test('every row and every column of the workspace is in it', async () => {
	const lines = linesOf((await fetchAll()).text);
	const tables = { user: 'person', department: 'department', team: 'team', team_member: 'team_member',
		cycle: 'cycle', objective: 'objective', objective_person: 'objective_person',
		key_result: 'key_result', check_in: 'check_in', kpi: 'kpi', kpi_update: 'kpi_update',
		initiative: 'initiative', review_cycle: 'review_cycle', review: 'review',
		review_answer: 'review_answer', external_ref: 'external_ref', api_key: 'api_key', journal: 'journal' };
	const withheld = new Set(['idempotency', 'person_login', 'person_token', 'session', 'import', 'import_piece',
		'import_change']);
	const known = new Set([...Object.values(tables), ...withheld]);
	const all = sql(`SELECT table_name FROM information_schema.columns
		WHERE table_schema = DATABASE() AND column_name = 'organisation_id'`).map(([name]) => name);

	assert.deepEqual(all.filter((name) => !known.has(name)), [], 'a table that no export has');
	for (const [kind, table] of Object.entries(tables)) {
		const records = lines.filter(({ t }) => t === kind);
		const [[count]] = sql(`SELECT count(*) FROM ${table} WHERE organisation_id = ${hex(space.id)}`);
		const columns = sql(`SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()
			AND table_name = '${table}'`).map(([name]) => name)
			.filter((name) => name !== 'organisation_id' && !name.endsWith('_key'));

		assert.equal(records.length, Number(count), kind);
		assert.ok(records.length > 0, `no ${kind} to look at`);
		if (kind !== 'journal') {
			assert.deepEqual(columns.filter((name) => !(name in records[0])),
				kind === 'api_key' ? ['hash'] : [], kind);
		}
	}
});

test('whoever is named as a parent stands before', async () => {
	const seen = new Set();

	for (const { t, id, parent_id } of linesOf((await fetchAll()).text)) {
		if (t === 'objective' || t === 'department') {
			assert.ok(parent_id === null || seen.has(parent_id), `${t} ${id}`);
			seen.add(id);
		}
	}
	assert.ok(seen.size > 2);
});

test('texts, numbers and times are what the tables hold', async () => {
	const kpi = await ok(api.post('/kpis', { name: 'Pi \u2028 "x" \\ \u{1F600}', current_value: 0.1 + 0.2,
		target_value: -1e14 }));
	const line = linesOf((await fetchAll()).text).find(({ id }) => id === kpi.id);
	const [[at]] = sql(`SELECT updated_at FROM kpi WHERE organisation_id = ${hex(space.id)} AND
		id = ${hex(kpi.id)}`);

	assert.equal(line.name, kpi.name);
	assert.equal(line.current_value, 0.1 + 0.2);
	assert.equal(line.target_value, -1e14);
	assert.equal(line.updated_at, `${at.replace(' ', 'T')}Z`);
});

test('two exports with nothing between differ in header and journal alone', async () => {
	const body = async () => linesOf((await fetchAll()).text)
		.filter(({ t }) => t && t !== 'journal' && t !== 'end');

	assert.deepEqual(await body(), await body());
});

test('okrctl prints the same', async () => {
	const rest = (text) => linesOf(text).filter(({ t }) => t && t !== 'end' && t !== 'journal');
	const { text } = await fetchAll();

	assert.deepEqual(rest(okrctlExport()), rest(text));
	assert.ok(!okrctlExport('--no-journal').includes('"t":"journal"'));
});

describe('on record', () => {
	test('before the snapshot: the export shows itself, and tells its options', async () => {
		const { rows, result } = await rowsAdded(space, () => fetchAll('/export?journal=false'));

		assert.deepEqual(rows.map(({ type }) => type), ['workspace.exported']);
		assert.deepEqual(rows[0].context, { format: 'ndjson', cycle_id: null, journal: false });
		assert.equal(linesOf(result.text)[0].sequence, rows[0].sequence);
		const { rows: ofOkrctl } = await rowsAdded(space, async () => okrctlExport());

		assert.deepEqual(ofOkrctl.map(({ type, via }) => [type, via]), [['workspace.exported', 'okrctl']]);
		const lines = linesOf((await fetchAll()).text);

		assert.equal(lines.filter(({ t }) => t === 'journal').at(-1).type, 'workspace.exported');
		assert.equal(lines.filter(({ t }) => t === 'journal').length, rowsOf(space).length);
	});

	test('a HEAD leaves none, and a refusal neither', async () => {
		const { rows } = await rowsAdded(space, async () => {
			await expect(200, api.request('HEAD', '/export', undefined, loose));
			await refused(400, api.get('/export?journal=maybe'));
			await refused(400, api.get('/export?unknown=1'));
		});

		assert.deepEqual(rows, []);
	});
});

test('a key of one application, a member and a key without the scope get nothing', async () => {
	const member = await person(space, 'member', {}, allScopes);

	await refused(403, space.client(allScopes, { app: unique('app') }).get('/export'));
	await refused(403, tokenClient(space, 'alice@example.org', allScopes, { app: unique('app') }).get('/export'));
	await refused(403, member.client.get('/export'));
	await refused(403, space.client(allScopes.filter((one) => one !== 'workspace:admin')).get('/export'));
	await refused(401, new Client(url).get('/export'));
});

test('nothing of it lets anybody in', async () => {
	const { key } = space.makeKey(['okrs:read']);
	const { url: link } = await ok(api.post(`/users/${space.admin.id}/invite`));
	const { text } = await fetchAll();
	const hashes = sql(`SELECT lower(hex(hash)) FROM api_key WHERE organisation_id = ${hex(space.id)}
		UNION ALL SELECT lower(hex(hash)) FROM person_token WHERE organisation_id = ${hex(space.id)}
		UNION ALL SELECT lower(hex(hash)) FROM session WHERE organisation_id = ${hex(space.id)}`)
		.map(([hash]) => hash);

	assert.ok(hashes.length > 2);
	for (const secret of [key, key.slice(9), link, link.split('#')[1], ...hashes]) {
		assert.ok(!text.includes(secret), secret.slice(0, 12));
		assert.ok(!text.includes(Buffer.from(secret, 'hex').toString('base64').slice(0, 20) || '\0'), 'base64');
	}
	assert.doesNotMatch(text, /\$argon2|okr[tls]_[0-9A-Za-z]{20}/);
});
