/*
 * KPIs: the commands of seed 003 with its samples, the rules of domain.md section 5 as a caller sees
 * them, and the history of measurements. Time passes by SQL.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { curl } from '../lib/curl.mjs';
import { age, hex, olderId, sql, timeOf } from '../lib/database.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { idsOf, walk } from '../lib/walk.mjs';
import { Workspace, awayFromMidnight, instant } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000000';

const listKpis = `curl https://go.okrstool.com/api/v1/kpis \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const createKpi = `curl -X POST https://go.okrstool.com/api/v1/kpis \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "name": "Weekly Active Users",
    "description": "Unique users who logged in this week",
    "category": "retention",
    "group_name": "North Star metrics",
    "current_value": 3721,
    "target_value": 4500,
    "unit": "users",
    "update_frequency": "weekly",
    "direction": "higher"
  }'`;

const createUpdate = `curl -X POST https://go.okrstool.com/api/v1/kpis/KPI_ID/updates \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "value": 3810,
    "comment": "Small uptick after release"
  }'`;

const status = is.oneOf('on_track', 'at_risk', 'off_track', 'not_started');

const listed = { id: is.id, name: is.text, current: is.orNull(is.number),
	target: is.orNull(is.number), unit: is.orNull(is.text), status,
	last_updated: is.orNull(is.stamp) };

const kpiShape = { ...listed, organisation_id: is.id, description: is.orNull(is.text),
	owner_id: is.orNull(is.id), team_id: is.orNull(is.id), category: is.text,
	group_name: is.orNull(is.text), current_value: is.orNull(is.number),
	target_value: is.orNull(is.number), update_frequency: is.text, direction: is.text,
	last_updated_at: is.orNull(is.stamp), created_by: is.orNull(is.id), created_at: is.stamp,
	updated_at: is.stamp, overdue: is.flag };

const space = new Workspace();
const { api } = space;

function make(fields = {}) {
	return ok(api.post('/kpis', { name: 'A KPI', ...fields }));
}

function read(id) {
	return ok(api.get(`/kpis/${id}`));
}

function measure(id, value, fields = {}) {
	return ok(api.post(`/kpis/${id}/updates`, { value, ...fields }));
}

function history(id) {
	return ok(api.get(`/kpis/${id}/updates`));
}

// Lets the newest measurement be so many days old; its time is the time in its id.
function letRest(kpi, update, days) {
	const id = olderId(update.made ??= update.id, days);
	const at = timeOf(id).toISOString().replace('Z', '');

	sql(`UPDATE kpi_update SET id = ${hex(id)} WHERE id = ${hex(update.id)};
		UPDATE kpi SET last_updated_at = '${at}' WHERE id = ${hex(kpi.id)}`);
	update.id = id;
}

describe('seed 003, KPIs', () => {
	const { key } = api;
	let made;

	before(async () => {
		await awayFromMidnight(30);
		made = curl(createKpi, key);
	});

	test('POST /kpis answers 201 with the sample\'s fields: made now it is on_track', () => {
		assert.equal(made.status, 201);
		hasShape(made.body, { ...kpiShape, organisation_id: space.id,
			name: 'Weekly Active Users', description: 'Unique users who logged in this week',
			owner_id: null, team_id: null, category: 'retention',
			group_name: 'North Star metrics', current_value: 3721, target_value: 4500,
			unit: 'users', status: 'on_track', update_frequency: 'weekly',
			direction: 'higher', last_updated_at: null, created_by: space.admin.id });
	});

	test('POST /kpis names the new record in Location', async () => {
		assert.match(made.head, new RegExp(`^location: .*/api/v1/kpis/${made.body.id}\r?$`, 'mi'));
		assert.deepEqual(await read(made.body.id), made.body);
	});

	test('POST /kpis/:id/updates answers 200 with the sample\'s fields and the previous value', () => {
		const answer = curl(createUpdate, key, { KPI_ID: made.body.id });

		assert.equal(answer.status, 200);
		hasShape(answer.body, { id: is.id, kpi_id: made.body.id, previous_value: 3721,
			new_value: 3810, created_at: is.stamp, comment: 'Small uptick after release' });
	});

	test('GET /kpis prints the sample: 3721 of 4500 last updated 29 days ago is at_risk', async () => {
		const fresh = new Workspace();
		const { body: kpi } = curl(createKpi, fresh.api.key);
		const update = await ok(fresh.api.post(`/kpis/${kpi.id}/updates`, { value: 3721 }));

		letRest(kpi, update, 29);
		const { status: code, body } = curl(listKpis, fresh.api.key);

		assert.equal(code, 200);
		assert.equal(body.length, 1);
		hasShape(body, [{ id: kpi.id, name: 'Weekly Active Users', current: 3721, target: 4500,
			unit: 'users', status: 'at_risk', last_updated: is.stamp, overdue: true }]);
		assert.equal(body[0].last_updated.slice(0, 10), instant(-29).slice(0, 10));
	});

	test('GET /kpis prints the seed\'s short names and the long ones of the POST answer', async () => {
		for (const kpi of await ok(api.get('/kpis'))) {
			hasShape(kpi, kpiShape);
			assert.deepEqual([kpi.current, kpi.target, kpi.last_updated],
				[kpi.current_value, kpi.target_value, kpi.last_updated_at]);
		}
	});

	test('only the name is required; category is custom, monthly, higher by default', async () => {
		hasShape(await make({ name: 'Bare' }), { name: 'Bare', category: 'custom',
			update_frequency: 'monthly', direction: 'higher', description: null,
			group_name: null, owner_id: null, team_id: null, current_value: null,
			target_value: null, unit: null, status: 'not_started', last_updated_at: null });
	});

	for (const [field, words] of Object.entries({
		category: ['acquisition', 'conversion', 'retention', 'revenue', 'custom'],
		update_frequency: ['weekly', 'monthly', 'quarterly'], direction: ['higher', 'lower'] })) {
		test(`${field} takes ${words.join(', ')} and no other word`, async () => {
			for (const word of words) {
				assert.equal((await make({ [field]: word }))[field], word);
			}
			await badFields([field], api.post('/kpis', { name: 'x', [field]: 'daily' }));
			await badFields([field], api.post('/kpis', { name: 'x', [field]: 1 }));
		});
	}

	test('a missing name is a 400', () => badFields(['name'], api.post('/kpis', { unit: '%' })));

	test('an owner or a team of no or another workspace is a 400', async () => {
		const other = new Workspace();
		const team = await other.team();

		await badFields(['owner_id', 'team_id'], api.post('/kpis', { name: 'x',
			owner_id: other.admin.id, team_id: team.id }));
		await badFields(['owner_id', 'team_id'], api.post('/kpis', { name: 'x', owner_id: nobody,
			team_id: 'no id' }));
	});

	test('values that are no numbers are a 400', () => badFields(['current_value', 'target_value'],
		api.post('/kpis', { name: 'x', current_value: '70', target_value: true })));

	test('an update without a value, or with one that is no number, is a 400', async () => {
		const { id } = await make();

		await badFields(['value'], api.post(`/kpis/${id}/updates`, { comment: 'x' }));
		for (const value of ['70', true, 'yes', null, 1e16]) {
			await badFields(['value'], api.post(`/kpis/${id}/updates`, { value }));
		}
		assert.deepEqual(await history(id), []);
	});

	test('an update of a KPI that is not in this workspace is a 404', async () => {
		const { id } = await ok(new Workspace().api.post('/kpis', { name: 'x' }));

		await refused(404, api.post(`/kpis/${id}/updates`, { value: 1 }));
		await refused(404, api.post(`/kpis/${nobody}/updates`, { value: 1 }));
	});

	test('reading needs kpis:read and writing kpis:write', async () => {
		const { id } = await make();
		const reader = space.client(['kpis:read']);
		const writer = space.client(['kpis:write']);

		await expect(200, reader.get('/kpis'));
		await refused(403, reader.post(`/kpis/${id}/updates`, { value: 1 }));
		await expect(200, writer.post(`/kpis/${id}/updates`, { value: 1 }));
		assert.equal((await refused(403, reader.post('/kpis', { name: 'x' }))).body.message,
			'This key does not have kpis:write permission');
		assert.equal((await refused(403, writer.get('/kpis'))).body.message,
			'This key does not have kpis:read permission');
	});
});

// direction, target, current, status: domain.md section 5, "ratio" and "base".
const ratios = [
	['higher', 4500, 3721, 'on_track'],
	['higher', 100, 80, 'on_track'],
	['higher', 100, 79.9, 'at_risk'],
	['higher', 100, 60, 'at_risk'],
	['higher', 100, 59.9, 'off_track'],
	['higher', 100, 0, 'off_track'],
	['higher', 100, -5, 'off_track'],
	['higher', 100, 250, 'on_track'],
	['higher', 0.3, 0.24, 'on_track'],
	['lower', 3, 4.8, 'at_risk'],
	['lower', 80, 100, 'on_track'],
	['lower', 80, 101, 'at_risk'],
	['lower', 60, 100, 'at_risk'],
	['lower', 60, 101, 'off_track'],
	['lower', 3, 3, 'on_track'],
	['lower', 3, 0, 'on_track'],
	['lower', 3, -1, 'on_track'],
	['higher', -10, -8, 'on_track'],
	['higher', -10, -12, 'on_track'],
	['higher', -10, -12.1, 'at_risk'],
	['higher', -10, -14, 'at_risk'],
	['higher', -10, -14.1, 'off_track'],
	['lower', -10, -8, 'on_track'],
	['lower', -10, -6, 'at_risk'],
	['lower', -10, -5.9, 'off_track'],
	['lower', -10, -11, 'on_track'],
	['higher', 0, 0, 'on_track'],
	['higher', 0, -0.1, 'off_track'],
	['lower', 0, 0, 'on_track'],
	['lower', 0, 0.1, 'off_track'],
	['higher', null, 5, 'not_started'],
	['higher', 5, null, 'not_started'],
	['lower', null, null, 'not_started'],
];

describe('the status of a KPI', () => {
	for (const [direction, target_value, current_value, expected] of ratios) {
		test(`${current_value} of ${target_value}, ${direction}, is ${expected}`, async () => {
			const kpi = await make({ direction, target_value, current_value });

			assert.equal(kpi.status, expected);
			assert.equal(kpi.overdue, false);
		});
	}

	for (const [update_frequency, days] of [['weekly', 7], ['monthly', 31], ['quarterly', 92]]) {
		test(`${update_frequency}: after ${days} days on_track, overdue and at_risk a day later`, async () => {
			await awayFromMidnight();
			const kpi = await make({ update_frequency, target_value: 1 });
			const update = await measure(kpi.id, 1);

			letRest(kpi, update, days);
			hasShape(await read(kpi.id), { status: 'on_track', overdue: false });
			letRest(kpi, update, days + 1);
			hasShape(await read(kpi.id), { status: 'at_risk', overdue: true });
		});
	}

	test('never updated it goes overdue by its creation', async () => {
		await awayFromMidnight();
		const { id } = await make({ update_frequency: 'weekly', target_value: 1,
			current_value: 1 });
		const old = age('kpi', id, 7);

		hasShape(await read(old), { status: 'on_track', overdue: false, last_updated_at: null });
		hasShape(await read(age('kpi', old, 1)), { status: 'at_risk', overdue: true });
	});

	test('only an on_track one is lowered by being overdue, and no status word says so', async () => {
		for (const [current_value, expected] of [[0.7, 'at_risk'], [0.1, 'off_track'],
			[null, 'not_started']]) {
			const { id } = await make({ target_value: 1, current_value });

			hasShape(await read(age('kpi', id, 100)), { status: expected, overdue: true });
		}
	});

	test('a measurement ends being overdue', async () => {
		const { id } = await make({ target_value: 1, current_value: 1 });
		const old = age('kpi', id, 100);

		await measure(old, 1);
		hasShape(await read(old), { status: 'on_track', overdue: false });
	});
});

describe('the history of a KPI', () => {
	test('GET updates lists the measurements, the newest first, each with the value before', async () => {
		const { id } = await make({ current_value: 5 });

		for (const value of [1, 2, 3]) {
			await measure(id, value);
		}
		const updates = await history(id);

		assert.deepEqual(updates.map(({ previous_value, new_value }) =>
			[previous_value, new_value]), [[2, 3], [1, 2], [5, 1]]);
		hasShape(updates, [{ id: is.id, kpi_id: id, comment: null, created_at: is.stamp }]);
	});

	test('the first measurement of a KPI without a value has no previous one', async () => {
		const { id } = await make();

		assert.equal((await measure(id, 1)).previous_value, null);
	});

	test('a measurement sets the current value and last_updated', async () => {
		const { id } = await make({ current_value: 5 });
		const { created_at } = await measure(id, 0.1 + 0.2);

		hasShape(await read(id), { current: 0.1 + 0.2, last_updated: created_at });
	});

	test('PUT with current_value records an update', async () => {
		const { id } = await make({ current_value: 5 });
		const kpi = await ok(api.put(`/kpis/${id}`, { current_value: 6, name: 'Renamed' }));
		const [update, ...rest] = await history(id);

		assert.deepEqual(rest, []);
		hasShape(update, { previous_value: 5, new_value: 6 });
		hasShape(kpi, { current_value: 6, name: 'Renamed', last_updated_at: update.created_at });
	});

	test('PUT without current_value records none', async () => {
		const { id } = await make({ current_value: 5 });

		await ok(api.put(`/kpis/${id}`, { target_value: 6, unit: '%' }));
		assert.deepEqual(await history(id), []);
		hasShape(await read(id), { target_value: 6, unit: '%', last_updated_at: null });
	});

	test('PUT of an update rewrites the next one\'s previous value', async () => {
		const { id } = await make({ current_value: 5 });
		const first = await measure(id, 1);

		await measure(id, 2);
		hasShape(await ok(api.put(`/kpis/${id}/updates/${first.id}`, { value: 10, comment: 'typo' })),
			{ id: first.id, previous_value: 5, new_value: 10, comment: 'typo' });
		assert.deepEqual((await history(id)).map(({ previous_value }) => previous_value), [10, 5]);
		assert.equal((await read(id)).current, 2);
	});

	test('PUT of the newest update sets the current value', async () => {
		const { id } = await make({ current_value: 5 });

		await measure(id, 1);
		const last = await measure(id, 2);

		await ok(api.put(`/kpis/${id}/updates/${last.id}`, { value: 20 }));
		assert.equal((await read(id)).current, 20);
	});

	test('DELETE of an update answers 204 and mends the next one', async () => {
		const { id } = await make({ current_value: 5 });
		const updates = [await measure(id, 1), await measure(id, 2), await measure(id, 3)];

		await expect(204, api.delete(`/kpis/${id}/updates/${updates[1].id}`));
		assert.deepEqual((await history(id)).map(({ previous_value }) => previous_value), [1, 5]);
		await refused(404, api.delete(`/kpis/${id}/updates/${updates[1].id}`));
	});

	test('DELETE of the newest update falls back to the one before, then to the first value', async () => {
		const { id } = await make({ current_value: 5 });
		const first = await measure(id, 1);
		const last = await measure(id, 2);

		await expect(204, api.delete(`/kpis/${id}/updates/${last.id}`));
		hasShape(await read(id), { current: 1, last_updated: first.created_at });
		await expect(204, api.delete(`/kpis/${id}/updates/${first.id}`));
		hasShape(await read(id), { current: 5, last_updated: null });
	});

	test('a correction of an update is held to the rules of a new one', async () => {
		const { id } = await make();
		const path = `/kpis/${id}/updates/${(await measure(id, 1)).id}`;

		await badFields(['value'], api.put(path, { value: null }));
		await badFields(['value'], api.put(path, { value: 'yes' }));
		await badFields(['colour'], api.put(path, { colour: 1 }));
		await refused(400, api.put(path, {}));
		await refused(400, api.put(path, { previous_value: 1, new_value: 2 }));
		assert.equal((await ok(api.put(path, { comment: null }))).new_value, 1);
	});

	test('an update is reached through its own KPI only', async () => {
		const one = await make();
		const two = await make();
		const update = await measure(one.id, 1);

		await refused(404, api.put(`/kpis/${two.id}/updates/${update.id}`, { value: 2 }));
		await refused(404, api.delete(`/kpis/${two.id}/updates/${update.id}`));
		assert.equal((await read(one.id)).current, 1);
	});

	test('DELETE /kpis/:id answers 204 and takes the updates with it', async () => {
		const { id } = await make();

		await measure(id, 1);
		await expect(204, api.delete(`/kpis/${id}`));
		await refused(404, api.get(`/kpis/${id}`));
		await refused(404, api.get(`/kpis/${id}/updates`));
		assert.deepEqual(sql(`SELECT count(*) FROM kpi_update WHERE kpi_id = ${hex(id)}`), [['0']]);
	});

	test('updates walk by cursor, each once', async () => {
		const { id } = await make();

		for (let i = 0; i < 9; i++) {
			await measure(id, i);
		}
		const answers = await walk(api, `/kpis/${id}/updates?limit=4`);

		assert.deepEqual(answers.flatMap(({ body }) => body).map(({ new_value }) => new_value),
			[8, 7, 6, 5, 4, 3, 2, 1, 0]);
		assert.deepEqual(answers.map(({ body }) => body.length), [4, 4, 1]);
	});

	test('a request that fails changes nothing', async () => {
		const { id } = await make({ current_value: 5 });
		const kpi = await read(id);

		await badFields(['category'], api.put(`/kpis/${id}`, { current_value: 6, category: 'x' }));
		assert.deepEqual(await read(id), kpi);
		assert.deepEqual(await history(id), []);
	});
});

describe('PUT /kpis/:id', () => {
	test('null clears what is optional', async () => {
		const { id } = await make({ description: 'd', group_name: 'g', unit: '%', target_value: 1,
			owner_id: space.admin.id });

		hasShape(await ok(api.put(`/kpis/${id}`, { description: null, group_name: null, unit: null,
			target_value: null, owner_id: null })), { description: null, group_name: null,
			unit: null, target_value: null, owner_id: null });
	});

	test('null clears the current value, which is an update to none', async () => {
		const { id } = await make({ current_value: 5, target_value: 10 });
		const cleared = await ok(api.put(`/kpis/${id}`, { current_value: null }));

		hasShape(cleared, { current_value: null, status: 'not_started' });
		hasShape(await read(id), { current: null, last_updated: cleared.last_updated_at });
		const [update, ...rest] = await history(id);

		assert.deepEqual(rest, []);
		hasShape(update, { previous_value: 5, new_value: null,
			created_at: cleared.last_updated_at });
		await ok(api.put(`/kpis/${id}`, { current_value: null }));
		assert.equal((await history(id)).length, 1, 'none again is no update');
		await ok(api.put(`/kpis/${id}`, { current_value: 7 }));
		assert.deepEqual((await history(id)).map((one) => [one.previous_value, one.new_value]),
			[[null, 7], [5, null]]);
		const { text } = await api.get(`/kpis/${id}/updates?format=csv`, { loose: true });

		assert.match(text, new RegExp(`${update.id},${id},5,,`));
		await badFields(['value'], api.put(`/kpis/${id}/updates/${update.id}`, { value: 'x' }));
		await ok(api.put(`/kpis/${id}/updates/${update.id}`, { value: 6 }));
		assert.deepEqual((await history(id)).map((one) => [one.previous_value, one.new_value]),
			[[6, 7], [5, 6]]);
		await refused(400, api.post(`/kpis/${id}/updates`, { value: null }));
	});

	test('null on a field with a default sets the default', async () => {
		const { id } = await make({ category: 'revenue', update_frequency: 'weekly',
			direction: 'lower' });

		hasShape(await ok(api.put(`/kpis/${id}`, { category: null, update_frequency: null,
			direction: null })), { category: 'custom', update_frequency: 'monthly',
			direction: 'higher' });
	});

	test('null on the name is a 400', async () => badFields(['name'],
		api.put(`/kpis/${(await make()).id}`, { name: null })));

	test('what a GET printed may be sent back', async () => {
		const kpis = [await make(), await make({ current_value: 1, target_value: 2,
			owner_id: space.admin.id, group_name: 'g' })];

		for (const kpi of kpis) {
			const { updated_at, ...rest } = await ok(api.put(`/kpis/${kpi.id}`, kpi));
			const { updated_at: before_, ...same } = kpi;

			assert.deepEqual(rest, same);
			assert.ok(updated_at >= before_);
		}
	});
});

describe('filters of GET /kpis', () => {
	const other = new Workspace();
	let team, all;

	const names = async (query) => (await ok(other.api.get(`/kpis?${query}`)))
		.map(({ name }) => name).sort().join('');

	before(async () => {
		team = await other.team();
		all = await Promise.all([
			{ name: 'a', category: 'revenue', current_value: 1, target_value: 1 },
			{ name: 'b', owner_id: other.admin.id, current_value: 0.7, target_value: 1 },
			{ name: 'c', team_id: team.id, group_name: 'North Star', category: 'revenue' },
			{ name: 'd', group_name: 'north star', current_value: 0, target_value: 1 },
		].map((kpi) => ok(other.api.post('/kpis', kpi))));
	});

	test('status is the computed one', async () => {
		assert.equal(await names('status=on_track'), 'a');
		assert.equal(await names('status=at_risk'), 'b');
		assert.equal(await names('status=off_track'), 'd');
		assert.equal(await names('status=not_started'), 'c');
	});

	test('category', async () => assert.equal(await names('category=revenue'), 'ac'));

	test('owner_id', async () => assert.equal(await names(`owner_id=${other.admin.id}`), 'b'));

	test('team_id', async () => assert.equal(await names(`team_id=${team.id}`), 'c'));

	test('group_name', async () => assert.match(await names('group_name=North%20Star'), /^cd?$/));

	test('updated_since', async () => {
		assert.equal(await names(`updated_since=${all[0].updated_at}`), 'abcd');
		assert.equal(await names(`updated_since=${instant(0, 3600)}`), '');
	});

	test('all of them hold together', async () =>
		assert.equal(await names('category=revenue&status=on_track'), 'a'));

	test('unknown words and broken ids are a 400, an unknown id an empty list', async () => {
		await badFields(['status', 'category', 'owner_id'],
			other.api.get('/kpis?status=overdue&category=x&owner_id=x'));
		assert.equal(await names(`team_id=${nobody}`), '');
	});

	test('limit and cursor walk through all, the newest first', async () => {
		const answers = await walk(other.api, '/kpis?limit=3');

		assert.deepEqual(idsOf(answers), all.map(({ id }) => id).sort().reverse());
		assert.deepEqual(answers.map(({ body }) => body.length), [3, 1]);
	});
});

describe('an application\'s KPIs', () => {
	const scopes = ['kpis:read', 'kpis:write'];
	const [a, b] = ['a', 'b'].map((app) => space.client(scopes, { app }));
	let kpi, update;

	before(async () => {
		kpi = await ok(a.post('/kpis', { name: 'of a' }));
		update = await ok(a.post(`/kpis/${kpi.id}/updates`, { value: 1 }));
	});

	test('are seen by it and by the workspace\'s own keys', async () => {
		assert.deepEqual(await ok(a.get('/kpis')), [await read(kpi.id)]);
		assert.ok((await ok(api.get('/kpis'))).some(({ id }) => id === kpi.id));
	});

	test('are a 404 and in no list for another application', async () => {
		assert.deepEqual(await ok(b.get('/kpis')), []);
		await refused(404, b.get(`/kpis/${kpi.id}`));
		await refused(404, b.put(`/kpis/${kpi.id}`, { name: 'x' }));
		await refused(404, b.delete(`/kpis/${kpi.id}`));
		await refused(404, b.get(`/kpis/${kpi.id}/updates`));
		await refused(404, b.post(`/kpis/${kpi.id}/updates`, { value: 2 }));
		await refused(404, b.put(`/kpis/${kpi.id}/updates/${update.id}`, { value: 2 }));
		await refused(404, b.delete(`/kpis/${kpi.id}/updates/${update.id}`));
		assert.equal((await read(kpi.id)).current, 1);
	});

	test('keep measurements of other credentials apart, and their value is one', async () => {
		await ok(api.post(`/kpis/${kpi.id}/updates`, { value: 5 }));
		assert.equal((await ok(a.get(`/kpis/${kpi.id}`))).current, 5);
		const mine = await ok(a.get(`/kpis/${kpi.id}/updates`));

		assert.deepEqual(mine.map(({ id }) => id), [update.id]);
	});
});
