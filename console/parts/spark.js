/*
 * Sparklines: 96 by 28, no axis, no fill. Values go up when they get better where that is known.
 */
import { html } from '../html.js';

const left = 2, right = 92, top = 3, low = 25;

function path(points) {
	return points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
}

/**
 * `points` are [x, y]; `line` is what they should reach: two points, or one height. `label` says it in
 * words.
 */
export function Spark({ points, line = [], label }) {
	if (points.length === 0) {
		return html`<svg class="spark" viewBox="0 0 96 28" role="img" aria-label=${label}><path class="none" d="M0 26H96" /></svg>`;
	}
	const xs = [...points, ...line].map(([x]) => x);
	const ys = [...points, ...line].map(([, y]) => y);
	const span = (values) => [Math.min(...values), Math.max(...values) - Math.min(...values) || 1];
	const [x0, xn] = span(xs);
	const [y0, yn] = span(ys);
	const place = ([x, y]) => [left + (x - x0) / xn * (right - left), low - (y - y0) / yn * (low - top)];
	const placed = points.map(place);
	const [cx, cy] = placed.at(-1);

	return html`<svg class="spark" viewBox="0 0 96 28" role="img" aria-label=${label}>
		${line.length > 0 && html`<path class="e" d=${path(line.map(place))} />`}
		<path class="a" d=${path(placed)} /><circle class="d" cx=${cx.toFixed(1)} cy=${cy.toFixed(1)} r="2.5" /></svg>`;
}
