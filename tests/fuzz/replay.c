/*
 * Tries every input of tests/fuzz/corpus with its target: those that reach something new, and all that
 * once broke something. Says how many in the Test Anything Protocol; an input that breaks something ends the
 * program, whose last words name it, a sanitizer's included.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/secret.h"
#include "targets.h"

enum { INPUT_MAX = 1 << 20 };

static unsigned char bytes[INPUT_MAX];
static const char *tried = "nothing"; /* the file that is being tried */

/* Of the sanitizers' runtime, where there is one. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));

static void say_what(void)
{
	fprintf(stderr, "# broken by %s\n", tried);
}

static void on_abort(int number)
{
	(void)number;
	say_what();
}

static bool try_file(const struct target *target, const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		return false;
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	tried = path;
	target_try(target, bytes, size);
	tried = "nothing";
	return true;
}

/* How many inputs the target has: 0 is a failure, since then nothing was looked at. */
static size_t try_folder(const struct target *target, const char *folder)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	while (directory && (entry = readdir(directory)) != NULL) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		count += try_file(target, path);
	}
	if (directory)
		closedir(directory);
	return count;
}

int main(void)
{
	const char *source = getenv("OKR_SOURCE_DIR");
	size_t number = 0;
	int status = 0;

	if (!secret_start())
		return 1;
	signal(SIGABRT, on_abort);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(say_what);
	for (const struct target *target = targets; target->name; target++) {
		char folder[3072];
		size_t count;

		snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s", source ? source : ".",
			 target->name);
		count = try_folder(target, folder);
		printf("%s %zu - %s: %zu inputs\n", count > 0 ? "ok" : "not ok", ++number,
		       target->name, count);
		fflush(stdout);
		if (count == 0)
			status = 1;
	}
	printf("1..%zu\n", number);
	return status;
}
