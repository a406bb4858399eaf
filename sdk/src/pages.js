/*
 * Lists. `await` gives the first page, `for await` every record of all pages, whichever way the
 * route says where the next page is: a bare array with a Link header, or an envelope with a cursor.
 */

// The cursor in the URL that a Link header calls "next". Only the cursor is taken from it, so that
// no answer can send the credential to another host.
function cursorOf(link) {
	const [, url] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];

	return url === undefined ? null : new URL(url, 'http://localhost').searchParams.get('cursor');
}

export class Page {
	#read;

	constructor({ body, headers }, read) {
		this.items = Array.isArray(body) ? body : body.items ?? body.data;
		this.next_cursor = body.next_cursor ?? cursorOf(headers.get('link'));
		// How many records there are on all pages, where the route tells it.
		this.total = body.total ?? null;
		this.#read = read;
	}

	get hasNext() {
		return this.next_cursor !== null;
	}

	// The page behind this one, null behind the last.
	async next() {
		return this.hasNext ? new Page(await this.#read(this.next_cursor), this.#read) : null;
	}
}

export class List {
	#read;
	#first;

	// `read` sends the request for the page at a cursor; nothing is sent before it is asked for.
	constructor(read) {
		this.#read = read;
	}

	first() {
		this.#first ??= this.#read().then((answer) => new Page(answer, this.#read));
		return this.#first;
	}

	then(resolve, reject) {
		return this.first().then(resolve, reject);
	}

	async *pages() {
		for (let page = await this.first(); page; page = await page.next()) {
			yield page;
		}
	}

	async *[Symbol.asyncIterator]() {
		for await (const page of this.pages()) {
			yield* page.items;
		}
	}

	// All records, or so many at most.
	async toArray(most = Infinity) {
		const items = [];

		for await (const page of this.pages()) {
			items.push(...page.items);
			if (items.length >= most) {
				break;
			}
		}
		return items.slice(0, most);
	}
}
