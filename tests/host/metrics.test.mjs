/*
 * /metrics: figures that are exact whichever worker counted them and however it ended, shown to nobody
 * who may not see them, in a form and under names that Prometheus takes; and what the log says of slow
 * and of traced requests.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { ask, begin, pairs, record, stream, types, variables } from '../lib/fcgi.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { end, freePort, inParallel, isRunning, killIfThere, run, sleep, start, top, until }
	from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

let site;

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 4 });
});
after(() => site?.close());

async function text() {
	const answer = await site.ask('GET', '/metrics', { key: undefined });

	assert.equal(answer.status, 200, answer.text);
	return answer.text;
}

// The values of all series, by name and labels as they are printed.
async function figures() {
	return Object.fromEntries([...(await text()).matchAll(/^([^#\s]\S*(?:\{.*\})?) (\S+)$/gm)]
		.map(([, series, value]) => [series, Number(value)]));
}

const requests = (route, status, method = 'GET') =>
	`okr_http_requests_total{method="${method}",route="${route}",status="${status}"}`;

// A request that a worker has begun to read, and never can read to its end.
async function occupyWorker() {
	const { default: net } = await import('node:net');
	const socket = net.connect(site.socket);

	socket.on('error', () => {});
	socket.write(Buffer.concat([begin(),
		stream(types.PARAMS, pairs({ ...variables('POST', '/api/v1/teams', { key: site.key }),
			CONTENT_LENGTH: '1000' })), record(types.STDIN, Buffer.from('{'))]));
	return socket;
}

test('every request of every worker is counted, of those that are killed as well', async () => {
	const before = await figures();
	let sent = 0;

	for (let round = 0; round < 5; round++) {
		await inParallel(8, 40, async () => {
			assert.equal((await site.ask('GET', '/api/v1/me')).status, 200);
			sent++;
		});
		const [victim] = site.workers();

		killIfThere(victim);
		await until('another worker', () => site.workers().length === 4 &&
			!site.workers().includes(victim));
	}
	const now = await figures();
	const grown = (series) => now[series] - (before[series] ?? 0);

	assert.equal(grown(requests('/api/v1/me', 200)), sent);
	assert.equal(grown('okr_http_request_duration_seconds_count{method="GET",route="/api/v1/me"}'), sent);
	assert.equal(grown('okr_workers_died_total'), 5);
	assert.equal(grown('okr_workers_started_total'), 5);
	assert.equal(now['okr_workers{state="idle"}'] + now['okr_workers{state="busy"}'], 4);
	assert.equal(now.okr_schema_version, now.okr_schema_version_expected);
});

test('a worker that is killed in the midst of a request is busy no more', async () => {
	// The socket's other workers answer meanwhile; the one that waits for the body is found by its state.
	const socket = await occupyWorker();

	await until('a busy worker', async () => (await figures())['okr_workers{state="busy"}'] >= 1);
	for (const pid of site.workers()) {
		killIfThere(pid);
	}
	socket.destroy();
	await until('idle workers', async () => {
		// Its own connection may have come to one that was killed.
		const now = await figures().catch(() => ({}));

		// The one that answers this is busy, unless it is the process beside the workers.
		return now['okr_workers{state="busy"}'] <= 1 && now['okr_workers{state="idle"}'] >= 3;
	});
});

test('a reload loses no count', async () => {
	const before = await figures();
	const old = site.workers();

	site.master.kill('SIGHUP');
	await until('four new workers', () => site.workers().length === 4 &&
		!site.workers().some((pid) => old.includes(pid)));
	const now = await figures();

	assert.ok(now[requests('/api/v1/me', 200)] >= before[requests('/api/v1/me', 200)]);
	assert.ok(now.okr_workers_started_total >= before.okr_workers_started_total + 4);
});

test('labels are bounded: no path, no id, no name of a caller is one', async () => {
	const { id } = await site.must('POST', '/api/v1/teams', { name: 'A' });

	await site.ask('GET', `/api/v1/teams/${id}`);
	await site.ask('GET', '/api/v1/teams/no-id-at-all');
	for (let i = 0; i < 20; i++) {
		await site.ask('GET', `/api/v1/made-up-${i}`);
		await site.ask(`MADE${i}`, '/api/v1/me');
	}
	const said = await text();

	assert.doesNotMatch(said, new RegExp(`${id}|no-id|made-up|MADE`));
	const now = await figures();

	assert.equal(now[requests('none', 404, 'other')], 20);
	assert.equal(now[requests('none', 405, 'other')], 20);
	assert.ok(Object.keys(now).some((series) => series.includes('route="/api/v1/teams/:')));
});

test('counts what is done: questions, journal, cache, refusals, connections', async () => {
	const limited = (await site.makeKey({ rate: 2, name: 'limited' })).key;
	const before = await figures();

	await site.must('POST', '/api/v1/teams', { name: 'B' });
	for (let i = 0; i < 3; i++) {
		await site.ask('GET', '/api/v1/teams');
	}
	for (let i = 0; i < 5; i++) {
		await site.ask('GET', '/api/v1/me', { key: limited });
	}
	const now = await figures();
	const grown = (series) => now[series] - (before[series] ?? 0);

	assert.equal(grown('okr_journal_rows_total'), 1);
	assert.equal(grown('okr_cache_lookups_total{result="miss"}') >= 1, true);
	assert.equal(grown('okr_cache_lookups_total{result="hit"}') >= 2, true);
	assert.ok(grown('okr_rate_limited_total') >= 2);
	assert.ok(grown('okr_database_questions_total') >= 9);
	assert.ok(grown('okr_database_seconds_total') > 0);
	assert.ok(now.okr_database_connections_total >= 4);
	const slice = 'method="POST",route="/api/v1/teams"';

	assert.ok(now[`okr_http_request_database_questions_total{${slice}}`] > 0);
});

test('promtool finds nothing to say', async () => {
	const done = await run('promtool', ['check', 'metrics'], { input: await text() });

	assert.equal(done.code, 0, done.out + done.err);
	assert.equal(done.out + done.err, '');
});

test('only callers on this host see them, by their own address', async () => {
	const status = async (options) =>
		(await ask(site.address, 'GET', '/metrics', options)).status;

	for (const peer of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '']) {
		assert.equal(await status({ peer }), 200, peer);
	}
	for (const peer of ['10.0.0.1', '203.0.113.7', '::2', '1270.0.0.1', '::ffff:10.0.0.1']) {
		assert.equal(await status({ peer }), 403, peer);
	}
	// A proxy on this host that tells for whom it asks.
	for (const [forwarded, expected] of [['127.0.0.1', 200], ['127.0.0.1, ::1', 200],
		['203.0.113.7', 403], ['127.0.0.1, 203.0.113.7', 403], ['203.0.113.7, 127.0.0.1', 403],
		['unknown', 403], [',', 403]]) {
		assert.equal(await status({ headers: { 'X-Forwarded-For': forwarded } }), expected, forwarded);
		assert.equal(await status({ headers: { 'X-Forwarded-For': forwarded }, peer: '10.0.0.1' }), 403);
	}
	assert.equal(await status({ headers: { Forwarded: 'for=127.0.0.1' } }), 403);
	// No key of a workspace opens them.
	assert.equal(await status({ peer: '10.0.0.1', key: site.key }), 403);
});

// The database answers nothing meanwhile, for longer than slow_ms.
async function slowly(work) {
	await site.mariadb.freeze();
	const done = work();

	await sleep(20);
	site.mariadb.thaw();
	await done;
}

test('with a token, it alone decides; slow and traced requests are told in the log', async () => {
	const token = 'a token of thirty-two characters';
	const status = async (options) =>
		(await ask(site.address, 'GET', '/metrics', options)).status;

	await site.stopServing();
	site.configure({ metrics_token: token, slow_ms: 1, log_level: 'warning' });
	await site.serve({ workers: 2 });
	assert.equal(await status({ peer: '203.0.113.7', key: token }), 200);
	assert.equal(await status({}), 403);
	for (const key of [`${token}x`, token.slice(1), site.key, '']) {
		assert.equal(await status({ key }), 403, key);
	}
	const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
	const traceparent = `00-${trace}-00f067aa0ba902b7-01`;

	await slowly(() => site.must('POST', '/api/v1/teams', { name: 'Slow' }, { headers: { traceparent } }));
	await slowly(() => site.must('POST', '/api/v1/teams', { name: 'Slower' },
		{ headers: { traceparent: traceparent.toUpperCase() } }));
	const warnings = () => fs.readFileSync(site.log, 'utf8').split('\n').slice(0, -1)
		.map((line) => JSON.parse(line))
		.filter((line) => line.event === 'request' && line.method === 'POST' && line.level === 'warning');

	// A line is written when the caller has the answer already.
	await until('both lines', () => warnings().length === 2);
	const lines = warnings();

	assert.equal(lines[0].route, '/api/v1/teams');
	assert.ok(lines[0].questions >= 3 && lines[0].database_microseconds > 10000 &&
		lines[0].database_microseconds <= lines[0].microseconds, JSON.stringify(lines[0]));
	assert.deepEqual([lines[0].trace_id, lines[0].parent_id], [trace, '00f067aa0ba902b7']);
	assert.deepEqual([lines[1].trace_id, lines[1].parent_id], [undefined, undefined]);
});

// Every name that an expression mentions.
function names(expression) {
	return expression.match(/\bokr_\w+/g) ?? [];
}

test('a real Prometheus loads the alerts, scrapes the host and knows all names of the dashboard',
	async () => {
		const token = site.settings.metrics_token;
		const nginx = await Nginx.make(site);
		const port = await freePort();
		const config = path.join(site.folder, 'prometheus.yml');

		fs.writeFileSync(config, `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ['${top}/share/prometheus/okr-alerts.yml']
scrape_configs:
  - job_name: okr
    authorization: {credentials: '${token}'}
    static_configs: [{targets: ['127.0.0.1:${nginx.port}']}]
`);
		const checked = await run('promtool', ['check', 'config', config]);

		assert.equal(checked.code, 0, checked.out + checked.err);
		const prometheus = start('prometheus', [`--config.file=${config}`,
			`--storage.tsdb.path=${site.folder}/tsdb`, `--web.listen-address=127.0.0.1:${port}`],
		{ log: path.join(site.folder, 'prometheus.log') });
		const query = async (route) => (await (await fetch(`http://127.0.0.1:${port}/api/v1/${route}`))
			.json()).data;

		try {
			await until('a scrape', async () => {
				assert.ok(isRunning(prometheus), fs.readFileSync(`${site.folder}/prometheus.log`, 'utf8'));
				const found = await query('query?query=okr_build_info').catch(() => null);

				return found?.result?.length === 1;
			});
			const { groups } = await query('rules');

			await until('the rules', async () => (await query('rules')).groups[0].rules
				.every(({ health }) => health === 'ok'));
			assert.ok(groups[0].rules.length >= 11);
			const known = new Set(await query('label/__name__/values'));
			const dashboard = JSON.parse(fs.readFileSync(
				path.join(top, 'share/grafana/okr-dashboard.json'), 'utf8'));
			const expressions = dashboard.panels.flatMap(({ targets }) =>
				targets.map(({ expr }) => expr));

			for (const name of [...expressions, ...groups[0].rules.map(({ query: rule }) => rule)]
				.flatMap(names)) {
				assert.ok(known.has(name), name);
			}
			for (const expression of expressions) {
				const asked = expression.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');
				const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${
					encodeURIComponent(asked)}`);

				assert.equal(answer.status, 200, asked);
			}
		} finally {
			await end(prometheus);
			await nginx.close();
		}
	});
