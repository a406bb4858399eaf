/*
 * Reviews: the commands of seed 003 with its samples, what of a review can be read and when, and how
 * reviews are written, which is an addition of ours.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { curl } from '../lib/curl.mjs';
import { hasShape, is } from '../lib/shape.mjs';
import { idsOf, walk } from '../lib/walk.mjs';
import { Workspace } from '../lib/workspace.mjs';

const nobody = '01890000-0000-7000-8000-000000000000';

const listCycles = `curl https://go.okrstool.com/api/v1/review-cycles \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const readSummary = `curl https://go.okrstool.com/api/v1/reviews/REVIEW_ID/summary \\
  -H "Authorization: Bearer okrt_your_api_key_here"`;

const answers = [
	{ question: 'What went well this cycle?', answer: 'Shipped the onboarding redesign on time' },
	{ question: 'What are your growth areas?', answer: 'Delegation and prioritisation' },
];

const space = new Workspace();
const { api } = space;
const reader = space.client(['reviews:read']);

function makeCycle(fields = {}) {
	return ok(api.post('/review-cycles', { name: 'Q2 2026 Mid-Year Review', ...fields }));
}

async function makeReview(fields = {}) {
	return ok(api.post('/reviews', { cycle_id: fields.cycle_id ?? (await makeCycle()).id,
		employee_id: fields.employee_id ?? (await space.user()).id, type: 'self', answers,
		...fields }));
}

function share(id) {
	return ok(api.post(`/reviews/${id}/share`));
}

function summary(id) {
	return reader.get(`/reviews/${id}/summary`);
}

describe('seed 003, reviews', () => {
	test('GET /review-cycles answers the sample with the count of distinct reviewees', async () => {
		const other = new Workspace();
		const cycle = await ok(other.api.post('/review-cycles', { name: 'Q2 2026 Mid-Year Review',
			status: 'active', due_date: '2026-05-03' }));
		const people = [await other.user(), await other.user()];

		for (const [employee, type] of [[0, 'self'], [0, 'manager'], [0, 'peer'], [1, 'self']]) {
			await ok(other.api.post('/reviews', { cycle_id: cycle.id, type,
				employee_id: people[employee].id }));
		}
		const { status, body } = curl(listCycles, other.api.key);

		assert.equal(status, 200);
		assert.equal(body.length, 1);
		hasShape(body[0], { id: cycle.id, name: 'Q2 2026 Mid-Year Review', status: 'active',
			due_date: '2026-05-03', reviewee_count: 2 });
	});

	test('GET /reviews/:id/summary answers exactly the members of the sample', async () => {
		const employee = await space.user({ name: 'Sarah Chen' });
		const review = await makeReview({ employee_id: employee.id });
		const { shared_at } = await share(review.id);
		const { status, body } = curl(readSummary, reader.key, { REVIEW_ID: review.id });

		assert.equal(status, 200);
		hasShape(body, { review_id: review.id, employee: 'Sarah Chen',
			cycle: 'Q2 2026 Mid-Year Review', type: 'self', status: 'shared', shared_at });
		assert.deepEqual(body.answers, answers);
		hasShape(shared_at, is.stamp);
	});

	test('a draft is a 404', async () => {
		const { id } = await makeReview();

		await refused(404, summary(id));
		await refused(404, api.get(`/reviews/${id}/summary`));
		await share(id);
		await expect(200, summary(id));
	});

	test('a review that is not in this workspace is a 404', async () => {
		const { id } = await makeReview();
		const other = new Workspace();

		await share(id);
		await refused(404, other.api.get(`/reviews/${id}/summary`));
		await refused(404, other.api.put(`/reviews/${id}`, { type: 'peer' }));
		await refused(404, other.api.post(`/reviews/${id}/share`));
		await refused(404, summary(nobody));
	});

	test('without reviews:read both are a 403, workspace:admin implying nothing else', async () => {
		const { id } = await makeReview();

		await share(id);
		for (const scopes of [['okrs:read'], ['workspace:admin']]) {
			const client = space.client(scopes);
			const { body } = await refused(403, client.get('/review-cycles'));

			assert.equal(body.message, 'This key does not have reviews:read permission');
			await refused(403, client.get(`/reviews/${id}/summary`));
		}
	});
});

describe('review cycles', () => {
	test('POST answers 201, draft or what was said, nobody reviewed yet', async () => {
		const answer = await expect(201, api.post('/review-cycles', { name: 'A cycle' }));

		hasShape(answer.body, { id: is.id, name: 'A cycle', status: 'draft', due_date: null,
			reviewee_count: 0 });
		assert.ok(answer.headers.location.endsWith(`/api/v1/review-cycles/${answer.body.id}`));
		for (const status of ['draft', 'active', 'closed']) {
			assert.equal((await makeCycle({ status })).status, status);
		}
	});

	test('a missing name, an unknown status, a day that does not exist are a 400', () => badFields(
		['due_date', 'name', 'status'],
		api.post('/review-cycles', { status: 'open', due_date: '2026-02-30' })));

	test('PUT changes what is sent and keeps the count', async () => {
		const { id } = await makeCycle();

		await makeReview({ cycle_id: id });
		hasShape(await ok(api.put(`/review-cycles/${id}`, { status: 'closed',
			due_date: '2026-05-04' })), { name: 'Q2 2026 Mid-Year Review', status: 'closed',
			due_date: '2026-05-04', reviewee_count: 1 });
	});

	test('DELETE answers 204, and 409 while a review uses it', async () => {
		const free = await makeCycle();
		const used = await makeCycle();

		await makeReview({ cycle_id: used.id });
		await refused(409, api.delete(`/review-cycles/${used.id}`));
		await expect(204, api.delete(`/review-cycles/${free.id}`));
		await refused(404, api.delete(`/review-cycles/${free.id}`));
		const ids = (await ok(api.get('/review-cycles'))).map(({ id }) => id);

		assert.ok(ids.includes(used.id) && !ids.includes(free.id));
	});

	test('writing needs workspace:admin', async () => {
		const { id } = await makeCycle();

		for (const promise of [reader.post('/review-cycles', { name: 'x' }),
			reader.put(`/review-cycles/${id}`, { name: 'x' }),
			reader.delete(`/review-cycles/${id}`)]) {
			const { body } = await refused(403, promise);

			assert.equal(body.message, 'This key does not have workspace:admin permission');
		}
	});

	test('limit and cursor walk through all, the newest first', async () => {
		const all = (await ok(api.get('/review-cycles'))).map(({ id }) => id);

		assert.deepEqual(idsOf(await walk(api, '/review-cycles?limit=3')), all);
		assert.deepEqual(all, [...all].sort().reverse());
	});
});

describe('writing reviews', () => {
	let cycle, employee;

	before(async () => {
		cycle = await makeCycle();
		employee = await space.user();
	});

	test('POST answers 201 with a draft that has its answers in order', async () => {
		const { body } = await expect(201, api.post('/reviews', { cycle_id: cycle.id,
			employee_id: employee.id, type: 'manager', answers }));

		hasShape(body, { id: is.id, cycle_id: cycle.id, employee_id: employee.id, type: 'manager',
			status: 'draft', shared_at: null });
		assert.deepEqual(body.answers, answers);
	});

	test('each type is taken: self, manager, peer', async () => {
		for (const type of ['self', 'manager', 'peer']) {
			assert.equal((await makeReview({ type })).type, type);
		}
	});

	test('every bad field is named', async () => {
		await badFields(['cycle_id', 'employee_id', 'type'], api.post('/reviews', {}));
		await badFields(['cycle_id', 'employee_id', 'type'], api.post('/reviews',
			{ cycle_id: nobody, employee_id: nobody, type: 'boss' }));
	});

	test('a bad answer is named by its place', async () => {
		const review = { cycle_id: cycle.id, employee_id: employee.id, type: 'self' };

		await badFields(['answers[1].question'], api.post('/reviews', { ...review,
			answers: [answers[0], { answer: 'x' }] }));
		await badFields(['answers'], api.post('/reviews', { ...review, answers: 'x' }));
		await refused(400, api.post('/reviews', { ...review, answers: [5] }));
	});

	test('a cycle or employee of another workspace is a 400', async () => {
		const other = new Workspace();
		const theirs = await ok(other.api.post('/review-cycles', { name: 'x' }));

		await badFields(['cycle_id', 'employee_id'], api.post('/reviews', { cycle_id: theirs.id,
			employee_id: other.admin.id, type: 'self' }));
	});

	test('PUT answers replaces all of them', async () => {
		const { id } = await makeReview();
		const fresh = [{ question: 'New?', answer: 'Yes' }];

		assert.deepEqual((await ok(api.put(`/reviews/${id}`, { answers: fresh }))).answers, fresh);
		await share(id);
		assert.deepEqual((await ok(summary(id))).answers, fresh);
	});

	test('PUT without answers keeps them', async () => {
		const { id } = await makeReview();
		const review = await ok(api.put(`/reviews/${id}`, { type: 'peer' }));

		assert.equal(review.type, 'peer');
		assert.deepEqual(review.answers, answers);
	});

	test('PUT of an empty list removes them', async () => {
		const { id } = await makeReview();

		assert.deepEqual((await ok(api.put(`/reviews/${id}`, { answers: [] }))).answers, []);
	});

	test('a shared review may be corrected and stays shared', async () => {
		const { id } = await makeReview();
		const { shared_at } = await share(id);

		await ok(api.put(`/reviews/${id}`, { type: 'peer' }));
		hasShape(await ok(summary(id)), { type: 'peer', status: 'shared', shared_at });
	});

	test('share answers 200 with the shared review; once more changes nothing', async () => {
		const { id } = await makeReview();
		const { body } = await expect(200, api.post(`/reviews/${id}/share`));

		hasShape(body, { id, status: 'shared', shared_at: is.stamp });
		assert.deepEqual(body.answers, answers);
		assert.equal((await share(id)).shared_at, body.shared_at);
	});

	test('the status cannot be set by hand', async () => {
		const { id } = await makeReview();

		await refused(400, api.put(`/reviews/${id}`, { status: 'shared' }));
		await refused(404, summary(id));
	});

	test('DELETE removes a review with its answers, draft or shared, and frees its cycle', async () => {
		const cycle = await makeCycle();
		const draft = await makeReview({ cycle_id: cycle.id });
		const shared = await makeReview({ cycle_id: cycle.id });

		await share(shared.id);
		for (const { id } of [draft, shared]) {
			await expect(204, api.delete(`/reviews/${id}`));
			await refused(404, summary(id));
			await refused(404, api.delete(`/reviews/${id}`));
			await refused(404, api.post(`/reviews/${id}/share`));
		}
		assert.deepEqual(await ok(api.get(`/reviews?cycle_id=${cycle.id}`)), []);
		await expect(204, api.delete(`/review-cycles/${cycle.id}`));
	});

	test('an answer may be long, and say anything', async () => {
		const answer = '"=1+1",\n\u{1F600} é'.repeat(3000).slice(0, 30000);
		const { id } = await makeReview({ answers: [{ question: 'Q', answer }] });

		await share(id);
		assert.equal((await ok(summary(id))).answers[0].answer, answer);
	});

	test('writing needs workspace:admin', async () => {
		const { id } = await makeReview();

		for (const promise of [reader.post('/reviews', {}), reader.put(`/reviews/${id}`, {}),
			reader.post(`/reviews/${id}/share`), reader.delete(`/reviews/${id}`)]) {
			await refused(403, promise);
		}
	});

	test('a deactivated employee\'s name is kept', async () => {
		const leaver = await space.user({ name: 'Sarah Chen' });
		const { id } = await makeReview({ employee_id: leaver.id });

		await share(id);
		await expect(204, api.delete(`/users/${leaver.id}`));
		assert.equal((await ok(summary(id))).employee, 'Sarah Chen');
	});
});
