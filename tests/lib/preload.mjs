// Libraries that stand before the C library in a program under test: a host without /proc, a wall
// clock that is set while the program runs.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './process.mjs';

/** Compiles a library into a folder; yields the environment that loads it. */
async function preload(folder, name, source) {
	const library = path.join(folder, `${name}.so`);
	const made = await run('cc', ['-shared', '-fPIC', '-o', library, '-x', 'c', '-', '-ldl'],
		{ input: `#define _GNU_SOURCE\n#include <dlfcn.h>\n${source}` });
	if (made.code !== 0)
		throw new Error(made.err);
	// A sanitizer wants to be the first library; what it says else does not change.
	return { LD_PRELOAD: library,
		ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0` };
}

/** A host that has no /proc. */
export function withoutProc(folder) {
	return preload(folder, 'without_proc', `
#include <errno.h>
#include <string.h>
#include <unistd.h>

ssize_t readlink(const char *path, char *to, size_t size)
{
	ssize_t (*own)(const char *, char *, size_t) = dlsym(RTLD_NEXT, "readlink");

	if (strncmp(path, "/proc/", 6) != 0)
		return own(path, to, size);
	errno = ENOENT;
	return -1;
}

ssize_t __readlink_chk(const char *path, char *to, size_t size, size_t room)
{
	(void)room;
	return readlink(path, to, size);
}
`);
}

/** A wall clock that can be set: { env, set(ms) }, in milliseconds beside the machine's. */
export async function settableClock(folder) {
	const file = path.join(folder, 'clock-offset');
	const set = (ms) => {
		fs.writeFileSync(`${file}.new`, `${ms}\n`);
		fs.renameSync(`${file}.new`, file);
	};
	set(0);
	const env = await preload(folder, 'settable_clock', `
#include <stdio.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *out)
{
	int (*own)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
	int failed = own(clock, out);
	FILE *file;
	long long ms = 0;

	if (failed || clock != CLOCK_REALTIME || !(file = fopen("${file}", "re")))
		return failed;
	if (fscanf(file, "%lld", &ms) != 1)
		ms = 0;
	fclose(file);
	ms += out->tv_sec * 1000LL + out->tv_nsec / 1000000;
	out->tv_sec = ms / 1000;
	out->tv_nsec = ms % 1000 * 1000000;
	return 0;
}
`);
	return { env, set };
}
