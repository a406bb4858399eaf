/*
 * The directory (users, teams, departments) and the cycles: made, read, changed and removed by a
 * key with workspace:admin; what must be unique, what is in use and stays, who left and is kept.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { okrctl } from '../lib/server.mjs';
import { hasShape, is, samples } from '../lib/shape.mjs';
import { Workspace, day, unique } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

const stamps = { id: is.id, created_at: is.stamp, updated_at: is.stamp };

describe('users', () => {
	test('are created with every field, read back and changed', async () => {
		const department = await space.department();
		const teams = [await space.team(), await space.team()];
		const manager = await space.user();
		const body = { name: 'Zoë Carter', email: 'zoe@example.org', role: 'manager',
			department_id: department.id, team_ids: teams.map(({ id }) => id),
			manager_id: manager.id,
			external_id: 'auth0|7', active: true };
		const { body: made } = await expect(201, api.post('/users', body));

		hasShape(made, { ...stamps, ...body, team_ids: [is.id] });
		assert.deepEqual([...made.team_ids].sort(), [...body.team_ids].sort());
		assert.deepEqual(await ok(api.get(`/users/${made.id}`)), made);
		const changed = await ok(api.put(`/users/${made.id}`, { team_ids: [], role: 'member' }));

		assert.deepEqual([changed.team_ids, changed.role, changed.name],
			[[], 'member', 'Zoë Carter']);
	});

	test('report to somebody of the workspace (reading 130)', async () => {
		const [top, middle] = [await space.user(), await space.user()];
		const report = (user, to) => api.put(`/users/${user.id}`, { manager_id: to });
		const low = await space.user({ manager_id: middle.id });

		await ok(report(middle, top.id));
		assert.equal((await ok(api.get(`/users/${low.id}`))).manager_id, middle.id);
		for (const [user, to] of [[top, low.id], [top, middle.id], [top, top.id], [low, low.id]]) {
			const { body } = await refused(400, report(user, to));

			assert.deepEqual(body.details.map(({ field }) => field), ['manager_id']);
			assert.match(body.message + body.details[0].message, /circle/);
		}
		await refused(400, report(low, space.id));
		await refused(400, report(low, (await new Workspace().user()).id));
		assert.equal((await ok(report(middle, null))).manager_id, null);
		await ok(report(top, low.id));
		const { id } = okrctl('user', 'create', '--workspace', space.name, '--email',
			'reports@example.org', '--name', 'Reports', '--manager', low.id);

		assert.equal((await ok(api.get(`/users/${id}`))).manager_id, low.id);
	});

	test('report through at most twenty links, what is below counted as well', async () => {
		const chain = [await space.user()];

		while (chain.length < 21) {
			chain.push(await space.user({ manager_id: chain.at(-1).id }));
		}
		const long = { name: 'x', email: 'long@example.org', manager_id: chain[20].id };
		const { body } = await refused(400, api.post('/users', long));

		assert.match(JSON.stringify(body), /more than 20 managers/);
		await ok(api.post('/users', { ...long, manager_id: chain[19].id }));
		const head = await space.user();

		await refused(400, api.put(`/users/${chain[0].id}`, { manager_id: head.id }));
		await ok(api.put(`/users/${chain[10].id}`, { manager_id: head.id }));
		await ok(api.put(`/users/${chain[0].id}`, { manager_id: head.id }));
	});

	test('list each person with the teams', async () => {
		const team = await space.team();
		const { id } = await space.user({ team_ids: [team.id] });
		const found = (await ok(api.get('/users'))).find((user) => user.id === id);

		assert.deepEqual(found.team_ids, [team.id]);
	});

	test('a team that is named twice is one', async () => {
		const team = await space.team();
		const made = await space.user({ team_ids: [team.id, team.id] });
		const other = await space.user();
		const changed = await ok(api.put(`/users/${other.id}`, { team_ids: [team.id, team.id] }));

		assert.deepEqual([made.team_ids, changed.team_ids], [[team.id], [team.id]]);
	});

	test('have an e-mail that is unique in the workspace (409), without regard to case', async () => {
		await space.user({ email: 'twin@example.org' });
		for (const email of ['twin@example.org', 'TWIN@example.org', ' Twin@Example.ORG ']) {
			await refused(409, api.post('/users', { name: 'x', email }));
		}
		const other = await space.user();

		await refused(409, api.put(`/users/${other.id}`, { email: 'twin@example.org' }));
		await expect(201, new Workspace().api.post('/users',
			{ name: 'x', email: 'twin@example.org' }));
	});

	test('keep their own e-mail in an update', async () => {
		const { id, email } = await space.user();

		await expect(200, api.put(`/users/${id}`, { email, name: 'Same' }));
	});

	test('are deactivated by DELETE, not erased', async () => {
		const bob = await space.user({ name: 'Bob Stone' });
		const okr = await space.okr({ owner_id: bob.id });

		await expect(204, api.delete(`/users/${bob.id}`));
		const left = await ok(api.get(`/users/${bob.id}`));

		assert.deepEqual([left.active, left.name], [false, 'Bob Stone']);
		assert.equal((await space.getOkr(okr.id)).owner, 'Bob Stone');
		assert.ok((await ok(api.get('/users'))).some(({ id }) => id === bob.id));
	});

	test('who left keep their e-mail: it stays taken (409)', async () => {
		const bob = await space.user();

		await expect(204, api.delete(`/users/${bob.id}`));
		await refused(409, api.post('/users', { name: 'New', email: bob.email }));
	});

	test('come back by active: true', async () => {
		const bob = await space.user();

		await expect(204, api.delete(`/users/${bob.id}`));
		assert.equal((await ok(api.put(`/users/${bob.id}`, { active: true }))).active, true);
	});

	test('refer to teams and departments of the workspace only', async () => {
		const other = new Workspace();
		const team = await other.team();
		const department = await other.department();

		await badFields(['team_ids'], api.post('/users', { name: 'x',
			email: 'refers@example.org', team_ids: [team.id] }));
		await badFields(['department_id'], api.post('/users', { name: 'x',
			email: 'refers@example.org', department_id: department.id }));
	});
});

describe('teams and departments', () => {
	test('are created, read back, changed and deleted', async () => {
		const department = await space.department({ name: 'Sales' });
		const { body: team } = await expect(201, api.post('/teams',
			{ name: 'Inside', department_id: department.id }));

		hasShape(team, { ...stamps, name: 'Inside', department_id: department.id });
		hasShape(department, { ...stamps, name: 'Sales', parent_id: null });
		assert.equal((await ok(api.put(`/teams/${team.id}`, { department_id: null }))).department_id,
			null);
		for (const path of [`/teams/${team.id}`, `/departments/${department.id}`]) {
			await expect(204, api.delete(path));
			await refused(404, api.get(path));
			await refused(404, api.delete(path));
		}
	});

	const uses = {
		'a team with an OKR': async () => {
			const team = await space.team();

			await space.okr({ team_id: team.id });
			return `/teams/${team.id}`;
		},
		'a team with a member': async () => {
			const team = await space.team();

			await space.user({ team_ids: [team.id] });
			return `/teams/${team.id}`;
		},
		'a department with an OKR': async () => {
			const department = await space.department();

			await space.okr({ department_id: department.id });
			return `/departments/${department.id}`;
		},
		'a department with a user': async () => {
			const department = await space.department();

			await space.user({ department_id: department.id });
			return `/departments/${department.id}`;
		},
		'a department with a team': async () => {
			const department = await space.department();

			await space.team({ department_id: department.id });
			return `/departments/${department.id}`;
		},
		'a department with a department below it': async () => {
			const department = await space.department();

			await space.department({ parent_id: department.id });
			return `/departments/${department.id}`;
		},
		'a cycle with an OKR': async () => {
			const cycle = await space.cycle();

			await space.okr({ cycle_id: cycle.id });
			return `/cycles/${cycle.id}`;
		},
		'a cycle with a deleted OKR': async () => {
			const cycle = await space.cycle();
			const okr = await space.okr({ cycle_id: cycle.id });

			await api.delete(`/okrs/${okr.id}`);
			return `/cycles/${cycle.id}`;
		},
		'a team with a deleted OKR': async () => {
			const team = await space.team();
			const okr = await space.okr({ team_id: team.id });

			await api.delete(`/okrs/${okr.id}`);
			return `/teams/${team.id}`;
		},
	};

	for (const [what, use] of Object.entries(uses)) {
		test(`${what} cannot be deleted (409)`, async () => {
			const path = await use();

			await refused(409, api.delete(path));
			await expect(200, api.get(path));
		});
	}

	test('a department below itself is a 400', async () => {
		const top = await space.department();
		const middle = await space.department({ parent_id: top.id });
		const bottom = await space.department({ parent_id: middle.id });

		for (const { id } of [top, middle, bottom]) {
			await badFields(['parent_id'], api.put(`/departments/${top.id}`, { parent_id: id }));
		}
		await expect(200, api.put(`/departments/${bottom.id}`, { parent_id: top.id }));
	});

	test('a department cannot be below one of another workspace', async () => {
		const other = await new Workspace().department();

		await badFields(['parent_id'], api.post('/departments', { name: 'x', parent_id: other.id }));
	});
});

describe('cycles', () => {
	test('are created, read back, changed and deleted', async () => {
		const body = { name: unique('Q'), start_date: '2026-04-01', end_date: '2026-06-30' };
		const { body: made } = await expect(201, api.post('/cycles', body));

		hasShape(made, { ...samples.cycle, ...stamps, ...body });
		assert.deepEqual(await ok(api.get(`/cycles/${made.id}`)), made);
		assert.equal((await ok(api.put(`/cycles/${made.id}`, { end_date: '2026-07-31' }))).end_date,
			'2026-07-31');
		await expect(204, api.delete(`/cycles/${made.id}`));
		await refused(404, api.get(`/cycles/${made.id}`));
	});

	test('have a name that is unique in the workspace, without regard to case and blanks',
		async () => {
			const name = unique('Zyklus');

			await space.cycle({ name });
			for (const twin of [name, name.toUpperCase(), ` ${name} `]) {
				await refused(409, api.post('/cycles',
					{ name: twin, start_date: day(0), end_date: day(1) }));
			}
			const other = await space.cycle();

			await refused(409, api.put(`/cycles/${other.id}`, { name }));
			await expect(200, api.put(`/cycles/${other.id}`, { name: other.name }));
			await new Workspace().cycle({ name });
		});

	test('free their name when deleted', async () => {
		const { id, name } = await space.cycle();

		await expect(204, api.delete(`/cycles/${id}`));
		await space.cycle({ name });
	});

	const statuses = { ended: [-9, -1], active: [0, 0], upcoming: [1, 1] };

	for (const [status, [start, end]] of Object.entries(statuses)) {
		test(`from day ${start} to ${end} is ${status}`, async () => {
			assert.equal((await space.cycle({ start_date: day(start), end_date: day(end) })).status,
				status);
		});
	}

	test('from today on and to today are active: both ends are included', async () => {
		assert.equal((await space.cycle({ start_date: day(0), end_date: day(9) })).status, 'active');
		assert.equal((await space.cycle({ start_date: day(-9), end_date: day(0) })).status, 'active');
	});

	test('new dates recompute the health of the OKRs in it', async () => {
		const cycle = await space.cycle({ start_date: day(-10), end_date: day(-1) });
		const okr = await space.okr({ cycle_id: cycle.id });
		const { id } = await space.keyResult(okr.id);

		await space.checkIn(id, 20);
		assert.equal((await space.getOkr(okr.id)).health.expected_progress, 1);
		await ok(api.put(`/cycles/${cycle.id}`, { end_date: day(89) }));
		const { health, status } = await space.getOkr(okr.id);

		assert.deepEqual([health.expected_progress, health.score, status], [0.1, 100, 'on_track']);
	});

	test('a new name is shown with the OKRs in it', async () => {
		const cycle = await space.cycle();
		const okr = await space.okr({ cycle_id: cycle.id });
		const name = unique('renamed');

		await ok(api.put(`/cycles/${cycle.id}`, { name }));
		assert.equal((await space.getOkr(okr.id)).cycle, name);
	});
});
