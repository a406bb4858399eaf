/*
 * Places the sample company around a day: its cycles, when its rows were made, the check-ins of every
 * key result, the updates of KPIs, the dates of initiatives and reviews. Pure functions of that day and
 * the tables, so that every day of a year can be tested; what the check-ins add up to is the model's
 * business.
 */
#include "sample_history.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"

enum {
	MINUTES_OF_MORNING = 8 * 60, /* when the working day begins */
	MINUTES_OF_WORK = 9 * 60,
	COMPANY_AGE_DAYS = 540,
	DAYS_BETWEEN_PEOPLE = 20,
	CYCLES_PLANNED_DAYS = 100, /* before they begin */
	OBJECTIVES_PLANNED_DAYS = 14,
	HEAD_START_DAYS = 7,  /* PATH_TO_VALUE has its value on the quarter's first day already */
	STALLED_DAYS = 24,    /* without a check-in */
	CLOSING_GAP_DAYS = 3, /* least, between the weekly check-in and the closing one */
	ROWS_ENOUGH = 3,      /* check-ins that an opinion or a closing word needs */
	WORKDAYS_A_WEEK = 5,
	WORKDAYS_MAX = 90,       /* of a quarter, with a head start */
	PLANNED_AHEAD_DAYS = 5,  /* least, before a planned initiative begins */
	STILL_RUNNING_DAYS = 6,  /* least, that one under way has left */
	REVIEW_DAYS = 14,        /* from the beginning of a round of reviews to its end */
	REVIEW_BEGUN_DAYS = 8,   /* before today, of the running one */
	REVIEW_WRITING_DAYS = 3, /* from a review's first word to its sharing */
};

/* ---- days ------------------------------------------------------------------------------------ */

static struct date later(struct date date, int32_t days)
{
	return (struct date){ date.days + days };
}

static struct date earlier_of(struct date a, struct date b)
{
	return a.days < b.days ? a : b;
}

static struct date later_of(struct date a, struct date b)
{
	return a.days > b.days ? a : b;
}

static bool is_workday(struct date date)
{
	/* 1970-01-01 was a Thursday. */
	return (date.days + 3) % 7 < WORKDAYS_A_WEEK;
}

static struct date workday_until(struct date date)
{
	while (!is_workday(date))
		date.days--;
	return date;
}

static struct instant minute_of(struct date date, size_t minute)
{
	return (struct instant){ instant_of(date).ms +
				 (int64_t)(MINUTES_OF_MORNING + minute) * MS_PER_MINUTE };
}

/* ---- cycles ---------------------------------------------------------------------------------- */

static struct date quarter_start(struct date date)
{
	int year, month, day;

	date_to_parts(date, &year, &month, &day);
	return date_from_parts(year, month - (month - 1) % 3, 1);
}

struct period sample_period(enum sample_cycle cycle, struct date today)
{
	struct date start = quarter_start(today), next;

	if (cycle == ENDED)
		start = quarter_start(later(start, -1));
	else if (cycle == UPCOMING)
		start = quarter_start(later(start, 100));
	next = quarter_start(later(start, 100));
	return (struct period){ start, later(next, -1) };
}

void sample_cycle_name(struct period period, char out[SAMPLE_CYCLE_NAME_SIZE])
{
	int year, month, day;

	date_to_parts(period.start, &year, &month, &day);
	snprintf(out, SAMPLE_CYCLE_NAME_SIZE, "Q%u %04u", (unsigned)(month - 1) / 3 % 4 + 1,
		 (unsigned)year % 10000);
}

/* ---- when rows were made --------------------------------------------------------------------- */

struct instant sample_directory_made_at(size_t number, struct date today)
{
	struct date day = later(today, (int32_t)number * DAYS_BETWEEN_PEOPLE - COMPANY_AGE_DAYS);

	return minute_of(workday_until(day), number);
}

struct instant sample_cycle_made_at(enum sample_cycle cycle, struct date today)
{
	struct date start = sample_period(cycle, today).start;

	return minute_of(workday_until(later(start, -CYCLES_PLANNED_DAYS)), cycle);
}

/* The objectives of a cycle are entered in one sitting; those to come, the other day. */
struct instant sample_objective_made_at(enum sample_objective objective, struct date today)
{
	enum sample_cycle cycle = sample_objectives[objective].cycle;
	struct date planned = later(sample_period(cycle, today).start, -OBJECTIVES_PLANNED_DAYS);
	struct date day = workday_until(earlier_of(planned, later(today, -2)));

	return minute_of(day, (size_t)objective * 10);
}

struct instant sample_key_result_made_at(size_t number, struct date today)
{
	enum sample_objective objective = sample_key_results[number].objective;
	struct instant at = sample_objective_made_at(objective, today);
	size_t place = number;

	while (place > 0 && sample_key_results[place - 1].objective == objective)
		place--;
	at.ms += (int64_t)(number - place + 1) * 2 * MS_PER_MINUTE;
	return at;
}

/* ---- the days of check-ins ------------------------------------------------------------------- */

/* A check-in to be: its day, and how much of the period has gone by then. */
struct moment {
	struct date day;
	double share;
};

struct moments {
	struct moment items[SAMPLE_CHECK_INS_MAX];
	size_t count;
	size_t number; /* of the key result */
};

static void add_moment(struct moments *moments, struct date day, struct period period)
{
	int32_t total = period.end.days - period.start.days + 1;
	int32_t gone = day.days - period.start.days + 1;

	assert(moments->count < SAMPLE_CHECK_INS_MAX);
	moments->items[moments->count++] = (struct moment){ day, fmax(0, (double)gone / total) };
}

static size_t list_workdays(struct date first, struct date last, struct date days[WORKDAYS_MAX])
{
	size_t count = 0;

	for (struct date day = first; day.days <= last.days; day.days++) {
		if (!is_workday(day))
			continue;
		assert(count < WORKDAYS_MAX);
		days[count++] = day;
	}
	return count;
}

/*
 * Once a week, each key result on its own weekday. A young quarter is told in smaller steps, so
 * that it has a history early on; one that is over is closed on its last working day.
 */
static struct moments moments_of(size_t number, struct date today)
{
	const struct sample_key_result_row *row = &sample_key_results[number];
	const struct sample_objective_row *objective = &sample_objectives[row->objective];
	struct period period = sample_period(objective->cycle, today);
	struct date first = period.start, last = earlier_of(later(today, -1), period.end);
	struct date days[WORKDAYS_MAX];
	struct moments moments = { .number = number };
	size_t count, step;

	if (row->path == PATH_UNTOUCHED)
		return moments;
	if (row->path == PATH_STALLED)
		last = later(last, -STALLED_DAYS);
	if (row->path == PATH_TO_VALUE)
		first = later(first, -HEAD_START_DAYS);
	count = list_workdays(first, last, days);
	step = count / 6 < WORKDAYS_A_WEEK ? count / 6 : WORKDAYS_A_WEEK;
	if (step == 0)
		step = 1;
	if (step == WORKDAYS_A_WEEK && objective->check_in_frequency == EVERY_TWO_WEEKS)
		step *= 2;
	for (size_t i = number % step; i < count; i += step)
		add_moment(&moments, days[i], period);
	if (last.days == period.end.days && moments.count > 0 &&
	    days[count - 1].days - moments.items[moments.count - 1].day.days >= CLOSING_GAP_DAYS)
		add_moment(&moments, days[count - 1], period);
	return moments;
}

/* ---- what they say --------------------------------------------------------------------------- */

/* Good weeks and poor ones in turn, by a tenth to four tenths of a week: never so poor that the way
 * would lead back, not even over the few days before the closing check-in. */
static double luck(const struct moments *moments, size_t i)
{
	return i % 2 == 0 ? 0 : 0.1 + 0.08 * (double)((moments->number + i) * 7 % 5);
}

static double uneven_share(const struct moments *moments, size_t i)
{
	double share = moments->items[i].share;

	if (i == 0)
		return share;
	return share + luck(moments, i) * (share - moments->items[i - 1].share);
}

/* The check-in since which nothing moved: with three or more, at least the last three agree. */
static size_t standstill(size_t count)
{
	return count > 3 ? count * 2 / 3 - 1 : 0;
}

static double flat_progress(const struct moments *moments, size_t i)
{
	size_t still = standstill(moments->count);

	return 0.95 * moments->items[i < still ? i : still].share;
}

/* The newest check-in falls behind the one before. */
static double regressing_progress(const struct moments *moments, size_t i)
{
	double before = i > 0 ? uneven_share(moments, i - 1) : 0;

	if (i + 1 < moments->count)
		return 0.8 * uneven_share(moments, i);
	return 0.8 * before - 0.09;
}

static double progress_to_value(const struct sample_key_result_row *row,
				const struct moments *moments, size_t i)
{
	double whole = (row->now - row->start) / (row->target - row->start);
	double steps = (double)(i + 1) + luck(moments, i);

	return i + 1 < moments->count ? whole * steps / (double)moments->count : whole;
}

/* Progress at a check-in, 1 being the target; not clamped. */
static double progress_at(const struct sample_key_result_row *row, const struct moments *moments,
			  size_t i)
{
	double share = moments->items[i].share, uneven = uneven_share(moments, i);

	switch (row->path) {
	case PATH_STEADY:
	case PATH_STALLED:
		return 0.95 * uneven;
	case PATH_AHEAD:
		return fmin(1, 1.3 * uneven);
	case PATH_OVER:
		return 1.2 * uneven;
	case PATH_BEHIND:
		return 0.6 * uneven;
	case PATH_LATE_SPURT:
		return fmin(1, 1.05 * share * share);
	case PATH_DECLINING:
		return 0.85 * (1 - (1 - share) * (1 - share));
	case PATH_REGRESSING:
		return regressing_progress(moments, i);
	case PATH_WORSENING:
		return -0.4 * uneven;
	case PATH_FLAT:
		return flat_progress(moments, i);
	case PATH_TO_VALUE:
		return progress_to_value(row, moments, i);
	case PATH_DONE:
		return share > 0.5 ? 1 : 0;
	default:
		return 0;
	}
}

static double value_at(const struct sample_key_result_row *row, double progress)
{
	double value = row->start + progress * (row->target - row->start);
	double unit = 1;

	for (int i = 0; i > row->decimals; i--)
		unit *= 10;
	return number_round(value / unit, row->decimals > 0 ? row->decimals : 0) * unit;
}

/* What an honest owner would say. A yes or no has no half way. */
static word status_by_figures(const struct sample_key_result_row *row, double progress,
			      double share)
{
	double gap = row->metric_type == METRIC_BOOLEAN ? 0 : share - progress;

	if (progress >= 1 || gap < 0.15)
		return STATUS_ON_TRACK;
	return gap < 0.45 ? STATUS_AT_RISK : STATUS_OFF_TRACK;
}

static word status_at(const struct sample_key_result_row *row, const struct moments *moments,
		      size_t i)
{
	word by_figures =
		status_by_figures(row, progress_at(row, moments, i), moments->items[i].share);
	bool is_new = moments->count >= ROWS_ENOUGH && i + 2 >= moments->count;

	if (row->opinion == SAYS_FINE)
		return STATUS_ON_TRACK;
	if (!is_new || row->opinion == SAYS_FIGURES)
		return by_figures;
	if (row->opinion == SAYS_OFF_TRACK)
		return STATUS_OFF_TRACK;
	if (row->opinion == SAYS_BLOCKED && i + 1 == moments->count)
		return STATUS_BLOCKED;
	return STATUS_AT_RISK;
}

/* Of a yes, what is said half way belongs to the day it became one. */
static bool is_middle(const struct sample_key_result_row *row, const struct moments *moments,
		      size_t i)
{
	if (row->path == PATH_DONE)
		return moments->items[i].share > 0.5 &&
		       (i == 0 || moments->items[i - 1].share <= 0.5);
	return moments->count >= WORKDAYS_A_WEEK && i == moments->count / 2;
}

static const char *comment_at(const struct sample_key_result_row *row,
			      const struct moments *moments, size_t i)
{
	if (is_middle(row, moments, i))
		return row->middle;
	if (moments->count >= ROWS_ENOUGH && i + 1 == moments->count)
		return row->opinion == SAYS_BLOCKED ? NULL : row->last;
	return i == 0 ? row->first : NULL;
}

size_t sample_history(size_t number, struct date today,
		      struct sample_check_in out[SAMPLE_CHECK_INS_MAX])
{
	const struct sample_key_result_row *row = &sample_key_results[number];
	enum sample_person author = row->owner ? row->owner :
						 sample_objectives[row->objective].owner;
	struct moments moments = moments_of(number, today);

	for (size_t i = 0; i < moments.count; i++) {
		size_t minute = (number * 37 + i * 23) % MINUTES_OF_WORK;
		word status = status_at(row, &moments, i);

		out[i] = (struct sample_check_in){
			.at = minute_of(moments.items[i].day, minute),
			.value = value_at(row, progress_at(row, &moments, i)),
			.status = status,
			.comment = comment_at(row, &moments, i),
			.blocker_note = status == STATUS_BLOCKED ? row->last : NULL,
			.author = author,
		};
	}
	return moments.count;
}

/* ---- KPIs ------------------------------------------------------------------------------------ */

static int32_t days_between_updates(const struct sample_kpi_row *row)
{
	return row->frequency == EVERY_WEEK ? 7 : 30;
}

void sample_kpi_history(size_t number, struct date today, struct instant out[SAMPLE_KPI_UPDATES])
{
	const struct sample_kpi_row *row = &sample_kpis[number];

	for (size_t i = 0; i < SAMPLE_KPI_UPDATES; i++) {
		int32_t after = (int32_t)(SAMPLE_KPI_UPDATES - 1 - i);
		struct date day = later(today, -row->age - after * days_between_updates(row));

		out[i] = minute_of(workday_until(day), (number * 41 + i * 13) % MINUTES_OF_WORK);
	}
}

struct instant sample_kpi_made_at(size_t number, struct date today)
{
	struct instant updates[SAMPLE_KPI_UPDATES];
	struct date first;

	sample_kpi_history(number, today, updates);
	first = date_of(updates[0]);
	return minute_of(workday_until(later(first, -days_between_updates(&sample_kpis[number]))),
			 number);
}

/* ---- initiatives ----------------------------------------------------------------------------- */

size_t sample_initiative_key_result(size_t number)
{
	const struct sample_initiative_row *row = &sample_initiatives[number];
	size_t place = 0;

	if (row->key_result == 0)
		return SIZE_MAX;
	while (sample_key_results[place].objective != row->objective)
		place++;
	return place + row->key_result - 1;
}

/* What hangs on nothing belongs to the quarter that is on. */
static enum sample_objective objective_beside(size_t number)
{
	enum sample_objective objective = sample_initiatives[number].objective;

	return objective ? objective : A_ONBOARDING;
}

struct period sample_initiative_period(size_t number, struct date today)
{
	const struct sample_initiative_row *row = &sample_initiatives[number];
	enum sample_cycle cycle = sample_objectives[objective_beside(number)].cycle;
	struct date start = later(sample_period(cycle, today).start, row->first), end;
	struct date soonest = later(today, PLANNED_AHEAD_DAYS);

	if (row->status == INITIATIVE_TODO)
		start = later_of(start, soonest);
	else
		start = earlier_of(start, later(today, -1));
	end = later(start, row->days - 1);
	if (row->status == INITIATIVE_IN_PROGRESS || row->status == INITIATIVE_BLOCKED)
		end = later_of(end, later(today, STILL_RUNNING_DAYS));
	return (struct period){ start, end };
}

/* In the sitting in which the objective was entered. */
struct instant sample_initiative_made_at(size_t number, struct date today)
{
	struct instant at = sample_objective_made_at(objective_beside(number), today);

	at.ms += (int64_t)(20 + number) * MS_PER_MINUTE;
	return at;
}

/* ---- reviews --------------------------------------------------------------------------------- */

/* The last days of the quarter that ended; around today. */
static struct date review_start(enum sample_review_cycle cycle, struct date today)
{
	struct date end = sample_period(ENDED, today).end;

	return workday_until(cycle == REVIEWS_PAST ? later(end, -REVIEW_DAYS) :
						     later(today, -REVIEW_BEGUN_DAYS));
}

struct instant sample_review_cycle_made_at(enum sample_review_cycle cycle, struct date today)
{
	return minute_of(review_start(cycle, today), 0);
}

struct date sample_review_cycle_due(enum sample_review_cycle cycle, struct date today)
{
	return workday_until(later(review_start(cycle, today), REVIEW_DAYS));
}

struct instant sample_review_made_at(size_t number, struct date today)
{
	struct date start = review_start(sample_reviews[number].cycle, today);

	return minute_of(workday_until(later(start, 3)), 60 + number * 7);
}

struct instant sample_review_shared_at(size_t number, struct date today)
{
	struct date made = date_of(sample_review_made_at(number, today));

	return minute_of(workday_until(later(made, REVIEW_WRITING_DAYS)), 120 + number * 7);
}
