/*
 * The line of one key result, from its start to its target: where it was last, where the value that is
 * being typed would bring it, where it should be today.
 */
import { plain } from '../format.js';
import { html } from '../html.js';
import { t } from '../text.js';

const edge = 6;

function clamp(share) {
	return Math.min(1, Math.max(0, share));
}

// Two labels that would meet are drawn away from each other.
function apart(a, b, least) {
	if (Math.abs(a - b) >= least) {
		return ['middle', 'middle'];
	}
	return a <= b ? ['end', 'start'] : ['start', 'end'];
}

function Drawing({ width, of, last, next, expected, status, className, hasWords }) {
	const at = (share) => edge + clamp(share) * (width - 2 * edge);
	const [now, today, before] = [at(next ?? last ?? 0), at(expected ?? 0), at(last ?? 0)];
	const [nowAnchor, dayAnchor] = apart(now, today, 84);
	const word = (key, value) => (hasWords ? t(`line.${key}`, { value }) : value);
	const room = width < 400 ? 62 : 96;
	const label = t('line.name', { start: plain(of.start_value, of), target: plain(of.target_value, of),
		last: plain(of.last_value, of), next: plain(of.next_value, of), today: plain(of.expected_value, of) });

	return html`<svg class=${`nline ${className}`} viewBox=${`0 0 ${width} 72`} role="img" aria-label=${label}>
		<rect class="track" x=${edge} y="33" width=${width - 2 * edge} height="6" rx="3" />
		<rect class="fill" x=${edge} y="33" width=${now - edge} height="6" rx="3" />
		${expected !== null && next < expected && html`<rect class=${`gap gap-${status}`} x=${now} y="34.5" width=${today - now} height="3" />`}
		${expected !== null && html`<rect class="halo" x=${today - 3} y="31" width="6" height="10" /><rect class="day" x=${today - 1} y="16" width="2" height="30" />
			<text class="today" x=${today + (dayAnchor === 'middle' ? 0 : dayAnchor === 'start' ? -4 : 4)} y="11" text-anchor=${dayAnchor === 'middle' && today > width - 40 ? 'end' : dayAnchor}>${t('line.today', { value: plain(of.expected_value, of) })}</text>`}
		${last !== null && html`<circle class="dot" cx=${before} cy="36" r="4.5" />`}
		${next !== null && html`<circle class="newdot" cx=${now} cy="36" r="6" />
			<text class="strong" x=${now} y=${nowAnchor === 'middle' ? 19 : 26} text-anchor=${now < 30 ? 'start' : now > width - 30 ? 'end' : nowAnchor}>${plain(of.next_value, of)}</text>`}
		${before > room && html`<text x="0" y="62">${word('start', plain(of.start_value, of))}</text>`}
		${last !== null && html`<text x=${before > width - room - 40 ? Math.min(before, width - room) : before} y="62"
			text-anchor=${before <= room ? (before < 24 ? 'start' : 'middle') : before > width - room - 40 ? 'end' : 'middle'}>${t('line.last', { value: plain(of.last_value, of) })}</text>`}
		<text x=${width} y="62" text-anchor="end">${word('target', plain(of.target_value, of))}</text></svg>`;
}

/** `of` has start_value, target_value, last_value, next_value, expected_value; the rest are shares. */
export function NumberLine(props) {
	return html`<${Drawing} ...${props} width=${680} className="only-wide" hasWords />
		<${Drawing} ...${props} width=${320} className="only-narrow" />`;
}
