/*
 * The drawings of icons.svg, and the mark. They stand beside words and are hidden from those who hear
 * the page, unless a label is given.
 */
import { html } from '../html.js';
import { asset } from '../place.js';

const sprite = asset('icons.svg');

export function Icon({ name }) {
	return html`<svg class="i" aria-hidden="true"><use href=${`${sprite}#i-${name}`} /></svg>`;
}

/** The shape of a status, by its CSS name. */
export function Shape({ name }) {
	return html`<svg class=${`sh c-${name}`} aria-hidden="true"><use href=${`${sprite}#s-${name}`} /></svg>`;
}

export function Mark() {
	return html`<svg viewBox="0 0 22 22" aria-hidden="true">
		<rect class="fill" x="0" y="3.5" width="10.5" height="3.5" rx="1.75" />
		<rect class="fill" x="0" y="9.25" width="6.5" height="3.5" rx="1.75" />
		<rect class="fill" x="0" y="15" width="22" height="3.5" rx="1.75" />
		<rect class="halo" x="12.5" y="1" width="5" height="20" />
		<rect class="day" x="14" y="0" width="2" height="22" rx="1" />
	</svg>`;
}
