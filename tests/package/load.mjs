/*
 * Readers and writers without pause, until the file that is named exists. Prints how many requests were
 * done, how many failed (all that were not answered with 2xx: LOAD_KEY has no limit), and the first
 * failures. Told apart is how often /readyz said that the tables are not this program's: it says so from their
 * update to the reload, while requests are served. `FILE.ready` says that all of them are at work.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stopFile = process.argv[2];
const env = Object.fromEntries([...readFileSync(process.env.OKR_TEST_ENV, 'utf8')
	.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]));
const result = { done: 0, failed: 0, unready: 0, slowest_ms: 0, failures: [] };

async function ask(method, path, body) {
	const begun = performance.now();
	let status;

	try {
		const answer = await fetch(env.OKR_URL + path, { method, body: body && JSON.stringify(body),
			headers: { Authorization: `Bearer ${process.env.LOAD_KEY}`,
				'Content-Type': 'application/json' } });

		status = answer.status;
		await answer.arrayBuffer();
	} catch (error) {
		status = String(error.cause ?? error);
	}
	result.done++;
	result.slowest_ms = Math.max(result.slowest_ms, Math.round(performance.now() - begun));
	if (path === '/readyz' && status === 503) {
		result.unready++;
	} else if (!(status >= 200 && status < 300)) {
		result.failed++;
		result.failures.push(`${method} ${path}: ${status}`);
	}
}

async function repeat(work) {
	await work();
	while (!existsSync(stopFile)) {
		await work();
	}
}

const readers = ['/api/v1/me', '/api/v1/okrs', '/healthz', '/readyz'].map((path) =>
	repeat(() => ask('GET', path)));
let written = 0;
const writer = repeat(() => ask('POST', '/api/v1/teams', { name: `Made during an upgrade, ${written++}` }));

writeFileSync(`${stopFile}.ready`, '');
await Promise.all([...readers, writer]);
result.failures.splice(5);
console.log(JSON.stringify(result));
