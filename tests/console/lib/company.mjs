/*
 * A small company for the console's tests: a person who owes three check-ins and the value of a KPI, an
 * objective below another, and links to sign in with.
 */
import { ok } from '../../lib/client.mjs';
import { okrctl } from '../../lib/server.mjs';
import { instant, unique, Workspace } from '../../lib/workspace.mjs';

/** A one-time link's token for a person. */
export function tokenFor(company, email) {
	const made = okrctl('sign-in-link', '--user', email, '--workspace', company.ws.name);

	return made.url.split('#')[1];
}

export async function makeCompany() {
	const ws = new Workspace();
	const email = `${unique('lea')}@example.org`;
	const lea = await ws.user({ name: 'Lea Sørensen', email, role: 'admin' });
	const cycle = await ws.cycle({ name: 'Q4' });
	const above = await ws.okr({ title: 'Grow on money that we earn ourselves', owner_id: ws.admin.id, tags: ['money'] });
	const okr = await ws.okr({ title: 'Keep the app quick', cycle_id: above.cycle_id, owner_id: lea.id, parent_okr_id: above.id,
		description: 'Slow is **broken**.\n\n- at month end\n- on old phones' });
	const results = [];

	for (const [title, fields] of [['Bring time-outs down', { start_value: 210, target_value: 20, unit: 'time-outs' }],
		['Raise the share of fast pages', { metric_type: 'percentage', start_value: 40, target_value: 90 }],
		['Switch the old cache off', { metric_type: 'boolean', start_value: 0, target_value: 1 }]]) {
		results.push(await ws.keyResult(okr.id, { title, owner_id: lea.id, ...fields }));
	}
	await ws.checkIn(results[0].id, 150, { checked_in_at: instant(-20), status: 'on_track', comment: 'Two of five queries are out.' });
	await ws.checkIn(results[0].id, 140, { checked_in_at: instant(-12), status: 'at_risk' });
	await ws.checkIn(results[1].id, 50, { checked_in_at: instant(-9), status: 'blocked', blocker_note: 'Waits for the new network.' });
	return { ws, email, lea, cycle, above, okr, results };
}

/** How many check-ins a key result has. */
export async function countOf(company, id) {
	return (await ok(company.ws.api.get(`/key-results/${id}/checkins`))).length;
}
