/*
 * The workloads: which requests, against which limit, how often. Each gives rows for the report:
 * what was measured on the product, what on the limit, and the ratio of the two rates.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { leaves, objectiveId, organisationId } from './data.mjs';
import { load, median, memoryOf, processorTime, summary } from './measure.mjs';
import { program } from './servers.mjs';

const api = '/api/v1';

async function get(bench, at, key, headers = {}) {
	const answer = await fetch(`${bench.product.url}${at}`,
		{ headers: { Authorization: `Bearer ${key}`, ...headers } });

	if (answer.status !== 200)
		throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
	return { size: (await answer.arrayBuffer()).byteLength, etag: answer.headers.get('etag') };
}

/** One path on every workspace. */
const onAll = (bench, at) => bench.keys.map((key) => ['GET', at, key]);

/** The product and the null responder with a body of the same size, by turns. */
async function alternate(bench, requests, size, options = {}) {
	const settings = { seconds: bench.seconds, folder: bench.folder, ...options };
	const own = [], limit = [];

	if (bench.rounds > 1)
		await load(bench.product, requests, { ...settings, seconds: 1 }); // to warm up
	for (let round = 0; round < bench.rounds; round++) {
		own.push(await load(bench.product, requests, settings));
		if (size)
			limit.push(await load(bench.limit, [['GET', `/api/null/${size}`, bench.keys[0]]],
				{ ...settings, header: undefined, pairs: false }));
	}
	const result = { own: summary(own), limit: limit.length ? summary(limit) : undefined, size };

	if (limit.length)
		result.ratio = median(own.map((each, i) => each.rate / limit[i].rate));
	return result;
}

async function light(bench) {
	const { size } = await get(bench, `${api}/cycles`, bench.keys[0]);

	return alternate(bench, onAll(bench, `${api}/cycles`), size);
}

async function list(bench) {
	const { size } = await get(bench, `${api}/okrs`, bench.keys[0]);

	return alternate(bench, onAll(bench, `${api}/okrs`), size);
}

/* One list of the few that fit into any cache: what a dashboard that many look at asks for. */
async function listOfOne(bench) {
	const { size } = await get(bench, `${api}/okrs`, bench.keys[0]);

	return alternate(bench, [['GET', `${api}/okrs`, bench.keys[0]]], size);
}

async function listCompressed(bench) {
	const { size } = await get(bench, `${api}/okrs`, bench.keys[0]);

	return alternate(bench, onAll(bench, `${api}/okrs`), size, { header: 'Accept-Encoding: gzip' });
}

/* Check-in and list by turns, less what the check-in costs by itself. */
async function listAfterWrite(bench) {
	const { size } = await get(bench, `${api}/okrs`, bench.keys[0]);
	const targets = leaves(bench.shape, bench.keys.length);
	const writes = bench.keys.map((key, i) => ['POST',
		`${api}/key-results/${targets[i].keyResult}/checkins`, key, '{"value":{n}}']);
	const pairs = writes.flatMap((write, i) => [write, ['GET', `${api}/okrs`, bench.keys[i]]]);
	const both = await alternate(bench, pairs, size, { pairs: true });
	const alone = await alternate(bench, writes, 0, { pairs: true });
	const cpu = {};

	for (const name of Object.keys(both.own.cpu))
		cpu[name] = 2 * both.own.cpu[name] - alone.own.cpu[name];
	const rate = 1 / (2 / both.own.rate - 1 / alone.own.rate);

	return { size, limit: both.limit, ratio: rate / both.limit.rate,
		own: { rate, p50: both.own.p50, p99: both.own.p99, cpu,
			total: Object.values(cpu).reduce((sum, each) => sum + each, 0) } };
}

async function item(bench) {
	const at = `${api}/okrs/${objectiveId(bench.shape, bench.shape.objectives)}`;
	const { size } = await get(bench, at, bench.keys[0]);

	return alternate(bench, onAll(bench, at), size);
}

async function notModified(bench) {
	// Writes of the workload before may still be on their way.
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const { etag } = await get(bench, `${api}/okrs`, bench.keys[0]);

	return alternate(bench, [['GET', `${api}/okrs`, bench.keys[0]]], 304,
		{ header: `If-None-Match: ${etag}` });
}

async function search(bench) {
	const requests = bench.keys.map((key) => ['POST', `${api}/goals/search`, key,
		'{"text":"Objective 4","limit":50}']);

	return alternate(bench, requests, 0);
}

/* What an assistant asks first. A list within an envelope, once as JSON and once as text. */
async function mcp(bench) {
	const call = { jsonrpc: '2.0', id: 1, method: 'tools/call',
		params: { name: 'get_okrs', arguments: { limit: 50 } } };
	const requests = bench.keys.map((key) =>
		['POST', '/api/public/mcp', key, JSON.stringify(call)]);

	return alternate(bench, requests, 0, { header: 'Accept: application/json, text/event-stream' });
}

// The same statements raw: how much mariadbd has to do for a check-in.
function rawCheckIns(bench, spaces) {
	const { product, shape, folder } = bench;
	const file = path.join(folder, 'targets');
	const targets = leaves(shape, 200).flatMap(({ keyResult }) =>
		spaces.map((w) => [organisationId(shape, w), keyResult]));
	const database = { mariadbd: product.pids.mariadbd };

	fs.writeFileSync(file, targets.map((ids) => ids.map((each) => each.replaceAll('-', ''))
		.join('\t')).join('\n'));
	const before = processorTime(database).mariadbd;
	const counts = execFileSync(program('raw_check_in'), [`${product.sockets}/mariadb.sock`,
		product.setting('database_user'), product.setting('database_password'), 'okr', file,
		String(product.workers), String(Math.max(2, bench.seconds))], { encoding: 'utf8' });
	const done = counts.trim().split('\n').reduce((sum, each) => sum + Number(each), 0);

	return { rate: done / Math.max(2, bench.seconds), p50: NaN, p99: NaN,
		cpu: { mariadbd: (processorTime(database).mariadbd - before) / done } };
}

async function checkIns(bench, spaces) {
	const targets = leaves(bench.shape, 200);
	const requests = targets.flatMap(({ keyResult }) => spaces.map((w) => ['POST',
		`${api}/key-results/${keyResult}/checkins`, bench.keys[w - 1], '{"value":{n}}']));
	const settings = { seconds: bench.seconds, folder: bench.folder };
	const own = [], limit = [];

	if (bench.rounds > 1)
		await load(bench.product, requests, { ...settings, seconds: 1 });
	for (let round = 0; round < bench.rounds; round++) {
		own.push(await load(bench.product, requests, settings));
		limit.push(rawCheckIns(bench, spaces));
	}
	return { own: summary(own), limit: summary(limit),
		ratio: median(own.map((each, i) => each.rate / limit[i].rate)) };
}

// Memory of master and workers at the end of what ran before, and when they have rested.
async function memory(bench) {
	for (const key of bench.keys)
		await get(bench, `${api}/okrs`, key);
	const busy = memoryOf(bench.product.pids['okr.fcgi']);

	await new Promise((resolve) => setTimeout(resolve, 2500));
	return { memory: memoryOf(bench.product.pids['okr.fcgi']), busy, workers: bench.product.workers };
}

function cgiStart(bench) {
	const times = bench.rounds * 20;
	const env = { PATH: process.env.PATH, OKR_CONFIG: bench.product.env.OKR_CONFIG,
		GATEWAY_INTERFACE: 'CGI/1.1', REQUEST_METHOD: 'GET', REQUEST_URI: `${api}/cycles`,
		SERVER_NAME: 'localhost', SERVER_PORT: '80', SERVER_PROTOCOL: 'HTTP/1.1',
		HTTP_AUTHORIZATION: `Bearer ${bench.keys[0]}` };
	// The static one, where it could be built.
	const server = ['okr.cgi', 'okr.fcgi']
		.map((name) => path.join(path.dirname(bench.product.env.OKRCTL), name))
		.find((file) => fs.existsSync(file));
	const printed = execFileSync(program('cgi_start'), [String(times), server], { env, encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'] });

	return { milliseconds: median(printed.trim().split('\n').map(Number)) / 1000, times };
}

const everywhere = (bench) => bench.keys.map((key, i) => i + 1);

export const workloads = {
	light,
	list,
	'list of one workspace': listOfOne,
	'gzip list': listCompressed,
	'list after a write': listAfterWrite,
	item,
	'not modified': notModified,
	'goal search': search,
	'MCP get_okrs': mcp,
	'check-ins': (bench) => checkIns(bench, everywhere(bench)),
	'check-ins of one workspace': (bench) => checkIns(bench, [1]),
	memory,
	'CGI start': cgiStart,
};
