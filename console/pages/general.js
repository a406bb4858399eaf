/*
 * What the workspace has chosen: its name, its days, who may edit, when a reason is asked for.
 */
import { putOver } from '../api.js';
import { html, useRef, useState } from '../html.js';
import { useGet } from '../load.js';
import { CheckField, Fault, focusFirstError, SelectField, TextField } from '../parts/field.js';
import { say } from '../parts/layer.js';
import { Settings } from '../parts/settings.js';
import { Loaded, useBusy } from '../parts/states.js';
import { useDraft } from '../store.js';
import { languages, t } from '../text.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const fields = ['name', 'time_zone', 'locale', 'edit_policy', 'check_in_weekday', 'change_reason', 'grace_days'];

function zones(current) {
	const known = Intl.supportedValuesOf?.('timeZone') ?? [];

	return [...new Set(['UTC', current, ...known])].map((one) => [one, one.replaceAll('_', ' ')]);
}

function Form({ workspace, etag, reload }) {
	const { values, set, forget } = useDraft('settings.general', workspace);
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const form = useRef(null);
	const changed = fields.filter((name) => values[name] !== workspace[name]);
	const setTo = (name) => (value) => set({ [name]: value });
	const of = (name) => refusal?.of?.(name);
	const send = (event) => {
		event.preventDefault();
		run(async () => {
			try {
				const body = Object.fromEntries(changed.map((name) => [name, name === 'grace_days' ? Number(values[name]) : values[name]]));

				if (changed.length > 0) {
					await putOver('/workspace', body, etag, reload);
				}
				await reload();
				forget();
				setRefusal(null);
				say(t('toast.changed'));
			} catch (error) {
				setRefusal(error);
				focusFirstError(form.current);
			}
		});
	};
	return html`<form class="narrow" ref=${form} onSubmit=${send} noValidate>
		${refusal && !fields.some(of) && html`<${Fault}>${refusal.status === 412 ? t('panel.changed_meanwhile') : refusal.message}<//>`}
		<${TextField} label=${t('general.name')} value=${values.name} error=${of('name')} maxlength="255" onInput=${setTo('name')} />
		<${SelectField} label=${t('general.edit_policy')} value=${values.edit_policy} error=${of('edit_policy')} hint=${t(`edit_policy_hint.${values.edit_policy}`)}
			options=${['everyone', 'owners'].map((one) => [one, t(`edit_policy.${one}`)])} onChange=${setTo('edit_policy')} />
		<${SelectField} label=${t('general.weekday')} value=${values.check_in_weekday ?? ''} error=${of('check_in_weekday')} hint=${t('general.weekday_hint')}
			options=${[['', t('general.any_day')], ...weekdays.map((one) => [one, t(`weekday.${one}`)])]} onChange=${(value) => setTo('check_in_weekday')(value || null)} />
		<${TextField} label=${t('general.grace')} type="number" min="0" max="31" inputmode="numeric" value=${values.grace_days} error=${of('grace_days')} hint=${t('general.grace_hint')} onInput=${setTo('grace_days')} />
		<${CheckField} label=${t('general.reason')} hint=${t('general.reason_hint')} checked=${values.change_reason === 'required'}
			onChange=${(isSet) => setTo('change_reason')(isSet ? 'required' : 'optional')} />
		<${SelectField} label=${t('general.time_zone')} value=${values.time_zone} error=${of('time_zone')} hint=${t('general.time_zone_hint')}
			options=${zones(workspace.time_zone)} onChange=${setTo('time_zone')} />
		<${SelectField} label=${t('general.locale')} value=${values.locale} error=${of('locale')} options=${Object.entries(languages)} onChange=${setTo('locale')} />
		<p class="acts mt4"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy || changed.length === 0}>${t('edit.do')}</button>
			${changed.length === 0 && html`<span class="s q">${t('general.nothing')}</span>`}</p></form>`;
}

export default function General({ here }) {
	const workspace = useGet('/workspace');

	return html`<${Settings} here=${here}><${Loaded} of=${workspace} rows=${6}>${(data) => html`
		<${Form} workspace=${data} etag=${workspace.etag} reload=${workspace.reload} />`}<//><//>`;
}
