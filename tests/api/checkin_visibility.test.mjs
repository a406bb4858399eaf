/*
 * A check-in that names people in visible_to (seed 002: acl, assign_to, visible_to) is found by its
 * author, by those named there and in assign_to, by the owners of its key result and objective, and
 * by admins and keys; to every other person it is in no list, history, CSV, count or report, and by
 * its id it is not there. The numbers that it moved are everybody's.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ok, refused } from '../lib/client.mjs';
import { crowd, person, readersScopes, tokenClient } from '../lib/people.mjs';
import { Workspace, allScopes } from '../lib/workspace.mjs';

const secret = /Hush/;

let space, people, okr, keyResult, open, restricted, checkinPath;

before(async () => {
	space = new Workspace();
	people = {};
	for (const name of ['author', 'named', 'assigned', 'krOwner', 'okrOwner', 'deputy']) {
		people[name] = await person(space, name);
	}
	people.admin = await person(space, 'admin', { role: 'admin' });
	people.other = { client: await crowd(space, 4) };
	okr = await space.okr({ title: 'Open to all', owner_id: people.okrOwner.id });
	keyResult = await space.keyResult(okr.id, { title: 'Number', owner_id: people.krOwner.id });
	checkinPath = `/goals/${okr.id}/key-results/${keyResult.id}/checkin`;
	open = (await ok(people.author.client.post(checkinPath, { value: 10, comment: 'Loud' })))
		.check_in;
	restricted = (await ok(people.author.client.post(checkinPath, { value: 40, comment: 'Hush',
		visible_to: [people.named.id], assign_to: [people.assigned.id] }))).check_in;
});

// The check-ins that this caller is told of, by every way to them.
async function told(client) {
	const idsOf = (items) => items.map(({ id }) => id).sort();
	const goal = await ok(client.get(`/goals/${okr.id}`));
	const csv = await client.get(`/key-results/${keyResult.id}/checkins?format=csv`,
		{ loose: true });
	const document = await ok(client.get(`/okr/key-results/${keyResult.id}`));
	const { items } = await ok(client.get('/okr/key-results'));

	return {
		list: idsOf(await ok(client.get(`/key-results/${keyResult.id}/checkins`))),
		goal: idsOf(goal.goal_key_results[0].goal_key_result_check_ins),
		csv: idsOf([open, restricted].filter(({ id }) => csv.text.includes(id))),
		history: document.history.map(({ value, previous_value, comment }) =>
			[previous_value, value, comment]),
		listed: items.find(({ id }) => id === document.id).history.length,
	};
}

const all = () => ({ list: [open.id, restricted.id], goal: [open.id, restricted.id],
	csv: [open.id, restricted.id], history: [[0, 10, 'Loud'], [10, 40, 'Hush']], listed: 2 });
const some = () => ({ list: [open.id], goal: [open.id], csv: [open.id],
	history: [[0, 10, 'Loud']], listed: 1 });

describe('a check-in that names people', () => {
	for (const who of ['author', 'named', 'assigned', 'krOwner', 'okrOwner', 'admin']) {
		test(`is found by the ${who}`, async () => {
			const { client } = people[who];

			assert.deepEqual(await told(client), all());
			assert.equal((await ok(client.get(`/checkins/${restricted.id}`))).comment, 'Hush');
		});
	}

	test('is found by a key of the workspace', async () => {
		assert.deepEqual(await told(space.api), all());
	});

	test('is found by nobody else, in no list, history or CSV', async () => {
		assert.deepEqual(await told(people.other.client), some());
	});

	test('is for others not there by its id, to read, correct or take back', async () => {
		const { client } = people.other;
		const path = `/checkins/${restricted.id}`;
		const unknown = '/checkins/01890000-0000-7000-8000-000000000001';

		for (const ask of [(at) => client.get(at), (at) => client.put(at, { value: 1 }),
			(at) => client.put(at, { status: 'blocked' }), (at) => client.delete(at)]) {
			const { body } = await refused(404, ask(path));

			assert.deepEqual(body, (await refused(404, ask(unknown))).body);
		}
		assert.equal((await ok(client.get(`/checkins/${open.id}`))).comment, 'Loud');
	});

	test('takes no place in the pages of others', async () => {
		const { client } = people.other;
		const page = await client.get(`/key-results/${keyResult.id}/checkins?limit=1`);

		assert.deepEqual([page.body.map(({ id }) => id), page.headers.link], [[open.id], undefined]);
	});

	test('moves the numbers for everybody', async () => {
		for (const { client } of [people.other, people.named]) {
			const seen = await ok(client.get(`/okrs/${okr.id}`));

			assert.equal(seen.progress, 0.4);
			assert.equal(seen.key_results[0].current_value, 40);
			assert.equal((await ok(client.get(`/okr/key-results/${keyResult.id}`))).current, 40);
		}
	});

	test('leaves its value as the previous one of the next', async () => {
		const next = await ok(space.api.post(`/key-results/${keyResult.id}/checkins`,
			{ value: 50 }));
		const [newest] = await ok(people.other.client.get(`/key-results/${keyResult.id}/checkins`));
		const { history } = await ok(people.other.client.get(`/okr/key-results/${keyResult.id}`));

		assert.deepEqual([newest.id, newest.previous_value], [next.id, 40]);
		assert.deepEqual(history.map((entry) => [entry.previous_value, entry.value]),
			[[0, 10], [40, 50]]);
		await ok(space.api.delete(`/checkins/${next.id}`));
	});

	test('is its author\'s, be it who it is said to be from or who recorded it', async () => {
		const { check_in } = await ok(people.author.client.post(checkinPath, { value: 41,
			employee_id: people.deputy.id, visible_to: [people.named.id] }));
		const path = `/checkins/${check_in.id}`;

		assert.equal((await people.deputy.client.get(path)).status, 200);
		assert.equal((await people.author.client.get(path)).status, 200);
		assert.equal((await people.assigned.client.get(path)).status, 404);
		await ok(space.api.delete(path));
	});

	test('names people by any form of their ids, which are shown as UUIDs', async () => {
		const { id } = people.deputy;

		for (const form of [`usr-${id}`, id.toUpperCase(), `usr-${id.toUpperCase()}`]) {
			const { check_in } = await ok(space.api.post(checkinPath, { value: 42,
				visible_to: [form, 'somebody'] }));

			assert.deepEqual([check_in.visible_to, check_in.acl], [[id, 'somebody'], 'restricted']);
			assert.equal((await people.deputy.client.get(`/checkins/${check_in.id}`)).status, 200);
			assert.equal((await people.named.client.get(`/checkins/${check_in.id}`)).status, 404);
			await ok(space.api.delete(`/checkins/${check_in.id}`));
		}
	});

	test('names nobody when the list is empty or null, and is everybody\'s then', async () => {
		for (const visible_to of [[], null]) {
			const { check_in } = await ok(space.api.post(checkinPath, { value: 43, visible_to,
				assign_to: [people.assigned.id] }));

			assert.equal((await people.other.client.get(`/checkins/${check_in.id}`)).status, 200);
			await ok(space.api.delete(`/checkins/${check_in.id}`));
		}
	});

	test('is told to an application as any other check-in of its own', async () => {
		const client = tokenClient(space, people.admin.email, allScopes, { app: 'app' });
		const made = await ok(client.post('/okrs', { title: 'Of the app', type: 'org',
			cycle_id: okr.cycle_id }));
		const one = await ok(client.post(`/okrs/${made.id}/key-results`, { title: 'x',
			metric_type: 'number', start_value: 0, target_value: 1 }));
		const { check_in } = await ok(client.post(`/goals/${made.id}/key-results/${one.id}/checkin`,
			{ value: 1, visible_to: [people.named.id] }));

		assert.equal((await client.get(`/checkins/${check_in.id}`)).status, 200);
		await ok(space.api.delete(`/okrs/${made.id}`));
	});

	test('says its blocker in reports to those who may read it alone', async () => {
		const { check_in } = await ok(people.author.client.post(checkinPath, { value: 44,
			visible_to: [people.named.id] }));
		const reports = async ({ client }) => {
			const [risks, insights] = [await client.get('/reports/risks'),
				await client.get('/reports/insights')];

			assert.match(risks.text, /blocked/);
			assert.match(insights.text, /blocked/);
			return [risks, insights].map(({ text }) => secret.test(text));
		};

		await ok(people.author.client.put(`/checkins/${check_in.id}`, { status: 'blocked',
			blocker_note: 'Hush blocker' }));
		for (const who of ['author', 'named', 'krOwner', 'okrOwner', 'admin']) {
			assert.deepEqual(await reports(people[who]), [true, true], who);
		}
		assert.deepEqual(await reports({ client: space.api }), [true, true]);
		assert.deepEqual(await reports(people.other), [false, false]);
		await ok(space.api.delete(`/checkins/${check_in.id}`));
	});
});

describe('the history of another application', () => {
	let north, made, one;

	before(async () => {
		north = space.client(allScopes, { app: 'north' });
		made = await ok(north.post('/okrs', { title: 'North', type: 'org', cycle_id: okr.cycle_id }));
		one = await ok(north.post(`/okrs/${made.id}/key-results`, { title: 'x',
			metric_type: 'number', start_value: 0, target_value: 100 }));
		await ok(north.post(`/key-results/${one.id}/checkins`, { value: 10, comment: 'North' }));
		await space.checkIn(one.id, 20, { comment: 'Hush' });
		await ok(space.api.put(`/key-results/${one.id}`, { current_value: 30 }));
		await ok(north.post(`/key-results/${one.id}/checkins`, { value: 40, comment: 'North' }));
	});

	test('is not told in the objectives dialect, as it is not in the others', async () => {
		const values = async (client) => (await ok(client.get(`/okr/key-results/${one.id}`))).history
			.map(({ previous_value, value }) => [previous_value, value]);

		assert.deepEqual(await values(space.api), [[0, 10], [10, 20], [20, 30], [30, 40]]);
		assert.deepEqual(await values(north), [[0, 10], [30, 40]]);
		const { text } = await north.get('/okr/key-results');

		assert.doesNotMatch(text, secret);
	});
});
