/*
 * Fuzz targets of what is printed and read again: whatever is read is printed as something that reads the
 * same.
 */
#include <math.h>
#include <stdlib.h>

#include "base/id.h"
#include "base/number.h"
#include "base/time.h"
#include "targets.h"

/* What an id's pattern in the API description says of its letters. */
static void must_be_printed_well(struct text printed)
{
	for (size_t i = 0; i < printed.size; i++)
		MUST((printed.data[i] >= '0' && printed.data[i] <= '9') || printed.data[i] == '-' ||
		     printed.data[i] == '_' || (printed.data[i] >= 'a' && printed.data[i] <= 'z') ||
		     (printed.data[i] >= 'A' && printed.data[i] <= 'Z'));
}

void try_id(struct input *input)
{
	struct text text = input_rest(input);
	struct id id, again;

	if (!id_parse(text, &id))
		return;
	MUST(!id_is_none(id));
	MUST(id_time(id).ms >= 0);
	for (int form = 0; form < ID_FORMS; form++) {
		char out[ID_PRINT_MAX];
		struct text printed = id_print(id, (enum id_form)form, out);

		MUST(printed.size <= sizeof(out));
		must_be_printed_well(printed);
		MUST(id_parse(printed, &again) && id_equal(id, again));
	}
}

void try_number(struct input *input)
{
	struct text text = input_rest(input);
	char out[NUMBER_PRINT_MAX];
	double number, again;
	size_t size;

	if (!number_parse(text, &number))
		return;
	MUST(isfinite(number));
	MUST(strtod(arena_string(input->arena, text), NULL) == number);
	size = number_print(number, out);
	MUST(size > 0 && size <= sizeof(out));
	MUST(number_parse((struct text){ out, size }, &again) && again == number);
	for (int decimals = 0; decimals <= 9; decimals++)
		MUST(isfinite(number_round(number, decimals)) || fabs(number) > 1e290);
}

void try_date(struct input *input)
{
	struct text text = input_rest(input);
	char out[DATE_SIZE];
	struct date date;
	int year, month, day;

	if (!date_parse(text, &date))
		return;
	date_print(date, out);
	MUST(text_equal(text, (struct text){ out, sizeof(out) }));
	date_to_parts(date, &year, &month, &day);
	MUST(day <= days_in_month(year, month));
	MUST(date_from_parts(year, month, day).days == date.days);
	MUST(date_of(instant_of(date)).days == date.days);
}

void try_instant(struct input *input)
{
	struct text text = input_rest(input);
	char out[INSTANT_SIZE];
	struct instant instant, again;

	if (!instant_parse(text, &instant))
		return;
	instant_print(instant, out);
	MUST(instant_parse((struct text){ out, sizeof(out) }, &again));
	MUST(again.ms <= instant.ms && instant.ms - again.ms < 1000);
	MUST(date_of(instant).days == date_of(again).days);
}
