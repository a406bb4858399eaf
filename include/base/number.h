/*
 * Numbers as text: the shortest decimal that reads back the same, and the rounding that the
 * domain rules ask for. Never looks at the locale.
 */
#ifndef OKR_BASE_NUMBER_H
#define OKR_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { NUMBER_PRINT_MAX = 32 };

/*
 * Writes a finite number as JSON does: `70`, `0.65`, `-1.5`, `1e+300` becomes `1e300`. Negative
 * zero prints `0`. Integers up to 2^53 are printed in full. No NUL; returns the bytes written,
 * at most NUMBER_PRINT_MAX.
 */
size_t number_print(double number, char out[NUMBER_PRINT_MAX]);

/* The JSON number grammar (RFC 8259, section 6) and nothing around it; false also when the value
 * is not finite. */
bool number_parse(struct text text, double *out);

/* `decimals` (0–9) places, half away from zero, after the raw number was rounded to 9 decimals:
 * the "round half up" of the domain rules for the numbers that they round (never negative there). */
double number_round(double number, int decimals);

#endif
