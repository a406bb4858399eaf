/*
 * How far a long command has come.
 */
#ifndef OKR_OKRCTL_PROGRESS_H
#define OKR_OKRCTL_PROGRESS_H

/* The command begins. */
void progress_begin(void);

/* Says on standard error how far it has come, once it has run for a second and a person watches (a
 * terminal); the line is replaced by the next one. */
__attribute__((format(printf, 1, 2))) void progress(const char *format, ...);

/* Removes the line. */
void progress_end(void);

#endif
