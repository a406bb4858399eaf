/*
 * Building questions.
 */
#include "model/query.h"

#include <assert.h>

void query_add(struct query *query, enum condition_kind kind, size_t column, struct value value)
{
	assert(query->condition_count < CONDITIONS_MOST);
	query->conditions[query->condition_count++] =
		(struct condition){ .kind = kind, .column = column, .value = value };
}
