/*
 * A resource is a thing with its rules; a verb is what can be done to any resource. A verb that
 * writes begins the transaction and leaves it open: whoever runs the request commits it when the
 * answer is made, so that the answer can be kept with what it did. References, circles and states
 * are checked here, so every dialect has the same rules; names of fields are not known here, places
 * in structs are.
 */
#ifndef OKR_SERVICE_RESOURCE_H
#define OKR_SERVICE_RESOURCE_H

#include "model/query.h"
#include "service/writing.h"

/* What an answer shows of its records, and of the records within them. */
struct shown {
	struct given record, within;
	bool is_chosen; /* by the caller: there is no end of what that may be */
};

/* How a page was read. */
struct reading {
	bool is_dense;             /* it is a whole page of the workspace, without filters */
	const struct form *within; /* what is read of the records within; NULL: all of it */
};

/* Of records that are no page: all of each. */
#define READ_WHOLE ((const struct reading){ .is_dense = false })

struct resource {
	const struct thing *thing;
	const struct thing *within; /* of the records that a list of it brings along; or NULL */

	/* Before writing: notes faults of the draft, and may complete it. */
	const struct error *(*check)(struct work *work, const struct draft *draft);

	/* Before a change: reads what the record has in tables of its own, as far as `given` may
	 * change it; all of it when that is NULL. NULL: it has nothing there. */
	const struct error *(*load)(struct work *work, void *record, const struct given *given);

	/* Whether the record brings changes of other records with it, though it stays the same. */
	bool (*has_more)(const void *after);

	/* After writing, in the same transaction: carries the change to what depends on it. `before`
	 * is NULL for a new record, `after` for one that was removed; a soft deletion sets
	 * deleted_at, a restoring clears it. */
	const struct error *(*ripple)(struct work *work, const void *before, void *after);

	/* After reading: fills the computed members. */
	const struct error *(*fill)(struct work *work, struct list rows,
				    const struct reading *reading);

	/* After filling, for those who chose their fields: fills those that are told on request. */
	const struct error *(*recall)(struct work *work, struct list rows,
				      const struct shown *shown);

	/* After a record was found by its id: fails when what it belongs to cannot be reached. */
	const struct error *(*guard)(struct work *work, const void *record);

	/* Before a write, and once its values are known to be right: whether the session may do it,
	 * by the rule of who may edit (service/policy.h). `before` is NULL for a new record, `after`
	 * for one that is deleted or restored. NULL: whoever has the scope may. */
	const struct error *(*may)(struct work *work, const void *before, const void *after,
				   const struct given *given);

	/* After filling, where work->tells_can: sets the thing's `can` by the same rule. */
	const struct error *(*tell)(struct work *work, struct list rows);

	/* Adds what the rules look at, besides what is shown, when a list is read. NULL: its records
	 * are read whole. */
	void (*add_needed)(struct shown *shown);

	/* What every list of it is limited to. */
	void (*restrict_list)(struct query *query);

	/* Before a record is removed for good: removes what belongs to it alone. */
	const struct error *(*clear)(struct work *work, const void *record);

	/* Its maker says which application it belongs to; any other record is stamped. */
	bool names_app;

	/* Instead of deleting (a person is deactivated, a key is revoked); NULL: delete. */
	const struct error *(*retire)(struct work *work, void *record);
};

/* The versions that the caller takes for current; none given: any will do. */
struct expectation {
	const int64_t *versions;
	size_t count;
	bool is_given;
	bool is_conflict; /* another version is a conflict, not a failed precondition */
};

/* `shown`: by the answer; NULL: everything may be. */
const struct error *resource_get(struct work *work, const struct resource *resource, struct id id,
				 const struct shown *shown, void *out);

/* The record, deleted or not. */
const struct error *resource_get_any(struct work *work, const struct resource *resource,
				     struct id id, const struct shown *shown, void *out);

/* `record`: the values; `given`: which of them the caller named. The thing's defaults are expected
 * where nothing was given. The finished record replaces it. */
const struct error *resource_create(struct work *work, const struct resource *resource,
				    void *record, const struct given *given);

/* Changes the given members alone. *out becomes the finished record. When nothing that is told of it
 * (model/journal.h) comes out different, nothing is written. */
const struct error *resource_update(struct work *work, const struct resource *resource,
				    struct id id, const void *changes, const struct given *given,
				    const struct expectation *expectation, void *out);

const struct error *resource_delete(struct work *work, const struct resource *resource,
				    struct id id, const struct expectation *expectation, void *out);

/* Brings a soft-deleted record back, within the retention time; *out becomes it. */
const struct error *resource_restore(struct work *work, const struct resource *resource,
				     struct id id, void *out);

/* A page of records, filled. */
struct page {
	struct list rows;
	bool has_next;
	struct value next; /* with next_id: where the next page begins */
	struct id next_id;
};

/* What of a list its reader wants; NULL stands for all of it. */
struct selection {
	const struct shown *shown; /* by the answer; NULL: everything may be */

	/* Whether a filled row belongs to the page (NULL: all do), for filters on computed values.
	 * Such a list looks at 5,000 rows at most (rulings.md 22). */
	bool (*keeps)(const void *context, const void *row);
	const void *context;
};

const struct error *resource_list(struct work *work, const struct resource *resource,
				  struct query *query, const struct selection *selection,
				  struct page *out);

/* How many records a list has in all; the query is as it is handed to resource_list. */
const struct error *resource_count(struct work *work, const struct resource *resource,
				   const struct query *query, int64_t *out);

/* Checks that a record may be made, as resource_create does, and makes it within the write that is open. */
const struct error *resource_make(struct work *work, const struct resource *resource, void *record,
				  const struct given *given);

/* The first half and the last of that, for rules that make several in one transaction. The first
 * notes faults and may fail for another reason; the second expects a record without faults that the session
 * may make (resource_permits). */
const struct error *resource_check_new(struct work *work, const struct resource *resource,
				       void *record, const struct given *given,
				       const struct element *in);
const struct error *resource_add(struct work *work, const struct resource *resource, void *record);

/* The same where another row of the journal tells of it. */
const struct error *resource_add_quietly(struct work *work, const struct resource *resource,
					 void *record);

/* The last step of a change, for rules that make several in one transaction: what is told of the record
 * and came out different is written, with what follows from it. It is known to be right and allowed. */
const struct error *resource_store(struct work *work, const struct resource *resource,
				   const void *before, void *after);

/* Whether the session may do it: by the rule of who may edit (see `may`), and by the phase of the cycle
 * that the record belongs to (product/cycles.md D). */
const struct error *resource_permits(struct work *work, const struct resource *resource,
				     const void *before, const void *after,
				     const struct given *given);

/* Whether its records belong to a cycle, whose phase may refuse a write. */
bool resource_is_phased(const struct resource *resource);

#endif
