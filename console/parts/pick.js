/*
 * A choice behind a small button: one of a list, or none. The browser's own list, so it works with every
 * key and on every screen.
 */
import { html, names, useId } from '../html.js';
import { Icon } from './icon.js';

/**
 * `options` are [value, text]; an empty value means none is chosen, `label` is shown then. `isNeeded`:
 * one is always chosen.
 */
export function Pick({ label, options, value, onChange, isNeeded }) {
	const id = useId();

	return html`<span class=${names('pick', 'pick-list', value && !isNeeded && 'is-set')}>
		<label class="vh" for=${id}>${label}</label>
		<span aria-hidden="true">${options.find(([one]) => one === value)?.[1] ?? label}</span><${Icon} name="down" />
		<select id=${id} value=${value ?? ''} onChange=${(event) => onChange(event.target.value)}>
			${!isNeeded && html`<option value="">${label}</option>`}${options.map(([one, text]) => html`<option key=${one} value=${one} selected=${one === value}>${text}</option>`)}</select></span>`;
}
