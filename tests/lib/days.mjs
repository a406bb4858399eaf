// Days and instants counted from today, because everything that is computed hangs on today's date.
import { now } from './now.mjs';

const dayMs = 86400000;

/** The UTC date so many days from now. */
export function day(offset) {
	return new Date(now() + offset * dayMs).toISOString().slice(0, 10);
}

/** The same time of the day, so many days and seconds from now. */
export function instant(offsetDays, offsetSeconds = 0) {
	const time = new Date(now() + offsetDays * dayMs + offsetSeconds * 1000);

	return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
