/*
 * What is measured: an installation of script/server with a folder of its own, the null responder
 * behind a second nginx of the same configuration, and ways to reach what they consist of. Ends
 * only what it started.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const script = path.join(top, 'script/server');

export const buildFolder = process.env.OKR_BUILD_DIR ?? path.join(top, 'build');
export const program = (name) => path.join(buildFolder, 'tests/bench', name);

function isFree(port) {
	return new Promise((resolve) => {
		const probe = net.createServer();

		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}

export async function freePort() {
	for (;;) {
		const port = 30000 + Math.floor(Math.random() * 2000);

		if (await isFree(port))
			return port;
	}
}

function readEnv(file) {
	const lines = fs.readFileSync(file, 'utf8').trim().split('\n');

	return Object.fromEntries(lines.map((line) => /^export (\w+)='(.*)'$/.exec(line).slice(1)));
}

const numberIn = (file) => Number.parseInt(fs.readFileSync(file, 'utf8'), 10);

function childrenOf(pid) {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
			.filter(Boolean).map(Number);
	} catch {
		return [];
	}
}

/** A process and its children. */
export const family = (pid) => [pid, ...childrenOf(pid)];

export class Product {
	/** `preload`: a library for everything that is started; `settings`: lines for okr.conf. */
	constructor(folder, workers, { preload, settings = [] } = {}) {
		Object.assign(this, { folder, workers, preload, settings });
	}

	async start() {
		const env = { ...process.env, OKR_BUILD_DIR: buildFolder };
		const config = path.join(this.folder, 'okr.conf');

		if (this.preload)
			env.LD_PRELOAD = this.preload;
		this.port = await freePort();
		const begin = () => execFileSync(script, ['--detach', '--no-sample', '--workers',
			String(this.workers), '--port', String(this.port), '--var', this.folder],
		{ stdio: ['ignore', 'ignore', 'inherit'], env });

		begin();
		if (this.settings.some((line) => !fs.readFileSync(config, 'utf8').includes(line))) {
			this.stop();
			fs.appendFileSync(config, `${this.settings.join('\n')}\n`);
			begin();
		}
		this.env = readEnv(path.join(this.folder, 'dev.env'));
		this.url = this.env.OKR_URL;
		this.sockets = fs.readFileSync(path.join(this.folder, 'run-dir'), 'utf8').trim();
		this.pids = Object.fromEntries(['okr.fcgi', 'nginx', 'mariadbd'].map((name) =>
			[name, numberIn(path.join(this.folder, 'run', `${name}.pid`))]));
	}

	setting(name) {
		const found = new RegExp(`^${name} = "?([^"\n]*)"?$`, 'm')
			.exec(fs.readFileSync(this.env.OKR_CONFIG, 'utf8'));

		return found?.[1];
	}

	sql(statements, options = []) {
		return execFileSync('mariadb', ['--no-defaults', `--socket=${this.sockets}/mariadb.sock`,
			'--user=root', '--batch', '--skip-column-names', '--raw', ...options, 'okr'],
		{ input: statements, encoding: 'utf8', maxBuffer: 1 << 30 });
	}

	okrctl(...parts) {
		return execFileSync(this.env.OKRCTL, ['--config', this.env.OKR_CONFIG, '--json', ...parts],
			{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 30 });
	}

	/** Recomputes what is derived; every row differs the first time, so its words are dropped. */
	repair() {
		spawnSync(this.env.OKRCTL, ['--config', this.env.OKR_CONFIG, 'verify', '--repair'],
			{ stdio: 'ignore' });
	}

	key(workspace) {
		return JSON.parse(this.okrctl('key', 'create', '--workspace', workspace, '--name', 'bench',
			'--scopes', 'okrs:read,write:okrs,okr-checkins:write,kpis:read', '--rate-limit',
			'0')).key;
	}

	stop() {
		spawnSync(script, ['stop', '--var', this.folder], { stdio: 'ignore' });
	}
}

/** The null responder with as many workers, behind the product's nginx configuration. */
export class Null {
	constructor(product) {
		this.folder = path.join(product.folder, 'null');
		this.product = product;
	}

	async start() {
		const nginx = path.join(this.folder, 'nginx');
		const config = path.join(nginx, 'nginx.conf');

		fs.rmSync(this.folder, { recursive: true, force: true });
		fs.mkdirSync(path.join(this.folder, 'log'), { recursive: true });
		fs.cpSync(path.join(this.product.folder, 'nginx'), nginx, { recursive: true });
		fs.rmSync(path.join(nginx, 'nginx.pid'), { force: true });
		this.port = await freePort();
		this.socket = path.join(this.product.sockets, 'null.sock');
		this.replace(config, `127.0.0.1:${this.product.port}`, `127.0.0.1:${this.port}`);
		this.replace(path.join(nginx, 'okr/okr.conf'), 'okr.sock', 'null.sock');
		this.responder = spawn(program('null_responder'),
			[this.socket, String(this.product.workers)], { stdio: 'ignore' });
		this.nginx = spawn('nginx', ['-e', '../log/nginx-error.log', '-p', `${nginx}/`, '-c',
			'nginx.conf'], { stdio: 'ignore' });
		this.url = `http://127.0.0.1:${this.port}`;
		await this.await();
		this.pids = { responder: this.responder.pid, nginx: this.nginx.pid };
	}

	replace(file, from, to) {
		fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll(from, to));
	}

	async await() {
		for (let tries = 0; tries < 100; tries++) {
			const answer = await fetch(`${this.url}/api/null/10`).catch(() => undefined);

			if (answer?.status === 200)
				return;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error('the null responder does not answer');
	}

	stop() {
		for (const pid of this.responder ? family(this.responder.pid).reverse() : [])
			process.kill(pid);
		this.nginx?.kill('SIGQUIT');
		fs.rmSync(this.socket ?? '', { force: true });
	}
}
