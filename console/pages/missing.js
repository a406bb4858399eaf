/*
 * An address that no page has.
 */
import { html } from '../html.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { t } from '../text.js';

export default function Missing() {
	const heading = useHeading(t('state.missing'));

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('state.missing')}</h1>
		<p class="lede">${t('state.missing_why')}</p></div></header>
		<a class="btn" href=${pathOf('/')}>${t('nav.week')}</a>`;
}
