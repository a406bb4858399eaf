/*
 * The measure: what is done as a solid bar, what is missing up to today as a thin line, the day as a
 * mark. Lengths are attributes of an SVG, so it grows with its place. In a tree the marks of all rows
 * join into one line.
 */
import { percent } from '../format.js';
import { html } from '../html.js';
import { t } from '../text.js';
import { look } from './status.js';

function clamp(share) {
	return Math.min(1, Math.max(0, share));
}

function length(share) {
	return `${(clamp(share) * 100).toFixed(1)}%`;
}

/** What a measure says to those who do not see it. */
export function nameOf(done, expected) {
	return expected === null || expected === undefined ? t('measure.done', { done: percent(done) }) :
		t('measure.both', { done: percent(done), expected: percent(expected) });
}

// A yes or no has no way between: neither gap nor mark.
function Parts({ done, attainment, expected, status, isBoolean, isLane }) {
	const hasDay = expected !== null && expected !== undefined && !isBoolean;
	const isShort = hasDay && clamp(done) < clamp(expected);
	const wide = isLane ? 4 : 5;

	return html`<rect class="track" x="0" y="50%" width="100%" height="6" rx="3" transform="translate(0 -3)" />
		${done > 0 && html`<rect class="fill" x="0" y="50%" width=${length(done)} height="6" rx="3" transform="translate(0 -3)" />`}
		${isShort && html`<rect class=${`gap gap-${look(status)}`} x=${length(done)} y="50%" width=${length(expected - clamp(done))} height="2" transform="translate(0 -1)" />`}
		${attainment < 0 && html`<svg x="-10" y="50%" width="8" height="10" overflow="visible"><path class="under" d="M7 -4v8L1 0Z" /></svg>`}
		${(hasDay || (isLane && expected !== null && expected !== undefined)) && html`
			<rect class="halo" x=${length(expected)} y="50%" width=${wide} height="8" transform=${`translate(${-wide / 2} -4)`} />
			${isLane ? html`<rect class="day" x=${length(expected)} y="0" width="1.5" height="100%" transform="translate(-0.75 0)" />` :
				html`<rect class="day" x=${length(expected)} y="50%" width="2" height="16" transform="translate(-1 -8)" />`}`}`;
}

export function Measure(props) {
	return html`<svg class="m" role="img" aria-label=${nameOf(props.done, props.isBoolean ? null : props.expected)}><${Parts} ...${props} /></svg>`;
}

/** In a row of a tree: fills its cell. */
export function Lane(props) {
	return html`<span class="lane"><svg role="img" aria-label=${nameOf(props.done, props.isBoolean ? null : props.expected)}><${Parts} ...${props} isLane /></svg></span>`;
}

/** The small bars of a score's components. */
export function Bar({ share }) {
	return html`<svg class="m" aria-hidden="true">
		<rect class="track" y="50%" width="100%" height="4" rx="2" transform="translate(0 -2)" />
		<rect class="fill" y="50%" width=${length(share)} height="4" rx="2" transform="translate(0 -2)" /></svg>`;
}
