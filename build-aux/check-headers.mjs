/*
 * Whoever looks for a function finds it in the file that its header is named after: everything that a
 * header declares is defined in the source of the same name; NAME_internal.h holds what NAME.c shares
 * with its own room alone. Prints each declaration that is not, and
 * ends 1. Usage: node build-aux/check-headers.mjs [TOP]
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';

function filesBelow(folder, ending) {
	return readdirSync(join(top, folder), { recursive: true }).map((name) => join(folder, name))
		.filter((name) => name.endsWith(ending)).sort();
}

// Without comments, texts, preprocessor lines, and whatever stands in braces.
function outline(file) {
	const text = readFileSync(join(top, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
		.replace(/"(\\.|[^"\\])*"/g, '""').replace(/^[ \t]*#.*(\\\n.*)*$/gm, '');
	let depth = 0;
	let out = '';

	for (const char of text) {
		depth -= char === '}' ? 1 : 0;
		out += depth === 0 && char !== '}' ? char : char === '}' && depth === 0 ? '}' : '';
		depth += char === '{' ? 1 : 0;
	}
	return out;
}

// The names that a header promises: functions, and variables behind `extern`.
function declared(file) {
	return outline(file).split(/[;}]/).flatMap((statement) => {
		const text = statement.replace(/__attribute__\(\(.*?\)\)\)?/gs, '').trim();

		if (/^(static|typedef|enum\b|_Static_assert)/.test(text) || text === '') {
			return [];
		}
		const variable = /^extern\b[^(]*?(\w+)(\[\])?$/s.exec(text);
		const called = /^[^(]*[\s*](\w+)\s*\(/.exec(text);

		return variable ?? called ? [(variable ?? called)[1]] : [];
	});
}

// The api room has one door for its files; the migrations are made by the build.
const doors = ['include/api/api.h', 'include/store/migrate.h'];

const sources = new Map([...filesBelow('src', '.c'), ...filesBelow('cgi-bin', '.c')]
	.map((file) => [file, readFileSync(join(top, file), 'utf8')]));

function sourceOf(header) {
	return header.replace(/^include\//, 'src/').replace(/(_internal)?\.h$/, '.c');
}

function defines(file, name) {
	const text = sources.get(file) ?? '';

	return new RegExp(`^(?!static |extern )[a-z_][^;={]*?\\b${name}(\\([^;{]*?\\)\\n\\{|(\\[[^\\]]*\\])? =)`, 'm')
		.test(text);
}

let breaches = 0;

for (const header of [...filesBelow('include', '.h'), ...filesBelow('src', '.h'),
	...filesBelow('cgi-bin', '.h')]) {
	for (const name of doors.includes(header) ? [] : declared(header)) {
		if (defines(sourceOf(header), name)) {
			continue;
		}
		const home = [...sources.keys()].filter((file) => defines(file, name));

		console.log(`${header}: ${name} is defined in ${home.join(', ') || 'no source'}`);
		breaches++;
	}
}
process.exit(breaches > 0 ? 1 : 0);
