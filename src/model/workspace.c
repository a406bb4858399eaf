/*
 * What the settings of a workspace are, as a table. What follows from each of them is the
 * service's.
 */
#include "model/workspace.h"

/* clang-format off */

const struct word_name edit_policy_words[] = {
	{ "everyone", EDIT_EVERYONE },
	{ "owners", EDIT_OWNERS },
	{ NULL, WORD_NONE },
};

const struct word_name change_reason_words[] = {
	{ "optional", REASON_OPTIONAL },
	{ "required", REASON_REQUIRED },
	{ NULL, WORD_NONE },
};

const struct word_name weekday_words[] = {
	{ "mon", 0 }, { "tue", 1 }, { "wed", 2 }, { "thu", 3 },
	{ "fri", 4 }, { "sat", 5 }, { "sun", 6 }, { NULL, WORD_NONE },
};

const struct word_name locale_words[] = {
	{ "en", 0 },
	{ "de", 1 },
	{ NULL, WORD_NONE },
};

/* clang-format on */

#define COLUMN(member, ...) FIELD(struct workspace, member, FIELD_COLUMN, __VA_ARGS__)

static const struct field fields[] = {
	RECORD_FIELDS(struct workspace),
	FIELD(struct workspace, name, FIELD_COLUMN | FIELD_TITLE | FIELD_FILLED,
	      .example = "Example Ltd", .meaning = "The workspace's name, unique."),
	FIELD(struct workspace, time_zone, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT, .max = 64,
	      .example = "Europe/Berlin",
	      .meaning = "An IANA time zone: when mails go out, and how the console prints times. "
			 "Days stay UTC in every number."),
	COLUMN(locale, .words = locale_words, .example = "en",
	       .meaning = "The language of mails and of the console."),
	COLUMN(edit_policy, .words = edit_policy_words, .example = "everyone",
	       .meaning = "Who may edit: everyone with the scope, or owners alone."),
	COLUMN(check_in_weekday, .words = weekday_words, .example = "fri",
	       .meaning = "The day on which check-ins are expected; null: any."),
	COLUMN(change_reason, .words = change_reason_words, .example = "optional",
	       .meaning = "Whether changes of targets, weights, dates and owners in a running "
			  "cycle must say why."),
	COLUMN(grace_days, .min = 0, .max = 31, .example = "2",
	       .meaning = "Days by which a check-in may be late before anybody is reminded."),
	COLUMN(escalation, .example = "false",
	       .meaning = "Whether managers hear of check-ins that stay away."),
	FIELD(struct workspace, level_marks, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT, .max = 255,
	      .example = "[0.3, 0.7, 1]",
	      .meaning = "Progress from which on a grade counts as the next level: three rising "
			 "numbers over 0, at most 1."),
	FIELD(struct workspace, limits, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT, .max = 255,
	      .example = "{\"objectives_per_owner\": 5, \"key_results_per_objective\": null}",
	      .meaning = "How many there should be, `objectives_per_owner` (and cycle) and "
			 "`key_results_per_objective`; null: any number. A hint, never a refusal."),
};

static const struct workspace blank = {
	.record = RECORD_BLANK,
	.time_zone = { "UTC", 3 },
	.locale = 0,
	.edit_policy = EDIT_EVERYONE,
	.check_in_weekday = WORD_NONE,
	.change_reason = REASON_OPTIONAL,
	.grace_days = 2,
	.level_marks = { { "[0.3,0.7,1]", 11 } },
	.limits = { { "{\"objectives_per_owner\":null,\"key_results_per_objective\":null}", 62 } },
};

const struct thing workspace_thing = {
	.name = "workspace",
	.table = "organisation",
	.form = THING_FORM(struct workspace, fields, blank, workspace_thing),
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};
