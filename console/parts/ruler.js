/*
 * The one large measure of a page: progress of a period with its months beneath, and today.
 */
import { percent, shortDay } from '../format.js';
import { html } from '../html.js';
import { t } from '../text.js';
import { nameOf } from './measure.js';

const dayMs = 86400000;

/** The share of an axis that the name of its first or last day takes: of another year it is longer. */
export function roomOf(day, usual) {
	return shortDay(day).length > 8 ? 0.34 : usual;
}

// The firsts of months within the period, without those that would meet its ends.
function months(start, end) {
	const list = [];
	const day = new Date(start);

	for (let at = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1); at < end;
		at = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1)) {
		list.push(at);
	}
	const every = Math.ceil(list.length / 3);

	return list.filter((at, i) => i % every === 0 && at - start > roomOf(start, 0.12) * (end - start) && end - at > roomOf(end, 0.2) * (end - start));
}

export function Ruler({ done, expected, status, start, end }) {
	const at = (share) => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;
	const placeOf = (day) => (day - start) / (end + dayMs - start);
	const hasDay = expected !== null && expected !== undefined;
	const anchor = expected > 0.92 ? 'end' : expected < 0.08 ? 'start' : 'middle';

	return html`<svg class="ruler" role="img" aria-label=${nameOf(done, expected)}>
		<rect class="track" x="0" y="24" width="100%" height="10" rx="5" />
		${done > 0 && html`<rect class="fill" x="0" y="24" width=${at(done)} height="10" rx="5" />`}
		${hasDay && done < expected && html`<rect class=${`gap gap-${status}`} x=${at(done)} y="27.5" width=${at(expected - done)} height="3" />`}
		${hasDay && html`<rect class="halo" x=${at(expected)} y="22" width="8" height="14" transform="translate(-4 0)" />
			<rect class="day" x=${at(expected)} y="16" width="2" height="32" transform="translate(-1 0)" />
			<text class="today" x=${at(expected)} y="10" text-anchor=${anchor}>${t('tree.today', { share: percent(expected) })}</text>`}
		<line class="tick" x1="0.5" x2="0.5" y1="40" y2="46" /><text x="0" y="60">${shortDay(start)}</text>
		${months(start, end).map((day) => html`<g key=${day}><line class="tick" x1=${at(placeOf(day))} x2=${at(placeOf(day))} y1="40" y2="46" />
			<text x=${at(placeOf(day))} y="60" text-anchor="middle">${shortDay(day)}</text></g>`)}
		<text x="100%" y="60" text-anchor="end">${shortDay(end)}</text></svg>`;
}
