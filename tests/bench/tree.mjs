/*
 * What depth costs: check-ins at the leaves of a tree of 10,000 goals, 8 levels deep, beside those of
 * 10,000 goals without a tree, taken in turns from one client; then subtrees are moved about, and
 * `okrctl verify` recomputes every number. The deep tree is to be within 3 times of the flat one,
 * which is printed, not judged: the exit status tells whether the numbers are right. The broad one
 * is the worst there can be: whoever checks in adds up all 10,000.
 *
 *     node tests/bench/tree.mjs        TREE_GOALS=10000 TREE_CHECK_INS=300 TREE_MOVES=50
 *
 * The rows are made by statements, copies of one goal and one key result that the API made, and what
 * is derived from them by `okrctl verify --repair`.
 */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import { ok } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { okrctl } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const goals = Number(process.env.TREE_GOALS ?? 10000);
const checkIns = Number(process.env.TREE_CHECK_INS ?? 300);
const moves = Number(process.env.TREE_MOVES ?? 50);
const begun = performance.now();

// The shapes that are measured: the parent of goal n, as SQL and as a number; null for none.
const depth = 8, children = 4;
const shapes = {
	flat: { levels: 1, parent: () => null, sql: 'NULL' },
	// Four children each: 5,461 goals fill seven levels, the others are the eighth.
	deep: { levels: depth, parent: (n) => (n === 0 ? null : Math.floor((n - 1) / children)),
		sql: `IF(s.seq = 0, NULL, (s.seq - 1) DIV ${children})` },
	// A chain of eight, all other goals side by side under its upper seven: every roll-up reads all.
	broad: { levels: depth, parent: (n) => (n === 0 ? null : n < depth ? n - 1 : n % (depth - 1)),
		sql: `IF(s.seq = 0, NULL, IF(s.seq < ${depth}, s.seq - 1, s.seq % ${depth - 1}))` },
};

function say(text) {
	process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
}

// ---- the rows

const columnsOf = (table) => sql(`SELECT column_name FROM information_schema.columns
	WHERE table_schema = 'okr' AND table_name = '${table}' ORDER BY ordinal_position`).flat();

/* Ids are times: goal n is made n milliseconds after the first. The salt tells goals (1) from key
 * results (2). */
const idOf = (base, number, salt) => `UNHEX(CONCAT(LPAD(HEX(${base} + ${number}), 12, '0'), '7000',
	'800000000000000${salt}'))`;
const uuidOf = (base, number, salt) =>
	`${(base + number).toString(16).padStart(12, '0')}70008000000000000000`.slice(0, 31).concat(salt)
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

// As many rows like the one with this id, but for these columns.
function copies(table, id, changes) {
	const columns = columnsOf(table);

	return `INSERT INTO ${table} (${columns.join(', ')})
		SELECT ${columns.map((name) => changes[name] ?? `t.${name}`).join(', ')}
		FROM ${table} t JOIN seq_0_to_${goals - 1} s WHERE t.id = ${hex(id)};`;
}

async function makeTree(name) {
	const shape = shapes[name];
	const space = new Workspace();
	const base = Date.now() - 2 * goals;
	const goal = await ok(space.api.post('/goals', { title: name, owner_type: 'company' }));
	const keyResult = await ok(space.api.post(`/goals/${goal.id}/key-results`, { title: 'k',
		metric_type: 'number', start_value: 0, target_value: 1000 }));
	const parent = idOf(base, shape.sql, 1);

	sql(`SET foreign_key_checks = 0;
		${copies('objective', goal.id, { id: idOf(base, 's.seq', 1), title: "CONCAT('goal ', s.seq)",
		parent_id: name === 'flat' ? 'NULL' : `IF(s.seq = 0, NULL, ${parent})` })}
		${copies('key_result', keyResult.id, { id: idOf(base, 's.seq', 2),
		objective_id: idOf(base, 's.seq', 1), home_id: idOf(base, 's.seq', 1) })}`);
	// Goals with goals below have no key results of their own.
	sql(`DELETE FROM key_result WHERE organisation_id = ${hex(space.id)} AND objective_id IN
		(SELECT parent_id FROM objective WHERE organisation_id = ${hex(space.id)})`);
	await ok(space.api.delete(`/goals/${goal.id}`));
	return { name, space, base, ...shape, leaves: leavesOf(shape) };
}

function levelOf({ parent }, n) {
	let level = 1;

	for (let at = parent(n); at !== null; at = parent(at)) {
		level++;
	}
	return level;
}

// The goals at the bottom level, which have the longest chain above them.
function leavesOf(shape) {
	const numbers = Array.from({ length: goals }, (_, n) => n);
	const leaves = numbers.filter((n) => levelOf(shape, n) === shape.levels);

	assert.ok(leaves.length > 0 && numbers.every((n) => levelOf(shape, n) <= shape.levels));
	return leaves;
}

// ---- what is measured

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const pick = (items) => items[Math.floor(Math.random() * items.length)];

async function checkIn({ space, base, leaves, levels }) {
	const n = pick(leaves);
	const path = `/goals/${uuidOf(base, n, 1)}/key-results/${uuidOf(base, n, 2)}/checkin`;
	const value = Math.floor(Math.random() * 1000);
	const start = performance.now();
	const answer = await space.api.post(path, { value });
	const ms = performance.now() - start;

	assert.equal(answer.status, 201, answer.text);
	assert.equal(answer.body.goals.length, levels, 'every goal above is told');
	assert.equal(answer.body.key_result.progress, value / 1000);
	return ms;
}

async function measure(trees) {
	const times = Object.fromEntries(trees.map(({ name }) => [name, []]));

	for (let i = -20; i < checkIns; i++) {
		for (const tree of trees) {
			const ms = await checkIn(tree);

			if (i >= 0) {
				times[tree.name].push(ms);
			}
		}
		if (i % 100 === 99) {
			say(`${i + 1} check-ins each`);
		}
	}
	return times;
}

// ---- moves: a subtree from the third level to another parent on the second, and back up to the top

async function moveSubtrees(tree) {
	const { space, base } = tree;
	const level = (wanted) => Array.from({ length: 100 }, (_, n) => n)
		.filter((n) => n < goals && levelOf(tree, n) === wanted);
	const [seconds, thirds] = [level(2), level(3)];
	const times = [];

	for (let i = 0; i < moves; i++) {
		const parent = i % 5 === 4 ? null : uuidOf(base, pick(seconds), 1);
		const start = performance.now();
		const moved = await ok(space.api.patch(`/goals/${uuidOf(base, pick(thirds), 1)}`,
			{ parent_goal_id: parent }));

		times.push(performance.now() - start);
		assert.equal(moved.parent_goal_id, parent);
	}
	return times;
}

function verify() {
	const findings = okrctl('verify');

	for (const finding of (findings ?? []).slice(0, 20)) {
		say(`  differs: ${JSON.stringify(finding)}`);
	}
	return findings === null || findings.length === 0;
}

// ---- all of it

say(`${goals} goals of each shape`);
const trees = [];

for (const name of Object.keys(shapes)) {
	trees.push(await makeTree(name));
	say(`${name}: rows made, ${trees.at(-1).leaves.length} leaves on level ${shapes[name].levels}`);
}
okrctl('verify', '--repair');
// Long enough for nginx to have closed what was idle: let the client see that.
await new Promise((resolve) => setTimeout(resolve, 200));
say('numbers computed from the rows');

const times = await measure(trees);

for (const { name } of trees) {
	const { [name]: own, flat } = times;

	say(`${name.padEnd(6)} median ${median(own).toFixed(2)} ms, ` +
		`${(median(own) / median(flat)).toFixed(2)} times flat` +
		`${name === 'deep' ? ' (wanted: at most 3)' : ''}`);
}
const moved = await moveSubtrees(trees.find(({ name }) => name === 'deep'));

say(`${moves} subtrees moved, median ${median(moved).toFixed(2)} ms`);
if (!verify()) {
	say('okrctl verify found numbers that are wrong');
	process.exitCode = 1;
} else {
	say('okrctl verify found nothing');
}
