/*
 * What the workspace has chosen: its name, its days, who may edit, when a reason is asked for.
 */
import { put } from '../api.js';
import { html, useRef, useState } from '../html.js';
import { useGet } from '../load.js';
import { CheckField, Fault, focusFirstError, SelectField, TextField } from '../parts/field.js';
import { say } from '../parts/layer.js';
import { Settings } from '../parts/settings.js';
import { Loaded, useBusy } from '../parts/states.js';
import { drafts } from '../store.js';
import { languages, t } from '../text.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const fields = ['name', 'time_zone', 'locale', 'edit_policy', 'check_in_weekday', 'change_reason', 'grace_days'];
const draft = 'settings.general';

function zones(current) {
	const known = Intl.supportedValuesOf?.('timeZone') ?? [];

	return [...new Set(['UTC', current, ...known])].map((one) => [one, one.replaceAll('_', ' ')]);
}

function Form({ workspace, etag, onDone }) {
	const [state, setState] = useState(() => drafts.get(draft) ?? Object.fromEntries(fields.map((name) => [name, workspace[name]])));
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const form = useRef(null);
	const changed = fields.filter((name) => state[name] !== workspace[name]);
	const set = (name) => (value) => setState((before) => {
		const next = { ...before, [name]: value };

		drafts.set(draft, next);
		return next;
	});
	const of = (name) => refusal?.of?.(name);
	const send = (event) => {
		event.preventDefault();
		run(async () => {
			try {
				const body = Object.fromEntries(changed.map((name) => [name, name === 'grace_days' ? Number(state[name]) : state[name]]));

				if (changed.length > 0) {
					await put('/workspace', body, { version: etag });
				}
				drafts.remove(draft);
				setRefusal(null);
				say(t('toast.changed'));
				await onDone();
			} catch (error) {
				setRefusal(error);
				focusFirstError(form.current);
			}
		});
	};
	return html`<form class="narrow" ref=${form} onSubmit=${send} noValidate>
		${refusal && !fields.some(of) && html`<${Fault}>${refusal.status === 412 ? t('panel.changed_meanwhile') : refusal.message}<//>`}
		<${TextField} label=${t('general.name')} value=${state.name} error=${of('name')} maxlength="255" onInput=${set('name')} />
		<${SelectField} label=${t('general.edit_policy')} value=${state.edit_policy} error=${of('edit_policy')} hint=${t(`edit_policy_hint.${state.edit_policy}`)}
			options=${['everyone', 'owners'].map((one) => [one, t(`edit_policy.${one}`)])} onChange=${set('edit_policy')} />
		<${SelectField} label=${t('general.weekday')} value=${state.check_in_weekday ?? ''} error=${of('check_in_weekday')} hint=${t('general.weekday_hint')}
			options=${[['', t('general.any_day')], ...weekdays.map((one) => [one, t(`weekday.${one}`)])]} onChange=${(value) => set('check_in_weekday')(value || null)} />
		<${TextField} label=${t('general.grace')} type="number" min="0" max="31" inputmode="numeric" value=${state.grace_days} error=${of('grace_days')} hint=${t('general.grace_hint')} onInput=${set('grace_days')} />
		<${CheckField} label=${t('general.reason')} hint=${t('general.reason_hint')} checked=${state.change_reason === 'required'}
			onChange=${(isSet) => set('change_reason')(isSet ? 'required' : 'optional')} />
		<${SelectField} label=${t('general.time_zone')} value=${state.time_zone} error=${of('time_zone')} hint=${t('general.time_zone_hint')}
			options=${zones(workspace.time_zone)} onChange=${set('time_zone')} />
		<${SelectField} label=${t('general.locale')} value=${state.locale} error=${of('locale')} options=${Object.entries(languages)} onChange=${set('locale')} />
		<p class="acts mt4"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy || changed.length === 0}>${t('edit.do')}</button>
			${changed.length === 0 && html`<span class="s q">${t('general.nothing')}</span>`}</p></form>`;
}

export default function General({ here }) {
	const workspace = useGet('/workspace');

	return html`<${Settings} here=${here}><${Loaded} of=${workspace} rows=${6}>${(data) => html`
		<${Form} key=${workspace.etag} workspace=${data} etag=${workspace.etag} onDone=${workspace.reload} />`}<//><//>`;
}
