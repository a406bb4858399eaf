/*
 * Removing what was soft-deleted, from the leaves to the roots of the references. A key result goes
 * with its objective even when it was deleted later; so does everything that hangs on it. Initiatives
 * stay, without their link; those that not everybody could see stay hidden (rulings.md 53).
 */
#include "store/purge.h"

#include "store/statement.h"

/* The rows that go: said once for key results, once for objectives. */
#define GONE_OBJECTIVES                                                                            \
	"(SELECT g.id FROM objective g WHERE g.organisation_id = ? AND g.deleted_at < ?)"
#define GONE_KEY_RESULTS                                                                           \
	"(SELECT k.id FROM key_result k WHERE k.organisation_id = ? AND (k.deleted_at < ? OR "     \
	"k.objective_id IN " GONE_OBJECTIVES "))"

/* Of those, what only some could see. */
#define GONE_HIDDEN_OBJECTIVES                                                                     \
	"(SELECT h.id FROM objective h WHERE h.organisation_id = ? AND h.deleted_at < ? AND "      \
	"(h.is_shared = 0 OR h.visibility <> 0))"

/* `pairs`: how often organisation and time stand in the statement, after the first organisation. */
static const struct step {
	const char *sql;
	unsigned pairs;
	bool is_counted;
} steps[] = {
	{ "UPDATE initiative SET key_result_id = NULL WHERE organisation_id = ? AND key_result_id "
	  "IN " GONE_KEY_RESULTS,
	  2, false },
	{ "UPDATE initiative SET is_withheld = 1 WHERE organisation_id = ? AND objective_id "
	  "IN " GONE_HIDDEN_OBJECTIVES,
	  1, false },
	{ "UPDATE initiative SET objective_id = NULL WHERE organisation_id = ? AND objective_id "
	  "IN " GONE_OBJECTIVES,
	  1, false },
	{ "DELETE FROM check_in WHERE organisation_id = ? AND key_result_id IN " GONE_KEY_RESULTS,
	  2, true },
	{ "DELETE FROM key_result WHERE organisation_id = ? AND objective_id IN " GONE_OBJECTIVES,
	  1, true },
	{ "DELETE FROM key_result WHERE organisation_id = ? AND deleted_at < ?", 0, true },
	{ "DELETE FROM objective_person WHERE organisation_id = ? AND objective_id "
	  "IN " GONE_OBJECTIVES,
	  1, false },
	{ "UPDATE objective SET parent_id = NULL WHERE organisation_id = ? AND parent_id "
	  "IN " GONE_OBJECTIVES,
	  1, false },
	{ "DELETE FROM objective WHERE organisation_id = ? AND deleted_at < ?", 0, true },
};

static const struct error *run_step(struct db *db, const struct step *step,
				    struct id organisation_id, struct instant before,
				    int64_t *removed)
{
	struct value values[6] = { value_id(organisation_id), value_instant(before) };
	size_t count = 2;
	uint64_t changed;
	const struct error *error;

	if (step->pairs > 0)
		count = 1;
	for (unsigned i = 0; i < step->pairs; i++) {
		values[count++] = value_id(organisation_id);
		values[count++] = value_instant(before);
	}
	error = db_run(db, step->sql, values, count, &changed);
	if (!error && step->is_counted)
		*removed += (int64_t)changed;
	return error;
}

const struct error *purge_deleted(struct db *db, struct id organisation_id, struct instant before,
				  int64_t *removed)
{
	const struct error *error = NULL;
	int64_t count = 0;

	for (size_t i = 0; !error && i < sizeof(steps) / sizeof(steps[0]); i++)
		error = run_step(db, &steps[i], organisation_id, before, &count);
	if (!error)
		*removed = count;
	return error;
}
