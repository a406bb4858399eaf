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
import { rowsAdded } from '../lib/journal.mjs';
import { person, tokenClient } from '../lib/people.mjs';
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
		people[name] = await person(space, name, { name: `Quill ${name}`, ...fields }, allScopes);
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

// POSTs that write nothing, and the door of MCP, whose tools have a table of their own.
const readers = ['POST /goals/search', 'POST /audit/verify', 'POST /api/public/mcp'];

const shapeOf = ({ method, path }) =>
	`${method} ${path.replace('/api/v1', '').replace(/\{\w+\}/g, '*')}`;
const writing = operations.filter(({ method }) => method !== 'GET')
	.filter((one) => !readers.includes(shapeOf(one)));
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

for (const name of Object.keys(doors)) {
	test(`${name} is open to whom the rule names, and to nobody else`, async () => {
		const { rule, fresh } = doors[name];
		const open = mayBe(rule);
		const made = await fresh?.();
		const before = await revision(api);

		passed[name] = {};
		const { rows } = await rowsAdded(space, async () => {
			for (const who of everybody().filter((one) => !open.includes(one))) {
				assertRefusal(await knock(name, people[who].client, made), who);
				passed[name][who] = false;
			}
		});
		assert.deepEqual(rows, []);
		assert.equal(await revision(api), before);

		for (const who of open) {
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
				await tool(people[who].client, name, args());
			} else {
				assert.match(await toolError(people[who].client, name, args()),
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
