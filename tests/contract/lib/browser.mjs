/*
 * Debian's chromium, which can reach this server and nothing else.
 */
import { execFileSync } from 'node:child_process';

import puppeteer from 'puppeteer-core';

export function launch() {
	const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();

	return puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage',
		'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
}
