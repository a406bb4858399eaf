/*
 * Lines to rows: each member is read as the kind of its column has it. What a column cannot hold the
 * database refuses.
 */
#include "service/restore_record.h"

#include "base/json_read.h"
#include "model/journal.h"
#include "service/journal_content.h"

static const struct error *bad_value(struct arena *arena, const char *name)
{
	return error_new(arena, ERROR_INVALID, "A line has a value for %s that it cannot have.",
			 name);
}

/* ---- values ---------------------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	const struct field *field;
	struct text json;
	void *at;
};

static bool read_id(const struct reading *reading)
{
	return id_parse(json_read_string(reading->arena, reading->json), reading->at);
}

static bool read_text(const struct reading *reading)
{
	struct text text = json_read_string(reading->arena, reading->json);

	*(struct text *)reading->at = arena_copy(reading->arena, text);
	return !text_is_none(text);
}

static bool read_number(const struct reading *reading)
{
	return json_read_number(reading->json, reading->at);
}

static bool read_integer(const struct reading *reading)
{
	double number;

	if (!json_read_number(reading->json, &number) || number != (double)(int64_t)number)
		return false;
	*(int64_t *)reading->at = (int64_t)number;
	return true;
}

static bool read_flag(const struct reading *reading)
{
	*(bool *)reading->at = text_equal(text_trim(reading->json), TEXT("true"));
	return json_read_kind(reading->json) == JSON_FLAG;
}

static bool read_word(const struct reading *reading)
{
	return word_parse(reading->field->words, json_read_string(reading->arena, reading->json),
			  reading->at);
}

static bool read_date(const struct reading *reading)
{
	return date_parse(json_read_string(reading->arena, reading->json), reading->at);
}

static bool read_instant(const struct reading *reading)
{
	return instant_parse(json_read_string(reading->arena, reading->json), reading->at);
}

static bool read_json(const struct reading *reading)
{
	((struct json_value *)reading->at)->text =
		arena_copy(reading->arena, text_trim(reading->json));
	return true;
}

static bool (*const readers[])(const struct reading *reading) = {
	[FIELD_ID] = read_id,         [FIELD_TEXT] = read_text,
	[FIELD_NUMBER] = read_number, [FIELD_INTEGER] = read_integer,
	[FIELD_FLAG] = read_flag,     [FIELD_WORD] = read_word,
	[FIELD_DATE] = read_date,     [FIELD_INSTANT] = read_instant,
	[FIELD_JSON] = read_json,
};

static bool read_value(struct arena *arena, const struct field *field, struct text json, void *row)
{
	struct reading reading = { arena, field, json, (char *)row + field->offset };

	if (json_read_kind(json) != JSON_NULL)
		return readers[field->kind](&reading);
	field_clear(field->kind, reading.at);
	return true;
}

const struct error *restore_columns(struct arena *arena, const struct form *form, struct text line,
				    void *row)
{
	struct text rest = line, name, value;

	while (json_read_next(&rest, &name, &value)) {
		struct text plain = json_read_string(arena, name);
		const struct field *field = field_named(form, plain);

		if (text_equal(plain, TEXT("t")))
			continue;
		if (!field || !(field->flags & FIELD_COLUMN))
			return error_new(
				arena, ERROR_INVALID,
				"A line has a member that this version does not know: %.*s.",
				TEXT_PRINT(text_first(plain, ERROR_NAME_MAX)));
		if (!read_value(arena, field, value, row))
			return bad_value(arena, field->name);
	}
	return NULL;
}

/* ---- the journal ----------------------------------------------------------------------------- */

static bool take_word(struct arena *arena, struct text line, const char *name,
		      const struct word_name *words, int64_t *out)
{
	struct text json = json_read_member(line, text_from(name));
	word value;

	if (!word_parse(words, json_read_string(arena, json), &value))
		return false;
	*out = value;
	return true;
}

static bool take_id(struct arena *arena, struct text line, const char *name, struct text *out)
{
	struct text json = json_read_member(line, text_from(name));
	struct id id;

	*out = TEXT_NONE;
	if (json_read_kind(json) == JSON_NULL)
		return true;
	if (!id_parse(json_read_string(arena, json), &id))
		return false;
	*out = arena_copy(arena, (struct text){ (const char *)&id, sizeof(id) });
	return true;
}

static void take_text(struct arena *arena, struct text line, const char *name, struct text *out)
{
	*out = arena_copy(arena, json_read_string(arena, json_read_member(line, text_from(name))));
}

/* As the column takes it: a blank between, no zone. */
static bool take_time(struct arena *arena, struct text line, struct text *out)
{
	struct text at = json_read_string(arena, json_read_member(line, TEXT("at")));
	struct instant instant;

	if (!instant_parse(at, &instant) || at.size < 20)
		return false;
	*out = arena_print(arena, "%.10s %.*s", at.data, (int)(at.size - 12), at.data + 11);
	return true;
}

/* What was erased stays so. */
static void take_content(struct arena *arena, struct text line, struct journal_link *link)
{
	struct text content = json_read_member(line, TEXT("content"));

	link->is_erased = json_read_kind(content) != JSON_OBJECT;
	if (link->is_erased)
		return;
	link->content = journal_content(
		arena, json_read_string(arena, json_read_member(content, TEXT("title"))),
		json_read_member(content, TEXT("changes")),
		json_read_member(content, TEXT("context")));
}

const struct error *restore_journal(struct arena *arena, struct text line,
				    struct journal_link *link)
{
	double sequence = 0;
	bool is_sound = json_read_number(json_read_member(line, TEXT("sequence")), &sequence);

	*link = (struct journal_link){ .sequence = (int64_t)sequence };
	is_sound &= take_time(arena, line, &link->at);
	is_sound &= take_word(arena, line, "type", journal_type_words, &link->type);
	is_sound &=
		take_word(arena, line, "subject_type", journal_subject_words, &link->subject_type);
	is_sound &= take_word(arena, line, "actor_type", journal_actor_words, &link->actor_type);
	is_sound &= take_word(arena, line, "via", journal_via_words, &link->via);
	is_sound &= take_id(arena, line, "subject_id", &link->subject_id);
	is_sound &= take_id(arena, line, "objective_id", &link->objective_id);
	is_sound &= take_id(arena, line, "cycle_id", &link->cycle_id);
	is_sound &= take_id(arena, line, "actor_id", &link->actor_id);
	take_text(arena, line, "app_id", &link->app_id);
	take_text(arena, line, "request_id", &link->request_id);
	take_text(arena, line, "reason", &link->reason);
	take_content(arena, line, link);
	return is_sound ? NULL : bad_value(arena, "journal");
}
