/*
 * The bands of visibility, each with a person in exactly one of them (rulings.md 29 and 53): every
 * objective here has a department and a team, so it is the band alone that tells whose it is. What
 * hangs on it (key result, history, initiative, report) follows it.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { person } from '../lib/people.mjs';
import { Workspace } from '../lib/workspace.mjs';

// The band that each person is in: what makes an objective visible to that one alone.
const bands = {
	owner: {}, creator: {}, assignee: {}, viewer: {}, admin: { role: 'admin' },
	departmental: {}, member: {}, anybody: {},
};
const always = ['owner', 'creator', 'assignee', 'viewer', 'admin'];
const objectives = {
	organisation: { visibility: 'organisation', seenBy: Object.keys(bands) },
	department: { visibility: 'department', seenBy: [...always, 'departmental'] },
	team: { visibility: 'team', seenBy: [...always, 'member'] },
	'unshared organisation': { visibility: 'organisation', is_shared: false, seenBy: always },
	'unshared department': { visibility: 'department', is_shared: false, seenBy: always },
	'unshared team': { visibility: 'team', is_shared: false, seenBy: always },
};
const scopes = ['okrs:read', 'write:okrs', 'okr-checkins:write'];
const people = {};
let space, department, otherDepartment, team;

// The creator is the person whose key makes it, who is nothing else to it.
async function make(name, { visibility, is_shared = true }) {
	const okr = await ok(people.creator.client.post('/okrs', { title: `Of ${name}`, type: 'team',
		cycle_id: space.ownCycle.id, visibility, department_id: department.id, team_id: team.id,
		owner_id: people.owner.id, key_results: [{ title: `Number of ${name}`,
			metric_type: 'number', start_value: 0, target_value: 10 }] }));

	await ok(space.api.put(`/goals/${okr.id}`, { is_shared, assign_to_ids: [people.assignee.id],
		visible_to_ids: [people.viewer.id] }));
	const [{ id }] = okr.key_results;
	const checkIn = await space.checkIn(id, 1, { status: 'blocked', blocker_note: `Note of ${name}` });
	const { data } = await ok(space.api.post('/initiatives', { title: `Work for ${name}`,
		kr_id: id }));

	return { okr: okr.id, keyResult: id, checkIn: checkIn.id, initiative: data.id };
}

before(async () => {
	space = new Workspace();
	space.ownCycle = await space.cycle();
	department = await space.department();
	otherDepartment = await space.department();
	// The team is in no department of its members': being in one says nothing about the other.
	team = await space.team({ department_id: department.id });
	const otherTeam = await space.team({ department_id: department.id });

	Object.assign(bands.departmental, { department_id: department.id });
	Object.assign(bands.member, { team_ids: [team.id], department_id: otherDepartment.id });
	Object.assign(bands.anybody, { team_ids: [otherTeam.id], department_id: otherDepartment.id });
	for (const [name, fields] of Object.entries(bands)) {
		people[name] = await person(space, name, fields, scopes);
	}
	for (const [name, objective] of Object.entries(objectives)) {
		objective.ids = await make(name, objective);
	}
});

const single = {
	okr: ({ okr }) => `/okrs/${okr}`,
	goal: ({ okr }) => `/goals/${okr}`,
	'key result': ({ keyResult }) => `/key-results/${keyResult}`,
	'check-in': ({ checkIn }) => `/checkins/${checkIn}`,
	initiative: ({ initiative }) => `/initiatives/${initiative}`,
};

// What stands in a whole list, of the objective itself or of what hangs on it.
const lists = ['/okrs', '/goals', '/okr/objectives', '/key-results', '/okr/key-results',
	'/initiatives', '/okrs?format=csv', '/reports/risks'];

for (const who of Object.keys(bands)) {
	describe(`the ${who} sees what is in that band, and nothing else`, () => {
		for (const name of Object.keys(objectives)) {
			test(`by its id: of ${name}`, async () => {
				const { ids, seenBy } = objectives[name];

				for (const [kind, path] of Object.entries(single)) {
					const { status } = await people[who].client.get(path(ids));

					assert.equal(status, seenBy.includes(who) ? 200 : 404, kind);
				}
			});
		}

		for (const path of lists) {
			test(`in ${path}`, async () => {
				const { text } = await people[who].client.get(path, { loose: true });

				for (const [name, { seenBy }] of Object.entries(objectives)) {
					const is = new RegExp(`(Of|Number of|Work for|Note of) ${name}\\b`).test(text);

					assert.equal(is, seenBy.includes(who), name);
				}
			});
		}
	});
}
