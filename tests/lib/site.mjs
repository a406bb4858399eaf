// A whole installation in a folder of its own, in parts that a test may break one by one: a private
// MariaDB, a configuration, okr.fcgi. Requests go to the workers by FastCGI; nginx.mjs adds nginx.
import fs from 'node:fs';
import path from 'node:path';
import { ask } from './fcgi.mjs';
import { Mariadb } from './mariadb.mjs';
import {
	build, end, isRunning, makeFolder, removeFolder, run, start, top, until, workersOf,
} from './process.mjs';

export const fcgi = path.join(build, 'okr.fcgi');
/** The same linked statically, which a program with sanitizers cannot be: then the ordinary build's. */
export const cgi = [build, path.join(top, 'build')].map((folder) => path.join(folder, 'okr.cgi'))
	.find((file) => fs.existsSync(file));
export const okrctl = path.join(build, 'okrctl');

const allScopes = 'okrs:read,write:okrs,okr-checkins:write,kpis:read,kpis:write,reviews:read,workspace:admin';

export class Site {
	/** Options: settings (of okr.conf), mariadb (options of mariadbd), migrate (true), password. */
	static async make(options = {}) {
		const site = new Site();
		try {
			await site.prepare(options);
		} catch (error) {
			await site.close();
			throw error;
		}
		return site;
	}

	async prepare({ settings = {}, mariadb = [], migrate = true, password = 'secret' }) {
		const folder = makeFolder();
		this.folder = folder;
		this.mariadb = await Mariadb.make(folder, mariadb);
		await this.mariadb.sql(`CREATE DATABASE okr CHARACTER SET utf8mb4;
			CREATE USER okr@localhost IDENTIFIED BY '${password}';
			GRANT ALL ON okr.* TO okr@localhost;`, null);
		this.prepareFolder({ database_socket: this.mariadb.socket, database_name: 'okr',
			database_user: 'okr', database_password: password, ...settings });
		if (migrate) {
			await this.administer('migrate');
			await this.administer('workspace', 'create', '--name', 'W');
		}
	}

	/** Another host of this installation: the same database, everything else its own. */
	static beside(site, settings = {}) {
		const host = new Site();
		const { database_socket, database_name, database_user, database_password } = site.settings;
		host.database = site.mariadb;
		host.key = site.key;
		host.prepareFolder({ database_socket, database_name, database_user, database_password, ...settings });
		return host;
	}

	/** What a host has of its own: sockets, log, state, configuration. */
	prepareFolder(settings) {
		this.folder ??= makeFolder();
		this.socket = path.join(this.folder, 'okr.sock');
		this.address = { path: this.socket };
		this.log = path.join(this.folder, 'okr.log');
		this.config = path.join(this.folder, 'okr.conf');
		fs.mkdirSync(path.join(this.folder, 'state'), { mode: 0o700 });
		this.settings = { state_dir: path.join(this.folder, 'state'), log_file: this.log };
		this.configure(settings);
	}

	/** Writes the configuration anew, with some settings changed. */
	configure(settings) {
		Object.assign(this.settings, settings);
		const lines = Object.entries(this.settings).map(([name, value]) => `${name} = "${value}"\n`);
		fs.writeFileSync(this.config, lines.join(''), { mode: 0o600 });
	}

	okrctl(...words) {
		return run(okrctl, ['--config', this.config, ...words]);
	}

	/** Runs okrctl, which must succeed; resolves to what it answers. */
	async administer(...words) {
		const done = await this.okrctl('--json', ...words);
		if (done.code !== 0)
			throw new Error(`okrctl ${words.join(' ')}: ${done.err}${done.out}`);
		return done.out.trim() ? JSON.parse(done.out) : null;
	}

	/** A new API key: { id, key }. */
	makeKey({ rate = 0, scopes = allScopes, workspace = 'W', name = 'test' } = {}) {
		return this.administer('key', 'create', '--workspace', workspace, '--name', name, '--scopes',
			scopes, '--rate-limit', String(rate));
	}

	/** Starts the workers and waits until they listen. */
	async serve({ workers = 4, listen = `unix:${this.socket}`, env } = {}) {
		this.master = start(fcgi, ['--config', this.config, '--listen', listen, '--workers',
			String(workers)], { env, log: path.join(this.folder, 'okr-start.log') });
		this.workerCount = workers;
		await until('okr.fcgi', () => {
			if (!isRunning(this.master))
				throw new Error(`okr.fcgi ended: ${fs.readFileSync(`${this.folder}/okr-start.log`)}`);
			return this.workers().length === workers;
		});
		await until('the socket', () => this.ask('GET', '/healthz').then(() => true, () => false));
	}

	workers() {
		return workersOf(this.master.pid);
	}

	async stopServing() {
		if (this.master)
			await end(this.master, 'SIGTERM', 20000);
	}

	ask(method, path, options = {}) {
		return ask(this.address, method, path, { key: this.key, ...options });
	}

	/** Asks for something that must be granted; resolves to the answer's content. */
	async must(method, path, body, options = {}) {
		const answer = await this.ask(method, path, { ...options, body });
		if (answer.status >= 300)
			throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.json;
	}

	/** What the log says at error level or above, requests left out. */
	complaints() {
		return fs.readFileSync(this.log, 'utf8').split('\n').filter(Boolean).map(JSON.parse)
			.filter((line) => line.level === 'error' && line.event !== 'request');
	}

	async close() {
		await this.stopServing();
		if (this.mariadb?.child)
			await this.mariadb.stop();
		removeFolder(this.folder);
	}
}
