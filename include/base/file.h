/*
 * Small files, read whole: the configuration, secrets, key sets.
 */
#ifndef OKR_BASE_FILE_H
#define OKR_BASE_FILE_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/text.h"

/* The file's bytes, with a NUL behind them, and its mode as it was when it was read. Returns 0 or an
 * errno; a file of more than 1 MiB is EFBIG. */
int file_read(struct arena *arena, const char *path, mode_t *mode, struct text *out);

/* Whether others than its owner may do anything with a file of this mode. */
static inline bool file_is_shared(mode_t mode)
{
	return (mode & 077) != 0;
}

#endif
