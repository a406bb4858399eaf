/*
 * Addresses and pages: a table of paths, the browser's history, and which page is meant. A page's code
 * is loaded when it is first opened. Focus goes to the heading of a page that was opened by a link;
 * the first page leaves it where the browser put it.
 */
import { useEffect, useLayoutEffect, useRef } from './html.js';
import { home, pathOf } from './place.js';
import { drafts, store } from './store.js';

/** {page: row of the table, params: {id: …}, path, query: URLSearchParams, state}. */
export const place = store(null);

let table = [];
let hasMoved = false;

function match(pattern, path) {
	const wanted = pattern.split('/');
	const given = path.split('/');
	const params = {};

	if (wanted.length !== given.length) {
		return null;
	}
	for (const [i, part] of wanted.entries()) {
		if (part.startsWith(':') && given[i]) {
			try {
				params[part.slice(1)] = decodeURIComponent(given[i]);
			} catch {
				return null;
			}
		} else if (part !== given[i]) {
			return null;
		}
	}
	return params;
}

function find(path) {
	for (const page of table) {
		const params = match(page.path, path);

		if (params) {
			return { page, params };
		}
	}
	return { page: table.find((page) => page.isMissing), params: {} };
}

/** Whether a page answers at this path: what leads nowhere is not shown as a link. */
export function hasPage(path) {
	return !find(path.split(/[?#]/)[0]).page.isMissing;
}

function look() {
	const path = `/${location.pathname.slice(home.length)}`.replace(/(.)\/$/, '$1');

	place.set({ ...find(path), path, query: new URLSearchParams(location.search), hash: location.hash });
}

/** Opens a page of the console: go('/cycles/1?status=at_risk'). */
export function go(path, { replaces = false } = {}) {
	const before = place.get();

	history[replaces ? 'replaceState' : 'pushState'](null, '', pathOf(path));
	look();
	if (!isSamePage(before, place.get())) {
		hasMoved = true;
		scrollTo(0, 0);
	}
}

/** Whether an address opens something over the page that is shown, or closes it. */
export function isSamePage(a, b) {
	return Boolean(a && b) && (a.page === b.page ? JSON.stringify(a.params) === JSON.stringify(b.params) :
		a.page.group !== undefined && a.page.group === b.page.group);
}

/** Changes the query alone: what a page shows of itself. null removes. */
export function setQuery(changes) {
	const { path, query } = place.get();
	const next = new URLSearchParams(query);

	for (const [name, value] of Object.entries(changes)) {
		if (value === null || value === '') {
			next.delete(name);
		} else {
			next.set(name, value);
		}
	}
	history.replaceState(null, '', pathOf(path) + (next.size ? `?${next}` : ''));
	look();
}

// Links are links: what the browser does with them by other keys and buttons stays its own.
function followLink(event) {
	const link = event.target.closest?.('a[href]');

	if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey ||
		event.shiftKey || event.altKey || link.target || link.hasAttribute('download')) {
		return;
	}
	const url = new URL(link.href);

	if (url.origin !== location.origin || !url.pathname.startsWith(home) ||
		(url.hash && url.pathname === location.pathname)) {
		return;
	}
	event.preventDefault();
	go(`/${url.pathname.slice(home.length)}${url.search}${url.hash}`);
}

export function startRouter(pages) {
	table = pages;
	document.addEventListener('click', followLink);
	addEventListener('popstate', () => {
		const before = place.get();

		look();
		hasMoved = !isSamePage(before, place.get());
	});
	look();
}

/**
 * The code of a page. After a new release its old address is gone: the page is loaded anew, once, and
 * knows the new one.
 */
export async function codeOf(page) {
	try {
		const code = await page.load();

		drafts.remove('reloaded');
		return code.default;
	} catch (error) {
		if (drafts.get('reloaded')) {
			throw error;
		}
		drafts.set('reloaded', true);
		location.reload();
		return new Promise(() => {});
	}
}

/** For the h1 of a page: takes the focus after a move, and names the tab. */
export function useHeading(title, workspace) {
	const heading = useRef(null);

	useLayoutEffect(() => {
		document.title = [title, workspace].filter(Boolean).join(' · ') || 'OKR';
	}, [title, workspace]);
	useEffect(() => {
		if (hasMoved) {
			hasMoved = false;
			heading.current?.focus({ preventScroll: true });
		}
	}, []);
	return heading;
}
