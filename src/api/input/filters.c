/*
 * Filters: from the words of a query string or a search to conditions on columns, by the route's
 * table. What a single text means is filter_values.c's; how a condition becomes SQL is the store's.
 */
#include "api/input/filters.h"

#include <assert.h>

#include "api/input/filter_values.h"
#include "api/view/kinds.h"
#include "model/directory.h"
#include "service/links.h"
#include "service/objectives.h"

/* What a list does with a filter's one value, by the filter's kind. */
static const struct taker {
	void (*take)(struct exchange *x, const struct filter *filter, struct text text,
		     struct listing *listing);
	enum condition_kind condition; /* where it is one of the query's own */
} takers[FILTER_TAKEN];

const struct filter *filter_find(const struct exchange *x, struct text name)
{
	const struct filters *filters = &x->route->filters;

	for (size_t i = 0; i < filters->count; i++)
		if (text_equal(name, text_from(filters->items[i].name)))
			return &filters->items[i];
	return NULL;
}

bool filter_takes_several(const struct route_group *group, const struct filter *filter)
{
	return filter->kind == FILTER_EQUAL && group->envelope && group->envelope->splits_values;
}

static const struct word_name detail_words[] = { { "brief", DETAIL_BRIEF },
						 { "full", DETAIL_FULL },
						 { NULL, 0 } };

const struct filter detail_filter = FILTER("detail", FILTER_TAKEN, struct exchange, detail,
					   .words = detail_words,
					   .meaning = "brief by default; full tells every field.");

static bool filter_value(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out)
{
	assert(kinds[filter->value_kind].filter);
	*out = (struct value){ .kind = filter->value_kind };
	return kinds[filter->value_kind].filter(x, filter, text, out);
}

static void take_archived(struct exchange *x, const struct filter *filter, struct text text,
			  struct listing *listing)
{
	word word_;

	if (!filter_word(x, text_from(filter->name), archived_words, text, &word_))
		return;
	listing->has_archived = true;
	if (word_ < 2)
		query_add(&listing->query, CONDITION_EQUAL, filter->offset, value_flag(word_ == 1));
	listing->query.is_filtered = listing->query.is_filtered || word_ != 0;
}

static void take_top(struct exchange *x, const struct filter *filter, struct text text,
		     struct listing *listing)
{
	word word_;

	if (!filter_word(x, text_from(filter->name), filter_flag_words, text, &word_) || !word_)
		return;
	query_add(&listing->query, CONDITION_NO_PARENT, filter->offset,
		  (struct value){ .kind = FIELD_ID });
	listing->query.is_filtered = true;
}

/* A word may stand for several stored ones: goals call drafts active. */
static size_t add_synonyms(const struct filter *filter, struct value *values, size_t count)
{
	const char *text = word_text(filter->words, values[count - 1].as.word);

	for (const struct word_name *name = filter->words; name->text; name++)
		if (strcmp(name->text, text) == 0 && name->value != values[count - 1].as.word &&
		    count < ANY_OF_MAX)
			values[count++] = value_word(name->value);
	return count;
}

/* The values that any of is meant by. */
static bool take_values(struct exchange *x, const struct filter *filter,
			const struct parameter *parameter, struct value **values, size_t *count)
{
	*values = arena_array(x->work.arena, ANY_OF_MAX, sizeof(**values));
	*count = 0;
	for (size_t i = 0; i < parameter->count; i++) {
		if (*count == ANY_OF_MAX) {
			parameter_fault(x, parameter->name, "takes at most %d values", ANY_OF_MAX);
			return false;
		}
		if (!filter_value(x, filter, parameter->values[i], &(*values)[*count]))
			return false;
		(*count)++;
		if (filter->value_kind == FIELD_WORD)
			*count = add_synonyms(filter, *values, *count);
	}
	return true;
}

static void take_equal(struct exchange *x, const struct filter *filter,
		       const struct parameter *parameter, struct listing *listing)
{
	struct value *values;
	size_t count;

	if (!take_values(x, filter, parameter, &values, &count))
		return;
	listing->query.is_filtered = true;
	if (count == 0)
		listing->query.is_impossible = true;
	else if (count == 1)
		query_add(&listing->query, CONDITION_EQUAL, filter->offset, values[0]);
	else
		query_add_any_of(&listing->query, filter->offset, values, count);
}

/* include_deleted=true: the deleted stand among the others. */
static void take_deleted(struct exchange *x, const struct filter *filter, struct text text,
			 struct listing *listing)
{
	word word_;

	if (filter_word(x, text_from(filter->name), filter_flag_words, text, &word_))
		listing->has_deleted = word_ != 0;
}

/* A period is a cycle where there is one of that name; a text that was kept stays one. */
static void take_period(struct exchange *x, const struct filter *filter, struct text text,
			struct listing *listing)
{
	struct query *query = &listing->query;

	text = filter_text(x, filter, text);
	query->is_filtered = true;
	listing->error = cycle_find_named(&x->work, text, &listing->cycle_id);
	query_add(query, CONDITION_EQUAL, filter->offset, value_text(text));
	if (id_is_none(listing->cycle_id))
		return;
	query->conditions[query->condition_count - 1].or_column =
		offsetof(struct objective, cycle_id);
	query->conditions[query->condition_count - 1].or_value = value_id(listing->cycle_id);
}

/* What is shown as the group: a team's objective may have a department as well (rulings.md 4). */
static void take_group(struct exchange *x, const struct filter *filter, struct text text,
		       struct listing *listing)
{
	struct query *query = &listing->query;
	bool is_team = false;
	struct value value;
	struct team team;

	if (!filter_value(x, filter, text, &value))
		return;
	listing->error = work_find(&x->work, &team_thing, value.as.id, &team, &is_team);
	query_add(query, CONDITION_EQUAL, offsetof(struct objective, type),
		  value_word(is_team ? TYPE_TEAM : TYPE_DEPARTMENT));
	query_add(query, CONDITION_EQUAL,
		  is_team ? offsetof(struct objective, team_id) :
			    offsetof(struct objective, department_id),
		  value);
	query->is_filtered = true;
}

/* The text in either of two columns. */
static void take_search(struct exchange *x, const struct filter *filter, struct text text,
			struct listing *listing)
{
	struct query *query = &listing->query;
	struct value value;

	if (!filter_value(x, filter, text, &value))
		return;
	query_add(query, CONDITION_CONTAINS, filter->offset, value);
	query->conditions[query->condition_count - 1].or_column = filter->or_offset;
	query->conditions[query->condition_count - 1].or_value = value;
	query->is_filtered = true;
}

static void take_condition(struct exchange *x, const struct filter *filter, struct text text,
			   struct listing *listing)
{
	struct value value;

	if (!filter_value(x, filter, text, &value))
		return;
	query_add(&listing->query, takers[filter->kind].condition, filter->offset, value);
	listing->query.is_filtered = true;
}

static void take_computed(struct exchange *x, const struct filter *filter, struct text text,
			  struct listing *listing)
{
	struct value value;

	if (!filter_value(x, filter, text, &value))
		return;
	listing->is_computed = true;
	listing->computed_offset = filter->offset;
	listing->computed_word = value.as.word;
}

/* A day is whole, and so is the second of a time stamp; both ends belong to it. */
static void take_time(struct exchange *x, const struct filter *filter, struct text text,
		      struct listing *listing)
{
	enum condition_kind condition = takers[filter->kind].condition;
	bool is_from = condition == CONDITION_FROM;
	struct instant at;
	struct date day;

	if (date_parse(text, &day)) {
		at.ms = instant_of(day).ms + (is_from ? 0 : MS_PER_DAY - 1);
	} else if (instant_parse(text, &at)) {
		at.ms += (is_from ? 0 : 999) - at.ms % 1000;
	} else {
		parameter_fault(x, text_from(filter->name),
				"must be a date as YYYY-MM-DD or a timestamp as "
				"YYYY-MM-DDTHH:MM:SSZ");
		return;
	}
	query_add(&listing->query, condition, filter->offset, value_instant(at));
	listing->query.is_filtered = true;
}

/* FILTER_EQUAL may have several values; FILTER_TAKEN is no list's. */
static const struct taker takers[FILTER_TAKEN] = {
	[FILTER_SINCE] = { take_condition, CONDITION_FROM },
	[FILTER_UNTIL] = { take_condition, CONDITION_TO },
	[FILTER_TOP] = { take_top },
	[FILTER_TAG] = { take_condition, CONDITION_HAS_TAG },
	[FILTER_GROUP] = { take_group },
	[FILTER_SEARCH_BOTH] = { take_search },
	[FILTER_PERIOD] = { take_period },
	[FILTER_DELETED] = { take_deleted },
	[FILTER_SEARCH] = { take_condition, CONDITION_CONTAINS },
	[FILTER_ARCHIVED] = { take_archived },
	[FILTER_COMPUTED] = { take_computed },
	[FILTER_FROM] = { take_time, CONDITION_FROM },
	[FILTER_TO] = { take_time, CONDITION_TO },
};

void filter_take(struct exchange *x, const struct filter *filter, const struct parameter *parameter,
		 struct listing *listing)
{
	if (filter->kind == FILTER_EQUAL)
		take_equal(x, filter, parameter, listing);
	else if (parameter->count != 1)
		parameter_fault(x, parameter->name, "takes one value");
	else
		takers[filter->kind].take(x, filter, parameter->values[0], listing);
}

void filter_put(struct exchange *x, const struct filter *filter, const struct parameter *parameter,
		void *out)
{
	struct value value;

	assert(filter->kind == FILTER_TAKEN);
	if (parameter->count != 1)
		parameter_fault(x, parameter->name, "takes one value");
	else if (filter_value(x, filter, parameter->values[0], &value))
		field_put(value.kind, (char *)out + filter->offset, &value.as);
}

/* ---- every field of a view --------------------------------------------------------------------- */

static const struct view_field *find_shown(const struct view *view, struct text name)
{
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].flags & VIEW_SHOWN &&
		    text_equal(name, text_from(view->fields[i].name)))
			return &view->fields[i];
	return NULL;
}

bool filter_has_range(const struct view_field *field)
{
	enum field_kind kind = field->kind;

	return kind == FIELD_NUMBER || kind == FIELD_INTEGER || kind == FIELD_DATE ||
	       kind == FIELD_INSTANT;
}

/* `name`, `name_from` or `name_to`; false when the view shows no such scalar field. */
static bool find_field(const struct view *view, struct text name, const struct view_field **field,
		       enum condition_kind *kind)
{
	static const struct {
		struct text ending;
		enum condition_kind kind;
	} endings[] = { { { "_from", 5 }, CONDITION_FROM }, { { "_to", 3 }, CONDITION_TO } };

	*kind = CONDITION_EQUAL;
	*field = find_shown(view, name);
	for (size_t i = 0; !*field && i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct text ending = endings[i].ending;

		if (name.size <= ending.size ||
		    memcmp(name.data + name.size - ending.size, ending.data, ending.size) != 0)
			continue;
		*field = find_shown(view, (struct text){ name.data, name.size - ending.size });
		*kind = endings[i].kind;
		if (*field && !filter_has_range(*field))
			*field = NULL;
	}
	return *field != NULL;
}

/* The time of creation is in the id, which has milliseconds; what is printed has seconds. */
static void add_created(struct query *query, enum condition_kind kind, struct instant at)
{
	size_t column = offsetof(struct record, id);
	struct id first = { { 0 } }, last;

	for (int i = 0; i < 6; i++)
		first.bytes[i] = (uint8_t)((uint64_t)at.ms >> (40 - 8 * i));
	memset(&last, 0xff, sizeof(last));
	for (int i = 0; i < 6; i++)
		last.bytes[i] = (uint8_t)((uint64_t)(at.ms + 999) >> (40 - 8 * i));
	if (kind != CONDITION_TO)
		query_add(query, CONDITION_FROM, column, value_id(first));
	if (kind != CONDITION_FROM)
		query_add(query, CONDITION_TO, column, value_id(last));
}

/* A filter on what only deleted records have asks for them. */
static bool tells_of_deletion(const struct thing *thing, const struct view_field *field)
{
	return thing->deleted_at != THING_HAS_NONE &&
	       (field->offset == thing->deleted_at || field->offset == thing->deleted_by);
}

static bool is_deleted_flag(const struct view_field *field)
{
	return strcmp(field->name, "is_deleted") == 0;
}

/* Whether a record is deleted is not stored, but when. */
static void add_is_deleted(struct query *query, bool is_deleted)
{
	query_add(query, is_deleted ? CONDITION_NOT_NULL : CONDITION_IS_NULL,
		  query->thing->deleted_at, (struct value){ .kind = FIELD_INSTANT });
}

/* Of a percentage half of what is printed last, less half of what is compared last: number_round rounds
 * half up, after it rounded to nine decimals. */
static const double percent_below = 0.005 + 0.5e-9, percent_above = 0.005 - 0.5e-9;

/* Equal means equal as it is printed: to the second, to the hundredth of a percent. */
static void add_printed(struct query *query, const struct view_field *field,
			enum condition_kind kind, struct value value)
{
	struct value to = value;

	if (is_deleted_flag(field)) {
		add_is_deleted(query, value.as.flag);
		return;
	}
	if (field->offset == offsetof(struct record, created_at)) {
		add_created(query, kind, value.as.instant);
		return;
	}
	if (field->kind == FIELD_INSTANT) {
		to.as.instant.ms += 999;
	} else if (field->form == VIEW_PERCENT) {
		value.as.number = (value.as.number - percent_below) / 100;
		to.as.number = (to.as.number + percent_above) / 100;
	} else {
		query_add(query, kind, field->offset, value);
		return;
	}
	if (kind != CONDITION_TO)
		query_add(query, CONDITION_FROM, field->offset, value);
	if (kind != CONDITION_FROM)
		query_add(query, CONDITION_TO, field->offset, to);
}

bool filter_has_field(const struct thing *thing, const struct view_field *field)
{
	const struct field *model = field_at(&thing->form, field->offset);

	if (is_deleted_flag(field) || field->offset == offsetof(struct record, created_at))
		return true;
	return model && model->flags & FIELD_COLUMN && field->kind != FIELD_JSON;
}

bool filter_take_field(struct exchange *x, const struct parameter *parameter,
		       struct listing *listing)
{
	const struct view_field *field;
	enum condition_kind kind;
	struct value value;

	if (!find_field(x->route->view, parameter->name, &field, &kind) ||
	    !filter_has_field(listing->query.thing, field))
		return false;
	listing->query.is_filtered = true;
	if (parameter->count != 1) {
		parameter_fault(x, parameter->name, "takes one value");
		return true;
	}

	struct filter filter = {
		.name = arena_string(x->work.arena, parameter->name),
		.value_kind = field->kind,
		.offset = field->offset,
		.words = field->words,
	};

	if (!filter_value(x, &filter, parameter->values[0], &value))
		return true;
	if (tells_of_deletion(listing->query.thing, field) ||
	    (is_deleted_flag(field) && value.as.flag))
		listing->has_deleted = true;
	add_printed(&listing->query, field, kind, value);
	return true;
}
