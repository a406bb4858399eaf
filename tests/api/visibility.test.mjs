/*
 * People see what is visible to them (api.md section 2 "People", rulings.md 28 and 29): by every
 * route, list, search, count, cursor and CSV. The tokens are made by okrctl with the installation's
 * own secret.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { person as newPerson } from '../lib/people.mjs';
import { Workspace } from '../lib/workspace.mjs';

let space, sales, design, people, hidden, keyResult, child, open;

const person = (name, fields) => newPerson(space, name, fields);

before(async () => {
	space = new Workspace();
	sales = await ok(space.api.post('/departments', { name: 'Sales' }));
	design = await ok(space.api.post('/teams', { name: 'Design' }));
	people = {
		insider: await person('insider', { department_id: sales.id }),
		outsider: await person('outsider', { team_ids: [design.id] }),
		owner: await person('owner', {}),
		named: await person('named', {}),
		assigned: await person('assigned', {}),
		admin: await person('admin', { role: 'admin' }),
	};
	hidden = await space.okr({ title: 'Secret of Sales', type: 'department',
		department_id: sales.id, visibility: 'department', owner_id: people.owner.id });
	await ok(space.api.put(`/goals/${hidden.id}`, { assign_to_ids: [people.assigned.id],
		visible_to_ids: [people.named.id] }));
	keyResult = await space.keyResult(hidden.id, { title: 'Secret number' });
	child = await space.okr({ title: 'Open child', parent_okr_id: hidden.id });
	open = await space.okr({ title: 'Open to all' });
});

async function ids(client, path) {
	const answer = await ok(client.get(path));
	const items = answer.items ?? answer.data ?? answer;

	return items.map(({ id }) => id);
}

describe('a department-visible objective', () => {
	for (const who of ['insider', 'owner', 'named', 'assigned', 'admin']) {
		test(`is read by the ${who}`, async () => {
			const { client } = people[who];

			assert.equal((await client.get(`/okrs/${hidden.id}`)).status, 200);
			assert.ok((await ids(client, '/okrs')).includes(hidden.id));
			assert.equal((await client.get(`/key-results/${keyResult.id}`)).status, 200);
		});
	}

	test('is found by an outsider by no single route', async () => {
		const { client } = people.outsider;
		const paths = [`/okrs/${hidden.id}`, `/goals/${hidden.id}`,
			`/okr/objectives/${hidden.id}`, `/key-results/${keyResult.id}`,
			`/okr/key-results/${keyResult.id}`, `/key-results/${keyResult.id}/checkins`];

		for (const path of paths) {
			assert.equal((await client.get(path)).status, 404, path);
		}
	});

	test('is changed by an outsider by no route', async () => {
		const { client } = people.outsider;
		const tries = [
			client.put(`/okrs/${hidden.id}`, { title: 'x' }),
			client.delete(`/okrs/${hidden.id}`),
			client.put(`/goals/${hidden.id}`, { title: 'x' }),
			client.post(`/goals/${hidden.id}/key-results`, { title: 'x' }),
			client.post(`/okrs/${hidden.id}/key-results`, { title: 'x',
				metric_type: 'number', start_value: 0, target_value: 1 }),
			client.put(`/okr/objectives/${hidden.id}`, { title: 'x' }),
			client.put(`/key-results/${keyResult.id}`, { title: 'x' }),
			client.delete(`/key-results/${keyResult.id}`),
			client.post(`/key-results/${keyResult.id}/checkins`, { value: 1 }),
			client.post(`/goals/${hidden.id}/key-results/${keyResult.id}/checkin`, { value: 1 }),
		];

		for (const answer of await Promise.all(tries)) {
			assert.equal(answer.status, 404);
		}
		const batch = await client.post('/checkins/batch',
			{ checkins: [{ key_result_id: keyResult.id, value: 1 }] });

		assert.equal(batch.status, 400);
		const link = await client.put(`/okrs/${open.id}`, { parent_okr_id: hidden.id });

		assert.equal(link.status, 400);
	});

	test('is in no list, search, count or cursor of an outsider', async () => {
		const { client } = people.outsider;
		const lists = ['/okrs', '/okrs?q=secret', `/okrs?department_id=${sales.id}`,
			`/okrs?owner_id=${people.owner.id}`, '/goals', '/goals?text=secret',
			'/okr/objectives', '/okr/objectives?search=secret'];

		for (const path of lists) {
			assert.ok(!(await ids(client, path)).includes(hidden.id), path);
		}
		for (const path of ['/key-results', `/key-results?okr_id=${hidden.id}`,
			'/okr/key-results', '/okr/key-results?search=secret']) {
			assert.ok(!(await ids(client, path)).includes(keyResult.id), path);
		}
		assert.equal((await ok(client.get('/goals'))).total, 2);
		assert.equal((await ok(client.get('/okr/objectives'))).total, 2);
		assert.equal((await ok(client.post('/goals/search', { text: 'secret' }))).total, 0);
		assert.equal((await ok(client.get('/okr/key-results'))).total, 0);
		const seen = [];

		for (let cursor = ''; cursor !== null;) {
			const page = await ok(client.get(`/goals?limit=1${cursor && `&cursor=${cursor}`}`));

			seen.push(...page.items.map(({ id }) => id));
			cursor = page.next_cursor;
		}
		assert.deepEqual(seen.sort(), [child.id, open.id].sort());
	});

	test('is in no CSV of an outsider', async () => {
		for (const path of ['/okrs?format=csv', '/key-results?format=csv']) {
			const answer = await people.outsider.client.get(path, { loose: true });

			assert.equal(answer.status, 200);
			assert.doesNotMatch(answer.text, /Secret/);
		}
	});

	test('as a parent reads as null, and its child as top-level', async () => {
		const { client } = people.outsider;

		assert.equal((await ok(client.get(`/okrs/${child.id}`))).parent_okr_id, null);
		assert.equal((await ok(client.get(`/goals/${child.id}`))).parent_goal, null);
		assert.ok((await ids(client, '/goals?only_top_level=true')).includes(child.id));
		assert.deepEqual(await ids(client, `/goals?parent_goal_id=${hidden.id}`), []);
		assert.equal((await ok(people.insider.client.get(`/okrs/${child.id}`))).parent_okr_id,
			hidden.id);
	});

	test('has an ETag of its own for each person', async () => {
		const theirs = await people.insider.client.get('/okrs');
		const answer = await people.outsider.client.get('/okrs',
			{ headers: { 'If-None-Match': theirs.headers.etag } });

		assert.equal(answer.status, 200);
	});

	test('is seen by nobody else once it is not shared', async () => {
		const own = await space.okr({ title: 'Not shared', owner_id: people.owner.id });

		await ok(space.api.put(`/goals/${own.id}`, { is_shared: false }));
		assert.equal((await people.insider.client.get(`/okrs/${own.id}`)).status, 404);
		assert.equal((await people.owner.client.get(`/okrs/${own.id}`)).status, 200);
		await ok(space.api.delete(`/okrs/${own.id}`));
	});

	test('follows the department of a person who moves', async () => {
		const mover = await person('mover', {});

		assert.equal((await mover.client.get(`/okrs/${hidden.id}`)).status, 404);
		await ok(space.api.put(`/users/${mover.id}`, { department_id: sales.id }));
		assert.equal((await mover.client.get(`/okrs/${hidden.id}`)).status, 200);
	});
});

test('a team-visible objective is read by the members of its team alone', async () => {
	const own = await space.okr({ title: 'Of the team', type: 'team', team_id: design.id,
		visibility: 'team' });

	assert.equal((await people.outsider.client.get(`/okrs/${own.id}`)).status, 200);
	assert.equal((await people.insider.client.get(`/okrs/${own.id}`)).status, 404);
	await ok(space.api.delete(`/okrs/${own.id}`));
});

test('a key of the workspace sees all of it', async () => {
	assert.ok((await ids(space.api, '/okrs')).includes(hidden.id));
});
