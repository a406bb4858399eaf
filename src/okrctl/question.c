/*
 * One question at a time, on standard error, so that standard output has the result alone. Nobody is
 * asked who gave --yes or sits at no terminal; what an answer means is the command's.
 */
#include "question.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "options.h"

static bool may_ask(const struct run *run)
{
	return !run->output.is_json && !option_is_given(run, "yes") && isatty(STDIN_FILENO);
}

static struct text read_answer(struct arena *arena)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, stdin);
	struct text answer = TEXT_NONE;

	if (size > 0)
		answer = arena_copy(arena, text_trim((struct text){ line, (size_t)size }));
	free(line);
	return answer;
}

const struct error *question_ask(const struct run *run, const char *name, const char *words,
				 struct text standard, struct text *out)
{
	struct text answer = option(run, name);

	if (text_is_none(answer) && may_ask(run)) {
		fprintf(stderr, "%s%s%.*s%s: ", words, standard.size > 0 ? " [" : "",
			TEXT_PRINT(standard), standard.size > 0 ? "]" : "");
		answer = read_answer(run->arena);
	}
	if (answer.size == 0)
		answer = standard;
	if (answer.size == 0)
		return wrong_use(run, "--%s is needed", name);
	*out = answer;
	return NULL;
}
