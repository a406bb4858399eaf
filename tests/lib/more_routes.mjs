/*
 * The routes of routes.mjs and all others that work on records, with a record of each kind for them
 * to work on. `any`: whatever scope one has will do; `people`: a key gets a 400; `also`: what
 * a key needs besides; `query`: parameters that must be there. `body` is what a POST would take; it may need the ids of others. A PUT stands for the
 * PATCH of its path as well. tests/api/routes.test.mjs holds both tables against the description.
 */
import { ok } from './client.mjs';
import { nameOf, oneOfEach, routes as firstRoutes } from './routes.mjs';
import { day, unique } from './workspace.mjs';

const KPIS_READ = 'kpis:read';
const KPIS_WRITE = 'kpis:write';
const OKRS_READ = 'okrs:read';
const OKRS_WRITE = 'write:okrs';
const CHECKINS = 'okr-checkins:write';
const REVIEWS_READ = 'reviews:read';
const ADMIN = 'workspace:admin';

const moreRoutes = [
	{ method: 'GET', path: '/me', scope: OKRS_READ, any: true },
	{ method: 'GET', path: '/search', scope: OKRS_READ, any: true, query: 'q=e' },
	{ method: 'GET', path: '/me/todo', scope: OKRS_READ, people: true },
	{ method: 'GET', path: '/users/ID/todo', scope: OKRS_READ, also: [ADMIN], of: 'user' },
	{ method: 'GET', path: '/checkins/ID', scope: OKRS_READ, of: 'checkIn' },
	{ method: 'PUT', path: '/checkins/ID', scope: CHECKINS, of: 'checkIn', body: { value: 2 } },
	{ method: 'DELETE', path: '/checkins/ID', scope: CHECKINS, of: 'checkIn' },
	{ method: 'POST', path: '/checkins/batch', scope: CHECKINS,
		make: ({ keyResult }) => ({ checkins: [{ key_result_id: keyResult.id, value: 3 }] }) },
	{ method: 'POST', path: '/okrs/ID/close', scope: OKRS_WRITE, of: 'okr',
		body: { outcome: 'partial' } },
	{ method: 'POST', path: '/okrs/ID/reopen', scope: OKRS_WRITE, of: 'closedOkr',
		body: { reason: 'Because' } },
	{ method: 'POST', path: '/cycles/ID/phase', scope: ADMIN, of: 'cycle',
		body: { phase: 'draft' } },
	{ method: 'POST', path: '/batch', scope: OKRS_READ, any: true, make: ({ okr }) => ({
		requests: [{ method: 'PUT', path: `/okrs/${okr.id}`, body: { description: 'By a batch' } }] }) },
	{ method: 'GET', path: '/kpis', scope: KPIS_READ },
	{ method: 'POST', path: '/kpis', scope: KPIS_WRITE, body: { name: 'New' } },
	{ method: 'GET', path: '/kpis/ID', scope: KPIS_READ, of: 'kpi' },
	{ method: 'PUT', path: '/kpis/ID', scope: KPIS_WRITE, of: 'kpi', body: { unit: 'x' } },
	{ method: 'DELETE', path: '/kpis/ID', scope: KPIS_WRITE, of: 'kpi' },
	{ method: 'GET', path: '/kpis/ID/updates', scope: KPIS_READ, of: 'kpi' },
	{ method: 'GET', path: '/kpis/ID/changes', scope: KPIS_READ, of: 'kpi' },
	{ method: 'GET', path: '/okrs/ID/changes', scope: OKRS_READ, of: 'okr' },
	{ method: 'GET', path: '/okrs/ID/explain', scope: OKRS_READ, of: 'okr' },
	{ method: 'GET', path: '/okrs/ID/history', scope: OKRS_READ, of: 'okr' },
	{ method: 'GET', path: '/key-results/ID/history', scope: OKRS_READ, of: 'keyResult' },
	{ method: 'GET', path: '/kpis/ID/history', scope: KPIS_READ, of: 'kpi' },
	{ method: 'GET', path: '/key-results/ID/changes', scope: OKRS_READ, of: 'keyResult' },
	{ method: 'POST', path: '/users/ID/invite', scope: ADMIN, of: 'user' },
	{ method: 'GET', path: '/workspace', scope: OKRS_READ, any: true },
	{ method: 'PUT', path: '/workspace', scope: ADMIN,
		body: { time_zone: 'Zulu' } },
	{ method: 'GET', path: '/imports', scope: ADMIN },
	{ method: 'POST', path: '/imports', scope: ADMIN, query: 'format=okr',
		body: [{ type: 'team', title: 'Imported' }] },
	{ method: 'GET', path: '/imports/ID', scope: ADMIN, of: 'import' },
	{ method: 'GET', path: '/imports/ID/errors.csv', scope: ADMIN, of: 'import' },
	{ method: 'POST', path: '/imports/ID/apply', scope: ADMIN, of: 'import' },
	{ method: 'POST', path: '/imports/ID/revert', scope: ADMIN, of: 'appliedImport' },
	{ method: 'GET', path: '/audit', scope: ADMIN },
	{ method: 'GET', path: '/audit/head', scope: ADMIN },
	{ method: 'POST', path: '/audit/verify', scope: ADMIN, reads: true, body: {} },
	{ method: 'POST', path: '/kpis/ID/updates', scope: KPIS_WRITE, of: 'kpi', body: { value: 1 } },
	{ method: 'GET', path: '/kpis/ID/updates/UPDATE', scope: KPIS_READ, of: 'kpi' },
	{ method: 'PUT', path: '/kpis/ID/updates/UPDATE', scope: KPIS_WRITE, of: 'kpi',
		body: { comment: 'x' } },
	{ method: 'DELETE', path: '/kpis/ID/updates/UPDATE', scope: KPIS_WRITE, of: 'kpi' },
	{ method: 'GET', path: '/initiatives', scope: OKRS_READ },
	{ method: 'POST', path: '/initiatives', scope: OKRS_WRITE, body: { title: 'New' } },
	{ method: 'GET', path: '/initiatives/ID', scope: OKRS_READ, of: 'initiative' },
	{ method: 'PUT', path: '/initiatives/ID', scope: OKRS_WRITE, of: 'initiative',
		body: { status: 'done' } },
	{ method: 'DELETE', path: '/initiatives/ID', scope: OKRS_WRITE, of: 'initiative' },
	{ method: 'GET', path: '/review-cycles', scope: REVIEWS_READ },
	{ method: 'GET', path: '/review-cycles/ID', scope: REVIEWS_READ, of: 'reviewCycle' },
	{ method: 'POST', path: '/review-cycles', scope: ADMIN, body: { name: 'New' } },
	{ method: 'PUT', path: '/review-cycles/ID', scope: ADMIN, of: 'reviewCycle',
		body: { status: 'closed' } },
	{ method: 'DELETE', path: '/review-cycles/ID', scope: ADMIN, of: 'emptyReviewCycle' },
	{ method: 'GET', path: '/reviews', scope: REVIEWS_READ },
	{ method: 'GET', path: '/reviews/ID/summary', scope: REVIEWS_READ, of: 'review' },
	{ method: 'GET', path: '/reviews/ID', scope: ADMIN, of: 'draft' },
	{ method: 'POST', path: '/reviews', scope: ADMIN, make: ({ reviewCycle, user }) =>
		({ cycle_id: reviewCycle.id, employee_id: user.id, type: 'peer', answers: [] }) },
	{ method: 'PUT', path: '/reviews/ID', scope: ADMIN, of: 'review', body: { type: 'manager' } },
	{ method: 'DELETE', path: '/reviews/ID', scope: ADMIN, of: 'review' },
	{ method: 'POST', path: '/reviews/ID/share', scope: ADMIN, of: 'draft' },
	{ method: 'GET', path: '/reports/cycle', scope: OKRS_READ },
	{ method: 'GET', path: '/reports/risks', scope: OKRS_READ },
	{ method: 'GET', path: '/reports/insights', scope: OKRS_READ },
	{ method: 'GET', path: '/reports/teams', scope: OKRS_READ },
	{ method: 'GET', path: '/goals', scope: OKRS_READ },
	{ method: 'POST', path: '/goals', scope: OKRS_WRITE,
		body: { title: 'New', owner_type: 'company' } },
	{ method: 'POST', path: '/goals/search', scope: OKRS_READ, body: { text: 'new' }, reads: true },
	{ method: 'GET', path: '/goals/ID', scope: OKRS_READ, of: 'okr' },
	{ method: 'PUT', path: '/goals/ID', scope: OKRS_WRITE, of: 'okr', body: { weight: 2 } },
	{ method: 'DELETE', path: '/goals/ID', scope: OKRS_WRITE, of: 'okr' },
	{ method: 'POST', path: '/goals/ID/key-results', scope: OKRS_WRITE, of: 'okr',
		body: { title: 'New' } },
	{ method: 'PUT', path: '/goals/ID/key-results/KEY_RESULT', scope: OKRS_WRITE, of: 'okr',
		body: { unit: 'x' } },
	{ method: 'DELETE', path: '/goals/ID/key-results/KEY_RESULT', scope: OKRS_WRITE, of: 'okr' },
	{ method: 'POST', path: '/goals/ID/key-results/KEY_RESULT/checkin', scope: CHECKINS, of: 'okr',
		body: { value: 1 } },
	{ method: 'GET', path: '/okr/objectives', scope: OKRS_READ },
	{ method: 'POST', path: '/okr/objectives', scope: OKRS_WRITE, body: { title: 'New' } },
	{ method: 'GET', path: '/okr/objectives/ID', scope: OKRS_READ, of: 'okr' },
	{ method: 'PUT', path: '/okr/objectives/ID', scope: OKRS_WRITE, of: 'okr',
		body: { weight: 2 } },
	{ method: 'DELETE', path: '/okr/objectives/ID', scope: OKRS_WRITE, of: 'okr' },
	{ method: 'GET', path: '/okr/key-results', scope: OKRS_READ },
	{ method: 'POST', path: '/okr/key-results', scope: OKRS_WRITE, body: { title: 'New' } },
	{ method: 'GET', path: '/okr/key-results/ID', scope: OKRS_READ, of: 'keyResult' },
	{ method: 'PUT', path: '/okr/key-results/ID', scope: OKRS_WRITE, of: 'keyResult',
		body: { unit: 'x' } },
	{ method: 'DELETE', path: '/okr/key-results/ID', scope: OKRS_WRITE, of: 'keyResult' },
];

// Of people who sign in, or did: no key may use them (tests/api/sessions.test.mjs walks them).
export const peopleRoutes = [
	{ method: 'GET', path: '/sign-in', isOpen: true },
	{ method: 'POST', path: '/session', isOpen: true,
		body: { email: 'nobody@example.org', password: 'correct horse battery' } },
	{ method: 'POST', path: '/session/token', isOpen: true, body: { token: 'okrl_none' } },
	{ method: 'POST', path: '/session/link', isOpen: true, body: { email: 'nobody@example.org' } },
	{ method: 'POST', path: '/setup', isOpen: true, body: { code: 'no code at all', name: 'Nobody',
		email: 'nobody@example.org', password: 'no password at all' } },
	{ method: 'POST', path: '/setup/check', isOpen: true, body: { code: 'no code at all' } },
	{ method: 'POST', path: '/setup/tables', isOpen: true, body: { code: 'no code at all' } },
	{ method: 'GET', path: '/session' },
	{ method: 'DELETE', path: '/session' },
	{ method: 'GET', path: '/sessions' },
	{ method: 'DELETE', path: '/sessions/ID' },
	{ method: 'DELETE', path: '/sessions' },
	{ method: 'PUT', path: '/me/password', body: { new_password: 'correct horse battery' } },
];

// Neither JSON nor known before it is sent: tests/api/export.test.mjs has them.
export const streamRoutes = [{ method: 'GET', path: '/export', scope: ADMIN }];

const known = new Set(moreRoutes.map(nameOf));

export const routes = [...firstRoutes.filter((route) => !known.has(nameOf(route))), ...moreRoutes];

const bodies = {
	'POST /okrs': ({ cycle }) => ({ title: 'New', type: 'team', cycle_id: cycle.id }),
	'POST /cycles': () => ({ name: unique('cycle'), start_date: day(-1), end_date: day(1) }),
	'POST /users': () => ({ name: 'New', email: `${unique('new')}@example.org` }),
	'POST /departments': () => ({ name: unique('department') }),
	'POST /teams': () => ({ name: unique('team') }),
	'POST /api-keys': () => ({ name: 'New', scopes: ['okrs:read'] }),
};

// A body that the route takes, undefined for one that needs none.
export function bodyFor(route, records) {
	return (route.make ?? bodies[nameOf(route)])?.(records) ?? route.body;
}

// Of a word of a list its neighbour: what is not free text is changed to and fro.
const neighbours = { done: 'todo', closed: 'active', manager: 'self', Zulu: 'UTC' };
let turn = 0;

// The same body with other values each time, so that every one is a change.
export function changed(body) {
	turn++;
	return Object.fromEntries(Object.entries(body).map(([name, value]) => {
		if (typeof value === 'number') {
			return [name, value + turn];
		}
		if (value in neighbours) {
			return [name, turn % 2 ? neighbours[value] : value];
		}
		return [name, `${value} ${turn}`];
	}));
}

export function pathFor({ path, of, query }, records) {
	return (query ? `${path}?${query}` : path).replace('ID', records[of]?.id).replace('UPDATE', records.update.id)
		.replace('KEY_RESULT', records.keyResult.id);
}

export async function recordsOf(space) {
	const records = await oneOfEach(space);
	const kpi = await ok(space.api.post('/kpis', { name: 'KPI', current_value: 1 }));
	const reviewCycle = await ok(space.api.post('/review-cycles', { name: 'Reviews' }));
	const review = { cycle_id: reviewCycle.id, employee_id: records.user.id, type: 'self',
		answers: [{ question: 'Q', answer: 'A' }] };
	const shared = await ok(space.api.post('/reviews', review));

	await ok(space.api.post(`/reviews/${shared.id}/share`));
	const applied = await ok(space.api.post('/imports?format=okr', [{ type: 'team', title: 'Applied' }]));

	await ok(space.api.post(`/imports/${applied.id}/apply`));
	return { ...records, kpi, appliedImport: applied, reviewCycle, review: shared,
		update: await ok(space.api.post(`/kpis/${kpi.id}/updates`, { value: 2 })),
		import: await ok(space.api.post('/imports?format=okr', [{ type: 'team', title: 'Brought' }])),
		checkIn: await space.checkIn(records.keyResult.id, 1),
		initiative: (await ok(space.api.post('/initiatives', { title: 'Initiative' }))).data,
		emptyReviewCycle: await ok(space.api.post('/review-cycles', { name: 'Empty' })),
		draft: await ok(space.api.post('/reviews', review)),
		closedOkr: await ok(space.api.post(`/okrs/${(await space.okr()).id}/close`,
			{ outcome: 'partial' })) };
}
