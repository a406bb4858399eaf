/*
 * Reading small files whole. What they say is left to those who ask for them.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

enum { FILE_BYTES_MAX = 1 << 20 };

static int read_all(struct arena *arena, int fd, struct text *out)
{
	struct buffer bytes = { 0 };
	int failure = 0;

	while (bytes.size <= FILE_BYTES_MAX) {
		ssize_t got = read(fd, buffer_room(&bytes, 4096), 4096);

		if (got > 0)
			bytes.size += (size_t)got;
		else if (got == 0)
			break;
		else if (errno != EINTR) {
			failure = errno;
			break;
		}
	}
	if (bytes.size > FILE_BYTES_MAX)
		failure = EFBIG;
	if (!failure)
		*out = arena_copy(arena, buffer_text(&bytes));
	buffer_free(&bytes);
	return failure;
}

int file_read(struct arena *arena, const char *path, mode_t *mode, struct text *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	int failure;

	if (fd < 0)
		return errno;
	if (fstat(fd, &status) != 0)
		failure = errno;
	else
		failure = read_all(arena, fd, out);
	close(fd);
	if (!failure)
		*mode = status.st_mode;
	return failure;
}
