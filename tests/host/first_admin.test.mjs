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
		assert.deepEqual(await site.administer('user', 'list', '--workspace', 'Acme'),
			[{ id: made.admin_id, name: 'Ada', email: 'ada@example.org', role: 'admin', active: true }]);
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
