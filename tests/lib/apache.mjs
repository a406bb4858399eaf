// Debian's Apache in a folder of its own, with a recipe of docs/install.md and nothing else beside
// what Debian's own configuration has. Apache will not serve as root: then it runs as www-data, and
// so does every program that it starts.
import fs from 'node:fs';
import path from 'node:path';
import { HttpServer } from './http_server.mjs';

const modules = '/usr/lib/apache2/modules';
const always = ['mpm_event', 'authz_core', 'mime', 'dir'];

export class Apache extends HttpServer {
	/** Options: modules; recipe, a function of the server; after, one that adds to its folders; and those
	 * of prepare. */
	static async make(site, { modules: more, recipe = () => '', after = () => {}, ...options }) {
		const apache = new Apache(site, 'apache');
		await apache.prepare(options);
		await after(apache);
		apache.write('httpd.conf', apache.configuration(more, recipe(apache)));
		await apache.run('apache2', ['-f', path.join(apache.folder, 'httpd.conf'), '-D', 'FOREGROUND']);
		return apache;
	}

	configuration(more, recipe) {
		const load = [...always, ...more].map((name) =>
			`LoadModule ${name}_module ${modules}/mod_${name}.so\n`).join('');
		return `ServerRoot "${this.folder}"
PidFile apache.pid
ErrorLog error.log
Listen 127.0.0.1:${this.port}
ServerName localhost
KeepAliveTimeout 60
MaxKeepAliveRequests 0
${load}TypesConfig /dev/null
<IfModule cgid_module>
    ScriptSock ${this.folder}/cgid.sock
</IfModule>
<IfModule fcgid_module>
    FcgidIPCDir ${this.folder}/ipc
    FcgidProcessTableFile ${this.folder}/fcgid_shm
</IfModule>
DocumentRoot "${this.documents}"
<Directory />
    Require all denied
</Directory>
<Directory "${this.documents}">
    AllowOverride All
    Require all granted
</Directory>
${recipe}`;
	}
}
