/*
 * A table of cells from the bytes of a file, as spreadsheets and other programs write it: CSV
 * (RFC 4180) in several encodings, with several separators. What the cells mean is the caller's.
 */
#ifndef OKR_BASE_CSV_READ_H
#define OKR_BASE_CSV_READ_H

#include "base/arena.h"
#include "base/text.h"

enum csv_encoding {
	CSV_UTF_8,        /* with a byte order mark or without */
	CSV_UTF_16,       /* by its byte order mark */
	CSV_WINDOWS_1252, /* what is not UTF-8: a guess, which the user should be told of */
};

struct csv_record {
	const struct text *cells; /* UTF-8 without NUL, never absent */
	size_t count;             /* at least 1 */
};

struct csv_table {
	enum csv_encoding encoding;
	char separator; /* , ; tab or | */
	const struct csv_record *records;
	size_t count;
};

struct csv_limits {
	size_t records, cells; /* at most, in the whole table; the header is a record too */
};

enum csv_outcome {
	CSV_READ,
	CSV_TOO_LARGE, /* beyond a limit */
	CSV_UNCLOSED,  /* a quoted cell never ends */
};

/*
 * Reads the whole of `bytes`; everything in *out is in the arena. Empty lines are no records. Bytes that
 * the encoding has no character for become U+FFFD. The separator is the one that stands most often
 * outside quotes in the first record. Unless the outcome is CSV_READ, out->count is the number of
 * whole records before the fault and `records` is NULL. Memory is bounded by the size of `bytes` and
 * by the limits, whatever stands in the bytes.
 */
enum csv_outcome csv_read(struct arena *arena, struct text bytes, const struct csv_limits *limits,
			  struct csv_table *out);

#endif
