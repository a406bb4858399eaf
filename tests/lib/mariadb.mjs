// A private MariaDB server that a test may stop, kill and freeze, and the ways to speak to it: the
// command line client for statements, a session that stays open for locks.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { end, isRunning, run, start, until } from './process.mjs';

const asRoot = process.getuid() === 0 ? ['--user=root'] : [];

export class Mariadb {
	/** Makes a server in an empty folder and starts it. */
	static async make(folder, options = []) {
		const server = new Mariadb();
		server.folder = folder;
		server.socket = path.join(folder, 'm.sock');
		server.options = options;
		server.sessions = new Set();
		// A server that starts clears away what it finds of others in a shared TMPDIR.
		const made = await run('mariadb-install-db', ['--no-defaults', ...asRoot,
			`--datadir=${folder}/data`, '--auth-root-authentication-method=normal',
			'--skip-test-db', '--skip-name-resolve'], { env: { TMPDIR: folder } });
		if (made.code !== 0)
			throw new Error(`mariadb-install-db: ${made.err}${made.out}`);
		await server.start();
		return server;
	}

	launch(more = []) {
		this.child = start('mariadbd', ['--no-defaults', ...asRoot, `--datadir=${this.folder}/data`,
			`--socket=${this.socket}`, `--pid-file=${this.folder}/m.pid`, '--skip-networking',
			`--tmpdir=${this.folder}`,
			'--skip-name-resolve', '--innodb-buffer-pool-size=64M',
			'--innodb-flush-log-at-trx-commit=1', '--character-set-server=utf8mb4', '--skip-log-bin',
			...this.options, ...more], { log: path.join(this.folder, 'mariadbd.log') });
	}

	async start(more) {
		this.launch(more);
		await until('mariadbd', async () => {
			if (!isRunning(this.child))
				throw new Error(`mariadbd ended as soon as it was started:\n${this.lastWords()}`);
			return (await this.client('SELECT 1')).code === 0;
		}, 60000);
	}

	/** Starts it unless it runs. */
	async startAgain() {
		if (!isRunning(this.child))
			await this.start();
	}

	lastWords() {
		const log = fs.readFileSync(path.join(this.folder, 'mariadbd.log'), 'utf8');
		return log.split('\n').slice(-40).join('\n');
	}

	/** Stops it where it is; done when the last of its threads stands still, which a busy machine delays. */
	async freeze() {
		this.child.kill('SIGSTOP');
		const tasks = `/proc/${this.child.pid}/task`;
		const standsStill = (id) => {
			try {
				return /^State:\tT/m.test(fs.readFileSync(`${tasks}/${id}/status`, 'utf8'));
			} catch {
				return false; // it has just ended
			}
		};
		await until('a frozen database', () => fs.readdirSync(tasks).every(standsStill));
	}

	thaw() {
		this.child.kill('SIGCONT');
	}

	async endSessions() {
		await Promise.all([...this.sessions].map((session) => session.end()));
	}

	async stop() {
		if (isRunning(this.child))
			this.child.kill('SIGCONT');
		await this.endSessions();
		await end(this.child, 'SIGTERM', 60000);
	}

	async kill() {
		await end(this.child, 'SIGKILL');
	}

	client(sql, words = [], options = {}) {
		return run('mariadb', ['--no-defaults', `--socket=${this.socket}`, '--user=root', '--batch',
			'--skip-column-names', '--raw', ...words], { input: sql, ...options });
	}

	/** Runs statements; resolves to the rows of the queries among them. */
	async sql(text, database = 'okr') {
		const done = await this.client(text, database ? [database] : []);
		if (done.code !== 0)
			throw new Error(`${done.err} in: ${text.slice(0, 500)}`);
		return done.out.split('\n').filter(Boolean).map((line) => line.split('\t'));
	}

	/** Runs one statement a line; resolves to the error number of each, 0 without one. */
	async outcomes(statements, database = 'okr') {
		const done = await this.client(statements.map((one) => `${one};\n`).join(''),
			['--force', database]);
		const numbers = new Array(statements.length).fill(0);
		for (const [, number, line] of done.err.matchAll(/^ERROR (\d+) \(\w+\) at line (\d+)/gm))
			numbers[line - 1] = Number(number);
		return numbers;
	}

	/** A session that stays open: say(sql) resolves to its line of output, which there must be. */
	session(database = 'okr') {
		const child = start('mariadb', ['--no-defaults', `--socket=${this.socket}`, '--user=root',
			'--batch', '--skip-column-names', '--unbuffered', database],
		{ stdio: ['pipe', 'pipe', 'ignore'] });
		child.stdin.on('error', () => {});
		const sessions = this.sessions;
		const session = {
			async say(sql) {
				const answer = once(child.stdout, 'data').then(([bytes]) => bytes.toString().trim());
				child.stdin.write(`${sql};\n`);
				return Promise.race([answer, child.ended.then(() => {
					throw new Error(`the session ended at: ${sql}`);
				})]);
			},
			async end() {
				sessions.delete(session);
				child.stdin.destroy();
				await end(child, 'SIGKILL');
			},
		};
		sessions.add(session);
		return session;
	}
}
