/*
 * Debian's Chromium with the driver that tests/contract pins, and the windows it is looked at in. It asks
 * no host but this one.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Finds what tests/contract has installed. */
export const require = createRequire(new URL('../../contract/package.json', import.meta.url));
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')).href);

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

export function launch() {
	const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();

	return puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--lang=en-GB', '--accept-lang=en-GB',
		'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
}
