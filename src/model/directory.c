/*
 * What people, departments, teams and cycles are, as tables. Their rules are service/directory.c's.
 */
#include "model/directory.h"

#define NAME (FIELD_COLUMN | FIELD_TITLE | FIELD_SEARCHED | FIELD_FILLED)
#define UNIQUE_NAME (NAME | FIELD_UNIQUE)

static const struct field person_fields[] = {
	RECORD_FIELDS(struct person),
	FIELD(struct person, name, NAME, .example = "Alice Nguyen",
	      .meaning = "The person's full name."),
	FIELD(struct person, email, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED | FIELD_UNIQUE,
	      .example = "alice@example.com", .meaning = "E-mail address, unique."),
	FIELD(struct person, role, FIELD_COLUMN, .words = role_words,
	      .meaning = "Admins see and may do everything; the other roles are labels."),
	FIELD(struct person, department_id, FIELD_COLUMN, .refers = &department_thing,
	      .meaning = "The department of the person."),
	FIELD(struct person, manager_id, FIELD_COLUMN, .refers = &person_thing, .example = "null",
	      .meaning = "The user whom the person reports to; it gives that user no rights."),
	FIELD(struct person, external_id, FIELD_COLUMN | FIELD_TITLE | FIELD_UNIQUE | FIELD_EXACT,
	      .example = "null", .meaning = "What a foreign identity provider calls the person."),
	FIELD_AS("active", struct person, is_active, FIELD_COLUMN, .example = "true",
		 .meaning = "False for those who left: their name stays in history."),
	FIELD(struct person, team_ids, 0, .source = SOURCE_TABLE, .refers = &team_thing,
	      .meaning = "The teams of the person."),
};

static const struct person blank_person = {
	.record = RECORD_BLANK,
	.role = ROLE_MEMBER,
	.is_active = true,
};

const struct thing person_thing = {
	.name = "user",
	.table = "person",
	.form = THING_FORM(struct person, person_fields, blank_person, person_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct field department_fields[] = {
	RECORD_FIELDS(struct department),
	FIELD(struct department, name, UNIQUE_NAME, .example = "Product",
	      .meaning = "The department's name, unique."),
	FIELD(struct department, parent_id, FIELD_COLUMN, .refers = &department_thing,
	      .example = "null", .meaning = "The department above it."),
};

static const struct department blank_department = { .record = RECORD_BLANK };

const struct thing department_thing = {
	.name = "department",
	.table = "department",
	.form = THING_FORM(struct department, department_fields, blank_department,
			   department_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct field team_fields[] = {
	RECORD_FIELDS(struct team),
	FIELD(struct team, name, UNIQUE_NAME, .example = "Growth",
	      .meaning = "The team's name, unique."),
	FIELD(struct team, department_id, FIELD_COLUMN, .refers = &department_thing,
	      .meaning = "The department it belongs to."),
};

static const struct team blank_team = { .record = RECORD_BLANK };

const struct thing team_thing = {
	.name = "team",
	.table = "team",
	.form = THING_FORM(struct team, team_fields, blank_team, team_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct field cycle_fields[] = {
	RECORD_FIELDS(struct cycle),
	FIELD(struct cycle, name, UNIQUE_NAME, .example = "Q2 2026",
	      .meaning = "The cycle's name, unique."),
	FIELD(struct cycle, start_date, FIELD_COLUMN | FIELD_FILLED, .example = "2026-04-01",
	      .meaning = "First day."),
	FIELD(struct cycle, end_date, FIELD_COLUMN | FIELD_FILLED, .example = "2026-06-30",
	      .meaning = "Last day, included."),
	FIELD(struct cycle, phase, FIELD_COLUMN | FIELD_FILLED, .words = cycle_phase_words,
	      .example = "running",
	      .meaning = "Where the cycle is in its life: what may still be written in it."),
	FIELD(struct cycle, closed_on, FIELD_COLUMN, .example = "null",
	      .meaning = "The day (UTC) on which the cycle was closed."),
	FIELD(struct cycle, status, FIELD_FILLED, .source = SOURCE_READING,
	      .words = cycle_status_words, .example = "active",
	      .meaning = "Computed from today's UTC date."),
};

static const struct cycle blank_cycle = {
	.record = RECORD_BLANK,
	.start_date = { INT32_MIN },
	.end_date = { INT32_MIN },
	.phase = PHASE_RUNNING,
	.closed_on = { INT32_MIN },
};

static const struct pair cycle_pairs[] = {
	{ PAIR_PERIOD, offsetof(struct cycle, start_date), offsetof(struct cycle, end_date) },
};

const struct thing cycle_thing = {
	.name = "cycle",
	.table = "cycle",
	.form = THING_FORM(struct cycle, cycle_fields, blank_cycle, cycle_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
	PAIRS(cycle_pairs),
};

bool email_normalise(struct arena *arena, struct text email, struct text *out)
{
	struct text copy = arena_copy(arena, text_trim(email));
	char *bytes = (char *)copy.data;
	size_t at = copy.size;

	for (size_t i = 0; i < copy.size; i++) {
		if ((unsigned char)bytes[i] <= ' ' || bytes[i] == 0x7f)
			return false;
		if (bytes[i] == '@') {
			if (at != copy.size)
				return false;
			at = i;
		}
		if (bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] - 'A' + 'a');
	}
	if (at == 0 || at + 1 >= copy.size)
		return false;
	*out = copy;
	return true;
}
