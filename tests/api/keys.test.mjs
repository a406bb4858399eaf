/*
 * API keys as the API itself makes them: shown once, limited by their maker, revoked and rotated at
 * once; the scopes and what each opens (api.md section 2, rulings.md 9 and 30).
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, badFields, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { nameOf } from '../lib/routes.mjs';
import { url } from '../lib/server.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { Workspace, allScopes, day, instant } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

// Makes a key over HTTP; gives back the answer and a client with it.
async function make(fields = {}, maker = api) {
	const made = await ok(maker.post('/api-keys', { name: 'made', scopes: ['okrs:read'], ...fields }));

	return { made, client: new Client(url, made.key) };
}

async function listed(id) {
	return (await ok(api.get('/api-keys'))).find((key) => key.id === id);
}

describe('a key made over HTTP', () => {
	test('answers 201 with the whole key, which works', async () => {
		const { made, client } = await make({ name: 'Slack bot' });

		hasShape(made, { id: is.id, name: 'Slack bot', key: is.text, prefix: is.text,
			scopes: ['okrs:read'], app_id: null, expires_at: null, revoked_at: null,
			last_used_at: null, created_by: space.admin.id, created_at: is.stamp });
		assert.match(made.key, /^okrt_[0-9A-Za-z]{38}$/);
		assert.equal(made.prefix, made.key.slice(0, 9));
		await expect(200, client.get('/okrs'));
	});

	test('is shown only once', async () => {
		const { made } = await make();
		const { text } = await api.get('/api-keys');

		assert.ok(!text.includes(made.key));
		assert.ok(!text.includes(made.key.slice(9)));
		assert.equal((await listed(made.id)).key, undefined);
	});

	test('has the scopes that it was given, in any combination; okrs:write is an alias', async () => {
		const { made, client } = await make({ scopes: ['okrs:write', 'kpis:write'] });

		assert.deepEqual([...made.scopes].sort(), ['kpis:write', 'write:okrs']);
		await refused(403, client.get('/okrs'));
		await refused(400, client.post('/okrs', {}));
		assert.deepEqual((await make({ scopes: allScopes })).made.scopes.sort(), [...allScopes].sort());
	});

	test('the same scope twice, or by its alias, is that scope', async () => {
		const { made } = await make({ scopes: ['write:okrs', 'okrs:write', 'write:okrs'] });

		assert.deepEqual(made.scopes, ['write:okrs']);
	});

	test('unknown scopes are a 400', async () => {
		for (const scopes of [['okrs:delete'], ['okrs:read', 'x'], [''], ['OKRS:READ'], [null], []]) {
			await badFields(['scopes'], api.post('/api-keys', { name: 'x', scopes }));
		}
	});

	test('carries its maker\'s user to what it writes', async () => {
		const { client } = await make({ scopes: allScopes });
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);
		const { author_id } = await ok(client.post(`/key-results/${id}/checkins`, { value: 1 }));

		assert.equal(author_id, space.admin.id);
	});

	test('a single key is read without its secret', async () => {
		const { made } = await make();
		const { key, ...shown } = made;
		const answer = await expect(200, api.get(`/api-keys/${made.id}`));

		assert.deepEqual(answer.body, { ...shown, last_used_at: answer.body.last_used_at });
		assert.ok(!answer.text.includes(key));
		await expect(304, api.get(`/api-keys/${made.id}`,
			{ headers: { 'If-None-Match': answer.headers.etag } }));
	});

	test('the tag of a single key serves as If-Match', async () => {
		const { made } = await make();
		const { headers: { etag } } = await api.get(`/api-keys/${made.id}`);

		await refused(412, api.delete(`/api-keys/${made.id}`, { headers: { 'If-Match': '"99-x"' } }));
		await expect(204, api.delete(`/api-keys/${made.id}`, { headers: { 'If-Match': etag } }));
		assert.notEqual((await ok(api.get(`/api-keys/${made.id}`))).revoked_at, null);
	});

	test('there is no way to change a single key', async () => {
		const { made } = await make();

		await refused(405, api.put(`/api-keys/${made.id}`, { scopes: allScopes }));
	});

	test('last_used_at is kept to the minute', async () => {
		const { made, client } = await make();

		await expect(200, client.get('/okrs'));
		const { last_used_at } = await listed(made.id);

		assert.ok(last_used_at === null || /:00Z$/.test(last_used_at), last_used_at);
	});

	// It is noted when the answer is out.
	async function noted(id, expected) {
		for (let i = 0; i < 100; i++) {
			if (lastUse(id) === expected) {
				return;
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		assert.equal(lastUse(id), expected);
	}

	const asText = (when) => `DATE_FORMAT(${when}, '%Y-%m-%d %H:%i:%s.%f')`;
	const minute = (offset) => `DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL ${offset} MINUTE,
		'%Y-%m-%d %H:%i:00')`;
	const lastUse = (id) => sql(`SELECT ${asText('last_used_at')} FROM api_key
		WHERE id = ${hex(id)}`)[0][0];
	const writes = () => sql(`SELECT revision, stamped_at, ${asText('MAX(k.updated_at)')} FROM
		organisation o JOIN api_key k ON k.organisation_id = o.id WHERE o.id = ${hex(space.id)}`);
	const setLastUse = (id, value) => sql(`UPDATE api_key SET last_used_at = ${value}
		WHERE id = ${hex(id)}`);

	test('last_used_at moves with the next use of that key, is no write, and never goes back',
		async () => {
			const [used, other] = [await make(), await make()];

			await awayFromMinuteEnd();
			for (const { made } of [used, other]) {
				setLastUse(made.id, minute(-3));
			}
			const before = writes();
			const [[now]] = sql(`SELECT ${asText(minute(0))}`);

			await expect(200, used.client.get('/okrs'));
			await noted(used.made.id, now);
			assert.deepEqual(writes(), before);
			assert.notEqual(lastUse(other.made.id), now);
			await refused(401, new Client(url, `${other.made.key.slice(0, -1)}!`).get('/okrs'));
			await refused(403, other.client.post('/okrs', {}));
			await noted(other.made.id, now);

			setLastUse(used.made.id, minute(5));
			const ahead = lastUse(used.made.id);

			await expect(200, used.client.get('/okrs'));
			await new Promise((resolve) => setTimeout(resolve, 300));
			assert.equal(lastUse(used.made.id), ahead);
		});
});

// Not in the last seconds of a minute.
async function awayFromMinuteEnd() {
	const left = 60000 - Date.now() % 60000;

	if (left < 10000) {
		await new Promise((resolve) => setTimeout(resolve, left + 100));
	}
}

describe('expiry', () => {
	test('a key that expired is a 401', async () => {
		const soon = new Date(Date.now() + 1200).toISOString();
		const { client } = await make({ expires_at: soon });

		await expect(200, client.get('/okrs'));
		await new Promise((resolve) => setTimeout(resolve, Date.parse(soon) - Date.now() + 50));
		await refused(401, client.get('/okrs'));
	});

	test('is told by the list and by /me', async () => {
		const expires_at = instant(3);
		const { made, client } = await make({ expires_at });

		assert.equal(made.expires_at, expires_at);
		assert.equal((await listed(made.id)).expires_at, expires_at);
		assert.equal((await ok(client.get('/me'))).key.expires_at, expires_at);
	});

	test('in the past is a 400', async () => {
		await badFields(['expires_at'], api.post('/api-keys',
			{ name: 'x', scopes: ['okrs:read'], expires_at: instant(-1) }));
	});
});

describe('revoking', () => {
	test('works on the next request, on every worker', async () => {
		const { made, client } = await make();

		await Promise.all(Array.from({ length: 8 }, () => expect(200, client.get('/okrs'))));
		await expect(204, api.delete(`/api-keys/${made.id}`));
		await Promise.all(Array.from({ length: 8 }, () => refused(401, client.get('/okrs'))));
	});

	test('leaves the key in the list with the time', async () => {
		const { made } = await make();

		await expect(204, api.delete(`/api-keys/${made.id}`));
		hasShape(await listed(made.id), { revoked_at: is.stamp });
	});

	test('a key may revoke itself', async () => {
		const { made, client } = await make({ scopes: ['workspace:admin'] });

		await expect(204, client.delete(`/api-keys/${made.id}`));
		await refused(401, client.get('/me'));
	});

	test('an unknown key is a 404', () =>
		refused(404, api.delete('/api-keys/01890000-0000-7000-8000-000000000001')));
});

describe('rotating', () => {
	test('gives a new key with the same rights and ends the old one', async () => {
		const { made, client } = await make({ name: 'BI', scopes: ['okrs:read', 'kpis:read'],
			app_id: 'bi', page_limit: 7, rate_limit: 0, expires_at: instant(9) });
		const { body: next } = await expect(200, api.post(`/api-keys/${made.id}/rotate`));

		assert.notEqual(next.id, made.id);
		assert.notEqual(next.key, made.key);
		for (const field of ['name', 'scopes', 'app_id', 'page_limit', 'rate_limit', 'expires_at']) {
			assert.deepEqual(next[field], made[field], field);
		}
		await refused(401, client.get('/okrs'));
		await expect(200, new Client(url, next.key).get('/okrs'));
	});

	test('with overlap_seconds lets the old one live on for so long', async () => {
		const { made, client } = await make();
		const next = await ok(api.post(`/api-keys/${made.id}/rotate`, { overlap_seconds: 3600 }));

		await expect(200, client.get('/okrs'));
		await expect(200, new Client(url, next.key).get('/okrs'));
		const left = Date.parse((await listed(made.id)).expires_at) - Date.now();

		assert.ok(left > 3590e3 && left <= 3601e3, `${left} ms`);
	});

	test('an overlap does not lengthen an earlier expiry', async () => {
		const expires_at = instant(0, 600);
		const { made } = await make({ expires_at });

		await ok(api.post(`/api-keys/${made.id}/rotate`, { overlap_seconds: 3600 }));
		assert.equal((await listed(made.id)).expires_at, expires_at);
	});

	test('an overlap of more than a day, below 0 or of another type is a 400', async () => {
		const { made, client } = await make();

		await ok(api.post(`/api-keys/${(await make()).made.id}/rotate`, { overlap_seconds: 86400 }));
		for (const overlap_seconds of [86401, -1, 1.5, '60', true, []]) {
			await badFields(['overlap_seconds'],
				api.post(`/api-keys/${made.id}/rotate`, { overlap_seconds }));
		}
		await badFields(['overlap'], api.post(`/api-keys/${made.id}/rotate`, { overlap: 60 }));
		await expect(200, client.get('/okrs'));
	});

	test('a revoked key cannot be rotated back to life', async () => {
		const { made } = await make();

		await expect(204, api.delete(`/api-keys/${made.id}`));
		const { status } = await api.post(`/api-keys/${made.id}/rotate`);

		assert.ok([404, 409].includes(status), String(status));
	});
});

describe('a key made by a key', () => {
	function maker(options) {
		return space.client(['workspace:admin'], options);
	}

	function tryMaking(client, fields) {
		return client.post('/api-keys', { name: 'x', scopes: ['okrs:read'], ...fields });
	}

	test('may have any scope, as the seed says', async () => {
		const { made } = await make({ scopes: allScopes }, maker());

		assert.equal(made.scopes.length, allScopes.length);
	});

	test('has no larger rate limit than its maker', async () => {
		const limited = maker({ 'rate-limit': 100 });

		await badFields(['rate_limit'], tryMaking(limited, { rate_limit: 101 }));
		await badFields(['rate_limit'], tryMaking(limited, { rate_limit: 0 }));
		assert.equal((await make({ rate_limit: 100 }, limited)).made.rate_limit, 100);
		assert.equal((await make({ rate_limit: 5 }, limited)).made.rate_limit, 5);
	});

	test('has no larger page limit than its maker', async () => {
		await badFields(['page_limit'], tryMaking(maker({ 'page-limit': 700 }), { page_limit: 701 }));
		await badFields(['page_limit'], tryMaking(maker(), { page_limit: 501 }));
		assert.equal((await make({ page_limit: 700 }, maker({ 'page-limit': 700 }))).made.page_limit,
			700);
	});

	test('gets the smaller of the default and its maker\'s limits when it names none', async () => {
		for (const [options, rate, page] of [
			[{ 'rate-limit': 30, 'page-limit': 7 }, 30, 7],
			[{ 'rate-limit': 59, 'page-limit': 499 }, 59, 499],
			[{ 'rate-limit': 60, 'page-limit': 500 }, 60, 500],
			[{ 'rate-limit': 100, 'page-limit': 700 }, 60, 500],
			[{ 'rate-limit': 0 }, 60, 500],
		]) {
			const { client } = await make({}, maker(options));
			const { limits } = await ok(client.get('/me'));

			assert.deepEqual(limits, { requests_per_minute: rate, records_per_page: page });
			await make({ rate_limit: null, page_limit: null }, maker(options));
		}
	});

	test('gets no larger limits by a rotation either, which keeps rights or is refused', async () => {
		const { made } = await make();
		const own = await make({ rate_limit: 30, page_limit: 7 });
		const limited = maker({ 'rate-limit': 30, 'page-limit': 7 });
		const rotated = await ok(limited.post(`/api-keys/${own.made.id}/rotate`));

		await refused(403, limited.post(`/api-keys/${made.id}/rotate`));
		assert.deepEqual([rotated.rate_limit, rotated.page_limit], [30, 7]);
	});

	test('a rotation by who ends shortens no key that has no end', async () => {
		const { made } = await make();
		const mortal = maker({ expires: day(2) });
		const own = await make({}, mortal);

		await refused(403, mortal.post(`/api-keys/${made.id}/rotate`));
		const rotated = await ok(mortal.post(`/api-keys/${own.made.id}/rotate`));

		assert.equal(rotated.expires_at, own.made.expires_at);
		assert.equal((await ok(api.get(`/api-keys/${made.id}`))).revoked_at, null);
	});

	test('does not outlive its maker', async () => {
		const mortal = maker({ expires: day(2) });
		const { expires_at } = (await ok(mortal.get('/me'))).key;

		await badFields(['expires_at'], tryMaking(mortal, { expires_at: instant(5) }));
		assert.equal((await make({}, mortal)).made.expires_at, expires_at);
		const earlier = instant(1);

		assert.equal((await make({ expires_at: earlier }, mortal)).made.expires_at, earlier);
	});

	test('inherits its maker\'s app_id and can have no other', async () => {
		const app = maker({ app: 'crm' });

		assert.equal((await make({}, app)).made.app_id, 'crm');
		assert.equal((await make({ app_id: 'crm' }, app)).made.app_id, 'crm');
		await badFields(['app_id'], tryMaking(app, { app_id: 'other' }));
	});

	test('a limit below 0 is a 400', () => badFields(['rate_limit', 'page_limit'],
		tryMaking(api, { rate_limit: -1, page_limit: -1 })));
});

describe('scopes', () => {
	const scoped = routes.filter(({ any }) => !any);
	let things;

	before(async () => {
		things = await recordsOf(space);
	});

	for (const route of scoped) {
		const others = allScopes.filter((scope) => scope !== route.scope);

		test(`${nameOf(route)} is a 403 with every scope but ${route.scope}`, async () => {
			const { body } = await refused(403, space.client(others).request(route.method,
				pathFor(route, things), bodyFor(route, things)));

			assert.equal(body.message, `This key does not have ${route.scope} permission`);
		});
	}

	test('each scope alone opens its own GET routes', async () => {
		for (const route of scoped.filter(({ method, people }) => method === 'GET' && !people)) {
			await expect(200, space.client([route.scope, ...(route.also ?? [])]).get(pathFor(route, things)));
		}
	});

	test('each scope alone is enough to write', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);

		await expect(201, space.client(['write:okrs']).post('/okrs',
			{ title: 'x', type: 'org', cycle_id: okr.cycle_id }));
		await expect(201, space.client(['okr-checkins:write']).post(`/key-results/${id}/checkins`,
			{ value: 1 }));
		await expect(201, space.client(['workspace:admin']).post('/teams', { name: 'x' }));
	});

	test('GET /me needs a key and no scope in particular', async () => {
		for (const scope of allScopes) {
			const me = await ok(space.client([scope]).get('/me'));

			assert.deepEqual(me.scopes, [scope]);
		}
		await refused(401, new Client(url).get('/me'));
	});

	test('GET /me tells workspace, key, scopes and limits', async () => {
		const { made, client } = await make({ name: 'me', rate_limit: 1000, page_limit: 300 });

		hasShape(await ok(client.get('/me')), { workspace: { id: space.id, name: space.name },
			key: { id: made.id, name: 'me', prefix: made.prefix, expires_at: null },
			user_id: space.admin.id, app_id: null, scopes: ['okrs:read'],
			limits: { requests_per_minute: 1000, records_per_page: 300 } });
	});
});

describe('a person whose token has workspace:admin, but whose role is not admin', () => {
	let member;

	before(async () => {
		member = await person(space, 'member', { role: 'manager' }, allScopes);
	});

	// Readings 105 and 201: it may use no route that asks for the scope, whatever its token says.
	test('makes no key, which would see what the person does not', async () => {
		const count = (await ok(api.get('/api-keys'))).length;
		const { body } = await refused(403, member.client.post('/api-keys',
			{ name: 'x', scopes: ['okrs:read'] }));

		assert.match(body.message, /only a user with the role admin/);
		assert.equal((await ok(api.get('/api-keys'))).length, count);
	});

	test('rotates no key, to be shown the new one', async () => {
		const { made, client } = await make();

		await refused(403, member.client.post(`/api-keys/${made.id}/rotate`));
		await expect(200, client.get('/okrs'));
		await refused(403, member.client.delete(`/api-keys/${made.id}`));
	});

	test('makes nobody an admin, not even itself', async () => {
		const other = await space.user();

		await refused(403, member.client.put(`/users/${member.id}`, { role: 'admin' }));
		await refused(403, member.client.put(`/users/${other.id}`, { role: 'admin' }));
		await refused(403, member.client.post('/users', { name: 'x', email: 'x@example.org',
			role: 'admin' }));
		await refused(403, member.client.put(`/users/${other.id}`, { role: 'manager' }));
		await refused(403, member.client.put(`/users/${space.admin.id}`, { role: 'member' }));
	});

	test('an admin\'s token does all of it, and so does an application\'s within it', async () => {
		const admin = await person(space, 'admin', { role: 'admin' }, allScopes);
		const { made } = await make({}, admin.client);

		await ok(admin.client.post(`/api-keys/${made.id}/rotate`));
		await ok(admin.client.put(`/users/${(await space.user()).id}`, { role: 'admin' }));
		const app = tokenClient(space, member.email, allScopes, { app: 'crm' });

		assert.equal((await make({}, app)).made.app_id, 'crm');
	});
});

describe('what is no key', () => {
	const wrong = { 'nothing': '', 'another prefix': 'sk_live_0123456789',
		'only the prefix': 'okrt_', 'a made-up key': `okrt_${'a'.repeat(38)}`,
		'a very long one': `okrt_${'a'.repeat(4000)}`, 'a JWT without a signature':
			'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 'two words': 'okrt_x okrt_y' };

	for (const [what, key] of Object.entries(wrong)) {
		test(`${what} is a 401`, () => refused(401, new Client(url).get('/okrs',
			{ headers: { Authorization: `Bearer ${key}` } })));
	}

	test('a key in the query or in another header is a 401', async () => {
		const { key } = api;

		await refused(401, new Client(url).get(`/okrs?api_key=${key}`));
		await refused(401, new Client(url).get('/okrs', { headers: { 'X-Api-Key': key } }));
		await refused(401, new Client(url).get('/okrs', { headers: { Authorization: key } }));
	});

	test('a key with a character more, less or in other case is a 401', async () => {
		const { key } = api;

		for (const text of [`${key}0`, key.slice(0, -1), key.toUpperCase(), ` ${key}x`]) {
			await refused(401, new Client(url, text).get('/okrs'));
		}
	});
});
