/*
 * Days and instants in UTC: the proleptic Gregorian calendar, printing and strict parsing.
 * The day arithmetic counts in 400-year cycles of years that begin in March, so that a leap day
 * is the last day of its year.
 */
#include "base/time.h"

#include <assert.h>

enum { DAYS_PER_CYCLE = 146097, DAYS_TO_1970 = 719468 };

/* The instants 1000-01-01T00:00:00Z and 10000-01-01T00:00:00Z. */
#define INSTANT_MIN INT64_C(-30610224000000)
#define INSTANT_END INT64_C(253402300800000)

static int64_t floor_divide(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

struct date date_of(struct instant instant)
{
	if (instant_is_none(instant))
		return DATE_NONE;
	return (struct date){ (int32_t)floor_divide(instant.ms, MS_PER_DAY) };
}

struct instant instant_of(struct date date)
{
	if (date_is_none(date))
		return INSTANT_NONE;
	return (struct instant){ (int64_t)date.days * MS_PER_DAY };
}

static bool is_leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap_year(year));
}

struct date date_from_parts(int year, int month, int day)
{
	int64_t march_year = (int64_t)year - (month <= 2);
	int64_t cycle = floor_divide(march_year, 400);
	int64_t year_of_cycle = march_year - cycle * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_cycle =
		year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;

	assert(month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month));
	return (struct date){ (int32_t)(cycle * DAYS_PER_CYCLE + day_of_cycle - DAYS_TO_1970) };
}

void date_to_parts(struct date date, int *year, int *month, int *day)
{
	int64_t days = (int64_t)date.days + DAYS_TO_1970;
	int64_t cycle = floor_divide(days, DAYS_PER_CYCLE);
	int64_t day_of_cycle = days - cycle * DAYS_PER_CYCLE;
	int64_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
				 day_of_cycle / 146096) /
				365;
	int64_t day_of_year =
		day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
	*month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
	*year = (int)(cycle * 400 + year_of_cycle + (*month <= 2));
}

static void print_digits(int number, int digits, char *out)
{
	for (int i = digits - 1; i >= 0; i--) {
		out[i] = (char)('0' + number % 10);
		number /= 10;
	}
}

void date_print(struct date date, char out[DATE_SIZE])
{
	int year, month, day;

	date_to_parts(date, &year, &month, &day);
	assert(year >= 0 && year <= 9999);
	print_digits(year, 4, out);
	out[4] = '-';
	print_digits(month, 2, out + 5);
	out[7] = '-';
	print_digits(day, 2, out + 8);
}

void instant_print(struct instant instant, char out[INSTANT_SIZE])
{
	struct date date = date_of(instant);
	int second = (int)((instant.ms - instant_of(date).ms) / 1000);

	date_print(date, out);
	out[10] = 'T';
	print_digits(second / 3600, 2, out + 11);
	out[13] = ':';
	print_digits(second / 60 % 60, 2, out + 14);
	out[16] = ':';
	print_digits(second % 60, 2, out + 17);
	out[19] = 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads exactly `digits` digits whose number lies between `min` and `max`. */
static bool read_digits(const char *at, int digits, int min, int max, int *out)
{
	int number = 0;

	for (int i = 0; i < digits; i++) {
		if (!is_digit(at[i]))
			return false;
		number = number * 10 + (at[i] - '0');
	}
	if (number < min || number > max)
		return false;
	*out = number;
	return true;
}

static bool read_date(const char *at, int min_year, struct date *out)
{
	int year, month, day;

	if (at[4] != '-' || at[7] != '-' || !read_digits(at, 4, min_year, 9999, &year) ||
	    !read_digits(at + 5, 2, 1, 12, &month) ||
	    !read_digits(at + 8, 2, 1, days_in_month(year, month), &day))
		return false;
	*out = date_from_parts(year, month, day);
	return true;
}

bool date_parse(struct text text, struct date *out)
{
	return text.size == DATE_SIZE && read_date(text.data, 1000, out);
}

/* `HH:MM:SS` as milliseconds. */
static bool read_clock(const char *at, int64_t *out)
{
	int hour, minute, second;

	if (at[2] != ':' || at[5] != ':' || !read_digits(at, 2, 0, 23, &hour) ||
	    !read_digits(at + 3, 2, 0, 59, &minute) || !read_digits(at + 6, 2, 0, 60, &second))
		return false;
	if (second == 60)
		second = 59;
	*out = ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
	return true;
}

/* An optional fraction at the head of *rest, which is moved behind it. */
static bool read_fraction(struct text *rest, int64_t *out)
{
	size_t digits = 0;
	int64_t ms = 0;

	*out = 0;
	if (rest->size == 0 || rest->data[0] != '.')
		return true;
	while (digits + 1 < rest->size && is_digit(rest->data[digits + 1]))
		digits++;
	if (digits == 0)
		return false;
	for (size_t i = 1; i <= 3; i++)
		ms = ms * 10 + (i <= digits ? rest->data[i] - '0' : 0);
	rest->data += digits + 1;
	rest->size -= digits + 1;
	*out = ms;
	return true;
}

/* `Z` or `+HH:MM`: the milliseconds by which that clock is ahead of UTC. */
static bool read_offset(struct text rest, int64_t *out)
{
	int hour, minute;

	if (rest.size == 1 && (rest.data[0] == 'Z' || rest.data[0] == 'z')) {
		*out = 0;
		return true;
	}
	if (rest.size != 6 || (rest.data[0] != '+' && rest.data[0] != '-') || rest.data[3] != ':' ||
	    !read_digits(rest.data + 1, 2, 0, 23, &hour) ||
	    !read_digits(rest.data + 4, 2, 0, 59, &minute))
		return false;
	*out = (hour * 60 + minute) * (int64_t)MS_PER_MINUTE * (rest.data[0] == '-' ? -1 : 1);
	return true;
}

bool instant_parse(struct text text, struct instant *out)
{
	const size_t head = INSTANT_SIZE - 1;
	struct text rest;
	struct date date;
	int64_t clock, fraction, offset, ms;

	if (text.size < INSTANT_SIZE || (text.data[10] != 'T' && text.data[10] != 't'))
		return false;
	rest = (struct text){ text.data + head, text.size - head };
	if (!read_date(text.data, 0, &date) || !read_clock(text.data + 11, &clock) ||
	    !read_fraction(&rest, &fraction) || !read_offset(rest, &offset))
		return false;
	ms = instant_of(date).ms + clock + fraction - offset;
	if (ms < INSTANT_MIN || ms >= INSTANT_END)
		return false;
	out->ms = ms;
	return true;
}
