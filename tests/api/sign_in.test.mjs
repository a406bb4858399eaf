/*
 * The ways in (product/console.md A1, readings 101–119), as an attacker and as a person meet them: by
 * password, one-time link, token and the web server's own login; what is counted, what is told, and what
 * no log, table or answer may hold.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { tablesOf } from '../lib/company.mjs';
import { parseAnswer, variables } from '../lib/fcgi.mjs';
import { run, until } from '../lib/process.mjs';
import { cgi, Site } from '../lib/site.mjs';

const v1 = '/api/v1';
const password = 'correct horse battery';
const console_ = { 'X-OKR-Console': '1' };

let site, key, people;
const workspaces = {};

/** A request as a web server hands it over: `params` are its own, beside what a caller can send. */
function send(method, path, { body, cookie, headers = {}, params = {}, address = '127.0.0.1', bearer }
	= {}) {
	const sent = { ...console_, ...headers };

	if (cookie)
		sent.Cookie = `__Host-okr=${cookie}`;
	for (const name of Object.keys(sent).filter((one) => sent[one] === undefined))
		delete sent[name];
	return site.ask(method, v1 + path, { key: bearer, body, headers: sent,
		params: { REMOTE_ADDR: address, ...params } });
}

const post = (path, body, options) => send('POST', path, { body, ...options });
const enter = (email, secret = password, options = {}) =>
	post('/session', { email, password: secret, ...options.more }, options);
const cookieOf = ({ headers }) => /^__Host-okr=([^;]*)/.exec(headers['set-cookie'] ?? '')?.[1];
const admin = (method, path, body, workspace = 'W') => site.must(method, v1 + path, body,
	{ key: workspaces[workspace].key });
const audit = (query = '', workspace = 'W') => admin('GET', `/audit?limit=100${query}`, undefined,
	workspace);
const rowsOf = async (type, user, workspace) =>
	(await audit(`&type=${type}&subject_id=${user.id}`, workspace));
let turn = 0;
// Windows of guesses belong to addresses: each test has its own.
const freshAddress = () => `198.51.100.${++turn}`;
const tls = { HTTPS: 'on' };
const from = (address) => ({ address, params: tls });

/** What differs between two refusals: nothing may. */
const told = ({ status, text, headers }) => ({ status, text,
	challenge: headers['www-authenticate'], cookie: headers['set-cookie'] });

async function linkFor(user, workspace = 'W') {
	const { url, expires_at } = await admin('POST', `/users/${user.id}/invite`, undefined, workspace);

	return { token: url.split('#')[1], expires_at, url };
}

async function makePerson(name, fields = {}, workspace = 'W') {
	const user = await admin('POST', '/users', { name, email: `${name.toLowerCase().replaceAll(' ', '.')}${++turn}@example.org`,
		...fields }, workspace);

	return user;
}

/** Somebody with a password. */
async function makeMember(name, fields, workspace) {
	const user = await makePerson(name, fields, workspace);
	const { token } = await linkFor(user, workspace);
	const answer = await post('/session/token', { token, password });

	assert.equal(answer.status, 201, answer.text);
	return { ...user, cookie: cookieOf(answer) };
}

before(async () => {
	site = await Site.make({ settings: { jwt_secret: 'a secret that signs tokens of this test',
		site_name: 'OKRs here' } });
	for (const name of ['W', 'V'])  {
		if (name !== 'W')
			await site.administer('workspace', 'create', '--name', name);
		const { id } = (await site.administer('workspace', 'show', '--name', name));
		await site.administer('user', 'create', '--workspace', name, '--name', 'Alice', '--email',
			`alice@${name}.example`, '--role', 'admin');
		workspaces[name] = { id, key: (await site.makeKey({ workspace: name })).key };
	}
	await site.serve({ workers: 3 });
	({ key } = workspaces.W);
	people = { bob: await makeMember('Bob'), eve: await makeMember('Eve', { active: true }) };
});

after(() => site?.close());

describe('what a page can begin', () => {
	test('is listed for everybody, without a header, and kept nowhere', async () => {
		const { status, json, headers } = await send('GET', '/sign-in',
			{ headers: { 'X-OKR-Console': undefined } });

		assert.equal(status, 200);
		assert.deepEqual(json, { methods: ['password'], oidc_name: null, setup: false,
			site_name: 'OKRs here' });
		assert.equal(headers['cache-control'], 'no-store');
		assert.match(headers.vary, /\bCookie\b/);
	});
});

describe('a password', () => {
	test('signs in: a cookie with its attributes, and the body of GET /session', async () => {
		const answer = await enter(` ${people.bob.email.toUpperCase()} `, password,
			{ headers: { 'User-Agent': `Zeitgeist ${'ä'.repeat(300)}` } });
		const [pair, ...attributes] = answer.headers['set-cookie'].split('; ');

		assert.equal(answer.status, 201, answer.text);
		assert.match(pair, /^__Host-okr=okrc_[0-9A-Za-z]{49}$/);
		assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=2592000', 'Path=/',
			'SameSite=Strict', 'Secure']);
		assert.equal(answer.headers['cache-control'], 'no-store');
		const shown = await send('GET', '/session', { cookie: cookieOf(answer) });

		assert.equal(shown.status, 200);
		assert.deepEqual(shown.json, answer.json);
		assert.equal(shown.json.key, null);
		assert.equal(shown.json.user.email, people.bob.email);
		assert.equal(shown.json.session.method, 'password');
		assert.deepEqual(shown.json.scopes.sort(), ['kpis:read', 'kpis:write', 'okr-checkins:write',
			'okrs:read', 'reviews:read', 'write:okrs']);
		const [own] = (await send('GET', '/sessions', { cookie: cookieOf(answer) })).json;

		assert.equal(own.user_agent.length, 255);
		assert.equal(own.address, '127.0.0.1');
	});

	test('makes a new cookie each time, whatever cookie came along', async () => {
		const first = cookieOf(await enter(people.bob.email));
		const second = cookieOf(await enter(people.bob.email, password, { cookie: first }));
		const forged = `okrc_${'0'.repeat(49)}`;
		const third = cookieOf(await enter(people.bob.email, password, { cookie: forged }));

		assert.equal(new Set([first, second, third, forged]).size, 4);
	});

	test('is compared in form C, and not trimmed', async () => {
		const user = await makePerson('Zoe');
		const composed = 'Zo\u00eb likes puzzles';
		const { token } = await linkFor(user);

		assert.equal((await post('/session/token', { token, password: composed })).status, 201);
		assert.equal((await enter(user.email, composed.normalize('NFD'))).status, 201);
		assert.equal((await enter(user.email, `${composed} `)).status, 401);
	});

	test('every failure is one and the same 401, without a cookie', async () => {
		const gone = await makeMember('Gone');

		await admin('DELETE', `/users/${gone.id}`);
		const unset = await makePerson('Unset');
		const all = [];

		for (const [email, secret, more] of [[people.bob.email, 'wrong horse battery'],
			['nobody@example.org', password], ['no address at all', password],
			[gone.email, password], [unset.email, password], [people.bob.email, ''],
			[people.bob.email, password, { workspace_id: workspaces.V.id }],
			[people.bob.email, password, { workspace_id: people.bob.id }]])
			all.push(told(await enter(email, secret, { ...from(freshAddress()), more })));
		assert.equal(all[0].status, 401);
		assert.equal(all[0].cookie, undefined);
		for (const one of all)
			assert.deepEqual(one, all[0]);
	});

	// Time would tell who is here: so the work is the same, which the log counts.
	test('an unknown address costs one password hash, as a known one does', async () => {
		const [unset, gone] = [await makePerson('Unset'), await makeMember('Gone')];
		const asked = [];

		await admin('DELETE', `/users/${gone.id}`);
		for (const [email, secret] of [['nobody@example.org', password], ['no address', password],
			[unset.email, password], [gone.email, password], [people.bob.email, 'wrong horse battery'],
			[people.bob.email, password]])
			asked.push((await enter(email, secret, from(freshAddress()))).headers['x-request-id']);
		await until('the lines', () => asked.every((id) => readFileSync(site.log, 'utf8').includes(id)));
		const lines = readFileSync(site.log, 'utf8').split('\n').filter(Boolean).map(JSON.parse);

		assert.deepEqual(asked.map((id) => lines.find((line) => line.id === id).password_hashes),
			asked.map(() => 1));
	});

	test('a hash is renewed at sign-in when the setting grew, and the password stays', async () => {
		const user = await makeMember('Renewed');
		const hash = async () => (await site.mariadb.sql(`SELECT password_hash FROM person_login
			WHERE person_id = UNHEX('${user.id.replaceAll('-', '')}')`))[0][0];

		assert.match(await hash(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		await site.stopServing();
		site.configure({ password_memory: '20' });
		await site.serve({ workers: 2 });
		assert.equal((await enter(user.email, 'not it', from(freshAddress()))).status, 401);
		assert.match(await hash(), /\$m=19456,/);
		assert.equal((await enter(user.email)).status, 201);
		assert.match(await hash(), /\$m=20480,/);
		assert.equal((await enter(user.email)).status, 201);
		await site.stopServing();
		site.configure({ password_memory: '19' });
		await site.serve({ workers: 2 });
		assert.equal((await enter(user.email)).status, 201);
		assert.match(await hash(), /\$m=20480,/, 'it is never weakened');
	});

	test('the log has the cause, and neither password nor cookie nor link', async () => {
		const { token } = await linkFor(people.bob);
		const answer = await enter(people.bob.email);

		await enter(people.bob.email, 'a wrong pass phrase');
		await post(`/session/${token}`, {});
		const log = readFileSync(site.log, 'utf8');

		assert.match(log, /sign-in: the password is wrong/);
		assert.match(log, /sign-in: no active user has this address/);
		assert.match(log, /"credential":"session:[0-9a-f]{8}"/);
		for (const secret of [password, 'a wrong pass phrase', token, cookieOf(answer), 'argon2id'])
			assert.ok(!log.includes(secret), secret);
	});

	test('no table holds one, nor a cookie or a link', async () => {
		const { token } = await linkFor(people.bob);
		const secrets = [password, token, cookieOf(await enter(people.bob.email))];
		const all = [];

		for (const table of await tablesOf(site))
			all.push(await site.mariadb.sql(`SELECT * FROM ${table}`));
		const dump = JSON.stringify(all);


		assert.ok(dump.includes(people.bob.email));
		for (const secret of secrets)
			assert.ok(!dump.includes(secret), secret);
	});
});

describe('one address in two workspaces', () => {
	const email = 'twin@example.org';
	const second = 'another horse battery';
	let twins;

	before(async () => {
		twins = [await admin('POST', '/users', { name: 'Twin', email }),
			await admin('POST', '/users', { name: 'Twin', email }, 'V')];
		await post('/session/token', { token: (await linkFor(twins[0])).token, password });
		await post('/session/token', { token: (await linkFor(twins[1], 'V')).token, password });
	});

	test('has to choose, without a cookie; then the choice decides', async () => {
		const answer = await enter(email);

		assert.equal(answer.status, 200);
		assert.equal(answer.headers['set-cookie'], undefined);
		assert.deepEqual(answer.json, { choose: ['W', 'V'].map((name) =>
			({ id: workspaces[name].id, name })) });
		const chosen = await enter(email, password, { more: { workspace_id: workspaces.V.id } });

		assert.equal(chosen.status, 201);
		assert.equal(chosen.json.workspace.name, 'V');
		assert.equal(chosen.json.user.id, twins[1].id);
	});

	test('with two passwords needs no choice; a failure is told in both journals', async () => {
		await post('/session/token', { token: (await linkFor(twins[1], 'V')).token, password: second });
		assert.equal((await enter(email)).json.workspace.name, 'W');
		assert.equal((await enter(email, second)).json.workspace.name, 'V');
		const counts = async () => [(await rowsOf('sign_in.failed', twins[0])).length,
			(await rowsOf('sign_in.failed', twins[1], 'V')).length];

		await enter(email, 'neither of the two', from('203.0.113.99'));
		await until('both rows', async () => (await counts()).every((count) => count === 1));
		const [row] = await rowsOf('sign_in.failed', twins[1], 'V');

		assert.deepEqual(row.context, { method: 'password', address: '203.0.113.99' });
		assert.equal(row.via, 'console');
		assert.deepEqual([row.actor.type, row.actor.id], ['system', null]);
		assert.deepEqual(row.changes, {});
	});
});

describe('guessing', () => {
	test('ten failures at an account, and the right password waits as well', async () => {
		const at = from(freshAddress());

		for (let i = 0; i < 10; i++)
			assert.equal((await enter(people.eve.email, `wrong guess number ${i}`, at)).status, 401);
		const { status, json, headers } = await enter(people.eve.email, password, at);

		assert.equal(status, 429);
		assert.equal(json.error, 'rate_limit_exceeded');
		assert.ok(json.retry_after_seconds >= 1 && json.retry_after_seconds <= 900);
		assert.equal(headers['retry-after'], String(json.retry_after_seconds));
		// Neither another account nor another address is locked by it.
		assert.equal((await enter(people.bob.email, password, at)).status, 201);
		assert.equal((await enter(people.eve.email, password, from(freshAddress()))).status, 201);
	});

	test('twenty at once are ten, and no header moves the address', async () => {
		const at = freshAddress();
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) =>
			enter('nobody-here@example.org', `guess ${i}`, { address: at, params: tls,
				headers: { 'X-Forwarded-For': `192.0.2.${i}`, 'X-Real-IP': `192.0.2.${i}` } })));
		const count = (status) => answers.filter((one) => one.status === status).length;

		assert.deepEqual([count(401), count(429)], [10, 10]);
	});

	test('an address is folded before it is counted', async () => {
		const at = from(freshAddress());
		const email = 'folded@example.org';

		for (let i = 0; i < 10; i++)
			await enter(i % 2 ? ` ${email} ` : email.toUpperCase(), 'not the one', at);
		assert.equal((await enter(email, 'not the one', at)).status, 429);
	});

	test('a success clears the pair', async () => {
		const at = from(freshAddress());

		for (let i = 0; i < 9; i++)
			await enter(people.bob.email, 'not the one', at);
		assert.equal((await enter(people.bob.email, password, at)).status, 201);
		for (let i = 0; i < 9; i++)
			assert.equal((await enter(people.bob.email, 'not the one', at)).status, 401);
		assert.equal((await enter(people.bob.email, password, at)).status, 201);
	});
});

describe('where the request comes from', () => {
	test('without the header, from another site, or with a credential: a 403, and nothing happens',
		async () => {
			const sessions = () => site.mariadb.sql('SELECT count(*) FROM session');
			const before_ = await sessions();

			for (const [path, body] of [['/session', { email: people.bob.email, password }],
				['/session/token', { token: (await linkFor(people.bob)).token }],
				['/session/link', { email: people.bob.email }]]) {
				for (const options of [{ headers: { 'X-OKR-Console': undefined } },
					{ headers: { 'X-OKR-Console': '2' } }, { headers: { 'X-OKR-Console': 'true' } },
					{ headers: { 'Sec-Fetch-Site': 'cross-site' } }, { bearer: key },
					{ bearer: 'okrt_none' }]) {
					const answer = await post(path, body, options);

					assert.equal(answer.status, 403, `${path} ${JSON.stringify(options)}`);
					assert.equal(answer.headers['set-cookie'], undefined);
				}
			}
			assert.deepEqual(await sessions(), before_);
			for (const site_ of ['same-origin', 'same-site', 'none'])
				assert.equal((await enter(people.bob.email, password,
					{ headers: { 'Sec-Fetch-Site': site_ } })).status, 201);
		});

	test('over plain HTTP from another host: a 403 that explains TLS and counts nothing', async () => {
		const address = freshAddress();

		for (let i = 0; i < 12; i++) {
			const answer = await enter(people.bob.email, 'x', { address, headers:
				{ 'X-Forwarded-Proto': 'https', 'X-OKR-Console': i % 2 ? '1' : undefined } });

			assert.equal(answer.status, 403);
			assert.match(answer.json.message, /TLS/);
		}
		assert.equal((await send('GET', '/sign-in', { address })).status, 403);
		assert.equal((await post('/session/token', {}, { address })).status, 403);
		assert.equal((await enter(people.bob.email, password, from(address))).status, 201);
		for (const local of ['127.0.0.1', '127.9.9.9', '::1', '', 'unix:'])
			assert.equal((await enter(people.bob.email, password, { address: local })).status, 201,
				local);
		assert.equal((await enter(people.bob.email, password, { address: '128.0.0.1' })).status, 403);
		assert.equal((await enter(people.bob.email, password, { address: '::2' })).status, 403);
	});

	test('no origin is ever allowed the header, or credentials', async () => {
		const { headers } = await send('OPTIONS', '/session', { headers: { Origin:
			'https://evil.example', 'Access-Control-Request-Method': 'POST',
		'Access-Control-Request-Headers': 'x-okr-console' } });

		assert.deepEqual(Object.keys(headers).filter((name) => name.startsWith('access-control')), []);
	});
});

describe('what is sent', () => {
	test('wrong forms are a 400 that names the field, and no guess', async () => {
		const at = from(freshAddress());

		for (const [path, body, fields] of [['/session', {}, ['email', 'password']],
			['/session', { email: 'a@example.org' }, ['password']],
			['/session', { password }, ['email']], ['/session', { name: 'x' }, ['name']],
			['/session', { email: 'a@example.org', password: 7 }, ['password']],
			['/session', { jwt: 'x', email: 'a@example.org' }, ['jwt']],
			['/session', { email: 'a'.repeat(400), password }, ['email']],
			['/session', { email: 'a@example.org', password: 'x'.repeat(5000) }, ['password']],
			['/session/token', {}, ['token']], ['/session/link', {}, ['email']]]) {
			const { status, json, text } = await post(path, body, at);

			assert.equal(status, 400, text);
			assert.deepEqual(json.details.map(({ field }) => field), fields);
			assert.ok(!text.includes(password));
		}
	});

	test('Idempotency-Key is ignored: each sign-in is its own', async () => {
		const headers = { 'Idempotency-Key': 'one' };
		const [first, second] = [await enter(people.bob.email, password, { headers }),
			await enter(people.bob.email, password, { headers })];

		assert.equal(second.headers['idempotent-replayed'], undefined);
		assert.notEqual(cookieOf(first), cookieOf(second));
		assert.equal((await enter(people.bob.email, 'wrong', { headers })).status, 401);
	});

	test('a link by mail is a 409 with one sentence for every address', async () => {
		const [known, unknown] = [await post('/session/link', { email: people.bob.email }),
			await post('/session/link', { email: 'nobody@example.org' })];

		assert.equal(known.status, 409);
		assert.deepEqual(told(known), told(unknown));
	});
});

describe('one-time links', () => {
	const use = (token, secret, options) => post('/session/token', { token, password: secret }, options);

	test('an invitation lives for seven days, and its URL keeps the token from logs', async () => {
		const user = await makePerson('Ivy');
		const { url, expires_at } = await linkFor(user);

		assert.match(url, /^http:\/\/localhost\/app\/link#okrl_[0-9A-Za-z]{49}$/);
		assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 7 * 86400000) < 60000);
		const [row] = await rowsOf('user.invited', user);

		assert.deepEqual(row.context, { purpose: 'invite', expires_at });
		assert.deepEqual(row.changes, {});
	});

	test('of several who use one at once, one gets in; later ones hear the 401 of an unknown link',
		async () => {
			const { token } = await linkFor(await makePerson('Race'));
			const answers = await Promise.all(Array.from({ length: 6 }, () => use(token, password)));
			const late = await use(token, password);

			assert.deepEqual(answers.map(({ status }) => status).sort(),
				[201, 401, 401, 401, 401, 401]);
			assert.deepEqual(told(late), told(await use('okrl_unknown', password)));
		});

	test('an altered, truncated, doubled or foreign token is the same 401', async () => {
		const { token } = await linkFor(await makePerson('Altered'));
		const other = token.slice(0, 20) + (token[20] === 'a' ? 'b' : 'a') + token.slice(21);
		const wrong = [other, token.slice(0, -1), `${token}x`, ` ${token}`, token.toLowerCase(),
			token.replace('okrl', 'okrc'), people.bob.cookie, key, '', 'x'.repeat(9000)];
		const expected = told(await use('okrl_unknown'));

		for (const one of wrong.filter(Boolean))
			assert.deepEqual(told(await use(one)), expected, one);
		assert.equal((await use(token)).status, 201, 'none of them used it up');
	});

	test('expired, and of a deactivated person: the same 401', async () => {
		const [late, gone] = [await makePerson('Late'), await makePerson('Left')];
		const [first, second] = [await linkFor(late), await linkFor(gone)];

		await site.mariadb.sql(`UPDATE person_token SET expires_at = NOW(3) - INTERVAL 1 SECOND
			WHERE person_id = UNHEX('${late.id.replaceAll('-', '')}')`);
		await admin('DELETE', `/users/${gone.id}`);
		const expected = told(await use('okrl_unknown'));

		assert.deepEqual(told(await use(first.token)), expected);
		assert.deepEqual(told(await use(second.token)), expected);
		await admin('PUT', `/users/${gone.id}`, { active: true });
		assert.deepEqual(told(await use(second.token)), expected, 'nor when they are back');
		await admin('DELETE', `/users/${gone.id}`);
		const { status } = await site.ask('POST', `${v1}/users/${gone.id}/invite`, { key });

		assert.equal(status, 409);
	});

	test('a refused password is a 400 on its field and does not use up the link', async () => {
		const user = await makePerson('Frederica Goldsmith');
		const { token } = await linkFor(user);

		for (const bad of ['too short', 'x'.repeat(257), 'qwertyuiop123', user.email.toUpperCase(),
			'frederica goldsmith']) {
			const { status, json, text } = await use(token, bad);

			assert.equal(status, 400, bad);
			assert.deepEqual(json.details.map(({ field }) => field), ['password']);
			assert.ok(!text.includes(bad) || bad.includes('@'), text);
		}
		assert.equal((await use(token, 'fréderica’s own one')).status, 201);
	});

	test('who has a password gets a reset link, for an hour, which needs a password', async () => {
		const user = await makeMember('Resetter');
		const other = await linkFor(user);
		const { token, expires_at } = await linkFor(user);

		assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 3600000) < 60000);
		assert.equal((await rowsOf('user.invited', user))[0].context.purpose, 'reset');
		assert.deepEqual((await use(token)).json.details, [{ field: 'password',
			message: 'password is required' }]);
		assert.equal((await send('GET', '/session', { cookie: user.cookie })).status, 200);
		const answer = await use(token, 'another horse battery');

		assert.equal(answer.status, 201);
		assert.equal(answer.json.session.method, 'link');
		assert.equal((await use(other.token, password)).status, 401, 'the other link is worthless');
		assert.equal((await send('GET', '/session', { cookie: user.cookie })).status, 401);
		assert.equal((await enter(user.email)).status, 401);
		assert.equal((await enter(user.email, 'another horse battery')).status, 201);
		const [change] = await rowsOf('user.updated', user);

		assert.deepEqual(Object.keys(change.changes), ['password_set_at']);
		assert.notEqual(change.changes.password_set_at.from, null);
		assert.ok((await rowsOf('sign_in.session_ended', user)).some(({ context }) =>
			context.reason === 'password'));
	});
});

describe('a token of a person', () => {
	const tokenOf = async (scopes, email = people.bob.email, options = []) =>
		(await site.administer('token', 'create', '--workspace', 'W', '--user', email, '--scopes',
			scopes, ...options)).token;

	test('becomes a session that never has more than the token had', async () => {
		const answer = await post('/session', { jwt: await tokenOf('okrs:read,workspace:admin') });
		const cookie = cookieOf(answer);

		assert.equal(answer.status, 201, answer.text);
		assert.deepEqual(answer.json.scopes, ['okrs:read']);
		assert.equal(answer.json.session.method, 'jwt');
		assert.equal((await send('GET', '/kpis', { cookie })).status, 403);
		assert.equal((await send('GET', '/okrs', { cookie })).status, 200);
	});

	test('of an application, forged, or of another workspace than the one chosen: the 401', async () => {
		const good = await tokenOf('okrs:read');
		const [head, claims, signature] = good.split('.');
		const none = Buffer.from('{"alg":"none"}').toString('base64url');
		const expected = told(await enter('nobody@example.org', password, from(freshAddress())));

		for (const jwt of [await tokenOf('okrs:read', people.bob.email, ['--app', 'x']),
			`${head}.${claims}.${signature.slice(0, -2)}AA`, `${none}.${claims}.`, head, key,
			people.bob.cookie])
			assert.deepEqual(told(await post('/session', { jwt })), expected, jwt);
		assert.deepEqual(told(await post('/session', { jwt: good,
			workspace_id: workspaces.V.id })), expected);
	});
});

describe('the web server\'s own login', () => {
	const named = (user, options = {}) => ({ ...options, params: { OKR_REMOTE_USER: user, ...tls,
		...options.params } });

	test('is not believed while it is off, and its header forms never are', async () => {
		const { email } = people.bob;

		assert.equal((await send('GET', '/session', named(email))).status, 401);
		assert.equal((await post('/session', {}, named(email))).status, 401);
		for (const name of ['OKR-Remote-User', 'Remote-User', 'X-Forwarded-User', 'OKR_REMOTE_USER'])
			assert.equal((await send('GET', '/session', { headers: { [name]: email } })).status, 401);
	});

	describe('when it is on', () => {
		before(async () => {
			await site.stopServing();
			site.configure({ remote_login: 'on' });
			await site.serve({ workers: 2 });
			await admin('PUT', `/users/${people.eve.id}`, { external_id: 'eve-at-ldap' });
		});

		test('whom it names is signed in by the first request, whatever that is', async () => {
			const first = await send('GET', '/okrs', named('eve-at-ldap'));
			const cookie = cookieOf(first);

			assert.equal(first.status, 200);
			const shown = await send('GET', '/session', { cookie });

			assert.equal(shown.json.user.id, people.eve.id);
			assert.equal(shown.json.session.method, 'remote');
			assert.equal(cookieOf(await send('GET', '/okrs', named('eve-at-ldap', { cookie }))),
				undefined);
			assert.deepEqual((await send('GET', '/sign-in', named(people.bob.email))).json.methods,
				['password', 'remote']);
			assert.equal((await send('GET', '/missing', named(people.bob.email.toUpperCase()))).status,
				404);
			assert.ok(cookieOf(await send('GET', `/okrs/${people.bob.id}`, named(people.bob.email))),
				'a 404 keeps the session that was made');
		});

		// The web server's parameters are the environment there.
		test('under plain CGI as well, and what a request brings configures nothing', async () => {
			const asked = async (path, { headers = {}, env = {} }) => parseAnswer((await run(cgi, [],
				{ env: { OKR_CONFIG: site.config, ...variables('GET', v1 + path,
					{ headers: { ...console_, ...headers } }), ...env } })).bytes);
			const { email } = people.bob;

			assert.equal((await asked('/session', { env: { OKR_REMOTE_USER: email } })).status, 200);
			assert.equal((await asked('/session', { headers: { 'OKR-Remote-User': email } })).status,
				401);
			assert.equal((await asked('/session', { env: { REMOTE_USER: email } })).status, 401);
			assert.equal((await asked('/sign-in', { headers: { 'OKR-Site-Name': 'Evil',
				'OKR-Config': '/etc/passwd' } })).json.site_name, 'OKRs here');
		});

		test('header forms are not believed, nor is REMOTE_USER', async () => {
			const { email } = people.bob;

			for (const name of ['OKR-Remote-User', 'Remote-User', 'X-Forwarded-User'])
				assert.equal((await send('GET', '/session', { headers: { [name]: email } })).status,
					401);
			assert.equal((await send('GET', '/session', { params: { REMOTE_USER: email } })).status, 401);
		});

		test('without the console\'s header, from another site, or over plain HTTP it does nothing',
			async () => {
				const { email } = people.bob;
				const sessions = () => site.mariadb.sql('SELECT count(*) FROM session');
				const count = await sessions();

				assert.equal((await send('GET', '/okrs', named(email,
					{ headers: { 'X-OKR-Console': undefined } }))).status, 401);
				assert.equal((await send('POST', '/teams', named(email, { body: { name: 'x' },
					headers: { 'Sec-Fetch-Site': 'cross-site' } }))).status, 403);
				assert.equal((await send('GET', '/okrs', named(email, { address: '198.51.100.1',
					params: { HTTPS: '' } }))).status, 403);
				assert.equal((await send('GET', '/okrs', named(email, { bearer: 'okrt_x' }))).status, 401);
				const byKey = await send('GET', '/okrs', named(email, { bearer: key }));

				assert.equal(byKey.status, 200);
				assert.equal(cookieOf(byKey), undefined);
				assert.deepEqual(await sessions(), count);
			});

		test('nobody, unknown, deactivated, or in several workspaces: a 401; a choice decides',
			async () => {
				const gone = await makePerson('Remote');

				await admin('DELETE', `/users/${gone.id}`);
				for (const user of ['', 'nobody@example.org', gone.email, 'twin@example.org',
					'eve-at-LDAP', '\xff'])
					assert.equal((await send('GET', '/session', named(user))).status, 401, user);
				const chosen = await post('/session', { workspace_id: workspaces.V.id },
					named('twin@example.org'));

				assert.equal(chosen.status, 201, chosen.text);
				assert.equal(chosen.json.workspace.name, 'V');
				assert.equal((await post('/session', {}, named('twin@example.org'))).status, 200);
			});

		test('whoever logs in as somebody else is not the one before', async () => {
			const cookie = cookieOf(await send('GET', '/okrs', named('eve-at-ldap')));
			const other = await send('GET', '/session', named(people.bob.email, { cookie }));

			assert.equal(other.json.user.id, people.bob.id);
			assert.ok(cookieOf(other));
		});

		test('a way that is switched off is the 401 of all failures', async () => {
			await site.stopServing();
			site.configure({ sign_in: 'link' });
			await site.serve({ workers: 1 });
			const expected = told(await post('/session/token', { token: 'okrl_unknown' }));

			assert.deepEqual((await send('GET', '/sign-in', named(people.bob.email))).json.methods, []);
			assert.deepEqual(told(await enter(people.bob.email)), expected);
			assert.equal((await send('GET', '/session', named(people.bob.email))).status, 401);
			assert.equal((await send('GET', '/session', { cookie: people.eve.cookie })).status, 200);
		});
	});
});
