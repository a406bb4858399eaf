// What two hosts share although each writes to a node of its own: the answer that belongs to an
// Idempotency-Key, and the requests that a key has in a minute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cluster } from '../lib/galera.mjs';
import { inParallel } from '../lib/process.mjs';

let cluster, hosts, keyResult;

before(async () => {
	cluster = await Cluster.make();
	const settings = { rate_counters: 'database' };
	for (const node of cluster.nodes.slice(0, 2))
		await cluster.host([node], settings);
	hosts = cluster.hosts;
	await cluster.open();
	const cycle = await hosts[0].must('POST', '/api/v1/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	const okr = await hosts[1].must('POST', '/api/v1/okrs', { title: 'O', type: 'org',
		cycle_id: cycle.id, key_results: [{ title: 'K', metric_type: 'number', start_value: 0,
			target_value: 10 }] });
	keyResult = okr.key_results[0].id;
});

after(() => cluster?.close());

function checkIn(host, number) {
	return host.ask('POST', `/api/v1/key-results/${keyResult}/checkins`,
		{ body: { value: 5, comment: `c${number}` }, headers: { 'Idempotency-Key': `key-${number}` } });
}

test('an Idempotency-Key sent to both hosts at once is done once', async () => {
	for (let number = 0; number < 20; number++) {
		const answers = await inParallel(4, 4, (i) => checkIn(hosts[i % 2], number));
		const last = await Promise.all(hosts.map((host) => checkIn(host, number)));
		assert.deepEqual(last.map((one) => one.status), [201, 201], last.map((one) => one.text).join());
		assert.equal(last[0].text, last[1].text);
		for (const answer of answers.filter((one) => one.status === 201))
			assert.equal(answer.text, last[0].text);
	}
	assert.deepEqual(await cluster.nodes[2].sql(`SET wsrep_sync_wait = 15; SELECT comment, COUNT(*) FROM
		check_in GROUP BY comment HAVING COUNT(*) <> 1`), []);
	await cluster.check();
});

test('two hosts at two nodes let through no more requests than one', async (t) => {
	const minute = async () => (await cluster.nodes[0].sql('SELECT UNIX_TIMESTAMP() DIV 60'))[0][0];
	const { key } = await hosts[0].makeKey({ rate: 60, name: 'limited' });
	const counts = new Map();
	await inParallel(8, 180, async (i) => {
		const before = await minute();
		const answer = await hosts[i % 2].ask('GET', '/api/v1/me', { key });
		assert.ok([200, 429, 503].includes(answer.status), answer.text);
		if (answer.status === 200)
			counts.set(before, (counts.get(before) ?? 0) + 1);
	});
	t.diagnostic(`let through by minute: ${[...counts.values()].join(', ')}`);
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	assert.ok(total <= 60 * (1 + Number(await minute()) - Math.min(...counts.keys())), `${total}`);
});
