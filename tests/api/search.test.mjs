/*
 * Finding records by their titles (reading 153): all kinds, as text, by case and accents as ruling 21 has
 * it; order, context and address of what is found; what is not found, and by whom.
 */
import '../lib/unlimited.mjs';

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { person } from '../lib/people.mjs';
import { Workspace } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;
const find = (q, client = api, more = '') => ok(client.get(`/search?q=${encodeURIComponent(q)}${more}`));
const titles = async (...words) => (await find(...words)).map(({ title }) => title);

describe('what is found', () => {
	let okr, keyResult, kpi, initiative, user;

	before(async () => {
		okr = await space.okr({ title: 'A zebra in the office' });
		keyResult = await space.keyResult(okr.id, { title: 'Feed the zebra' });
		kpi = await ok(api.post('/kpis', { name: 'Zebras seen', group_name: 'Animals' }));
		initiative = (await ok(api.post('/initiatives', { title: 'Paint a zebra', kr_id: keyResult.id }))).data;
		user = await space.user({ name: 'Zebra Smith' });
	});

	test('is of every kind, those that begin with the text first, then the newest', async () => {
		assert.deepEqual(await find('zebra'), [
			{ type: 'user', id: user.id, title: 'Zebra Smith', context: null, url: `/app/people/${user.id}` },
			{ type: 'kpi', id: kpi.id, title: 'Zebras seen', context: 'Animals', url: `/app/kpis/${kpi.id}` },
			{ type: 'initiative', id: initiative.id, title: 'Paint a zebra', context: okr.title,
				url: `/app/initiatives/${initiative.id}` },
			{ type: 'key_result', id: keyResult.id, title: 'Feed the zebra', context: okr.title,
				url: `/app/key-results/${keyResult.id}` },
			{ type: 'okr', id: okr.id, title: okr.title, context: okr.cycle, url: `/app/okrs/${okr.id}` },
		]);
	});

	test('does not hang on case, accents or what LIKE and SQL mean by characters', async () => {
		const names = ['100% of it', '100 of it', 'snake_case', 'snakeXcase', 'back\\slash', "O'Brien",
			'Größe', 'naïve Ärger', '日本語の目標', '🦓 stripes', 'a  b'];

		for (const name of names) {
			await space.okr({ title: name });
		}
		for (const [q, wanted] of [['100%', ['100% of it']], ['e_c', ['snake_case']], ['k\\s', ['back\\slash']],
			["o'b", ["O'Brien"]], ['GROß', ['Größe']], ['naive ärger', ['naïve Ärger']],
			['本語', ['日本語の目標']], ['🦓', ['🦓 stripes']], ['a  b', ['a  b']], ['ZEBRA IN', [okr.title]],
			["' OR 1=1 -- ", []], ['\u0000'.slice(1) + 'nothing like it', []]]) {
			assert.deepEqual((await titles(q)).filter((title) => !/^(An objective)$/.test(title)), wanted, q);
		}
	});

	test('is no more than was asked for', async () => {
		for (let i = 0; i < 25; i++) {
			await space.okr({ title: `Herd ${i}` });
		}
		assert.deepEqual(await titles('herd'), [...Array(20)].map((_, i) => `Herd ${24 - i}`));
		assert.equal((await find('herd', api, '&limit=50')).length, 25);
		assert.deepEqual(await titles('erd', api, '&limit=2'), ['Herd 24', 'Herd 23']);
	});

	test('is not what is archived, deleted or deactivated', async () => {
		const made = [await space.okr({ title: 'Ghost archived' }), await space.okr({ title: 'Ghost deleted' })];

		await space.keyResult(made[1].id, { title: 'Ghost with it' });
		await space.keyResult(made[0].id, { title: 'Ghost put away with it' });
		await ok(api.post('/initiatives', { title: 'Ghost of the work', okr_id: made[0].id }));
		await ok(api.put(`/okrs/${made[0].id}`, { is_archived: true }));
		await expect(204, api.delete(`/okrs/${made[1].id}`));
		await api.delete(`/users/${(await space.user({ name: 'Ghost who left' })).id}`);
		assert.deepEqual(await find('ghost'), []);
		await ok(api.put(`/okrs/${made[0].id}`, { is_archived: false }));
		assert.deepEqual((await titles('ghost')).sort(), ['Ghost archived', 'Ghost of the work', 'Ghost put away with it']);
	});
});

describe('who finds what', () => {
	test('scopes: all but KPIs, KPIs, or nothing at all', async () => {
		await space.okr({ title: 'Scoped' });
		await ok(api.post('/kpis', { name: 'Scoped too' }));
		assert.deepEqual(await titles('scoped', space.client(['okrs:read'])), ['Scoped']);
		assert.deepEqual(await titles('scoped', space.client(['kpis:read'])), ['Scoped too']);
		await refused(403, space.client(['write:okrs', 'workspace:admin']).get('/search?q=scoped'));
	});

	test('what is hidden is neither found nor told as context', async () => {
		const sales = await space.department();
		const outsider = await person(space, 'outsider');
		const insider = await person(space, 'insider', { department_id: sales.id });
		const okr = await space.okr({ title: 'Hush', type: 'department', department_id: sales.id,
			visibility: 'department' });
		const keyResult = await space.keyResult(okr.id, { title: 'Hush number' });

		await ok(api.post('/initiatives', { title: 'Hush work', kr_id: keyResult.id, owner_id: outsider.id }));
		assert.deepEqual((await titles('hush', insider.client)).sort(), ['Hush', 'Hush number', 'Hush work']);
		const found = await find('hush', outsider.client);

		assert.deepEqual(found.map(({ title, context }) => [title, context]), [['Hush work', null]]);
	});

	test('an application finds its own', async () => {
		const north = space.client(['okrs:read', 'write:okrs', 'kpis:read', 'kpis:write'], { app: 'north' });

		await space.okr({ title: 'Compass of all' });
		await ok(north.post('/okrs', { title: 'Compass of north', type: 'org', cycle_id: space.ownCycle.id }));
		assert.deepEqual(await titles('compass', north), ['Compass of north']);
	});

	test('parameters that mean nothing are a 400', async () => {
		await badFields(['q'], api.get('/search'));
		for (const q of ['', 'x'.repeat(256), '%C3%A4'.repeat(256)]) {
			await badFields(['q'], api.get(`/search?q=${q}`));
		}
		await expect(200, api.get(`/search?q=${'%C3%A4'.repeat(255)}`));
		for (const limit of ['0', '51', '-1', '1.5', 'x', '']) {
			await badFields(['limit'], api.get(`/search?q=x&limit=${limit}`));
		}
		await badFields(['cursor'], api.get('/search?q=x&cursor=x'));
	});
});
