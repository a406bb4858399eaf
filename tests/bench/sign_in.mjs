// What signing in costs (docs/performance.md): the time of a sign-in with an address that is known and one
// that is not, what ten thousand sessions cost a light read, and how many questions a request asks the
// database. It measures and proves nothing. Usage: node tests/bench/sign_in.mjs [ROUNDS]
import { Site } from '../lib/site.mjs';

const rounds = Number(process.argv[2] ?? 60);
const password = 'correct horse battery staple';
const page = { 'X-OKR-Console': '1' };
const site = await Site.make();
let peer = 0;

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const round = (value) => Math.round(value * 100) / 100;

async function timed(work) {
	const begun = process.hrtime.bigint();

	await work();
	return Number(process.hrtime.bigint() - begun) / 1e6;
}

// From another address each time: nobody is limited.
async function signIn(email, word) {
	peer++;
	const { status } = await site.ask('POST', '/api/v1/session', { key: undefined, headers: page, body: { email, password: word },
		peer: `127.0.${peer >> 8}.${peer & 255}` });

	if (status !== 401)
		throw new Error(`a wrong password is answered with ${status}`);
}

async function questions() {
	const text = await site.mariadb.sql("SHOW GLOBAL STATUS LIKE 'Questions'", null);

	return Number(/\d+/.exec(text)[0]);
}

async function questionsOf(count, work) {
	const before = await questions();

	for (let i = 0; i < count; i++)
		await work();
	return (await questions() - before - 1) / count;
}

async function lights(work) {
	const times = [];

	for (let i = 0; i < 400; i++)
		times.push(await timed(work));
	return median(times);
}

try {
	site.key = (await site.makeKey()).key;
	await site.serve({ workers: 1 });
	const { url } = await site.administer('workspace', 'create', '--name', 'Bench', '--admin-email', 'ada@example.org');
	const made = await site.ask('POST', '/api/v1/session/token', { key: undefined, headers: page,
		body: { token: url.split('#')[1], password } });
	const Cookie = made.headers['set-cookie'].split(';')[0];
	const bySession = () => site.ask('GET', '/api/v1/cycles', { key: undefined, headers: { ...page, Cookie } });
	const byKey = () => site.ask('GET', '/api/v1/cycles');

	// In turn, so that what else the machine does meets both; and with something between, for the one
	// worker writes a failure of a known account down when the answer is out.
	const known = [], unknown = [];
	for (let i = 0; i < rounds; i++) {
		await byKey();
		known.push(await timed(() => signIn('ada@example.org', 'a wrong password')));
		await byKey();
		unknown.push(await timed(() => signIn(`nobody${i}@example.org`, 'a wrong password')));
	}
	const [a, b] = [median(known), median(unknown)];
	console.log(`refused sign-in, known address    ${round(a)} ms (median of ${rounds})`);
	console.log(`refused sign-in, unknown address  ${round(b)} ms, ${round((b / a - 1) * 100)} % more`);

	await bySession();
	await byKey();
	console.log(`questions of a list by key        ${round(await questionsOf(50, byKey))}`);
	console.log(`questions of a list by session    ${round(await questionsOf(50, bySession))}`);

	const before = [await lights(byKey), await lights(bySession)];
	await site.mariadb.sql(`INSERT INTO session (organisation_id, id, person_id, hash, method, seen_at, expires_at)
		SELECT s.organisation_id, UNHEX(MD5(seq)), s.person_id, UNHEX(SHA2(seq, 256)), 0, s.seen_at, s.expires_at
		FROM session s JOIN seq_1_to_10000 LIMIT 10000`);
	const after = [await lights(byKey), await lights(bySession)];
	for (const [i, who] of ['key', 'session'].entries())
		console.log(`light read by ${who.padEnd(19)} ${round(before[i])} ms, with 10,000 sessions ${round(after[i])} ms`);
} finally {
	await site.close();
}
