// Debian's lighttpd in a folder of its own, with a recipe of docs/install.md. It keeps connections for longer than
// a test lets them rest: what is sent on one that is just being closed is lost.
import path from 'node:path';
import { HttpServer } from './http_server.mjs';

export class Lighttpd extends HttpServer {
	/** Options: recipe, a function of the server; and those of prepare. */
	static async make(site, { recipe, ...options }) {
		const server = new Lighttpd(site, 'lighttpd');
		await server.prepare(options);
		server.write('lighttpd.conf', `server.document-root = "${server.documents}"
server.bind = "127.0.0.1"
server.port = ${server.port}
server.max-keep-alive-idle = 60
server.max-keep-alive-requests = 10000
${recipe(server)}`);
		await server.run('lighttpd', ['-D', '-f', path.join(server.folder, 'lighttpd.conf')]);
		return server;
	}
}
