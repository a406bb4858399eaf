/*
 * One line on the terminal that says how far a long command has come. Scripts, whose standard error is
 * no terminal, never see it; nor does anybody whose command is done within a second.
 */
#include "progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/duration.h"

enum { QUIET_MS = 1000, PAUSE_MS = 100 };

static struct {
	int64_t next_ms; /* when a line is due */
	bool is_shown;
} state;

void progress_begin(void)
{
	state.next_ms = monotonic_ms() + QUIET_MS;
}

void progress(const char *format, ...)
{
	int64_t now = monotonic_ms();
	va_list values;

	if (now < state.next_ms || !isatty(STDERR_FILENO))
		return;
	state.next_ms = now + PAUSE_MS;
	state.is_shown = true;
	fputc('\r', stderr);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	fputs("\033[K", stderr); /* what is left of a longer line */
}

void progress_end(void)
{
	if (state.is_shown)
		fputs("\r\033[K", stderr);
	state.is_shown = false;
}
