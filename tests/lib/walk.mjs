/*
 * Walks through a list by the URLs that its Link headers name.
 */
import assert from 'node:assert/strict';

import { expect } from './client.mjs';
import { url } from './server.mjs';

// The next page's address behind the host, or undefined on the last page.
export function nextOf(answer) {
	const { link } = answer.headers;

	if (link === undefined) {
		return undefined;
	}
	const [, target] = /^<([^>]+)>; rel="next"$/.exec(link);

	assert.ok(target.startsWith(`${url}/api/v1/`), link);
	return target.slice(url.length);
}

// Every answer from a path on; `between` is called with each page's number before the next is read.
export async function walk(api, path, { options = {}, between = () => {} } = {}) {
	const answers = [];

	for (let next = `/api/v1${path}`; next; ) {
		const answer = await expect(200, api.get(next, { ...options, root: true }));

		answers.push(answer);
		await between(answers.length);
		next = nextOf(answer);
		assert.ok(answers.length < 1000, 'the walk does not end');
	}
	return answers;
}

// The ids of all pages, for lists with an envelope and without.
export function idsOf(answers) {
	return answers.flatMap(({ body }) => body.data ?? body).map(({ id }) => id);
}
