/*
 * A source that needs another one is not needed by it, nor by what that one needs: files can then be
 * read from the bottom up, and taken out by themselves. A source counts with its headers (NAME.c,
 * NAME.h, NAME_internal.h). Prints each circle with the includes that close it and ends 1. Known ones
 * are cut where build-aux/circles.txt says; a row there that cuts none is an error, so the list only
 * shrinks. Usage: node build-aux/check-circles.mjs [TOP]
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const top = process.argv[2] ?? '.';

const files = ['include', 'src', 'cgi-bin'].flatMap((folder) =>
	readdirSync(join(top, folder), { recursive: true }).map((name) => join(folder, name)))
	.filter((name) => /\.[ch]$/.test(name)).sort();

function sourceOf(file) {
	return file.replace(/^(include|src)\//, '').replace(/(_internal)?\.[ch]$/, '');
}

// The headers of the project that a file includes; others are not its files.
function included(file) {
	const text = readFileSync(join(top, file), 'utf8');

	return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"]+)"/gm)].map(([, name]) =>
		[join('include', name), join('src', name), join(dirname(file), name)]
			.find((path) => existsSync(join(top, path)))).filter(Boolean);
}

const needs = new Map();

for (const file of files) {
	const own = sourceOf(file);
	const others = needs.get(own) ?? new Set();

	included(file).map(sourceOf).filter((other) => other !== own).forEach((other) => others.add(other));
	needs.set(own, others);
}

// Whether `to` is reached from what `from` needs.
function reaches(from, to, seen = new Set()) {
	return [...needs.get(from)].some((next) => {
		if (next === to) {
			return true;
		}
		return !seen.has(next) && reaches(next, to, seen.add(next));
	});
}

const known = readFileSync(join(top, 'build-aux/circles.txt'), 'utf8').split('\n')
	.filter((line) => line && !line.startsWith('#')).map((line) => /^(\S+) -> (\S+): ./.exec(line) ?? [line]);
const breaches = [];

for (const [line, from, to] of known) {
	if (!from || !needs.get(from)?.has(to)) {
		breaches.push(`build-aux/circles.txt: there is no "${line}"`);
	} else if (!reaches(to, from)) {
		breaches.push(`build-aux/circles.txt: "${line}" closes no circle any more: remove it`);
	}
}
for (const [, from, to] of known) {
	needs.get(from)?.delete(to);
}
for (const [from, others] of needs) {
	for (const to of others) {
		if (reaches(to, from)) {
			breaches.push(`${from} needs ${to}, which needs it`);
		}
	}
}
breaches.forEach((line) => console.log(line));
process.exit(breaches.length > 0 ? 1 : 0);
