/*
 * A workspace that leaves and comes back (product/import-export.md C2, readings 187 and 188): what was
 * exported, restored and exported again is the same but for the header, the chain's hashes, keys and the
 * journal's rows since; a file that is not whole, or not what it says, leaves nothing.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, expect, ok, refused } from '../lib/client.mjs';
import { sql } from '../lib/database.mjs';
import { recordsOf } from '../lib/more_routes.mjs';
import { configFile, okrctl, okrctlPath, url } from '../lib/server.mjs';
import { unique, Workspace } from '../lib/workspace.mjs';

const folder = mkdtempSync(join(tmpdir(), 'okr-restore-'));
const space = new Workspace();
const { api } = space;
let whole;

const copies = new Set();

// The journals are compared with the records by ids, which copies share (tests/lib/replay.mjs).
after(() => {
	for (const name of copies) {
		okrctl('workspace', 'delete', '--name', name, '--yes');
	}
	rmSync(folder, { recursive: true, force: true });
});

const linesOf = (text) => text.trimEnd().split('\n').map((line) => JSON.parse(line));
const exported = (name, ...words) => execFileSync(okrctlPath, ['--config', configFile, 'workspace', 'export',
	name, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });

function restored(text, name = unique('copy'), ...words) {
	const file = join(folder, 'file.ndjson');

	writeFileSync(file, text);
	const { status, stdout, stderr } = spawnSync(okrctlPath, ['--config', configFile, '--json', 'workspace',
		'restore', file, '--name', name, ...words], { encoding: 'utf8' });

	if (okrctl('workspace', 'list').some((one) => one.name === name) && name !== space.name) {
		copies.add(name);
	}
	return { name, status, stdout, stderr };
}

// The last line that belongs to these.
function sealed(lines) {
	const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
	const [blake2b] = execFileSync('b2sum', ['-l', '256'], { input: text, encoding: 'utf8' }).split(' ');
	const counts = Object.fromEntries(Object.keys(linesOf(whole).at(-1).counts).map((kind) =>
		[kind, lines.filter(({ t }) => t === kind).length]));

	return `${text}${JSON.stringify({ t: 'end', counts, blake2b })}\n`;
}

before(async () => {
	const records = await recordsOf(space);
	const above = await space.okr({ title: 'Above \u{1F600} "quoted" \\ é' });
	const gone = await space.user();

	await ok(api.put(`/okrs/${records.okr.id}`, { parent_okr_id: above.id }));
	await ok(api.put(`/goals/${records.okr.id}`, { assign_to_ids: [records.user.id] }));
	await ok(api.put(`/users/${records.user.id}`, { team_ids: [records.team.id] }));
	await ok(api.put('/workspace', { time_zone: 'Europe/Berlin', grace_days: 3 }));
	await ok(api.put(`/key-results/${records.keyResult.id}`, { current_value: 42.125 }));
	for (let i = 0; i < 20; i++) {
		await space.checkIn(records.keyResult.id, i / 3, { comment: `Step ${i}` });
	}
	okrctl('user', 'erase', gone.id, '--workspace', space.name, '--yes');
	whole = exported(space.name);
});

test('export, restore, export: the same but for what has to differ', async () => {
	const { name, status, stdout, stderr } = restored(whole, unique('copy'), '--verify');

	assert.equal(status, 0, stderr + stdout);
	const one = linesOf(whole);
	const two = linesOf(exported(name));
	const rest = (lines) => lines.filter(({ t }) => t && !['workspace', 'api_key', 'journal', 'end'].includes(t));
	const journal = (lines) => lines.filter(({ t }) => t === 'journal').map((row) => ({ ...row, hash: '' }));

	assert.deepEqual(rest(two), rest(one));
	assert.deepEqual(journal(two).slice(0, journal(one).length), journal(one));
	assert.deepEqual(journal(two).slice(journal(one).length).map(({ type }) => type),
		['workspace.restored', 'workspace.exported']);
	assert.deepEqual(journal(two)[journal(one).length].content.context, { workspace_id: space.id,
		sequence: one[0].sequence, hash: one.filter(({ t }) => t === 'journal').at(-1).hash });
	const keys = two.filter(({ t }) => t === 'api_key');

	assert.ok(keys.length > 0 && keys.every(({ revoked_at }) => revoked_at));
	assert.deepEqual(keys.map((key) => ({ ...key, revoked_at: null })), one.filter(({ t }) => t === 'api_key')
		.map((key) => ({ ...key, revoked_at: null })));
	const [settings] = two.filter(({ t }) => t === 'workspace');

	assert.equal(settings.time_zone, 'Europe/Berlin');
	assert.equal(okrctl('audit', 'verify', '--workspace', name).valid, true);
	assert.ok(journal(two).some(({ is_erased, content }) => is_erased && content === null));
});

test('the copy lives beside the original: one may change, the other does not', async () => {
	const { name } = restored(whole);
	const { id } = okrctl('workspace', 'show', '--name', name);
	const { key } = okrctl('key', 'create', '--workspace', name, '--name', 'new', '--scopes', 'all',
		'--rate-limit', '0');
	const copy = new Client(url, key);
	const [okr] = await ok(copy.get('/okrs'));

	await refused(401, new Client(url, api.key.replace(/.$/, 'x')).get('/okrs'));
	assert.notEqual(id, space.id);
	await ok(copy.put(`/okrs/${okr.id}`, { title: 'Changed in the copy' }));
	assert.notEqual((await space.getOkr(okr.id)).title, 'Changed in the copy');
	assert.ok((await ok(copy.get('/audit?limit=1')))[0].at > '2020');
});

test('without its journal it begins a new one', async () => {
	const { name, status, stderr } = restored(exported(space.name, '--no-journal'));

	assert.equal(status, 0, stderr);
	assert.deepEqual(linesOf(exported(name)).filter(({ t }) => t === 'journal').map(({ type }) => type),
		['workspace.journal_started', 'workspace.restored', 'workspace.exported']);
	assert.equal(okrctl('audit', 'verify', '--workspace', name).valid, true);
});

describe('is refused, and leaves nothing', () => {
	const count = () => sql('SELECT count(*) FROM organisation; SELECT count(*) FROM objective; SELECT count(*) FROM journal');

	for (const [what, change, reason] of [
		['a file without its last line', (text) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1),
			/last line is missing/],
		['a file that is cut in a line', (text) => text.slice(0, Math.floor(text.length / 2)), /not a JSON object/],
		['an empty file', () => '', /last line is missing/],
		['one changed letter', (text) => text.replace('An objective', 'An objectivf'), /its bytes are not/],
		['a line that was taken away', (text) => text.replace(/\{"t":"check_in".*\n/, ''), /its bytes are not/],
		['something behind the end', (text) => `${text}{}\n`, /something follows/],
		['another format', (text) => text.replace('okr-workspace', 'okr-cycle'), /does not say/],
		['a later version', (text) => text.replace('"version":1', '"version":2'), /later version/],
		['a later schema', (text) => text.replace(/"schema":\d+/, '"schema":9999'), /later version/],
		['a whole one that refers to nothing', (text) => sealed(linesOf(text).slice(0, -1)
			.filter(({ t }) => t !== 'cycle')), /refers by cycle_id to something/],
		['a whole one with a record twice', (text) => sealed(linesOf(text).slice(0, -1)
			.flatMap((line) => (line.t === 'kpi' ? [line, line] : [line]))), /twice/],
		['a whole one with a kind of its own', (text) => sealed([...linesOf(text).slice(0, -1), { t: 'secret' }]),
			/kind of line/],
		['a whole one with a member of its own', (text) => sealed(linesOf(text).slice(0, -1)
			.map((line) => (line.t === 'kpi' ? { ...line, hash: 'x' } : line))), /does not know: hash/],
		['a whole one that the tables cannot hold', (text) => sealed(linesOf(text).slice(0, -1)
			.map((line) => (line.t === 'objective' ? { ...line, title: 'x'.repeat(300) } : line))), /cannot hold/],
		['a whole one with a word that is none', (text) => sealed(linesOf(text).slice(0, -1)
			.map((line) => (line.t === 'user' ? { ...line, role: 'root' } : line))), /value for role/],
		['a whole one with a gap in its journal', (text) => sealed(linesOf(text).slice(0, -1)
			.filter(({ t, sequence }) => t !== 'journal' || sequence !== 3)), /journal is missing/],
	]) {
		test(what, () => {
			const was = count();
			const { status, stderr } = restored(change(whole));

			assert.equal(status, 1, stderr);
			assert.match(stderr, reason);
			assert.deepEqual(count(), was);
		});
	}

	test('a name that is taken', () => {
		const was = count();
		const { status, stderr } = restored(whole, space.name);

		assert.equal(status, 1);
		assert.match(stderr, /There is a workspace/);
		assert.deepEqual(count(), was);
	});
});

test('numbers that do not follow from the records are told with --verify, and the workspace stays', () => {
	const wrong = sealed(linesOf(whole).slice(0, -1).map((line) => (line.t === 'key_result' ?
		{ ...line, check_in_count: 99 } : line)));
	const { name, status, stdout } = restored(wrong, unique('copy'), '--verify');

	assert.equal(status, 1);
	assert.match(stdout, /check_in_count/);
	assert.ok(copies.has(name));
});

test('what is restored can be signed in to by nobody yet', async () => {
	const { name } = restored(whole);
	const [[hashes]] = sql(`SELECT count(*) FROM person_login l JOIN organisation o ON o.id = l.organisation_id
		WHERE o.name = '${name}'`);

	assert.equal(hashes, '0');
	await expect(200, api.get('/okrs'));
});
