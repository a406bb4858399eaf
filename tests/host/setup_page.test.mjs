// A host without a shell (readings 112 and 199): what knows the setup code is told how the host is, makes the
// tables and updates them, by requests alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Site } from '../lib/site.mjs';

const code = 'a code of the host', password = 'a password of the database';
const page = { 'X-OKR-Console': '1' };
let site;

before(async () => {
	site = await Site.make({ migrate: false, password });
	await site.serve({ workers: 2 });
});
after(() => site?.close());

const post = (path, body = { code }, { headers = page, peer = '127.0.0.1' } = {}) =>
	site.ask('POST', `/api/v1/setup${path}`, { key: undefined, body, headers, peer });
const both = ['/check', '/tables'];

async function restart(settings) {
	await site.stopServing();
	site.configure(settings);
	await site.serve({ workers: 2 });
}

/** What the host is told to be: { check: finding }, and the rest of the report. */
async function report(path = '/check', body, options) {
	const { status, json, headers, text } = await post(path, body, options);

	assert.equal(status, 200, text);
	assert.equal(headers['cache-control'], 'no-store');
	assert.ok(!text.includes(code) && !text.includes(password), text);
	return { ...json, checks: Object.fromEntries(json.checks.map((one) => [one.check, one])) };
}

const bad = ({ checks }) => Object.values(checks).filter(({ result }) => result !== 'ok')
	.map(({ check }) => check);

describe('before there is a workspace', () => {
	test('without setup_code there is no such thing, whatever is sent', async () => {
		for (const path of both) {
			assert.equal((await post(path)).status, 404);
			assert.equal((await post(path, 'nonsense')).status, 404);
		}
		await restart({ setup_code: code });
	});

	test('comes from the console alone, from no other site, and not over plain HTTP', async () => {
		for (const path of both) {
			assert.equal((await post(path, { code }, { headers: {} })).status, 403);
			assert.equal((await post(path, { code },
				{ headers: { ...page, 'Sec-Fetch-Site': 'cross-site' } })).status, 403);
			assert.equal((await post(path, { code }, { peer: '192.0.2.1' })).status, 403);
		}
	});

	test('guesses are counted without a table, for all that takes the code together', async () => {
		for (let i = 0; i < 10; i++)
			assert.equal((await post(both[i % 2], { code: `${code}${i}` }, { peer: '::1' })).status, 401);
		for (const path of both)
			assert.equal((await post(path, { code }, { peer: '::1' })).status, 429);
		const { headers } = await post('/check', { code }, { peer: '::1' });

		assert.ok(Number(headers['retry-after']) > 800);
		assert.deepEqual(await site.mariadb.sql('SHOW TABLES'), []);
	});

	test('a wrong body is told', async () => {
		assert.equal((await post('/check', {})).status, 400);
		assert.equal((await post('/check', { code: 'x'.repeat(4097) })).status, 400);
		assert.equal((await post('/check', { code, now: 'yesterday' })).status, 400);
		assert.equal((await post('/tables', { code, other: 1 })).status, 400);
	});

	test('the check tells what is there, and what the host hides', async () => {
		const first = await report();

		assert.equal(first.tables_applied, 0);
		assert.ok(first.tables_known >= 10);
		assert.equal(first.can_make_admin, false);
		assert.deepEqual(bad(first).sort(), ['authorization', 'https', 'pepper', 'schema']);
		assert.match(first.checks['database version'].found, /MariaDB/);
		assert.equal(first.checks['state folder'].found, site.settings.state_dir);
		const more = await report('/check', { code, now: new Date().toISOString() },
			{ headers: { ...page, Authorization: 'Bearer check' } });

		assert.equal(more.checks.authorization.result, 'ok');
		assert.equal(more.checks.time.result, 'ok');
		const late = new Date(Date.now() + 3600000).toISOString();

		assert.match((await report('/check', { code, now: late })).checks.time.advice, /3[56]\d\d s apart/);
		assert.equal((await report('/check', { code }, { headers: page })).checks.time, undefined);
	});

	test('everything else waits for the tables', async () => {
		assert.equal((await post('', { code, name: 'R', email: 'r@example.org',
			password: 'correct horse battery' })).status, 503);
		assert.equal((await site.ask('GET', '/api/v1/me', { key: 'x' })).status, 503);
	});

	test('what the database refuses is told; asked again, nothing is locked', async () => {
		await site.mariadb.sql('REVOKE ALL ON okr.* FROM okr@localhost; ' +
			'GRANT SELECT, INSERT ON okr.* TO okr@localhost', '');
		for (let i = 0; i < 3; i++) {
			const { status, json } = await post('/tables');

			assert.equal(status, 409);
			assert.match(json.message, /could not be made: .*CREATE command denied/);
		}
		await site.mariadb.sql('GRANT ALL ON okr.* TO okr@localhost', '');
	});
});

describe('the tables', () => {
	test('are made, by several at once as by one', async () => {
		const answers = await Promise.all([1, 2, 3].map(() => report('/tables')));

		for (const { tables_applied: applied, tables_known: known, can_make_admin: open } of answers)
			assert.deepEqual([applied, open], [known, true]);
		assert.deepEqual(bad(answers[0]).sort(), ['authorization', 'https', 'pepper']);
		assert.deepEqual(JSON.parse((await site.okrctl('--json', 'migrate', '--status')).out).current, true);
	});

	test('the first administrator follows, and the code then makes no other', async () => {
		const first = await post('', { code, name: 'Root', email: 'root@example.org',
			password: 'correct horse battery', workspace_name: 'Acme' });

		assert.equal(first.status, 201, first.text);
		assert.equal((await post('', { code, name: 'Second', email: 'second@example.org',
			password: 'correct horse battery' })).status, 404);
		const now = await report();

		assert.equal(now.can_make_admin, false);
		assert.match(now.checks['setup code'].advice, /remove setup_code/);
	});

	test('are updated by the code after the upload of a newer version (reading 199)', async () => {
		// As the version before left them.
		const newest = (await report()).tables_known;

		await site.mariadb.sql(`DELETE FROM schema_migration WHERE number = ${newest}`);
		await restart({});
		assert.equal((await site.ask('GET', '/api/v1/me', { key: 'x' })).status, 503);
		const old = await report();

		assert.equal(old.tables_applied, newest - 1);
		assert.ok(bad(old).includes('schema'));
		assert.equal((await report('/tables')).tables_applied, newest);
		assert.equal((await site.ask('GET', '/api/v1/me', { key: 'x' })).status, 401);
		assert.deepEqual((await site.administer('workspace', 'list')).map(({ name }) => name), ['Acme']);
	});
});

test('a database that is away is a finding, not an error', async () => {
	await site.mariadb.stop();
	const { checks, tables_applied: applied, can_make_admin: open } = await report();

	assert.deepEqual([applied, open], [null, false]);
	assert.equal(checks.database.result, 'mend');
	assert.match(checks.database.advice, /socket/);
	assert.equal(checks['database version'], undefined);
	assert.equal((await post('/tables')).status, 503);
});

test('neither code nor password stands in the log', () => {
	const log = fs.readFileSync(site.log, 'utf8');

	for (const secret of [code, password])
		assert.ok(!log.includes(secret));
});
