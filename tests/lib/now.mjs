// The time that tests count from: the machine's, unless tests/lib/clock.mjs has set another one.
let given;

/** Milliseconds since 1970. */
export function now() {
	return given ?? Date.now();
}

/** For clock.mjs alone. */
export function setNow(ms) {
	given = ms;
}
