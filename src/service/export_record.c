/*
 * Rows to lines. Which rows there are is export.c's.
 */
#include "service/export_record.h"

#include "model/journal.h"
#include "service/journal_content.h"

/* ---- values ---------------------------------------------------------------------------------- */

static void write_id(struct json_writer *json, struct id id)
{
	char printed[ID_UUID_SIZE];

	if (id_is_none(id)) {
		json_null(json);
		return;
	}
	id_print_uuid(id, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

void export_instant(struct json_writer *json, struct instant at)
{
	char seconds[INSTANT_SIZE], printed[INSTANT_SIZE + 8];
	int size;

	if (instant_is_none(at)) {
		json_null(json);
		return;
	}
	instant_print(at, seconds);
	size = snprintf(printed, sizeof(printed), "%.19s.%03dZ", seconds,
			(int)((at.ms % 1000 + 1000) % 1000));
	json_text(json, (struct text){ printed, (size_t)size });
}

static void write_date(struct json_writer *json, struct date date)
{
	char printed[DATE_SIZE];

	if (date_is_none(date)) {
		json_null(json);
		return;
	}
	date_print(date, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

static void write_integer(struct json_writer *json, int64_t number)
{
	if (number == INTEGER_NONE)
		json_null(json);
	else
		json_integer(json, number);
}

static void write_value(struct json_writer *json, const struct field *field, const void *row)
{
	struct value value = value_of(field, row);

	switch (field->kind) {
	case FIELD_ID:
		write_id(json, value.as.id);
		break;
	case FIELD_TEXT:
		json_text(json, value.as.text);
		break;
	case FIELD_NUMBER:
		json_number(json, value.as.number);
		break;
	case FIELD_INTEGER:
		write_integer(json, value.as.integer);
		break;
	case FIELD_FLAG:
		json_flag(json, value.as.flag);
		break;
	case FIELD_WORD:
		json_text(json, text_from(word_text(field->words, value.as.word)));
		break;
	case FIELD_DATE:
		write_date(json, value.as.date);
		break;
	case FIELD_INSTANT:
		export_instant(json, value.as.instant);
		break;
	case FIELD_JSON:
		json_raw(json, value.as.text);
		break;
	default:
		json_null(json);
	}
}

/* ---- lines ----------------------------------------------------------------------------------- */

void export_open_line(struct json_writer *json, struct buffer *out, const char *kind)
{
	*json = (struct json_writer){ .out = out };
	json_open_object(json);
	json_member(json, TEXT("t"), text_from(kind));
}

void export_close_line(struct json_writer *json)
{
	json_close_object(json);
	buffer_add_byte(json->out, '\n');
}

void export_columns(struct json_writer *json, const struct form *form, size_t secret,
		    const void *row)
{
	for (size_t i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];

		if (!(field->flags & FIELD_COLUMN) || field->offset == secret ||
		    strcmp(field->name, "organisation_id") == 0)
			continue;
		json_key(json, text_from(field->name));
		write_value(json, field, row);
	}
}

/* ---- the journal ----------------------------------------------------------------------------- */

static void write_word(struct json_writer *json, struct text name, const struct word_name *words,
		       int64_t value)
{
	json_key(json, name);
	json_text(json, value >= 0 && value < WORD_NONE ? text_from(word_text(words, (word)value)) :
							  TEXT_NONE);
}

static void write_bytes(struct json_writer *json, struct text name, struct text bytes)
{
	struct id id = ID_NONE;

	if (bytes.size == sizeof(id))
		memcpy(&id, bytes.data, sizeof(id));
	json_key(json, name);
	write_id(json, id);
}

static void write_hash(struct json_writer *json, struct text hash)
{
	char printed[2 * JOURNAL_HASH_SIZE + 1] = "";

	for (size_t i = 0; i < hash.size && i < JOURNAL_HASH_SIZE; i++)
		snprintf(printed + 2 * i, 3, "%02x", (unsigned char)hash.data[i]);
	json_member(json, TEXT("hash"), text_from(printed));
}

/* As the column prints it: a blank between, no zone. */
static struct text time_of(struct arena *arena, struct text at)
{
	if (at.size < INSTANT_SIZE)
		return TEXT_NONE;
	return arena_print(arena, "%.10sT%.*sZ", at.data, (int)(at.size - 11), at.data + 11);
}

static void write_content(struct json_writer *json, struct arena *arena, struct text content)
{
	struct journal_told told;

	json_key(json, TEXT("content"));
	if (!journal_unpack(arena, content, &told)) {
		json_null(json);
		return;
	}
	json_open_object(json);
	json_key(json, TEXT("title"));
	json_raw(json, told.title);
	json_key(json, TEXT("changes"));
	json_raw(json, told.changes);
	json_key(json, TEXT("context"));
	json_raw(json, told.context);
	json_close_object(json);
}

void export_journal(struct buffer *out, struct arena *arena, const struct journal_link *link)
{
	struct json_writer json;

	export_open_line(&json, out, "journal");
	json_key(&json, TEXT("sequence"));
	json_integer(&json, link->sequence);
	json_member(&json, TEXT("at"), time_of(arena, link->at));
	write_word(&json, TEXT("type"), journal_type_words, link->type);
	write_word(&json, TEXT("subject_type"), journal_subject_words, link->subject_type);
	write_bytes(&json, TEXT("subject_id"), link->subject_id);
	write_bytes(&json, TEXT("objective_id"), link->objective_id);
	write_bytes(&json, TEXT("cycle_id"), link->cycle_id);
	json_member(&json, TEXT("app_id"), link->app_id);
	write_word(&json, TEXT("actor_type"), journal_actor_words, link->actor_type);
	write_bytes(&json, TEXT("actor_id"), link->actor_id);
	write_word(&json, TEXT("via"), journal_via_words, link->via);
	json_member(&json, TEXT("request_id"), link->request_id);
	json_member(&json, TEXT("reason"), link->reason);
	write_content(&json, arena, link->content);
	json_key(&json, TEXT("is_erased"));
	json_flag(&json, link->is_erased == 1);
	write_hash(&json, link->hash);
	export_close_line(&json);
}
