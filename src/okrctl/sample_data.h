/*
 * The sample company: who works there and what they want to achieve, as const tables. Nothing here
 * knows a database or a date: sample_history.c gives dates, sample.c stores. Private to okrctl and its
 * tests.
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

extern const struct sample_person_row sample_people[SAMPLE_PEOPLE];
extern const struct sample_department_row sample_departments[SAMPLE_DEPARTMENTS];
extern const struct sample_team_row sample_teams[SAMPLE_TEAMS];
extern const struct sample_objective_row sample_objectives[SAMPLE_OBJECTIVES];

#endif
