/*
 * A chart over a period: what was reached, what was expected, today and the distance between them. Heights
 * are shares of the way, so that up is always better; the labels beside it are values. Drawn twice, wide
 * and narrow; the same figures stand in a table for who asks for it.
 */
import { dayOf, percent, pointsBetween, shortDay, today } from '../format.js';
import { html, useState } from '../html.js';
import { t } from '../text.js';
import { roomOf } from './ruler.js';
import { look } from './status.js';

const dayMs = 86400000;
const left = 48, right = 16, top = 18, foot = 26;

function firsts(start, end, most) {
	const days = [];
	let at = Date.UTC(new Date(start).getUTCFullYear(), new Date(start).getUTCMonth() + 1, 1);

	while (at < end) {
		days.push(at);
		at = Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1);
	}
	const every = Math.max(1, Math.ceil(days.length / most));

	return days.filter((day, i) => i % every === 0 && day - start > roomOf(start, 0.16) * (end - start) && end - day > roomOf(end, 0.22) * (end - start));
}

function Drawing({ width, height, className, start, end, points, expected, status, ticks, label, hasDots, nowText }) {
	const low = Math.min(0, ...points.map(({ share }) => share));
	const high = Math.max(1, ...points.map(({ share }) => share));
	const x = (day) => left + Math.min(1, Math.max(0, (day - start) / (end + dayMs - start))) * (width - left - right);
	const y = (share) => height - foot - (share - low) / (high - low) * (height - foot - top);
	const day = today();
	const isRunning = day >= start && day <= end;
	const placed = points.map((one) => [x(one.day), y(one.share)]);
	const last = points.at(-1);
	const isBehind = isRunning && last && expected !== null && last.share < expected - 0.005;
	const end_ = isRunning ? x(day) : placed.at(-1)?.[0];
	const lowest = y(Math.max(low, Math.min(0, low)));
	const nowX = x(day), nowLeft = nowX > width * 0.3;
	// Beneath the line that rises to it there is room at the right of today alone.
	const doneRight = !nowLeft || (isBehind && nowX < width - 120);

	return html`<svg class=${`chart ${className}`} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>
		${isRunning && html`<rect class="future" x=${nowX} y=${top} width=${Math.max(0, width - right - nowX)} height=${lowest - top} />`}
		${ticks.map(({ share, text: words }) => html`<g key=${share}><line class=${share === 0 ? 'axis' : 'grid'} x1=${left} x2=${width - right} y1=${y(share)} y2=${y(share)} />
			<text x=${left - 8} y=${y(share) + 4} text-anchor="end">${words}</text></g>`)}
		<text x=${left} y=${height - 6}>${shortDay(start)}</text>
		${firsts(start, end, width > 500 ? 4 : 2).map((one) => html`<g key=${one}><line class="axis" x1=${x(one)} x2=${x(one)} y1=${lowest} y2=${lowest + 4} />
			<text x=${x(one)} y=${height - 6} text-anchor="middle">${shortDay(one)}</text></g>`)}
		<text x=${width - right} y=${height - 6} text-anchor="end">${shortDay(end)}</text>
		<path class="exp" d=${`M${left} ${y(0)} L${width - right} ${y(1)}`} />
		${isRunning && html`<line class="now" x1=${nowX} x2=${nowX} y1="14" y2=${lowest} /><text class="acc" x=${nowX} y="10" text-anchor="middle">${t('chart.today')}</text>`}
		${isBehind && html`<line class=${`gapl g-${look(status)}`} x1=${nowX} x2=${nowX} y1=${y(last.share)} y2=${y(expected)} />`}
		${placed.length > 0 && html`<path class="act" d=${[...placed, ...(isRunning ? [[end_, placed.at(-1)[1]]] : [])]
			.map(([px, py], i) => `${i ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`).join(' ')} />
			${hasDots && placed.slice(0, -1).map(([px, py], i) => html`<circle key=${i} class="pt" cx=${px} cy=${py} r="3" />`)}
			<circle class="end" cx=${isRunning ? end_ : placed.at(-1)[0]} cy=${placed.at(-1)[1]} r="4" />`}
		${isRunning && expected !== null && html`<text class="acc" x=${nowX + (nowLeft ? -8 : 8)} y=${last && last.share >= expected ? Math.min(y(expected) + 18, lowest - 4) : y(expected) - 8} text-anchor=${nowLeft ? 'end' : 'start'}>${t('chart.expected', { share: percent(expected) })}</text>`}
		${isBehind && y(last.share) - y(expected) > 30 && html`<text class="wrn" x=${Math.min(nowX + 9, width - 4)} y=${y(expected) + 22} text-anchor=${nowX > width - 120 ? 'end' : 'start'}>${t(width > 500 ? 'chart.behind' : 'chart.behind_short', { count: pointsBetween(last.share, expected) })}</text>`}
		${last && html`<text class="strong" x=${nowX + (doneRight ? 9 : -8)} y=${last.share >= (expected ?? 2) ? y(last.share) - 10 : Math.min(y(last.share) + 18, lowest - 4)} text-anchor=${doneRight ? 'start' : 'end'}>${nowText}</text>`}</svg>`;
}

/**
 * `points` are {day, share, text}, in order of days; `ticks` {share, text}; `label` says the chart in
 * words. `rows`, an element, is the table in its place.
 */
export function Chart({ title, level = 'h2', id, table, ...rest }) {
	const [isTable, setTable] = useState(false);
	const Heading = level;

	return html`<div class="sec-head"><${Heading} id=${id}>${title}<//>
		<button class="link s" type="button" aria-pressed=${isTable} onClick=${() => setTable(!isTable)}>${t(isTable ? 'chart.as_chart' : 'chart.as_table')}</button></div>
		${isTable ? table : html`<${Drawing} ...${rest} width=${rest.wide ?? 760} height=${rest.wide ? 250 : 268} className="only-wide" />
			<${Drawing} ...${rest} width=${358} height=${226} className="only-narrow" />`}`;
}

/** The days that a period has, of a cycle. */
export function periodOf(cycle) {
	return cycle?.start_date ? { start: dayOf(cycle.start_date), end: dayOf(cycle.end_date) } : null;
}
