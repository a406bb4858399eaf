/*
 * What a status and a change look like: a shape and a word, a sign and an arrow. The words are those of
 * the API.
 */
import { signed } from '../format.js';
import { html } from '../html.js';
import { t } from '../text.js';
import { Icon, Shape } from './icon.js';

/** The CSS name of a status. */
export function look(status) {
	return status === 'completed' ? 'done' : status;
}

export function Status({ status }) {
	return status ? html`<span class=${`st st-${look(status)}`}><${Shape} name=${look(status)} />${t(`status.${status}`)}</span>` : null;
}

/** The week's change in points; nothing when it is not known. */
export function Week({ points }) {
	if (points === null || points === undefined) {
		return null;
	}
	const way = points > 0 ? 'up' : points < 0 ? 'down' : 'flat';

	return html`<span class=${`tr tr-${way}`}>${signed(points)}<${Icon} name=${`t-${way}`} /><span class="vh">${t(`week_change.${way}`)}</span></span>`;
}

/** A person by initials; decoration, the name stands beside it. */
export function Avatar({ letters }) {
	return html`<span class="av" aria-hidden="true">${letters}</span>`;
}
