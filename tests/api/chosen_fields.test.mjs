/*
 * `fields` (reading 152): on every list and item of the description, whatever is chosen is exactly what
 * the whole answer has of it. A projection of the whole answer by other means is the reference; what is
 * chosen is drawn at random.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { operations, parametersOf } from '../lib/described.mjs';
import { picks } from '../lib/dice.mjs';
import { pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { person } from '../lib/people.mjs';
import { nameOf } from '../lib/routes.mjs';
import { Workspace, allScopes, day, instant } from '../lib/workspace.mjs';

const shapeOf = (path) => path.replace(/\{\w+\}|\b(ID|UPDATE|KEY_RESULT)\b/g, '*');
const taking = new Set(operations.filter((one) => one.method === 'GET' &&
	parametersOf(one).some(({ name }) => name === 'fields')).map(({ path }) => shapeOf(path)));
const chosen = routes.filter(({ method, path }) => method === 'GET' &&
	taking.has(shapeOf(`/api/v1${path}`)));

const { pick, between } = picks(20261130);
const space = new Workspace();
let records, me;

// JSON of any form: what stands within is no field.
const free = ['changes', 'context', 'counts', 'options'];

const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// The records of an answer, whatever stands around them.
function recordsIn(body) {
	const inner = body.items ?? body.data ?? body;

	return Array.isArray(inner) ? inner : [inner];
}

// { title: true, key_results: { progress: true } }
function treeOf(names) {
	const tree = {};

	for (const name of names) {
		const [outer, inner] = name.split('.');

		if (!inner || tree[outer] === true) {
			tree[outer] = true;
		} else {
			tree[outer] = { ...tree[outer], [inner]: true };
		}
	}
	return tree;
}

function project(value, tree) {
	if (tree === true || !value || typeof value !== 'object') {
		return value;
	}
	if (Array.isArray(value)) {
		return value.map((one) => project(one, tree));
	}
	return Object.fromEntries(Object.entries(value).filter(([name]) => name === 'id' || tree[name])
		.map(([name, inner]) => [name, name === 'id' ? inner : project(inner, tree[name])]));
}

function projected(body, tree) {
	if (Array.isArray(body)) {
		return project(body, tree);
	}
	const around = ['items', 'data'].find((name) => name in body && Object.keys(body).length <= 3);

	return around ? { ...body, [around]: project(body[around], tree) } : project(body, tree);
}

// Everything that can be named of these records, one dot deep.
function namesOf(list) {
	const names = new Set();

	for (const record of list) {
		for (const [name, value] of Object.entries(record)) {
			names.add(name);
			if (free.includes(name)) {
				continue;
			}
			for (const inner of Array.isArray(value) ? value.filter(isRecord) : [value].filter(isRecord)) {
				Object.keys(inner).forEach((one) => names.add(`${name}.${one}`));
			}
		}
	}
	return [...names];
}

const clientFor = (route) => (route.people ? me.client : space.api);

before(async () => {
	records = await recordsOf(space);
	me = await person(space, 'me', { role: 'admin' }, allScopes);
	records.user = me;
	await ok(space.api.put(`/okrs/${records.okr.id}`, { owner_id: me.id, description: 'A text',
		tags: ['a', 'b'] }));
	await space.okr({ parent_okr_id: records.okr.id, title: 'Below' });
	await space.keyResult(records.okr.id, { title: 'Second', owner_id: me.id });
	await space.checkIn(records.keyResult.id, 40, { checked_in_at: instant(-3), comment: 'So far' });
	await ok(space.api.put(`/kpis/${records.kpi.id}`, { owner_id: me.id, target_value: 9 }));
});

test('every list and item takes it', () => {
	// What an import found and did is a report, like those of a cycle.
	const listsAndItems = routes.filter(({ method, path }) => method === 'GET' &&
		!/^\/(me|workspace|reports\/\w+|audit\/head|imports\/ID(\/errors\.csv)?)$/.test(path) && !/\/(explain|search|history)$/.test(path));

	assert.deepEqual(listsAndItems.filter((one) => !chosen.includes(one)).map(nameOf), []);
	assert.ok(chosen.length > 30);
});

describe('what is chosen is what the whole answer has of it', () => {
	for (const route of chosen) {
		test(nameOf(route), async () => {
			const path = pathFor(route, records);
			const client = clientFor(route);
			const at = `${path}?limit=3`.replace(/\?.*/, (query) =>
				(/(ID|UPDATE|summary)$/.test(route.path) ? '' : query));
			const whole = await expect(200, client.get(at));
			const names = namesOf(recordsIn(whole.body));
			const join = at.includes('?') ? '&' : '?';
			const choices = names.map((name) => [name]);

			for (let i = 0; i < 8; i++) {
				choices.push([...Array(between(1, 6))].map(() => pick(names)));
			}
			for (const choice of choices) {
				const { body } = await expect(200, client.get(`${at}${join}fields=${choice.join()}`));

				assert.deepEqual(body, projected(whole.body, treeOf(choice)), choice.join());
			}
		});
	}
});

describe('what is told on request alone', () => {
	const inner = ['check_in_count', 'check_ins', 'due_on', 'owner', 'progress_week_ago', 'recent'];
	const outer = ['check_in_count', 'children', 'department', 'due_on', 'initiatives', 'parents', 'period_end', 'period_start',
		'progress_week_ago', 'team'];
	const ofKpi = ['due_on', 'recent'];
	const titles = (list) => list.map(({ title }) => title);

	test('is not in any answer that does not name it', async () => {
		const [okr, list, keyResults, kpis] = await Promise.all([`/okrs/${records.okr.id}`, '/okrs', '/key-results',
			'/kpis'].map((path) => ok(space.api.get(path))));
		const absent = (one, names) => names.forEach((name) => assert.ok(!(name in one), name));

		[okr, ...list].forEach((one) => absent(one, outer));
		[...okr.key_results, ...keyResults].forEach((one) => absent(one, inner));
		kpis.forEach((one) => absent(one, ofKpi));
	});

	test('of OKRs is the same in lists and alone, and agrees with what other routes say', async () => {
		const department = await ok(space.api.post('/departments', { name: 'Product' }));
		const team = await ok(space.api.post('/teams', { name: 'Platform', department_id: department.id }));
		const top = await space.okr({ title: 'Top' });
		const middle = await space.okr({ title: 'Middle', parent_okr_id: top.id });
		const low = await space.okr({ title: 'Low', parent_okr_id: middle.id, type: 'team', team_id: team.id,
			department_id: department.id });
		const late = await space.keyResult(low.id, { owner_id: me.id });

		await ok(space.api.put(`/okrs/${(await space.okr({ title: 'Put away', parent_okr_id: middle.id })).id}`,
			{ is_archived: true }));
		await space.checkIn(late.id, 30, { checked_in_at: instant(-9) });
		await space.checkIn(late.id, 70, { checked_in_at: instant(-6) });
		for (const link of [{ kr_id: late.id }, { okr_id: low.id }, { okr_id: top.id }]) {
			await ok(space.api.post('/initiatives', { title: 'Work', ...link }));
		}
		const all = await ok(space.api.get(`/okrs?fields=${outer},title`));

		for (const { id } of [top, middle, low]) {
			const alone = await ok(space.api.get(`/okrs/${id}?fields=${outer},title`));
			const past = await ok(space.api.get(`/okrs/${id}/history?from=${day(-7)}&to=${day(-7)}`));

			assert.deepEqual(all.find((one) => one.id === id), alone);
			assert.equal(alone.progress_week_ago, past[0].progress);
		}
		const [one, above] = [low, middle].map(({ id }) => all.find((each) => each.id === id));

		assert.equal(one.progress_week_ago, 0.3);
		assert.deepEqual([titles(one.parents), titles(above.parents), titles(above.children), one.children],
			[['Top', 'Middle'], ['Top'], ['Low'], []]);
		assert.deepEqual(above.children[0].health, (await ok(space.api.get(`/okrs/${low.id}`))).health);
		const { data: work } = await ok(space.api.get(`/initiatives?okr_id=${low.id}`));

		assert.equal(work.length, 2);
		assert.deepEqual([one.initiatives, above.initiatives], [work.reverse(), []]);
		assert.deepEqual([one.team, one.department, above.team], ['Platform', 'Product', null]);
		assert.deepEqual([one.period_start, one.period_end], [day(-50), day(50)]);
		const owed = (await ok(me.client.get(`/me/todo?until=${day(9)}`)));
		const asked = await ok(space.api.get(`/key-results/${late.id}?fields=due_on,owner`));

		assert.equal(asked.due_on, owed.find(({ subject }) => subject.id === late.id).due_on);
		assert.deepEqual([one.due_on, above.due_on, asked.owner], [asked.due_on, null, me.name]);
		await ok(space.api.put(`/okrs/${low.id}`, { lifecycle: 'completed' }));
		assert.equal((await ok(space.api.get(`/okrs/${low.id}?fields=due_on`))).due_on, null);
	});

	test('of KPIs is what is owed of them', async () => {
		const kpi = await ok(space.api.post('/kpis', { name: 'Measured', owner_id: me.id,
			update_frequency: 'weekly' }));

		for (let value = 1; value <= 14; value++) {
			await ok(space.api.post(`/kpis/${kpi.id}/updates`, { value }));
		}
		const { due_on, recent } = await ok(space.api.get(`/kpis/${kpi.id}?fields=${ofKpi}`));
		const [item] = (await ok(me.client.get(`/me/todo?until=${day(9)}`))).filter(({ subject }) => subject.id === kpi.id);

		assert.deepEqual([due_on, recent], [item.due_on, item.subject.recent]);
		assert.deepEqual(recent.map(({ value }) => value), [...Array(12)].map((_, i) => i + 3));
	});

	test('tells nobody more than the routes that have it whole', async () => {
		const secret = await space.okr({ title: 'Secret', visibility: 'department', owner_id: me.id });
		const open = await space.okr({ title: 'Open', parent_okr_id: secret.id });
		const hidden = await space.okr({ title: 'Hidden', visibility: 'department', owner_id: me.id,
			parent_okr_id: open.id });
		const stranger = await person(space, 'stranger');
		const { id } = await space.keyResult(open.id);

		await space.checkIn(id, 1);
		await ok(space.api.post(`/goals/${open.id}/key-results/${id}/checkin`, { value: 2, visible_to: [me.id] }));
		const [forMe, forStranger] = await Promise.all([me, stranger].map(({ client }) =>
			ok(client.get(`/okrs/${open.id}?fields=parents,children,key_results.check_ins`))));

		assert.deepEqual([titles(forMe.parents), titles(forMe.children)], [['Secret'], [hidden.title]]);
		assert.deepEqual([forStranger.parents, forStranger.children], [[], []]);
		assert.deepEqual([forMe, forStranger].map(({ key_results: [one] }) => one.check_ins.map(({ value }) => value)),
			[[2, 1], [1]]);
	});

	test('is the same of key results alone, in their OKR, in lists and as what is owed', async () => {
		const { id } = records.keyResult;
		const names = inner.map((name) => `key_results.${name}`).join();
		const [alone, listed, item, all] = [await ok(space.api.get(`/key-results/${id}?fields=${inner}`)),
			(await ok(space.api.get(`/key-results?fields=${inner}`))).find((one) => one.id === id),
			(await ok(space.api.get(`/okrs/${records.okr.id}?fields=check_in_count,${names}`))),
			(await ok(space.api.get(`/okrs?fields=check_in_count,${names}`)))
				.find((one) => one.id === records.okr.id)];
		const checkIns = await ok(space.api.get(`/key-results/${id}/checkins`));

		assert.deepEqual(listed, alone);
		assert.deepEqual(all, item);
		assert.deepEqual(item.key_results.find((one) => one.id === id), alone);
		assert.equal(alone.check_in_count, checkIns.length);
		assert.deepEqual(alone.check_ins, checkIns);
		assert.deepEqual(alone.recent, checkIns.reverse().map(({ checked_in_at: at, value }) =>
			({ day: at.slice(0, 10), value })));
		assert.equal(alone.progress_week_ago, null);
		await ok(space.api.post(`/key-results/${id}/checkins`, { value: 20, checked_in_at: instant(-9) }));
		assert.equal((await ok(space.api.get(`/key-results/${id}?fields=progress_week_ago`)))
			.progress_week_ago, 0.2);
		assert.equal((await ok(space.api.get(`/okrs/${records.okr.id}?fields=check_in_count`))).check_in_count,
			checkIns.length + 1);
		await badFields(['fields'], space.api.get('/okrs?fields=recent'));
	});
});

describe('choices', () => {
	test('order and repetition do not matter, and a whole wins over its parts', async () => {
		const path = `/okrs/${records.okr.id}?fields=`;
		const [a, b, c, d] = await Promise.all(['title,progress', 'progress,title,progress',
			'key_results.title,key_results', 'key_results'].map((list) => ok(space.api.get(path + list))));

		assert.deepEqual(a, b);
		assert.deepEqual(c, d);
		assert.deepEqual(Object.keys(a), ['id', 'title', 'progress']);
		assert.ok('weight' in d.key_results[0]);
	});

	test('what means nothing is a 400 that names the parameter', async () => {
		const wrong = ['', ',', 'title,', ',title', 'nonsense', 'Title', 'title.x', 'title.id', 'tags.x',
			'key_results.', '.title', 'key_results.nonsense', 'key_results.id.x', 'health.score.x', '%20title',
			'title%20', 'reason', 'key_results.reason', '*', 'id.id', `x${'y'.repeat(3000)}`, '%F0%9F%98%80',
			`x${'%C3%A4'.repeat(59)}`];

		for (const path of ['/okrs', `/okrs/${records.okr.id}`]) {
			for (const list of wrong) {
				await badFields(['fields'], space.api.get(`${path}?fields=${list}`));
			}
			await badFields(['fields'], space.api.get(`${path}?fields=title&fields=title`));
			await badFields(['fields', 'nonsense'], space.api.get(`${path}?fields=x&nonsense=1`));
		}
	});

	test('is not for CSV, nor for what is no list and no item', async () => {
		await badFields(['fields'], space.api.get('/okrs?fields=title&format=csv'));
		await badFields(['fields'], space.api.get('/okrs?fields=title', { headers: { Accept: 'text/csv' } }));
		for (const path of ['/me', '/reports/cycle', '/reports/risks', '/workspace', '/audit/head',
			`/okrs/${records.okr.id}/explain`]) {
			await badFields(['fields'], space.api.get(`${path}?fields=id`));
		}
		await badFields(['fields'], space.api.post('/goals/search', { fields: 'title' }));
		await badFields(['fields'], space.api.put(`/okrs/${records.okr.id}?fields=title`, { weight: 2 }));
	});

	test('NDJSON has them too', async () => {
		const { text } = await space.api.get('/audit?limit=2&format=ndjson&fields=type', { loose: true });

		assert.deepEqual(text.trimEnd().split('\n').map((line) => Object.keys(JSON.parse(line))),
			[['type'], ['type']]);
	});

	test('each has a tag of its own, and If-Match takes it', async () => {
		const path = `/okrs/${records.okr.id}`;
		const tags = await Promise.all(['', '?fields=title', '?fields=weight'].map(async (query) =>
			(await expect(200, space.api.get(path + query))).headers.etag));

		assert.equal(new Set(tags).size, 3);
		await expect(304, space.api.get(`${path}?fields=title`, { headers: { 'If-None-Match': tags[1] } }));
		await expect(200, space.api.get(`${path}?fields=title`, { headers: { 'If-None-Match': tags[0] } }));
		await expect(200, space.api.put(path, { weight: 5 }, { headers: { 'If-Match': tags[1] } }));
		await expect(412, space.api.put(path, { weight: 6 }, { headers: { 'If-Match': tags[1] } }));
	});

	test('the next page keeps it', async () => {
		let path = '/okrs?limit=1&fields=title';
		const seen = [];

		while (path) {
			const { body, headers } = await expect(200, space.api.get(path));

			body.forEach((one) => assert.deepEqual(Object.keys(one), ['id', 'title']));
			seen.push(...body);
			path = /<[^>]*\/api\/v1([^>]*)>/.exec(headers.link ?? '')?.[1];
		}
		assert.deepEqual(seen, await ok(space.api.get('/okrs?fields=title')));
		assert.ok(seen.length > 1);
	});

	test('a filter by a field that is not chosen works, wherever it stands', async () => {
		const one = await ok(space.api.get('/okr/objectives?fields=title&title=Below&is_deleted=false'));
		const other = await ok(space.api.get('/okr/objectives?title=Below&is_deleted=false&fields=title'));

		assert.deepEqual(one, other);
		assert.deepEqual(one.items.map(({ title }) => title), ['Below']);
	});

	test('many different ones leave every other answer as it is', async () => {
		const whole = await ok(space.api.get('/okrs'));
		const names = Object.keys(whole[0]).filter((name) => name !== 'key_results');
		const inner = Object.keys(whole.find((one) => one.key_results.length > 0).key_results[0]);

		for (let i = 0; i < 150; i++) {
			const choice = [pick(names), pick(names), pick(names), `key_results.${pick(inner)}`,
				`key_results.${pick(inner)}`];

			assert.deepEqual(await ok(space.api.get(`/okrs?fields=${choice.join()}`)),
				projected(whole, treeOf(choice)));
		}
		assert.deepEqual(await ok(space.api.get('/okrs?limit=400')), whole);
	});
});
