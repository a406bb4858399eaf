/*
 * Reads the settings: the defaults of the table, then the file, then the environment. Every
 * complaint names its place, a line of the file or a variable, and what would be accepted; the
 * value of a secret is never repeated.
 */
#include "base/settings_load.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json_check.h"
#include "base/utf8.h"
#include "settings_internal.h"

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif

enum { SETTING_NAME_MAX = 64 };

struct reader {
	struct arena *arena;
	struct settings *settings;
	struct text place;               /* `okr.conf:12` or `OKR_WORKERS`, for complaints */
	mode_t mode;                     /* of the file; 0: not reading a file */
	unsigned line;                   /* of the file */
	unsigned given_in[SETTINGS_MAX]; /* the line in which each setting was given */
};

__attribute__((format(printf, 2, 3))) static const struct error *
complain(const struct reader *reader, const char *format, ...)
{
	struct text message;
	va_list values;

	va_start(values, format);
	message = arena_print_list(reader->arena, format, values);
	va_end(values);
	return error_new(reader->arena, ERROR_INVALID, "%.*s: %.*s", TEXT_PRINT(reader->place),
			 TEXT_PRINT(message));
}

static const struct error *set_flag(const struct reader *reader, const struct setting *setting,
				    struct text value, bool *out)
{
	static const struct word_name words[] = {
		{ "on", true },  { "yes", true },    { "true", true }, { "off", false },
		{ "no", false }, { "false", false }, { NULL, 0 },
	};
	word flag;

	if (!word_parse(words, value, &flag))
		return complain(reader, "%s must be on or off, not \"%.*s\"", setting->name,
				TEXT_PRINT(value));
	*out = flag;
	return NULL;
}

static const struct error *set_integer(const struct reader *reader, const struct setting *setting,
				       struct text value, int64_t *out)
{
	unsigned long long number;

	if (!text_to_count(value, (unsigned long long)setting->max, &number) ||
	    (int64_t)number < setting->min)
		return complain(reader,
				"%s must be a whole number from %" PRId64 " to %" PRId64
				", not "
				"\"%.*s\"",
				setting->name, setting->min, setting->max, TEXT_PRINT(value));
	*out = (int64_t)number;
	return NULL;
}

static bool is_one_of(const char *const *words, struct text value)
{
	for (; *words; words++) {
		if (text_equal(text_from(*words), value))
			return true;
	}
	return false;
}

static const struct error *set_text(const struct reader *reader, const struct setting *setting,
				    struct text value, struct text *out)
{
	const char *name = setting->name;
	const char *accepted;

	if (value.size == 0 && !setting->standard) {
		*out = TEXT_NONE;
		return NULL;
	}
	if (!utf8_check(value))
		return complain(reader, "%s must be UTF-8 text without NUL", name);
	if ((int64_t)value.size < setting->min || (int64_t)value.size > setting->max)
		return complain(reader, "%s must have %" PRId64 " to %" PRId64 " bytes", name,
				setting->min > 0 ? setting->min : 1, setting->max);
	if (setting->words && !is_one_of(setting->words, value)) {
		struct text list = text_from(setting->words[0]);

		for (const char *const *next = setting->words + 1; *next; next++)
			list = arena_print(reader->arena, "%.*s, %s", TEXT_PRINT(list), *next);
		return complain(reader, "%s must be one of %.*s, not \"%.*s\"", name,
				TEXT_PRINT(list), TEXT_PRINT(value));
	}
	accepted = setting->check ? setting->check(value) : NULL;
	if (accepted)
		return complain(reader, "%s must be %s, not \"%.*s\"", name, accepted,
				TEXT_PRINT(value));
	*out = arena_copy(reader->arena, value);
	return NULL;
}

static const struct error *set_value(const struct reader *reader, const struct setting *setting,
				     struct text value)
{
	void *member = (char *)reader->settings + setting->offset;

	if (setting->kind == FIELD_FLAG)
		return set_flag(reader, setting, value, member);
	if (setting->kind == FIELD_INTEGER)
		return set_integer(reader, setting, value, member);
	return set_text(reader, setting, value, member);
}

/* The first line of the file that `path` names. */
static const struct error *set_secret_from_file(const struct reader *reader,
						const struct setting *setting, struct text path)
{
	const char *name = arena_string(reader->arena, path);
	struct text rest = TEXT_NONE, line;
	mode_t mode = 0;
	int failure = file_read(reader->arena, name, &mode, &rest);

	if (failure)
		return complain(reader, "cannot read %s: %s", name, strerror(failure));
	if (file_is_shared(mode))
		return complain(reader,
				"%s is open to others than its owner (mode %04o); chmod 600 it",
				name, (unsigned)mode & 07777);
	line = text_cut(&rest, '\n');
	if (line.size > 0 && line.data[line.size - 1] == '\r')
		line.size--;
	if (line.size == 0)
		return complain(reader, "the first line of %s is empty", name);
	return set_value(reader, setting, line);
}

/* How many letters must be added, dropped or changed to make `b` of `a`. */
static size_t edit_distance(struct text a, struct text b)
{
	size_t row[SETTING_NAME_MAX + 1];

	for (size_t j = 0; j <= b.size; j++)
		row[j] = j;
	for (size_t i = 0; i < a.size; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < b.size; j++) {
			size_t change = diagonal + (a.data[i] != b.data[j]);
			size_t drop = row[j + 1] + 1;
			size_t add = row[j] + 1;

			diagonal = row[j + 1];
			row[j + 1] = drop < add ? drop : add;
			if (change < row[j + 1])
				row[j + 1] = change;
		}
	}
	return row[b.size];
}

static const struct error *complain_of_name(const struct reader *reader, struct text name)
{
	size_t count, best = 4; /* more than three changes are no misspelling */
	const struct setting *table = settings_table(&count);
	const char *nearest = NULL;

	for (size_t i = 0; i < count && name.size < SETTING_NAME_MAX; i++) {
		size_t distance = edit_distance(name, text_from(table[i].name));

		if (distance < best && distance * 2 < name.size) {
			best = distance;
			nearest = table[i].name;
		}
	}
	if (nearest)
		return complain(reader, "unknown name \"%.*s\" (did you mean \"%s\"?)",
				TEXT_PRINT(name), nearest);
	return complain(reader, "unknown name \"%.*s\"", TEXT_PRINT(name));
}

/* Whether `name` is `own`, or `own` with _file behind it, which only a secret may have. */
static bool is_named(struct text name, const char *own, bool is_secret, bool *is_file)
{
	const struct text ending = TEXT("_file");
	struct text prefix = text_from(own), rest = name;

	if (text_is_none(prefix) || !text_starts_with(name, prefix))
		return false;
	rest.data += prefix.size;
	rest.size -= prefix.size;
	*is_file = rest.size > 0;
	return rest.size == 0 || (is_secret && text_equal(rest, ending));
}

/* The setting with this name, or with this old name; *is_file when it is that of a secret with
 * `_file`. */
static const struct setting *find(struct text name, bool *is_file, size_t *index)
{
	size_t count;
	const struct setting *table = settings_table(&count);

	for (size_t i = 0; i < count; i++) {
		const struct setting *setting = &table[i];

		*index = i;
		if (is_named(name, setting->name, setting->is_secret, is_file) ||
		    is_named(name, setting->old_name, setting->is_secret, is_file))
			return setting;
	}
	return NULL;
}

static bool unquote(struct text *value)
{
	bool opens = value->size > 0 && value->data[0] == '"';

	if (!opens)
		return true;
	if (value->size < 2 || value->data[value->size - 1] != '"')
		return false;
	value->data++;
	value->size -= 2;
	return true;
}

static const struct error *read_line(struct reader *reader, struct text line)
{
	const struct setting *setting;
	struct text name, value = text_trim(line);
	bool is_file;
	size_t index;

	if (value.size == 0 || value.data[0] == '#' || value.data[0] == ';')
		return NULL;
	name = text_trim(text_cut(&value, '='));
	if (text_is_none(value))
		return complain(reader, "expected name = value");
	value = text_trim(value);
	if (!unquote(&value))
		return complain(reader, "the double quote is not closed");
	setting = find(name, &is_file, &index);
	if (!setting)
		return complain_of_name(reader, name);
	if (reader->given_in[index])
		return complain(reader, "%s was given in line %u already", setting->name,
				reader->given_in[index]);
	reader->given_in[index] = reader->line;
	if (is_file)
		return set_secret_from_file(reader, setting, value);
	if (setting->is_secret && value.size > 0 && reader->mode & S_IROTH)
		return complain(reader,
				"%s is a secret, and this file may be read by everybody "
				"(mode %04o); chmod 600 it, or give %s_file",
				setting->name, (unsigned)reader->mode & 07777, setting->name);
	return set_value(reader, setting, value);
}

static const struct error *read_lines(struct reader *reader, const char *path, struct text bytes)
{
	const struct error *error = NULL;

	reader->settings->path = arena_copy(reader->arena, text_from(path));
	reader->settings->origin = arena_print(reader->arena, "the settings are those of %s", path);
	while (!error && !text_is_none(bytes)) {
		struct text line = text_cut(&bytes, '\n');

		reader->line++;
		reader->place = arena_print(reader->arena, "%s:%u", path, reader->line);
		error = read_line(reader, line);
	}
	return error;
}

/* Reads the file if there is one: *is_missing may be NULL when it must exist. */
static const struct error *read_config(struct reader *reader, const char *path, bool *is_missing)
{
	struct text bytes = TEXT_NONE;
	int failure = file_read(reader->arena, path, &reader->mode, &bytes);

	if (is_missing) {
		*is_missing = failure == ENOENT || failure == ENOTDIR;
		if (*is_missing)
			return NULL;
	}
	if (failure)
		return error_new(reader->arena, ERROR_INVALID, "cannot read %s: %s", path,
				 strerror(failure));
	return read_lines(reader, path, bytes);
}

/* The path of the running program. Where there is no /proc, that by which it was started, which
 * may lead from the working directory; the kernel hands it to each process. */
static struct text program_path(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path));
	uintptr_t started_as = (uintptr_t)getauxval(AT_EXECFN);

	if (size > 0)
		return arena_copy(arena, (struct text){ path, (size_t)size });
	return text_from((const char *)started_as);
}

/* `okr.conf` in the directory of the running program. */
static const char *path_beside_program(struct arena *arena)
{
	struct text path = program_path(arena);

	while (path.size > 0 && path.data[path.size - 1] != '/')
		path.size--;
	return arena_print(arena, "%.*sokr.conf", TEXT_PRINT(path)).data;
}

static const struct error *read_found_config(struct reader *reader)
{
	const char *paths[] = { SYSCONFDIR "/okr/okr.conf", path_beside_program(reader->arena) };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		bool is_missing;
		const struct error *error = read_config(reader, paths[i], &is_missing);

		if (error || !is_missing)
			return error;
	}
	reader->settings->origin = arena_print(reader->arena,
					       "there is no okr.conf at %s or %s, so defaults hold",
					       paths[0], paths[1]);
	return NULL;
}

/* The value of OKR_<NAME><ending>, NULL when it is not set; the variable becomes the place. */
static const char *variable(struct reader *reader, const char *name, const char *ending)
{
	char *variable =
		arena_string(reader->arena, arena_print(reader->arena, "okr_%s%s", name, ending));

	for (char *at = variable; *at; at++) {
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	}
	reader->place = text_from(variable);
	return getenv(variable);
}

static const struct error *read_variables(struct reader *reader, const struct setting *setting,
					  const char *name)
{
	const struct error *error = NULL;
	const char *value = variable(reader, name, "");

	if (value)
		error = set_value(reader, setting, text_from(value));
	value = setting->is_secret ? variable(reader, name, "_file") : NULL;
	if (!error && value)
		error = set_secret_from_file(reader, setting, text_from(value));
	return error;
}

static const struct error *read_environment(struct reader *reader)
{
	size_t count;
	const struct setting *table = settings_table(&count);
	const struct error *error = NULL;

	for (size_t i = 0; i < count && !error; i++) {
		if (table[i].old_name)
			error = read_variables(reader, &table[i], table[i].old_name);
		if (!error)
			error = read_variables(reader, &table[i], table[i].name);
	}
	return error;
}

static void set_defaults(struct reader *reader)
{
	size_t count;
	const struct setting *table = settings_table(&count);

	reader->place = TEXT("default");
	for (size_t i = 0; i < count; i++) {
		const struct error *error = NULL;

		if (table[i].standard)
			error = set_value(reader, &table[i], text_from(table[i].standard));
		assert(!error);
	}
}

const struct error *settings_load(struct arena *arena, const char *path, struct settings *out)
{
	struct settings settings = { 0 };
	struct reader reader = { .arena = arena, .settings = &settings };
	const char *named = path ? path : getenv("OKR_CONFIG");
	const struct error *error = clock_check(arena);

	if (error)
		return error;
	set_defaults(&reader);
	if (named && *named)
		error = read_config(&reader, named, NULL);
	else
		error = read_found_config(&reader);
	if (!error)
		error = read_environment(&reader);
	if (!error)
		*out = settings;
	return error;
}
