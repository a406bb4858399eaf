// Whoever changes the journal behind the program's back is found and named by its sequence: any bit of
// any column of rows of many types, and rows that are deleted, put in or exchanged. An ordinary run
// draws some of them by OKR_TEST_SEED, at least one of each column; `make exhaustive` tries every one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hex } from '../lib/ids.mjs';
import { inParallel, start } from '../lib/process.mjs';
import { randomFrom, seed, shuffled } from '../lib/random.mjs';
import { Site } from '../lib/site.mjs';

const isExhaustive = process.env.OKR_TEST_EVERY === '1';
/** How many of something a run tries. */
const some = (few) => (isExhaustive ? Infinity : few);
const random = randomFrom(seed);

const keys = ['organisation_id', 'sequence'];
const unhashed = ['erased_at']; // reading 131

let site, client, workspace, columns, rows, head;

/* ---- statements on one connection --------------------------------------------------------------- */

/** A session that goes on after an error; `lines(sql)` are those that its queries gave. */
class Client {
	constructor(mariadb) {
		this.child = start('mariadb', ['--no-defaults', `--socket=${mariadb.socket}`, '--user=root',
			'--batch', '--skip-column-names', '--unbuffered', '--force', 'okr'],
		{ stdio: ['pipe', 'pipe', 'ignore'] });
		this.text = '';
		this.child.stdout.setEncoding('utf8').on('data', (part) => {
			this.text += part;
			if (this.text.endsWith('\nthe end\n') || this.text === 'the end\n')
				this.done(this.text.split('\n').slice(0, -2));
		});
	}

	lines(sql) {
		this.text = '';
		const lines = new Promise((resolve, reject) => {
			this.done = resolve;
			this.child.ended.then(() => reject(new Error('the session ended')));
		});
		this.child.stdin.write(`${sql}\nSELECT 'the end';\n`);
		return lines;
	}

	end() {
		this.child.stdin.end();
		return this.child.ended;
	}
}

/* ---- values with one bit changed ---------------------------------------------------------------- */

const literal = (bytes) => `x'${bytes.toString('hex')}'`;

function* flippedBytes(bytes) {
	for (let bit = 0; bit < bytes.length * 8; bit++) {
		const flipped = Buffer.from(bytes);
		flipped[bit >> 3] ^= 1 << (bit & 7);
		yield literal(flipped);
	}
}

function* flippedInteger(value, type) {
	const width = { tinyint: 8, smallint: 16, bigint: 64 }[type.split('(')[0]];
	const read = type.includes('unsigned') ? BigInt.asUintN : BigInt.asIntN;
	for (let bit = 0; bit < width; bit++)
		yield read(width, BigInt(value) ^ (1n << BigInt(bit))).toString();
}

/** As MariaDB packs it: year × 13 + month, day, hour, minute, second, ten thousandths. */
function* flippedTime(text) {
	const [year, month, day, hour, minute, second, ms] = text.split(/[-: .]/).map(Number);
	const parts = [[year * 13 + month, 17], [day, 5], [hour, 5], [minute, 6], [second, 6], [ms * 10, 14]];
	const two = (number) => String(number).padStart(2, '0');
	for (const [i, [value, width]] of parts.entries())
		for (let bit = 0; bit < width; bit++) {
			const [ym, d, h, m, s, f] = parts.map(([one], j) => (i === j ? value ^ (1 << bit) : one));
			yield `'${String(Math.floor(ym / 13)).padStart(4, '0')}-${two(ym % 13)}-${two(d)} ${two(h)}:` +
				`${two(m)}:${two(s)}.${String(f).padStart(4, '0')}'`;
		}
}

/** Everything that one column of a row is changed to. */
function* changesOf({ name, type, isNullable }, row) {
	const value = row[name];
	if (value === null) {
		yield '\'\'';
		return;
	}
	if (/int/.test(type))
		yield* flippedInteger(value, type);
	else if (/^datetime/.test(type))
		yield* flippedTime(value);
	else
		yield* flippedBytes(value);
	if (/^var|blob/.test(type))
		yield* [literal(value.subarray(0, -1)), literal(Buffer.concat([value, Buffer.alloc(1)]))];
	if (isNullable)
		yield 'NULL';
}

/** What the column cannot hold: days and hours that do not exist, texts that are not UTF-8; and a ten
 * thousandth of a second, which changes nothing. */
const cannotHold = ({ type }, count) => (count === '-1' && /^(datetime|varchar)/.test(type)) ||
	(count === '0' && /^datetime/.test(type));

/** One of each in turn, so that those in front are of every kind. */
function inTurn(lists) {
	const out = [];
	for (let i = 0; lists.some((list) => i < list.length); i++)
		out.push(...lists.flatMap((list) => (i < list.length ? [list[i]] : [])));
	return out;
}

/* ---- the journal -------------------------------------------------------------------------------- */

let fillers = 0;

/** Asks for something, and for a row of no interest behind its own. */
async function must(method, path, body, options = {}) {
	const answer = await site.must(method, path, body, options);
	await site.must('POST', '/api/v1/departments', { name: `Filler ${fillers++}` });
	return answer;
}

/** Rows of many types, by every kind of actor: with and without each column. */
async function write() {
	const v1 = (method, path, body, headers) => must(method, `/api/v1${path}`, body, { headers });
	const cycle = await v1('POST', '/cycles',
		{ name: 'C', start_date: '2020-01-01', end_date: '2040-01-01' });
	const okr = await v1('POST', '/okrs', { title: 'O', type: 'org', cycle_id: cycle.id,
		description: 'long '.repeat(300), key_results: [{ title: 'K', metric_type: 'number',
			start_value: 0, target_value: 10 }] });
	const [{ id }] = okr.key_results;
	const { key } = await site.administer('key', 'create', '--workspace', 'W', '--name', 'north',
		'--scopes', 'okrs:read,write:okrs', '--app', 'nörd');
	const kpi = await v1('POST', '/kpis', { name: 'KPI' });
	const user = await v1('POST', '/users', { name: 'Bob', email: 'bob@example.org' });

	await v1('POST', `/key-results/${id}/checkins`, { value: 3, comment: 'a third' },
		{ 'X-Reason': 'gr\xc3\xbc\xc3\x9fe', 'X-Request-Id': 'r-1' });
	await must('POST', '/api/v1/okrs', { title: 'N', type: 'org', cycle_id: cycle.id }, { key });
	await v1('PUT', `/key-results/${id}`, { target_value: 8, reason: 'it was "too" much' });
	await v1('POST', `/kpis/${kpi.id}/updates`, { value: 1 });
	await must('POST', '/api/public/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call',
		params: { name: 'create_checkin', arguments: { kr_id: id, value: 4 } } },
	{ headers: { 'MCP-Protocol-Version': '2025-11-25' } });
	await site.administer('user', 'erase', user.id, '--workspace', 'W', '--yes');
	await v1('DELETE', `/okrs/${okr.id}`);
	await v1('PUT', '/workspace', { grace_days: 9 });
	await v1('POST', '/teams', { name: 'The last one' });
}

const read = (type, text) => {
	if (text === 'NULL')
		return null;
	return /int|datetime/.test(type) ? text : Buffer.from(text, 'hex');
};

async function readRows() {
	const list = columns.map(({ name, type }) => (/int|datetime/.test(type) ? name : `HEX(${name})`));
	const all = await site.mariadb.sql(`SELECT ${list} FROM journal ORDER BY sequence`);

	return all.map((values) => Object.fromEntries(columns.map(({ name, type }, i) =>
		[name, read(type, values[i])])));
}

async function verify(body = {}) {
	const { valid, sequence, reason } = await site.must('POST', '/api/v1/audit/verify', body);
	return [valid, sequence, reason];
}

const putBack = `DELETE FROM journal; INSERT INTO journal SELECT * FROM journal_copy;
	UPDATE organisation o JOIN organisation_copy c ON c.id = o.id SET
	o.journal_sequence = c.journal_sequence, o.journal_hash = c.journal_hash;`;

before(async () => {
	site = await Site.make({ settings: { pepper: 'a pepper of the tests' },
		mariadb: ['--innodb-flush-log-at-trx-commit=0'] });
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 4 });
	await write();
	workspace = (await site.administer('workspace', 'list'))[0].id;
	columns = (await site.mariadb.sql(`SELECT column_name, column_type, is_nullable FROM
		information_schema.columns WHERE table_schema = 'okr' AND table_name = 'journal'`))
		.map(([name, type, nullable]) => ({ name, type, isNullable: nullable === 'YES' }));
	rows = await readRows();
	head = rows.length;
	client = new Client(site.mariadb);
	await client.lines(`SET foreign_key_checks = 0; SET sql_mode = 'ALLOW_INVALID_DATES,STRICT_ALL_TABLES';
		CREATE TABLE journal_copy AS SELECT * FROM journal;
		CREATE TABLE organisation_copy AS SELECT * FROM organisation;`);
	assert.deepEqual(await verify(), [true, null, null]);
});

after(async () => {
	await client?.end();
	await site?.close();
});

/** Rows of different kinds, and none behind another: a hash that is changed is that row's alone. */
function chosen() {
	const kinds = new Set();
	const out = [];
	for (const row of rows) {
		const kind = [row.type, row.via, row.actor_type, ...columns.map(({ name }) => row[name] === null)];
		if (kinds.has(String(kind)) || Number(out.at(-1)?.sequence) === row.sequence - 1)
			continue;
		kinds.add(String(kind));
		out.push(row);
	}
	return out;
}

/** A statement that leaves the journal changed is run, what verifying says compared, all put back. */
async function isFound(statement, ...expected) {
	const [count] = (await client.lines(`${statement} SELECT ROW_COUNT();`)).slice(-1);
	if (Number(count) < 0)
		return false;
	const said = await verify();
	await client.lines(putBack);
	assert.deepEqual(said, [false, ...expected], statement);
	return true;
}

/* ---- tests -------------------------------------------------------------------------------------- */

test('the rows are of every kind, and each column stands in one of them', () => {
	assert.ok(new Set(rows.map(({ type }) => type)).size >= 12);
	assert.ok(chosen().length >= 9, `${chosen().length} rows`);
	for (const { name, isNullable } of columns) {
		assert.ok(chosen().some((row) => row[name] !== null), `${name} is there`);
		assert.ok(!isNullable || chosen().some((row) => row[name] === null), `${name} is null`);
	}
});

describe('a row that somebody changed is named', () => {
	test('any bit of any column that is hashed', async (t) => {
		const told = (row, column) => (column === 'content' || column === 'content_digest' &&
			row.content !== null ? 'content' : 'link');
		const plans = chosen().map((row) => inTurn(columns
			.filter(({ name }) => !keys.includes(name) && !unhashed.includes(name))
			.map((column) => shuffled([...changesOf(column, row)], random)
				.map((value) => ({ row, column, value })))).slice(0, some(80)));
		const rounds = Math.max(...plans.map((plan) => plan.length));
		let found = 0, refused = 0;

		for (let i = 0; i < rounds; i++) {
			const round = plans.flatMap((plan) => (i < plan.length ? [plan[i]] : []));
			const counts = await client.lines(round.map(({ row, column, value }) => `REPLACE INTO journal
				SELECT * FROM journal_copy WHERE sequence = ${row.sequence};
				UPDATE journal SET ${column.name} = ${value} WHERE sequence = ${row.sequence};
				SELECT ROW_COUNT();`).join('\n'));

			await inParallel(4, round.length, async (j) => {
				const { row, column, value } = round[j];
				const what = `sequence ${row.sequence}: ${column.name} = ${value}`;

				if (cannotHold(column, counts[j])) {
					refused++;
					return;
				}
				assert.equal(counts[j], '1', what);
				assert.deepEqual(await verify({ from: Number(row.sequence), to: Number(row.sequence) }),
					[false, Number(row.sequence), told(row, column.name)], what);
				found++;
			});
		}
		await client.lines(putBack);
		assert.deepEqual(await verify(), [true, null, null]);
		t.diagnostic(`OKR_TEST_SEED=${seed}: ${found} found, ${refused} refused by the database`);
	});

	test('any bit of its number and of its workspace', async () => {
		for (const row of chosen()) {
			const at = Number(row.sequence);

			for (const value of shuffled([...flippedInteger(row.sequence, 'bigint')], random)
				.slice(0, some(16))) {
				const isTaken = value > 0 && value <= head;
				const expected = value < 1 ? [Number(value), 'link'] : [at, 'gap'];
				const wasDone = await isFound(`UPDATE journal SET sequence = ${value} WHERE
					sequence = ${at};`, ...expected);

				assert.equal(wasDone, !isTaken, `${at}: ${value}`);
			}
			for (const value of shuffled([...flippedBytes(row.organisation_id)], random)
				.slice(0, some(10)))
				assert.ok(await isFound(`UPDATE journal SET organisation_id = ${value} WHERE
					sequence = ${at};`, at, 'gap'));
		}
	});

	test('any bit of the head in the workspace\'s row', async () => {
		const hash = rows.at(-1).hash;

		for (const value of shuffled([...flippedBytes(hash)], random).slice(0, some(20)))
			await isFound(`UPDATE organisation SET journal_hash = ${value};`, head, 'link');
		for (const value of shuffled([...flippedInteger(head, 'bigint')], random).slice(0, some(20))) {
			// Beyond it a row is missing; before it the row there has another hash.
			const expected = value > head ? [head + 1, 'gap'] : [Math.max(1, value), 'link'];

			await isFound(`UPDATE organisation SET journal_sequence = ${value};`, ...expected);
		}
	});
});

describe('a row too few or too many, or in another place', () => {
	test('each row that is deleted is a gap', async () => {
		for (const { sequence } of rows)
			await isFound(`DELETE FROM journal WHERE sequence = ${sequence};`, Number(sequence), 'gap');
	});

	test('each row that is deleted, and those behind it moved up', async () => {
		for (const { sequence } of rows.slice(0, -1))
			await isFound(`DELETE FROM journal WHERE sequence = ${sequence};
				UPDATE journal SET sequence = sequence - 1 WHERE sequence > ${sequence} ORDER BY sequence;`,
			Number(sequence), 'link');
	});

	test('any row that is put in names itself', async () => {
		for (const { sequence } of rows)
			for (const place of [-3, 0, head + 1])
				await isFound(`CREATE OR REPLACE TEMPORARY TABLE one AS SELECT * FROM journal WHERE
					sequence = ${sequence}; UPDATE one SET sequence = ${place};
					INSERT INTO journal SELECT * FROM one;`, place, 'link');
	});

	test('any row that is put in between, and those behind it moved down', async () => {
		for (const { sequence } of rows)
			for (const more of [0, 1])
				await isFound(`CREATE OR REPLACE TEMPORARY TABLE one AS SELECT * FROM journal WHERE
					sequence = ${sequence}; UPDATE journal SET sequence = sequence + 1 WHERE
					sequence > ${sequence} ORDER BY sequence DESC; UPDATE one SET sequence = sequence + 1;
					UPDATE organisation SET journal_sequence = journal_sequence + ${more};
					INSERT INTO journal SELECT * FROM one;`, Number(sequence) + 1, 'link');
	});

	test('any two rows that changed places', async () => {
		const pairs = rows.flatMap((a) => rows.flatMap((b) => (Number(a.sequence) < Number(b.sequence) ?
			[[Number(a.sequence), Number(b.sequence)]] : [])));

		for (const [a, b] of shuffled(pairs, random).slice(0, some(40)))
			await isFound(`UPDATE journal SET sequence = IF(sequence = ${a}, 1000, 2000) WHERE
				sequence IN (${a}, ${b}); UPDATE journal SET sequence = IF(sequence = 1000, ${b}, ${a})
				WHERE sequence IN (1000, 2000);`, a, 'link');
	});

	test('rows of another workspace', async () => {
		await site.administer('workspace', 'create', '--name', 'Other');
		await isFound(`DELETE FROM journal WHERE organisation_id = ${hex(workspace)} AND sequence = 1;
			UPDATE journal SET organisation_id = ${hex(workspace)} WHERE sequence = 1;`, 1, 'link');
	});
});
