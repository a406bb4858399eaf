/*
 * What the API description has and no black-box test meets, with the reason; and what was accepted
 * although the description would not have it. Each row must be needed, or the test fails.
 */
export const unseen = [
	{ what: /^(parameter list(Okr|KeyResult|Kpi)Changes cursor|field (JournalRow|AuditVerdict)\.(reason|erased_at|sequence))$/,
		why: 'what tells of erased and of damaged rows is seen in tests/store/journal, whose requests ' +
			'are not recorded; the cursor of changes is that of /audit' },
	{ what: /^(status (setUp|checkHost|makeTables) (?!500|503)\d+|field (SetupFormNew|HostFormNew|HostReport|HostFinding)\.\w+)$/,
		why: 'a server is set up once, with a code that this one has not: tests/host/first_admin.test.mjs and ' +
			'setup_page.test.mjs, without record; here nothing is there' },
	{ what: /^(status requestLink 202|field MySession\.(key|app_id)|status getSignIn 403|field WaysIn\.(oidc_name|site_name)|field LinkRequestNew\.email)$/,
		why: 'there is no mail yet; a session is a person\'s and no application\'s; what comes from ' +
			'another host over plain HTTP, and a site with a name, stand in tests/api/sign_in, without record' },
	{ what: /^status inviteUser 409$/,
		why: 'somebody deactivated gets no link: tests/api/sign_in asks its own server, without record' },
	{ what: /^status createGoal 409$/,
		why: 'a goal is made in no cycle, so none is closed to it' },
	{ what: /^status getMetrics 403$/,
		why: 'figures are for loopback or a token: who comes from elsewhere stands in tests/host/metrics' },
	{ what: /^status \w+ 500$/,
		why: 'a bug of ours: tests fail when they meet one (tests/lib/client.mjs)' },
	{ what: /^status \w+ 503$/,
		why: 'the database or every worker is away: tests/store/outages.test.mjs, without record' },
];

export const allowed = [
	{ what: /^update\w+ 200: request\/\w+ must (NOT have fewer than 1 characters|be string) /,
		why: 'what a record lacks that another dialect made may be sent back as it is: an update ' +
			'refuses only what it changes (rulings.md 6)' },
	{ what: /^createObjective 201: request\/title must NOT have more than 255 characters/,
		why: 'a title is counted in normalisation form C (ruling 55): this one came decomposed' },
	{ what: /^checkImport 201: request\/\d+ must be object/,
		why: 'what is no row is told as an error of its row, and the rest is checked' },
	{ what: /^searchGoals 200: request\/(text|limit) must be (string|integer)/,
		why: 'null in a search is as if the member were not there' },
	{ what: /^listAudit 200: parameter (from|to) must match format "date-time" /,
		why: 'a day alone is taken as well: it stands for its first instant, or its last' },
];
