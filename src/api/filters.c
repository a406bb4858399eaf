/*
 * Filters: from the words of a query string or a search to conditions on columns, by the route's
 * table.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "api/listing.h"

void parameter_fault(struct exchange *x, struct text name, const char *format, ...)
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
	parameter_fault(x, name, "must be one of: %.*s", TEXT_PRINT(list));
}

static const struct word_name flag_words[] = { { "false", 0 }, { "true", 1 }, { NULL, 0 } };
static const struct word_name archived_words[] = {
	{ "false", 0 }, { "true", 1 }, { "any", 2 }, { NULL, 0 }
};

static bool word_value(struct exchange *x, struct text name, const struct word_name *words,
		       struct text text, word *out)
{
	if (word_parse(words, text, out))
		return true;
	fault_of_words(x, name, words);
	return false;
}

static bool filter_value(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out)
{
	struct text name = text_from(filter->name);
	word flag;

	*out = (struct value){ .kind = filter->value_kind };
	switch (filter->value_kind) {
	case FIELD_ID:
		if (id_parse(text, &out->as.id))
			return true;
		parameter_fault(x, name, "must be an id (a UUID)");
		return false;
	case FIELD_WORD:
		return word_value(x, name, filter->words, text, &out->as.word);
	case FIELD_FLAG:
		if (!word_value(x, name, flag_words, text, &flag))
			return false;
		out->as.flag = flag != 0;
		return true;
	case FIELD_DATE:
		if (date_parse(text, &out->as.date))
			return true;
		parameter_fault(x, name, "must be a date that exists, as YYYY-MM-DD");
		return false;
	case FIELD_INSTANT:
		if (instant_parse(text, &out->as.instant))
			return true;
		parameter_fault(x, name, "must be a timestamp as YYYY-MM-DDTHH:MM:SSZ");
		return false;
	case FIELD_TEXT:
		out->as.text = text;
		return true;
	default:
		assert(!"a kind without filters");
		return false;
	}
}

static void take_archived(struct exchange *x, const struct filter *filter, struct text text,
			  struct listing *listing)
{
	word word_;

	if (!word_value(x, text_from(filter->name), archived_words, text, &word_))
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

	if (!word_value(x, text_from(filter->name), flag_words, text, &word_) || !word_)
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
		    count < ANY_OF_MOST)
			values[count++] = value_word(name->value);
	return count;
}

/* The values that any of is meant by. */
static bool take_values(struct exchange *x, const struct filter *filter,
			const struct parameter *parameter, struct value **values, size_t *count)
{
	*values = arena_array(x->work.arena, ANY_OF_MOST, sizeof(**values));
	*count = 0;
	for (size_t i = 0; i < parameter->count; i++) {
		if (*count == ANY_OF_MOST) {
			parameter_fault(x, parameter->name, "takes at most %d values", ANY_OF_MOST);
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

static void take_single(struct exchange *x, const struct filter *filter, struct text text,
			struct listing *listing)
{
	static const enum condition_kind conditions[] = {
		[FILTER_SINCE] = CONDITION_FROM,
		[FILTER_UNTIL] = CONDITION_TO,
		[FILTER_SEARCH] = CONDITION_CONTAINS,
	};
	struct value value;

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

void filter_take(struct exchange *x, const struct filter *filter, const struct parameter *parameter,
		 struct listing *listing)
{
	if (filter->kind == FILTER_EQUAL) {
		take_equal(x, filter, parameter, listing);
		return;
	}
	if (parameter->count != 1) {
		parameter_fault(x, parameter->name, "takes one value");
		return;
	}
	if (filter->kind == FILTER_ARCHIVED)
		take_archived(x, filter, parameter->values[0], listing);
	else if (filter->kind == FILTER_TOP)
		take_top(x, filter, parameter->values[0], listing);
	else
		take_single(x, filter, parameter->values[0], listing);
}
