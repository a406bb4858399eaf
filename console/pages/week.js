/*
 * My week: what the person who is signed in owes.
 */
import { html } from '../html.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { longDay, today } from '../format.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

export default function Week() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.week'), me.workspace.name);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.week')}</h1>
		<p class="lede">${t('week.signed_in', { name: me.user?.name ?? me.key?.name })}</p></div>
		<span class="q s only-wide">${longDay(today())}</span></header>`;
}
