/*
 * Initiatives: the commands of seed 003 with its samples, their links to OKRs and key results, and
 * what deleting and restoring those does to the links.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { curl } from '../lib/curl.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { idsOf, walk } from '../lib/walk.mjs';
import { Workspace, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000000';

const list = `curl https://go.okrstool.com/api/v1/initiatives?status=in_progress \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const readOne = `curl https://go.okrstool.com/api/v1/initiatives/INIT_ID \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const create = `curl -X POST https://go.okrstool.com/api/v1/initiatives \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "title": "Launch onboarding redesign",
    "description": "Ship the new onboarding flow",
    "status": "in_progress",
    "start_date": "2026-04-01",
    "end_date": "2026-05-15",
    "owner_id": "user-uuid",
    "kr_id": "kr-uuid"
  }'`;

const update = `curl -X PUT https://go.okrstool.com/api/v1/initiatives/INIT_ID \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "status": "done",
    "end_date": "2026-05-10"
  }'`;

const remove = `curl -X DELETE https://go.okrstool.com/api/v1/initiatives/INIT_ID \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const shape = { id: is.id, title: is.text, description: is.orNull(is.text),
	status: is.oneOf('todo', 'in_progress', 'done', 'blocked'),
	priority: is.orNull(is.oneOf('p0', 'p1', 'p2', 'p3')), start_date: is.orNull(is.date),
	end_date: is.orNull(is.date), owner_id: is.orNull(is.id), kr_id: is.orNull(is.id),
	okr_id: is.orNull(is.id), created_at: is.stamp, updated_at: is.stamp };

const space = new Workspace();
const { api } = space;

async function make(fields = {}) {
	return (await ok(api.post('/initiatives', { title: 'An initiative', ...fields }))).data;
}

async function read(id) {
	return (await ok(api.get(`/initiatives/${id}`))).data;
}

async function change(id, fields) {
	return (await ok(api.put(`/initiatives/${id}`, fields))).data;
}

async function titles(query) {
	const { data } = await ok(api.get(`/initiatives?${query}`));

	return data.map(({ title }) => title).sort().join('');
}

describe('seed 003, initiatives', () => {
	const { key } = api;
	let okr, keyResult, made;

	before(async () => {
		okr = await space.okr();
		keyResult = await space.keyResult(okr.id);
		made = curl(create, key, { 'user-uuid': space.admin.id, 'kr-uuid': keyResult.id });
	});

	test('POST answers 201 with the sample in its envelope, the okr_id that of the key result', () => {
		assert.equal(made.status, 201);
		assert.deepEqual(Object.keys(made.body), ['data']);
		hasShape(made.body.data, { ...shape, title: 'Launch onboarding redesign',
			description: 'Ship the new onboarding flow', status: 'in_progress',
			start_date: '2026-04-01', end_date: '2026-05-15', owner_id: space.admin.id,
			kr_id: keyResult.id, okr_id: okr.id, priority: null });
	});

	test('POST names the new record in Location', () => assert.match(made.head,
		new RegExp(`^location: .*/api/v1/initiatives/${made.body.data.id}\r?$`, 'mi')));

	test('GET /initiatives/:id answers what the POST answered', () => {
		const { status, body } = curl(readOne, key, { INIT_ID: made.body.data.id });

		assert.equal(status, 200);
		assert.deepEqual(body, made.body);
	});

	test('GET /initiatives?status=in_progress answers the sample in its envelope', () => {
		const { status, body } = curl(list, key);

		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body), ['data']);
		hasShape(body.data, [{ ...shape, status: 'in_progress' }]);
		assert.ok(body.data.some(({ id }) => id === made.body.data.id));
	});

	test('PUT answers 200 with the whole record, only the fields sent being changed', () => {
		const { status, body } = curl(update, key, { INIT_ID: made.body.data.id });

		assert.equal(status, 200);
		hasShape(body.data, { ...shape, id: made.body.data.id, status: 'done',
			title: 'Launch onboarding redesign', start_date: '2026-04-01',
			end_date: '2026-05-10', kr_id: keyResult.id });
	});

	test('DELETE answers 200 { "success": true }; then it is a 404', async () => {
		const { id } = await make();
		const { status, body } = curl(remove, key, { INIT_ID: id });

		assert.equal(status, 200);
		assert.deepEqual(body, { success: true });
		await refused(404, api.get(`/initiatives/${id}`));
		await refused(404, api.delete(`/initiatives/${id}`));
		await refused(404, api.put(`/initiatives/${id}`, { status: 'done' }));
	});

	test('only the title is required; the status is todo by default', async () => {
		hasShape(await make({ title: 'Bare' }), { title: 'Bare', status: 'todo', priority: null,
			description: null, start_date: null, end_date: null, owner_id: null, kr_id: null,
			okr_id: null });
	});

	test('a missing title is a 400', () => badFields(['title'],
		api.post('/initiatives', { description: 'x' })));

	test('an unknown status or priority is a 400', () => badFields(['status', 'priority'],
		api.post('/initiatives', { title: 'x', status: 'open', priority: 'p4' })));

	test('each status and priority of the seed is taken', async () => {
		for (const status of ['todo', 'in_progress', 'done', 'blocked']) {
			assert.equal((await make({ status })).status, status);
		}
		for (const priority of ['p0', 'p1', 'p2', 'p3', null]) {
			assert.equal((await make({ priority })).priority, priority);
		}
	});

	test('an owner, OKR or key result of no or another workspace is a 400', async () => {
		const other = new Workspace();
		const theirs = await other.okr();
		const their = await other.keyResult(theirs.id);

		await badFields(['kr_id', 'okr_id', 'owner_id'], api.post('/initiatives', { title: 'x',
			owner_id: other.admin.id, okr_id: theirs.id, kr_id: their.id }));
		await badFields(['kr_id', 'okr_id', 'owner_id'], api.post('/initiatives', { title: 'x',
			owner_id: nobody, okr_id: nobody, kr_id: 'no id' }));
	});

	test('reading needs okrs:read and writing write:okrs', async () => {
		const reader = space.client(['okrs:read']);
		const { body } = await refused(403, reader.post('/initiatives', { title: 'x' }));

		assert.equal(body.message, 'This key does not have write:okrs permission');
		await expect(200, reader.get('/initiatives'));
		await refused(403, space.client(['kpis:read']).get('/initiatives'));
	});

	test('another workspace\'s initiative is a 404', async () => {
		const other = new Workspace().api;

		await refused(404, other.get(`/initiatives/${made.body.data.id}`));
		assert.deepEqual(await ok(other.get('/initiatives')), { data: [] });
	});
});

describe('the dates of an initiative', () => {
	test('an end before the start is a 400 that names end_date', () => badFields(['end_date'],
		api.post('/initiatives', { title: 'x', start_date: '2026-05-02', end_date: '2026-05-01' })));

	test('a single day is fine', () => make({ start_date: '2026-05-01', end_date: '2026-05-01' }));

	test('one date alone is fine', async () => {
		await make({ start_date: '2026-05-01' });
		await make({ end_date: '2026-05-01' });
	});

	test('an update is held against the stored other date', async () => {
		const { id } = await make({ start_date: '2026-05-01', end_date: '2026-05-31' });

		await refused(400, api.put(`/initiatives/${id}`, { end_date: '2026-04-30' }));
		await refused(400, api.put(`/initiatives/${id}`, { start_date: '2026-06-01' }));
		assert.equal((await change(id, { end_date: '2026-05-02' })).end_date, '2026-05-02');
	});

	test('days that do not exist, and times, are a 400', async () => {
		for (const date of ['2026-02-29', '2026-13-01', '2026-5-1', '2026-05-01T00:00:00Z', 5, '']) {
			await badFields(['start_date'], api.post('/initiatives', { title: 'x', start_date: date }));
		}
	});
});

describe('the links of an initiative', () => {
	let okr, other, keyResult, otherKeyResult;

	before(async () => {
		[okr, other] = [await space.okr(), await space.okr()];
		[keyResult, otherKeyResult] = [await space.keyResult(okr.id),
			await space.keyResult(other.id)];
	});

	test('a kr_id implies its okr_id', async () => hasShape(await make({ kr_id: keyResult.id }),
		{ kr_id: keyResult.id, okr_id: okr.id }));

	test('an okr_id alone has no key result', async () => hasShape(await make({ okr_id: okr.id }),
		{ kr_id: null, okr_id: okr.id }));

	test('both that agree are taken', async () => hasShape(
		await make({ kr_id: keyResult.id, okr_id: okr.id }), { kr_id: keyResult.id, okr_id: okr.id }));

	test('both that contradict each other are a 400', async () => {
		await refused(400, api.post('/initiatives', { title: 'x', kr_id: keyResult.id,
			okr_id: other.id }));
		const { id } = await make();

		await refused(400, api.put(`/initiatives/${id}`, { kr_id: keyResult.id, okr_id: other.id }));
		hasShape(await read(id), { kr_id: null, okr_id: null });
	});

	test('an okr_id that contradicts the stored key result is a 400', async () => {
		const { id } = await make({ kr_id: keyResult.id });

		await refused(400, api.put(`/initiatives/${id}`, { okr_id: other.id }));
		hasShape(await read(id), { kr_id: keyResult.id, okr_id: okr.id });
	});

	test('PUT kr_id replaces the link, and the OKR with it', async () => {
		const { id } = await make({ kr_id: keyResult.id });

		hasShape(await change(id, { kr_id: otherKeyResult.id }),
			{ kr_id: otherKeyResult.id, okr_id: other.id });
	});

	test('PUT kr_id null clears the link', async () => {
		const { id } = await make({ kr_id: keyResult.id });

		assert.equal((await change(id, { kr_id: null })).kr_id, null);
	});

	test('PUT null on both clears both', async () => {
		const { id } = await make({ kr_id: keyResult.id });

		hasShape(await change(id, { kr_id: null, okr_id: null }), { kr_id: null, okr_id: null });
	});

	test('the okr_id filter matches both kinds of link', async () => {
		const fresh = await space.okr();
		const { id } = await space.keyResult(fresh.id);

		await make({ title: 'a', okr_id: fresh.id });
		await make({ title: 'b', kr_id: id });
		await make({ title: 'c', kr_id: keyResult.id });
		assert.equal(await titles(`okr_id=${fresh.id}`), 'ab');
		assert.equal(await titles(`kr_id=${id}`), 'b');
	});

	test('a deleted key result prints null and its OKR stays; restoring relinks', async () => {
		const mine = await space.keyResult(okr.id);
		const { id } = await make({ kr_id: mine.id });

		await expect(204, api.delete(`/key-results/${mine.id}`));
		hasShape(await read(id), { kr_id: null, okr_id: okr.id });
		await ok(api.post(`/key-results/${mine.id}/restore`));
		hasShape(await read(id), { kr_id: mine.id, okr_id: okr.id });
	});

	test('a deleted OKR prints null for both; restoring relinks', async () => {
		const mine = await space.okr();
		const kr = await space.keyResult(mine.id);
		const { id } = await make({ kr_id: kr.id });

		await expect(204, api.delete(`/okrs/${mine.id}`));
		hasShape(await read(id), { kr_id: null, okr_id: null });
		hasShape((await ok(api.get('/initiatives'))).data.find((one) => one.id === id),
			{ kr_id: null, okr_id: null });
		await ok(api.post(`/okrs/${mine.id}/restore`));
		hasShape(await read(id), { kr_id: kr.id, okr_id: mine.id });
	});

	test('an initiative of a deleted OKR can still be changed', async () => {
		const mine = await space.okr();
		const { id } = await make({ okr_id: mine.id });

		await expect(204, api.delete(`/okrs/${mine.id}`));
		hasShape(await change(id, { status: 'done' }), { status: 'done', okr_id: null });
		await ok(api.post(`/okrs/${mine.id}/restore`));
		assert.equal((await read(id)).okr_id, mine.id);
	});

	test('a link to a deleted record is a 400', async () => {
		const mine = await space.okr();

		await expect(204, api.delete(`/okrs/${mine.id}`));
		await badFields(['okr_id'], api.post('/initiatives', { title: 'x', okr_id: mine.id }));
	});
});

describe('PUT /initiatives/:id', () => {
	test('null clears what is optional', async () => {
		const cleared = { description: null, priority: null, start_date: null, end_date: null,
			owner_id: null };
		const { id } = await make({ description: 'd', priority: 'p1', start_date: '2026-05-01',
			end_date: '2026-05-02', owner_id: space.admin.id });

		hasShape(await change(id, cleared), cleared);
	});

	test('null on the status sets its default', async () => {
		const { id } = await make({ status: 'done' });

		assert.equal((await change(id, { status: null })).status, 'todo');
	});

	test('null on the title is a 400', async () => badFields(['title'],
		api.put(`/initiatives/${(await make()).id}`, { title: null })));

	test('no field, or only read-only ones, is a 400', async () => {
		const { id, created_at } = await make();

		await refused(400, api.put(`/initiatives/${id}`, {}));
		await refused(400, api.put(`/initiatives/${id}`, { id, created_at }));
	});

	test('what a GET printed may be sent back', async () => {
		const okr = await space.okr();
		const { id: kr_id } = await space.keyResult(okr.id);
		const made = await make({ kr_id, priority: 'p0', start_date: '2026-05-01' });
		const { updated_at, ...same } = made;

		hasShape(await change(made.id, made), same);
		assert.ok(updated_at <= (await read(made.id)).updated_at);
	});
});

describe('filters of GET /initiatives', () => {
	const owner = { id: space.admin.id };
	let all;

	before(async () => {
		all = [await make({ title: 'k', status: 'blocked', priority: 'p3' }),
			await make({ title: 'l', status: 'blocked', priority: 'p2', owner_id: owner.id }),
			await make({ title: 'm', priority: 'p3' })];
	});

	test('status and priority', async () => {
		assert.match(await titles('status=blocked'), /kl$/);
		assert.equal(await titles('status=blocked&priority=p3'), 'k');
	});

	test('owner_id', async () => assert.ok((await titles(`owner_id=${owner.id}`)).includes('l')));

	test('updated_since', async () => {
		assert.ok((await titles(`updated_since=${all[0].updated_at}`)).endsWith('klm'));
		assert.equal(await titles(`updated_since=${instant(0, 3600)}`), '');
	});

	test('an unknown status or a malformed UUID is a 400', () => badFields(
		['kr_id', 'okr_id', 'priority', 'status'],
		api.get('/initiatives?status=x&priority=x&okr_id=x&kr_id=x')));

	test('a well-formed id that matches nothing gives an empty list', async () =>
		assert.deepEqual(await ok(api.get(`/initiatives?okr_id=${nobody}`)), { data: [] }));

	test('limit and cursor walk through all, the newest first, each page in its envelope', async () => {
		const every = (await ok(api.get('/initiatives'))).data.map(({ id }) => id);
		const answers = await walk(api, '/initiatives?limit=4');

		assert.deepEqual(idsOf(answers), every);
		assert.deepEqual(every, [...every].sort().reverse());
		assert.ok(answers.every(({ body }) => body.data.length <= 4));
	});
});

describe('an application\'s initiatives', () => {
	const scopes = ['okrs:read', 'write:okrs'];
	const [a, b] = ['a', 'b'].map((app) => space.client(scopes, { app }));

	test('are a 404 and in no list for another application', async () => {
		const { data } = await ok(a.post('/initiatives', { title: 'of a' }));

		assert.deepEqual((await ok(a.get('/initiatives'))).data, [data]);
		assert.deepEqual((await ok(b.get('/initiatives'))).data, []);
		await refused(404, b.get(`/initiatives/${data.id}`));
		await refused(404, b.put(`/initiatives/${data.id}`, { status: 'done' }));
		await refused(404, b.delete(`/initiatives/${data.id}`));
		assert.deepEqual(await read(data.id), data);
	});

	test('may not link to an OKR that the application does not see', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);

		await badFields(['kr_id', 'okr_id'],
			a.post('/initiatives', { title: 'x', okr_id: okr.id, kr_id: id }));
	});

	test('print null for a link that the application does not see', async () => {
		const okr = await space.okr();
		const { data } = await ok(a.post('/initiatives', { title: 'x' }));

		assert.equal((await change(data.id, { okr_id: okr.id })).okr_id, okr.id);
		assert.equal((await ok(a.get(`/initiatives/${data.id}`))).data.okr_id, null);
	});
});
