/*
 * The JavaScript client of sdk/, packed by npm and installed into a folder of its own that has no
 * other package.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../lib/run.mjs';
import { workFolder } from './tools.mjs';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));

async function npm(words, cwd) {
	const { status, stdout, stderr } = await run('npm', words, { cwd });

	assert.equal(status, 0, `npm ${words.join(' ')}: ${stdout}${stderr}`);
	return stdout;
}

// The folder, and what npm says of the package.
export async function installSdk() {
	const folder = workFolder();
	const [packed] = JSON.parse(await npm(['pack', sdk, '--json', '--pack-destination', folder],
		folder));

	writeFileSync(join(folder, 'package.json'), '{"private":true}');
	await npm(['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`], folder);
	return { folder, packed };
}
