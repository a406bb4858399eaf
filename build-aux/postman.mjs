/*
 * The Postman collection (v2.1) from the API description: folders like the reference, ordered so that
 * the whole of it runs from top to bottom, with any key, and leaves nothing behind. An example id in
 * the description stands for a record of one kind; here it becomes a variable, which the answer that
 * made the record sets. The scripts in postman/ wait, repeat and clean up.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const setUp = { getMe: 'Try the key', createCycle: 'Make a cycle for this run',
	createDepartment: 'Make a department for this run', createTeam: 'Make a team for this run',
	listUsers: 'Find a person', createUser: 'Add a person for this run' };

// What a run leaves out unless `with_traces` is "yes": people are deactivated and keys revoked, but
// neither can be erased.
const leavesTraces = ['createUser', 'getUser', 'updateUser', 'patchUser', 'deleteUser', 'inviteUser',
	'listUserTodo', 'checkImport', 'getImport', 'getImportErrors', 'applyImport', 'revertImport', 'createApiKey',
	'getApiKey', 'rotateApiKey', 'revokeApiKey'];

// A collection asks with a key. What signs people in, and what only people have, is not in it.
const forPeople = ['signIn', 'useLink', 'requestLink', 'setUp', 'checkHost', 'makeTables', 'listMyTodo'];

function isForPeople({ operationId, security }) {
	return forPeople.includes(operationId) || security.some(({ cookie }) => cookie);
}

// What an operation makes, and the variable that names it from then on.
const made = {
	createOkr: 'okr_id', createKeyResult: 'kr_id', createCheckIn: 'checkin_id',
	createCycle: 'new_cycle_id', createKpi: 'kpi_id', createKpiUpdate: 'update_id',
	createInitiative: 'initiative_id', createReviewCycle: 'review_cycle_id',
	createReview: 'review_id', createUser: 'new_user_id', createDepartment: 'new_department_id',
	checkImport: 'import_id', createTeam: 'new_team_id', createApiKey: 'key_id', createGoal: 'okr_id',
	createGoalKeyResult: 'kr_id', createObjective: 'okr_id', createObjectiveKeyResult: 'kr_id',
};

// What else must have happened before, and what a folder begins with.
const happened = { shareReview: 'shared', applyImport: 'applied' };
const waitsFor = { getReviewSummary: ['shared'], revertImport: ['applied'] };
const prepared = { 'Key results of objectives':
	{ createObjective: 'Make an objective for its key results' } };

// These are used by other records and stay; their folders work on others, which they may delete.
const kept = ['cycle_id', 'user_id', 'department_id', 'team_id'];
const ownFolders = { Cycles: ['cycle_id'], Directory: ['user_id', 'department_id', 'team_id'] };

// What brings back what was deleted.
const restored = { deleteOkr: 'restoreOkr', deleteKeyResult: 'restoreKeyResult' };

function uuidOf(text) {
	const hex = createHash('sha256').update(text).digest('hex');

	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${
		hex.slice(20, 32)}`;
}

function script(listen, exec) {
	return { listen, script: { type: 'text/javascript', exec } };
}

function scriptFrom(listen, name) {
	const text = readFileSync(new URL(`postman/${name}.js`, import.meta.url), 'utf8');

	return script(listen, text.trimEnd().split('\n'));
}

// A run goes from a request on to the one that is named next; sent by hand it goes nowhere.
function goesOnTo(item, next, condition) {
	const [{ script: { exec } }] = item.event;

	exec.splice(-1, 0, `    if (${condition}) {`,
		`        pm.execution.setNextRequest('${next.name}');`, '    }');
}

/*
 * Leads the run past what leaves traces. A person is needed all the same: where there is none, one is
 * added.
 */
function leadPastTraces(items) {
	const isOptional = 'pm.variables.get(\'with_traces\') !== \'yes\'';

	items.forEach((item, i) => {
		const next = items.slice(i + 1).find((one) => !one.leavesTraces);

		if (!item.leavesTraces && items[i + 1]?.leavesTraces) {
			goesOnTo(item, next, item.name === setUp.listUsers ? `person && ${isOptional}` :
				isOptional);
		}
	});
	for (const item of items) {
		delete item.leavesTraces;
	}
}

class Collection {
	constructor(description) {
		this.description = description;
		this.operations = Object.entries(description.paths).flatMap(([path, item]) =>
			Object.entries(item).map(([method, one]) => ({ path, method, ...one })))
			.filter((one) => !isForPeople(one));
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
			[this.example('getImport').id, 'import_id'],
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
		if (/^(create|update|patch)(Cycle|Department|Team)$/.test(operation.operationId)) {
			body.name = `${body.name} {{$guid}}`;
		}
		return { mode: 'raw', raw: this.filled(JSON.stringify(body, null, 2)),
			options: { raw: { language: 'json' } } };
	}

	url(operation, isSetUp) {
		const parameters = (operation.parameters ?? []).map((one) => this.resolve(one));
		const query = parameters.filter((one) => one.in === 'query').map((one) => ({ key: one.name,
			value: one.required ? one.example : '', description: one.description,
			...(one.required ? {} : { disabled: true }) }));
		const sent = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
		const path = operation.path.slice(1).split('/').map((segment) => {
			const parameter = parameters.find((one) => segment === `{${one.name}}`);

			return parameter ? this.variable(parameter.example, operation, isSetUp) : segment;
		});

		return { raw: `{{base_url}}/${path.join('/')}${sent.length > 0 ? `?${sent.join('&')}` : ''}`, host: ['{{base_url}}'], path,
			...(query.length > 0 ? { query } : {}) };
	}

	// What an answer is held against, unless it only says when to ask again.
	tests(operation, isSetUp) {
		const { status } = this.good(operation);
		const lines = [`pm.test('answers ${status}', () => pm.response.to.have.status(${status}));`];
		const name = made[operation.operationId];

		if (name) {
			const variable = isSetUp ? name.replace(/^new_/, '') : name;

			lines.push('const body = pm.response.json();',
				`pm.collectionVariables.set('${variable}', (body.data || body).id);`);
		}
		if (isSetUp && operation.operationId === 'listUsers') {
			lines.push('const person = pm.response.json().find(({ active }) => active);',
				'pm.collectionVariables.set(\'user_id\', person ? person.id : \'\');');
		}
		return ['if (pm.variables.get(\'again\') !== \'yes\') {',
			...lines.map((line) => `    ${line}`), '}'];
	}

	request(operation, { label = operation.summary, example, isSetUp = false, place }) {
		const media = operation.requestBody?.content['application/json'];
		const sent = example ?? media?.example;
		const isOpen = operation.security.length === 0;

		return {
			id: uuidOf(`${place}/${operation.operationId}/${label}`),
			name: label,
			event: [script('test', this.tests(operation, isSetUp))],
			...(leavesTraces.includes(operation.operationId) ? { leavesTraces: true } : {}),
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
		const order = [];

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
			order.push(...[deletion.operationId, restored[deletion.operationId]].filter(Boolean)
				.map((name) => this.find(name)));
		}
		return order;
	}

	folder(name, description, items) {
		return { id: uuidOf(name), name, description, item: items };
	}

	preparations(labels, place, isSetUp) {
		return Object.entries(labels).map(([name, label]) =>
			this.request(this.find(name), { label, isSetUp, place }));
	}

	requests(tag, known) {
		return this.ordered(tag, known).flatMap((operation, i) => {
			const { examples } = operation.requestBody?.content['application/json'] ?? {};

			return examples ? Object.values(examples).map(({ summary, value }) =>
				this.request(operation, { label: summary, example: value, place: tag })) :
				[this.request(operation, { place: `${tag} ${i}`,
					label: operation.method === 'patch' ? `${operation.summary} (PATCH)` :
						operation.summary })];
		});
	}

	cleanUp() {
		return { id: uuidOf('clean up'), name: 'Delete what this run has made',
			event: [scriptFrom('test', 'clean-up')],
			request: { method: 'GET', header: [], url: { raw: '{{base_url}}/api/v1/me',
				host: ['{{base_url}}'], path: ['api', 'v1', 'me'] },
			description: 'Its script deletes every record that the requests above have made, the newest '
				+ 'first. Send it by hand after a run that was stopped.' }, response: [] };
	}

	folders() {
		const place = 'Getting started';
		const known = new Set(kept);
		const folders = [
			this.folder(place, 'Whether the key works, and what other requests refer to.',
				this.preparations(setUp, place, true)),
			...this.description.tags.filter(({ name }) => this.operations.some(({ tags }) => tags[0] === name))
				.map(({ name, description }) => this.folder(name, description,
				[...this.preparations(prepared[name] ?? {}, name, false),
					...this.requests(name, known)])),
			this.folder('Clean up', 'Nothing that a run has made is left behind it.',
				[this.cleanUp()])];
		const items = folders.flatMap(({ item }) => item);
		const names = items.map(({ name }) => name);
		const twice = names.filter((name, i) => names.indexOf(name) !== i);

		if (twice.length > 0) {
			throw new Error(`a run is led by names, and these are there twice: ${twice}`);
		}
		leadPastTraces(items);
		return folders;
	}

	document() {
		const names = [...new Set([...this.variables.values(), ...Object.values(made)])];

		return {
			info: {
				_postman_id: uuidOf('collection'),
				name: 'OKR API',
				description: 'Set `base_url` and `api_key`, then send any request, or run the '
					+ 'collection from top to bottom. It makes, changes and deletes records of its own, '
					+ 'and deletes what is left of them at the end, whatever failed. It waits when the '
					+ 'requests of a minute are used up. People can only be deactivated and keys only '
					+ 'be revoked: a run leaves those requests out unless `with_traces` is `yes`.',
				schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
			},
			auth: { type: 'bearer',
				bearer: [{ key: 'token', value: '{{api_key}}', type: 'string' }] },
			event: [scriptFrom('prerequest', 'before-each'), scriptFrom('test', 'after-each')],
			variable: [{ key: 'base_url', value: 'https://okr.example.org' },
				{ key: 'api_key', value: 'okrt_your_api_key_here' },
				{ key: 'with_traces', value: 'no' }, { key: 'made', value: '[]' },
				...names.map((key) => ({ key, value: '' }))],
			item: this.folders(),
		};
	}
}

export function postmanCollection(description) {
	return new Collection(description).document();
}
