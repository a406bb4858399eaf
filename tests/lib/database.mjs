/*
 * Behind the server's back: statements against the installation's own MariaDB, for what no request
 * can do — let time pass, or look at a table. Only test files whose fact hangs on that use it.
 */
import { execFileSync } from 'node:child_process';

import { hex, olderId, timeOf } from './ids.mjs';
import { behind, databaseSocket } from './server.mjs';

// Every write of the program's gives its workspace a new revision, on which kept answers hang.
const renewal = ';UPDATE organisation SET revision = revision + 1';

// Runs statements; gives back the rows of the queries among them, as arrays of texts.
export function sql(asked) {
	const isWritten = /\b(UPDATE|INSERT|DELETE)\b/.test(asked);
	const statements = isWritten ? asked + renewal : asked;

	behind.isWritten ||= isWritten;
	const text = execFileSync('mariadb', ['--no-defaults', `--socket=${databaseSocket}`, '--user=root',
		'--batch', '--skip-column-names', '--raw', 'okr'], { input: statements, encoding: 'utf8' });

	return text.split('\n').filter(Boolean).map((line) => line.split('\t'));
}

export { hex, olderId, timeOf };

// Lets a record without references to it have been made so many days earlier; tells its new id.
export function age(table, id, days) {
	const older = olderId(id, days);

	sql(`UPDATE ${table} SET id = ${hex(older)} WHERE id = ${hex(id)}`);
	return older;
}
