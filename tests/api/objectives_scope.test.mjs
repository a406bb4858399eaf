/*
 * Who may do what in the objectives dialect (api.md section 2): scopes, workspaces, application
 * scope, and what every route refuses.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Client, badFields, expect, ok, refused } from '../lib/client.mjs';
import { Objectives, pathOf, uuidOf } from '../lib/objectives.mjs';
import { url } from '../lib/server.mjs';
import { Workspace, allScopes } from '../lib/workspace.mjs';

let space, okr, objective, keyResult;

before(async () => {
	space = new Workspace();
	okr = new Objectives(space);
	objective = await okr.objective();
	keyResult = await okr.keyResult(objective);
});

const routes = ['objectives', 'key-results'].flatMap((of) => [
	{ method: 'GET', of, scope: 'okrs:read' },
	{ method: 'GET', of, scope: 'okrs:read', isItem: true },
	{ method: 'POST', of, scope: 'write:okrs', body: {} },
	{ method: 'PATCH', of, scope: 'write:okrs', isItem: true, body: { title: 'New' } },
	{ method: 'PUT', of, scope: 'write:okrs', isItem: true, body: { title: 'New' } },
	{ method: 'DELETE', of, scope: 'write:okrs', isItem: true },
]);

async function ask(client, { method, of, isItem, body }, options) {
	const { id } = isItem ? await (of === 'objectives' ? okr.objective() : okr.keyResult()) : {};

	return client.request(method, `/okr/${of}${isItem ? `/${id}` : ''}`, body, options);
}

for (const route of routes) {
	const { method, of, scope, isItem, body } = route;

	describe(`${method} /okr/${of}${isItem ? '/:id' : ''}`, () => {
		test(`takes the scope ${scope}`, async () => {
			const answer = await ask(space.client([scope]), route);

			assert.ok([200, 201].includes(answer.status), answer.text);
		});

		test('takes no other scope, and names the one that is missing', async () => {
			const others = allScopes.filter((one) => one !== scope);
			const answer = await refused(403, ask(space.client(others), route));

			assert.match(answer.body.message, new RegExp(scope));
		});

		test('needs a credential', () => refused(401, ask(new Client(url), route)));

		test('does not see what another workspace has', async () => {
			const stranger = new Workspace();

			if (isItem) {
				await refused(404, ask(stranger.api, route));
			} else if (method === 'GET') {
				assert.equal((await ok(ask(stranger.api, route))).total, 0);
			}
		});

		if (body) {
			test('takes JSON alone', async () => {
				await refused(415, ask(space.api, route,
					{ headers: { 'Content-Type': 'text/plain' } }));
				for (const wrong of ['', '{', '[]', '7', '{"title":"a","title":"b"}']) {
					await refused(400, ask(space.api, { ...route, body: wrong }));
				}
			});
		}
	});
}

describe('the path', () => {
	for (const path of ['/okr', '/okr/', '/okr/objective', '/okr/objectives/x/y',
		'/okr/keyResults']) {
		test(`${path} is not there`, () => refused(404, space.api.get(path)));
	}

	test('of a list takes GET and POST', async () => {
		for (const of of ['objectives', 'key-results']) {
			const { headers } = await refused(405, space.api.delete(`/okr/${of}`));

			assert.deepEqual(headers.allow.split(', ').sort(), ['GET', 'HEAD', 'OPTIONS', 'POST']);
		}
	});

	test('of a record takes GET, PUT, PATCH and DELETE', async () => {
		for (const record of [objective, keyResult]) {
			const { headers } = await refused(405, space.api.post(pathOf(record), {}));

			assert.deepEqual(headers.allow.split(', ').sort(),
				['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT']);
		}
	});

	test('answers HEAD like GET, without a body', async () => {
		for (const path of ['/okr/objectives', pathOf(objective), pathOf(keyResult)]) {
			await expect(200, space.api.request('HEAD', path));
		}
	});
});

describe('another workspace\'s records', () => {
	test('are no references: each is a 400', async () => {
		const stranger = new Workspace();
		const theirs = new Objectives(stranger);
		const loose = await okr.keyResult();

		await badFields(['owner_id', 'parent_objective_id', 'key_result_ids', 'group_id'],
			theirs.api.post('/okr/objectives', { owner_id: space.admin.id,
				parent_objective_id: objective.id, key_result_ids: [loose.id],
				group_id: (await space.team()).id }));
		await badFields(['objective_id', 'owner_id'], theirs.api.post('/okr/key-results',
			{ objective_id: objective.id, owner_id: space.admin.id }));
	});

	test('as filters find nothing', async () => {
		const theirs = new Objectives(new Workspace());

		await theirs.objective();
		assert.equal((await theirs.list('objectives', { tenant_id: space.id })).total, 0);
		assert.equal((await theirs.list('objectives', { id: objective.id })).total, 0);
		assert.equal((await theirs.list('key-results', { objective_id: objective.id })).total, 0);
	});

	test('give their cycles\' names to no period', async () => {
		const stranger = new Workspace();
		const cycle = await space.cycle();
		const made = await new Objectives(stranger).objective({ period: cycle.name });

		assert.equal(made.period, cycle.name);
		assert.equal((await stranger.getOkr(uuidOf(made.id))).cycle_id, null);
	});
});

describe('a key of an application', () => {
	let app;

	before(() => {
		app = new Objectives(space, space.client(allScopes, { app: 'app-1' }));
	});

	test('stamps its app_id on what it makes', async () => {
		const made = await app.objective({ app_id: 'app-2' });

		assert.equal(made.app_id, 'app-1');
		assert.equal((await app.keyResult(made)).app_id, 'app-1');
	});

	test('reads only what has its app_id', async () => {
		const own = [await app.objective(), await app.keyResult()];

		for (const record of own) {
			assert.deepEqual(await app.get(record), record);
			assert.deepEqual(await okr.get(record), record);
		}
		for (const record of [objective, keyResult]) {
			await refused(404, app.api.get(pathOf(record)));
		}
		const other = new Objectives(space, space.client(allScopes, { app: 'app-2' }));

		for (const record of own) {
			await refused(404, other.api.get(pathOf(record)));
		}
	});

	test('lists and counts only what has its app_id', async () => {
		const lonely = new Objectives(space, space.client(allScopes, { app: 'app-3' }));
		const { id } = await lonely.objective();

		for (const query of [{}, { include_deleted: 'true' }, { search: 'objective' }]) {
			const { items, total } = await lonely.list('objectives', query);

			assert.deepEqual([items.map((one) => one.id), total], [[id], 1]);
		}
		assert.equal((await lonely.list('key-results')).total, 0);
	});

	test('changes and deletes only what has its app_id', async () => {
		for (const record of [objective, keyResult]) {
			await refused(404, app.api.patch(pathOf(record), { title: 'x' }));
			await refused(404, app.api.delete(pathOf(record)));
		}
	});

	test('names in references only what has its app_id', async () => {
		await badFields(['parent_objective_id', 'key_result_ids'], app.api.post('/okr/objectives',
			{ parent_objective_id: objective.id, key_result_ids: [keyResult.id] }));
		await badFields(['objective_id'], app.api.post('/okr/key-results',
			{ objective_id: objective.id }));
	});

	test('sees in key_result_ids and parent_objective_id only what has its app_id', async () => {
		const own = await app.objective();

		await okr.change(own, { parent_objective_id: objective.id });
		const foreign = await okr.keyResult(own);
		const seen = await app.get(own);

		assert.deepEqual([seen.key_result_ids, seen.parent_objective_id], [[], null]);
		assert.equal((await okr.get(own)).key_result_ids.length, 1);
		assert.equal((await okr.get(foreign)).app_id, null);
	});

	test('keeps the key results that it does not see when it links others', async () => {
		const own = await app.objective();
		const foreign = await okr.keyResult(own);
		const mine = await app.keyResult();

		await app.change(own, { key_result_ids: [mine.id] });
		assert.equal((await okr.get(foreign)).objective_id, own.id);
	});

	test('reads as null the objective that it does not see', async () => {
		const mine = await app.keyResult();

		await okr.change(mine, { objective_id: objective.id });
		assert.equal((await app.get(mine)).objective_id, null);
	});
});
