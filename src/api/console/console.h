/*
 * The console: the files of console/ that are part of the program, at /app/, so that they are there on
 * every host that runs it, and belong to its version. What they show they ask the API for.
 */
#ifndef OKR_API_CONSOLE_CONSOLE_H
#define OKR_API_CONSOLE_CONSOLE_H

#include "api/exchange.h"

extern const struct route_group console_routes; /* /app/ and /favicon.ico */

/* Whether what is asked for is a page of a browser's, whose errors are pages, too. */
bool console_owns(struct text path);

/* An error as a small page, with the API's status and headers. */
void console_say_error(struct exchange *x, const struct error *error);

#endif
