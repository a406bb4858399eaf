/*
 * Who may edit (product/console.md H1, readings 120–130): the table of who, by which relation, may do
 * what is walked over every writing route of every dialect and every writing tool; one that the
 * description has and the table lacks fails the test. What `can` says is compared with what the server
 * then does, for every kind of person.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { operations } from '../lib/described.mjs';
import { call, tool, toolError } from '../lib/mcp.mjs';
import { person, tokenClient } from '../lib/people.mjs';
import { linkFor, useLink } from '../lib/sign_in.mjs';
import { allScopes, revision, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const people = {};
let cycle, places, at;

const setPolicy = (edit_policy) => ok(api.put('/workspace', { edit_policy }));
const makeOkr = (fields) => ok(api.post('/okrs', { title: 'An objective', type: 'team',
	cycle_id: cycle.id, ...fields }));

// ---- who there is ------------------------------------------------------------------------------

async function makePlaces() {
	const top = await space.department();
	const middle = await space.department({ parent_id: top.id });
	const low = await space.department({ parent_id: middle.id });
	const elsewhere = await space.department();

	return { top, middle, low, elsewhere,
		below: await space.department({ parent_id: low.id }),
		team: await space.team({ department_id: low.id }), free: await space.team(),
		other: await space.team({ department_id: elsewhere.id }) };
}

const fieldsOf = ({ top, low, below, elsewhere, team, other }) => ({
	owner: {}, assignee: {}, ownerAbove: {}, assigneeAbove: {}, ownerBeyond: {}, creator: {},
	keyResultOwner: {}, initiativeOwner: {}, author: {}, kpiOwner: {},
	managerOfTop: { role: 'manager', department_id: top.id },
	managerOfLow: { role: 'manager', department_id: low.id },
	managerBelow: { role: 'manager', department_id: below.id },
	managerElsewhere: { role: 'manager', department_id: elsewhere.id, team_ids: [other.id] },
	managerInTeam: { role: 'manager', team_ids: [team.id] },
	memberOfTeam: { team_ids: [team.id] },
	memberOfDepartment: { department_id: low.id },
	stranger: {}, admin: { role: 'admin' },
});

// The others come by tokens: the rule is the same. `token` is everybody's, for MCP.
const signedIn = ['owner', 'ownerAbove', 'keyResultOwner', 'managerInTeam', 'memberOfTeam', 'stranger',
	'admin'];
const idOf = (who) => people[who].id;

// Made while everybody may edit, so that people are creators and authors of what others own.
async function makeObjectives() {
	const beyond = await makeOkr({ owner_id: idOf('ownerBeyond'), type: 'org' });
	const gone = await makeOkr({ parent_okr_id: beyond.id, type: 'org' });
	const above = await makeOkr({ owner_id: idOf('ownerAbove'), parent_okr_id: gone.id, type: 'org' });
	const parent = await makeOkr({ parent_okr_id: above.id, type: 'org' });

	await ok(api.put(`/goals/${parent.id}`, { assign_to_ids: [idOf('assigneeAbove')] }));
	await expect(204, api.delete(`/okrs/${gone.id}`));
	return { above, parent };
}

// A team's objective with one of everything, below the parent.
async function makeSubject({ parent }) {
	const okr = await ok(people.creator.client.post('/okrs', { title: 'The subject', type: 'team',
		cycle_id: cycle.id, team_id: places.team.id, owner_id: idOf('owner'),
		parent_okr_id: parent.id, key_results: [{ title: 'Its key result', metric_type: 'number',
			start_value: 0, target_value: 10, owner_id: idOf('keyResultOwner') }] }));
	const keyResult = okr.key_results[0];

	await ok(api.put(`/goals/${okr.id}`, { assign_to_ids: [idOf('assignee')] }));
	return { okr, keyResult,
		checkIn: await ok(people.author.client.post(`/key-results/${keyResult.id}/checkins`,
			{ value: 1 })),
		initiative: (await ok(people.creator.client.post('/initiatives', { title: 'Its work',
			okr_id: okr.id, owner_id: idOf('initiativeOwner') }))).data };
}

async function makeKpi() {
	const kpi = await ok(people.creator.client.post('/kpis', { name: 'A KPI', current_value: 1,
		owner_id: idOf('kpiOwner'), team_id: places.team.id }));

	return { kpi, update: await ok(people.author.client.post(`/kpis/${kpi.id}/updates`,
		{ value: 2 })) };
}

before(async () => {
	cycle = await space.cycle();
	places = await makePlaces();
	for (const [name, fields] of Object.entries(fieldsOf(places))) {
		// No word of a sentence, so that one that stands in one is found.
		const one = await person(space, name, { name: `Quill ${name}`, ...fields }, allScopes);

		people[name] = { ...one, token: one.client, client: signedIn.includes(name) ?
			await useLink(await linkFor(space, one)) : one.client };
	}
	const objectives = await makeObjectives();

	at = { ...objectives, ...await makeSubject(objectives), ...await makeKpi(),
		target: await makeOkr({ title: 'Somewhere to move' }) };
	await setPolicy('owners');
});

// ---- the rule as a table -----------------------------------------------------------------------

const editors = ['owner', 'assignee', 'ownerAbove', 'managerOfTop', 'managerOfLow',
	'managerInTeam', 'admin'];
const everybody = () => Object.keys(people);

const allowed = {
	edit: editors,
	check_in: [...editors, 'keyResultOwner', 'memberOfTeam'],
	correct: [...editors, 'author'],
	initiative: [...editors, 'initiativeOwner'],
	kpi: ['kpiOwner', 'memberOfTeam', 'managerInTeam', 'admin'],
	administer: ['admin'],
	company: ['admin'],
	loose: () => everybody(),
};

const mayBe = (rule) => (typeof allowed[rule] === 'function' ? allowed[rule]() : allowed[rule]);

// ---- every door --------------------------------------------------------------------------------

const freshOkr = () => makeOkr({ owner_id: idOf('owner'), team_id: places.team.id,
	parent_okr_id: at.parent.id }).then(async (okr) => {
	await ok(api.put(`/goals/${okr.id}`, { assign_to_ids: [idOf('assignee')] }));
	return okr;
});
const freshKeyResult = () => space.keyResult(at.okr.id, { owner_id: idOf('keyResultOwner') });
const freshCheckIn = async () => {
	await setPolicy('everyone');
	const made = await ok(people.author.client.post(`/key-results/${at.keyResult.id}/checkins`,
		{ value: 2 }));

	await setPolicy('owners');
	return made;
};
const freshInitiative = async () => (await ok(api.post('/initiatives', { title: 'More work',
	okr_id: at.okr.id, owner_id: idOf('initiativeOwner') }))).data;
const freshKpi = () => ok(api.post('/kpis', { name: 'Another KPI', owner_id: idOf('kpiOwner'),
	team_id: places.team.id }));
const freshUpdate = () => ok(api.post(`/kpis/${at.kpi.id}/updates`, { value: 3 }));
const closedOkr = async () => {
	const made = await freshOkr();

	return ok(api.post(`/okrs/${made.id}/close`, { outcome: 'partial' }));
};
const deletedOkr = async () => {
	const made = await freshOkr();

	await expect(204, api.delete(`/okrs/${made.id}`));
	return made;
};
const deletedKeyResult = async () => {
	const made = await freshKeyResult();

	await expect(204, api.delete(`/key-results/${made.id}`));
	return made;
};

let turn = 0;
const newText = () => `changed ${++turn}`;
const keyResultBody = () => ({ title: 'New', metric_type: 'number', start_value: 0,
	target_value: 1 });

// Of each door: the rule, where it leads, a body. `fresh` makes what an allowed request uses up. `word`
// is what of `can` tells of it, `of` whose `can`.
const doors = {
	'POST /okrs': { rule: 'company', body: () => ({ title: 'New', type: 'org', cycle_id: cycle.id }) },
	'PUT /okrs/*': { rule: 'edit', word: 'edit', of: 'okr', path: () => `/okrs/${at.okr.id}`,
		body: () => ({ description: newText() }) },
	'DELETE /okrs/*': { rule: 'edit', word: 'delete', of: 'okr', fresh: freshOkr,
		path: ({ id }) => `/okrs/${id}` },
	'POST /okrs/*/restore': { rule: 'edit', fresh: deletedOkr,
		path: ({ id }) => `/okrs/${id}/restore` },
	'POST /okrs/*/close': { rule: 'edit', fresh: freshOkr, path: ({ id }) => `/okrs/${id}/close`,
		body: () => ({ outcome: 'partial' }) },
	'POST /okrs/*/reopen': { rule: 'edit', fresh: closedOkr, path: ({ id }) => `/okrs/${id}/reopen`,
		body: () => ({ reason: 'Because' }) },
	'POST /okrs/*/key-results': { rule: 'edit', path: () => `/okrs/${at.okr.id}/key-results`,
		body: keyResultBody },
	'POST /okrs/*/checkins': { rule: 'check_in', path: () => `/okrs/${at.keyResult.id}/checkins`,
		body: () => ({ value: ++turn }) },
	'PUT /key-results/*': { rule: 'edit', word: 'edit', of: 'keyResult',
		path: () => `/key-results/${at.keyResult.id}`, body: () => ({ description: newText() }) },
	'DELETE /key-results/*': { rule: 'edit', word: 'delete', of: 'keyResult',
		fresh: freshKeyResult, path: ({ id }) => `/key-results/${id}` },
	'POST /key-results/*/restore': { rule: 'edit', fresh: deletedKeyResult,
		path: ({ id }) => `/key-results/${id}/restore` },
	'POST /key-results/*/checkins': { rule: 'check_in', word: 'check_in', of: 'keyResult',
		path: () => `/key-results/${at.keyResult.id}/checkins`, body: () => ({ value: ++turn }) },
	'PUT /checkins/*': { rule: 'correct', path: () => `/checkins/${at.checkIn.id}`,
		body: () => ({ comment: newText() }) },
	'DELETE /checkins/*': { rule: 'correct', fresh: freshCheckIn, path: ({ id }) => `/checkins/${id}` },
	'POST /checkins/batch': { rule: 'check_in', path: () => '/checkins/batch',
		body: () => ({ checkins: [{ key_result_id: at.keyResult.id, value: ++turn }] }) },
	'POST /initiatives': { rule: 'edit', path: () => '/initiatives',
		body: () => ({ title: 'New', okr_id: at.okr.id }) },
	'PUT /initiatives/*': { rule: 'initiative', word: 'edit', of: 'initiative',
		path: () => `/initiatives/${at.initiative.id}`, body: () => ({ description: newText() }) },
	'DELETE /initiatives/*': { rule: 'initiative', word: 'delete', of: 'initiative',
		fresh: freshInitiative, path: ({ id }) => `/initiatives/${id}` },
	'POST /kpis': { rule: 'kpi', path: () => '/kpis',
		body: () => ({ name: 'New', owner_id: idOf('kpiOwner'), team_id: places.team.id }) },
	'PUT /kpis/*': { rule: 'kpi', word: 'edit', of: 'kpi', path: () => `/kpis/${at.kpi.id}`,
		body: () => ({ description: newText() }) },
	'DELETE /kpis/*': { rule: 'kpi', word: 'delete', of: 'kpi', fresh: freshKpi,
		path: ({ id }) => `/kpis/${id}` },
	'POST /kpis/*/updates': { rule: 'kpi', word: 'check_in', of: 'kpi',
		path: () => `/kpis/${at.kpi.id}/updates`, body: () => ({ value: ++turn }) },
	'PUT /kpis/*/updates/*': { rule: 'kpi', path: () => `/kpis/${at.kpi.id}/updates/${at.update.id}`,
		body: () => ({ comment: newText() }) },
	'DELETE /kpis/*/updates/*': { rule: 'kpi', fresh: freshUpdate,
		path: ({ id }) => `/kpis/${at.kpi.id}/updates/${id}` },

	'POST /goals': { rule: 'company', body: () => ({ title: 'New', owner_type: 'company' }) },
	'PUT /goals/*': { rule: 'edit', path: () => `/goals/${at.okr.id}`,
		body: () => ({ description: newText() }) },
	'DELETE /goals/*': { rule: 'edit', fresh: freshOkr, path: ({ id }) => `/goals/${id}` },
	'POST /goals/*/key-results': { rule: 'edit', path: () => `/goals/${at.okr.id}/key-results`,
		body: () => ({ title: 'New' }) },
	'PUT /goals/*/key-results/*': { rule: 'edit',
		path: () => `/goals/${at.okr.id}/key-results/${at.keyResult.id}`,
		body: () => ({ description: newText() }) },
	'DELETE /goals/*/key-results/*': { rule: 'edit', fresh: freshKeyResult,
		path: ({ id }) => `/goals/${at.okr.id}/key-results/${id}` },
	'POST /goals/*/key-results/*/checkin': { rule: 'check_in',
		path: () => `/goals/${at.okr.id}/key-results/${at.keyResult.id}/checkin`,
		body: () => ({ value: ++turn }) },

	'POST /okr/objectives': { rule: 'company', body: () => ({ title: 'New' }) },
	'PUT /okr/objectives/*': { rule: 'edit', path: () => `/okr/objectives/${at.okr.id}`,
		body: () => ({ description: newText() }) },
	'DELETE /okr/objectives/*': { rule: 'edit', fresh: freshOkr,
		path: ({ id }) => `/okr/objectives/${id}` },
	'POST /okr/key-results': { rule: 'edit', body: () => ({ title: 'New', objective_id: at.okr.id }) },
	'PUT /okr/key-results/*': { rule: 'edit', path: () => `/okr/key-results/${at.keyResult.id}`,
		body: () => ({ title: newText() }) },
	'DELETE /okr/key-results/*': { rule: 'edit', fresh: freshKeyResult,
		path: ({ id }) => `/okr/key-results/${id}` },
};

// A PATCH is the PUT of its path.
for (const [name, door] of Object.entries(doors)) {
	if (name.startsWith('PUT ')) {
		doors[name.replace('PUT', 'PATCH')] = { ...door, word: undefined };
	}
}

// POSTs that write nothing, and what leads to doors that stand here: MCP, whose tools have a table of
// their own, and a batch (tests/api/batch.test.mjs).
const readers = ['POST /goals/search', 'POST /audit/verify', 'POST /api/public/mcp', 'POST /batch'];

const shapeOf = ({ method, path }) =>
	`${method} ${path.replace('/api/v1', '').replace(/\{\w+\}/g, '*')}`;
// One's own sign-in, password and preferences: no records of the workspace.
const isPersonal = (name) => /^[A-Z]+ \/(sessions?|setup|me)(\/|$)/.test(name);
const writing = operations.filter(({ method }) => method !== 'GET')
	.filter((one) => !readers.includes(shapeOf(one)) && !isPersonal(shapeOf(one)));
const administering = writing.filter((one) => one['x-scopes'].includes('workspace:admin'));
const tools = { create_checkin: { rule: 'check_in',
	args: () => ({ kr_id: at.keyResult.id, value: ++turn }) } };

test('the table has every writing route and every writing tool', async () => {
	const known = [...Object.keys(doors), ...administering.map(shapeOf)];
	const { body } = await call(api, 'older', 'tools/list');

	assert.deepEqual(writing.map(shapeOf).filter((name) => !known.includes(name)), []);
	assert.deepEqual(known.filter((name) => !writing.map(shapeOf).includes(name)), []);
	assert.deepEqual(body.result.tools.filter(({ annotations }) => !annotations.readOnlyHint)
		.map(({ name }) => name), Object.keys(tools));
});

const passed = {}; // by door and person: what the server did

async function knock(name, client, made) {
	const { path, body } = doors[name];
	const [method, shape] = name.split(' ');

	return client.request(method, path ? path(made) : shape, body?.());
}

function assertRefusal({ status, body, text }, who) {
	assert.equal(status, 403, `${who}: ${text}`);
	assert.equal(body.error, 'forbidden');
	assert.match(body.message, /^Only .* may .*\.$/);
	assert.doesNotMatch(text, /Quill/);
}

// Of a PATCH a few are enough: it is the route of its PUT.
const tried = (name) => everybody().filter((who) => !name.startsWith('PATCH') ||
	['owner', 'author', 'kpiOwner', 'stranger', 'admin'].includes(who));
// Moves with every row of the journal.
const head = async () => (await ok(api.get('/audit/head'))).hash;

for (const name of Object.keys(doors)) {
	test(`${name} is open to whom the rule names, and to nobody else`, async () => {
		const { rule, fresh } = doors[name];
		const open = mayBe(rule);
		const made = await fresh?.();
		const before = [await revision(api), await head()];

		passed[name] = {};
		for (const who of tried(name).filter((one) => !open.includes(one))) {
			assertRefusal(await knock(name, people[who].client, made), who);
			passed[name][who] = false;
		}
		assert.deepEqual([await revision(api), await head()], before);

		for (const who of tried(name).filter((one) => open.includes(one))) {
			const own = await fresh?.();
			const { status, text } = await knock(name, people[who].client, own);

			assert.ok(status < 300, `${who}: ${status} ${text}`);
			passed[name][who] = true;
		}
	});
}

for (const [name, { rule, args }] of Object.entries(tools)) {
	test(`the tool ${name} likewise`, async () => {
		for (const who of everybody()) {
			if (mayBe(rule).includes(who)) {
				await tool(people[who].token, name, args());
			} else {
				assert.match(await toolError(people[who].token, name, args()),
					/^Only its owner, members of the objective's team, .* may check in/);
			}
		}
	});
}

describe('what asks for workspace:admin asks people for the role as well, under either policy', () => {
	const nobody = '01890000-0000-7000-8000-000000000001';
	const pathOf = ({ path }) => path.replace('/api/v1', '').replace(/\{\w+\}/g, nobody);
	const all = operations.filter((one) => one['x-scopes']?.includes('workspace:admin'));

	for (const policy of ['everyone', 'owners']) {
		test(policy, async () => {
			await setPolicy(policy);
			assert.ok(all.length > 20);
			for (const one of all) {
				const { body } = await refused(403, people.managerOfTop.client.request(one.method,
					pathOf(one)));

				assert.match(body.message, /only a user with the role admin/, shapeOf(one));
			}
			await setPolicy('owners');
		});
	}

	test('an administrator passes, and so does an application in anybody\'s name', async () => {
		const { email } = people.stranger;

		await expect(200, people.admin.client.get('/audit'));
		await expect(200, tokenClient(space, email, allScopes, { app: 'crm' }).get('/api-keys'));
		await refused(403, tokenClient(space, email, ['okrs:read']).get('/audit'));
	});
});

// ---- can ---------------------------------------------------------------------------------------

const one = {
	okr: (client, id) => ok(client.get(`/okrs/${id}`)),
	keyResult: (client, id) => ok(client.get(`/key-results/${id}`)),
	initiative: async (client, id) => (await ok(client.get(`/initiatives/${id}`))).data,
	kpi: (client, id) => ok(client.get(`/kpis/${id}`)),
};
const listed = { okr: '/okrs', keyResult: '/key-results', initiative: '/initiatives', kpi: '/kpis' };

async function inList(client, kind, id) {
	const { body } = await client.get(listed[kind]);

	return (body.data ?? body).find((item) => item.id === id);
}

describe('can tells beforehand what the server does', () => {
	test('of each kind of record, to each kind of person', async () => {
		for (const who of everybody()) {
			const { client } = people[who];

			for (const [kind, read] of Object.entries(one)) {
				const { can } = await read(client, at[kind].id);

				for (const [name, { word, of }] of Object.entries(doors)) {
					if (of === kind && word) {
						assert.equal(can.includes(word), passed[name][who], `${who}: ${name}`);
					}
				}
				assert.deepEqual((await inList(client, kind, at[kind].id)).can, can);
			}
		}
	});

	test('of an OKR\'s key results where they stand, and of all of them in one word', async () => {
		const nobodys = await space.keyResult(at.okr.id);

		for (const who of everybody()) {
			const { client } = people[who];
			const { status } = await client.post(`/key-results/${nobodys.id}/checkins`, { value: 1 });
			const okr = await one.okr(client, at.okr.id);

			assert.deepEqual((await inList(client, 'okr', at.okr.id)).key_results, okr.key_results);
			for (const keyResult of okr.key_results) {
				assert.deepEqual((await one.keyResult(client, keyResult.id)).can, keyResult.can);
			}
			assert.equal(okr.can.includes('check_in'), status === 201, who);
		}
	});

	test('alone as well, when it alone is asked for', async () => {
		const { client } = people.keyResultOwner;
		const whole = (await ok(client.get('/okrs'))).map(({ id, can, key_results: all }) =>
			({ id, can, key_results: all.map((each) => ({ id: each.id, can: each.can })) }));

		assert.deepEqual(await ok(client.get('/okrs?fields=can,key_results.can')), whole);
		assert.deepEqual(await ok(client.get('/okrs?fields=key_results.can')),
			whole.map(({ id, key_results: all }) => ({ id, key_results: all })));
		assert.deepEqual(await ok(client.get(`/okrs/${at.okr.id}?fields=can`)),
			{ id: at.okr.id, can: [] });
		assert.deepEqual(await ok(client.get(`/key-results/${at.keyResult.id}?fields=can`)),
			{ id: at.keyResult.id, can: ['check_in'] });
	});

	test('as far as the scopes go', async () => {
		const { email } = people.owner;
		const canOf = async (...scopes) =>
			(await one.okr(tokenClient(space, email, ['okrs:read', ...scopes]), at.okr.id)).can;

		assert.deepEqual(await canOf(), []);
		assert.deepEqual(await canOf('okr-checkins:write'), ['check_in']);
		assert.deepEqual(await canOf('write:okrs'), ['edit', 'delete']);
		assert.deepEqual((await one.kpi(tokenClient(space, people.kpiOwner.email, ['kpis:read']),
			at.kpi.id)).can, []);
	});

	test('in the okrs dialect alone, and to people alone', async () => {
		const { client } = people.owner;
		const app = tokenClient(space, people.owner.email, allScopes, { app: 'crm' });

		for (const [asker, path] of [[client, `/goals/${at.okr.id}`], [client, '/goals'],
			[client, `/okr/objectives/${at.okr.id}`], [client, `/okr/key-results/${at.keyResult.id}`],
			[api, `/okrs/${at.okr.id}`], [api, '/okrs'], [api, '/kpis'], [api, '/initiatives'],
			[app, '/okrs'], [api, `/key-results/${at.keyResult.id}`]]) {
			assert.doesNotMatch((await expect(200, asker.get(path))).text, /"can"/, path);
		}
		for (const detail of ['brief', 'full']) {
			assert.doesNotMatch(JSON.stringify(await tool(people.owner.token, 'get_okrs',
				{ cycle_id: cycle.id, detail })), /"can"/);
		}
		assert.doesNotMatch((await client.get('/okrs?format=csv', { loose: true })).text, /\bcan\b/);
	});

	test('and is ignored when it comes back', async () => {
		const { client } = people.owner;
		const okr = await one.okr(client, at.okr.id);
		const answer = await ok(client.put(`/okrs/${okr.id}`, { ...okr, can: [] }));

		assert.deepEqual(answer.can, ['edit', 'delete', 'check_in']);
		await refused(400, client.put(`/okrs/${okr.id}`, { can: ['edit'] }));
		assert.deepEqual((await ok(people.stranger.client.post('/okrs', { title: 'Mine',
			type: 'individual', cycle_id: cycle.id, can: ['check_in'] }))).can,
		['edit', 'delete', 'check_in']);
	});

	test('it follows a change of relation at once, and so do the tags of kept answers', async () => {
		const { client, id } = people.stranger;
		const okr = await makeOkr({ owner_id: id });
		const below = await makeOkr({ parent_okr_id: okr.id });
		const hired = await person(space, 'hired', {}, allScopes);
		const canOf = async (asker) => [(await one.okr(asker, below.id)).can.length,
			(await inList(asker, 'okr', below.id)).can.length];

		assert.deepEqual(await canOf(client), [3, 3]);
		const { headers: { etag } } = await client.get('/okrs');

		await expect(304, client.get('/okrs', { headers: { 'If-None-Match': etag } }));
		await ok(api.put(`/okrs/${okr.id}`, { owner_id: hired.id }));
		await expect(200, client.get('/okrs', { headers: { 'If-None-Match': etag } }));
		assert.deepEqual([await canOf(client), await canOf(hired.client)], [[0, 0], [3, 3]]);
		await expect(204, api.delete(`/okrs/${okr.id}`));
		assert.deepEqual(await canOf(hired.client), [0, 0]);

		await ok(api.put(`/okrs/${below.id}`, { department_id: places.low.id }));
		await ok(api.put(`/users/${hired.id}`, { role: 'manager', department_id: places.top.id }));
		assert.deepEqual(await canOf(hired.client), [3, 3]);
		await ok(api.put(`/departments/${places.middle.id}`, { parent_id: null }));
		assert.deepEqual(await canOf(hired.client), [0, 0]);
		await ok(api.put(`/departments/${places.middle.id}`, { parent_id: places.top.id }));

		await setPolicy('everyone');
		assert.deepEqual(await canOf(client), [3, 3]);
		await setPolicy('owners');
		assert.deepEqual(await canOf(client), [0, 0]);
	});
});

// ---- making ------------------------------------------------------------------------------------

describe('making an objective takes the right of its own type', () => {
	const inOkrs = (fields) => ['/okrs', { title: 'New', cycle_id: cycle.id, ...fields }];
	const inGoals = (fields) => ['/goals', { title: 'New', ...fields }];
	const inObjectives = (fields) => ['/okr/objectives', { title: 'New', ...fields }];
	const teamMakers = ['memberOfTeam', 'managerInTeam', 'managerOfTop', 'managerOfLow', 'admin'];
	const departmentMakers = ['managerOfTop', 'managerOfLow', 'admin'];
	const everyone = () => everybody();

	// What is made, by whom.
	const cases = {
		'individual, for oneself': [everyone, (self) => inOkrs({ type: 'individual', owner_id: self })],
		'individual, for whoever asks': [everyone, () => inOkrs({ type: 'individual' })],
		'individual, for another': [() => ['owner', 'admin'], () => inOkrs({ type: 'individual',
			owner_id: idOf('owner') })],
		'a goal of oneself': [everyone, (self) => inGoals({ owner_type: 'employee',
			owner_employee_id: self })],
		'a goal of another': [() => ['owner', 'admin'], () => inGoals({ owner_type: 'employee',
			owner_employee_id: idOf('owner') })],
		'of the team': [() => teamMakers, () => inOkrs({ type: 'team', team_id: places.team.id })],
		'a goal of the team': [() => teamMakers, () => inGoals({ owner_type: 'team',
			owner_team_id: places.team.id })],
		'an objective of the team': [() => teamMakers, () => inObjectives({
			group_id: places.team.id })],
		'of no team': [() => ['admin'], () => inOkrs({ type: 'team' })],
		'of a team outside, with the own department': [() => ['managerElsewhere', 'admin'],
			() => inOkrs({ type: 'team', team_id: places.other.id, department_id: places.low.id })],
		'of the department': [() => departmentMakers, () => inOkrs({ type: 'department',
			department_id: places.low.id })],
		'a goal of the department': [() => departmentMakers, () => inGoals({ owner_type: 'department',
			owner_department_id: places.low.id })],
		'an objective of the department': [() => departmentMakers, () => inObjectives({
			group_id: places.low.id })],
		'of no department': [() => ['admin'], () => inOkrs({ type: 'department' })],
		'of the company': [() => ['admin'], () => inOkrs({ type: 'org' })],
		'of the company, owned by oneself': [() => ['admin'], (self) => inOkrs({ type: 'org',
			owner_id: self })],
		'below a parent that one sees': [everyone, (self) => inOkrs({ type: 'individual',
			owner_id: self, parent_okr_id: at.target.id })],
		'any below a parent that one may edit': [() => ['ownerAbove', 'admin'], () => inOkrs({
			type: 'org', parent_okr_id: at.above.id })],
		'another\'s below a parent that one may edit': [() => ['ownerAbove', 'owner', 'admin'],
			() => inOkrs({ type: 'individual', owner_id: idOf('owner'), parent_okr_id: at.above.id })],
	};

	for (const [what, [makers, make]] of Object.entries(cases)) {
		test(what, async () => {
			for (const who of everybody()) {
				const answer = await people[who].client.post(...make(idOf(who)));

				if (makers().includes(who)) {
					assert.equal(answer.status, 201, `${who}: ${answer.text}`);
				} else {
					assertRefusal(answer, who);
				}
			}
		});
	}

	test('without an owner it becomes its maker\'s, under owners alone and for people alone', async () => {
		const ownerOf = async (client, fields) => (await ok(client.post('/okrs', { title: 'New',
			cycle_id: cycle.id, ...fields }))).owner_id;

		assert.equal(await ownerOf(people.stranger.client, { type: 'individual' }), idOf('stranger'));
		assert.equal(await ownerOf(people.admin.client, { type: 'org' }), idOf('admin'));
		assert.equal(await ownerOf(api, { type: 'individual' }), null);
		await setPolicy('everyone');
		assert.equal(await ownerOf(people.stranger.client, { type: 'org' }), null);
		await setPolicy('owners');
	});

	test('below a parent that one does not see it is a 400, as with one that is not there', async () => {
		const hidden = await makeOkr({ type: 'department', department_id: places.elsewhere.id,
			visibility: 'department' });
		const { body } = await refused(400, people.stranger.client.post('/okrs', { title: 'New',
			type: 'individual', cycle_id: cycle.id, parent_okr_id: hidden.id }));

		assert.equal(body.details[0].field, 'parent_okr_id');
		await refused(400, people.owner.client.put(`/okrs/${at.okr.id}`, { parent_okr_id: hidden.id }));
	});

	test('GET /me tells it', async () => {
		const of = async (who) => (await ok(people[who].client.get('/me'))).can_create;

		assert.deepEqual(await of('stranger'), ['individual', 'kpi']);
		assert.deepEqual(await of('memberOfTeam'), ['individual', 'team', 'kpi']);
		assert.deepEqual(await of('memberOfDepartment'), ['individual', 'kpi']);
		assert.deepEqual(await of('managerOfTop'), ['individual', 'team', 'department', 'kpi']);
		assert.deepEqual(await of('managerBelow'), ['individual', 'department', 'kpi']);
		assert.deepEqual(await of('managerInTeam'), ['individual', 'team', 'kpi']);
		assert.deepEqual(await of('admin'), ['individual', 'team', 'department', 'org', 'kpi']);
		assert.deepEqual((await ok(tokenClient(space, people.admin.email, ['okrs:read']).get('/me')))
			.can_create, []);
		assert.equal('can_create' in await ok(api.get('/me')), false);
		await setPolicy('everyone');
		assert.deepEqual(await of('stranger'), ['individual', 'team', 'department', 'org', 'kpi']);
		await setPolicy('owners');
	});

	test('key results come with it, but not from others\' objectives', async () => {
		const { client } = people.stranger;
		const made = await ok(client.post('/okrs', { title: 'New', type: 'individual',
			cycle_id: cycle.id, key_results: [keyResultBody(), { ...keyResultBody(),
				owner_id: idOf('owner') }] }));

		assert.equal(made.key_results.length, 2);
		const take = (who, ids) => people[who].client.post('/okr/objectives', { title: 'New',
			group_id: places.team.id, key_result_ids: ids });

		assertRefusal(await take('memberOfTeam', [at.keyResult.id]), 'memberOfTeam');
		await ok(take('memberOfTeam', [(await ok(people.memberOfTeam.client.post('/okr/key-results',
			{ title: 'Loose', owner_id: idOf('memberOfTeam') }))).id]));
	});
});

// ---- moving ------------------------------------------------------------------------------------

describe('moving', () => {
	const own = (fields = {}) => makeOkr({ owner_id: idOf('owner'), ...fields });

	test('an objective goes below a parent that one sees, and takes no right on it', async () => {
		const okr = await own();

		await ok(people.owner.client.put(`/okrs/${okr.id}`, { parent_okr_id: at.target.id }));
		assertRefusal(await people.stranger.client.put(`/okrs/${okr.id}`, { parent_okr_id: null }),
			'stranger');
		assertRefusal(await people.ownerAbove.client.put(`/goals/${okr.id}`,
			{ parent_goal_id: at.above.id }), 'the owner of where it is pulled to');
	});

	test('the parent\'s owner detaches and weighs what was aligned', async () => {
		const okr = await own({ parent_okr_id: at.above.id });
		const { client } = people.ownerAbove;

		await ok(client.put(`/goals/${okr.id}`, { weight: 3 }));
		await ok(client.put(`/okr/objectives/${okr.id}`, { parent_objective_id: null }));
		assertRefusal(await client.put(`/okrs/${okr.id}`, { weight: 4 }), 'ownerAbove');
	});

	test('handing over takes the right before the change alone', async () => {
		const okr = await own();
		const { client } = people.owner;

		await ok(client.put(`/okrs/${okr.id}`, { owner_id: idOf('stranger'),
			department_id: places.elsewhere.id, team_id: places.other.id, parent_okr_id: null }));
		assertRefusal(await client.put(`/okrs/${okr.id}`, { weight: 2 }), 'owner');
		await ok(people.stranger.client.put(`/okrs/${okr.id}`, { weight: 2 }));
		await ok(people.managerElsewhere.client.put(`/okrs/${okr.id}`, { weight: 3 }));
	});

	test('a key result needs both ends', async () => {
		const [mine, mineToo, other] = [await own(), await own(),
			await makeOkr({ owner_id: idOf('stranger') })];
		const keyResult = await space.keyResult(mine.id, { owner_id: idOf('keyResultOwner') });
		const move = (who, to) => people[who].client.put(`/okr/key-results/${keyResult.id}`,
			{ objective_id: to });

		await ok(move('owner', mineToo.id));
		assertRefusal(await move('owner', other.id), 'owner');
		assertRefusal(await move('stranger', other.id), 'stranger');
		assertRefusal(await move('keyResultOwner', null), 'keyResultOwner');
		for (const [who, at_, ids] of [['stranger', other, [keyResult.id]],
			['owner', other, []]]) {
			assertRefusal(await people[who].client.put(`/okr/objectives/${at_.id}`,
				{ key_result_ids: ids }), who);
		}
		await ok(people.owner.client.put(`/okr/objectives/${mine.id}`,
			{ key_result_ids: [keyResult.id] }));
		await ok(move('owner', null));
		// Loose now, and its owner's.
		assertRefusal(await move('owner', mine.id), 'owner');
		await ok(people.keyResultOwner.client.put(`/key-results/${keyResult.id}`, { weight: 2 }));
		assertRefusal(await move('keyResultOwner', mine.id), 'keyResultOwner');
		await ok(people.keyResultOwner.client.delete(`/key-results/${keyResult.id}`));
	});

	test('an initiative needs both ends, and is not made on another\'s objective', async () => {
		const [mine, other] = [await own(), await makeOkr({ owner_id: idOf('stranger') })];
		const [keyResult, theirs] = [await space.keyResult(mine.id), await space.keyResult(other.id)];
		const { data: work } = await ok(api.post('/initiatives', { title: 'Work', okr_id: mine.id,
			owner_id: idOf('initiativeOwner') }));
		const move = (who, link) => people[who].client.put(`/initiatives/${work.id}`, link);

		for (const [who, link] of [['initiativeOwner', { okr_id: null }],
			['initiativeOwner', { kr_id: keyResult.id }], ['initiativeOwner', { okr_id: other.id }],
			['owner', { okr_id: other.id }], ['owner', { kr_id: theirs.id, okr_id: other.id }],
			['stranger', { okr_id: other.id }]]) {
			assertRefusal(await move(who, link), who);
		}
		await ok(move('owner', { kr_id: keyResult.id }));
		await ok(move('initiativeOwner', { status: 'done', kr_id: keyResult.id }));
		await ok(move('owner', { kr_id: null, okr_id: null }));
		assertRefusal(await move('owner', { title: 'Not mine any more' }), 'owner');
		await ok(move('initiativeOwner', { title: 'Mine' }));
		assertRefusal(await people.stranger.client.post('/initiatives', { title: 'x',
			okr_id: mine.id, owner_id: idOf('stranger') }), 'stranger');
		assertRefusal(await people.stranger.client.post('/initiatives', { title: 'x',
			kr_id: keyResult.id }), 'stranger');
	});
});

describe('what hangs on nothing', () => {
	test('a loose key result is its owner\'s: to make, edit and check in on', async () => {
		const make = (who, owner) => people[who].client.post('/okr/key-results', { title: 'Loose',
			owner_id: owner });
		const { id } = await ok(make('owner', idOf('owner')));

		assertRefusal(await make('owner', idOf('stranger')), 'owner');
		assertRefusal(await make('owner', null), 'owner');
		await ok(make('admin', idOf('owner')));
		for (const [who, may] of [['owner', true], ['admin', true], ['stranger', false]]) {
			const { client } = people[who];

			assert.equal((await client.put(`/key-results/${id}`, { unit: who })).status,
				may ? 200 : 403);
			assert.equal((await client.post(`/key-results/${id}/checkins`, { value: 1 })).status,
				may ? 201 : 403);
			assert.deepEqual((await one.keyResult(client, id)).can,
				may ? ['edit', 'delete', 'check_in'] : []);
		}
	});

	test('a loose initiative is its owner\'s and its creator\'s; one on a loose key result follows that',
		async () => {
			const { id: loose } = await ok(api.post('/okr/key-results', { title: 'Loose',
				owner_id: idOf('owner') }));
			const { data: free } = await ok(people.creator.client.post('/initiatives', { title: 'Free',
				owner_id: idOf('initiativeOwner') }));
			const { data: hooked } = await ok(people.owner.client.post('/initiatives',
				{ title: 'Hooked', kr_id: loose, owner_id: idOf('initiativeOwner') }));
			const editorsOf = { [free.id]: ['creator', 'initiativeOwner', 'admin'],
				[hooked.id]: ['owner', 'initiativeOwner', 'admin'] };

			for (const [id, may] of Object.entries(editorsOf)) {
				for (const who of ['creator', 'initiativeOwner', 'owner', 'stranger', 'admin']) {
					const { client } = people[who];
					const { can } = await one.initiative(client, id);

					assert.deepEqual(can, may.includes(who) ? ['edit', 'delete'] : [], who);
					assert.equal((await client.put(`/initiatives/${id}`, { description: newText() }))
						.status, may.includes(who) ? 200 : 403, who);
				}
			}
		});
});

// ---- in which order ----------------------------------------------------------------------------

describe('the refusal has its place among the others', () => {
	const stale = { headers: { 'If-Match': '"999-x"' } };

	test('behind what is not there, what is wrong and a missing scope', async () => {
		const hidden = await makeOkr({ type: 'department', department_id: places.elsewhere.id,
			visibility: 'department' });
		const { client, email } = people.stranger;

		await refused(404, client.put(`/okrs/${hidden.id}`, { weight: 2 }));
		await refused(404, client.delete(`/okrs/${hidden.id}`));
		for (const [path, body] of [[`/okrs/${at.okr.id}`, { weight: -1 }],
			[`/okrs/${at.okr.id}`, { owner_id: at.okr.id }], [`/key-results/${at.keyResult.id}`,
				{ weight: 'x' }], [`/checkins/${at.checkIn.id}`, { value: 'x' }],
			[`/kpis/${at.kpi.id}`, { unit: 1 }]]) {
			await refused(400, client.put(path, body));
		}
		await refused(400, client.post('/okrs', { title: '', type: 'org' }));
		const { body } = await refused(403, tokenClient(space, email, ['okrs:read'])
			.put(`/okrs/${at.okr.id}`, { weight: -1 }));

		assert.match(body.message, /write:okrs/);
	});

	test('before 409 and 412', async () => {
		const gone = await deletedOkr();

		for (const answer of [people.stranger.client.put(`/okrs/${at.okr.id}`, { weight: 2 }, stale),
			people.stranger.client.delete(`/okrs/${at.okr.id}`, stale),
			people.stranger.client.put(`/okr/objectives/${at.okr.id}`, { weight: 2, version: 99 }),
			people.stranger.client.put(`/okr/objectives/${gone.id}`, { weight: 2 }),
			people.stranger.client.post(`/okrs/${at.okr.id}/restore`)]) {
			assertRefusal(await answer, 'stranger');
		}
		await refused(412, people.owner.client.put(`/okrs/${at.okr.id}`, { weight: 2 }, stale));
		await refused(409, people.owner.client.put(`/okr/objectives/${gone.id}`, { weight: 2 }));
		await refused(409, people.owner.client.post(`/okrs/${at.okr.id}/restore`));
	});

	test('a batch with one key result out of reach is refused whole', async () => {
		const mine = await makeOkr({ owner_id: idOf('stranger') });
		const own = await space.keyResult(mine.id);
		const batch = (client) => client.post('/checkins/batch', { checkins: [
			{ key_result_id: own.id, value: 5 }, { key_result_id: at.keyResult.id, value: 5 }] });
		const before = await revision(api);

		assertRefusal(await batch(people.stranger.client), 'stranger');
		assert.equal(await revision(api), before);
		await expect(201, batch(people.admin.client));
	});

	test('who corrects another\'s check-in may edit, not only check in', async () => {
		const { client } = people.keyResultOwner;
		const { id } = await ok(client.post(`/key-results/${at.keyResult.id}/checkins`, { value: 4 }));

		await ok(client.put(`/checkins/${id}`, { value: 5 }));
		assertRefusal(await client.put(`/checkins/${at.checkIn.id}`, { value: 5 }), 'keyResultOwner');
		assertRefusal(await people.memberOfTeam.client.delete(`/checkins/${id}`), 'memberOfTeam');
		await ok(client.delete(`/checkins/${id}`));
	});
});

describe('what is not bound by it', () => {
	test('with edit_policy everyone nobody is refused, and can tells so', async () => {
		await setPolicy('everyone');
		for (const name of Object.keys(doors).filter((door) => !doors[door].fresh)) {
			const { status, text } = await knock(name, people.stranger.client);

			assert.ok(status < 300, `${name}: ${text}`);
		}
		for (const [kind, read] of Object.entries(one)) {
			assert.deepEqual((await read(people.stranger.client, at[kind].id)).can, kind ===
				'initiative' ? ['edit', 'delete'] : ['edit', 'delete', 'check_in']);
		}
		await setPolicy('owners');
	});

	test('keys and applications, whoever they write for', async () => {
		const app = tokenClient(space, people.stranger.email, allScopes, { app: 'crm' });
		const made = await ok(app.post('/okrs', { title: 'Of an app', type: 'org',
			cycle_id: cycle.id, owner_id: idOf('owner') }));

		await ok(app.put(`/okrs/${made.id}`, { weight: 2 }));
		await ok(space.client(['write:okrs']).put(`/okrs/${at.okr.id}`, { weight: 2 }));
		assertRefusal(await people.stranger.client.put(`/okrs/${made.id}`, { weight: 3 }), 'stranger');
	});
});
