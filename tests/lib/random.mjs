// What tests draw at random: a run with the same OKR_TEST_SEED draws the same.

export const seed = Number(process.env.OKR_TEST_SEED ?? Date.now() % 1000000);

/** Mulberry32: numbers from 0 up to but not including 1. */
export function randomFrom(first) {
	let state = first;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** The items in an order that is drawn. */
export function shuffled(items, random) {
	const out = [...items];
	for (let i = out.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[out[i], out[j]] = [out[j], out[i]];
	}
	return out;
}
