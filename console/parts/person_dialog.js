/*
 * A person in a dialog: made, or changed; and the link that lets somebody in, which is shown once.
 */
import { shortDay } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { drafts } from '../store.js';
import { t } from '../text.js';
import { CheckField, Fault, focusFirstError, SelectField, TextField } from './field.js';
import { Dialog, say } from './layer.js';
import { useBusy } from './states.js';

const roles = ['member', 'manager', 'admin'];
const fields = ['name', 'email', 'role', 'department_id', 'team_ids', 'manager_id'];

function blank(person) {
	return person ? Object.fromEntries(fields.map((name) => [name, person[name]])) :
		{ name: '', email: '', role: 'member', department_id: null, team_ids: [], manager_id: null };
}

// What differs from what is there: nobody else's change is overwritten by what was not touched.
function changes(state, person) {
	return person ? Object.fromEntries(fields.filter((name) => JSON.stringify(state[name]) !== JSON.stringify(person[name]))
		.map((name) => [name, state[name]])) : state;
}

/** `onSave(body)` makes or changes; its refusal is shown at the fields. */
export function PersonDialog({ person, groups, people, onSave, onClose }) {
	const draft = `person.${person?.id ?? 'new'}`;
	const [state, setState] = useState(() => drafts.get(draft) ?? blank(person));
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const form = useRef(null);
	const set = (name, value) => setState((before) => {
		const next = { ...before, [name]: value };

		drafts.set(draft, next);
		return next;
	});
	const close = () => {
		drafts.remove(draft);
		onClose();
	};
	const send = () => run(async () => {
		const body = changes(state, person);

		if (Object.keys(body).length === 0) {
			close();
			return;
		}
		try {
			await onSave(body);
			drafts.remove(draft);
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});
	const none = ['', t('person.none')];
	const named = (list) => list.map(({ id, name }) => [id, name]).sort((a, b) => a[1].localeCompare(b[1]));
	const of = (name) => refusal?.of?.(name);
	const other = refusal && !fields.some((name) => of(name));

	return html`<${Dialog} title=${person ? t('person.edit', { name: person.name }) : t('people.invite')} onClose=${close} onSubmit=${send}
		actions=${html`<button class="btn" type="button" onClick=${close}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t(person ? 'edit.do' : 'person.invite_do')}</button>`}>
		<div ref=${form}>
		${other && html`<${Fault}>${refusal.message}<//>`}
		<${TextField} label=${t('people.name')} value=${state.name} error=${of('name')} onInput=${(value) => set('name', value)} data-first required maxlength="255" autocomplete="off" />
		<${TextField} label=${t('people.email')} type="email" value=${state.email ?? ''} error=${of('email')} onInput=${(value) => set('email', value)} required autocomplete="off" />
		<${SelectField} label=${t('people.role')} value=${state.role} error=${of('role')} hint=${t(`role_hint.${state.role}`)}
			options=${roles.map((one) => [one, t(`role.${one}`)])} onChange=${(value) => set('role', value)} />
		<${SelectField} label=${t('people.department')} isOptional value=${state.department_id ?? ''} error=${of('department_id')}
			options=${[none, ...named(groups.departments)]} onChange=${(value) => set('department_id', value || null)} />
		<fieldset class="field"><legend class="lab">${t('people.team')} <span class="opt">${t('field.optional')}</span></legend>
			<div class="checks">${named(groups.teams).map(([id, name]) => html`<${CheckField} key=${id} label=${name} checked=${state.team_ids.includes(id)}
				onChange=${(isSet) => set('team_ids', isSet ? [...state.team_ids, id] : state.team_ids.filter((one) => one !== id))} />`)}</div></fieldset>
		<${SelectField} label=${t('person.manager')} isOptional value=${state.manager_id ?? ''} error=${of('manager_id')}
			options=${[none, ...named(people.filter((one) => one.active && one.id !== person?.id))]} onChange=${(value) => set('manager_id', value || null)} />
		</div><//>`;
}

/** The link of an invitation: the server keeps its fingerprint only. */
export function InviteLink({ link, person, onClose }) {
	const copy = async () => {
		await navigator.clipboard.writeText(link.url);
		say(t('person.copied'));
	};

	return html`<${Dialog} title=${t('person.link_title', { name: person.name })} onClose=${onClose} onSubmit=${onClose}
		actions=${html`<button class="btn btn-primary" type="submit">${t('layer.close')}</button>`}>
		<p>${t('person.link_text', { day: shortDay(Date.parse(link.expires_at)) })}</p>
		<div class="secret"><code>${link.url}</code><button class="btn" type="button" data-first onClick=${copy}>${t('person.copy')}</button></div><//>`;
}
