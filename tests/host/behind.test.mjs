/*
 * The API's own tests through the web servers of docs/install.md: Apache with mod_proxy_fcgi, mod_fcgid and
 * plain CGI by the .htaccess of `make shared-hosting`, and lighttpd. An ordinary run asks each server a few
 * files; OKR_TEST_EVERY=1 (make web-server-check) all that can ask a server that is given.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';

import { Apache } from '../lib/apache.mjs';
import { askingFiles } from '../lib/given_server.mjs';
import { unpack } from '../lib/hosting.mjs';
import { Lighttpd } from '../lib/lighttpd.mjs';
import { build, run, top } from '../lib/process.mjs';
import { recipe } from '../lib/recipes.mjs';
import { fcgi, Site } from '../lib/site.mjs';

const isWhole = process.env.OKR_TEST_EVERY === '1';
const few = ['seed', 'etag'];
const files = isWhole ? askingFiles : few.map((name) => path.join(top, `tests/api/${name}.test.mjs`));
// The static one starts fastest, and a build with sanitizers has none.
const tool = [path.join(build, 'okrctl-static'), path.join(top, 'build/okrctl-static'), path.join(build, 'okrctl')]
	.find((one) => fs.existsSync(one));
let site, server;

// Defaults of MariaDB 11.8, as far as 10.11 has them: what reads a row that somebody has changed since is told so.
const later = ['--innodb-snapshot-isolation=ON', '--collation-server=utf8mb4_uca1400_ai_ci'];

before(async () => {
	site = await Site.make({ mariadb: later, settings: { jwt_secret: 'a secret of these tests, long enough for HS256',
		pepper: 'another secret of these tests' } });
	await site.administer('workspace', 'create', '--name', 'Workspace', '--admin-email', 'admin@localhost');
	await site.serve({ workers: 2 });
});
afterEach(async () => {
	await server?.close();
	server = undefined;
});
after(() => site?.close());

/** What the tests are told of the server, as script/server tells it. */
async function writeEnv(config) {
	const { key } = await site.makeKey({ workspace: 'Workspace', rate: 60, name: server.folder });
	const file = path.join(server.folder, 'dev.env');
	const values = { OKR_URL: `http://127.0.0.1:${server.port}`, OKR_API_KEY: key, OKR_CONFIG: config,
		OKRCTL: tool, OKR_DATABASE_SOCKET: site.mariadb.socket };

	fs.writeFileSync(file, Object.entries(values).map(([name, value]) =>
		`export ${name}='${value}'\n`).join(''));
	return file;
}

// What means something else here: / and the icon are the site's own; answers are kept by a master, which has none to
// share where the web server starts the processes.
const ofNginx = ['console'], ofMaster = [...ofNginx, 'cache_key'];
// Beside an .htaccess all other paths are the site's as well, and Apache itself refuses %2F and %00.
const ofFolder = [...ofMaster, 'mcp', 'paths'];

/** Runs the files, less those that mean something else here, against the server that runs now. */
async function passes(except, config = site.config) {
	const asked = files.filter((file) => !except.includes(path.basename(file, '.test.mjs')));
	const done = await run(process.execPath, ['--test', '--test-reporter=tap', `--test-concurrency=${isWhole ? 1 : 2}`, ...asked],
		{ env: { OKR_BUILD_DIR: build, OKR_TEST_ENV: await writeEnv(config) }, timeout: 3600000 });
	const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(done.out)?.[1]);

	assert.equal(done.code, 0, done.out.match(/^ *not ok[^]*?^ *\.\.\.$/gm)?.slice(0, 20).join('\n') ?? done.out);
	assert.ok(count('pass') > 10 && count('fail') === 0 && count('skipped') === 0, done.out);
}

const installed = (of) => ({ '/usr/local/libexec/okr': of.programs, '/etc/okr/okr.conf': site.config });

test('Apache, mod_proxy_fcgi', async () => {
	server = await Apache.make(site, { modules: ['proxy', 'proxy_fcgi'],
		recipe: () => recipe('apache', 'ProxyPass', { '/run/okr/okr.sock': site.socket }) });
	await passes(ofNginx);
});

test('Apache, mod_fcgid', async () => {
	server = await Apache.make(site, { modules: ['alias', 'fcgid'], programs: [fcgi],
		recipe: (of) => recipe('apache', 'FcgidMaxRequestLen', installed(of)) });
	await passes(ofMaster);
});

test('lighttpd', async () => {
	server = await Lighttpd.make(site, { programs: [fcgi],
		recipe: (of) => recipe('lighttpd', 'bin-path', { ...installed(of), '/run/lighttpd': of.folder }) });
	await passes(ofMaster);
});

test('Apache, plain CGI by the .htaccess of make shared-hosting', async () => {
	let config;

	server = await Apache.make(site, { modules: ['cgid', 'rewrite', 'setenvif'], after: async (of) => {
		const whole = fs.mkdtempSync(path.join(of.folder, 'upload'));

		await unpack(whole);
		config = path.join(of.folder, 'okr/okr.conf');
		const { state_dir: _, log_file: __, ...settings } = site.settings;

		fs.cpSync(path.join(whole, 'okr'), path.join(of.folder, 'okr'), { recursive: true });
		fs.cpSync(path.join(whole, 'public'), of.documents, { recursive: true });
		fs.appendFileSync(config, Object.entries(settings).map(([name, value]) =>
			`${name} = "${value}"\n`).join(''));
	} });
	await passes(ofFolder, config);
});
