/*
 * The okrs dialect's objectives, key results and check-ins. Its other files and its tools show the same
 * views; no other dialect includes this.
 */
#ifndef OKR_API_OKRS_H
#define OKR_API_OKRS_H

#include "api/exchange.h"

extern const struct view okr_view;
extern const struct view okr_key_result_view;
extern const struct view okr_check_in_view;
extern const struct word_name okr_type_words[];

extern const struct route_group okrs_routes; /* OKRs, key results, check-ins */

/* What this dialect calls an objective. */
extern const struct noun okr_nouns[];

#endif
