// nginx in front of a site, with the configuration that is shipped; and bytes that no HTTP library
// would send.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { request } from './http_server.mjs';
import { end, freePort, start, top, until } from './process.mjs';

export class Nginx {
	/** `http`, `server`, `main`: more lines for these blocks; `run`: what starts the command, given its words. */
	static async make(site, { http = '', server = '', main = '', run = ([command, ...words]) =>
		start(command, words, { log: path.join(site.folder, 'log/nginx-start.log') }) } = {}) {
		const nginx = new Nginx();
		nginx.port = await freePort();
		nginx.folder = path.join(site.folder, 'nginx');
		for (const folder of ['nginx/okr', 'nginx/tmp', 'log'])
			fs.mkdirSync(path.join(site.folder, folder), { recursive: true });
		for (const file of fs.readdirSync(path.join(top, 'nginx'))) {
			const text = fs.readFileSync(path.join(top, 'nginx', file), 'utf8')
				.replaceAll('/run/okr/', `${site.folder}/`).replaceAll('@PORT@', String(nginx.port))
				.replaceAll('@USER@', process.getuid() === 0 ? 'user root;' : '')
				.replace(/^events \{$/m, (line) => `${main}\n${line}`)
				.replace(/^\tserver \{$/m, (line) => `${http}\n${line}\n${server}`);
			const to = file === 'nginx.conf.in' ? 'nginx.conf' : `okr/${file}`;
			fs.writeFileSync(path.join(nginx.folder, to), text);
		}
		nginx.errors = path.join(site.folder, 'log/nginx-error.log');
		nginx.child = run(['nginx', '-e', '../log/nginx-error.log', '-p', `${nginx.folder}/`, '-c',
			'nginx.conf']);
		await until('nginx', () => nginx.raw('GET / HTTP/1.0\r\n\r\n', { timeout: 1000 }).then(() => true, () => false));
		return nginx;
	}

	/** One request on a connection of its own. */
	ask(method, url, options) {
		return request(this.port, method, url, options);
	}

	/** Bytes as they are; resolves to the answer's status, headers and content. */
	raw(bytes, { timeout = 15000 } = {}) {
		return new Promise((resolve, reject) => {
			const parts = [];
			const socket = net.connect(this.port, '127.0.0.1');
			const timer = setTimeout(() => socket.destroy(new Error('no answer')), timeout);
			socket.on('data', (part) => {
				parts.push(part);
				const [, length, end] = Buffer.concat(parts).toString('latin1')
					.match(/content-length: (\d+)[^]*?\r\n\r\n([^]*)/i) ?? [];
				if (length !== undefined && end.length >= Number(length))
					socket.destroy();
			});
			socket.on('error', (error) => parts.length || reject(error));
			socket.on('close', () => {
				clearTimeout(timer);
				const text = Buffer.concat(parts).toString();
				const [head, ...rest] = text.split('\r\n\r\n');
				const headers = Object.fromEntries(head.split('\r\n').slice(1).map((line) => {
					const colon = line.indexOf(':');
					return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
				}));
				resolve({ status: Number(head.split(' ')[1]), headers, text: rest.join('\r\n\r\n') });
			});
			// Not closed by us: nginx takes that for a caller who has left.
			socket.write(bytes);
		});
	}

	/** What nginx itself thought alarming. */
	alerts() {
		return fs.readFileSync(this.errors, 'utf8').split('\n')
			.filter((line) => /\[(alert|emerg)\]/.test(line));
	}

	async close() {
		await end(this.child, 'SIGQUIT', 10000);
	}
}
