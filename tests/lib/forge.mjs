/*
 * Cursors as the server makes them (src/api/input/cursor.c), made by somebody who knows everything: the
 * algorithm, the installation's secret and the pepper. With the true key this shows what stands
 * behind the code; with any other it is what an attacker can do.
 */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { sql } from './database.mjs';
import { configFile } from './server.mjs';

function hmac(key, ...parts) {
	const code = createHmac('sha256', key);

	parts.forEach((part) => code.update(part));
	return code.digest();
}

function pepper() {
	const [, inline, file] = /^pepper(?: = "?([^"\n]*)|_file = "?([^"\n]*))/m
		.exec(readFileSync(configFile, 'utf8')) ?? [];

	// Beside the settings, whatever root they stand in.
	const here = file && join(dirname(configFile), basename(file));

	return here && existsSync(here) ? readFileSync(here, 'utf8').trimEnd() : inline ?? '';
}

// The key that codes are made with.
export function trueKey() {
	const [[secret]] = sql('SELECT HEX(secret) FROM installation');

	return hmac(Buffer.from(secret, 'hex'), pepper());
}

function bytesOf(id) {
	return Buffer.from((id ?? '').replaceAll('-', '').padEnd(32, '0'), 'hex');
}

/*
 * What a place depends on. `route` is its template, `order` the sort key with - before it when
 * descending; `viewer` the person that a token acts for.
 */
export function contextOf({ method = 'GET', route, order, ids = [], workspace, viewer,
	isAdmin = false, app = '' }) {
	return Buffer.concat([Buffer.from(`${method} ${route} ${order} ${ids.length} `),
		...ids.map(bytesOf), bytesOf(workspace), bytesOf(viewer),
		Buffer.from(`${isAdmin ? 1 : 0} ${Buffer.byteLength(app)} ${app}`)]);
}

// A cursor with a code that is right under `key`, for a place of whatever size.
export function forgeCursor(key, context, id, value = Buffer.alloc(0)) {
	const place = Buffer.concat([bytesOf(id), value]);
	const code = hmac(key, context, place).subarray(0, 16);

	return Buffer.concat([code, place]).toString('base64url');
}
