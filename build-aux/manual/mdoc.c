/*
 * Writes mdoc to standard output. What a page says is decided in pages.c.
 */
#include "mdoc.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 76 };

/* A backslash begins an escape, and a hyphen of ours is one that can be copied. */
static void put(char byte)
{
	if (byte == '\\')
		fputs("\\e", stdout);
	else if (byte == '-')
		fputs("\\-", stdout);
	else
		putchar(byte);
}

static bool ends_sentence(const char *word, size_t size, const char *next)
{
	return size > 0 && strchr(".?!", word[size - 1]) &&
	       (isupper((unsigned char)*next) || isdigit((unsigned char)*next));
}

/* How many columns the word takes in the source of the page. */
static size_t width_of(const char *word, size_t size)
{
	size_t width = size;

	for (size_t i = 0; i < size; i++)
		width += word[i] == '-' || word[i] == '\\';
	return width;
}

static void put_word(const char *word, size_t size, bool is_first)
{
	if (!is_first)
		putchar(' ');
	else if (strchr(".'", *word))
		fputs("\\&", stdout);
	for (size_t i = 0; i < size; i++)
		put(word[i]);
}

void mdoc_text(const char *text)
{
	size_t column = 0;
	char last = '.';

	while (*text) {
		size_t size = strcspn(text, " ");
		size_t gap = strspn(text + size, " ");
		bool ends = ends_sentence(text, size, text + size + gap);

		if (column > 0 && column + 1 + width_of(text, size) > COLUMNS) {
			putchar('\n');
			column = 0;
		}
		put_word(text, size, column == 0);
		column = ends ? 0 : column + 1 + width_of(text, size);
		last = text[size - 1];
		text += size + gap;
		if (ends)
			putchar('\n');
	}
	puts(strchr(".?!)", last) ? "" : ".");
}

void mdoc_argument(const char *text)
{
	fputs(" \"", stdout);
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		put(*text);
	}
	putchar('"');
}

void mdoc_option(const char *macro, const char *name, const char *value)
{
	printf("%s Fl \\-", macro);
	for (; *name; name++)
		put(*name);
	if (value) {
		fputs(" Ar", stdout);
		mdoc_argument(value);
	}
	putchar('\n');
}
