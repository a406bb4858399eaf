/*
 * Distances between names (Levenshtein's, with two letters that changed places as one change).
 * Whoever mistyped a command or an option is told what may have been meant.
 */
#include "nearest.h"

enum { SETTING_NAME_MAX = 40, CHANGES_MAX = 3 };

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Both names have at most NAME_MAX bytes. */
static size_t distance(struct text a, struct text b)
{
	size_t rows[SETTING_NAME_MAX + 1][SETTING_NAME_MAX + 1];

	for (size_t i = 0; i <= a.size; i++)
		rows[i][0] = i;
	for (size_t j = 0; j <= b.size; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.size; i++) {
		for (size_t j = 1; j <= b.size; j++) {
			const char *x = a.data + i - 1, *y = b.data + j - 1;

			rows[i][j] = min(min(rows[i - 1][j], rows[i][j - 1]) + 1,
					 rows[i - 1][j - 1] + (*x != *y));
			if (i > 1 && j > 1 && x[0] == y[-1] && x[-1] == y[0])
				rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1);
		}
	}
	return rows[a.size][b.size];
}

struct nearest nearest_to(struct text typed)
{
	return (struct nearest){ typed, min(CHANGES_MAX, typed.size / 2) + 1, NULL };
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	struct text text = text_from(name);
	size_t changes;

	if (nearest->typed.size > SETTING_NAME_MAX || text.size > SETTING_NAME_MAX)
		return;
	changes = distance(nearest->typed, text);
	if (changes >= nearest->distance)
		return;
	nearest->distance = changes;
	nearest->found = name;
}
