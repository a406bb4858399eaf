/*
 * The Accept header (RFC 9110, section 12.5.1), as far as this product negotiates: whether the
 * caller asks for one media type by its name, and which of two it would rather have. Wildcards never
 * ask for anything by themselves; they only say how much the other type is wanted.
 */
#include "http/accept.h"

#include <stdint.h>

#include "base/copy.h"
#include "http/request.h"

enum { WEIGHT_FULL = 1000 };

/* How a media type is asked for. */
struct wish {
	int weight;   /* thousandths; 0: not at all; -1: not mentioned */
	size_t place; /* in the header, from 0 */
};

/* The value of a q parameter: 0 to 1 with up to three decimals. What is none counts as 1. */
static int read_weight(struct text value)
{
	int weight = 0, unit = WEIGHT_FULL;

	if (value.size == 0 || value.size > 5 || (value.size > 1 && value.data[1] != '.'))
		return WEIGHT_FULL;
	for (size_t i = 0; i < value.size; i++) {
		if (i == 1)
			continue;
		if (value.data[i] < '0' || value.data[i] > '9')
			return WEIGHT_FULL;
		weight += (value.data[i] - '0') * unit;
		unit /= 10;
	}
	return weight < WEIGHT_FULL ? weight : WEIGHT_FULL;
}

/* What stands behind the first ";" of a media range. */
static int weight_of(struct text parameters)
{
	while (!text_is_none(parameters)) {
		struct text value = text_trim(text_cut(&parameters, ';'));
		struct text name = text_trim(text_cut(&value, '='));

		if (!text_is_none(value) && text_equal_ascii_case(name, TEXT("q")))
			return read_weight(text_trim(value));
	}
	return WEIGHT_FULL;
}

/* Named several times it is wanted as much as it is wanted most. */
static struct wish find(struct text accept, struct text media_type)
{
	struct wish wish = { -1, SIZE_MAX };

	for (size_t place = 0; !text_is_none(accept); place++) {
		struct text parameters = text_cut(&accept, ',');
		struct text type = text_trim(text_cut(&parameters, ';'));
		int weight = weight_of(parameters);

		if (text_equal_ascii_case(type, media_type) && weight > wish.weight)
			wish = (struct wish){ weight, place };
	}
	return wish;
}

/* A type that is not named itself stands behind all that are. */
static struct wish find_or_any(struct text accept, struct text media_type)
{
	struct text rest = media_type, main_type = text_cut(&rest, '/');
	struct wish wish = find(accept, media_type);
	char range[64];

	if (wish.weight >= 0 || main_type.size > sizeof(range) - 2)
		return wish;
	copy_bytes(range, sizeof(range), main_type.data, main_type.size);
	copy_bytes(range + main_type.size, sizeof(range) - main_type.size, "/*", 2);
	wish = find(accept, (struct text){ range, main_type.size + 2 });
	if (wish.weight < 0)
		wish = find(accept, TEXT("*/*"));
	wish.place = SIZE_MAX;
	return wish;
}

bool accept_names(struct text accept, struct text media_type)
{
	return find(accept, media_type).weight > 0;
}

bool accept_prefers(struct text accept, struct text media_type, struct text other)
{
	struct wish own = find(accept, media_type), others = find_or_any(accept, other);

	if (own.weight != others.weight)
		return own.weight > 0 && own.weight > others.weight;
	return own.weight > 0 && own.place < others.place;
}
