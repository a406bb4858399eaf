/*
 * Completion of okrctl's command line in two shells, made from the table of commands.
 */
#ifndef OKR_MANUAL_COMPLETION_H
#define OKR_MANUAL_COMPLETION_H

/* Each prints the file that the shell loads to standard output. */
void completion_bash(void);
void completion_zsh(void);

#endif
