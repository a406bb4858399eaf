/*
 * The files of tests/api that can ask any server that OKR_TEST_ENV names, whatever it runs behind: all but
 * those that start an installation of their own, because they need other settings, another clock, or the
 * workers without a web server. Run by itself it prints them, one a line; what is left out goes to standard
 * error, with the reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../api', import.meta.url));

const reasons = [
	[/lib\/unlimited\.mjs|delete process\.env\.OKR_TEST_ENV/, 'needs limits of its own'],
	[/lib\/clock\.mjs/, 'sets the clock'],
	[/lib\/site\.mjs/, 'has an installation of its own'],
	[/lib\/fcgi\.mjs/, 'asks the workers without a web server'],
];

function reasonOf(file) {
	const text = readFileSync(file, 'utf8');

	return reasons.find(([pattern]) => pattern.test(text))?.[1];
}

const all = readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort()
	.map((name) => ({ file: join(folder, name), why: reasonOf(join(folder, name)) }));

/** Paths of the files that ask the server that is given. */
export const askingFiles = all.filter(({ why }) => !why).map(({ file }) => file);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	console.log(askingFiles.join('\n'));
	for (const { file, why } of all.filter((one) => one.why)) {
		console.error(`left out: ${basename(file)} ${why}`);
	}
}
