/*
 * The order in which a request is judged (api.md section 1): of two things wrong with it, the
 * earlier check answers. Beside it the shape of errors and what each status carries.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, badFields, expect, refused } from '../lib/client.mjs';
import { goodStatus, operations, Records } from '../lib/described.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { nameOf, takers } from '../lib/routes.mjs';
import { url } from '../lib/server.mjs';
import { Workspace, revision } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';
const plain = { headers: { 'Content-Type': 'text/plain' } };

let space, api, things;

before(async () => {
	space = new Workspace();
	api = space.api;
	things = await recordsOf(space);
});

describe('order of checks', () => {
	const stranger = new Client(url, undefined);

	test('path (404) before credential', () => refused(404, stranger.get('/nothing')));

	test('path (404) before method', () => refused(404, stranger.request('BREW', '/nothing')));

	test('method (405) before credential', () => refused(405, stranger.delete('/okrs')));

	test('credential (401) before the media type and the body', () =>
		refused(401, stranger.post('/okrs', '{', plain)));

	test('credential (401) before an unknown id', () =>
		refused(401, stranger.get(`/okrs/${nobody}`)));

	test('a malformed path id without a credential is a 401, with one a 404', async () => {
		await refused(401, stranger.get('/okrs/xyz'));
		await refused(404, api.get('/okrs/xyz'));
	});

	test('credential (401) before the query', () => refused(401, stranger.get('/okrs?bad=1')));

	test('rate limit (429) before the scope', async () => {
		const limited = space.client(['okrs:read'], { 'rate-limit': 1 });
		const first = await limited.post('/okrs', '{');
		const second = await limited.post('/okrs', '{');

		// The minute may turn between the two; then it is the third.
		assert.equal(first.status, 403);
		if (second.status === 403) {
			await refused(429, limited.post('/okrs', '{'));
		} else {
			assert.equal(second.status, 429);
		}
	});

	test('scope (403) before media type, body and existence', async () => {
		const reader = space.client(['okrs:read']);

		await refused(403, reader.post('/okrs', '{', plain));
		await refused(403, reader.put(`/okrs/${nobody}`, '{'));
		await refused(403, reader.delete('/okrs/xyz'));
	});

	test('scope (403) before the query', () =>
		refused(403, space.client(['kpis:read']).get('/okrs?bad=1')));

	test('media type (415) before the body', () => refused(415, api.post('/okrs', '{', plain)));

	test('fields (400) before existence (404)', async () => {
		await badFields(['title'], api.put(`/okrs/${nobody}`, { title: 7 }));
		await badFields(['value'], api.post(`/key-results/${nobody}/checkins`, { value: [] }));
		await badFields(['title', 'metric_type', 'start_value', 'target_value'],
			api.post(`/okrs/${nobody}/key-results`, {}));
	});

	// No dialect makes a record that lacks these; what one may lack cannot be judged without it.
	for (const [path, bodies] of Object.entries({
		kpis: [{ name: '' }, { name: ' ' }, { name: null }],
		initiatives: [{ title: '' }, { title: null }],
		users: [{ name: '' }, { email: null }],
		departments: [{ name: '' }],
		teams: [{ name: null }],
		cycles: [{ name: '' }, { start_date: null }, { end_date: null }],
		'review-cycles': [{ name: '' }],
		reviews: [{ cycle_id: null }, { employee_id: null }, { type: null }],
		checkins: [{ value: null }],
		'key-results': [{ start_value: null }, { target_value: null }],
	})) {
		for (const body of bodies) {
			test(`what no dialect leaves out (400) before existence (404): ${path} ` +
				JSON.stringify(body), () =>
				badFields(Object.keys(body), api.put(`/${path}/${nobody}`, body)));
		}
	}

	test('what some dialect leaves out is judged by the record, after existence (404)', async () => {
		await refused(404, api.put(`/okrs/${nobody}`, { title: '' }));
		await refused(404, api.put(`/goals/${nobody}`, { title: '' }));
		await refused(404, api.put(`/key-results/${nobody}`, { title: '' }));
		await badFields(['title'], api.put(`/okrs/${things.okr.id}`, { title: '' }));
	});

	test('an unknown parent in the path is a 404 once the body is right', () =>
		refused(404, api.post(`/okrs/${nobody}/key-results`,
			{ title: 'x', metric_type: 'number', start_value: 0, target_value: 1 })));

	test('fields (400) before a stale If-Match (412)', () =>
		badFields(['title'], api.put(`/okrs/${things.okr.id}`, { title: 7 },
			{ headers: { 'If-Match': '"999"' } })));

	test('existence (404) before a stale If-Match (412)', async () => {
		const headers = { 'If-Match': '"999"' };

		await refused(404, api.put(`/okrs/${nobody}`, { title: 'x' }, { headers }));
		await refused(404, api.delete(`/okrs/${nobody}`, { headers }));
	});

	for (const route of takers.filter(({ of }) => of)) {
		test(`${nameOf(route)}: a malformed path id is found last, at the existence step`,
			async () => {
				const path = route.path.replace('ID', 'no-id');

				await refused(415, api.request(route.method, path, '{', plain));
				await refused(400, api.request(route.method, path, '{'));
				await refused(404, api.request(route.method, path, route.body));
			});
	}
});

describe('errors', () => {
	test('are {"error", "message"} and nothing else where no field is to blame', async () => {
		for (const answer of [await api.get('/nothing'), await api.delete('/okrs'),
			await api.get(`/okrs/${nobody}`), await api.post('/okrs', '{')]) {
			assert.deepEqual(Object.keys(answer.body).sort(), ['error', 'message'], answer.text);
		}
	});

	test('401 has WWW-Authenticate: Bearer', async () => {
		const { headers } = await refused(401, new Client(url).get('/okrs'));

		assert.match(headers['www-authenticate'], /^Bearer\b/);
	});

	test('a scheme other than Bearer is a 401', () => refused(401,
		new Client(url).get('/okrs', { headers: { Authorization: `Basic ${api.key}` } })));

	test('the scheme is read without regard to case', () => expect(200,
		new Client(url).get('/okrs', { headers: { Authorization: `bearer ${api.key}` } })));

	test('a mistyped key is a 401 and is not echoed', async () => {
		const wrong = api.key.slice(0, -1) + (api.key.endsWith('a') ? 'b' : 'a');
		const { text } = await refused(401, new Client(url, wrong).get('/okrs'));

		assert.ok(!text.includes(wrong.slice(5, 30)), text);
	});

	test('405 lists what the path takes in Allow', async () => {
		const { headers } = await refused(405, api.delete('/okrs'));
		const allowed = headers.allow.split(', ').sort();

		assert.deepEqual(allowed, ['GET', 'HEAD', 'OPTIONS', 'POST']);
	});

	test('405 of an item lists GET, HEAD, PUT, PATCH, DELETE and OPTIONS', async () => {
		const { headers } = await refused(405, api.post(`/okrs/${things.okr.id}`, {}));
		const allowed = headers.allow.split(', ').sort();

		assert.deepEqual(allowed, ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT']);
	});

	test('an unknown method on a known path is a 405', () =>
		refused(405, api.request('BREW', '/okrs')));

	test('403 names the missing scope as the seed\'s sample does', async () => {
		const powerless = space.client(['kpis:read']);
		const others = routes.filter(({ scope, any }) => scope !== 'kpis:read' && !any);

		for (const { method, path, scope } of others) {
			const { body } = await refused(403, powerless.request(method,
				path.replace(/ID|UPDATE|KEY_RESULT/g, nobody)));

			assert.equal(body.message, `This key does not have ${scope} permission`);
		}
	});

	test('a 400 lists every bad field, not only the first', () => badFields(
		['title', 'type', 'cycle_id', 'weight', 'colour'],
		api.post('/okrs', { title: '', type: 'galaxy', cycle_id: 'x', weight: '1', colour: 2 })));

	test('a 400 lists faults inside nested key results with their place', () => badFields(
		['key_results[1].title', 'key_results[1].target_value'],
		api.post('/okrs', { title: 'x', type: 'org', cycle_id: things.cycle.id, key_results: [
			{ title: 'fine', metric_type: 'number', start_value: 0, target_value: 1 },
			{ title: 7, metric_type: 'number', start_value: 0 }] })));

	test('a 400 lists wrong references beside each other', () => badFields(
		['owner_id', 'team_id', 'department_id', 'parent_okr_id', 'cycle_id'],
		api.post('/okrs', { title: 'x', type: 'org', cycle_id: nobody, owner_id: nobody,
			team_id: nobody, department_id: nobody, parent_okr_id: nobody })));

	test('a message echoes no more of a bad value than helps', async () => {
		const long = 'x'.repeat(5000);
		const { text } = await refused(400, api.post('/okrs', { [long]: 1 }));

		assert.ok(text.length < 2500, `${text.length} bytes`);
	});

	test('refused requests change nothing', async () => {
		const earlier = await revision(api);

		await refused(400, api.post('/okrs', { title: 'x', type: 'org', cycle_id: things.cycle.id,
			key_results: [{ title: 'fine', metric_type: 'number', start_value: 0,
				target_value: 1 }, {}] }));
		await refused(400, api.put(`/okrs/${things.okr.id}`, { title: 'New', owner_id: nobody }));
		assert.equal(await revision(api), earlier);
	});
});

describe('methods', () => {
	test('HEAD works wherever GET does, with the headers of GET and no body', async () => {
		for (const route of routes.filter(({ method, people }) => method === 'GET' && !people)) {
			const { path } = route;
			const target = pathFor(route, things);
			const got = await expect(200, api.get(target));
			const head = await expect(200, api.request('HEAD', target));

			assert.equal(head.headers['content-length'], got.headers['content-length'], path);
			assert.equal(head.headers['content-type'], got.headers['content-type'], path);
			if (path !== '/api-keys') {
				assert.equal(head.headers.etag, got.headers.etag, path);
			}
		}
	});

	test('HEAD of an unknown record is a 404 without a body', () =>
		expect(404, api.request('HEAD', `/okrs/${nobody}`)));

	test('PUT and PATCH are the same partial update', async () => {
		for (const route of routes.filter(({ method }) => method === 'PUT')) {
			const path = pathFor(route, things);
			const body = bodyFor(route, things);
			const [put, patch] = [await expect(200, api.put(path, body)),
				await expect(200, api.patch(path, body))].map(({ text }) => JSON.parse(text,
				(name, value) => (['updated_at', 'version'].includes(name) ? undefined : value)));

			assert.deepEqual(put, patch);
		}
	});

	test('PUT changes only the fields sent', async () => {
		const { id } = await space.okr({ title: 'Old', description: 'Kept', weight: 3 });
		const { body } = await expect(200, api.put(`/okrs/${id}`, { title: 'New' }));

		assert.deepEqual([body.title, body.description, body.weight], ['New', 'Kept', 3]);
	});

	test('an update without a field is a 400', async () => {
		for (const route of routes.filter(({ method }) => method === 'PUT')) {
			await refused(400, api.put(pathFor(route, things), {}));
		}
	});

	test('an update with read-only fields alone is a 400', () =>
		refused(400, api.put(`/okrs/${things.okr.id}`, { id: nobody, progress: 1 })));

	test('OPTIONS answers without a credential what the path takes', async () => {
		const { headers } = await expect(204, new Client(url).request('OPTIONS', '/okrs'));

		assert.deepEqual(headers.allow.split(', ').sort(), ['GET', 'HEAD', 'OPTIONS', 'POST']);
	});

	test('OPTIONS of an unknown path is a 404', () =>
		refused(404, new Client(url).request('OPTIONS', '/nothing')));

	test('no origin is allowed by default', async () => {
		const headers = { Origin: 'https://example.org', 'Access-Control-Request-Method': 'GET' };

		for (const method of ['OPTIONS', 'GET']) {
			const answer = await api.request(method, '/okrs', undefined, { headers });
			const names = Object.keys(answer.headers).filter((name) => /^access-control/.test(name));

			assert.deepEqual(names, []);
		}
	});

	// Every POST of the description that makes one record; a batch makes many, sign-ins and
	// invitations none.
	for (const operation of operations.filter(({ method, name }) => method === 'POST' &&
		!['createCheckIns', 'inviteUser', 'setUp', 'signIn', 'useLink'].includes(name))) {
		const { name } = operation;

		if (goodStatus(operation) === 201) {
			test(`${name} answers 201 with a Location, at which the record stands`, async () => {
				const records = new Records(space);
				const answer = await expect(201, api.post(await records.path(operation),
					await records.body(operation), { root: true }));
				const { location } = answer.headers;

				assert.ok(location?.startsWith(`${url}/api/v1/`), location);
				const found = await expect(200, api.get(new URL(location).pathname, { root: true }));
				const idOf = (body) => (body.data ?? body.check_in ?? body).id.slice(-36);

				assert.equal(idOf(found.body), idOf(answer.body));
			});
		}
	}

});
