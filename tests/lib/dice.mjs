// Numbers that look random and are the same in every run: what fails can be seen again.

/** A function that gives a number from 0 to below 1 (mulberry32). */
export function dice(seed) {
	let state = seed;

	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);

		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** Picks: `pick([…])` one of them, `between(a, b)` a whole number from a to b. */
export function picks(seed) {
	const random = dice(seed);
	const between = (least, most) => least + Math.floor(random() * (most - least + 1));

	return { random, between, pick: (items) => items[between(0, items.length - 1)] };
}
