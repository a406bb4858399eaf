/*
 * What a row of the journal tells, as JSON: the one place of this room that writes any, for what is
 * kept is what every reader of the journal hands on. Names and fields are model/journal.c's.
 */
#include "service/journal_content.h"

#include <assert.h>
#include <stdlib.h>

#include "base/copy.h"
#include "base/gzip.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "model/api_key.h"
#include "model/review.h"
#include "model/sign_in.h"

enum {
	TEXT_CHARACTERS_MAX = 2000, /* longer ones are cut */
	PACKED_FROM = 1024,         /* bytes of content that zlib makes smaller */
	UNPACKED_MAX = 64 << 20,
	LEVELS = 4, /* of a content, around a caller's JSON */
};

/* ---- values ----------------------------------------------------------------------------------- */

/* A value on its way into a content. */
struct telling_place {
	struct arena *arena;
	struct json_writer *json;
	const struct told_field *told;
	const struct field *field;
};

/* Where a text's character number `count` ends. */
static size_t cut_at(struct text text, size_t count)
{
	size_t i = 0;

	while (i < text.size && (count > 0 || (text.data[i] & 0xc0) == 0x80))
		if ((text.data[i++] & 0xc0) != 0x80)
			count--;
	return i;
}

static void write_cut(struct arena *arena, struct json_writer *json, struct text text)
{
	size_t characters = text_is_none(text) ? 0 : text_characters(text);

	if (characters > TEXT_CHARACTERS_MAX) {
		text.size = cut_at(text, TEXT_CHARACTERS_MAX);
		text = arena_print(arena, "%.*s… (%zu)", TEXT_PRINT(text), characters);
	}
	json_text(json, text);
}

static void write_text(const struct telling_place *place, const void *at)
{
	write_cut(place->arena, place->json, *(const struct text *)at);
}

static void write_one_id(struct json_writer *json, struct id id)
{
	char printed[ID_UUID_SIZE];

	if (id_is_none(id)) {
		json_null(json);
		return;
	}
	id_print_uuid(id, printed);
	json_text(json, (struct text){ printed, sizeof(printed) });
}

static void write_id(const struct telling_place *place, const void *at)
{
	write_one_id(place->json, *(const struct id *)at);
}

static void write_ids(const struct telling_place *place, const void *at)
{
	const struct ids *ids = at;

	json_open_array(place->json);
	for (size_t i = 0; i < ids->count; i++)
		write_one_id(place->json, ids->items[i]);
	json_close_array(place->json);
}

static void write_date(const struct telling_place *place, const void *at)
{
	struct date date = *(const struct date *)at;
	char printed[DATE_SIZE];

	if (!date_is_none(date))
		date_print(date, printed);
	json_text(place->json,
		  date_is_none(date) ? TEXT_NONE : (struct text){ printed, DATE_SIZE });
}

static void write_one_instant(struct json_writer *json, struct instant instant)
{
	char printed[INSTANT_SIZE];

	if (!instant_is_none(instant))
		instant_print(instant, printed);
	json_text(json,
		  instant_is_none(instant) ? TEXT_NONE : (struct text){ printed, INSTANT_SIZE });
}

static void write_instant(const struct telling_place *place, const void *at)
{
	write_one_instant(place->json, *(const struct instant *)at);
}

static void write_scopes(struct json_writer *json, int64_t scopes)
{
	json_open_array(json);
	for (unsigned bit = 1; bit <= SCOPE_WORKSPACE_ADMIN; bit <<= 1)
		if (scopes & bit)
			json_text(json, text_from(scope_text(bit)));
	json_close_array(json);
}

/* Questions and answers are the one list of records that is told. */
static void write_answers(const struct telling_place *place, const void *at)
{
	const struct list *list = at;
	const struct review_answer *items = list->items;
	struct json_writer *json = place->json;

	json_open_array(json);
	for (size_t i = 0; i < list->count; i++) {
		json_open_object(json);
		json_key(json, TEXT("question"));
		write_cut(place->arena, json, items[i].question);
		json_key(json, TEXT("answer"));
		write_cut(place->arena, json, items[i].answer);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_number(const struct telling_place *place, const void *at)
{
	json_number(place->json, *(const double *)at);
}

static void write_integer(const struct telling_place *place, const void *at)
{
	int64_t integer = *(const int64_t *)at;

	if (place->told->flags & TOLD_SCOPES)
		write_scopes(place->json, integer);
	else if (integer == INTEGER_NONE)
		json_null(place->json);
	else
		json_integer(place->json, integer);
}

static void write_flag(const struct telling_place *place, const void *at)
{
	json_flag(place->json, *(const bool *)at);
}

static void write_word(const struct telling_place *place, const void *at)
{
	json_text(place->json, text_from(word_text(place->field->words, *(const word *)at)));
}

static void write_json(const struct telling_place *place, const void *at)
{
	json_raw(place->json, ((const struct json_value *)at)->text);
}

/* By enum field_kind; a part is never told. */
static void (*const writers[FIELD_PART])(const struct telling_place *place, const void *at) = {
	[FIELD_ID] = write_id,         [FIELD_TEXT] = write_text,
	[FIELD_NUMBER] = write_number, [FIELD_INTEGER] = write_integer,
	[FIELD_FLAG] = write_flag,     [FIELD_WORD] = write_word,
	[FIELD_DATE] = write_date,     [FIELD_INSTANT] = write_instant,
	[FIELD_JSON] = write_json,     [FIELD_IDS] = write_ids,
	[FIELD_LIST] = write_answers,
};

static void write_value(struct arena *arena, struct json_writer *json,
			const struct told_field *told, const struct field *field, const void *at)
{
	const struct telling_place place = { arena, json, told, field };

	assert(field->kind < FIELD_PART);
	writers[field->kind](&place, at);
}

/* ---- what no record tells ---------------------------------------------------------------------- */

static struct text finish(struct arena *arena, struct json_writer *json)
{
	struct text text;

	json_close_object(json);
	text = arena_copy(arena, buffer_text(json->out));
	buffer_free(json->out);
	return text;
}

struct text journal_sign_in(struct arena *arena, word method, struct text address)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_member(&json, TEXT("method"), text_from(word_text(sign_in_method_words, method)));
	json_member(&json, TEXT("address"), address);
	return finish(arena, &json);
}

struct text journal_session_end(struct arena *arena, struct id session_id, const char *reason)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_key(&json, TEXT("session_id"));
	write_one_id(&json, session_id);
	json_member(&json, TEXT("reason"), text_from(reason));
	return finish(arena, &json);
}

struct text journal_link(struct arena *arena, word purpose, struct instant expires_at)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_member(&json, TEXT("purpose"), text_from(word_text(link_purpose_words, purpose)));
	json_key(&json, TEXT("expires_at"));
	write_one_instant(&json, expires_at);
	return finish(arena, &json);
}

struct text journal_password(struct arena *arena, struct instant from, struct instant to)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_key(&json, TEXT("password_set_at"));
	json_open_object(&json);
	json_key(&json, TEXT("from"));
	write_one_instant(&json, from);
	json_key(&json, TEXT("to"));
	write_one_instant(&json, to);
	json_close_object(&json);
	return finish(arena, &json);
}

/* ---- differences ------------------------------------------------------------------------------- */

/* Stored lists of ids are sets: in order, each once. */
static struct ids as_set(struct arena *arena, const struct ids *ids)
{
	struct id *items = arena_array(arena, ids->count + 1, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < ids->count; i++) {
		size_t at = count;

		while (at > 0 && id_compare(items[at - 1], ids->items[i]) > 0)
			at--;
		if (at > 0 && id_equal(items[at - 1], ids->items[i]))
			continue;
		for (size_t j = count; j > at; j--)
			items[j] = items[j - 1];
		items[at] = ids->items[i];
		count++;
	}
	return (struct ids){ items, count };
}

static bool answers_equal(const struct list *a, const struct list *b)
{
	const struct review_answer *left = a->items, *right = b->items;

	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(left[i].question, right[i].question) ||
		    !field_equal(FIELD_TEXT, &left[i].answer, &right[i].answer))
			return false;
	return true;
}

static bool is_same(struct arena *arena, const struct field *field, const void *a, const void *b)
{
	struct ids left, right;

	if (field->kind == FIELD_LIST)
		return answers_equal(a, b);
	if (field->kind != FIELD_IDS)
		return field_equal(field->kind, a, b);
	left = as_set(arena, a);
	right = as_set(arena, b);
	return field_equal(FIELD_IDS, &left, &right);
}

static bool is_told_empty(const struct field *field, const void *at)
{
	if (field->kind == FIELD_IDS)
		return ((const struct ids *)at)->count == 0;
	if (field->kind == FIELD_LIST)
		return ((const struct list *)at)->count == 0;
	return field_is_none(field->kind, at);
}

/* One side of a change: null where there is no record. */
static void write_side(struct arena *arena, struct json_writer *json, const struct told_field *told,
		       const struct field *field, const void *at)
{
	struct ids set;

	if (!at) {
		json_null(json);
		return;
	}
	if (field->kind == FIELD_IDS) {
		set = as_set(arena, at);
		at = &set;
	}
	write_value(arena, json, told, field, at);
}

static bool is_told(struct arena *arena, const struct telling *telling,
		    const struct told_field *told, const void *before, const void *after)
{
	const struct field *field = field_at(&telling->thing->form, told->offset);

	assert(before || after);
	if (before && after)
		return !is_same(arena, field, (const char *)before + told->offset,
				(const char *)after + told->offset);
	return !is_told_empty(field, (const char *)(before ? before : after) + told->offset);
}

struct text journal_changes(struct arena *arena, const struct telling *telling, const void *before,
			    const void *after)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied = TEXT_NONE;
	size_t count = 0;

	json_open_object(&json);
	for (size_t i = 0; i < telling->count; i++) {
		const struct told_field *told = &telling->fields[i];
		const struct field *field = field_at(&telling->thing->form, told->offset);

		if (!is_told(arena, telling, told, before, after) ||
		    (before && after && told->flags & TOLD_APART))
			continue;
		count++;
		json_key(&json, text_from(told->name));
		json_open_object(&json);
		json_key(&json, TEXT("from"));
		write_side(arena, &json, told, field,
			   before ? (const char *)before + told->offset : NULL);
		json_key(&json, TEXT("to"));
		write_side(arena, &json, told, field,
			   after ? (const char *)after + told->offset : NULL);
		json_close_object(&json);
	}
	json_close_object(&json);
	if (count > 0)
		copied = arena_copy(arena, buffer_text(&text));
	buffer_free(&text);
	return copied;
}

bool journal_differs(struct work *work, const struct thing *thing, const void *before,
		     const void *after)
{
	const struct telling *telling = telling_of(thing);

	for (size_t i = 0; i < telling->count; i++)
		if (is_told(work->arena, telling, &telling->fields[i], before, after))
			return true;
	return false;
}

/* ---- the whole --------------------------------------------------------------------------------- */

static struct text pack(struct arena *arena, struct text content)
{
	struct buffer packed = { 0 };
	struct text copied;

	if (content.size <= PACKED_FROM || !zlib_pack(content, &packed))
		return content;
	copied = arena_copy(arena, buffer_text(&packed));
	buffer_free(&packed);
	return copied;
}

struct text journal_content(struct arena *arena, struct text title, struct text changes,
			    struct text context)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied;

	json_open_object(&json);
	json_key(&json, TEXT("title"));
	write_cut(arena, &json, title);
	json_key(&json, TEXT("changes"));
	json_raw(&json, changes);
	json_key(&json, TEXT("context"));
	json_raw(&json, context);
	json_close_object(&json);
	copied = arena_copy(arena, buffer_text(&text));
	buffer_free(&text);
	return pack(arena, copied);
}

bool journal_unpack(struct arena *arena, struct text content, struct journal_told *out)
{
	struct json_fault fault;

	if (text_is_none(content))
		return false;
	if (!text_starts_with(content, TEXT("{")) &&
	    !zlib_unpack(arena, content, UNPACKED_MAX, &content))
		return false;
	if (!json_check_within(arena, content, LEVELS, &fault))
		return false;
	out->title = json_read_member(content, TEXT("title"));
	out->changes = json_read_member(content, TEXT("changes"));
	out->context = json_read_member(content, TEXT("context"));
	return json_read_kind(out->changes) == JSON_OBJECT;
}
