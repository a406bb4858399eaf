/*
 * Each room and each dialect has words that others do not say: SQL is the store's, HTTP that of http, api
 * and cgi-bin, "okr" and "goal" are what two dialects call an objective. Looks at the code and its texts,
 * not at comments. Prints each word that stands elsewhere and ends 1; so does an exception that excepts
 * nothing. Usage: node build-aux/check-words.mjs [TOP]
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';

// `at`: folders and files that may say it. `but`: exceptions, each with its reason.
const rules = [
	{ what: 'SQL', pattern: new RegExp('\\b(SELECT|INSERT INTO|UPDATE \\w+ SET|DELETE FROM|' +
		'CREATE TABLE|ALTER TABLE|ORDER BY|GROUP BY|LEFT JOIN|START TRANSACTION|ROLLBACK)\\b'),
	at: ['include/store/', 'src/store/'], but: {} },
	{ what: 'HTTP', pattern: new RegExp('\\b(HTTP|ETag|Authorization|Location|RateLimit|Set-Cookie|' +
		'(If|Content|Cache|Retry|Idempotency|X)-[A-Z][A-Za-z-]+)\\b|\\bhttp_'),
	at: ['include/http/', 'src/http/', 'include/api/', 'src/api/', 'cgi-bin/'], but: {
		'src/service/session.c': 'the sentence of a 401 is that of seed 003',
		'src/service/reason.c': 'the sentence says where a reason goes (reading 147)',
		'src/model/journal.c': 'a row of the journal names the answer that it belongs to',
		'src/okrctl/setup.c': 'it prints the configuration of web servers',
		'src/service/idempotency.c': 'two requests of one key meet in the store alone',
	} },
	{ what: 'the goals dialect', pattern: /(?<![a-z])goals?(?![a-z])/,
	at: ['src/api/goals/', 'include/service/goals.h', 'src/service/goals.c', 'src/okrctl/sample_'],
	but: {
		'src/api/answer.c': 'lists the groups of all dialects',
		'src/api/describe/tags.c': 'the headings of the description name the dialects',
	} },
	{ what: 'the okrs dialect', pattern: /(?<!X-)\bOKRs?\b|\bokrs?_(?!migrate)[a-z]|\bokrs\b(?!:)/,
	at: ['src/api/okrs/', 'src/okrctl/'], but: {
		'src/api/answer.c': 'lists the groups of all dialects',
		'src/api/describe/tags.c': 'the headings of the description name the dialects',
		'src/api/describe/document.c': 'the product is called so',
		'src/api/describe/tools.c': 'the tools are this dialect\'s',
		'src/api/mcp/tools.c': 'the tools are this dialect\'s',
		'src/api/mcp/mcp.c': 'what a model is told of the tools',
		'src/api/mcp/envelope.c': 'the product is called so',
		'src/api/operations/metrics.c': 'the names of figures begin with the product\'s',
		'src/model/api_key.c': 'the scopes have the names of seed 003',
		'src/model/journal.c': 'the journal tells of things by the names of this dialect',
		'src/service/initiatives.c': 'the contract has the sentence (seed 003)',
	} },
	{ what: 'a prefix of ids', pattern: /\b(obj_|krs_)"|"(usr|grp|krs)-"/,
	at: ['src/api/objectives/'], but: {
		'src/base/id.c': 'tokens and their keys name workspaces in every form (tests/unit/test_jwt)',
	} },
];

const files = ['include', 'src', 'cgi-bin'].flatMap((folder) =>
	readdirSync(join(top, folder), { recursive: true }).map((name) => join(folder, name)))
	.filter((name) => /\.[ch]$/.test(name)).sort();

// Comments, includes and the names of headers go; lines stay where they are.
function code(file) {
	return readFileSync(join(top, file), 'utf8')
		.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
		.replace(/^[ \t]*#[ \t]*(include\b|(ifndef|define)[ \t]+OKR_\w+_H$).*$/gm, '');
}

const breaches = [];
const excepted = new Set();

for (const file of files) {
	const lines = code(file).split('\n');

	for (const { what, pattern, at, but } of rules) {
		const found = at.some((place) => file.startsWith(place)) ? [] :
			lines.flatMap((line, i) => (pattern.test(line) ? [[i + 1, line.trim()]] : []));

		if (found.length > 0 && but[file]) {
			excepted.add(`${what} ${file}`);
			continue;
		}
		found.forEach(([line, text]) => breaches.push(`${file}:${line}: a word of ${what}: ${text}`));
	}
}
for (const { what, but } of rules) {
	Object.keys(but).filter((file) => !excepted.has(`${what} ${file}`))
		.forEach((file) => breaches.push(`check-words.mjs: ${file} says no word of ${what}`));
}
breaches.forEach((line) => console.log(line));
process.exit(breaches.length > 0 ? 1 : 0);
