/*
 * The programs of docs/guides/, run as they stand there with base URL, key and ids filled in: they
 * are those of seed 003, and do what its guides promise.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ok } from '../lib/client.mjs';
import { fill } from '../lib/curl.mjs';
import { run } from '../lib/process.mjs';
import { hasShape, is, samples } from '../lib/shape.mjs';
import { Workspace } from '../lib/workspace.mjs';

const guides = fileURLToPath(new URL('../../docs/guides/', import.meta.url));
const plan = JSON.parse(readFileSync(join(guides, 'ai-output.json'), 'utf8'));

// Debian's own, for which Debian's package of requests is made.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const folder = mkdtempSync(join(tmpdir(), 'okr-guides-'));
const space = new Workspace();
const { api } = space;

after(() => rmSync(folder, { recursive: true, force: true }));

// Of a server with a certificate of its own.
const authority = ['NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE'].filter((name) => process.env[name])
	.map((name) => `${name}=${process.env[name]}`);

// Runs a guide's program with values filled in, in a folder of its own.
function runGuide(command, file, { key, ...words }) {
	const filled = join(folder, file);

	writeFileSync(filled, fill(readFileSync(join(guides, file), 'utf8'), key, words));
	return run('env', ['-C', folder, 'NO_PROXY=*', ...authority, command, filled]);
}

describe('push_progress.py', () => {
	let okr, keyResult;
	const { key } = space.client(['okrs:read', 'okr-checkins:write']);

	before(async () => {
		okr = await space.okr();
		keyResult = await space.keyResult(okr.id);
	});

	test('posts the check-in, and the OKR moves with it', async () => {
		const done = await runGuide(python, 'push_progress.py',
			{ key, 'your-kr-uuid': keyResult.id });

		assert.equal(done.code, 0, done.err);
		const [checkIn, ...rest] = await ok(api.get(`/key-results/${keyResult.id}/checkins`));

		assert.deepEqual(rest, []);
		hasShape(checkIn, { value: 82, comment: 'Weekly sync from analytics pipeline',
			status: 'on_track' });
		assert.equal((await space.getOkr(okr.id)).progress, 0.82);
	});

	test('fails loudly with a wrong key or id, and writes nothing', async () => {
		const wrongKey = await runGuide(python, 'push_progress.py',
			{ key: 'okrt_wrong', 'your-kr-uuid': keyResult.id });
		const wrongId = await runGuide(python, 'push_progress.py', { key });

		assert.notEqual(wrongKey.code, 0);
		assert.match(wrongKey.err, /401 Client Error/);
		assert.notEqual(wrongId.code, 0);
		assert.match(wrongId.err, /404 Client Error/);
		assert.equal((await ok(api.get(`/key-results/${keyResult.id}/checkins`))).length, 1);
	});
});

describe('create_kpi.mjs', () => {
	test('makes the KPI and prints its id', async () => {
		const { key } = space.client(['kpis:write']);
		const done = await runGuide(process.execPath, 'create_kpi.mjs',
			{ key, 'your-owner-uuid': space.admin.id });

		assert.equal(done.code, 0, done.err);
		const [, id] = /^Created KPI: (\S+)\n$/.exec(done.out);

		hasShape(await ok(api.get(`/kpis/${id}`)), { name: 'Member Retention Rate',
			description: 'Percentage of members who renew year-over-year', category: 'custom',
			owner_id: space.admin.id, update_frequency: 'quarterly', direction: 'higher',
			target_value: 85, unit: '%', current_value: null, status: 'not_started' });
	});
});

describe('import_plan.mjs', () => {
	const other = new Workspace();
	const bad = [{ name: 'Invented', category: 'engagement', unit: 'likes' },
		{ description: 'without a name' }];
	let done;

	before(async () => {
		const kpis = [plan.kpis[0], bad[0], ...plan.kpis.slice(1), bad[1]];

		writeFileSync(join(folder, 'ai-output.json'), JSON.stringify({ ...plan, kpis }));
		done = await runGuide(process.execPath, 'import_plan.mjs',
			{ key: other.client(['okrs:read', 'write:okrs', 'kpis:write']).key });
	});

	test('makes each KPI of the plan and prints it', async () => {
		const made = (await ok(other.api.get('/kpis'))).reverse();

		assert.equal(done.code, 0, done.err);
		assert.deepEqual(made.map(({ name }) => name), plan.kpis.map(({ name }) => name));
		made.forEach((kpi, i) => hasShape(kpi, plan.kpis[i]));
		assert.equal(done.out, made.map(({ name, id }) => `✓ ${name} ${id}\n`).join(''));
	});

	test('a KPI that the AI invented is refused with a 400, reported and skipped', () => {
		const lines = done.err.trim().split('\n');

		assert.equal(lines.length, 2, done.err);
		assert.match(lines[0], /^Failed Invented \{"error":"bad_request",.*category/);
		assert.match(lines[1], /^Failed undefined \{"error":"bad_request",.*name/);
	});
});

describe('import_okrs.mjs', () => {
	const third = new Workspace();
	const { key } = third.client(['okrs:read', 'write:okrs']);
	const makeAll = () => runGuide(process.execPath, 'import_okrs.mjs', { key });

	before(() => writeFileSync(join(folder, 'ai-output.json'), JSON.stringify(plan)));

	test('needs an active cycle', async () => {
		const done = await makeAll();

		assert.notEqual(done.code, 0);
		assert.match(done.err, /There is no active cycle/);
	});

	test('makes each OKR with its key results, and nothing twice', async () => {
		await third.cycle();
		const done = await makeAll();
		const again = await makeAll();
		const okrs = (await ok(third.api.get('/okrs'))).reverse();

		assert.equal(done.code, 0, done.err);
		assert.equal(again.out, done.out);
		assert.deepEqual(okrs.map(({ title }) => title), plan.okrs.map(({ title }) => title));
		okrs.forEach((okr, i) => assert.deepEqual(okr.key_results.map(({ title }) => title),
			plan.okrs[i].key_results.map(({ title }) => title)));
	});
});

describe('pull_health.sh', () => {
	test('fetches OKRs and KPIs as JSON and CSV', async () => {
		const fourth = new Workspace();
		const okr = await fourth.okr();
		const keyResult = await fourth.keyResult(okr.id);

		await ok(fourth.api.post('/kpis', { name: 'Pulled' }));
		const done = await runGuide('sh', 'pull_health.sh',
			{ key: fourth.client(['okrs:read', 'kpis:read']).key });
		const read = (file) => readFileSync(join(folder, file), 'utf8');

		assert.equal(done.code, 0, done.err);
		assert.deepEqual(JSON.parse(read('okrs.json')).map(({ id }) => id), [okr.id]);
		assert.deepEqual(JSON.parse(read('kpis.json')).map(({ name }) => name), ['Pulled']);
		assert.ok(read('okrs.csv').includes(keyResult.id));
		assert.match(read('kpis.csv'), /^id,.*\r\n.*Pulled/);
	});
});

describe('the plan\'s OKRs', () => {
	test('are taken by POST /okrs as they are, with a cycle_id added', async () => {
		const cycle = await space.cycle();

		for (const item of plan.okrs) {
			const { id } = await ok(api.post('/okrs', { ...item, cycle_id: cycle.id }));
			const okr = await space.getOkr(id);

			hasShape(okr, samples.okr);
			hasShape(okr, { title: item.title, type: item.type === 'company' ? 'org' : item.type,
				cycle: cycle.name, progress: 0, created_at: is.stamp });
			assert.deepEqual(okr.key_results.map(({ title, metric_type, start_value, target_value,
				current_value, unit }) => ({ title, metric_type, start_value, target_value,
				current_value, unit })), item.key_results.map((one) => ({ ...one,
				current_value: one.start_value })));
		}
	});

	test('are refused as a whole when one of their key results is', async () => {
		const { id } = await space.cycle();
		const earlier = (await ok(api.get('/okrs'))).length;
		const answer = await api.post('/okrs', { title: 'x', type: 'company', cycle_id: id,
			key_results: [{ ...plan.okrs[0].key_results[0] },
				{ ...plan.okrs[0].key_results[1], metric_type: 'likes' }] });

		assert.equal(answer.status, 400);
		assert.deepEqual(answer.body.details.map(({ field }) => field),
			['key_results[1].metric_type']);
		assert.equal((await ok(api.get('/okrs'))).length, earlier);
	});
});
