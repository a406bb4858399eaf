/*
 * The clock of the server under test, which stands still until a test moves it: for whatever happens
 * at midnight, after 24 hours or in a leap year. Import this before everything else of tests/lib: it
 * tells the server that is started then where its clock is. It takes a developer build
 * (build-sanitize/ unless OKR_BUILD_DIR names another; `script/test --only clock` makes it), because
 * a release build refuses OKR_TEST_CLOCK. `day()` and `instant()` of workspace.mjs count from it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { now, setNow } from './now.mjs';

const folder = mkdtempSync(join(tmpdir(), 'okr-clock-'));
const file = join(folder, 'clock');

function write(ms) {
	writeFileSync(`${file}.new`, new Date(ms).toISOString());
	renameSync(`${file}.new`, file);
	setNow(ms);
}

/** Sets the clock to an instant, as text or in milliseconds. */
export function setClock(instant) {
	write(typeof instant === 'number' ? instant : Date.parse(instant));
}

/** Moves the clock by so much, backwards if it is negative. */
export function moveClock({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }) {
	write(now() + ms + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days))));
}

process.env.OKR_BUILD_DIR ??= fileURLToPath(new URL('../../build-sanitize', import.meta.url));
// The server that others share keeps its own time.
delete process.env.OKR_TEST_ENV;
process.env.OKR_TEST_CLOCK = file;
write(Date.now());

const version = execFileSync(join(process.env.OKR_BUILD_DIR, 'okr.fcgi'), ['--version'],
	{ encoding: 'utf8' });

if (!version.includes('OKR_TEST_CLOCK')) {
	throw new Error(`${process.env.OKR_BUILD_DIR} is a release build, whose clock cannot be set`);
}

const server = await import('./server.mjs');

if (server.clockFile !== file) {
	throw new Error('the server was started before its clock was made: import clock.mjs first');
}
// Behind the server, which reads the file until it has stopped.
process.once('exit', () => rmSync(folder, { recursive: true }));
