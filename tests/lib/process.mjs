// Processes and folders of tests: whatever was started is ended, by its id, however a test ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const build = path.resolve(process.env.OKR_BUILD_DIR ?? path.join(top, 'build'));

const children = new Set();
const folders = new Set();

process.on('exit', () => {
	for (const child of children)
		child.kill('SIGKILL');
	for (const folder of folders)
		fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => process.exit(1));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A new folder; its name is short, because sockets stand in it. */
export function makeFolder() {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'okr-t.'));
	folders.add(folder);
	return folder;
}

/** Removes it; with the last one ends what a test that failed has left running, which would keep us here. */
export function removeFolder(folder) {
	fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	folders.delete(folder);
	if (folders.size === 0) {
		for (const child of children)
			child.kill('SIGKILL');
	}
}

/** Our environment without what would be taken for settings, or for a call by a web server. */
export function plainEnvironment(more = {}) {
	const out = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (!/^(OKR_|LISTEN_|HTTP_|NODE_|GATEWAY_INTERFACE|REQUEST_METHOD|OKRCTL)/.test(name))
			out[name] = value;
	}
	out.PATH += ':/usr/local/sbin:/usr/sbin:/sbin';
	return { ...out, ...more };
}

/** Starts a process that ends with us. */
export function start(command, words, { env = {}, stdio, log } = {}) {
	const output = log ? fs.openSync(log, 'a') : 'ignore';
	// The kernel ends it with us, should we be killed before we can.
	const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...words], {
		env: plainEnvironment(env), stdio: stdio ?? ['ignore', output, output],
	});
	if (log)
		fs.closeSync(output);
	children.add(child);
	child.ended = once(child, 'exit').then(([code, signal]) => {
		children.delete(child);
		return { code, signal };
	});
	return child;
}

export function isRunning(child) {
	return child.exitCode === null && child.signalCode === null;
}

/** Asks a process to end, and insists when it does not; tells how it ended. */
export async function end(child, signal = 'SIGTERM', ms = 15000) {
	if (isRunning(child))
		child.kill(signal);
	const timer = setTimeout(() => child.kill('SIGKILL'), ms);
	const how = await child.ended;
	clearTimeout(timer);
	return how;
}

/** Runs a command to its end. */
export async function run(command, words, { env, input, timeout = 60000 } = {}) {
	const child = start(command, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
	const out = [], err = [];
	const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
	child.stdout.on('data', (part) => out.push(part));
	child.stderr.on('data', (part) => err.push(part));
	child.stdin.on('error', () => {}); // it may not read
	child.stdin.end(input ?? '');
	const [code, signal] = await once(child, 'close');
	clearTimeout(timer);
	return {
		code, signal, bytes: Buffer.concat(out), out: Buffer.concat(out).toString(),
		err: Buffer.concat(err).toString(),
	};
}

/** Waits until a condition holds. */
export async function until(what, condition, ms = 20000) {
	const deadline = Date.now() + ms;
	for (;;) {
		const value = await condition();
		if (value)
			return value;
		if (Date.now() > deadline)
			throw new Error(`waited ${ms} ms in vain for ${what}`);
		await sleep(20);
	}
}

/** Does each of these over and over while something is done, and stops with it, however that ends. */
export async function meanwhile(acts, work) {
	let isOver = false;
	const repeated = Promise.all(acts.map(async (act) => {
		while (!isOver)
			await act();
	}));
	repeated.catch(() => {}); // it is told below
	try {
		return await work();
	} finally {
		isOver = true;
		await repeated;
	}
}

export function childrenOf(pid) {
	try {
		const list = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
		return list.split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
}

/** The workers of a master: its children but the one that answers the question of health. */
export function workersOf(pid) {
	return childrenOf(pid).filter((child) => {
		try {
			return fs.readFileSync(`/proc/${child}/comm`, 'utf8').trim() !== 'okr.health';
		} catch {
			return false; // it has just ended
		}
	});
}

/** A port below 32768, where the kernel takes none for clients. */
export async function freePort() {
	for (;;) {
		const port = 20000 + Math.floor(Math.random() * 12000);
		const server = net.createServer();
		const free = await new Promise((resolve) => {
			server.once('error', () => resolve(false));
			server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
		});
		if (free)
			return port;
	}
}

/** Calls `work(i)` for i = 0 … count − 1, so many at a time. */
export async function inParallel(width, count, work) {
	const results = new Array(count);
	let next = 0;
	const lane = async () => {
		while (next < count) {
			const i = next++;
			results[i] = await work(i);
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
	return results;
}

/** Kills a process that may have ended by itself meanwhile; says whether it had not. */
export function killIfThere(pid) {
	try {
		process.kill(pid, 'SIGKILL');
		return true;
	} catch (error) {
		if (error.code !== 'ESRCH')
			throw error;
		return false;
	}
}
