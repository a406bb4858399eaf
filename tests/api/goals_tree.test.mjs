/*
 * Goals as a weighted tree: what a check-in answers and moves, what moving, re-weighting, archiving,
 * cancelling and deleting do to the ancestors on both sides, what the tree refuses, and roll-ups of
 * depth 32 held against a computation of our own (domain.md section 1).
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { Goals } from '../lib/goals.mjs';
import { Workspace, dump } from '../lib/workspace.mjs';

let space, api, goals;

before(() => {
	space = new Workspace();
	api = space.api;
	goals = new Goals(space);
});

// root ← middle ← leaf, with one key result at the leaf.
async function chain(current_value = 0) {
	const root = await goals.goal({ title: 'root' });
	const middle = await goals.child(root, { title: 'middle' });
	const leaf = await goals.child(middle, { title: 'leaf' });

	return { root, middle, leaf, kr: await goals.at(leaf, current_value) };
}

describe('the answer to a check-in', () => {
	test('names every ancestor with its new progress, the nearest first, the root last',
		async () => {
			const { root, middle, leaf, kr } = await chain();

			await goals.at(root, 0, { weight: 3 });
			const answer = await goals.checkIn(kr, 40, { confidence_level: 'at_risk' });

			assert.deepEqual(answer.key_result, { id: kr.id, current_value: 40, progress: 0.4,
				confidence_level: 'at_risk' });
			assert.deepEqual(answer.goals, [
				{ id: leaf.id, progress: 0.4, confidence_level: 'at_risk' },
				{ id: middle.id, progress: 0.4, confidence_level: 'at_risk' },
				{ id: root.id, progress: 0.1, confidence_level: 'at_risk' },
			]);
			for (const { id, progress, confidence_level } of answer.goals) {
				const seen = await goals.get({ id });

				assert.deepEqual([seen.progress, seen.confidence_level],
					[progress, confidence_level]);
			}
		});

	test('ends where the parent is deleted', async () => {
		const { root, middle, leaf, kr } = await chain();

		await expect(204, api.delete(`/goals/${middle.id}`));
		const { goals: moved } = await goals.checkIn(kr, 40);

		assert.deepEqual(moved.map(({ id }) => id), [leaf.id]);
		assert.deepEqual(await goals.progressOf(root), [0]);
	});

	test('names the same ancestors when it moves nothing', async () => {
		const { root, middle, leaf, kr } = await chain();

		await goals.checkIn(kr, 40);
		const { goals: moved } = await goals.checkIn(kr, 40);

		assert.deepEqual(moved.map(({ id }) => id), [leaf.id, middle.id, root.id]);
		assert.deepEqual(moved.map(({ progress }) => progress), [0.4, 0.4, 0.4]);
	});

	test('confidence_level is the worst of key results and children, up to the root', async () => {
		const { root, leaf, kr } = await chain();
		const other = await goals.keyResult(root);
		const level = async () => (await goals.get(root)).confidence_level;

		await goals.checkIn(kr, 1, { confidence_level: 'off_track' });
		await goals.checkIn(other, 1, { confidence_level: 'on_track' });
		assert.equal(await level(), 'off_track');
		await goals.checkIn(kr, 1, { confidence_level: 'at_risk' });
		assert.equal(await level(), 'at_risk');
		await goals.change(leaf, { status: 'cancelled' });
		assert.equal(await level(), 'on_track');
	});
});

describe('what recomputes the ancestors', () => {
	test('a check-in, an edit, a new and a deleted key result three levels down', async () => {
		const { root, middle, leaf, kr } = await chain();
		const all = [leaf, middle, root];

		await goals.checkIn(kr, 40);
		assert.deepEqual(await goals.progressOf(...all), [0.4, 0.4, 0.4]);
		const second = await goals.at(leaf, 100);

		assert.deepEqual(await goals.progressOf(...all), [0.7, 0.7, 0.7]);
		await ok(api.patch(`/goals/${leaf.id}/key-results/${second.id}`, { weight: 3 }));
		assert.deepEqual(await goals.progressOf(...all), [0.85, 0.85, 0.85]);
		await expect(204, api.delete(`/goals/${leaf.id}/key-results/${kr.id}`));
		assert.deepEqual(await goals.progressOf(...all), [1, 1, 1]);
	});

	test('a move, on both sides', async () => {
		const from = await chain(80);
		const to = await chain(0);

		await goals.change(from.leaf, { parent_goal_id: to.middle.id });
		assert.deepEqual(await goals.progressOf(from.middle, from.root), [0, 0]);
		assert.deepEqual(await goals.progressOf(to.middle, to.root), [0.4, 0.4]);
		await goals.change(from.leaf, { parent_goal_id: null });
		assert.deepEqual(await goals.progressOf(to.middle, to.root, from.leaf), [0, 0, 0.8]);
	});

	test('a move within one chain', async () => {
		const { root, middle, leaf } = await chain(60);

		await goals.at(root, 0);
		assert.deepEqual(await goals.progressOf(middle, root), [0.6, 0.3]);
		await goals.change(leaf, { parent_goal_id: root.id });
		assert.deepEqual(await goals.progressOf(middle, root), [0, 0.2]);
	});

	test('a move together with a new weight, in one request', async () => {
		const to = await goals.goal();

		await goals.at(to, 0);
		const { middle, leaf } = await chain(80);

		await goals.change(leaf, { parent_goal_id: to.id, weight: 3 });
		assert.deepEqual(await goals.progressOf(to, middle), [0.6, 0]);
	});

	test('a new weight; 0 leaves out, and when all are 0 all count equally', async () => {
		const root = await goals.goal();
		const [a, b] = [await goals.child(root), await goals.child(root)];

		await goals.at(a, 100);
		assert.deepEqual(await goals.progressOf(root), [0.5]);
		await goals.change(a, { weight: 3 });
		assert.deepEqual(await goals.progressOf(root), [0.75]);
		await goals.change(a, { weight: 0 });
		assert.deepEqual(await goals.progressOf(root), [0]);
		await goals.change(b, { weight: 0 });
		assert.deepEqual(await goals.progressOf(root), [0.5]);
	});

	for (const [what, out, back] of [
		['cancelling', { status: 'cancelled' }, { status: 'active' }],
		['archiving', { is_archived: true }, { is_archived: false }],
	]) {
		test(`${what}, and taking it back`, async () => {
			const { root, middle, leaf, kr } = await chain(60);

			await goals.change(leaf, out);
			assert.deepEqual(await goals.progressOf(leaf, middle, root), [0.6, 0, 0]);
			await goals.checkIn(kr, 80);
			assert.deepEqual(await goals.progressOf(leaf, middle, root), [0.8, 0, 0]);
			await goals.change(leaf, back);
			assert.deepEqual(await goals.progressOf(middle, root), [0.8, 0.8]);
		});
	}

	test('completing a goal without parts', async () => {
		const root = await goals.goal();
		const child = await goals.child(root, { status: 'completed' });

		assert.deepEqual(await goals.progressOf(child, root), [1, 1]);
		await goals.change(child, { status: 'active' });
		assert.deepEqual(await goals.progressOf(child, root), [0, 0]);
	});

	test('deleting in the middle, and restoring', async () => {
		const { root, middle, leaf, kr } = await chain(60);

		await expect(204, api.delete(`/goals/${middle.id}`));
		const orphan = await goals.get(leaf);

		assert.deepEqual([orphan.parent_goal_id, orphan.parent_goal, orphan.progress],
			[null, null, 0.6]);
		assert.deepEqual(await goals.progressOf(root), [0]);
		await goals.checkIn(kr, 90);
		await expect(200, api.post(`/okrs/${middle.id}/restore`));
		assert.deepEqual(await goals.progressOf(leaf, middle, root), [0.9, 0.9, 0.9]);
		assert.equal((await goals.get(leaf)).parent_goal.id, middle.id);
	});

	test('deleting a leaf, and restoring', async () => {
		const { root, middle, leaf } = await chain(60);

		await expect(204, api.delete(`/goals/${leaf.id}`));
		assert.deepEqual(await goals.progressOf(middle, root), [0, 0]);
		await expect(200, api.post(`/okrs/${leaf.id}/restore`));
		assert.deepEqual(await goals.progressOf(leaf, middle, root), [0.6, 0.6, 0.6]);
	});
});

// Goals of which each is the parent of the next.
async function line(length) {
	const made = [await goals.goal()];

	while (made.length < length) {
		made.push(await goals.child(made.at(-1)));
	}
	return made;
}

describe('what the tree refuses', () => {
	test('a goal below itself, deleted goals included', async () => {
		const { root, middle, leaf } = await chain();
		const earlier = await dump(api);

		for (const below of [root, middle, leaf]) {
			await badFields(['parent_goal_id'],
				api.patch(`/goals/${root.id}`, { parent_goal_id: below.id }));
		}
		assert.equal(await dump(api), earlier);
		await expect(204, api.delete(`/goals/${middle.id}`));
		await badFields(['parent_goal_id'],
			api.patch(`/goals/${root.id}`, { parent_goal_id: leaf.id }));
	});

	test('a deleted parent', async () => {
		const { middle, leaf } = await chain();

		await expect(204, api.delete(`/goals/${middle.id}`));
		await badFields(['parent_goal_id'], api.post('/goals',
			{ title: 'x', owner_type: 'company', parent_goal_id: middle.id }));
		await badFields(['parent_goal_id'],
			api.patch(`/goals/${leaf.id}`, { parent_goal_id: middle.id }));
	});

	test('a chain of 33, made or moved; one of 32 is taken', async () => {
		const made = await line(32);
		const { root, leaf } = await chain();

		await badFields(['parent_goal_id'], api.post('/goals',
			{ title: 'x', owner_type: 'company', parent_goal_id: made[31].id }));
		await badFields(['parent_goal_id'],
			api.patch(`/goals/${root.id}`, { parent_goal_id: made[29].id }));
		await goals.change(root, { parent_goal_id: made[28].id });
		await badFields(['parent_goal_id'], api.post('/goals',
			{ title: 'x', owner_type: 'company', parent_goal_id: leaf.id }));
	});

	test('a chain of 33 through a deleted goal', async () => {
		const made = await line(32);

		await expect(204, api.delete(`/goals/${made[10].id}`));
		await badFields(['parent_goal_id'], api.post('/goals',
			{ title: 'x', owner_type: 'company', parent_goal_id: made[31].id }));
	});
});

// ---- our own computation

// A generator of numbers in 0–1 that are the same in each run.
function dice(seed) {
	let state = seed;

	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

function mean(parts, ifNone) {
	const heavy = parts.filter(({ weight }) => weight > 0);
	const counted = heavy.length > 0 ? heavy : parts.map((part) => ({ ...part, weight: 1 }));
	const sum = counted.reduce((total, { weight }) => total + weight, 0);

	return counted.length === 0 ? ifNone :
		counted.reduce((total, { weight, progress }) => total + weight * progress, 0) / sum;
}

// A goal as the test remembers it: { weight, status, isArchived, isDeleted, keyResults, parent }.
function progressOf(nodes, node) {
	const children = nodes.filter((other) => other.parent === node && !other.isDeleted &&
		!other.isArchived && other.status !== 'cancelled');

	return mean([
		...node.keyResults.map(({ weight, start, target, value }) => ({ weight,
			progress: Math.min(1, Math.max(0, (value - start) / (target - start))) })),
		...children.map((child) => ({ weight: child.weight, progress: progressOf(nodes, child) })),
	], node.status === 'completed' ? 1 : 0);
}

describe('weighted roll-ups of depth 32', () => {
	const random = dice(20260612);
	const pick = (...values) => values[Math.floor(random() * values.length)];
	const nodes = [];

	async function grow(parent, fields = {}) {
		const node = { parent, weight: pick(0, 0.3, 1, 2.5), status: 'active', isArchived: false,
			isDeleted: false, keyResults: [], ...fields };
		const made = await goals.goal({ weight: node.weight, status: node.status,
			is_archived: node.isArchived, ...parent && { parent_goal_id: parent.id } });

		node.id = made.id;
		nodes.push(node);
		return node;
	}

	async function measure(node) {
		const [start, target] = pick([0, 100], [50, -50], [1.5, 2.75]);
		const keyResult = { start, target, weight: pick(0, 0.5, 1, 7),
			value: start + (target - start) * (random() * 1.4 - 0.2) };
		const made = await goals.keyResult(node, { start_value: start, target_value: target,
			current_value: keyResult.value, weight: keyResult.weight });

		node.keyResults.push(Object.assign(keyResult, { id: made.id, goal_id: node.id }));
		return keyResult;
	}

	before(async () => {
		let parent;

		for (let level = 0; level < 32; level++) {
			parent = await grow(parent, { weight: pick(0.3, 1, 2.5) });
			for (let i = pick(0, 0, 1, 2); i > 0; i--) {
				await measure(parent);
			}
			if (parent.parent && pick(true, false)) {
				const aside = await grow(parent.parent, { status: pick('active', 'active', 'completed',
					'cancelled'), isArchived: pick(true, false, false) });

				if (pick(true, true, false)) {
					await measure(aside);
				}
			}
		}
	});

	function assertNear(actual, expected, what) {
		assert.ok(Math.abs(actual - expected) <= 0.00005 + 1e-9, `${what}: ${actual}, ${expected}`);
	}

	async function assertAll(what) {
		for (const node of nodes.filter(({ isDeleted }) => !isDeleted)) {
			assertNear((await goals.get(node)).progress, progressOf(nodes, node), what);
		}
	}

	const bottom = () => nodes.findLast((node) => !nodes.some(({ parent }) => parent === node) &&
		!node.isArchived && node.status === 'active');

	test('agree once the tree is made', async () => {
		assert.ok(nodes.length > 40, `${nodes.length} goals`);
		await assertAll('made');
	});

	test('agree after a check-in at the bottom, in its answer as well', async () => {
		const leaf = bottom();
		const keyResult = await measure(leaf);

		keyResult.value = keyResult.start + (keyResult.target - keyResult.start) * 0.77;
		const answer = await goals.checkIn(keyResult, keyResult.value);
		const up = [];

		for (let node = leaf; node; node = node.parent) {
			up.push(node);
		}
		assert.ok(up.length >= 31);
		assert.deepEqual(answer.goals.map(({ id }) => id), up.map(({ id }) => id));
		answer.goals.forEach(({ progress }, i) =>
			assertNear(progress, progressOf(nodes, up[i]), `ancestor ${i}`));
		await assertAll('checked in');
	});

	test('agree after new weights, moves, cancelling, archiving, deleting and restoring',
		async () => {
			const spine = [];

			for (let node = bottom(); node; node = node.parent) {
				spine.unshift(node);
			}
			const [heavy, moved, cancelled, archived, deleted] = [20, 25, 15, 10, 5]
				.map((level) => spine[level]);

			heavy.weight = 0.125;
			await goals.change(heavy, { weight: heavy.weight });
			await assertAll('re-weighted');
			moved.parent = spine[3];
			await goals.change(moved, { parent_goal_id: moved.parent.id });
			await assertAll('moved');
			cancelled.status = 'cancelled';
			await goals.change(cancelled, { status: 'cancelled' });
			await assertAll('cancelled');
			archived.isArchived = true;
			await goals.change(archived, { is_archived: true });
			await assertAll('archived');
			deleted.isDeleted = true;
			await expect(204, api.delete(`/goals/${deleted.id}`));
			await assertAll('deleted');
			deleted.isDeleted = false;
			await expect(200, api.post(`/okrs/${deleted.id}/restore`));
			archived.isArchived = false;
			await goals.change(archived, { is_archived: false });
			await assertAll('restored');
		});
});
