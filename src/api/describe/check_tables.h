/*
 * The check of the tables that drive everything; a test can hand it broken ones. Private to the api
 * room and its tests.
 */
#ifndef OKR_API_CHECK_TABLES_H
#define OKR_API_CHECK_TABLES_H

#include "api/route.h"

/* NULL, or an ERROR_INTERNAL whose message names the first row that breaks a rule, and the rule. */
const struct error *tables_check(struct arena *arena, const struct routes *routes);

/* What is said of a row that breaks a rule, of each rule in turn; NULL behind the last. */
const char *tables_rule(size_t index);

#endif
