/*
 * What the tests of the model's arithmetic share: short ways to write days, parts and objectives,
 * and comparisons that name the row of a table that failed.
 */
#ifndef OKR_TESTS_SCORE_FIXTURE_H
#define OKR_TESTS_SCORE_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/health.h"
#include "model/score.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static inline struct date date_plus(struct date date, int days)
{
	return (struct date){ date.days + days };
}

/* An instant within a day, `hour` hours after its 00:00. */
static inline struct instant hour_of(struct date date, int hour)
{
	return (struct instant){ instant_of(date).ms + (int64_t)hour * 60 * MS_PER_MINUTE };
}

static inline void check_number(const char *name, double actual, double expected)
{
	if (!(fabs(actual - expected) <= 1e-12 * fmax(1, fabs(expected))))
		fail_msg("%s: %.17g instead of %.17g", name, actual, expected);
}

static inline void check_integer(const char *name, int64_t actual, int64_t expected)
{
	if (actual != expected)
		fail_msg("%s: %lld instead of %lld", name, (long long)actual, (long long)expected);
}

/* ---- objectives: day 60 of a period of 100 days, unless a test says otherwise ---------------- */

#define PART_BLANK                                                                                 \
	{                                                                                          \
		.weight = NAN, .created_at = INSTANT_NONE, .last_check_in_at = INSTANT_NONE,       \
		.status = STATUS_ON_TRACK, .trend = TREND_STEADY                                   \
	}

static const struct date first_day = { 20454 };

static inline struct instant days_ago(int days)
{
	return hour_of(date_plus(first_day, 60 - days), 15);
}

static inline struct part key_result(double progress, int checked_in_days_ago)
{
	struct part part = PART_BLANK;

	part.progress = progress;
	part.created_at = days_ago(60);
	part.last_check_in_at = days_ago(checked_in_days_ago);
	return part;
}

static inline struct part child(double progress, word confidence)
{
	struct part part = key_result(progress, 2);

	part.is_child = true;
	part.status = confidence;
	part.trend = WORD_NONE;
	return part;
}

static inline struct health_input objective(const struct part *parts, size_t count)
{
	return (struct health_input){
		.parts = parts,
		.count = count,
		.period = { first_day, date_plus(first_day, 99) },
		.today = date_plus(first_day, 60),
		.created_at = days_ago(60),
		.frequency = EVERY_WEEK,
	};
}

static inline void check_health(const char *name, const struct health_input *input, int64_t score,
				word status)
{
	struct health health = health_of(input);

	check_integer(name, health.score, score);
	check_integer(name, health.status, status);
}

#endif
