/*
 * What TypeScript says of a program under its strictest options. Version 7, a native program, does in
 * a second what 5 takes ten for; 5 is there for the generators, and for those who still use it.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from './tools.mjs';

export const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

// How programs find their packages; which kind a file is, its nearest package.json or its name says.
export const kinds = {
	bundler: { module: 'esnext', moduleResolution: 'bundler' },
	nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
	node16: { module: 'node16', moduleResolution: 'node16' },
};

// A program's only types are the browser's, or Node's.
const browser = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] };
export const node = { lib: ['es2022'], types: ['node'], typeRoots: [join(modules, '@types')] };

/* What is wrong with the files below a folder; nothing when they compile. */
export async function compile(folder, files, options = {}, tool = 'tsc7') {
	const project = join(mkdtempSync(join(folder, 'project-')), 'tsconfig.json');

	writeFileSync(project, JSON.stringify({ files: files.map((file) => join(folder, file)),
		compilerOptions: { strict: true, noEmit: true, target: 'es2022',
			exactOptionalPropertyTypes: true, skipDefaultLibCheck: true, ...kinds.bundler,
			...browser, ...options } }));
	return (await run(tool, ['-p', project, '--pretty', 'false'])).out;
}
