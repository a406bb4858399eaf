/*
 * Cursors that this server did not make, or made for somebody or something else (rulings.md 61). Once
 * a cursor was guarded by a digest that anybody can compute, and its length was the caller's: one GET
 * ended workers. Here cursors are forged with everything a stranger can know, and then with the key as
 * well, so that what stands behind the code is tried too.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { contextOf, forgeCursor, trueKey } from '../lib/forge.mjs';
import { toolError } from '../lib/mcp.mjs';
import { tokenClient } from '../lib/people.mjs';
import { Workspace, unique } from '../lib/workspace.mjs';

const root = '/api/v1';

// The lists, the order of each (of those with a choice: every kind of sort key), and the bytes of its
// key: none where creation orders it, undefined where it is a text of any length.
const lists = [
	{ path: '/okrs', order: '-', bytes: 0 },
	{ path: '/key-results', order: '-', bytes: 0 },
	{ path: '/key-results/:id/checkins', order: '-checked_in_at', bytes: 8, of: 'keyResult' },
	{ path: '/cycles', order: '-start_date', bytes: 4 },
	{ path: '/kpis', order: '-', bytes: 0 },
	{ path: '/kpis/:id/updates', order: '-', bytes: 0, of: 'kpi' },
	{ path: '/initiatives', order: '-', bytes: 0 },
	{ path: '/review-cycles', order: '-', bytes: 0 },
	{ path: '/reviews', order: '-', bytes: 0 },
	{ path: '/users', order: '-', bytes: 0 },
	{ path: '/users/:id/todo', order: 'due_on', bytes: 4, of: 'user' },
	{ path: '/departments', order: '-', bytes: 0 },
	{ path: '/teams', order: '-', bytes: 0 },
	{ path: '/api-keys', order: '-', bytes: 0 },
	{ path: '/goals', sort: 'title', order: 'title' },
	{ path: '/goals', sort: '-progress', order: '-progress', bytes: 8 },
	{ path: '/goals', sort: 'date_end', order: 'period_end', bytes: 4 },
	{ path: '/goals', sort: '-created_at', order: '-', bytes: 0 },
	{ path: '/okr/objectives', sort: '-title', order: '-title' },
	{ path: '/okr/objectives', sort: 'updated_at', order: 'updated_at', bytes: 8 },
	{ path: '/okr/key-results', sort: 'title', order: 'title' },
];

const sizes = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 64, 1199, 1200, 1201, 4096];
const valueMax = 1200;

describe('forged cursors', () => {
	let space, other, keyResult, kpi, key, ids;

	// The path with its ids and parameters.
	const at = (list, cursor) => `${list.path.replace(':id', ids[list.of])}?limit=1` +
		`${list.sort ? `&sort=${list.sort}` : ''}${cursor === undefined ? '' : `&cursor=${cursor}`}`;

	const contextFor = (list, fields = {}) => contextOf({ route: root + list.path,
		order: list.order, ids: list.of ? [ids[list.of]] : [], workspace: space.id, ...fields });

	// What a list says of a cursor that is not its own.
	async function refused(client, path) {
		await badFields(['cursor'], client.get(path));
	}

	before(async () => {
		space = new Workspace();
		other = new Workspace();
		for (const one of [space, other]) {
			const okr = await one.okr({ title: 'First' });

			await one.okr({ title: 'Second' });
			one.keyResults = [await one.keyResult(okr.id), await one.keyResult(okr.id)];
			await one.checkIn(one.keyResults[0].id, 1);
			await one.checkIn(one.keyResults[0].id, 2);
			await one.cycle();
		}
		[keyResult] = space.keyResults;
		kpi = await ok(space.api.post('/kpis', { name: 'A KPI' }));
		for (const value of [1, 2]) {
			await ok(space.api.post(`/kpis/${kpi.id}/updates`, { value }));
		}
		ids = { keyResult: keyResult.id, kpi: kpi.id, user: space.admin.id };
		key = trueKey();
	});

	for (const list of lists) {
		const name = `${list.path}${list.sort ? `?sort=${list.sort}` : ''}`;

		test(`${name}: under the true key only the exact size is a cursor`, async () => {
			for (const size of sizes) {
				const fits = list.bytes === undefined ? size <= valueMax : size === list.bytes;
				// Printable, so that as a text it is one.
				const cursor = forgeCursor(key, contextFor(list), space.id, Buffer.alloc(size, 'A'));

				if (fits) {
					await expect(200, space.api.get(at(list, cursor)));
				} else {
					await refused(space.api, at(list, cursor));
				}
			}
		});

		test(`${name}: without the key no size is`, async () => {
			const keys = [Buffer.alloc(32), Buffer.alloc(0), createHash('sha256').update('').digest()];

			for (const wrong of keys) {
				for (const size of sizes) {
					await refused(space.api, at(list, forgeCursor(wrong, contextFor(list), space.id,
						Buffer.alloc(size, 0xff))));
				}
			}
		});
	}

	test('each bit of a true cursor counts', async () => {
		for (const path of ['/okrs?limit=1', '/cycles?limit=1', '/okr/objectives?limit=1&sort=title']) {
			const cursor = await trueCursor(space.api, path);
			const bytes = Buffer.from(cursor, 'base64url');

			for (let bit = 0; bit < 8 * bytes.length; bit += 3) {
				const changed = Buffer.from(bytes);

				changed[bit >> 3] ^= 1 << (bit & 7);
				await refused(space.api, `${path}&cursor=${changed.toString('base64url')}`);
			}
			for (const odd of ['', 'x', cursor.slice(1), `${cursor}AAAA`, cursor.slice(0, -1), `${cursor}=`]) {
				await refused(space.api, `${path}&cursor=${odd}`);
			}
			await expect(200, space.api.get(`${path}&cursor=${cursor}`));
		}
	});

	async function trueCursor(client, path) {
		const { headers, body } = await expect(200, client.get(path));
		const cursor = /[?&]cursor=([^&>]+)/.exec(headers.link ?? '')?.[1] ?? body.next_cursor;

		assert.ok(cursor, `${path} has a next page`);
		return cursor;
	}

	test("another list's cursor is refused, also where the same records are listed", async () => {
		const sources = ['/okrs?limit=1', '/key-results?limit=1', '/okr/key-results?limit=1',
			'/okr/objectives?limit=1', '/goals?limit=1', `/key-results/${keyResult.id}/checkins?limit=1`,
			'/cycles?limit=1', `/kpis/${kpi.id}/updates?limit=1`];

		for (const from of sources) {
			const cursor = await trueCursor(space.api, from);

			for (const to of sources) {
				if (to === from) {
					await expect(200, space.api.get(`${to}&cursor=${cursor}`));
				} else {
					await refused(space.api, `${to}&cursor=${cursor}`);
				}
			}
		}
	});

	test("another record's cursor is refused", async () => {
		const cursor = await trueCursor(space.api, `/key-results/${keyResult.id}/checkins?limit=1`);

		await refused(space.api, `/key-results/${space.keyResults[1].id}/checkins?limit=1&cursor=${cursor}`);
	});

	test("another order's cursor is refused", async () => {
		const cursor = await trueCursor(space.api, '/goals?limit=1&sort=title');

		for (const sort of ['-title', 'progress', '-created_at', 'date_end']) {
			await refused(space.api, `/goals?limit=1&sort=${sort}&cursor=${cursor}`);
		}
	});

	test("another workspace's cursor is refused", async () => {
		for (const path of ['/okrs?limit=1', '/cycles?limit=1', '/goals?limit=1&sort=title']) {
			await refused(other.api, `${path}&cursor=${await trueCursor(space.api, path)}`);
		}
	});

	test("another caller's cursor is refused where the callers see with other eyes", async () => {
		const path = '/okrs?limit=1';
		const cursor = await trueCursor(space.api, path);
		const scopes = ['okrs:read', 'write:okrs'];
		const members = [];

		for (const name of ['one', 'two']) {
			const email = `${unique(name)}@example.org`;

			await expect(201, space.api.post('/users', { name, email }));
			members.push(tokenClient(space, email, scopes));
		}
		const app = space.client(scopes, { app: 'an-app' });

		await refused(members[0], `${path}&cursor=${cursor}`);
		await refused(app, `${path}&cursor=${cursor}`);
		await refused(members[1], `${path}&cursor=${await trueCursor(members[0], path)}`);
		// Keys act for the workspace: one continues where another stopped.
		await expect(200, space.client(scopes).get(`${path}&cursor=${cursor}`));
	});

	test('a tool takes no cursor that it did not give', async () => {
		const foreign = await trueCursor(space.api, '/okrs?limit=1');
		const forged = forgeCursor(key, contextOf({ method: 'GET', route: `${root}/okrs`, order: '-',
			workspace: space.id }), space.id);

		for (const cursor of [foreign, forged, '', 'A'.repeat(3000)]) {
			assert.match(await toolError(space.api, 'get_okrs', { limit: 1, cursor }), /cursor/);
		}
	});

	test('a search by POST refuses them in its body as well', async () => {
		const cursor = await trueCursor(space.api, '/goals?limit=1');

		await badFields(['cursor'], space.api.post('/goals/search', { limit: 1, cursor }));
	});
});
