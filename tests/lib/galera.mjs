// A Galera cluster of private nodes on the loopback, and application hosts on it. A node can be stopped,
// killed, frozen and cut off from the others like a single server (mariadb.mjs); it comes back by the
// position that it had, as Debian's unit starts it. What the cluster is for is the tests' own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Mariadb } from './mariadb.mjs';
import { end, freePort, isRunning, makeFolder, removeFolder, run, start, until } from './process.mjs';
import { Site } from './site.mjs';

const provider = '/usr/lib/galera/libgalera_smm.so';

// As root a state transfer drops its privileges and fails: nodes run as the database's own account.
const isRoot = process.getuid() === 0;
const asAccount = isRoot ?
	['setpriv', '--reuid=mysql', '--regid=mysql', '--clear-groups', '--pdeathsig', 'KILL'] : [];

function giveAway(folder) {
	if (isRoot)
		execFileSync('chown', ['-R', 'mysql:mysql', folder]);
}

export class Node extends Mariadb {
	launch(more = []) {
		const [command, ...words] = [...asAccount, 'mariadbd', ...this.words(), ...more];
		this.child = start(command, words, { log: path.join(this.folder, 'mariadbd.log') });
	}

	words() {
		const { folder, ports } = this;
		return ['--no-defaults', `--datadir=${folder}/data`, `--socket=${this.socket}`,
			`--pid-file=${folder}/m.pid`, `--tmpdir=${folder}`, '--bind-address=127.0.0.1',
			`--port=${ports.sql}`, '--skip-name-resolve', '--innodb-buffer-pool-size=64M',
			'--innodb-log-file-size=32M', '--innodb-flush-log-at-trx-commit=1',
			'--character-set-server=utf8mb4', '--binlog-format=ROW', '--innodb-autoinc-lock-mode=2',
			'--wsrep-on=ON', `--wsrep-provider=${provider}`, `--wsrep-node-name=${this.name}`,
			`--wsrep-cluster-address=gcomm://${this.peers}`,
			`--wsrep-node-address=127.0.0.1:${ports.group}`, '--wsrep-sst-method=rsync',
			`--wsrep-sst-receive-address=127.0.0.1:${ports.sst}`, '--wsrep-slave-threads=2',
			`--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${ports.group};` +
				`ist.recv_addr=127.0.0.1:${ports.ist};gcache.size=32M;` +
				'repl.causal_read_timeout=PT2S;evs.inactive_check_period=PT0.3S',
			...this.options];
	}

	get address() {
		return `127.0.0.1:${this.ports.sql}`;
	}

	/** Where it stopped, as the server finds it out by itself: nothing is sent but what it missed. */
	async position() {
		const log = path.join(this.folder, 'recover.log');
		fs.rmSync(log, { force: true });
		const [command, ...words] = [...asAccount, 'mariadbd', ...this.words(), '--wsrep-recover',
			`--log-error=${log}`];
		await run(command, words);
		return /Recovered position: (\S+)/.exec(fs.readFileSync(log, 'utf8'))?.[1];
	}

	async startAgain() {
		if (isRunning(this.child))
			return;
		const position = await this.position();
		await this.start(position ? [`--wsrep-start-position=${position}`] : []);
		await this.synced();
		if (this.isHasty)
			await this.hasten();
	}

	async status(name) {
		const done = await this.client(`SHOW GLOBAL STATUS LIKE '${name}'`);
		return done.code === 0 ? done.out.trim().split('\t')[1] : undefined;
	}

	synced() {
		return until(`${this.name} to be synced`, async () =>
			await this.status('wsrep_local_state') === '4' &&
			await this.status('wsrep_ready') === 'ON', 60000);
	}

	/** Takes a silent node for gone after a second and a half: not while nodes start, when a busy machine is silent. */
	hasten() {
		this.isHasty = true;
		return this.sql("SET GLOBAL wsrep_provider_options = 'evs.keepalive_period=PT0.3S;" +
			"evs.suspect_timeout=PT1.5S;evs.install_timeout=PT1.5S;evs.inactive_timeout=PT3S'", null);
	}

	/** Neither hears the others nor is heard by them; its clients reach it all the time. */
	async cutOff(isCut = true) {
		await this.client(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=${isCut ? 1 : 0}'`);
	}

}

/** One host: a Site whose database is a cluster. */
export class Host extends Site {
	static async make(cluster, nodes, settings = {}) {
		const host = new Host();
		host.cluster = cluster;
		host.mariadb = cluster.nodes[0];
		await host.prepareFolder({ database_hosts: nodes.map((node) => node.address).join(','),
			database_name: 'okr', database_user: 'okr', database_password: 'secret', ...settings });
		return host;
	}

	async close() {
		await this.stopServing();
		removeFolder(this.folder);
	}
}

export class Cluster {
	static async make(size = 3, options = []) {
		const cluster = new Cluster();
		cluster.folder = makeFolder();
		fs.chmodSync(cluster.folder, 0o755);
		cluster.nodes = [];
		cluster.hosts = [];
		try {
			await cluster.prepare(size, options);
		} catch (error) {
			const words = cluster.nodes.filter((node) => node.child).map((node) => node.lastWords());
			await cluster.close();
			throw new Error(`${error.message}\n${words.join('\n')}`);
		}
		return cluster;
	}

	async prepare(size, options) {
		for (let i = 1; i <= size; i++)
			this.nodes.push(await this.makeNode(`n${i}`, options));
		const peers = this.nodes.map((node) => `127.0.0.1:${node.ports.group}`).join(',');
		for (const node of this.nodes)
			node.peers = peers;
		await this.install();
		await this.nodes[0].start(['--wsrep-new-cluster']);
		await Promise.all(this.nodes.slice(1).map((node) => node.start()));
		await Promise.all(this.nodes.map((node) => node.synced()));
	}

	async makeNode(name, options) {
		const ports = {};
		for (const use of ['sql', 'group', 'sst', 'ist'])
			ports[use] = await freePort();
		const folder = path.join(this.folder, name);
		fs.mkdirSync(folder);
		return Object.assign(new Node(), { name, ports, folder, options, sessions: new Set(),
			socket: path.join(folder, 'm.sock') });
	}

	/** Every node begins with the first one's files, so that none has to be sent them. */
	async install() {
		const [first, ...others] = this.nodes;
		giveAway(this.folder);
		const [command, ...words] = [...asAccount, 'mariadb-install-db', '--no-defaults',
			`--datadir=${first.folder}/data`, '--auth-root-authentication-method=normal',
			'--skip-test-db', '--skip-name-resolve'];
		const made = await run(command, words, { env: { TMPDIR: first.folder } });
		if (made.code !== 0)
			throw new Error(`mariadb-install-db: ${made.err}${made.out}`);
		await first.start(['--wsrep-new-cluster']);
		await first.sql(`CREATE DATABASE okr CHARACTER SET utf8mb4;
			CREATE USER okr@'%' IDENTIFIED BY 'secret';
			GRANT ALL ON okr.* TO okr@'%';`, null);
		await first.stop();
		for (const node of others)
			execFileSync('cp', ['-a', `${first.folder}/data`, `${node.folder}/data`]);
		giveAway(this.folder);
	}

	/** An application host, which knows these nodes in this order. */
	async host(nodes = this.nodes, settings = {}) {
		const host = await Host.make(this, nodes, settings);
		this.hosts.push(host);
		return host;
	}

	/** Tables, a workspace and a key that every host has, and workers. */
	async open() {
		const [first] = this.hosts;
		await first.administer('migrate');
		await first.administer('workspace', 'create', '--name', 'W');
		const { key } = await first.makeKey();
		for (const host of this.hosts) {
			host.key = key;
			await host.serve();
		}
	}

	/** Fails unless all nodes hold the same and the journal is whole. */
	async check() {
		assert.deepEqual(await this.differences(), []);
		const chain = await this.hosts[0].okrctl('audit', 'verify');
		assert.equal(chain.code, 0, chain.out + chain.err);
	}

	/** Tables whose content is not the same on all nodes. */
	async differences() {
		const running = this.nodes.filter((node) => isRunning(node.child));
		const tables = (await running[0].sql('SHOW TABLES')).flat();
		const sums = await Promise.all(running.map((node) =>
			node.sql(`SET wsrep_sync_wait = 15; CHECKSUM TABLE ${tables.join(', ')}`)));
		return sums[0].map(([table, sum], i) => [table, sum, ...sums.slice(1).map((one) => one[i][1])])
			.filter(([, ...values]) => new Set(values).size > 1).map((row) => row.join(' '));
	}

	async close() {
		await Promise.all(this.hosts.map((host) => host.close()));
		await Promise.all(this.nodes.filter((node) => node.child).map(async (node) => {
			await node.endSessions();
			await end(node.child, 'SIGKILL');
		}));
		removeFolder(this.folder);
	}
}
