/*
 * Lists: their order, limit, and walks by cursor while records come and go. The filters have a file
 * of their own.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { lists } from '../lib/routes.mjs';
import { url } from '../lib/server.mjs';
import { Workspace, allScopes, day, instant, unique } from '../lib/workspace.mjs';

// The whole URL that a Link header names as the next page, or undefined.
function nextOf(answer) {
	const { link } = answer.headers;

	if (link === undefined) {
		return undefined;
	}
	const [, target] = /^<([^>]+)>; rel="next"$/.exec(link);

	assert.ok(target.startsWith(`${url}/api/v1/`), link);
	return target.slice(url.length);
}

// Every page from a path on; `between` is called with each page's number before the next is read.
async function walk(api, path, between = () => {}) {
	const pages = [];

	for (let next = `/api/v1${path}`; next; ) {
		const answer = await expect(200, api.get(next, { root: true }));

		pages.push(answer.body);
		await between(pages.length);
		next = nextOf(answer);
		assert.ok(pages.length < 500, 'the walk does not end');
	}
	return pages;
}

function idsOf(pages) {
	return pages.flat().map(({ id }) => id);
}

function inParallel(count, make) {
	return Promise.all(Array.from({ length: count }, (_, i) => make(i)));
}

async function makeKeyResults(space, okrIds, count) {
	return inParallel(count, (i) => space.keyResult(okrIds[i % okrIds.length], { title: `${i}` }));
}

describe('a walk by cursor over 300 records', () => {
	let space, api, okrs, made;

	before(async () => {
		space = new Workspace();
		api = space.api;
		await space.okr();
		okrs = await inParallel(300, (i) => space.okr({ title: `Objective ${i}`,
			team_id: null, type: i % 3 ? 'team' : 'org', weight: i }));
		made = okrs.map(({ id }) => id).sort().reverse();
	});

	test('with limit 7 every OKR comes exactly once, newest first, on full pages', async () => {
		const pages = await walk(api, '/okrs?limit=7');

		assert.deepEqual(idsOf(pages).slice(0, 300), made);
		assert.ok(pages.slice(0, -1).every((page) => page.length === 7));
		assert.equal(idsOf(pages).length, 301);
	});

	test('the default page holds all of them and no Link', async () => {
		const answer = await api.get('/okrs');

		assert.equal(answer.body.length, 301);
		assert.equal(answer.headers.link, undefined);
	});

	test('a page that ends exactly at the last record has no next', async () => {
		const answer = await api.get('/okrs?limit=301');

		assert.equal(answer.body.length, 301);
		assert.equal(answer.headers.link, undefined);
	});

	test('filters stay in the Link and hold on every page', async () => {
		const pages = await walk(api, '/okrs?type=team&limit=7&q=Objective');

		assert.ok(pages.flat().every(({ type }) => type === 'team'));
		assert.equal(idsOf(pages).length, 200);
		assert.equal(new Set(idsOf(pages)).size, 200);
	});

	test('a filter on the computed status ends and finds each once', async () => {
		const expected = (await ok(api.get('/okrs'))).filter(({ status }) => status === 'not_started');
		const pages = await walk(api, '/okrs?status=not_started&limit=50');

		assert.deepEqual(idsOf(pages), expected.map(({ id }) => id));
		assert.deepEqual(idsOf(await walk(api, '/okrs?status=off_track&limit=50')), []);
	});

	test('updated_since and limit walk together', async () => {
		const pages = await walk(api, `/okrs?updated_since=${instant(-1)}&limit=100`);

		assert.equal(new Set(idsOf(pages)).size, 301);
	});

	test('records made or deleted meanwhile disturb no other', async () => {
		const gone = new Set();
		const added = new Set();
		const pages = await walk(api, '/okrs?limit=7', async (number) => {
			const victim = made[number * 5];

			if (victim && number < 40) {
				await expect(204, api.delete(`/okrs/${victim}`));
				gone.add(victim);
			}
			added.add((await space.okr({ title: 'Late' })).id);
		});
		const seen = idsOf(pages);

		assert.equal(new Set(seen).size, seen.length, 'a record came twice');
		for (const id of made.filter((one) => !gone.has(one))) {
			assert.ok(seen.includes(id), `${id} was skipped`);
		}
		assert.ok(seen.every((id) => !added.has(id)), 'what is newer than the first page came later');
	});

	test('a cursor whose record was deleted still works', async () => {
		const first = await api.get('/okrs?limit=3');

		await expect(204, api.delete(`/okrs/${first.body[2].id}`));
		const rest = await walk(api, nextOf(first).slice('/api/v1'.length));

		assert.ok(!idsOf(rest).includes(first.body[1].id));
		assert.equal(idsOf(rest).length, (await ok(api.get('/okrs'))).length - 2);
	});

	test('key results walk as well', async () => {
		const keyResults = await makeKeyResults(space, made.slice(250, 253), 60);
		const pages = await walk(api, '/key-results?limit=7');

		assert.deepEqual(idsOf(pages).sort(), keyResults.map(({ id }) => id).sort());
	});

	test('key results of one OKR walk as well', async () => {
		const okr = await space.okr();
		const keyResults = await makeKeyResults(space, [okr.id], 20);
		const pages = await walk(api, `/key-results?okr_id=${okr.id}&limit=7`);

		assert.deepEqual(idsOf(pages), keyResults.map(({ id }) => id).sort().reverse());
	});

	test('the history of a key result walks by its time, newest first', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);

		await inParallel(30, (i) => space.checkIn(id, i, { checked_in_at: instant(-(i % 10)) }));
		const pages = await walk(api, `/key-results/${id}/checkins?limit=7`);
		const times = pages.flat().map(({ checked_in_at }) => checked_in_at);

		assert.equal(new Set(idsOf(pages)).size, 30);
		assert.deepEqual(times, [...times].sort().reverse());
	});
});

describe('the order of lists', () => {
	let space, api;

	before(() => {
		space = new Workspace();
		api = space.api;
	});

	test('OKRs, key results, teams and departments come newest first', async () => {
		const okr = await space.okr();

		await space.okr();
		await makeKeyResults(space, [okr.id], 5);
		await inParallel(5, () => space.team());
		await inParallel(5, () => space.department());
		for (const path of ['/okrs', '/key-results', '/teams', '/departments']) {
			const ids = (await ok(api.get(path))).map(({ id }) => id);

			assert.ok(ids.length > 1);
			assert.deepEqual(ids, [...ids].sort().reverse(), path);
		}
	});

	test('key results within an OKR come in order of creation', async () => {
		const okr = await space.okr({ key_results: ['a', 'b', 'c'].map((title) => ({ title,
			metric_type: 'number', start_value: 0, target_value: 1 })) });

		await space.keyResult(okr.id, { title: 'd' });
		assert.deepEqual((await space.getOkr(okr.id)).key_results.map(({ title }) => title),
			['a', 'b', 'c', 'd']);
	});

	test('cycles come by start date, the latest first, and walk so', async () => {
		await inParallel(20, (i) => space.cycle({ start_date: day(-10 * (i % 7)), end_date: day(1) }));
		const pages = await walk(api, '/cycles?limit=3');
		const dates = pages.flat().map(({ start_date }) => start_date);

		assert.deepEqual(dates, [...dates].sort().reverse());
		assert.equal(new Set(idsOf(pages)).size, 21);
	});

	test('users walk each once', async () => {
		await inParallel(20, () => space.user());
		assert.equal(new Set(idsOf(await walk(api, '/users?limit=3'))).size, 21);
	});
});

test('a filtered page of more than 512 OKRs is served whole', async () => {
	const space = new Workspace();
	const wide = space.client(allScopes, { 'page-limit': 2000 });

	await space.okr();
	await inParallel(520, (i) => space.okr({ title: `Objective ${i}`, type: 'team' }));
	assert.equal((await expect(200, wide.get('/okrs?type=team'))).body.length, 520);
	assert.equal((await expect(200, wide.get('/okr/objectives?limit=1000&sort=title'))).body
		.items.length, 521);
});

describe('limit and cursor', () => {
	let space, api;

	before(async () => {
		space = new Workspace();
		api = space.api;
		await space.okr();
		await inParallel(3, () => space.team());
		await inParallel(3, () => space.okr());
	});

	for (const { path } of lists) {
		test(`GET ${path} takes limit and cursor and nothing unknown`, async () => {
			await expect(200, api.get(`${path}?limit=1`));
			await expect(200, api.get(`${path}?limit=500`));
			for (const limit of ['0', '-1', '501', '1.5', 'x', '', '1e2', '+1', '%201',
				'99999999999999999999']) {
				await badFields(['limit'], api.get(`${path}?limit=${limit}`));
			}
			await badFields(['colour'], api.get(`${path}?colour=red`));
			await badFields(['colour', 'limit'], api.get(`${path}?colour=red&limit=0`));
			await badFields(['limit'], api.get(`${path}?limit=1&limit=1`));
		});

		test(`GET ${path} refuses a broken cursor`, async () => {
			for (const cursor of ['x', '', '0', 'null', 'a'.repeat(48), 'a'.repeat(5000),
				'0'.repeat(64)]) {
				await badFields(['cursor'], api.get(`${path}?cursor=${cursor}`));
			}
		});
	}

	test('a cursor with one character changed is refused', async () => {
		const next = nextOf(await api.get('/okrs?limit=1'));
		const [head, cursor] = next.split('cursor=');

		for (const i of [0, 10, cursor.length - 1]) {
			const other = cursor[i] === 'a' ? 'b' : 'a';
			const broken = cursor.slice(0, i) + other + cursor.slice(i + 1);

			await badFields(['cursor'], api.get(`${head}cursor=${broken}`, { root: true }));
		}
	});

	test('a cursor of one list is refused by another', async () => {
		const cursor = nextOf(await api.get('/teams?limit=1')).split('cursor=')[1];

		await badFields(['cursor'], api.get(`/departments?cursor=${cursor}`));
		await badFields(['cursor'], api.get(`/cycles?cursor=${cursor}`));
	});

	test('repeated parameters are a 400 that names them', () => badFields(['type'],
		api.get('/okrs?type=org&type=team')));

	test('unknown parameters of an item are a 400', async () => {
		const [{ id }] = await ok(api.get('/okrs'));

		await badFields(['expand'], api.get(`/okrs/${id}?expand=title`));
		await badFields(['limit'], api.get(`/okrs/${id}?limit=1`));
		await badFields(['force'], api.delete(`/okrs/${id}?force=1`));
		await badFields(['dry'], api.post('/teams?dry=1', { name: 'x' }));
	});

	test('a bare question mark is no parameter', () => expect(200, api.get('/okrs?')));

	test('a query that is no UTF-8 or has a broken escape is a 400', async () => {
		for (const query of ['q=%ff', 'q=%zz', 'q=%', '%ff=1', 'q=%00', 'cursor=%00']) {
			const { body } = await expect(400, api.get(`/okrs?${query}`));

			assert.equal(body.error, 'bad_request');
		}
	});

	test('a key with a larger page limit has it as its default page as well', async () => {
		const small = space.client(['okrs:read'], { 'page-limit': 2 });
		const answer = await small.get('/okrs');

		assert.equal(answer.body.length, 2);
		assert.ok(nextOf(answer));
		await badFields(['limit'], small.get('/okrs?limit=3'));
		await expect(200, space.client(['okrs:read'], { 'page-limit': 1000 }).get('/okrs?limit=1000'));
	});

	test('the next URL keeps other parameters as they were', async () => {
		const name = unique('a b&c=d%e');

		await space.okr({ title: `${name} 1` });
		await space.okr({ title: `${name} 2` });
		const pages = await walk(api, `/okrs?limit=1&q=${encodeURIComponent(name)}`);

		assert.deepEqual(pages.flat().map(({ title }) => title), [`${name} 2`, `${name} 1`]);
	});
});
