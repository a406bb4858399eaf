/*
 * docs/openapi.json as those read it who generate clients from it: rules that keep what is generated
 * compilable and its types plain. tests/contract/generated.test.mjs runs the generators themselves;
 * this needs none, and names the place that breaks a rule.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const description =
	JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
const schemaNames = Object.keys(description.components.schemas);

// Samples are values, and the tools of MCP follow rules of their own (tests/api/mcp_tools.test.mjs).
const notSchemas = new Set(['example', 'examples', 'default', 'enum', 'const', 'x-mcp-tools']);

// Every schema within a value, with its place.
function* schemasIn(value, place, isSchema = false) {
	if (isSchema) {
		yield { schema: value, place };
	}
	for (const [key, inner] of Object.entries(value)) {
		if (typeof inner !== 'object' || inner === null || notSchemas.has(key)) {
			continue;
		}
		const at = `${place}/${key}`;

		if (key === 'properties') {
			for (const [name, member] of Object.entries(inner)) {
				yield* schemasIn(member, `${at}/${name}`, true);
			}
		} else if (Array.isArray(inner)) {
			for (const [i, item] of inner.entries()) {
				if (typeof item === 'object') {
					yield* schemasIn(item, `${at}/${i}`, /^(anyOf|oneOf|allOf)$/.test(key));
				}
			}
		} else {
			yield* schemasIn(inner, at, key === 'schema' || key === 'items');
		}
	}
}

const all = [...schemasIn(description, '')];

// What makes a schema say which type its values have; a branch of anyOf may merely require members.
function hasType({ type, required, ...schema }) {
	return type !== undefined || required !== undefined ||
		['$ref', 'anyOf', 'oneOf', 'allOf', 'const'].some((word) => word in schema);
}

function isFreeJson(place) {
	const owner = all.find((one) => `${one.place}/items` === place);

	return Array.isArray(owner?.schema.type) && owner.schema.type.includes('object');
}

test('there are schemas to look at', () => {
	assert.ok(all.length > 1000, `${all.length}`);
});

test('no enum has two members of the same text', () => {
	for (const { schema, place } of all) {
		const texts = (schema.enum ?? []).map(String);

		assert.deepEqual(texts, [...new Set(texts)], place);
	}
});

test('no member, parameter, header or item lacks a type', () => {
	const untyped = all.filter(({ schema, place }) => !hasType(schema) && !isFreeJson(place));

	assert.deepEqual(untyped.map(({ place }) => place), []);
});

// openapi-typescript requires such a member, of bodies as well; a parameter it does not.
test('no member has a default', () => {
	assert.deepEqual(all.filter(({ schema, place }) => 'default' in schema &&
		/\/properties\/\w+$/.test(place)).map(({ place }) => place), []);
});

/*
 * Names that generated code has itself: the classes and types of the runtimes that
 * openapi-typescript-codegen, openapi-ts, openapi-typescript and openapi-generator put beside the
 * schemas, and JavaScript's own.
 */
const taken = new Set(('ApiClient ApiError ApiException ApiRequestOptions ApiResponse ApiResult Array '
	+ 'Auth BaseAPI Blob Boolean CancelError CancelablePromise Client ClientOptions Config '
	+ 'Configuration CreateClientConfig Date Error File FormData Function Headers JSON Map Number '
	+ 'Object OpenAPI OpenAPIConfig Options Promise QuerySerializerOptions Record Request '
	+ 'RequestContext RequestOptions RequestResult ResolvedRequestOptions Response ResponseContext '
	+ 'ResponseStyle Set String Symbol TDataShape URL components operations paths webhooks')
	.split(' ').map((name) => name.toLowerCase()));

test('no schema has the name of a class of a generated runtime', () => {
	assert.deepEqual(schemaNames.filter((name) => taken.has(name.toLowerCase())), []);
});

test('no schema has the name that a generator makes of an operation', () => {
	const made = new Set(operations.flatMap(({ operationId, tags: [tag] }) =>
		[...['', 'Body', 'Data', 'Error', 'Errors', 'Headers', 'Params', 'Request', 'Response',
			'Responses', 'Result'].map((ending) => operationId + ending),
		`${tag.replaceAll(' ', '')}Service`, `${tag.replaceAll(' ', '')}Api`])
		.map((name) => name.toLowerCase()));

	assert.deepEqual(schemaNames.filter((name) => made.has(name.toLowerCase())), []);
	assert.deepEqual(schemaNames, [...new Map(schemaNames.map((name) =>
		[name.toLowerCase(), name])).values()], 'names that differ in case alone');
});

test('an operation has one good answer, of one media type: no list is a union', () => {
	for (const { operationId, responses } of operations) {
		const good = Object.entries(responses).filter(([status]) => /^2/.test(status))
			.flatMap(([, { content = {} }]) => Object.keys(content));

		// Who is in several workspaces has to choose before anything is made (reading 113).
		assert.ok(good.length <= (operationId === 'signIn' ? 2 : 1), `${operationId}: ${good}`);
		assert.equal(new Set(good).size, Math.min(good.length, 1), `${operationId}: ${good}`);
	}
});

test('what a list gives as CSV stands beside its answer', () => {
	const withFormat = operations.filter(({ parameters = [] }) =>
		parameters.some(({ $ref }) => $ref === '#/components/parameters/format'));

	assert.ok(withFormat.length >= 5);
	for (const { operationId, responses } of withFormat) {
		assert.ok(responses['200']['x-csv'].columns.length > 3, operationId);
	}
});

test('names of operations and of members in the path are identifiers', () => {
	for (const { operationId, parameters = [] } of operations) {
		assert.match(operationId, /^[a-z][A-Za-z0-9]+$/);
		for (const { in: where, name } of parameters) {
			assert.ok(where !== 'path' || /^[a-z][a-z_]*$/.test(name), `${operationId} ${name}`);
		}
	}
});
