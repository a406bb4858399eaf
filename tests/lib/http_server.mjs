// Requests over HTTP; and what web servers other than nginx have in common in front of a site. They run
// as www-data when the tests run as root, because Apache serves nothing as root, and the programs that
// a server starts have to be able to read the settings.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { end, freePort, isRunning, run, start, until } from './process.mjs';

const isRoot = process.getuid() === 0;

/** One request to a port of this host, on a connection of its own. */
export function request(port, method, url, { key, body, headers = {}, timeout = 30000 } = {}) {
	const content = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ?
		body : JSON.stringify(body);
	const all = {
		...key && { Authorization: `Bearer ${key}` },
		...content !== undefined && { 'Content-Type': 'application/json',
			'Content-Length': Buffer.byteLength(content) },
		...headers,
	};
	return new Promise((resolve, reject) => {
		const asked = http.request({ host: '127.0.0.1', port, method, path: url,
			headers: all, agent: false, timeout });
		asked.on('timeout', () => asked.destroy(new Error(`no answer within ${timeout} ms`)));
		asked.on('error', reject);
		asked.on('response', (response) => {
			const parts = [];
			response.on('data', (part) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(parts).toString();
				const answer = { status: response.statusCode, headers: response.headers, text };
				if (response.headers['content-type']?.includes('json') && text)
					answer.json = JSON.parse(text);
				resolve(answer);
			});
		});
		asked.end(content);
	});
}

export class HttpServer {
	constructor(site, name) {
		this.site = site;
		this.folder = fs.mkdtempSync(path.join(site.folder, name));
		this.documents = path.join(this.folder, 'documents');
		this.programs = path.join(this.folder, 'libexec');
		this.log = path.join(this.folder, 'start.log'); // made by us: the server cannot open it
	}

	/** `programs`: files to put where recipes expect them; `documents`: what the site has beside us,
	 * { 'path/of/file': text | [text, mode] }, or a function of the server that tells it. */
	async prepare({ programs = [], documents = {} }) {
		this.port = await freePort();
		for (const folder of [this.documents, this.programs, path.join(this.folder, 'ipc')])
			fs.mkdirSync(folder, { recursive: true });
		for (const program of programs)
			fs.copyFileSync(program, path.join(this.programs, path.basename(program)));
		const named = typeof documents === 'function' ? documents(this) : documents;
		for (const [name, entry] of Object.entries(named)) {
			const [text, mode = 0o644] = [entry].flat();
			const file = path.join(this.documents, name);
			fs.mkdirSync(path.dirname(file), { recursive: true });
			fs.writeFileSync(file, text);
			fs.chmodSync(file, mode);
		}
	}

	write(name, text) {
		fs.writeFileSync(path.join(this.folder, name), text);
	}

	/** Gives everything to the server's user, who then starts it. */
	async run(command, words) {
		const user = isRoot ? ['--reuid', 'www-data', '--regid', 'www-data', '--clear-groups'] : [];
		if (isRoot) {
			fs.chmodSync(this.site.folder, 0o755);
			const shared = [this.folder, this.site.config, this.site.settings.state_dir, this.site.socket,
				`${this.site.socket}.health`, this.site.log];
			await run('chown', ['-R', 'www-data', ...shared.filter((file) => fs.existsSync(file))]);
		}
		this.child = start('setpriv', [...user, '--no-new-privs', command, ...words],
			{ log: this.log });
		await until(command, () => {
			if (!isRunning(this.child))
				throw new Error(`${command} ended: ${fs.readFileSync(this.log)}`);
			return this.ask('GET', '/').then(() => true, () => false);
		});
	}

	/** One request on a connection of its own. */
	ask(method, url, options) {
		return request(this.port, method, url, options);
	}

	async close() {
		if (this.child)
			await end(this.child, 'SIGTERM', 10000);
	}
}
