// Numbers under many hands: random writes from eight clients, a third of them to one tree, and then
// the stored roll-ups against okrctl verify and against a computation of our own. And that verify
// finds what was tampered with.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insist } from '../lib/patience.mjs';
import { inParallel } from '../lib/process.mjs';
import { randomFrom, seed } from '../lib/random.mjs';
import { Site } from '../lib/site.mjs';

const WRITES = 1000, CLIENTS = 8;

let site, cycles;

const random = randomFrom(seed);
const pick = (items) => items[Math.floor(random() * items.length)];
const chance = (share) => random() < share;
const number = () => Math.round((random() * 200 - 50) * 8) / 8;

const day = 86400000;
const ago = (ms) => new Date(Date.now() - ms).toISOString().replace(/\.\d+/, '');

function newKeyResult() {
	const kind = pick(['number', 'number', 'percentage', 'currency', 'boolean']);
	if (kind === 'boolean')
		return { title: 'b', metric_type: kind, start_value: 0, target_value: 1 };
	const start = number();
	return {
		title: 'k', metric_type: kind, start_value: start,
		target_value: chance(0.05) ? start : number(),
		...chance(0.5) && { current_value: number() },
		...chance(0.5) && { weight: pick([0, 0.5, 1, 3]) },
	};
}

function newOkr(parent) {
	return {
		title: 'o', type: pick(['org', 'team', 'individual']), cycle_id: pick(cycles).id,
		key_results: Array.from({ length: Math.floor(random() * 3) }, newKeyResult),
		...parent && { parent_okr_id: parent }, ...chance(0.4) && { weight: pick([0, 0.5, 2]) },
		...chance(0.1) && { lifecycle: 'completed' },
	};
}

/** Ids that writes go to; the first third of the draws hits the one tree that all share. */
class Forest {
	constructor(root) {
		this.shared = { okrs: [root], keyResults: [] };
		this.others = { okrs: [], keyResults: [] };
		this.deleted = { okrs: [], keyResults: [] };
	}

	side() {
		return chance(1 / 3) || this.others.okrs.length === 0 ? this.shared : this.others;
	}

	okr() {
		return pick(this.side().okrs);
	}

	keyResult() {
		const side = this.side();
		return pick(side.keyResults.length ? side.keyResults : [...this.shared.keyResults,
			...this.others.keyResults]);
	}

	add(okr, side) {
		side.okrs.push(okr.id);
		side.keyResults.push(...okr.key_results.map((one) => one.id));
	}
}

/** What is done, how often of a hundred; each yields a request and what to keep of its answer. */
function draws(forest) {
	return [
		[16, () => {
			const side = forest.side();
			const parent = chance(0.75) ? pick(side.okrs) : undefined;
			return ['POST', '/okrs', newOkr(parent), (okr) => forest.add(okr, side)];
		}],
		[8, () => {
			const side = forest.side();
			return ['POST', `/okrs/${pick(side.okrs) ?? forest.okr()}/key-results`, newKeyResult(),
				(one) => side.keyResults.push(one.id)];
		}],
		[30, () => ['POST', `/key-results/${forest.keyResult()}/checkins`, {
			value: pick([number(), 0, 1, 0, 1]),
			...chance(0.5) && { status: pick(['on_track', 'at_risk', 'off_track']) },
			...chance(0.1) && { status: 'blocked', blocker_note: 'n' },
			...chance(0.4) && { checked_in_at: ago(random() * 60 * day) },
		}]],
		[16, () => ['PUT', `/key-results/${forest.keyResult()}`, {
			...chance(0.5) && { current_value: pick([number(), 0, 1]) },
			...chance(0.3) && { target_value: number() },
			...chance(0.3) && { start_value: number() },
			...chance(0.3) && { weight: pick([0, 1, 2.5]) },
			title: 'changed',
		}]],
		[16, () => ['PUT', `/okrs/${forest.okr()}`, {
			...chance(0.35) && { parent_okr_id: chance(0.2) ? null : forest.okr() },
			...chance(0.3) && { weight: pick([0, 1, 4]) },
			...chance(0.3) && { lifecycle: pick(['draft', 'active', 'completed', 'cancelled']) },
			...chance(0.2) && { is_archived: chance(0.4) },
			...chance(0.2) && { cycle_id: pick(cycles).id },
			title: 'changed',
		}]],
		[3, () => {
			const id = forest.okr();
			return ['DELETE', `/okrs/${id}`, undefined, () => forest.deleted.okrs.push(id)];
		}],
		[3, () => {
			const id = forest.keyResult();
			return ['DELETE', `/key-results/${id}`, undefined,
				() => forest.deleted.keyResults.push(id)];
		}],
		[4, () => ['POST', `/okrs/${pick(forest.deleted.okrs) ?? forest.okr()}/restore`]],
		[3, () => ['POST',
			`/key-results/${pick(forest.deleted.keyResults) ?? forest.keyResult()}/restore`]],
		[1, () => ['PUT', `/cycles/${pick(cycles).id}`, { start_date: pick(['2026-01-01',
			'2025-06-01', ago(30 * day).slice(0, 10)]) }]],
	];
}

function draw(table) {
	let rest = random() * 100;
	for (const [share, make] of table) {
		if ((rest -= share) < 0)
			return make();
	}
	return table[0][1]();
}

/** All records of a list, archived ones included. */
async function all(path) {
	const out = [];
	for (let next = path; next;) {
		const answer = await site.ask('GET', next);
		assert.equal(answer.status, 200, answer.text);
		out.push(...answer.json);
		next = answer.headers.link?.match(/<[^>]*?(\/api[^>]*)>; rel="next"/)?.[1];
	}
	return out;
}

/** domain.md section 1, from its text. */
function progressOf(keyResult) {
	const { start_value: start, target_value: target, current_value: current } = keyResult;
	if (start === target) {
		const reached = keyResult.direction === 'decrease' ? current <= target : current >= target;
		return reached ? 1 : 0;
	}
	return Math.min(1, Math.max(0, (current - start) / (target - start)));
}

function rollUp(parts, isCompleted) {
	if (parts.length === 0)
		return isCompleted ? 1 : 0;
	const weightless = parts.every(([, weight]) => weight === 0);
	let sum = 0, weights = 0;
	for (const [progress, weight] of parts) {
		sum += progress * (weightless ? 1 : weight);
		weights += weightless ? 1 : weight;
	}
	return sum / weights;
}

const near = (a, b) => Math.abs(a - b) <= 0.5e-4 + 1e-9; // what is printed has four decimals

/** Computes every objective from its leaves; tells what differs from what the server says. */
function differences(okrs, keyResults) {
	const byId = new Map(okrs.map((okr) => [okr.id, okr]));
	const childrenOf = group(okrs);
	const out = [];
	const computed = new Map();
	const progress = (okr) => {
		if (!computed.has(okr.id)) {
			const children = (childrenOf.get(okr.id) ?? []).filter((child) =>
				!child.is_archived && child.lifecycle !== 'cancelled');
			computed.set(okr.id, rollUp([
				...okr.key_results.map((one) => [progressOf(one), one.weight]),
				...children.map((child) => [progress(child), child.weight]),
			], okr.lifecycle === 'completed'));
		}
		return computed.get(okr.id);
	};
	for (const okr of byId.values()) {
		if (!near(progress(okr), okr.progress))
			out.push(`objective ${okr.id}: ${okr.progress}, not ${progress(okr)}`);
	}
	for (const one of keyResults) {
		if (!near(progressOf(one), one.progress))
			out.push(`key result ${one.id}: ${one.progress}, not ${progressOf(one)}`);
	}
	return out;
}

function group(okrs) {
	const out = new Map();
	for (const okr of okrs)
		out.set(okr.parent_okr_id, [...out.get(okr.parent_okr_id) ?? [], okr]);
	return out;
}

const findings = async () => {
	const done = await site.okrctl('--json', 'verify');
	return { code: done.code, rows: done.out.trim() ? JSON.parse(done.out) : [] };
};

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: CLIENTS });
	cycles = [];
	for (const [name, from, to] of [['Y', '2026-01-01', '2026-12-31'],
		['N', ago(20 * day).slice(0, 10), ago(-70 * day).slice(0, 10)]])
		cycles.push(await site.must('POST', '/api/v1/cycles', { name, start_date: from, end_date: to }));
});

after(() => site?.close());

test('a check-in three levels deep moves every ancestor in the same transaction', async () => {
	const okrs = [];
	for (let level = 0; level < 4; level++)
		okrs.push(await site.must('POST', '/api/v1/okrs', { title: `level ${level}`, type: 'org',
			cycle_id: cycles[0].id, ...level && { parent_okr_id: okrs[level - 1].id } }));
	const keyResult = await site.must('POST', `/api/v1/okrs/${okrs[3].id}/key-results`,
		{ title: 'k', metric_type: 'number', start_value: 0, target_value: 8 });
	const stamps = () => site.mariadb.sql(`SELECT progress, CAST(updated_at AS CHAR),
		CAST(last_check_in_at AS CHAR) FROM objective WHERE title LIKE 'level _' ORDER BY title`);

	const before = await stamps();
	await site.must('POST', `/api/v1/key-results/${keyResult.id}/checkins`, { value: 5 });
	const after = await stamps();
	assert.deepEqual(after.map(([progress]) => progress), ['0.625', '0.625', '0.625', '0.625']);
	assert.equal(new Set(after.flatMap(([, at, last]) => [at, last])).size, 1,
		'one transaction has one stamp');
	assert.notEqual(after[0][1], before[0][1]);

	// Nobody sees a state between: whoever reads gets all levels alike.
	const stop = Date.now() + 1500;
	const reader = async () => {
		while (Date.now() < stop) {
			const page = await site.must('GET', '/api/v1/okrs');
			const values = page.filter((okr) => okr.title.startsWith('level'))
				.map((okr) => okr.progress);
			assert.equal(new Set(values).size, 1, `a torn read: ${values}`);
		}
	};
	const writer = async () => {
		for (let i = 0; Date.now() < stop; i++)
			await site.must('POST', `/api/v1/key-results/${keyResult.id}/checkins`, { value: i % 9 });
	};
	await Promise.all([reader(), reader(), reader(), writer(), writer()]);
});

/** Eight levels, at each an OKR of the chain and a lighter one beside it, none of them done. */
async function chain(name) {
	const out = [];
	for (let level = 0; level < 8; level++) {
		const okr = (title, weight) => site.must('POST', '/api/v1/okrs', { title, type: 'org',
			cycle_id: cycles[0].id, weight, ...level && { parent_okr_id: out[level - 1].id },
			key_results: [{ title: 'k', metric_type: 'number', start_value: 0, target_value: 16,
				current_value: Math.floor(random() * 16) }] });
		out.push(await okr(`${name}${level}`, 4));
		await okr(`beside ${name}${level}`, 1);
	}
	return out;
}

test('a subtree that moves between deep chains makes both right, and again when it comes back',
	async () => {
		const [a, b] = [await chain('a'), await chain('b')];
		const of = (okrs) => Promise.all(okrs.map(async ({ id }) =>
			(await site.must('GET', `/api/v1/okrs/${id}`)).progress));
		const move = (okr, parent) => site.must('PATCH', `/api/v1/goals/${okr.id}`,
			{ parent_goal_id: parent?.id ?? null });
		const earlier = [await of(a), await of(b)];

		for (const [okr, parent] of [[a[3], b[5]], [b[1], null], [a[3], a[2]], [b[1], a[7]],
			[a[2], b[0]], [b[1], b[0]], [a[2], a[1]]]) {
			await move(okr, parent);
			assert.deepEqual(differences(await all('/api/v1/okrs?archived=any'),
				await all('/api/v1/key-results')), [], `${okr.title} below ${parent?.title}`);
			assert.deepEqual(await findings(), { code: 0, rows: [] });
		}
		assert.deepEqual([await of(a), await of(b)], earlier);

		// What is done lifts all above it, wherever it hangs.
		await site.must('PUT', `/api/v1/key-results/${a[7].key_results[0].id}`, { current_value: 16 });
		const before = await of([...a.slice(0, 7), ...b]);
		await move(a[7], b[6]);
		const moved = (await of([...a.slice(0, 7), ...b])).map((now, i) => Math.sign(now - before[i]));
		assert.deepEqual(moved, [...Array(7).fill(-1), ...Array(7).fill(1), 0]);
	});

test(`${WRITES} random writes from ${CLIENTS} clients leave every number right`, async (t) => {
	t.diagnostic(`OKR_TEST_SEED=${seed}`);
	const root = await site.must('POST', '/api/v1/okrs',
		{ title: 'root', type: 'org', cycle_id: cycles[0].id });
	const forest = new Forest(root.id);
	const first = await site.must('POST', `/api/v1/okrs/${root.id}/key-results`,
		{ title: 'k', metric_type: 'number', start_value: 0, target_value: 10 });
	forest.shared.keyResults.push(first.id);
	const table = draws(forest), counts = {};

	await inParallel(CLIENTS, WRITES, async () => {
		const [method, path, body, keep] = draw(table);
		const answer = await insist(site, method, `/api/v1${path}`, { body });
		assert.ok(answer.status < 500, `${method} ${path}: ${answer.status} ${answer.text}`);
		if (answer.status < 300 && keep)
			keep(answer.json);
		const kind = `${method} ${path.replace(/[0-9a-f-]{36}/, ':id')} ${answer.status}`;
		counts[kind] = (counts[kind] ?? 0) + 1;
	});
	t.diagnostic(JSON.stringify(counts));
	const done = Object.entries(counts).filter(([kind]) => / 20\d$/.test(kind));
	assert.ok(done.reduce((sum, [, count]) => sum + count, 0) > WRITES * 0.7, 'most were done');
	assert.ok(done.length >= 9, 'every kind of write was done');

	assert.deepEqual(await findings(), { code: 0, rows: [] });
	const okrs = await all('/api/v1/okrs?archived=any');
	const keyResults = await all('/api/v1/key-results');
	assert.ok(okrs.length > 50 && keyResults.length > 50);
	assert.deepEqual(differences(okrs, keyResults), []);
	assert.ok(okrs.some((okr) => okr.progress > 0 && okr.progress < 1));
	assert.deepEqual(site.complaints(), []);
});

test('the computation of our own tells a wrong number', async () => {
	const okrs = await all('/api/v1/okrs?archived=any');
	const wrong = okrs.find((okr) => okr.progress > 0.1);
	wrong.progress -= 0.001;
	assert.equal(differences(okrs, []).length, 1);
});

/** An id that a query yields, as SQL writes it. */
async function one(sql) {
	const rows = await site.mariadb.sql(`${sql} LIMIT 1`);
	assert.equal(rows.length, 1, sql);
	return `x'${rows[0][0]}'`;
}

const tampering = {
	'key_result.current_value': 'current_value = current_value + 0.125',
	'key_result.direction': 'direction = IF(direction = 0, 1, 0)',
	'key_result.progress': 'progress = IF(progress > 0.5, progress - 0.125, progress + 0.125)',
	'key_result.status': 'status = IF(status = 2, 3, 2)',
	'key_result.velocity': 'velocity = velocity + 1e-6',
	'key_result.trend': 'trend = (trend + 1) % 4',
	'key_result.check_in_count': 'check_in_count = check_in_count + 1',
	'key_result.last_check_in_at': 'last_check_in_at = last_check_in_at - INTERVAL 1 SECOND',
	'key_result.last_check_in_status': 'last_check_in_status = IF(last_check_in_status = 1, 2, 1)',
	'key_result.last_update_at': 'last_update_at = last_update_at - INTERVAL 1 SECOND',
	'objective.progress': 'progress = IF(progress > 0.5, progress - 0.125, progress + 0.125)',
	'objective.confidence_level': 'confidence_level = IF(confidence_level = 2, 3, 2)',
	'objective.last_check_in_at': 'last_check_in_at = last_check_in_at - INTERVAL 1 SECOND',
	'objective.period_start': 'period_start = period_start - INTERVAL 1 DAY',
	'objective.period_end': 'period_end = period_end + INTERVAL 1 DAY',
};

for (const [what, change] of Object.entries(tampering)) {
	test(`verify finds a changed ${what}, and --repair mends it`, async () => {
		const [table, field] = what.split('.');
		const id = await one(`SELECT HEX(id) FROM ${table} WHERE last_check_in_at IS NOT NULL AND
			deleted_at IS NULL ORDER BY id DESC`);
		await site.mariadb.sql(`UPDATE ${table} SET ${change} WHERE id = ${id}`);
		const { code, rows } = await findings();
		assert.equal(code, 1);
		assert.ok(rows.some((row) => row.thing === table.replace('_', ' ') && row.field === field &&
			`x'${row.id.replaceAll('-', '').toUpperCase()}'` === id), JSON.stringify(rows));
		assert.equal((await site.okrctl('verify', '--repair')).code, 0);
		assert.deepEqual(await findings(), { code: 0, rows: [] });
	});
}

test('verify finds a check-in that is gone, one too many, and one of another value', async () => {
	const id = await one('SELECT HEX(id) FROM check_in WHERE kind = 0 ORDER BY checked_in_at DESC');
	const row = `FROM check_in WHERE id = ${id}`;
	for (const statement of [
		`UPDATE check_in SET value = value + 0.5 WHERE id = ${id}`,
		`CREATE TEMPORARY TABLE copy SELECT * ${row}; UPDATE copy SET id = UNHEX(REPLACE(UUID(),
			'-', '')); INSERT INTO check_in SELECT * FROM copy`,
		`DELETE ${row}`,
	]) {
		await site.mariadb.sql(statement);
		assert.equal((await findings()).code, 1, statement);
		await site.okrctl('verify', '--repair');
		assert.deepEqual(await findings(), { code: 0, rows: [] }, statement);
	}
});

test('verify finds a changed weight, and a circle', async () => {
	const id = await one(`SELECT HEX(k.id) FROM key_result k JOIN key_result l ON
		k.home_id = l.home_id AND k.id <> l.id AND k.progress <> l.progress AND k.weight > 0 AND
		l.weight > 0 WHERE k.deleted_at IS NULL AND l.deleted_at IS NULL AND
		k.objective_id IS NOT NULL`);
	await site.mariadb.sql(`UPDATE key_result SET weight = weight + 5 WHERE id = ${id}`);
	assert.equal((await findings()).code, 1);
	await site.okrctl('verify', '--repair');
	assert.equal((await findings()).code, 0);

	const child = await one('SELECT HEX(id) FROM objective WHERE title = \'level 3\'');
	await site.mariadb.sql(
		`UPDATE objective SET parent_id = ${child} WHERE title = 'level 0'`);
	const { code, rows } = await findings();
	assert.equal(code, 1);
	assert.ok(rows.some((row) => row.field === 'parent_id'), JSON.stringify(rows));
});
