/*
 * What the API description has and no black-box test meets, with the reason; and what was accepted
 * although the description would not have it. Each row must be needed, or the test fails.
 */
export const unseen = [
	{ what: /^status \w+ 500$/,
		why: 'a bug of ours: tests fail when they meet one (tests/lib/client.mjs)' },
	{ what: /^status \w+ 503$/,
		why: 'the database or every worker is away: tests/store/outages.test.mjs, without record' },
];

export const allowed = [
	{ what: /^update\w+ 200: request\/\w+ must (NOT have fewer than 1 characters|be string) /,
		why: 'what a record lacks that another dialect made may be sent back as it is: an update ' +
			'refuses only what it changes (rulings.md 6)' },
	{ what: /^listAudit 200: parameter (from|to) must match format "date-time" /,
		why: 'a day alone is taken as well: it stands for its first instant, or its last' },
];
