/*
 * The guides for Power BI, Excel and Grafana. Neither program runs here. So the queries for Power Query
 * are read by Microsoft's own parser, what they and Grafana's settings ask for is asked for, and every
 * column that they name must be in the answers; pages are followed as each program follows them.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import PowerQuery from '@microsoft/powerquery-parser';

import { Client, ok } from '../lib/client.mjs';
import { fill } from '../lib/curl.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const read = (name) => readFileSync(fileURLToPath(
	new URL(`../../docs/guides/${name}`, import.meta.url)), 'utf8');
let space, api;

before(async () => {
	space = new Workspace();
	const okr = await space.okr({ title: '=1+1', owner_id: space.admin.id });

	for (let i = 0; i < 5; i++) {
		const keyResult = await space.keyResult(okr.id, { title: `Key result ${i}`, unit: '%' });

		await space.checkIn(keyResult.id, 10 * i);
	}
	await ok(space.api.post('/kpis', { name: 'Churn', current_value: 3, target_value: 2 }));
	api = new Client(url, space.makeKey(['okrs:read', 'kpis:read'], { 'page-limit': 5000 }).key);
});

// Every text in the braces that follow `words`.
function listAfter(text, words) {
	const [, list] = text.slice(text.indexOf(words) + words.length).match(/\{([^{}]*)\}/);

	return [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
}

const pathOf = (text) => `/${/RelativePath = "([^"]+)"/.exec(text)[1]}`;
const ask = (path) => ok(api.get(path, { root: true }));
const all = ['Key result 0', 'Key result 1', 'Key result 2', 'Key result 3', 'Key result 4'];

describe('Power Query', () => {
	for (const file of ['okrs.pq', 'key_results.pq']) {
		test(`${file} is in its language`, async () => {
			const task = await PowerQuery.TaskUtils.tryLexParse(PowerQuery.DefaultSettings, read(file));

			assert.ok(PowerQuery.TaskUtils.isParseStageOk(task), task.error?.message);
		});
	}

	test('okrs.pq names columns that the list has', async () => {
		const text = read('okrs.pq');
		const [okr] = await ask(pathOf(text));

		for (const name of listAfter(text, 'Rows, "okr",')) {
			assert.ok(name in okr, name);
		}
		for (const name of listAfter(text, 'EachKeyResult, "key_results",')) {
			assert.ok(name in okr.key_results[0], name);
		}
	});

	test('every column whose type is set is one of the table', () => {
		for (const [file, words] of [['okrs.pq', ['Rows, "okr",', 'EachKeyResult, "key_results",']],
			['key_results.pq', ['Rows, "key_result",']]]) {
			const text = read(file);
			const renamed = file === 'okrs.pq' ? listAfter(text.slice(text.indexOf(
				'"last_check_in_at"},')), '},') : [];
			const columns = new Set([...words.flatMap((one) => listAfter(text, one)), ...renamed]);
			const typed = [...text.slice(text.indexOf('TransformColumnTypes'))
				.matchAll(/\{"([^"]+)", /g)].map(([, name]) => name);

			assert.ok(typed.length > 5);
			assert.deepEqual(typed.filter((name) => !columns.has(name)), [], file);
		}
	});

	test('key_results.pq follows the cursors to the end', async () => {
		const text = read('key_results.pq');
		const path = pathOf(text);
		const found = [];
		let page = await ask(`${path}?limit=500`);

		assert.match(text, /Query = \[limit = "500"\]/);
		assert.equal(page.next_cursor, null);
		for (const name of listAfter(text, 'Rows, "key_result",')) {
			assert.ok(name in page.items[0], name);
		}
		// The same with small pages: Page(null), then Page([next_cursor]) until that is null.
		for (page = await ask(`${path}?limit=2`); page !== null;
			page = page.next_cursor === null ? null :
				await ask(`${path}?limit=2&cursor=${encodeURIComponent(page.next_cursor)}`)) {
			found.push(...page.items.map(({ title }) => title));
		}
		assert.deepEqual(found.toSorted(), all);
	});

	test('a key with a larger page limit needs no paging', async () => {
		const other = new Workspace();
		const cycle = await other.cycle();
		const reports = new Client(url, other.makeKey(['okrs:read'], { 'page-limit': 5000 }).key);
		const few = new Client(url, other.makeKey(['okrs:read'], { 'page-limit': 3 }).key);

		for (let i = 0; i < 5; i++) {
			await other.okr({ title: `OKR ${i}`, cycle_id: cycle.id });
		}
		assert.equal((await ok(reports.get('/okrs'))).length, 5);
		const cut = await few.get('/okrs');

		assert.equal(cut.body.length, 3);
		assert.match(cut.headers.link, /rel="next"/);
	});
});

describe('Excel', () => {
	test('gets a file with a byte order mark, and no formula in it', () => {
		const [, command] = /```sh\n(curl[^`]*)```/.exec(read('excel.md'));
		const bytes = execFileSync('sh', ['-c',
			fill(command, api.key).replace(' -o okrs.csv', " --silent --noproxy '*'")]);
		const [header, row] = bytes.toString().split('\r\n');

		assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
		assert.ok(header.startsWith('\ufeffid,title,'), header);
		assert.ok(row.includes("'=1+1"), row);
	});
});

describe('Grafana', () => {
	const kinds = { string: (value) => value === null || typeof value === 'string',
		number: (value) => value === null || typeof value === 'number',
		timestamp: (value) => value === null || !Number.isNaN(Date.parse(value)) };
	const rowsOf = (answer, root) => [root ? answer[root] : answer].flat();

	// | name | `URL` | `root` | `a`, `b` (kind), `c` (kind) |
	const panels = [...read('grafana.md').matchAll(/^\| ([^|]+) \| `(\/api[^`]+)` +\| +(?:`(\w+)`)? *\| (.+) \|$/gm)]
		.map(([, name, path, root, columns]) => ({ name: name.trim(), path, root,
			columns: [...columns.matchAll(/((?:`\w+`(?:, )?)+) \((\w+)\)/g)].flatMap(([, names, kind]) =>
				[...names.matchAll(/`(\w+)`/g)].map(([, column]) => [column, kind])) }));

	test('the guide has its panels', () => {
		assert.equal(panels.length, 6);
		assert.ok(panels.every(({ columns }) => columns.length >= 2));
	});

	for (const { name, path, root, columns } of panels) {
		test(`${name}: the columns are there, and of that kind`, async () => {
			const [keyResult] = await ask('/api/v1/key-results');
			const rows = rowsOf(await ask(path.replace('KR_ID', keyResult.id)), root);

			assert.ok(rows.length > 0);
			for (const [column, kind] of columns) {
				for (const row of rows) {
					assert.ok(column in row && kinds[kind](row[column]), `${column}: ${row[column]}`);
				}
			}
		});
	}

	test('grafana_query.json follows the cursors as Infinity does', async () => {
		const query = JSON.parse(read('grafana_query.json'));
		const params = new URLSearchParams(query.url_options.params.map(({ key, value }) => [key, value]));
		const found = [];
		let cursor = '';

		assert.equal((await ask(`${query.url}?${params}`))[query.pagination_param_cursor_extraction_path],
			null);
		params.set('limit', '2');
		// The first request has no cursor; the last answer's is empty.
		for (let i = 0; i <= query.pagination_max_pages && (i === 0 || cursor !== ''); i++) {
			if (cursor !== '') {
				params.set(query.pagination_param_cursor_field_name, cursor);
			}
			const answer = await ask(`${query.url}?${params}`);

			for (const row of rowsOf(answer, query.root_selector)) {
				found.push(row.title);
				for (const { selector, type } of query.columns) {
					assert.ok(selector in row && kinds[type](row[selector]), selector);
				}
			}
			cursor = answer[query.pagination_param_cursor_extraction_path] ?? '';
		}
		assert.deepEqual(found.toSorted(), all);
	});
});
