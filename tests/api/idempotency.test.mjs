/*
 * Idempotency-Key: a POST that is sent again is answered what it was answered first and does nothing,
 * whoever answers, whatever died in between, for 24 hours.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { hex, sql } from '../lib/database.mjs';
import { bodyFor, pathFor, recordsOf, routes } from '../lib/more_routes.mjs';
import { nameOf } from '../lib/routes.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const space = new Workspace();
const { api } = space;

function post(path, body, key, client = api) {
	return client.post(path, body, { headers: { 'Idempotency-Key': key } });
}

function isReplayed({ headers }) {
	return headers['idempotent-replayed'] === 'true';
}

async function reviewCyclesNamed(name, client = api) {
	return (await ok(client.get('/review-cycles'))).filter((one) => one.name === name).length;
}

// What the tables hold: the number of rows of each, so that nothing is written unseen.
function rowCounts() {
	return sql(['objective', 'key_result', 'check_in', 'cycle', 'person', 'team', 'department',
		'api_key', 'kpi', 'kpi_update', 'initiative', 'review_cycle', 'review', 'review_answer',
		'person_token', 'person_login', 'session',
		'idempotency'].map((table) =>
		`SELECT '${table}', count(*) FROM ${table} WHERE organisation_id = ${hex(space.id)};`)
		.join('\n'));
}

describe('on every POST route', () => {
	let records;

	before(async () => {
		records = await recordsOf(space);
	});

	for (const route of routes.filter(({ method, reads }) => method === 'POST' && !reads)) {
		test(`${nameOf(route)}: the same answer again, byte by byte, and nothing written twice`, async () => {
			const path = pathFor(route, records);
			const body = bodyFor(route, records);
			const key = unique('key');
			const first = await post(path, body, key);

			assert.ok([200, 201].includes(first.status), first.text);
			assert.ok(!isReplayed(first));
			const counts = rowCounts();
			const again = await post(path, body, key);

			assert.deepEqual(rowCounts(), counts);
			assert.equal(again.status, first.status);
			assert.ok(isReplayed(again));
			if (!/api-keys|invite/.test(path)) {
				assert.ok(again.bytes.equals(first.bytes), again.text);
			}
			for (const name of ['location', 'content-type', 'link', 'deprecation']) {
				assert.equal(again.headers[name], first.headers[name], name);
			}
		});
	}

	test('the key of a created API key is shown once: its replay answers without', async () => {
		const body = { name: 'Once', scopes: ['okrs:read'] };
		const key = unique('key');
		const first = await post('/api-keys', body, key);
		const again = await post('/api-keys', body, key);
		const { key: secret, ...rest } = first.body;

		assert.match(secret, /^okrt_/);
		assert.deepEqual(again.body, rest);
		assert.ok(!again.text.includes(secret));
	});

	test('the same holds for the key that a rotation makes', async () => {
		const key = unique('key');
		const path = `/api-keys/${space.makeKey(['okrs:read']).id}/rotate`;
		const first = await expect(200, post(path, {}, key));
		const again = await expect(200, post(path, {}, key));
		const { key: secret, ...rest } = first.body;

		assert.match(secret, /^okrt_/);
		assert.deepEqual(again.body, rest);
		assert.ok(isReplayed(again));
	});

	test('a link is shown once: the replay of an invitation answers without', async () => {
		const key = unique('key');
		const path = `/users/${records.user.id}/invite`;
		const first = await expect(201, post(path, undefined, key));
		const again = await expect(201, post(path, undefined, key));
		const { url: link, ...rest } = first.body;

		assert.match(link, /\/app\/link#okrl_[0-9A-Za-z]{49}$/);
		assert.deepEqual(again.body, rest);
		assert.ok(isReplayed(again));
		assert.deepEqual(sql(`SELECT count(*) FROM idempotency
			WHERE INSTR(body, 'okrl_') > 0`), [['0']]);
	});

	test('a secret is not kept', async () => {
		const key = unique('key');
		const { body } = await post('/api-keys', { name: 'x', scopes: ['okrs:read'] }, key);

		assert.deepEqual(sql(`SELECT count(*) FROM idempotency
			WHERE INSTR(body, '${body.key}') > 0`), [['0']]);
	});
});

describe('another body with the same key', () => {
	test('is a 422 that changes nothing', async () => {
		const key = unique('key');

		await expect(201, post('/review-cycles', { name: 'One' }, key));
		const { body, headers } = await expect(422, post('/review-cycles', { name: 'Two' }, key));

		assert.equal(headers.location, undefined, 'a header of the answer that was dropped');

		assert.equal(body.error, 'unprocessable');
		assert.equal(await reviewCyclesNamed('Two'), 0);
	});

	test('is compared by its bytes', async () => {
		const key = unique('key');

		await expect(201, post('/review-cycles', '{"name":"Bytes"}', key));
		await expect(422, post('/review-cycles', '{ "name":"Bytes"}', key));
		assert.ok(isReplayed(await post('/review-cycles', '{"name":"Bytes"}', key)));
	});

	test('comes before 409: a name that the first request took is no conflict yet', async () => {
		const key = unique('key');
		const name = unique('Team');

		await expect(201, post('/teams', { name }, key));
		await expect(422, post('/teams', { name, department_id: null }, key));
		await expect(409, post('/teams', { name, department_id: null }, unique('key')));
	});

	test('comes after 400: what is wrong with the body is said first', async () => {
		const key = unique('key');

		await expect(201, post('/review-cycles', { name: 'First' }, key));
		await badFields(['name'], post('/review-cycles', { name: '' }, key));
		await refused(400, post('/review-cycles', '{', key));
	});

	test('leaves the first answer where it was', async () => {
		const key = unique('key');
		const first = await post('/review-cycles', { name: 'Stays' }, key);

		await expect(422, post('/review-cycles', { name: 'Goes' }, key));
		const again = await post('/review-cycles', { name: 'Stays' }, key);

		assert.ok(isReplayed(again));
		assert.equal(again.text, first.text);
	});
});

describe('the key', () => {
	test('takes 1 to 255 visible ASCII characters', async () => {
		for (const key of ['!', '~', 'a'.repeat(255), '"x"', unique('k')]) {
			await expect(201, post('/review-cycles', { name: unique('cycle') }, key, space.client()));
		}
	});

	test('that is longer, or has blanks or other characters, is a 400', async () => {
		for (const key of ['a'.repeat(256), 'a b', 'a\tb', 'é']) {
			const { body } = await refused(400, post('/review-cycles', { name: 'Malformed' }, key));

			assert.match(body.message, /Idempotency-Key/);
		}
		assert.equal(await reviewCyclesNamed('Malformed'), 0);
	});

	test('that is empty is a 400', async () => {
		await refused(400, post('/review-cycles', { name: 'Malformed' }, ''));
	});

	test('is told apart from one in other case', async () => {
		const key = unique('key');

		await expect(201, post('/review-cycles', { name: 'Case' }, key));
		await expect(201, post('/review-cycles', { name: 'Case' }, key.toUpperCase()));
		assert.equal(await reviewCyclesNamed('Case'), 2);
	});

	test('is independent on another path', async () => {
		const key = unique('key');

		await expect(201, post('/review-cycles', { name: 'Path' }, key));
		const answer = await expect(201, post('/departments', { name: 'Path' }, key));

		assert.ok(!isReplayed(answer));
	});

	test('is independent on another record\'s path', async () => {
		const key = unique('key');
		const okr = await space.okr();
		const [one, two] = [await space.keyResult(okr.id), await space.keyResult(okr.id)];

		await expect(201, post(`/key-results/${one.id}/checkins`, { value: 1 }, key));
		const { body } = await expect(201, post(`/key-results/${two.id}/checkins`, { value: 1 }, key));

		assert.equal(body.key_result_id, two.id);
	});

	test('is independent with another credential', async () => {
		const key = unique('key');
		const other = space.client();
		const stranger = new Workspace();

		await expect(201, post('/review-cycles', { name: 'Credential' }, key));
		assert.ok(!isReplayed(await expect(201, post('/review-cycles', { name: 'Credential' }, key, other))));
		assert.equal(await reviewCyclesNamed('Credential'), 2);
		await expect(201, post('/review-cycles', { name: 'Credential' }, key, stranger.api));
		assert.equal(await reviewCyclesNamed('Credential', stranger.api), 1);
	});

	test('means nothing on other methods', async () => {
		const { id } = await ok(api.post('/review-cycles', { name: unique('cycle') }));
		const headers = { 'Idempotency-Key': unique('key') };

		await expect(200, api.put(`/review-cycles/${id}`, { name: 'a' }, { headers }));
		await expect(200, api.put(`/review-cycles/${id}`, { name: 'b' }, { headers }));
		await expect(200, api.get('/review-cycles', { headers }));
		await expect(204, api.delete(`/review-cycles/${id}`, { headers }));
		await expect(404, api.delete(`/review-cycles/${id}`, { headers }));
	});
});

describe('what is kept', () => {
	test('is no answer from 400 up: the corrected request is executed', async () => {
		const key = unique('key');

		await badFields(['name'], post('/review-cycles', {}, key));
		assert.ok(!isReplayed(await expect(201, post('/review-cycles', { name: 'Mended' }, key))));
		assert.equal(await reviewCyclesNamed('Mended'), 1);
	});

	test('is no 404: the same request succeeds once the record is back', async () => {
		const okr = await space.okr();
		const { id } = await space.keyResult(okr.id);
		const key = unique('key');

		await expect(204, api.delete(`/key-results/${id}`));
		await refused(404, post(`/key-results/${id}/checkins`, { value: 1 }, key));
		await ok(api.post(`/key-results/${id}/restore`));
		await expect(201, post(`/key-results/${id}/checkins`, { value: 1 }, key));
	});

	test('is the first answer, though the record changed or is gone', async () => {
		const key = unique('key');
		const first = await post('/review-cycles', { name: 'Before' }, key);

		await ok(api.put(`/review-cycles/${first.body.id}`, { name: 'After' }));
		assert.equal((await post('/review-cycles', { name: 'Before' }, key)).text, first.text);
		await expect(204, api.delete(`/review-cycles/${first.body.id}`));
		assert.equal((await post('/review-cycles', { name: 'Before' }, key)).text, first.text);
		assert.equal(await reviewCyclesNamed('Before'), 0);
	});
});

describe('many at once', () => {
	test('16 clients with one key: written once, and all are answered alike or 409', async () => {
		for (let round = 0; round < 5; round++) {
			const key = unique('key');
			const name = unique('parallel');
			const answers = await Promise.all(Array.from({ length: 16 }, () =>
				post('/review-cycles', { name }, key)));
			const good = answers.filter(({ status }) => status === 201);

			assert.ok(good.length >= 1);
			assert.ok(answers.every(({ status }) => status === 201 || status === 409));
			assert.equal(new Set(good.map(({ text }) => text)).size, 1);
			assert.equal(good.filter((answer) => !isReplayed(answer)).length, 1);
			assert.equal(await reviewCyclesNamed(name), 1);
		}
	});

	test('two bodies with one key at once: one is written, the others are a 422 or 409', async () => {
		const key = unique('key');
		const names = [unique('one'), unique('two')];
		const answers = await Promise.all(Array.from({ length: 12 }, (_, i) =>
			post('/review-cycles', { name: names[i % 2] }, key)));
		const counts = await Promise.all(names.map((name) => reviewCyclesNamed(name)));

		assert.ok(answers.every(({ status }) => [201, 409, 422].includes(status)));
		assert.equal(counts[0] + counts[1], 1);
	});

	test('whichever worker is asked replays', async () => {
		const key = unique('key');
		const first = await post('/review-cycles', { name: 'Workers' }, key);
		const answers = await Promise.all(Array.from({ length: 24 }, () =>
			post('/review-cycles', { name: 'Workers' }, key)));

		assert.ok(answers.every((answer) => isReplayed(answer) && answer.text === first.text));
	});
});

describe('after 24 hours', () => {
	const other = new Workspace();

	function letRest(hours) {
		sql(`UPDATE idempotency SET created_at = created_at - INTERVAL ${hours * 60} MINUTE
			WHERE organisation_id = ${hex(other.id)}`);
	}

	const make = (name, key) => expect(201, post('/review-cycles', { name }, key, other.api));
	const makeMany = (name, count) => Promise.all(Array.from({ length: count }, () =>
		make(name, unique('key'))));
	const countKept = () => Number(sql(`SELECT count(*) FROM idempotency
		WHERE organisation_id = ${hex(other.id)}`)[0][0]);

	test('a key is executed anew, a little earlier it is not', async () => {
		const key = unique('key');

		await make('Expiring', key);
		letRest(23.9);
		assert.ok(isReplayed(await make('Expiring', key)));
		letRest(0.2);
		assert.ok(!isReplayed(await make('Expiring', key)));
		assert.equal(await reviewCyclesNamed('Expiring', other.api), 2);
		assert.ok(isReplayed(await make('Expiring', key)));
	});

	test('a key may be used for another body', async () => {
		const key = unique('key');

		await make('Old', key);
		letRest(24.1);
		assert.ok(!isReplayed(await make('New', key)));
	});

	test('a key is executed anew whatever else expired with it', async () => {
		const key = unique('key');

		await makeMany('Others', 30);
		await make('Among many', key);
		await makeMany('Others', 30);
		letRest(24.1);
		assert.ok(!isReplayed(await make('Among many', key)));
	});

	test('what was kept vanishes by itself', async () => {
		await makeMany('Vanishing', 40);
		letRest(24.1);
		await makeMany('Vanishing', 10);
		assert.equal(countKept(), 10);
	});
});

/*
 * Every byte of a description may become six of an answer, so a restored OKR's answer is larger than a
 * statement may be that keeps it.
 */
test('an answer of ten megabytes is repeated byte by byte', async () => {
	const okr = await space.okr();
	const description = '\u0001'.repeat(65535);

	for (let i = 0; i < 26; i++) {
		await space.keyResult(okr.id, { description: `${i}${description.slice(2)}` });
	}
	await ok(api.delete(`/okrs/${okr.id}`));
	const first = await expect(200, post(`/okrs/${okr.id}/restore`, undefined, 'large'));

	assert.ok(first.text.length > 10e6, `${first.text.length} characters`);
	const again = await post(`/okrs/${okr.id}/restore`, undefined, 'large');

	assert.ok(isReplayed(again));
	assert.ok(again.text === first.text, `${again.text.length} characters`);
	await ok(api.delete(`/okrs/${okr.id}`));
});

test('so are answers around the size in which they are kept', async () => {
	const part = 256 * 1024;
	const { id } = await space.cycle();
	const make = (fill) => post('/okrs', { title: 'O', type: 'org', cycle_id: id,
		description: `${'\u0001'.repeat(43000)}${'x'.repeat(fill)}` }, `part-${fill}`);
	const room = part - (await expect(201, make(0))).text.length;

	for (const fill of [room - 1, room, room + 1]) {
		const first = await expect(201, make(fill)), again = await make(fill);

		assert.equal(first.text.length, part + fill - room);
		assert.ok(isReplayed(again));
		assert.ok(again.text === first.text, `${again.text.length} characters`);
	}
	// Of an answer that expired a part may be gone before the rest.
	sql(`UPDATE idempotency SET created_at = created_at - INTERVAL 25 HOUR WHERE
		organisation_id = ${hex(space.id)} AND head <> 'continued';
		DELETE FROM idempotency WHERE organisation_id = ${hex(space.id)} AND head = 'continued';`);
	assert.ok(!isReplayed(await expect(201, make(room))));
	assert.ok(isReplayed(await make(room)));
});
