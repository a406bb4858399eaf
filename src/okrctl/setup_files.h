/*
 * The files of an installation: okr.conf, and those with secrets beside it.
 */
#ifndef OKR_OKRCTL_SETUP_FILES_H
#define OKR_OKRCTL_SETUP_FILES_H

#include "base/file_write.h"
#include "command.h"

struct setup_files {
	struct arena *arena;
	const char *path;          /* of okr.conf */
	struct settings *settings; /* as they are read from it and from the environment */
	struct file_owner owner;   /* of what is made: whoever owns state_dir */
};

/* Finds okr.conf, or where it belongs, and reads it. *is_new: it was made now, of the sample. */
const struct error *setup_files_open(struct setup_files *files, struct run *run, bool *is_new);

/* Makes state_dir if it is not there; *is_new then. */
const struct error *setup_files_state(struct setup_files *files, bool *is_new);

/* Changes one setting in the file, and reads it again. A value that does not pass changes nothing. */
const struct error *setup_files_set(struct setup_files *files, const char *name, struct text value);

/* A secret of 64 hexadecimal digits in a file `name` beside okr.conf, which the setting NAME_file then
 * names. A file that is there already is used as it is. */
const struct error *setup_files_secret(struct setup_files *files, const char *setting,
				       const char *name);

#endif
