/*
 * A record of few fields in a dialog: made, or changed. What is wrong stands at its field; what was typed
 * is kept for the tab until it was sent or given up. Of a record that is there only what was changed is
 * sent, under the version that was read, so nobody else's change is overwritten; where there was one, it
 * is shown before the next try.
 */
import { post, putOver } from '../api.js';
import { parseNumber, typed } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useGet } from '../load.js';
import { useDraft } from '../store.js';
import { t } from '../text.js';
import { CheckField, Fault, focusFirstError, NumberField, SelectField, TextField } from './field.js';
import { Dialog } from './layer.js';
import { useBusy } from './states.js';

function same(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

// One field as its row says: several of a list, one of a list, or a text.
function Field({ row, value, error, isFirst, onChange }) {
	const { name, label, options, isMany, isNumber, unit, hint, from, ...rest } = row;
	const common = { label, error, hint: hint?.(value) };

	if (isMany) {
		return html`<fieldset class="field"><legend class="lab">${label} <span class="opt">${t('field.optional')}</span></legend>
			<div class="checks">${options.map(([one, text]) => html`<${CheckField} key=${one} label=${text} checked=${value.includes(one)}
				onChange=${(isSet) => onChange(isSet ? [...value, one] : value.filter((other) => other !== one))} />`)}</div>
			${error && html`<${Fault}>${error}<//>`}</fieldset>`;
	}
	if (isNumber && !options) {
		return html`<${NumberField} label=${label} unit=${unit} error=${error} value=${value ?? ''} data-first=${isFirst || undefined} onInput=${onChange} />`;
	}
	return options ? html`<${SelectField} ...${common} ...${rest} options=${options} value=${value ?? ''} onChange=${(next) => onChange(next || null)} />` :
		html`<${TextField} ...${common} ...${rest} value=${value ?? ''} data-first=${isFirst || undefined} onInput=${onChange} />`;
}

// Numbers are texts while they are typed.
function typedOf(rows, record) {
	return { ...record, ...Object.fromEntries(rows.filter(({ isNumber }) => isNumber).map(({ name }) => [name, typed(record[name])])) };
}

// What nobody touched stays as exact as it is.
function numbersOf(rows, values, first) {
	const texts = rows.filter(({ isNumber, name }) => isNumber && name in values);
	const wrong = texts.filter(({ name }) => values[name] !== '' && Number.isNaN(parseNumber(values[name]))).map(({ name }) => name);

	if (wrong.length > 0) {
		throw Object.assign(new Error(t('fault.number')), { of: (name) => (wrong.includes(name) ? t('fault.number') : undefined) });
	}
	return { ...values, ...Object.fromEntries(texts.map(({ name }) => [name, values[name] === typed(first[name]) ? first[name] :
		values[name] === '' ? null : parseNumber(values[name])])) };
}

function Form({ title, action, rows: asked, first, draft, onSave, onClose, onRemove, removal }) {
	const { values, set, forget } = useDraft(draft, typedOf(asked, first));
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const box = useRef(null);
	const close = () => {
		forget();
		onClose();
	};
	const send = () => run(async () => {
		try {
			await onSave(numbersOf(rows, values, first));
			forget();
		} catch (error) {
			setRefusal(error);
			focusFirstError(box.current);
		}
	});
	const of = (name) => refusal?.of?.(name);
	// A workspace may want to know why; it says so when it is asked.
	const rows = of('reason') || values.reason ? [...asked, { name: 'reason', label: t('panel.reason'), maxlength: 500 }] : asked;

	return html`<${Dialog} title=${title} onClose=${close} onSubmit=${send}
		actions=${html`${onRemove && html`<button class="btn btn-quiet push" type="button" onClick=${() => run(async () => {
				try {
					await onRemove();
					forget();
				} catch (error) {
					setRefusal(error);
				}
			})}>${removal ?? t('okr.delete')}</button>`}
			<button class="btn" type="button" onClick=${close}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${action}</button>`}><div class="stack" ref=${box}>
		${refusal && !rows.some(({ name }) => of(name)) && html`<${Fault}>${refusal.status === 412 ? t('panel.changed_meanwhile') : refusal.message}<//>`}
		${rows.map((row, i) => html`<${Field} key=${row.name} row=${row} value=${values[row.name]} error=${of(row.name)} isFirst=${i === 0} onChange=${(value) => set({ [row.name]: value })} />`)}
		</div><//>`;
}

/**
 * `rows` are {name, label, options?, isMany?, isNumber?, unit?, isOptional?, hint?(value)}; `first` has their
 * values. `from` is what an answer calls a field that is taken under another name.
 * `onDone(record)` gets what was made below `list`.
 */
export function NewRecord({ list, onDone, ...rest }) {
	return html`<${Form} ...${rest} draft=${`new ${list}`} onSave=${async (body) => onDone((await post(list, body)).data)} />`;
}

/**
 * The record at `path`, read anew for its version. onDone() when it is changed; onRemove(), a button that is
 * called `removal`, takes it away.
 */
export function EditRecord({ path, rows, onDone, ...rest }) {
	const { data: answer, etag, reload } = useGet(path);
	const data = answer?.data ?? answer;
	const first = data && Object.fromEntries(rows.map(({ name, from }) => [name, data[from ?? name]]));

	return first && html`<${Form} ...${rest} rows=${rows} first=${first} draft=${`edit ${path}`} onSave=${async (values) => {
		const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, first[name])));

		if (Object.keys(changed).length > 0) {
			await putOver(path, changed, etag, reload);
		}
		onDone();
	}} />`;
}
