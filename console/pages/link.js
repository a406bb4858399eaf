/*
 * A one-time link: /app/link#TOKEN, an invitation, a reset, the first administrator's. The token is in
 * the fragment, which no server and no log sees, and leaves the address at once.
 */
import { html, useRef, useState } from '../html.js';
import { focusFirstError, Fault, TextField } from '../parts/field.js';
import { enter } from '../parts/sign_in.js';
import { useBusy } from '../parts/states.js';
import { pathOf } from '../place.js';
import { go } from '../router.js';
import { t } from '../text.js';
import { Entrance } from './sign_in.js';

let token = null;

function takeToken() {
	if (location.hash.length > 1) {
		token = location.hash.slice(1);
		history.replaceState(null, '', location.pathname);
	}
	return token;
}

export default function Link() {
	const [own] = useState(takeToken);
	const [password, setPassword] = useState('');
	const [fault, setFault] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);

	const send = (body) => busy(async () => {
		setFault(null);
		try {
			await enter('/session/token', { token: own, ...body });
			token = null;
			go('/', { replaces: true });
		} catch (error) {
			setFault({ field: error.of?.('password'), text: error.status === 401 ? t('link.used') : error.message });
			focusFirstError(form.current);
		}
	});

	if (!own || fault?.text === t('link.used')) {
		return html`<${Entrance} title=${t('link.used_title')}><p>${t('link.used')}</p>
			<a class="btn" href=${pathOf('/')}>${t('sign_in.title')}</a><//>`;
	}
	return html`<${Entrance} title=${t('link.title')}><p class="q2">${t('link.text')}</p>
		<form ref=${form} noValidate onSubmit=${(event) => {
			event.preventDefault();
			send(password ? { password } : {});
		}}>
			<input class="vh" tabindex="-1" aria-hidden="true" type="text" autocomplete="username" readonly value="" />
			<${TextField} label=${t('link.password')} isOptional type="password" autocomplete="new-password" hint=${t('link.hint')}
				error=${fault?.field} value=${password} onInput=${setPassword} />
			${fault && !fault.field && html`<${Fault}>${fault.text}<//>`}
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>
				${t(password ? 'link.do_password' : 'link.do')}</button>
		</form><//>`;
}
