/*
 * Cells of numbers and days. A cell is read in both ways; where only one of them works, or both give the
 * same, it is certain. What a column of them means is asked of the votes.
 */
#include "base/cells.h"

#include <stdbool.h>
#include <string.h>

#include "base/number.h"

/* ---- votes ----------------------------------------------------------------------------------- */

static void vote(struct cell_votes *votes, unsigned way)
{
	if (votes->first == 0)
		votes->first = way;
	votes->counts[way]++;
}

unsigned cell_way(const struct cell_votes *votes)
{
	if (votes->counts[1] == votes->counts[2])
		return votes->first;
	return votes->counts[1] > votes->counts[2] ? 1 : 2;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool drop_front(struct text *text, struct text front)
{
	if (!text_starts_with(*text, front))
		return false;
	*text = (struct text){ text->data + front.size, text->size - front.size };
	return true;
}

static bool drop_back(struct text *text, struct text back)
{
	if (text->size < back.size ||
	    memcmp(text->data + text->size - back.size, back.data, back.size) != 0)
		return false;
	text->size -= back.size;
	return true;
}

/* Spaces that stand between thousands as well: plain, no-break, thin, narrow no-break. */
static const char *const spaces[] = { " ", "\u00A0", "\u2009", "\u202F" };
static const char *const apostrophes[] = { "'", "\u2019" };
static const char *const currencies[] = { "€", "$", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₫", "₪" };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct text trim(struct text text)
{
	size_t size;

	do {
		size = text.size;
		text = text_trim(text);
		for (size_t i = 0; i < COUNT(spaces); i++) {
			drop_front(&text, text_from(spaces[i]));
			drop_back(&text, text_from(spaces[i]));
		}
	} while (text.size < size);
	return text;
}

static bool is_code(const char *at)
{
	for (int i = 0; i < 3; i++)
		if (at[i] < 'A' || at[i] > 'Z')
			return false;
	return true;
}

/* EUR and the like, in front of the number or behind it. */
static bool drop_code(struct text *text)
{
	if (text->size > 3 && is_code(text->data))
		text->data += 3;
	else if (text->size <= 3 || !is_code(text->data + text->size - 3))
		return false;
	text->size -= 3;
	return true;
}

/* The number without its unit: one currency, or a per cent sign. */
static struct text drop_unit(struct text text)
{
	bool is_dropped = drop_back(&text, TEXT("%")) || drop_code(&text);

	for (size_t i = 0; !is_dropped && i < COUNT(currencies); i++)
		is_dropped = drop_front(&text, text_from(currencies[i])) ||
			     drop_back(&text, text_from(currencies[i]));
	return trim(text);
}

static bool drop_sign(struct text *text)
{
	bool is_negative = drop_front(text, TEXT("-")) || drop_front(text, TEXT("\u2212"));

	if (!is_negative)
		drop_front(text, TEXT("+"));
	return is_negative;
}

/* A number in the form that number_parse takes. */
struct plain {
	char data[64];
	size_t size;
};

static bool add(struct plain *plain, char c)
{
	if (plain->size == sizeof(plain->data))
		return false;
	plain->data[plain->size++] = c;
	return true;
}

static bool take_digits(struct text *rest, struct plain *plain, size_t *count)
{
	*count = 0;
	while (rest->size > 0 && is_digit(rest->data[0])) {
		if (!add(plain, rest->data[0]))
			return false;
		*rest = (struct text){ rest->data + 1, rest->size - 1 };
		++*count;
	}
	return true;
}

/* What stands between the thousands of this number; absent: nothing does. */
static struct text group_mark(struct text rest, enum decimal decimal)
{
	struct text mark = decimal == DECIMAL_COMMA ? TEXT(".") : TEXT(",");

	if (text_starts_with(rest, mark))
		return mark;
	for (size_t i = 0; i < COUNT(spaces); i++)
		if (text_starts_with(rest, text_from(spaces[i])))
			return text_from(spaces[i]);
	for (size_t i = 0; i < COUNT(apostrophes); i++)
		if (text_starts_with(rest, text_from(apostrophes[i])))
			return text_from(apostrophes[i]);
	return TEXT_NONE;
}

static bool take_whole(struct text *rest, enum decimal decimal, struct plain *plain)
{
	bool begins_with_0 = text_starts_with(*rest, TEXT("0"));
	struct text mark;
	size_t count;

	if (!take_digits(rest, plain, &count) || count == 0)
		return false;
	mark = group_mark(*rest, decimal);
	if (text_is_none(mark))
		return true;
	if (begins_with_0 || count > 3)
		return false;
	while (drop_front(rest, mark))
		if (!take_digits(rest, plain, &count) || count != 3)
			return false;
	return true;
}

static bool take_fraction(struct text *rest, enum decimal decimal, struct plain *plain)
{
	size_t count;

	if (!drop_front(rest, decimal == DECIMAL_COMMA ? TEXT(",") : TEXT(".")))
		return true;
	return add(plain, '.') && take_digits(rest, plain, &count) && count > 0;
}

static bool take_exponent(struct text *rest, struct plain *plain)
{
	size_t count;

	if (!drop_front(rest, TEXT("e")) && !drop_front(rest, TEXT("E")))
		return true;
	return add(plain, 'e') && add(plain, drop_sign(rest) ? '-' : '+') &&
	       take_digits(rest, plain, &count) && count > 0;
}

/* JSON's numbers do not begin with 0 unless that is all before the point. */
static bool parse_plain(const struct plain *plain, double *out)
{
	struct text text = { plain->data, plain->size };

	while (text.size > 1 && text.data[0] == '0' && is_digit(text.data[1]))
		drop_front(&text, TEXT("0"));
	return number_parse(text, out);
}

static bool read_number(struct text cell, enum decimal decimal, double *out)
{
	struct plain plain = { .size = 0 };
	struct text rest = trim(cell);
	bool is_negative = drop_sign(&rest);
	double number;

	rest = drop_unit(trim(rest));
	if (!is_negative)
		is_negative = drop_sign(&rest);
	if (!take_whole(&rest, decimal, &plain) || !take_fraction(&rest, decimal, &plain) ||
	    !take_exponent(&rest, &plain) || rest.size > 0 || !parse_plain(&plain, &number))
		return false;
	*out = is_negative ? -number : number;
	return true;
}

void cell_vote_number(struct cell_votes *votes, struct text cell)
{
	double point, comma;
	bool has_point = read_number(cell, DECIMAL_POINT, &point);
	bool has_comma = read_number(cell, DECIMAL_COMMA, &comma);

	if (has_point != has_comma)
		vote(votes, has_point ? DECIMAL_POINT : DECIMAL_COMMA);
}

enum cell_outcome cell_number(struct text cell, enum decimal decimal, char separator, double *out)
{
	double point, comma;
	bool has_point = read_number(cell, DECIMAL_POINT, &point);
	bool has_comma = read_number(cell, DECIMAL_COMMA, &comma);

	if (decimal == DECIMAL_POINT)
		has_comma = false;
	if (decimal == DECIMAL_COMMA)
		has_point = false;
	if (!has_point && !has_comma)
		return CELL_WRONG;
	if (has_point && has_comma && point != comma &&
	    (separator == ';' || memchr(cell.data, ',', cell.size)))
		return CELL_AMBIGUOUS;
	*out = has_point ? point : comma;
	return CELL_READ;
}

/* ---- days ------------------------------------------------------------------------------------ */

enum { YEAR_MIN = 1000, YEAR_MAX = 9999 };

/* A day as it is written: three runs of digits or letters, and what stands between them. */
struct parts {
	struct text runs[3];
	char marks[2]; /* the first character between them */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct text take_run(struct text *rest)
{
	struct text run = { rest->data, 0 };
	bool (*fits)(char) = rest->size > 0 && is_digit(rest->data[0]) ? is_digit : is_letter;

	while (run.size < rest->size && fits(rest->data[run.size]))
		run.size++;
	*rest = (struct text){ rest->data + run.size, rest->size - run.size };
	return run;
}

static bool is_mark(char c)
{
	return c == '.' || c == '/' || c == '-' || c == ' ' || c == ',';
}

static bool take_parts(struct text cell, struct parts *out)
{
	struct text rest = trim(cell);

	for (int i = 0; i < 3; i++) {
		out->runs[i] = take_run(&rest);
		if (out->runs[i].size == 0)
			return false;
		if (i == 2)
			break;
		out->marks[i] = rest.size > 0 ? rest.data[0] : '\0';
		if (is_mark(out->marks[i]))
			rest = (struct text){ rest.data + 1, rest.size - 1 };
		drop_front(&rest, TEXT(" "));
	}
	return rest.size == 0;
}

static const char *const months[12] = { "january",   "february", "march",    "april",
					"may",       "june",     "july",     "august",
					"september", "october",  "november", "december" };

/* 1 to 12 by its whole English name, its first three letters, or Sept; 0 for what is none. */
static int month_named(struct text run)
{
	if (text_equal_ascii_case(run, TEXT("sept")))
		return 9;
	for (int i = 0; i < 12; i++) {
		struct text name = text_from(months[i]);

		if (run.size != 3 && run.size != name.size)
			continue;
		name.size = run.size;
		if (text_equal_ascii_case(run, name))
			return i + 1;
	}
	return 0;
}

static bool make_date(struct text year, int month, struct text day, struct date *out)
{
	unsigned long long y, d;

	if (year.size != 4 || day.size > 2 || !text_to_count(year, YEAR_MAX, &y) || y < YEAR_MIN ||
	    month < 1 || month > 12 || !text_to_count(day, 31, &d) || d < 1 ||
	    (int)d > days_in_month((int)y, month))
		return false;
	*out = date_from_parts((int)y, month, (int)d);
	return true;
}

static int month_numbered(struct text run)
{
	unsigned long long month;

	return run.size <= 2 && text_to_count(run, 12, &month) ? (int)month : 0;
}

static bool read_date(struct text cell, enum date_order order, struct date *out)
{
	struct parts parts;
	const struct text *runs = parts.runs;

	if (!take_parts(cell, &parts))
		return false;
	if (month_named(runs[0]) > 0)
		return make_date(runs[2], month_named(runs[0]), runs[1], out);
	if (month_named(runs[1]) > 0)
		return make_date(runs[2], month_named(runs[1]), runs[0], out);
	if (parts.marks[0] != parts.marks[1] || parts.marks[0] == ' ' || parts.marks[0] == ',')
		return false;
	if (runs[0].size == 4)
		return make_date(runs[0], month_numbered(runs[1]), runs[2], out);
	if (order == DATE_ORDER_MDY && parts.marks[0] != '.')
		return make_date(runs[2], month_numbered(runs[0]), runs[1], out);
	return make_date(runs[2], month_numbered(runs[1]), runs[0], out);
}

/* A time of day says nothing about the day. */
static struct text without_time(struct text cell)
{
	struct text day = trim(cell);
	const char *at = memchr(day.size > 0 ? day.data : "", ':', day.size);

	if (!at || day.size <= DATE_SIZE ||
	    (day.data[DATE_SIZE] != 'T' && day.data[DATE_SIZE] != ' '))
		return cell;
	day.size = DATE_SIZE;
	return day;
}

void cell_vote_date(struct cell_votes *votes, struct text cell)
{
	struct text day = without_time(cell);
	struct date dmy, mdy;
	bool has_dmy = read_date(day, DATE_ORDER_DMY, &dmy);
	bool has_mdy = read_date(day, DATE_ORDER_MDY, &mdy);

	if (has_dmy != has_mdy)
		vote(votes, has_dmy ? DATE_ORDER_DMY : DATE_ORDER_MDY);
}

enum cell_outcome cell_date(struct text cell, enum date_order order, struct date *out)
{
	struct text day = without_time(cell);
	struct date dmy, mdy;
	bool has_dmy = order != DATE_ORDER_MDY && read_date(day, DATE_ORDER_DMY, &dmy);
	bool has_mdy = order != DATE_ORDER_DMY && read_date(day, DATE_ORDER_MDY, &mdy);

	if (!has_dmy && !has_mdy)
		return CELL_WRONG;
	if (has_dmy && has_mdy && dmy.days != mdy.days)
		return CELL_AMBIGUOUS;
	*out = has_dmy ? dmy : mdy;
	return CELL_READ;
}
