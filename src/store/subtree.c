/*
 * Each statement walks down from the objective by itself, so no id travels there and back. A walk ends
 * one level below what a chain may have, so that a circle does not run on.
 */
#include "store/subtree.h"

#include <assert.h>

#include "model/words.h"
#include "store/statement.h"
#include "store/values.h"

#define BELOW BELOW_ALL("= ?")

#define BELOW_ALL(ROOTS)                                                                           \
	"WITH RECURSIVE below (id, height) AS (SELECT id, 1 FROM objective "                       \
	"WHERE organisation_id = ? AND id " ROOTS                                                  \
	" UNION ALL SELECT o.id, b.height + 1 "                                                    \
	"FROM below b JOIN objective o ON o.organisation_id = ? AND o.parent_id = b.id "           \
	"AND o.deleted_at IS NULL AND o.is_archived = 0 AND o.lifecycle <> 3 "                     \
	"WHERE b.height <= 32) "

/* One that was not achieved counts as if it were active (objective_is_done). */
#define LIFECYCLE "IF(o.outcome > 0, 1, o.lifecycle) "

static const char nodes_sql[] = BELOW
	"SELECT o.parent_id, o.id, o.weight, " LIFECYCLE
	"FROM below JOIN objective o "
	"ON o.organisation_id = ? AND o.id = below.id ORDER BY o.parent_id, o.id";

static const char key_results_sql[] = BELOW
	"SELECT k.home_id, k.id, k.weight, k.start_value, k.target_value, k.initial_value, "
	"k.direction FROM below JOIN key_result k ON k.organisation_id = ? "
	"AND k.home_id = below.id AND k.deleted_at IS NULL ORDER BY k.home_id, k.id";

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define BELOW_MANY                                                                                 \
	BELOW_ALL("IN (" EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ", " EIGHT ", " EIGHT   \
		  ", " EIGHT ")")

/* One that stands below another of them is reached twice. */
static const char many_nodes_sql[] = BELOW_MANY
	"SELECT DISTINCT o.parent_id, o.id, o.weight, " LIFECYCLE
	"FROM below JOIN objective o "
	"ON o.organisation_id = ? AND o.id = below.id ORDER BY o.parent_id, o.id";

static const char many_key_results_sql[] = BELOW_MANY
	"SELECT DISTINCT k.home_id, k.id, k.weight, k.start_value, k.target_value, "
	"k.initial_value, k.direction FROM below JOIN key_result k ON k.organisation_id = ? "
	"AND k.home_id = below.id AND k.deleted_at IS NULL ORDER BY k.home_id, k.id";

static const char values_sql[] = BELOW
	"SELECT c.key_result_id, c.checked_in_at, c.value FROM below "
	"JOIN key_result k ON k.organisation_id = ? AND k.home_id = below.id "
	"AND k.deleted_at IS NULL JOIN check_in c ON c.organisation_id = k.organisation_id "
	"AND c.key_result_id = k.id AND c.value IS NOT NULL "
	"ORDER BY c.key_result_id, c.checked_in_at, c.id";

#define METRIC(type, member)                                                                       \
	FIELD(type, member, FIELD_COLUMN, .min = -FIELD_NUMBER_MAX, .max = FIELD_NUMBER_MAX)

static const struct field node_fields[] = {
	FIELD(struct subtree_node, parent_id, FIELD_COLUMN),
	FIELD(struct subtree_node, id, FIELD_COLUMN),
	FIELD(struct subtree_node, weight, FIELD_COLUMN, .min = 0, .max = FIELD_NUMBER_MAX),
	FIELD(struct subtree_node, lifecycle, FIELD_COLUMN | FIELD_FILLED,
	      .words = lifecycle_words),
};
static const struct form node_form = FORM(struct subtree_node, node_fields);

static const struct field key_result_fields[] = {
	FIELD(struct subtree_key_result, home_id, FIELD_COLUMN),
	FIELD(struct subtree_key_result, id, FIELD_COLUMN),
	FIELD(struct subtree_key_result, weight, FIELD_COLUMN, .min = 0, .max = FIELD_NUMBER_MAX),
	METRIC(struct subtree_key_result, start_value),
	METRIC(struct subtree_key_result, target_value),
	METRIC(struct subtree_key_result, initial_value),
	FIELD(struct subtree_key_result, direction, FIELD_COLUMN | FIELD_FILLED,
	      .words = direction_words),
};
static const struct form key_result_form = FORM(struct subtree_key_result, key_result_fields);

static const struct field value_fields[] = {
	FIELD(struct past_value, of, FIELD_COLUMN),
	FIELD(struct past_value, at, FIELD_COLUMN),
	METRIC(struct past_value, value),
};
static const struct form value_form = FORM(struct past_value, value_fields);

const struct error *subtree_read(struct db *db, struct id organisation_id, struct id objective_id,
				 struct subtree *out)
{
	struct value values[] = { value_id(organisation_id), value_id(objective_id),
				  value_id(organisation_id), value_id(organisation_id) };
	const struct error *error = db_rows(db, nodes_sql, values, 4, &node_form, &out->nodes);

	if (!error)
		error = db_rows(db, key_results_sql, values, 4, &key_result_form,
				&out->key_results);
	if (!error)
		error = db_rows(db, values_sql, values, 4, &value_form, &out->values);
	return error;
}

const struct error *subtree_read_parts(struct db *db, struct id organisation_id,
				       const struct id *ids, size_t count, struct subtree *out)
{
	struct value values[SUBTREES_AT_ONCE + 3];
	const struct error *error;

	assert(count >= 1 && count <= SUBTREES_AT_ONCE);
	values[0] = value_id(organisation_id);
	for (size_t i = 0; i < SUBTREES_AT_ONCE; i++)
		values[1 + i] = value_id(ids[i < count ? i : 0]);
	values[SUBTREES_AT_ONCE + 1] = values[SUBTREES_AT_ONCE + 2] = values[0];
	*out = (struct subtree){ .values = { NULL, 0 } };
	error = db_rows(db, many_nodes_sql, values, SUBTREES_AT_ONCE + 3, &node_form, &out->nodes);
	if (!error)
		error = db_rows(db, many_key_results_sql, values, SUBTREES_AT_ONCE + 3,
				&key_result_form, &out->key_results);
	return error;
}
