/*
 * Compares an answer with a sample of the seed: every member of the sample has to be there with the
 * same type; more members are fine. Where a sample shows null or a value that other records may
 * lack, the pattern says "any of these types".
 */
import assert from 'node:assert/strict';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const date = /^\d{4}-\d\d-\d\d$/;

// What a pattern may say of a value.
export const is = {
	id: (value) => uuid.test(value),
	stamp: (value) => stamp.test(value),
	date: (value) => date.test(value),
	text: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number',
	fraction: (value) => typeof value === 'number' && value >= 0 && value <= 1,
	score: (value) => Number.isInteger(value) && value >= 0 && value <= 100,
	flag: (value) => typeof value === 'boolean',
	oneOf: (...words) => (value) => words.includes(value),
	orNull: (test) => (value) => value === null || test(value),
};

// A pattern is a test of a value, an object of patterns, an array with the pattern of each item, or
// the value itself.
export function hasShape(value, pattern, where = 'the answer') {
	if (typeof pattern === 'function') {
		assert.ok(pattern(value), `${where}: ${JSON.stringify(value)}`);
	} else if (Array.isArray(pattern)) {
		assert.ok(Array.isArray(value), `${where} is no array`);
		value.forEach((item, i) => hasShape(item, pattern[0], `${where}[${i}]`));
	} else if (pattern !== null && typeof pattern === 'object') {
		assert.ok(value !== null && typeof value === 'object', `${where} is no object`);
		for (const [name, inner] of Object.entries(pattern)) {
			assert.ok(name in value, `${where} has no ${name}`);
			hasShape(value[name], inner, `${where}.${name}`);
		}
	} else {
		assert.deepEqual(value, pattern, where);
	}
}

const status = is.oneOf('on_track', 'at_risk', 'off_track', 'not_started');

export const samples = {
	keyResult: { id: is.id, title: is.text,
		metric_type: is.oneOf('number', 'percentage', 'currency', 'boolean'),
		start_value: is.number, current_value: is.number, target_value: is.number,
		progress: is.fraction, status, owner_id: is.orNull(is.id) },
	cycle: { id: is.id, name: is.text, start_date: is.date, end_date: is.date,
		status: is.oneOf('active', 'upcoming', 'ended') },
	checkIn: { id: is.id, okr_id: is.id, key_result_id: is.id, value: is.number,
		status: is.oneOf('on_track', 'at_risk', 'off_track', 'blocked'),
		comment: is.orNull(is.text), blocker_note: is.orNull(is.text), created_at: is.stamp },
};

samples.okr = { id: is.id, title: is.text,
	type: is.oneOf('org', 'department', 'team', 'individual'),
	owner: is.orNull(is.text), progress: is.fraction, status, health_score: is.score,
	cycle: is.orNull(is.text), key_results: [samples.keyResult] };
