/*
 * A host with files and a database account, and no shell: the archive of `make shared-hosting` before Debian's
 * Apache, plain CGI by .htaccess in a folder. Whoever uploaded it sets everything up in the browser.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Apache } from '../lib/apache.mjs';
import { unpack } from '../lib/hosting.mjs';
import { Site } from '../lib/site.mjs';
import { launch, narrow, wide } from './lib/chromium.mjs';
import { faultsIn, press, screenshot, shows, widerIn } from './lib/look.mjs';

const code = 'a code of this host', password = 'a long sentence of the tests';
let site, server, browser, page, url, settings;

// The settings that somebody edits by hand and uploads.
function upload(...lines) {
	const file = path.join(server.folder, 'okr/okr.conf');

	fs.writeFileSync(file, `${settings}${lines.join('\n')}\n`);
}

before(async () => {
	site = await Site.make({ migrate: false });
	server = await Apache.make(site, { modules: ['cgid', 'rewrite', 'setenvif'],
		documents: { 'page.html': 'ours' }, after: async (of) => {
			server = of;
			const whole = fs.mkdtempSync(path.join(of.folder, 'upload'));

			await unpack(whole);
			fs.cpSync(path.join(whole, 'okr'), path.join(of.folder, 'okr'), { recursive: true });
			fs.cpSync(path.join(whole, 'public'), path.join(of.documents, 'tools'), { recursive: true });
			settings = fs.readFileSync(path.join(of.folder, 'okr/okr.conf'), 'utf8') +
				['socket', 'name', 'user'].map((name) =>
					`database_${name} = ${site.settings[`database_${name}`]}\n`).join('');
			upload(`setup_code = ${code}`, 'database_password = not this one');
		} });
	url = `http://127.0.0.1:${server.port}/tools`;
	browser = await launch();
	page = await browser.newPage();
	await page.setViewport(wide);
	page.setDefaultTimeout(Number(process.env.OKR_TEST_PATIENCE ?? 30000));
});
after(async () => {
	await browser?.close();
	await server?.close();
	await site?.close();
});

// Instead of what stands there.
async function fill(selector, text) {
	await page.waitForSelector(selector);
	await page.click(selector, { count: 3 });
	await page.keyboard.type(text);
}

async function enter(text) {
	await fill('input[type=password]', text);
	await page.keyboard.press('Enter');
}

const rowOf = (name) => page.evaluate((wanted) => [...document.querySelectorAll('.checks li')]
	.find((one) => one.innerText.includes(wanted))?.innerText, name);

describe('without a shell', () => {
	test('a wrong code is told, and a host that does not answer at once as well', async () => {
		await page.goto(`${url}/app/setup`);
		await enter('not the code at all');
		await shows(page, 'That is not the code of the settings.');
		fs.renameSync(path.join(server.folder, 'okr/okr.cgi'), path.join(server.folder, 'okr/away'));
		await press(page, 'Check this host');
		await shows(page, 'okr/okr.cgi has not mode 755');
		fs.renameSync(path.join(server.folder, 'okr/away'), path.join(server.folder, 'okr/okr.cgi'));
		await screenshot(page, 'setup-code');
	});

	test('the check says what to mend, and is asked again when it is mended', async () => {
		await enter(code);
		await page.waitForSelector('.checks');
		assert.match(await rowOf('Database'), /Access denied for user 'okr'/);
		assert.match(await rowOf('API keys reach the program'), /fine/);
		assert.match(await rowOf('Clock of the host'), /fine/);
		assert.equal(await rowOf('Tables'), undefined);
		await screenshot(page, 'setup-database');
		upload(`setup_code = ${code}`, `database_password = ${site.settings.database_password}`,
			'pepper = 32 letters and digits of the tests');
		await press(page, 'Check again');
		await shows(page, 'The database has no tables yet.');
		assert.match(await rowOf('Database'), /fine/);
		assert.match(await rowOf('Version of the database'), /MariaDB/);
		assert.deepEqual(await faultsIn(page), []);
		await page.setViewport(narrow);
		assert.deepEqual(await widerIn(page), []);
		await screenshot(page, 'setup-tables-narrow');
		await page.setViewport(wide);
		await screenshot(page, 'setup-tables');
	});

	test('the tables are made, then the administrator, who is in', async () => {
		await press(page, 'Make the tables');
		await page.waitForSelector('input[type=email]');
		await screenshot(page, 'setup-administrator');
		const [workspace, name] = await page.$$('form input:not([type=email]):not([type=password])');

		await workspace.type('Acme');
		await name.type('Ada Example');
		await page.type('input[type=email]', 'ada@example.org');
		await enter('short');
		await page.waitForSelector('input[type=password][aria-invalid=true]');
		await enter(password);
		await page.waitForSelector('.me');
		assert.equal(new URL(page.url()).pathname, '/tools/app/');
	});

	test('a key made there reaches the API through the host', async () => {
		const key = await page.evaluate(async (where) => {
			const reply = await fetch(`${where}/api/v1/api-keys`, { method: 'POST',
				headers: { 'X-OKR-Console': '1', 'Content-Type': 'application/json' },
				body: JSON.stringify({ name: 'first', scopes: ['okrs:read'] }) });

			return (await reply.json()).key;
		}, url);
		const { status, json } = await server.ask('GET', '/tools/api/v1/me', { key });

		assert.equal(status, 200);
		assert.equal(json.workspace.name, 'Acme');
	});

	test('after the upload of a newer version the page updates the tables, and makes nobody', async () => {
		// As the version before left them.
		await site.mariadb.sql('DELETE FROM schema_migration ORDER BY number DESC LIMIT 1');
		await page.goto(`${url}/app/setup`);
		await enter(code);
		await shows(page, 'The tables are those of an older version.');
		await press(page, 'Update the tables');
		await shows(page, 'Everything is set up.');
		assert.equal(await page.$('input[type=email]'), null);
		await screenshot(page, 'setup-done');
		assert.equal((await server.ask('GET', '/tools/readyz')).status, 200);
	});

	test('without the code there is nothing to set up; what went wrong stands where it can be read', async () => {
		upload(`database_password = ${site.settings.database_password}`);
		await page.goto(`${url}/app/setup`);
		await enter(code);
		await shows(page, 'There is nothing to set up here');
		upload('nonsense = 1');
		assert.equal((await server.ask('GET', '/tools/readyz')).status, 503);
		const file = path.join(server.folder, 'okr/state/okr.log');

		assert.match(fs.readFileSync(file, 'utf8'), /nonsense/);
		assert.equal(fs.statSync(file).mode & 0o777, 0o600);
		assert.ok(!fs.readFileSync(file, 'utf8').includes(code));
	});
});
