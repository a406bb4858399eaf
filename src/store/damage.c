/*
 * Telling of damage: by default one line of the log for each value, however often and by however
 * many workers it is met.
 */
#include "store/damage.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/number.h"
#include "base/told.h"
#include "store/damage_internal.h"
#include "store/db_internal.h"

enum { SHOWN_MAX = 100 };

void db_on_damage(struct db *db, damage_listener listener, void *context)
{
	db->damage_listener = listener;
	db->damage_context = context;
}

void damage_overlook(void *context, const struct damage *damage)
{
	(void)context;
	(void)damage;
}

static void log_damage(const struct damage *damage, struct text id)
{
	struct json_writer *json = log_begin(LOG_ERROR, "damaged row");

	json_member(json, TEXT("table"), text_from(damage->table));
	json_member(json, TEXT("id"), id);
	json_member(json, TEXT("column"), text_from(damage->column));
	json_member(json, TEXT("stored"), damage->stored);
	json_member(json, TEXT("read_as"), damage->read_as);
	log_end();
}

void damage_tell(struct db *db, const struct damage *damage)
{
	char id[ID_UUID_SIZE];
	struct text printed = { id, sizeof(id) }, key;

	if (db->damage_listener) {
		db->damage_listener(db->damage_context, damage);
		return;
	}
	id_print_uuid(damage->id, id);
	key = arena_print(db->arena, "%s %.*s %s", damage->table, TEXT_PRINT(printed),
			  damage->column);
	if (told_first(key, date_of(instant_now())))
		log_damage(damage, printed);
}

static struct text number_shown(struct arena *arena, double number)
{
	char printed[NUMBER_PRINT_MAX] = "";
	size_t size = number_print(number, printed);

	return arena_copy(arena, (struct text){ printed, size });
}

static struct text word_shown(struct arena *arena, const struct field *field, word value)
{
	const char *text = field->words ? word_text(field->words, value) : NULL;

	return text ? text_from(text) : arena_print(arena, "%u", (unsigned)value);
}

static struct text instant_shown(struct arena *arena, struct instant instant)
{
	char printed[INSTANT_SIZE];

	instant_print(instant, printed);
	return arena_print(arena, "%.*s.%03dZ", INSTANT_SIZE - 1, printed,
			   (int)(((instant.ms % 1000) + 1000) % 1000));
}

static struct text date_shown(struct arena *arena, struct date date)
{
	char *printed = arena_take(arena, DATE_SIZE);

	date_print(date, printed);
	return (struct text){ printed, DATE_SIZE };
}

static struct text id_shown(struct arena *arena, struct id id)
{
	char *printed = arena_take(arena, ID_UUID_SIZE);

	id_print_uuid(id, printed);
	return (struct text){ printed, ID_UUID_SIZE };
}

struct text value_shown(struct arena *arena, const struct field *field, const struct value *value)
{
	struct text text = value->as.text;

	if (field_is_none(value->kind, &value->as))
		return TEXT("none");
	switch (value->kind) {
	case FIELD_ID:
		return id_shown(arena, value->as.id);
	case FIELD_TEXT:
	case FIELD_JSON:
		text.size = text.size < SHOWN_MAX ? text.size : SHOWN_MAX;
		return arena_copy(arena, text);
	case FIELD_NUMBER:
		return number_shown(arena, value->as.number);
	case FIELD_INTEGER:
		return arena_print(arena, "%lld", (long long)value->as.integer);
	case FIELD_FLAG:
		return value->as.flag ? TEXT("true") : TEXT("false");
	case FIELD_WORD:
		return word_shown(arena, field, value->as.word);
	case FIELD_DATE:
		return date_shown(arena, value->as.date);
	case FIELD_INSTANT:
		return instant_shown(arena, value->as.instant);
	default:
		return TEXT_NONE;
	}
}
