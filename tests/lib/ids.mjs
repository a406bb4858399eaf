// Ids as UUIDs with the time of their making in them, and as SQL writes them.

/** An id as a literal of SQL. */
export function hex(id) {
	return `x'${id.replaceAll('-', '')}'`;
}

function toUuid(digits) {
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The same id, made so many days earlier: a record's time of creation is the time in its id. */
export function olderId(id, days) {
	const digits = id.replaceAll('-', '');
	const ms = parseInt(digits.slice(0, 12), 16) - days * 86400000;

	return toUuid(ms.toString(16).padStart(12, '0') + digits.slice(12));
}

/** When a record with this id was made. */
export function timeOf(id) {
	return new Date(parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
