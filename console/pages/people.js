/*
 * The directory: who is here, in which team, in what role. Admins invite, change and deactivate people; an
 * invitation is a link that is shown once.
 */
import { post } from '../api.js';
import { useGroups, usePeople } from '../directory.js';
import { html, useMemo, useState } from '../html.js';
import { initials } from '../parts/frame.js';
import { Icon } from '../parts/icon.js';
import { say } from '../parts/layer.js';
import { blankPerson, InviteLink, personRows } from '../parts/person_dialog.js';
import { Pick } from '../parts/pick.js';
import { NewRecord } from '../parts/record_dialog.js';
import { Empty, Loaded } from '../parts/states.js';
import { Avatar } from '../parts/status.js';
import { pathOf } from '../place.js';
import { setQuery, useHeading } from '../router.js';
import { may, session } from '../session.js';
import { useStore } from '../store.js';
import { rich, t } from '../text.js';

const roles = ['admin', 'manager', 'member'];

function fits(person, query) {
	return (!query.get('team') || person.team_ids.includes(query.get('team'))) &&
		(!query.get('department') || person.department_id === query.get('department')) &&
		(!query.get('role') || person.role === query.get('role')) &&
		(query.get('gone') ? !person.active : person.active);
}

function Tools({ people, groups, query }) {
	const named = (list) => list.map(({ id, name }) => [id, name]).sort((a, b) => a[1].localeCompare(b[1]));
	const lists = { department: named(groups.departments), team: named(groups.teams),
		role: roles.map((one) => [one, t(`role.${one}`)]) };

	return html`<div class="bar-tools"><div class="acts" role="group" aria-label=${t('tree.filters')}>
		${Object.entries(lists).map(([name, options]) => options.length > 0 && html`<${Pick} key=${name} label=${t(`people.${name}`)}
			options=${options} value=${query.get(name)} onChange=${(value) => setQuery({ [name]: value })} />`)}
		${people.some((one) => !one.active) && html`<button class="pick" type="button" aria-pressed=${Boolean(query.get('gone'))}
			onClick=${() => setQuery({ gone: query.get('gone') ? null : '1' })}>${t('people.gone')}</button>`}</div></div>`;
}

function Row({ person, names }) {
	return html`<tr class=${person.active ? undefined : 'q'}><th scope="row"><span class="person"><${Avatar} letters=${initials(person.name)} />
			<a class="name" dir="auto" href=${pathOf(`/people/${person.id}`)}>${person.name}</a></span></th>
		<td class="q2 nw">${t(`role.${person.role}`)}</td>
		<td class="q2 col-dept">${names.get(person.department_id) ?? ''}</td>
		<td class="q2">${person.team_ids.map((id, i) => html`${i > 0 && ', '}<a class="quiet" key=${id} href=${pathOf(`/teams/${id}`)}>${names.get(id)}</a>`)}</td>
		<td class="q2 col-mail">${person.email}</td></tr>`;
}

function Directory({ people, groups, query }) {
	const rows = useMemo(() => people.filter((one) => fits(one, query)), [people, query]);

	return html`<${Tools} ...${{ people, groups, query }} />
		${rows.length === 0 ? html`<${Empty} title=${t('people.none')}><button class="btn" type="button"
			onClick=${() => setQuery({ team: null, department: null, role: null, gone: null })}>${t('tree.clear')}</button><//>` : html`
		<table class="people"><caption class="vh">${t('nav.people')}</caption><thead><tr><th scope="col">${t('people.name')}</th>
			<th scope="col">${t('people.role')}</th><th scope="col" class="col-dept">${t('people.department')}</th>
			<th scope="col">${t('people.team')}</th><th scope="col" class="col-mail">${t('people.email')}</th></tr></thead>
			<tbody>${rows.map((person) => html`<${Row} key=${person.id} person=${person} names=${groups.names} />`)}</tbody></table>`}`;
}

export default function People({ here }) {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.people'), me.workspace.name);
	const people = usePeople();
	const groups = useGroups();
	const [dialog, setDialog] = useState(null);
	const active = people.data?.filter((one) => one.active).length;

	// Who is put into the directory is meant to come in. Where no link can be made the person is there all
	// the same, and has a button for it.
	const invite = async (made) => {
		setDialog(null);
		people.reload();
		try {
			const { data: link } = await post(`/users/${made.id}/invite`, {});

			if (link.url) {
				setDialog({ link, person: made });
			} else {
				say(t('people.invited', { name: made.name }));
			}
		} catch (refusal) {
			say(refusal.message);
		}
	};

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.people')}</h1>
			${people.data && groups.data && html`<p class="lede">${rich('people.count', { count: active, teams: t('people.teams', { count: groups.data.teams.length }) })}</p>`}</div>
		${may('workspace:admin') && html`<div class="acts"><a class="btn" href=${pathOf('/reviews')}>${t('nav.reviews')}</a><button class="btn btn-primary" type="button" onClick=${() => setDialog({ isNew: true })}>
			<${Icon} name="plus" />${t('people.invite')}</button></div>`}</header>
		<${Loaded} of=${people} rows=${8}>${(list) => html`<${Loaded} of=${groups}>${(known) => html`
			<${Directory} people=${list} groups=${known} query=${here.query} />
			${dialog?.isNew && html`<${NewRecord} list="/users" title=${t('people.invite')} action=${t('person.invite_do')} rows=${personRows(known, list)}
				first=${blankPerson} onDone=${invite} onClose=${() => setDialog(null)} />`}
			${dialog?.link && html`<${InviteLink} ...${dialog} onClose=${() => setDialog(null)} />`}`}<//>`}<//>`;
}
