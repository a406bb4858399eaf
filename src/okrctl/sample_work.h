/*
 * What the sample company does beside its OKRs: KPIs, initiatives, reviews.
 */
#ifndef OKR_OKRCTL_SAMPLE_WORK_H
#define OKR_OKRCTL_SAMPLE_WORK_H

#include "sample_data.h"

enum {
	SAMPLE_KPIS = 6,
	SAMPLE_KPI_UPDATES = 12, /* of each KPI */
	SAMPLE_INITIATIVES = 12,
	SAMPLE_REVIEWS = 7,
	SAMPLE_ANSWERS_MAX = 3,
};

enum sample_review_cycle { REVIEWS_PAST, REVIEWS_RUNNING, SAMPLE_REVIEW_CYCLES };

struct sample_kpi_row {
	const char *name, *description;
	word category;
	const char *group;
	enum sample_person owner; /* who writes the updates as well */
	enum sample_team team;
	const char *unit;
	word frequency; /* weekly or monthly */
	word direction;
	double target, initial;
	int32_t age; /* of the newest value in days; up to two more after a weekend */
	double values[SAMPLE_KPI_UPDATES];
	const char *comments[SAMPLE_KPI_UPDATES]; /* or NULL */
};

struct sample_initiative_row {
	word status, priority;
	enum sample_person owner;
	enum sample_objective objective; /* what it hangs on, or nothing */
	unsigned key_result;             /* of that objective, counted from 1; 0: none */
	int32_t first, days;             /* planned for so many days from this day of the cycle */
	const char *title, *description;
};

struct sample_review_cycle_row {
	enum sample_cycle cycle; /* whose name it begins with */
	word status;
	const char *name;
};

struct sample_review_row {
	enum sample_review_cycle cycle;
	enum sample_person employee, author;
	word type;
	bool is_shared;
	struct {
		const char *question, *answer;
	} answers[SAMPLE_ANSWERS_MAX]; /* up to a NULL question */
};

extern const struct sample_kpi_row sample_kpis[SAMPLE_KPIS];
extern const struct sample_initiative_row sample_initiatives[SAMPLE_INITIATIVES];
extern const struct sample_review_cycle_row sample_review_cycles[SAMPLE_REVIEW_CYCLES];
extern const struct sample_review_row sample_reviews[SAMPLE_REVIEWS];

#endif
