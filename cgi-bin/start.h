/*
 * What every mode of the program does before its own work.
 */
#ifndef OKR_CGI_START_H
#define OKR_CGI_START_H

#include "base/error.h"
#include "base/settings.h"

/* Puts the process into a known state. Before anything else. */
void start_process(void);

/* Loads the settings (`path` as in settings_load), opens the log they name, and starts libsodium. */
const struct error *start_load(struct arena *arena, const char *path, struct settings *out);

#endif
