/*
 * Imports (product/import-export.md C1, readings 170–179): a check writes nothing, an apply all or
 * nothing; what is wrong is told by row and column.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { rowsAdded } from '../lib/journal.mjs';
import { dump, Workspace } from '../lib/workspace.mjs';

const CSV = { headers: { 'Content-Type': 'text/csv' } };

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

const check = (text, query = '', client = api) =>
	client.post(`/imports?format=okr${query}`, text, CSV);
const apply = (id, query = '') => api.post(`/imports/${id}/apply${query}`);

const table = (...rows) => rows.map((row) => row.join(',')).join('\n');

// Checks and applies what has to be right.
async function bring(text, query = '') {
	const checked = await ok(check(text, query));

	assert.deepEqual(checked.errors, []);
	return ok(apply(checked.id));
}

// The errors of a check, without sentences.
async function errorsOf(text, query = '') {
	const { errors, error_count } = await ok(check(text, query));

	assert.equal(error_count, errors.length);
	return errors.map(({ row, column, code }) => [row, column, code]);
}

const company = `\ufefftype;key;parent_key;title;owner_email;level;team;department;cycle;start_date;end_date;weight;metric_type;start_value;target_value;current_value;date;status;comment;tags;unit;direction
department;d1;;Sales;;;;;;;;;;;;;;;;;;
team;t1;;Europe;;;;Sales;;;;;;;;;;;;;;
user;u1;;Ann Import;ann@example.org;;Europe;Sales;;;;;;;;;;;;;;
cycle;c1;;2031 Q1;;;;;;2031-01-01;2031-03-31;;;;;;;;;;;
key_result;kr1;o2;"Win ""big"" deals; five of them";Ann Import;;;;;;;2;number;0;1.234,5;;;;;;deals;
objective;o2;o1;Sell more;ann@example.org;team;Europe;Sales;2031 q1;;;0;;;;;;;;growth; b2b;;
objective;o1;;Grow;ANN@example.org;organization;;;2031 Q1;;;1;;;;;;;;;;
check_in;;kr1;;Ann Import;;;;;;;;;;;100;2026-01-05;on_track;"Two
lines";;;
check_in;;kr1;;ann@example.org;;;;;;;;;;;617,25;2026-01-12;at_risk;Half;;;
kpi;k1;;Churn;;;Europe;;;;;;;;2;5;;;;;%;decrease
kpi_update;;k1;;;;;;;;;;;;;4;;;less;;;
initiative;i1;kr1;Call them;ann@example.org;;;;;2026-01-01;2026-02-01;;;;;;;in_progress;;;;
`.replace('growth; b2b', '"growth; b2b"').replace('organization', 'org');

describe('the product\'s own table', () => {
	let checked;

	test('a check tells what would be and writes nothing', async () => {
		const before = await dump(api);
		const { rows } = await rowsAdded(space, async () => {
			checked = await ok(check(company));
		});

		assert.deepEqual(checked.errors, []);
		assert.deepEqual(rows, [], 'the journal');
		// Validators hold the workspace's revision: the import itself is new.
		const records = (text) => text.split('\n').filter((_, i) => i % 2);

		assert.deepEqual(records(await dump(api)), records(before));
		assert.equal(checked.state, 'checked');
		assert.deepEqual(checked.counts.objective, { create: 2, update: 0, unchanged: 0 });
		assert.deepEqual(checked.counts.check_in, { create: 2, update: 0, unchanged: 0 });
		assert.equal(checked.preview.length, 12);
		assert.deepEqual([checked.preview[4].row, checked.preview[4].title],
			[6, 'Win "big" deals; five of them']);
	});

	test('an apply writes it, with histories and what follows from them', async () => {
		const { rows } = await rowsAdded(space, async () => {
			const applied = await ok(apply(checked.id));

			assert.equal(applied.state, 'applied');
			assert.deepEqual(applied.counts, checked.counts);
		});
		const okrs = await ok(api.get('/okrs'));
		const grow = okrs.find(({ title }) => title === 'Grow');
		const sell = okrs.find(({ title }) => title === 'Sell more');
		const [keyResult] = sell.key_results;

		assert.ok(rows.some(({ type, context }) =>
			type === 'import.applied' && context.import_id === checked.id));
		assert.deepEqual([...new Set(rows.map(({ via }) => via))], ['import']);
		assert.equal(rows[0].reason, `import ${checked.id}`);
		assert.equal(sell.parent_okr_id, grow.id);
		assert.equal(sell.owner, 'Ann Import');
		assert.equal(sell.cycle, '2031 Q1');
		assert.equal(sell.weight, 0);
		assert.deepEqual(sell.tags, ['growth', 'b2b']);
		assert.equal(keyResult.target_value, 1234.5);
		assert.equal(keyResult.current_value, 617.25);
		assert.equal(keyResult.status, 'at_risk');
		assert.equal(sell.progress, 0.5);
		const history = await ok(api.get(`/key-results/${keyResult.id}/checkins`));

		assert.deepEqual(history.map(({ value, comment, author }) =>
			[value, comment, author]), [[617.25, 'Half', 'Ann Import'],
			[100, 'Two\nlines', 'Ann Import']]);
		const [kpi] = await ok(api.get('/kpis'));

		assert.deepEqual([kpi.name, kpi.current_value, kpi.direction], ['Churn', 4, 'lower']);
	});

	test('the same file again changes nothing', async () => {
		const before = await dump(api);
		const again = await ok(check(company));

		assert.deepEqual(again.errors, []);
		for (const [kind, counts] of Object.entries(again.counts)) {
			assert.deepEqual([counts.create, counts.update], [0, 0], kind);
		}
		await ok(apply(again.id));
		const records = (text) => text.split('\n').filter((_, i) => i % 2);

		assert.deepEqual(records(await dump(api)), records(before));
	});

	test('a changed cell changes that field alone; an empty one and a missing column none',
		async () => {
			const applied = await bring(table(['type', 'key', 'title', 'weight'],
				['objective', 'o2', 'Sell much more', ''], ['key_result', 'kr1', '', '3']));
			const sell = (await ok(api.get('/okrs'))).find(({ title }) => title === 'Sell much more');

			assert.deepEqual(applied.counts.objective, { create: 0, update: 1, unchanged: 0 });
			assert.equal(sell.weight, 0);
			assert.equal(sell.owner, 'Ann Import');
			assert.equal(sell.key_results[0].weight, 3);
			assert.equal(sell.key_results[0].title, 'Win "big" deals; five of them');
		});

	test('what was deleted here is left out, and what hangs on it', async () => {
		const keyResult = (await ok(api.get('/key-results'))).find(({ title }) =>
			title.startsWith('Win'));

		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		const again = await ok(check(company));

		assert.deepEqual(again.errors, []);
		assert.deepEqual(again.counts.key_result, undefined);
		assert.deepEqual(again.counts.check_in, undefined);
		assert.deepEqual(again.warnings.map(({ row, code }) => [row, code]),
			[[6, 'deleted_here']]);
	});

	test('a key that is an id of this workspace is that record', async () => {
		const okr = await space.okr({ title: 'By hand' });

		await bring(table(['type', 'key', 'title'], ['objective', okr.id, 'By file']));
		assert.equal((await space.getOkr(okr.id)).title, 'By file');
		const other = await new Workspace().okr({ title: 'Elsewhere' });
		const { counts } = await ok(check(table(['type', 'key', 'title'],
			['objective', other.id, 'Not yours'])));

		assert.equal(counts.objective.create, 1);
	});

	test('without a key: kind, title, parent and cycle', async () => {
		const file = table(['type', 'parent_key', 'title', 'current_value'],
			['objective', '', 'Nameless', ''], ['key_result', 'Nameless', 'Of it', '7'],
			['initiative', 'Of it', 'Do it', '']);

		await bring(file);
		const again = await bring(file);

		for (const counts of Object.values(again.counts)) {
			assert.deepEqual(counts, { create: 0, update: 0, unchanged: 1 });
		}
	});
});

test('the same columns as JSON', async () => {
	const rows = [{ type: 'objective', key: 'j1', title: 'As JSON', weight: 0.5, tags: ['a', 'b'] },
		{ type: 'objective', title: 'Bad', weight: 'much', Colour: 'red' }, 7];
	const checked = await ok(api.post('/imports?format=okr', rows));

	assert.deepEqual(checked.errors.map(({ row, column, code }) => [row, column, code]),
		[[2, 'weight', 'not_a_number'], [3, null, 'required']]);
	assert.deepEqual(checked.warnings.map(({ code }) => code), ['unknown_column']);
	await ok(apply(checked.id, '?skip_bad_rows=true'));
	const okr = (await ok(api.get('/okrs'))).find(({ title }) => title === 'As JSON');

	assert.deepEqual([okr.weight, okr.tags], [0.5, ['a', 'b']]);
});

describe('what is wrong', () => {
	const head = ['type', 'key', 'parent_key', 'title', 'owner_email', 'target_value', 'date',
		'current_value', 'start_date', 'end_date', 'cycle', 'team', 'status'];
	const row = (values) => head.map((name) => values[name] ?? '');
	const errors = (...rows) => errorsOf(table(head, ...rows.map(row)));

	test('is told by row, column and code', async () => {
		assert.deepEqual(await errors(
			{ type: 'goal', title: 'x' },
			{ type: 'objective' },
			{ type: 'objective', title: 'x'.repeat(256) },
			{ type: 'key_result', title: 'k', target_value: 'abc' },
			{ type: 'objective', title: 'o', owner_email: 'nobody@example.org' },
			{ type: 'objective', title: 'p', cycle: 'no such cycle', team: 'none' },
			{ type: 'objective', title: 'q', parent_key: 'nothing' },
			{ type: 'objective', title: 'r', start_date: '2026-02-30' },
			{ type: 'objective', title: 's', start_date: '2026-03-02', end_date: '2026-03-01' },
			{ type: 'initiative', title: 't', status: 'never' },
			{ type: 'objective', key: 'a', title: 'u' },
			{ type: 'objective', key: 'a', title: 'v' },
			{ type: 'check_in', current_value: '1' },
		), [
			[2, 'type', 'not_a_word'],
			[3, 'title', 'required'],
			[4, 'title', 'too_long'],
			[5, 'target_value', 'not_a_number'],
			[6, 'owner_email', 'unknown_person'],
			[7, 'team', 'unknown_place'], [7, 'cycle', 'unknown_place'],
			[8, 'parent_key', 'unknown_parent'],
			[9, 'start_date', 'not_a_date'],
			[10, 'end_date', 'invalid'],
			[11, 'status', 'not_a_word'],
			[13, 'key', 'duplicate_key'],
			[14, 'parent_key', 'required'],
		]);
	});

	test('a circle is told on its rows, and not on what hangs on it', async () => {
		assert.deepEqual(await errors(
			{ type: 'objective', key: '1', parent_key: '2', title: 'a' },
			{ type: 'objective', key: '2', parent_key: '3', title: 'b' },
			{ type: 'objective', key: '3', parent_key: '1', title: 'c' },
			{ type: 'objective', key: '4', parent_key: '3', title: 'd' },
			{ type: 'key_result', parent_key: '4', title: 'e' },
			{ type: 'objective', key: '5', parent_key: '5', title: 'f' },
		), [[2, 'parent_key', 'circle'], [3, 'parent_key', 'circle'], [4, 'parent_key', 'circle'],
			[7, 'parent_key', 'circle']]);
	});

	test('what is ambiguous is asked', async () => {
		assert.deepEqual(await errors({ type: 'kpi', title: 'a', target_value: '"1,234"' },
			{ type: 'initiative', title: 'b', start_date: '03/04/2026' }),
		[[2, 'target_value', 'ambiguous_number'], [3, 'start_date', 'ambiguous_date']]);
		const file = table(head, row({ type: 'kpi', title: 'asked', target_value: '"1,234"' }));

		await bring(file, '&decimal=comma&date_order=dmy');
		assert.equal((await ok(api.get('/kpis'))).find(({ name }) => name === 'asked').target_value,
			1.234);
	});

	test('bad rows are left out on demand alone, with what hangs on them', async () => {
		const checked = await ok(check(table(head,
			row({ type: 'objective', key: 'bad', title: 'bad', team: 'none' }),
			row({ type: 'key_result', parent_key: 'bad', title: 'of the bad' }),
			row({ type: 'objective', title: 'the good' }))));

		assert.equal(checked.error_count, 1);
		await refused(409, apply(checked.id));
		const { counts } = await ok(apply(checked.id, '?skip_bad_rows=true'));

		assert.deepEqual(counts, { objective: { create: 1, update: 0, unchanged: 0 } });
		await refused(409, apply(checked.id, '?skip_bad_rows=true'));
		const { text } = await api.get(`/imports/${checked.id}/errors.csv`, { loose: true });

		assert.deepEqual(text.split('\r\n').map((line) => line.slice(0, 20)).length, 3);
		assert.match(text, /^type,key,.*,error\r\nobjective,bad,.*team: names no team/);
	});

	test('a row that would change something in a closed cycle', async () => {
		const cycle = await space.cycle();
		const okr = await space.okr({ cycle_id: cycle.id, title: 'Frozen' });
		const other = await space.okr({ cycle_id: cycle.id, title: 'Frozen, too' });

		for (const phase of ['review', 'closed']) {
			await ok(api.post(`/cycles/${cycle.id}/phase`, { phase }));
		}
		assert.deepEqual(await errorsOf(table(['type', 'key', 'parent_key', 'title', 'cycle'],
			['objective', okr.id, '', 'Thawed', ''], ['objective', '', '', 'Late', cycle.name],
			['key_result', '', other.id, 'Late, too', ''])),
		[[2, null, 'cycle_closed'], [3, null, 'cycle_closed'], [4, null, 'cycle_closed']]);
		assert.deepEqual(await errorsOf(table(['type', 'key', 'title'],
			['objective', okr.id, 'Frozen'])), [], 'one that changes nothing is unchanged');
	});

	test('a closed cycle keeps what was imported into it', async () => {
		const cycle = await space.cycle();
		const { id } = await bring(table(['type', 'title', 'cycle'], ['objective', 'Stays', cycle.name]));

		for (const phase of ['review', 'closed']) {
			await ok(api.post(`/cycles/${cycle.id}/phase`, { phase }));
		}
		await refused(409, api.post(`/imports/${id}/revert?force=true`));
		assert.ok((await ok(api.get('/okrs'))).some(({ title }) => title === 'Stays'));
	});

	test('errors that are new since the check are a 409', async () => {
		const team = await space.team();
		const checked = await ok(check(table(head,
			row({ type: 'objective', title: 'late', team: team.name }))));

		await expect(204, api.delete(`/teams/${team.id}`));
		await refused(409, apply(checked.id, '?skip_bad_rows=true'));
		assert.ok(!(await ok(api.get('/okrs'))).some(({ title }) => title === 'late'));
	});

	test('the file as a whole', async () => {
		await badFields(['format'], api.post('/imports', 'x', CSV));
		await badFields(['format', 'decimal'], check('x', '&decimal=dot').then(() =>
			api.post('/imports?format=none&decimal=dot', 'x', CSV)));
		await badFields(['create_missing'], check('type,title\n', '&create_missing=cycles,planets'));
		await refused(415, api.post('/imports?format=okr', '{}',
			{ headers: { 'Content-Type': 'text/plain' } }));
		await refused(400, api.post('/imports?format=okr', '{}'));
		await refused(400, api.post('/imports?format=okr', '[{]'));
		await refused(400, check(''));
		await refused(400, check('title\nx\n'));
		await refused(400, check('type,Type\nteam,team\n'));
		await refused(400, check('type,title\nteam,"x\n'));
		const many = await refused(413, check(`type\n${'team\n'.repeat(5001)}`));

		assert.match(many.body.message, /okrctl import/);
		await refused(413, check(`type${','.repeat(1.2e6)}\n${','.repeat(1.2e6)}\n`));
	});
});

describe('other tables', () => {
	const mapping = encodeURIComponent(JSON.stringify({ Goal: 'title', 'WHO?': 'owner_email',
		Kind: 'type', Belongs: 'parent_key', 'goal no': 'key', Traffic: 'status', To: 'target_value' }));
	const maps = `&mapping=${mapping}&type_map=${encodeURIComponent('{"Big rock":"key_result"}')}` +
		`&status_map=${encodeURIComponent('{"Red":"off_track"}')}`;
	const file = table(['Goal No', 'Goal', 'Who?', 'Kind', 'Belongs', 'Traffic', 'To', 'Colour'],
		['1', 'Mapped goal', 'Alice Nguyen', '', '', '', '', 'blue'],
		['2', 'Mapped rock', 'alice@example.org', 'big ROCK', '1', 'red', '12', '']);
	const send = (text, query) => api.post(`/imports?format=mapping${query}`, text, CSV);

	test('by a mapping of one\'s own, with one\'s own words', async () => {
		const checked = await ok(send(file, maps));

		assert.deepEqual(checked.errors, []);
		assert.deepEqual(checked.warnings.map(({ message }) => /Colour/.test(message)), [true]);
		await ok(apply(checked.id));
		const okr = (await ok(api.get('/okrs'))).find(({ title }) => title === 'Mapped goal');

		assert.equal(okr.owner, 'Alice Nguyen');
		assert.deepEqual(okr.key_results.map(({ title, status, target_value: target }) =>
			[title, status, target]), [['Mapped rock', 'off_track', 12]]);
		assert.deepEqual((await ok(api.get(`/imports/${checked.id}`))).options.mapping,
			JSON.parse(decodeURIComponent(mapping)));
	});

	test('errors name the columns as the file does', async () => {
		const { errors } = await ok(send(table(['Goal', 'WHO?', 'To', 'Kind'],
			['x', 'nobody at all', 'y', 'Big rock']),
			maps));

		assert.deepEqual(errors.map(({ column }) => column), ['WHO?', 'To']);
	});

	test('a mapping that maps to nothing is a 400', async () => {
		await badFields(['mapping'], send(file, ''));
		for (const wrong of ['[]', '{', '{"Goal":"heading"}', '{"Goal":7}', '"x"']) {
			await badFields(['mapping'], send(file, `&mapping=${encodeURIComponent(wrong)}`));
		}
		await badFields(['type_map'], send(file, `${maps.replace('key_result', 'key-rock')}`));
		await refused(400, send('Other\nx\n', maps));
	});

	test('the goals of Engagedly', async () => {
		const { counts } = await ok(api.post('/imports?format=engagedly', table(
			['Goal', 'Notes', 'Goal Identifier', 'Start Date', 'End Date', 'Check-In Type', 'Status',
				'Assigner', 'Owner Email ID'],
			['Ship it', 'soon', 'G-1', '2026-01-01', '31 Mar 2026', 'Weekly', 'Open', 'x',
				'alice@example.org']), CSV));

		assert.deepEqual(counts, { objective: { create: 1, update: 0, unchanged: 0 } });
	});
});

describe('people and places', () => {
	test('whole names regardless of case, when that leaves one', async () => {
		await space.user({ name: 'Zoë Same' });
		await space.user({ name: 'Twin' });
		await space.user({ name: 'Twin' });
		assert.deepEqual(await errorsOf(table(['type', 'title', 'owner_email'],
			['kpi', 'a', 'zoë same'], ['kpi', 'b', 'Zoe Same'], ['kpi', 'c', 'Twin'])),
		[[3, 'owner_email', 'unknown_person'], [4, 'owner_email', 'ambiguous_person']]);
	});

	test('who is unknown becomes a deactivated user who is known again, or nobody', async () => {
		const file = table(['type', 'title', 'owner_email'], ['kpi', 'gone', 'Gone Girl'],
			['kpi', 'gone too', 'Gone Girl']);

		await bring(file, '&unknown_people=none');
		await bring(file, '&unknown_people=inactive');
		const { counts } = await bring(file, '&unknown_people=inactive');
		const users = (await ok(api.get('/users'))).filter(({ name }) => name === 'Gone Girl');

		assert.deepEqual(counts, { kpi: { create: 0, update: 0, unchanged: 2 } });
		assert.equal(users.length, 1);
		assert.equal(users[0].active, false);
		assert.match(users[0].email, /^unknown-[0-9a-f-]{36}@import\.invalid$/);
	});

	test('places are made where that is allowed', async () => {
		const { counts } = await bring(table(
			['type', 'title', 'team', 'department', 'cycle', 'start_date', 'end_date'],
			['objective', 'm1', 'Makers', 'Making', '2032 Q1', '2032-01-02', '2032-02-01'],
			['objective', 'm2', 'makers', 'Making', '2032 Q1', '2032-01-01', '2032-03-31']),
		'&create_missing=cycles,teams,departments');
		const cycle = (await ok(api.get('/cycles'))).find(({ name }) => name === '2032 Q1');

		assert.equal(counts.team.create + counts.department.create + counts.cycle.create, 3);
		assert.deepEqual([cycle.start_date, cycle.end_date], ['2032-01-01', '2032-03-31']);
	});

	test('an import gives no role, and reactivates nobody', async () => {
		const user = await space.user({ name: 'Left', email: 'left@example.org' });

		await expect(204, api.delete(`/users/${user.id}`));
		await bring(table(['type', 'title', 'owner_email'], ['user', 'Left Long Ago', 'LEFT@example.org'],
			['user', 'New One', 'new.one@example.org']));
		const users = await ok(api.get('/users'));
		const left = users.find(({ id }) => id === user.id);

		assert.deepEqual([left.name, left.active], ['Left Long Ago', false]);
		assert.equal(users.find(({ name }) => name === 'New One').role, 'member');
	});
});

describe('whose it is', () => {
	test('a key of an application stamps and matches its own records alone', async () => {
		const app = space.client(undefined, { app: 'their-app' });
		const file = table(['type', 'key', 'title'], ['objective', 'shared-key', 'Of an app']);
		const mine = await bring(file);
		const checked = await ok(check(file, '', app));

		assert.equal(checked.counts.objective, undefined, 'its key names what it may not see');
		await refused(404, app.get(`/imports/${mine.id}`));
		await refused(404, app.post(`/imports/${mine.id}/apply`));
		assert.deepEqual((await ok(app.get('/imports'))).map(({ id }) => id), [checked.id]);
		const own = await ok(check(file, '&source=own', app));

		await ok(app.post(`/imports/${own.id}/apply`));
		const [okr] = await ok(app.get('/okrs'));

		assert.equal(okr.title, 'Of an app');
	});

	test('another workspace\'s imports, people and keys are nobody\'s', async () => {
		const other = new Workspace();
		const { id } = await ok(check(table(['type', 'title'], ['team', 'Mine'])));
		const user = await space.user({ name: 'Only Here' });

		for (const path of [`/imports/${id}`, `/imports/${id}/errors.csv`]) {
			await refused(404, other.api.get(path));
		}
		await refused(404, other.api.post(`/imports/${id}/apply`));
		const { errors } = await ok(check(table(['type', 'title', 'owner_email'],
			['kpi', 'x', user.email], ['kpi', 'y', 'Only Here']), '', other.api));

		assert.deepEqual(errors.map(({ code }) => code), ['unknown_person', 'unknown_person']);
	});

	test('formulas are text, and come out defused', async () => {
		const title = '=HYPERLINK("http://evil.example")';
		const checked = await ok(check(table(['type', 'title', 'weight'],
			['objective', `"${title.replaceAll('"', '""')}"`, 'x'])));
		const { text } = await api.get(`/imports/${checked.id}/errors.csv`, { loose: true });

		assert.ok(text.includes('"\'=HYPERLINK('), text);
		await bring(table(['type', 'title'], ['objective', `"'${title.replaceAll('"', '""')}"`]));
		assert.ok((await ok(api.get('/okrs'))).some((okr) => okr.title === title));
	});
});

describe('taking it back', () => {
	const records = (text) => text.split('\n').filter((_, i) => i % 2);
	let own, ask;

	// A workspace of one's own with records to change, and a file that changes and makes.
	before(async () => {
		own = new Workspace();
		ask = own.api;
	});

	const brought = async (text) => {
		const { id } = await ok(ask.post('/imports?format=okr', text, CSV));

		return ok(ask.post(`/imports/${id}/apply`));
	};
	const revert = (id, query = '') => ask.post(`/imports/${id}/revert${query}`);
	const withoutStamps = (text) => JSON.parse(text, (name, value) =>
		(['updated_at', 'version', 'updated_by', 'last_update_at'].includes(name) ? undefined : value));

	test('what it made is gone, what it changed is as before, with what follows from it', async () => {
		const okr = await own.okr({ title: 'Mine', weight: 3, tags: ['a'], description: null });
		const keyResult = await own.keyResult(okr.id);

		await own.checkIn(keyResult.id, 10);
		const before = withoutStamps((await ask.get('/okrs')).text);
		const file = company.replace('kpi_update;', 'kpi_update;') + [
			`objective;${okr.id};;Theirs;;;;;;2026-01-01;2026-12-31;7;;;;;;;;b;;`,
			`check_in;;${keyResult.id};;;;;;;;;;;;;90;${new Date().toISOString().slice(0, 10)};on_track;;;;`,
			`key_result;;${okr.id};Another;;;;;;;;;;;;;;;;;;`, ''].join('\n');
		const { id, counts } = await brought(file);

		assert.equal(counts.objective.update, 1);
		const { rows } = await rowsAdded(own, async () => {
			assert.equal((await ok(revert(id))).state, 'reverted');
		});

		assert.ok(rows.some(({ type, context }) =>
			type === 'import.reverted' && context.import_id === id));
		assert.deepEqual(withoutStamps((await ask.get('/okrs')).text), before);
		assert.deepEqual((await ok(ask.get('/kpis'))), []);
		assert.deepEqual((await ok(ask.get('/teams'))), []);
		assert.deepEqual((await ok(ask.get('/users'))).map(({ name }) => name), ['Alice Nguyen']);
		await refused(409, revert(id));
		// It can be brought in again: nothing of it is known any more.
		const again = await brought(company);

		assert.equal(again.counts.objective.create, 2);
		await ok(revert(again.id));
	});

	test('not what was touched since, unless by force', async () => {
		const { id } = await brought(table(['type', 'key', 'parent_key', 'title', 'target_value'],
			['objective', 't1', '', 'Touched', ''], ['key_result', 't2', 't1', 'Of it', '100']));
		const okr = (await ok(ask.get('/okrs'))).find(({ title }) => title === 'Touched');

		await own.checkIn(okr.key_results[0].id, 50);
		const kept = records(await dump(ask));
		const { body } = await refused(409, revert(id));

		assert.ok(body.message.includes(okr.key_results[0].id), body.message);
		assert.deepEqual(records(await dump(ask)), kept);
		await ok(revert(id, '?force=true'));
		assert.ok(!(await ok(ask.get('/okrs'))).some(({ title }) => title === 'Touched'));
	});

	test('not what somebody hung something on', async () => {
		const { id } = await brought(table(['type', 'title'], ['objective', 'Above']));
		const okr = (await ok(ask.get('/okrs'))).find(({ title }) => title === 'Above');

		await own.okr({ title: 'Below', parent_okr_id: okr.id });
		await refused(409, revert(id));
		await refused(409, revert(id, '?force=true'));
		assert.equal((await own.getOkr(okr.id)).title, 'Above');
	});

	test('people who are named elsewhere by now are deactivated', async () => {
		const { id } = await brought(table(['type', 'title', 'owner_email'],
			['user', 'Named Elsewhere', 'named@example.org'], ['user', 'Nobody', 'nobody@example.org']));
		const users = () => ok(ask.get('/users'));
		const named = (await users()).find(({ name }) => name === 'Named Elsewhere');

		await own.okr({ owner_id: named.id });
		await ok(revert(id));
		assert.deepEqual((await users()).filter(({ name }) => /^N/.test(name))
			.map(({ name, active }) => [name, active]), [['Named Elsewhere', false]]);
	});
});
