// A private directory: Debian's slapd with a few people, for web servers that ask LDAP who somebody is.
import fs from 'node:fs';
import path from 'node:path';
import { end, freePort, isRunning, makeFolder, removeFolder, run, start, until } from './process.mjs';

export const base = 'dc=example,dc=org';

export class Ldap {
	/** `people`: { 'e-mail address': password }. */
	static async make(people) {
		const ldap = new Ldap();
		ldap.folder = makeFolder();
		ldap.port = await freePort();
		const file = (name) => path.join(ldap.folder, name);
		// A copy has no profile that keeps it to the folders of the system's own.
		fs.copyFileSync('/usr/sbin/slapd', file('slapd'));
		fs.mkdirSync(file('data'));
		fs.writeFileSync(file('slapd.conf'), `${['core', 'cosine', 'inetorgperson'].map((schema) =>
			`include /etc/ldap/schema/${schema}.schema`).join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${file('slapd.pid')}
database mdb
suffix "${base}"
directory ${file('data')}
`);
		const entries = Object.entries(people).map(([mail, password], i) => `dn: cn=p${i},ou=people,${base}
objectClass: inetOrgPerson
cn: p${i}
sn: p${i}
uid: p${i}
mail: ${mail}
userPassword: ${password}
`);
		fs.writeFileSync(file('people.ldif'), [`dn: ${base}\nobjectClass: dcObject\n` +
			'objectClass: organization\no: Example\ndc: example\n',
			`dn: ou=people,${base}\nobjectClass: organizationalUnit\nou: people\n`, ...entries].join('\n'));
		const added = await run(file('slapd'), ['-Tadd', '-f', file('slapd.conf'), '-l', file('people.ldif')]);
		if (added.code !== 0)
			throw new Error(`slapd -Tadd: ${added.err}${added.out}`);
		ldap.child = start(file('slapd'), ['-f', file('slapd.conf'), '-h', `ldap://127.0.0.1:${ldap.port}/`,
			'-d', '0'], { log: file('slapd.log') });
		await until('slapd', () => {
			if (!isRunning(ldap.child))
				throw new Error(`slapd ended: ${fs.readFileSync(file('slapd.log'))}`);
			return fs.existsSync(file('slapd.pid'));
		});
		return ldap;
	}

	async close() {
		await end(this.child);
		removeFolder(this.folder);
	}
}
