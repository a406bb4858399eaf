/*
 * Places the tables of the sample company around a day; pure functions.
 */
#ifndef OKR_OKRCTL_SAMPLE_HISTORY_H
#define OKR_OKRCTL_SAMPLE_HISTORY_H

#include "sample_key_results.h"
#include "sample_work.h"

/* The calendar quarter that holds today, the one before, and the one after. */
struct period sample_period(enum sample_cycle cycle, struct date today);

/* "Q4 2026". */
enum { SAMPLE_CYCLE_NAME_SIZE = 8 }; /* with its NUL */
void sample_cycle_name(struct period period, char out[SAMPLE_CYCLE_NAME_SIZE]);

/* When a row was made: always before today, a parent before its children. */
struct instant sample_directory_made_at(size_t number, struct date today);
struct instant sample_cycle_made_at(enum sample_cycle cycle, struct date today);
struct instant sample_objective_made_at(enum sample_objective objective, struct date today);
struct instant sample_key_result_made_at(size_t number, struct date today);

struct sample_check_in {
	struct instant at;
	double value;
	word status;
	const char *comment, *blocker_note; /* or NULL */
	enum sample_person author;
};

enum { SAMPLE_CHECK_INS_MAX = 24 };

/* The check-ins of a key result (its place in the table), oldest first, all before today. */
size_t sample_history(size_t number, struct date today,
		      struct sample_check_in out[SAMPLE_CHECK_INS_MAX]);

/* The updates of a KPI, oldest first, all before today; and when it was made, before them. */
void sample_kpi_history(size_t number, struct date today, struct instant out[SAMPLE_KPI_UPDATES]);
struct instant sample_kpi_made_at(size_t number, struct date today);

/* The place of the key result that an initiative hangs on, or SIZE_MAX. */
size_t sample_initiative_key_result(size_t number);

/* What is done is over, what is planned has not begun, the rest is under way. */
struct period sample_initiative_period(size_t number, struct date today);
struct instant sample_initiative_made_at(size_t number, struct date today);

struct instant sample_review_cycle_made_at(enum sample_review_cycle cycle, struct date today);
struct date sample_review_cycle_due(enum sample_review_cycle cycle, struct date today);

/* When a review was begun, and when it was shared if it was. */
struct instant sample_review_made_at(size_t number, struct date today);
struct instant sample_review_shared_at(size_t number, struct date today);

#endif
