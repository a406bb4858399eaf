/*
 * Tabs that look at the installation which the test file shares with its other tests.
 */
import { url } from '../../lib/server.mjs';
import { visitorAt } from './tab.mjs';

export * from './tab.mjs';

export function visitor(browser, language, options) {
	return visitorAt(browser, url, language, options);
}
