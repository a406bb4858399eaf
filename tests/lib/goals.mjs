/*
 * Short ways to speak the goals dialect in a test: to make goals and key results, to check in, and
 * to search.
 */
import { ok } from './client.mjs';

export class Goals {
	constructor(space, api = space.api) {
		this.space = space;
		this.api = api;
	}

	goal(fields = {}) {
		return ok(this.api.post('/goals', { title: 'A goal', owner_type: 'company', ...fields }));
	}

	child(parent, fields = {}) {
		return this.goal({ parent_goal_id: parent.id, ...fields });
	}

	keyResult(goal, fields = {}) {
		return ok(this.api.post(`/goals/${goal.id}/key-results`, { title: 'A key result',
			metric_type: 'number', start_value: 0, target_value: 100, ...fields }));
	}

	// A key result of a goal, 0 to 100, that stands at this value.
	at(goal, current_value, fields = {}) {
		return this.keyResult(goal, { current_value, ...fields });
	}

	checkIn(keyResult, value, fields = {}) {
		return ok(this.api.post(`/goals/${keyResult.goal_id}/key-results/${keyResult.id}/checkin`,
			{ value, ...fields }));
	}

	get({ id }, depth = 1) {
		return ok(this.api.get(`/goals/${id}?depth=${depth}`));
	}

	change({ id }, fields) {
		return ok(this.api.patch(`/goals/${id}`, fields));
	}

	search(body) {
		return ok(this.api.post('/goals/search', body));
	}

	// The titles that a search finds, sorted.
	async titles(body) {
		return (await this.search({ limit: 500, ...body })).items.map(({ title }) => title).sort();
	}

	// The progress of each, in their order.
	progressOf(...goals) {
		return Promise.all(goals.map(async (goal) => (await this.get(goal)).progress));
	}
}
