// docs/identity.md as it stands there: its script fetches the keys of each provider, in the form in
// which that one publishes them, and the token that it shows is signed with them and used.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fcgi, Site } from '../lib/site.mjs';
import { run, top } from '../lib/process.mjs';

const guide = fs.readFileSync(path.join(top, 'docs/identity.md'), 'utf8');
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { n, e } = pair.publicKey.export({ format: 'jwk' });
const rsa = { kty: 'RSA', use: 'sig', kid: 'key-1', n, e };
const certificate = { x5c: ['MIIC'], x5t: 'abc' };

// What else stands in a provider's answer must not disturb.
const published = {
	Keycloak: [{ ...other.publicKey.export({ format: 'jwk' }), kid: 'encrypts', alg: 'RSA-OAEP',
		use: 'enc', ...certificate }, { ...rsa, ...certificate, alg: 'RS256', 'x5t#S256': 'def' }],
	'Microsoft Entra': [{ ...rsa, ...certificate, cloud_instance_name: 'microsoftonline.com',
		issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }],
	Okta: [{ ...rsa, alg: 'RS256' }],
	Auth0: [{ ...rsa, ...certificate, alg: 'RS256' }],
};

let site, workspace, keys;

before(async () => {
	site = await Site.make();
	workspace = (await site.administer('workspace', 'create', '--name', 'Acme')).id;
	keys = path.join(site.folder, 'keys.json');
});

afterEach(() => site?.stopServing());
after(() => site?.close());

/** The JSON block below a heading. */
function shown(heading) {
	const [, section] = guide.split(`\n## ${heading}\n`);
	return JSON.parse(/```json\n([^]*?)```/.exec(section)[1]);
}

/** The script of the guide, with our places in place of those that it names. */
function script(url) {
	const replaced = { 'https://login.example.org/realms/acme/protocol/openid-connect/certs': url,
		'01890a5d-ac96-774b-bcce-b302099a8057': workspace, '/etc/okr': site.folder,
		'/usr/local/libexec/okr/okr.fcgi': `${fcgi} --config ${site.config}`,
		'systemctl reload okr': `echo reloaded >> ${site.folder}/reloads` };
	const [text] = guide.match(/#!\/bin\/sh\n[^]*?(?=```)/);
	return Object.entries(replaced).reduce((all, [from, to]) => {
		assert.ok(all.includes(from), from);
		return all.replaceAll(from, to);
	}, text);
}

async function fetchKeys(what) {
	const file = path.join(site.folder, 'published.json');
	fs.writeFileSync(file, typeof what === 'string' ? what : JSON.stringify({ keys: what }));
	return run('sh', ['-c', script(`file://${file}`)]);
}

function token(claims, { key = pair.privateKey, kid = 'key-1' } = {}) {
	const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const head = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
	return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
}

const later = () => ({ exp: Math.floor(Date.now() / 1000) + 3600 });
const lastRequest = () => fs.readFileSync(site.log, 'utf8').trim().split('\n').map(JSON.parse)
	.findLast(({ event }) => event === 'request');

/** Sets the server up for a provider and makes the person of its token. */
async function prepare(heading) {
	const claims = shown(heading);
	const done = await fetchKeys(published[heading]);
	assert.equal(done.code, 0, done.err);
	await site.administer('user', 'create', '--workspace', 'Acme', '--name', `Ada of ${heading}`,
		'--email', `ada@${heading.replace(' ', '-')}.example.org`, '--external-id', claims.sub);
	site.configure({ jwt_keys: keys, jwt_issuer: claims.iss, jwt_audience: [claims.aud].flat()[0] });
	await site.serve({ workers: 1 });
	return { ...claims, ...later(), ...(claims.tenant_id && { tenant_id: workspace }) };
}

for (const heading of Object.keys(published)) {
	test(`${heading}: keys and a token as the guide shows them`, async () => {
		const claims = await prepare(heading);
		const me = await site.ask('GET', '/api/v1/me', { key: token(claims) });
		assert.equal(me.status, 200, `${me.text} ${lastRequest().inside}`);
		assert.equal(me.json.user.name, `Ada of ${heading}`);
		assert.equal(me.json.workspace.id, workspace);
		assert.deepEqual(me.json.scopes, ['okrs:read', 'okr-checkins:write']);
		assert.equal((await site.ask('GET', '/api/v1/okrs', { key: token(claims) })).status, 200);
		assert.equal((await site.ask('GET', '/api/v1/kpis', { key: token(claims) })).status, 403);

		// Why a token is refused stands in the log, in the words that the guide lists.
		for (const [wrong, options, inside] of [
			[{ aud: 'https://mail.example.org' }, {}, 'aud does not name jwt_audience'],
			[{ iss: `${claims.iss}x` }, {}, 'iss is not jwt_issuer'],
			[{ sub: 'nobody' }, {}, 'the workspace has no user of this id or external id'],
			[{ exp: 1700000000 }, {}, 'the token has expired'],
			[{ tenant_id: 'Acme' }, {}, 'tenant_id is no id'],
			[{}, { kid: 'key-2' }, 'no key has this kid and alg'],
			[{}, { key: other.privateKey }, 'the signature is not right'],
			[{ tenant_id: '01890a5d-ac96-774b-bcce-b302099a8058' }, {},
				'the key may not speak for this tenant'],
		]) {
			const answer = await site.ask('GET', '/api/v1/me',
				{ key: token({ ...claims, ...wrong }, options) });
			assert.equal(answer.status, 401, inside);
			assert.ok(!answer.text.includes(inside), answer.text);
			await site.ask('GET', '/healthz'); // the one worker logs after it answered
			const logged = fs.readFileSync(site.log, 'utf8');
			assert.ok(logged.includes(`"inside":"${inside}"`), inside);
			assert.ok(guide.includes(`\`${inside}\``), `the guide does not explain: ${inside}`);
		}
	});
}

test('the script keeps the old keys when it gets none, and reloads for new ones alone', async () => {
	const reloads = () => fs.readFileSync(path.join(site.folder, 'reloads'), 'utf8').length;
	assert.equal((await fetchKeys(published.Keycloak)).code, 0);
	assert.equal((await fetchKeys(published.Okta)).code, 0);
	const before_ = fs.readFileSync(keys, 'utf8'), count = reloads();
	assert.equal((await fetchKeys(published.Okta)).code, 0);
	assert.equal(reloads(), count);
	assert.equal((await fetchKeys(published.Keycloak)).code, 0);
	assert.ok(reloads() > count);
	assert.equal((await fetchKeys(published.Okta)).code, 0);
	for (const broken of ['', '<html>Bad gateway</html>', '{"error":"busy"}', []]) {
		const done = await fetchKeys(broken);
		assert.notEqual(done.code, 0, JSON.stringify(broken));
		assert.equal(fs.readFileSync(keys, 'utf8'), before_);
	}
	assert.deepEqual(JSON.parse(before_).keys.map(({ tenants }) => tenants), [[workspace]]);
});

test('a key that is taken out of its file stops working within a minute, on every worker', async () => {
	const claims = { ...shown('Keycloak'), scope: null, ...later(), tenant_id: workspace, sub: 'grace', scp: ['okrs:read'] };
	await fetchKeys(published.Keycloak);
	await site.administer('user', 'create', '--workspace', 'Acme', '--name', 'Grace', '--email',
		'grace@example.org', '--external-id', claims.sub);
	site.configure({ jwt_keys: keys, jwt_issuer: claims.iss, jwt_audience: [claims.aud].flat()[0],
		rate_limit: 0 });
	await site.serve({ workers: 3 });
	const set = JSON.parse(fs.readFileSync(keys, 'utf8'));
	const second = { ...set.keys.at(-1), kid: 'key-2', ...other.publicKey.export({ format: 'jwk' }) };
	const asks = async (options) => (await Promise.all(Array.from({ length: 9 }, () =>
		site.ask('GET', '/api/v1/okrs', { key: token(claims, options) })))).map(({ status }) => status);
	const all = (statuses, wanted) => statuses.every((status) => status === wanted);
	const began = performance.now();

	assert.ok(all(await asks(), 200), 'scp is read');
	assert.ok(all(await asks({ key: other.privateKey, kid: 'key-2' }), 401));
	// What is no key set changes nothing; what is one counts, however old the file looks.
	fs.writeFileSync(keys, '{');
	fs.writeFileSync(keys, JSON.stringify({ keys: [second] }));
	fs.utimesSync(keys, 1, 1);
	for (;;) {
		const [old, fresh] = [await asks(), await asks({ key: other.privateKey, kid: 'key-2' })];
		if (all(old, 401) && all(fresh, 200)) {
			break;
		}
		assert.ok(performance.now() - began < 60000, `${old} ${fresh}`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	assert.ok(performance.now() - began < 60000);
});
