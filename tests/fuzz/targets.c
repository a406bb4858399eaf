/*
 * The table of fuzz targets and how one is tried. Two programs drive it: fuzz.c under libFuzzer, which looks
 * for new inputs, and replay.c in `make check`, which tries those that are known.
 */
#include "targets.h"

const struct target targets[] = {
	{ "utf8", try_utf8 },
	{ "unicode", try_unicode },
	{ "percent", try_percent },
	{ "base64", try_base64 },
	{ "redact", try_redact },
	{ "csv", try_csv },
	{ "accept", try_accept },
	{ "cookie", try_cookie },
	{ "id", try_id },
	{ "number", try_number },
	{ "date", try_date },
	{ "instant", try_instant },
	{ "json", try_json },
	{ "settings", try_settings },
	{ "jwks", try_jwks },
	{ "jwt", try_jwt },
	{ "signed_jwt", try_signed_jwt },
	{ "request", try_request },
	{ "answer", try_answer },
	{ "query", try_query },
	{ "body", try_body },
	{ "conditions", try_conditions },
	{ "cursor", try_cursor },
	{ "mcp", try_mcp },
	{ NULL, NULL },
};

const struct target *target_find(const char *name)
{
	for (const struct target *target = targets; target->name; target++)
		if (name && strcmp(target->name, name) == 0)
			return target;
	return NULL;
}

void target_try(const struct target *target, const unsigned char *data, size_t size)
{
	struct input input = { .data = data, .size = size, .arena = arena_new(4096) };

	target->take(&input);
	input_end(&input);
	arena_free(input.arena);
}
