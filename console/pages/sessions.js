/*
 * One's own way in: the password, and the sessions that are open. Every session can be ended here; others'
 * end with their people.
 */
import { put, remove } from '../api.js';
import { exact, when } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useAll } from '../load.js';
import { Fault, focusFirstError, TextField } from '../parts/field.js';
import { say } from '../parts/layer.js';
import { Settings } from '../parts/settings.js';
import { Loaded, useBusy } from '../parts/states.js';
import { t } from '../text.js';

// "Firefox on Linux": what most people know their browsers by.
const browsers = [['Firefox', /Firefox\//], ['Edge', /Edg\//], ['Chrome', /Chrom(e|ium)\//], ['Safari', /Safari\//]];
const systems = [['Windows', /Windows/], ['Android', /Android/], ['iOS', /iPhone|iPad/], ['macOS', /Mac OS X/], ['Linux', /Linux/]];

function deviceOf(agent) {
	const name = (list) => list.find(([, pattern]) => pattern.test(agent ?? ''))?.[0];
	const browser = name(browsers), system = name(systems);

	return browser ? [browser, system].filter(Boolean).join(' · ') : agent || t('sessions.unknown');
}

function Password({ onDone }) {
	const [state, setState] = useState({ current_password: '', new_password: '' });
	const [refusal, setRefusal] = useState(null);
	const [isBusy, run] = useBusy();
	const form = useRef(null);
	const of = (name) => refusal?.of?.(name);
	const field = (name, label, rest) => html`<${TextField} label=${label} type="password" value=${state[name]} error=${of(name)}
		onInput=${(value) => setState({ ...state, [name]: value })} ...${rest} />`;
	const send = (event) => {
		event.preventDefault();
		run(async () => {
			try {
				await put('/me/password', { new_password: state.new_password,
					...state.current_password && { current_password: state.current_password } });
				setState({ current_password: '', new_password: '' });
				setRefusal(null);
				say(t('sessions.password_changed'));
				onDone();
			} catch (error) {
				setRefusal(error);
				focusFirstError(form.current);
			}
		});
	};

	return html`<section class="sec" aria-labelledby="h-password"><div class="sec-head"><h2 id="h-password">${t('setup.password')}</h2></div>
		<form class="narrow" ref=${form} onSubmit=${send} noValidate>
			${refusal && !of('current_password') && !of('new_password') && html`<${Fault}>${refusal.message}<//>`}
			${field('current_password', t('sessions.present'), { autocomplete: 'current-password', hint: t('sessions.present_hint') })}
			${field('new_password', t('link.password'), { autocomplete: 'new-password', hint: t('link.hint'), minlength: 12 })}
			<p class="acts mt4"><button class="btn" type="submit" aria-disabled=${isBusy || !state.new_password}>${t('sessions.change')}</button></p></form></section>`;
}

function Row({ session, onEnd }) {
	return html`<tr><th scope="row">${deviceOf(session.user_agent)}${session.current && html` <span class="tag tag-ok">${t('sessions.this')}</span>`}</th>
		<td class="q2">${t(`sessions.by.${session.method}`)}</td><td class="q2 col-mail">${session.address ?? ''}</td>
		<td class="q2 nw" title=${exact(session.seen_at)}>${when(session.seen_at)}</td>
		<td class="r">${!session.current && html`<button class="link" type="button" onClick=${onEnd}>${t('sessions.end')}</button>`}</td></tr>`;
}

export default function Sessions({ here }) {
	const sessions = useAll('/sessions');
	const end = async (path, text) => {
		await remove(path);
		say(text);
		sessions.reload();
	};

	return html`<${Settings} here=${here} lede=${t('sessions.lede')} actions=${sessions.data?.length > 1 && html`
		<button class="btn" type="button" onClick=${() => end('/sessions', t('sessions.ended_others'))}>${t('sessions.end_others')}</button>`}>
		<${Loaded} of=${sessions} rows=${3}>${(list) => html`<table class="stacks"><caption class="vh">${t('sessions.title')}</caption><thead><tr>
			<th scope="col">${t('sessions.device')}</th><th scope="col">${t('sessions.way')}</th><th scope="col" class="col-mail">${t('sessions.address')}</th>
			<th scope="col">${t('sessions.seen')}</th><th scope="col"><span class="vh">${t('sessions.end')}</span></th></tr></thead><tbody>${list.map((one) => html`
			<${Row} key=${one.id} session=${one} onEnd=${() => end(`/sessions/${one.id}`, t('sessions.ended'))} />`)}</tbody></table>`}<//>
		<${Password} onDone=${sessions.reload} /><//>`;
}
