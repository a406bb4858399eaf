/*
 * Credentials that the tests send and are given, and whether one of them, or a hash of one, stands where
 * nothing secret may: in the logs, in the journal, in the answers that are kept for an Idempotency-Key.
 * For a server that test files share, OKR_TEST_SECRETS names a folder with a file of each process.
 *
 *   node tests/lib/secrets.mjs OKRCTL CONFIG LOGS    looks for those of that folder
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.OKR_TEST_SECRETS;
const known = new Set();

// Shorter ones are words that stand in many places.
const isOne = (text) => typeof text === 'string' && text.length >= 12 && !/[\r\n]/.test(text);

function keep(text) {
	if (folder) {
		mkdirSync(folder, { recursive: true });
		appendFileSync(join(folder, `${process.pid}.secrets`), `${text}\n`);
	}
}

function kept() {
	return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

function note(...texts) {
	for (const text of texts) {
		if (isOne(text) && !known.has(text)) {
			known.add(text);
			keep(text);
		}
	}
}

// Of an answer or of what okrctl says: keys, tokens, and links, whose token stands behind #.
export function noteGiven(body) {
	if (body && typeof body === 'object') {
		note(body.key, body.token, typeof body.url === 'string' ? body.url.split('#')[1] : undefined);
		for (const { body: one } of body.responses ?? []) { // of a batch
			noteGiven(one);
		}
	}
}

// Of a request, with its answer: what opened nothing is no secret.
export function noteExchange(sent, payload, { status, headers, body }) {
	const [, bearer] = /^Bearer\s+((?:okrt_|ey)\S{20,})$/.exec(sent.Authorization ?? '') ?? [];

	if (status >= 300) {
		return;
	}
	note(bearer, ...(headers['set-cookie'] ?? []).map((one) => one.slice(one.indexOf('=') + 1).split(';')[0]));
	noteGiven(body);
	if (typeof payload === 'string' && /"(password|current_password|token|jwt|code)"/.test(payload)) {
		const { password, current_password, token, jwt, code } = JSON.parse(payload);

		note(password, current_password, token, jwt, code);
	}
}

const sql = (config, statement) => execFileSync('mariadb', ['--no-defaults', '--user=root',
	`--socket=${/^database_socket = "(.*)"$/m.exec(readFileSync(config, 'utf8'))[1]}`, '--batch',
	'--skip-column-names', '--raw', 'okr'], { input: statement, maxBuffer: 1 << 30 });

// In the forms in which one might be printed.
function hashes(config) {
	const columns = sql(config, `SELECT table_name, column_name FROM information_schema.columns WHERE
		table_schema = 'okr' AND (column_name LIKE '%hash' OR column_name = 'secret') AND
		NOT (table_name = 'journal' OR column_name LIKE 'journal%')`).toString().split('\n').filter(Boolean);

	return columns.map((line) => line.split('\t')).map(([table, column]) => sql(config,
		`SELECT CONCAT_WS('\\n', LOWER(HEX(${column})), HEX(${column}), TO_BASE64(${column}),
		IF(${column} LIKE '$%', ${column}, NULL)) FROM ${table} WHERE LENGTH(${column}) >= 16`)
		.toString()).join('');
}

// What is found, as lines; none when all is well.
export function leaked(okrctlPath, config, logs) {
	const place = mkdtempSync(join(tmpdir(), 'okr-scan-'));
	const at = (name) => join(place, name);
	const secrets = known.size > 0 ? [...known, ''].join('\n') : kept();

	try {
		writeFileSync(at('patterns'), secrets + hashes(config));
		writeFileSync(at('audit'), execFileSync(okrctlPath, ['--config', config, 'audit', 'export'],
			{ maxBuffer: 1 << 30 }));
		writeFileSync(at('answers'), sql(config, 'SELECT head, body FROM idempotency'));
		const found = spawnSync('grep', ['-aoFf', at('patterns'), at('audit'), at('answers'),
			...readdirSync(logs).map((name) => join(logs, name))], { encoding: 'utf8' });

		if (found.status > 1 || secrets === '') {
			throw new Error(`nothing was looked for: ${found.stderr}`);
		}
		return [...new Set(found.stdout.split('\n').filter(Boolean))].slice(0, 20);
	} finally {
		rmSync(place, { recursive: true, force: true });
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const found = leaked(...process.argv.slice(2));

	if (found.length > 0) {
		process.stdout.write(`Secrets stand where none may:\n${found.join('\n')}\n`);
		process.exitCode = 1;
	}
}
