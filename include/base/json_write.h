/*
 * Writes JSON text straight into a buffer: no tree. It puts the commas; the caller opens and
 * closes in the right order (asserted by depth).
 */
#ifndef OKR_BASE_JSON_WRITE_H
#define OKR_BASE_JSON_WRITE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

struct json_writer {
	struct buffer *out;
	unsigned depth;
	bool wants_comma;
	size_t text_max; /* for the log: longer texts are cut at so many bytes; 0: never */
};

void json_open_object(struct json_writer *json);
void json_close_object(struct json_writer *json);
void json_open_array(struct json_writer *json);
void json_close_array(struct json_writer *json);

/* The key must need no escaping: field names do not. */
void json_key(struct json_writer *json, struct text key);

/*
 * An absent text is null. What is not UTF-8 becomes U+FFFD, so the result is always valid JSON;
 * control characters and those that turn the direction of writing are written as escapes.
 */
void json_text(struct json_writer *json, struct text text);

/* NaN is null: it stands for "absent" in the model. */
void json_number(struct json_writer *json, double number);
void json_integer(struct json_writer *json, long long number);
void json_flag(struct json_writer *json, bool flag);
void json_null(struct json_writer *json);

/* Already JSON; absent is null. */
void json_raw(struct json_writer *json, struct text text);

/* Shorthand for okrctl and the log: a key and its text. */
void json_member(struct json_writer *json, struct text key, struct text text);

#endif
