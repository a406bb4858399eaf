// The database itself refuses a row that points into another workspace. Tables, columns and foreign
// keys are read from information_schema, so a new table that does without fails here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Site } from '../lib/site.mjs';

const REFUSED = 1452; // Cannot add or update a child row: a foreign key constraint fails

/** Tables that belong to no workspace. */
const global = new Set(['organisation', 'schema_migration', 'installation', 'request_count']);

/** Columns of the kind that ids have, which refer to no row of their own. */
const noReferences = new Map([
	['key_result.home_id', 'a CHECK ties it to objective_id'],
	['idempotency.credential', 'a key\'s id or a digest'],
	['external_ref.record_id', 'of any kind; what is gone is looked up anew'],
	['external_ref.import_id', 'the import may be gone, what it brought is not'],
	['import_piece.import_id', 'written before its import, in one transaction'],
	['import_change.import_id', 'likewise'],
	['import_change.record_id', 'of any kind; reverting tells what is gone'],
	// The journal outlives what it tells of.
	...['subject_id', 'objective_id', 'cycle_id', 'actor_id', 'request_id']
		.map((name) => [`journal.${name}`, 'may be gone for good']),
]);

const workspaces = ['a', 'b'];

let site, columns, keys;

/** The id of one of the rows that we make: of a workspace and a table, with a serial number. */
function idOf(workspace, table, serial = 0) {
	const hash = [...table].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65521, 7);
	return `x'${workspace.repeat(24)}${hash.toString(16).padStart(4, '0')}${serial.toString(16).padStart(4, '0')}'`;
}

const made = {
	tinyint: () => '0', smallint: (serial) => serial, int: (serial) => serial, bigint: () => '1',
	double: () => '0', date: () => '\'2026-01-01\'', datetime: () => '\'2026-01-01\'',
	varchar: (serial, seed) => `'${seed}-${serial}'`, char: (serial) => `'okrt${serial}'`,
	text: () => '\'text\'', longtext: () => '\'[]\'', mediumtext: () => '\'text\'',
	mediumblob: () => '\'bytes\'', varbinary: () => '\'\'',
	binary: (serial, seed) => `UNHEX(SHA2('${seed}-${serial}', 256))`,
};

/** A value that a column takes and no other row has; references point within the workspace. */
function valueOf(workspace, column, serial) {
	const { table, name, type, size, isNullable } = column;
	if (name === 'organisation_id')
		return idOf(workspace, 'organisation');
	if (name === 'id')
		return idOf(workspace, table, serial);
	const key = keys.find((one) => one.table === table && one.column === name);
	if (key)
		return isNullable ? 'NULL' : idOf(workspace, key.target);
	if (name === 'home_id')
		return 'x\'00000000000000000000000000000000\'';
	assert.ok(made[type], `how is a ${type} made? (${table}.${name})`);
	const value = made[type](serial, `${workspace}.${table}.${name}`);
	return type === 'binary' ? `LEFT(${value}, ${size})` : value;
}

/** A statement that inserts a row, with some values set. */
function insertion(workspace, table, serial, set = {}) {
	const own = columns.filter((column) => column.table === table);
	const names = own.map((column) => column.name).join(', ');
	const values = own.map((column) => set[column.name] ?? valueOf(workspace, column, serial));
	return `INSERT INTO ${table} (${names}) VALUES (${values.join(', ')})`;
}

/** What a change of a reference takes with it. */
function changes(key, id) {
	const set = { [key.column]: id };
	if (key.table === 'key_result' && key.column === 'objective_id')
		set.home_id = id;
	return set;
}

function update(workspace, key, id) {
	const set = Object.entries(changes(key, id)).map(([name, value]) => `${name} = ${value}`);
	const organisation = `organisation_id = ${idOf(workspace, 'organisation')}`;
	return `UPDATE ${key.table} SET ${set.join(', ')} WHERE ${organisation} LIMIT 1`;
}

function tables() {
	return [...new Set(columns.map((column) => column.table))];
}

/** Tables in an order in which their rows can be made: what must be referred to comes first. */
function inOrder() {
	const done = new Set();
	const all = tables().filter((table) => table === 'organisation' || !global.has(table));
	const needs = (table) => keys.filter((key) => key.table === table && key.target !== table &&
		!columns.find((one) => one.table === table && one.name === key.column).isNullable);
	while (done.size < all.length) {
		const next = all.find((table) => !done.has(table) &&
			needs(table).every((key) => done.has(key.target)));
		assert.ok(next, 'required references run in a circle');
		done.add(next);
	}
	return [...done];
}

before(async () => {
	site = await Site.make();
	await site.mariadb.sql('DELETE FROM journal; DELETE FROM organisation');
	columns = (await site.mariadb.sql(`SELECT table_name, column_name, data_type,
		COALESCE(character_maximum_length, 0), is_nullable FROM information_schema.columns
		WHERE table_schema = 'okr' ORDER BY table_name, ordinal_position`))
		.map(([table, name, type, size, isNullable]) =>
			({ table, name, type, size: Number(size), isNullable: isNullable === 'YES' }));
	// The last column of each foreign key is the one that chooses the row.
	keys = (await site.mariadb.sql(`SELECT table_name, constraint_name, referenced_table_name,
		GROUP_CONCAT(column_name ORDER BY ordinal_position),
		GROUP_CONCAT(referenced_column_name ORDER BY ordinal_position)
		FROM information_schema.key_column_usage WHERE table_schema = 'okr' AND
		referenced_table_name IS NOT NULL GROUP BY 1, 2, 3`))
		.map(([table, name, target, from, to]) =>
			({ table, name, target, from, to, column: from.split(',').at(-1) }));
});

after(() => site?.close());

test('the primary key of every table begins with the organisation', async () => {
	const firsts = await site.mariadb.sql(`SELECT table_name, column_name
		FROM information_schema.statistics WHERE table_schema = 'okr' AND index_name = 'PRIMARY'
		AND seq_in_index = 1`);
	assert.ok(firsts.length > 15, 'the schema is there');
	assert.deepEqual(firsts.map(([table]) => table).sort(), tables().sort(),
		'every table has a primary key');
	for (const [table, first] of firsts) {
		if (!global.has(table))
			assert.equal(first, 'organisation_id', table);
	}
});

test('every table is InnoDB, which alone enforces references', async () => {
	assert.deepEqual(await site.mariadb.sql(`SELECT table_name, engine
		FROM information_schema.tables WHERE table_schema = 'okr' AND engine <> 'InnoDB'`), []);
});

test('every reference names the organisation, on both sides', () => {
	for (const { table, name, target, from, to } of keys) {
		assert.match(from, /^organisation_id(,|$)/, `${table} ${name}`);
		assert.equal(to, target === 'organisation' ? 'id' : 'organisation_id,id', `${table} ${name}`);
	}
});

test('every column that holds an id of another row is a foreign key', () => {
	for (const { table, name, type, size } of columns) {
		const column = `${table}.${name}`;
		const isOwn = name === 'id' || name === 'organisation_id';
		const isId = (type === 'binary' && size === 16) || /_(id|by)$/.test(name);
		if (!isId || isOwn || noReferences.has(column) || /\.(app|external|connector)_id$/.test(column))
			continue;
		assert.ok(keys.some((key) => key.table === table && key.column === name), column);
	}
});

test('every row needs an organisation that exists', async () => {
	const nobody = { organisation_id: 'x\'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\'' };
	const owned = inOrder().filter((table) => !global.has(table));
	const outcomes = await site.mariadb.outcomes(
		owned.map((table) => insertion('a', table, 9, nobody)));
	assert.deepEqual(outcomes, owned.map(() => REFUSED));
});

test('a reference to a row of another workspace is refused, one to a row of the same is not',
	async () => {
		const rows = workspaces.flatMap((workspace) =>
			inOrder().map((table) => insertion(workspace, table, 0)));
		assert.deepEqual(await site.mariadb.outcomes(rows), rows.map(() => 0), 'rows were made');

		const crossing = keys.filter((key) => key.target !== 'organisation');
		assert.ok(crossing.length > 50, `${crossing.length} references`);
		const statements = [], expected = [], names = [];
		const expect = (key, what, outcome, statement) => {
			names.push(`${key.table}.${key.column}: ${what}`);
			expected.push(outcome);
			statements.push(`START TRANSACTION; ${statement}; ROLLBACK`);
		};
		for (const key of crossing) {
			const [own, foreign] = [idOf('b', key.target), idOf('a', key.target)];
			expect(key, 'update within', 0, update('b', key, own));
			expect(key, 'update across', REFUSED, update('b', key, foreign));
			expect(key, 'insert across', REFUSED,
				insertion('b', key.table, 7, changes(key, foreign)));
		}
		const outcomes = await site.mariadb.outcomes(statements);
		assert.deepEqual(outcomes.map((outcome, i) => `${names[i]}: ${outcome}`),
			expected.map((outcome, i) => `${names[i]}: ${outcome}`));
	});

test('a row that others refer to is neither deleted nor moved to another workspace', async () => {
	const targets = [...new Set(keys.filter((key) => !columns.find((one) =>
		one.table === key.table && one.name === key.column).isNullable).map((key) => key.target))];
	const referred = targets.filter((table) => table !== 'organisation');
	const statements = referred.flatMap((table) => {
		const where = `WHERE organisation_id = ${idOf('a', 'organisation')}`;
		return [
			`START TRANSACTION; DELETE FROM ${table} ${where}; ROLLBACK`,
			`START TRANSACTION; UPDATE ${table} SET organisation_id = ${idOf('b', 'organisation')}, ` +
				`id = ${idOf('b', table, 8)} ${where}; ROLLBACK`,
		];
	});
	assert.ok(referred.length > 5);
	assert.deepEqual(await site.mariadb.outcomes(statements), statements.map(() => 1451));
});
