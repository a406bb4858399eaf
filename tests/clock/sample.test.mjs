/*
 * The sample company, loaded on days on which dates go wrong easily: the first and the last of a quarter
 * and of a year, a leap day, a Sunday.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { setClock } from '../lib/clock.mjs';
import { Client, ok } from '../lib/client.mjs';
import { okrctl, url } from '../lib/server.mjs';
import { allScopes, day, unique } from '../lib/workspace.mjs';

describe('the sample is as good on', () => {
	for (const instant of ['2027-01-01T00:00:00Z', '2028-02-29T12:00:00Z', '2027-12-31T23:59:59Z',
		'2027-03-31T23:59:59Z', '2027-04-01T00:00:00Z', '2028-10-01T08:30:00Z']) {
		test(instant, async () => {
			setClock(instant);
			const name = unique('sample');

			okrctl('workspace', 'create', '--name', name);
			okrctl('sample', 'load', '--workspace', name);
			assert.deepEqual(okrctl('verify', '--workspace', name), []);
			const api = new Client(url, okrctl('key', 'create', '--workspace', name, '--name', 'x',
				'--scopes', allScopes.join(','), '--rate-limit', '0').key);
			const cycles = await ok(api.get('/cycles'));
			const kpis = await ok(api.get('/kpis'));
			const overdue = (await Promise.all(kpis.map(({ id }) => ok(api.get(`/kpis/${id}`)))))
				.filter((kpi) => kpi.overdue);

			assert.deepEqual(cycles.map(({ status }) => status).sort(),
				['active', 'ended', 'upcoming']);
			assert.equal(overdue.length, 1);
			for (const { status, start_date, end_date } of (await ok(api.get('/initiatives'))).data) {
				assert.equal(start_date > day(0), status === 'todo', `${status} ${start_date}`);
				assert.equal(end_date < day(0), status === 'done', `${status} ${end_date}`);
			}
		});
	}
});
