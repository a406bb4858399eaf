/*
 * On a phone: what the bar below has no room for.
 */
import { html } from '../html.js';
import { barsOf } from '../parts/frame.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

export default function More() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.more'), me.workspace.name);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.more')}</h1></div></header>
		<nav class="subnav subnav-page" aria-label=${t('nav.more')}>${barsOf(me).more.map((row) => html`<a key=${row.nav} href=${pathOf(row.path)}>${t(`nav.${row.nav}`)}</a>`)}</nav>`;
}
