// Debian's Caddy in a folder of its own, with a recipe of docs/install.md.
import path from 'node:path';
import { HttpServer } from './http_server.mjs';

export class Caddy extends HttpServer {
	/** Options: recipe, a function of the server; and those of prepare. */
	static async make(site, { recipe, ...options }) {
		const server = new Caddy(site, 'caddy');
		await server.prepare(options);
		server.write('Caddyfile', `{
	admin off
	auto_https off
	storage file_system ${server.folder}/storage
}
${recipe(server)}`);
		await server.run('caddy', ['run', '--adapter', 'caddyfile', '--config',
			path.join(server.folder, 'Caddyfile')]);
		return server;
	}
}
