/*
 * Where nothing is there yet: the steps from an empty workspace to the first objective, for who may take
 * them, and a word to everybody else. Never an empty page.
 */
import { post } from '../api.js';
import { dayOf, shortDay } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useGet } from '../load.js';
import { pathOf } from '../place.js';
import { may } from '../session.js';
import { rich, t } from '../text.js';
import { Fault, focusFirstError, TextField } from './field.js';
import { say } from './layer.js';
import { Measure } from './measure.js';
import { Empty, useBusy } from './states.js';

const day = 86400000;

/** The quarter after the latest cycle, or the present one where there is none: as most have them. */
export function proposedCycle(cycles, today) {
	const last = cycles.map((one) => dayOf(one.end_date)).sort((a, b) => b - a)[0];
	const now = new Date(today);
	const start = last === undefined ? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - now.getUTCMonth() % 3, 1)) : new Date(last + day);
	const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 3, start.getUTCDate()) - day);
	const isQuarter = start.getUTCDate() === 1 && start.getUTCMonth() % 3 === 0;

	return { name: isQuarter ? `Q${start.getUTCMonth() / 3 + 1} ${start.getUTCFullYear()}` : '',
		start_date: start.toISOString().slice(0, 10), end_date: end.toISOString().slice(0, 10) };
}

function CycleForm({ today, onDone }) {
	const [values, setValues] = useState(() => proposedCycle([], today));
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const key = useRef(crypto.randomUUID());
	const fields = [['name', 'cycles.field_name', { maxlength: 255 }], ['start_date', 'cycles.from', { type: 'date' }], ['end_date', 'cycles.to', { type: 'date' }]];
	const send = (event) => busy(async () => {
		event.preventDefault();
		try {
			const { data } = await post('/cycles', values, { key: key.current });

			say(t('cycles.made', { name: data.name }));
			await onDone();
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<form class="form" ref=${form} noValidate onSubmit=${send}>${fields.map(([name, label, rest]) => html`
			<${TextField} key=${name} label=${t(label)} ...${rest} value=${values[name]} error=${refusal?.of?.(name)} onInput=${(value) => {
				key.current = crypto.randomUUID();
				setValues({ ...values, [name]: value });
			}} />`)}
		<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('cycles.do')}</button>
		${refusal && !fields.some(([name]) => refusal.of?.(name)) && html`<${Fault}>${refusal.message}<//>`}</form>`;
}

function Step({ state, title, text, acts, children }) {
	return html`<li class=${state} aria-current=${state === 'now' ? 'step' : undefined}><div><h2>${title}
			${state === 'done' && html`<span class="vh"> ${t('first.done')}</span>`}</h2><p class="q2">${text}</p>${children}</div>
		${acts ? html`<div class="acts">${acts}</div>` : html`<span></span>`}</li>`;
}

function Demo() {
	return html`<section class="sec"><div class="sec-head"><h2>${t('first.look')}</h2></div><div class="demo">
		<div class="dr"><span>${t('first.example')}</span><${Measure} done=${0.5} expected=${0.63} status="at_risk" /><span class="r b">50%</span></div>
		<p class="s q2">${t('first.how')}</p></div></section>`;
}

/** From an empty workspace to its first objective. `cycle` is the running one, or undefined. */
export function FirstSteps({ me, cycle, today, onDone }) {
	const state = (isDone, isNow) => (isDone ? 'done' : isNow ? 'now' : undefined);

	return html`<ol class="steps"><${Step} state="done" title=${t('first.ready')} text=${rich('first.ready_text', { name: me.workspace.name,
			change: html`<a href=${pathOf('/settings/general')}>${t('first.change')}</a>` })} />
		<${Step} state=${state(cycle, true)} title=${t('first.cycle')}
			text=${cycle ? `${cycle.name}, ${shortDay(dayOf(cycle.start_date))} – ${shortDay(dayOf(cycle.end_date))}` : t('cycles.none_why')}>
			${!cycle && html`<${CycleForm} today=${today} onDone=${onDone} />`}<//>
		<${Step} state=${state(false, cycle)} title=${t('first.objective')} text=${t('first.objective_text')}
			acts=${cycle && html`<a class="btn btn-primary" href=${pathOf('/objectives')}>${t('first.write')}</a>`} />
		<${Step} title=${t('first.people')} text=${t('first.people_text')} acts=${html`<a class="btn" href=${pathOf('/people')}>${t('people.invite')}</a>`} /></ol>
		<${Demo} />`;
}

/** For who owes nothing and owns nothing. */
export function NothingYours({ cycle }) {
	return html`<${Empty} title=${t('first.nothing')} text=${t('first.nothing_why')}>
		${cycle && html`<a class="btn" href=${pathOf('/objectives')}>${t('week.all_of', { cycle: cycle.name })}</a>`}<//>`;
}

/** What a page shows that is about the running cycle, when none is running. */
export function NoCycle() {
	const cycles = useGet('/cycles');

	if (!cycles.data) {
		return null;
	}
	return cycles.data.length > 0 ? html`<${Empty} title=${t('cycles.none_runs')} text=${t('cycles.others')}>${cycles.data.slice(0, 4).map((one) => html`
			<a class="btn" key=${one.id} href=${pathOf(`/cycles/${one.id}`)} dir="auto">${one.name}</a>`)}<//>` :
		html`<${Empty} title=${t('cycles.none')} text=${may('workspace:admin') ? t('cycles.none_why') : t('cycles.ask_admin')}>
			${may('workspace:admin') && html`<a class="btn btn-primary" href=${pathOf('/')}>${t('first.begin')}</a>`}<//>`;
}
