/*
 * What may arrive as a body (api.md section 1, "Requests"): media types, size, and JSON that is
 * exactly one value, valid UTF-8, not too deep, without NUL, duplicate keys or absurd numbers. What
 * the fields may hold stands in fields.test.mjs and values.test.mjs.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badFields, expect, ok, refused } from '../lib/client.mjs';
import { onTheWire } from '../lib/wire.mjs';
import { Workspace, dump, revision } from '../lib/workspace.mjs';

const mebibyte = 1 << 20;

let space, api, okr, keyResult;

before(async () => {
	space = new Workspace();
	api = space.api;
	okr = await space.okr();
	keyResult = await space.keyResult(okr.id);
});

function put(body, type = 'application/json') {
	return api.put(`/okrs/${okr.id}`, body, { headers: { 'Content-Type': type } });
}

function post(body, type) {
	const headers = type === undefined ? {} : { 'Content-Type': type };

	return api.post('/teams', body, { headers });
}

describe('media types', () => {
	const accepted = ['application/json', 'application/json; charset=utf-8', 'Application/JSON',
		'application/json;charset=UTF-8', 'application/json ; foo="bar"', null];

	for (const type of accepted) {
		test(`${type ?? 'no Content-Type'} is JSON`, () => expect(201, post({ name: `By ${accepted.indexOf(type)}` }, type)));
	}

	for (const type of ['text/plain', 'text/json', 'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x', 'application/jsonx', 'application/json+x', 'json',
		'application/vnd.api+json', '*/*']) {
		test(`${type} is a 415`, () => refused(415, post({ name: 'x' }, type)));
	}

	test('application/merge-patch+json is taken on PUT and PATCH', async () => {
		const options = { headers: { 'Content-Type': 'application/merge-patch+json; a=b' } };

		await expect(200, api.put(`/okrs/${okr.id}`, { title: 'put' }, options));
		await expect(200, api.patch(`/okrs/${okr.id}`, { title: 'patch' }, options));
	});

	test('application/merge-patch+json is a 415 on POST', () =>
		refused(415, post({ name: 'x' }, 'application/merge-patch+json')));
});

// A team with a name padded by blanks around the JSON value: exactly so many bytes.
function teamOfSize(bytes) {
	const text = JSON.stringify({ name: 'Sized' });

	return text + ' '.repeat(bytes - text.length);
}

describe('size', () => {
	test('a body of exactly 1 MiB is taken', () => expect(201, post(teamOfSize(mebibyte))));

	test('one byte more is a 413', () => refused(413, post(teamOfSize(mebibyte + 1))));

	test('a chunked body is taken like another', async () => {
		const text = JSON.stringify({ name: 'Chunked' });
		const answer = await onTheWire(`POST /api/v1/teams HTTP/1.1\r\nHost: x\r\n`
			+ `Authorization: Bearer ${api.key}\r\nContent-Type: application/json\r\n`
			+ `Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`
			+ `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);

		assert.match(answer, /^HTTP\/1\.1 201 /);
	});

	test('a chunked body of more than 1 MiB is a 413', async () => {
		const piece = `10000\r\n${' '.repeat(65536)}\r\n`;
		const answer = await onTheWire(`POST /api/v1/teams HTTP/1.1\r\nHost: x\r\n`
			+ `Authorization: Bearer ${api.key}\r\nContent-Type: application/json\r\n`
			+ `Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(17)}0\r\n\r\n`);

		assert.match(answer, /^HTTP\/1\.1 413 /);
		assert.match(answer, /"payload_too_large"/);
	});

	test('a body with a GET or DELETE is ignored', async () => {
		const { id } = await space.okr();

		await expect(200, api.request('GET', `/okrs/${id}`, '{'));
		await expect(204, api.request('DELETE', `/okrs/${id}`, '{'));
	});

	test('an empty body is a 400 where one is needed', async () => {
		await refused(400, post(''));
		await refused(400, api.post('/teams'));
		await refused(400, put(''));
	});
});

function nested(levels) {
	return '['.repeat(levels) + ']'.repeat(levels);
}

const notJson = {
	'an open object': '{', 'an open string': '{"name":"x', 'a bare word': 'name',
	'single quotes': "{'name':'x'}", 'an unquoted key': '{name:"x"}',
	'a trailing comma': '{"name":"x",}', 'a comma too many': '{"name":"x",,"y":1}',
	'a comment': '{"name":"x"/* no */}', 'a line comment': '{"name":"x"}// no',
	'text after the value': '{"name":"x"}x', 'a second value': '{"name":"x"}{"name":"y"}',
	'only blanks': '   ', 'a byte order mark': '\ufeff{"name":"x"}', 'NaN': '{"name":NaN}',
	'Infinity': '{"name":Infinity}', '-Infinity': '{"name":-Infinity}', 'a hex number': '{"name":0x1}',
	'a leading zero': '{"name":01}', 'a leading plus': '{"name":+1}', 'a bare point': '{"name":.5}',
	'a point without digits': '{"name":1.}', 'an empty exponent': '{"name":1e}',
	'True': '{"name":True}', 'a raw line break in a string': '{"name":"a\nb"}',
	'a raw tab in a string': '{"name":"a\tb"}', 'an unknown escape': '{"name":"\\x41"}',
	'a short escape': '{"name":"\\u00"}', 'a lone high surrogate': '{"name":"\\ud800"}',
	'a lone low surrogate': '{"name":"\\udc00"}', 'surrogates in the wrong order':
		'{"name":"\\udc00\\ud800"}', 'a raw NUL in a string': '{"name":"a\0b"}',
	'a raw NUL after the value': '{"name":"x"}\0', 'an escaped NUL': '{"name":"a\\u0000b"}',
	'an escaped NUL in a key': '{"na\\u0000me":"x"}',
	'a duplicate key': '{"name":"x","name":"x"}',
	'a duplicate key, once escaped': '{"name":"x","n\\u0061me":"y"}',
	'a duplicate key further down': '{"name":"x","more":{"a":1,"a":2}}',
	'a number of 400 digits': `{"name":${'9'.repeat(400)}}`,
	'a number beyond doubles': '{"name":1e999}',
	'33 levels': `{"name":${nested(32)}}`, 'very many levels': nested(100000),
	'a form feed between values': '{"name":\f"x"}',
};

const brokenUtf8 = {
	'a lone continuation byte': [0x80], 'a cut sequence': [0xc3], 'an overlong slash': [0xc0, 0xaf],
	'a surrogate': [0xed, 0xa0, 0x80], 'above U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
	'Latin-1': [0xe9, 0x74], 'an invalid byte': [0xff],
};

describe('a body that is no JSON is a 400', () => {
	let earlier;

	before(async () => {
		earlier = await dump(api);
	});

	for (const [what, text] of Object.entries(notJson)) {
		test(what, () => refused(400, post(text)));
	}

	for (const [what, bytes] of Object.entries(brokenUtf8)) {
		test(`broken UTF-8: ${what}`, () => refused(400, post(Buffer.concat([
			Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]))));
	}

	for (const text of ['[]', '"x"', '1', 'null', 'true', '[{"name":"x"}]']) {
		test(`${text} is JSON, but no object`, () => refused(400, post(text)));
	}

	after(async () => assert.equal(await dump(api), earlier, 'a refused request changed something'));
});

describe('a body that is JSON in an unusual way is taken', () => {
	const taken = {
		'white space everywhere': [' \t\r\n{ "name" :\n"x" }\r\n ', 'x'],
		'escapes': ['{"name":"\\u00e9\\"\\\\\\/\\b\\f\\n\\r\\tx"}', 'é"\\/\b\f\n\r\tx'],
		'a pair of surrogates': ['{"name":"\\ud83d\\ude00"}', '😀'],
		'raw characters beyond the basic plane': ['{"name":"😀 𝒳"}', '😀 𝒳'],
		'an escaped key': ['{"n\\u0061me":"y"}', 'y'],
		'a combining accent, in form C': ['{"name":"e\\u0301"}', 'é'],
		'a combining accent that no letter has, kept as it was sent': ['{"name":"x\\u0301"}', 'x\u0301'],
		'a line separator': ['{"name":"a\\u2028b"}', 'a\u2028b'],
		'the delete character': ['{"name":"a\u007fb"}', 'a\u007fb'],
		'a noncharacter': ['{"name":"a\uffffb"}', 'a\uffffb'],
	};

	for (const [what, [text, name]] of Object.entries(taken)) {
		test(what, async () => {
			const team = await ok(post(text));

			assert.equal(team.name, name);
			assert.equal((await ok(api.get(`/teams/${team.id}`))).name, name);
		});
	}

	test('32 levels pass the depth check and are judged as fields', () =>
		badFields(['name'], post(`{"name":${nested(31)}}`)));
});

describe('numbers', () => {
	const refusedValues = ['1e16', '-1e16', '1000000000000001', '-1000000000000001', '1e308',
		'1000000000000000.2', '123456789012345678901234567890', '"70"', '"1e3"', 'null', '[]'];
	const takenValues = [['1e15', 1e15], ['-1e15', -1e15], ['1000000000000000', 1e15], ['1E2', 100],
		['-0', 0], ['0.1', 0.1], ['1e-300', 1e-300], ['5e-324', 5e-324], ['1e-400', 0],
		['0.30000000000000004', 0.30000000000000004], ['999999999999999.9', 999999999999999.9]];

	for (const text of refusedValues) {
		test(`${text} is no value of a check-in`, async () => {
			const earlier = await revision(api);

			await badFields(['value'], api.post(`/key-results/${keyResult.id}/checkins`,
				`{"value":${text}}`));
			assert.equal(await revision(api), earlier);
		});
	}

	for (const [text, value] of takenValues) {
		test(`${text} is a value, printed as ${value}`, async () => {
			const { text: answer } = await expect(201,
				api.post(`/key-results/${keyResult.id}/checkins`, `{"value":${text}}`));

			assert.equal(JSON.parse(answer).value, value);
			assert.ok(!/"value":-0[,}]/.test(answer), answer);
		});
	}

	for (const field of ['start_value', 'target_value', 'current_value', 'weight']) {
		test(`${field} beyond 1e15 is a 400`, () => badFields([field],
			api.put(`/key-results/${keyResult.id}`, `{"${field}":1.0000001e15}`)));
	}

	test('a weight may be 1e15 and not below 0', async () => {
		await expect(200, put('{"weight":1e15}'));
		await badFields(['weight'], put('{"weight":-0.001}'));
		await expect(200, put('{"weight":1}'));
	});
});

describe('keys of a body', () => {
	test('an unknown field is a 400 that names it', () =>
		badFields(['titel'], put({ titel: 'misspelt', description: 'x' })));

	test('names are compared exactly', () => badFields(['Title'], put({ Title: 'x' })));

	test('unknown fields of nested objects are named with their place', () =>
		badFields(['key_results[0].valu'], api.post('/okrs', { title: 'x', type: 'org',
			cycle_id: okr.cycle_id, key_results: [{ title: 'x', metric_type: 'number',
				start_value: 0, target_value: 1, valu: 3 }] })));

	test('an empty key is unknown', () => badFields([''], put({ '': 1, title: 'x' })));

	test('__proto__ is unknown', () => badFields(['__proto__'], put('{"__proto__":{"title":"x"}}')));

	test('10,000 unknown keys are refused, not choked on', async () => {
		const body = Object.fromEntries(Array.from({ length: 10000 }, (_, i) => [`k${i}`, i]));

		await refused(400, put(body));
	});
});
