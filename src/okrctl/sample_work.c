/*
 * What the sample company does beside its OKRs: the KPIs that it watches, the initiatives behind its
 * key results, and what its people wrote in reviews. Tables alone; sample_history.c gives them dates.
 */
#include "sample_work.h"

/* clang-format off */

/* Values from the oldest to the newest; comments stand beside the values of their places. */
const struct sample_kpi_row sample_kpis[SAMPLE_KPIS] = {
	{ .name = "Weekly active firms",
	  .description = "Firms in which at least two people wrote down a job or an hour this week",
	  .category = KPI_RETENTION, .group = "North Star metrics",
	  .owner = MARTA, .team = ONBOARDING, .unit = "firms",
	  .frequency = EVERY_WEEK, .direction = KPI_HIGHER, .target = 4500, .initial = 3380,
	  .age = 2,
	  .values = { 3412, 3455, 3470, 3528, 3561, 3540, 3618, 3674, 3702, 3695, 3760, 3821 },
	  .comments = { [0] = "First week with the new definition: two people, not one.",
			[5] = "A public holiday in four federal states.",
			[11] = "The best week so far. The new set-up guide went out on Monday." } },
	{ .name = "Monthly recurring revenue",
	  .description = "All subscriptions at the end of the month, without one-off fees",
	  .category = KPI_REVENUE, .group = "North Star metrics",
	  .owner = NNEKA, .unit = "€",
	  .frequency = EVERY_MONTH, .direction = KPI_HIGHER, .target = 600000, .initial = 431000,
	  .age = 8,
	  .values = { 438000, 447000, 452000, 463000, 471000, 478000, 486000, 497000, 506000,
		      518000, 529000, 541000 },
	  .comments = { [6] = "A weak month: two wholesalers moved to yearly plans.",
			[9] = "The price for firms with more than ten people holds.",
			[11] = "The Benelux chains bring a third of what is new." } },
	{ .name = "Hours until the first answer",
	  .description = "Median over all questions to support, in working hours; lower is better",
	  .category = KPI_CUSTOM, .group = "Support",
	  .owner = YUSUF, .team = SUCCESS, .unit = "hours",
	  .frequency = EVERY_WEEK, .direction = KPI_LOWER, .target = 1.5, .initial = 6.5,
	  .age = 1,
	  .values = { 6.2, 5.8, 5.9, 5.1, 4.6, 4.2, 4.3, 3.5, 3, 2.6, 2.3, 2.1 },
	  .comments = { [3] = "The early shift from seven on: most questions come before nine.",
			[6] = "A release on a Tuesday: eighty questions about one button.",
			[11] = "Better again. What takes long now are questions about tax." } },
	{ .name = "Trials that become customers",
	  .description = "Of the trials that ended this week, how many bought a plan",
	  .category = KPI_CONVERSION, .group = "Growth",
	  .owner = MARTA, .team = ONBOARDING, .unit = "%",
	  .frequency = EVERY_WEEK, .direction = KPI_HIGHER, .target = 16, .initial = 10.6,
	  .age = 18, /* nobody has looked since: overdue */
	  .values = { 10.8, 11.2, 11, 11.6, 11.9, 12.1, 11.8, 12.6, 12.9, 13.1, 12.9, 13.2 },
	  .comments = { [4] = "The reminder on day five helps.",
			[10] = "Small numbers: only forty trials ended.",
			[11] = "The report comes from the old data warehouse and breaks often." } },
	{ .name = "New firms through partners",
	  .description = "Firms that signed up with the code of a wholesaler or an accountant",
	  .category = KPI_ACQUISITION, .group = "Growth",
	  .owner = PRIYA, .team = SALES, .unit = "firms",
	  .frequency = EVERY_MONTH, .direction = KPI_HIGHER, .target = 60, .initial = 9,
	  .age = 6,
	  .values = { 11, 14, 13, 19, 24, 28, 31, 35, 34, 33, 31, 29 },
	  .comments = { [3] = "The first wholesaler hands out our leaflet with every order.",
			[8] = "Leaflets ran out; nobody told us for three weeks.",
			[11] = "Half of what we want. The counters do not know what to say." } },
	{ .name = "Availability of the service",
	  .description = "Share of minutes in which the app answered, measured from outside",
	  .category = KPI_CUSTOM, .group = "Operations",
	  .owner = SOREN, .team = PLATFORM, .unit = "%",
	  .frequency = EVERY_MONTH, .direction = KPI_HIGHER, .target = 99.95, .initial = 99.58,
	  .age = 4,
	  .values = { 99.61, 99.7, 99.66, 99.82, 99.88, 99.79, 99.91, 99.93, 99.95, 99.96, 99.94,
		      99.97 },
	  .comments = { [2] = "A full disk on a Sunday.",
			[5] = "Forty minutes while we moved the database.",
			[11] = "No minute lost that anybody noticed." } },
};

#define DONE .status = INITIATIVE_DONE
#define RUNNING .status = INITIATIVE_IN_PROGRESS
#define PLANNED .status = INITIATIVE_TODO

/* `key_result` is its place among those of the objective, from 1; 0 means the objective itself. */
const struct sample_initiative_row sample_initiatives[SAMPLE_INITIATIVES] = {
	{ DONE, .priority = PRIORITY_P1, .owner = SOREN, .objective = E_RELIABLE, .key_result = 1,
	  .first = 9, .days = 32,
	  .title = "Put a second database host into another building",
	  .description = "With a rehearsed fail-over, and a page that says who pulls the plug." },
	{ DONE, .priority = PRIORITY_P2, .owner = LUKASZ, .objective = E_INSTANT, .key_result = 1,
	  .first = 14, .days = 40,
	  .title = "Load only the week in view",
	  .description = "The calendar fetches a year today, on a phone, in a cellar." },
	{ DONE, .priority = PRIORITY_P1, .owner = ZOE, .objective = E_SETUP, .key_result = 3,
	  .first = 5, .days = 60,
	  .title = "Collect templates from customers of twelve trades",
	  .description = "One afternoon with each. They keep the template, we keep the words." },
	{ RUNNING, .priority = PRIORITY_P0, .owner = AOIFE, .objective = A_GUIDE, .key_result = 1,
	  .first = -5, .days = 45,
	  .title = "Ask for the company details at the end",
	  .description = "Half of all new firms leave there. Let them send a quote first." },
	{ RUNNING, .priority = PRIORITY_P1, .owner = ALICE, .objective = A_ONBOARDING,
	  .key_result = 1, .first = 2, .days = 50,
	  .title = "Call every new firm on its third day",
	  .description = "Ten minutes, one question: what did you want to do and could not?" },
	{ RUNNING, .priority = PRIORITY_P0, .owner = SOREN, .objective = A_LEDGER, .key_result = 1,
	  .first = 0, .days = 70,
	  .title = "Move invoices by the hundred, at night, with a way back",
	  .description = "Both ledgers are compared every morning before the next hundred goes." },
	{ RUNNING, .priority = PRIORITY_P2, .owner = OKSANA, .objective = A_ANSWERS,
	  .first = 4, .days = 60,
	  .title = "Write the forty answers that people look for",
	  .description = "With pictures, each in less than a page, tried on three customers." },
	{ .status = INITIATIVE_BLOCKED, .priority = PRIORITY_P1, .owner = PRIYA,
	  .objective = A_WHOLESALE, .key_result = 1, .first = 3, .days = 40,
	  .title = "Train the people at the counters of four wholesalers",
	  .description = "Waits for the legal department of the largest one: may staff take a "
			 "bonus?" },
	{ RUNNING, .priority = PRIORITY_P3, .owner = MATEO, .objective = A_NORDICS,
	  .first = 6, .days = 55,
	  .title = "Find ten firms in Norway and Denmark by telephone",
	  .description = "In English, with a price list and no promise of a translation." },
	{ PLANNED, .priority = PRIORITY_P2, .owner = TOMAS, .objective = A_PRODUCT,
	  .first = 30, .days = 21,
	  .title = "Switch off the machines that nobody uses at night",
	  .description = "A third of what we pay is for test servers that sleep." },
	{ PLANNED, .priority = PRIORITY_P1, .owner = SOREN, .objective = U_CONNECT, .key_result = 1,
	  .first = 7, .days = 45,
	  .title = "Connect to the two accounting programs that customers name most",
	  .description = "With a log that a customer can read when something does not arrive." },
	{ PLANNED, .priority = PRIORITY_P3, .owner = FATIMA, .first = 35, .days = 28,
	  .title = "Find an office with a workshop in it",
	  .description = "So that we can try things with the gloves on. No objective needs it "
			 "yet." },
};

const struct sample_review_cycle_row sample_review_cycles[SAMPLE_REVIEW_CYCLES] = {
	[REVIEWS_PAST] = { ENDED, REVIEW_CYCLE_CLOSED, "end-of-quarter review" },
	[REVIEWS_RUNNING] = { ACTIVE, REVIEW_CYCLE_ACTIVE, "mid-quarter review" },
};

#define WENT_WELL "What went well this quarter?"
#define DO_BETTER "What would you do differently?"
#define NEXT "What should come next?"

/* Cycle, who is reviewed, who writes, the type, and whether it is shared; the answers. */
const struct sample_review_row sample_reviews[SAMPLE_REVIEWS] = {
	{ REVIEWS_PAST, AOIFE, AOIFE, REVIEW_SELF, true, {
	  { WENT_WELL, "The tax questions now stand behind the first quote. Support tells me "
	    "that people thank us for it." },
	  { DO_BETTER, "I believed for six weeks that import was the problem. Five interviews "
	    "would have told me otherwise in the first." },
	  { NEXT, "I want to own the set-up guide from the first word to the last." },
	} },
	{ REVIEWS_PAST, AOIFE, ALICE, REVIEW_MANAGER, true, {
	  { WENT_WELL, "Aoife stopped her own project when the interviews spoke against it. "
	    "That is worth more than two more formats." },
	  { DO_BETTER, "Ask for help earlier. The numbers had been red for two months." },
	  { NEXT, "The guide is hers next quarter, with a designer at her side." },
	} },
	{ REVIEWS_PAST, NAOKI, SOREN, REVIEW_MANAGER, true, {
	  { WENT_WELL, "Crashes are down by two fifths, and the template for alerts is used by "
	    "every team without a word from us." },
	  { NEXT, "Speed for our ten largest firms. Write down what we measure first." },
	} },
	{ REVIEWS_PAST, MATEO, OKSANA, REVIEW_PEER, true, {
	  { WENT_WELL, "He brings us what customers really said, not what he would have liked "
	    "to hear." },
	  { DO_BETTER, "Promises to Austrian firms before we know the cash register rules land "
	    "on my desk." },
	} },
	{ REVIEWS_RUNNING, OKSANA, OKSANA, REVIEW_SELF, true, {
	  { WENT_WELL, "The first twelve answers are out, and each has taken a third of its "
	    "tickets away." },
	  { DO_BETTER, "Show drafts to customers earlier; two had to be written twice." },
	} },
	{ REVIEWS_RUNNING, GUNNAR, YUSUF, REVIEW_MANAGER, false, {
	  { WENT_WELL, "He explains electronic invoices so that I understand them." },
	} },
	{ REVIEWS_RUNNING, ZOE, ZOE, REVIEW_SELF, false, {
	  { WENT_WELL, "Nine interviews on building sites, three of them in the rain." },
	  { DO_BETTER, "The weekly conversion report: I have let it slip." },
	} },
};

/* clang-format on */
