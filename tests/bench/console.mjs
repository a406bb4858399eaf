/*
 * What somebody waits for in the console (A4 of the plan): the first page with its data on a slow phone and again when it is
 * known, and how smoothly 500 objectives scroll. `script/bench --only console` prints figures beside their
 * goals; no test waits for them. Usage: node tests/bench/console.mjs [ROUNDS]
 */
import os from 'node:os';

import { ok } from '../lib/client.mjs';
import { okrctl, url } from '../lib/server.mjs';
import { instant, unique, Workspace } from '../lib/workspace.mjs';
import { launch, narrow, wide } from '../console/lib/chromium.mjs';

const rounds = Number(process.argv[2] ?? 5);
const objectives = 500, owed = 6;
// A4's profile: 1.6 Mbit/s, 150 ms round trip, a processor four times slower.
const slow = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const fast = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

async function makeCompany() {
	const ws = new Workspace();
	const email = `${unique('ada')}@example.org`;
	const ada = await ws.user({ name: 'Ada Brandt', email, role: 'admin' });
	const cycle = await ws.cycle({ name: 'Now' });
	const parents = [];

	for (let i = 0; i < objectives; i++) {
		const okr = await ws.okr({ title: `Objective ${i} of the whole company`, cycle_id: cycle.id, owner_id: ada.id,
			...(i >= 20 && { parent_okr_id: parents[i % 20] }) });

		if (i < 20) {
			parents.push(okr.id);
		}
		if (i < owed) {
			const { id } = await ws.keyResult(okr.id, { title: `Key result ${i}`, owner_id: ada.id });

			await ws.checkIn(id, 20, { checked_in_at: instant(-9) });
		}
	}
	return { ws, email, cycle };
}

async function signedIn(browser, { ws, email }, viewport) {
	const page = await (await browser.createBrowserContext()).newPage();

	await page.setViewport(viewport);
	// When the first row that is owed, or of the tree, was drawn.
	await page.evaluateOnNewDocument(() => {
		const look = () => (document.querySelector('.todo li, .tree tbody tr[data-row]') ?
			requestAnimationFrame(() => { globalThis.drawn = performance.now(); }) : requestAnimationFrame(look));

		look();
	});
	await page.goto(`${url}/app/link#${okrctl('sign-in-link', '--user', email, '--workspace', ws.name).url.split('#')[1]}`);
	await (await page.waitForSelector('button[type=submit]')).click();
	await page.waitForSelector('.me');
	return page;
}

async function timesOf(page, path, { network, processor, isCached }) {
	const client = await page.createCDPSession();
	const times = [], processors = [];

	await client.send('Network.enable');
	await client.send('Performance.enable', { timeDomain: 'threadTicks' });
	for (let i = 0; i < rounds; i++) {
		await client.send('Network.emulateNetworkConditions', network);
		await client.send('Emulation.setCPUThrottlingRate', { rate: processor });
		await client.send('Network.setCacheDisabled', { cacheDisabled: !isCached });
		await page.goto('about:blank');
		const before = await processorOf(client);

		await page.goto(url + path, { waitUntil: 'domcontentloaded', timeout: 60000 });
		await page.waitForFunction(() => globalThis.drawn, { timeout: 60000 });
		times.push(await page.evaluate(() => globalThis.drawn));
		processors.push(await processorOf(client) - before);
	}
	await client.send('Network.emulateNetworkConditions', fast);
	await client.send('Emulation.setCPUThrottlingRate', { rate: 1 });
	await client.detach();
	return { time: median(times), processor: median(processors) };
}

// Processor time of the page's own thread in milliseconds: what the machine does besides is not in it.
async function processorOf(client) {
	const { metrics } = await client.send('Performance.getMetrics');

	return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
}

// Down through the whole tree, two rows a frame: how many frames a second, and how many came late.
async function framesOf(page) {
	const client = await page.createCDPSession();

	await client.send('Performance.enable', { timeDomain: 'threadTicks' });
	const before = await processorOf(client);
	const intervals = await page.evaluate(async () => {
		const times = [];
		const end = document.documentElement.scrollHeight - innerHeight;

		scrollTo(0, 0);
		while (scrollY < end - 1 && times.length < 2000) {
			scrollBy(0, 82);
			times.push(await new Promise((resolve) => requestAnimationFrame(resolve)));
		}
		return times.slice(1).map((time, i) => time - times[i]);
	});
	const sum = intervals.reduce((total, one) => total + one, 0);

	return { rate: 1000 * intervals.length / sum, late: intervals.filter((one) => one > 1.5 * 1000 / 60).length / intervals.length,
		frames: intervals.length, processor: (await processorOf(client) - before) / intervals.length };
}

function tell(what, figure, processor, goal, isMet) {
	console.log(`| ${what} | ${figure} | ${processor.toFixed(1)} ms | ${goal} | ${isMet ? 'met' : 'missed'} |`);
}

const browser = await launch();

try {
	process.stderr.write(`${os.cpus().length} × ${os.cpus()[0].model}, load ${os.loadavg()[0].toFixed(1)}\n`);
	const company = await makeCompany();
	const phone = await signedIn(browser, company, narrow);
	const desk = await signedIn(browser, company, wide);
	const tree = `/app/cycles/${company.cycle.id}`;

	console.log('| what | measured | processor | goal | |\n| --- | --- | --- | --- | --- |');
	const cold = await timesOf(phone, '/app/', { network: slow, processor: 4, isCached: false });
	const warm = await timesOf(desk, '/app/', { network: fast, processor: 1, isCached: true });
	const whole = await timesOf(desk, tree, { network: fast, processor: 1, isCached: true });
	const { rate, late, frames, processor } = await framesOf(desk);

	tell('first page with its data, slow phone, nothing cached', `${cold.time.toFixed(0)} ms`, cold.processor, '1,500 ms', cold.time <= 1500);
	tell('the same, desktop, code cached', `${warm.time.toFixed(0)} ms`, warm.processor, '300 ms', warm.time <= 300);
	tell(`tree of ${objectives} objectives, desktop, code cached`, `${whole.time.toFixed(0)} ms`, whole.processor, '–', true);
	tell(`frames while ${objectives} objectives scroll`, `${rate.toFixed(1)} a second, ${(100 * late).toFixed(1)} % of ${frames} late`, processor, '60', rate >= 59);
	await ok(company.ws.api.get('/me'));
} finally {
	await browser.close();
}
