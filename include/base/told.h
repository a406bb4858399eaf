/*
 * What was told already: something that is met again and again, by every worker, is worth one line
 * of the log a day and not one a request. A table of digests in a file that all processes map, so
 * it holds across workers, plain CGI and restarts. Where the file cannot be had, each process
 * remembers for itself.
 */
#ifndef OKR_BASE_TOLD_H
#define OKR_BASE_TOLD_H

#include <stdbool.h>

#include "base/text.h"
#include "base/time.h"

/* Shares the table with the others that name this file. Call it before told_first; a second call
 * changes nothing. */
void told_share(const char *path);

/* Whether nobody has asked for this on this day. When the day has had thousands of different ones,
 * more are not told: it is false. */
bool told_first(struct text what, struct date today);

#endif
