/*
 * Plain CGI: one request from standard input and the environment, then the process ends.
 */
#ifndef OKR_CGI_CGI_H
#define OKR_CGI_CGI_H

#include <stdbool.h>

/* Whether a web server started this process to answer one request. */
bool cgi_is_asked(void);

/* Answers it; returns the exit status. Settings that cannot be used make a 503. */
int cgi_run(void);

#endif
