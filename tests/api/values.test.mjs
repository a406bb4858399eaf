/*
 * What fields may hold beyond their type: lengths of titles and texts, dates and timestamps, words,
 * null on optional, defaulted and required fields, and that strings come back as they were sent.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Workspace, day, instant, unique } from '../lib/workspace.mjs';

let space, api, okr, keyResult;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr();
	keyResult = await space.keyResult(okr.id);
});

function putOkr(fields) {
	return api.put(`/okrs/${okr.id}`, fields);
}

function putKeyResult(fields) {
	return api.put(`/key-results/${keyResult.id}`, fields);
}

function checkIn(fields) {
	return api.post(`/key-results/${keyResult.id}/checkins`, { value: 1, ...fields });
}

describe('titles and names', () => {
	const doors = {
		'an OKR\'s title': ['title', (title) => putOkr({ title })],
		'a key result\'s title': ['title', (title) => putKeyResult({ title })],
		'a cycle\'s name': ['name', (name) => api.put(`/cycles/${okr.cycle_id}`, { name })],
		'a user\'s name': ['name', (name) => api.put(`/users/${space.admin.id}`, { name })],
		'a team\'s name': ['name', (name) => api.post('/teams', { name })],
		'a department\'s name': ['name', (name) => api.post('/departments', { name })],
		'a key\'s name': ['name', (name) => api.post('/api-keys', { name, scopes: ['okrs:read'] })],
	};

	for (const [what, [field, send]] of Object.entries(doors)) {
		test(`${what} has 1 to 255 characters, not bytes`, async () => {
			for (const title of ['x', 'a'.repeat(255), 'é'.repeat(255), '😀'.repeat(255)]) {
				assert.equal((await ok(send(title)))[field], title);
			}
			for (const title of ['a'.repeat(256), '😀'.repeat(256)]) {
				await badFields([field], send(title));
			}
		});

		test(`${what} is trimmed of outer white space and then not empty`, async () => {
			assert.equal((await ok(send(' \t\n two  words \r\n')))[field], 'two  words');
			assert.equal((await ok(send(`  ${'b'.repeat(255)}  `)))[field], 'b'.repeat(255));
			for (const title of ['', ' ', ' \t\r\n ']) {
				await badFields([field], send(title));
			}
		});
	}
});

describe('free text', () => {
	const doors = {
		'an OKR\'s description': ['description', (text) => putOkr({ description: text })],
		'a key result\'s description': ['description',
			(text) => putKeyResult({ description: text })],
		'a check-in\'s comment': ['comment', (text) => checkIn({ comment: text })],
		'a check-in\'s blocker_note': ['blocker_note',
			(text) => checkIn({ blocker_note: text, status: 'blocked' })],
	};

	for (const [what, [field, send]] of Object.entries(doors)) {
		test(`${what} has up to 65,535 bytes`, async () => {
			for (const text of ['a'.repeat(65535), 'é'.repeat(32767), '😀'.repeat(16383)]) {
				assert.equal((await ok(send(text)))[field], text);
			}
			for (const text of ['a'.repeat(65536), 'é'.repeat(32768), '😀'.repeat(16384)]) {
				await badFields([field], send(text));
			}
		});

		test(`${what} is stored as sent`, async () => {
			for (const text of [' padded ', 'line\nline\r\n\ttab', '<b>&"\'\\ </script>',
				'%s %n %1$s', "'; DROP TABLE objective; --", 'é ẹ\u0301 ß İ ﬁ', '\u202eright',
				// What nobody sees does not explain a blocker.
				field === 'blocker_note' ? 'x\u0001\u001f' : '\u0001\u001f', '👩‍👩‍👧‍👦']) {
				assert.equal((await ok(send(text)))[field], text);
			}
		});
	}

	test('an empty blocker_note does not explain a blocker', () =>
		badFields(['blocker_note'], checkIn({ status: 'blocked', blocker_note: '' })));
});

describe('short texts and lists', () => {
	const doors = {
		'a key result\'s unit': ['unit', (unit) => putKeyResult({ unit })],
		'a user\'s external_id': ['external_id',
			(external_id) => api.put(`/users/${space.admin.id}`, { external_id })],
		'a key\'s app_id': ['app_id',
			(app_id) => api.post('/api-keys', { name: 'x', scopes: ['okrs:read'], app_id })],
	};

	for (const [what, [field, send]] of Object.entries(doors)) {
		test(`${what} is kept, or refused as a whole: never cut`, async () => {
			assert.equal((await ok(send('%')))[field], '%');
			for (const text of ['é'.repeat(255), 'x'.repeat(256), 'x'.repeat(1000)]) {
				const { status, body } = await send(text);

				assert.ok(status === 400 || body[field] === text, `${status}`);
			}
		});
	}

	test('an e-mail of 256 characters is a 400', () => badFields(['email'], api.post('/users',
		{ name: 'x', email: `${'x'.repeat(244)}@example.org` })));

	test('tags have up to 65,535 bytes', async () => {
		const tags = ['x'.repeat(65000)];

		assert.deepEqual((await ok(putOkr({ tags }))).tags, tags);
		await badFields(['tags'], putOkr({ tags: ['x'.repeat(65536)] }));
		assert.equal((await ok(putOkr({ tags: null }))).tags, null);
	});

	test('tags are printed as they were sent', async () => {
		const tags = ['a"b', '\\', '</x>', 'é', '日本', '🚀', '', '\u0001', 'a,b', '[]', 'null'];

		assert.deepEqual((await ok(putOkr({ tags }))).tags, tags);
	});

	test('500 key results come with a new OKR, 501 are a 400', async () => {
		const body = { title: 'x', metric_type: 'number', start_value: 0, target_value: 1 };
		const many = Array.from({ length: 500 }, (_, i) => ({ ...body, title: `${i}` }));
		const made = await space.okr({ key_results: many });

		assert.deepEqual(made.key_results.map(({ title }) => title), many.map(({ title }) => title));
		await badFields(['key_results'], api.post('/okrs', { title: 'x', type: 'org',
			cycle_id: okr.cycle_id, key_results: [...many, body] }));
	});
});

describe('dates', () => {
	const missing = ['2026-02-29', '2025-02-30', '2026-04-31', '2026-13-01', '2026-00-10',
		'2026-01-00', '2026-01-32', '1900-02-29', '0000-01-01', '2026-1-1', '26-01-01',
		'2026/01/01', '20260101', '2026-01-01T00:00:00Z', ' 2026-01-01', '2026-01-01 ', 'today',
		'+2026-01-01', '２０２６-01-01', '2026-01-0x', '2026-W01-1', '2026-001'];

	for (const date of missing) {
		test(`${JSON.stringify(date)} is no date`, () =>
			badFields(['end_date'], api.put(`/cycles/${okr.cycle_id}`, { end_date: date })));
	}

	for (const date of ['2024-02-29', '2000-02-29', '1970-01-01', '1999-12-31', '2400-02-29',
		'9999-12-31']) {
		test(`${date} is a date`, async () => {
			const cycle = await space.cycle({ start_date: date, end_date: date });

			assert.deepEqual([cycle.start_date, cycle.end_date], [date, date]);
		});
	}

	test('a cycle may not end before it starts, judged with what is stored', async () => {
		const { id } = await space.cycle({ start_date: '2026-03-01', end_date: '2026-03-31' });

		await badFields(['end_date'], api.put(`/cycles/${id}`, { end_date: '2026-02-28' }));
		await refused(400, api.put(`/cycles/${id}`, { start_date: '2026-04-01' }));
		await expect(200, api.put(`/cycles/${id}`,
			{ start_date: '2026-04-01', end_date: '2026-04-01' }));
	});
});

describe('timestamps', () => {
	const same = {
		'2026-03-04T05:06:07Z': '2026-03-04T05:06:07Z',
		'2026-03-04T05:06:07+00:00': '2026-03-04T05:06:07Z',
		'2026-03-04T07:36:07+02:30': '2026-03-04T05:06:07Z',
		'2026-03-03T23:06:07-06:00': '2026-03-04T05:06:07Z',
		'2026-03-04T05:06:07.9Z': '2026-03-04T05:06:07Z',
		'2026-03-04T05:06:07.123456789Z': '2026-03-04T05:06:07Z',
		'2026-03-04T05:06:07.5+01:00': '2026-03-04T04:06:07Z',
		'2026-01-01T00:30:00+01:00': '2025-12-31T23:30:00Z',
		'2024-02-29T23:59:59Z': '2024-02-29T23:59:59Z',
	};
	const none = ['2026-02-29T00:00:00Z', '2026-03-04T24:00:01Z', '2026-03-04T12:60:00Z',
		'2026-03-04T12:00:61Z', '2026-03-04', '2026-03-04 05:06:07 UTC', '2026-03-04T05:06:07',
		'2026-03-04T05:06:07+25:00', '2026-03-04T05:06:07+01:60', '2026-03-04T05:06:07.Z',
		'1772600000', 'yesterday', '2026-03-04T05:06:07Zx', 'T05:06:07Z'];

	for (const [sent, printed] of Object.entries(same)) {
		test(`${sent} is ${printed}`, async () => {
			assert.equal((await ok(checkIn({ checked_in_at: sent }))).checked_in_at, printed);
		});
	}

	for (const text of none) {
		test(`${text} is no timestamp`, () =>
			badFields(['checked_in_at'], checkIn({ checked_in_at: text })));
	}

	test('checked_in_at may be up to 60 s in the future, not more', async () => {
		await expect(201, checkIn({ checked_in_at: instant(0, 50) }));
		await badFields(['checked_in_at'], checkIn({ checked_in_at: instant(0, 75) }));
		await badFields(['checked_in_at'], checkIn({ checked_in_at: instant(1) }));
	});
});

describe('words', () => {
	const words = {
		type: ['org', 'company', 'department', 'team', 'individual'],
		visibility: ['organisation', 'department', 'team'],
		lifecycle: ['draft', 'active', 'completed', 'cancelled'],
		check_in_frequency: ['weekly', 'biweekly', 'monthly', 'quarterly'],
	};

	for (const [field, accepted] of Object.entries(words)) {
		test(`${field} of an OKR is one of ${accepted.join(', ')}`, async () => {
			for (const value of accepted) {
				const answer = await ok(putOkr({ [field]: value }));

				assert.equal(answer[field], value === 'company' ? 'org' : value);
			}
			for (const value of ['', 'Team', ' team', 'unknown', 'activ']) {
				await badFields([field], putOkr({ [field]: value }));
			}
			await ok(putOkr({ lifecycle: 'active' }));
		});
	}

	test('metric_type is one of number, percentage, currency, boolean', async () => {
		for (const metric_type of ['number', 'percentage', 'currency', 'boolean']) {
			const made = await space.keyResult(okr.id, { metric_type });

			assert.equal(made.metric_type, metric_type);
		}
	});

	test('direction is checked against start and target', async () => {
		assert.equal((await space.keyResult(okr.id)).direction, 'increase');
		assert.equal((await space.keyResult(okr.id, { start_value: 8, target_value: 3 })).direction,
			'decrease');
		await badFields(['direction'], putKeyResult({ direction: 'decrease' }));
		await expect(200, putKeyResult({ direction: 'increase' }));
	});

	test('role is one of admin, manager, member; member by default', async () => {
		assert.equal((await space.user()).role, 'member');
		for (const role of ['admin', 'manager', 'member']) {
			assert.equal((await space.user({ role })).role, role);
		}
	});
});

describe('null', () => {
	test('clears optional fields', async () => {
		const team = await space.team();
		const department = await space.department();
		const full = await space.okr({ description: 'x', owner_id: space.admin.id, team_id: team.id,
			department_id: department.id, parent_okr_id: okr.id, tags: ['a'] });
		const cleared = await ok(api.put(`/okrs/${full.id}`, { description: null, owner_id: null,
			team_id: null, department_id: null, parent_okr_id: null }));

		for (const field of ['description', 'owner_id', 'owner', 'team_id', 'department_id',
			'parent_okr_id']) {
			assert.notEqual(full[field], null, field);
			assert.equal(cleared[field], null, field);
		}
	});

	test('sets optional fields with a default to it', async () => {
		const full = await space.okr({ visibility: 'team', weight: 5, lifecycle: 'draft',
			is_archived: true, check_in_frequency: 'monthly' });
		const { visibility, weight, lifecycle, is_archived, check_in_frequency } = await ok(
			api.put(`/okrs/${full.id}`, { visibility: null, weight: null, lifecycle: null,
				is_archived: null, check_in_frequency: null }));

		assert.deepEqual({ visibility, weight, lifecycle, is_archived, check_in_frequency },
			{ visibility: 'organisation', weight: 1, lifecycle: 'active', is_archived: false,
				check_in_frequency: 'weekly' });
	});

	test('is a 400 on every required field, of an update too', async () => {
		await badFields(['title', 'type', 'cycle_id'],
			putOkr({ title: null, type: null, cycle_id: null }));
		await badFields(['title', 'metric_type', 'start_value', 'target_value'], putKeyResult(
			{ title: null, metric_type: null, start_value: null, target_value: null }));
	});

	test('in a create is as if the field was not there', async () => {
		const made = await space.okr({ description: null, owner_id: null, team_id: null,
			department_id: null, visibility: null, weight: null, parent_okr_id: null });

		assert.deepEqual([made.visibility, made.weight, made.owner], ['organisation', 1, null]);
	});

	test('current_value null is the default, the start value, at creation', async () => {
		const made = await space.keyResult(okr.id, { start_value: 7, current_value: null });

		assert.equal(made.current_value, 7);
	});

	test('current_value null in an update leaves a readable key result', async () => {
		const made = await space.keyResult(okr.id, { start_value: 7, current_value: 9 });
		const { body } = await expect(200,
			api.put(`/key-results/${made.id}`, { current_value: null }));

		assert.equal(body.current_value, 7);
	});

	test('status null of a check-in is on_track, checked_in_at null is now', async () => {
		const made = await ok(checkIn({ status: null, checked_in_at: null, comment: null }));

		assert.equal(made.status, 'on_track');
		assert.equal(made.checked_in_at, made.created_at);
	});
});

describe('defaults', () => {
	test('visibility is organisation, weight 1, lifecycle active, not archived', async () => {
		const made = await space.okr();

		assert.deepEqual([made.visibility, made.weight, made.lifecycle, made.is_archived],
			['organisation', 1, 'active', false]);
	});

	test('current_value defaults to start_value', async () => {
		assert.equal((await space.keyResult(okr.id, { start_value: 32 })).current_value, 32);
	});

	test('a key result is not_started when current equals start, else on_track', async () => {
		assert.equal((await space.keyResult(okr.id)).status, 'not_started');
		assert.equal((await space.keyResult(okr.id, { current_value: 1 })).status, 'on_track');
	});

	test('tags keep their order and may be empty', async () => {
		assert.deepEqual((await ok(putOkr({ tags: ['b', 'a', 'b'] }))).tags, ['b', 'a', 'b']);
		assert.deepEqual((await ok(putOkr({ tags: [] }))).tags, []);
	});

	test('a boolean whose start equals its target is a 400', () =>
		refused(400, api.post(`/okrs/${okr.id}/key-results`, { title: 'x', metric_type: 'boolean',
			start_value: 1, target_value: 1 })));

	test('a boolean\'s current value is its start, its target, or yes or no', async () => {
		const body = { title: 'x', metric_type: 'boolean', start_value: 0, target_value: 1 };

		for (const [current_value, printed] of [[0, 0], [1, 1], ['yes', 1], ['no', 0], [true, 1],
			[false, 0]]) {
			assert.equal((await space.keyResult(okr.id, { ...body, current_value })).current_value,
				printed);
		}
		await badFields(['current_value'], api.post(`/okrs/${okr.id}/key-results`,
			{ ...body, current_value: 0.5 }));
	});

	test('a reference to a deleted OKR is a 400', async () => {
		const gone = await space.okr();

		await api.delete(`/okrs/${gone.id}`);
		await badFields(['parent_okr_id'], putOkr({ parent_okr_id: gone.id }));
	});

	test('a name in use by something else may be used again, but not by its like', async () => {
		const name = unique('twin');

		for (const make of [() => space.team({ name }), () => space.department({ name }),
			() => space.cycle({ name, start_date: day(0), end_date: day(1) })])
			await make();
		await refused(409, api.post('/teams', { name }));
		await refused(409, api.post('/departments', { name }));
		await refused(409, api.post('/cycles', { name, start_date: day(0), end_date: day(1) }));
		for (const title of [name, name])
			await ok(api.post('/okr/objectives', { title }));
	});
});
