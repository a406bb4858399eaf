/*
 * Objectives by their distance to today's line: a mark each, in the shape of its status, marks that would
 * cover each other on top of each other. The furthest are named where there is room.
 */
import { number, percent } from '../format.js';
import { html } from '../html.js';
import { asset } from '../place.js';
import { t } from '../text.js';
import { look } from './status.js';

const side = 14, foot = 20, mark = 14, high = 17, namedMost = 2;

/** Points between what is done and what should be; negative is behind. */
export function distance(okr) {
	return Math.round(okr.progress * 100) - Math.round(okr.health.expected_progress * 100);
}

// The lowest level at which a mark meets no other.
function place(marks, x) {
	const levels = [];

	return marks.map((okr) => {
		const at = x(okr.points);
		let level = levels.findIndex((last) => at - last > mark);

		if (level < 0) {
			level = levels.length;
		}
		levels[level] = at;
		return { okr, at, level };
	});
}

function Drawing({ okrs, width, className, hasNames }) {
	const marks = okrs.map((okr) => ({ ...okr, points: distance(okr) })).sort((a, b) => a.points - b.points);
	const from = Math.min(-20, marks[0].points - 4), to = Math.max(10, marks.at(-1).points + 4);
	const x = (points) => side + (points - from) / (to - from) * (width - 2 * side);
	const placed = place(marks, x);
	const levels = Math.max(...placed.map(({ level }) => level)) + 1;
	const height = 40 + levels * high + foot;
	const axis = height - foot;
	const ticks = [-80, -60, -40, -20, 20, 40, 60, 80].filter((one) => one > from && one < to);
	const y = (level) => axis - 4 - mark - level * high;

	return html`<svg class=${`chart ${className}`} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${t('report.chart', { count: okrs.length })}>
		<line class="axis" x1=${side} x2=${width - side} y1=${axis} y2=${axis} />
		${ticks.map((one) => html`<line key=${one} class="grid" x1=${x(one)} x2=${x(one)} y1="24" y2=${axis} />
			<text x=${x(one)} y=${height - 4} text-anchor="middle">${number(one, 0)}</text>`)}
		<line class="now" x1=${x(0)} x2=${x(0)} y1="14" y2=${axis} /><text x=${x(0)} y=${height - 4} text-anchor="middle" class="acc">${t('chart.today')}</text>
		${placed.map(({ okr, at, level }) => html`<svg key=${okr.id} class=${`sh c-${look(okr.status)}`} x=${at - mark / 2} y=${y(level)} width=${mark} height=${mark} viewBox="0 0 12 12">
			<title>${t('report.mark', { title: okr.title, points: number(okr.points, 0) })}</title><use href=${`${asset('icons.svg')}#s-${look(okr.status)}`} /></svg>`)}
		${hasNames && placed.slice(0, namedMost).filter(({ at }, i, all) => all.every((other, j) => j <= i || other.at - at < mark || other.at - at > 320))
			.map(({ okr, at, level }) => html`<text key=${okr.id} x=${at + mark} y=${y(level) + 11}>${okr.title}</text>`)}</svg>`;
}

export function Strip({ okrs }) {
	const shown = [...new Set(okrs.map((okr) => okr.status))];

	return html`<${Drawing} okrs=${okrs} width=${1216} className="only-wide" hasNames /><${Drawing} okrs=${okrs} width=${358} className="only-narrow" />
		<div class="legend">${['off_track', 'at_risk', 'on_track', 'not_started', 'completed'].filter((one) => shown.includes(one)).map((one) => html`
			<span key=${one}><svg class=${`sh c-${look(one)}`} aria-hidden="true"><use href=${`${asset('icons.svg')}#s-${look(one)}`} /></svg>${t(`status.${one}`)}</span>`)}</div>
		<details class="as-table"><summary>${t('chart.as_table')}</summary><table><thead><tr><th scope="col">${t('tree.objective')}</th>
			<th scope="col" class="r">${t('tree.progress')}</th><th scope="col" class="r">${t('report.points')}</th></tr></thead><tbody>${[...okrs]
				.sort((a, b) => distance(a) - distance(b)).map((okr) => html`<tr key=${okr.id}><th scope="row" dir="auto">${okr.title}</th>
			<td class="r">${percent(okr.progress)}</td><td class="r">${number(distance(okr), 0)}</td></tr>`)}</tbody></table></details>`;
}
