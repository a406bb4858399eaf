/*
 * Base64 by libsodium: the alphabet of URLs without padding, the ordinary one with it. What does not
 * decode is refused.
 */
#include "base/base64.h"

#include <sodium.h>

/* libsodium compares characters with their sign: it takes some bytes beyond ASCII for letters. */
static bool is_ascii(struct text encoded)
{
	for (size_t i = 0; i < encoded.size; i++)
		if ((unsigned char)encoded.data[i] > 0x7f)
			return false;
	return true;
}

static bool decode(struct arena *arena, struct text encoded, int variant, struct text *out)
{
	size_t max = encoded.size / 4 * 3 + 3, size;
	unsigned char *bytes = arena_take(arena, max);

	if (!is_ascii(encoded))
		return false;
	if (sodium_base642bin(bytes, max, encoded.data, encoded.size, NULL, &size, NULL, variant) !=
	    0)
		return false;
	*out = (struct text){ (const char *)bytes, size };
	return true;
}

bool base64_decode(struct arena *arena, struct text encoded, struct text *out)
{
	return decode(arena, encoded, sodium_base64_VARIANT_ORIGINAL, out);
}

bool base64url_decode(struct arena *arena, struct text encoded, struct text *out)
{
	return decode(arena, encoded, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}

struct text base64url_encode(struct arena *arena, struct text bytes)
{
	size_t max =
		sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *encoded = arena_take(arena, max);

	sodium_bin2base64(encoded, max, (const unsigned char *)bytes.data, bytes.size,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text_from(encoded);
}
