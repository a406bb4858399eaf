/*
 * Cursors over many records: a walk through 2,000 of them, while others come and go, sees each that
 * was there throughout exactly once. Most records are made by SQL, as copies of one.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { expect, ok } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { inParallel } from '../lib/process.mjs';
import { idsOf, walk } from '../lib/walk.mjs';
import { Workspace } from '../lib/workspace.mjs';

const count = 2000;

// So many copies of a record, each a millisecond older than the one before; tells all their ids.
function multiply(space, table, id) {
	const columns = sql(`SELECT column_name FROM information_schema.columns
		WHERE table_schema = 'okr' AND table_name = '${table}' AND column_name <> 'id'`)
		.map(([name]) => name).join(', ');

	sql(`INSERT INTO ${table} (id, ${columns})
		SELECT CONCAT(UNHEX(LPAD(HEX(CONV(HEX(LEFT(id, 6)), 16, 10) - seq), 12, '0')), x'7000',
			x'80', RANDOM_BYTES(7)), ${columns}
		FROM ${table}, seq_1_to_${count - 1} WHERE id = ${hex(id)}`);
	return sql(`SELECT LOWER(HEX(id)) FROM ${table} WHERE organisation_id = ${hex(space.id)}
		ORDER BY id DESC`).map(([digits]) =>
		digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
}

const kinds = [
	{ path: '/kpis', table: 'kpi', body: () => ({ name: 'x' }) },
	{ path: '/initiatives', table: 'initiative', body: () => ({ title: 'x' }) },
	{ path: '/okrs', table: 'objective',
		body: (space) => ({ title: 'x', type: 'org', cycle_id: space.ownCycle.id }) },
];

for (const { path, table, body } of kinds) {
	describe(`a walk through 2,000 of GET ${path}`, () => {
		const space = new Workspace();
		const { api } = space;
		let ids;

		before(async () => {
			await space.okr({ title: 'for its cycle' });
			const made = await ok(api.post(path, body(space)));

			ids = multiply(space, table, (made.data ?? made).id);
		});

		test('the newest 500 are the default page, and 500 the most', async () => {
			const answer = await expect(200, api.get(path));

			assert.deepEqual(idsOf([answer]), ids.slice(0, 500));
			assert.match(answer.headers.link, /rel="next"/);
			await expect(400, api.get(`${path}?limit=501`));
		});

		test('undisturbed it sees each exactly once, in order', async () => {
			assert.deepEqual(idsOf(await walk(api, path)), ids);
		});

		test('with records made and deleted all the while it misses and repeats none', async () => {
			const gone = new Set();
			let isOver = false, made = 0;

			async function comeAndGo(lane) {
				for (let i = lane; !isOver && i < ids.length; i += 17) {
					await expect(201, api.post(path, body(space)));
					made++;
					gone.add(ids[i]);
					await api.delete(`${path}/${ids[i]}`);
				}
			}

			const disturbed = inParallel(3, 3, comeAndGo);
			// However fast the walk is, each of the first pages sees one more come and go.
			const between = async (page) => {
				while (made < Math.min(page, 25)) {
					await Promise.race([disturbed, setTimeout(5)]);
				}
			};
			const seen = idsOf(await walk(api, `${path}?limit=40`, { between }));

			isOver = true;
			await disturbed;
			assert.ok(made > 20 && gone.size > 20, `only ${made} came and ${gone.size} went`);
			assert.equal(new Set(seen).size, seen.length, 'a record came twice');
			const kept = ids.filter((id) => !gone.has(id));
			const saw = new Set(seen);

			assert.deepEqual(kept.filter((id) => !saw.has(id)), [], 'records were skipped');
			assert.deepEqual(seen, [...seen].sort().reverse());
		});
	});
}
