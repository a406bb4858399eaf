/*
 * A strict reader of RFC 4180: lines end in CR LF, quotes stand around a whole field, quotes within
 * are doubled, every line has as many fields. What is not so is an error.
 */
import assert from 'node:assert/strict';

// One field from `at` on: its text, whether it was quoted, and where it ends.
function readField(text, at) {
	if (text[at] !== '"') {
		const [value] = /^[^",\r\n]*/.exec(text.slice(at, at + 70000));

		return { value, isQuoted: false, end: at + value.length };
	}
	let value = '';

	for (let i = at + 1; ; i++) {
		assert.ok(i < text.length, 'a quoted field does not end');
		if (text[i] !== '"') {
			value += text[i];
		} else if (text[i + 1] === '"') {
			value += '"';
			i++;
		} else {
			return { value, isQuoted: true, end: i + 1 };
		}
	}
}

// All lines, each an array of { value, isQuoted }. `lineEnd` is another than CR LF for files that a
// program wrote.
export function parseFields(text, lineEnd = '\r\n') {
	const lines = [];
	let fields = [];

	for (let at = 0; at < text.length; ) {
		const field = readField(text, at);

		fields.push(field);
		at = field.end;
		if (text[at] === ',') {
			at++;
			continue;
		}
		assert.equal(text.slice(at, at + lineEnd.length), lineEnd, `at byte ${at}`);
		at += lineEnd.length;
		lines.push(fields);
		fields = [];
	}
	assert.ok(lines.every((line) => line.length === lines[0].length), 'lines differ in length');
	return lines;
}

// The rows below the header, as objects of texts by the names in the header.
export function parseCsv(text) {
	const [header, ...rows] = parseFields(text).map((line) => line.map(({ value }) => value));

	assert.equal(new Set(header).size, header.length, `a name twice: ${header}`);
	return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}
