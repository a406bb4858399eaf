/*
 * The first administrator, where nobody has a shell: with the code of the server's settings.
 */
import { html, useRef, useState } from '../html.js';
import { focusFirstError, Fault, TextField } from '../parts/field.js';
import { enter } from '../parts/sign_in.js';
import { useBusy } from '../parts/states.js';
import { go } from '../router.js';
import { t } from '../text.js';
import { Entrance } from './sign_in.js';

const fields = [
	['code', { autocomplete: 'off' }],
	['workspace_name', { isOptional: true, autocomplete: 'organization' }],
	['name', { autocomplete: 'name' }],
	['email', { type: 'email', autocomplete: 'username' }],
	['password', { type: 'password', autocomplete: 'new-password' }],
];

export default function Setup() {
	const [values, setValues] = useState({});
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);

	const send = () => busy(async () => {
		setRefusal(null);
		try {
			await enter('/setup', Object.fromEntries(Object.entries(values).filter(([, value]) => value)));
			go('/', { replaces: true });
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});
	const faultOf = (name) => (name === 'code' && refusal?.status === 401 ? t('setup.wrong') : refusal?.of(name));

	return html`<${Entrance} title=${t('setup.title')}><p class="q2">${t('setup.text')}</p>
		<form ref=${form} noValidate onSubmit=${(event) => {
			event.preventDefault();
			send();
		}}>
			${fields.map(([name, rest]) => html`<${TextField} key=${name} label=${t(`setup.${name}`)} ...${rest}
				hint=${name === 'password' ? t('link.hint') : undefined} error=${faultOf(name)} value=${values[name] ?? ''}
				onInput=${(value) => setValues({ ...values, [name]: value })} />`)}
			${refusal && !fields.some(([name]) => faultOf(name)) && html`<${Fault}>${refusal.message}<//>`}
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('setup.do')}</button>
		</form><//>`;
}
