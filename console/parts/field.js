/*
 * Fields: label above, hint below, error below with shape and sentence, tied together for those who
 * hear them. Errors come when a field is left or a form is sent, never while typing; whoever shows a
 * form moves the focus to the first with focusFirstError.
 */
import { html, useId } from '../html.js';
import { t } from '../text.js';
import { Shape } from './icon.js';

function about(id, hint, error) {
	return [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
}

export function Fault({ id, children }) {
	return html`<p class="err" id=${id}><${Shape} name="off_track" /><span>${children}</span></p>`;
}

function Frame({ id, label, isOptional, hint, error, children }) {
	return html`<div class="field"><label for=${id}>${label}${isOptional && html` <span class="opt">${t('field.optional')}</span>`}</label>
		${children}
		${hint && html`<p class="help" id=${`${id}-h`}>${hint}</p>`}
		${error && html`<${Fault} id=${`${id}-e`}>${error}<//>`}</div>`;
}

export function TextField({ label, isOptional, hint, error, value, onInput, rows, ...rest }) {
	const id = useId();
	const common = { class: 'inp', id, value, onInput: (event) => onInput(event.target.value),
		'aria-invalid': error ? 'true' : undefined, 'aria-describedby': about(id, hint, error), ...rest };

	return html`<${Frame} ...${{ id, label, isOptional, hint, error }}>
		${rows ? html`<textarea rows=${rows} ...${common}></textarea>` : html`<input ...${common} />`}<//>`;
}

/** `options` are [value, text]. */
export function SelectField({ label, isOptional, hint, error, value, options, onChange, ...rest }) {
	const id = useId();

	return html`<${Frame} ...${{ id, label, isOptional, hint, error }}>
		<select class="inp" id=${id} value=${value} onChange=${(event) => onChange(event.target.value)}
			aria-invalid=${error ? 'true' : undefined} aria-describedby=${about(id, hint, error)} ...${rest}>
			${options.map(([one, text]) => html`<option key=${one} value=${one} selected=${one === value}>${text}</option>`)}
		</select><//>`;
}

/** A number with its unit behind it; `id` names it to those who focus it. */
export function NumberField({ label, unit, value, error, onInput, hidesLabel, ...rest }) {
	const id = useId();

	return html`<div class=${hidesLabel ? undefined : 'field'}>
		<label class=${hidesLabel ? 'vh' : undefined} for=${id}>${label}</label>
		<div class=${error ? 'unit bad-unit' : 'unit'} onClick=${(event) => event.currentTarget.querySelector('input').focus()}>
			<input id=${id} inputmode="decimal" autocomplete="off" value=${value} aria-invalid=${error ? 'true' : undefined}
				aria-describedby=${error ? `${id}-e` : undefined} onInput=${(event) => onInput(event.target.value)} ...${rest} />
			${unit && html`<span class="u" title=${unit}>${unit}</span>`}
		</div>
		${error && html`<${Fault} id=${`${id}-e`}>${error}<//>`}</div>`;
}

export function CheckField({ label, hint, checked, onChange, ...rest }) {
	const id = useId();

	return html`<div class="check"><input type="checkbox" id=${id} checked=${checked}
			aria-describedby=${hint ? `${id}-h` : undefined} onChange=${(event) => onChange(event.target.checked)} ...${rest} />
		<div><label for=${id}>${label}</label>${hint && html`<span class="help" id=${`${id}-h`}>${hint}</span>`}</div></div>`;
}

export function focusFirstError(form) {
	requestAnimationFrame(() => form?.querySelector('[aria-invalid="true"]')?.focus());
}
