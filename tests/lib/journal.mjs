/*
 * The journal of a workspace, as okrctl exports it, and what a piece of work adds to it.
 */
import { execFileSync } from 'node:child_process';

import { configFile, okrctlPath } from './server.mjs';

// The rows of a workspace, the oldest first.
export function rowsOf(space) {
	const text = execFileSync(okrctlPath, ['--config', configFile, 'audit', 'export',
		'--workspace', space.id], { encoding: 'utf8', maxBuffer: 1 << 30 });

	return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

// The rows that were added meanwhile, and what the work gave back.
export async function rowsAdded(space, work) {
	const count = rowsOf(space).length;
	const result = await work();

	return { rows: rowsOf(space).slice(count), result };
}

export const typesOf = (rows) => rows.map(({ type }) => type);
