/*
 * Small files, written whole: what the administrator's tool leaves behind.
 */
#ifndef OKR_BASE_FILE_WRITE_H
#define OKR_BASE_FILE_WRITE_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/text.h"

/* Who owns a file and who may read it. */
struct file_owner {
	uid_t user; /* (uid_t)-1: as the process has it */
	gid_t group;
	mode_t mode;
};

/*
 * Both return 0 or an errno, and are on disk when they return. file_replace puts the bytes at the path
 * at once: a reader finds the old ones or the new ones. An owner that this process may not give stays
 * its own; a mode is never wider than asked. file_make is EEXIST when something is there.
 */
int file_replace(struct arena *arena, const char *path, struct text bytes,
		 const struct file_owner *owner);
int file_make(const char *path, struct text bytes, const struct file_owner *owner);

#endif
