/*
 * Reads what stands behind a command's words: options in any order, and at most one argument. Values
 * stay texts here; record.c and the commands say what they mean.
 */
#include "options.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/json_check.h"
#include "base/utf8.h"
#include "nearest.h"

const struct error *wrong_use(const struct run *run, const char *format, ...)
{
	char message[512];
	va_list values;

	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	return error_new(run->arena, ERROR_UNPROCESSABLE, "%s (see okrctl %s --help)", message,
			 run->command->words);
}

static size_t option_index(const struct command *command, struct text name)
{
	size_t i = 0;

	while (i < command->option_count && !text_equal(text_from(command->options[i].name), name))
		i++;
	return i;
}

struct text option(const struct run *run, const char *name)
{
	return text_from(run->values[option_index(run->command, text_from(name))]);
}

bool option_is_given(const struct run *run, const char *name)
{
	return run->values[option_index(run->command, text_from(name))] != NULL;
}

const struct option_row *option_of(const struct command *command, size_t member)
{
	for (size_t i = 0; i < command->option_count; i++)
		if (command->options[i].member == member && member > 0)
			return &command->options[i];
	return NULL;
}

const struct error *option_count(const struct run *run, const char *name, long long max,
				 int64_t *out)
{
	unsigned long long count;

	if (!option_is_given(run, name))
		return NULL;
	if (!text_to_count(option(run, name), (unsigned long long)max, &count))
		return wrong_use(run, "--%s takes a whole number from 0 to %lld", name, max);
	*out = (int64_t)count;
	return NULL;
}

static const struct error *unknown_option(const struct run *run, struct text name)
{
	struct nearest nearest = nearest_to(name);

	for (size_t i = 0; i < run->command->option_count; i++)
		nearest_offer(&nearest, run->command->options[i].name);
	if (nearest.found)
		return wrong_use(run, "there is no option --%.*s; did you mean --%s?",
				 TEXT_PRINT(name), nearest.found);
	return wrong_use(run, "there is no option --%.*s", TEXT_PRINT(name));
}

/* Reads `--name value`, `--name=value` and flags; *at is left on the last word that was read. */
static const struct error *read_option(struct run *run, int argc, char **argv, int *at)
{
	struct text value = text_from(argv[*at] + 2), name = text_cut(&value, '=');
	size_t i = option_index(run->command, name);
	const struct option_row *row = &run->command->options[i];

	if (i == run->command->option_count)
		return unknown_option(run, name);
	if (!row->value && !text_is_none(value))
		return wrong_use(run, "--%s takes no value", row->name);
	if (!row->value)
		run->values[i] = "yes";
	else if (!text_is_none(value))
		run->values[i] = value.data;
	else if (*at + 1 < argc)
		run->values[i] = argv[++*at];
	else
		return wrong_use(run, "--%s needs a value: %s", row->name, row->value);
	return NULL;
}

static const struct option_row *missing_option(const struct run *run)
{
	for (size_t i = 0; i < run->command->option_count; i++)
		if (run->command->options[i].is_needed && !run->values[i])
			return &run->command->options[i];
	return NULL;
}

/* A word that stands alone is most often the name that an option wants. */
static const struct error *explain_stray(const struct run *run, const char *stray)
{
	const struct option_row *missing = missing_option(run);

	if (missing)
		return wrong_use(run, "'%s' stands alone; did you mean --%s '%s'?", stray,
				 missing->name, stray);
	return wrong_use(run, "'%s' stands alone: every value has its option before it", stray);
}

static const struct error *check_complete(const struct run *run, const char *stray)
{
	const struct option_row *missing = missing_option(run);

	if (stray)
		return explain_stray(run, stray);
	if (missing)
		return wrong_use(run, "--%s %s is needed", missing->name, missing->value);
	if (run->command->argument && !run->argument)
		return wrong_use(run, "%s is needed", run->command->argument);
	return NULL;
}

/* What is stored, compared or shown is UTF-8, whatever the terminal speaks. */
static const struct error *check_encoding(const struct run *run, const char *stray)
{
	for (size_t i = 0; i < run->command->option_count; i++)
		if (run->values[i] && !utf8_check(text_from(run->values[i])))
			return wrong_use(run, "the value of --%s is not UTF-8",
					 run->command->options[i].name);
	if (run->argument && !utf8_check(text_from(run->argument)))
		return wrong_use(run, "%s is not UTF-8", run->command->argument);
	if (stray && !utf8_check(text_from(stray)))
		return wrong_use(run, "a word is not UTF-8");
	return NULL;
}

const struct error *options_read(struct run *run, int argc, char **argv)
{
	const char *stray = NULL;
	const struct error *error = NULL;

	for (int i = 0; !error && i < argc; i++) {

		if (strncmp(argv[i], "--", 2) == 0)
			error = read_option(run, argc, argv, &i);
		else if (run->command->argument && !run->argument)
			run->argument = argv[i];
		else if (!stray)
			stray = argv[i];
	}
	if (!error)
		error = check_encoding(run, stray);
	return error ? error : check_complete(run, stray);
}
