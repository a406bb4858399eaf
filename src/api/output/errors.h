/*
 * Errors in the caller's language: {"error": CODE, "message": TEXT}, as seed 003 has it.
 */
#ifndef OKR_API_OUTPUT_ERRORS_H
#define OKR_API_OUTPUT_ERRORS_H

#include "api/exchange.h"

int error_status(enum error_code code);
const char *error_word(enum error_code code); /* "bad_request" */

/* All that is wrong as one text: "title is required; weight must be a number." */
struct text error_sentence(struct exchange *x, const struct error *error);
void error_write(struct exchange *x, const struct error *error);

#endif
