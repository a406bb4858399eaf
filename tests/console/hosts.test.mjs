/*
 * The console before other servers than the one of script/server: Apache with mod_fcgid and with plain CGI, by the
 * recipes of docs/install.md, in the root and below a folder; and the web server's own login, by that of
 * docs/sign-in.md. Each time somebody comes in, checks in and looks around.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';

import { Apache } from '../lib/apache.mjs';
import { day, instant } from '../lib/days.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { run } from '../lib/process.mjs';
import { recipe, signInRecipe } from '../lib/recipes.mjs';
import { cgi, fcgi, Site } from '../lib/site.mjs';
import { follow, launch, open, press, reload, screenshot, settled, shows, visitorAt } from './lib/tab.mjs';

const ada = 'ada@example.org', eve = 'eve@example.org', password = 'open sesame, please';
let site, server, browser, keyResult, guest;

before(async () => {
	browser = await launch();
	site = await Site.make({ settings: { remote_login: 'on' } });
	const person = await site.administer('user', 'create', '--workspace', 'W', '--email', ada, '--name', 'Ada Brandt', '--role', 'admin');

	await site.administer('workspace', 'create', '--name', 'Second');
	for (const workspace of ['W', 'Second']) {
		await site.administer('user', 'create', '--workspace', workspace, '--email', eve, '--name', `Eve of ${workspace}`);
	}
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	const cycle = await site.must('POST', '/api/v1/cycles', { name: 'Now', start_date: day(-40), end_date: day(40) });
	const okr = await site.must('POST', '/api/v1/okrs', { title: 'Be quick', type: 'org', cycle_id: cycle.id, owner_id: person.id });

	keyResult = await site.must('POST', `/api/v1/okrs/${okr.id}/key-results`,
		{ title: 'Bring the wait down', metric_type: 'number', start_value: 60, target_value: 10, owner_id: person.id });
	await site.must('POST', `/api/v1/key-results/${keyResult.id}/checkins`, { value: 50, checked_in_at: instant(-9) });
});
afterEach(async () => {
	await guest?.close();
	await server?.close();
	guest = undefined;
	server = undefined;
});
after(async () => {
	await browser?.close();
	await site?.close();
});

async function token(email) {
	return (await site.administer('sign-in-link', '--user', email, '--workspace', 'W')).url.split('#')[1];
}

// In, a number and Enter, the pages around, and a pasted address.
async function works(folder, value) {
	guest = await visitorAt(browser, `http://127.0.0.1:${server.port}${folder}`);
	const { page, wrong } = guest;

	await follow(page, await token(ada));
	await page.focus(`[data-id="${keyResult.id}"] input[data-value]`);
	await page.keyboard.type(String(value));
	await page.keyboard.press('Enter');
	await shows(page, `Saved: ${value}`);
	const [newest] = await site.must('GET', `/api/v1/key-results/${keyResult.id}/checkins`);

	assert.equal(newest.value, value);
	await page.click(`.nav a[href="${folder}/app/objectives"]`);
	await page.waitForSelector('.tree tbody tr');
	await press(page, 'Be quick');
	await shows(page, 'Why ');
	assert.match(new URL(page.url()).pathname, new RegExp(`^${folder}/app/okrs/`));
	await reload(page);
	await shows(page, 'Bring the wait down');
	assert.deepEqual(wrong, []);
	// Due again for the next server.
	await site.must('DELETE', `/api/v1/checkins/${newest.id}`);
}

const installed = (of) => ({ '/usr/local/libexec/okr': of.programs });

test('Apache with mod_fcgid', async () => {
	server = await Apache.make(site, { modules: ['alias', 'fcgid'], programs: [fcgi],
		recipe: (of) => recipe('apache', 'FcgidMaxRequestLen', { ...installed(of), '/etc/okr/okr.conf': site.config }) });
	await works('', 42);
});

test('Apache with plain CGI', async () => {
	server = await Apache.make(site, { modules: ['alias', 'env', 'cgid'], programs: [cgi],
		recipe: (of) => recipe('apache', 'ScriptAliasMatch', { ...installed(of), '/etc/okr/okr.conf': site.config }) });
	await works('', 41);
});

test('Apache with plain CGI by .htaccess, below a folder of a shared host', async () => {
	const script = (of) => [recipe('sh', '#!/bin/sh', { '/home/you/okr/okr.conf': site.config,
		'/home/you/okr/okr.cgi': path.join(of.programs, 'okr.cgi') }), 0o755];

	server = await Apache.make(site, { modules: ['cgid', 'rewrite', 'setenvif'], programs: [cgi],
		documents: (of) => ({ './tools/okr.cgi': script(of), './tools/.htaccess': recipe('apache', 'cgi-script') }) });
	await works('/tools', 40);
});

// ---- the web server's own login

async function makeNginx() {
	const file = path.join(site.folder, 'people');
	const { out } = await run('openssl', ['passwd', '-6', password]);

	fs.writeFileSync(file, [ada, eve].map((name) => `${name}:${out.trim()}\n`).join(''));
	return Nginx.make(site, { http: signInRecipe('nginx', 'map $http_authorization'),
		server: signInRecipe('nginx', 'auth_basic_user_file', { '/etc/okr/people': file }) });
}

test('who is known to the web server needs no page to come in', async () => {
	server = await makeNginx();
	guest = await visitorAt(browser, `http://127.0.0.1:${server.port}`);
	const { page, wrong } = guest;

	await page.authenticate({ username: ada, password });
	await open(page, '/app/');
	await shows(page, 'Bring the wait down');
	assert.deepEqual(wrong, []);
});

test('who is in two workspaces chooses one', async () => {
	server = await makeNginx();
	guest = await visitorAt(browser, `http://127.0.0.1:${server.port}`);
	const { page, wrong } = guest;

	await page.authenticate({ username: eve, password });
	await page.goto(`http://127.0.0.1:${server.port}/app/`);
	await press(page, 'Continue with company login');
	await shows(page, 'This address belongs to several workspaces');
	await screenshot(page, 'choose-workspace');
	await press(page, 'Second');
	await page.waitForSelector('.me');
	await settled(page);
	assert.equal(await page.$eval('.brand-name', (one) => one.textContent), 'Second');
	assert.deepEqual(wrong, []);
});
