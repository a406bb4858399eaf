/*
 * The lists of the objectives dialect (api.md section 5): envelope, limits, walks by cursor in
 * every order, and filters: equality on every scalar field, ranges of dates and numbers, tags,
 * search, deleted records.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, ok, refused } from '../lib/client.mjs';
import { Objectives, uuidOf } from '../lib/objectives.mjs';
import { Workspace, allScopes, day, instant, unique } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';
const longAgo = '2001-01-01T00:00:00Z';
const kinds = ['objectives', 'key-results'];

// A new objective or key result.
function make(okr, of, fields) {
	return of === 'objectives' ? okr.objective(fields) : okr.keyResult(null, fields);
}

function idsOf({ items }) {
	return items.map(({ id }) => id);
}

for (const of of kinds) {
	describe(`GET /okr/${of}`, () => {
		const space = new Workspace();
		const okr = new Objectives(space);
		const made = [];

		before(async () => {
			for (let i = 0; i < 53; i++) {
				made.push(await make(okr, of, { title: `${i}` }));
			}
		});

		test('gives the newest 50, with a cursor and the number of all', async () => {
			const { items, next_cursor, total, ...rest } = await okr.list(of);

			assert.deepEqual(items, made.slice(3).reverse());
			assert.equal(typeof next_cursor, 'string');
			assert.equal(total, 53);
			assert.deepEqual(rest, {});
		});

		test('gives the rest behind the cursor, and then none', async () => {
			const { next_cursor: cursor } = await okr.list(of);
			const { items, next_cursor, total } = await okr.list(of, { cursor });

			assert.deepEqual(items, made.slice(0, 3).reverse());
			assert.deepEqual([next_cursor, total], [null, 53]);
		});

		test('takes a limit from 1 to 500', async () => {
			assert.equal((await okr.list(of, { limit: 1 })).items.length, 1);
			assert.equal((await okr.list(of, { limit: 500 })).items.length, 53);
			for (const limit of ['0', '501', '-1', 'x', '1.5', '']) {
				await badFields(['limit'], space.api.get(`/okr/${of}?limit=${limit}`));
			}
		});

		test('refuses a broken cursor and one of another list', async () => {
			const other = kinds.find((kind) => kind !== of);

			await make(okr, other);
			await make(okr, other);
			const { next_cursor: foreign } = await okr.list(other, { limit: 1 });

			for (const cursor of ['x', 'ab12', foreign]) {
				await refused(400, space.api.get(`/okr/${of}?cursor=${cursor}`));
			}
		});

		test('refuses unknown and repeated parameters', async () => {
			for (const query of ['colour=red', 'title=a&title=b', 'title_from=a',
				'search=a&search=b', 'sort=colour', 'include_deleted=maybe']) {
				const field = query.split('=')[0];

				await badFields([field], space.api.get(`/okr/${of}?${query}`));
			}
		});

		test('is answered with 304 to its own ETag', async () => {
			const { headers: { etag } } = await space.api.get(`/okr/${of}`);
			const again = await space.api.get(`/okr/${of}`, { headers: { 'If-None-Match': etag } });

			assert.equal(again.status, 304);
		});

		test('of nothing is an empty page', async () => {
			assert.deepEqual(await okr.list(of, { title: 'there is no such title' }),
				{ items: [], next_cursor: null, total: 0 });
		});
	});
}

// What the records of a walk are ordered by, as they print it.
const keys = { created_at: ({ id }) => id, updated_at: ({ updated_at }) => updated_at,
	title: ({ title }) => title, progress: ({ progress_pct }) => progress_pct };

async function walk(okr, of, query, between = () => {}) {
	const items = [];
	let cursor;

	do {
		const page = await okr.list(of, { ...query, limit: 3, ...(cursor ? { cursor } : {}) });

		items.push(...page.items);
		cursor = page.next_cursor;
		assert.ok(items.length < 200, 'the walk does not end');
		await between();
	} while (cursor);
	return items;
}

function isOrdered(values, isFalling) {
	return values.every((value, i) => i === 0 || value === values[i - 1] ||
		value > values[i - 1] !== isFalling);
}

describe('a walk', () => {
	const space = new Workspace();
	const okr = new Objectives(space);
	const all = { objectives: [], 'key-results': [] };
	const ends = {};

	before(async () => {
		const cycles = [await space.cycle(), await space.cycle({ end_date: day(70) })];

		for (let i = 0; i < 10; i++) {
			const title = 'abcab'[i % 5];
			const cycle = cycles[i % 3];
			const objective = await okr.objective({ title, ...(cycle && { period: cycle.name }) });
			const keyResult = await okr.keyResult(objective, { title, current: 25 * (i % 3) });

			all.objectives.push(objective.id);
			all['key-results'].push(keyResult.id);
			ends[objective.id] = cycle ? cycle.end_date : null;
		}
		await okr.change({ id: all.objectives[4] }, { category: 'moves updated_at' });
	});

	for (const of of kinds) {
		for (const [name, key] of Object.entries(keys)) {
			for (const sort of [name, `-${name}`]) {
				test(`through ${of} by ${sort} sees each once, in order`, async () => {
					const items = await walk(okr, of, { sort });

					assert.deepEqual(idsOf({ items }).sort(), [...all[of]].sort());
					assert.ok(isOrdered(items.map(key), sort[0] === '-'),
						items.map(key).join(' '));
				});
			}
		}
	}

	for (const sort of ['date_end', '-date_end']) {
		test(`through objectives by ${sort} sees each once, in order`, async () => {
			const ids = idsOf({ items: await walk(okr, 'objectives', { sort }) });
			const dates = ids.map((id) => ends[id]).filter(Boolean);

			assert.deepEqual([...ids].sort(), [...all.objectives].sort());
			assert.ok(isOrdered(dates, sort[0] === '-'), dates.join(' '));
		});
	}

	test('keeps its filters when they are sent with the cursor', async () => {
		const items = await walk(okr, 'objectives', { title: 'a', sort: 'title' });

		assert.equal(items.length, 4);
		assert.ok(items.every(({ title }) => title === 'a'));
	});

	test('sees those that were there throughout, while others come and go', async () => {
		const items = await walk(okr, 'objectives', { sort: 'title' }, async () => {
			await okr.remove(await okr.objective({ title: 'b' }));
		});

		assert.deepEqual(all.objectives.filter((id) => !idsOf({ items }).includes(id)), []);
		assert.equal(new Set(idsOf({ items })).size, items.length);
	});
});

// For every scalar field of the two tables a value that a record does not have.
const stamps = { id: nobody, tenant_id: nobody, app_id: 'another', created_at: longAgo,
	updated_at: longAgo, created_by: nobody, updated_by: nobody, source: 'another',
	source_type: 'frontend', is_deleted: true, schema_version: 2, version: 77, title: 'another',
	owner_id: nobody, progress_pct: 12.5 };
const others = {
	objectives: { ...stamps, period: 'another', description: 'another', category: 'another',
		group_id: nobody, parent_objective_id: nobody, status: 'completed', weight: 77,
		check_in_frequency: 'quarterly', last_check_in_at: longAgo },
	'key-results': { ...stamps, objective_id: nobody, metric_type: 'number', baseline: -77,
		target: -77, current: -77, unit: 'another', direction: 'decrease', data_source: 'manual',
		connector_id: 'another', query: 'another', status: 'off_track', last_update_at: longAgo },
};
const ranges = {
	objectives: ['created_at', 'updated_at', 'schema_version', 'progress_pct', 'weight',
		'last_check_in_at', 'version'],
	'key-results': ['created_at', 'updated_at', 'schema_version', 'baseline', 'target', 'current',
		'progress_pct', 'last_update_at', 'version'],
};

describe('filters', () => {
	const space = new Workspace();
	const okr = new Objectives(space, space.client(allScopes, { app: 'an app' }));
	const records = {};

	before(async () => {
		const bob = await space.user();
		const team = await space.team();
		const parent = await okr.objective({ title: 'parent' });
		const objective = await okr.objective({ title: 'Find me', description: 'A text',
			category: 'Growth & more', period: '2031-Q4', owner_id: bob.id, group_id: team.id,
			parent_objective_id: parent.id, status: 'draft', weight: 0.3, source: 'import',
			source_type: 'backend', check_in_frequency: 'monthly' });
		const keyResult = await okr.keyResult(objective, { title: 'Find me',
			metric_type: 'currency', baseline: 1.5, target: 4.5, unit: '€', owner_id: bob.id,
			data_source: 'query', connector_id: 'c 7', query: 'SELECT 1 + 1', source: 'import',
			source_type: 'backend' });

		await space.checkIn(uuidOf(keyResult.id), 2.5, { checked_in_at: instant(-1) });
		records.objectives = await okr.get(objective);
		records['key-results'] = await okr.get(keyResult);
	});

	async function finds(of, query) {
		return idsOf(await okr.list(of, query)).includes(records[of].id);
	}

	for (const of of kinds) {
		for (const [name, other] of Object.entries(others[of])) {
			test(`of ${of}: ${name} by equality`, async () => {
				const value = records[of][name];

				assert.notEqual(value, null);
				assert.equal(await finds(of, { [name]: value }), true, `${value}`);
				assert.equal(await finds(of, { [name]: other }), false, `${other}`);
			});
		}

		for (const name of ranges[of]) {
			test(`of ${of}: ${name}_from and ${name}_to include their borders`, async () => {
				const value = records[of][name];
				const isTime = typeof value === 'string';
				const [below, above] = isTime ? [longAgo, '2999-01-01T00:00:00Z'] :
					[value - 1, value + 1];

				for (const [from, to, expected] of [[value, value, true], [below, above, true],
					[above, above, false], [below, below, false]]) {
					assert.equal(await finds(of, { [`${name}_from`]: from, [`${name}_to`]: to }),
						expected, `${from} to ${to}`);
				}
			});
		}

		test(`of ${of} combine with AND`, async () => {
			assert.equal(await finds(of, { title: 'Find me', source: 'import' }), true);
			assert.equal(await finds(of, { title: 'Find me', source: 'edm' }), false);
		});

		test(`of ${of} by values that no field can hold are 400s`, async () => {
			for (const query of [{ owner_id: 'x' }, { status: 'blue' }, { version: 'x' },
				{ progress_pct: 'x' }, { created_at_from: 'yesterday' }, { source_type: 'x' }]) {
				await badFields(Object.keys(query),
					okr.api.get(`/okr/${of}?${new URLSearchParams(query)}`));
			}
		});
	}

	test('by an id take each of its forms', async () => {
		const { id, owner_id, group_id } = records.objectives;

		for (const query of [{ id: uuidOf(id) }, { owner_id: uuidOf(owner_id) },
			{ group_id: uuidOf(group_id) }]) {
			assert.equal(await finds('objectives', query), true, JSON.stringify(query));
		}
	});

	for (const of of kinds) {
		test(`of ${of} take a comma as a part of the text`, async () => {
			const title = unique('First, second');
			const { id } = await make(okr, of, { title, tags: ['x, y'] });

			for (const query of [{ title }, { search: title }, { title, tags: 'x, y' }]) {
				assert.deepEqual(idsOf(await okr.list(of, query)), [id]);
			}
		});
	}

	test('total counts what they find', async () => {
		assert.equal((await okr.list('objectives', { title: 'Find me', limit: 1 })).total, 1);
	});
});

describe('filters on a progress that is printed rounded', () => {
	const space = new Workspace();
	const okr = new Objectives(space);
	// Current and target, and what is printed; the third lies exactly between two of those.
	const values = [[1, 3, 33.33], [2, 3, 66.67], [6667, 20000, 33.34], [13333, 40000, 33.33],
		[1, 20000, 0.01], [19999, 20000, 100], [3333, 10000, 33.33], [100, 100, 100]];

	for (const [current, target, printed] of values) {
		test(`${current} of ${target} is found as ${printed}, and as nothing else`, async () => {
			const objective = await okr.objective();
			const keyResult = await okr.keyResult(objective, { target, current });
			const [below, above] = [printed - 0.01, printed + 0.01].map((one) => one.toFixed(2));

			for (const [of, { id }] of [['objectives', objective], ['key-results', keyResult]]) {
				const finds = async (query) => idsOf(await okr.list(of, query)).includes(id);

				assert.equal((await okr.get({ id })).progress_pct, printed);
				for (const [query, expected] of [
					[{ progress_pct: printed }, true], [{ progress_pct: below }, false],
					[{ progress_pct: above }, false], [{ progress_pct_from: printed }, true],
					[{ progress_pct_from: above }, false], [{ progress_pct_to: printed }, true],
					[{ progress_pct_to: below }, false],
				]) {
					assert.equal(await finds(query), expected, `${of} ${JSON.stringify(query)}`);
				}
			}
		});
	}
});

describe('the period filter', () => {
	const space = new Workspace();
	const okr = new Objectives(space);

	test('finds the objectives of the cycle of that name', async () => {
		const cycle = await space.cycle();

		await okr.objective({ title: 'in', period: cycle.name });
		await okr.objective({ title: 'out' });
		assert.deepEqual(await okr.titles('objectives', { period: cycle.name }), ['in']);
	});

	test('finds those that keep the text although a cycle has that name by now', async () => {
		const name = unique('later');

		await okr.objective({ title: 'text', period: name });
		await space.cycle({ name });
		await okr.objective({ title: 'cycle', period: name });
		assert.deepEqual(await okr.titles('objectives', { period: name }), ['cycle', 'text']);
	});

	test('finds none by a text that a cycle has replaced', async () => {
		const name = unique('former');
		const { id } = await okr.objective({ period: name });

		await ok(space.api.put(`/okrs/${uuidOf(id)}`, { cycle_id: (await space.cycle()).id }));
		assert.deepEqual(await okr.titles('objectives', { period: name }), []);
	});
});

for (const of of kinds) {
	describe(`tags and search of ${of}`, () => {
		const space = new Workspace();
		const okr = new Objectives(space);

		before(async () => {
			await make(okr, of, { title: 'Größe verdoppeln', tags: ['a', 'b'] });
			await make(okr, of, { title: '100% uptime', tags: ['ab'] });
			await make(okr, of, { title: 'snake_case', tags: ['A B', 'say "hi"'] });
			await make(okr, of, { title: 'plain' });
		});

		const tags = { a: ['Größe verdoppeln'], ab: ['100% uptime'], 'A B': ['snake_case'],
			'say "hi"': ['snake_case'], c: [], '%': [], '': [] };

		for (const [tag, expected] of Object.entries(tags)) {
			test(`the tag ${JSON.stringify(tag)} is contained in ${expected.length}`, async () => {
				assert.deepEqual(await okr.titles(of, { tags: tag }), expected);
			});
		}

		const texts = { 'GROSSE': [], 'grÖße': ['Größe verdoppeln'], 'grö': ['Größe verdoppeln'],
			'GRO': ['Größe verdoppeln'], 'doppel': ['Größe verdoppeln'], '%': ['100% uptime'],
			'0%_': [], '_': ['snake_case'], 'e_c': ['snake_case'], '\\': [], "'": [] };

		delete texts.GROSSE; // whether ß is ss is the collation's affair
		for (const [text, expected] of Object.entries(texts)) {
			test(`search for ${text} finds ${expected.length}`, async () => {
				assert.deepEqual(await okr.titles(of, { search: text }), expected);
			});
		}
	});
}

describe('search', () => {
	const space = new Workspace();
	const okr = new Objectives(space);

	test('finds in the description as well', async () => {
		await okr.objective({ title: 'one', description: 'Because of Áccents' });
		assert.deepEqual(await okr.titles('objectives', { search: 'accent' }), ['one']);
	});

	test('finds key results by a description of the okrs dialect', async () => {
		const { id } = await okr.keyResult(null, { title: 'two' });

		await ok(space.api.put(`/key-results/${uuidOf(id)}`, { description: 'Hidden reason' }));
		assert.deepEqual(await okr.titles('key-results', { search: 'REASON' }), ['two']);
	});
});

for (const of of kinds) {
	describe(`deleted ${of}`, () => {
		const space = new Workspace();
		const okr = new Objectives(space);
		let kept, gone;

		before(async () => {
			kept = await make(okr, of, { title: 'kept' });
			gone = await okr.remove(await make(okr, of, { title: 'gone' }));
		});

		test('are not listed', async () => {
			assert.deepEqual(await okr.list(of), { items: [kept], next_cursor: null, total: 1 });
			assert.deepEqual(idsOf(await okr.list(of, { include_deleted: 'false' })), [kept.id]);
		});

		test('are listed and counted with include_deleted=true', async () => {
			assert.deepEqual(await okr.list(of, { include_deleted: 'true' }),
				{ items: [gone, kept], next_cursor: null, total: 2 });
		});

		for (const name of ['deleted_at', 'deleted_by']) {
			test(`are found by ${name}`, async () => {
				assert.deepEqual(await okr.titles(of, { include_deleted: 'true',
					[name]: gone[name] }), ['gone']);
			});
		}

		test('are found by a range of deleted_at', async () => {
			assert.deepEqual(await okr.titles(of, { include_deleted: 'true',
				deleted_at_from: gone.deleted_at, deleted_at_to: gone.deleted_at }), ['gone']);
			assert.deepEqual(await okr.titles(of, { include_deleted: 'true',
				deleted_at_to: longAgo }), []);
		});

		test('are found by is_deleted, deleted_at and deleted_by without include_deleted', async () => {
			for (const query of [{ is_deleted: 'true' }, { deleted_at: gone.deleted_at },
				{ deleted_at_from: longAgo }, { deleted_by: gone.deleted_by }]) {
				const { items, total } = await okr.list(of, query);

				assert.deepEqual([items, total], [[gone], 1], JSON.stringify(query));
			}
			assert.deepEqual(await okr.titles(of, { is_deleted: 'false' }), ['kept']);
		});

		test('are told from the others by is_deleted', async () => {
			for (const [is_deleted, expected] of [['true', ['gone']], ['false', ['kept']]]) {
				assert.deepEqual(await okr.titles(of, { include_deleted: 'true', is_deleted }),
					expected);
			}
		});
	});
}

describe('the list of objectives', () => {
	const space = new Workspace();
	const okr = new Objectives(space);

	test('leaves archived ones out', async () => {
		const { id } = await okr.objective({ title: 'archived' });

		await ok(space.api.put(`/okrs/${uuidOf(id)}`, { is_archived: true }));
		assert.deepEqual(await okr.titles('objectives', { title: 'archived' }), []);
	});

	test('of a group has those alone that show it as their group_id', async () => {
		const [team, department] = [await space.team(), await space.department()];
		const title = unique('both');

		await space.okr({ title, type: 'team', team_id: team.id, department_id: department.id });
		await space.okr({ title: unique('org'), type: 'org', team_id: team.id,
			department_id: department.id });
		const own = await okr.objective({ title: unique('own'), group_id: department.id });

		assert.deepEqual(await okr.titles('objectives', { group_id: team.id }), [title]);
		assert.deepEqual(await okr.titles('objectives', { group_id: department.id }), [own.title]);
		assert.deepEqual(await okr.titles('objectives', { group_id: space.admin.id }), []);
	});

	test('by a deleted parent is empty, as that parent reads as null', async () => {
		const parent = await okr.objective();

		await okr.objective({ parent_objective_id: parent.id });
		await okr.remove(parent);
		assert.deepEqual(await okr.titles('objectives', { parent_objective_id: parent.id }), []);
	});
});

describe('more filters', () => {
	const space = new Workspace();
	const okr = new Objectives(space);

	for (const of of kinds) {
		test(`of ${of} may all be sent at once`, async () => {
			const { id, ...record } = await make(okr, of, { title: 'x', source: 'here' });
			const query = [];

			for (const name of ranges[of].filter((one) => record[one] !== null)) {
				query.push([name, record[name]], [`${name}_from`, record[name]],
					[`${name}_to`, record[name]]);
			}
			for (const name of Object.keys(others[of])) {
				if (!ranges[of].includes(name) && (record[name] ?? null) !== null) {
					query.push([name, record[name]]);
				}
			}
			assert.ok(query.length > 24);
			assert.deepEqual(idsOf(await okr.list(of, query.slice(0, 32))), [id]);
		});

		test(`of ${of}: updated_since`, async () => {
			const { title, updated_at } = await make(okr, of, { title: unique('since') });

			assert.ok((await okr.titles(of, { updated_since: updated_at })).includes(title));
			assert.deepEqual(await okr.titles(of, { updated_since: '2999-01-01T00:00:00Z' }), []);
		});
	}

	test('find deleted key results by their deleted objective', async () => {
		const objective = await okr.objective();
		const { id } = await okr.keyResult(objective);

		await okr.remove(objective);
		assert.deepEqual(idsOf(await okr.list('key-results',
			{ include_deleted: 'true', objective_id: objective.id })), [id]);
	});
});
