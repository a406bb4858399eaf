/*
 * The cycles of the workspace, the latest first. Admins make, rename and move them.
 */
import { remove } from '../api.js';
import { dayOf, daysBetween, shortDay, today } from '../format.js';
import { html, useState } from '../html.js';
import { useAll } from '../load.js';
import { proposedCycle } from '../parts/first_steps.js';
import { Icon } from '../parts/icon.js';
import { Dialog, say } from '../parts/layer.js';
import { EditRecord, NewRecord } from '../parts/record_dialog.js';
import { Empty, Loaded } from '../parts/states.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { may, session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

function rowsOf() {
	return [{ name: 'name', label: t('cycles.field_name'), hint: () => t('cycles.name_hint'), maxlength: 255, required: true },
		{ name: 'start_date', label: t('cycles.from'), type: 'date', required: true },
		{ name: 'end_date', label: t('cycles.to'), type: 'date', required: true }];
}

function when(cycle) {
	const left = daysBetween(today(), dayOf(cycle.end_date));
	const until = daysBetween(today(), dayOf(cycle.start_date));

	return cycle.status === 'active' ? t('cycles.left', { count: left }) : cycle.status === 'upcoming' ?
		t('cycle.begins', { count: until }) : t('cycle.ended');
}

function Row({ cycle, onDialog }) {
	return html`<tr><th scope="row"><a class="name" dir="auto" href=${pathOf(`/cycles/${cycle.id}`)}>${cycle.name}</a></th>
		<td class="q2 nw">${shortDay(dayOf(cycle.start_date))} – ${shortDay(dayOf(cycle.end_date))}</td>
		<td class=${cycle.status === 'active' ? 'b' : 'q2'}>${when(cycle)}</td>
		${may('workspace:admin') && html`<td class="r nw links"><button class="link" type="button" onClick=${() => onDialog({ kind: 'edit', cycle })}>${t('okr.edit')}<span class="vh"> ${cycle.name}</span></button>
			<button class="link" type="button" onClick=${() => onDialog({ kind: 'delete', cycle })}>${t('okr.delete')}<span class="vh"> ${cycle.name}</span></button></td>`}</tr>`;
}

function Delete({ cycle, onDone, onClose }) {
	const [refusal, setRefusal] = useState(null);

	return html`<${Dialog} title=${t('cycles.delete_title', { name: cycle.name })} onClose=${onClose} onSubmit=${async () => {
			try {
				await remove(`/cycles/${cycle.id}`);
				say(t('toast.deleted', { title: cycle.name }));
				onDone();
			} catch (error) {
				setRefusal(error);
			}
		}} actions=${html`<button class="btn" type="button" data-first onClick=${onClose}>${t('layer.cancel')}</button>
			<button class="btn btn-danger" type="submit">${t('delete.do')}</button>`}>
		<p role=${refusal ? 'alert' : undefined}>${refusal ? refusal.message : t('cycles.delete_text')}</p><//>`;
}

export default function Cycles() {
	const { me } = useStore(session);
	const heading = useHeading(t('cycles.title'), me.workspace.name);
	const cycles = useAll('/cycles');
	const [dialog, setDialog] = useState(null);
	const close = () => setDialog(null);
	const done = () => {
		close();
		cycles.reload();
	};

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('cycles.title')}</h1><p class="lede">${t('cycles.lede')}</p></div>
		${may('workspace:admin') && cycles.data && html`<div class="acts"><button class="btn btn-primary" type="button" onClick=${() => setDialog({ kind: 'new' })}>
			<${Icon} name="plus" />${t('cycles.new')}</button></div>`}</header>
		<${Loaded} of=${cycles} rows=${4}>${(list) => (list.length === 0 ? html`<${Empty} title=${t('cycles.none')} text=${t('cycles.none_why')} />` : html`
			<table class="stacks"><caption class="vh">${t('cycles.title')}</caption><thead><tr><th scope="col">${t('cycles.field_name')}</th><th scope="col">${t('cycles.dates')}</th>
				<th scope="col">${t('cycles.now')}</th>${may('workspace:admin') && html`<th scope="col"><span class="vh">${t('cycles.acts')}</span></th>`}</tr></thead>
				<tbody>${list.map((cycle) => html`<${Row} key=${cycle.id} cycle=${cycle} onDialog=${setDialog} />`)}</tbody></table>`)}<//>
		${dialog?.kind === 'new' && html`<${NewRecord} list="/cycles" title=${t('cycles.new')} action=${t('cycles.do')} rows=${rowsOf()} first=${proposedCycle(cycles.data, today())}
			onClose=${close} onDone=${({ name }) => {
				say(t('cycles.made', { name }));
				done();
			}} />`}
		${dialog?.kind === 'edit' && html`<${EditRecord} path=${`/cycles/${dialog.cycle.id}`} title=${t('cycles.edit', { name: dialog.cycle.name })} action=${t('edit.do')} rows=${rowsOf()}
			onClose=${close} onDone=${() => {
				say(t('toast.changed'));
				done();
			}} />`}
		${dialog?.kind === 'delete' && html`<${Delete} cycle=${dialog.cycle} onDone=${done} onClose=${close} />`}`;
}
