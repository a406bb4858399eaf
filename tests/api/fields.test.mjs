/*
 * Every field of every route that takes a body, against every wrong type of JSON: each is a 400
 * that names the field, and changes nothing. The table says what a field is; the tests are
 * generated from it. Read-only fields are the answer's own, sent back.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { Workspace, dump, unique } from '../lib/workspace.mjs';

const values = { null: null, boolean: true, number: 7, fraction: 1.5, string: 'surely not this',
	'empty string': '', array: [[]], object: { a: 1 } };

// The values that each kind of field must refuse. A required field refuses null as well.
const wrong = {
	title: ['boolean', 'number', 'fraction', 'empty string', 'array', 'object'],
	text: ['boolean', 'number', 'fraction', 'array', 'object'],
	id: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	word: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	date: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	instant: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	number: ['boolean', 'string', 'empty string', 'array', 'object'],
	value: ['boolean', 'string', 'empty string', 'array', 'object'], // on a metric not boolean
	integer: ['boolean', 'fraction', 'string', 'empty string', 'array', 'object'],
	flag: ['number', 'fraction', 'string', 'empty string', 'array', 'object'],
	ids: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	texts: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
	list: ['boolean', 'number', 'fraction', 'string', 'empty string', 'object'],
	scopes: ['boolean', 'number', 'fraction', 'string', 'empty string', 'array', 'object'],
};

const okrFields = { title: 'title!', description: 'text', type: 'word!', cycle_id: 'id!',
	owner_id: 'id', department_id: 'id', team_id: 'id', visibility: 'word', parent_okr_id: 'id',
	weight: 'number', lifecycle: 'word', is_archived: 'flag', check_in_frequency: 'word',
	tags: 'texts' };
const keyResultFields = { title: 'title!', description: 'text', metric_type: 'word!',
	start_value: 'number!', target_value: 'number!', current_value: 'value', unit: 'text',
	direction: 'word', weight: 'number', owner_id: 'id' };
const checkInFields = { value: 'value!', status: 'word', comment: 'text', blocker_note: 'text',
	checked_in_at: 'instant' };
const userFields = { name: 'title!', email: 'title!', role: 'word', department_id: 'id',
	team_ids: 'ids', manager_id: 'id', external_id: 'text', active: 'flag' };
const keyFields = { name: 'title!', scopes: 'scopes!', app_id: 'text', expires_at: 'instant',
	rate_limit: 'integer', page_limit: 'integer' };
const cycleFields = { name: 'title!', start_date: 'date!', end_date: 'date!' };
const teamFields = { name: 'title!', department_id: 'id' };
const departmentFields = { name: 'title!', parent_id: 'id' };

let space, made, goodBodies;

async function prepare() {
	space = new Workspace();
	const okr = await space.okr();

	made = { okr, keyResult: await space.keyResult(okr.id), user: await space.user(),
		cycle: await space.cycle(), team: await space.team(), department: await space.department() };
	goodBodies = {
		okr: { title: 'x', type: 'org', cycle_id: okr.cycle_id },
		keyResult: { title: 'x', metric_type: 'number', start_value: 0, target_value: 1 },
		checkIn: { value: 1 },
		user: { name: 'x', email: `${unique('x')}@example.org` },
		cycle: { name: unique('x'), start_date: '2026-01-01', end_date: '2026-02-01' },
		team: { name: 'x' },
		department: { name: 'x' },
		key: { name: 'x', scopes: ['okrs:read'] },
	};
}

const doors = [
	['POST', () => '/okrs', { ...okrFields, key_results: 'list' }, 'okr'],
	['PUT', () => `/okrs/${made.okr.id}`, okrFields],
	['POST', () => `/okrs/${made.okr.id}/key-results`, keyResultFields, 'keyResult'],
	['PUT', () => `/key-results/${made.keyResult.id}`, keyResultFields],
	['POST', () => `/key-results/${made.keyResult.id}/checkins`, checkInFields, 'checkIn'],
	['POST', () => `/okrs/${made.keyResult.id}/checkins`, checkInFields, 'checkIn'],
	['POST', () => '/users', userFields, 'user'],
	['PUT', () => `/users/${made.user.id}`, userFields],
	['POST', () => '/cycles', cycleFields, 'cycle'],
	['PUT', () => `/cycles/${made.cycle.id}`, cycleFields],
	['POST', () => '/teams', teamFields, 'team'],
	['PUT', () => `/teams/${made.team.id}`, teamFields],
	['POST', () => '/departments', departmentFields, 'department'],
	['PUT', () => `/departments/${made.department.id}`, departmentFields],
	['POST', () => '/api-keys', keyFields, 'key'],
];
const places = ['/okrs', '/okrs/ID', '/okrs/ID/key-results', '/key-results/ID',
	'/key-results/ID/checkins', '/okrs/ID/checkins', '/users', '/users/ID', '/cycles', '/cycles/ID',
	'/teams', '/teams/ID', '/departments', '/departments/ID', '/api-keys'];

function wrongOnes(kind) {
	const isNeeded = kind.endsWith('!');

	return [...wrong[kind.replace('!', '')], ...(isNeeded ? ['null'] : [])];
}

describe('a field of the wrong type is a 400 that names it, and changes nothing', () => {
	let earlier;

	before(async () => {
		await prepare();
		earlier = await dump(space.api);
	});

	doors.forEach(([method, path, fields, good], i) => {
		for (const [field, kind] of Object.entries(fields)) {
			test(`${method} ${places[i]}: ${field} is ${kind.replace('!', ', required')}`,
				async () => {
					for (const name of wrongOnes(kind)) {
						const body = { ...(goodBodies[good] ?? {}), [field]: values[name] };

						await badFields([field], space.api.request(method, path(), body))
							.catch((error) => {
								error.message = `${name}: ${error.message}`;
								throw error;
							});
					}
				});
		}
	});

	for (const [field, kind] of Object.entries(keyResultFields)) {
		test(`POST /okrs: key_results[1].${field} is ${kind.replace('!', ', required')}`,
			async () => {
				for (const name of wrongOnes(kind)) {
					const wrongItem = { ...goodBodies.keyResult, [field]: values[name] };

					await badFields([`key_results[1].${field}`], space.api.post('/okrs',
						{ ...goodBodies.okr, key_results: [goodBodies.keyResult, wrongItem] }));
				}
			});
	}

	after(async () => assert.equal(await dump(space.api), earlier));
});

describe('a required field that is missing is a 400 that names it', () => {
	before(prepare);

	doors.forEach(([method, path, fields, good], i) => {
		if (method !== 'POST') {
			return;
		}
		test(`POST ${places[i]}`, async () => {
			const needed = Object.keys(fields).filter((field) => fields[field].endsWith('!'));

			await badFields(needed, space.api.post(path(), {}));
			for (const field of needed) {
				const { [field]: gone, ...rest } = goodBodies[good];

				await badFields([field], space.api.post(path(), rest));
			}
		});
	});
});

describe('what a GET returns may be sent back: read-only fields are accepted and ignored', () => {
	const items = { okr: '/okrs', keyResult: '/key-results', user: '/users', cycle: '/cycles',
		team: '/teams', department: '/departments' };

	before(prepare);

	for (const [kind, path] of Object.entries(items)) {
		test(`PUT ${path}/ID`, async () => {
			const target = `${path}/${made[kind].id}`;
			const was = await ok(space.api.get(target));
			const now = await ok(space.api.put(target, was));

			delete was.updated_at;
			delete now.updated_at;
			assert.deepEqual(now, was);
		});
	}

	test('POST /okrs takes what GET /okrs/:id gave, key results included', async () => {
		const was = await space.getOkr(made.okr.id);
		const copy = await ok(space.api.post('/okrs', was));

		assert.notEqual(copy.id, was.id);
		assert.deepEqual(copy.key_results.map(({ title }) => title),
			was.key_results.map(({ title }) => title));
		assert.notEqual(copy.key_results[0].id, was.key_results[0].id);
	});

	test('computed values that are sent are not stored', async () => {
		const { body } = await expect(200, space.api.put(`/okrs/${made.okr.id}`, { weight: 2,
			progress: 0.9, health_score: 3, status: 'off_track', owner: 'Nobody', cycle: 'None',
			created_at: '2001-01-01T00:00:00Z', health: 'anything', key_results: 7 }));

		assert.equal(body.progress, 0);
		assert.equal(body.owner, null);
		assert.notEqual(body.created_at, '2001-01-01T00:00:00Z');
		assert.equal(body.key_results.length, 1);
	});

	test('a key result\'s status is read-only: it is set by check-ins', async () => {
		const { body } = await expect(200, space.api.put(`/key-results/${made.keyResult.id}`,
			{ unit: 'x', status: 'off_track' }));

		assert.equal(body.status, 'not_started');
	});
});
