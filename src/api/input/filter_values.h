/*
 * What a parameter's text means, by the kind of its filter.
 */
#ifndef OKR_API_INPUT_FILTER_VALUES_H
#define OKR_API_INPUT_FILTER_VALUES_H

#include "api/exchange.h"

/* One reader a kind: what a parameter's text means, or a fault of the parameter. */
bool filter_value_id(struct exchange *x, const struct filter *filter, struct text text,
		     struct value *out);
bool filter_value_text(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_number(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out);
bool filter_value_integer(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out);
bool filter_value_flag(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_word(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_date(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_instant(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out);

/* One of the words, or a fault of the parameter. */
bool filter_word(struct exchange *x, struct text name, const struct word_name *words,
		 struct text text, word *out);

/* What FIELD_FLAG takes, and FILTER_ARCHIVED. */
extern const struct word_name filter_flag_words[];
extern const struct word_name archived_words[];

/* A text as it is kept, so that it is found. */
struct text filter_text(struct exchange *x, const struct filter *filter, struct text text);

#endif
