/*
 * Which versions of MariaDB the SQL needs: what later versions brought, and stands somewhere in our SQL,
 * has its row in src/store/features.c and in docs/install.md, and every row there is used.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { top } from '../lib/process.mjs';

// SQL that not every version has. `row`: the feature's name in the table; without it, never used.
const known = [
	[/ADD COLUMN IF NOT EXISTS/, 'ADD COLUMN IF NOT EXISTS'],
	[/ADD (UNIQUE )?KEY IF NOT EXISTS/, 'ADD KEY IF NOT EXISTS'],
	[/DROP KEY IF EXISTS/, 'DROP KEY IF EXISTS'],
	[/ADD FOREIGN KEY IF NOT EXISTS/, 'ADD FOREIGN KEY IF NOT EXISTS'],
	[/max_statement_time/, 'max_statement_time'],
	[/SET STATEMENT/, 'SET STATEMENT'],
	[/tx_isolation/, 'tx_isolation'],
	[/\bCHECK \(/, 'CHECK'],
	[/\bWITH (RECURSIVE )?\w+ (\([^)]*\) )?AS \(|WITH RECURSIVE/, 'WITH RECURSIVE'],
	[/\w_nopad_bin/, 'utf8mb4_nopad_bin'],
	[/\bJSON_CONTAINS\(/, 'JSON_CONTAINS'],
	[/\bJSON_LENGTH\(/, 'JSON_LENGTH'],
	[/\bJSON_QUOTE\(/, 'JSON_QUOTE'],
	[/\bRETURNING\b/, 'RETURNING'], [/\bSKIP LOCKED\b/], [/\bNOWAIT\b/], [/\bJSON_TABLE\b/], [/\bJSON_(OBJECT|ARRAY)AGG\b/],
	[/\b(ROW_NUMBER|RANK|LAG|LEAD)\(\)/], [/\bOVER \(/], [/\bEXCEPT\b (SELECT|ALL)/], [/\bINTERSECT\b/],
	[/\bINVISIBLE\b/], [/\bFOR SYSTEM_TIME\b/], [/\bNEXT VALUE FOR\b/], [/uca1400/],
	[/\bUUID\b (NOT NULL|NULL|PRIMARY)/], [/\bINET[46]\b/], [/\bRENAME (COLUMN|KEY|INDEX)\b/],
	[/\bLATERAL\b/], [/= VALUE\(/], [/\bFETCH (FIRST|NEXT)\b/], [/\bDEFAULT \(/], [/\bRANDOM_BYTES\(/],
	[/\bIGNORED\b/], [/\bNATURAL_SORT_KEY\(/], [/\btransaction_isolation\b/],
];

// Words of SQL that every server has had for longer than any that still gets updates, and what is not SQL. A word
// that stands in neither these lists nor a row is new here: look up since when there is such.
const old = new Set(`ADD AFTER ALL ALTER AND AS ASC BETWEEN BIGINT BINARY BY CAST CHAR CHARACTER CHARSET CHAR_LENGTH
	COALESCE COLLATE COLUMN COLUMN_NAME COMMENT COMMIT CONCAT CONSTRAINT COUNT CREATE DATABASE DATE DATETIME DEFAULT
	DELETE DESC DISTINCT DOUBLE DROP DUPLICATE ENGINE ERROR_FOR_DIVISION_BY_ZERO EXISTS FALSE FOR FORCE FOREIGN FROM
	GET_LOCK GLOBAL GRANT GREATEST GROUP IDENTIFIED IF IGNORE IN INDEX INSERT INSTR INT INTO IS JOIN KEY KEY_COLUMN_USAGE LEFT
	LENGTH LIKE LIMIT LOCK MAX MEDIUMBLOB MODE MODIFY NOT NO_ENGINE_SUBSTITUTION NO_ZERO_DATE NO_ZERO_IN_DATE NULL
	OCTET_LENGTH OFFSET ON OPTIONS OR ORDER PRIMARY PRIVILEGES READ REFERENCED_TABLE_NAME REFERENCES RELEASE_LOCK
	REPEATABLE SELECT SESSION SET SHARE SHOW SIGNED SMALLINT START STATUS STRAIGHT_JOIN STRICT_ALL_TABLES SUBSTRING_INDEX TABLE
	TABLE_NAME TABLE_SCHEMA TEXT TINYINT TO TRANSACTION TRUE UNION UNIQUE UNIX_TIMESTAMP UNSIGNED UPDATE USER UTC_TIMESTAMP VALUES
	VARBINARY VARCHAR VERSION WHERE WITH`.split(/\s+/));
const noSql = new Set(`API COMMAND DD DDTHH FAILED FILE HOST IANA ID ISO JSON KPI MB MEND MM NAME OKR OKR_CONFIG PATH
	PORT ROLE SECONDS SSZ URL UTC UTF UUID YYYY`.split(/\s+/));

const looksLikeSql = new RegExp('\\b(SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|SET|FROM|WHERE|JOIN|AND|OR|IN|ON|ORDER|GROUP|' +
	'WITH|CAST|KEY|NULL)\\b');

// The texts of C sources without comments, and the migrations without theirs.
function statements() {
	const c = ['src/store', 'src/service'].flatMap((folder) => fs.readdirSync(path.join(top, folder))
		.filter((name) => name.endsWith('.c') && name !== 'features.c' && name !== 'migrations.c')
		.map((name) => fs.readFileSync(path.join(top, folder, name), 'utf8')
			.replace(/\/\*[^]*?\*\//g, '').replaceAll(`'"'`, '')
			.match(/"(?:\\.|[^"\\])*"(?:\s*"(?:\\.|[^"\\])*")*/g)
			?.map((one) => one.replace(/(?<!\\)"\s*"/g, '')).join('\n') ?? ''));
	const sql = fs.readdirSync(path.join(top, 'sql/migrations')).map((name) =>
		fs.readFileSync(path.join(top, 'sql/migrations', name), 'utf8').replace(/^\s*--.*$/gm, '')
			.replace(/COMMENT '(''|[^'])*'/g, ''));

	return [...c, ...sql].join('\n');
}

test('what newer versions brought has its row, and every row is used', () => {
	const source = fs.readFileSync(path.join(top, 'src/store/features.c'), 'utf8');
	const rows = [...source.matchAll(/^\t\{ "([^"]+)", (\d+), (true|false)/gm)].map(([, name]) => name);
	const all = statements();

	assert.ok(all.length > 50000);
	for (const [pattern, row] of known) {
		const found = pattern.exec(all);

		if (row) {
			assert.ok(found, `${row} is not used any more`);
			assert.ok(rows.includes(row), `${row} has no row`);
		} else {
			assert.equal(found?.[0], undefined);
		}
	}
	assert.deepEqual(rows.filter((row) => !known.some(([, name]) => name === row)), []);
});

test('every word of it is old, or stands in a row', () => {
	const rows = known.filter(([, row]) => row).map(([, row]) => row).join(' ').split(/\W+/);
	const sql = statements().split('\n').filter((one) => looksLikeSql.test(one)).join('\n');
	const words = new Set(sql.match(/\b[A-Z][A-Z0-9_]+\b/g));

	assert.ok(words.size > 100);
	assert.deepEqual([...words].filter((word) => !old.has(word) && !noSql.has(word) && !rows.includes(word)).sort(), []);
});

test('docs/install.md lists the rows as they are', () => {
	const source = fs.readFileSync(path.join(top, 'src/store/features.c'), 'utf8');
	const docs = fs.readFileSync(path.join(top, 'docs/install.md'), 'utf8');

	for (const [, name, since, mysql, use] of source
		.matchAll(/^\t\{ "([^"]+)", (\d+), (true|false), "([^"]+)" \}/gm)) {
		const version = `10.${Number(since.slice(2, 4))}.${Number(since.slice(4))}`;

		assert.ok(docs.includes(`| \`${name}\` | ${version} | ${mysql === 'true' ? 'yes' : 'no'} | ${use} |`),
			`${name} ${version}`);
	}
});
