/*
 * A person in a dialog: what there is to fill in; and the link that lets somebody in, which is shown once.
 */
import { copyText } from '../copy.js';
import { shortDay } from '../format.js';
import { html, useRef } from '../html.js';
import { t } from '../text.js';
import { Dialog, say } from './layer.js';

const roles = ['member', 'manager', 'admin'];

export const blankPerson = { name: '', email: '', role: 'member', department_id: null, team_ids: [], manager_id: null };

/** The rows of a person's dialog; `self` is who is changed, for nobody reports to oneself. */
export function personRows(groups, people, self) {
	const named = (list) => list.map(({ id, name }) => [id, name]).sort((a, b) => a[1].localeCompare(b[1]));
	const none = ['', t('person.none')];

	return [{ name: 'name', label: t('people.name'), required: true, maxlength: 255, autocomplete: 'off' },
		{ name: 'email', label: t('people.email'), type: 'email', required: true, autocomplete: 'off' },
		{ name: 'role', label: t('people.role'), options: roles.map((one) => [one, t(`role.${one}`)]), hint: (role) => t(`role_hint.${role}`) },
		{ name: 'department_id', label: t('people.department'), isOptional: true, options: [none, ...named(groups.departments)] },
		{ name: 'team_ids', label: t('people.team'), isMany: true, options: named(groups.teams) },
		{ name: 'manager_id', label: t('person.manager'), isOptional: true,
			options: [none, ...named(people.filter((one) => one.active && one.id !== self?.id))] }];
}

/** The link of an invitation: the server keeps its fingerprint only. */
export function InviteLink({ link, person, onClose }) {
	const shown = useRef(null);
	const copy = async () => {
		if (await copyText(link.url, shown.current)) {
			say(t('person.copied'));
		}
	};

	return html`<${Dialog} title=${t('person.link_title', { name: person.name })} onClose=${onClose} onSubmit=${onClose}
		actions=${html`<button class="btn btn-primary" type="submit">${t('layer.close')}</button>`}>
		<p>${t('person.link_text', { day: shortDay(Date.parse(link.expires_at)) })}</p>
		<div class="secret"><code ref=${shown}>${link.url}</code><button class="btn" type="button" data-first onClick=${copy}>${t('person.copy')}</button></div><//>`;
}
