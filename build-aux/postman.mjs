/*
 * The Postman collection (v2.1) from the API description: folders like the reference, ordered so that
 * the whole of it runs from top to bottom. An example id in the description stands for a record of one
 * kind; here it becomes a variable, which the answer that made the record sets.
 */
import { createHash } from 'node:crypto';

const setUp = ['getMe', 'createCycle', 'createDepartment', 'createTeam', 'createUser'];

// What an operation makes, and the variable that names it from then on.
const made = {
	createOkr: 'okr_id', createKeyResult: 'kr_id', createCheckIn: 'checkin_id',
	createCycle: 'new_cycle_id', createKpi: 'kpi_id', createKpiUpdate: 'update_id',
	createInitiative: 'initiative_id', createReviewCycle: 'review_cycle_id',
	createReview: 'review_id', createUser: 'new_user_id', createDepartment: 'new_department_id',
	createTeam: 'new_team_id', createApiKey: 'key_id', createGoal: 'okr_id',
	createGoalKeyResult: 'kr_id', createObjective: 'okr_id', createObjectiveKeyResult: 'kr_id',
};

// What else must have happened before, and what a folder begins with.
const happened = { shareReview: 'shared' };
const waitsFor = { getReviewSummary: ['shared'] };
const prepared = { 'Key results of objectives': ['createObjective'] };

// These are used by other records and stay; their folders work on others, which they may delete.
const kept = ['cycle_id', 'user_id', 'department_id', 'team_id'];
const ownFolders = { Cycles: ['cycle_id'], Directory: ['user_id', 'department_id', 'team_id'] };

// What must be made anew before something can be deleted, and what brings it back.
const remade = { deleteReviewCycle: 'createReviewCycle' };
const restored = { deleteOkr: 'restoreOkr', deleteKeyResult: 'restoreKeyResult' };

function uuidOf(text) {
	const hex = createHash('sha256').update(text).digest('hex');

	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${
		hex.slice(20, 32)}`;
}

class Collection {
	constructor(description) {
		this.description = description;
		this.operations = Object.entries(description.paths).flatMap(([path, item]) =>
			Object.entries(item).map(([method, one]) => ({ path, method, ...one })));
		this.variables = this.exampleIds();
	}

	find(name) {
		return this.operations.find(({ operationId }) => operationId === name);
	}

	resolve(value) {
		return value.$ref ? value.$ref.slice(2).split('/')
			.reduce((at, key) => at[key], this.description) : value;
	}

	good({ responses }) {
		const [status, response] = Object.entries(responses).find(([number]) => /^2/.test(number));

		return { status: Number(status), response: this.resolve(response) };
	}

	example(name) {
		return this.good(this.find(name)).response.content['application/json'].example;
	}

	exampleIds() {
		const okr = this.example('getOkr');

		return new Map([
			[okr.id, 'okr_id'], [okr.key_results[0].id, 'kr_id'], [okr.cycle_id, 'cycle_id'],
			[okr.owner_id, 'user_id'], [this.example('getTeam').id, 'team_id'],
			[this.example('getDepartment').id, 'department_id'],
			[this.example('getCheckIn').id, 'checkin_id'], [this.example('getKpi').id, 'kpi_id'],
			[this.example('listKpiUpdates')[0].id, 'update_id'],
			[this.example('getInitiative').data.id, 'initiative_id'],
			[this.example('getReviewCycle').id, 'review_cycle_id'],
			[this.example('getReviewSummary').review_id, 'review_id'],
			[this.example('listApiKeys')[0].id, 'key_id'],
		]);
	}

	// ---- one request -------------------------------------------------------------------------

	// In its own folder an operation names the record that the folder made.
	variable(example, operation, isSetUp) {
		const name = this.variables.get(example);
		const isOwn = !isSetUp && (ownFolders[operation.tags[0]] ?? []).includes(name);

		return isOwn ? `{{new_${name}}}` : `{{${name}}}`;
	}

	filled(text) {
		let out = text;

		for (const [example, name] of this.variables) {
			out = out.replaceAll(example, `{{${name}}}`);
		}
		return out;
	}

	body(operation, example) {
		const body = structuredClone(example);

		// Names that must be unique in a workspace.
		if (body.email) {
			body.email = 'alice-{{$guid}}@example.com';
		}
		if (/^(create|update|patch)Cycle$/.test(operation.operationId)) {
			body.name = `${body.name} {{$guid}}`;
		}
		return { mode: 'raw', raw: this.filled(JSON.stringify(body, null, 2)),
			options: { raw: { language: 'json' } } };
	}

	url(operation, isSetUp) {
		const parameters = (operation.parameters ?? []).map((one) => this.resolve(one));
		const query = parameters.filter((one) => one.in === 'query').map((one) => ({ key: one.name,
			value: '', description: one.description, disabled: true }));
		const path = operation.path.slice(1).split('/').map((segment) => {
			const parameter = parameters.find((one) => segment === `{${one.name}}`);

			return parameter ? this.variable(parameter.example, operation, isSetUp) : segment;
		});

		return { raw: `{{base_url}}/${path.join('/')}`, host: ['{{base_url}}'], path,
			...(query.length > 0 ? { query } : {}) };
	}

	tests(operation, isSetUp) {
		const { status } = this.good(operation);
		const lines = [`pm.test('answers ${status}', () => pm.response.to.have.status(${status}));`];
		const name = made[operation.operationId];

		if (name) {
			const variable = isSetUp ? name.replace(/^new_/, '') : name;

			lines.push('const body = pm.response.json();',
				`pm.collectionVariables.set('${variable}', (body.data || body).id);`);
		}
		return lines;
	}

	request(operation, { label = operation.summary, example, isSetUp = false, place }) {
		const media = operation.requestBody?.content['application/json'];
		const sent = example ?? media?.example;
		const isOpen = operation.security.length === 0;

		return {
			id: uuidOf(`${place}/${operation.operationId}/${label}`),
			name: label,
			event: [{ listen: 'test', script: { type: 'text/javascript',
				exec: this.tests(operation, isSetUp) } }],
			request: {
				method: operation.method.toUpperCase(),
				header: media ? [{ key: 'Content-Type', value: 'application/json' }] : [],
				url: this.url(operation, isSetUp),
				description: operation.description,
				...(isOpen ? { auth: { type: 'noauth' } } : {}),
				...(sent ? { body: this.body(operation, sent) } : {}),
			},
			response: [],
		};
	}

	// ---- folders -----------------------------------------------------------------------------

	// What has to be there before an operation can run.
	needs(operation) {
		const text = JSON.stringify([this.url(operation, false).path,
			operation.requestBody?.content['application/json']?.example ?? null]);

		return [...[...this.filled(text).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name),
			...(waitsFor[operation.operationId] ?? [])];
	}

	// First what makes and reads, as soon as its ids are known; then what deletes, backwards.
	ordered(tag, known) {
		const isLast = ({ method, operationId }) => method === 'delete' || /^restore/.test(operationId);
		const own = this.operations.filter(({ tags }) => tags[0] === tag);
		const waiting = own.filter((one) => !isLast(one));
		const deletions = own.filter(({ method }) => method === 'delete').reverse();
		const order = (prepared[tag] ?? []).map((name) => this.find(name));

		while (waiting.length > 0) {
			const index = waiting.findIndex((one) =>
				this.needs(one).every((name) => known.has(name)));

			if (index < 0) {
				throw new Error(`nothing makes what ${waiting[0].operationId} needs`);
			}
			const [next] = waiting.splice(index, 1);

			order.push(next);
			known.add(made[next.operationId]).add(happened[next.operationId]);
		}
		for (const deletion of deletions) {
			order.push(...[remade[deletion.operationId], deletion.operationId,
				restored[deletion.operationId]].filter(Boolean).map((name) => this.find(name)));
		}
		return order;
	}

	folder(name, description, items) {
		return { id: uuidOf(name), name, description, item: items };
	}

	folders() {
		const place = 'Getting started';
		const known = new Set(kept);
		const first = this.folder(place, 'Who you are, and what other requests refer to.',
			setUp.map((name) => this.request(this.find(name), { isSetUp: true, place })));

		return [first, ...this.description.tags.map(({ name, description }) =>
			this.folder(name, description, this.ordered(name, known).flatMap((operation, i) => {
				const { examples } = operation.requestBody?.content['application/json'] ?? {};

				return examples ? Object.values(examples).map(({ summary, value }) =>
					this.request(operation, { label: summary, example: value, place: name })) :
					[this.request(operation, { place: `${name} ${i}`,
						label: operation.method === 'patch' ? `${operation.summary} (PATCH)` :
							operation.summary })];
			})))];
	}

	document() {
		const names = [...new Set([...this.variables.values(), ...Object.values(made)])];

		return {
			info: {
				_postman_id: uuidOf('collection'),
				name: 'OKR API',
				description: 'Set `base_url` and `api_key`, then send any request, or run the ' +
					'collection from top to bottom: it makes, changes and deletes records.',
				schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
			},
			auth: { type: 'bearer',
				bearer: [{ key: 'token', value: '{{api_key}}', type: 'string' }] },
			variable: [{ key: 'base_url', value: 'https://okr.example.org' },
				{ key: 'api_key', value: 'okrt_your_api_key_here' },
				...names.map((key) => ({ key, value: '' }))],
			item: this.folders(),
		};
	}
}

export function postmanCollection(description) {
	return new Collection(description).document();
}
