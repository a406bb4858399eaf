/*
 * Query strings of lists: filters by the route's table, limit, cursor. A cursor is the place of the
 * last row that was looked at, so it stays right while records come and go.
 */
#include <assert.h>

#include "api/exchange.h"
#include "base/secret.h"

/* ---- cursors --------------------------------------------------------------------------------- */

/*
 * Hexadecimal of: a check (8 bytes, so that a mistyped cursor or one of another list is refused),
 * the id (16), and for lists with a sort key its kind and bytes.
 */
enum {
	CURSOR_CHECK = 8,
	CURSOR_ID = 16,
	CURSOR_HEAD = CURSOR_CHECK + CURSOR_ID,
	CURSOR_MOST = 1200
};

static uint64_t cursor_check(struct exchange *x, const char *bytes, size_t size)
{
	struct text what = arena_print(x->work.arena, "%s %s\n", x->route->method, x->route->path);
	char *all = arena_take(x->work.arena, what.size + size);

	memcpy(all, what.data, what.size);
	memcpy(all + what.size, bytes, size);
	return digest64((struct text){ all, what.size + size });
}

static struct text to_hex(struct arena *arena, const char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = arena_take(arena, 2 * size + 1);

	for (size_t i = 0; i < size; i++) {
		hex[2 * i] = digits[(unsigned char)bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	return (struct text){ hex, 2 * size };
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool from_hex(struct text hex, char *bytes)
{
	for (size_t i = 0; i < hex.size / 2; i++) {
		int high = hex_digit(hex.data[2 * i]), low = hex_digit(hex.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (char)(high << 4 | low);
	}
	return hex.size % 2 == 0;
}

static struct text cursor_make(struct exchange *x, struct value value, struct id id)
{
	char bytes[CURSOR_MOST];
	size_t size = CURSOR_HEAD;
	uint64_t check;

	memcpy(bytes + CURSOR_CHECK, &id, CURSOR_ID);
	if (x->route->sort && value.kind == FIELD_TEXT) {
		assert(value.as.text.size < CURSOR_MOST - CURSOR_HEAD);
		memcpy(bytes + size, value.as.text.data, value.as.text.size);
		size += value.as.text.size;
	} else if (x->route->sort) {
		memcpy(bytes + size, &value.as, field_size(value.kind));
		size += field_size(value.kind);
	}
	check = cursor_check(x, bytes + CURSOR_CHECK, size - CURSOR_CHECK);
	memcpy(bytes, &check, sizeof(check));
	return to_hex(x->work.arena, bytes, size);
}

static bool cursor_read(struct exchange *x, struct text cursor, struct query *query)
{
	const struct field *sort = field_at(&query->thing->form, query->sort_column);
	char *bytes = arena_take(x->work.arena, cursor.size / 2 + 1);
	size_t size = cursor.size / 2;
	uint64_t check;

	if (size < CURSOR_HEAD || size > CURSOR_MOST || !from_hex(cursor, bytes))
		return false;
	check = cursor_check(x, bytes + CURSOR_CHECK, size - CURSOR_CHECK);
	if (memcmp(&check, bytes, sizeof(check)) != 0)
		return false;
	query->has_after = true;
	memcpy(&query->after_id, bytes + CURSOR_CHECK, CURSOR_ID);
	if (!x->route->sort)
		return true;
	query->after.kind = sort->kind;
	if (sort->kind == FIELD_TEXT)
		query->after.as.text = (struct text){ bytes + CURSOR_HEAD, size - CURSOR_HEAD };
	else
		memcpy(&query->after.as, bytes + CURSOR_HEAD, size - CURSOR_HEAD);
	return true;
}

/* ---- parameters ------------------------------------------------------------------------------ */

__attribute__((format(printf, 3, 4))) static void fault(struct exchange *x, struct text name,
							const char *format, ...)
{
	char message[512];
	va_list values;

	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	error_add(&x->work.faults, x->work.arena, ERROR_NO_MEMBER, name, "%s", message);
}

static void fault_of_words(struct exchange *x, struct text name, const struct word_name *words)
{
	struct text list = TEXT_NONE;

	for (; words->text; words++)
		list = arena_print(x->work.arena, "%.*s%s%s", TEXT_PRINT(list),
				   list.size ? ", " : "", words->text);
	fault(x, name, "must be one of: %.*s", TEXT_PRINT(list));
}

static bool filter_value(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out)
{
	struct text name = text_from(filter->name);

	*out = (struct value){ .kind = filter->value_kind };
	switch (filter->value_kind) {
	case FIELD_ID:
		if (id_parse(text, &out->as.id))
			return true;
		fault(x, name, "must be an id (a UUID)");
		return false;
	case FIELD_WORD:
		if (word_parse(filter->words, text, &out->as.word))
			return true;
		fault_of_words(x, name, filter->words);
		return false;
	case FIELD_INSTANT:
		if (instant_parse(text, &out->as.instant))
			return true;
		fault(x, name, "must be a timestamp as YYYY-MM-DDTHH:MM:SSZ");
		return false;
	case FIELD_TEXT:
		out->as.text = text;
		return true;
	default:
		assert(!"a kind without filters");
		return false;
	}
}

static const struct word_name archived_words[] = {
	{ "false", 0 }, { "true", 1 }, { "any", 2 }, { NULL, 0 }
};

static void take_archived(struct exchange *x, const struct filter *filter, struct text text,
			  struct listing *listing)
{
	word word_;

	if (!word_parse(archived_words, text, &word_))
		fault_of_words(x, text_from(filter->name), archived_words);
	else if (word_ < 2)
		query_add(&listing->query, CONDITION_EQUAL, filter->offset, value_flag(word_ == 1));
	listing->query.is_filtered = listing->query.is_filtered || word_ != 0;
}

static void take_filter(struct exchange *x, const struct filter *filter, struct text text,
			struct listing *listing)
{
	static const enum condition_kind conditions[] = {
		[FILTER_EQUAL] = CONDITION_EQUAL,
		[FILTER_SINCE] = CONDITION_FROM,
		[FILTER_SEARCH] = CONDITION_CONTAINS,
	};
	struct value value;

	if (filter->kind == FILTER_ARCHIVED) {
		take_archived(x, filter, text, listing);
		return;
	}
	if (!filter_value(x, filter, text, &value))
		return;
	if (filter->kind == FILTER_COMPUTED) {
		listing->is_computed = true;
		listing->computed_offset = filter->offset;
		listing->computed_word = value.as.word;
		return;
	}
	query_add(&listing->query, conditions[filter->kind], filter->offset, value);
	listing->query.is_filtered = true;
}

static void take_limit(struct exchange *x, struct text text, struct query *query)
{
	size_t most = x->work.session.page_limit;
	unsigned long long limit;

	if (text_to_count(text, most, &limit) && limit > 0)
		query->limit = (size_t)limit;
	else
		fault(x, TEXT("limit"), "must be a whole number from 1 to %zu", most);
}

static void take_format(struct exchange *x, struct text text)
{
	x->is_csv = text_equal(text, TEXT("csv"));
	if (!x->is_csv && !text_equal(text, TEXT("json")))
		fault(x, TEXT("format"), "must be one of: csv, json");
}

static void take_parameter(struct exchange *x, struct text name, struct text text,
			   struct listing *listing)
{
	const struct filters *filters = &x->route->filters;

	if (text_equal(name, TEXT("limit"))) {
		take_limit(x, text, &listing->query);
		return;
	}
	if (text_equal(name, TEXT("cursor"))) {
		if (!cursor_read(x, text, &listing->query))
			fault(x, name, "is not a cursor of this list");
		return;
	}
	if (text_equal(name, TEXT("format")) && x->route->flags & ROUTE_CSV) {
		take_format(x, text);
		return;
	}
	for (size_t i = 0; i < filters->count; i++) {
		if (!text_equal(name, text_from(filters->items[i].name)))
			continue;
		take_filter(x, &filters->items[i], text, listing);
		return;
	}
	fault(x, name, "is not a query parameter of this list");
}

/* Calls `take_parameter` for each decoded parameter; repeated names are faults. */
static void read_parameters(struct exchange *x, struct listing *listing)
{
	struct text rest = x->request->query, seen[32];
	size_t count = 0;

	while (!text_is_none(rest)) {
		struct text value = text_cut(&rest, '&'), name = text_cut(&value, '=');
		bool repeated = false;

		if (name.size == 0 && text_is_none(value))
			continue;
		if (text_is_none(value))
			value = TEXT("");
		if (!query_decode(x->work.arena, name, &name) ||
		    !query_decode(x->work.arena, value, &value)) {
			fault(x, TEXT("(query)"), "has a broken escape, or is not UTF-8");
			continue;
		}
		for (size_t i = 0; i < count; i++)
			repeated = repeated || text_equal(seen[i], name);
		if (repeated || count == sizeof(seen) / sizeof(seen[0])) {
			fault(x, name, "must not be given twice");
			continue;
		}
		seen[count++] = name;
		take_parameter(x, name, value, listing);
	}
}

/* What holds for a list when nobody asks for something else. */
static void add_defaults(struct exchange *x, struct listing *listing)
{
	const struct thing *thing = x->route->resource->thing;
	const struct filters *filters = &x->route->filters;

	if (thing->deleted_at != THING_HAS_NONE)
		query_add(&listing->query, CONDITION_IS_NULL, thing->deleted_at,
			  (struct value){ .kind = FIELD_INSTANT });
	for (size_t i = 0; i < filters->count; i++) {
		bool is_asked = false;
		struct text rest = x->request->query;

		if (filters->items[i].kind != FILTER_ARCHIVED)
			continue;
		while (!text_is_none(rest)) {
			struct text value = text_cut(&rest, '&');
			struct text name = text_cut(&value, '=');

			is_asked = is_asked || text_equal(name, text_from(filters->items[i].name));
		}
		if (!is_asked)
			query_add(&listing->query, CONDITION_EQUAL, filters->items[i].offset,
				  value_flag(false));
	}
}

static bool keep_computed(const void *context, const void *row)
{
	const struct listing *listing = context;

	return *((const word *)row + listing->computed_offset) == listing->computed_word;
}

/* A link to a deleted record reads as null, so nothing is found by it. */
static const struct error *look_up_targets(struct exchange *x, struct query *query)
{
	for (size_t i = 0; i < query->condition_count; i++) {
		const struct condition *condition = &query->conditions[i];
		const struct thing *target =
			field_at(&query->thing->form, condition->column)->refers;
		const struct error *error;
		bool found;

		if (condition->kind != CONDITION_EQUAL || !target ||
		    target->deleted_at == THING_HAS_NONE)
			continue;
		error = work_find(&x->work, target, condition->value.as.id,
				  arena_take(x->work.arena, target->form.size), &found);
		if (error)
			return error;
		query->is_impossible = query->is_impossible || !found;
	}
	return NULL;
}

const struct error *listing_read(struct exchange *x, struct listing *out)
{
	*out = (struct listing){
		.query = {
			.thing = x->route->resource->thing,
			.sort_column = x->route->sort ? x->route->sort :
							offsetof(struct record, id),
			.is_descending = !(x->route->flags & ROUTE_ASCENDING),
			.limit = x->work.session.page_limit,
		},
		.keep = { .row = keep_computed },
	};
	x->is_csv = x->route->flags & ROUTE_CSV && accept_names(x->request->accept, TEXT("text/"
											 "csv"));
	add_defaults(x, out);
	read_parameters(x, out);
	if (x->work.faults.count > 0)
		return work_faults(&x->work);
	return look_up_targets(x, &out->query);
}

const struct error *query_must_be_empty(struct exchange *x)
{
	struct text rest = x->request->query;

	while (!text_is_none(rest)) {
		struct text value = text_cut(&rest, '&'), name = text_cut(&value, '=');

		if (name.size > 0 && query_decode(x->work.arena, name, &name))
			fault(x, name, "is not a query parameter of this route");
		else if (name.size > 0)
			fault(x, TEXT("(query)"), "has a broken escape, or is not UTF-8");
	}
	return work_faults(&x->work);
}

/* The same URL with another cursor. */
void listing_link_next(struct exchange *x, struct value value, struct id id)
{
	struct text rest = x->request->query, kept = TEXT_NONE;
	struct arena *arena = x->work.arena;

	while (!text_is_none(rest)) {
		struct text pair = text_cut(&rest, '&');

		if (pair.size > 0 && !text_starts_with(pair, TEXT("cursor=")))
			kept = arena_print(arena, "%.*s%.*s&", TEXT_PRINT(kept), TEXT_PRINT(pair));
	}
	reply_header(x->reply, "Link", "<%.*s%.*s?%.*scursor=%.*s>; rel=\"next\"",
		     TEXT_PRINT(x->request->origin_url), TEXT_PRINT(x->request->path),
		     TEXT_PRINT(kept), TEXT_PRINT(cursor_make(x, value, id)));
}
