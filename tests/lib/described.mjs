/*
 * The operations of docs/openapi.json with their examples, made runnable: every example id is
 * replaced by the id of a record of its kind, which is made when it is needed.
 */
import { readFileSync } from 'node:fs';

import { ok } from './client.mjs';
import { day, unique } from './workspace.mjs';

export const description =
	JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

export const operations = Object.entries(description.paths).flatMap(([path, item]) =>
	Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(),
		name: operation.operationId, ...operation })));

/** Operations that a key is refused: they are for people. */
export const forPeople = new Set(['listMyTodo']);

/** Operations of people who sign in, or did: tests/api/sessions.test.mjs walks them. */
export const ofSessions = ({ tags: [tag], security }) =>
	tag === 'Sign-in' || security.some((one) => 'cookie' in one);

function resolve(value) {
	return value.$ref ? value.$ref.slice(2).split('/').reduce((at, key) => at[key], description) :
		value;
}

export function parametersOf(operation) {
	return (operation.parameters ?? []).map(resolve);
}

export function takesHeader(operation, name) {
	return parametersOf(operation).some((one) => one.in === 'header' && one.name === name);
}

export function goodStatus(operation) {
	return Number(Object.keys(operation.responses).find((status) => /^2/.test(status)));
}

function exampleOf(name) {
	const { responses } = operations.find((one) => one.name === name);

	return Object.values(responses).find((one) => one.content).content['application/json'].example;
}

const { id: okrId, key_results: [{ id: keyResultId, owner_id: userId }], cycle_id: cycleId } =
	exampleOf('getOkr');

// The example id of each kind, and how a record of that kind is made.
const kinds = new Map([
	[okrId, async (set) => set.space.okr({ cycle_id: await set.real(cycleId) })],
	[keyResultId, async (set) => set.space.keyResult(await set.real(okrId))],
	[userId, (set) => set.space.user()],
	[cycleId, (set) => set.space.cycle()],
	[exampleOf('getTeam').id, (set) => set.space.team()],
	[exampleOf('getDepartment').id, (set) => set.space.department()],
	[exampleOf('getCheckIn').id,
		async (set) => set.space.checkIn(await set.real(keyResultId), 41)],
	[exampleOf('getKpi').id, (set) => set.make('/kpis', { name: 'KPI', current_value: 1 })],
	[exampleOf('listKpiUpdates')[0].id, async (set) =>
		set.make(`/kpis/${await set.real(exampleOf('getKpi').id)}/updates`, { value: 2 })],
	[exampleOf('getInitiative').data.id,
		async (set) => (await set.make('/initiatives', { title: 'Initiative' })).data],
	[exampleOf('getReviewCycle').id, (set) => set.make('/review-cycles', { name: 'Reviews' })],
	[exampleOf('getReviewSummary').review_id, async (set) => set.make('/reviews', {
		cycle_id: await set.real(exampleOf('getReviewCycle').id),
		employee_id: await set.real(userId), type: 'self', answers: [] })],
	[exampleOf('getImport').id, (set) => set.make('/imports?format=okr', [{ type: 'team', title: 'Brought' }])],
	[exampleOf('listApiKeys')[0].id,
		(set) => set.make('/api-keys', { name: 'Key', scopes: ['okrs:read'] })],
]);

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

// Records for one operation.
// What has to be done before: another last word of the path, and its body.
const before = {
	revertImport: ['apply'],
	reopenOkr: ['close', { outcome: 'partial' }],
};

export class Records {
	constructor(space) {
		this.space = space;
		this.ids = new Map();
	}

	make(path, body) {
		return ok(this.space.api.post(path, body));
	}

	async real(example) {
		if (!this.ids.has(example)) {
			this.ids.set(example, (await kinds.get(example)(this)).id);
		}
		return this.ids.get(example);
	}

	async filled(text) {
		let out = text;

		for (const example of new Set(text.match(uuid) ?? [])) {
			out = out.replaceAll(example, await this.real(example));
		}
		return out;
	}

	// The path with ids in it.
	async path(operation) {
		let { path } = operation;

		for (const { in: place, name, example } of parametersOf(operation)) {
			if (place === 'path') {
				path = path.replace(`{${name}}`, await this.real(example));
			}
		}
		if (before[operation.operationId]) {
			const [word, body] = before[operation.operationId];

			await this.make(path.replace('/api/v1', '').replace(/\w+$/, word), body);
		}
		const needed = parametersOf(operation).filter((one) => one.in === 'query' && one.required);

		if (needed.length > 0) {
			path += `?${needed.map(({ name, example }) => `${name}=${example}`).join('&')}`;
		}
		return path;
	}

	// The example of the body; names that must be unique are.
	async body(operation) {
		const media = operation.requestBody?.content['application/json'];

		if (!media) {
			return undefined;
		}
		const example = media.example ?? Object.values(media.examples)[0].value;
		const body = JSON.parse(await this.filled(JSON.stringify(example)));

		if (/^\w+[a-z]Cycle$/.test(operation.name) && !/Review/.test(operation.name)) {
			Object.assign(body, { name: unique('cycle'), end_date: day(60) });
		}
		if (/(Team|Department)$/.test(operation.name)) {
			body.name = unique(body.name);
		}
		if (body.email) {
			body.email = `${unique('alice')}@example.org`;
		}
		return body;
	}
}
