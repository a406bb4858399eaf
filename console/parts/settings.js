/*
 * The frame of every settings page: the list of them beside it, or the way back to it on a phone. An entry
 * is a row of pages.js with `settings`, the heading that it stands under; who may not use it does not see it.
 */
import { html } from '../html.js';
import { pages } from '../pages.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';
import { Icon } from './icon.js';

const groups = ['workspace', 'you', 'machines', 'records'];

/** The rows of the table that this person can use; `isAdmin` rows are for admins. */
export function settingsOf(me) {
	const isAdmin = me.user?.role === 'admin' && me.scopes.includes('workspace:admin');

	return pages.filter((row) => row.settings && (!row.isAdmin || isAdmin));
}

export function SettingsList({ current, className }) {
	const { me } = useStore(session);
	const rows = settingsOf(me);

	return html`<nav class=${className ?? 'subnav'} aria-label=${t('settings.list')}>${groups.filter((group) => rows.some((row) => row.settings === group)).map((group) => html`
		<p class="cap" key=${group}>${t(`settings.${group}`)}</p>${rows.filter((row) => row.settings === group).map((row) => html`
			<a key=${row.path} href=${pathOf(row.path)} aria-current=${row === current ? 'page' : undefined}>${t(row.title)}</a>`)}`)}</nav>`;
}

/** `lede` and `actions` are elements; the title is that of the page's row. */
export function Settings({ here, lede, actions, children }) {
	const { me } = useStore(session);
	const heading = useHeading(t(here.page.title), me.workspace.name);

	return html`<div class="set"><${SettingsList} current=${here.page} /><div>
		<a class="back only-narrow" href=${pathOf('/settings')}><${Icon} name="right" />${t('nav.settings')}</a>
		<header class="head"><div><h1 ref=${heading} tabindex="-1">${t(here.page.title)}</h1>${lede && html`<p class="lede">${lede}</p>`}</div>
			${actions && html`<div class="acts">${actions}</div>`}</header>
		${children}</div></div>`;
}
