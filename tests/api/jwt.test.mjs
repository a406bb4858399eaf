/*
 * JSON Web Tokens as credentials (api.md section 2, rulings.md 25, 28, 30): whose signature counts,
 * whom a token names, what it may do, what it is counted under. The tokens are made by Node's own
 * crypto. The server is started with a key set and an audience of ours, whatever server the other
 * files share.
 */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

const secret = randomBytes(24).toString('hex');
const octKey = randomBytes(48);
const audience = 'okr-tests';
const ownTenant = '01890a5d-ac96-774b-bcce-b302099a8057';
const pairs = {
	rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
	ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
	ed: generateKeyPairSync('ed25519'),
	elsewhere: generateKeyPairSync('ed25519'),
	stranger: generateKeyPairSync('ed25519'),
};

function publicKey(name, more = {}) {
	return { ...pairs[name].publicKey.export({ format: 'jwk' }), kid: name, ...more };
}

const folder = mkdtempSync(join(tmpdir(), 'okr-jwks-'));

process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'keys.json'), JSON.stringify({
	keys: [
		publicKey('rsa', { alg: 'RS256', use: 'sig' }), publicKey('ec'), publicKey('ed'),
		publicKey('elsewhere', { tenants: [ownTenant] }),
		{ kty: 'oct', kid: 'oct', k: octKey.toString('base64url') },
	],
}), { mode: 0o600 });
// Read by script/server's programs and by okrctl alike, before any file is.
process.env.OKR_JWT_KEYS = join(folder, 'keys.json');
process.env.OKR_JWT_SECRET = secret;
process.env.OKR_JWT_AUDIENCE = audience;
// A server that runs already has neither: these tests start one of their own.
delete process.env.OKR_TEST_ENV;

const { Client, expect, ok, refused } = await import('../lib/client.mjs');
const { Workspace, unique } = await import('../lib/workspace.mjs');
const { okrctl, url } = await import('../lib/server.mjs');

const signers = {
	HS256: (text, key) => createHmac('sha256', key).update(text).digest(),
	EdDSA: (text, key) => sign(null, Buffer.from(text), key),
	RS256: (text, key) => sign('sha256', Buffer.from(text), key),
	ES256: (text, key) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }),
	none: () => '',
};

function encoded(value) {
	const text = typeof value === 'string' ? value : JSON.stringify(value);

	return Buffer.from(text).toString('base64url');
}

// `by` signs, whatever the header says.
function token(claims, { header = {}, by = 'HS256', key = secret } = {}) {
	const text = `${encoded({ alg: by, typ: 'JWT', ...header })}.${encoded(claims)}`;

	return `${text}.${Buffer.from(signers[by](text, key)).toString('base64url')}`;
}

const seconds = () => Math.floor(Date.now() / 1000);
const everything = 'okrs:read write:okrs okr-checkins:write kpis:read kpis:write reviews:read '
	+ 'workspace:admin';
let space, alice;

before(async () => {
	space = new Workspace();
	alice = space.admin;
});

function claimsOf(user, more = {}) {
	return { sub: user.id, tenant_id: space.id, aud: audience, exp: seconds() + 600,
		scope: everything, ...more };
}

function clientOf(user, more, how) {
	return new Client(url, token(claimsOf(user, more), how));
}

function me(bearer) {
	return new Client(url, bearer).get('/me');
}

async function mustRefuse(bearer) {
	const { headers } = await refused(401, me(bearer));

	assert.match(headers['www-authenticate'], /^Bearer\b/);
	assert.equal(headers.ratelimit, undefined);
}

function remaining(answer) {
	return Number(/r=(\d+)/.exec(answer.headers.ratelimit)[1]);
}

// Counting starts anew with each minute: tests that count do not begin at its end.
async function awayFromTheTurn() {
	const left = 60000 - (Date.now() % 60000);

	if (left < 10000) {
		await new Promise((resolve) => setTimeout(resolve, left + 100));
	}
}

describe('a token is taken', () => {
	test('when okrctl made it, and GET /me says whom it names', async () => {
		const made = okrctl('token', 'create', '--workspace', space.name, '--user', alice.email,
			'--scopes', 'okrs:read,okrs:write', '--ttl', '120');
		const { body } = await expect(200, me(made.token));
		const left = Date.parse(made.expires_at) - Date.now();

		assert.ok(left > 100000 && left <= 120000, made.expires_at);
		assert.equal(body.key, null);
		assert.deepEqual(body.user, { id: alice.id, name: 'Alice Nguyen',
			email: 'alice@example.org', role: 'admin' });
		assert.equal(body.user_id, alice.id);
		assert.equal(body.workspace.id, space.id);
		assert.equal(body.app_id, null);
		assert.deepEqual(body.scopes, ['okrs:read', 'write:okrs']);
	});

	test('and an API key names no user', async () => {
		const { body } = await expect(200, space.api.get('/me'));

		assert.equal(body.user, null);
		assert.equal(typeof body.key.id, 'string');
	});

	for (const [name, by] of [['rsa', 'RS256'], ['ec', 'ES256'], ['ed', 'EdDSA']]) {
		test(`${by}, with and without a kid`, async () => {
			const key = pairs[name].privateKey;

			for (const header of [{ kid: name }, {}]) {
				await expect(200, me(token(claimsOf(alice), { header, by, key })));
			}
		});
	}

	test('HS256, by the shared secret and by a key of the set', async () => {
		await expect(200, me(token(claimsOf(alice))));
		await expect(200, me(token(claimsOf(alice), { header: { kid: 'oct' }, key: octKey })));
	});

	test('with the user and the workspace named in any form', async () => {
		const external_id = unique('auth0|x');
		const user = await space.user({ external_id });

		for (const sub of [user.id, `usr-${user.id}`, user.id.toUpperCase(), external_id]) {
			const { body } = await expect(200, me(token(claimsOf({ id: sub }))));

			assert.equal(body.user.id, user.id);
		}
		await expect(200, me(token(claimsOf(user, { tenant_id: `grp-${space.id}` }))));
	});

	test('within a minute of its time', async () => {
		await expect(200, me(token(claimsOf(alice, { exp: seconds() - 30 }))));
		await expect(200, me(token(claimsOf(alice, { nbf: seconds() + 30 }))));
	});

	test('for one audience of several, and with an end far away', () =>
		expect(200, me(token(claimsOf(alice, { aud: ['x', audience], exp: 1e300 })))));
});

describe('401 with WWW-Authenticate', () => {
	const fine = () => token(claimsOf(alice));
	const pem = pairs.rsa.publicKey.export({ format: 'pem', type: 'spki' });
	const wrongClaims = {
		'expired': { exp: seconds() - 61 },
		'without an end': { exp: undefined },
		'with an end that is no number': { exp: '9999999999' },
		'before its time': { nbf: seconds() + 600 },
		'for another audience': { aud: 'somebody' },
		'for no audience': { aud: undefined },
		'without a subject': { sub: undefined },
		'with a subject that is nobody': { sub: 'nobody' },
		'with an empty subject': { sub: '' },
		'without a workspace': { tenant_id: undefined },
		'for a workspace that does not exist': { tenant_id: ownTenant },
		'for a workspace by its name': { tenant_id: 'Workspace' },
		'with scopes that are no texts': { scope: ['okrs:read', 7] },
		'with an empty application': { app_id: '' },
	};

	for (const [name, claims] of Object.entries(wrongClaims)) {
		test(name, () => mustRefuse(token(claimsOf(alice, claims))));
	}

	const wrongSignatures = {
		'alg none': { by: 'none' },
		'alg none, in capitals': { by: 'none', header: { alg: 'NONE' } },
		'a forged signature': { key: 'x'.repeat(48) },
		'a stranger\'s key': { by: 'EdDSA', key: pairs.stranger.privateKey },
		'a stranger\'s key under a kid of ours': { by: 'EdDSA', key: pairs.stranger.privateKey,
			header: { kid: 'ed' } },
		'a key that the header brings': { by: 'EdDSA', key: pairs.stranger.privateKey,
			header: { jwk: publicKey('stranger') } },
		'the public key as a secret': { key: pem },
		'the public key as a secret, by its kid': { key: pem, header: { kid: 'rsa' } },
		'another alg than the key\'s': { by: 'HS256', header: { alg: 'RS256' } },
		'the kid of a key of another alg': { by: 'EdDSA', key: pairs.ed.privateKey,
			header: { kid: 'rsa' } },
		'the kid of another key': { key: octKey, header: { kid: 'ed' } },
		'a kid that is a path': { key: '', header: { kid: '../../../dev/null' } },
		'crit': { header: { crit: ['exp'] } },
		'jku': { header: { jku: `${url}/api/v1/openapi.json` } },
		'x5u': { header: { x5u: `${url}/` } },
		'a key that speaks for another workspace': { by: 'EdDSA', key: pairs.elsewhere.privateKey,
			header: { kid: 'elsewhere' } },
	};

	for (const [name, how] of Object.entries(wrongSignatures)) {
		test(name, () => mustRefuse(token(claimsOf(alice), how)));
	}

	test('members that stand twice', async () => {
		const twice = `${JSON.stringify(claimsOf(alice)).slice(0, -1)},"sub":"${alice.id}"}`;

		await mustRefuse(token(twice));
	});

	test('a token that was cut, padded or decorated', async () => {
		const whole = fine();
		const [header, claims, signature] = whole.split('.');

		for (const bearer of [whole.slice(0, -1), whole.slice(1), `${header}.${claims}`,
			`${header}.${claims}.`, `${whole}.`, `${whole}=`, `${whole}.x.y`, `${whole}A`,
			`${claims}.${header}.${signature}`, '..', 'a.b.c']) {
			await mustRefuse(bearer);
		}
	});

	test('a user of another workspace', async () => {
		const other = new Workspace();

		await mustRefuse(token(claimsOf(other.admin)));
		await mustRefuse(token(claimsOf(alice, { tenant_id: other.id })));
	});

	test('a user who was deactivated, at once', async () => {
		const user = await space.user({ external_id: unique('left') });
		const bearers = [token(claimsOf(user)), token(claimsOf({ id: user.external_id })),
			token(claimsOf(user, { app_id: 'crm' }))];

		for (const bearer of bearers) {
			await expect(200, me(bearer));
		}
		await expect(204, space.api.delete(`/users/${user.id}`));
		for (const bearer of bearers) {
			await mustRefuse(bearer);
		}
		assert.throws(() => okrctl('token', 'create', '--workspace', space.name, '--user',
			user.id), /deactivated/);
	});
});

describe('what a token may do', () => {
	test('no scope means none', async () => {
		for (const scope of [undefined, '', 'openid profile']) {
			const client = clientOf(alice, { scope });
			const { body } = await expect(200, client.get('/me'));

			assert.deepEqual(body.scopes, []);
			await refused(403, client.get('/okrs'));
		}
	});

	test('scopes that we know stand among others', async () => {
		const client = clientOf(alice, { scope: 'openid okrs:read okrs:write email' });

		await expect(200, client.get('/okrs'));
		await refused(403, client.get('/kpis'));
		assert.deepEqual((await client.get('/me')).body.scopes, ['okrs:read', 'write:okrs']);
	});

	test('being an admin adds no scope', () =>
		refused(403, clientOf(alice, { scope: 'okrs:read' }).get('/api-keys')));

	test('what it makes was made by its user; a key ends with it', async () => {
		const user = await space.user({ role: 'admin' });
		const exp = seconds() + 300;
		const key = await ok(clientOf(user, { exp }).post('/api-keys', { name: 'own',
			scopes: ['okrs:read'] }));

		assert.equal(key.created_by, user.id);
		assert.equal(Date.parse(key.expires_at), exp * 1000);
	});

	test('an application sees its own records, and stamps what it makes', async () => {
		const crm = clientOf(alice, { app_id: 'crm' });
		const erp = clientOf(await space.user(), { app_id: 'erp' });
		const cycle_id = (await space.cycle()).id;
		const make = (client) => ok(client.post('/okrs', { title: unique('okr'), type: 'org',
			cycle_id }));
		const own = await make(crm), other = await make(erp), general = await make(space.api);
		const seen = (await ok(crm.get('/okrs'))).map(({ id }) => id);

		assert.equal((await crm.get('/me')).body.app_id, 'crm');
		assert.ok(seen.includes(own.id));
		assert.ok(!seen.includes(other.id) && !seen.includes(general.id));
		await refused(404, crm.get(`/okrs/${other.id}`));
		await expect(200, space.api.get(`/okrs/${own.id}`));
		await expect(200, space.client(undefined, { app: 'crm' }).get(`/okrs/${own.id}`));
		// A key that it makes is of the same application.
		const key = await ok(crm.post('/api-keys', { name: 'crm', scopes: ['okrs:read'] }));

		assert.equal(key.app_id, 'crm');
	});
});

describe('what a token is counted under', () => {
	test('one user has one limit, whatever the token', async () => {
		await awayFromTheTurn();
		const external_id = unique('external');
		const user = await space.user({ external_id });
		const bearers = [token(claimsOf(user)), token(claimsOf(user, { exp: seconds() + 900 })),
			token(claimsOf({ id: external_id })),
			token(claimsOf(user, { iss: 'https://id.example.org/' })),
			token(claimsOf(user, { app_id: 'crm' })),
			token(claimsOf(user), { by: 'EdDSA', key: pairs.ed.privateKey })];
		const left = [];

		for (const bearer of bearers) {
			left.push(remaining(await expect(200, me(bearer))));
		}
		assert.deepEqual(left, bearers.map((_, i) => left[0] - i));
		assert.equal(left[0], (await me(bearers[0])).body.limits.requests_per_minute - 1);
	});

	test('users, and the same name in two workspaces, have a limit each', async () => {
		await awayFromTheTurn();
		const external_id = unique('both');
		const other = new Workspace();
		const here = await space.user({ external_id });
		const there = await other.user({ external_id });
		const first = await me(token(claimsOf({ id: external_id })));
		const second = await me(token(claimsOf({ id: external_id }, { tenant_id: other.id })));

		assert.notEqual(here.id, there.id);
		assert.equal(second.body.user.id, there.id);
		assert.equal(remaining(first), remaining(second));
	});

	test('what is over the limit is a 429', async () => {
		await awayFromTheTurn();
		const client = clientOf(await space.user());
		const limit = (await client.get('/me')).body.limits.requests_per_minute;
		const answers = await Promise.all(Array.from({ length: limit + 4 },
			() => client.get('/me')));

		assert.equal(answers.filter(({ status }) => status === 200).length, limit - 1);
		assert.equal(answers.filter(({ status }) => status === 429).length, 5);
	});

	test('an Idempotency-Key is that of workspace, issuer and user', async () => {
		const user = await space.user({ external_id: unique('again') });
		const cycle_id = (await space.cycle()).id;
		const body = { title: unique('once'), type: 'org', cycle_id };
		const headers = { 'Idempotency-Key': unique('key') };
		const post = (who, more) => expect(201, clientOf(who, more).post('/okrs', body,
			{ headers }));
		const first = await post(user);
		const again = await post({ id: user.external_id }, { exp: seconds() + 900 });

		assert.equal(again.headers['idempotent-replayed'], 'true');
		assert.equal(again.body.id, first.body.id);
		for (const other of [await post(user, { iss: 'https://id.example.org/' }),
			await post(await space.user())]) {
			assert.equal(other.headers['idempotent-replayed'], undefined);
			assert.notEqual(other.body.id, first.body.id);
		}
	});
});

describe('okrctl token create', () => {
	test('finds the workspace of a user who is in one alone', async () => {
		const user = await space.user();
		const made = okrctl('token', 'create', '--user', user.id, '--app', 'crm');
		const { body } = await expect(200, me(made.token));

		assert.equal(made.id, user.id);
		assert.equal(body.user.id, user.id);
		assert.equal(body.app_id, 'crm');
		assert.deepEqual(body.scopes, []);
	});

	test('wants the workspace named when several have the user', () => {
		const other = new Workspace();

		assert.equal(other.admin.email, alice.email);
		assert.throws(() => okrctl('token', 'create', '--user', alice.email), /--workspace/);
	});

	test('refuses scopes, times and users that are none', () => {
		for (const words of [['--scopes', 'okrs:fly'], ['--ttl', 'long'], ['--app', ' ']]) {
			assert.throws(() => okrctl('token', 'create', '--workspace', space.name, '--user',
				alice.id, ...words), (error) => error.status === 2);
		}
		assert.throws(() => okrctl('token', 'create', '--workspace', space.name, '--user',
			'nobody@example.org'), (error) => error.status === 1);
	});
});
