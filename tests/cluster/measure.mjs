// What a cluster and shared counters cost, beside one server in the same run: requests a second of four
// clients, in turns, so that what else the machine does meets all of them. Prints the median of the turns.
//   node tests/cluster/measure.mjs
import { Cluster } from '../lib/galera.mjs';
import { Site } from '../lib/site.mjs';

const turns = 5, ms = 2000, clients = 4;

async function keyResultOf(host) {
	const cycle = await host.must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	const okr = await host.must('POST', '/api/v1/okrs', { title: 'O', type: 'org', cycle_id: cycle.id,
		key_results: [{ title: 'K', metric_type: 'number', start_value: 0, target_value: 10 }] });
	return okr.key_results[0].id;
}

async function checkIns(host) {
	const keyResult = await keyResultOf(host);
	return () => host.must('POST', `/api/v1/key-results/${keyResult}/checkins`, { value: 5 });
}

const me = (host, key) => () => host.must('GET', '/api/v1/me', undefined, { key });

async function rate(act) {
	const begun = Date.now();
	let count = 0;
	await Promise.all(Array.from({ length: clients }, async () => {
		for (; Date.now() < begun + ms; count++)
			await act();
	}));
	return 1000 * count / (Date.now() - begun);
}

const cluster = await Cluster.make();
const host = await cluster.host();
await cluster.open();
const site = await Site.make();
site.key = (await site.makeKey()).key;
await site.serve();
const counting = Site.beside(site, { rate_counters: 'database' });
await counting.serve();
try {
	const { key } = await site.makeKey({ rate: 1e6, name: 'limited' });
	const rows = [
		['check-in, one server', await checkIns(site)],
		['check-in, cluster', await checkIns(host)],
		['/me, one server', me(site, site.key)],
		['/me, cluster', me(host, host.key)],
		['/me, limited, counted on the host', me(site, key)],
		['/me, limited, counted in the database', me(counting, key)],
	].map(([name, act]) => ({ name, act, rates: [] }));
	for (let turn = 0; turn < turns; turn++) {
		for (const row of rows)
			row.rates.push(await rate(row.act));
	}
	for (const { name, rates } of rows) {
		const [median] = rates.toSorted((a, b) => a - b).slice(turns >> 1);
		console.log(`${name.padEnd(40)} ${Math.round(median)}`);
	}
} finally {
	await counting.close();
	await site.close();
	await cluster.close();
}
