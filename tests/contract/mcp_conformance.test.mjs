/*
 * The official conformance suite of MCP, in both eras, as far as it concerns a server that has tools
 * and nothing else. It is asked check by check: what has to pass is listed by id, and so is what
 * cannot, with the reason; a check that is in neither list fails, so that an update of the suite is
 * noticed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { addKey } from '../lib/add_key.mjs';
import { endpoint, older, stateless } from '../lib/mcp.mjs';
import { run } from '../lib/run.mjs';
import { url } from '../lib/server.mjs';
import { Workspace } from '../lib/workspace.mjs';

const suite = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', '@modelcontextprotocol',
	'conformance', 'dist', 'index.js');

// What the suite can only see with the help of tools, prompts and resources that exist to be tested.
const diagnostic = {
	'sep-2575-server-rejects-undeclared-capability': 'needs the tool test_missing_capability',
	'sep-2575-missing-capability-http-400': 'needs the tool test_missing_capability',
	'sep-2575-http-server-no-independent-requests-on-stream':
		'needs the tool test_streaming_elicitation; we answer with JSON and never with a stream',
	'sep-2575-server-no-log-without-loglevel': 'needs the tool test_logging_tool; we send no logs',
	'sep-2549-prompts-list-caching-hints': 'there are no prompts',
	'sep-2549-resources-list-caching-hints': 'there are no resources',
	'sep-2549-resources-templates-list-caching-hints': 'there are no resources',
};

const notApplicable = ['sep-2575-server-sends-subscription-ack',
	'sep-2575-server-tags-subscription-id', 'sep-2575-server-honors-notification-filter',
	'sep-2575-server-sends-prompts-list-changed-on-subscription',
	'sep-2575-server-sends-tools-list-changed-on-subscription',
	'sep-2549-resources-read-caching-hints'];

const passing = {
	[stateless]: {
		'server-stateless': ['sep-2575-request-meta-invalid-missing-meta',
			'sep-2575-http-server-meta-invalid-400',
			'sep-2575-request-meta-invalid-missing-protocol-version',
			'sep-2575-request-meta-invalid-missing-client-capabilities',
			'sep-2575-request-meta-client-info-optional', 'sep-2575-server-implements-discover',
			'sep-2575-server-identifies-in-result-meta',
			'sep-2575-server-declares-prompts-in-discover',
			'sep-2575-discover-capabilities-match-handlers',
			'sep-2575-server-unsupported-version-error',
			'sep-2575-http-server-unsupported-version-400',
			'sep-2575-http-server-header-mismatch-400',
			'sep-2575-http-server-method-not-found-404',
			'sep-2575-http-server-method-not-found-404-initialize',
			'sep-2575-http-server-method-not-found-404-ping',
			'sep-2575-http-server-method-not-found-404-logging-setlevel',
			'sep-2575-http-server-method-not-found-404-resources-subscribe',
			'sep-2575-http-server-method-not-found-404-resources-unsubscribe',
			'sep-2575-http-server-error-jsonrpc-id'],
		'http-header-validation': ['sep-2243-server-reject-invalid-headers',
			'sep-2243-server-reject-error-code', 'sep-2243-server-accepts-whitespace-header-value',
			'sep-2243-header-name-case-insensitive', 'wire-schema-valid'],
		caching: ['sep-2549-tools-list-caching-hints', 'sep-2549-ttl-non-negative',
			'sep-2549-cache-scope-valid', 'wire-schema-valid'],
		'tools-list': ['tools-list', 'tools-name-format', 'tools-list-deterministic-order',
			'wire-schema-valid'],
		'dns-rebinding-protection': ['localhost-host-rebinding-rejected',
			'localhost-host-valid-accepted'],
	},
	[older[0]]: {
		'server-initialize': ['server-initialize', 'wire-schema-valid'],
		ping: ['ping', 'wire-schema-valid'],
		'tools-list': ['tools-list', 'tools-name-format', 'wire-schema-valid'],
		'dns-rebinding-protection': ['localhost-host-rebinding-rejected',
			'localhost-host-valid-accepted'],
		'server-session-lifecycle': [],
	},
	[older[1]]: {
		'server-initialize': ['server-initialize', 'wire-schema-valid'],
		ping: ['ping', 'wire-schema-valid'],
		'tools-list': ['tools-list', 'wire-schema-valid'],
	},
};

let proxy, folder;

before(async () => {
	proxy = await addKey(url, new Workspace().api.key);
	folder = mkdtempSync(join(tmpdir(), 'okr-conformance-'));
});

after(() => {
	proxy.close();
	rmSync(folder, { recursive: true, force: true });
});

// Every check of one scenario, as the suite wrote it down.
async function checksOf(scenario, version) {
	const output = join(folder, version, scenario);
	const said = await run(process.execPath, [suite, 'server', '--url',
		`http://localhost:${proxy.port}${endpoint}`, '--scenario', scenario, '--spec-version',
		version, '-o', output]);
	const [only, ...others] = readdirSync(output);

	assert.deepEqual(others, [], said.stdout + said.stderr);
	return JSON.parse(readFileSync(join(output, only, 'checks.json'), 'utf8'));
}

for (const [version, scenarios] of Object.entries(passing)) {
	for (const [scenario, ids] of Object.entries(scenarios)) {
		test(`${version}: ${scenario}`, async () => {
			const checks = await checksOf(scenario, version);

			for (const { id, status, errorMessage } of checks) {
				if (id in diagnostic) {
					assert.equal(status, 'FAILURE', `${id} can pass now: it is no exception`);
				} else if (status === 'SKIPPED') {
					assert.ok(notApplicable.includes(id), id);
				} else if (status !== 'INFO') {
					assert.ok(ids.includes(id), `${id} is new: ${status}`);
					assert.equal(status, 'SUCCESS', `${id}: ${errorMessage}`);
				}
			}
			for (const id of ids) {
				assert.ok(checks.some((check) => check.id === id), `${id} did not run`);
			}
		});
	}
}
