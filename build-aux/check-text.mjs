/*
 * Looks over the console's sentences: every catalogue has the same keys with the same values in them,
 * plural forms are those of its language, every key that a source names is there, and every key is
 * named. A source may name the beginning of keys: t(`status.${status}`) names all of status.*. Prints
 * what is wrong. Plain Node, no packages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.argv[2] ?? '.', 'console');
const catalogues = Object.fromEntries(readdirSync(join(folder, 'text')).map((file) =>
	[file.replace('.json', ''), JSON.parse(readFileSync(join(folder, 'text', file), 'utf8'))]));
const sources = readdirSync(folder, { recursive: true })
	.filter((file) => file.endsWith('.js') && !file.startsWith('vendor'))
	.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
const wrong = [];

function formsOf(value) {
	return typeof value === 'string' ? [value] : Object.values(value);
}

// The names within a sentence, once each; "{count}" may be written out in a form that stands for one.
function placesOf(value) {
	const names = formsOf(value).flatMap((form) => form.match(/\{\w+\}|<b>/g) ?? []);

	return [...new Set(names)].sort().join(' ');
}

const [first, ...others] = Object.keys(catalogues);

for (const language of others) {
	const keys = new Set([...Object.keys(catalogues[first]), ...Object.keys(catalogues[language])]);

	for (const key of keys) {
		const [a, b] = [catalogues[first][key], catalogues[language][key]];

		if (a === undefined || b === undefined) {
			wrong.push(`${key} is missing in ${a === undefined ? first : language}.json`);
		} else if (placesOf(a) !== placesOf(b)) {
			wrong.push(`${key} has ${placesOf(a)} in ${first}.json and ${placesOf(b)} in ${language}.json`);
		}
	}
}
for (const [language, catalogue] of Object.entries(catalogues)) {
	const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted().join();
	const keys = Object.keys(catalogue);

	for (const [key, value] of Object.entries(catalogue)) {
		if (typeof value !== 'string' && Object.keys(value).toSorted().join() !== wanted) {
			wrong.push(`${key} has not the plural forms of ${language}`);
		}
	}
	if (keys.join() !== keys.toSorted().join()) {
		const at = keys.findIndex((key, i) => i > 0 && key < keys[i - 1]);

		wrong.push(`${language}.json is not sorted: ${keys[at]}`);
	}
}

const named = new Set();
const beginnings = new Set();

for (const [file, text] of sources) {
	for (const [, key] of text.matchAll(/(?:\b(?:t|rich)\(|\btext: )(?:\w+ \? )?'([^']+)'/g)) {
		named.add(key);
		if (!(key in catalogues[first])) {
			wrong.push(`${file} names ${key}, which is not there`);
		}
	}
	for (const [, key] of text.matchAll(/'([a-z_]+(?:\.[a-z_]+)+)'/g)) {
		named.add(key);
	}
	for (const [, start] of text.matchAll(/`([a-z_.]+\.)\$\{/g)) {
		beginnings.add(start);
	}
}
for (const key of Object.keys(catalogues[first])) {
	if (!named.has(key) && ![...beginnings].some((start) => key.startsWith(start))) {
		wrong.push(`${key} is named nowhere`);
	}
}
for (const line of wrong) {
	console.error(line);
}
process.exitCode = wrong.length ? 1 : 0;
