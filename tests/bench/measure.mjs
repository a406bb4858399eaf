/*
 * What a run of wrk costs and how fast it is: requests a second, latencies, and the processor time
 * of the processes that took part, from /proc. On a busy machine the processor time of a request is
 * the steady figure; rates are compared with those of a neighbour run.
 */
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { family } from './servers.mjs';

const run = promisify(execFile);
const lua = fileURLToPath(new URL('requests.lua', import.meta.url));
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

// Of a process: its own time, and that of its children that have ended.
function timeOf(pid, isParent) {
	try {
		const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
		const [own, system, children, childrenSystem] = fields.slice(11, 15).map(Number);

		return own + system + (isParent ? children + childrenSystem : 0);
	} catch {
		return 0;
	}
}

/** Processor time of families, in microseconds, by name. */
export function processorTime(pids) {
	return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name,
		family(pid).reduce((sum, each) => sum + timeOf(each, each === pid), 0) * 1e6 / ticks]));
}

/** Proportional set size of a family in MiB. */
export function memoryOf(pid) {
	return family(pid).reduce((sum, each) => {
		const text = fs.readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');

		return sum + Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
	}, 0);
}

/**
 * Runs wrk over the requests (lines of requests.lua) for so many seconds. `header` goes with each;
 * `pairs` keeps their order.
 */
export async function load(server, requests, { seconds, connections = 16, header, pairs, folder }) {
	const file = path.join(folder, 'requests');
	const env = { ...process.env };

	fs.writeFileSync(file, requests.map((parts) => `${parts.join('\t')}\n`).join(''));
	if (header)
		env.BENCH_HEADER = header;
	if (pairs)
		env.BENCH_PAIRS = '1';
	const before = processorTime(server.pids);
	const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency',
		'--timeout', '10s', '-s', lua, server.url, '--', file], { env });
	const after = processorTime(server.pids);
	const [, count, microseconds, bad, broken, p50, p99] = /BENCH (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/
		.exec(stdout).map(Number);

	if (bad > 0 || broken > 0)
		throw new Error(`${bad} requests failed, ${broken} were cut (${requests[0].join(' ')})`);
	return {
		count, rate: count / (microseconds / 1e6), p50, p99,
		cpu: Object.fromEntries(Object.keys(before).map((name) =>
			[name, (after[name] - before[name]) / count])),
	};
}

export function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;

	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const total = (cpu) => Object.values(cpu).reduce((sum, each) => sum + each, 0);

/** Medians of several runs of one kind. */
export function summary(runs) {
	const names = Object.keys(runs[0].cpu);

	return {
		rate: median(runs.map((each) => each.rate)),
		p50: median(runs.map((each) => each.p50)),
		p99: median(runs.map((each) => each.p99)),
		cpu: Object.fromEntries(names.map((name) => [name, median(runs.map((r) => r.cpu[name]))])),
		total: median(runs.map((each) => total(each.cpu))),
	};
}
