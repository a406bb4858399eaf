/*
 * Changes one line of a file of settings and keeps all others, comments included.
 */
#ifndef OKR_BASE_SETTINGS_EDIT_H
#define OKR_BASE_SETTINGS_EDIT_H

#include "base/arena.h"
#include "base/text.h"

/*
 * `text` with `name = value` in it: in place of the line that gives the setting, else behind the one
 * where it is commented out (as okrctl settings prints it), else at the end. The value is quoted when
 * it must be. The result lives in the arena.
 */
struct text settings_edit(struct arena *arena, struct text text, const char *name,
			  struct text value);

#endif
