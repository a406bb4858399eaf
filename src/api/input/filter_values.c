/*
 * What a parameter's text means, by the kind of its filter: one reader a kind. What becomes of the value is
 * filters.c's.
 */
#include "api/input/filter_values.h"

#include "api/input/parameters.h"
#include "base/number.h"
#include "base/unicode.h"

const struct word_name filter_flag_words[] = { { "false", 0 }, { "true", 1 }, { NULL, 0 } };
const struct word_name archived_words[] = {
	{ "false", 0 }, { "true", 1 }, { "any", 2 }, { NULL, 0 }
};

static void fault_of_words(struct exchange *x, struct text name, const struct word_name *words)
{
	parameter_fault(x, name, "must be one of: %s", word_list(x->work.arena, words).data);
}

bool filter_word(struct exchange *x, struct text name, const struct word_name *words,
		 struct text text, word *out)
{
	if (word_parse(words, text, out))
		return true;
	fault_of_words(x, name, words);
	return false;
}

bool filter_value_integer(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out)
{
	unsigned long long number,
		max = filter->max > 0 ? (unsigned long long)filter->max : INT64_MAX;

	if (!text_to_count(text, max, &number) || (double)number < filter->min) {
		if (filter->max > 0)
			parameter_fault(x, text_from(filter->name),
					"must be a whole number from %g to %g", filter->min,
					filter->max);
		else
			parameter_fault(x, text_from(filter->name), "must be a whole number");
		return false;
	}
	out->as.integer = (int64_t)number;
	return true;
}

/* Looked for as it is kept: what another system made byte by byte, all else in form C. */
struct text filter_text(struct exchange *x, const struct filter *filter, struct text text)
{
	const struct field *model = NULL;

	if (filter->kind != FILTER_TAKEN && x->route->resource)
		model = field_at(&x->route->resource->thing->form, filter->offset);
	return model && model->flags & FIELD_EXACT ? text : text_compose(x->work.arena, text);
}

bool filter_value_id(struct exchange *x, const struct filter *filter, struct text text,
		     struct value *out)
{
	if (id_parse(text, &out->as.id))
		return true;
	parameter_fault(x, text_from(filter->name), "must be an id (a UUID)");
	return false;
}

bool filter_value_word(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out)
{
	return filter_word(x, text_from(filter->name), filter->words, text, &out->as.word);
}

bool filter_value_flag(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out)
{
	word flag;

	if (!filter_word(x, text_from(filter->name), filter_flag_words, text, &flag))
		return false;
	out->as.flag = flag != 0;
	return true;
}

bool filter_value_date(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out)
{
	if (date_parse(text, &out->as.date))
		return true;
	parameter_fault(x, text_from(filter->name), "must be a date that exists, as YYYY-MM-DD");
	return false;
}

bool filter_value_instant(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out)
{
	if (instant_parse(text, &out->as.instant))
		return true;
	parameter_fault(x, text_from(filter->name), "must be a timestamp as YYYY-MM-DDTHH:MM:SSZ");
	return false;
}

bool filter_value_number(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out)
{
	if (number_parse(text, &out->as.number))
		return true;
	parameter_fault(x, text_from(filter->name), "must be a number");
	return false;
}

bool filter_value_text(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out)
{
	out->kind = FIELD_TEXT;
	out->as.text = filter_text(x, filter, text);
	return true;
}
