/*
 * Numbers as text and back, and the domain's rounding. The locale is never looked at: the process
 * stays in the "C" locale from start to end, so strtod and printf use the point.
 */
#include "base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/copy.h"

static const double integer_max = 9007199254740992.0; /* 2^53 */

static bool same(double a, double b)
{
	return a <= b && a >= b;
}

/* The digits of `number`, at least one. */
static size_t print_digits(uint64_t number, char *out)
{
	char reversed[20];
	size_t size = 0;

	do {
		reversed[size++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	for (size_t i = 0; i < size; i++)
		out[i] = reversed[size - 1 - i];
	return size;
}

/* Up to four decimals; `scaled` is the number times 10,000. Trailing zeros are left out. */
static size_t print_scaled(uint64_t scaled, char *out)
{
	uint64_t fraction = scaled % 10000;
	size_t size = print_digits(scaled / 10000, out);

	if (fraction == 0)
		return size;
	out[size++] = '.';
	for (; fraction > 0; fraction = fraction * 10 % 10000)
		out[size++] = (char)('0' + fraction / 1000);
	return size;
}

/* From `1e+05` to `1e5`, from `1e-07` to `1e-7`. */
static size_t copy_without_padding(const char *printed, char *out)
{
	size_t size = 0;

	while (*printed && *printed != 'e')
		out[size++] = *printed++;
	if (!*printed)
		return size;
	out[size++] = *printed++;
	if (*printed == '-')
		out[size++] = '-';
	printed++;
	while (*printed == '0')
		printed++;
	while (*printed)
		out[size++] = *printed++;
	return size;
}

/* Any double has at most 17 significant digits; a subnormal may have as few as one, all others
 * keep 15 unchanged, so the search starts there. */
static size_t print_shortest(double number, char *out)
{
	char printed[48];

	for (int digits = number < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
		snprintf(printed, sizeof(printed), "%.*g", digits, number);
		if (same(strtod(printed, NULL), number))
			break;
	}
	return copy_without_padding(printed, out);
}

size_t number_print(double number, char out[NUMBER_PRINT_MAX])
{
	double magnitude = fabs(number);
	double scaled = round(magnitude * 1e4);
	size_t sign = number < 0;

	assert(isfinite(number));
	if (sign)
		*out++ = '-';
	if (magnitude <= integer_max && same(trunc(magnitude), magnitude))
		return sign + print_digits((uint64_t)magnitude, out);
	/* 15 digits at most, so no shorter decimal reads back the same. */
	if (scaled < 1e15 && same(scaled / 1e4, magnitude))
		return sign + print_scaled((uint64_t)scaled, out);
	return sign + print_shortest(magnitude, out);
}

static size_t skip_digits(struct text text, size_t at)
{
	while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9')
		at++;
	return at;
}

static bool has_number_form(struct text text)
{
	size_t start = text.size > 0 && text.data[0] == '-';
	size_t at = skip_digits(text, start);

	if (at == start || (text.data[start] == '0' && at > start + 1))
		return false;
	if (at < text.size && text.data[at] == '.') {
		start = at + 1;
		at = skip_digits(text, start);
		if (at == start)
			return false;
	}
	if (at < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
		start = at + 1;
		if (start < text.size && (text.data[start] == '+' || text.data[start] == '-'))
			start++;
		at = skip_digits(text, start);
		if (at == start)
			return false;
	}
	return at == text.size;
}

bool number_parse(struct text text, double *out)
{
	char small[64];
	char *copy = small;
	double number;

	if (!has_number_form(text))
		return false;
	size_t room = sizeof(small);

	if (text.size >= room) {
		room = text.size + 1;
		copy = memory_take(room);
	}
	copy_bytes(copy, room, text.data, text.size);
	copy[text.size] = '\0';
	number = strtod(copy, NULL);
	if (copy != small)
		free(copy);
	if (!isfinite(number))
		return false;
	*out = number;
	return true;
}

/* A double beyond 9e9 tells no nine decimals apart: one rounding is all there is. */
static double round_large(double number, double power)
{
	double scaled = number * power;

	return fabs(scaled) < integer_max ? round(scaled) / power : number;
}

double number_round(double number, int decimals)
{
	static const int64_t powers[] = { 1,      10,      100,      1000,      10000,
					  100000, 1000000, 10000000, 100000000, 1000000000 };
	int64_t billionths, unit, rest;

	assert(decimals >= 0 && decimals <= 9);
	if (isnan(number))
		return number;
	if (fabs(number) >= 9e9)
		return round_large(number, (double)powers[decimals]);
	/* In whole numbers, because 1.005 * 100 is less than 100.5. */
	billionths = llround(number * 1e9);
	unit = powers[9 - decimals];
	rest = billionths % unit;
	billionths -= rest;
	if (2 * llabs(rest) >= unit)
		billionths += rest < 0 ? -unit : unit;
	billionths /= unit;
	return (double)billionths / (double)powers[decimals];
}
