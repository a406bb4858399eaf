/*
 * One address for every row of console/pages.js, with the records that a company has: what walks all
 * pages (the checks of every page, the screenshots) walks the table itself, so no page is forgotten.
 */
import { pages } from '../../../console/pages.js';

// What stands for ":id" of each page, by the name that the company gives it.
const records = {
	'/cycles/:id': 'cycle',
	'/okrs/:id': 'okr',
	'/key-results/:keyResult': 'keyResult',
	'/kpis/:id': 'kpi',
	'/people/:id': 'person',
	'/teams/:id': 'team',
};

function nameOf(path) {
	return path === '/' ? 'week' : path.slice(1).replace(/\/:\w+$/, '-one').replaceAll('/', '-');
}

/**
 * [{name, path, isOpen}]: `ids` has an id for each record above. Open pages need no session. A page with a
 * record that nobody named is an error: it would be looked at by nobody.
 */
export function addressesOf(ids) {
	return pages.filter((row) => !row.isMissing).map(({ path, isOpen = false }) => {
		const id = ids[records[path]];

		if (path.includes(':') && !id) {
			throw new Error(`${path}: no record for it in tests/console/lib/addresses.mjs`);
		}
		return { name: nameOf(path), path: `/app${path.replace(/:\w+/, id)}`, isOpen };
	});
}
