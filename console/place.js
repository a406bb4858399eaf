/*
 * Where the console lies: this file's own address tells, so that a folder before /app/ needs no
 * setting. Knows nothing of pages.
 */
const here = new URL('.', import.meta.url);

/** The path of the start page, as /app/ or /tools/app/. */
export const home = new URL('../../', here).pathname;

/** The path of the API. */
export const api = new URL('../../../api/v1', here).pathname;

/** The path of a file of the console. */
export function asset(name) {
	return new URL(name, here).pathname;
}

/** The whole path of a page: pathOf('/cycles/1') is /app/cycles/1. */
export function pathOf(page) {
	return home + page.slice(1);
}

/** What other programs are told: scheme, host and the folder before /api. */
export const origin = new URL('../../../', here).href.replace(/\/$/, '');
