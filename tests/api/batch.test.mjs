/*
 * POST /batch (product/import-export.md C3, readings 190–195): every write gives in a batch what it gives
 * alone, all of them are kept or none, nobody may more than alone, and what is sent again is done once.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { rowsAdded } from '../lib/journal.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { nameOf } from '../lib/routes.mjs';
import { allScopes, dump, revision, unique, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;

const send = (requests, { client = api, key, atomic, ...headers } = {}) => client.post('/batch',
	{ ...(atomic === undefined ? {} : { atomic }), requests },
	{ headers: { ...(key ? { 'Idempotency-Key': key } : {}), ...headers } });
const answered = async (requests, options) => (await ok(send(requests, options))).responses;
const statuses = (responses) => responses.map(({ status }) => status);
const each = { atomic: false };
const okrBody = (fields) => ({ title: 'In a batch', type: 'team', ...fields });
let cycle, okr;

before(async () => {
	cycle = await space.cycle();
	okr = await space.okr({ cycle_id: cycle.id });
});

// ---- as alone --------------------------------------------------------------------------------------

// What differs between two workspaces however alike they are.
function plain(value) {
	return JSON.parse(JSON.stringify(value ?? null)
		.replace(/\b(obj|krs)_[0-9A-Z]{26}/g, '$1_ID')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
		.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'AT')
		.replace(/okr([tl])_[0-9A-Za-z]+/g, 'okr$1_')
		.replace(/\b([a-z]+)-[0-9a-f]{12}\b/g, '$1-N'));
}

const deletesLast = (a, b) => (a.method === 'DELETE') - (b.method === 'DELETE');
const isRefused = (path) => /^\/(batch|imports)\b/.test(path);
const writes = routes.filter(({ method, path, reads }) => method !== 'GET' && !reads && !isRefused(path))
	.flatMap((route) => (route.method === 'PUT' ? [route, { ...route, method: 'PATCH' }] : [route]))
	.sort(deletesLast);

async function alone(own, { method, path, body }) {
	const { status, headers, body: said } = await own.api.request(method, path, body);

	return { status, headers: { etag: Boolean(headers.etag), location: headers.location }, body: said ?? null };
}

const inBatch = (atomic) => async (own, request) => {
	const [{ status, headers, body }] = await answered([request], { client: own.api, atomic });

	return { status, headers: { etag: Boolean(headers.etag), location: headers.location }, body };
};

// The same requests in workspaces that are alike, one way in each.
test('every write gives in a batch what it gives alone', async () => {
	const ways = await Promise.all([alone, inBatch(true), inBatch(false)].map(async (ask) => {
		const own = new Workspace();

		return { own, ask, records: await recordsOf(own) };
	}));
	let done = 0;

	for (const route of writes) {
		const said = [];

		for (const { own, ask, records } of ways) {
			said.push(plain(await ask(own, { method: route.method, path: pathFor(route, records),
				body: bodyFor(route, records) })));
		}
		assert.deepEqual(said[1], said[0], nameOf(route));
		assert.deepEqual(said[2], said[0], nameOf(route));
		done += said[0].status < 300;
	}
	assert.ok(done > writes.length * 0.8, `${done} of ${writes.length}`);
});

test('an ETag of a batch is that of the record: for the next change, and for a 304', async () => {
	for (const atomic of [true, false]) {
		const [, { headers }] = await answered([
			{ method: 'POST', path: '/cycles', body: { name: unique('cycle'), start_date: '2026-01-01',
				end_date: '2026-02-01' } },
			{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: unique('text') } },
		], { atomic });
		const { headers: read } = await api.get(`/okrs/${okr.id}`);
		const [version] = headers.etag.split('-');

		assert.equal(read.etag.split('-')[0], version);
		assert.equal(read.etag.split('-')[1], headers.etag.split('-')[1], 'the revision');
		assert.deepEqual(statuses(await answered([
			{ method: 'PUT', path: `/okrs/${okr.id}`, body: { weight: 3 }, if_match: '"1"' }])), [412]);
		assert.deepEqual(statuses(await answered([{ method: 'PUT', path: `/okrs/${okr.id}`,
			body: { description: unique('text') }, if_match: headers.etag }])), [200]);
	}
});

// ---- all or none -----------------------------------------------------------------------------------

test('what fails takes all others with it: nothing is kept, and nothing changes', async () => {
	const was = await dump(api);
	const responses = await answered([
		{ id: 'first', method: 'POST', path: '/okrs', body: okrBody({ cycle_id: cycle.id }) },
		{ id: 'wrong', method: 'PUT', path: `/okrs/${okr.id}`, body: { weight: -1 } },
		{ id: 'last', method: 'DELETE', path: `/okrs/${okr.id}` },
	]);

	assert.deepEqual(responses.map(({ id }) => id), ['first', 'wrong', 'last']);
	assert.deepEqual(statuses(responses), [424, 400, 424]);
	assert.deepEqual(responses.map(({ body }) => body.error),
		['failed_dependency', 'bad_request', 'failed_dependency']);
	assert.deepEqual(responses[1].body.details.map(({ field }) => field), ['weight']);
	assert.deepEqual(responses[0].headers, {});
	assert.equal(await dump(api), was);
});

test('a batch that changes nothing leaves the workspace as it is', async () => {
	const was = await revision(api);

	assert.deepEqual(statuses(await answered([
		{ method: 'PUT', path: `/okrs/${okr.id}`, body: { title: okr.title } }])), [200]);
	assert.equal(await revision(api), was);
});

// A change that no row of the journal tells must not be dropped because the last request changes nothing.
test('a batch is kept though its last request changes nothing', async () => {
	const title = unique('title');

	await answered([
		{ method: 'PUT', path: `/okrs/${okr.id}`, body: { title } },
		{ method: 'PUT', path: `/okrs/${okr.id}`, body: { title } },
	]);
	assert.equal((await space.getOkr(okr.id)).title, title);
	okr.title = title;
});

test('without atomic each stands for itself, and what refers to a failed one is a 424', async () => {
	const responses = await answered([
		{ id: 'a', method: 'POST', path: '/okrs', body: okrBody({ cycle_id: cycle.id }) },
		{ id: 'b', method: 'POST', path: '/okrs', body: okrBody({}) },
		{ id: 'c', method: 'POST', path: '/okrs/{b.id}/key-results', body: { title: 'x' } },
		{ id: 'd', method: 'PUT', path: '/okrs/{a.id}', body: { description: { $from: 'c', field: 'id' } } },
		{ id: 'e', method: 'POST', path: '/okrs/{a.id}/key-results', body: { title: 'Kept',
			metric_type: 'number', start_value: 0, target_value: 1 } },
		{ id: 'f', method: 'DELETE', path: '/nothing/here' },
		{ id: 'g', method: 'DELETE', path: '/okrs' },
	], each);

	assert.deepEqual(statuses(responses), [201, 400, 424, 424, 201, 404, 405]);
	assert.equal((await space.getOkr(responses[0].body.id)).key_results[0].title, 'Kept');
});

// Both children are rolled up into one parent, within one transaction.
test('check-ins of one batch below one parent add up', async () => {
	const [parent, ...rest] = await answered([
		{ id: 'p', method: 'POST', path: '/okrs', body: okrBody({ cycle_id: cycle.id, type: 'org' }) },
		...['a', 'b'].flatMap((id) => [
			{ id, method: 'POST', path: '/okrs', body: okrBody({ cycle_id: cycle.id,
				parent_okr_id: { $from: 'p', field: 'id' } }) },
			{ id: `${id}kr`, method: 'POST', path: `/okrs/{${id}.id}/key-results`, body: { title: 'KR',
				metric_type: 'number', start_value: 0, target_value: 100 } },
			{ method: 'POST', path: `/key-results/{${id}kr.id}/checkins`, body: { value: 50 } },
		]),
	]);

	assert.deepEqual(statuses(rest), [201, 201, 201, 201, 201, 201]);
	assert.equal((await space.getOkr(parent.body.id)).progress, 0.5);
});

// ---- references ------------------------------------------------------------------------------------

test('a reference takes a value from any depth of an earlier answer, as it stands there', async () => {
	const odd = 'a "quoted" \\ title / with ? and ü';
	const responses = await answered([
		{ id: 'i.j', method: 'POST', path: '/initiatives', body: { title: odd } },
		{ method: 'PUT', path: '/initiatives/{i.j.data.id}', body: { description:
			{ $from: 'i.j', field: 'data.title' } } },
		{ method: 'POST', path: '/kpis', body: { name: { $from: 'i.j', field: 'data.title' } } },
		{ method: 'DELETE', path: '/kpis/{2.id}' },
	]);

	assert.deepEqual(statuses(responses), [201, 200, 201, 204]);
	assert.equal(responses[1].body.data.description, odd);
	assert.equal(responses[2].body.name, odd);
	assert.equal(responses[3].body, null);
});

test('what is no reference stays what it is', async () => {
	const [{ body }] = await answered([{ method: 'PUT', path: '/workspace',
		body: { level_marks: [0.1, 0.5, 0.9], limits: { $from: 'a', field: 'b', more: 1 } } }]);

	assert.equal(body.error, 'bad_request');
	assert.deepEqual(body.details.map(({ field }) => field), ['limits']);
});

test('a field that is not there is a 400, a value that no path can hold too', async () => {
	const responses = await answered([
		{ id: 'a', method: 'POST', path: '/okrs', body: okrBody({ cycle_id: cycle.id }) },
		{ method: 'PUT', path: '/okrs/{a.nothing}', body: {} },
		{ method: 'PUT', path: '/okrs/{a.key_results}', body: {} },
		{ method: 'PUT', path: '/okrs/{a.id}', body: { title: { $from: 'a', field: 'title.x' } } },
	], each);

	assert.deepEqual(statuses(responses), [201, 400, 400, 400]);
});

test('a value is one segment of a path, whatever stands in it', async () => {
	const responses = await answered([
		{ id: 'a', method: 'POST', path: '/kpis', body: { name: `${okr.id}/restore?x=1#` } },
		{ id: 'b', method: 'POST', path: '/kpis', body: { name: 'batch' } },
		{ id: 'c', method: 'POST', path: '/kpis', body: { name: 'sessions' } },
		{ method: 'POST', path: '/okrs/{a.name}' },
		{ method: 'POST', path: '/{b.name}', body: { requests: [{ method: 'DELETE', path: '/okrs/x' }] } },
		{ method: 'DELETE', path: '/{c.name}' },
	], each);

	assert.deepEqual(statuses(responses), [201, 201, 201, 405, 400, 400]);
	assert.match(responses[4].body.message, /what a batch does not do/);
});

// 60 KB, named 100 times in each of 100 requests, would be 600 MB.
test('values are put into bodies up to the size of one body', async () => {
	const large = 'x'.repeat(60000);
	const many = Array.from({ length: 100 }, () => ({ $from: 'a', field: 'description' }));
	const responses = await answered([
		{ id: 'a', method: 'POST', path: '/kpis', body: { name: 'Large', description: large } },
		...Array.from({ length: 99 }, () => ({ method: 'POST', path: '/kpis',
			body: { name: 'Many', description: many } })),
	], each);

	assert.equal(responses[0].status, 201);
	assert.deepEqual(new Set(statuses(responses.slice(1))), new Set([413]));
});

// ---- bad envelopes ---------------------------------------------------------------------------------

const anyWrite = () => ({ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: unique('text') } });

for (const [what, requests, field] of [
	['no requests', [], 'requests'],
	['more than 100', Array.from({ length: 101 }, () => ({ method: 'DELETE', path: '/x' })), 'requests'],
	['an unknown member', [{ method: 'DELETE', path: '/x', headers: {} }], 'requests[0].headers'],
	['GET', [{ method: 'GET', path: '/okrs' }], 'requests[0].method'],
	['a method in small letters', [{ method: 'post', path: '/okrs' }], 'requests[0].method'],
	['a path without /', [{ method: 'DELETE', path: 'okrs/x' }], 'requests[0].path'],
	['a path that is missing', [{ method: 'DELETE' }], 'requests[0].path'],
	['two of one id', [{ id: 'a', method: 'DELETE', path: '/x' }, { id: 'a', method: 'DELETE', path: '/x' }],
		'requests[1].id'],
	['an id that is the place of another', [{ id: '1', method: 'DELETE', path: '/x' },
		{ method: 'DELETE', path: '/x' }], 'requests[1].id'],
	['an id of 65 characters', [{ id: 'i'.repeat(65), method: 'DELETE', path: '/x' }], 'requests[0].id'],
	['a reference to nobody', [{ method: 'DELETE', path: '/okrs/{b.id}' }], 'requests[0].path'],
	['a reference to itself', [{ id: 'a', method: 'DELETE', path: '/okrs/{a.id}' }], 'requests[0].path'],
	['a reference to a later one', [{ method: 'POST', path: '/kpis', body: { name: [{ deep: { $from: 'b',
		field: 'id' } }] } }, { id: 'b', method: 'DELETE', path: '/x' }], 'requests[0].body'],
	['a brace alone', [{ method: 'DELETE', path: '/okrs/}x{' }], 'requests[0].path'],
	...['/batch', '/%62atch', '/session/link', '/session/token', '/session', '/setup', '/goals/search',
		'/audit/verify', '/batch?x=1', '/imports?format=okr', '/imports/x/apply'].map((path) =>
		[`a POST of ${path}`, [{ method: 'POST', path }], 'requests[0].path']),
	['a DELETE of /session', [{ method: 'DELETE', path: '/session' }], 'requests[0].path'],
	['a DELETE of /sessions', [{ method: 'DELETE', path: '/sessions' }], 'requests[0].path'],
	['a password', [{ method: 'PUT', path: '/me/password', body: {} }], 'requests[0].path'],
]) {
	test(`${what}: a 400 that names the place, and nothing is done`, async () => {
		const was = await revision(api);

		await badFields([field], send(requests, each));
		if (requests.length === 2) {
			await badFields([field], send([...requests, anyWrite()], each));
		}
		assert.equal(await revision(api), was);
	});
}

// ---- nobody may more than alone --------------------------------------------------------------------

describe('rights', () => {
	test('each request needs its own scope', async () => {
		const client = space.client(['okrs:read', 'write:okrs']);
		const responses = await answered([anyWrite(), { method: 'POST', path: '/kpis', body: { name: 'x' } },
			{ method: 'DELETE', path: `/users/${space.admin.id}` }], { client, ...each });

		assert.deepEqual(statuses(responses), [200, 403, 403]);
		assert.match(responses[1].body.message, /kpis:write/);
		assert.equal((await client.post('/batch', { requests: [{ method: 'POST', path: '/teams',
			body: { name: unique('team') } }] })).body.responses[0].status, 403);
	});

	test('without a credential there is nothing', async () => {
		await refused(401, send([anyWrite()], { Authorization: null }));
	});

	for (const atomic of [true, false]) {
		test(`a key that ends itself does nothing more (atomic: ${atomic})`, async () => {
			const { id, key } = space.makeKey(allScopes);
			const responses = await answered([{ method: 'DELETE', path: `/api-keys/${id}` }, anyWrite()],
				{ Authorization: `Bearer ${key}`, atomic });

			assert.deepEqual(statuses(responses), atomic ? [424, 401] : [204, 401]);
		});

		test(`who gives away the role admin has no more of it (atomic: ${atomic})`, async () => {
			const admin = await person(space, 'admin', { role: 'admin' }, allScopes);
			const responses = await answered([
				{ method: 'PUT', path: `/users/${admin.id}`, body: { role: 'member' } },
				{ method: 'PUT', path: `/users/${admin.id}`, body: { role: 'admin' } },
			], { client: admin.client, atomic });

			assert.deepEqual(statuses(responses), atomic ? [424, 403] : [200, 403]);
		});
	}

	test('what a batch chooses for the workspace binds the rest of it', async () => {
		const own = new Workspace();
		const subject = await own.okr();
		const member = await person(own, 'stranger');
		const edit = { method: 'PUT', path: `/okrs/${subject.id}`, body: { description: 'Mine' } };

		assert.deepEqual(statuses(await answered([edit], { client: member.client })), [200]);
		const target = { method: 'PUT', path: `/key-results/${(await own.keyResult(subject.id)).id}`,
			body: { target_value: 50 } };

		assert.deepEqual(statuses(await answered([
			{ method: 'PUT', path: '/workspace', body: { change_reason: 'required' } }, target,
		], { client: own.api })), [424, 400]);
		assert.deepEqual(statuses(await answered([target], { client: own.api })), [200]);
		await ok(own.api.put('/workspace', { edit_policy: 'owners' }));
		assert.deepEqual(statuses(await answered([edit], { client: member.client })), [403]);
		assert.deepEqual(statuses(await answered([edit], { client: member.client, ...each })), [403]);
	});

	test('an admin who stops being one within the batch is bound by edit_policy at once', async () => {
		const own = new Workspace();
		const subject = await own.okr();
		const admin = await person(own, 'admin', { role: 'admin' }, allScopes);

		assert.deepEqual(statuses(await answered([
			{ method: 'PUT', path: '/workspace', body: { edit_policy: 'owners' } },
			{ method: 'PUT', path: `/users/${admin.id}`, body: { role: 'member' } },
			{ method: 'PUT', path: `/okrs/${subject.id}`, body: { description: 'Mine' } },
		], { client: admin.client })), [424, 424, 403]);
	});

	test('nobody finds by a batch what is hidden from him', async () => {
		const hidden = await space.okr({ cycle_id: cycle.id });
		const app = tokenClient(space, 'alice@example.org', allScopes, { app: unique('app') });

		assert.deepEqual(statuses(await answered([{ method: 'PUT', path: `/okrs/${hidden.id}`,
			body: { title: 'Found' } }], { client: app })), [404]);
	});
});

// ---- limits ----------------------------------------------------------------------------------------

async function awayFromTheTurn() {
	const left = 60000 - (Date.now() % 60000);

	if (left < 5000) {
		await new Promise((resolve) => setTimeout(resolve, left + 50));
	}
}

const leftOf = ({ headers }) => Number(/r=(\d+)/.exec(headers.ratelimit)[1]);

test('each request counts one, the envelope none; what does not fit is a 429 before anything', async () => {
	await awayFromTheTurn();
	const client = space.client(allScopes, { 'rate-limit': 8 });
	const three = () => [anyWrite(), anyWrite(), anyWrite()];

	assert.equal(leftOf(await expect(200, send(three(), { client }))), 5);
	assert.equal(leftOf(await refused(400, send([{ method: 'GET', path: '/x' }], { client }))), 4);
	assert.equal(leftOf(await expect(200, send(three(), { client }))), 1);
	const was = await revision(api);
	const late = await refused(429, send(three(), { client }));

	assert.equal(leftOf(late), 1, 'what was refused counts nothing');
	assert.equal(await revision(api), was);
	const { body } = await refused(400, send(Array.from({ length: 9 }, anyWrite), { client }));

	assert.match(body.message, /9 requests.* 8 in a minute/);
	await refused(429, client.get('/okrs'));
	assert.equal(await revision(api), was);
});

// ---- sent again ------------------------------------------------------------------------------------

describe('an Idempotency-Key', () => {
	const isReplayed = ({ headers }) => headers['idempotent-replayed'] === 'true';
	const make = (name) => ({ method: 'POST', path: '/review-cycles', body: { name } });
	const named = async (name) => (await ok(api.get('/review-cycles')))
		.filter((one) => one.name === name).length;

	test('of an atomic batch gives the same answer, and nothing is done twice', async () => {
		const [name, key] = [unique('name'), unique('key')];
		const requests = [make(name), anyWrite()];
		const one = await expect(200, send(requests, { key }));
		const was = await revision(api);
		const two = await expect(200, send(requests, { key }));

		assert.ok(!isReplayed(one) && isReplayed(two));
		assert.equal(two.text, one.text);
		assert.equal(await revision(api), was);
		assert.equal(await named(name), 1);
		await expect(422, send([make(unique('other'))], { key }));
	});

	test('of an atomic batch that failed is free', async () => {
		const [name, key] = [unique('name'), unique('key')];

		assert.deepEqual(statuses(await answered([make(name), make('')], { key })), [424, 400]);
		assert.deepEqual(statuses(await answered([make(name)], { key })), [201]);
		assert.equal(await named(name), 1);
	});

	test('shows keys once', async () => {
		for (const atomic of [true, false]) {
			const key = unique('key');
			const requests = [{ method: 'POST', path: '/api-keys', body: { name: 'Once',
				scopes: ['okrs:read'] } }];
			const [one] = await answered(requests, { key, atomic });
			const [two] = await answered(requests, { key, atomic });
			const { key: secret, ...rest } = one.body;

			assert.match(secret, /^okrt_/);
			assert.deepEqual(two.body, rest);
			assert.deepEqual(sql(`SELECT count(*) FROM idempotency
				WHERE organisation_id = ${hex(space.id)} AND INSTR(body, '${secret}') > 0`), [['0']]);
		}
	});

	test('of one that is not repeats no part, whatever its method', async () => {
		const [name, key] = [unique('name'), unique('key')];
		const gone = await space.okr({ cycle_id: cycle.id });
		const requests = [make(name), { method: 'DELETE', path: `/okrs/${gone.id}` },
			{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: name } },
			{ method: 'DELETE', path: '/okrs/{0.id}' }];
		const one = await answered(requests, { key, ...each });
		const was = await revision(api);
		const two = await answered(requests, { key, ...each });

		assert.deepEqual(statuses(one), [201, 204, 200, 404]);
		assert.deepEqual(two, one);
		assert.equal(await revision(api), was);
	});

	// As after a crash in the middle: the first was done, the others were not.
	test('of one that is not goes on where it ended', async () => {
		const [name, key, team] = [unique('name'), unique('key'), unique('team')];
		const taken = await space.team({ name: team });
		const requests = [make(name), { method: 'POST', path: '/teams', body: { name: team } }];

		assert.deepEqual(statuses(await answered(requests, { key, ...each })), [201, 409]);
		await ok(api.put(`/teams/${taken.id}`, { name: unique('team') }));
		assert.deepEqual(statuses(await answered(requests, { key, ...each })), [201, 201]);
		assert.equal(await named(name), 1);
	});

	test('of one that is not is for one body: another is a 422, and nothing of it is done', async () => {
		const [name, key] = [unique('name'), unique('key')];

		await answered([make(name)], { key, ...each });
		for (const atomic of [true, false]) {
			await expect(422, send([make(name), make(unique('more'))], { key, atomic }));
		}
		assert.equal(await named(name), 1);
	});

	// What answers a part stands under the batch's key; a request alone must not be answered by it.
	test('of a batch is none of a request alone', async () => {
		const [name, key] = [unique('name'), unique('key')];

		await answered([make(name)], { key, ...each });
		const { status, headers } = await api.post('/review-cycles', { name },
			{ headers: { 'Idempotency-Key': key } });

		assert.equal(status, 201);
		assert.equal(headers['idempotent-replayed'], undefined);
	});
});

// ---- what is told of it ----------------------------------------------------------------------------

test('the journal tells of each request, with the id of the batch and its own reason', async () => {
	for (const atomic of [true, false]) {
		const { rows } = await rowsAdded(space, async () => {
			await answered([
				{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: unique('text'), reason: 'One' } },
				{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: unique('text') } },
				{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: unique('text'), reason: 'Two' } },
			], { atomic, 'X-Request-Id': 'batch-of-three', 'X-Reason': 'All' });
		});

		assert.deepEqual(rows.map(({ reason }) => reason), ['One', 'All', 'Two']);
		assert.deepEqual(rows.map(({ request_id }) => request_id), Array(3).fill('batch-of-three'));
	}
});
