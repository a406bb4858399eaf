/*
 * Which tables an export has. tests/api/export.test.mjs tells of a table that it has not.
 */
#include "service/export_kinds.h"

#include "model/api_key.h"
#include "model/directory.h"
#include "model/import.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "model/review.h"
#include "model/sign_in.h"

#define SHELL(name_, thing_, secret_)                                                              \
	{                                                                                          \
		.name = (name_), .thing = &(thing_), .parent = THING_HAS_NONE, .secret = (secret_) \
	}
#define THING(name_, thing_) SHELL(name_, thing_, THING_HAS_NONE)
#define KEYED(name_, thing_, key_)                                                                 \
	{                                                                                          \
		.name = (name_), .thing = &(thing_), .parent = THING_HAS_NONE, .key = (key_),      \
		.secret = THING_HAS_NONE                                                           \
	}
#define CHILD(name_, thing_, type)                                                                 \
	{                                                                                          \
		.name = (name_), .thing = &(thing_), .parent = offsetof(type, parent_id),          \
		.secret = THING_HAS_NONE                                                           \
	}
#define LINKS(name_, links_)                                                                       \
	{                                                                                          \
		.name = (name_), .links = &(links_), .parent = THING_HAS_NONE,                     \
		.secret = THING_HAS_NONE                                                           \
	}

const struct export_kind export_kinds[] = {
	THING("user", person_thing),
	CHILD("department", department_thing, struct department),
	THING("team", team_thing),
	LINKS("team_member", team_member_links),
	THING("cycle", cycle_thing),
	CHILD("objective", objective_thing, struct objective),
	LINKS("objective_person", objective_person_links),
	KEYED("key_result", key_result_thing, "key_result_id"),
	KEYED("check_in", check_in_thing, "check_in_id"),
	THING("kpi", kpi_thing),
	KEYED("kpi_update", kpi_update_thing, "kpi_update_id"),
	THING("initiative", initiative_thing),
	THING("review_cycle", review_cycle_thing),
	THING("review", review_thing),
	LINKS("review_answer", review_answer_links),
	LINKS("external_ref", external_ref_links),
	SHELL("api_key", api_key_thing, offsetof(struct api_key, hash)),
	{ .name = NULL },
};

const struct thing *const export_withheld[] = { &person_token_thing, &session_thing, &import_thing,
						NULL };
