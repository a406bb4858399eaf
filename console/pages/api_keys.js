/*
 * API keys: what can get in, what ends soon, what was never used. A new key is shown once, in a dialog
 * that must be confirmed; what is revoked is typed by name.
 */
import { post, remove } from '../api.js';
import { copyText } from '../copy.js';
import { usePeopleNames } from '../directory.js';
import { ago, dayOf, daysBetween, exact, number, shortDay, today } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useAll } from '../load.js';
import { CheckField, Fault, focusFirstError, TextField } from '../parts/field.js';
import { Icon } from '../parts/icon.js';
import { Dialog, say } from '../parts/layer.js';
import { Settings } from '../parts/settings.js';
import { Empty, Loaded, useBusy } from '../parts/states.js';
import { origin, pathOf } from '../place.js';
import { rich, t } from '../text.js';

const scopes = ['okrs:read', 'write:okrs', 'okr-checkins:write', 'kpis:read', 'kpis:write', 'reviews:read', 'workspace:admin'];
const soonDays = 14;
const overlapSeconds = 86400;

function isDead(key) {
	return key.revoked_at !== null || (key.expires_at !== null && Date.parse(key.expires_at) < Date.now());
}

function daysLeft(key) {
	return key.expires_at === null ? Infinity : daysBetween(today(), dayOf(key.expires_at));
}

function inAYear() {
	const day = new Date();

	day.setUTCFullYear(day.getUTCFullYear() + 1);
	return day.toISOString().slice(0, 10);
}

// ---- a new key

/** What a key may do, a sentence each; the words of the API stand beside it. */
function Scopes({ chosen, error, onChange }) {
	return html`<fieldset class="field"><legend class="lab">${t('keys.may')}</legend><div class="scl">${scopes.map((scope) => html`
		<${CheckField} key=${scope} label=${html`<b class="mono">${scope}</b>`} hint=${t(`scope.${scope.replace(':', '.')}`)} checked=${chosen.includes(scope)}
			onChange=${(isSet) => onChange(isSet ? [...chosen, scope] : chosen.filter((one) => one !== scope))} />`)}</div>
		${error && html`<${Fault}>${error}<//>`}</fieldset>`;
}

// A whole number, or nothing for the server's own; NaN for what is neither.
function limitOf(text) {
	return text.trim() === '' ? undefined : /^\d+$/.test(text.trim()) ? Number(text) : NaN;
}

function NewKey({ onMade, onClose }) {
	const [values, setValues] = useState({ name: '', scopes: ['okrs:read'], expires: inAYear(), rate: '', page: '' });
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const change = (changes) => setValues({ ...values, ...changes });
	const faults = {
		name: !values.name.trim() && t('keys.name_needed'),
		scopes: values.scopes.length === 0 && t('keys.scopes_needed'),
		rate: Number.isNaN(limitOf(values.rate)) && t('fault.whole'),
		page: Number.isNaN(limitOf(values.page)) && t('fault.whole'),
	};
	const faultOf = (name, field = name) => (refusal ? faults[name] || refusal.of?.(field) : undefined) || undefined;

	const send = () => busy(async () => {
		setRefusal({});
		if (Object.values(faults).some(Boolean)) {
			focusFirstError(form.current);
			return;
		}
		try {
			const { data } = await post('/api-keys', { name: values.name.trim(), scopes: values.scopes,
				expires_at: values.expires ? `${values.expires}T23:59:59Z` : null,
				rate_limit: limitOf(values.rate), page_limit: limitOf(values.page) });

			onMade(data);
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<${Dialog} title=${t('keys.new_title')} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button>
		<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('keys.create')}</button>`}><div class="stack" ref=${form}>
		<${TextField} label=${t('keys.name')} value=${values.name} onInput=${(name) => change({ name })} maxlength="255" data-first autocomplete="off" error=${faultOf('name')} />
		<${Scopes} chosen=${values.scopes} error=${faultOf('scopes')} onChange=${(list) => change({ scopes: list })} />
		<div class="g3"><${TextField} label=${t('keys.expires')} type="date" value=${values.expires} onInput=${(expires) => change({ expires })} error=${faultOf('expires', 'expires_at')} />
			<${TextField} label=${t('keys.rate')} inputmode="numeric" placeholder="60" value=${values.rate} onInput=${(rate) => change({ rate })} error=${faultOf('rate', 'rate_limit')} />
			<${TextField} label=${t('keys.page')} inputmode="numeric" placeholder="50" value=${values.page} onInput=${(page) => change({ page })} error=${faultOf('page', 'page_limit')} /></div>
		${refusal?.message && refusal.details?.length === 0 && html`<${Fault}>${refusal.message}<//>`}</div><//>`;
}

// ---- shown once

// `shown` is the ref of the element that shows the text.
function Copy({ text, shown, label, isPrimary }) {
	const [isDone, setDone] = useState(false);
	const copy = async () => setDone(await copyText(text, shown.current));

	return html`<button class=${isPrimary ? 'btn btn-primary' : 'btn btn-small'} type="button" onClick=${copy} data-first=${isPrimary}>
		<${Icon} name=${isDone ? 'check' : 'copy'} />${isDone ? t('keys.copied') : label}</button>`;
}

function Once({ made, onClose }) {
	const [isKept, setKept] = useState(false);
	const [code, curl] = [useRef(null), useRef(null)];
	const line = `curl -H 'Authorization: Bearer ${made.key}' \\\n  ${origin}/api/v1/okrs?limit=1`;
	const close = () => isKept && onClose();

	return html`<${Dialog} title=${t('once.title')} onSubmit=${close} onClose=${isKept ? onClose : undefined} actions=${html`
		<span class="s q grow" id="once-why">${isKept ? '' : t('once.tick')}</span>
		<button class=${isKept ? 'btn btn-primary' : 'btn'} type="submit" aria-disabled=${!isKept} aria-describedby="once-why">${t('once.done')}</button>`}>
		<p>${t('once.text', { name: made.name })}</p>
		<div class="secret"><code ref=${code}>${made.key}</code><${Copy} text=${made.key} shown=${code} label=${t('keys.copy')} isPrimary /></div>
		<div><p class="lab k mb">${t('once.try')}</p><div class="code-row"><pre class="code" tabindex="0" ref=${curl}>${line}</pre><${Copy} text=${line} shown=${curl} label=${t('keys.copy')} /></div></div>
		<p class="s q2">${made.expires_at ? t('once.until', { day: shortDay(dayOf(made.expires_at)) }) : t('once.for_ever')}</p>
		<${CheckField} label=${t('once.kept')} checked=${isKept} onChange=${setKept} /><//>`;
}

// ---- rotate, revoke

function Rotate({ apiKey, onMade, onClose }) {
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const send = () => busy(async () => {
		try {
			onMade((await post(`/api-keys/${apiKey.id}/rotate`, { overlap_seconds: overlapSeconds })).data);
		} catch (error) {
			setRefusal(error);
		}
	});

	return html`<${Dialog} title=${t('rotate.title', { name: apiKey.name })} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('rotate.do')}</button>`}>
		<p>${t('rotate.text')}</p>${refusal && html`<${Fault}>${refusal.message}<//>`}<//>`;
}

function Revoke({ apiKey, onDone, onClose }) {
	const [typed, setTyped] = useState('');
	const [fault, setFault] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const send = () => busy(async () => {
		if (typed.trim() !== apiKey.name) {
			setFault(t('revoke.other'));
			focusFirstError(form.current);
			return;
		}
		try {
			await remove(`/api-keys/${apiKey.id}`);
			say(t('revoke.said', { name: apiKey.name }));
			onDone();
		} catch (error) {
			setFault(error.message);
		}
	});

	return html`<${Dialog} title=${t('revoke.title', { name: apiKey.name })} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button><button class="btn btn-danger" type="submit" aria-disabled=${isBusy}>${t('revoke.do')}</button>`}>
		<p>${t('revoke.text')}</p><div ref=${form}><${TextField} label=${t('revoke.name', { name: apiKey.name })} value=${typed} onInput=${setTyped} autocomplete="off" data-first error=${fault} /></div><//>`;
}

// ---- the list

function Tags({ list }) {
	const isAdmin = list.includes('workspace:admin');
	const shown = isAdmin ? ['workspace:admin'] : list.slice(0, 3);
	const rest = list.length - shown.length;

	return html`<span class="tags">${shown.map((scope) => html`<span key=${scope} class=${scope === 'workspace:admin' ? 'tag tag-warn' : 'tag'}>${scope}</span>`)}
		${rest > 0 && html`<span class="q s" title=${list.join(', ')}>${t('keys.more_scopes', { count: rest })}</span>`}</span>`;
}

function Expiry({ apiKey }) {
	const left = daysLeft(apiKey);

	if (left === Infinity) {
		return html`<span class="warn">${t('keys.no_expiry')}</span>`;
	}
	return left <= soonDays ? html`<span class="warn b">${shortDay(dayOf(apiKey.expires_at))}</span><span class="sub2 warn">${t('keys.in_days', { count: Math.max(0, left) })}</span>` :
		html`<time datetime=${apiKey.expires_at} title=${exact(apiKey.expires_at)}>${shortDay(dayOf(apiKey.expires_at))}</time>`;
}

function Row({ apiKey, makers, onRotate, onRevoke }) {
	return html`<tr><th scope="row"><span class="b" dir="auto">${apiKey.name}</span><span class="ctx2 mono">${apiKey.prefix}…</span></th>
		<td data-k=${t('keys.scopes')}><${Tags} list=${apiKey.scopes} /></td>
		<td data-k=${t('keys.last_used')} class="nw">${apiKey.last_used_at ? html`<time datetime=${apiKey.last_used_at} title=${exact(apiKey.last_used_at)}>${ago(apiKey.last_used_at)}</time>` :
			html`<span class="q">${t('tree.never')}</span>`}</td>
		<td data-k=${t('keys.expires')} class="nw"><span><${Expiry} apiKey=${apiKey} /></span></td>
		<td data-k=${t('keys.made_by')} class="q2">${makers.get(apiKey.created_by) ?? ''}</td>
		<td class="r acts-cell"><button class="btn btn-small btn-quiet" type="button" aria-label=${t('rotate.name', { name: apiKey.name })} onClick=${onRotate}>${t('rotate.do')}</button>
			<button class="btn btn-small btn-quiet" type="button" aria-label=${t('revoke.label', { name: apiKey.name })} onClick=${onRevoke}>${t('revoke.do')}</button></td></tr>`;
}

function Lede({ list }) {
	const soon = list.filter((key) => daysLeft(key) <= soonDays);
	const first = Math.min(...soon.map(daysLeft));

	return html`${rich('keys.lede', { count: list.length })}${soon.length > 0 && html` <strong class="warn">${t('keys.soon', { count: soon.length, days: number(Math.max(0, first), 0) })}</strong>`}`;
}

export default function ApiKeys({ here }) {
	const keys = useAll('/api-keys');
	const people = usePeopleNames();
	const [layer, setLayer] = useState(null);
	const close = () => setLayer(null);
	const made = (data) => {
		setLayer({ once: data });
		keys.reload();
	};
	const alive = keys.data?.filter((key) => !isDead(key)) ?? [];
	const dead = keys.data?.filter(isDead) ?? [];

	return html`<${Settings} here=${here} lede=${keys.data && html`<${Lede} list=${alive} />`} actions=${html`
		<button class="btn btn-primary" type="button" onClick=${() => setLayer({ isNew: true })}><${Icon} name="plus" />${t('keys.new')}</button>`}>
		<${Loaded} of=${keys}>${() => html`
			${alive.length === 0 ? html`<${Empty} title=${t('keys.none')} text=${t('keys.none_why')}><button class="btn btn-primary" type="button" onClick=${() => setLayer({ isNew: true })}>${t('keys.new')}</button><//>` : html`
			<table class="keys flat"><caption class="vh">${t('keys.active')}</caption><thead><tr><th scope="col">${t('keys.name')}</th><th scope="col">${t('keys.scopes')}</th><th scope="col">${t('keys.last_used')}</th>
				<th scope="col">${t('keys.expires')}</th><th scope="col">${t('keys.made_by')}</th><th scope="col"><span class="vh">${t('keys.actions')}</span></th></tr></thead>
				<tbody>${alive.map((key) => html`<${Row} key=${key.id} apiKey=${key} makers=${people} onRotate=${() => setLayer({ rotate: key })} onRevoke=${() => setLayer({ revoke: key })} />`)}</tbody></table>`}
			${dead.length > 0 && html`<details class="mt"><summary>${t('keys.revoked', { count: dead.length })}</summary><ul>${dead.map((key) => html`<li class="mini-why" key=${key.id}>
				<span><b dir="auto">${key.name}</b> <span class="mono q">${key.prefix}…</span></span><span class="q">${key.revoked_at ? t('keys.revoked_on', { day: shortDay(dayOf(key.revoked_at)) }) : t('keys.expired_on', { day: shortDay(dayOf(key.expires_at)) })}</span></li>`)}</ul></details>`}
			<p class="s q mt">${rich('keys.also', { command: html`<span class="mono">okrctl key</span>` })} <a href=${`${pathOf('/').replace(/app\/$/, 'docs/')}`}>${t('keys.how')}</a></p>`}<//>
		${layer?.isNew && html`<${NewKey} onClose=${close} onMade=${made} />`}
		${layer?.once && html`<${Once} made=${layer.once} onClose=${close} />`}
		${layer?.rotate && html`<${Rotate} apiKey=${layer.rotate} onClose=${close} onMade=${made} />`}
		${layer?.revoke && html`<${Revoke} apiKey=${layer.revoke} onClose=${close} onDone=${() => {
			close();
			keys.reload();
		}} />`}<//>`;
}
