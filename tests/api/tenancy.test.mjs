/*
 * Two workspaces, and two applications in one: what belongs to the other is answered exactly like
 * what does not exist, byte by byte but for the ids that were sent, and no id of the other is in
 * any byte that is sent back.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok, refused } from '../lib/client.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { lists, nameOf, oneOfEach } from '../lib/routes.mjs';
import { Workspace, allScopes, dump, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000001';

let a, b, things, ids;

before(async () => {
	a = new Workspace();
	b = new Workspace();
	things = await recordsOf(a);
	await a.checkIn(things.keyResult.id, 5);
	ids = [a.id, a.admin.id, ...Object.values(things).map(({ id }) => id)];
	await oneOfEach(b);
});

// Status, headers that may differ by what was found, and the body, with the id that was sent out.
function essence({ status, headers, text }, id) {
	const kept = ['content-type', 'www-authenticate', 'allow', 'retry-after', 'deprecation', 'link',
		'cache-control', 'vary', 'location'];
	const shown = kept.map((name) => `${name}: ${headers[name]}`).join('\n');

	return `${status}\n${shown}\n${text}`.replaceAll(id, 'ID');
}

function names(answer, sent) {
	const text = JSON.stringify(answer.headers) + answer.text;

	return ids.filter((id) => id !== sent && text.includes(id));
}

async function sameAsUnknown(client, ask, id) {
	const foreign = await ask(client, id);
	const unknown = await ask(client, nobody);

	assert.equal(essence(foreign, id), essence(unknown, nobody));
	assert.deepEqual(names(foreign, id), []);
	return foreign;
}

describe('another workspace\'s records', () => {
	for (const route of routes.filter(({ of }) => of)) {
		test(`${nameOf(route)} is a 404 like that of an unknown id`, async () => {
			const earlier = await dump(a.api);
			const answer = await sameAsUnknown(b.api, (client, id) => client.request(route.method,
				pathFor(route, { ...things, [route.of]: { id } }), bodyFor(route, things)),
			things[route.of].id);

			assert.equal(answer.status, 404);
			assert.equal(await dump(a.api), earlier);
		});
	}

	test('a stale or current If-Match makes no difference', async () => {
		const { headers } = await a.api.get(`/okrs/${things.okr.id}`);

		for (const tag of [headers.etag, '*', '"1"', '"77"']) {
			const answer = await sameAsUnknown(b.api, (client, id) => client.put(`/okrs/${id}`,
				{ title: 'x' }, { headers: { 'If-Match': tag } }), things.okr.id);

			assert.equal(answer.status, 404);
		}
	});

	test('an ETag of theirs makes no 304', async () => {
		const { headers } = await a.api.get(`/okrs/${things.okr.id}`);

		await refused(404, b.api.get(`/okrs/${things.okr.id}`,
			{ headers: { 'If-None-Match': headers.etag } }));
	});

	test('their bad requests are told apart from ours no more than unknown ones', async () => {
		for (const body of [{}, { title: 7 }, { nonsense: 1 }]) {
			await sameAsUnknown(b.api, (client, id) => client.put(`/okrs/${id}`, body),
				things.okr.id);
		}
	});
});

const filters = { '/okrs?cycle_id=': 'cycle', '/okrs?owner_id=': 'user', '/okrs?team_id=': 'team',
	'/okrs?department_id=': 'department', '/okrs?parent_okr_id=': 'okr',
	'/key-results?okr_id=': 'okr', '/key-results?owner_id=': 'user',
	'/users?department_id=': 'department', '/teams?department_id=': 'department' };

describe('filters by another workspace\'s ids', () => {
	for (const [path, kind] of Object.entries(filters)) {
		test(`GET ${path}ID is empty, like that of an unknown id`, async () => {
			const answer = await sameAsUnknown(b.api, (client, id) => client.get(path + id),
				things[kind].id);

			assert.deepEqual([answer.status, answer.body], [200, []]);
		});
	}
});

// Every place of a body that holds the id of another record, by the kind that it names.
const references = [
	['POST', () => '/okrs', { cycle_id: 'cycle', owner_id: 'user', team_id: 'team',
		department_id: 'department', parent_okr_id: 'okr' }, (own) => ({ title: 'x', type: 'org',
		cycle_id: own.cycle.id })],
	['PUT', (own) => `/okrs/${own.okr.id}`, { cycle_id: 'cycle', owner_id: 'user', team_id: 'team',
		department_id: 'department', parent_okr_id: 'okr' }],
	['POST', (own) => `/okrs/${own.okr.id}/key-results`, { owner_id: 'user' }, () => ({ title: 'x',
		metric_type: 'number', start_value: 0, target_value: 1 })],
	['PUT', (own) => `/key-results/${own.keyResult.id}`, { owner_id: 'user' }],
	['POST', () => '/users', { department_id: 'department', team_ids: 'team' },
		() => ({ name: 'x', email: 'reference@example.org' })],
	['PUT', (own) => `/users/${own.user.id}`, { department_id: 'department', team_ids: 'team' }],
	['POST', () => '/teams', { department_id: 'department' }, () => ({ name: 'x' })],
	['PUT', (own) => `/teams/${own.team.id}`, { department_id: 'department' }],
	['POST', () => '/departments', { parent_id: 'department' }, () => ({ name: 'x' })],
	['PUT', (own) => `/departments/${own.department.id}`, { parent_id: 'department' }],
];

describe('references to another workspace\'s records', () => {
	let own;

	before(async () => {
		own = await oneOfEach(b);
	});

	for (const [method, path, fields, good = () => ({})] of references) {
		for (const [field, kind] of Object.entries(fields)) {
			const name = path({ okr: 0, keyResult: 0, user: 0, team: 0, department: 0 });

			test(`${method} ${name.replace('undefined', 'ID')}: ${field} is a 400`, async () => {
				const answer = await sameAsUnknown(b.api, (client, id) => client.request(method,
					path(own), { ...good(own), [field]: field === 'team_ids' ? [id] : id }),
				things[kind].id);

				assert.equal(answer.status, 400);
				assert.deepEqual(answer.body.details.map((detail) => detail.field), [field]);
			});
		}
	}

	test('an owner inside nested key results is a 400', async () => {
		const answer = await sameAsUnknown(b.api, (client, id) => client.post('/okrs', { title: 'x',
			type: 'org', cycle_id: own.cycle.id, key_results: [{ title: 'x', metric_type: 'number',
				start_value: 0, target_value: 1, owner_id: id }] }), things.user.id);

		assert.equal(answer.status, 400);
	});
});

describe('lists', () => {
	for (const { path } of lists) {
		test(`GET ${path} holds nothing of another workspace`, async () => {
			const answer = await b.api.get(path);

			assert.ok(answer.body.length > 0);
			assert.deepEqual(names(answer), []);
		});
	}

	test('a cursor of one workspace shows nothing of it in the other', async () => {
		for (let i = 0; i < 3; i++) {
			await a.team();
		}
		const { headers } = await a.api.get('/teams?limit=1');
		const next = /<([^>]+)>/.exec(headers.link)[1];
		const answer = await b.api.get(new URL(next).pathname + new URL(next).search, { root: true });
		const theirs = (await ok(a.api.get('/teams'))).map(({ id }) => id);

		assert.ok(theirs.every((id) => !answer.text.includes(id)));
	});

	test('/me names its own workspace only', async () => {
		const answer = await b.api.get('/me');

		assert.equal(answer.body.workspace.id, b.id);
		assert.deepEqual(names(answer), []);
	});
});

describe('application scope', () => {
	let space, north, south, mine, cycle;

	before(async () => {
		space = new Workspace();
		cycle = await space.cycle();
		[north, south] = ['north', 'south'].map((app) => space.client(allScopes, { app }));
		mine = await ok(north.post('/okrs', { title: 'north', type: 'org', cycle_id: cycle.id,
			key_results: [{ title: 'north', metric_type: 'number', start_value: 0,
				target_value: 100 }] }));
		await ok(south.post('/okrs', { title: 'south', type: 'org', cycle_id: cycle.id }));
		await space.okr({ title: 'nobody\'s', cycle_id: cycle.id });
	});

	async function titles(client, path) {
		return (await ok(client.get(path))).map(({ title }) => title).sort();
	}

	test('a key with an app_id sees only the records of its application', async () => {
		for (const path of ['/okrs', '/okrs?archived=any', `/okrs?cycle_id=${cycle.id}`,
			'/okrs?q=o', `/okrs?updated_since=${instant(-1)}`]) {
			assert.deepEqual(await titles(north, path), ['north'], path);
			assert.deepEqual(await titles(south, path), ['south'], path);
		}
		assert.deepEqual(await titles(north, '/key-results'), ['north']);
		assert.deepEqual(await titles(south, '/key-results'), []);
	});

	test('a key without one sees the workspace', async () => {
		assert.deepEqual(await titles(space.api, '/okrs'), ['nobody\'s', 'north', 'south']);
	});

	test('another application\'s records are as unknown, in every place', async () => {
		const [keyResult] = mine.key_results;
		const asks = [
			[(client, id) => client.get(`/okrs/${id}`), mine.id],
			[(client, id) => client.put(`/okrs/${id}`, { title: 'x' }), mine.id],
			[(client, id) => client.delete(`/okrs/${id}`), mine.id],
			[(client, id) => client.post(`/okrs/${id}/key-results`, { title: 'x',
				metric_type: 'number', start_value: 0, target_value: 1 }), mine.id],
			[(client, id) => client.get(`/key-results/${id}`), keyResult.id],
			[(client, id) => client.put(`/key-results/${id}`, { unit: 'x' }), keyResult.id],
			[(client, id) => client.delete(`/key-results/${id}`), keyResult.id],
			[(client, id) => client.post(`/key-results/${id}/checkins`, { value: 1 }), keyResult.id],
			[(client, id) => client.get(`/key-results/${id}/checkins`), keyResult.id],
			[(client, id) => client.post('/okrs', { title: 'x', type: 'org', cycle_id: cycle.id,
				parent_okr_id: id }), mine.id],
			[(client, id) => client.get(`/okrs?parent_okr_id=${id}`), mine.id],
			[(client, id) => client.get(`/key-results?okr_id=${id}`), mine.id],
		];

		for (const [ask, id] of asks) {
			await sameAsUnknown(south, ask, id);
		}
	});

	test('deleted records of another application cannot be restored', async () => {
		const gone = await ok(north.post('/okrs', { title: 'gone', type: 'org',
			cycle_id: cycle.id }));

		await north.delete(`/okrs/${gone.id}`);
		await sameAsUnknown(south, (client, id) => client.post(`/okrs/${id}/restore`), gone.id);
		assert.equal((await ok(north.post(`/okrs/${gone.id}/restore`))).title, 'gone');
		await north.delete(`/okrs/${gone.id}`);
	});

	test('a key result is restored though its objective is another application\'s', async () => {
		const own = await ok(north.post('/okr/key-results', { title: 'moved' }));
		const other = await space.okr({ title: 'nobody\'s too', cycle_id: cycle.id });

		await ok(space.api.put(`/okr/key-results/${own.id}`, { objective_id: other.id }));
		await ok(north.delete(`/okr/key-results/${own.id}`));
		assert.equal((await ok(north.post(`/key-results/${own.id}/restore`))).title, 'moved');
		await ok(north.delete(`/okr/key-results/${own.id}`));
		await space.api.delete(`/okrs/${other.id}`);
		await refused(409, north.post(`/key-results/${own.id}/restore`));
	});

	test('nested key results of another application are not shown, but counted', async () => {
		const shared = await ok(south.post('/okrs', { title: 'south too', type: 'org',
			cycle_id: cycle.id }));

		await space.keyResult(shared.id, { title: 'nobody\'s', current_value: 50 });
		const seen = await ok(south.get(`/okrs/${shared.id}`));

		assert.deepEqual(seen.key_results, []);
		assert.equal(seen.progress, 0.5);
		assert.equal((await space.getOkr(shared.id)).key_results.length, 1);
		await south.delete(`/okrs/${shared.id}`);
	});

	test('a parent of another application reads as null', async () => {
		const child = await ok(south.post('/okrs', { title: 'child', type: 'org',
			cycle_id: cycle.id }));

		await ok(space.api.put(`/okrs/${child.id}`, { parent_okr_id: mine.id }));
		const answer = await south.get(`/okrs/${child.id}`);

		assert.equal(answer.body.parent_okr_id, null);
		assert.ok(!answer.text.includes(mine.id));
		assert.equal((await space.getOkr(child.id)).parent_okr_id, mine.id);
		await south.delete(`/okrs/${child.id}`);
	});

	test('check-ins of another application are not in the history', async () => {
		const [{ id }] = mine.key_results;

		await ok(north.post(`/key-results/${id}/checkins`, { value: 10, comment: 'north' }));
		await ok(space.api.post(`/key-results/${id}/checkins`, { value: 20, comment: 'nobody' }));
		const history = async (client) => (await ok(client.get(`/key-results/${id}/checkins`)))
			.map(({ comment }) => comment);

		assert.deepEqual(await history(north), ['north']);
		assert.deepEqual(await history(space.api), ['nobody', 'north']);
	});

	test('directory and cycles are everybody\'s', async () => {
		await space.team({ name: 'shared' });
		assert.ok((await ok(south.get('/teams'))).some(({ name }) => name === 'shared'));
		assert.ok((await ok(south.get('/cycles'))).some(({ id }) => id === cycle.id));
		assert.equal((await ok(south.get('/users'))).length, 1);
	});

	test('/me tells the application', async () => {
		assert.equal((await ok(north.get('/me'))).app_id, 'north');
		assert.equal((await ok(space.api.get('/me'))).app_id, null);
	});
});
