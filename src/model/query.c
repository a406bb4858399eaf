/*
 * Building questions: conditions are added here and turned into SQL by the store. One that has no
 * room left is a mistake of the program.
 */
#include "model/query.h"

#include <assert.h>

void query_add(struct query *query, enum condition_kind kind, size_t column, struct value value)
{
	assert(query->condition_count < CONDITIONS_MAX);
	query->conditions[query->condition_count++] =
		(struct condition){ .kind = kind, .column = column, .value = value };
}

void query_add_any_of(struct query *query, size_t column, const struct value *values, size_t count)
{
	assert(count >= 1 && count <= ANY_OF_MAX);
	query_add(query, CONDITION_ANY_OF, column, values[0]);
	query->conditions[query->condition_count - 1].values = values;
	query->conditions[query->condition_count - 1].value_count = count;
}
