/*
 * Words of ours as mdoc(7), the language of manual pages.
 */
#ifndef OKR_MANUAL_MDOC_H
#define OKR_MANUAL_MDOC_H

/* Text lines: each sentence begins a line of its own, as the form asks, and nothing in it is read as
 * a macro. A full stop is put behind the last one if it has none. */
void mdoc_text(const char *text);

/* Words behind a macro that stands already: blanks and quotes stay inside one argument. */
void mdoc_argument(const char *text);

/* A long option with its value: the line begins with `macro` (".It", ".Op"). */
void mdoc_option(const char *macro, const char *name, const char *value);

#endif
