/*
 * Writes okr.conf and secrets. Every change of okr.conf is tried on a copy first, so that the file that
 * the server reads is never one that it refuses.
 */
#include "setup_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/settings_edit.h"
#include "base/settings_load.h"

enum { SECRET_BYTES = 32, CONFIG_MODE = 0640, SECRET_MODE = 0600, STATE_MODE = 0750 };

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif

static const struct error *failure(struct arena *arena, const char *what, const char *path,
				   int failed)
{
	return error_new(arena, ERROR_UNAVAILABLE, "cannot %s %s: %s", what, path,
			 strerror(failed));
}

/* The folder that the file stands in, with its slash. */
static struct text folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (struct text){ path, (size_t)(slash - path) + 1 } : TEXT("./");
}

static const struct error *sample(struct arena *arena, struct text *out)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&bytes, &size);

	if (!file)
		return failure(arena, "make", "a sample", errno);
	settings_print_sample(file);
	fclose(file);
	*out = arena_copy(arena, (struct text){ bytes, size });
	free(bytes);
	return NULL;
}

/* Whoever owns the folder of the server's state runs the server. */
static void find_owner(struct setup_files *files)
{
	struct stat status;
	bool may_give = geteuid() == 0 &&
			stat(arena_string(files->arena, files->settings->state_dir), &status) == 0;

	files->owner = (struct file_owner){ (uid_t)-1, (gid_t)-1, SECRET_MODE };
	if (may_give) {
		files->owner.user = status.st_uid;
		files->owner.group = status.st_gid;
	}
}

/* okr.conf belongs to who makes it; the server's group may read it. */
static struct file_owner config_owner(const struct setup_files *files)
{
	bool is_given = files->owner.user != (uid_t)-1;

	return (struct file_owner){ is_given ? geteuid() : (uid_t)-1, files->owner.group,
				    CONFIG_MODE };
}

static const struct error *make_config(struct setup_files *files)
{
	struct file_owner owner = config_owner(files);
	struct text text = TEXT_NONE;
	const struct error *error = sample(files->arena, &text);
	int failed;

	if (error)
		return error;
	failed = file_make(files->path, text, &owner);
	return failed ? failure(files->arena, "make", files->path, failed) : NULL;
}

/* Files beside okr.conf are named in it, and must be found from everywhere. */
static const char *absolute(struct arena *arena, const char *path)
{
	char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
	const char *whole = folder ? arena_print(arena, "%s/%s", folder, path).data : path;

	free(folder);
	return whole;
}

/* That of --config or OKR_CONFIG though it may not be there yet; else the one that is found. */
static const char *named_path(const struct run *run)
{
	const char *variable = getenv("OKR_CONFIG");

	if (run->config)
		return run->config;
	return variable && *variable ? variable : NULL;
}

const struct error *setup_files_open(struct setup_files *files, struct run *run, bool *is_new)
{
	const char *named = named_path(run);
	const struct error *error = NULL;

	*files = (struct setup_files){ .arena = run->arena, .settings = &run->settings };
	files->path = named ? absolute(run->arena, named) : SYSCONFDIR "/okr/okr.conf";
	*is_new = access(files->path, F_OK) != 0;
	if (!named || !*is_new)
		error = settings_load(run->arena, named, files->settings);
	if (error)
		return error;
	if (!named && !text_is_none(files->settings->path)) {
		files->path = arena_string(run->arena, files->settings->path);
		*is_new = false;
	}
	find_owner(files);
	if (*is_new)
		error = make_config(files);
	if (!error)
		error = settings_load(run->arena, files->path, files->settings);
	find_owner(files);
	return error;
}

const struct error *setup_files_state(struct setup_files *files, bool *is_new)
{
	const char *path = arena_string(files->arena, files->settings->state_dir);
	struct stat status;

	*is_new = stat(path, &status) != 0;
	if (*is_new && geteuid() == 0)
		return error_new(files->arena, ERROR_UNAVAILABLE,
				 "make the folder %s first, and give it to the user of okr.fcgi: "
				 "that user is to own the files with secrets as well",
				 path);
	if (*is_new && mkdir(path, STATE_MODE) != 0)
		return failure(files->arena, "make", path, errno);
	return NULL;
}

/* The text becomes the file if settings can be read of it. */
static const struct error *replace_config(struct setup_files *files, struct text text, mode_t mode)
{
	const char *trial = arena_print(files->arena, "%s.trial", files->path).data;
	struct file_owner owner = config_owner(files);
	struct settings settings;
	const struct error *error;
	int failed;

	owner.mode = mode & 0777;
	failed = file_replace(files->arena, trial, text, &owner);
	if (failed)
		return failure(files->arena, "write", trial, failed);
	error = settings_load(files->arena, trial, &settings);
	if (!error && rename(trial, files->path) != 0)
		error = failure(files->arena, "write", files->path, errno);
	if (error)
		unlink(trial);
	return error;
}

const struct error *setup_files_set(struct setup_files *files, const char *name, struct text value)
{
	struct text text = TEXT_NONE;
	mode_t mode = 0;
	int failed = file_read(files->arena, files->path, &mode, &text);
	const struct error *error;

	if (failed)
		return failure(files->arena, "read", files->path, failed);
	error = replace_config(files, settings_edit(files->arena, text, name, value), mode);
	if (!error)
		error = settings_load(files->arena, files->path, files->settings);
	find_owner(files);
	return error;
}

static struct text random_digits(struct arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SECRET_BYTES];
	char *out = arena_take(arena, 2 * sizeof(bytes) + 1);

	random_fill(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * sizeof(bytes)] = '\n';
	secret_wipe(bytes, sizeof(bytes));
	return (struct text){ out, 2 * sizeof(bytes) + 1 };
}

const struct error *setup_files_secret(struct setup_files *files, const char *setting,
				       const char *name)
{
	struct text folder = folder_of(files->path);
	struct text path = arena_print(files->arena, "%.*s%s", TEXT_PRINT(folder), name);
	struct text secret = random_digits(files->arena);
	int failed = file_make(path.data, secret, &files->owner);

	if (failed && failed != EEXIST)
		return failure(files->arena, "make", path.data, failed);
	return setup_files_set(files, arena_print(files->arena, "%s_file", setting).data, path);
}
