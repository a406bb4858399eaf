/*
 * Debian's chromium, which can reach this host and nothing else.
 */
import { execFileSync } from 'node:child_process';

import puppeteer from 'puppeteer-core';

// `names`: more names that lead to this host.
export function launch({ names = [] } = {}) {
	const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();

	return puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage',
		`--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1 , `).join('')}` +
			'MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
}
