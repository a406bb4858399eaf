/*
 * Telling of damage: by default one line of the log for each value, however often and by however
 * many workers it is met. Finding it is sound.c's.
 */
#include "store/damage.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/told.h"
#include "store/damage_internal.h"
#include "store/db_internal.h"
#include "store/kinds.h"

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

struct text value_shown(struct arena *arena, const struct field *field, const struct value *value)
{
	if (field_is_none(value->kind, &value->as))
		return TEXT("none");
	return column_kinds[value->kind].tell(arena, field, value);
}
