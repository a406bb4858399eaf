/*
 * The way in, where nobody is signed in: the address stays, and is opened afterwards.
 */
import { html } from '../html.js';
import { pathOf } from '../place.js';
import { Mark } from '../parts/icon.js';
import { useWays, Ways } from '../parts/sign_in.js';
import { useHeading } from '../router.js';
import { choices } from '../store.js';
import { t } from '../text.js';

// Rows of work up to the day line: how far, and what is missing in which colour.
const rows = [[260, 'on_track'], [327], [233, 'at_risk'], [175, 'at_risk'], [269, 'on_track'], [367],
	[166, 'at_risk'], [152, 'off_track'], [264, 'on_track'], [336], [224, 'at_risk'], [112, 'off_track'],
	[255, 'on_track'], [349], [206, 'at_risk'], [358], [143, 'off_track'], [309], [202, 'at_risk'],
	[318], [134, 'off_track'], [305]];

function Art() {
	return html`<svg viewBox="0 0 640 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
		${rows.map(([done, status], i) => {
			const y = 24 + 40 * i;

			return html`<g key=${i}><rect class="track" x="96" y=${y} width="448" height="10" rx="5" />
				<rect class="fill" x="96" y=${y} width=${done} height="10" rx="5" />
				${status && html`<rect class=${`gap gap-${status}`} x=${96 + done} y=${y + 3.5} width=${282 - done} height="3" />`}
				<rect class="under-day" x="374" y=${y - 2} width="8" height="14" /></g>`;
		})}<rect class="day" x="377" y="0" width="3" height="900" /></svg>`;
}

/** The frame of every page without a session: the mark, a heading, what to do. */
export function Entrance({ title, siteName, children }) {
	const heading = useHeading(title);

	return html`<main class="sign" id="main"><div class="sign-in">
			<div class="brand"><${Mark} />${siteName ?? choices.get('workspace') ?? 'OKR'}</div>
			<h1 ref=${heading} tabindex="-1">${title}</h1>
			${children}
		</div><div class="sign-art"><${Art} /></div></main>`;
}

export default function SignIn() {
	const ways = useWays();

	return html`<${Entrance} title=${t('sign_in.title')} siteName=${ways?.site_name}><${Ways} ways=${ways} />
		<p class="help">${ways?.setup ? html`<a href=${pathOf('/setup')}>${t('sign_in.setup')}</a>` : t('sign_in.help')}</p><//>`;
}
