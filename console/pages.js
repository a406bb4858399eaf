/*
 * The table of pages: where each lies, and what brings its code. `nav` rows stand in the bars, in this
 * order, by the key nav.NAME of the catalogue; `under` says which of them a page belongs to; rows of one `group` are one
 * page that stays where it is, with something over it. `settings` is the heading of a settings page in
 * their list, with its `title`; `isAdmin` ones are for admins. A new page
 * is a row here and a file in pages/.
 */
export const pages = [
	{ path: '/', nav: 'week', icon: 'week', load: () => import('./pages/week.js') },
	{ path: '/objectives', nav: 'objectives', icon: 'target', load: () => import('./pages/cycle.js') },
	{ path: '/cycles/:id', under: 'objectives', load: () => import('./pages/cycle.js') },
	{ path: '/okrs/:id', group: 'okr', under: 'objectives', load: () => import('./pages/objective.js') },
	{ path: '/key-results/:keyResult', group: 'okr', under: 'objectives', load: () => import('./pages/objective.js') },
	{ path: '/kpis', nav: 'kpis', icon: 'kpi', load: () => import('./pages/kpis.js') },
	{ path: '/kpis/:id', under: 'kpis', load: () => import('./pages/kpi.js') },
	{ path: '/reports', nav: 'reports', icon: 'report', load: () => import('./pages/reports.js') },
	{ path: '/people', nav: 'people', icon: 'people', load: () => import('./pages/people.js') },
	{ path: '/people/:id', under: 'people', load: () => import('./pages/person.js') },
	{ path: '/teams/:id', under: 'people', load: () => import('./pages/team.js') },
	{ path: '/reviews', under: 'people', load: () => import('./pages/reviews.js') },
	{ path: '/settings', nav: 'settings', icon: 'menu', isForSome: true, load: () => import('./pages/settings.js') },
	{ path: '/settings/general', under: 'settings', settings: 'workspace', title: 'general.title', isAdmin: true,
		load: () => import('./pages/general.js') },
	{ path: '/settings/sessions', under: 'settings', settings: 'you', title: 'sessions.title', load: () => import('./pages/sessions.js') },
	{ path: '/cycles', under: 'objectives', settings: 'workspace', title: 'cycles.title', load: () => import('./pages/cycles.js') },
	{ path: '/settings/audit', under: 'settings', settings: 'records', title: 'audit.title', isAdmin: true,
		load: () => import('./pages/audit.js') },
	{ path: '/settings/about', under: 'settings', settings: 'records', title: 'about.title', load: () => import('./pages/about.js') },
	{ path: '/settings/api-keys', under: 'settings', settings: 'machines', title: 'keys.title', isAdmin: true,
		load: () => import('./pages/api_keys.js') },
	{ path: '/more', load: () => import('./pages/more.js') },
	{ path: '/sign-in', isOpen: true, isSignIn: true, load: () => import('./pages/sign_in.js') },
	{ path: '/link', isOpen: true, load: () => import('./pages/link.js') },
	{ path: '/setup', isOpen: true, load: () => import('./pages/setup.js') },
	{ path: '/missing', isMissing: true, load: () => import('./pages/missing.js') },
];
