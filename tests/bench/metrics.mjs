// What /metrics costs (docs/performance.md): a scrape of eight workers, in time and in processor time, and the share
// that counting has in a light request's. It measures and proves nothing; processor time hardly depends on what
// else the machine does. Usage: make bench-metrics
import fs from 'node:fs';
import path from 'node:path';

import { build, run } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const scrapes = 300, lights = 3000;
const site = await Site.make();
const round = (value, digits = 1) => Number(value.toFixed(digits));

// Nanoseconds on a processor of all workers together.
const spent = () => site.workers().reduce((sum, pid) =>
	sum + Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]), 0);

async function measure(times, work) {
	const walls = [], before = spent();

	for (let i = 0; i < times; i++) {
		const begun = process.hrtime.bigint();

		await work();
		walls.push(Number(process.hrtime.bigint() - begun) / 1000);
	}
	walls.sort((a, b) => a - b);
	return { cpu: (spent() - before) / times / 1000, best: walls[0], median: walls[times >> 1] };
}

async function ask(target) {
	const { status, text } = await site.ask('GET', target);

	if (status !== 200)
		throw new Error(`${target}: ${status} ${text}`);
	return text;
}

const routes = ['me', 'okrs', 'key-results', 'cycles', 'users', 'teams', 'departments', 'kpis', 'initiatives', 'reviews',
	'checkins', 'api-keys', 'workspace', 'audit', 'goals', 'okr/objectives', 'reports/cycle', 'reports/risks'];

try {
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 8 });
	for (let i = 0; i < 8; i++)
		await Promise.all(routes.map((route) => site.ask('GET', `/api/v1/${route}`)));
	const light = await measure(lights, () => ask('/api/v1/me'));
	const scrape = await measure(scrapes, () => ask('/metrics'));
	const bytes = Buffer.byteLength(await ask('/metrics'));
	const counting = await run(path.join(build, 'tests/bench/metrics_cost'), [site.settings.state_dir, '5000000']);
	const nanoseconds = Number(counting.out);

	console.log(`a scrape of 8 workers (${bytes} bytes, ${routes.length} routes): ${round(scrape.cpu)} µs of processor time; ` +
		`from here ${round(scrape.best / 1000, 2)} ms at best, ${round(scrape.median / 1000, 2)} ms in the middle`);
	console.log(`a light request (GET /api/v1/me): ${round(light.cpu)} µs of processor time`);
	console.log(`counting it: ${nanoseconds} ns, ${round(nanoseconds / light.cpu / 10, 2)} %`);
} finally {
	await site.close();
}
