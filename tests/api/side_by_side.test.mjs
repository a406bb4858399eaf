/*
 * Requests that arrive at the same time, on several workers: whatever the order, the outcome is
 * that of one after the other. One writer per workspace at a time (domain.md section 9), and never
 * a 5xx.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { Workspace, day, unique } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;

async function statuses(requests) {
	return (await Promise.all(requests)).map(({ status }) => status).sort((a, b) => a - b);
}

function times(count, make) {
	return Array.from({ length: count }, (_, i) => make(i));
}

describe('of several at once', () => {
	test('one cycle of a name is made, the others are 409s', async () => {
		const body = { name: unique('Q'), start_date: day(0), end_date: day(9) };

		assert.deepEqual(await statuses(times(6, () => api.post('/cycles', body))),
			[201, 409, 409, 409, 409, 409]);
	});

	test('one user of an e-mail is made, the others are 409s', async () => {
		const body = { name: 'x', email: `${unique('x')}@example.org` };

		assert.deepEqual(await statuses(times(6, () => api.post('/users', body))),
			[201, 409, 409, 409, 409, 409]);
	});

	test('one DELETE of an OKR is a 204, the others are 404s', async () => {
		const { id } = await space.okr();

		assert.deepEqual(await statuses(times(5, () => api.delete(`/okrs/${id}`))),
			[204, 404, 404, 404, 404]);
	});

	test('one restore is a 200, the others are not', async () => {
		const { id } = await space.okr();

		await api.delete(`/okrs/${id}`);
		const [first, ...others] = await statuses(times(4, () => api.post(`/okrs/${id}/restore`)));

		assert.equal(first, 200);
		assert.ok(others.every((status) => [404, 409].includes(status)), others.join());
	});

	test('two moves that would make a circle together: one is a 400', async () => {
		const [a, b] = [await space.okr(), await space.okr()];

		assert.deepEqual(await statuses([
			api.put(`/okrs/${a.id}`, { parent_okr_id: b.id }),
			api.put(`/okrs/${b.id}`, { parent_okr_id: a.id }),
		]), [200, 400]);
	});

	test('edits of different fields are all kept', async () => {
		const { id } = await space.okr();
		const edits = [{ title: 'New' }, { description: 'New' }, { weight: 3 }, { tags: ['a'] },
			{ visibility: 'team' }, { check_in_frequency: 'monthly' }];

		await Promise.all(edits.map((edit) => ok(api.put(`/okrs/${id}`, edit))));
		const okr = await space.getOkr(id);

		for (const edit of edits) {
			const [[field, value]] = Object.entries(edit);

			assert.deepEqual(okr[field], value);
		}
	});

	test('a key result that is added while its OKR is deleted is never left alone', async () => {
		const { id } = await space.okr();
		const body = { title: 'x', metric_type: 'number', start_value: 0, target_value: 1 };

		await Promise.all([api.post(`/okrs/${id}/key-results`, body), api.delete(`/okrs/${id}`),
			api.post(`/okrs/${id}/key-results`, body)]);
		assert.deepEqual(await ok(api.get(`/key-results?okr_id=${id}`)), []);
	});

	test('a team that comes into use while it is deleted is used or gone, not both', async () => {
		const { cycle_id } = await space.okr();

		for (let i = 0; i < 5; i++) {
			const team = await space.team();
			const [use, removal] = await Promise.all([
				api.post('/okrs', { title: 'x', type: 'team', cycle_id, team_id: team.id }),
				api.delete(`/teams/${team.id}`)]);

			assert.ok([[201, 409], [400, 204]].some(([a, b]) =>
				use.status === a && removal.status === b), `${use.status} ${removal.status}`);
		}
	});

	test('check-ins, edits, moves and deletes in one tree leave sums that agree', async () => {
		const root = await space.okr();
		const leaves = [];

		for (let i = 0; i < 4; i++) {
			leaves.push(await space.okr({ parent_okr_id: root.id }));
		}
		const keyResults = await Promise.all(leaves.map(({ id }) => space.keyResult(id)));

		await Promise.all(times(24, (i) => {
			const keyResult = keyResults[i % 4];
			const leaf = leaves[i % 4];

			return [() => space.checkIn(keyResult.id, i),
				() => ok(api.put(`/key-results/${keyResult.id}`, { target_value: 50 + i })),
				() => ok(api.put(`/okrs/${leaf.id}`, { weight: 1 + i % 3 }))][i % 3]();
		}));
		const read = await Promise.all(leaves.map(({ id }) => space.getOkr(id)));
		const weights = read.reduce((sum, { weight }) => sum + weight, 0);
		const expected = read.reduce((sum, okr) => sum + okr.weight * okr.key_results[0].progress, 0)
			/ weights;

		assert.ok(Math.abs((await space.getOkr(root.id)).progress - expected) < 0.0002);
	});

	test('readers meanwhile see whole records', async () => {
		const okr = await space.okr({ title: 'a', description: 'a' });
		const writes = times(10, (i) => ok(api.put(`/okrs/${okr.id}`,
			{ title: `${i}`, description: `${i}` })));
		const reads = times(20, () => space.getOkr(okr.id));

		await Promise.all(writes);
		for (const { title, description } of await Promise.all(reads)) {
			assert.equal(title, description);
		}
	});

	test('list and link are of one moment: OKRs are never shown with half of their key results',
		async () => {
			const { cycle_id } = await space.okr();
			const body = { title: 'whole', type: 'org', cycle_id,
				key_results: times(5, (i) => ({ title: `${i}`, metric_type: 'number',
					start_value: 0, target_value: 1 })) };
			const writes = times(6, () => ok(api.post('/okrs', body)));
			const lists = times(12, () => ok(api.get('/okrs?q=whole')));

			await Promise.all(writes);
			for (const list of await Promise.all(lists)) {
				assert.ok(list.every((okr) => okr.key_results.length === 5));
			}
		});
});
