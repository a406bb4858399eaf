/*
 * Lists as CSV: how they are asked for, that they say what the JSON says, that a strict reader of
 * RFC 4180 understands them, and that no text in them is a formula. What a spreadsheet makes of them:
 * tests/contract/spreadsheet.test.mjs.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { parseCsv, parseFields } from '../lib/csv.mjs';
import { nextOf } from '../lib/walk.mjs';
import { Workspace, instant } from '../lib/workspace.mjs';

const csvType = 'text/csv; charset=utf-8';

// What would be a formula, and what CSV has to quote.
const hostile = ['=SUM(A1:A9)', '+1', '-1', '@cmd', '=1+1",\n"x', 'a "quoted" word', 'a, b', '"',
	'two\nlines', 'three\r\nlines', 'Größe 日本 \u{1F600}', "'apostrophe", '1e5', 'TRUE', ';', ','];

const space = new Workspace();
const { api } = space;

async function get(path, headers = {}) {
	return expect(200, api.get(path, { headers, loose: true }));
}

function asCsv(path) {
	return get(path, { Accept: 'text/csv' });
}

async function rowsOf(path) {
	const answer = await asCsv(path);

	assert.equal(answer.headers['content-type'], csvType);
	return parseCsv(answer.text);
}

// A cell holds what the JSON holds; a text that looks like a formula has one mark before it.
function checkCell(cell, value, what) {
	if (value === null || value === undefined) {
		assert.equal(cell, '', what);
	} else if (typeof value === 'number') {
		assert.equal(cell, String(value), what);
	} else if (typeof value === 'boolean') {
		assert.equal(cell, String(value), what);
	} else if (typeof value === 'string' && /^[=+\-@\t\r]/.test(value)) {
		assert.equal(cell.slice(1), value, what);
		assert.doesNotMatch(cell, /^[=+\-@\t\r]/, what);
	} else if (typeof value === 'string') {
		assert.equal(cell, value, what);
	}
}

function checkRow(row, item, prefix = '') {
	for (const [name, value] of Object.entries(item)) {
		if (prefix + name in row) {
			checkCell(row[prefix + name], value, prefix + name);
		} else {
			assert.equal(typeof value, 'object', `there is no column ${prefix}${name}`);
		}
	}
}

let okr, empty, keyResults, kpi, paths;

before(async () => {
	okr = await space.okr({ title: '=HYPERLINK("x")', description: 'a "b",\nc', weight: 2.5,
		owner_id: space.admin.id, tags: ['x', 'y'] });
	empty = await space.okr({ title: 'Without key results' });
	keyResults = [
		await space.keyResult(okr.id, { start_value: -10, target_value: 10, current_value: -5.25 }),
		await space.keyResult(okr.id, { title: '@b', unit: '-', owner_id: space.admin.id }),
		await space.keyResult(empty.id),
	];
	await expect(204, api.delete(`/key-results/${keyResults[2].id}`));
	kpi = await ok(api.post('/kpis', { name: '+KPI', current_value: -0.1, target_value: 1e-7 }));
	for (const [value, comment] of [[-1.5, '-first'], [2, '=second']]) {
		await ok(api.post(`/kpis/${kpi.id}/updates`, { value, comment }));
		await space.checkIn(keyResults[0].id, value, { comment });
	}
	await ok(api.post('/initiatives', { title: '-x', kr_id: keyResults[0].id, priority: 'p1',
		start_date: '2026-05-01', end_date: '2026-05-31' }));
	await ok(api.post('/initiatives', { title: 'bare' }));
	paths = ['/okrs', '/key-results', '/kpis', '/initiatives',
		`/key-results/${keyResults[0].id}/checkins`, `/kpis/${kpi.id}/updates`];
});

describe('asking for CSV', () => {
	test('every list that is named answers Accept: text/csv and ?format=csv alike', async () => {
		for (const path of paths) {
			const byHeader = await asCsv(path);
			const byQuery = await get(`${path}?format=csv`);

			assert.equal(byHeader.headers['content-type'], csvType, path);
			assert.equal(byQuery.headers['content-type'], csvType, path);
			assert.equal(byQuery.text, byHeader.text);
			assert.ok(parseCsv(byQuery.text).length > 0, path);
		}
	});

	test('without it the answer stays JSON', async () => {
		for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' },
			{ Accept: 'text/html' }]) {
			assert.match((await get('/okrs', headers)).headers['content-type'], /^application\/json/);
		}
	});

	test('Accept is weighed: CSV only where it is wanted more than JSON, or named first', async () => {
		const wanted = { 'text/csv;q=0.1': true, 'text/csv, application/json': true,
			'text/csv, */*;q=0.5': true, 'application/json, text/csv;q=0.1': false,
			'application/json, text/csv': false, 'text/csv;q=0.5, application/json': false,
			'application/json;q=0.4, text/csv;q=0.5': true, 'text/csv;q=0, */*': false,
			'text/html, image/png': false };

		for (const [Accept, isCsv] of Object.entries(wanted)) {
			for (const path of paths) {
				const { headers } = await get(path, { Accept });

				assert.equal(headers['content-type'] === csvType, isCsv, `${path} ${Accept}`);
			}
		}
		const both = { Accept: 'application/json, text/csv;q=0.1' };
		const { headers } = await get('/okrs', both);

		assert.equal(headers.etag, (await get('/okrs')).headers.etag);
	});

	test('?format=json wins over Accept: text/csv, and ?format=csv over application/json', async () => {
		const json = await get('/okrs?format=json', { Accept: 'text/csv' });
		const csv = await get('/okrs?format=csv', { Accept: 'application/json' });

		assert.match(json.headers['content-type'], /^application\/json/);
		assert.equal(csv.headers['content-type'], csvType);
	});

	test('another format is a 400', () => badFields(['format'], api.get('/okrs?format=xml')));

	test('an item and other lists have no CSV', async () => {
		await refused(400, api.get(`/okrs/${okr.id}?format=csv`));
		await refused(400, api.get('/cycles?format=csv'));
		await expect(200, api.get('/cycles', { headers: { Accept: 'text/csv' } }));
	});

	test('an empty list is its header row', async () => {
		const { text } = await new Workspace().api.get('/kpis?format=csv', { loose: true });

		assert.equal(parseFields(text).length, 1);
		assert.ok(text.startsWith('id,'));
	});

	test('an error stays JSON', async () => {
		await badFields(['limit'], api.get('/okrs?format=csv&limit=0',
			{ headers: { Accept: 'text/csv' } }));
	});

	test('a HEAD has the headers and no body', async () => {
		const full = await asCsv('/okrs');
		const head = await api.request('HEAD', '/okrs', undefined, { headers: { Accept: 'text/csv' } });

		assert.equal(head.headers['content-type'], csvType);
		assert.equal(head.headers.etag, full.headers.etag);
	});

	test('the ETag differs from that of the JSON, and gives a 304', async () => {
		const json = await get('/okrs');
		const csv = await asCsv('/okrs');
		const { etag } = csv.headers;

		assert.match(etag, /^"[^"]+"$/);
		assert.notEqual(etag, json.headers.etag);
		await expect(304, api.get('/okrs', { headers: { Accept: 'text/csv', 'If-None-Match': etag } }));
		await expect(200, api.get('/okrs', { headers: { 'If-None-Match': etag } }));
		assert.match(csv.headers.vary, /\bAccept\b/);
	});

	test('the scopes are those of the list', async () => {
		await refused(403, space.client(['okrs:read']).get('/kpis?format=csv'));
	});
});

describe('what a CSV says', () => {
	test('one row per KPI, key result, initiative and entry of a history, as in the JSON', async () => {
		for (const path of paths.slice(1)) {
			const body = await ok(api.get(path));
			const items = body.data ?? body;
			const rows = await rowsOf(path);

			assert.equal(rows.length, items.length, path);
			rows.forEach((row, i) => checkRow(row, items[i]));
		}
	});

	test('one row per key result of an OKR, and one for an OKR without', async () => {
		const items = (await ok(api.get('/okrs'))).flatMap((one) => (one.key_results.length ?
			one.key_results.map((keyResult) => [one, keyResult]) : [[one, undefined]]));
		const rows = await rowsOf('/okrs');

		assert.equal(rows.length, 3);
		rows.forEach((row, i) => {
			const [{ key_results, health, ...item }, keyResult] = items[i];

			checkRow(row, item);
			assert.ok(key_results);
			checkCell(row.health_gap, health.gap, 'health_gap');
			if (keyResult) {
				checkRow(row, keyResult, 'key_result_');
			} else {
				assert.ok(Object.entries(row).every(([name, cell]) =>
					!name.startsWith('key_result_') || cell === ''));
			}
		});
	});

	test('numbers stay numbers, negative and small ones as well', async () => {
		const [row] = await rowsOf('/kpis');
		const { text } = await asCsv(`/kpis/${kpi.id}/updates`);

		assert.equal(row.current, '2');
		assert.equal(row.target, '1e-7');
		assert.match(text, /,-1\.5,/);
	});

	test('the columns stay the same whatever is in them', async () => {
		const [header] = parseFields((await asCsv('/okrs')).text);
		const { text } = await new Workspace().api.get('/okrs?format=csv', { loose: true });

		assert.deepEqual(parseFields(text)[0], header);
	});

	for (const text of hostile) {
		test(`${JSON.stringify(text)} comes back from a text cell, and is no formula`, async () => {
			const other = new Workspace();

			await ok(other.api.post('/kpis', { name: text, description: text, unit: text,
				group_name: text }));
			const answer = await other.api.get('/kpis?format=csv', { loose: true });
			const [row, ...rest] = parseCsv(answer.text);

			assert.deepEqual(rest, []);
			for (const name of ['name', 'description', 'unit', 'group_name']) {
				checkCell(row[name], text, name);
			}
		});
	}
});

describe('a formula behind what is not seen is defused (ruling 56)', () => {
	const unseen = ['', ' ', '\u00a0', '\u3000', '\u2028', '\u200b', '\ufeff', '\u202e', '\u00ad', '\u0085',
		'\u0001', '\n', '\u{e0020}', ' \u200b\u00a0 '];
	const marks = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\ufe62', '\ufe63', '\ufe66',
		'\ufe6b'];
	const harmless = ['a=1', ' 1', '\u0301=1', '\u2013 1', '\u2212 1', "'=1", '"=1"', '\u200b', ' ', '\u00d7=1',
		'a\t=1', '(=1)', '\ue000=1'];

	// What the comments of check-ins become.
	async function cellsOf(texts) {
		const other = new Workspace();
		const { id } = await other.keyResult((await other.okr()).id);

		await ok(other.api.post('/checkins/batch', { checkins: texts.map((comment) =>
			({ key_result_id: id, value: 1, comment })) }));
		const { text } = await other.api.get(`/key-results/${id}/checkins?format=csv`, { loose: true });

		return parseCsv(text).map(({ comment }) => comment).reverse();
	}

	test('every mark behind each kind of character', async () => {
		const texts = marks.flatMap((mark) => unseen.map((before) => `${before}${mark}1+1`));
		const cells = [];

		for (let at = 0; at < texts.length; at += 50) {
			cells.push(...await cellsOf(texts.slice(at, at + 50)));
		}
		assert.deepEqual(cells, texts.map((text) => `'${text}`));
	});

	test('a tab or a carriage return at the start', async () => {
		const texts = ['\tx', '\rx', '\t', '\r\n'];

		assert.deepEqual(await cellsOf(texts), texts.map((text) => `'${text}`));
	});

	test('nothing else', async () => {
		assert.deepEqual(await cellsOf(harmless), harmless);
	});
});

describe('a CSV is a file', () => {
	const today = () => new Date().toISOString().slice(0, 10);
	const names = { '/okrs': 'okrs', '/key-results': 'key-results', '/kpis': 'kpis',
		'/initiatives': 'initiatives', '/checkins': 'key-results-checkins', '/updates': 'kpis-updates' };

	test('named after the list and the UTC day', async () => {
		for (const path of paths) {
			const before = today();
			const { headers } = await asCsv(path);
			const [, name] = Object.entries(names).find(([ending]) => path.endsWith(ending));
			const allowed = [before, today()].map((day) => `attachment; filename="${name}-${day}.csv"`);

			assert.ok(allowed.includes(headers['content-disposition']), headers['content-disposition']);
			assert.equal((await get(path)).headers['content-disposition'], undefined);
		}
	});

	const bom = Buffer.from('\ufeff');

	test('bom=true puts one byte order mark first, whoever asked before', async () => {
		for (const path of paths) {
			const plain = await get(`${path}?format=csv`);
			const marked = await get(`${path}?format=csv&bom=true`);
			const again = await get(`${path}?bom=false`, { Accept: 'text/csv' });
			const byHeader = await get(`${path}?bom=true`, { Accept: 'text/csv' });

			assert.deepEqual(marked.bytes, Buffer.concat([bom, plain.bytes]), path);
			assert.deepEqual([again.bytes, byHeader.bytes], [plain.bytes, marked.bytes], path);
			assert.ok(!plain.bytes.includes(bom));
			assert.notEqual(marked.headers.etag, plain.headers.etag);
			await expect(200, api.get(`${path}?format=csv&bom=true`, { loose: true,
				headers: { 'If-None-Match': plain.headers.etag } }));
			await expect(304, api.get(`${path}?format=csv&bom=true`,
				{ headers: { 'If-None-Match': marked.headers.etag } }));
		}
	});

	test('bom means nothing to JSON, and is true or false', async () => {
		assert.equal((await get('/okrs?bom=true')).text, (await get('/okrs')).text);
		for (const value of ['1', 'yes', '', 'TRUE']) {
			await badFields(['bom'], api.get(`/okrs?format=csv&bom=${value}`));
		}
		await badFields(['bom'], api.get('/users?bom=true'));
	});
});

describe('pages of CSV', () => {
	test('limit and cursor walk through the records by Link, each page with its header', async () => {
		const other = new Workspace();
		const names = Array.from({ length: 7 }, (_, i) => `KPI ${i}`);

		for (const name of names) {
			await ok(other.api.post('/kpis', { name }));
		}
		const seen = [];
		let next = '/api/v1/kpis?format=csv&limit=3';

		for (let pages = 1; next; pages++) {
			const answer = await other.api.get(next, { root: true, loose: true });

			assert.equal(answer.headers['content-type'], csvType);
			seen.push(...parseCsv(answer.text).map(({ name }) => name));
			next = nextOf(answer);
			assert.ok(pages <= 3);
		}
		assert.deepEqual(seen, names.reverse());
	});

	test('limit counts OKRs, not rows', async () => {
		const rows = await rowsOf('/okrs?limit=1');
		const answer = await asCsv('/okrs?limit=1');

		assert.deepEqual(rows.map(({ id }) => id), [empty.id]);
		const next = await api.get(nextOf(answer), { root: true, loose: true,
			headers: { Accept: 'text/csv' } });

		assert.deepEqual(parseCsv(next.text).map(({ id }) => id), [okr.id, okr.id]);
	});

	test('filters hold', async () => {
		assert.equal((await rowsOf('/kpis?status=on_track')).length, 1);
		assert.equal((await rowsOf(`/kpis?updated_since=${instant(1)}`)).length, 0);
		assert.equal((await rowsOf('/initiatives?priority=p1')).length, 1);
	});
});
