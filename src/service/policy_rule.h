/*
 * The rule of who may edit: how the session's person stands to objectives, and what follows from that.
 * Private to the service room; policy.c asks it before writes and for what is told beforehand.
 */
#ifndef OKR_SERVICE_POLICY_RULE_H
#define OKR_SERVICE_POLICY_RULE_H

#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/work.h"
#include "store/relations.h"

/* How the session's person stands to the objectives that rows are, or hang on. */
struct relations {
	const struct session *session;
	struct list standings;  /* struct standing, by id: those asked for, and what is above */
	struct ids assigned;    /* objectives */
	struct covered covered; /* by a manager's department; nothing for others */
};

/* Whether nothing here binds the session: it is no person's, or an administrator's, or everybody may edit
 * in its workspace. Where it is free the functions below need not be asked. */
bool rule_is_free(const struct work *work);

/* `own`: the objectives in question, in order; `above`: those whose standings are not at hand, or
 * whose parents' are not. */
const struct error *rule_relate(struct work *work, struct ids own, struct ids above,
				struct relations *out);

/* What the rights of a manager cover; nothing for others. */
const struct error *rule_covered(struct work *work, struct covered *out);

/* The standing that was read of this objective, or NULL; and the standing of one at hand. */
const struct standing *rule_find(const struct relations *relations, struct id id);
struct standing rule_standing(const struct objective *objective);

bool rule_is_me(const struct relations *relations, struct id id);
bool rule_is_my_team(const struct session *session, struct id team_id);

/* Whether the person may edit it (readings 121, 122, 127, 128), its objective having been related. */
bool rule_edits(const struct relations *relations, const struct standing *standing);
bool rule_edits_key_result(const struct relations *relations, const struct key_result *key_result);
bool rule_edits_kpi(const struct work *work, const struct kpi *kpi);

/* `key_results`: struct key_result, by id: the loose ones that initiatives hang on. */
bool rule_edits_initiative(const struct relations *relations, struct list key_results,
			   const struct initiative *initiative);

/* Whether the person may edit what an initiative hangs on; and whether that is nothing. */
bool rule_edits_hook(const struct relations *relations, struct list key_results,
		     const struct initiative *initiative);
bool rule_is_loose(const struct initiative *initiative);

/* Whether the person may check in on it (reading 126). */
bool rule_checks_in(const struct relations *relations, const struct key_result *key_result);

/* Whether a new objective's own type gives the right to make it (reading 123). */
bool rule_may_make(const struct relations *relations, const struct objective *objective);

#endif
