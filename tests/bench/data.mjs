/*
 * The generated data set, as statements: the database makes the rows itself, from its sequences, so
 * that millions take seconds. Trees of three levels; every key result has its history. What is
 * derived from these rows is left to `okrctl verify --repair`.
 */

const dayMs = 86400000;

/** What `options` ask for, in columns the statements below share. */
export function shapeOf({ workspaces, objectives, keyResults, checkIns }) {
	const today = Math.floor(Date.now() / dayMs) * dayMs;

	return {
		workspaces, objectives, keyResults, checkIns,
		base: today - 55 * dayMs, // when the first objective was made
		apart: Math.floor(50 * dayMs / (checkIns + 1)), // between two check-ins
		roots: Math.max(1, Math.floor(objectives / 50)),
		middles: Math.max(1, Math.floor(objectives / 5)),
		people: 50,
	};
}

// A version 7 UUID of these parts.
function id(ms, salt) {
	return `UNHEX(CONCAT(LPAD(HEX(${ms}), 12, '0'), '70008', LPAD(HEX(${salt}), 15, '0')))`;
}

const organisation = (base) => id(`${base}`, 'w.seq');
const person = (base, number) => id(`${base} + (${number})`, '1');
const cycle = (base, number) => id(`${base} + (${number})`, '2');
const objective = (base, number) => id(`${base} + 1000 * (${number})`, '3');
const keyResult = (base, number, k) => id(`${base} + 1000 * (${number}) + (${k})`, '4');
const time = (ms) => `FROM_UNIXTIME((${ms}) / 1000)`;

function directory(s) {
	const admin = person(s.base, 1);

	return `
INSERT INTO organisation (id, name, name_key, revision, stamped_at)
  SELECT ${organisation(s.base)}, CONCAT('Bench ', w.seq), CONCAT('bench ', w.seq), w.seq, ${s.base}
  FROM seq_1_to_${s.workspaces} w;
INSERT INTO person (organisation_id, id, version, updated_at, name, email, email_key,
    role, active)
  SELECT ${organisation(s.base)}, ${person(s.base, 'p.seq')}, 1, ${time(s.base)},
    CONCAT('Person ', p.seq), CONCAT('person', p.seq, '@example.org'),
    CONCAT('person', p.seq, '@example.org'), IF(p.seq = 1, 2, 0), 1
  FROM seq_1_to_${s.workspaces} w JOIN seq_1_to_${s.people} p;
INSERT INTO cycle (organisation_id, id, version, updated_at, created_by, updated_by, name,
    name_key, start_date, end_date)
  SELECT ${organisation(s.base)}, ${cycle(s.base, 'c.seq')}, 1, ${time(s.base)}, ${admin}, ${admin},
    CONCAT('Quarter ', c.seq), CONCAT('quarter ', c.seq), CURDATE() + INTERVAL 31 DAY - INTERVAL 91 * c.seq DAY,
    CURDATE() + INTERVAL 121 DAY - INTERVAL 91 * c.seq DAY
  FROM seq_1_to_${s.workspaces} w JOIN seq_1_to_8 c;`;
}

function rows(s) {
	const admin = person(s.base, 1);
	const own = objective(s.base, 'o.seq');
	const parent = `CASE WHEN o.seq <= ${s.roots} THEN NULL
    WHEN o.seq <= ${s.roots + s.middles} THEN ${objective(s.base, `1 + o.seq % ${s.roots}`)}
    ELSE ${objective(s.base, `${s.roots} + 1 + o.seq % ${s.middles}`)} END`;
	const at = `${s.base} + 1000 * o.seq + i.seq * ${s.apart}`;

	return `
INSERT INTO objective (organisation_id, id, version, updated_at, created_by, updated_by, parent_id,
    cycle_id, owner_id, title, description, weight, period_start, period_end, type, visibility,
    lifecycle, check_in_frequency, source_type, is_archived, is_shared, schema_version, progress)
  SELECT ${organisation(s.base)}, ${own}, 1, ${time(`${s.base} + 1000 * o.seq`)}, ${admin}, ${admin},
    ${parent}, ${cycle(s.base, 1)}, ${person(s.base, '1 + o.seq % 50')},
    CONCAT('Objective ', o.seq, ' makes something better'), NULL, 1, CURDATE() - INTERVAL 60 DAY,
    CURDATE() + INTERVAL 30 DAY, 0, 0, 1, 0, 4, 0, 1, 1, 0
  FROM seq_1_to_${s.workspaces} w JOIN seq_1_to_${s.objectives} o;
INSERT INTO key_result (organisation_id, id, version, updated_at, created_by, updated_by, home_id,
    objective_id, owner_id, title, unit, start_value, target_value, current_value, initial_value,
    weight, metric_type, direction, status, initial_status, data_source, source_type,
    schema_version, progress, velocity, trend, check_in_count)
  SELECT ${organisation(s.base)}, ${keyResult(s.base, 'o.seq', 'k.seq')}, 1,
    ${time(`${s.base} + 1000 * o.seq`)}, ${admin}, ${admin}, ${own}, ${own},
    ${person(s.base, '1 + (o.seq + k.seq) % 50')}, CONCAT('Key result ', k.seq, ' of objective ',
    o.seq), 'points', 0, 100, 0, 0, 1, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, ${s.checkIns}
  FROM seq_1_to_${s.workspaces} w JOIN seq_1_to_${s.objectives} o JOIN seq_1_to_${s.keyResults} k;
INSERT INTO check_in (organisation_id, id, version, updated_at, created_by, updated_by,
    key_result_id, checked_in_at, kind, value, status, comment, person_id)
  SELECT ${organisation(s.base)}, ${id(at, '16 * o.seq + k.seq')}, 1, ${time(at)}, ${admin}, ${admin},
    ${keyResult(s.base, 'o.seq', 'k.seq')}, ${time(at)}, 0, 7 * i.seq + (o.seq + k.seq) % 9, 1,
    'A word about how it goes', ${person(s.base, '1 + o.seq % 50')}
  FROM seq_1_to_${s.workspaces} w JOIN seq_1_to_${s.objectives} o JOIN seq_1_to_${s.keyResults} k
    JOIN seq_1_to_${s.checkIns} i;`;
}

/** All of it, as one text for the database's client. */
export function statements(shape) {
	return `SET foreign_key_checks = 0, unique_checks = 0, time_zone = '+00:00';
SET NAMES utf8mb4;
${directory(shape)}
${rows(shape)}
SET foreign_key_checks = 1, unique_checks = 1;
ANALYZE TABLE objective, key_result, check_in, person, cycle, organisation;`;
}

function hex(number, digits) {
	return Math.floor(number).toString(16).padStart(digits, '0');
}

function uuid(ms, salt) {
	const digits = `${hex(ms, 12)}70008${hex(salt, 15)}`;

	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// The same ids, for requests.
export const organisationId = (s, w) => uuid(s.base, w);
export const objectiveId = (s, number) => uuid(s.base + 1000 * number, 3);
export const keyResultId = (s, number, k) => uuid(s.base + 1000 * number + k, 4);

/** Key results of leaves: a check-in of one climbs over two ancestors. */
export function leaves(s, count) {
	const first = s.roots + s.middles + 1;
	const found = [];

	for (let i = 0; i < count; i++) {
		const number = first + Math.floor((s.objectives - first + 1) * i / count);

		found.push({ objective: objectiveId(s, number),
			keyResult: keyResultId(s, number, 1 + i % s.keyResults) });
	}
	return found;
}
