// A healthy cluster, written to at two nodes at once: each node aborts what the other's writes overtake,
// in the midst of packets too. What was acknowledged is there, once, and nothing else is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cluster } from '../lib/galera.mjs';
import { History } from '../lib/history.mjs';
import { sleep } from '../lib/process.mjs';

const seconds = Number(process.env.OKR_TEST_SECONDS ?? 20);
let cluster, hosts;

before(async () => {
	cluster = await Cluster.make();
	hosts = [await cluster.host([cluster.nodes[0]]), await cluster.host([cluster.nodes[1]])];
	await cluster.open();
});

after(() => cluster?.close());

async function conflicts() {
	const counts = await Promise.all(cluster.nodes.map((node) => node.status('wsrep_local_bf_aborts')));
	return counts.reduce((sum, count) => sum + Number(count), 0);
}

// Before there was a guard, 2 of 624 acknowledged check-ins were lost, and the journal's chain was torn.
test('writes that were acknowledged at two nodes are there', async (t) => {
	let turn = 0;
	const history = await History.make(hosts[0], (...words) => hosts[turn++ % 2].ask(...words));
	const before = await conflicts();
	await history.meanwhile({ writers: 8, readers: 0, pause: 0 }, () => sleep(1000 * seconds));
	const aborted = await conflicts() - before;
	const done = history.writes.filter((write) => write.status === 201).length;
	t.diagnostic(`${done} of ${history.writes.length} acknowledged, ${aborted} aborted by another node`);
	assert.ok(aborted > 0, 'nodes were in each other\'s way');
	for (const write of history.writes)
		assert.ok([201, 503].includes(write.status), `${write.status} ${write.answer?.text ?? write.error}`);
	await history.check();
	await cluster.check();
});
