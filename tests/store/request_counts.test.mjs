// Two hosts that serve one installation and count requests in its database: a limit holds for both
// together, to the last request, also when the database's clock steps back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inParallel } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';

const limit = 60;
let hosts;

before(async () => {
	const site = await Site.make({ settings: { rate_counters: 'database' } });
	hosts = [site];
	await site.serve();
	hosts.push(Site.beside(site, { rate_counters: 'database' }));
	await hosts[1].serve();
});

after(async () => {
	for (const host of hosts?.toReversed() ?? [])
		await host.close();
});

const minute = async () => (await hosts[0].mariadb.sql('SELECT UNIX_TIMESTAMP() DIV 60'))[0][0];

/** What comes of so many requests with a new key within one minute. */
async function within(count, act) {
	for (let attempt = 0; attempt < 5; attempt++) {
		const { key, id } = await hosts[0].makeKey({ rate: limit, name: `k${Math.random()}` });
		const before = await minute();
		const answers = await act(key, id, (n = count) => inParallel(16, n,
			(i) => hosts[i % 2].ask('GET', '/api/v1/me', { key })));
		if (await minute() === before)
			return answers;
	}
	throw new Error('five times the minute ended too soon');
}

const admitted = (answers) => answers.filter((answer) => answer.status === 200).length;

test('two hosts let through as many requests as one', async () => {
	const answers = await within(2 * limit, (key, id, ask) => ask());
	assert.equal(admitted(answers), limit);
	for (const answer of answers.filter((one) => one.status !== 200)) {
		assert.equal(answer.status, 429, answer.text);
		assert.match(answer.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/);
	}
	const left = answers.filter((one) => one.status === 200)
		.map((one) => Number(/r=(\d+)/.exec(one.headers.ratelimit)[1])).sort((a, b) => a - b);
	assert.deepEqual(left, Array.from({ length: limit }, (_, i) => i), 'each was told its own number');
});

test('a clock that was set back by a minute gives nobody a second one', async () => {
	const answers = await within(2 * limit, async (key, id, ask) => {
		await ask(limit);
		await hosts[0].mariadb.sql(`UPDATE request_count SET minute = minute + 1
			WHERE id = UNHEX('${id.replaceAll('-', '')}')`);
		return ask(10);
	});
	assert.equal(admitted(answers), 0);
	assert.ok(answers.every((one) => Number(one.headers['retry-after']) > 60), 'until that minute ends');
});

test('what was counted in minutes long over is purged', async () => {
	await hosts[0].mariadb.sql('UPDATE request_count SET minute = minute - 70');
	await hosts[0].administer('purge');
	assert.deepEqual(await hosts[0].mariadb.sql('SELECT * FROM request_count'), []);
});
