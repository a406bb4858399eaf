/*
 * Takes the pictures of docs/screenshots: every page of the console with the sample company, light and
 * dark, and the first ones as a phone shows them. `make screenshots` runs it; it starts a server of its
 * own. The sample lies around today, so the pictures of another day show other dates.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { addressesOf } from './lib/addresses.mjs';
import { launch, wide } from './lib/chromium.mjs';

const top = fileURLToPath(new URL('../../', import.meta.url));
const folder = process.argv[2] ?? join(top, 'docs/screenshots');
const only = process.argv.slice(3);
const phone = { width: 390, height: 844, deviceScaleFactor: 1, isMobile: true, hasTouch: true };
// Other addresses of pages that are there already.
const doubles = ['objectives', 'settings', 'link'];
const onPhone = ['week', 'cycles-one', 'okrs-one', 'key-results-one'];

function startServer(place) {
	const port = String(20000 + Math.floor(Math.random() * 12000));
	const said = execFileSync(join(top, 'script/server'), ['--detach', '--workers', '2', '--port', port, '--var', place], { encoding: 'utf8' });

	return { link: /http:\S+\/app\/link#\S+/.exec(said)[0], url: `http://127.0.0.1:${port}`,
		key: /OKR_API_KEY='([^']*)'/.exec(readFileSync(join(place, 'dev.env'), 'utf8'))[1] };
}

// The records that show most: the objective with the most key results among those that are behind, and
// the key result of it that is furthest behind.
async function idsOf({ url, key }) {
	const get = async (path) => (await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } })).json();
	const cycle = (await get('/cycles?status=active'))[0];
	const okrs = (await get(`/okrs?cycle_id=${cycle.id}`)).filter((one) => one.key_results.length > 0);
	const okr = okrs.filter((one) => one.status !== 'on_track').sort((a, b) => b.key_results.length - a.key_results.length ||
		a.health_score - b.health_score)[0];
	const keyResult = [...okr.key_results].sort((a, b) => a.progress - b.progress)[0];
	const kpis = await get('/kpis');

	return { cycle: cycle.id, okr: okr.id, keyResult: keyResult.id, person: okr.owner_id, kpi: kpis[0]?.id,
		team: okrs.find((one) => one.team_id)?.team_id };
}

async function settled(page, path) {
	await page.goto(path, { waitUntil: 'networkidle0' });
	await page.waitForSelector('h1');
	await page.evaluate(() => document.fonts.ready);
}

async function take(page, name, scheme) {
	await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
	await page.screenshot({ path: join(folder, `${name}-${scheme}.webp`), type: 'webp', quality: 80 });
}

async function takeAll(browser, server) {
	const addresses = addressesOf(await idsOf(server)).filter(({ name }) => !doubles.includes(name));
	const page = await (await browser.createBrowserContext()).newPage();
	const isWanted = ({ name }) => only.length === 0 || only.includes(name);
	const walk = async (list, viewport, suffix) => {
		await page.setViewport(viewport);
		for (const { name, path } of list.filter(isWanted)) {
			await settled(page, server.url + path);
			for (const scheme of ['light', 'dark']) {
				await take(page, name + suffix, scheme);
			}
		}
	};

	await walk(addresses.filter((one) => one.isOpen), wide, '');
	await page.goto(server.link);
	await (await page.waitForSelector('button[type=submit]')).click();
	await page.waitForSelector('.me');
	await walk(addresses.filter((one) => !one.isOpen), wide, '');
	await walk(addresses.filter((one) => onPhone.includes(one.name)), phone, '-phone');
}

const place = mkdtempSync(join(tmpdir(), 'okr-shots-'));
let browser;

mkdirSync(folder, { recursive: true });
try {
	const server = startServer(place);

	browser = await launch();
	await takeAll(browser, server);
} finally {
	await browser?.close();
	execFileSync(join(top, 'script/server'), ['stop', '--var', place]);
	rmSync(place, { recursive: true, force: true });
}
