// Asking as a patient client does. On a machine that is busy with other things a request may be told to
// try again (503): that is no fault of what such a test looks at, and it does.
import { randomUUID } from 'node:crypto';
import { sleep } from './process.mjs';

const MAX_MS = 120000; // a server that has not answered by then does not only have others to serve

/** Asks until the answer is another than 503. The key keeps a POST from being done twice. */
export async function insist(site, method, path, options = {}) {
	const headers = { 'Idempotency-Key': randomUUID(), ...options.headers };

	for (const deadline = Date.now() + MAX_MS; ;) {
		const answer = await site.ask(method, path, { timeout: 60000, ...options, headers });

		if (answer.status !== 503 || Date.now() > deadline)
			return answer;
		await sleep(100);
	}
}
