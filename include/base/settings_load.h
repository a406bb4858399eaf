/*
 * Reads the settings: the defaults of the table, then the file, then the environment. Every
 * complaint names its place, a line of the file or a variable, and what would be accepted; the
 * value of a secret is never repeated.
 */
#ifndef OKR_BASE_SETTINGS_LOAD_H
#define OKR_BASE_SETTINGS_LOAD_H

#include "base/settings.h"

/*
 * Reads `path` when given (it must exist), else OKR_CONFIG, else the first that exists of
 * SYSCONFDIR/okr/okr.conf and okr.conf beside the binary; without any file the defaults hold.
 * `NAME_file = PATH` reads a secret from a file. A setting that was renamed is found by its old
 * name as well. An unknown name, a bad value or a secret that
 * others may read is an error that tells file and line. Texts live in `arena`.
 */
const struct error *settings_load(struct arena *arena, const char *path, struct settings *out);

#endif
