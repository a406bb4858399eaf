/*
 * A server that nobody has a shell on: with the code of its settings one sees how the host is, makes or
 * updates the tables, and becomes the first administrator. What is away here is said at once, for it may be
 * what has to be mended.
 */
import { ask } from '../api.js';
import { html, useRef, useState } from '../html.js';
import { Fault, focusFirstError, TextField } from '../parts/field.js';
import { Shape } from '../parts/icon.js';
import { enter, refusalOf } from '../parts/sign_in.js';
import { useBusy } from '../parts/states.js';
import { pathOf } from '../place.js';
import { go } from '../router.js';
import { rich, t } from '../text.js';
import { Entrance } from './sign_in.js';

const once = { isOpen: true, isOnce: true };
const gone = [0, 502, 504];

const fields = [
	['workspace_name', { isOptional: true, autocomplete: 'organization' }],
	['name', { autocomplete: 'name' }],
	['email', { type: 'email', autocomplete: 'username' }],
	['password', { type: 'password', autocomplete: 'new-password' }],
];

// The header is what the check looks for: a host may keep it to itself.
async function examine(path, code) {
	const { data } = await ask('POST', path, { ...once, headers: { Authorization: 'Bearer check' },
		body: { code, now: new Date().toISOString() } });

	return data;
}

function reasonOf(error) {
	if (gone.includes(error.status)) {
		return t('setup.away');
	}
	if (error.status === 404) {
		return t('setup.closed');
	}
	return error.status === 401 ? t('setup.wrong') : refusalOf(error);
}

/** A form that sends once at a time, and shows what came of it. */
function Form({ send, label, children }) {
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);

	const submit = () => busy(async () => {
		setRefusal(null);
		try {
			await send();
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<form ref=${form} noValidate onSubmit=${(event) => {
		event.preventDefault();
		submit();
	}}>
		${children?.(refusal)}
		${refusal && !refusal.details?.length && html`<div role="alert"><${Fault}>${reasonOf(refusal)}<//></div>`}
		<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${isBusy ? t('setup.busy') : label}</button>
	</form>`;
}

function CodeForm({ onReport }) {
	const [code, setCode] = useState('');

	return html`<p class="q2">${t('setup.text')}</p>
		<${Form} label=${t('setup.look')} send=${async () => onReport(code, await examine('/setup/check', code))}>${() => html`
			<${TextField} label=${t('setup.code')} type="password" autocomplete="off" autofocus value=${code} onInput=${setCode} />`}<//>`;
}

// What the server says of it is English, whatever the page speaks.
function Checks({ rows }) {
	return html`<ul class="checks">${rows.map(({ check, result, found, advice }) => html`<li key=${check}>
		<${Shape} name=${result === 'ok' ? 'on_track' : 'off_track'} />
		<div><b>${t(`setup.check.${check.replaceAll(' ', '_')}`)}</b> <span class="vh">${t(`setup.result.${result}`)}</span>
			${found && html`<span class="found" lang="en">${found}</span>`}
			${advice && html`<p class="bad" lang="en">${advice}</p>`}</div></li>`)}</ul>`;
}

function Tables({ report, onMade }) {
	const isNew = report.tables_applied === 0;

	return html`<p>${t(isNew ? 'setup.tables_none' : 'setup.tables_old')}</p>
		<${Form} label=${t(isNew ? 'setup.tables_make' : 'setup.tables_update')} send=${onMade} />`;
}

function Admin({ code }) {
	const [values, setValues] = useState({});
	const send = async () => {
		await enter('/setup', { code, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value)) }, once);
		go('/', { replaces: true });
	};

	return html`<h2>${t('setup.title')}</h2>
		<${Form} label=${t('setup.do')} send=${send}>${(refusal) => fields.map(([name, rest]) => html`
			<${TextField} key=${name} label=${t(`setup.${name}`)} ...${rest}
				hint=${name === 'password' ? t('link.hint') : undefined} error=${refusal?.of?.(name)} value=${values[name] ?? ''}
				onInput=${(value) => setValues({ ...values, [name]: value })} />`)}<//>`;
}

function Done() {
	return html`<p>${rich('setup.done', { setting: html`<code>setup_code</code>` })}</p>
		<a class="btn btn-primary" href=${pathOf('/')}>${t('setup.enter')}</a>`;
}

function Next({ code, report, onReport }) {
	if (report.tables_applied === null) {
		return null;
	}
	if (report.tables_applied !== report.tables_known) {
		return report.tables_applied < report.tables_known && html`<${Tables} report=${report}
			onMade=${async () => onReport(await examine('/setup/tables', code))} />`;
	}
	return report.can_make_admin ? html`<${Admin} code=${code} />` : html`<${Done} />`;
}

export default function Setup() {
	const [code, setCode] = useState('');
	const [report, setReport] = useState(null);
	const [isBusy, busy] = useBusy();
	const [refusal, setRefusal] = useState(null);
	const again = () => busy(async () => {
		setRefusal(null);
		try {
			setReport(await examine('/setup/check', code));
		} catch (error) {
			setRefusal(error);
		}
	});

	return html`<${Entrance} title=${t('setup.heading')}>${report ? html`
		<p class="q2">${t('setup.version', { version: report.version })}</p>
		<${Checks} rows=${report.checks} />
		${refusal && html`<div role="alert"><${Fault}>${reasonOf(refusal)}<//></div>`}
		<button class="btn" type="button" aria-disabled=${isBusy} onClick=${again}>${t('setup.again')}</button>
		<${Next} code=${code} report=${report} onReport=${setReport} />` : html`
		<${CodeForm} onReport=${(given, first) => {
			setCode(given);
			setReport(first);
		}} />`}<//>`;
}
