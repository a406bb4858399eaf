/*
 * Runs a program to its end without blocking the test's own servers.
 */
import { spawn } from 'node:child_process';

// Gives back its exit status and what it wrote; ends it when the time is over.
export function run(program, words, { env = {}, seconds = 60, input = '', cwd } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, words, { cwd, env: { ...process.env, ...env },
			timeout: seconds * 1000, stdio: ['pipe', 'pipe', 'pipe'] });
		const said = { stdout: '', stderr: '' };

		for (const name of ['stdout', 'stderr']) {
			child[name].setEncoding('utf8').on('data', (piece) => {
				said[name] += piece;
			});
		}
		child.on('error', reject);
		// Whoever has ended wants no input.
		child.stdin.on('error', () => {});
		child.on('close', (status) => resolve({ status, ...said }));
		child.stdin.end(input);
	});
}
