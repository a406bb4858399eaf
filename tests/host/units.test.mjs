/*
 * The units of the Debian package, looked at by systemd's own tool without a systemd that runs: they
 * are well formed, and leave the server hardly a right that it does not need. `make package-check` has
 * the rest.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { build, makeFolder, removeFolder, run, top } from '../lib/process.mjs';

const folder = makeFolder();
const programs = { '/usr/libexec/okr/okr.fcgi': path.join(build, 'okr.fcgi'),
	'/usr/bin/okrctl': path.join(build, 'okrctl') };
const units = fs.readdirSync(path.join(top, 'debian'))
	.map((file) => /^okr-server\.(okr.*\.(?:service|socket|timer))$/.exec(file)?.[1])
	.filter(Boolean);

for (const unit of units) {
	const text = fs.readFileSync(path.join(top, 'debian', `okr-server.${unit}`), 'utf8');

	fs.writeFileSync(path.join(folder, unit), Object.entries(programs)
		.reduce((whole, [from, to]) => whole.replaceAll(from, to), text));
}
after(() => removeFolder(folder));

test('systemd-analyze verify has nothing to say', async () => {
	assert.ok(units.length >= 4);
	const done = await run('systemd-analyze', ['verify', '--man=no',
		...units.map((unit) => path.join(folder, unit))]);

	assert.equal(done.code, 0, done.out + done.err);
	assert.doesNotMatch(done.out + done.err, /okr/);
});

test('the exposure of each service is at most 2.0', async () => {
	for (const unit of units.filter((name) => name.endsWith('.service'))) {
		const done = await run('systemd-analyze', ['security', '--offline=true', '--threshold=20',
			path.join(folder, unit)]);

		assert.equal(done.code, 0, done.out + done.err);
	}
});
