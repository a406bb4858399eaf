/*
 * The list of all things, for what is done to all alike. A thing that is missing here is neither
 * verified nor looked at by okrctl doctor.
 */
#include "model/things.h"

#include "model/api_key.h"
#include "model/directory.h"
#include "model/import.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "model/review.h"
#include "model/sign_in.h"

const struct thing *const all_things[] = {
	&person_thing,
	&department_thing,
	&team_thing,
	&cycle_thing,
	&objective_thing,
	&key_result_thing,
	&check_in_thing,
	&kpi_thing,
	&kpi_update_thing,
	&initiative_thing,
	&review_cycle_thing,
	&review_thing,
	&api_key_thing,
	&person_token_thing,
	&session_thing,
	&import_thing,
	NULL,
};
