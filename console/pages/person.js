/*
 * A person: what is theirs and how it stands, what they owe. Admins change and deactivate here.
 */
import { post, put } from '../api.js';
import { useGroups, usePeople } from '../directory.js';
import { dayOf, shortDay } from '../format.js';
import { html, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { Dialog, say } from '../parts/layer.js';
import { isRunning, ObjectiveList } from '../parts/objective_list.js';
import { InviteLink, personRows } from '../parts/person_dialog.js';
import { EditRecord } from '../parts/record_dialog.js';
import { Loaded } from '../parts/states.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { may, session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

function Owed({ id }) {
	const owed = useAll(`/users/${id}/todo`);

	// Who may not know what somebody owes is not told that it is a secret.
	if (owed.error) {
		return null;
	}
	return html`<section class="sec" aria-labelledby="h-owed"><div class="sec-head"><h2 id="h-owed">${t('person.owed')}</h2></div>
		<${Loaded} of=${owed}>${(items) => (items.length === 0 ? html`<p class="q2">${t('person.owes_nothing')}</p>` : html`
			<ul>${items.map((item) => html`<li class="mini-owed" key=${item.subject.id}>
				<span class=${item.days_late > 0 ? 'bad b nw' : 'q2 nw'}>${item.days_late > 0 ? t('week.late', { count: item.days_late }) : shortDay(dayOf(item.due_on))}</span>
				<span dir="auto">${item.subject.title}</span></li>`)}</ul>`)}<//></section>`;
}

function Deactivate({ person, onDone, onClose }) {
	return html`<${Dialog} title=${t('person.deactivate_title', { name: person.name })} onClose=${onClose}
		onSubmit=${async () => {
			await put(`/users/${person.id}`, { active: false });
			say(t('person.deactivated', { name: person.name }), () => put(`/users/${person.id}`, { active: true }).then(onDone));
			onDone();
		}}
		actions=${html`<button class="btn" type="button" data-first onClick=${onClose}>${t('layer.cancel')}</button>
			<button class="btn btn-danger" type="submit">${t('person.deactivate')}</button>`}>
		<p>${t('person.deactivate_text')}</p><//>`;
}

function Actions({ person, onDialog, onDone }) {
	const invite = async () => {
		const { data: link } = await post(`/users/${person.id}/invite`, {});

		if (link.url) {
			onDialog({ kind: 'link', link });
		} else {
			say(t('people.invited', { name: person.name }));
		}
	};

	return html`<div class="acts"><button class="btn" type="button" onClick=${() => onDialog({ kind: 'edit' })}>${t('okr.edit')}</button>
		${person.active ? html`<button class="btn" type="button" onClick=${invite}>${t('person.link')}</button>
			<button class="btn" type="button" onClick=${() => onDialog({ kind: 'off' })}>${t('person.deactivate')}</button>` : html`
			<button class="btn" type="button" onClick=${() => put(`/users/${person.id}`, { active: true }).then(onDone)}>${t('person.reactivate')}</button>`}</div>`;
}

function Page({ person, people, groups, onDone }) {
	const { me } = useStore(session);
	const heading = useHeading(person.name, me.workspace.name);
	const okrs = useAll(`/okrs?owner_id=${person.id}`);
	const [dialog, setDialog] = useState(null);
	const close = () => setDialog(null);
	const places = [person.department_id, ...person.team_ids].filter(Boolean).map((id) => groups.names.get(id));
	const manager = people.find((one) => one.id === person.manager_id);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1" dir="auto">${person.name}</h1>
			<p class="lede">${[t(`role.${person.role}`), ...places].join(' · ')}${!person.active && html` <span class="tag tag-warn">${t('person.off')}</span>`}</p>
			<p class="q2 s">${person.email && html`<a href=${`mailto:${person.email}`}>${person.email}</a>`}${manager && html`
				<span class="dot-sep" aria-hidden="true">·</span>${t('person.reports_to')} <a href=${pathOf(`/people/${manager.id}`)} dir="auto">${manager.name}</a>`}</p></div>
		${may('workspace:admin') && html`<${Actions} person=${person} onDialog=${setDialog} onDone=${onDone} />`}</header>
		<section class="sec" aria-labelledby="h-mine"><div class="sec-head"><h2 id="h-mine">${t('nav.objectives')}</h2></div>
			<${Loaded} of=${okrs}>${(list) => (!list.some(isRunning) ? html`<p class="q2">${t('person.no_objectives')}</p>` :
				html`<${ObjectiveList} hasCycle okrs=${list.filter(isRunning)} />`)}<//></section>
		${(me.user_id === person.id || may('workspace:admin') || manager?.id === me.user_id) && html`<${Owed} id=${person.id} />`}
		${dialog?.kind === 'edit' && html`<${EditRecord} path=${`/users/${person.id}`} title=${t('person.edit', { name: person.name })} action=${t('edit.do')}
			rows=${personRows(groups, people, person)} onClose=${close} onDone=${() => {
				say(t('toast.changed'));
				close();
				onDone();
			}} />`}
		${dialog?.kind === 'off' && html`<${Deactivate} person=${person} onClose=${close} onDone=${() => {
			close();
			onDone();
		}} />`}
		${dialog?.kind === 'link' && html`<${InviteLink} link=${dialog.link} person=${person} onClose=${close} />`}`;
}

export default function Person({ id }) {
	const people = usePeople();
	const groups = useGroups();
	const one = useGet(people.data && !people.data.some((person) => person.id === id) ? `/users/${id}` : null);
	const person = people.data?.find((each) => each.id === id) ?? one.data;

	return html`<${Loaded} of=${person ? people : one.error ? one : people} rows=${6}>${(list) => groups.data && person && html`
		<${Page} key=${id} person=${person} people=${list} groups=${groups.data} onDone=${people.reload} />`}<//>`;
}
