/*
 * The Postman collection that the server gives away, run from top to bottom: it waits and repeats
 * when it is told to, and leaves the workspace as it was, whatever failed. Once all of it goes through
 * Prism's proxy, which refuses what is not as docs/openapi.json has it, in either direction.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import newman from 'newman';

import { Client, expect } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';
import { Between } from './lib/between.mjs';
import { compactDescription, run, start, workFolder } from './lib/tools.mjs';

const folder = workFolder();
const collection = join(folder, 'collection.json');
let all;

function requestsIn(items) {
	return items.flatMap((one) => (one.item ? requestsIn(one.item) : [one]));
}

// What newman tells of a run: { failures, executions }, and what it said.
async function runCollection(space, base, variables = {}, words = [], file = collection) {
	const report = join(mkdtempSync(join(folder, 'run-')), 'report.json');
	const values = { api_key: space.api.key, base_url: base, ...variables };
	const { out } = await run('newman', ['run', file, '--reporters', 'json',
		'--reporter-json-export', report, ...words,
		...Object.entries(values).flatMap(([name, value]) => ['--env-var', `${name}=${value}`])]);
	const { stats, failures, executions } = JSON.parse(readFileSync(report, 'utf8')).run;

	assert.equal(stats.requests.pending + stats.assertions.pending, 0, out);
	return { failures: failures.map(({ source, error }) => `${source?.name}: ${error.message}`),
		executions, names: executions.map(({ item }) => item.name) };
}

const lists = ['/okrs?archived=any', '/key-results', '/cycles', '/kpis', '/initiatives',
	'/review-cycles', '/reviews', '/users', '/departments', '/teams', '/api-keys',
	'/goals?archived=any', '/okr/objectives?archived=any', '/okr/key-results'];

// All that a workspace holds, but for what a look at it changes, and for keys of ours.
async function contentsOf(space) {
	const answers = await Promise.all(lists.map((path) => space.api.get(path)));

	return answers.map(({ text }) => text.replace(/"last_used_at":("[^"]*"|null)/g, '')).join('\n');
}

async function spaceWithRecords() {
	const space = new Workspace();
	const okr = await space.okr({ title: 'Was here before' });

	await space.keyResult(okr.id);
	return space;
}

before(async () => {
	const { text } = await expect(200, new Client(url).get('/docs/postman_collection.json',
		{ root: true, loose: true }));

	writeFileSync(collection, text);
	all = requestsIn(JSON.parse(text).item);
});

const limited = { status: 429, headers: { 'Retry-After': '1' },
	body: { error: 'rate_limit_exceeded', retry_after_seconds: 1 } };

const broken = { status: 500, body: { error: 'server_error', message: 'x' } };

// Answers that fail: to what makes a record, to what deletes one, to a read.
const failing = { 'Create a KPI': /^POST .*\/kpis$/, 'Delete a goal': /^DELETE .*\/goals\/[^/]+$/,
	'Report on risks': /^GET .*\/risks$/ };

describe('a run in which the minute is used up and requests fail', () => {
	const failed = new Set(), later = [];
	let space, earlier, between, names, failures;

	// "Later" is said to a read, to what makes something, twice in a row, and to the clean-up.
	function answer({ method, url: path, count }) {
		const asked = `${method} ${path}`;
		const [name] = Object.entries(failing).find(([, what]) => what.test(asked)) ?? [];

		if ([8, 12, 13].includes(count) || (/^DELETE .*\/(cycles|departments)\//.test(asked) &&
			!later.includes(asked))) {
			later.push(asked);
			return limited;
		}
		if (name === undefined || failed.has(name)) {
			return null;
		}
		failed.add(name);
		return broken;
	}

	before(async () => {
		space = await spaceWithRecords();
		earlier = await contentsOf(space);
		between = await Between.start(url, answer);
		({ names, failures } = await runCollection(space, between.url));
	});
	after(() => between.stop());

	test('waits, and repeats what it was told to send later', (t) => {
		const asked = new Map();

		for (const one of between.asked) {
			asked.set(one, (asked.get(one) ?? 0) + 1);
		}
		// Three by their number; two cycles and two departments, deleted by the run or its clean-up.
		assert.equal(later.length, 7, `${later}`);
		for (const one of later) {
			assert.ok(asked.get(one) > later.filter((other) => other === one).length, one);
		}
		t.diagnostic(`${between.asked.length} requests`);
	});

	test('tells what failed, and goes on', () => {
		for (const what of Object.keys(failing)) {
			assert.ok(failures.some((one) => one.startsWith(`${what}: expected`)), what);
		}
		// Those that need the KPI, and no others.
		assert.deepEqual(failures.filter((one) => !/KPI|measurement|Delete a goal:|risks/.test(one)), []);
		assert.equal(names.at(-1), 'Delete what this run has made');
	});

	test('sends all but what leaves traces, and leaves the workspace as it was', async () => {
		const unsent = all.filter(({ name }) => !names.includes(name))
			.map(({ request }) => `${request.method} /${request.url.path.slice(2).join('/')}`);

		assert.deepEqual(unsent, ['POST /users', 'POST /users', 'GET /users/{{new_user_id}}',
			'PUT /users/{{new_user_id}}', 'PATCH /users/{{new_user_id}}',
			'POST /users/{{new_user_id}}/invite', 'GET /users/{{new_user_id}}/todo',
			'DELETE /users/{{new_user_id}}', 'POST /api-keys', 'GET /api-keys/{{key_id}}',
			'POST /api-keys/{{key_id}}/rotate', 'DELETE /api-keys/{{key_id}}', 'POST /imports',
			'GET /imports/{{import_id}}', 'GET /imports/{{import_id}}/errors.csv',
			'POST /imports/{{import_id}}/apply', 'POST /imports/{{import_id}}/revert']);
		assert.equal(await contentsOf(space), earlier);
	});

	// Postman keeps the variables of a collection; newman's command forgets them.
	test('stopped at the first, it leaves the rest to "Clean up", sent by hand', async (t) => {
		const space = await spaceWithRecords();
		const earlier = await contentsOf(space);
		const kept = JSON.parse(readFileSync(collection, 'utf8'));
		const file = join(folder, 'kept.json');
		const between = await Between.start(url, ({ url: path }) =>
			(path === '/api/v1/key-results' ? broken : null));
		const values = Object.entries({ api_key: space.api.key, base_url: between.url });

		t.after(() => between.stop());
		await new Promise((resolve) => newman.run({ collection: kept, bail: true, reporters: [],
			envVar: values.map(([key, value]) => ({ key, value })) })
			.on('test', (_, { executions }) => executions.forEach(({ result }) =>
				(kept.variable = result.collectionVariables.values)))
			.on('done', resolve));
		assert.notEqual(await contentsOf(space), earlier);
		writeFileSync(file, JSON.stringify(kept));
		const { failures } = await runCollection(space, url, {}, ['--folder', 'Clean up'], file);

		assert.deepEqual(failures, []);
		assert.equal(await contentsOf(space), earlier);
	});
});

describe('through Prism', () => {
	let prism, port, log = '';

	async function freePort() {
		const server = net.createServer();

		await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port: free } = server.address();

		await new Promise((resolve) => server.close(resolve));
		return free;
	}

	before(async () => {
		port = await freePort();
		prism = start('prism', ['proxy', compactDescription(folder), url, '--port', String(port),
			'--errors']);
		await new Promise((resolve, reject) => {
			const listen = (piece) => {
				log += piece;
				if (log.includes('is listening')) {
					resolve();
				}
			};

			prism.stdout.on('data', listen);
			prism.stderr.on('data', listen);
			prism.on('exit', () => reject(new Error(`prism ended: ${log}`)));
		});
	});
	after(() => prism.kill());

	test('all of the collection is green and meets no violation of the description', async (t) => {
		const space = new Workspace();
		const { failures, names } = await runCollection(space, `http://127.0.0.1:${port}`,
			{ with_traces: 'yes' });

		assert.deepEqual(failures, []);
		// What the clean-up's script sends has its name.
		assert.deepEqual([...new Set(names)], all.map(({ name }) => name));
		assert.doesNotMatch(log, /violation/i);
		t.diagnostic(`${names.length} requests`);

		// What cannot be erased is deactivated and revoked, and all else is gone.
		for (const path of lists.filter((one) => !/users|api-keys/.test(one))) {
			const { body } = await space.api.get(path);

			assert.deepEqual(body.items ?? body.data ?? body, [], path);
		}
		const { body: people } = await space.api.get('/users');
		const { body: keys } = await space.api.get('/api-keys');

		assert.deepEqual(people.filter(({ active }) => active).map(({ id }) => id), [space.admin.id]);
		assert.deepEqual(keys.filter(({ revoked_at: at }) => at === null).length, 1);
	});

	test('the proxy does tell violations: a request that is none is refused', async () => {
		const { key } = new Workspace().api;
		const proxied = new Client(`http://127.0.0.1:${port}`, key);
		const { status, text } = await proxied.post('/kpis', { name: 7 }, { loose: true });

		assert.equal(status, 422, text);
	});
});
