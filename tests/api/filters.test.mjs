/*
 * The filters of every list, alone and together: each keeps exactly the records that it names. Text
 * search follows rulings.md 21: case and accents do not matter, % and _ are ordinary characters.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, ok } from '../lib/client.mjs';
import { Workspace, day, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

// The titles or names that a list gives, sorted.
async function found(api, path) {
	return (await ok(api.get(path))).map(({ title, name }) => title ?? name).sort();
}

describe('filters of /okrs', () => {
	let space, api, ids;

	before(async () => {
		space = new Workspace();
		api = space.api;
		const bob = await space.user();
		const team = await space.team();
		const department = await space.department();
		const cycle = await space.cycle();
		const other = await space.cycle();
		const top = await space.okr({ title: 'top', cycle_id: cycle.id, owner_id: bob.id });

		await space.okr({ title: 'child', type: 'team', cycle_id: cycle.id, team_id: team.id,
			parent_okr_id: top.id });
		await space.okr({ title: 'department', type: 'department', cycle_id: other.id,
			department_id: department.id, owner_id: bob.id });
		await space.okr({ title: 'personal', type: 'individual', cycle_id: other.id });
		await space.okr({ title: 'archived', cycle_id: other.id, is_archived: true });
		ids = { bob, team, department, cycle, other, top };
	});

	test('cycle_id', async () => {
		assert.deepEqual(await found(api, `/okrs?cycle_id=${ids.cycle.id}`), ['child', 'top']);
		assert.deepEqual(await found(api, `/okrs?cycle_id=${ids.other.id}`),
			['department', 'personal']);
	});

	test('type, company being accepted for org', async () => {
		assert.deepEqual(await found(api, '/okrs?type=org'), ['top']);
		assert.deepEqual(await found(api, '/okrs?type=company'), ['top']);
		assert.deepEqual(await found(api, '/okrs?type=individual'), ['personal']);
		await badFields(['type'], api.get('/okrs?type=galaxy'));
		await badFields(['type'], api.get('/okrs?type='));
	});

	test('owner_id, team_id, department_id, parent_okr_id', async () => {
		assert.deepEqual(await found(api, `/okrs?owner_id=${ids.bob.id}`), ['department', 'top']);
		assert.deepEqual(await found(api, `/okrs?team_id=${ids.team.id}`), ['child']);
		assert.deepEqual(await found(api, `/okrs?department_id=${ids.department.id}`),
			['department']);
		assert.deepEqual(await found(api, `/okrs?parent_okr_id=${ids.top.id}`), ['child']);
	});

	test('together they narrow', async () => {
		assert.deepEqual(await found(api, `/okrs?owner_id=${ids.bob.id}&type=department`),
			['department']);
		assert.deepEqual(await found(api, `/okrs?owner_id=${ids.bob.id}&type=team`), []);
		assert.deepEqual(await found(api, `/okrs?cycle_id=${ids.cycle.id}&owner_id=${ids.bob.id}`
			+ `&type=org&q=to&updated_since=${instant(-1)}&archived=any`), ['top']);
	});

	test('archived: left out unless true or any', async () => {
		const shown = ['child', 'department', 'personal', 'top'];

		assert.deepEqual(await found(api, '/okrs'), shown);
		assert.deepEqual(await found(api, '/okrs?archived=false'), shown);
		assert.deepEqual(await found(api, '/okrs?archived=true'), ['archived']);
		assert.deepEqual(await found(api, '/okrs?archived=any'), ['archived', ...shown]);
		await badFields(['archived'], api.get('/okrs?archived=yes'));
	});

	test('status is the computed one', async () => {
		const all = await ok(api.get('/okrs'));

		for (const status of ['on_track', 'at_risk', 'off_track', 'not_started']) {
			const expected = all.filter((okr) => okr.status === status).map(({ title }) => title);

			assert.deepEqual(await found(api, `/okrs?status=${status}`), expected.sort());
		}
		await badFields(['status'], api.get('/okrs?status=blocked'));
	});

	test('a deleted OKR is in no list', async () => {
		const { id } = await space.okr({ title: 'gone', cycle_id: ids.other.id });

		await api.delete(`/okrs/${id}`);
		for (const path of ['/okrs', '/okrs?archived=any', '/okrs?q=gone',
			`/okrs?cycle_id=${ids.other.id}`]) {
			assert.ok(!(await found(api, path)).includes('gone'), path);
		}
	});

	test('children of a deleted parent are not found by it', async () => {
		const parent = await space.okr({ title: 'p', cycle_id: ids.other.id, is_archived: true });

		await space.okr({ title: 'c', parent_okr_id: parent.id, cycle_id: ids.other.id,
			is_archived: true });
		const path = `/okrs?parent_okr_id=${parent.id}&archived=any`;

		assert.deepEqual(await found(api, path), ['c']);
		await api.delete(`/okrs/${parent.id}`);
		assert.deepEqual(await found(api, path), [], 'a deleted parent reads as null');
	});
});

describe('updated_since', () => {
	test('keeps what was changed at that time or later', async () => {
		const space = new Workspace();
		const { updated_at } = await space.okr({ title: 'now' });

		assert.deepEqual(await found(space.api, `/okrs?updated_since=${updated_at}`), ['now']);
		assert.deepEqual(await found(space.api, `/okrs?updated_since=${instant(1)}`), []);
		assert.deepEqual(await found(space.api, `/okrs?updated_since=${instant(-1)}`), ['now']);
	});

	test('takes an offset, with + escaped, and fractions', async () => {
		const space = new Workspace();

		await space.okr({ title: 'now' });
		const hours = new Date(Date.now() - 3600000).toISOString().slice(0, 19);

		assert.deepEqual(await found(space.api, `/okrs?updated_since=${hours}%2B00:00`), ['now']);
		assert.deepEqual(await found(space.api, `/okrs?updated_since=${hours}.5Z`), ['now']);
	});

	test('is refused when it is no timestamp', async () => {
		const { api } = new Workspace();

		for (const path of ['/okrs', '/key-results', '/users', '/teams', '/departments', '/cycles']) {
			for (const text of ['', 'yesterday', '2026-01-01', '2026-02-30T00:00:00Z']) {
				await badFields(['updated_since'], api.get(`${path}?updated_since=${text}`));
			}
		}
	});

	test('a check-in moves the OKR\'s updated_at: a roll-up that changes progress is a change',
		async () => {
			const space = new Workspace();
			const okr = await space.okr();
			const { id } = await space.keyResult(okr.id);

			await new Promise((resolve) => setTimeout(resolve, 1001 - (Date.now() % 1000)));
			const since = instant(0);

			assert.deepEqual(await ok(space.api.get(`/okrs?updated_since=${since}`)), []);
			await space.checkIn(id, 50);
			const changed = await ok(space.api.get(`/okrs?updated_since=${since}`));

			assert.deepEqual(changed.map((one) => one.id), [okr.id]);
		});
});

describe('q', () => {
	const titles = ['Café résumé', 'CAFE second', 'grow 50% faster', 'grow 50 faster',
		'snake_case name', 'snakeXcase name', 'a\\b backslash', "quote ' here", 'Straße', '日本語の目標',
		'rocket 🚀 launch'];
	let api;

	before(async () => {
		const space = new Workspace();

		api = space.api;
		for (const title of titles) {
			await space.okr({ title, description: 'needle' });
		}
	});

	const searches = {
		'cafe': ['CAFE second', 'Café résumé'], 'CAFÉ': ['CAFE second', 'Café résumé'],
		'RESUME': ['Café résumé'], 'second': ['CAFE second'], '50%': ['grow 50% faster'],
		'%': ['grow 50% faster'], 'snake_case': ['snake_case name'], '_': ['snake_case name'],
		'a\\b': ['a\\b backslash'], '\\': ['a\\b backslash'], "'": ["quote ' here"],
		'目標': ['日本語の目標'], 'nothing such': [], 'needle': [], 'fé ré': ['Café résumé'],
		'grow 50 ': ['grow 50 faster'],
	};

	for (const [text, expected] of Object.entries(searches)) {
		test(`${JSON.stringify(text)} finds ${expected.length}`, async () => {
			assert.deepEqual(await found(api, `/okrs?q=${encodeURIComponent(text)}`),
				[...expected].sort());
		});
	}

	test('a plus is a blank, as in every query string', async () => {
		assert.deepEqual(await found(api, '/okrs?q=cafe+second'), ['CAFE second']);
	});

	test('an empty text is in every title', async () => {
		assert.equal((await found(api, '/okrs?q=')).length, titles.length);
	});

	test('a very long text finds nothing and harms nothing', async () => {
		assert.deepEqual(await found(api, `/okrs?q=${'%25'.repeat(1000)}`), []);
	});
});

describe('filters of the other lists', () => {
	let space, api;

	before(() => {
		space = new Workspace();
		api = space.api;
	});

	test('/key-results: okr_id, status, owner_id', async () => {
		const bob = await space.user();
		const okr = await space.okr();
		const other = await space.okr();

		await space.keyResult(okr.id, { title: 'fresh' });
		await space.keyResult(okr.id, { title: 'running', current_value: 5, owner_id: bob.id });
		const late = await space.keyResult(other.id, { title: 'late' });

		await space.checkIn(late.id, 1, { status: 'off_track' });
		assert.deepEqual(await found(api, `/key-results?okr_id=${okr.id}`), ['fresh', 'running']);
		assert.deepEqual(await found(api, '/key-results?status=off_track'), ['late']);
		assert.deepEqual(await found(api, '/key-results?status=not_started'), ['fresh']);
		assert.deepEqual(await found(api, '/key-results?status=at_risk'), []);
		assert.deepEqual(await found(api, `/key-results?owner_id=${bob.id}`), ['running']);
		assert.deepEqual(await found(api, `/key-results?owner_id=${bob.id}&okr_id=${other.id}`), []);
		await badFields(['status'], api.get('/key-results?status=blocked'));
	});

	test('/users: q, email, role, department_id', async () => {
		const department = await space.department();

		await space.user({ name: 'Zoë Carter', email: 'zoe@example.org', role: 'manager',
			department_id: department.id });
		assert.deepEqual(await found(api, '/users?q=zoe'), ['Zoë Carter']);
		assert.deepEqual(await found(api, '/users?email=zoe@example.org'), ['Zoë Carter']);
		assert.deepEqual(await found(api, '/users?email=nobody@example.org'), []);
		assert.deepEqual(await found(api, '/users?role=manager'), ['Zoë Carter']);
		assert.deepEqual(await found(api, '/users?role=admin'), ['Alice Nguyen']);
		assert.deepEqual(await found(api, `/users?department_id=${department.id}`), ['Zoë Carter']);
		await badFields(['role', 'department_id'], api.get('/users?role=king&department_id=x'));
	});

	test('/teams: q, department_id; /departments: q', async () => {
		const department = await space.department({ name: 'Sales' });

		await space.team({ name: 'Inside Sales', department_id: department.id });
		await space.team({ name: 'Platform' });
		assert.deepEqual(await found(api, '/teams?q=sales'), ['Inside Sales']);
		assert.deepEqual(await found(api, `/teams?department_id=${department.id}`),
			['Inside Sales']);
		assert.deepEqual(await found(api, `/teams?department_id=${nobody}`), []);
		assert.deepEqual(await found(api, '/departments?q=SALES'), ['Sales']);
	});

	test('/cycles: status of today', async () => {
		const own = new Workspace();

		await own.cycle({ name: 'past', start_date: day(-20), end_date: day(-1) });
		await own.cycle({ name: 'ends today', start_date: day(-20), end_date: day(0) });
		await own.cycle({ name: 'starts today', start_date: day(0), end_date: day(9) });
		await own.cycle({ name: 'future', start_date: day(1), end_date: day(9) });
		assert.deepEqual(await found(own.api, '/cycles?status=ended'), ['past']);
		assert.deepEqual(await found(own.api, '/cycles?status=active'),
			['ends today', 'starts today']);
		assert.deepEqual(await found(own.api, '/cycles?status=upcoming'), ['future']);
		await badFields(['status'], own.api.get('/cycles?status=open'));
	});
});
