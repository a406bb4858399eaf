/*
 * Who works at Harbourlight, a maker of planning and invoicing software for small building trades,
 * and what they want to achieve. Tables alone: their key results stand in sample_key_results.c,
 * and what became of them is made in sample_history.c.
 */
#include "sample_data.h"

/* clang-format off */

const struct sample_department_row sample_departments[SAMPLE_DEPARTMENTS] = {
	[PRODUCT] = { "Product & Engineering" },
	[REVENUE] = { "Customer & Revenue" },
};

const struct sample_team_row sample_teams[SAMPLE_TEAMS] = {
	[ONBOARDING] = { "Onboarding", PRODUCT },
	[PLATFORM] = { "Platform", PRODUCT },
	[SALES] = { "Sales", REVENUE },
	[SUCCESS] = { "Customer Success", REVENUE },
};

const struct sample_person_row sample_people[SAMPLE_PEOPLE] = {
	[MARTA] = { "Marta Kowalczyk", "marta.kowalczyk@harbourlight.example", ROLE_ADMIN,
		    NO_DEPARTMENT, { NO_TEAM }, false },
	[TOMAS] = { "Tomás Herrera", "tomas.herrera@harbourlight.example", ROLE_MANAGER,
		    PRODUCT, { NO_TEAM }, false },
	[NNEKA] = { "Nneka Okafor", "nneka.okafor@harbourlight.example", ROLE_MANAGER,
		    REVENUE, { NO_TEAM }, false },
	[ALICE] = { "Alice Nguyen", "alice.nguyen@harbourlight.example", ROLE_MANAGER,
		    PRODUCT, { ONBOARDING }, false },
	[SOREN] = { "Søren Lindqvist", "soren.lindqvist@harbourlight.example", ROLE_MANAGER,
		    PRODUCT, { PLATFORM }, false },
	[PRIYA] = { "Priya Raghunathan", "priya.raghunathan@harbourlight.example", ROLE_MANAGER,
		    REVENUE, { SALES }, false },
	[YUSUF] = { "Yusuf Demirtaş", "yusuf.demirtas@harbourlight.example", ROLE_MANAGER,
		    REVENUE, { SUCCESS }, false },
	[AOIFE] = { "Aoife Ní Bhriain", "aoife.nibhriain@harbourlight.example", ROLE_MEMBER,
		    PRODUCT, { ONBOARDING }, false },
	[NAOKI] = { "小林 直樹", "naoki.kobayashi@harbourlight.example", ROLE_MEMBER,
		    PRODUCT, { PLATFORM }, false },
	[LUKASZ] = { "Łukasz Wójcik", "lukasz.wojcik@harbourlight.example", ROLE_MEMBER,
		     PRODUCT, { PLATFORM }, false },
	[RUTH] = { "Ruth Abernathy", "ruth.abernathy@harbourlight.example", ROLE_MEMBER,
		   REVENUE, { SALES }, true },
	[OKSANA] = { "Оксана Шевченко", "oksana.shevchenko@harbourlight.example", ROLE_MEMBER,
		     REVENUE, { SUCCESS }, false },
	[MATEO] = { "Mateo Fernández", "mateo.fernandez@harbourlight.example", ROLE_MEMBER,
		    REVENUE, { SALES }, false },
	[ZOE] = { "Zoë Achterberg", "zoe.achterberg@harbourlight.example", ROLE_MEMBER,
		  PRODUCT, { ONBOARDING, SUCCESS }, false },
	[FATIMA] = { "Fatima Zahra Benali", "fatima.benali@harbourlight.example", ROLE_MEMBER,
		     NO_DEPARTMENT, { NO_TEAM }, false },
	[GUNNAR] = { "Gunnar Þórsson", "gunnar.thorsson@harbourlight.example", ROLE_MEMBER,
		     REVENUE, { SUCCESS }, false },
};

#define COMPANY(cycle_, owner_)                                                                    \
	.cycle = (cycle_), .type = TYPE_ORGANISATION, .owner = (owner_)
#define DEPARTMENT(cycle_, parent_, department_, owner_)                                           \
	.cycle = (cycle_), .type = TYPE_DEPARTMENT, .parent = (parent_),                           \
	.department = (department_), .owner = (owner_)
#define TEAM(cycle_, parent_, department_, team_, owner_)                                          \
	.cycle = (cycle_), .type = TYPE_TEAM, .parent = (parent_), .department = (department_),    \
	.team = (team_), .owner = (owner_)
#define PERSON(cycle_, parent_, department_, team_, owner_)                                        \
	.cycle = (cycle_), .type = TYPE_INDIVIDUAL, .parent = (parent_),                           \
	.department = (department_), .team = (team_), .owner = (owner_)
#define ORDINARY .weight = 1, .lifecycle = LIFECYCLE_ACTIVE

const struct sample_objective_row sample_objectives[SAMPLE_OBJECTIVES] = {
	/* ---- the quarter that ended */

	[E_TRUST] = { COMPANY(ENDED, MARTA), ORDINARY,
		.title = "Earn the trust of the firms we already serve",
		.description =
			"Every second new firm comes by word of mouth. A firm that has to phone "
			"us twice about the same invoice does not recommend us.",
		.category = "Retention", .tags = "[\"trust\", \"customers\"]" },
	[E_RELIABLE] = { DEPARTMENT(ENDED, E_TRUST, PRODUCT, TOMAS), ORDINARY,
		.title = "Make the product something people rely on",
		.description =
			"Fewer crashes, fewer surprises on Monday morning, faster feedback for "
			"ourselves.",
		.category = "Retention", .tags = "[\"quality\"]" },
	[E_INCIDENTS] = { TEAM(ENDED, E_RELIABLE, PRODUCT, PLATFORM, SOREN), ORDINARY,
		.title = "Recover from incidents before customers notice",
		.description =
			"We shall not prevent every incident. We can find out sooner and be "
			"back sooner.",
		.category = "Retention", .tags = "[\"operations\", \"on-call\"]" },
	[E_INSTANT] = { TEAM(ENDED, E_RELIABLE, PRODUCT, PLATFORM, LUKASZ),
		.weight = 1, .lifecycle = LIFECYCLE_COMPLETED,
		.title = "Make everyday screens feel instant",
		.description =
			"The calendar and the job list are opened forty times a day, often on "
			"an old phone in a cellar.",
		.category = "Retention", .tags = "[\"speed\", \"mobile\"]" },
	[E_SETUP] = { TEAM(ENDED, E_TRUST, PRODUCT, ONBOARDING, ALICE),
		.weight = 2, .lifecycle = LIFECYCLE_ACTIVE,
		.title = "Get a new firm to its first quote on day one",
		.description =
			"Whoever sends a quote on the first day stays; whoever has not after a "
			"week rarely does.",
		.category = "Growth", .tags = "[\"activation\"]" },
	[E_IMPORT] = { TEAM(ENDED, E_SETUP, PRODUCT, ONBOARDING, AOIFE),
		.weight = 1, .lifecycle = LIFECYCLE_CANCELLED,
		.title = "Bring customers' old data along",
		.description =
			"Stopped half way: two of three firms prefer to start with a clean list.",
		.category = "Growth", .tags = "[\"import\"]" },
	[E_GERMANY] = { COMPANY(ENDED, MARTA), ORDINARY,
		.title = "Become the first choice in Germany and Austria",
		.description =
			"Our strongest market, and the one where the competition has just "
			"raised its prices.",
		.category = "Growth", .tags = "[\"dach\", \"growth\"]" },
	[E_PIPELINE] = { DEPARTMENT(ENDED, E_GERMANY, REVENUE, NNEKA), ORDINARY,
		.title = "Build a pipeline that does not depend on trade fairs",
		.description = "Two thirds of last year's leads came from four weeks of fairs.",
		.category = "Growth", .tags = "[\"pipeline\"]" },
	[E_PARTNERS] = { TEAM(ENDED, E_PIPELINE, REVENUE, SALES, PRIYA), ORDINARY,
		.title = "Win wholesalers as partners",
		.description =
			"Every electrician visits a wholesaler twice a week. Nobody visits our "
			"web site.",
		.category = "Growth", .tags = "[\"partners\"]" },
	[E_SUPPORT] = { TEAM(ENDED, E_TRUST, REVENUE, SUCCESS, YUSUF), ORDINARY,
		.title = "Answer before people get impatient",
		.description =
			"People write to us from a building site. They need an answer while "
			"they are there.",
		.category = "Retention", .tags = "[\"support\"]" },
	[E_EVENINGS] = { TEAM(ENDED, E_PIPELINE, REVENUE, SALES, RUTH),
		ORDINARY, .is_archived = true,
		.title = "Hold regional evenings for our users",
		.description =
			"Put away after Ruth left; Priya's partner evenings have taken its "
			"place.",
		.category = "Growth", .tags = "[\"events\"]" },

	/* ---- the quarter that is on */

	[A_ONBOARDING] = { COMPANY(ACTIVE, ALICE), ORDINARY,
		.title = "Improve onboarding conversion",
		.description = "Lift activation in the first 7 days",
		.category = "Growth", .tags = "[\"activation\", \"growth\"]" },
	[A_PROFIT] = { COMPANY(ACTIVE, MARTA), ORDINARY, .check_in_frequency = EVERY_TWO_WEEKS,
		.title = "Grow on money that we earn ourselves",
		.description = "The next round should be a choice, not a need.",
		.category = "Finance", .tags = "[\"profitability\"]" },
	[A_PEOPLE] = { COMPANY(ACTIVE, FATIMA), ORDINARY, .check_in_frequency = EVERY_TWO_WEEKS,
		.title = "Be a place where good people stay",
		.description =
			"Three people left last year, and all three said the same thing: no "
			"time to learn.",
		.category = "People", .tags = "[\"people\"]" },
	[A_PRODUCT] = { DEPARTMENT(ACTIVE, A_PROFIT, PRODUCT, TOMAS), ORDINARY,
		.title = "Spend engineering time on what customers feel",
		.description = "Less money for idle machines, fewer evenings for unplanned work.",
		.category = "Finance", .tags = "[\"cost\", \"focus\"]" },
	[A_LEDGER] = { TEAM(ACTIVE, A_PRODUCT, PRODUCT, PLATFORM, SOREN),
		.weight = 2, .lifecycle = LIFECYCLE_ACTIVE,
		.title = "Move every invoice to the new ledger",
		.description =
			"Two ledgers side by side cost us a person and, every month end, a "
			"night.",
		.category = "Product", .tags = "[\"ledger\", \"migration\"]" },
	[A_SPEED] = { TEAM(ACTIVE, A_PRODUCT, PRODUCT, PLATFORM, NAOKI), ORDINARY,
		.title = "Keep the app quick as firms grow",
		.description = "Our ten largest firms are twenty times the size we designed for.",
		.category = "Product", .tags = "[\"speed\"]" },
	[A_GUIDE] = { TEAM(ACTIVE, A_ONBOARDING, PRODUCT, ONBOARDING, AOIFE), ORDINARY,
		.title = "Ship a set-up guide that people finish",
		.description =
			"Half of all new firms leave the current one at the company details.",
		.category = "Growth", .tags = "[\"activation\", \"guide\"]" },
	[A_TRIAL] = { TEAM(ACTIVE, A_ONBOARDING, PRODUCT, ONBOARDING, ZOE), ORDINARY,
		.title = "Help trials decide sooner",
		.description = "A trial that drags on is nearly always a no.",
		.category = "Growth", .tags = "[\"trial\", \"pricing\"]" },
	[A_MOBILE] = { TEAM(ACTIVE, A_ONBOARDING, PRODUCT, ONBOARDING, ZOE),
		.weight = 0, .lifecycle = LIFECYCLE_ACTIVE,
		.title = "Find out what people need on the building site",
		.description = "Interviews first. Key results follow when we know what to measure.",
		.category = "Product", .tags = "[\"research\", \"mobile\"]" },
	[A_REVENUE] = { DEPARTMENT(ACTIVE, A_PROFIT, REVENUE, NNEKA), ORDINARY,
		.title = "Sell where we already win",
		.description =
			"Electricians and plumbers with five to thirty people: we win every "
			"third of them.",
		.category = "Growth", .tags = "[\"revenue\"]" },
	[A_WHOLESALE] = { TEAM(ACTIVE, A_REVENUE, REVENUE, SALES, PRIYA), ORDINARY,
		.title = "Let wholesalers sell for us",
		.description =
			"The partners are signed; now their counters have to know what to say.",
		.category = "Growth", .tags = "[\"partners\"]" },
	[A_NORDICS] = { TEAM(ACTIVE, A_REVENUE, REVENUE, SALES, MATEO),
		.weight = 0.5, .lifecycle = LIFECYCLE_ACTIVE, .visibility = VISIBLE_DEPARTMENT,
		.title = "Learn whether the Nordics are for us",
		.description =
			"A small test before we spend money: ten firms, two countries, no "
			"office.",
		.category = "Growth", .tags = "[\"nordics\", \"experiment\"]" },
	[A_CHURN] = { TEAM(ACTIVE, A_REVENUE, REVENUE, SUCCESS, YUSUF), ORDINARY,
		.title = "Keep the firms that are about to leave",
		.description = "Most of them go quiet six weeks before they cancel.",
		.category = "Retention", .tags = "[\"churn\"]" },
	[A_ANSWERS] = { TEAM(ACTIVE, NO_OBJECTIVE, REVENUE, SUCCESS, OKSANA), ORDINARY,
		.title = "Let people help themselves",
		.description = "The same forty questions are two thirds of all tickets.",
		.category = "Retention", .tags = "[\"support\", \"self-service\"]" },
	[A_EXPERT] = { PERSON(ACTIVE, A_ANSWERS, REVENUE, SUCCESS, GUNNAR),
		ORDINARY, .visibility = VISIBLE_TEAM,
		.title = "Become our expert for electronic invoices",
		.description =
			"They become law for our customers soon, and nobody in support can "
			"explain them yet.",
		.category = "People", .tags = "[\"learning\", \"e-invoicing\"]" },

	/* ---- the quarter to come */

	[U_RECORD] = { COMPANY(UPCOMING, MARTA), ORDINARY, .check_in_frequency = EVERY_MONTH,
		.title = "Be the one place where a firm's jobs are written down",
		.description = "As long as there is a paper diary beside us, we are an expense.",
		.category = "Product", .tags = "[\"strategy\"]" },
	[U_OPEN] = { DEPARTMENT(UPCOMING, U_RECORD, PRODUCT, TOMAS), ORDINARY,
		.title = "Open the product to other tools",
		.description = "Accountants and wholesalers ask for it every week.",
		.category = "Product", .tags = "[\"api\", \"integrations\"]" },
	[U_CONNECT] = { TEAM(UPCOMING, U_OPEN, PRODUCT, PLATFORM, SOREN), ORDINARY,
		.title = "Make connections that nobody has to think about",
		.description = "A connection that breaks silently is worse than none.",
		.category = "Product", .tags = "[\"integrations\"]" },
	[U_USAGE] = { DEPARTMENT(UPCOMING, U_RECORD, REVENUE, NNEKA),
		.weight = 1, .lifecycle = LIFECYCLE_DRAFT,
		.title = "Try a price that grows with the firm",
		.description = "A draft: to be agreed with finance before the quarter begins.",
		.category = "Finance", .tags = "[\"pricing\"]" },
};

/* clang-format on */
