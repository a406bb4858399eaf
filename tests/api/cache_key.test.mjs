/*
 * What the key of a kept answer holds (src/api/output/cache.c): for each part two requests that differ
 * in it alone. All callers are made before the first read, because a write would change the revision
 * and hide a part that is missing. Each pair is read twice, in both orders. The day is moved in
 * tests/clock.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const scopes = ['okrs:read', 'write:okrs'];
const callers = {
	plain: space.client(['okrs:read']),
	withKpis: space.client(['okrs:read', 'kpis:read']),
	short: space.client(['okrs:read'], { 'page-limit': 1 }),
	app: space.client(scopes, { app: 'north' }),
};

const department = await space.department();
const insider = await person(space, 'insider', { department_id: department.id });
const outsider = await person(space, 'outsider');

for (const title of ['First', 'Second', 'Third']) {
	await space.okr({ title, description: 'x'.repeat(600) });
}
await space.okr({ title: 'Hidden', type: 'department', department_id: department.id,
	visibility: 'department' });
// Two who see the same and may do different things with it, and one with two tokens.
const editor = await person(space, 'editor');
const reader = tokenClient(space, editor.email, ['okrs:read']);

await space.okr({ title: 'Of the editor', owner_id: editor.id });
await ok(space.api.put('/workspace', { edit_policy: 'owners' }));
await ok(callers.app.post('/okrs', { title: 'Of the app', type: 'org',
	cycle_id: space.ownCycle.id }));
await ok(space.api.post('/kpis', { name: 'KPI', current_value: 1, target_value: 100 }));

const rights = ({ body }) => body.map(({ can }) => can.join('+')).join();
const titles = ({ body }) => (body.items ?? body).map(({ title }) => title).sort().join();
const get = (client, path, headers = {}) => () => client.get(path, { headers, loose: true });
const search = (body, headers = {}) => () => callers.plain.post('/goals/search', body,
	{ headers, loose: true });

// Of each part: two requests, and what of their answers must differ.
const pairs = {
	'the scopes': [get(callers.plain, '/reports/insights'), get(callers.withKpis,
		'/reports/insights'), ({ text }) => /"KPI/.test(text)],
	'the page limit': [get(callers.plain, '/okrs'), get(callers.short, '/okrs'), titles],
	'the person': [get(insider.client, '/okrs'), get(outsider.client, '/okrs'), titles],
	'a person and a key': [get(space.api, '/okrs'), get(outsider.client, '/okrs'), titles],
	'the person, in what may be done': [get(editor.client, '/okrs?type=org'),
		get(outsider.client, '/okrs?type=org'), rights],
	'the scopes, in what may be done': [get(editor.client, '/okrs'), get(reader, '/okrs'), rights],
	'the application': [get(space.client(scopes), '/okrs'), get(callers.app, '/okrs'), titles],
	'the path': [get(callers.plain, '/okrs'), get(callers.plain, '/goals'),
		({ text }) => text.slice(0, 9)],
	'the query': [get(callers.plain, '/okrs?limit=1'), get(callers.plain, '/okrs?limit=2'), titles],
	'the fields': [get(callers.plain, '/okrs?fields=title'), get(callers.plain, '/okrs?fields=type'),
		({ body }) => Object.keys(body[0]).join()],
	'where links begin': [get(callers.plain, '/okrs?limit=1'), get(callers.plain, '/okrs?limit=1',
		{ Host: 'other.example.org' }), ({ headers }) => headers.link],
	'CSV by Accept': [get(callers.plain, '/okrs'), get(callers.plain, '/okrs',
		{ Accept: 'text/csv' }), ({ headers }) => headers['content-type']],
	'NDJSON by Accept': [get(space.api, '/audit'), get(space.api, '/audit',
		{ Accept: 'application/x-ndjson' }), ({ headers }) => headers['content-type']],
	'the type of the body': [search({ text: 'i' }), search({ text: 'i' },
		{ 'Content-Type': 'text/plain' }), ({ status }) => status],
	'the coding of the body': [search({ text: 's' }), search({ text: 's' },
		{ 'Content-Encoding': 'gzip' }), ({ status }) => status],
	'the body': [search({ text: 'first' }), search({ text: 'second' }), titles],
	'the coding of the answer': [get(callers.plain, '/okrs'), get(callers.plain, '/okrs',
		{ 'Accept-Encoding': 'gzip' }), ({ headers }) => headers['content-encoding'] ?? 'none'],
};

describe('a kept answer is not given to who asks for another', () => {
	for (const [part, [one, other, seen]] of Object.entries(pairs)) {
		test(`${part}`, async () => {
			await one();
			await other(); // what is compressed is so from the second time on
			const [a, b] = [seen(await one()), seen(await other())];

			assert.notEqual(a, b);
			assert.deepEqual([seen(await other()), seen(await one())], [b, a]);
		});
	}

	test('the workspace as it stands', async () => {
		const before = titles(await expect(200, callers.plain.get('/okrs')));
		const made = await space.okr({ title: 'Fourth' });

		assert.notEqual(titles(await expect(200, callers.plain.get('/okrs'))), before);
		await ok(space.api.delete(`/okrs/${made.id}`));
		assert.equal(titles(await expect(200, callers.plain.get('/okrs'))), before);
	});

	test('and a search that is refused stays refused', async () => {
		await expect(200, callers.plain.post('/goals/search', { text: 'x' }));
		await refused(415, callers.plain.post('/goals/search', { text: 'x' },
			{ headers: { 'Content-Encoding': 'br' } }));
	});
});

test('the tag of a list is not that of who may do something else with it', async () => {
	const { headers: { etag } } = await editor.client.get('/okrs');
	const headers = { 'If-None-Match': etag };

	await expect(304, editor.client.get('/okrs', { headers }));
	await expect(200, reader.get('/okrs', { headers }));
	await expect(200, outsider.client.get('/okrs', { headers }));
	await expect(200, space.api.get('/okrs', { headers }));
});

test('the tag of a list is not another page limit\'s', async () => {
	const { headers: { etag } } = await callers.plain.get('/okrs');

	await expect(200, callers.short.get('/okrs', { headers: { 'If-None-Match': etag } }));
});
