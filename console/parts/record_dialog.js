/*
 * A record of few fields in a dialog: made, or changed. What is wrong stands at its field; what was typed
 * is kept for the tab until it was sent or given up. Of a record that is there only what was changed is
 * sent, under the version that was read, so nobody else's change is overwritten; where there was one, it
 * is shown before the next try.
 */
import { post, putOver } from '../api.js';
import { html, useRef, useState } from '../html.js';
import { useGet } from '../load.js';
import { useDraft } from '../store.js';
import { t } from '../text.js';
import { CheckField, Fault, focusFirstError, SelectField, TextField } from './field.js';
import { Dialog } from './layer.js';
import { useBusy } from './states.js';

function same(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

// One field as its row says: several of a list, one of a list, or a text.
function Field({ row, value, error, isFirst, onChange }) {
	const { name, label, options, isMany, hint, ...rest } = row;
	const common = { label, error, hint: hint?.(value) };

	if (isMany) {
		return html`<fieldset class="field"><legend class="lab">${label} <span class="opt">${t('field.optional')}</span></legend>
			<div class="checks">${options.map(([one, text]) => html`<${CheckField} key=${one} label=${text} checked=${value.includes(one)}
				onChange=${(isSet) => onChange(isSet ? [...value, one] : value.filter((other) => other !== one))} />`)}</div>
			${error && html`<${Fault}>${error}<//>`}</fieldset>`;
	}
	return options ? html`<${SelectField} ...${common} ...${rest} options=${options} value=${value ?? ''} onChange=${(next) => onChange(next || null)} />` :
		html`<${TextField} ...${common} ...${rest} value=${value ?? ''} data-first=${isFirst || undefined} onInput=${onChange} />`;
}

function Form({ title, action, rows, first, draft, onSave, onClose }) {
	const { values, set, forget } = useDraft(draft, first);
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const box = useRef(null);
	const close = () => {
		forget();
		onClose();
	};
	const send = () => run(async () => {
		try {
			await onSave(values);
			forget();
		} catch (error) {
			setRefusal(error);
			focusFirstError(box.current);
		}
	});
	const of = (name) => refusal?.of?.(name);

	return html`<${Dialog} title=${title} onClose=${close} onSubmit=${send}
		actions=${html`<button class="btn" type="button" onClick=${close}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${action}</button>`}><div class="stack" ref=${box}>
		${refusal && !rows.some(({ name }) => of(name)) && html`<${Fault}>${refusal.status === 412 ? t('panel.changed_meanwhile') : refusal.message}<//>`}
		${rows.map((row, i) => html`<${Field} key=${row.name} row=${row} value=${values[row.name]} error=${of(row.name)} isFirst=${i === 0} onChange=${(value) => set({ [row.name]: value })} />`)}
		</div><//>`;
}

/**
 * `rows` are {name, label, options?, isMany?, isOptional?, hint?(value)}; `first` has their values.
 * `onDone(record)` gets what was made below `list`.
 */
export function NewRecord({ list, onDone, ...rest }) {
	return html`<${Form} ...${rest} draft=${`new ${list}`} onSave=${async (body) => onDone((await post(list, body)).data)} />`;
}

/** The record at `path`, read anew for its version. `onDone()` when it is changed. */
export function EditRecord({ path, rows, onDone, ...rest }) {
	const { data, etag, reload } = useGet(path);
	const first = data && Object.fromEntries(rows.map(({ name }) => [name, data[name]]));

	return first && html`<${Form} ...${rest} rows=${rows} first=${first} draft=${`edit ${path}`} onSave=${async (values) => {
		const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, first[name])));

		if (Object.keys(changed).length > 0) {
			await putOver(path, changed, etag, reload);
		}
		onDone();
	}} />`;
}
