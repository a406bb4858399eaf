/*
 * Validators (api.md "Caching", rulings.md 23): every 200 to a GET carries a strong ETag that a
 * write anywhere in the workspace moves and a failed write does not; If-None-Match gives 304,
 * If-Match a 412 for a stale version.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused, varied } from '../lib/client.mjs';
import { nameOf, oneOfEach, routes, writes } from '../lib/routes.mjs';
import { Workspace, allScopes, unique } from '../lib/workspace.mjs';

let space, api, things;

before(async () => {
	space = new Workspace();
	api = space.api;
	things = await oneOfEach(space);
});

const readable = [...routes.filter(({ method }) => method === 'GET'),
	{ method: 'GET', path: '/me' }];

function targetOf({ path, of }) {
	return of ? path.replace('ID', things[of].id) : path;
}

async function etagOf(path, client = api) {
	return (await expect(200, client.get(path))).headers.etag;
}

function ifNoneMatch(path, tag, client = api) {
	return client.get(path, { headers: { 'If-None-Match': tag } });
}

describe('ETag and If-None-Match', () => {
	for (const route of readable) {
		test(`${nameOf(route)} has a strong ETag, and 304 without a body for it`, async () => {
			const path = targetOf(route);
			const tag = await etagOf(path);

			assert.match(tag, /^"[^"]+"$/);
			const { headers, text } = await expect(304, ifNoneMatch(path, tag));

			assert.equal(text, '');
			assert.equal(headers.etag, tag);
			assert.equal(headers['cache-control'], 'private, no-cache');
			assert.equal(varied(headers), 'Authorization, Accept, Accept-Encoding');
		});
	}

	test('weak and listed forms, and what compression appends, match as well', async () => {
		const tag = await etagOf('/okrs');

		for (const form of [`W/${tag}`, `"x", ${tag}`, `${tag},"y"`, `W/"x" , W/${tag}`,
			tag.replace(/"$/, '-gzip"')]) {
			await expect(304, ifNoneMatch('/okrs', form));
		}
		for (const form of ['"x"', '""', 'x', tag.replace('"', '"x')]) {
			await expect(200, ifNoneMatch('/okrs', form));
		}
	});

	test('* matches whatever there is (RFC 9110), and nothing where there is none', async () => {
		for (const route of readable) {
			const path = targetOf(route);
			const { headers, text } = await expect(304, ifNoneMatch(path, '*'));

			assert.deepEqual([headers.etag, text], [await etagOf(path), ''], path);
		}
		await expect(304, api.request('HEAD', '/okrs', undefined,
			{ headers: { 'If-None-Match': '*' } }));
		await refused(404, ifNoneMatch('/okrs/01890000-0000-7000-8000-000000000001', '*'));
		await refused(400, ifNoneMatch('/okrs?x=1', '*'));
		await expect(200, ifNoneMatch('/okrs', '"*"'));
	});

	test('HEAD answers 304 as well', async () => {
		const headers = { 'If-None-Match': await etagOf('/okrs') };

		await expect(304, api.request('HEAD', '/okrs', undefined, { headers }));
	});

	test('another query is another representation', async () => {
		const tag = await etagOf('/okrs');

		assert.notEqual(await etagOf('/okrs?limit=1'), tag);
		await expect(200, ifNoneMatch('/okrs?type=org', tag));
	});

	test('the same path of another workspace does not match', async () => {
		const other = new Workspace();

		await expect(200, ifNoneMatch('/okrs', await etagOf('/okrs'), other.api));
	});

	test('keys of different applications do not share validators', async () => {
		const [a, b] = ['a', 'b'].map((app) => space.client(allScopes, { app }));

		await expect(200, ifNoneMatch('/okrs', await etagOf('/okrs', a), b));
	});

	test('a credential is asked for before 304', async () => {
		const tag = await etagOf('/okrs');

		await refused(403, ifNoneMatch('/okrs', tag, space.client(['kpis:read'])));
	});

	test('a deleted record is a 404 and no 304', async () => {
		const { id } = await space.okr();
		const tag = await etagOf(`/okrs/${id}`);

		await api.delete(`/okrs/${id}`);
		await refused(404, ifNoneMatch(`/okrs/${id}`, tag));
	});

	test('an unknown record with a current-looking tag is a 404', async () => {
		const tag = await etagOf(`/okrs/${things.okr.id}`);

		await refused(404, ifNoneMatch('/okrs/01890000-0000-7000-8000-000000000001', tag));
		await refused(404, ifNoneMatch('/okrs/none', tag));
	});

	test('an unknown parameter is a 400 and no 304', async () => {
		const tag = await etagOf('/okrs');

		await refused(400, ifNoneMatch('/okrs?colour=red', tag));
	});
});

// A request to a writing route that will succeed, with what it needs made anew.
async function prepareWrite({ method, path, of, body }) {
	const bodies = { '/okrs': { title: 'x', type: 'org', cycle_id: things.cycle.id },
		'/cycles': { name: unique('c'), start_date: '2026-01-01', end_date: '2026-01-02' },
		'/users': { name: 'x', email: `${unique('u')}@example.org` }, '/teams': { name: 'x' },
		'/departments': { name: 'x' } };
	const target = of ? path.replace('ID', (await freshThing(of)).id) : path;
	const sent = path === '/cycles/ID' && body ? { name: unique('n') } : body ?? bodies[path];

	return () => ok(api.request(method, target, sent));
}

async function freshThing(kind) {
	const makers = { okr: () => space.okr(), keyResult: () => space.keyResult(things.okr.id),
		cycle: () => space.cycle(), user: () => space.user(), team: () => space.team(),
		department: () => space.department(), apiKey: () => space.makeKey(['okrs:read']),
		deletedOkr: async () => {
			const okr = await space.okr();

			await api.delete(`/okrs/${okr.id}`);
			return okr;
		},
		deletedKeyResult: async () => {
			const keyResult = await space.keyResult(things.okr.id);

			await api.delete(`/key-results/${keyResult.id}`);
			return keyResult;
		} };

	return makers[kind]();
}

describe('what moves a validator', () => {
	for (const route of writes.filter(({ path }) => !path.startsWith('/api-keys'))) {
		test(`${nameOf(route)}: a write moves the ETag of lists and items`, async () => {
			const write = await prepareWrite(route);
			const paths = ['/okrs', '/teams', `/okrs/${things.okr.id}`];
			const before_ = await Promise.all(paths.map((path) => etagOf(path)));

			await write();
			for (const [i, path] of paths.entries()) {
				assert.notEqual(await etagOf(path), before_[i], path);
			}
		});
	}

	test('reading moves nothing', async () => {
		const tag = await etagOf('/okrs');

		for (const route of readable) {
			await expect(200, api.get(targetOf(route)));
		}
		assert.equal(await etagOf('/okrs'), tag);
	});

	test('a refused write moves nothing', async () => {
		const tag = await etagOf('/okrs');
		const stale = { headers: { 'If-Match': '"99"' } };

		await refused(400, api.post('/okrs', { title: 'x' }));
		await refused(400, api.put(`/okrs/${things.okr.id}`, { owner_id: things.okr.id }));
		await refused(412, api.put(`/okrs/${things.okr.id}`, { title: 'x' }, stale));
		await refused(412, api.delete(`/okrs/${things.okr.id}`, stale));
		await refused(409, api.delete(`/cycles/${things.cycle.id}`));
		await refused(404, api.delete('/teams/01890000-0000-7000-8000-000000000001'));
		await refused(409, api.post('/users', { name: 'x', email: 'alice@example.org' }));
		assert.equal(await etagOf('/okrs'), tag);
	});
});

describe('If-Match', () => {
	const items = ['okr', 'keyResult', 'cycle', 'user', 'team', 'department'];
	const bodies = { okr: { weight: 2 }, keyResult: { unit: 'y' }, cycle: null, user: { name: 'y' },
		team: { name: 'y' }, department: { name: 'y' } };
	const roots = { okr: '/okrs', keyResult: '/key-results', cycle: '/cycles', user: '/users',
		team: '/teams', department: '/departments' };

	for (const kind of items) {
		test(`${roots[kind]}/ID: the current version passes, a former one is a 412`, async () => {
			const { id } = await freshThing(kind);
			const path = `${roots[kind]}/${id}`;
			const tag = await etagOf(path);
			const body = bodies[kind] ?? { name: unique('c') };

			await expect(200, api.put(path, body, { headers: { 'If-Match': tag } }));
			for (const method of ['PUT', 'PATCH']) {
				await refused(412, api.request(method, path, body, { headers: { 'If-Match': tag } }));
			}
			await refused(412, api.delete(path, { headers: { 'If-Match': tag } }));
			await expect(204, api.delete(path, { headers: { 'If-Match': await etagOf(path) } }));
		});
	}

	test('compares the record\'s version only: a write elsewhere does no harm', async () => {
		const { id } = await space.okr();
		const tag = await etagOf(`/okrs/${id}`);

		await space.team();
		await expect(200, api.put(`/okrs/${id}`, { title: 'x' }, { headers: { 'If-Match': tag } }));
	});

	test('* and lists and weak forms are understood', async () => {
		const { id } = await space.okr();

		for (const form of [(tag) => tag, () => '*', (tag) => `W/${tag}`, (tag) => `"77", ${tag}`,
			(tag) => tag.replace(/"$/, '-gzip"')]) {
			const headers = { 'If-Match': form(await etagOf(`/okrs/${id}`)) };

			await expect(200, api.put(`/okrs/${id}`, { title: unique('t') }, { headers }));
		}
		for (const form of ['"x"', '""', '"-1"', 'nonsense']) {
			await refused(412, api.put(`/okrs/${id}`, { title: 'x' }, { headers: { 'If-Match': form } }));
		}
	});

	test('two writers with the same tag: the second gets a 412', async () => {
		const { id } = await space.okr();
		const headers = { 'If-Match': await etagOf(`/okrs/${id}`) };
		const answers = await Promise.all([2, 3].map((weight) =>
			api.put(`/okrs/${id}`, { weight }, { headers })));

		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
	});
});
