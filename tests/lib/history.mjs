// Load with a memory: clients that write check-ins and read, everything they were told, and the
// comparison of that with the database (reliability.md section 4, I1 to I4). An answer of 2xx is a
// promise; one of 4xx or a 503 says that nothing was written, unless it says that it does not know;
// no answer leaves it open.
import assert from 'node:assert/strict';
import { meanwhile, sleep } from './process.mjs';

export class History {
	/** `ask(method, path, options)` sends a request and may reject. */
	static async make(site, ask, { objectives = 3, keyResults = 2 } = {}) {
		const history = new History();
		Object.assign(history, { site, ask, writes: [], reads: [], keyResults: [], open: new Set() });
		const cycle = await history.must('POST', '/api/v1/cycles',
			{ name: `load ${Date.now()}`, start_date: '2020-01-01', end_date: '2040-01-01' });
		let parent;
		for (let i = 0; i < objectives; i++) {
			const okr = await history.must('POST', '/api/v1/okrs', {
				title: `load ${i}`, type: 'org', cycle_id: cycle.id,
				...parent && { parent_okr_id: parent },
				key_results: Array.from({ length: keyResults }, () => ({ title: 'k',
					metric_type: 'number', start_value: 0, target_value: 100000 })),
			});
			parent = okr.id;
			history.keyResults.push(...okr.key_results.map((one) => one.id));
		}
		return history;
	}

	async must(method, path, body) {
		const answer = await this.ask(method, path, { body });
		assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.json;
	}

	async note(list, entry, method, path, options) {
		entry.sent = Date.now();
		this.open.add(entry);
		try {
			const answer = await this.ask(method, path, { timeout: 30000, ...options });
			Object.assign(entry, { status: answer.status, answer });
		} catch (error) {
			Object.assign(entry, { status: 0, error });
		}
		entry.got = Date.now();
		this.open.delete(entry);
		list.push(entry);
		return entry;
	}

	/** Waits until everything that is under way now has been answered; others go on. */
	async settled() {
		const open = [...this.open];
		while (open.some((entry) => this.open.has(entry)))
			await sleep(1);
	}

	checkIn() {
		const value = this.writes.length + 1;
		const keyResult = this.keyResults[Math.floor(Math.random() * this.keyResults.length)];
		const entry = { keyResult, value, comment: `load ${Math.random()}` };
		return this.note(this.writes, entry, 'POST', `/api/v1/key-results/${keyResult}/checkins`,
			{ body: { value, comment: entry.comment, status: 'at_risk' } });
	}

	read() {
		const paths = ['/api/v1/okrs', `/api/v1/key-results/${this.keyResults[0]}`, '/api/v1/me'];
		return this.note(this.reads, {}, 'GET', paths[this.reads.length % 3], {});
	}

	/** Keeps clients busy while something is done. `pause`: between two requests of a client. */
	meanwhile({ writers = 4, readers = 2, pause = 5 }, work) {
		const client = (act) => async () => {
			const entry = await act();
			await sleep(entry.status >= 200 && entry.status < 300 ? pause : 20);
		};
		return meanwhile([
			...Array.from({ length: writers }, () => client(() => this.checkIn())),
			...Array.from({ length: readers }, () => client(() => this.read())),
		], work);
	}

	all() {
		return [...this.writes, ...this.reads];
	}

	/** Everything that went wrong, as texts. */
	troubles(list = this.all()) {
		return list.filter((entry) => entry.status < 200 || entry.status >= 300).map((entry) =>
			`${entry.status} ${entry.answer?.text ?? entry.error.message}`);
	}

	/** What was promised and what is stored: texts of what differs. */
	async differences() {
		const rows = await this.site.mariadb.sql(`SELECT LOWER(HEX(c.id)), comment, value, status,
			LOWER(HEX(key_result_id)) FROM check_in c WHERE comment LIKE 'load %'`);
		const stored = new Map(), out = [];
		for (const [id, comment, value, status, keyResult] of rows)
			stored.set(comment, [...stored.get(comment) ?? [], { id, value, status, keyResult }]);
		for (const write of this.writes) {
			const found = stored.get(write.comment) ?? [];
			stored.delete(write.comment);
			const isPromised = write.status >= 200 && write.status < 300;
			const isOpen = write.status === 0 || write.status === 502 || write.status === 504 ||
				/look whether it was|does not answer/.test(write.answer.text);
			const most = isPromised || isOpen ? 1 : 0, least = isPromised ? 1 : 0;
			if (found.length < least || found.length > most)
				out.push(`${write.status}: ${found.length} rows (${write.answer?.text})`);
			else if (isPromised && (found[0].id !== write.answer.json.id.replaceAll('-', '') ||
				Number(found[0].value) !== write.value || found[0].status !== '2' ||
				found[0].keyResult !== write.keyResult.replaceAll('-', '')))
				out.push(`stored otherwise: ${JSON.stringify(found[0])} ${write.answer.text}`);
		}
		for (const comment of stored.keys())
			out.push(`nobody sent ${comment}`);
		return [...out, ...await this.wrongValues()];
	}

	/** Key results whose current value is not that of the newest entry. */
	async wrongValues() {
		const rows = await this.site.mariadb.sql(`SELECT HEX(k.id), current_value, (SELECT value
			FROM check_in c WHERE c.organisation_id = k.organisation_id AND key_result_id = k.id AND
			value IS NOT NULL ORDER BY checked_in_at DESC, id DESC LIMIT 1) AS newest
			FROM key_result k HAVING newest IS NOT NULL AND newest <> current_value`);
		return rows.map((row) => `current value: ${row}`);
	}

	/** Fails unless all promises were kept and okrctl verify agrees. */
	async check() {
		assert.deepEqual(await this.differences(), []);
		const verified = await this.site.okrctl('verify');
		assert.equal(verified.code, 0, verified.out + verified.err);
	}
}

/** Whether a 503 is as it should be. */
export function assertUnavailable(answer) {
	assert.equal(answer.status, 503, answer.text.slice(0, 300));
	assert.equal(answer.json.error, 'service_unavailable');
	assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
	assert.match(answer.headers['content-type'], /^application\/json/);
}
