/*
 * What went wrong, as a value. A function that can fail returns `const struct error *`, NULL for
 * success, and leaves its `out` parameter untouched on failure. Errors live in the request's
 * arena or are constants; nobody frees them. They are said to the caller by the dialect's error
 * writer alone, and logged in one place.
 */
#ifndef OKR_BASE_ERROR_H
#define OKR_BASE_ERROR_H

#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum error_code {
	ERROR_INVALID,       /* the input is wrong: details say which fields */
	ERROR_UNAUTHORIZED,  /* no credential, or not a valid one */
	ERROR_FORBIDDEN,     /* the credential lacks a scope */
	ERROR_NOT_FOUND,     /* no such record for this caller */
	ERROR_NOT_ALLOWED,   /* the path exists, the method does not */
	ERROR_CONFLICT,      /* the record's state does not permit it */
	ERROR_STALE,         /* the caller's version is not the current one */
	ERROR_TOO_LARGE,     /* the body is over the limit */
	ERROR_UNSUPPORTED,   /* a media type that is not taken */
	ERROR_UNPROCESSABLE, /* an idempotency key used for another request */
	ERROR_DEPENDENCY,    /* of a part of a batch: what it goes by failed */
	ERROR_LIMITED,       /* the rate limit is reached */
	ERROR_UNAVAILABLE,   /* something needed is away for now */
	ERROR_INTERNAL,      /* our fault */
};

/* Why it could not be stored, for callers who know what that means for them. */
enum error_cause {
	CAUSE_OTHER,     /* nothing that callers tell apart */
	CAUSE_DUPLICATE, /* a unique value exists already */
	CAUSE_REFERENCE, /* a record that is referred to does not exist, or is in use */
	CAUSE_NO_TABLE,  /* the schema is older than the program */
	CAUSE_REFUSED,   /* others were in the way: nothing of the statement was done */
};

/* One wrong field. The place in the struct names it; each dialect has its own word for it. */
struct error_detail {
	const struct error_detail *next;
	size_t member;       /* offset in the record's struct, or ERROR_NO_MEMBER */
	struct text field;   /* the caller's own word, where it is known (else absent) */
	struct text message; /* what is wrong and what is accepted, without the field's name */
	size_t list;         /* offset of the list that the record is in, or ERROR_NO_MEMBER */
	size_t index;        /* its place in that list, from 0 */
};

#define ERROR_NO_MEMBER ((size_t)-1)

struct error {
	enum error_code code;
	enum error_cause cause;
	struct text message;                /* for the caller: no inside, no secret */
	const struct error_detail *details; /* ERROR_INVALID only; may be NULL */
	unsigned more;                      /* wrong fields beyond those of `details` */
	const char *scope; /* ERROR_FORBIDDEN: the scope that is missing; NULL: it is not that */
	unsigned retry_seconds; /* ERROR_LIMITED and ERROR_UNAVAILABLE */
	bool is_retryable;      /* running the whole request again may succeed */
	struct text inside; /* the reason, for the log and for those at the host; may be absent */
	struct text statement; /* for the log alone: what the database was asked; may be absent */
};

/* A new error in the arena with a printed message. */
__attribute__((format(printf, 3, 4))) const struct error *
error_new(struct arena *arena, enum error_code code, const char *format, ...);

/* What a caller hears of an ERROR_INTERNAL. */
#define ERROR_INTERNAL_MESSAGE "Something went wrong on our side; the request id finds it."

/* An ERROR_INTERNAL whose text goes to the log alone; the caller hears a fixed sentence. */
__attribute__((format(printf, 2, 3))) const struct error *error_internal(struct arena *arena,
									 const char *format, ...);

/* What a caller can make wrong has no end; what he is told of it has (rulings.md 70): so many fields,
 * and of a name that he made up so many characters. */
enum { ERROR_DETAILS_MAX = 100, ERROR_NAME_MAX = 100 };

/* Inside and statement, as a log says them. */
struct text error_reason(struct arena *arena, const struct error *error);

/* The same error in another arena, without its details. */
const struct error *error_copy(struct arena *arena, const struct error *error);

/* Collects wrong fields, in the order in which they were found: the first ERROR_DETAILS_MAX stand
 * in the list, all are counted. Zero it to begin. */
struct error_list {
	struct error_detail *first, *last;
	unsigned count;
};

/* Returns the detail, or NULL when it was only counted. A longer name is cut, and ends in "…". */
__attribute__((format(printf, 5, 6))) struct error_detail *
error_add(struct error_list *list, struct arena *arena, size_t member, struct text field,
	  const char *format, ...);

/* NULL when nothing was collected, else one ERROR_INVALID that holds all of it. */
const struct error *error_from_list(struct arena *arena, const struct error_list *list);

#endif
