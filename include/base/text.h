/*
 * A slice of UTF-8 text. It owns nothing: the bytes belong to an arena, a literal or the
 * request, and live as long as that. `data == NULL` means "absent" (JSON null), which is
 * different from the empty text.
 */
#ifndef OKR_BASE_TEXT_H
#define OKR_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
	const char *data; /* not NUL-terminated unless the maker says so */
	size_t size;      /* bytes */
};

/* A literal as a text; refuses anything but a literal. */
#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
#define TEXT_NONE ((struct text){ NULL, 0 })

/* For printf-like calls: printf("%.*s", TEXT_PRINT(t)). */
#define TEXT_PRINT(t) (int)(t).size, ((t).data ? (t).data : "")

static inline bool text_is_none(struct text t)
{
	return t.data == NULL;
}

static inline struct text text_from(const char *string)
{
	return string ? (struct text){ string, strlen(string) } : TEXT_NONE;
}

static inline bool text_equal(struct text a, struct text b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Compares ASCII letters without regard to case; other bytes must be equal. */
bool text_equal_ascii_case(struct text a, struct text b);

bool text_starts_with(struct text t, struct text prefix);

/* Without leading and trailing ASCII white space. */
struct text text_trim(struct text t);

/* Cuts *rest at the first `mark`: returns what stands before it, *rest becomes what follows, or
 * TEXT_NONE when there was no mark. Walk a list with: while (!text_is_none(rest)) text_cut(...). */
struct text text_cut(struct text *rest, char mark);

/* Number of Unicode characters of valid UTF-8. */
size_t text_characters(struct text t);

/* The first so many characters of valid UTF-8. */
struct text text_first(struct text t, size_t characters);

/* A whole number without sign or blanks, at most `max`; false when it is none. */
bool text_to_count(struct text t, unsigned long long max, unsigned long long *out);

#endif
