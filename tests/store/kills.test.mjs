// Who is killed in the midst of a write: a worker, okrctl, the database. At whatever packet it happens,
// before the database has it or behind it, record and journal agree afterwards, the chain is valid and
// every number is right. An ordinary run draws packets by OKR_TEST_SEED, the first and the last among
// them; `make exhaustive` tries every one.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { day } from '../lib/days.mjs';
import { killIfThere, start, until } from '../lib/process.mjs';
import { Proxy, queryOf } from '../lib/proxy.mjs';
import { randomFrom, seed, shuffled } from '../lib/random.mjs';
import { replay } from '../lib/replay.mjs';
import { okrctl, Site } from '../lib/site.mjs';

const isExhaustive = process.env.OKR_TEST_EVERY === '1';
const random = randomFrom(seed);

let site, proxy, direct, cycle, other, user, serial = 0;

const name = (what) => `${what} ${serial++}`;
const must = (method, where, body) => site.must(method, `/api/v1${where}`, body, { timeout: 30000 });

/* ---- what is written ---------------------------------------------------------------------------- */

const keyResultOf = () => ({ title: name('K'), metric_type: 'number', start_value: 0,
	target_value: 10 });
const okrOf = (fields) => ({ title: name('O'), type: 'org', cycle_id: cycle.id, owner_id: user.id,
	tags: ['x'], ...fields });
const okr = (fields) => must('POST', '/okrs', okrOf({ key_results: [keyResultOf(), keyResultOf()],
	...fields }));
const keyResult = async () => (await okr({ parent_okr_id: (await okr()).id })).key_results[0];
const kpi = () => must('POST', '/kpis', { name: name('KPI'), current_value: 1 });
const person = () => must('POST', '/users',
	{ name: name('Cy'), email: `cy${serial++}@example.org` });
const reviewOf = async () => ({ employee_id: user.id, type: 'self',
	cycle_id: (await must('POST', '/review-cycles', { name: name('R') })).id,
	answers: [{ question: 'How?', answer: 'Well' }, { question: 'And?', answer: 'So' }] });

/** Each makes what its request needs, and resolves to the request. */
const writes = {
	'an OKR with key results': () => ['POST', '/okrs', okrOf({ key_results: [keyResultOf(),
		keyResultOf(), keyResultOf()] })],
	'a goal with people': () => ['POST', '/goals', { title: name('G'), owner_type: 'company',
		assign_to_ids: [user.id], visible_to_ids: [user.id] }],
	'an OKR that is deleted': async () => ['DELETE', `/okrs/${(await okr()).id}`],
	'an OKR that comes back': async () => {
		const { id } = await okr();
		await must('DELETE', `/okrs/${id}`);
		return ['POST', `/okrs/${id}/restore`];
	},
	'an OKR that moves below another': async () => ['PUT', `/okrs/${(await okr()).id}`,
		{ parent_okr_id: (await okr()).id }],
	'an OKR that goes to another cycle': async () => ['PUT', `/okrs/${(await okr()).id}`,
		{ cycle_id: other.id, title: name('Moved') }],
	'key results that go to another OKR with their initiatives': async () => {
		const [{ id }, { key_results: [one, two] }] = [await okr(), await okr()];
		await must('POST', '/initiatives', { title: name('I'), kr_id: one.id });
		return ['PUT', `/okr/objectives/${id}`, { key_result_ids: [one.id, two.id] }];
	},
	'a key result': async () => ['POST', `/okrs/${(await okr()).id}/key-results`, keyResultOf()],
	'a target that changes': async () => ['PUT', `/key-results/${(await keyResult()).id}`,
		{ target_value: 20, title: name('Other') }],
	'a value that is edited': async () => ['PUT', `/key-results/${(await keyResult()).id}`,
		{ current_value: 7, status: 'at_risk' }],
	'a key result that is deleted': async () => ['DELETE', `/key-results/${(await keyResult()).id}`],
	'a check-in': async () => ['POST', `/key-results/${(await keyResult()).id}/checkins`,
		{ value: 4, comment: name('so') }],
	'a check-in that is corrected': async () => {
		const { id } = await keyResult();
		const made = await must('POST', `/key-results/${id}/checkins`, { value: 4 });
		return ['PUT', `/checkins/${made.id}`, { value: 5 }];
	},
	'a check-in that is deleted': async () => {
		const { id } = await keyResult();
		const made = await must('POST', `/key-results/${id}/checkins`, { value: 4 });
		return ['DELETE', `/checkins/${made.id}`];
	},
	'a batch of check-ins': async () => ['POST', '/checkins/batch', { checkins: (await okr())
		.key_results.map(({ id }) => ({ key_result_id: id, value: 6 })) }],
	'a check-in with an Idempotency-Key': async () => [
		'POST', `/key-results/${(await keyResult()).id}/checkins`, { value: 2 },
		{ 'Idempotency-Key': name('key').replace(' ', '-') }],
	'a check-in by MCP': async () => ['POST', '/api/public/mcp', { jsonrpc: '2.0', id: 1,
		method: 'tools/call', params: { name: 'create_checkin',
			arguments: { kr_id: (await keyResult()).id, value: 3 } } },
	{ 'MCP-Protocol-Version': '2025-11-25' }],
	'an initiative': async () => ['POST', '/initiatives',
		{ title: name('I'), kr_id: (await keyResult()).id, priority: 'p1' }],
	'a KPI with a value': () => ['POST', '/kpis', { name: name('KPI'), current_value: 3 }],
	'a KPI and its value': async () => ['PUT', `/kpis/${(await kpi()).id}`,
		{ current_value: 5, unit: name('u') }],
	'a KPI that is measured': async () => ['POST', `/kpis/${(await kpi()).id}/updates`, { value: 9 }],
	'a KPI that is deleted with its measurements': async () => {
		const { id } = await kpi();
		await must('POST', `/kpis/${id}/updates`, { value: 2 });
		return ['DELETE', `/kpis/${id}`];
	},
	'a person with teams': async () => {
		const teams = [await must('POST', '/teams', { name: name('T') }),
			await must('POST', '/teams', { name: name('T') })];
		return ['POST', '/users', { name: name('Di'), email: `di${serial++}@example.org`,
			team_ids: teams.map(({ id }) => id) }];
	},
	'a link for a person': async () => ['POST', `/users/${(await person()).id}/invite`],
	'a person who is deactivated': async () => ['DELETE', `/users/${(await person()).id}`],
	'a team': () => ['POST', '/teams', { name: name('T') }],
	'a cycle that is moved, and its OKRs\' periods': async () => {
		const { id } = await must('POST', '/cycles',
			{ name: name('C'), start_date: day(-9), end_date: day(9) });
		await okr({ cycle_id: id });
		return ['PUT', `/cycles/${id}`, { start_date: day(-5), end_date: day(20) }];
	},
	'a key': () => ['POST', '/api-keys', { name: name('key'), scopes: ['okrs:read'] }],
	'a key that is rotated': async () => {
		const { id } = await must('POST', '/api-keys', { name: name('key'), scopes: ['okrs:read'] });
		return ['POST', `/api-keys/${id}/rotate`, { overlap_seconds: 60 }];
	},
	'the settings': () => ['PUT', '/workspace', { limits: { objectives_per_owner: ++serial } }],
	'a review': async () => ['POST', '/reviews', await reviewOf()],
	'a review that is shared': async () => {
		const { id } = await must('POST', '/reviews', await reviewOf());
		return ['POST', `/reviews/${id}/share`];
	},
};

/** Words of okrctl. */
const commands = {
	'workspace create': () => ['--name', name('W')],
	'user create': () => ['--workspace', 'W', '--name', name('Ed'), '--email', `e${serial++}@x.org`],
	'user deactivate': async () => [(await person()).email, '--workspace', 'W'],
	'user erase': async () => [(await person()).email, '--workspace', 'W', '--yes'],
	'team create': () => ['--workspace', 'W', '--name', name('T')],
	'cycle create': () => ['--workspace', 'W', '--name', name('C'), '--start', '2026-01-01',
		'--end', '2026-12-31'],
	'key create': () => ['--workspace', 'W', '--name', name('key'), '--scopes', 'okrs:read'],
	'key revoke': async () => [(await site.makeKey({ name: name('key') })).id],
};

/* ---- killing ------------------------------------------------------------------------------------ */

const begins = (packet) => queryOf(packet)?.startsWith('START TRANSACTION');

/**
 * Counts the packets of a write from that on which `isFirst`. At the one with this number, `kill` is
 * called: instead of passing it on, or behind it. `run` may fail. Resolves to the packets seen.
 */
async function killAt(number, isBehind, kill, run, isFirst = begins) {
	const counts = new Map();
	let most = 0, isDone = false;

	proxy.cutAll(); // statements are prepared anew, so that the packets are the same each time
	proxy.onPacket = (packet, link) => {
		if (isDone)
			return null;
		if (!counts.has(link) && isFirst(packet))
			counts.set(link, 0);
		if (!counts.has(link))
			return null;
		counts.set(link, counts.get(link) + 1);
		most = Math.max(most, counts.get(link));
		if (counts.get(link) !== number)
			return null;
		isDone = true;
		if (isBehind)
			link.server.write(packet);
		kill();
		return isBehind ? 'taken' : 'cut';
	};
	await run().catch(() => null); // nobody answers
	proxy.onPacket = null;
	return most;
}

/** The first packet and the last, and some between; each before and behind. */
function drawn(count) {
	const inner = Array.from({ length: Math.max(0, count - 2) }, (_, i) => i + 2);
	const numbers = isExhaustive ? inner : shuffled(inner, random).slice(0, 1);
	const all = [1, ...numbers, ...count > 1 ? [count] : []];

	return all.flatMap((number) => (isExhaustive || number === count ?
		[[number, false], [number, true]] : [[number, random() < 0.5]]));
}

async function mustAgree(what) {
	const done = await okrctlDirect('audit', 'verify');

	assert.equal(done.code, 0, `${what}: ${done.out}`);
	assert.deepEqual(replay(okrctl, direct), [], what);
}

/** Past the proxy: what is waited for without Node's loop stands still, and the proxy with it. */
async function okrctlDirect(...words) {
	const child = start(okrctl, ['--config', direct, '--json', ...words],
		{ stdio: ['ignore', 'pipe', 'pipe'] });
	let out = '';

	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (part) => {
			out += part;
		});
	return { ...await child.ended, out };
}

const killWorkers = () => {
	for (const pid of site.workers())
		killIfThere(pid);
};

// Until every worker serves: one that did not reach the database does not ask it again for half a second, and
// refuses meanwhile. Who has answered stands in the log.
async function serving() {
	const begin = fs.statSync(site.log).size;
	const me = () => site.ask('GET', '/api/v1/me').catch(() => null);

	await until('every worker', async () => {
		await Promise.all([me(), me()]);
		const lines = fs.readFileSync(site.log).subarray(begin).toString().split('\n').slice(0, -1).map(JSON.parse);
		const served = new Set(lines.filter(({ event, status }) => event === 'request' && status === 200).map(({ pid }) => pid));
		const workers = site.workers();

		return workers.length === site.workerCount && workers.every((pid) => served.has(pid));
	});
}

function send([method, where, body, headers]) {
	return site.ask(method, where.startsWith('/api/') ? where : `/api/v1${where}`,
		{ body, headers, timeout: 30000 });
}

/** How many packets the write has; it is done. */
async function packetsOf(prepare) {
	const request = await prepare();
	let status;
	const count = await killAt(0, false, null, async () => {
		const answer = await send(request);
		status = answer.status;
	});

	assert.ok(status >= 200 && status < 300, `${request}: ${status}`);
	return count;
}

before(async () => {
	site = await Site.make({ settings: { pepper: 'a pepper of the tests', requests_per_worker: '0' } });
	proxy = await Proxy.make(path.join(site.folder, 'p.sock'), site.mariadb.socket);
	direct = path.join(site.folder, 'direct.conf');
	fs.copyFileSync(site.config, direct);
	site.configure({ database_socket: proxy.path });
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	cycle = await must('POST', '/cycles', { name: 'C', start_date: day(-40), end_date: day(50) });
	other = await must('POST', '/cycles', { name: 'D', start_date: day(-20), end_date: day(90) });
	user = await must('POST', '/users', { name: 'Bob', email: 'bob@example.org' });
});

after(async () => {
	await site?.close();
	await proxy?.close();
});

describe('a worker that is killed', () => {
	for (const [what, prepare] of Object.entries(writes))
		test(what, async (t) => {
			const count = await packetsOf(prepare);
			const plan = drawn(count);

			assert.ok(count >= 2, `${count} packets`);
			for (const [number, isBehind] of plan) {
				const request = await prepare();

				assert.ok(await killAt(number, isBehind, killWorkers, () => send(request)) >= number);
				await serving();
			}
			t.diagnostic(`OKR_TEST_SEED=${seed}: ${plan.length} kills at ${count} packets`);
			if (isExhaustive)
				await mustAgree(what);
		});

	test('leaves record and journal in agreement, and every number right', async () => {
		await mustAgree('after all kills');
		assert.deepEqual(await okrctlDirect('verify'), { code: 0, signal: null, out: '[]\n' });
	});
});

describe('okrctl that is killed', () => {
	for (const [what, prepare] of Object.entries(commands))
		test(what, async () => {
			const run = async (number, isBehind) => {
				const words = await prepare();
				let child;

				return killAt(number, isBehind, () => child.kill('SIGKILL'), () => {
					child = start(okrctl, ['--config', site.config, ...what.split(' '), ...words]);
					return child.ended;
				}, queryOf); // with the first question: not every command begins alike
			};
			const count = await run(0, false);

			assert.ok(count >= 2, `${count} packets`);
			for (const [number, isBehind] of drawn(count))
				assert.equal(await run(number, isBehind), number);
		});

	test('leaves record and journal in agreement', () => mustAgree('after all kills'));
});

test('a database that is killed', async (t) => {
	const list = isExhaustive ? Object.entries(writes) :
		shuffled(Object.entries(writes), random).slice(0, 4);
	let kills = 0;

	for (const [what, prepare] of list) {
		const count = await packetsOf(prepare);
		const plan = isExhaustive ? drawn(count) : shuffled(drawn(count), random).slice(0, 1);

		for (const [number, isBehind] of plan) {
			const request = await prepare();

			assert.ok(await killAt(number, isBehind, () => site.mariadb.child.kill('SIGKILL'),
				() => send(request)) >= number);
			await site.mariadb.child.ended;
			await site.mariadb.start();
			await serving();
			kills++;
		}
		await mustAgree(`${what} at ${JSON.stringify(plan)}`);
	}
	t.diagnostic(`OKR_TEST_SEED=${seed}: ${kills} kills`);
});
