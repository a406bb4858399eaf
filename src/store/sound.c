/*
 * Telling what can be from what cannot, by the field table. It knows neither statements nor where a
 * row stands; telling of it is damage.c's.
 */
#include "store/sound_internal.h"

#include <math.h>

#include "base/json_check.h"
#include "base/json_read.h"
#include "base/utf8.h"
#include "model/words.h"

enum { YEAR_MIN = 1000, YEAR_MAX = 9999 };

/* ---- bounds ---------------------------------------------------------------------------------- */

struct text own_name(const struct field *field)
{
	const char *point = strrchr(field->name, '.');

	return text_from(point ? point + 1 : field->name);
}

static uint64_t bits_of(const struct word_name *words)
{
	uint64_t bits = 0;

	if (!words)
		return UINT64_MAX;
	for (; words->text; words++)
		bits |= UINT64_C(1) << words->value;
	return bits;
}

static bool is_word(const struct bounds *bounds, word value)
{
	return value < 64 && (bounds->words >> value & 1);
}

/* What a new record would have; else none, else the first of the list. `usual`: the former, if it is
 * known. */
static word word_otherwise(const struct bounds *bounds, const word *usual)
{
	word value = usual ? *usual : WORD_NONE;

	if (is_word(bounds, value) || !(bounds->field->flags & FIELD_FILLED))
		return value;
	return bounds->field->words->value;
}

/* `blank`: of the thing whose field it is; NULL: of none. */
static void set_otherwise(struct bounds *bounds, const void *blank)
{
	const void *usual = blank ? (const char *)blank + bounds->field->offset : NULL;

	bounds->otherwise = WORD_NONE;
	bounds->json_otherwise = TEXT_NONE;
	if (bounds->field->kind == FIELD_WORD && bounds->field->words)
		bounds->otherwise = word_otherwise(bounds, usual);
	if (bounds->field->kind == FIELD_JSON && usual && bounds->field->flags & FIELD_FILLED)
		bounds->json_otherwise = ((const struct json_value *)usual)->text;
}

struct bounds bounds_of(const struct form *form, const struct field *field)
{
	const struct field *of_thing =
		form->thing ? field_named(&form->thing->form, own_name(field)) : NULL;
	struct bounds bounds = { .field = of_thing ? of_thing : field };

	field_number_range(bounds.field, &bounds.min, &bounds.max);
	field_integer_range(bounds.field, &bounds.integer_min, &bounds.integer_max);
	bounds.words = bits_of(bounds.field->words);
	set_otherwise(&bounds, of_thing ? form->thing->form.blank : NULL);
	return bounds;
}

/* ---- numbers and words ----------------------------------------------------------------------- */

bool sound_number(const struct bounds *bounds, struct arena *arena, void *at)
{
	double *number = at;

	(void)arena;
	if (*number >= bounds->min && *number <= bounds->max)
		return true;
	*number = fmin(fmax(*number, bounds->min), bounds->max);
	return false;
}

/* Of a set the bits that are known stay. */
static bool sound_set(const struct bounds *bounds, int64_t *set)
{
	int64_t known = *set & (int64_t)bounds->field->max;
	bool is_known = known == *set;

	*set = known;
	return is_known;
}

bool sound_integer(const struct bounds *bounds, struct arena *arena, void *at)
{
	int64_t *integer = at;

	(void)arena;
	if (bounds->field->flags & FIELD_SET)
		return sound_set(bounds, integer);
	if (*integer >= bounds->integer_min && *integer <= bounds->integer_max)
		return true;
	*integer = *integer < bounds->integer_min ? bounds->integer_min : bounds->integer_max;
	return false;
}

bool sound_word(const struct bounds *bounds, struct arena *arena, void *at)
{
	word *value = at;

	(void)arena;
	if (is_word(bounds, *value))
		return true;
	*value = bounds->otherwise;
	return false;
}

/* ---- texts ----------------------------------------------------------------------------------- */

bool sound_text(const struct bounds *bounds, struct arena *arena, void *at)
{
	struct text *text = at;

	if (bounds->is_bytes || utf8_check(*text))
		return true;
	*text = utf8_mend(arena, *text);
	return false;
}

/* `["a","b"]` of plain characters, as nearly all of them are: the whole grammar need not be asked. */
static bool is_plain_texts(struct text json)
{
	bool is_within = false, wants_text = true, is_ascii = true;

	if (json.size < 2 || json.data[0] != '[' || json.data[json.size - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < json.size; i++) {
		unsigned char c = (unsigned char)json.data[i];

		is_ascii = is_ascii && c < 0x80;
		if (c == '"' && (is_within || wants_text)) {
			is_within = !is_within;
			wants_text = false;
		} else if (c == ',' && !is_within && !wants_text) {
			wants_text = true;
		} else if (!is_within || c < ' ' || c == '\\' || c == 0x7F) {
			return false;
		}
	}
	return !is_within && (!wants_text || json.size == 2) && (is_ascii || utf8_check(json));
}

static bool is_texts(struct text json)
{
	struct text item;

	if (json_read_kind(json) != JSON_ARRAY)
		return false;
	while (json_read_item(&json, &item))
		if (json_read_kind(item) != JSON_STRING)
			return false;
	return true;
}

static bool is_json(struct arena *arena, const struct bounds *bounds, struct text json)
{
	struct json_fault fault;

	if (is_plain_texts(json))
		return true;
	return json_check(arena, json, &fault) &&
	       (!(bounds->field->flags & FIELD_TEXTS) || is_texts(json));
}

bool sound_json(const struct bounds *bounds, struct arena *arena, void *at)
{
	struct json_value *json = at;

	if (is_json(arena, bounds, json->text))
		return true;
	json->text = bounds->json_otherwise;
	return false;
}

/* ---- days and instants ----------------------------------------------------------------------- */

static bool is_day(const MYSQL_TIME *time)
{
	return time->year >= YEAR_MIN && time->year <= YEAR_MAX && time->month >= 1 &&
	       time->month <= 12 && time->day >= 1 &&
	       time->day <= (unsigned)days_in_month((int)time->year, (int)time->month);
}

static struct date day_of(const MYSQL_TIME *time)
{
	return date_from_parts((int)time->year, (int)time->month, (int)time->day);
}

/* The first day of what lacks a month or a day, the last of a month that is too short; so what was
 * in order stays in order. */
static struct date nearest_day(const MYSQL_TIME *time)
{
	unsigned month = time->month, day = time->day, days;

	if (time->year < YEAR_MIN || time->year > YEAR_MAX)
		return date_from_parts(time->year < YEAR_MIN ? YEAR_MIN : YEAR_MAX, 1, 1);
	if (month < 1 || month > 12)
		return date_from_parts((int)time->year, 1, 1);
	days = (unsigned)days_in_month((int)time->year, (int)month);
	day = day < 1 ? 1 : day > days ? days : day;
	return date_from_parts((int)time->year, (int)month, (int)day);
}

/* The date of all zeros says that there is none, where there may be none. */
bool sound_date(const struct bounds *bounds, const MYSQL_TIME *time, struct date *out)
{
	bool is_zero = time->year == 0 && time->month == 0 && time->day == 0;

	if (is_day(time)) {
		*out = day_of(time);
		return true;
	}
	*out = is_zero && !(bounds->field->flags & FIELD_FILLED) ? DATE_NONE : nearest_day(time);
	return false;
}

/* Never absent: what was deleted, revoked or over at some impossible time was so. */
bool sound_instant(const MYSQL_TIME *time, struct instant *out)
{
	if (!is_day(time)) {
		*out = instant_of(nearest_day(time));
		return false;
	}
	*out = instant_of(day_of(time));
	out->ms += ((int64_t)time->hour * 60 + time->minute) * 60000 +
		   (int64_t)time->second * 1000 + (int64_t)(time->second_part / 1000);
	return true;
}

/* ---- two members ----------------------------------------------------------------------------- */

static bool sound_period(struct date *start, struct date *end, bool has_both)
{
	if (date_is_none(*start) || date_is_none(*end)) {
		if (!has_both || date_is_none(*start) == date_is_none(*end))
			return true;
		*start = *end = DATE_NONE;
		return false;
	}
	if (start->days <= end->days)
		return true;
	*end = *start;
	return false;
}

static bool has_what_check_ins_have(const struct thing *thing, size_t place, word kind,
				    const void *value)
{
	return kind != ENTRY_CHECK_IN || !field_is_none(field_at(&thing->form, place)->kind, value);
}

bool sound_pair(const struct pair *pair, const struct thing *thing, void *row)
{
	void *first = (char *)row + pair->first, *second = (char *)row + pair->second;
	const struct instant *at = second;

	switch (pair->kind) {
	case PAIR_PERIOD:
		return sound_period(first, second, true);
	case PAIR_DATES:
		return sound_period(first, second, false);
	case PAIR_COPY:
		return id_equal(*(const struct id *)first, *(const struct id *)second);
	case PAIR_SINCE:
		return instant_is_none(*at) || at->ms >= id_time(*(const struct id *)first).ms;
	case PAIR_CHECK_IN:
		return has_what_check_ins_have(thing, pair->second, *(const word *)first, second);
	}
	return true;
}
