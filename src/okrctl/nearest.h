/*
 * The name that somebody meant who mistyped it: the one that takes the fewest changes of a letter,
 * if they are few enough.
 */
#ifndef OKR_OKRCTL_NEAREST_H
#define OKR_OKRCTL_NEAREST_H

#include "base/text.h"

struct nearest {
	struct text typed;
	size_t distance;   /* that a name must come below */
	const char *found; /* NULL: none was near enough so far */
};

struct nearest nearest_to(struct text typed);

/* Takes the name if it is nearer than those before it. */
void nearest_offer(struct nearest *nearest, const char *name);

#endif
