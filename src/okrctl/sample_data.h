/*
 * The sample company: const tables of people, teams, objectives and key results, and the pure
 * functions that place them around a day. Nothing here knows a database; sample.c stores it.
 * Private to okrctl and its test.
 */
#ifndef OKR_OKRCTL_SAMPLE_DATA_H
#define OKR_OKRCTL_SAMPLE_DATA_H

#include "model/objective.h"
#include "model/score.h"

/* In each of these, 0 is nobody or nothing: the first row of the table is empty. */
enum sample_person {
	NOBODY,
	MARTA,
	TOMAS,
	NNEKA,
	ALICE,
	SOREN,
	PRIYA,
	YUSUF,
	AOIFE,
	NAOKI,
	LUKASZ,
	RUTH,
	OKSANA,
	MATEO,
	ZOE,
	FATIMA,
	GUNNAR,
	SAMPLE_PEOPLE,
};

enum sample_department { NO_DEPARTMENT, PRODUCT, REVENUE, SAMPLE_DEPARTMENTS };
enum sample_team { NO_TEAM, ONBOARDING, PLATFORM, SALES, SUCCESS, SAMPLE_TEAMS };
enum sample_cycle { ENDED, ACTIVE, UPCOMING, SAMPLE_CYCLES };

/* The first letter says the cycle. */
enum sample_objective {
	NO_OBJECTIVE,
	E_TRUST,
	E_RELIABLE,
	E_INCIDENTS,
	E_INSTANT,
	E_SETUP,
	E_IMPORT,
	E_GERMANY,
	E_PIPELINE,
	E_PARTNERS,
	E_SUPPORT,
	E_EVENINGS,
	A_ONBOARDING,
	A_PROFIT,
	A_PEOPLE,
	A_PRODUCT,
	A_LEDGER,
	A_SPEED,
	A_GUIDE,
	A_TRIAL,
	A_MOBILE,
	A_REVENUE,
	A_WHOLESALE,
	A_NORDICS,
	A_CHURN,
	A_ANSWERS,
	A_EXPERT,
	U_RECORD,
	U_OPEN,
	U_CONNECT,
	U_USAGE,
	SAMPLE_OBJECTIVES,
};

struct sample_person_row {
	const char *name, *email;
	word role;
	enum sample_department department;
	enum sample_team teams[2];
	bool has_left;
};

struct sample_department_row {
	const char *name;
};

struct sample_team_row {
	const char *name;
	enum sample_department department;
};

struct sample_objective_row {
	enum sample_cycle cycle;
	word type;
	enum sample_objective parent; /* stands earlier in the table */
	enum sample_department department;
	enum sample_team team;
	enum sample_person owner;
	double weight;
	word lifecycle;
	word check_in_frequency;
	word visibility;
	bool is_archived;
	const char *title, *description;
	const char *category, *tags; /* tags: a JSON array */
};

/* How a key result goes from its start towards its target. */
enum sample_path {
	PATH_UNTOUCHED,  /* no check-in at all */
	PATH_STEADY,     /* with the calendar */
	PATH_AHEAD,      /* done early, then kept */
	PATH_OVER,       /* beyond the target */
	PATH_BEHIND,     /* too slow all the time */
	PATH_LATE_SPURT, /* little at first, everything at the end */
	PATH_DECLINING,  /* each week brings less */
	PATH_REGRESSING, /* a setback in the newest check-in */
	PATH_WORSENING,  /* away from the target */
	PATH_FLAT,       /* no movement for some time */
	PATH_STALLED,    /* nobody has checked in for weeks */
	PATH_TO_VALUE,   /* to `now`, whatever the day */
	PATH_DONE,       /* a yes, half way through */
	PATH_OPEN,       /* still a no */
};

/* What the owner says with the newest check-ins; the earlier ones say what the figures say. */
enum sample_opinion {
	SAYS_FIGURES,
	SAYS_FINE, /* on_track with every check-in */
	SAYS_AT_RISK,
	SAYS_OFF_TRACK,
	SAYS_BLOCKED, /* the last comment is the blocker's note instead */
};

struct sample_key_result_row {
	enum sample_objective objective;
	const char *title;
	word metric_type;
	const char *unit;
	double start, target;
	int decimals; /* that the metric is read with; -3: thousands */
	double weight;
	enum sample_person owner;
	enum sample_path path;
	enum sample_opinion opinion;
	const char *first, *middle, *last; /* what somebody wrote beside a check-in, or NULL */
	double now;                        /* PATH_TO_VALUE */
};

/* ---- beside the OKRs ------------------------------------------------------------------------- */

enum {
	SAMPLE_KPIS = 6,
	SAMPLE_KPI_UPDATES = 12, /* of each KPI */
	SAMPLE_INITIATIVES = 12,
	SAMPLE_REVIEWS = 7,
	SAMPLE_ANSWERS_MOST = 3,
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
	} answers[SAMPLE_ANSWERS_MOST]; /* up to a NULL question */
};

extern const struct sample_kpi_row sample_kpis[SAMPLE_KPIS];
extern const struct sample_initiative_row sample_initiatives[SAMPLE_INITIATIVES];
extern const struct sample_review_cycle_row sample_review_cycles[SAMPLE_REVIEW_CYCLES];
extern const struct sample_review_row sample_reviews[SAMPLE_REVIEWS];

/* ---- the tables ------------------------------------------------------------------------------ */

extern const struct sample_person_row sample_people[SAMPLE_PEOPLE];
extern const struct sample_department_row sample_departments[SAMPLE_DEPARTMENTS];
extern const struct sample_team_row sample_teams[SAMPLE_TEAMS];
extern const struct sample_objective_row sample_objectives[SAMPLE_OBJECTIVES];
extern const struct sample_key_result_row sample_key_results[];
extern const size_t sample_key_result_count;

/* ---- placed around a day --------------------------------------------------------------------- */

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

enum { SAMPLE_CHECK_INS_MOST = 24 };

/* The check-ins of a key result (its place in the table), oldest first, all before today. */
size_t sample_history(size_t number, struct date today,
		      struct sample_check_in out[SAMPLE_CHECK_INS_MOST]);

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
