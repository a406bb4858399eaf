/*
 * Days and instants, always UTC. A pure calendar: it never asks the clock, which is base/clock.h's.
 */
#ifndef OKR_BASE_TIME_H
#define OKR_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct date {
	int32_t days; /* since 1970-01-01; DATE_NONE when absent */
};

struct instant {
	int64_t ms; /* milliseconds since 1970-01-01T00:00:00Z; INSTANT_NONE when absent */
};

#define DATE_NONE ((struct date){ INT32_MIN })
#define INSTANT_NONE ((struct instant){ INT64_MIN })

/* The last instant that can be printed: 9999-12-31T23:59:59.999Z. */
#define INSTANT_LAST ((struct instant){ INT64_C(253402300799999) })

enum { DATE_SIZE = 10, INSTANT_SIZE = 20, MS_PER_DAY = 86400000, MS_PER_MINUTE = 60000 };

static inline bool date_is_none(struct date date)
{
	return date.days == INT32_MIN;
}

static inline bool instant_is_none(struct instant instant)
{
	return instant.ms == INT64_MIN;
}

/* The UTC day of an instant (rounded down, also before 1970); DATE_NONE for none. */
struct date date_of(struct instant instant);

/* 00:00 UTC of a day. */
struct instant instant_of(struct date date);

/* 28 to 31; the month is 1 to 12. */
int days_in_month(int year, int month);

/* Proleptic Gregorian; the month and day must exist. */
struct date date_from_parts(int year, int month, int day);
void date_to_parts(struct date date, int *year, int *month, int *day);

/* `YYYY-MM-DD`, 10 bytes, no NUL. Years 0000–9999. */
void date_print(struct date date, char out[DATE_SIZE]);

/* `YYYY-MM-DDTHH:MM:SSZ`, 20 bytes, no NUL; fractions are cut off. */
void instant_print(struct instant instant, char out[INSTANT_SIZE]);

/* Exactly `YYYY-MM-DD` with a day that exists, years 1000–9999 (what the database's DATE holds). */
bool date_parse(struct text text, struct date *out);

/*
 * RFC 3339: `YYYY-MM-DDTHH:MM:SS`, an optional fraction (kept to the millisecond), then `Z` or an
 * offset `+HH:MM`. `T` and `Z` in either case; a leap second (`:60`) is read as `:59`. Years
 * 1000–9999 after the offset was applied.
 */
bool instant_parse(struct text text, struct instant *out);

#endif
