/*
 * The ways in, as a form: what the server says it can begin now. Used by the page and, over a page whose
 * session has ended, by a dialog that lets its work go on.
 */
import { ask, get } from '../api.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { api, pathOf } from '../place.js';
import { session, signedIn } from '../session.js';
import { choices, useStore } from '../store.js';
import { t } from '../text.js';
import { Fault, focusFirstError, TextField } from './field.js';
import { Icon } from './icon.js';
import { Layer } from './layer.js';
import { Problem, Skeleton, useBusy } from './states.js';

const open = { isOpen: true };

/** {methods, oidc_name, setup} of GET /sign-in; undefined until it is there. */
export function useWays() {
	const [ways, setWays] = useState();

	useEffect(() => {
		get('/sign-in', open).then(({ data }) => setWays(data), (error) => setWays({ methods: [], error }));
	}, []);
	return ways;
}

/** The words for a refusal of a way in. */
export function refusalOf(error) {
	if (error.status === 429) {
		return t('sign_in.wait', { count: Math.ceil(error.retryAfter / 60) });
	}
	return error.status === 401 ? t('sign_in.wrong') : error.message;
}

/** Sends what leads to a session. With several workspaces the answer is whom to choose from. */
export async function enter(path, body, options) {
	const { data } = await ask('POST', path, { body, ...open, ...options });

	if (data.choose) {
		return data.choose;
	}
	choices.set('workspace', data.workspace.name);
	signedIn(data);
	return null;
}

function Workspaces({ list, onChoose }) {
	return html`<div class="stack"><p>${t('sign_in.choose')}</p>${list.map(({ id, name }) => html`
		<button key=${id} class="btn" type="button" onClick=${() => onChoose(id)}>${name}</button>`)}</div>`;
}

/** `email` is given where it is known who comes back. */
export function PasswordForm({ email: known, children }) {
	const [email, setEmail] = useState(known ?? '');
	const [password, setPassword] = useState('');
	const [fault, setFault] = useState(null);
	const [list, setList] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);

	const send = (workspace) => busy(async () => {
		setFault(null);
		try {
			setList(await enter('/session', { email, password, ...(workspace ? { workspace_id: workspace } : {}) }));
		} catch (error) {
			setList(null);
			setFault(refusalOf(error));
			requestAnimationFrame(() => focusFirstError(form.current));
		}
	});

	if (list) {
		return html`<${Workspaces} list=${list} onChoose=${send} />`;
	}
	return html`<form ref=${form} noValidate onSubmit=${(event) => {
		event.preventDefault();
		send();
	}}>
		${known ? html`<input type="email" class="vh" tabindex="-1" aria-hidden="true" readonly autocomplete="username" value=${known} />` :
			html`<${TextField} label=${t('sign_in.email')} type="email" autocomplete="username" autofocus data-first
				value=${email} onInput=${setEmail} />`}
		<${TextField} label=${known ? t('sign_in.password_for', { email: known }) : t('sign_in.password')} type="password"
			autocomplete="current-password" error=${fault} value=${password} onInput=${setPassword}
			...${known ? { 'data-first': true } : {}} />
		<div class="row"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('sign_in.do')}</button>
			${children}</div>
	</form>`;
}

function LinkButton() {
	const [email, setEmail] = useState(null);
	const [said, setSaid] = useState(null);
	const [isBusy, busy] = useBusy();

	const send = (event) => busy(async () => {
		event.preventDefault();
		try {
			await ask('POST', '/session/link', { body: { email }, ...open });
			setSaid({ text: t('sign_in.link_sent') });
		} catch (error) {
			setSaid({ fault: refusalOf(error) });
		}
	});

	if (said?.text) {
		return html`<p role="status">${said.text}</p>`;
	}
	if (email === null) {
		return html`<button class="btn" type="button" onClick=${() => setEmail('')}><${Icon} name="mail" />${t('sign_in.link')}</button>`;
	}
	return html`<form onSubmit=${send} noValidate><${TextField} label=${t('sign_in.email')} type="email" autocomplete="username" autofocus
		error=${said?.fault} value=${email} onInput=${setEmail} />
		<button class="btn" type="submit" aria-disabled=${isBusy}><${Icon} name="mail" />${t('sign_in.link')}</button></form>`;
}

// The web server has signed in already: one request makes it a session.
function RemoteButton() {
	const [list, setList] = useState(null);
	const [fault, setFault] = useState(null);

	const send = async (workspace) => {
		try {
			setList(await enter('/session', workspace ? { workspace_id: workspace } : {}));
		} catch (error) {
			setList(null);
			setFault(refusalOf(error));
		}
	};

	return list ? html`<${Workspaces} list=${list} onChoose=${send} />` : html`
		<button class="btn" type="button" onClick=${() => send()}><${Icon} name="shield" />${t('sign_in.remote')}</button>
		${fault && html`<${Fault}>${fault}<//>`}`;
}

function CompanyButton({ name }) {
	const start = `${api}/oidc/start?return_to=${encodeURIComponent(location.pathname + location.search)}`;

	return html`<a class="btn" href=${start} target="_self"><${Icon} name="shield" />${t('sign_in.company', { name: name ?? 'SSO' })}</a>`;
}

/** All the ways that the server named, the password first. */
export function Ways({ ways }) {
	if (!ways) {
		return html`<${Skeleton} isSlow rows=${2} />`;
	}
	if (ways.error && ways.error.status !== 404) {
		return html`<${Problem} error=${ways.error} />`;
	}
	const has = (way) => ways.methods.includes(way);
	const others = [has('oidc') && html`<${CompanyButton} name=${ways.oidc_name} />`,
		has('remote') && html`<${RemoteButton} />`, has('link') && html`<${LinkButton} />`].filter(Boolean);

	if (!has('password') && others.length === 0) {
		return html`<p>${t('sign_in.none')}</p>`;
	}
	return html`${has('password') && html`<${PasswordForm} />`}
		${has('password') && others.length > 0 && html`<div class="or">${t('sign_in.or')}</div>`}
		${others}`;
}

/** Over a page whose session has ended: nothing of it is lost. */
export function SignInAgain() {
	const { me } = useStore(session);
	const ways = useWays();
	const email = me?.user?.email;

	return html`<${Layer} kind="dialog">${(id) => html`
		<header><h2 id=${id} tabindex="-1">${t('sign_in.ended')}</h2></header>
		<div class="in"><p class="q2">${t('sign_in.ended_text')}</p>
			${ways?.methods.includes('password') && email ?
				html`<${PasswordForm} email=${email}><a class="btn btn-quiet" target="_self" href=${pathOf('/')}>${t('sign_in.other')}</a><//>` :
				html`<${Ways} ways=${ways} />`}
		</div>`}<//>`;
}
