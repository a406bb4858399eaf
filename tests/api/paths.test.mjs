/*
 * Odd paths, and ids in all their forms. Paths are sent as they stand here; some of them only a
 * bare socket can send. Nothing of this may reach a record that it does not name, nor fail in
 * another way than with an error in our shape.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { url } from '../lib/server.mjs';
import { onTheWire } from '../lib/wire.mjs';
import { Workspace } from '../lib/workspace.mjs';

let space, api, okr, keyResult;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr();
	keyResult = await space.keyResult(okr.id);
});

// Sends a request line as it is; gives back status, head and body.
async function send(line, headers = `Authorization: Bearer ${api.key}\r\n`) {
	const { hostname } = new URL(url);
	const text = await onTheWire(`${line}\r\nHost: ${hostname}\r\nConnection: close\r\n${headers}\r\n`);
	const [head, ...rest] = text.split('\r\n\r\n');

	return { status: Number(head.split(' ')[1]), head, text: rest.join('\r\n\r\n') };
}

describe('paths that are nothing', () => {
	const unknown = ['/api/v1', '/api/v1/', '/api/v1/okrs/', '/api//v1/okrs/x/y/z', '/api/v1/OKRS',
		'/api/v1/okr', '/api/v1/okrs/ID/', '/api/v1/okrs/ID/x', '/api/v1/okrs/ID/key-results/',
		'/api/v2/okrs', '/okrs', '/api/v1/%6Fkrs%2F', '/api/v1/okrs%2F..',
		'/api/v1/okrs%20', '/api/v1/okrs;a=b', '/api/v1/okrs%3Flimit=1', '/api/v1/cycles/ID/okrs',
		'/api/v1/key_results', '/api/v1/gaols', '/index.php', '/.env', '/api/v1/okrs.json'];

	for (const path of unknown) {
		test(`${path} is a 404 in our shape`, () =>
			refused(404, api.get(path.replace('ID', okr.id), { root: true })));
	}

	test('an id with an encoded slash does not reach a sub-route', () =>
		refused(404, api.get(`/okrs/${okr.id}%2Fkey-results`)));

	test('%00 is refused, by nginx already', async () => {
		await refused(400, api.get('/okrs%00'));
		await refused(400, api.get(`/okrs/${okr.id}%00`));
	});

	test('an empty id is a 404', () => refused(404, api.get('/okrs//key-results')));

	test('a broken escape is refused', async () => {
		for (const path of ['/okrs/%zz', '/okrs/%', '/okrs/%4']) {
			const { status } = await api.get(path);

			assert.ok([400, 404].includes(status), `${path}: ${status}`);
		}
	});

	test('bytes that are no UTF-8 are a 404', () => refused(404, api.get('/okrs/%ff%fe')));

	test('100 segments are a 404', () => refused(404, api.get('/x'.repeat(100))));

	test('a path of 6,000 characters is a 404', () =>
		refused(404, api.get(`/okrs/${'x'.repeat(6000)}`)));

	test('a request line over 8 KiB is a 414 in our shape', async () => {
		const { body } = await expect(414, api.get(`/okrs/${'x'.repeat(9000)}`));

		assert.equal(body.error, 'uri_too_long');
	});

	test('a header over 8 KiB is a 431 in our shape', async () => {
		const headers = { 'X-Long': 'x'.repeat(40000) };
		const { body } = await expect(431, api.get('/okrs', { headers }));

		assert.equal(body.error, 'headers_too_large');
	});
});

describe('paths spelt unusually', () => {
	test('encoded letters are letters', async () => {
		assert.deepEqual((await ok(api.get('/%6f%6Brs'))).map(({ id }) => id), [okr.id]);
		assert.equal((await ok(api.get(`/okrs/%30${okr.id.slice(1)}`))).id, okr.id);
	});

	test('dot segments never leave the API for something else', async () => {
		for (const path of ['/api/v1/../../etc/passwd', '/api/v1/okrs/../../../x',
			'/api/v1/%2e%2e/%2e%2e/x']) {
			const { status, text } = await send(`GET ${path} HTTP/1.1`);

			assert.ok([400, 404].includes(status), `${path}: ${status}`);
			assert.equal(typeof JSON.parse(text).error, 'string');
		}
	});

	test('a double slash reaches no record or the same one, never another', async () => {
		const answer = await api.get(`//api/v1//okrs//${okr.id}`, { root: true });

		assert.ok(answer.status === 404 || answer.body.id === okr.id, answer.text);
	});

	test('an absolute request target is understood', async () => {
		const { status } = await send(`GET ${url}/api/v1/okrs HTTP/1.1`);

		assert.equal(status, 200);
	});

	test('a fragment does not belong to a path', async () => {
		const { status } = await send('GET /api/v1/okrs#x HTTP/1.1');

		assert.ok([200, 400, 404].includes(status), String(status));
	});

	test('raw control characters are refused in our shape', async () => {
		for (const line of ['GET /api/v1/okrs\x01 HTTP/1.1', 'GET /api/v1/ok rs HTTP/1.1',
			'GET /api/v1/okrs\0 HTTP/1.1', 'BROKEN', 'GET /api/v1/okrs HTTP/9.9']) {
			const { status, text } = await send(line);

			assert.ok(status >= 400 && status < 600 && status !== 500, `${line}: ${status}`);
			assert.equal(typeof JSON.parse(text).error, 'string', text);
		}
	});

	test('two Authorization headers never add up to more than one', async () => {
		const { status } = await send('GET /api/v1/okrs HTTP/1.1',
			`Authorization: Bearer nonsense\r\nAuthorization: Bearer ${api.key}\r\n`);

		assert.ok([400, 401].includes(status), String(status));
	});
});

// Crockford's base32 of the 128 bits of a UUID, as a ULID is printed.
function ulid(uuid) {
	const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
	let text = '';

	for (let i = 0; i < 26; i++) {
		text = digits[Number(bits & 31n)] + text;
		bits >>= 5n;
	}
	return text;
}

// Every form in which the other dialects print the id of a record.
const forms = {
	'a UUID': (id) => id,
	'a UUID in upper case': (id) => id.toUpperCase(),
	'obj_ and a ULID': (id) => `obj_${ulid(id)}`,
	'krs_ and a ULID': (id) => `krs_${ulid(id)}`,
	'a ULID in lower case': (id) => `obj_${ulid(id).toLowerCase()}`,
	'a ULID as it was copied by hand': (id) =>
		`obj_${ulid(id).replaceAll('1', 'l').replaceAll('0', 'O')}`,
	'usr-': (id) => `usr-${id}`,
	'grp-': (id) => `grp-${id}`,
	'krs-': (id) => `krs-${id}`,
};

describe('ids: every route accepts any form for the same record', () => {
	for (const [what, form] of Object.entries(forms)) {
		test(`${what} in the path`, async () => {
			assert.equal((await ok(api.get(`/okrs/${form(okr.id)}`))).id, okr.id);
			assert.equal((await ok(api.get(`/key-results/${form(keyResult.id)}`))).id, keyResult.id);
			assert.equal((await ok(api.get(`/users/${form(space.admin.id)}`))).id, space.admin.id);
			await expect(201, api.post(`/key-results/${form(keyResult.id)}/checkins`, { value: 1 }));
		});

		test(`${what} in the query`, async () => {
			const found = await ok(api.get(`/key-results?okr_id=${form(okr.id)}`));

			assert.deepEqual(found.map(({ id }) => id), [keyResult.id]);
		});

		test(`${what} in the body`, async () => {
			const { owner_id, cycle_id } = await ok(api.put(`/okrs/${okr.id}`,
				{ owner_id: form(space.admin.id), cycle_id: form(okr.cycle_id) }));

			assert.deepEqual([owner_id, cycle_id], [space.admin.id, okr.cycle_id]);
		});
	}

	test('ids are printed as lower-case UUIDs of version 7', async () => {
		const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

		for (const id of [okr.id, keyResult.id, okr.cycle_id, space.admin.id, space.id]) {
			assert.match(id, pattern);
		}
	});

	test('ids grow with time', async () => {
		const ids = [];

		for (let i = 0; i < 5; i++) {
			ids.push((await space.team()).id);
		}
		assert.deepEqual(ids, [...ids].sort());
	});
});

const malformed = {
	'too short': (id) => id.slice(0, -1), 'too long': (id) => `${id}0`,
	'a letter beyond f': (id) => `g${id.slice(1)}`, 'no hyphens': (id) => id.replaceAll('-', ''),
	'braces': (id) => `{${id}}`, 'an unknown prefix': (id) => `foo-${id}`,
	'a UUID behind obj_': (id) => `obj_${id}`,
	'a ULID with the letter U': () => 'obj_0123456789ABCDEFGHJKMNPQUU',
	'a ULID that is too large': () => `obj_8${'0'.repeat(25)}`,
	'a number': () => '12', 'white space': () => '%20', 'a quote': () => '%27', 'a word': () => 'null',
	'a hyphen elsewhere': (id) => id.replace(/-(.)/, '$1-'),
};

describe('malformed ids', () => {
	for (const [what, form] of Object.entries(malformed)) {
		test(`${what}: 404 in the path`, () => refused(404, api.get(`/okrs/${form(okr.id)}`)));

		test(`${what}: 400 in the query`, () =>
			badFields(['okr_id'], api.get(`/key-results?okr_id=${form(okr.id)}`)));

		test(`${what}: 400 in the body`, () => badFields(['owner_id'],
			api.put(`/okrs/${okr.id}`, { owner_id: decodeURIComponent(form(okr.id)) })));
	}
});

describe('well-formed ids that match nothing', () => {
	const nobody = '01890000-0000-7000-8000-000000000001';

	test('are a 404 in the path', async () => {
		for (const path of ['/okrs/', '/key-results/', '/cycles/', '/users/', '/teams/',
			'/departments/']) {
			await refused(404, api.get(path + nobody));
		}
	});

	test('an id of another kind of record is a 404 in the path', async () => {
		await refused(404, api.get(`/okrs/${keyResult.id}`));
		await refused(404, api.get(`/key-results/${okr.id}`));
		await refused(404, api.post(`/okrs/${okr.id}/checkins`, { value: 1 }));
	});

	test('are an empty list in a filter', async () => {
		for (const path of ['/okrs?cycle_id=', '/okrs?owner_id=', '/okrs?team_id=',
			'/okrs?department_id=', '/okrs?parent_okr_id=', '/key-results?okr_id=',
			'/key-results?owner_id=', '/users?department_id=', '/teams?department_id=']) {
			assert.deepEqual(await ok(api.get(path + nobody)), [], path);
		}
	});

	test('are a 400 in a body', async () => {
		for (const field of ['owner_id', 'team_id', 'department_id', 'cycle_id', 'parent_okr_id']) {
			await badFields([field], api.put(`/okrs/${okr.id}`, { [field]: nobody }));
		}
		await badFields(['owner_id'], api.put(`/key-results/${keyResult.id}`, { owner_id: nobody }));
	});

	test('the id of all zeros is nobody\'s: 404 in the path, 400 in a body', async () => {
		const zero = '00000000-0000-0000-0000-000000000000';

		await refused(404, api.get(`/okrs/${zero}`));
		await refused(404, api.get(`/key-results/${zero}`));
		await badFields(['owner_id'], api.put(`/okrs/${okr.id}`, { owner_id: zero }));
	});
});
