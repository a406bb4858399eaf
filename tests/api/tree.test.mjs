/*
 * The tree of OKRs: progress carried up through every ancestor by check-ins, edits, moves, weights,
 * lifecycle, archiving, deletion and restoring (domain.md section 1, rulings.md 2, 5 and 41), and
 * the two things it refuses, circles and chains of more than 32.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { Workspace, revision } from '../lib/workspace.mjs';

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

function child(parent, fields = {}) {
	return space.okr({ parent_okr_id: parent.id, ...fields });
}

async function progressOf(...okrs) {
	return Promise.all(okrs.map(async ({ id }) => (await space.getOkr(id)).progress));
}

function put(okr, fields) {
	return ok(api.put(`/okrs/${okr.id}`, fields));
}

// root ← middle ← leaf, with one key result at the leaf.
async function chain(current_value = 0) {
	const root = await space.okr();
	const middle = await child(root);
	const leaf = await child(middle);
	const keyResult = await space.keyResult(leaf.id, { current_value });

	return { root, middle, leaf, keyResult };
}

describe('roll-up', () => {
	test('a check-in three levels down moves every ancestor', async () => {
		const { root, middle, leaf, keyResult } = await chain();

		await space.checkIn(keyResult.id, 40);
		assert.deepEqual(await progressOf(leaf, middle, root), [0.4, 0.4, 0.4]);
	});

	test('own key results and child OKRs count together, by weight', async () => {
		const root = await space.okr();
		const heavy = await child(root, { weight: 2 });

		await space.keyResult(root.id, { current_value: 10 });
		await space.keyResult(heavy.id, { current_value: 70 });
		assert.deepEqual(await progressOf(root), [0.5]);
	});

	test('weight 0 is left out; if all weights are 0 all count equally', async () => {
		const okr = await space.okr();
		const first = await space.keyResult(okr.id, { current_value: 100, weight: 0 });

		await space.keyResult(okr.id, { current_value: 20 });
		assert.deepEqual(await progressOf(okr), [0.2]);
		const [, second] = (await space.getOkr(okr.id)).key_results;

		await ok(api.put(`/key-results/${second.id}`, { weight: 0 }));
		assert.deepEqual(await progressOf(okr), [0.6]);
		await ok(api.put(`/key-results/${first.id}`, { weight: 3 }));
		assert.deepEqual(await progressOf(okr), [1]);
	});

	test('a child\'s new weight moves its ancestors', async () => {
		const root = await space.okr();
		const a = await child(root);
		const b = await child(root);

		await space.keyResult(a.id, { current_value: 100 });
		await space.keyResult(b.id, { current_value: 0 });
		assert.deepEqual(await progressOf(root), [0.5]);
		await put(a, { weight: 3 });
		assert.deepEqual(await progressOf(root), [0.75]);
		await put(a, { weight: 0 });
		assert.deepEqual(await progressOf(root), [0]);
	});

	test('moving an OKR recomputes the ancestors on both sides', async () => {
		const from = await chain(80);
		const to = await chain(0);

		await put(from.leaf, { parent_okr_id: to.middle.id });
		assert.deepEqual(await progressOf(from.middle, from.root), [0, 0]);
		assert.deepEqual(await progressOf(to.middle, to.root), [0.4, 0.4]);
		await put(from.leaf, { parent_okr_id: null });
		assert.deepEqual(await progressOf(to.middle, to.root, from.leaf), [0, 0, 0.8]);
	});

	test('a child without progress counts from its creation', async () => {
		const root = await space.okr();

		await space.keyResult(root.id, { current_value: 50 });
		await child(root);
		assert.deepEqual(await progressOf(root), [0.25]);
	});

	test('cancelled and archived children are left out, drafts roll up', async () => {
		const { root, middle, leaf } = await chain(60);

		await put(leaf, { lifecycle: 'cancelled' });
		assert.deepEqual(await progressOf(root), [0]);
		await put(leaf, { lifecycle: 'draft' });
		assert.deepEqual(await progressOf(root), [0.6]);
		await put(leaf, { is_archived: true });
		assert.deepEqual(await progressOf(middle, root), [0, 0]);
		await put(leaf, { is_archived: false });
		assert.deepEqual(await progressOf(middle, root), [0.6, 0.6]);
	});

	test('an ancestor without other parts is 1 when it is completed, else 0', async () => {
		const { middle, leaf } = await chain(60);

		await put(leaf, { lifecycle: 'cancelled' });
		assert.deepEqual(await progressOf(middle), [0]);
		await put(middle, { lifecycle: 'completed' });
		assert.deepEqual(await progressOf(middle), [1]);
	});

	test('a key result made, changed and deleted moves every ancestor', async () => {
		const { root, leaf, keyResult } = await chain(60);
		const second = await space.keyResult(leaf.id, { current_value: 0 });

		assert.deepEqual(await progressOf(root), [0.3]);
		await ok(api.put(`/key-results/${second.id}`, { current_value: 100 }));
		assert.deepEqual(await progressOf(root), [0.8]);
		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		assert.deepEqual(await progressOf(root), [1]);
		await ok(api.post(`/key-results/${keyResult.id}/restore`));
		assert.deepEqual(await progressOf(root), [0.8]);
	});

	test('concurrent check-ins lose nothing', async () => {
		const { root, leaf } = await chain();
		const others = await Promise.all(Array.from({ length: 9 }, () => space.keyResult(leaf.id)));

		await Promise.all(others.map(({ id }) => space.checkIn(id, 100)));
		assert.deepEqual(await progressOf(root), [0.9]);
	});
});

describe('what the tree refuses', () => {
	test('an OKR below itself', async () => {
		const { root, middle, leaf } = await chain();
		const earlier = await revision(api);

		for (const below of [root, middle, leaf]) {
			await badFields(['parent_okr_id'],
				api.put(`/okrs/${root.id}`, { parent_okr_id: below.id }));
		}
		assert.equal(await revision(api), earlier);
	});

	test('a circle through a deleted OKR', async () => {
		const { root, middle, leaf } = await chain();

		await expect(204, api.delete(`/okrs/${middle.id}`));
		await badFields(['parent_okr_id'], api.put(`/okrs/${root.id}`, { parent_okr_id: leaf.id }));
	});

	async function line(length) {
		const okrs = [await space.okr()];

		while (okrs.length < length) {
			okrs.push(await child(okrs[okrs.length - 1]));
		}
		return okrs;
	}

	test('a chain of 32 is taken, the 33rd is a 400', async () => {
		const okrs = await line(32);

		await badFields(['parent_okr_id'], api.post('/okrs', { title: 'x', type: 'org',
			cycle_id: okrs[0].cycle_id, parent_okr_id: okrs[31].id }));
		const { id } = await space.keyResult(okrs[31].id);

		await space.checkIn(id, 50);
		assert.deepEqual(await progressOf(okrs[0]), [0.5], 'the root of 32 moves as well');
	});

	test('a subtree that would make a chain of 33 by moving is a 400', async () => {
		const okrs = await line(30);
		const { root } = await chain();

		await badFields(['parent_okr_id'],
			api.put(`/okrs/${root.id}`, { parent_okr_id: okrs[29].id }));
		await ok(api.put(`/okrs/${root.id}`, { parent_okr_id: okrs[28].id }));
	});
});

describe('deleting and restoring an OKR', () => {
	test('deletes its key results and their check-ins with it', async () => {
		const { leaf, keyResult } = await chain();

		await expect(204, api.delete(`/okrs/${leaf.id}`));
		for (const path of ['', '/checkins']) {
			await refused(404, api.get(`/key-results/${keyResult.id}${path}`));
		}
		await refused(404, api.post(`/key-results/${keyResult.id}/checkins`, { value: 1 }));
		assert.deepEqual(await ok(api.get(`/key-results?okr_id=${leaf.id}`)), []);
	});

	test('a deleted OKR is a 404 for every verb', async () => {
		const { id } = await space.okr();

		await expect(204, api.delete(`/okrs/${id}`));
		await refused(404, api.get(`/okrs/${id}`));
		await refused(404, api.put(`/okrs/${id}`, { title: 'x' }));
		await refused(404, api.delete(`/okrs/${id}`));
		await refused(404, api.post(`/okrs/${id}/key-results`,
			{ title: 'x', metric_type: 'number', start_value: 0, target_value: 1 }));
	});

	test('leaves the ancestors\' roll-up, and comes back into it', async () => {
		const { root, middle, leaf } = await chain(60);

		await expect(204, api.delete(`/okrs/${leaf.id}`));
		assert.deepEqual(await progressOf(middle, root), [0, 0]);
		await expect(200, api.post(`/okrs/${leaf.id}/restore`));
		assert.deepEqual(await progressOf(leaf, middle, root), [0.6, 0.6, 0.6]);
	});

	test('child OKRs survive: a deleted parent reads as null, restoring relinks', async () => {
		const { root, middle, leaf } = await chain(60);

		await expect(204, api.delete(`/okrs/${middle.id}`));
		assert.equal((await space.getOkr(leaf.id)).parent_okr_id, null);
		assert.deepEqual(await progressOf(leaf, root), [0.6, 0]);
		await expect(200, api.post(`/okrs/${middle.id}/restore`));
		assert.equal((await space.getOkr(leaf.id)).parent_okr_id, middle.id);
		assert.deepEqual(await progressOf(middle, root), [0.6, 0.6]);
	});

	test('a check-in below a deleted OKR is counted when that is restored', async () => {
		const { root, middle, keyResult } = await chain();

		await expect(204, api.delete(`/okrs/${middle.id}`));
		await space.checkIn(keyResult.id, 90);
		assert.deepEqual(await progressOf(root), [0]);
		await expect(200, api.post(`/okrs/${middle.id}/restore`));
		assert.deepEqual(await progressOf(middle, root), [0.9, 0.9]);
	});

	test('restoring brings back exactly what that delete removed', async () => {
		const okr = await space.okr();
		const kept = await space.keyResult(okr.id, { title: 'kept', current_value: 50 });
		const gone = await space.keyResult(okr.id, { title: 'gone earlier' });

		await space.checkIn(kept.id, 70, { comment: 'before' });
		await expect(204, api.delete(`/key-results/${gone.id}`));
		const was = await space.getOkr(okr.id);

		await expect(204, api.delete(`/okrs/${okr.id}`));
		const { body } = await expect(200, api.post(`/okrs/${okr.id}/restore`));

		assert.deepEqual(body.key_results.map(({ title }) => title), ['kept']);
		assert.deepEqual({ ...body, updated_at: 0, key_results: 0 },
			{ ...was, updated_at: 0, key_results: 0 });
		const history = await ok(api.get(`/key-results/${kept.id}/checkins`));

		assert.deepEqual(history.map(({ comment }) => comment), ['before']);
		await refused(404, api.get(`/key-results/${gone.id}`));
		assert.equal((await ok(api.post(`/key-results/${gone.id}/restore`))).title, 'gone earlier');
	});

	test('a key result of a deleted OKR cannot be restored alone (409)', async () => {
		const { leaf, keyResult } = await chain();

		await expect(204, api.delete(`/okrs/${leaf.id}`));
		await refused(409, api.post(`/key-results/${keyResult.id}/restore`));
		await expect(200, api.post(`/okrs/${leaf.id}/restore`));
		await expect(200, api.get(`/key-results/${keyResult.id}`));
	});

	test('a key result deleted alone and then with its OKR stays deleted', async () => {
		const { leaf, keyResult } = await chain();

		await expect(204, api.delete(`/key-results/${keyResult.id}`));
		await expect(204, api.delete(`/okrs/${leaf.id}`));
		await refused(409, api.post(`/key-results/${keyResult.id}/restore`));
		await expect(200, api.post(`/okrs/${leaf.id}/restore`));
		await refused(404, api.get(`/key-results/${keyResult.id}`));
	});

	test('an unknown one cannot be restored (404)', async () => {
		await refused(404, api.post('/okrs/01890000-0000-7000-8000-000000000001/restore'));
		await refused(404, api.post('/key-results/01890000-0000-7000-8000-000000000001/restore'));
	});

	test('an archived OKR keeps its own progress and can be read and changed', async () => {
		const { leaf, keyResult } = await chain(60);

		await put(leaf, { is_archived: true });
		await space.checkIn(keyResult.id, 80);
		assert.deepEqual(await progressOf(leaf), [0.8]);
	});
});
