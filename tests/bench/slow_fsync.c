/*
 * A disk whose every flush takes 2 ms longer: to be preloaded into mariadbd. What is flushed, and
 * when, stays mariadbd's business.
 */
#include <dlfcn.h>
#include <time.h>

int fsync(int fd);
int fdatasync(int fd);

static int slowly(const char *name, int fd)
{
	const struct timespec pause = { 0, 2000000 };
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	nanosleep(&pause, NULL);
	return real(fd);
}

int fsync(int fd)
{
	return slowly("fsync", fd);
}

int fdatasync(int fd)
{
	return slowly("fdatasync", fd);
}
