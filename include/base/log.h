/*
 * The log: one line an event, JSON, written with one write(2) so that lines of several workers
 * never mix. Values are escaped and cut at 2 KiB. Nobody hands in a secret; credentials that a
 * caller put into a path or a header are cut (base/redact.h).
 */
#ifndef OKR_BASE_LOG_H
#define OKR_BASE_LOG_H

#include "base/json_write.h"
#include "base/text.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO };

/*
 * Opens `path` for appending, or standard error for NULL or "". Returns 0 or an errno. When the file
 * is moved away later, a new one is begun within a second.
 */
int log_open(const char *path);
void log_set_level(enum log_level max);

/* This process forks no more: its number needs not be asked for each line. */
void log_settle(void);

/* One line with a printed message. */
__attribute__((format(printf, 2, 3))) void log_print(enum log_level level, const char *format, ...);

/* A line of several members: open one, add members through the writer, close it. */
struct json_writer *log_begin(enum log_level level, const char *event);
void log_end(void);

#endif
