/*
 * The Postman collection that the server gives away runs from top to bottom: once as it is, and once
 * through Prism's proxy, which refuses what is not as docs/openapi.json has it, in either direction.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Client, expect } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';
import { compactDescription, run, start, workFolder } from './lib/tools.mjs';

const folder = workFolder();
const collection = join(folder, 'collection.json');
const key = new Workspace().makeKey(['all']).key;

function requestsIn(items) {
	return items.reduce((sum, one) => sum + (one.item ? requestsIn(one.item) : 1), 0);
}

async function runCollection(base) {
	const report = join(mkdtempSync(join(folder, 'run-')), 'report.json');
	const { code, out } = await run('newman', ['run', collection, '--env-var', `api_key=${key}`,
		'--env-var', `base_url=${base}`, '--reporters', 'json', '--reporter-json-export', report]);
	const { stats, failures, executions } = JSON.parse(readFileSync(report, 'utf8')).run;

	assert.deepEqual(failures.map(({ source, error }) => `${source?.name}: ${error.message}`), []);
	assert.equal(code, 0, out);
	assert.equal(stats.requests.pending + stats.assertions.pending, 0);
	return executions.length;
}

before(async () => {
	const { text } = await expect(200, new Client(url).get('/docs/postman_collection.json',
		{ root: true, loose: true }));

	writeFileSync(collection, text);
});

test('every request of the collection is green, and none is skipped', async (t) => {
	const executed = await runCollection(url);

	assert.equal(executed, requestsIn(JSON.parse(readFileSync(collection, 'utf8')).item));
	t.diagnostic(`${executed} requests`);
});

describe('through Prism', () => {
	let prism, port, log = '';

	async function freePort() {
		const server = net.createServer();

		await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port: free } = server.address();

		await new Promise((resolve) => server.close(resolve));
		return free;
	}

	before(async () => {
		port = await freePort();
		prism = start('prism', ['proxy', compactDescription(folder), url, '--port', String(port),
			'--errors']);
		await new Promise((resolve, reject) => {
			const listen = (piece) => {
				log += piece;
				if (log.includes('is listening')) {
					resolve();
				}
			};

			prism.stdout.on('data', listen);
			prism.stderr.on('data', listen);
			prism.on('exit', () => reject(new Error(`prism ended: ${log}`)));
		});
	});
	after(() => prism.kill());

	test('the collection meets no violation of the description', async () => {
		await runCollection(`http://127.0.0.1:${port}`);
		assert.doesNotMatch(log, /violation/i);
	});

	test('the proxy does tell violations: a request that is none is refused', async () => {
		const proxied = new Client(`http://127.0.0.1:${port}`, key);
		const { status, text } = await proxied.post('/kpis', { name: 7 }, { loose: true });

		assert.equal(status, 422, text);
	});
});

