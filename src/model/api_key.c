/*
 * What an API key is, as a table, and the names of the scopes. Making keys is service/api_keys.c's,
 * finding the one that was sent session.c's.
 */
#include "model/api_key.h"

#define COLUMN(member, ...) FIELD(struct api_key, member, FIELD_COLUMN, __VA_ARGS__)

static const struct field fields[] = {
	RECORD_FIELDS(struct api_key),
	FIELD(struct api_key, name, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED,
	      .example = "BI dashboard", .meaning = "What the key is for."),
	FIELD(struct api_key, hash, FIELD_COLUMN | FIELD_EXACT, .max = 32,
	      .meaning = "BLAKE2b-256 of the key."),
	FIELD(struct api_key, prefix, FIELD_COLUMN | FIELD_EXACT | FIELD_FILLED, .max = 9,
	      .example = "okrt_8Kx2", .meaning = "The first nine characters, to tell keys apart."),
	FIELD(struct api_key, scopes, FIELD_COLUMN | FIELD_SET, .max = SCOPE_ALL,
	      .example = "[\"okrs:read\", \"kpis:read\"]", .meaning = "What the key may do."),
	FIELD(struct api_key, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT, .example = "null",
	      .meaning = "The application that the key acts for."),
	COLUMN(expires_at, .example = "2099-12-31T23:59:59Z",
	       .meaning = "When the key stops working."),
	COLUMN(revoked_at, .example = "null", .meaning = "When the key was revoked."),
	COLUMN(last_used_at, .meaning = "The minute of its last request."),
	COLUMN(rate_limit, .min = 0, .max = 1000000, .example = "60",
	       .meaning = "Requests a minute; 0 is unlimited."),
	COLUMN(page_limit, .min = 1, .max = 100000, .example = "500",
	       .meaning = "Records a page at most."),
	FIELD(struct api_key, key, 0, .source = SOURCE_HANDLER, .example = "okrt_your_api_key_here",
	      .meaning = "The key itself, shown once."),
	FIELD(struct api_key, scope_list, 0, .source = SOURCE_HANDLER,
	      .example = "[\"okrs:read\", \"kpis:read\"]", .meaning = "What the key may do."),
};

static const struct api_key blank = {
	.record = RECORD_BLANK,
	.expires_at = { INT64_MIN },
	.revoked_at = { INT64_MIN },
	.last_used_at = { INT64_MIN },
	.rate_limit = INTEGER_NONE,
	.page_limit = INTEGER_NONE,
};

const struct thing api_key_thing = {
	.name = "API key",
	.table = "api_key",
	.form = THING_FORM(struct api_key, fields, blank, api_key_thing),
	.app_id = offsetof(struct api_key, app_id),
	.deleted_at = THING_HAS_NONE,
};

const struct scope_name scope_names[] = {
	{ "okrs:read", SCOPE_OKRS_READ, "List OKRs with progress, status, and health." },
	{ "write:okrs", SCOPE_WRITE_OKRS, "Create, update, and delete OKRs and Key Results." },
	{ "okrs:write", SCOPE_WRITE_OKRS, "Another name of write:okrs." },
	{ "kpis:read", SCOPE_KPIS_READ, "List KPIs with current value, target, and status." },
	{ "kpis:write", SCOPE_KPIS_WRITE, "Create KPIs and submit KPI value updates." },
	{ "okr-checkins:write", SCOPE_CHECKINS_WRITE, "Submit Key Result check-ins." },
	{ "reviews:read", SCOPE_REVIEWS_READ, "Read review cycles and shared review answers." },
	{ "workspace:admin", SCOPE_WORKSPACE_ADMIN,
	  "Manage the directory, cycles, reviews and API keys; it implies no other scope." },
	{ NULL, SCOPE_NONE, NULL },
};

const char *scope_text(unsigned scope)
{
	for (const struct scope_name *name = scope_names; name->text; name++)
		if (name->scope == scope)
			return name->text;
	return NULL;
}

unsigned scope_parse(struct text text)
{
	for (const struct scope_name *name = scope_names; name->text; name++)
		if (text_equal(text, text_from(name->text)))
			return name->scope;
	return SCOPE_NONE;
}

bool scopes_parse(struct text list, unsigned *out, struct text *wrong)
{
	unsigned scopes = SCOPE_NONE;

	for (size_t i = 0; i < list.size;) {
		struct text word_ = { list.data + i, 0 };

		while (i < list.size && list.data[i] != ',' && list.data[i] != ' ')
			i++;
		word_.size = (size_t)(list.data + i - word_.data);
		if (word_.size > 0) {
			unsigned scope = scope_parse(word_);

			if (scope == SCOPE_NONE) {
				*wrong = word_;
				return false;
			}
			scopes |= scope;
		}
		i++;
	}
	*out = scopes;
	return true;
}
