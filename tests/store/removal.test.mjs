// What is removed for good: by okrctl purge what was deleted long ago, and nothing else; by okrctl
// workspace delete everything of a workspace, and nothing of its neighbour's. All tables are looked at,
// as the schema names them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contentOf, makeCompany, tablesOf } from '../lib/company.mjs';
import { hex } from '../lib/ids.mjs';
import { Site } from '../lib/site.mjs';

const RETENTION = 40;
const v1 = '/api/v1';

let site;

/** A workspace with an administrator, a key and one of everything. */
async function makeWorkspace(name) {
	const { id } = await site.administer('workspace', 'create', '--name', name);
	const alice = await site.administer('user', 'create', '--workspace', name, '--name', 'Alice', '--email',
		`alice@${name.toLowerCase()}.example`, '--role', 'admin');
	const { key } = await site.makeKey({ workspace: name });
	const all = await makeCompany(site, key, name);
	const answer = await site.ask('POST', `${v1}/teams`, { key, body: { name: 'Once' },
		headers: { 'Idempotency-Key': 'once' } });
	assert.equal(answer.status, 201, answer.text);
	const link = (await site.must('POST', `${v1}/users/${alice.id}/invite`, undefined, { key })).url;
	const entered = await site.ask('POST', `${v1}/session/token`, { headers: { 'X-OKR-Console': '1' },
		body: { token: link.split('#')[1], password: 'correct horse battery' } });
	assert.equal(entered.status, 201, entered.text);
	return { name, id, key, all, must: (method, where, body) =>
		site.must(method, `${v1}${where}`, body, { key }) };
}

const count = async (table, id, column = 'id') => Number((await site.mariadb.sql(
	`SELECT COUNT(*) FROM ${table} WHERE ${column} = ${hex(id)}`))[0][0]);

/** Lets deleted rows have been deleted so many hours before the end of their retention. */
async function deleteEarlier(hours, ...records) {
	for (const [table, { id }] of records)
		await site.mariadb.sql(`UPDATE ${table} SET deleted_at = deleted_at -
			INTERVAL ${RETENTION * 24 + hours} HOUR WHERE id = ${hex(id)}`);
}

async function verify() {
	// What was "deleted earlier" here was deleted before it was made, which verify tells of.
	const done = await site.okrctl('--json', 'verify');
	return JSON.parse(done.out).filter(({ field }) => field !== 'deleted_at');
}

before(async () => {
	site = await Site.make({ settings: { retention_days: String(RETENTION) } });
	await site.serve({ workers: 2 });
});

after(() => site?.close());

describe('purge', () => {
	let space, neighbour;

	const okr = (fields) => space.must('POST', '/okrs', { title: 'O', type: 'org',
		cycle_id: space.all.cycle.id, ...fields });
	const keyResult = (of) => space.must('POST', `/okrs/${of.id}/key-results`,
		{ title: 'K', metric_type: 'number', start_value: 0, target_value: 10 });
	const checkIn = ({ id }) => space.must('POST', `/key-results/${id}/checkins`, { value: 5 });
	const remove = (kind, { id }) => space.must('DELETE', `/${kind}/${id}`);
	const initiative = async (fields) => (await space.must('POST', '/initiatives',
		{ title: 'I', ...fields })).data;

	before(async () => {
		space = await makeWorkspace('Acme');
		neighbour = await makeWorkspace('Umbra');
	});

	test('removes an OKR that was deleted long ago, with all that hangs on it', async () => {
		const parent = await okr(), gone = await okr({ parent_okr_id: parent.id });
		const child = await okr({ parent_okr_id: gone.id });
		const [first, second] = [await keyResult(gone), await keyResult(gone)];
		const entries = [await checkIn(first), await checkIn(second)];
		await checkIn(await keyResult(child));
		await space.must('PATCH', `/goals/${gone.id}`,
			{ assign_to_ids: [space.all.user.id], visible_to_ids: [space.all.user.id] });
		const ofOkr = await initiative({ okr_id: gone.id });
		const ofKeyResult = await initiative({ kr_id: first.id });

		await remove('okrs', gone);
		await deleteEarlier(1, ['objective', gone], ['key_result', first], ['key_result', second]);
		const [stands, childStands] = [await space.must('GET', `/okrs/${parent.id}`),
			await space.must('GET', `/okrs/${child.id}`)];
		const { removed } = await site.administer('purge');

		assert.equal(removed, 5, 'an OKR, two key results, two check-ins');
		assert.equal(await count('objective', gone.id), 0);
		assert.equal(await count('key_result', gone.id, 'home_id'), 0);
		for (const entry of entries)
			assert.equal(await count('check_in', entry.id), 0);
		assert.equal(await count('objective_person', gone.id, 'objective_id'), 0);
		for (const { id } of [ofOkr, ofKeyResult]) {
			assert.deepEqual(await site.mariadb.sql(`SELECT objective_id IS NULL, key_result_id IS
				NULL FROM initiative WHERE id = ${hex(id)}`), [['1', '1']]);
		}
		assert.deepEqual(await site.mariadb.sql(`SELECT parent_id IS NULL FROM objective WHERE
			id = ${hex(child.id)}`), [['1']]);
		assert.deepEqual(await space.must('GET', `/okrs/${parent.id}`), stands);
		assert.deepEqual(await space.must('GET', `/okrs/${child.id}`), childStands);
		assert.deepEqual(await verify(), []);
	});

	test('removes what is older than the retention by an hour, and leaves what is younger by one',
		async () => {
			const made = [];
			for (const hours of [1, -1]) {
				const [whole, holder] = [await okr(), await okr()];
				const [inWhole, alone] = [await keyResult(whole), await keyResult(holder)];

				await checkIn(inWhole);
				await checkIn(alone);
				await remove('okrs', whole);
				await remove('key-results', alone);
				await deleteEarlier(hours, ['objective', whole], ['key_result', inWhole],
					['key_result', alone]);
				made.push({ whole, inWhole, alone, holder });
			}
			assert.equal((await site.administer('purge')).removed, 5);
			for (const [i, { whole, inWhole, alone, holder }] of made.entries()) {
				assert.equal(await count('objective', whole.id), i);
				assert.equal(await count('objective', holder.id), 1);
				for (const { id } of [inWhole, alone]) {
					assert.equal(await count('key_result', id), i);
					assert.equal(await count('check_in', id, 'key_result_id'), i);
				}
			}
			assert.equal((await site.administer('purge')).removed, 0, 'once is all');
			const [, young] = made;
			await space.must('POST', `/okrs/${young.whole.id}/restore`);
			await space.must('POST', `/key-results/${young.alone.id}/restore`);
			assert.deepEqual(await verify(), []);
		});

	test('a key result that was deleted lately goes with its OKR that was deleted long ago',
		async () => {
			const made = await okr();
			const lately = await keyResult(made);

			await checkIn(lately);
			await remove('key-results', lately);
			await remove('okrs', made);
			await deleteEarlier(1, ['objective', made]);
			assert.equal((await site.administer('purge')).removed, 3);
			assert.equal(await count('key_result', lately.id), 0);
		});

	test('a key result that was deleted long ago goes from an OKR that stays as it is', async () => {
		const made = await okr();
		const [gone, kept] = [await keyResult(made), await keyResult(made)];
		const [ofGone, ofKept] = [await initiative({ kr_id: gone.id }),
			await initiative({ kr_id: kept.id })];

		await checkIn(kept);
		await checkIn(gone);
		await remove('key-results', gone);
		await deleteEarlier(1, ['key_result', gone]);
		const stands = await space.must('GET', `/okrs/${made.id}`);
		assert.equal((await site.administer('purge')).removed, 2);
		assert.deepEqual(await space.must('GET', `/okrs/${made.id}`), stands);
		assert.deepEqual(await site.mariadb.sql(`SELECT key_result_id IS NULL, objective_id =
			${hex(made.id)} FROM initiative WHERE id IN (${hex(ofGone.id)}, ${hex(ofKept.id)})
			ORDER BY id = ${hex(ofKept.id)}`), [['1', '1'], ['0', '1']]);
	});

	test('touches nothing else: what lives, and what another workspace deleted lately', async () => {
		await neighbour.must('DELETE', `/okrs/${neighbour.all.child.id}`);
		// A key's last use is noted when the answer is out.
		const without = async ({ id }, ...tables) => (await contentOf(site, id)).filter(([table]) =>
			!['api_key', ...tables].includes(table));
		const lived = () => without(space, 'objective', 'key_result', 'check_in', 'journal');
		const [before, beside] = [await lived(), await without(neighbour)];
		const made = await okr();

		await remove('okrs', made);
		await deleteEarlier(1, ['objective', made]);
		assert.equal((await site.administer('purge')).removed, 1);
		assert.deepEqual(await lived(), before);
		assert.deepEqual(await without(neighbour), beside);
		await neighbour.must('POST', `/okrs/${neighbour.all.child.id}/restore`);
	});

	test('what was purged is no more: a restore is a 404, lists do not name it', async () => {
		const made = await okr();

		await remove('okrs', made);
		await deleteEarlier(1, ['objective', made]);
		await site.administer('purge');
		const answer = await site.ask('POST', `${v1}/okrs/${made.id}/restore`, { key: space.key });
		assert.equal(answer.status, 404, answer.text);
		const { items } = await space.must('GET', '/okr/objectives?include_deleted=true&limit=500');
		assert.ok(items.length > 0 && !JSON.stringify(items).includes(made.id));
	});
});

describe('workspace delete', () => {
	let gone, kept;

	before(async () => {
		gone = await makeWorkspace('Gone');
		kept = await makeWorkspace('Kept');
	});

	test('both workspaces have rows in every table', async () => {
		for (const { id } of [gone, kept])
			for (const [table, rows] of await contentOf(site, id))
				assert.ok(rows.length > 0, `${table} is empty: the company has none of it`);
	});

	test('asks before it deletes', async () => {
		const done = await site.okrctl('workspace', 'delete', '--name', 'Gone');

		assert.equal(done.code, 2, done.err);
		assert.equal(await count('organisation', gone.id), 1);
	});

	test('leaves nothing of it in any table, and every byte of its neighbour', async () => {
		const before = await contentOf(site, kept.id);
		const own = () => site.mariadb.sql(`SELECT HEX(CONCAT_WS('|', id, name, revision, stamped_at))
			FROM organisation WHERE id = ${hex(kept.id)}`);
		const row = await own();
		const tables = await tablesOf(site);

		await site.administer('workspace', 'delete', '--name', 'Gone', '--yes');
		for (const table of tables)
			assert.equal(await count(table, gone.id, 'organisation_id'), 0, table);
		assert.equal(await count('organisation', gone.id), 0);
		assert.deepEqual(await contentOf(site, kept.id), before);
		assert.deepEqual(await own(), row);
		assert.deepEqual(await verify(), []);
	});

	test('its id stands nowhere else', async () => {
		const columns = await site.mariadb.sql(`SELECT TABLE_NAME, COLUMN_NAME FROM
			information_schema.COLUMNS WHERE TABLE_SCHEMA = 'okr' AND DATA_TYPE = 'binary' AND
			CHARACTER_MAXIMUM_LENGTH = 16`);

		assert.ok(columns.length > 20);
		for (const [table, column] of columns)
			assert.equal(await count(table, gone.id, column), 0, `${table}.${column}`);
	});

	test('its key opens nothing, its name is free again', async () => {
		assert.equal((await site.ask('GET', `${v1}/okrs`, { key: gone.key })).status, 401);
		await site.administer('workspace', 'create', '--name', 'Gone');
		assert.equal((await site.ask('GET', `${v1}/okrs`, { key: kept.key })).status, 200);
	});
});
