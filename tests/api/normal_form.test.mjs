/*
 * Texts are kept in normalisation form C, whatever the keyboard made (rulings.md 55): tried on every
 * free text of every operation's body, as the description has them, and on what texts are looked for by.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { badFields, expect, ok } from '../lib/client.mjs';
import { description, goodStatus, ofSessions, operations, Records } from '../lib/described.mjs';
import { call, eraNames } from '../lib/mcp.mjs';
import { unique, Workspace } from '../lib/workspace.mjs';

const mark = '\u0301';

// What other systems made is kept byte for byte: it is compared with what they send.
const foreign = ['app_id', 'external_id', 'connector_id', 'linked_project_ids', 'dependencies'];

// One of a list that the description does not have.
const listed = ['time_zone'];

let space, api;

before(() => {
	space = new Workspace();
	api = space.api;
});

const resolve = (schema) => schema.$ref ?
	schema.$ref.slice(2).split('/').reduce((at, key) => at[key], description) : schema;

const isText = ({ type, enum: words, format }) => [type].flat().includes('string') && ![type].flat().includes('number') &&
	![type].flat().includes('boolean') && !words && !format;

// The body with every free text of its schema replaced by one that is not in form C.
function decomposed(schema_, body) {
	const { properties } = resolve(schema_);
	const out = { ...body };

	for (const [name, schema] of Object.entries(properties)) {
		const text = `${unique('e')}e${mark}`;

		if (foreign.includes(name) || listed.includes(name) || /_ids?$/.test(name))
			continue;
		if (isText(schema))
			out[name] = name === 'email' ? `${text}@example.org` : text;
		else if (schema.items && isText(schema.items))
			out[name] = [text, `\n${mark}`];
		else if (schema.items?.$ref && body[name])
			out[name] = body[name].map((one) => decomposed(schema.items, one));
	}
	return out;
}

// What of the body comes back under the same name.
function comesBack(sent, got, where = '') {
	let count = 0;

	for (const [name, value] of Object.entries(sent)) {
		if (typeof value === 'string' && value.includes(mark)) {
			if (typeof got?.[name] === 'string') {
				assert.equal(got[name], value.normalize('NFC'), `${where}${name}`);
				count++;
			}
		} else if (Array.isArray(value) && Array.isArray(got?.[name])) {
			if (value.some((one) => typeof one === 'string' && one.includes(mark))) {
				assert.deepEqual(got[name], value.map((one) => one.normalize('NFC')), `${where}${name}`);
				count++;
			} else {
				value.forEach((one, i) => count += comesBack(one, got[name][i], `${name}[${i}].`));
			}
		}
	}
	return count;
}

describe('every free text of a body is kept in form C', () => {
	for (const operation of operations) {
		const schema = operation.requestBody?.content['application/json']?.schema;

		// Reads by POST keep nothing, a rotation has no texts, and what opens a session is no key's. A batch
		// has other operations' bodies, an import tables; of a phase and of opening again the journal alone keeps
		// the reason, and a closing's note is told under another name.
		if (!schema || operation.path === '/api/public/mcp' || ofSessions(operation) ||
			/(Search|Rotation\w*)$/.test(schema.$ref) ||
			['runBatch', 'checkImport', 'setCyclePhase', 'closeOkr', 'reopenOkr'].includes(operation.name))
			continue;
		test(operation.name, async () => {
			const records = new Records(space);
			const path = await records.path(operation);
			const sent = decomposed(schema, await records.body(operation));
			const answer = await expect(goodStatus(operation),
				api.request(operation.method, path, sent, { root: true }));
			const body = answer.body.data ?? answer.body;

			assert.ok(comesBack(sent, body.check_in ?? body) > 0, 'something came back');
			assert.ok(!answer.text.includes(`e${mark}`));
		});
	}
});

describe('limits count what is kept', () => {
	test('255 letters with a mark each', async () => {
		const title = `e${mark}`.repeat(255);
		const made = await ok(api.post('/okr/objectives', { title }));

		assert.equal(made.title, 'é'.repeat(255));
		await badFields(['title'], api.post('/okr/objectives', { title: `${title}x` }));
	});

	test('65,535 bytes', async () => {
		const letter = '\u1112\u1161\u11ab'; // 9 bytes that become 3
		const made = await ok(api.post('/okr/objectives', { title: 'x', description: letter.repeat(21845) }));

		assert.equal(made.description, letter.normalize('NFC').repeat(21845));
		await badFields(['description'],
			api.post('/okr/objectives', { title: 'x', description: letter.repeat(21846) }));
	});
});

describe('what is looked for is in form C as well', () => {
	const word = unique('étude');
	const keyboards = [word.normalize('NFC'), word.normalize('NFD')];

	before(async () => {
		const cycle = await space.cycle({ name: `Cycle ${keyboards[1]}` });

		for (const [i, text] of keyboards.entries()) {
			const okr = await space.okr({ title: `${i} ${text}`, cycle_id: cycle.id, tags: [text] });

			await space.keyResult(okr.id, { title: text, unit: text });
			await ok(api.post('/kpis', { name: text, group_name: text }));
		}
	});

	for (const text of [...keyboards, word.replace('é', 'e')]) {
		const asked = encodeURIComponent(text);

		test(`searches: ${asked}`, async () => {
			for (const path of [`/okrs?q=${asked}`, `/goals?text=${asked}`,
				`/okr/objectives?search=${asked}`, `/okr/key-results?search=${asked}`]) {
				const body = await ok(api.get(path));

				assert.equal((body.items ?? body).length, 2, path);
			}
			assert.equal((await ok(api.post('/goals/search', { text }))).items.length, 2);
			for (const era of eraNames) {
				const { body } = await call(api, era, 'tools/call', { name: 'search_okrs', arguments: { query: text } });

				assert.equal(body.result.structuredContent.okrs.length, 2, era);
			}
		});
	}

	for (const text of keyboards) {
		const asked = encodeURIComponent(text);

		test(`filters: ${asked}`, async () => {
			for (const path of [`/okr/objectives?tags=${asked}`, `/okr/key-results?unit=${asked}`,
				`/kpis?group_name=${asked}`, `/okr/objectives?period=${encodeURIComponent('Cycle ')}${asked}`]) {
				const body = await ok(api.get(path));

				assert.equal((body.items ?? body).length, 2, path);
			}
		});
	}
});

describe('what other systems made is kept byte for byte', () => {
	const id = `sub-e${mark}`;

	test('ids and free JSON', async () => {
		assert.equal((await space.user({ external_id: id })).external_id, id);
		const made = await ok(api.post('/okr/objectives', { title: 'x', linked_project_ids: [id],
			dependencies: { [id]: id } }));

		assert.deepEqual([made.linked_project_ids, made.dependencies], [[id], { [id]: id }]);
		const keyResult = await ok(api.post('/okr/key-results', { title: 'x', connector_id: id }));

		assert.equal(keyResult.connector_id, id);
		const found = async (text) => (await ok(api.get(`/okr/key-results?connector_id=${encodeURIComponent(text)}`)))
			.items.length;

		assert.deepEqual([await found(id), await found(id.normalize('NFC'))], [1, 0]);
	});
});
