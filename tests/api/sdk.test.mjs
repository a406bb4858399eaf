/*
 * The JavaScript client of sdk/: its calls against the running server, its retries, time limits and
 * errors against a small server of our own that answers what a test wants, and what is in its
 * package. sdk_require.test.mjs runs all of it once more with the CommonJS build.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as esm from '../../sdk/src/index.js';
import { operations } from '../lib/described.mjs';
import { callsOf, methodsOf, namesOfCalls, newClient } from '../lib/sdk_calls.mjs';
import { url } from '../lib/server.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, allScopes, day } from '../lib/workspace.mjs';

const cjs = createRequire(import.meta.url)('../../sdk/index.cjs');
const sdk = process.env.OKR_TEST_SDK === 'require' ? cjs : esm;
const { OkrClient } = sdk;
const nobody = '01890000-0000-7000-8000-000000000001';

describe('the client and the server', () => {
	let space, client, cycle;

	before(async () => {
		space = new Workspace();
		client = new OkrClient({ baseUrl: url, apiKey: space.makeKey(allScopes).key });
		cycle = await client.cycles.create({ name: 'Q', start_date: day(-5), end_date: day(5) });
	});

	test('me', async () => {
		assert.equal((await client.me()).workspace.id, space.id);
	});

	test('okrs, keyResults and checkins: made, read, changed, deleted, restored', async () => {
		const okr = await client.okrs.create({ title: 'Grow', type: 'company',
			cycle_id: cycle.id });
		const keyResult = await client.keyResults.create(okr.id, { title: 'NPS',
			metric_type: 'number', start_value: 0, target_value: 10 });

		const checkin = await client.keyResults.checkin(keyResult.id, { value: 4, comment: 'a' });

		await client.checkins.create(keyResult.id, { value: 6, comment: 'b' });
		await client.checkins.batch([{ key_result_id: keyResult.id, value: 7, comment: 'c' }]);
		const history = await client.checkins.list(keyResult.id).toArray();

		assert.deepEqual(history.map(({ comment }) => comment), ['c', 'b', 'a']);
		assert.equal((await client.checkins.update(checkin.id, { comment: 'x' })).comment, 'x');
		assert.equal((await client.checkins.get(checkin.id)).comment, 'x');
		await client.checkins.delete(checkin.id);
		assert.equal((await client.okrs.get(okr.id)).progress, 0.7);
		assert.equal((await client.okrs.update(okr.id, { title: 'Shrink' })).title, 'Shrink');
		assert.equal((await client.keyResults.update(keyResult.id, { unit: 'p' })).unit, 'p');
		assert.equal(await client.keyResults.delete(keyResult.id), undefined);
		assert.equal((await client.keyResults.restore(keyResult.id)).id, keyResult.id);
		assert.equal(await client.okrs.delete(okr.id), undefined);
		await assert.rejects(client.okrs.get(okr.id), sdk.NotFoundError);
		assert.equal((await client.okrs.restore(okr.id)).title, 'Shrink');
	});

	test('goals: a tree, a check-in that tells what it moved, a search', async () => {
		const root = await client.goals.create({ title: 'Root', owner_type: 'company' });
		const leaf = await client.goals.create({ title: 'Léaf', owner_type: 'employee',
			owner_employee_id: space.admin.id, parent_goal_id: root.id });
		const keyResult = await client.goals.keyResults.create(leaf.id, { title: 'K' });
		const answer = await client.goals.checkin(leaf.id, keyResult.id,
			{ value: 50, confidence_level: 'at_risk' });

		assert.deepEqual(answer.goals.map(({ id, progress }) => [id, progress]),
			[[leaf.id, 0.5], [root.id, 0.5]]);
		const { children } = await client.goals.get(root.id, { depth: 2 });

		assert.equal(children[0].goal_key_results[0].current_value, 50);
		const found = await client.goals.search({ text: 'leaf', owner_type: ['team', 'employee'] });

		assert.deepEqual([found.total, found.items[0].id], [1, leaf.id]);
		await client.goals.keyResults.update(leaf.id, keyResult.id, { target_value: 200 });
		assert.equal((await client.goals.get(root.id)).progress, 0.25);
		await client.goals.keyResults.delete(leaf.id, keyResult.id);
		assert.equal((await client.goals.update(leaf.id, { weight: 2 })).weight, 2);
		assert.equal(await client.goals.delete(leaf.id), undefined);
		assert.equal((await client.goals.get(root.id)).has_children, false);
	});

	test('kpis, their updates, and initiatives out of their envelope', async () => {
		const kpi = await client.kpis.create({ name: 'Revenue', current_value: 1 });

		await client.kpis.updates.create(kpi.id, { value: 5, comment: 'up' });
		assert.equal((await client.kpis.get(kpi.id)).current_value, 5);
		const [update] = (await client.kpis.updates.list(kpi.id)).items;

		await client.kpis.updates.update(kpi.id, update.id, { comment: 'more' });
		await client.kpis.updates.delete(kpi.id, update.id);
		await client.kpis.update(kpi.id, { unit: '€' });
		await client.kpis.delete(kpi.id);
		const initiative = await client.initiatives.create({ title: 'Do' });

		assert.equal((await client.initiatives.get(initiative.id)).title, 'Do');
		assert.equal((await client.initiatives.update(initiative.id, { title: 'Did' })).title, 'Did');
		assert.equal((await client.initiatives.list()).items.length, 1);
		await client.initiatives.delete(initiative.id);
		assert.deepEqual(await client.initiatives.list().toArray(), []);
	});

	test('users, teams, departments and cycles', async () => {
		const department = await client.departments.create({ name: 'D' });
		const team = await client.teams.create({ name: 'T', department_id: department.id });
		const user = await client.users.create({ name: 'U', email: 'u@example.org',
			team_ids: [team.id] });

		assert.equal((await client.users.get(user.id)).name, 'U');
		assert.equal((await client.teams.update(team.id, { name: 'TT' })).name, 'TT');
		assert.deepEqual((await client.cycles.list().toArray()).map(({ id }) => id), [cycle.id]);
	});

	// The samples of seed 000, to the letter.
	const stamped = { id: 'rec_01HXEXAMPLE', tenant_id: 'example tenant_id',
		created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
		app_id: 'example app_id', created_by: 'rec_01HXEXAMPLE' };

	for (const name of ['objectives', 'keyResults']) {
		test(`okr.${name}: a create that sends server stamps and no title succeeds`, async () => {
			const resource = client.okr[name];
			const made = await resource.create({ ...stamped });

			for (const [field, value] of Object.entries(stamped)) {
				assert.notEqual(made[field], value, `${field} is the server's`);
			}
			assert.equal(made.title, '');
			assert.equal(made.tenant_id, space.id);
			assert.ok((await resource.list()).items.some(({ id }) => id === made.id));
		});

		test(`okr.${name}: list, get, create, update, delete`, async () => {
			const resource = client.okr[name];
			const made = await resource.create({ title: 'x', tags: ['sdk'] });

			assert.match(made.id, /^(obj|krs)_[0-9A-HJKMNP-TV-Z]{26}$/);
			assert.equal((await resource.get(made.id)).title, 'x');
			const changed = await resource.update(made.id, { title: 'y', version: made.version });

			assert.equal(changed.title, 'y');
			await assert.rejects(resource.update(made.id, { title: 'z', version: made.version }),
				sdk.ConflictError);
			const found = await resource.list({ tags: 'sdk', title: 'y' });

			assert.deepEqual([found.total, found.items[0].id], [1, made.id]);
			hasShape(await resource.delete(made.id), { id: made.id, is_deleted: true,
				deleted_at: is.stamp });
			assert.equal((await resource.list({ tags: 'sdk' })).total, 0);
			assert.equal((await resource.list({ tags: 'sdk', include_deleted: true })).total, 1);
		});
	}

	test('an objective is the goal and the OKR of the same id', async () => {
		const made = await client.okr.objectives.create({ title: 'One' });
		const goal = await client.goals.get(made.id);

		assert.equal(goal.title, 'One');
		assert.equal((await client.okrs.get(goal.id)).title, 'One');
	});

	test('a record is changed only while it has the ETag of ifMatch', async () => {
		const { id } = await client.goals.create({ title: 'x', owner_type: 'company' });
		const { headers } = await client.request('GET', `/goals/${id}`);
		const ifMatch = headers.get('etag');

		await client.goals.update(id, { title: 'y' }, { ifMatch });
		await assert.rejects(client.goals.update(id, { title: 'z' }, { ifMatch }),
			sdk.PreconditionFailedError);
		await assert.rejects(client.goals.delete(id, { ifMatch }), sdk.PreconditionFailedError);
	});

	test('a create with an idempotencyKey of one\'s own is made once', async () => {
		const make = () => client.goals.create({ title: 'once', owner_type: 'company' },
			{ idempotencyKey: 'import-7' });

		assert.equal((await make()).id, (await make()).id);
		assert.equal((await client.goals.search({ text: 'once' })).total, 1);
	});
});

describe('lists of the client', () => {
	let client, made;

	before(async () => {
		const space = new Workspace();

		client = new OkrClient({ baseUrl: `${url}/api/v1/`, apiKey: space.makeKey(allScopes).key });
		const { id: cycle_id } = await space.cycle();

		made = [];
		for (let i = 0; i < 12; i++) {
			made.unshift((await client.okrs.create({ title: `O ${i}`, type: 'company',
				cycle_id })).id);
			await client.initiatives.create({ title: `I ${i}` });
		}
	});

	const kinds = {
		'a bare array with Link headers': () => client.okrs.list({ limit: 5, q: 'O' }),
		'an envelope with a cursor': () => client.goals.list({ limit: 5, text: 'O' }),
		'a search by POST': () => client.goals.search({ limit: 5, text: 'O' }),
	};

	for (const [what, list] of Object.entries(kinds)) {
		test(`${what}: for await walks through all pages`, async () => {
			const ids = [];

			for await (const { id } of list()) {
				ids.push(id);
			}
			assert.deepEqual(ids, made);
		});

		test(`${what}: await gives a page, and that the next`, async () => {
			const page = await list();

			assert.deepEqual(page.items.map(({ id }) => id), made.slice(0, 5));
			assert.equal(page.hasNext, true);
			const second = await page.next();
			const third = await second.next();

			assert.deepEqual(third.items.map(({ id }) => id), made.slice(10));
			assert.deepEqual([third.hasNext, third.next_cursor, await third.next()],
				[false, null, null]);
		});

		test(`${what}: toArray takes all, or so many at most`, async () => {
			assert.equal((await list().toArray()).length, 12);
			assert.equal((await list().toArray(7)).length, 7);
			const sizes = [];

			for await (const page of list().pages()) {
				sizes.push(page.items.length);
			}
			assert.deepEqual(sizes, [5, 5, 2]);
		});
	}

	test('initiatives stand in {"data": …}', async () => {
		const titles = (await client.initiatives.list({ limit: 5 }).toArray())
			.map(({ title }) => title);

		assert.deepEqual([titles.length, new Set(titles).size], [12, 12]);
	});

	test('the total is told where the route tells it', async () => {
		assert.equal((await client.goals.list({ limit: 1 })).total, 12);
		assert.equal((await client.okr.objectives.list({ limit: 1 })).total, 12);
		assert.equal((await client.okrs.list({ limit: 1 })).total, null);
	});

	test('the cursor of a page can be kept and sent later', async () => {
		const { next_cursor } = await client.okrs.list({ limit: 5 });
		const later = await client.okrs.list({ limit: 5, cursor: next_cursor });

		assert.deepEqual(later.items.map(({ id }) => id), made.slice(5, 10));
	});
});

describe('errors of the client', () => {
	const space = new Workspace();
	const client = new OkrClient({ baseUrl: url, apiKey: space.makeKey(['okrs:read']).key });

	async function errorOf(promise) {
		try {
			await promise;
		} catch (error) {
			return error;
		}
		return assert.fail('nothing was thrown');
	}

	test('have a class, status, code, message, details and request id', async () => {
		const error = await errorOf(client.goals.search({ status: 'x', limit: 0 }));

		assert.ok(error instanceof sdk.BadRequestError && error instanceof sdk.OkrApiError &&
			error instanceof sdk.OkrError && error instanceof Error);
		assert.deepEqual([error.name, error.status, error.code],
			['BadRequestError', 400, 'bad_request']);
		assert.deepEqual(error.details.map(({ field }) => field).sort(), ['limit', 'status']);
		assert.ok(error.message.length > 0 && error.requestId.length > 0);
	});

	test('are instances of the classes of either build, and of no others', async () => {
		for (const { OkrClient: Client } of [esm, cjs]) {
			const error = await errorOf(new Client({ baseUrl: url, apiKey: 'okrt_wrong' }).me());

			assert.equal(String(error), `AuthenticationError: ${error.message}`);
			for (const build of [esm, cjs]) {
				for (const name of ['AuthenticationError', 'OkrApiError', 'OkrError']) {
					assert.ok(error instanceof build[name], name);
				}
				assert.ok(!(error instanceof build.ConflictError));
			}
		}
		for (const value of [new Error('x'), null, undefined, 'x', {}]) {
			assert.ok(!(value instanceof esm.OkrError));
		}
	});

	test('a class that a program derives from ours has its own instances alone', () => {
		class Mine extends sdk.OkrError {}
		const mine = new Mine('x');

		assert.ok(mine instanceof Mine && mine instanceof sdk.OkrError);
		assert.ok(!(new sdk.OkrError('x') instanceof Mine));
	});

	test('401, 403 and 404 are told apart', async () => {
		const stranger = new OkrClient({ baseUrl: url, apiKey: 'okrt_wrong' });

		assert.ok(await errorOf(stranger.me()) instanceof sdk.AuthenticationError);
		const forbidden = await errorOf(client.okrs.delete(nobody));

		assert.ok(forbidden instanceof sdk.PermissionError);
		assert.match(forbidden.message, /write:okrs/);
		assert.ok(await errorOf(client.goals.get(nobody)) instanceof sdk.NotFoundError);
	});

	test('a missing id is a TypeError, and nothing is sent', () => {
		for (const id of [undefined, null, '', 7]) {
			assert.throws(() => client.okrs.delete(id), TypeError);
			assert.throws(() => client.goals.checkin(nobody, id, { value: 1 }), TypeError);
			assert.throws(() => client.checkins.list(id), TypeError);
		}
	});

	test('an id cannot leave its place in the path', async () => {
		assert.ok(await errorOf(client.goals.get('../okrs')) instanceof sdk.NotFoundError);
	});

	test('baseUrl and apiKey are needed', () => {
		assert.throws(() => new OkrClient({ apiKey: 'x' }), TypeError);
		assert.throws(() => new OkrClient({ baseUrl: url }), TypeError);
		assert.throws(() => new OkrClient(), TypeError);
	});

	test('the key does not show when the client is printed', async () => {
		const { inspect } = await import('node:util');

		assert.ok(!inspect(client, { depth: 9, showHidden: false }).includes('okrt_'));
		assert.ok(!JSON.stringify(client).includes('okrt_'));
	});
});

// A server that gives the answers it was handed, one after the other, and keeps what it was asked.
class Stub {
	static async start() {
		const stub = new Stub();

		stub.server = http.createServer((request, response) => {
			const pieces = [];

			request.on('data', (piece) => pieces.push(piece));
			request.on('end', () => stub.answer(request, response,
				Buffer.concat(pieces).toString()));
		});
		stub.server.listen(0, '127.0.0.1');
		await once(stub.server, 'listening');
		return stub;
	}

	answer({ method, url: path, headers }, response, body) {
		const [status, content, more = {}] = this.answers.shift() ?? [500, { error: 'no_more' }];

		this.asked.push({ method, path, headers, body });
		if (status === 'cut') {
			response.destroy();
		} else if (status !== 'silent') {
			response.writeHead(status, { 'Content-Type': 'application/json', ...more });
			response.end(typeof content === 'string' ? content : JSON.stringify(content));
		}
	}

	// A client that does not wait, but notes how long it would have.
	client(answers, options = {}) {
		Object.assign(this, { answers, asked: [], waits: [] });
		return new OkrClient({ baseUrl: `http://127.0.0.1:${this.server.address().port}`,
			apiKey: 'secret', sleep: async (ms) => void this.waits.push(ms), ...options });
	}
}

describe('retries of the client', () => {
	let stub;
	const ok = [200, { id: 'x' }];
	const limited = [429, { error: 'rate_limit_exceeded', retry_after_seconds: 7 },
		{ 'Retry-After': '7', 'X-Request-Id': 'r1' }];
	const away = [503, { error: 'service_unavailable', message: 'away' }, { 'Retry-After': '2' }];

	before(async () => {
		stub = await Stub.start();
	});
	after(() => {
		stub.server.closeAllConnections?.();
		stub.server.close();
	});

	test('429 and 503 wait as Retry-After says, and then succeed', async () => {
		assert.deepEqual(await stub.client([limited, away, ok]).okrs.get('x'), { id: 'x' });
		assert.deepEqual(stub.waits, [7000, 2000]);
		assert.deepEqual(stub.asked.map(({ method, path }) => `${method} ${path}`),
			Array(3).fill('GET /api/v1/okrs/x'));
	});

	test('Retry-After may be a date', async () => {
		const date = new Date(Date.now() + 10000).toUTCString();

		await stub.client([[503, '', { 'Retry-After': date }], ok]).okrs.get('x');
		assert.ok(stub.waits[0] > 8000 && stub.waits[0] <= 10000, `${stub.waits}`);
	});

	test('without it the waits grow, at random', async () => {
		const bare = [503, 'no JSON'];

		await stub.client([bare, bare, bare, ok]).okrs.get('x');
		stub.waits.forEach((ms, i) =>
			assert.ok(ms >= 250 * 2 ** i && ms <= 500 * 2 ** i, `${stub.waits}`));
		assert.equal(stub.waits.length, 3);
	});

	test('they end after maxRetries with the last error', async () => {
		await assert.rejects(stub.client(Array(9).fill(limited)).okrs.get('x'), (error) => {
			assert.ok(error instanceof sdk.RateLimitError);
			assert.deepEqual([error.status, error.code, error.retryAfterSeconds, error.requestId],
				[429, 'rate_limit_exceeded', 7, 'r1']);
			return true;
		});
		assert.equal(stub.asked.length, 4);
		await assert.rejects(stub.client([away, ok], { maxRetries: 0 }).okrs.get('x'),
			sdk.ServiceUnavailableError);
		assert.equal(stub.asked.length, 1);
	});

	test('a wait longer than maxDelayMs is not begun', async () => {
		await assert.rejects(stub.client([limited, ok], { maxDelayMs: 6999 }).okrs.get('x'),
			sdk.RateLimitError);
		assert.deepEqual([stub.waits, stub.asked.length], [[], 1]);
	});

	test('a connection that was cut or refused is tried again', async () => {
		assert.deepEqual(await stub.client([['cut'], ['cut'], ok]).okrs.get('x'), { id: 'x' });
		assert.equal(stub.asked.length, 3);
		const nowhere = new OkrClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'x', maxRetries: 1,
			sleep: async () => {} });

		await assert.rejects(nowhere.me(), (error) => error instanceof sdk.OkrConnectionError &&
			error.cause !== undefined);
	});

	test('other answers are not: they would be the same', async () => {
		for (const status of [400, 401, 403, 404, 409, 412, 422, 500, 502]) {
			await assert.rejects(stub.client([[status, { error: 'x', message: 'm' }], ok])
				.okrs.get('x'), (error) => error.status === status && error.code === 'x');
			assert.equal(stub.asked.length, 1);
		}
	});

	test('a create carries one Idempotency-Key through all tries, and a new one next time',
		async () => {
			const client = stub.client([['cut'], limited, [201, { id: 'x' }], [201, { id: 'y' }]]);

			await client.okrs.create({ title: 'x' });
			await client.okrs.create({ title: 'x' });
			const keys = stub.asked.map(({ headers }) => headers['idempotency-key']);

			assert.match(keys[0], /^[0-9a-f-]{36}$/);
			assert.deepEqual(keys.slice(1, 3), [keys[0], keys[0]]);
			assert.notEqual(keys[3], keys[0]);
			assert.equal(new Set(stub.asked.slice(0, 3).map(({ body }) => body)).size, 1);
		});

	test('a 409 is waited for when an earlier try may still be under way, and only then',
		async () => {
			const conflict = [409, { error: 'conflict', message: 'in flight' }];

			assert.deepEqual(await stub.client([['cut'], conflict, ok]).okrs.create({}), { id: 'x' });
			await assert.rejects(stub.client([conflict, ok]).okrs.create({}), sdk.ConflictError);
			await assert.rejects(stub.client([['cut'], conflict, ok]).okrs.update('x', {}),
				sdk.ConflictError);
		});

	test('every other POST that writes carries one as well, but no search and no other method', async () => {
		const client = stub.client(Array(20).fill(ok));
		const has = () => 'idempotency-key' in stub.asked.at(-1).headers;

		for (const call of [() => client.goals.checkin('a', 'b', { value: 1 }),
			() => client.keyResults.checkin('a', { value: 1 }), () => client.okrs.restore('a'),
			() => client.checkins.batch([]), () => client.kpis.updates.create('a', {}),
			() => client.goals.keyResults.create('a', {}),
			() => client.request('POST', '/reviews/x/share')]) {
			await call();
			assert.equal(has(), true, stub.asked.at(-1).path);
		}
		for (const call of [() => client.goals.search({}), () => client.okrs.get('a'),
			() => client.okrs.update('a', {}), () => client.okrs.delete('a')]) {
			stub.answers.unshift([200, { items: [], next_cursor: null, total: 0 }]);
			await call();
			assert.equal(has(), false, stub.asked.at(-1).path);
		}
	});

	test('an update is a PATCH; every request names the credential', async () => {
		const keys = ['one', 'two'];

		await stub.client([limited, ok], { apiKey: async () => keys.shift() })
			.okr.objectives.update('x', { title: 'y' });
		assert.deepEqual(stub.asked.map(({ method, headers, body }) =>
			[method, headers.authorization, headers['content-type'], body]),
		['one', 'two'].map((key) =>
			['PATCH', `Bearer ${key}`, 'application/json', '{"title":"y"}']));
	});

	test('no answer in time is an OkrTimeoutError, after the retries', async () => {
		await assert.rejects(stub.client([['silent'], ['silent']], { timeoutMs: 50, maxRetries: 1 })
			.okrs.get('x'), sdk.OkrTimeoutError);
		assert.equal(stub.asked.length, 2);
	});

	// The first try's time is over when it has begun, the second's never: no clock decides.
	test('a try that took too long is followed by another', async (t) => {
		const timers = [];
		let tries = 0;
		const fetch = (_, { signal }) => new Promise((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			tries++;
			if (tries === 2) {
				resolve(new Response('{"id":"x"}'));
			} else {
				timers[0].ring();
			}
		});

		t.mock.method(globalThis, 'setTimeout', (ring, ms) => timers.push({ ring, ms }));
		assert.deepEqual(await stub.client([], { fetch, timeoutMs: 77 }).okrs.get('x'),
			{ id: 'x' });
		assert.deepEqual([tries, timers[0].ms, timers[1].ms], [2, 77, 77]);
	});

	test('timeoutMs: Infinity is no limit, and no timer that rings at once', async () => {
		const fetch = (_, { signal }) => new Promise((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			setTimeout(() => resolve(new Response('{"id":"x"}')), 30);
		});

		assert.deepEqual(await stub.client([], { fetch, timeoutMs: Infinity, maxRetries: 0 })
			.okrs.get('x'), { id: 'x' });
	});

	test('an AbortSignal ends a call, its waits included, with its own reason', async () => {
		const reason = new Error('enough');
		const early = AbortSignal.abort(reason);

		await assert.rejects(stub.client([ok]).okrs.get('x', { signal: early }), reason);
		assert.equal(stub.asked.length, 0);
		const hour = [503, {}, { 'Retry-After': '3600' }];

		for (const answers of [[['silent']], [hour, hour]]) {
			const controller = new AbortController();
			const call = stub.client(answers, { sleep: undefined, maxDelayMs: Infinity })
				.okrs.get('x', { signal: controller.signal });

			setTimeout(() => controller.abort(reason), 50);
			await assert.rejects(call, reason);
			assert.equal(stub.asked.length, 1);
		}
	});

	test('a signal that fires while the key is fetched ends the call before it is sent', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const apiKey = async () => {
			controller.abort(reason);
			return 'key';
		};

		await assert.rejects(stub.client([ok], { apiKey }).okrs.get('x',
			{ signal: controller.signal }), reason);
		assert.equal(stub.asked.length, 0);
	});

	test('every request says who sends it', async () => {
		const { version } = createRequire(import.meta.url)('../../sdk/package.json');
		const own = `okr-server-client/${version} node/${process.versions.node}`;

		await stub.client([ok]).okrs.get('x');
		assert.equal(stub.asked[0].headers['user-agent'], own);
		await stub.client([ok], { userAgent: 'import/2.1' }).okrs.get('x');
		assert.equal(stub.asked[0].headers['user-agent'], `import/2.1 ${own}`);
	});

	test('in a web page the browser says it: a header more would need the server\'s leave',
		async (t) => {
			t.after(() => delete globalThis.document);
			globalThis.document = {};
			await stub.client([ok], { userAgent: 'import/2.1' }).okrs.get('x');
			assert.doesNotMatch(stub.asked[0].headers['user-agent'], /okr-server-client|import/);
		});

	test('Idempotency-Keys differ and are UUIDs where there is no crypto', async (t) => {
		const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
		const keys = new Set();

		t.after(() => own && Object.defineProperty(globalThis, 'crypto', own));
		Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
		for (let i = 0; i < 20; i++) {
			await stub.client([ok]).okrs.create({ title: 'x' });
			keys.add(stub.asked[0].headers['idempotency-key']);
		}
		assert.equal(keys.size, 20);
		for (const key of keys) {
			assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		}
	});

	test('an error without JSON has its status alone', async () => {
		await assert.rejects(stub.client([[502, '<html>']]).okrs.get('x'), (error) =>
			error.constructor === sdk.OkrApiError && error.status === 502 &&
			error.code === 'unknown' && error.requestId === null && error.details.length === 0);
	});

	test('a redirect is not followed with the credential', async () => {
		await assert.rejects(stub.client([[301, '', { Location: '/elsewhere' }], ok]).okrs.get('x'),
			(error) => error.status === 301);
		assert.equal(stub.asked.length, 1);
	});

	test('of a Link header only the cursor is taken', async () => {
		const client = stub.client([[200, [{ id: 'a' }],
			{ Link: '<https://elsewhere.example/api/v1/okrs?cursor=c%2F1>; rel="next"' }],
		[200, [{ id: 'b' }]]]);

		assert.deepEqual(await client.okrs.list({ limit: 1 }).toArray(), [{ id: 'a' }, { id: 'b' }]);
		assert.equal(stub.asked[1].path, '/api/v1/okrs?limit=1&cursor=c%2F1');
	});

	test('a list asks for no page before it is needed', async () => {
		const page = (id, next_cursor) => [200, { items: [{ id }], next_cursor, total: 2 }];
		const list = stub.client([page('a', 'c'), page('b', null)]).goals.search({ text: 'x' });

		assert.equal(stub.asked.length, 0);
		for await (const { id } of list) {
			assert.equal(stub.asked.length, id === 'a' ? 1 : 2);
		}
		assert.deepEqual(stub.asked.map(({ body }) => JSON.parse(body)),
			[{ text: 'x' }, { text: 'x', cursor: 'c' }]);
	});

	test('query values: lists by commas, dates as timestamps, undefined left out', async () => {
		await stub.client([[200, { items: [], next_cursor: null, total: 0 }]]).goals.list({
			status: ['active', 'completed'], updated_since: new Date(0), text: undefined });
		assert.equal(stub.asked[0].path,
			'/api/v1/goals?status=active%2Ccompleted&updated_since=1970-01-01T00%3A00%3A00.000Z');
	});
});

// Operations without a call of their own, which request() sends: what a program does once, by hand.
const byRequest = [/^\/api\/v1\/(review-cycles|reviews|reports|search|api-keys|workspace|audit)\b/,
	/^\/api\/v1\/[a-z-]+(\/{id})?\/(changes|explain|history|todo)$/, /^\/api\/v1\/okrs\/{id}\/checkins$/,
	/^\/api\/v1\/(sign-in|setup\b.*|session\b.*|sessions\b.*|me\/password|users\/{id}\/invite)$/,
	/^\/api\/v1\/(cycles\/{id}\/phase|okrs\/{id}\/(close|reopen)|kpis\/{id}\/updates\/{update_id})$/,
	/^\/api\/v1\/(batch|export|imports\b.*)$/, /^\/api\/public\/mcp$/, /^\/(healthz|readyz|metrics|api\/v1\/openapi\.json)$/];

describe('the calls of the client and the description', () => {
	test('each call is known to the tests', () => {
		assert.deepEqual(methodsOf(newClient()).sort(), namesOfCalls().sort());
	});

	test('each call is an operation, and each operation has its call or is listed', async () => {
		const sent = new Set();

		for (const { name, operation } of await callsOf()) {
			assert.ok(operation, `${name} sends what the description does not have`);
			sent.add(operation.name.replace(/^patch/, 'update'));
		}
		const rest = operations.filter(({ method, name }) => method !== 'PATCH' && !sent.has(name))
			.map(({ path }) => path);

		assert.deepEqual(rest.filter((path) => !byRequest.some((known) => known.test(path))), []);
		assert.ok(byRequest.every((known) => rest.some((path) => known.test(path))));
	});
});

describe('the package of the client', () => {
	const folder = fileURLToPath(new URL('../../sdk/', import.meta.url));
	const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

	test('has no dependencies and no scripts', () => {
		for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'scripts']) {
			assert.equal(about[kind], undefined, kind);
		}
	});

	test('names a file and its types for import and for require, and where it comes from', () => {
		const { import: esModule, require: commonJs } = about.exports['.'];

		assert.equal(about.type, 'module');
		for (const file of [esModule.default, esModule.types, commonJs.default, commonJs.types,
			about.main, about.module, about.types]) {
			assert.ok(readFileSync(join(folder, file)).length > 0, file);
		}
		assert.match(commonJs.default, /\.cjs$/);
		assert.match(commonJs.types, /\.d\.cts$/);
		assert.equal(about.repository.directory, 'sdk');
	});

	test('has types for everything that it exports, which is the same in both builds', () => {
		const types = readFileSync(join(folder, about.types), 'utf8');

		assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
		for (const name of Object.keys(esm)) {
			assert.match(types, new RegExp(`export class ${name}\\b`), name);
		}
	});

	/* What npm packs: package.json, README.md, and what `files` names. Debian's Node has no npm. */
	test('holds the intended files alone', () => {
		const packed = about.files.flatMap((name) => (statSync(join(folder, name)).isDirectory()
			? readdirSync(join(folder, name)).map((file) => `${name}/${file}`) : [name]));

		assert.deepEqual([...packed, 'README.md', 'package.json'].sort(), ['README.md', 'index.cjs',
			'index.d.cts', 'index.d.ts', 'package.json', 'src/errors.js', 'src/index.js',
			'src/pages.js', 'src/transport.js']);
		assert.deepEqual(readdirSync(folder).sort(), ['README.md', 'index.cjs', 'index.d.cts',
			'index.d.ts', 'package.json', 'src']);
	});
});
