/*
 * The phases of cycles (product/cycles.md D, readings 154–159): what each allows is walked over every
 * writing route of every dialect and every writing tool; one that the description has and the table
 * lacks fails the test. Then each field in a review, the steps, and what sleeps in a closed cycle.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { expect, ok, refused } from '../lib/client.mjs';
import { operations } from '../lib/described.mjs';
import { call, tool, toolError } from '../lib/mcp.mjs';
import { person } from '../lib/people.mjs';
import { okrctl } from '../lib/server.mjs';
import { allScopes, day, revision, unique, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
// Whoever may edit everything, but is no administrator; and the same as a person.
const writer = space.client(allScopes.filter((scope) => scope !== 'workspace:admin'));
let member;

const step = (cycle, phase, more = {}) =>
	api.post(`/cycles/${cycle.id}/phase`, { phase, reason: 'Because', ...more });
// From running to there, step by step.
const ways = { running: [], draft: ['draft'], review: ['review'], closed: ['review', 'closed'] };

async function bring(cycle, phase) {
	for (const next of ways[phase]) {
		await ok(step(cycle, next));
	}
	return ok(api.get(`/cycles/${cycle.id}`));
}

before(async () => {
	member = await person(space, 'member', { name: 'Quill member' }, allScopes);
});

// ---- every door ----------------------------------------------------------------------------------

let turn = 0;
const text = () => `changed ${++turn}`;
const keyResultBody = () => ({ title: 'New', metric_type: 'number', start_value: 0, target_value: 9 });

// An objective of the cycle with one of everything.
async function makeCompany(cycle) {
	const okr = await space.okr({ cycle_id: cycle.id, type: 'team' });
	const keyResult = await space.keyResult(okr.id);

	return { cycle, okr, keyResult, checkIn: await space.checkIn(keyResult.id, 1),
		initiative: await makeInitiative(okr) };
}
const makeInitiative = async (okr) => (await ok(api.post('/initiatives',
	{ title: 'Its work', okr_id: okr.id }))).data;

// What a request uses up: made while the cycle is running.
const fresh = {
	okr: ({ cycle }) => space.okr({ cycle_id: cycle.id }),
	keyResult: ({ okr }) => space.keyResult(okr.id),
	checkIn: ({ keyResult }) => space.checkIn(keyResult.id, 2),
	initiative: ({ okr }) => makeInitiative(okr),
	closedOkr: async (at) => {
		const made = await fresh.okr(at);

		return ok(api.post(`/okrs/${made.id}/close`, { outcome: 'partial' }));
	},
	deletedOkr: async (at) => gone('/okrs', await fresh.okr(at)),
	deletedKeyResult: async (at) => gone('/key-results', await fresh.keyResult(at)),
	cycle: () => space.cycle(),
};
async function gone(path, made) {
	await expect(204, api.delete(`${path}/${made.id}`));
	return made;
}

// Of each door what kind of write it is, where it leads, its body, and what it uses up.
const doors = {
	'POST /okrs': { kind: 'structure', body: ({ cycle }) =>
		({ title: 'New', type: 'org', cycle_id: cycle.id }) },
	'PUT /okrs/*': { kind: 'words', path: ({ okr }) => `/okrs/${okr.id}`,
		body: () => ({ description: text() }) },
	'DELETE /okrs/*': { kind: 'structure', uses: 'okr', path: (at, { id }) => `/okrs/${id}` },
	'POST /okrs/*/restore': { kind: 'structure', uses: 'deletedOkr',
		path: (at, { id }) => `/okrs/${id}/restore` },
	'POST /okrs/*/close': { kind: 'words', uses: 'okr', path: (at, { id }) => `/okrs/${id}/close`,
		body: () => ({ outcome: 'partial' }) },
	'POST /okrs/*/reopen': { kind: 'words', uses: 'closedOkr',
		path: (at, { id }) => `/okrs/${id}/reopen`, body: () => ({ reason: 'Because' }) },
	'POST /okrs/*/key-results': { kind: 'structure', path: ({ okr }) =>
		`/okrs/${okr.id}/key-results`, body: keyResultBody },
	'POST /okrs/*/checkins': { kind: 'values', path: ({ keyResult }) =>
		`/okrs/${keyResult.id}/checkins`, body: () => ({ value: ++turn }) },
	'PUT /key-results/*': { kind: 'values', path: ({ keyResult }) =>
		`/key-results/${keyResult.id}`, body: () => ({ current_value: ++turn }) },
	'DELETE /key-results/*': { kind: 'structure', uses: 'keyResult',
		path: (at, { id }) => `/key-results/${id}` },
	'POST /key-results/*/restore': { kind: 'structure', uses: 'deletedKeyResult',
		path: (at, { id }) => `/key-results/${id}/restore` },
	'POST /key-results/*/checkins': { kind: 'values', path: ({ keyResult }) =>
		`/key-results/${keyResult.id}/checkins`, body: () => ({ value: ++turn }) },
	'PUT /checkins/*': { kind: 'values', path: ({ checkIn }) => `/checkins/${checkIn.id}`,
		body: () => ({ comment: text() }) },
	'DELETE /checkins/*': { kind: 'values', uses: 'checkIn', path: (at, { id }) =>
		`/checkins/${id}` },
	'POST /checkins/batch': { kind: 'values', body: ({ keyResult }) =>
		({ checkins: [{ key_result_id: keyResult.id, value: ++turn }] }) },
	'POST /initiatives': { kind: 'words', body: ({ keyResult }) =>
		({ title: 'New', kr_id: keyResult.id }) },
	'PUT /initiatives/*': { kind: 'words', path: ({ initiative }) =>
		`/initiatives/${initiative.id}`, body: () => ({ description: text() }) },
	'DELETE /initiatives/*': { kind: 'words', uses: 'initiative',
		path: (at, { id }) => `/initiatives/${id}` },

	'PUT /goals/*': { kind: 'words', path: ({ okr }) => `/goals/${okr.id}`,
		body: () => ({ description: text() }) },
	'DELETE /goals/*': { kind: 'structure', uses: 'okr', path: (at, { id }) => `/goals/${id}` },
	'POST /goals/*/key-results': { kind: 'structure', path: ({ okr }) =>
		`/goals/${okr.id}/key-results`, body: () => ({ title: 'New' }) },
	'PUT /goals/*/key-results/*': { kind: 'words', path: ({ okr, keyResult }) =>
		`/goals/${okr.id}/key-results/${keyResult.id}`, body: () => ({ description: text() }) },
	'DELETE /goals/*/key-results/*': { kind: 'structure', uses: 'keyResult',
		path: ({ okr }, { id }) => `/goals/${okr.id}/key-results/${id}` },
	'POST /goals/*/key-results/*/checkin': { kind: 'values', path: ({ okr, keyResult }) =>
		`/goals/${okr.id}/key-results/${keyResult.id}/checkin`, body: () => ({ value: ++turn }) },

	'POST /okr/objectives': { kind: 'structure', body: ({ cycle }) =>
		({ title: 'New', period: cycle.name }) },
	'PUT /okr/objectives/*': { kind: 'words', path: ({ okr }) => `/okr/objectives/${okr.id}`,
		body: () => ({ description: text() }) },
	'DELETE /okr/objectives/*': { kind: 'structure', uses: 'okr',
		path: (at, { id }) => `/okr/objectives/${id}` },
	'POST /okr/key-results': { kind: 'structure', body: ({ okr }) =>
		({ title: 'New', objective_id: okr.id }) },
	'PUT /okr/key-results/*': { kind: 'words', path: ({ keyResult }) =>
		`/okr/key-results/${keyResult.id}`, body: () => ({ title: text() }) },
	'DELETE /okr/key-results/*': { kind: 'structure', uses: 'keyResult',
		path: (at, { id }) => `/okr/key-results/${id}` },

	'PUT /cycles/*': { kind: 'cycle', path: ({ cycle }) => `/cycles/${cycle.id}`,
		body: () => ({ name: unique('cycle') }) },
	'DELETE /cycles/*': { kind: 'cycle', uses: 'cycle', steps: true,
		path: (at, { id }) => `/cycles/${id}` },
};

// A PATCH is the PUT of its path.
for (const [name, door] of Object.entries(doors)) {
	if (name.startsWith('PUT ')) {
		doors[name.replace('PUT', 'PATCH')] = door;
	}
}
const tools = { create_checkin: { kind: 'values',
	args: ({ keyResult }) => ({ kr_id: keyResult.id, value: ++turn }) } };

// These write nothing, or nothing that belongs to a cycle (a goal is made in none). The step itself has
// tests of its own, and a batch and imports are no way around (below).
const outside = [/^POST \/(goals|goals\/search|audit\/verify|api\/public\/mcp)$/, /^POST \/cycles$/,
	/^POST \/cycles\/\*\/phase$/, /^[A-Z]+ \/(sessions?|setup|me|kpis|users|teams|departments)(\/|$)/,
	/^[A-Z]+ \/(api-keys|review-cycles|reviews|workspace|sign-in|batch|imports)(\/|$)/];
const shapeOf = ({ method, path }) =>
	`${method} ${path.replace('/api/v1', '').replace(/\{\w+\}/g, '*')}`;
const writing = operations.filter(({ method }) => method !== 'GET').map(shapeOf);

test('the table has every writing route and every writing tool', async () => {
	const inside = writing.filter((name) => !outside.some((one) => one.test(name)));
	const { body } = await call(api, 'older', 'tools/list');

	assert.deepEqual(inside.filter((name) => !doors[name]), []);
	assert.deepEqual(Object.keys(doors).filter((name) => !inside.includes(name)), []);
	assert.deepEqual(outside.filter((one) => !writing.some((name) => one.test(name))), []);
	assert.deepEqual(body.result.tools.filter(({ annotations }) => !annotations.readOnlyHint)
		.map(({ name }) => name), Object.keys(tools));
});

const closed = { status: 409, error: 'conflict', message: 'The cycle is closed.' };
const inReview = { status: 403, error: 'forbidden', message: 'Only administrators may change '
	+ 'structure and targets while the cycle is in review.' };

// What becomes of a write: undefined where it is done.
function verdict(phase, kind, isAdmin) {
	if (phase === 'closed') {
		return closed;
	}
	return phase === 'review' && kind === 'structure' && !isAdmin ? inReview : undefined;
}

async function assertVerdict(answer, expected, what) {
	const { status, body, text: said } = await answer;

	if (!expected) {
		assert.ok(status < 300, `${what}: ${status} ${said}`);
	} else {
		assert.deepEqual({ status, error: body.error, message: body.message }, expected, what);
	}
}

// A person and a key are told apart where structure is for administrators alone.
const knocks = (name) => ({ administrator: [api, true],
	...(doors[name].kind === 'cycle' ? {} : { writer: [writer, false] }),
	...(name === 'DELETE /okrs/*' ? { member: [member.client, false] } : {}) });

for (const phase of Object.keys(ways)) {
	describe(`a cycle that is ${phase}`, () => {
		const spare = {};
		let at;

		before(async () => {
			at = await makeCompany(await space.cycle());
			for (const [name, { uses, steps }] of Object.entries(doors)) {
				for (const who of Object.keys(uses ? knocks(name) : {})) {
					spare[`${name} ${who}`] = await fresh[uses](at);
					if (steps) {
						await bring(spare[`${name} ${who}`], phase);
					}
				}
			}
			await bring(at.cycle, phase);
			// Its name may change; who makes something in it by its name asks for it.
			Object.defineProperty(at.cycle, 'name', { get: () => at.name });
		});

		for (const name of Object.keys(doors)) {
			test(name, async () => {
				const { kind, path, body } = doors[name];
				const [method, shape] = name.split(' ');

				at.name = (await ok(api.get(`/cycles/${at.cycle.id}`))).name;
				for (const [who, [client, isAdmin]] of Object.entries(knocks(name))) {
					const made = spare[`${name} ${who}`];
					const was = await revision(api);
					const expected = verdict(phase, kind, isAdmin);

					await assertVerdict(client.request(method, path ? path(at, made) : shape,
						body?.(at)), expected, who);
					assert.equal(await revision(api) === was, Boolean(expected));
				}
			});
		}

		for (const [name, { kind, args }] of Object.entries(tools)) {
			test(`the tool ${name}`, async () => {
				const expected = verdict(phase, kind, false);

				if (expected) {
					assert.equal(await toolError(writer, name, args(at)), expected.message);
				} else {
					await tool(writer, name, args(at));
				}
			});
		}

		test('can tells people beforehand', async () => {
			const can = (path) => ok(member.client.get(path)).then((body) => (body.data ?? body).can);
			const words = phase === 'closed' ? [] : ['edit'];
			const structure = phase === 'closed' || phase === 'review' ? [] : ['delete'];
			const values = phase === 'closed' ? [] : ['check_in'];
			const all = [...words, ...structure, ...values];
			const okr = await ok(member.client.get(`/okrs/${at.okr.id}`));

			assert.deepEqual(okr.can, all);
			assert.deepEqual(okr.key_results[0].can, all);
			assert.deepEqual(await can(`/key-results/${at.keyResult.id}`), all);
			assert.deepEqual(await can(`/initiatives/${at.initiative.id}`),
				phase === 'closed' ? [] : ['edit', 'delete']);
		});
	});
}

describe('what does other doors\' writes is no way around a closed cycle', () => {
	let at;

	before(async () => {
		at = await makeCompany(await space.cycle());
		at.cycle = await bring(at.cycle, 'closed');
	});

	test('a batch', async () => {
		const before = await revision(api);
		const requests = [
			{ id: 'a', method: 'POST', path: '/okrs', body: doors['POST /okrs'].body(at) },
			{ id: 'b', method: 'POST', path: `/key-results/${at.keyResult.id}/checkins`,
				body: { value: ++turn } },
		];
		const { responses } = await ok(api.post('/batch', { atomic: false, requests }));

		for (const { status, body } of responses)
			assert.deepEqual({ status, error: body.error, message: body.message }, closed);
		assert.equal(await revision(api), before);
	});

	test('an import', async () => {
		const rows = ['type,key,title,cycle', `objective,o1,${unique('late')},${at.cycle.name}`];
		const { errors } = await ok(api.post('/imports?format=okr', rows.join('\n'),
			{ headers: { 'Content-Type': 'text/csv' } }));

		assert.deepEqual(errors.map(({ row, message }) => [row, /cycle is closed/.test(message)]),
			[[2, true]]);
	});
});

// ---- each field in a review ------------------------------------------------------------------------

// What whoever may edit goes on changing, and what is an administrator's, with a new value of it.
const fields = {
	okr: { path: (id) => `/okrs/${id}`,
		free: { title: text, description: text, tags: () => [text()], owner_id: () => space.admin.id,
			grade: () => 0.5, outcome: () => 'missed', closing_note: text },
		administrators: { cycle_id: () => other.cycle.id, parent_okr_id: () => other.parent.id,
			weight: () => 3, type: () => 'individual', team_id: () => other.team.id,
			department_id: () => other.department.id, visibility: () => 'team',
			is_archived: () => true, check_in_frequency: () => 'monthly',
			lifecycle: () => 'completed' } },
	goal: { path: (id) => `/goals/${id}`, of: 'okr',
		free: { assign_to_ids: () => [space.admin.id] },
		administrators: { is_shared: () => false, visible_to_ids: () => [space.admin.id],
			date_start: () => day(-1), status: () => 'cancelled', weight: () => 4 } },
	objective: { path: (id) => `/okr/objectives/${id}`, of: 'okr',
		free: { category: text, linked_project_ids: () => [++turn], dependencies: () => [++turn] },
		administrators: { period: () => other.cycle.name, group_id: () => other.team.id,
			key_result_ids: () => [] } },
	keyResult: { path: (id) => `/key-results/${id}`,
		free: { title: text, description: text, owner_id: () => space.admin.id,
			current_value: () => ++turn, grade: () => 0.5, outcome: () => 'missed',
			closing_note: text },
		administrators: { target_value: () => 7, start_value: () => -7, unit: () => 'x',
			metric_type: () => 'percentage', weight: () => 5 } },
};
let other;

describe('in a review', () => {
	let at;

	before(async () => {
		other = { cycle: await space.cycle(), team: await space.team(),
			department: await space.department() };
		other.parent = await space.okr({ cycle_id: other.cycle.id });
		at = await makeCompany(await space.cycle());
		await bring(at.cycle, 'review');
	});

	for (const [kind, { path, of = kind, free, administrators }] of Object.entries(fields)) {
		test(`the fields of ${kind} are for whoever may edit, or for administrators`, async () => {
			const own = at[of].id;

			for (const [name, make] of Object.entries(free)) {
				await expect(200, writer.put(path(own), { [name]: make() }));
			}
			for (const [name, make] of Object.entries(administrators)) {
				await assertVerdict(writer.put(path(own), { [name]: make() }), inReview, name);
			}
		});
	}

	test('what is sent back as it was is no change', async () => {
		const { title, weight, type, cycle_id, visibility } = await space.getOkr(at.okr.id);

		await expect(200, writer.put(`/okrs/${at.okr.id}`,
			{ title, weight, type, cycle_id, visibility, description: text() }));
	});

	test('administrators change all of it', async () => {
		const parent = await space.okr({ cycle_id: at.cycle.id });

		for (const [kind, { path, of = kind, administrators }] of Object.entries(fields)) {
			for (const [name, make] of Object.entries(administrators)) {
				const okr = await space.okr({ cycle_id: at.cycle.id, parent_okr_id: parent.id });
				const own = of === 'okr' ? okr : await space.keyResult(okr.id);

				await expect(200, api.put(path(own.id), { [name]: make() }));
			}
		}
	});

	test('a key result that comes from there, or goes there, is moved by administrators', async () => {
		const outside = await space.okr({ cycle_id: other.cycle.id });
		const loose = await space.keyResult(outside.id);
		const own = await space.keyResult(at.okr.id);

		await assertVerdict(writer.patch(`/okr/objectives/${outside.id}`,
			{ key_result_ids: [own.id, loose.id] }), inReview, 'from there');
		await assertVerdict(writer.patch(`/okr/objectives/${at.okr.id}`,
			{ key_result_ids: [own.id, loose.id] }), inReview, 'there');
		await expect(200, api.patch(`/okr/objectives/${outside.id}`,
			{ key_result_ids: [own.id, loose.id] }));
	});
});

// ---- steps ---------------------------------------------------------------------------------------

describe('the steps of a cycle', () => {
	const phases = Object.keys(ways);
	const possible = ['draft running', 'running draft', 'running review', 'review closed',
		'review running', 'closed review'];
	const back = ['review running', 'closed review'];

	test('one at a time, and back with a reason', async () => {
		for (const from of phases) {
			for (const to of phases) {
				const cycle = await bring(await space.cycle(), from);
				const was = await revision(api);

				if (from === to) {
					assert.deepEqual(await ok(step(cycle, to)), cycle);
					assert.equal(await revision(api), was);
				} else if (!possible.includes(`${from} ${to}`)) {
					await refused(409, step(cycle, to));
				} else {
					if (back.includes(`${from} ${to}`)) {
						const { body } = await refused(400, step(cycle, to, { reason: ' ' }));

						assert.deepEqual(body.details.map(({ field }) => field), ['reason']);
					}
					assert.equal((await ok(step(cycle, to))).phase, to);
				}
			}
		}
	});

	test('a header says the reason as well', async () => {
		const cycle = await bring(await space.cycle(), 'review');

		await expect(200, api.request('POST', `/cycles/${cycle.id}/phase`, { phase: 'running' },
			{ headers: { 'X-Reason': 'Too early' } }));
	});

	test('each is in the journal, with its note and its reason', async () => {
		const cycle = await bring(await space.cycle(), 'review');

		await ok(step(cycle, 'closed', { note: 'All is said', reason: null }));
		await ok(step(cycle, 'review', { reason: 'A late invoice' }));
		const rows = (await ok(api.get(`/audit?subject_id=${cycle.id}&limit=2`)))
			.map(({ type, changes, context, reason }) => ({ type, changes, context, reason }));

		assert.deepEqual(rows, [{ type: 'cycle.phase_changed', context: null,
			reason: 'A late invoice', changes: { phase: { from: 'closed', to: 'review' } } },
		{ type: 'cycle.phase_changed', context: { note: 'All is said' }, reason: null,
			changes: { phase: { from: 'review', to: 'closed' } } }]);
	});

	test('of two different ones sent together one is done', async () => {
		const cycle = await bring(await space.cycle(), 'review');
		const answers = await Promise.all(['closed', 'running'].map((phase) => step(cycle, phase)));
		const { phase } = await ok(api.get(`/cycles/${cycle.id}`));

		assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
		assert.equal(phase, answers.find(({ status }) => status === 200).body.phase);
	});

	test('a new cycle is running, or a draft; a change of it leaves the phase alone', async () => {
		const draft = await space.cycle({ phase: 'draft' });

		assert.equal((await space.cycle()).phase, 'running');
		assert.equal(draft.phase, 'draft');
		for (const phase of ['review', 'closed', 'over', 7]) {
			await refused(400, api.post('/cycles', { name: unique('cycle'), start_date: day(0),
				end_date: day(1), phase }));
		}
		await refused(400, api.put(`/cycles/${draft.id}`, { phase: 'running' }));
		assert.equal((await ok(api.put(`/cycles/${draft.id}`,
			{ phase: 'running', end_date: day(51) }))).phase, 'draft');
	});

	test('a list has those of one phase', async () => {
		const own = new Workspace();
		const cycle = await own.cycle({ phase: 'draft' });

		await own.cycle();
		assert.deepEqual((await ok(own.api.get('/cycles?phase=draft'))).map(({ id }) => id),
			[cycle.id]);
		await refused(400, own.api.get('/cycles?phase=over'));
	});

	test('are for administrators', async () => {
		const cycle = await space.cycle();

		await refused(403, member.client.post(`/cycles/${cycle.id}/phase`, { phase: 'draft' }));
		await refused(403, writer.post(`/cycles/${cycle.id}/phase`, { phase: 'draft' }));
		await refused(404, api.post(`/cycles/${space.admin.id}/phase`, { phase: 'draft' }));
	});
});

// ---- what is closed sleeps -----------------------------------------------------------------------

const verified = () => assert.deepEqual(okrctl('verify', '--workspace', space.name), []);
const progress = async (...okrs) => (await Promise.all(okrs.map(({ id }) => space.getOkr(id))))
	.map((okr) => okr.progress);

describe('a closed cycle', () => {
	let cycle, top, closedOne, child, keyResult, childResult;

	// An objective that is asleep between two that are not.
	before(async () => {
		cycle = await space.cycle();
		top = await space.okr();
		closedOne = await space.okr({ cycle_id: cycle.id, parent_okr_id: top.id });
		keyResult = await space.keyResult(closedOne.id);
		child = await space.okr({ parent_okr_id: closedOne.id });
		childResult = await space.keyResult(child.id);
		await space.checkIn(keyResult.id, 50);
		await space.checkIn(childResult.id, 30);
		await bring(cycle, 'closed');
	});

	test('keeps its numbers while what is below goes on, and wakes with the right ones', async () => {
		const report = (await ok(api.get(`/reports/cycle?cycle_id=${cycle.id}`))).performance.progress;

		assert.deepEqual(await progress(top, closedOne, child), [0.4, 0.4, 0.3]);
		await space.checkIn(childResult.id, 90);
		assert.deepEqual(await progress(top, closedOne, child), [0.4, 0.4, 0.9]);
		await ok(api.put(`/okrs/${top.id}`, { weight: 2 }));
		await space.keyResult(top.id, { current_value: 100 });
		assert.deepEqual(await progress(top, closedOne), [0.7, 0.4]);
		assert.equal((await ok(api.get(`/reports/cycle?cycle_id=${cycle.id}`))).performance.progress,
			report);
		verified();
		await ok(step(cycle, 'review'));
		assert.deepEqual(await progress(top, closedOne, child), [0.85, 0.7, 0.9]);
		verified();
		await ok(step(cycle, 'closed'));
	});

	test('is not mended by verify --repair either', async () => {
		await space.checkIn(childResult.id, 10);
		okrctl('verify', '--workspace', space.name, '--repair');
		assert.deepEqual(await progress(closedOne, child), [0.7, 0.1]);
	});

	test('lets nothing in or out', async () => {
		const outside = await space.okr();
		const mover = await space.keyResult(outside.id);
		const work = await makeInitiative(outside);
		const own = (await ok(api.get(`/key-results/${keyResult.id}`)));

		await assertVerdict(api.put(`/okrs/${outside.id}`, { cycle_id: cycle.id }), closed, 'in');
		await assertVerdict(api.put(`/okrs/${closedOne.id}`, { cycle_id: outside.cycle_id }), closed,
			'out');
		await assertVerdict(api.patch(`/okr/objectives/${outside.id}`,
			{ key_result_ids: [mover.id, own.id] }), closed, 'a key result out');
		await assertVerdict(api.put(`/initiatives/${work.id}`, { okr_id: closedOne.id }), closed,
			'an initiative in');
		await assertVerdict(api.patch(`/okr/key-results/${mover.id}`,
			{ objective_id: closedOne.id }), closed, 'a key result in');
	});

	test('refuses what changes nothing too, and what is wrong is said before', async () => {
		const { title } = await space.getOkr(closedOne.id);

		await assertVerdict(api.put(`/okrs/${closedOne.id}`, { title }), closed, 'the same');
		await refused(400, api.put(`/okrs/${closedOne.id}`, { title: '' }));
		await refused(404, api.put(`/okrs/${space.admin.id}`, { title }));
		await refused(403, space.client(['okrs:read']).put(`/okrs/${closedOne.id}`, { title }));
	});

	test('answers a retry of what was done before', async () => {
		const own = await space.cycle();
		const { id } = await space.keyResult((await space.okr({ cycle_id: own.id })).id);
		const send = () => api.request('POST', `/key-results/${id}/checkins`, { value: 5 },
			{ headers: { 'Idempotency-Key': own.id } });
		const first = await ok(send());

		await bring(own, 'closed');
		assert.deepEqual(await ok(send()), first);
		await refused(409, api.post(`/key-results/${id}/checkins`, { value: 5 }));
	});

	test('holds up nobody: people leave, and a check-in beside it is one', async () => {
		const leaver = await space.user();
		const own = await space.cycle();

		await space.okr({ cycle_id: own.id, owner_id: leaver.id });
		await bring(own, 'closed');
		await expect(204, api.delete(`/users/${leaver.id}`));
		assert.equal((await space.checkIn(childResult.id, 20)).late, false);
	});
});

test('a batch knows the phase that one of its own requests has brought', async () => {
	const cycle = await bring(await space.cycle(), 'running');
	const okr = await space.okr({ cycle_id: cycle.id });
	const to = (phase) => ({ method: 'POST', path: `/cycles/${cycle.id}/phase`, body: { phase } });
	const write = { method: 'PUT', path: `/okrs/${okr.id}`, body: { title: 'Too late' } };

	for (const mode of ['independent', 'atomic']) {
		const { status, body } = await api.post('/batch', { atomic: mode === 'atomic',
			requests: [to('review'), to('closed'), write] });

		assert.ok(status === 200 || status === 409, JSON.stringify(body));
		assert.equal((await space.getOkr(okr.id)).title, okr.title, mode);
		if ((await ok(api.get(`/cycles/${cycle.id}`))).phase === 'closed') {
			await ok(step(cycle, 'review'));
			await ok(step(cycle, 'running'));
		}
	}
});

// ---- late, and drafts ----------------------------------------------------------------------------

test('a check-in is late from the day after the end of its cycle', async () => {
	const over = await space.cycle({ start_date: day(-20), end_date: day(-1) });
	const { id } = await space.keyResult((await space.okr({ cycle_id: over.id })).id);
	const loose = await ok(api.post('/okr/objectives', { title: 'Of no cycle' }));
	const free = await space.keyResult(loose.data?.id ?? loose.id);

	assert.equal((await space.checkIn(id, 1)).late, true);
	assert.equal((await space.checkIn(id, 2, { checked_in_at: `${day(-1)}T23:59:59Z` })).late, false);
	assert.equal((await space.checkIn(free.id, 1)).late, false);
	assert.deepEqual((await ok(api.get(`/key-results/${id}/checkins`))).map(({ late }) => late),
		[true, false]);
	const both = await ok(api.post('/checkins/batch', { checkins: [{ key_result_id: id, value: 3 },
		{ key_result_id: free.id, value: 3 }] }));
	assert.deepEqual((both.checkins ?? both).map(({ late }) => late), [true, false]);
});

test('a draft is a plan: no default, no risks, nothing due', async () => {
	const own = new Workspace();
	const draft = await own.cycle({ phase: 'draft' });
	const okr = await own.okr({ cycle_id: draft.id, owner_id: own.admin.id });
	const keyResult = await own.keyResult(okr.id, { owner_id: own.admin.id });
	const due = async () => (await ok(own.api.get(`/users/${own.admin.id}/todo`))).length;
	const rows = async (name) => {
		const body = await ok(own.api.get(`/reports/${name}?cycle_id=${draft.id}`));

		return body[name].length;
	};

	await own.checkIn(keyResult.id, 1, { status: 'off_track', checked_in_at: `${day(-30)}T12:00:00Z` });
	assert.equal((await ok(own.api.get('/reports/cycle'))).cycle, null);
	assert.deepEqual([await rows('risks'), await rows('insights'), await due()], [0, 0, 0]);
	assert.equal((await own.getOkr(okr.id)).status, 'off_track');
	await ok(own.api.post(`/cycles/${draft.id}/phase`, { phase: 'running' }));
	assert.equal((await ok(own.api.get('/reports/cycle'))).cycle.phase, 'running');
	assert.ok(await rows('risks') > 0 && await rows('insights') > 0 && await due() > 0);
});
