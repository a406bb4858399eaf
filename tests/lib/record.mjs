/*
 * What was asked and answered, for the check against the API description (tests/contract): a line a
 * request in a file a process, in the folder that OKR_TEST_RECORD names. Credentials are left out.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.OKR_TEST_RECORD;

if (folder) {
	mkdirSync(folder, { recursive: true });
}

function withoutCredential(headers) {
	return Object.fromEntries(Object.entries(headers)
		.map(([name, value]) => [name.toLowerCase(), value])
		.filter(([name]) => name !== 'authorization'));
}

export function record(method, path, sent, payload, answer) {
	if (!folder) {
		return;
	}
	const { status, headers, text } = answer;
	const line = JSON.stringify({ method, path, sent: withoutCredential(sent),
		payload: payload?.toString(), status, headers, text });

	appendFileSync(join(folder, `${process.pid}.jsonl`), `${line}\n`);
}
