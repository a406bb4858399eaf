/*
 * docs/openapi.json before foreign eyes: Redocly's recommended rules, Spectral as a second linter,
 * and bundling. A warning is a failure. One rule is left out: which licence there is has not been
 * decided, so the description names none.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { compactDescription, run, workFolder } from './lib/tools.mjs';

const folder = workFolder();
const file = compactDescription(folder);

test('redocly finds nothing against its recommended rules', async () => {
	const { code, out } = await run('redocly', ['lint', file, '--extends=recommended',
		'--skip-rule=info-license', '--format=json'], { cwd: folder });

	assert.equal(code, 0, out);
	const { totals } = JSON.parse(out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1));

	assert.deepEqual({ ...totals, ignored: 0 }, { errors: 0, warnings: 0, ignored: 0 }, out);
});

test('spectral finds nothing against its rules for OpenAPI', async () => {
	const rules = join(folder, 'rules.json');

	writeFileSync(rules, '{"extends":["spectral:oas"]}');
	const { code, out } = await run('spectral',
		['lint', file, '--ruleset', rules, '--fail-severity=hint']);

	assert.equal(code, 0, out);
});

test('bundling leaves it as it is', async () => {
	const bundle = join(folder, 'bundle.json');
	const { code, out } = await run('redocly', ['bundle', file, '-o', bundle], { cwd: folder });

	assert.equal(code, 0, out);
	assert.deepEqual(JSON.parse(readFileSync(bundle, 'utf8')), JSON.parse(readFileSync(file, 'utf8')));
});
