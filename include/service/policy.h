/*
 * Who may edit what: section H1 of product/console.md with readings 120–130. The rule is about people
 * alone, in a workspace whose edit_policy is owners; keys, applications and administrators are bound
 * by their scopes and by nothing here. What refuses a write also says beforehand what will be
 * refused (`can`), so the two never differ.
 *
 * A resource's row names the functions of its thing: see `may` and `tell` in service/resource.h. Who
 * sees a record is decided before (404).
 */
#ifndef OKR_SERVICE_POLICY_H
#define OKR_SERVICE_POLICY_H

#include "base/field.h"
#include "service/work.h"

/* The person who owns what is made without an owner (reading 121), or ID_NONE. */
struct id policy_owner(const struct work *work);

/* What a person may make somewhere without a parent. */
enum can_create {
	CREATE_INDIVIDUAL,
	CREATE_TEAM,
	CREATE_DEPARTMENT,
	CREATE_ORGANISATION,
	CREATE_KPI,
};

/* One bit for each enum can_create; INTEGER_NONE for a session that is no person's. */
const struct error *policy_can_create(struct work *work, int64_t *out);

/* `may` and `tell` of the resources: ERROR_FORBIDDEN with the rule as a sentence, without names. */
typedef const struct error *may_function(struct work *work, const void *before, const void *after,
					 const struct given *given);
may_function objective_may, key_result_may, check_in_may, initiative_may, kpi_may, kpi_update_may;

typedef const struct error *tell_function(struct work *work, struct list rows);
tell_function objectives_tell, key_results_tell, initiatives_tell, kpis_tell;

/* Whether all of these new check-ins (struct check_in) may be made: refused as a whole. */
const struct error *check_ins_may(struct work *work, struct list check_ins);

#endif
