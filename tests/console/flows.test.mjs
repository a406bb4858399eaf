/*
 * Whole flows of people, as they happen on their first days: somebody is invited and comes in, finds what
 * is worst and why, checks in, makes a key and revokes it; by mouse, on a phone by touch, by keyboard
 * alone. The stopwatch counts what is done, not seconds.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ok } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { instant, unique, Workspace } from '../lib/workspace.mjs';
import { follow, launch, narrow, open, press, screenshot, settled, shows, visitor, wide } from './lib/browser.mjs';
import { countOf, tokenFor } from './lib/company.mjs';
import { Finger, Keyboard, Mouse } from './lib/hands.mjs';

const password = 'a long sentence for the first day';
const phone = { ...narrow, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const worst = 'Answer within the hour';
const results = [['Bring the wait down', { start_value: 60, target_value: 10, unit: 'minutes' }, [[55, -16, 'on_track'], [52, -9, 'at_risk']], '40'],
	['Raise the share answered at once', { metric_type: 'percentage', start_value: 40, target_value: 90 }, [[45, -15, 'on_track'], [50, -8, 'on_track']], '56'],
	['Write guides', { start_value: 0, target_value: 40, unit: 'guides' }, [[3, -12, 'on_track'], [5, -8, 'off_track']], '12']];
let browser;

// A company in which one objective is worst, and who owns its three key results owes them.
async function makeWork(ws, owner) {
	const top = await ws.okr({ title: 'Be easy to deal with', owner_id: ws.admin.id });
	const well = await ws.okr({ title: 'Keep the firms that we have', cycle_id: top.cycle_id, owner_id: ws.admin.id, parent_okr_id: top.id });
	const kept = await ws.keyResult(well.id, { title: 'Firms that stay', owner_id: ws.admin.id });

	await ws.checkIn(kept.id, 60, { checked_in_at: instant(-1), status: 'on_track' });
	const okr = await ws.okr({ title: worst, cycle_id: top.cycle_id, owner_id: owner, parent_okr_id: top.id });
	const ids = [];

	for (const [title, fields, checkIns] of results) {
		const { id } = await ws.keyResult(okr.id, { title, owner_id: owner, ...fields });

		for (const [value, day, status] of checkIns) {
			await ws.checkIn(id, value, { checked_in_at: instant(day), status });
		}
		ids.push(id);
	}
	return ids;
}

before(async () => {
	browser = await launch();
});
after(() => browser?.close());

test('somebody is invited in the browser, comes in by the link and chooses a password', async () => {
	const ws = new Workspace();
	const admin = await ws.user({ name: 'Ada Brandt', email: `${unique('ada')}@example.org`, role: 'admin' });
	const host = await visitor(browser);
	const email = `${unique('noor')}@example.org`;

	await follow(host.page, tokenFor({ ws }, admin.email));
	await open(host.page, '/app/people');
	await press(host.page, 'Invite somebody');
	await (await host.page.waitForSelector('.dialog input[data-first]')).type('Noor Haddad');
	await host.page.type('.dialog input[type=email]', email);
	await host.page.keyboard.press('Enter');
	const link = await (await host.page.waitForSelector('.secret code')).evaluate((one) => one.textContent);

	await screenshot(host.page, 'invited');
	const guest = await visitor(browser);

	await guest.page.goto(link);
	await (await guest.page.waitForSelector('input[type=password]')).type('short');
	await guest.page.keyboard.press('Enter');
	await guest.page.waitForSelector('[aria-invalid=true]');
	await screenshot(guest.page, 'invitation-refused');
	await guest.page.keyboard.type(` no more: ${password}`);
	await guest.page.keyboard.press('Enter');
	await guest.page.waitForSelector('.me');
	await settled(guest.page);
	await screenshot(guest.page, 'first-day');
	await press(guest.page, 'Noor Haddad: account and sign out');
	await press(guest.page, 'Sign out');
	await (await guest.page.waitForSelector('input[type=email]')).type(email);
	await guest.page.type('input[type=password]', `short no more: ${password}`);
	await guest.page.keyboard.press('Enter');
	await shows(guest.page, 'My week');
	assert.deepEqual([...host.wrong, ...guest.wrong], []);
	await host.close();
	await guest.close();
});

// ---- the first ten minutes

async function finds(hand, { isNarrow }) {
	await hand.go('/app/objectives');
	await hand.page.waitForSelector('.tree tbody tr');
	await hand.press('1 off track');
	await hand.openRow(worst);
	await hand.page.waitForFunction((title) => document.querySelector('h1')?.textContent === title, {}, worst);
	// Why: one sentence that names the reason, and terms that add up.
	assert.match(await (await hand.page.waitForSelector('.because')).evaluate((one) => one.innerText), /off track|behind|no check-in/);
	await screenshot(hand.page, `ten-minutes-why-${isNarrow ? 'phone' : 'wide'}`);
	assert.ok(hand.since() <= 3, 'three steps to the reason');
}

async function checksIn(hand, ws, ids) {
	const { page } = hand;

	await hand.go('/app/');
	await page.waitForSelector('.todo li');
	hand.since();
	for (const [i, [title, , , value]] of results.entries()) {
		const had = await countOf({ ws }, ids[i]);
		const isFocused = await page.evaluate((id) => document.activeElement.closest('li')?.dataset.id === id, ids[i]);

		if (!isFocused) {
			await hand.press(`New value: ${title}`);
		}
		await hand.type(value);
		await hand.key('Enter');
		await page.waitForSelector(`[data-id="${ids[i]}"].saved`);
		assert.equal(await countOf({ ws }, ids[i]), had + 1);
		assert.ok(hand.since() <= 2, `${title}: two actions at most`);
	}
	await shows(page, 'All done.');
}

async function makesKey(hand, { isNarrow, name }) {
	const { page } = hand;

	if (isNarrow) {
		await hand.press('More');
	}
	await hand.press('Settings');
	await hand.press('API keys');
	await hand.press('New key');
	await page.waitForSelector('.dialog input[data-first]:focus');
	await hand.type(name);
	await hand.press('Create key');
	await hand.press('Copy');
	await shows(page, 'Copied');
	const key = await page.evaluate(() => navigator.clipboard.readText());

	assert.equal((await fetch(`${url}/api/v1/okrs?limit=1`, { headers: { Authorization: `Bearer ${key}` } })).status, 200);
	await hand.press('I have stored the key in a safe place.');
	await hand.press('Done');
	await page.waitForFunction(() => !document.querySelector('.dialog'));
	await hand.press(`Revoke ${name}`);
	await page.waitForSelector('.dialog input[data-first]:focus');
	await hand.type(name);
	await hand.press('Revoke');
	await shows(page, `Revoked: ${name}`);
	assert.equal((await fetch(`${url}/api/v1/okrs?limit=1`, { headers: { Authorization: `Bearer ${key}` } })).status, 401);
	assert.ok(hand.since() <= 12, 'twelve steps from anywhere to a key that was made, copied and revoked');
}

test('a password that fits in two workspaces: one is chosen, and a refusal there is said', async () => {
	const email = `${unique('both')}@example.org`;
	const both = [new Workspace(), new Workspace()];
	const people = [];

	for (const ws of both) {
		const guest = await visitor(browser);

		people.push(await ws.user({ name: 'Bo Holm', email }));
		await guest.page.goto((await ok(ws.api.post(`/users/${people.at(-1).id}/invite`, {}))).url);
		await (await guest.page.waitForSelector('input[type=password]')).type(password);
		await guest.page.keyboard.press('Enter');
		await guest.page.waitForSelector('.me');
		await guest.close();
	}
	const { page, wrong, close } = await visitor(browser);
	const enter = async () => {
		await (await page.waitForSelector('input[type=email]')).type(email);
		await page.type('input[type=password]', password);
		await page.keyboard.press('Enter');
		await shows(page, 'This address belongs to several workspaces');
	};

	await open(page, '/app/reports');
	await enter();
	await screenshot(page, 'choose');
	await ok(both[0].api.put(`/users/${people[0].id}`, { active: false }));
	await press(page, both[0].name);
	await shows(page, 'That e-mail and password don’t match.');
	await page.reload();
	await (await page.waitForSelector('input[type=email]')).type(email);
	await page.type('input[type=password]', password);
	await page.keyboard.press('Enter');
	await page.waitForSelector('.me');
	assert.equal(await page.$eval('.brand-name', (one) => one.textContent), both[1].name);
	assert.equal(new URL(page.url()).pathname, '/app/reports', 'the address that was asked for');
	assert.deepEqual(wrong, []);
	await close();
});

test('an empty workspace leads its admin to the first check-in', async () => {
	const ws = new Workspace();
	const email = `${unique('eva')}@example.org`;
	const first = await visitor(browser);
	const { page } = first;

	await ws.user({ name: 'Eva Roth', email, role: 'admin' });
	await follow(page, tokenFor({ ws }, email));
	await shows(page, 'Welcome, Eva Roth');
	await screenshot(page, 'first-run');
	await press(page, 'Add cycle');
	await press(page, 'Write it');
	await press(page, 'Write the first');
	await page.waitForSelector('.dialog input[data-first]:focus');
	await page.keyboard.type('Be known in the north');
	await page.keyboard.press('Enter');
	await shows(page, 'Written: Be known in the north');
	await press(page, 'Add key result');
	await (await page.waitForSelector('form.card input')).type('Win 20 firms');
	await page.$$eval('form.card input[inputmode=decimal]', ([, target]) => target.focus());
	await page.keyboard.type('20');
	await page.keyboard.press('Enter');
	await shows(page, 'Added: Win 20 firms');
	await open(page, '/app/');
	await shows(page, 'Objectives I work on');
	const [okr] = await ok(ws.api.get('/okrs'));

	await open(page, `/app/key-results/${okr.key_results[0].id}?check-in=1`);
	await page.waitForSelector('.panel-form input[data-value]');
	await page.evaluate(() => document.querySelector('.panel-form input[data-value]').select());
	await page.keyboard.type('4');
	await page.keyboard.press('Enter');
	await shows(page, 'Saved: 4');
	assert.deepEqual(first.wrong, []);
	await first.close();
});

test('where the browser refuses the clipboard, the key is selected and the reader is told', async () => {
	const ws = new Workspace();
	const email = `${unique('ida')}@example.org`;
	const guest = await visitor(browser);

	await ws.user({ name: 'Ida Lund', email, role: 'admin' });
	await guest.context.overridePermissions(url, []);
	await follow(guest.page, tokenFor({ ws }, email));
	await open(guest.page, '/app/settings/api-keys');
	await press(guest.page, 'New key');
	await guest.page.waitForSelector('.dialog input[data-first]:focus');
	await guest.page.keyboard.type('Nightly export');
	await guest.page.keyboard.press('Enter');
	await press(guest.page, 'Copy');
	await shows(guest.page, 'The browser didn’t let it be copied. It is selected');
	assert.match(await guest.page.evaluate(() => getSelection().toString()), /^okrt_\w+$/);
	assert.deepEqual(guest.wrong, []);
	await guest.close();
});

for (const [way, Kind, viewport] of [['by mouse', Mouse, wide], ['on a phone, by touch', Finger, phone], ['by keyboard alone', Keyboard, wide]]) {
	test(`the first ten minutes, ${way}`, async () => {
		const isNarrow = viewport === phone;
		const ws = new Workspace();
		const email = `${unique('newcomer')}@example.org`;
		const person = await ws.user({ name: 'Nils Aasen', email, role: 'admin' });
		const ids = await makeWork(ws, person.id);
		const guest = await visitor(browser, 'en', { viewport });
		const hand = new Kind(guest.page);

		await guest.context.overridePermissions(url, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
		await guest.page.goto(`${url}/app/link#${tokenFor({ ws }, email)}`);
		await hand.press('Sign in');
		await guest.page.waitForSelector('.todo li');
		assert.equal(hand.since(), 1);
		await finds(hand, { isNarrow });
		await checksIn(hand, ws, ids);
		await makesKey(hand, { isNarrow, name: unique('export') });
		assert.deepEqual(guest.wrong, []);
		await guest.close();
	});
}
