/*
 * What a person owes (product/reminders.md F1, reading 197): the due rule against a slow reference that
 * steps from day to day, over random histories, periods, frequencies and weekdays; whose a key result
 * is; what stands beside it; and who may ask.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { picks } from '../lib/dice.mjs';
import { contextOf, forgeCursor, trueKey } from '../lib/forge.mjs';
import { person, readersScopes } from '../lib/people.mjs';
import { Workspace, awayFromMidnight, day, instant } from '../lib/workspace.mjs';

const dayMs = 86400000;
const intervals = { weekly: 7, biweekly: 14, monthly: 31, quarterly: 92 };
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const far = day(400);

// ---- the reference: a calendar of single days, and the values as lists

const noon = (date) => new Date(`${date}T12:00:00Z`);
const dateOf = (time) => time.toISOString().slice(0, 10);
const step = (date, days) => dateOf(new Date(noon(date).getTime() + days * dayMs));
const weekdayOf = (date) => weekdays[(noon(date).getUTCDay() + 6) % 7];

function dueOn(since, interval, weekday, last) {
	let due = since;

	for (let i = 0; i < interval; i++) {
		due = step(due, 1);
	}
	if (weekday) {
		while (weekdayOf(due) !== 'mon') {
			due = step(due, -1);
		}
		while (weekdayOf(due) !== weekday) {
			due = step(due, 1);
		}
	}
	return last && due > last ? last : due;
}

function daysBetween(from, to) {
	let days = 0;

	for (let at = from; at < to; at = step(at, 1)) {
		days++;
	}
	return days;
}

function progressOf({ start_value: start, target_value: target, direction }, value) {
	if (start === target) {
		return (direction === 'decrease' ? value <= target : value >= target) ? 1 : 0;
	}
	return Math.min(1, Math.max(0, (value - start) / (target - start)));
}

const rounded = (number) => (number === null ? null : Math.round(number * 1e4) / 1e4);

// Of a key result with its check-ins, oldest first.
function weekAgo(keyResult, history, initial) {
	const end = day(-7);
	const known = history.filter(({ checked_in_at: at }) => at.slice(0, 10) <= end);

	if (known.length > 0) {
		return rounded(progressOf(keyResult, known.at(-1).value));
	}
	return keyResult.created_at.slice(0, 10) <= end ? rounded(progressOf(keyResult, initial)) : null;
}

function suggested(keyResult, last, expected) {
	const behind = keyResult.metric_type === 'boolean' ? 0 : expected - keyResult.progress;

	if (last?.status === 'blocked') {
		return 'blocked';
	}
	return behind <= 0.1 + 1e-9 ? 'on_track' : behind <= 0.25 + 1e-9 ? 'at_risk' : 'off_track';
}

function itemOf(okr, cycle, keyResult, history, weekday) {
	const last = history.at(-1);
	const today = day(0);
	const created = keyResult.created_at.slice(0, 10);
	const since = last?.checked_in_at.slice(0, 10) ??
		(created > cycle.start_date ? created : cycle.start_date);
	const due = dueOn(since, intervals[okr.check_in_frequency], weekday, cycle.end_date);
	const total = daysBetween(cycle.start_date, cycle.end_date) + 1;
	const expected = daysBetween(cycle.start_date, today) / total;
	const { start_value: start, target_value: target } = keyResult;
	const hasWay = start !== target && keyResult.metric_type !== 'boolean';

	return {
		kind: 'check_in', due_on: due, days_late: today > due ? daysBetween(due, today) : 0,
		subject: { type: 'key_result', id: keyResult.id, title: keyResult.title, okr_id: okr.id,
			okr_title: okr.title, metric_type: keyResult.metric_type, unit: keyResult.unit,
			start_value: start, target_value: target,
			progress_week_ago: weekAgo(keyResult, history, keyResult.start_value),
			recent: history.slice(-12).map(({ checked_in_at: at, value }) =>
				({ day: at.slice(0, 10), value })) },
		last: { value: keyResult.current_value, status: last?.status ?? null,
			at: last?.checked_in_at ?? null },
		expected_value: hasWay ? rounded(start + expected * (target - start)) : null,
		suggested_status: suggested(keyResult, last, expected),
		url: `/app/key-results/${keyResult.id}`,
	};
}

const byDue = (a, b) => (a.due_on < b.due_on ? -1 : a.due_on > b.due_on ? 1 :
	a.subject.id < b.subject.id ? -1 : 1);

const told = (items) => items.map((item) => ({ ...item,
	expected_value: rounded(item.expected_value) }));

// ---- a random company of one person

class Company {
	constructor(space, { pick, between, random }, owner, other) {
		Object.assign(this, { space, pick, between, random, owner, other });
	}

	async cycle() {
		// Ended, running in all ways, and not begun.
		const start = this.random() < 0.1 ? 3 : this.between(-200, 0);
		const end = Math.max(start, this.random() < 0.1 ? -2 : this.between(0, 120));

		return this.space.cycle({ start_date: day(start), end_date: day(end) });
	}

	async keyResult(okr) {
		const isBoolean = this.random() < 0.15;
		const [start, target] = isBoolean ? [0, 1] : [this.between(0, 50), this.between(0, 120)];
		const made = await this.space.keyResult(okr.id, { title: `KR ${this.between(0, 99)}`,
			metric_type: isBoolean ? 'boolean' : 'number', start_value: start, target_value: target,
			owner_id: this.pick([null, null, this.owner, this.other]) });
		const count = this.pick([0, 1, 2, 5, 14, 20]);
		const history = [];

		for (let i = 0; i < count; i++) {
			const at = instant(-this.between(0, 150), -this.between(1, 80000));
			const blocked = this.random() < 0.2;

			history.push({ key_result_id: made.id, checked_in_at: at,
				value: isBoolean ? this.between(0, 1) : this.between(0, 60),
				status: blocked ? 'blocked' : this.pick(['on_track', 'at_risk', 'off_track']),
				...(blocked ? { blocker_note: 'Stuck' } : {}) });
		}
		return history;
	}

	async fill(objectives) {
		const checkIns = [];

		for (let i = 0; i < objectives; i++) {
			const okr = await this.space.okr({ cycle_id: (await this.cycle()).id, title: `OKR ${i}`,
				owner_id: this.pick([this.owner, this.owner, this.other, null]),
				lifecycle: this.pick(['active', 'active', 'active', 'draft', 'completed']),
				is_archived: this.random() < 0.1,
				check_in_frequency: this.pick(Object.keys(intervals)) });

			for (let j = this.between(1, 3); j > 0; j--) {
				checkIns.push(...await this.keyResult(okr));
			}
		}
		for (let from = 0; from < checkIns.length; from += 50) {
			await ok(this.space.api.post('/checkins/batch',
				{ checkins: checkIns.slice(from, from + 50) }));
		}
	}

	// Everything as the plain lists show it.
	async read() {
		const { api } = this.space;
		const okrs = await ok(api.get('/okrs?archived=any'));
		const cycles = new Map((await ok(api.get('/cycles'))).map((one) => [one.id, one]));
		const histories = new Map();

		for (const { id } of okrs.flatMap((okr) => okr.key_results)) {
			histories.set(id, (await ok(api.get(`/key-results/${id}/checkins`))).reverse());
		}
		return { okrs, cycles, histories };
	}
}

function owed({ okrs, cycles, histories }, personId, weekday) {
	const today = day(0);
	const running = okrs.filter(({ lifecycle, is_archived: archived, cycle_id: id }) =>
		lifecycle === 'active' && !archived && cycles.get(id).start_date <= today &&
		cycles.get(id).end_date >= today);

	return running.flatMap((okr) => okr.key_results
		.filter((keyResult) => (keyResult.owner_id ?? okr.owner_id) === personId &&
			keyResult.progress < 1)
		.map((keyResult) => itemOf(okr, cycles.get(okr.cycle_id), keyResult,
			histories.get(keyResult.id), weekday))).sort(byDue);
}

describe('check-ins that are due', () => {
	const space = new Workspace();
	let me, company, records;

	const ask = (query = '') => space.api.get(`/users/${me.id}/todo?until=${far}${query}`);

	before(async () => {
		await awayFromMidnight(60);
		me = await person(space, 'me');
		company = new Company(space, picks(20261129), me.id, space.admin.id);
		await company.fill(40);
		records = await company.read();
		assert.ok(owed(records, me.id, null).length > 15);
	});

	for (const weekday of [null, ...weekdays]) {
		test(`are those of a slow reference, with the weekday ${weekday}`, async () => {
			await ok(space.api.put('/workspace', { check_in_weekday: weekday }));
			assert.deepEqual(told(await ok(ask())), owed(records, me.id, weekday));
			await ok(space.api.put('/workspace', { check_in_weekday: null }));
		});
	}

	test('are the same for the person as for who may ask about the person', async () => {
		assert.deepEqual(await ok(me.client.get(`/me/todo?until=${far}`)), await ok(ask()));
		assert.deepEqual(await ok(me.client.get(`/users/${me.id}/todo`)),
			await ok(me.client.get('/me/todo')));
	});

	test('end with the day that was asked for, by default within seven days', async () => {
		const all = owed(records, me.id, null);
		const upTo = (last) => all.filter(({ due_on: due }) => due <= last).map(({ subject }) => subject.id);
		const ids = async (path) => (await ok(me.client.get(path))).map(({ subject }) => subject.id);

		assert.deepEqual(await ids('/me/todo'), upTo(day(7)));
		for (const last of [day(-30), day(-1), day(0), day(3), '1970-01-01', '9999-12-31']) {
			assert.deepEqual(await ids(`/me/todo?until=${last}`), upTo(last), last);
		}
	});

	test('come page by page in the same order', async () => {
		const all = await ok(ask());
		const pages = [];
		let next = `&limit=4`;

		while (next) {
			const { body, headers } = await expect(200, ask(next));

			pages.push(...body);
			next = /[?&](cursor=[^&>]+)/.exec(headers.link ?? '')?.[1];
			next = next && `&limit=4&${next}`;
		}
		assert.deepEqual(pages, all);
	});

	test('leave the list with the check-in, and come again', async () => {
		const mine = await space.okr({ owner_id: me.id });
		const { id } = await space.keyResult(mine.id, { title: 'Mine' });
		const due = async () => (await ok(ask())).find(({ subject }) => subject.id === id)?.due_on;

		assert.equal(await due(), day(7));
		await space.checkIn(id, 1, { checked_in_at: instant(-5) });
		assert.equal(await due(), day(2));
		await space.checkIn(id, 2);
		assert.equal(await due(), day(7));
		await space.checkIn(id, 100);
		assert.equal(await due(), undefined);
		await ok(space.api.delete(`/okrs/${mine.id}`));
	});

	test('hold no more than 12 values, of several at one time the last', async () => {
		const mine = await space.okr({ owner_id: me.id });
		const { id } = await space.keyResult(mine.id);
		const at = instant(-20);

		for (let value = 1; value <= 14; value++) {
			await space.checkIn(id, value, { checked_in_at: at });
		}
		const { subject } = (await ok(ask())).find((item) => item.subject.id === id);

		assert.deepEqual(subject.recent.map(({ value }) => value), [...Array(12)].map((_, i) => i + 3));
		assert.equal(subject.progress_week_ago, 0.14);
		await ok(space.api.delete(`/okrs/${mine.id}`));
	});
});

describe('values of KPIs that are due', () => {
	test('follow the newest update, and need their scope', async () => {
		const space = new Workspace();
		const me = await person(space, 'me');
		const blind = space.client(['okrs:read', 'workspace:admin']);
		const kpis = [];

		await ok(space.api.put('/workspace', { check_in_weekday: 'wed' }));
		for (const frequency of ['weekly', 'monthly', 'quarterly']) {
			const kpi = await ok(space.api.post('/kpis', { name: frequency, owner_id: me.id,
				update_frequency: frequency, current_value: 3, target_value: 9, unit: 'EUR' }));

			kpis.push([kpi.id, day(intervals[frequency])]);
		}
		for (const value of [4, 5]) {
			await ok(space.api.post(`/kpis/${kpis[0][0]}/updates`, { value }));
		}
		const items = await ok(space.api.get(`/users/${me.id}/todo?until=${far}`));

		assert.deepEqual(items.map(({ subject, due_on: due }) => [subject.id, due]), kpis);
		assert.deepEqual(items[0], { kind: 'kpi_update', due_on: day(7), days_late: 0,
			subject: { type: 'kpi', id: kpis[0][0], title: 'weekly', okr_id: null, okr_title: null,
				metric_type: null, unit: 'EUR', start_value: null, target_value: 9,
				progress_week_ago: null,
				recent: [{ day: day(0), value: 4 }, { day: day(0), value: 5 }] },
			last: { value: 5, status: 'off_track', at: items[0].last.at },
			expected_value: null, suggested_status: null, url: `/app/kpis/${kpis[0][0]}` });
		assert.deepEqual([items[1].last, items[1].subject.recent],
			[{ value: 3, status: 'off_track', at: null }, []]);
		assert.deepEqual(await ok(blind.get(`/users/${me.id}/todo?until=${far}`)), []);
	});
});

describe('who may ask', () => {
	const space = new Workspace();
	let me, other, boss;

	before(async () => {
		me = await person(space, 'me');
		other = await person(space, 'other');
		boss = await person(space, 'boss', { role: 'admin' }, [...readersScopes, 'workspace:admin']);
	});

	test('a key is nobody', async () => {
		for (const client of [space.api, space.client(['okrs:read']),
			space.client(['okrs:read'], { app: 'north' })]) {
			await refused(400, client.get('/me/todo'));
		}
	});

	test('the person, administrators and keys of theirs; others get a 403', async () => {
		const path = `/users/${me.id}/todo`;
		const weak = await person(space, 'weak', { role: 'admin' });
		const pretender = await person(space, 'pretender', {}, [...readersScopes, 'workspace:admin']);

		for (const client of [me.client, boss.client, space.api]) {
			await expect(200, client.get(path));
		}
		for (const client of [other.client, weak.client, pretender.client, space.client(['okrs:read'])]) {
			await refused(403, client.get(path));
		}
	});

	test('whoever is above in the chain of managers, and nobody beside or below', async () => {
		const [top, middle, low, beside] = await Promise.all(['top', 'middle', 'low', 'beside']
			.map((name) => person(space, name)));
		const ask = (client) => client.get(`/users/${low.id}/todo`);

		await ok(space.api.put(`/users/${low.id}`, { manager_id: middle.id }));
		await ok(space.api.put(`/users/${middle.id}`, { manager_id: top.id }));
		await ok(space.api.put(`/users/${beside.id}`, { manager_id: top.id }));
		for (const client of [top.client, middle.client, low.client]) {
			await expect(200, ask(client));
		}
		await refused(403, ask(beside.client));
		await refused(403, low.client.get(`/users/${middle.id}/todo`));
		await ok(space.api.put(`/users/${middle.id}`, { manager_id: null }));
		await refused(403, ask(top.client));
	});

	test('what the person cannot see is not owed, and what the asker cannot see is not told', async () => {
		const sales = await space.department();
		const hidden = { type: 'department', department_id: sales.id, visibility: 'department' };
		const okr = await space.okr({ ...hidden, title: 'Secret' });
		const open = await space.okr({ title: 'Open' });

		for (const { id } of [okr, open]) {
			await space.keyResult(id, { owner_id: me.id });
		}
		const titles = async (client, id = me.id) =>
			(await ok(client.get(`/users/${id}/todo`))).map(({ subject }) => subject.okr_title);

		assert.deepEqual(await titles(space.api), ['Open']);
		assert.deepEqual(await titles(me.client), ['Open']);
		await ok(space.api.put(`/users/${me.id}`, { department_id: sales.id }));
		assert.deepEqual(await titles(space.api), ['Secret', 'Open']);
		assert.deepEqual(await titles(me.client), ['Secret', 'Open']);
	});

	test('an application sees what is of it alone', async () => {
		const scopes = ['okrs:read', 'write:okrs', 'okr-checkins:write', 'kpis:read', 'kpis:write',
			'workspace:admin'];
		const north = space.client(scopes, { app: 'north' });
		const south = space.client(scopes, { app: 'south' });
		const { id } = await person(space, 'of-both');
		const okr = await ok(north.post('/okrs', { title: 'North', type: 'org', owner_id: id,
			cycle_id: space.ownCycle.id, key_results: [{ title: 'North', metric_type: 'number',
				start_value: 0, target_value: 9 }] }));

		await ok(north.post('/kpis', { name: 'North', owner_id: id, update_frequency: 'weekly' }));
		await ok(space.api.post(`/key-results/${okr.key_results[0].id}/checkins`, { value: 1 }));
		await ok(north.post(`/key-results/${okr.key_results[0].id}/checkins`, { value: 2 }));
		assert.deepEqual(await ok(south.get(`/users/${id}/todo`)), []);
		const items = await ok(north.get(`/users/${id}/todo`));

		assert.deepEqual(items.map(({ kind }) => kind).sort(), ['check_in', 'kpi_update']);
		assert.deepEqual(items.find(({ kind }) => kind === 'check_in').subject.recent,
			[{ day: day(0), value: 2 }]);
	});

	test('a check-in that one may not read is not among the values', async () => {
		const okr = await space.okr({ title: 'Whispered' });
		const { id } = await space.keyResult(okr.id, { owner_id: other.id });
		const mine = await space.keyResult(okr.id, { owner_id: me.id });

		for (const keyResult of [id, mine.id]) {
			await space.checkIn(keyResult, 5);
		}
		const { subject } = (await ok(boss.client.get(`/users/${other.id}/todo`)))
			.find((item) => item.subject.id === id);

		assert.deepEqual(subject.recent, [{ day: day(0), value: 5 }]);
	});

	test('parameters that mean nothing are a 400', async () => {
		for (const until of ['', 'x', '2026-02-30', '2026-01-01T00:00:00Z', '0999-01-01', '10000-01-01']) {
			await badFields(['until'], boss.client.get(`/me/todo?until=${until}`));
		}
		await badFields(['limit'], boss.client.get('/me/todo?limit=0'));
		await badFields(['until'], boss.client.get('/me/todo?until=2026-01-01&until=2026-01-01'));
		await badFields(['kind'], boss.client.get('/me/todo?kind=check_in'));
		await refused(404, space.api.get('/users/01890000-0000-7000-8000-000000000001/todo'));
	});

	test('cursors are for one person and one list', async () => {
		const place = { route: '/api/v1/me/todo', order: 'due_on', workspace: space.id };
		const cursor = (viewer, key = trueKey()) => forgeCursor(key,
			contextOf({ ...place, viewer }), other.id, Buffer.alloc(4));

		await expect(200, other.client.get(`/me/todo?cursor=${cursor(other.id)}`));
		for (const wrong of [cursor(me.id), cursor(other.id, Buffer.alloc(32)), cursor('')]) {
			await badFields(['cursor'], other.client.get(`/me/todo?cursor=${wrong}`));
		}
		await badFields(['cursor'],
			other.client.get(`/users/${other.id}/todo?cursor=${cursor(other.id)}`));
	});
});
