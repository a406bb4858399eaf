/*
 * What a stranger's page can do with the session of whoever looks at it (readings 101 and 119, issue 14):
 * nothing. Chromium is signed in; then pages of another site, and of another port of the same host, to
 * which even a strict cookie is sent, try all that a page can send. And the cookie, as the browser has it.
 */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';

import { Nginx } from '../lib/nginx.mjs';
import { until } from '../lib/process.mjs';
import { Site } from '../lib/site.mjs';
import { launch } from './lib/browser.mjs';

const secret = 'correct horse battery staple';
let site, nginx, browser, victim, strangers, port, cookie;

// A page that the test fills with scripts, at any name that leads here.
async function serveStrangers() {
	const server = http.createServer((request, response) => {
		response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>x</title>');
	});

	await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
	return server;
}

function fromPage(page, method, path, body) {
	return page.evaluate(async (...words) => {
		const [how, where, what] = words;
		const answer = await fetch(where, { method: how, headers: { 'X-OKR-Console': '1',
			...what && { 'Content-Type': 'application/json' } }, body: what && JSON.stringify(what) });
		const text = await answer.text();

		return { status: answer.status, json: text ? JSON.parse(text) : null };
	}, method, path, body);
}

// What the victim has, seen with the victim's own eyes.
const state = () => victim.evaluate(async () => {
	const headers = { 'X-OKR-Console': '1', 'X-Request-Id': 'victim' };
	const texts = await Promise.all(['okrs', 'sessions', 'session', 'users'].map(async (path) =>
		(await fetch(`/api/v1/${path}`, { headers })).text()));

	return texts.join('\n').replace(/"seen_at":"[^"]*"/g, '');
});

// The requests that the server has logged since, the victim's own left out: a line may come late.
function requestsSince(offset) {
	return readFileSync(site.log, 'utf8').slice(offset).split('\n').filter(Boolean)
		.map((line) => JSON.parse(line)).filter(({ event, id }) => event === 'request' && id !== 'victim');
}

before(async () => {
	site = await Site.make();
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 2 });
	nginx = await Nginx.make(site);
	strangers = await serveStrangers();
	port = strangers.address().port;
	for (const name of ['ada', 'eve']) {
		const { url } = await site.administer('workspace', 'create', '--name', name, '--admin-email',
			`${name}@example.org`);
		const answer = await nginx.ask('POST', '/api/v1/session/token', { headers: { 'X-OKR-Console': '1' },
			body: { token: url.split('#')[1], password: secret } });

		assert.equal(answer.status, 201, answer.text);
	}
	browser = await launch({ names: ['evil.example'] });
	victim = await browser.newPage();
	await victim.goto(`http://127.0.0.1:${nginx.port}/docs/`);
	const signedIn = await fromPage(victim, 'POST', '/api/v1/session',
		{ email: 'ada@example.org', password: secret });

	assert.equal(signedIn.status, 201, JSON.stringify(signedIn));
	await fromPage(victim, 'POST', '/api/v1/okrs', { title: 'Mine' });
	[cookie] = (await victim.cookies()).filter(({ name }) => name === '__Host-okr');
});

after(async () => {
	await browser?.close();
	strangers?.close();
	await nginx?.close();
	await site?.close();
});

test('the cookie is of this host alone, and out of the reach of scripts and other sites', async () => {
	assert.deepEqual({ secure: cookie.secure, httpOnly: cookie.httpOnly, sameSite: cookie.sameSite,
		path: cookie.path, domain: cookie.domain, session: cookie.session },
	{ secure: true, httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1', session: false });
	assert.ok(cookie.value.length >= 43, '256 bits');
	assert.ok(cookie.expires * 1000 - Date.now() <= 30 * 86400000, 'it ends with the session');
	assert.equal(await victim.evaluate(() => document.cookie), '');
});

// What a page can send without asking first, each with what its script sees of the answer.
const attempts = {
	'a form that posts JSON as text': (page, at) => page.evaluate((target) => new Promise((resolve) => {
		const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'f' }));
		const form = document.body.appendChild(Object.assign(document.createElement('form'),
			{ method: 'POST', action: `${target}/api/v1/okrs`, enctype: 'text/plain', target: 'f' }));
		form.innerHTML = '<input name=\'{"title":"Forged","x":"\' value=\'"}\'>';
		frame.onload = resolve;
		form.submit();
	}), at),
	'a form that signs the victim in as somebody else': (page, at) => page.evaluate((target) =>
		new Promise((resolve) => {
			const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'g' }));
			const form = document.body.appendChild(Object.assign(document.createElement('form'),
				{ method: 'POST', action: `${target}/api/v1/session`, enctype: 'text/plain', target: 'g' }));
			form.innerHTML = '<input name=\'{"email":"eve@example.org","password":"correct horse battery staple","x":"\' value=\'"}\'>';
			frame.onload = resolve;
			form.submit();
		}), at),
	'a form that gets': (page, at) => page.evaluate((target) => new Promise((resolve) => {
		const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'h' }));
		const form = document.body.appendChild(Object.assign(document.createElement('form'),
			{ action: `${target}/api/v1/okrs`, target: 'h' }));
		frame.onload = resolve;
		form.submit();
	}), at),
	'an image': (page, at) => page.evaluate((target) => new Promise((resolve) => {
		const image = document.body.appendChild(document.createElement('img'));
		image.onerror = () => resolve('nothing');
		image.onload = () => resolve('seen');
		image.src = `${target}/api/v1/session`;
	}), at),
	'a script': (page, at) => page.evaluate((target) => new Promise((resolve) => {
		const script = document.createElement('script');
		script.onerror = () => resolve('nothing');
		script.onload = () => resolve('nothing');
		script.src = `${target}/api/v1/okrs`;
		document.body.append(script);
	}), at),
	...Object.fromEntries(['include', 'omit'].flatMap((credentials) => [
		[`a simple fetch (${credentials})`, { mode: 'no-cors', method: 'POST', body: '{"title":"Forged"}' }],
		[`a fetch that reads (${credentials})`, {}],
		[`a fetch with the console's header (${credentials})`, { headers: { 'X-OKR-Console': '1' } }],
		[`a fetch that posts with the header (${credentials})`, { method: 'POST', body: '{"title":"Forged"}',
			headers: { 'X-OKR-Console': '1', 'Content-Type': 'application/json' } }],
		[`a fetch that deletes (${credentials})`, { method: 'DELETE', headers: { 'X-OKR-Console': '1' } }],
	].map(([what, options]) => [what, (page, at) => page.evaluate(async (target, how) => {
		const path = how.method === 'DELETE' ? 'sessions' : 'okrs';
		try {
			const answer = await fetch(`${target}/api/v1/${path}`, how);
			return answer.type === 'opaque' ? 'nothing' : `${answer.status} ${await answer.text()}`;
		} catch {
			return 'nothing';
		}
	}, at, { ...options, credentials })]))),
	'a signal at the end of a page': (page, at) => page.evaluate((target) => {
		navigator.sendBeacon(`${target}/api/v1/okrs`, '{"title":"Forged"}');
	}, at),
};

for (const [whose, origin] of [['another site', () => `http://evil.example:${port}`],
	['another port of the same host', () => `http://127.0.0.1:${port}`]]) {
	describe(`a page of ${whose}`, () => {
		let page;

		before(async () => {
			page = await browser.newPage();
			await page.goto(`${origin()}/`);
		});
		after(() => page?.close());

		for (const [what, attempt] of Object.entries(attempts)) {
			test(`${what}: it is refused, nothing happens and nothing is seen`, async () => {
				const earlier = await state();
				const offset = statSync(site.log).size;
				const seen = await attempt(page, `http://127.0.0.1:${nginx.port}`);
				const sent = await until('a request', () => {
					const requests = requestsSince(offset);
					return requests.length > 0 && requests;
				});

				assert.ok(seen === undefined || seen === 'nothing' || typeof seen === 'object', `${seen}`);
				for (const { method, path, status } of sent)
					assert.ok(method === 'OPTIONS' || status === 401 || status === 403, `${method} ${path}: ${status}`);
				assert.equal(await state(), earlier);
			});
		}
	});
}

test('the cookie is still the one that the victim was given', async () => {
	const kept = (await victim.cookies()).find(({ name }) => name === '__Host-okr');

	assert.equal(kept.value, cookie.value, 'no other cookie was set');
	assert.deepEqual(site.complaints(), []);
});
