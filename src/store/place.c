/*
 * Comparing rows with the cursor as the statement did, but by the values that were read. How a
 * cursor looks to callers is api/input/cursor.c's.
 */
#include "store/place_internal.h"

#include "model/thing.h"

/* 9999-12-31. */
static const struct date last_day = { 2932896 };

static struct value or_last_day(const struct query *query, struct value value)
{
	if (query->sort_has_nulls && date_is_none(value.as.date))
		return value_date(last_day);
	return value;
}

struct value place_after(const struct query *query)
{
	return or_last_day(query, query->after);
}

static int compare_numbers(double a, double b)
{
	return (a > b) - (a < b);
}

/* Below, at or above; 0 for kinds whose order is the database's to say. */
static int compare(const struct value *a, const struct value *b)
{
	if (a->kind == FIELD_NUMBER)
		return compare_numbers(a->as.number, b->as.number);
	if (a->kind == FIELD_INSTANT)
		return (a->as.instant.ms > b->as.instant.ms) -
		       (a->as.instant.ms < b->as.instant.ms);
	if (a->kind == FIELD_DATE)
		return (a->as.date.days > b->as.date.days) - (a->as.date.days < b->as.date.days);
	return 0;
}

static bool is_compared(enum field_kind kind)
{
	return kind == FIELD_NUMBER || kind == FIELD_INSTANT || kind == FIELD_DATE;
}

static bool is_beyond(const struct query *query, const void *row)
{
	const struct field *field = field_at(&query->thing->form, query->sort_column);
	struct value at, after = place_after(query);
	int order;

	if (!is_compared(field->kind))
		return true;
	at = or_last_day(query, value_of(field, row));
	order = compare(&at, &after);
	if (order == 0)
		order = id_compare(((const struct record *)row)->id, query->after_id);
	return query->is_descending ? order < 0 : order > 0;
}

void place_drop_known(const struct query *query, struct list *rows)
{
	size_t size = query->thing->form.size;

	while (query->has_after && rows->count > 0 && !is_beyond(query, rows->items)) {
		rows->items = (char *)rows->items + size;
		rows->count--;
	}
}
