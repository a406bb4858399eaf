/*
 * The tables that tests of what holds for every route walk through (tests/lib/routes.mjs and
 * more_routes.mjs) name exactly the operations of docs/openapi.json, with their scopes: a route that
 * is missing there would be missed by those tests in silence.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { operations } from '../lib/described.mjs';
import { peopleRoutes, routes as allRoutes, streamRoutes } from '../lib/more_routes.mjs';
import { nameOf, routes as firstRoutes } from '../lib/routes.mjs';

// These work on no records: JSON-RPC, and what needs no credential.
const others = ['POST /api/public/mcp', 'GET /healthz', 'GET /readyz', 'GET /metrics',
	'GET /api/v1/openapi.json'];

// Whatever a place in the path is called.
function shapeOf({ method, path }) {
	return `${method} ${path.replace(/\{\w+\}|\b(ID|UPDATE|KEY_RESULT)\b/g, '*')}`;
}

// A PUT's row stands for the PATCH as well.
function withPatches(routes) {
	return routes.flatMap((route) => (route.method === 'PUT' ?
		[route, { ...route, method: 'PATCH' }] : [route]));
}

function below(routes) {
	return withPatches(routes).map((route) => ({ ...route, path: `/api/v1${route.path}` }));
}

const rows = below([...allRoutes, ...streamRoutes]);

test('every operation has its row, and every row its operation', () => {
	const described = operations.map(shapeOf).filter((name) => !others.includes(name));

	assert.equal(described.length, operations.length - others.length);
	assert.deepEqual([...rows, ...below(peopleRoutes)].map(shapeOf).sort(), described.sort());
});

test('a row has the scope of its operation; those content with any have none', () => {
	const scopes = new Map(operations.map((one) => [shapeOf(one), one['x-scopes']]));

	for (const row of rows) {
		assert.deepEqual(scopes.get(shapeOf(row)), row.any ? [] : [row.scope],
			nameOf(row));
	}
});

test('the shorter table has no rows of its own', () => {
	const known = new Set(allRoutes.map(nameOf));

	assert.deepEqual(firstRoutes.map(nameOf).filter((name) => !known.has(name)), []);
});
