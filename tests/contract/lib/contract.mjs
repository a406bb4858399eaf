/*
 * The API description as a judge: takes what was asked and answered, says what is not as described,
 * and keeps count of what has occurred, so that what never occurred can be told.
 */
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';

// What every answer may have, whatever the route.
const generalHeaders = new Set(['access-control-allow-headers', 'access-control-allow-methods',
	'access-control-allow-origin', 'access-control-expose-headers', 'access-control-max-age',
	'allow', 'cache-control', 'connection', 'content-encoding', 'content-length', 'content-type', 'date',
	'keep-alive', 'server', 'transfer-encoding', 'vary', 'x-content-type-options',
	'x-request-id']);

function escape(segment) {
	return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

// What nginx answers itself, before any route is reached.
const serversOwn = new Set(['uri_too_long', 'headers_too_large', 'not_implemented',
	'http_version_not_supported']);

// Titles are trimmed before they are measured.
function trimmed(key, value) {
	return typeof value === 'string' ? value.trim() : value;
}

// As a schema wants it: a query string knows texts only.
function coerced(text, schema) {
	const types = [schema.type].flat();

	if (types.includes('array')) {
		return text === '' ? [] : text.split(',').map((one) => coerced(one, schema.items));
	}
	if (types.includes('boolean') && /^(true|false)$/.test(text)) {
		return text === 'true';
	}
	if ((types.includes('integer') || types.includes('number')) && text.trim() !== '') {
		return Number(text);
	}
	return text;
}

// Lines and tables are texts.
const isJson = (type) => /[/+]json$/i.test(type);

export class Contract {
	constructor(document) {
		this.document = document;
		this.ajv = new Ajv2020({ strict: false, allErrors: true });
		addFormats(this.ajv);
		this.ajv.addSchema(document, 'okr');
		this.validators = new Map();
		this.seen = new Set();
		this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
			Object.entries(item).map(([method, operation]) => ({ path, method, operation,
				pointer: `/paths/${escape(path)}/${method}`, segments: path.split('/') })));
	}

	resolve(pointer) {
		const value = pointer.split('/').slice(1).reduce((at, segment) =>
			at?.[segment.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);

		return value?.$ref ? this.resolve(value.$ref.slice(1)) : value;
	}

	// Where a value stands that may be a reference.
	place(pointer) {
		const value = pointer.split('/').slice(1).reduce((at, segment) =>
			at?.[segment.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);

		return value?.$ref ? value.$ref.slice(1) : pointer;
	}

	// `isPart`: members may be missing that are described as always there.
	faultsOf(pointer, value, what, isPart = false) {
		if (!this.validators.has(pointer)) {
			this.validators.set(pointer, this.ajv.compile({ $ref: `okr#${encodeURI(pointer)}` }));
		}
		const validate = this.validators.get(pointer);

		if (validate(value)) {
			return [];
		}
		// Nor is it a fault that one of several forms is met but for its missing members.
		const parts = new Set(!isPart ? [] : validate.errors.filter(({ keyword }) => keyword === 'required')
			.map(({ instancePath }) => instancePath));

		return validate.errors.filter(({ keyword, instancePath, schemaPath }) => !isPart || (keyword !== 'required' &&
			!(parts.has(instancePath) && (keyword === 'anyOf' || schemaPath.includes('/anyOf/'))))).slice(0, 5).map((error) =>
			`${what}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
	}

	// Literal segments win over ids.
	find(method, path) {
		const segments = path.split('/');
		const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
		const fitting = this.operations.filter((one) => one.method === wanted &&
			one.segments.length === segments.length && one.segments.every((segment, i) =>
			segment.startsWith('{') ? segments[i] !== '' : segment === segments[i]));

		return fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
	}

	// Notes which members of named schemas had a value.
	note(schema, value, owner) {
		if (value === null || value === undefined || !schema) {
			return;
		}
		if (schema.$ref) {
			this.note(this.resolve(schema.$ref.slice(1)), value, schema.$ref.split('/').at(-1));
			return;
		}
		(schema.anyOf ?? []).forEach((one) => this.note(one, value, owner));
		if (Array.isArray(value)) {
			value.forEach((one) => this.note(schema.items, one, owner));
		} else if (typeof value === 'object') {
			for (const [name, inner] of Object.entries(schema.properties ?? {})) {
				if (value[name] !== null && value[name] !== undefined) {
					this.seen.add(`field ${owner}.${name}`);
					this.note(inner, value[name], `${owner}.${name}`);
				}
			}
		}
	}

	checkHeaders(response, pointer, headers, isDeprecated) {
		const described = Object.entries(response.headers ?? {});
		const known = new Set(described.map(([name]) => name.toLowerCase()));

		// A deprecated route says so whatever it answers.
		if (isDeprecated) {
			known.add('deprecation').add('link');
		}

		// A file has a name: x-csv says so.
		if (response['x-csv']) {
			known.add('content-disposition');
		}

		const faults = Object.keys(headers)
			.filter((name) => !known.has(name) && !generalHeaders.has(name))
			.map((name) => `header ${name} is not described`);

		for (const [name] of described) {
			const place = this.place(`${pointer}/headers/${escape(name)}`);
			const header = this.resolve(place);
			// Node hands on every Set-Cookie of an answer; ours have one.
			const [text] = [headers[name.toLowerCase()]].flat();

			if (text !== undefined) {
				this.seen.add(`header ${name}`);
				faults.push(...this.faultsOf(`${place}/schema`, coerced(text, header.schema),
					`header ${name}`));
			} else if (header.required) {
				faults.push(`header ${name} is missing`);
			}
		}
		return faults;
	}

	checkBody(response, pointer, { method, path, headers, text }) {
		// The parameter `fields` chooses members, as its description says.
		const isPart = /[?&]fields=/.test(path);
		const type = (headers['content-type'] ?? '').split(';')[0];
		const media = response.content?.[type];

		if (method === 'HEAD' || !response.content) {
			return text === '' ? [] : ['a body where none is described'];
		}
		// A compressed answer is recorded as its bytes; the same answer is checked where it is plain.
		if (headers['content-encoding']) {
			return [];
		}
		if (type === 'text/csv' && response['x-csv']) {
			const columns = text.replace(/^\ufeff/, '').split('\r\n')[0];

			return columns === response['x-csv'].columns.join(',') ? [] : [`columns are ${columns}`];
		}
		// The parameter `format` describes it: the records of the list, one on a line.
		if (type === 'application/x-ndjson' && response['x-csv']) {
			const records = text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

			return this.faultsOf(`${pointer}/content/application~1json/schema`, records, 'lines', isPart);
		}
		if (!media) {
			return [`media type ${type} is not described`];
		}
		const body = isJson(type) ? JSON.parse(text) : text;
		const schema = `${pointer}/content/${escape(type)}/schema`;

		this.note(media.schema, body, '');
		return this.faultsOf(this.place(schema), body, 'answer', isPart);
	}

	// What was accepted must have been described.
	checkRequest(found, { path, sent, payload, status }) {
		const query = new URLSearchParams(path.split('?')[1] ?? '');
		const parameters = (found.operation.parameters ?? []).map((one) =>
			one.$ref ? this.resolve(one.$ref.slice(1)) : one);
		const faults = [];

		if (status >= 300) {
			return [];
		}
		for (const [name, text] of query) {
			const index = parameters.findIndex((one) => one.in === 'query' && one.name === name);

			if (index < 0) {
				faults.push(`parameter ${name} was taken and is not described`);
				continue;
			}
			const place = this.place(`${found.pointer}/parameters/${index}`);

			this.seen.add(`parameter ${found.operation.operationId} ${name}`);
			faults.push(...this.faultsOf(this.place(`${place}/schema`),
				coerced(text, parameters[index].schema), `parameter ${name}`));
		}
		const type = (sent['content-type'] || 'application/json').split(';')[0].trim();
		const media = found.operation.requestBody?.content[type.toLowerCase()];

		if (!payload || !media) {
			return faults;
		}
		const body = isJson(type) ? JSON.parse(payload, trimmed) : payload;

		this.note(media.schema, body, '');
		return [...faults, ...this.faultsOf(
			this.place(`${found.pointer}/requestBody/content/${escape(type.toLowerCase())}/schema`),
			body, 'request')];
	}

	// What is not as described in one exchange; nothing for paths and methods that no route has.
	check(exchange) {
		const { method, path, status, headers } = exchange;
		const found = this.find(method, path.split('?')[0]);

		if (!found || method === 'OPTIONS') {
			return [];
		}
		const pointer = this.place(`${found.pointer}/responses/${status}`);
		const response = this.resolve(pointer);
		const name = found.operation.operationId;

		if (!response) {
			if (status >= 400 && serversOwn.has(JSON.parse(exchange.text).error)) {
				return [];
			}
			return [`status ${status} of ${name} is not described`];
		}
		this.seen.add(`status ${name} ${status}`);
		return [...this.checkHeaders(response, pointer, headers, found.operation.deprecated),
			...this.checkBody(response, pointer, exchange), ...this.checkRequest(found, exchange)];
	}

	// Everything that could have occurred. PATCH is PUT by another name: that it succeeds is enough.
	expected() {
		const statuses = this.operations.flatMap(({ method, operation }) =>
			Object.keys(operation.responses)
				.filter((status) => method !== 'patch' || status === '200')
				.map((status) => `status ${operation.operationId} ${status}`));
		const parameters = this.operations.flatMap(({ operation }) => (operation.parameters ?? [])
			.map((one) => (one.$ref ? this.resolve(one.$ref.slice(1)) : one))
			.filter((one) => one.in === 'query')
			.map((one) => `parameter ${operation.operationId} ${one.name}`));
		const fields = Object.entries(this.document.components.schemas).flatMap(([owner, schema]) =>
			Object.keys(schema.properties ?? {}).map((name) => `field ${owner}.${name}`));

		return [...statuses, ...parameters, ...fields];
	}
}
