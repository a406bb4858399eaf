// How the first administrator gets in (readings 110, 112 and 199): by a link that okrctl prints, or by a
// code in the settings, on a host without a shell.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Site } from '../lib/site.mjs';

let site;

before(async () => {
	site = await Site.make();
});

after(() => site?.close());

const minute = 60000, day = 1440 * minute;

function isAbout(instant, ms) {
	const left = Date.parse(instant) - Date.now();

	assert.ok(left > ms - 5 * minute && left <= ms, `${instant} is in ${left} ms`);
}

/** What a command of okrctl says is wrong, and its exit status. */
async function refused(...words) {
	const done = await site.okrctl('--json', ...words);

	assert.notEqual(done.code, 0, done.out);
	return { code: done.code, ...JSON.parse(done.err) };
}

const link = /^http:\/\/localhost\/app\/link#okrl_[0-9A-Za-z]{40,}$/;

describe('okrctl workspace create', () => {
	test('makes the first admin and prints a link of a week for them', async () => {
		const made = await site.administer('workspace', 'create', '--name', 'Acme', '--admin-email',
			'Ada@Example.org', '--admin-name', 'Ada');
		assert.match(made.url, link);
		isAbout(made.expires_at, 7 * day);
		const [{ id, name, email, role, active }] = await site.administer('user', 'list', '--workspace', 'Acme');
		assert.deepEqual({ id, name, email, role, active },
			{ id: made.admin_id, name: 'Ada', email: 'ada@example.org', role: 'admin', active: true });
		const rows = (await site.okrctl('audit', 'export', '--workspace', 'Acme')).out.trim().split('\n')
			.map((line) => JSON.parse(line));
		assert.deepEqual(rows.map(({ type }) => type), ['workspace.created', 'user.created', 'user.invited']);
		assert.ok(!JSON.stringify(rows).includes(made.url.slice(-20)), 'no token in the journal');
	});

	test('calls an admin without a name as the address is', async () => {
		await site.administer('workspace', 'create', '--name', 'Nameless', '--admin-email', 'x@example.org');
		const [person] = await site.administer('user', 'list', '--workspace', 'Nameless');
		assert.equal(person.name, 'x@example.org');
	});

	test('without an address makes nobody, and says what to do', async () => {
		const done = await site.okrctl('workspace', 'create', '--name', 'Empty');
		assert.match(done.out, /Nobody can sign in yet.*--admin-email/);
		assert.deepEqual(await site.administer('user', 'list', '--workspace', 'Empty'), []);
		assert.deepEqual(Object.keys(await site.administer('workspace', 'create', '--name', 'Bare')), ['id', 'name']);
	});

	test('makes nothing when the admin cannot be made', async () => {
		const { code, details } = await refused('workspace', 'create', '--name', 'Broken', '--admin-email', 'x');
		assert.equal(code, 2);
		assert.deepEqual(details, [{ field: 'admin-email', message: 'is not an e-mail address' }]);
		assert.equal((await refused('workspace', 'create', '--name', 'Broken', '--admin-name', 'X')).code, 2);
		assert.ok(!(await site.administer('workspace', 'list')).some(({ name }) => name === 'Broken'));
	});
});

describe('okrctl sign-in-link', () => {
	before(async () => {
		await site.administer('workspace', 'create', '--name', 'Links', '--admin-email', 'links@example.org');
		await site.administer('user', 'create', '--workspace', 'W', '--email', 'both@example.org', '--name', 'B');
		await site.administer('user', 'create', '--workspace', 'Links', '--email', 'both@example.org', '--name', 'B');
	});

	test('prints a link of a quarter of an hour', async () => {
		const made = await site.administer('sign-in-link', '--user', 'links@example.org');
		assert.deepEqual(Object.keys(made), ['url', 'expires_at']);
		assert.match(made.url, link);
		isAbout(made.expires_at, 15 * minute);
	});

	test('begins with base_url and base_path', async () => {
		site.configure({ base_url: 'https://okr.example.org', base_path: '/tools' });
		const { url } = await site.administer('sign-in-link', '--user', 'links@example.org');
		assert.match(url, /^https:\/\/okr\.example\.org\/tools\/app\/link#okrl_/);
		site.configure({ base_url: '', base_path: '' });
	});

	test('asks which workspace is meant, and refuses strangers and who left', async () => {
		assert.equal((await refused('sign-in-link', '--user', 'both@example.org')).code, 2);
		await site.administer('sign-in-link', '--user', 'both@example.org', '--workspace', 'W');
		assert.match((await refused('sign-in-link', '--user', 'nobody@example.org')).error, /no user/);
		await site.administer('user', 'deactivate', 'both@example.org', '--workspace', 'W');
		const { code, error } = await refused('sign-in-link', '--user', 'both@example.org', '--workspace', 'W');
		assert.equal(code, 1);
		assert.match(error, /deactivated/);
	});
});

describe('POST /setup', () => {
	const code = 'a code of the host';
	const page = { 'X-OKR-Console': '1' };
	const good = { code, name: 'Root', email: 'Root@Example.org', password: 'correct horse battery staple' };
	const setUp = (body, headers = page, address = '127.0.0.1') =>
		other.ask('POST', '/api/v1/setup', { key: undefined, body, headers, peer: address });
	const ways = async () => (await other.ask('GET', '/api/v1/sign-in', { key: undefined })).json;
	let other;

	before(async () => {
		other = await Site.make();
		await other.administer('workspace', 'delete', '--name', 'W', '--yes');
		await other.serve({ workers: 2 });
	});
	after(() => other?.close());

	async function restart(settings) {
		await other.stopServing();
		other.configure(settings);
		await other.serve({ workers: 2 });
	}

	test('without setup_code there is no such thing', async () => {
		assert.equal((await setUp(good)).status, 404);
		assert.equal((await ways()).setup, false);
		await restart({ setup_code: code });
		assert.equal((await ways()).setup, true);
	});

	test('comes from the console alone, and from no other site', async () => {
		assert.equal((await setUp(good, {})).status, 403);
		assert.equal((await setUp(good, { ...page, 'Sec-Fetch-Site': 'cross-site' })).status, 403);
		assert.equal((await setUp(good, page, '192.0.2.1')).status, 403, 'without TLS');
	});

	test('a wrong code is a 401, and the eleventh of an address a 429, with the right one too', async () => {
		for (let i = 0; i < 10; i++)
			assert.equal((await setUp({ ...good, code: `${code}${i}` }, page, '::1')).status, 401);
		for (const tried of [code, 'another'].map((one) => ({ ...good, code: one }))) {
			const { status, json, headers } = await setUp(tried, page, '::1');
			assert.equal(status, 429);
			assert.equal(json.error, 'rate_limit_exceeded');
			assert.equal(Number(headers['retry-after']), json.retry_after_seconds);
			assert.ok(json.retry_after_seconds > 800 && json.retry_after_seconds <= 900);
		}
	});

	test('what is wrong is named, and makes nothing', async () => {
		for (const [field, value] of [['email', 'x'], ['password', 'short'], ['password', 'root@example.org'],
			['password', '1QAZ2wsx3edc'], ['name', ''], ['email', undefined]]) {
			const { status, json } = await setUp({ ...good, [field]: value });
			assert.equal(status, 400, `${field} ${value}`);
			assert.deepEqual(json.details.map((one) => one.field), [field]);
		}
		assert.equal((await setUp({ ...good, password: 'Our company', workspace_name: 'our COMPANY' })).status, 400);
		assert.deepEqual(await other.administer('workspace', 'list'), []);
	});

	test('of several at once one makes the workspace and its admin, and is signed in', async () => {
		const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) =>
			setUp({ ...good, workspace_name: `Works ${name}` })));
		assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 404, 404, 404]);
		const [{ json, headers }] = answers.filter(({ status }) => status === 201);
		assert.equal(json.user.email, 'root@example.org');
		assert.equal(json.session.method, 'password');
		assert.match(headers['set-cookie'].toString(), /^__Host-okr=/);
		const workspaces = await other.administer('workspace', 'list');
		assert.equal(workspaces.length, 1);
		const Cookie = headers['set-cookie'].toString().split(';')[0];
		const settings = await other.ask('GET', '/api/v1/workspace', { key: undefined, headers: { ...page, Cookie } });
		assert.equal(settings.json.edit_policy, 'owners');
		assert.equal((await other.ask('POST', '/api/v1/session', { key: undefined, headers: page,
			body: { email: good.email, password: good.password } })).status, 201);
	});

	test('is over with the first who can sign in; doctor asks to remove the code', async () => {
		assert.equal((await setUp({ ...good, email: 'second@example.org' })).status, 404);
		assert.equal((await setUp({ ...good, code: 'a wrong one, now' })).status, 404);
		assert.equal((await ways()).setup, false);
		const rows = JSON.parse((await other.okrctl('--json', 'doctor')).out);
		assert.equal(rows.find(({ check }) => check === 'setup code').result, 'MEND');
	});

	test('an admin who cannot sign in any more opens it; the only workspace is joined', async () => {
		const [{ name }] = await other.administer('workspace', 'list');
		await other.administer('user', 'deactivate', 'root@example.org', '--workspace', name);
		await other.administer('user', 'create', '--workspace', name, '--email', 'ext@example.org', '--name', 'E',
			'--role', 'admin', '--external-id', 'x1');
		// An external id counts while it is believed, an unused link never.
		await other.administer('sign-in-link', '--user', 'ext@example.org');
		assert.equal((await ways()).setup, true);
		await restart({ remote_login: 'on' });
		assert.equal((await ways()).setup, false);
		await restart({ remote_login: 'off' });
		const { status, json } = await setUp({ ...good, email: 'third@example.org' });
		assert.equal(status, 201);
		assert.equal(json.workspace.name, name);
		assert.equal(json.user.role, 'admin');
	});

	test('with several workspaces a name is needed', async () => {
		const [{ name }] = await other.administer('workspace', 'list');
		await other.administer('user', 'deactivate', 'third@example.org', '--workspace', name);
		await other.administer('workspace', 'create', '--name', 'Second');
		assert.equal((await setUp({ ...good, email: 'fourth@example.org' })).status, 409);
		assert.equal((await setUp({ ...good, email: 'fourth@example.org', workspace_name: 'second' })).status, 409);
		assert.equal((await setUp({ ...good, email: 'fourth@example.org', workspace_name: 'Third' })).status, 201);
	});

	test('leaves neither code nor password in log and journal', async () => {
		const { readFileSync } = await import('node:fs');
		const log = readFileSync(other.log, 'utf8') + (await other.okrctl('audit', 'export')).out;
		for (const secret of [code, good.password])
			assert.ok(!log.includes(secret));
		const all = await other.administer('audit', 'verify');
		assert.ok(all.every(({ valid }) => valid));
	});
});
