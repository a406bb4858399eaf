/*
 * Writing small files so that neither a full disk nor a power failure leaves half of one. What
 * stands in them, and who may read it, is the caller's to say.
 */
#include "base/file_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, struct text bytes)
{
	while (bytes.size > 0) {
		ssize_t written = write(fd, bytes.data, bytes.size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written < 0 ? errno : EIO;
		bytes.data += written;
		bytes.size -= (size_t)written;
	}
	return fsync(fd) == 0 ? 0 : errno;
}

/* Before there are bytes in it. A file that cannot be given away is its maker's alone. */
static int give(int fd, const struct file_owner *owner)
{
	bool is_given = owner->user == (uid_t)-1 || fchown(fd, owner->user, owner->group) == 0;

	return fchmod(fd, is_given ? owner->mode : owner->mode & 0700) == 0 ? 0 : errno;
}

int file_make(const char *path, struct text bytes, const struct file_owner *owner)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int failure;

	if (fd < 0)
		return errno;
	failure = give(fd, owner);
	if (!failure)
		failure = write_all(fd, bytes);
	if (close(fd) != 0 && !failure)
		failure = errno;
	if (failure)
		unlink(path);
	return failure;
}

int file_replace(struct arena *arena, const char *path, struct text bytes,
		 const struct file_owner *owner)
{
	const char *beside = arena_print(arena, "%s.new", path).data;
	int failure;

	/* Left by one that was stopped. */
	unlink(beside);
	failure = file_make(beside, bytes, owner);
	if (!failure && rename(beside, path) != 0) {
		failure = errno;
		unlink(beside);
	}
	return failure;
}
