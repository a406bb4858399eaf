/*
 * Behind the server's back: statements against the installation's own MariaDB, for what no request
 * can do — let time pass, or look at a table. Only test files whose fact hangs on that use it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { behind, configFile } from './server.mjs';

const [, socket] = /^database_socket = "(.*)"$/m.exec(readFileSync(configFile, 'utf8'));

// Every write of the program's gives its workspace a new revision, on which kept answers hang.
const renewal = ';UPDATE organisation SET revision = revision + 1';

// Runs statements; gives back the rows of the queries among them, as arrays of texts.
export function sql(asked) {
	const isWritten = /\b(UPDATE|INSERT|DELETE)\b/.test(asked);
	const statements = isWritten ? asked + renewal : asked;

	behind.isWritten ||= isWritten;
	const text = execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root',
		'--batch', '--skip-column-names', '--raw', 'okr'], { input: statements, encoding: 'utf8' });

	return text.split('\n').filter(Boolean).map((line) => line.split('\t'));
}

// An id as a literal of SQL.
export function hex(id) {
	return `x'${id.replaceAll('-', '')}'`;
}

function toUuid(digits) {
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// The same id, made so many days earlier: a record's time of creation is the time in its id.
export function olderId(id, days) {
	const digits = id.replaceAll('-', '');
	const ms = parseInt(digits.slice(0, 12), 16) - days * 86400000;

	return toUuid(ms.toString(16).padStart(12, '0') + digits.slice(12));
}

// When a record with this id was made.
export function timeOf(id) {
	return new Date(parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

// Lets a record without references to it have been made so many days earlier; tells its new id.
export function age(table, id, days) {
	const older = olderId(id, days);

	sql(`UPDATE ${table} SET id = ${hex(older)} WHERE id = ${hex(id)}`);
	return older;
}
