/*
 * A record of few fields in a dialog: made, or changed. What is wrong stands at its field; what was typed
 * is kept for the tab until it was sent or given up.
 */
import { html, useRef, useState } from '../html.js';
import { drafts } from '../store.js';
import { t } from '../text.js';
import { Fault, focusFirstError, SelectField, TextField } from './field.js';
import { Dialog } from './layer.js';
import { useBusy } from './states.js';

/**
 * `fields` are {name, label, type?, options?, hint?, isOptional?}; `first` has their values. `onSave(state)`
 * sends them, `draft` names what is kept.
 */
export function RecordDialog({ title, action, fields, first, draft, onSave, onClose }) {
	const [state, setState] = useState(() => drafts.get(draft) ?? first);
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const box = useRef(null);
	const set = (name) => (value) => setState((before) => {
		const next = { ...before, [name]: value };

		drafts.set(draft, next);
		return next;
	});
	const close = () => {
		drafts.remove(draft);
		onClose();
	};
	const send = () => run(async () => {
		try {
			await onSave(state);
			drafts.remove(draft);
		} catch (error) {
			setRefusal(error);
			focusFirstError(box.current);
		}
	});
	const of = (name) => refusal?.of?.(name);

	return html`<${Dialog} title=${title} onClose=${close} onSubmit=${send}
		actions=${html`<button class="btn" type="button" onClick=${close}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${action}</button>`}><div ref=${box}>
		${refusal && !fields.some(({ name }) => of(name)) && html`<${Fault}>${refusal.message}<//>`}
		${fields.map(({ name, options, ...rest }, i) => (options ? html`<${SelectField} key=${name} ...${rest} options=${options} value=${state[name] ?? ''}
				error=${of(name)} onChange=${set(name)} />` : html`<${TextField} key=${name} ...${rest} value=${state[name] ?? ''} error=${of(name)}
				onInput=${set(name)} data-first=${i === 0 || undefined} />`))}</div><//>`;
}
