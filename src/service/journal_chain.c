/*
 * The hash chain (reading 131): what is hashed of a row, byte by byte. Nothing can be moved from one
 * column to another without another hash: each says whether it is there, and how long it is.
 */
#include "service/journal_chain.h"

#include "base/buffer.h"
#include "base/secret.h"

static void add_integer(struct buffer *to, uint64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buffer_add_byte(to, (char)(number >> shift));
}

static void add_text(struct buffer *to, struct text text)
{
	add_integer(to, text.size);
	buffer_add_text(to, text);
}

/* Null is a byte of its own, so it is unlike everything empty. */
static void add_column(struct buffer *to, const struct field *field, const void *at)
{
	bool is_there = !field_is_none(field->kind, at);

	buffer_add_byte(to, is_there);
	if (is_there && field->kind == FIELD_INTEGER)
		add_integer(to, (uint64_t) * (const int64_t *)at);
	else if (is_there)
		add_text(to, *(const struct text *)at);
}

void journal_hash(struct text pepper, struct id organisation_id, struct text previous,
		  const struct journal_link *link, uint8_t out[JOURNAL_HASH_SIZE])
{
	struct buffer bytes = { 0 };

	buffer_add_text(&bytes, previous);
	buffer_add(&bytes, &organisation_id, sizeof(organisation_id));
	for (size_t i = 0; i < journal_hashed_count; i++)
		add_column(&bytes, &journal_hashed[i],
			   (const char *)link + journal_hashed[i].offset);
	digest256_keyed(buffer_text(&bytes), pepper, out);
	buffer_free(&bytes);
}

void journal_digest(struct text content, uint8_t out[JOURNAL_HASH_SIZE])
{
	digest256(content, out);
}
