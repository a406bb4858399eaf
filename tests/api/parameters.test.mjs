/*
 * Every query parameter that docs/openapi.json describes is taken, with a value that fits its schema;
 * and members of bodies that no other test sends.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expect, ok } from '../lib/client.mjs';
import { forPeople, ofSessions, operations, parametersOf, Records } from '../lib/described.mjs';
import { tokenClient } from '../lib/people.mjs';
import { allScopes, day, Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const alice = tokenClient(space, space.admin.email, allScopes);
const anyId = '01900000-0000-7000-8000-000000000000';

const values = { 'date-time': '2026-04-19T12:00:00Z', date: '2026-04-19', uuid: anyId };

// A field that the records of the answer have.
function fieldOf(operation) {
	const { example } = operation.responses['200'].content['application/json'];
	const inner = example.items ?? example.data ?? example;

	return Object.keys(Array.isArray(inner) ? inner[0] : inner)[0];
}

function valueFor(operation, { name, schema }) {
	if (name === 'fields') {
		return fieldOf(operation);
	}
	const one = schema.items ?? schema;
	const type = [one.type].flat()[0];

	if (one.enum) {
		return one.enum[0];
	}
	if (type === 'integer' || type === 'number') {
		return '1';
	}
	if (type === 'boolean') {
		return 'true';
	}
	return values[one.format] ?? (/(^|_)(id|by)$/.test(name) ? anyId : 'text');
}

for (const operation of operations.filter((one) => one.method === 'GET' && !ofSessions(one))) {
	const parameters = parametersOf(operation)
		.filter((one) => one.in === 'query' && one.name !== 'cursor');

	if (parameters.length > 0) {
		test(`${operation.name} takes ${parameters.length} parameters`, async () => {
			const path = await new Records(space).path(operation);
			const client = forPeople.has(operation.name) ? alice : api;

			if (operation.name === 'getReviewSummary') {
				await api.post(path.replace('summary', 'share'), undefined, { root: true });
			}

			for (const parameter of parameters) {
				const query = `${parameter.name}=${encodeURIComponent(valueFor(operation, parameter))}`;
				// What must be there is there already, but for what is tried itself.
				const others = [...new URLSearchParams(path.split('?')[1] ?? '')]
					.filter(([name]) => name !== parameter.name).map((pair) => `&${pair.join('=')}`).join('');
				const answer = await client.get(`${path.split('?')[0]}?${query}${others}`, { root: true, loose: true });

				// A report on a cycle that does not exist is a 400: its id is real.
				assert.ok(answer.status === 200 || parameter.name === 'cycle_id',
					`${query}: ${answer.status} ${answer.text}`);
			}
		});
	}
}

test('members of updates that are links and descriptions', async () => {
	const cycle = await space.cycle({ end_date: day(5) });
	const okr = await space.okr({ cycle_id: cycle.id });
	const keyResult = await space.keyResult(okr.id, { description: 'What is counted' });
	const team = await space.team(), department = await space.department();
	const kpi = await ok(api.post('/kpis', { name: 'KPI' }));
	const { data: initiative } = await ok(api.post('/initiatives', { title: 'Work' }));
	const reviewCycle = await ok(api.post('/review-cycles', { name: 'Reviews' }));
	const other = await ok(api.post('/review-cycles', { name: 'Other reviews' }));
	const review = await ok(api.post('/reviews', { cycle_id: reviewCycle.id,
		employee_id: space.admin.id, type: 'self', answers: [] }));
	const goals = `/goals/${okr.id}/key-results`;

	await ok(api.put(`/okrs/${okr.id}`, { department_id: department.id, team_id: team.id }));
	await ok(api.put(`/kpis/${kpi.id}`, { description: 'x', team_id: team.id }));
	await ok(api.put(`/initiatives/${initiative.id}`,
		{ description: 'x', owner_id: space.admin.id }));
	await ok(api.put(`/review-cycles/${reviewCycle.id}`, { name: 'Renamed' }));
	await ok(api.put(`/reviews/${review.id}`,
		{ cycle_id: other.id, employee_id: (await space.user()).id }));
	await ok(api.put(`/teams/${team.id}`, { department_id: department.id }));
	await ok(api.put(`${goals}/${keyResult.id}`, { description: 'x' }));
	await ok(api.post('/checkins/batch', { checkins: [{ key_result_id: keyResult.id, value: 1,
		status: 'blocked', blocker_note: 'x' }] }));
	// The cycle ends in days and not all is well: an insight about the cycle.
	const { insights } = await ok(api.get(`/reports/insights?cycle_id=${cycle.id}`));

	assert.ok(insights.some(({ cycle_id }) => cycle_id === cycle.id));
});

test('a stale version of a key result is a 409', async () => {
	const made = await ok(api.post('/okr/key-results', { title: 'Versioned' }));

	await ok(api.put(`/okr/key-results/${made.id}`, { title: 'Once' }));
	await expect(409, api.put(`/okr/key-results/${made.id}`,
		{ title: 'Twice', version: made.version }));
});
