/*
 * The reference of seed 003, read as a user reads it: its curl commands as they are printed, with
 * base URL, key and ids filled in, and the sample answers beside them. Only the routes of OKRs, key
 * results, check-ins and cycles stand here.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, test } from 'node:test';

import { expect, ok } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { hasShape, is, samples } from '../lib/shape.mjs';
import { Workspace, day } from '../lib/workspace.mjs';

const seedUrl = 'https://go.okrstool.com';
const seedKey = 'okrt_your_api_key_here';

// Runs a command of the seed in a shell; gives back status, head and body of the answer.
function run(command, key, ids = {}) {
	const filled = Object.entries(ids).reduce((text, [word, id]) => text.replaceAll(word, id),
		command.replaceAll(seedUrl, url).replaceAll(seedKey, key));
	const output = execFileSync('sh', ['-c', `${filled} --silent --include --noproxy '*'`],
		{ encoding: 'utf8' });
	const border = output.indexOf('\r\n\r\n');
	const text = output.slice(border + 4);

	return { status: Number(output.split(' ')[1]), head: output.slice(0, border), text,
		body: text === '' ? undefined : JSON.parse(text) };
}

const listOkrs = `curl https://go.okrstool.com/api/v1/okrs \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const listCycles = `curl https://go.okrstool.com/api/v1/cycles \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const checkIn = `curl -X POST https://go.okrstool.com/api/v1/key-results/KR_ID/checkins \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "value": 70,
    "comment": "New flow shipped",
    "status": "on_track"
  }'`;

const createOkr = `curl -X POST https://go.okrstool.com/api/v1/okrs \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "title": "Improve onboarding conversion",
    "description": "Lift activation in the first 7 days",
    "type": "company",
    "cycle_id": "c1a2b3c4-…",
    "owner_id": "u9f8e7d6-…",
    "team_id": null,
    "visibility": "organisation"
  }'`;

const updateOkr = `curl -X PUT https://go.okrstool.com/api/v1/okrs/OKR_ID \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "title": "Improve onboarding conversion (revised)",
    "owner_id": "u9f8e7d6-…",
    "visibility": "team"
  }'`;

const createKeyResult = `curl -X POST https://go.okrstool.com/api/v1/okrs/OKR_ID/key-results \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "title": "Lift signup → activation rate to 50%",
    "metric_type": "percentage",
    "start_value": 32,
    "target_value": 50,
    "current_value": 35,
    "owner_id": "u9f8e7d6-…",
    "unit": "%"
  }'`;

const updateKeyResult = `curl -X PUT https://go.okrstool.com/api/v1/key-results/KR_ID \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{
    "title": "Lift activation rate to 55%",
    "target_value": 55,
    "current_value": 38,
    "owner_id": "u9f8e7d6-…"
  }'`;

function remove(path) {
	return `curl -X DELETE https://go.okrstool.com/api/v1/${path} \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;
}

describe('the commands of seed 003, as printed', () => {
	let space, key, ids;

	before(async () => {
		space = new Workspace();
		key = space.api.key;
		const cycle = await space.cycle({ name: 'Q2 2026' });

		ids = { 'c1a2b3c4-…': cycle.id, 'u9f8e7d6-…': space.admin.id };
		ids.OKR_ID = run(createOkr, key, ids).body.id;
		ids.KR_ID = run(createKeyResult, key, ids).body.id;
	});

	test('quick start: GET /okrs with a Bearer key answers 200 and the sample\'s fields', () => {
		const { status, body } = run(listOkrs, key);

		assert.equal(status, 200);
		assert.equal(body.length, 1);
		hasShape(body, [samples.okr]);
		assert.equal(body[0].owner, 'Alice Nguyen');
		assert.equal(body[0].cycle, 'Q2 2026');
		assert.equal(body[0].key_results.length, 1);
	});

	test('end-to-end: cycles, then OKRs, then a check-in on a nested key result', () => {
		const active = run(listCycles, key).body.find((cycle) => cycle.status === 'active');
		const okr = run(listOkrs, key).body.find(({ cycle }) => cycle === active.name);
		const { status, body } = run(`curl -X POST ${seedUrl}/api/v1/key-results/KR_ID/checkins \\
  -H "Authorization: Bearer okrt_your_api_key_here" \\
  -H "Content-Type: application/json" \\
  -d '{ "value": 70, "status": "on_track" }'`, key, { KR_ID: okr.key_results[0].id });

		assert.equal(status, 201);
		assert.equal(body.value, 70);
		assert.equal(run(listOkrs, key).body[0].key_results[0].current_value, 70);
	});

	test('POST /key-results/:id/checkins answers 201 with the sample\'s fields', () => {
		const { status, body } = run(checkIn, key, ids);

		assert.equal(status, 201);
		hasShape(body, { ...samples.checkIn, okr_id: ids.OKR_ID, key_result_id: ids.KR_ID,
			value: 70, status: 'on_track', comment: 'New flow shipped', blocker_note: null });
	});

	test('the deprecated POST /okrs/KR_ID/checkins answers 200 with the sample\'s fields', () => {
		const { status, body, head } = run(checkIn.replace('/key-results/', '/okrs/'), key, ids);

		assert.equal(status, 200);
		hasShape(body, { id: is.id, okr_id: ids.OKR_ID, key_result_id: ids.KR_ID, value: 70,
			status: 'on_track', created_at: is.stamp });
		assert.match(head, /^Deprecation: @\d+\r?$/im);
	});

	test('POST /okrs answers 201 with the sample\'s fields, company printed as org', () => {
		const { status, body } = run(createOkr, key, ids);

		assert.equal(status, 201);
		hasShape(body, { id: is.id, title: 'Improve onboarding conversion',
			description: 'Lift activation in the first 7 days', type: 'org',
			cycle_id: ids['c1a2b3c4-…'], owner_id: space.admin.id, department_id: null,
			team_id: null, visibility: 'organisation', created_at: is.stamp });
	});

	test('PUT /okrs/:id answers 200 with the full updated OKR', () => {
		const { status, body } = run(updateOkr, key, ids);

		assert.equal(status, 200);
		hasShape(body, { ...samples.okr, id: ids.OKR_ID, type: 'org', visibility: 'team',
			title: 'Improve onboarding conversion (revised)', owner_id: space.admin.id,
			description: 'Lift activation in the first 7 days', updated_at: is.stamp });
	});

	test('POST /okrs/:id/key-results answers 201 with the sample\'s fields', () => {
		const { status, body } = run(createKeyResult, key, ids);

		assert.equal(status, 201);
		hasShape(body, { id: is.id, okr_id: ids.OKR_ID,
			title: 'Lift signup → activation rate to 50%', metric_type: 'percentage',
			start_value: 32, target_value: 50, current_value: 35, owner_id: space.admin.id,
			unit: '%', status: 'on_track', created_at: is.stamp });
	});

	test('PUT /key-results/:id answers 200 with the full updated key result', () => {
		const { status, body } = run(updateKeyResult, key, ids);

		assert.equal(status, 200);
		hasShape(body, { id: ids.KR_ID, okr_id: ids.OKR_ID, title: 'Lift activation rate to 55%',
			metric_type: 'percentage', start_value: 32, target_value: 55, current_value: 38,
			owner_id: space.admin.id, unit: '%', status: 'on_track', updated_at: is.stamp });
	});

	test('DELETE /key-results/:id answers 204 with an empty body', async () => {
		const { id } = await space.keyResult(ids.OKR_ID);
		const { status, text } = run(remove('key-results/KR_ID'), key, { KR_ID: id });

		assert.deepEqual([status, text], [204, '']);
		await expect(404, space.api.get(`/key-results/${id}`));
	});

	test('DELETE /okrs/:id answers 204 with an empty body and takes its key results', async () => {
		const okr = await space.okr();
		const keyResult = await space.keyResult(okr.id);
		const { status, text } = run(remove('okrs/OKR_ID'), key, { OKR_ID: okr.id });

		assert.deepEqual([status, text], [204, '']);
		await expect(404, space.api.get(`/okrs/${okr.id}`));
		await expect(404, space.api.get(`/key-results/${keyResult.id}`));
	});

	test('GET /cycles answers 200 with the sample\'s fields, the newest start first', async () => {
		await space.cycle({ name: 'Q1 2026', start_date: day(-200), end_date: day(-100) });
		const { status, body } = run(listCycles, key);

		assert.equal(status, 200);
		hasShape(body, [samples.cycle]);
		assert.deepEqual(body.map(({ start_date }) => start_date),
			body.map(({ start_date }) => start_date).sort().reverse());
		assert.equal(body.find(({ name }) => name === 'Q1 2026').status, 'ended');
	});

	test('the guide\'s check-in: value 82 from a pipeline', async () => {
		const { id } = await space.keyResult(ids.OKR_ID);
		const { body } = await expect(200, space.api.post(`/okrs/${id}/checkins`, { value: 82,
			comment: 'Pulled from analytics pipeline — weekly active users up 12%',
			status: 'on_track' }));

		assert.equal(body.comment, 'Pulled from analytics pipeline — weekly active users up 12%');
		assert.equal((await space.getKeyResult(id)).current_value, 82);
	});

	test('the AI guide\'s plan: each okrs item is taken by POST /okrs with a cycle_id', async () => {
		const plan = { okrs: [{ title: 'Grow', type: 'company', key_results: [
			{ title: 'Users', metric_type: 'number', start_value: 0, target_value: 10, unit: 'users' },
			{ title: 'Share', metric_type: 'percentage', start_value: 1, target_value: 2, unit: '%' },
		] }, { title: 'Ship', type: 'department', key_results: [] },
		{ title: 'Sell', type: 'team', key_results: [
			{ title: 'Done', metric_type: 'boolean', start_value: 0, target_value: 1, unit: '' },
		] }] };

		for (const item of plan.okrs) {
			const okr = await space.okr(item);

			assert.deepEqual(okr.key_results.map(({ title }) => title),
				item.key_results.map(({ title }) => title));
			hasShape(await ok(space.api.get(`/okrs/${okr.id}`)), samples.okr);
		}
	});
});

describe('seed 003, authentication and errors', () => {
	test('a missing or invalid key is a 401 with the error shape', () => {
		const { status, body } = run(listOkrs, 'okrt_wrong');

		assert.equal(status, 401);
		hasShape(body, { error: 'unauthorized', message: is.text });
	});

	test('a key without the scope is told: This key does not have write:okrs permission', () => {
		const { key } = new Workspace().client(['okrs:read']);
		const { status, body } = run(createOkr, key);

		assert.equal(status, 403);
		assert.deepEqual(body, { error: 'forbidden',
			message: 'This key does not have write:okrs permission' });
	});

	test('a key starts with okrt_', () => {
		assert.match(new Workspace().api.key, /^okrt_[0-9A-Za-z]{38}$/);
	});

	test('a workspace with fewer than 500 records is returned in a single request', async () => {
		const space = new Workspace();

		for (let i = 0; i < 3; i++) {
			await space.okr({ title: `Objective ${i}` });
		}
		const answer = await space.api.get('/okrs');

		assert.equal(answer.headers.link, undefined);
		assert.deepEqual(answer.body.map(({ title }) => title),
			['Objective 2', 'Objective 1', 'Objective 0']);
	});
});
