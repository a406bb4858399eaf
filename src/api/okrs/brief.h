/*
 * What the tools tell of a record in a list unless they are asked for everything (rulings.md 71):
 * what a model needs to answer most questions, and the ids to ask on with. A model pays for every
 * word and reads each; REST and `detail: "full"` show the rest. Names and forms are those of the
 * whole views.
 */
#ifndef OKR_API_OKRS_BRIEF_H
#define OKR_API_OKRS_BRIEF_H

#include "api/okrs/okrs.h"
#include "service/reports.h"

extern const struct view brief_okr_view; /* with its key results */
extern const struct view brief_kpi_view;
extern const struct view brief_risk_view;
extern const struct view brief_insight_view;
extern const struct view found_okr_view;
extern const struct view found_key_result_view;

#endif
