/*
 * The types of the JavaScript client: programs compile with them in every way of finding a package,
 * and they say what docs/openapi.json says. The second is asked of a generator that shares nothing
 * with ours (build-aux/sdk.mjs): openapi-typescript.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { callsOf } from '../lib/sdk_calls.mjs';
import { installSdk } from './lib/sdk.mjs';
import { goldenFile, run } from './lib/tools.mjs';
import { compile, kinds, node } from './lib/typescript.mjs';

const program = `import { List, NotFoundError, OkrClient, RateLimitError, type Okr, type OkrNew }
	from '@okr-server/client';

const client = new OkrClient({ baseUrl: 'https://okr.example.org', apiKey: async () => 'key',
	userAgent: 'nightly-import/2.1', timeoutMs: Infinity });

export async function main(): Promise<number> {
	// To the letter as the objectives dialect shows it.
	await client.okr.objectives.list();
	await client.okr.objectives.create({
		id: "rec_01HXEXAMPLE",
		tenant_id: "example tenant_id",
		created_at: "2026-01-01T00:00:00Z",
		updated_at: "2026-01-01T00:00:00Z",
		app_id: "example app_id",
		created_by: "rec_01HXEXAMPLE",
	});
	await client.okr.keyResults.create();

	const plan: OkrNew = { title: 'Grow', type: 'company', cycle_id: 'c',
		key_results: [{ title: 'NPS', metric_type: 'number', start_value: 0, target_value: 1 }] };
	const made: Okr = await client.okrs.create(plan, { idempotencyKey: 'import-7' });
	const okr = await client.okrs.get(made.id, { signal: AbortSignal.timeout(5), timeoutMs: 100 });

	await client.okrs.update(okr.id, { ...okr, title: 'Shrink' }, { ifMatch: '"7"' });
	await client.keyResults.checkin('k', { value: 'yes', status: 'on_track' });
	const { checkins } = await client.checkins.batch([{ key_result_id: 'k', value: 3 }]);
	const list: List<Okr> = client.okrs.list({ status: 'at_risk', updated_since: new Date() });
	let sum = checkins[0]?.value ?? 0;

	for await (const { progress } of list) {
		sum += progress;
	}
	for await (const goal of client.goals.search({ owner_type: ['team', 'employee'],
		archived: 'any' })) {
		sum += goal.progress + (goal.children?.length ?? 0);
	}
	sum += (await client.goals.list({ status: ['active', 'completed'] })).total ?? 0;
	sum += (await client.request<{ risks: unknown[] }>('GET', '/reports/risks')).body.risks.length;
	try {
		await client.initiatives.delete('i').then(({ success }) => success satisfies true);
	} catch (error) {
		if (error instanceof RateLimitError) {
			sum += error.retryAfterSeconds ?? 0;
		} else if (error instanceof NotFoundError) {
			sum += error.status + error.details.length;
		}
	}
	// @ts-expect-error no such level
	await client.okrs.create({ title: 'x', type: 'galaxy', cycle_id: 'c' });
	// @ts-expect-error the cycle is missing
	await client.okrs.create({ title: 'x', type: 'org' });
	// @ts-expect-error no such field
	await client.okrs.create({ title: 'x', type: 'org', cycle_id: 'c', colour: 'red' });
	// @ts-expect-error a misspelt filter
	client.okrs.list({ statsu: 'on_track' });
	// @ts-expect-error a boolean in JSON
	client.goals.search({ archived: 'true' });
	// @ts-expect-error null is possible
	okr.owner_id.length;
	return sum;
}
`;

let folder;

before(async () => {
	({ folder } = await installSdk());
	for (const ending of ['ts', 'mts', 'cts']) {
		writeFileSync(join(folder, `program.${ending}`), program);
	}
});

describe('a program compiles', () => {
	const cases = {
		'with a bundler': [['program.ts'], kinds.bundler],
		'in Node, as ES module and as CommonJS': [['program.mts', 'program.cts'],
			{ ...kinds.nodenext, ...node }],
		'in node16, as CommonJS': [['program.ts', 'program.cts'], { ...kinds.node16, ...node }],
		'in node16 with TypeScript 5': [['program.cts'], kinds.node16, 'tsc'],
	};

	for (const [what, [files, options, tool]] of Object.entries(cases)) {
		test(what, async () => assert.equal(await compile(folder, files, options, tool), ''));
	}
});

/*
 * Both are the same type for the compiler when nothing can tell them apart, down to what is optional;
 * what a call takes may be more than the body (a record that was read), and must be no less.
 */
const helpers = `import type { components, operations } from './openapi.js';
import type * as sdk from '@okr-server/client';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Fits<A, B> = [A] extends [B] ? true : false;
type Schemas = components['schemas'];
type Client = sdk.OkrClient;
type Json<C> = C extends { content: { 'application/json': infer B } } ? B : void;
type Good<O extends keyof operations> = operations[O]['responses'] extends infer R
	? R extends { 200: infer C } ? Json<C> : R extends { 201: infer C } ? Json<C> : void : never;
type Body<O extends keyof operations> = operations[O] extends { requestBody?: infer R }
	? Json<NonNullable<R>> : never;
type Item<B> = B extends (infer T)[] ? T : B extends { items: (infer T)[] } ? T
	: B extends { data: (infer T)[] } ? T : never;
type Whole<B> = B extends { data: infer T } ? T : B;
type Result<F> = F extends (...words: never[]) => infer R
	? R extends sdk.List<infer T> ? T : Awaited<R> : never;
type OfCsv = 'format' | 'bom';
type ShownOr<B> = { [K in keyof B]: B[K] | null };
type Query<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>;
`;

function claim(type, what) {
	return `export const ${what.replace(/\W/g, '_')}: ${type} = true;`;
}

function claimsOfCall({ name, operation, words }) {
	const call = `Client${name.split('.').map((one) => `['${one}']`).join('')}`;
	const id = operation.name;
	const isList = /(^|\.)(list|search)$/.test(name);
	const index = words.findIndex((one) => typeof one === 'object');
	const body = name === 'checkins.batch' ? `Body<'${id}'>['checkins']` : `Body<'${id}'>`;
	const given = `NonNullable<Parameters<${call}>[${index}]>`;
	const needed = name.endsWith('.update') ? `ShownOr<${body}>` : body;

	return [claim(`Same<Result<${call}>, ${isList ? 'Item' : 'Whole'}<Good<'${id}'>>>`,
		`result of ${name}`),
	...(operation.requestBody && index >= 0 ? [claim(`Fits<${body}, ${given}>`, `takes ${name}`),
		claim(`Fits<${given}, ${needed}>`, `needs ${name}`)] : [])];
}

describe('sdk/index.d.ts is as docs/openapi.json has it', () => {
	const types = readFileSync(new URL('../../sdk/index.d.ts', import.meta.url), 'utf8');
	const { components, paths } = JSON.parse(readFileSync(goldenFile, 'utf8'));
	const made = [...types.slice(types.indexOf('do not edit below'))
		.matchAll(/^export interface (\w+)/gm)].map(([, name]) => name);

	async function faultsOf(claims) {
		const lines = `${helpers}\n${claims.join('\n')}\n`.split('\n');

		writeFileSync(join(folder, 'claims.ts'), lines.join('\n'));
		const out = await compile(folder, ['claims.ts'], { exactOptionalPropertyTypes: false });

		return out.replace(/^.*claims\.ts\((\d+),/gm, (_, line) => `${lines[line - 1]}\n(`);
	}

	before(async () => {
		const { code, out } = await run('openapi-typescript',
			[goldenFile, '-o', join(folder, 'openapi.ts')], { cwd: folder });

		assert.equal(code, 0, out);
	});

	test('every record', async () => {
		const names = made.filter((name) => name in components.schemas);

		assert.ok(names.length > 70, `${names.length}`);
		assert.equal(await faultsOf(names.map((name) =>
			claim(`Same<sdk.${name}, Schemas['${name}']>`, name))), '');
	});

	test('every query: the same names, and every value that is described', async () => {
		const lists = Object.values(paths).flatMap((path) => Object.values(path)).filter((one) =>
			made.includes(`${one.operationId[0].toUpperCase()}${one.operationId.slice(1)}Query`));

		assert.equal(lists.length, made.filter((name) => name.endsWith('Query')).length);
		assert.equal(await faultsOf(lists.flatMap(({ operationId: id }) => {
			const own = `sdk.${id[0].toUpperCase()}${id.slice(1)}Query`;

			return [claim(`Same<keyof ${own}, keyof Omit<Query<'${id}'>, OfCsv>>`, `names of ${id}`),
				claim(`Fits<Omit<Query<'${id}'>, OfCsv>, ${own}>`, `values of ${id}`)];
		})), '');
	});

	test('every call: what it takes and what it gives', async () => {
		assert.equal(await faultsOf((await callsOf()).flatMap(claimsOfCall)), '');
	});

	test('a claim that does not hold is told', async () => {
		assert.match(await faultsOf([claim(`Same<sdk.Okr, Schemas['Goal']>`, 'x')]), /TS2322/);
		assert.match(await faultsOf([claim(`Same<sdk.OkrNew, sdk.OkrChange>`, 'x')]), /TS2322/);
		assert.match(await faultsOf([claim(`Fits<sdk.OkrChange, sdk.OkrNew>`, 'x')]), /TS2322/);
	});
});
