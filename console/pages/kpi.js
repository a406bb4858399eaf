/*
 * A KPI: its value beside its target, a field for the next one, and every value so far.
 */
import { save, takeBack, valueOf } from '../check_in.js';
import { usePeopleNames } from '../directory.js';
import { kpiFields } from '../fields.js';
import { exact, plain, typed, unitOf, when, withUnit } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { Changes } from '../parts/changes.js';
import { focusFirstError, NumberField, TextField } from '../parts/field.js';
import { CorrectValue, EditKpi } from '../parts/kpi_forms.js';
import { say } from '../parts/layer.js';
import { Loaded, useBusy } from '../parts/states.js';
import { Status } from '../parts/status.js';
import { useHeading } from '../router.js';
import { may, session } from '../session.js';
import { useDraft, useStore } from '../store.js';
import { t } from '../text.js';
import { Recent, targetOf } from './kpis.js';

function Record({ kpi, onDone }) {
	const { values, set, forget } = useDraft(`kpi.${kpi.id}`, { text: typed(kpi.current_value), note: '' });
	const [fault, setFault] = useState(null);
	const [isBusy, run] = useBusy();
	const form = useRef(null);
	const send = (event) => {
		event.preventDefault();
		const value = valueOf(kpi, values.text);

		if (Number.isNaN(value)) {
			setFault(t('fault.number'));
			focusFirstError(form.current);
			return;
		}
		run(async () => {
			try {
				const made = await save('kpi', kpi.id, { value, comment: values.note.trim() || undefined }, crypto.randomUUID());

				say(t('toast.saved', { value: withUnit(value, kpi) }), () => takeBack('kpi', kpi.id, made.id).then(onDone));
				await onDone();
				forget();
				setFault(null);
			} catch (error) {
				setFault(error.message);
			}
		});
	};

	return html`<form class="narrow" ref=${form} onSubmit=${send} noValidate>
		<${NumberField} label=${t('week.new')} unit=${unitOf(kpi) || kpi.unit} value=${values.text} error=${fault} onInput=${(text) => set({ text })} />
		<${TextField} label=${t('week.note')} rows="2" value=${values.note} onInput=${(note) => set({ note })} />
		<p class="acts"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('week.save_kpi')}</button></p></form>`;
}

function Values({ values, kpi, names, mayCorrect, onDone }) {
	const [asked, setAsked] = useState(null);

	return html`<table class="stacks"><caption class="vh">${t('panel.values')}</caption><thead><tr><th scope="col">${t('entries.date')}</th><th scope="col" class="r">${t('entries.value')}</th>
		<th scope="col">${t('entries.note')}</th><th scope="col" class="col-mail">${t('audit.who')}</th></tr></thead><tbody>${values.map((one) => html`<tr key=${one.id}>
		<td class="nw q2" title=${exact(one.created_at)}>${when(one.created_at)}</td><td class="r b nw">${plain(one.new_value, kpi)}</td>
		<td class="wrap"><span dir="auto">${one.comment ?? ''}</span>${mayCorrect && html` <button class="link link-quiet s" type="button" aria-label=${`${t('entries.correct')}: ${when(one.created_at)}`} onClick=${() => setAsked(one)}>${t('entries.correct')}</button>`}</td><td class="q2 nw col-mail">${names.get(one.created_by) ?? ''}</td></tr>`)}</tbody></table>
		${asked && html`<${CorrectValue} kpi=${kpi} one=${asked} onDone=${onDone} onClose=${() => setAsked(null)} />`}`;
}

function Page({ kpi, onDone }) {
	const { me } = useStore(session);
	const heading = useHeading(kpi.name, me.workspace.name);
	const values = useAll(`/kpis/${kpi.id}/updates`);
	const names = usePeopleNames();
	const done = () => Promise.all([onDone(), values.reload()]);
	const [isEditing, setEditing] = useState(false);
	const mayEdit = kpi.can?.includes('edit') ?? may('kpis:write');
	const mayRecord = kpi.can ? kpi.can.includes('check_in') : may('kpis:write');

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1" dir="auto">${kpi.name}</h1>${kpi.description && html`<p class="lede" dir="auto">${kpi.description}</p>`}</div>
			${mayEdit && html`<div class="acts"><button class="btn" type="button" onClick=${() => setEditing(true)}>${t('okr.edit')}</button></div>`}</header>
		<div class="kpi-now"><span class="big">${plain(kpi.current_value, kpi)}</span><span class="q2">${targetOf(kpi)}</span><${Status} status=${kpi.status} />
			<${Recent} kpi=${kpi} /></div>
		${mayRecord && html`<section class="sec" aria-labelledby="h-record"><div class="sec-head"><h2 id="h-record">${t('kpi.record')}</h2></div><${Record} kpi=${kpi} onDone=${done} /></section>`}
		<section class="sec" aria-labelledby="h-values"><div class="sec-head"><h2 id="h-values">${t('panel.values')}</h2></div><${Loaded} of=${values}>${(list) => (list.length === 0 ?
			html`<p class="q2">${t('spark.none')}</p>` : html`<${Values} values=${list} kpi=${kpi} names=${names} mayCorrect=${mayRecord} onDone=${done} />`)}<//></section>
		<${Changes} path=${`/kpis/${kpi.id}/changes`} of=${kpi} />
		${isEditing && html`<${EditKpi} kpi=${kpi} onDone=${onDone} onClose=${() => setEditing(false)} />`}`;
}

export default function Kpi({ id }) {
	const kpi = useGet(`/kpis/${id}?fields=${kpiFields},description`);

	return html`<${Loaded} of=${kpi} rows=${6}>${(one) => html`<${Page} kpi=${one} onDone=${kpi.reload} />`}<//>`;
}
