/*
 * Lists as CSV in a spreadsheet: LibreOffice reads them and says what it understood.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { parseFields } from '../lib/csv.mjs';
import { run } from '../lib/process.mjs';
import { Workspace } from '../lib/workspace.mjs';

describe('LibreOffice', () => {
	const folder = mkdtempSync(join(tmpdir(), 'okr-csv-'));
	const names = ['Größe 日本 \u{1F600}', '=SUM(A1:A9)', '-1', 'a "b",\nc', 'plain',
		'\u00a0=1+1', '\u200b@x', '\uff1d1+1', '\ufeff-1'];
	const numbers = [3721, -5.25, 0.65, 1234567.891, 0, 1, 2, 3, 4];
	let sheets;

	// Converts files by the filters that its own dialogue would choose for English.
	async function convert(options, files) {
		const done = await run('soffice', [`-env:UserInstallation=file://${folder}/profile`,
			'--headless', ...options, '--outdir', folder, ...files.map((file) => join(folder, file))],
		{ timeout: 120000 });

		assert.equal(done.code, 0, done.err);
	}

	// The cells of a sheet as LibreOffice exports them: texts in quotes, everything else without.
	function readBack(file) {
		const [header, ...rows] = parseFields(readFileSync(join(folder, file), 'utf8'), '\n');

		return rows.map((row) => Object.fromEntries(header.map(({ value }, i) => [value, row[i]])));
	}

	before(async () => {
		const other = new Workspace();

		for (const [i, name] of names.entries()) {
			await ok(other.api.post('/kpis', { name, current_value: numbers[i] }));
			await ok(other.api.post('/initiatives', { title: name, start_date: '2026-05-01' }));
		}
		for (const list of ['kpis', 'initiatives']) {
			const { bytes } = await other.api.get(`/${list}?format=csv`, { loose: true });

			writeFileSync(join(folder, `${list}.csv`), bytes);
		}
		await convert(['--convert-to', 'xlsx', '--infilter=CSV:44,34,76,1,,1033,false,true'],
			['kpis.csv', 'initiatives.csv']);
		await convert(['--convert-to',
			'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false'],
		['kpis.xlsx', 'initiatives.xlsx']);
		sheets = { kpis: readBack('kpis.csv').reverse(),
			initiatives: readBack('initiatives.csv').reverse() };
	});

	after(() => rmSync(folder, { recursive: true, force: true }));

	test('numbers survive as numbers', () => {
		assert.deepEqual(sheets.kpis.map(({ current }) => [Number(current.value), current.isQuoted]),
			numbers.map((number) => [number, false]));
	});

	test('texts survive as texts, in UTF-8, and none became a formula', () => {
		for (const [i, name] of names.entries()) {
			const { value, isQuoted } = sheets.kpis[i].name;

			assert.ok(isQuoted, value);
			assert.ok(value === name || value === `'${name}`, value);
		}
	});

	test('dates survive as dates', () => {
		for (const { start_date } of sheets.initiatives) {
			assert.deepEqual([start_date.value, start_date.isQuoted], ['2026-05-01', false]);
		}
	});

	test('ids and timestamps survive as they are', () => {
		for (const { id, created_at } of sheets.kpis) {
			assert.match(id.value, /^[0-9a-f-]{36}$/);
			assert.match(created_at.value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		}
	});
});
