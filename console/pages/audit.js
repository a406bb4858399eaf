/*
 * The audit log: that nothing is missing, and who did what. Entries come a page at a time, the newest first;
 * one opens where it stands.
 */
import { get, post } from '../api.js';
import { saveFile } from '../download.js';
import { exact, number, shortDay } from '../format.js';
import { Fragment, html, useEffect, useState } from '../html.js';
import { usePeople } from '../directory.js';
import { useGet } from '../load.js';
import { Icon } from '../parts/icon.js';
import { Pick } from '../parts/pick.js';
import { Settings } from '../parts/settings.js';
import { Empty, Problem, Skeleton, useBusy } from '../parts/states.js';
import { setQuery } from '../router.js';
import { rich, t } from '../text.js';

const page = 50;
const subjects = ['okr', 'key_result', 'check_in', 'kpi', 'kpi_update', 'initiative', 'cycle', 'review_cycle', 'review',
	'user', 'team', 'department', 'api_key', 'workspace'];
const doors = ['api', 'console', 'mcp', 'okrctl'];
const filters = ['actor_id', 'subject_type', 'via', 'from', 'to'];

function queryOf(query) {
	return filters.filter((name) => query.get(name)).map((name) => `&${name}=${encodeURIComponent(query.get(name))}`).join('');
}

// ---- the proof

function useProof() {
	const head = useGet('/audit/head');
	const [found, setFound] = useState(null);
	const [isBusy, run] = useBusy();
	const verify = () => run(async () => {
		let from = 1, checked = 0;

		// A call looks at a part; the whole is as many calls as it takes.
		for (;;) {
			const { data } = await post('/audit/verify', { from });

			checked += data.checked;
			if (!data.valid || data.next_from === null) {
				setFound({ ...data, checked });
				return;
			}
			from = data.next_from;
		}
	});

	return { head, verify, isBusy, banner: found && html`<div class=${found.valid ? 'banner banner-ok' : 'banner banner-bad'} role="status">
		<${Icon} name=${found.valid ? 'check' : 'warn'} /><span>${found.valid ? t('audit.valid', { count: found.checked, n: number(found.checked, 0) }) :
			t(`audit.broken.${found.reason}`, { sequence: number(found.sequence, 0) })}</span></div>` };
}

// ---- an entry

function text(value) {
	return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Changes({ changes, most }) {
	const all = Object.entries(changes ?? {});

	return html`<ul class="changes">${all.slice(0, most).map(([name, { from, to }]) => html`<li key=${name}><span class="q2 mono s">${name}</span>
		<span class="diff" dir="auto">${text(from) && html`<del>${text(from)}</del><span class="arrow" aria-label=${t('tree.to')}>→</span>`}<ins>${text(to) || t('conflict.nothing')}</ins></span></li>`)}
		${all.length > most && html`<li class="q s">${t('audit.more', { count: all.length - most })}</li>`}</ul>`;
}

// In a line: what was changed, without ids; of something new the value alone.
function inShort(entry) {
	const isChange = /updated|changed/.test(entry.type);

	return Object.fromEntries(Object.entries(entry.changes ?? {}).filter(([name]) => (isChange ? !name.endsWith('_id') :
		['value', 'new_value', 'status'].includes(name) && /^(check_in|kpi_update)/.test(entry.type))));
}

function Entry({ entry, isOpen, onToggle }) {
	const [kind, act] = entry.type.split('.');

	return html`<${Fragment}><tr class=${isOpen ? 'opn' : undefined}><td class="nw q2 num" title=${exact(entry.at)}>${shortDay(Date.parse(entry.at))} ${entry.at.slice(11, 19)}</td>
		<td class="nw">${entry.actor.name ?? t(`audit.actor.${entry.actor.type}`)}${entry.actor.name !== entry.via && html`<span class="ctx2">${t(`via.${entry.via}`)}</span>`}</td>
		<td class="wrap"><span class="q2">${t(`act.${act}`)}</span> <button class="link name-link" type="button" aria-expanded=${isOpen} onClick=${onToggle} dir="auto">
			${t(`thing.${kind}`)}${entry.subject.title && ` ${t('text.quoted', { text: entry.subject.title })}`}</button></td>
		<td class="wrap"><${Changes} changes=${inShort(entry)} most=${2} /></td><td class="r mono q nw">${number(entry.sequence, 0)}</td></tr>
		${isOpen && html`<tr class="det"><td></td><td colspan="4"><dl class="detail">
			${entry.reason && html`<dt>${t('audit.reason')}</dt><dd dir="auto">${entry.reason}</dd>`}
			<dt>${t('column.change')}</dt><dd><${Changes} changes=${entry.changes} most=${100} /></dd>
			${entry.request_id && html`<dt>${t('audit.request')}</dt><dd class="mono">${entry.request_id}</dd>`}
			<dt>${t('audit.hash')}</dt><dd class="mono">${entry.hash.match(/.{1,8}/g).join(' ')}</dd></dl></td></tr>`}<//>`;
}

// ---- the list

function Entries({ query }) {
	const [state, setState] = useState({ rows: null, next: null, error: null });
	const [open, setOpen] = useState(null);
	const [isBusy, run] = useBusy();
	const fetchPage = (cursor) => run(async () => {
		try {
			const { data, next } = await get(`/audit?limit=${page}${queryOf(query)}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);

			setState((before) => ({ rows: cursor ? [...before.rows, ...data] : data, next, error: null }));
		} catch (error) {
			setState({ rows: null, next: null, error });
		}
	});

	useEffect(() => {
		fetchPage(null);
	}, []);
	if (state.error) {
		return html`<${Problem} error=${state.error} onRetry=${() => fetchPage(null)} />`;
	}
	if (!state.rows) {
		return html`<${Skeleton} isSlow rows=${8} />`;
	}
	if (state.rows.length === 0) {
		return html`<${Empty} title=${t('audit.none')}><button class="btn" type="button"
			onClick=${() => setQuery(Object.fromEntries(filters.map((name) => [name, null])))}>${t('tree.clear')}</button><//>`;
	}
	return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('audit.title')}><table class="flat aud"><caption class="vh">${t('audit.title')}</caption><thead><tr>
			<th scope="col">${t('audit.time')}</th><th scope="col">${t('audit.who')}</th><th scope="col">${t('audit.what')}</th><th scope="col">${t('column.change')}</th>
			<th scope="col" class="r">${t('audit.number')}</th></tr></thead><tbody>${state.rows.map((entry) => html`<${Entry} key=${entry.sequence} entry=${entry} isOpen=${open === entry.sequence}
			onToggle=${() => setOpen(open === entry.sequence ? null : entry.sequence)} />`)}</tbody></table></div>
		${state.next && html`<p class="acts mt4"><button class="btn" type="button" aria-disabled=${isBusy} onClick=${() => fetchPage(state.next)}>${t('audit.older')}</button></p>`}`;
}

export default function Audit({ here }) {
	const { head, verify, isBusy, banner } = useProof();
	const people = usePeople();
	const { query } = here;
	const lists = { actor_id: [t('audit.who'), people.data?.map(({ id, name }) => [id, name]) ?? []],
		subject_type: [t('audit.what'), subjects.map((one) => [one, t(`thing.${one}`)])], via: [t('audit.where'), doors.map((one) => [one, t(`via.${one}`)])] };

	return html`<${Settings} here=${here} lede=${head.data && rich('audit.count', { count: head.data.sequence, n: number(head.data.sequence, 0) })}
		actions=${html`<button class="btn only-wide" type="button" onClick=${() => saveFile(`/audit?format=csv&limit=500${queryOf(query)}`, 'audit.csv')}><${Icon} name="download" />CSV</button>
			<button class="btn" type="button" aria-disabled=${isBusy} onClick=${verify}><${Icon} name="shield" />${t('audit.verify')}</button>`}>
		${banner}
		<div class="bar-tools"><div class="acts" role="group" aria-label=${t('tree.filters')}>${Object.entries(lists).map(([name, [label, options]]) => html`
			<${Pick} key=${name} label=${label} options=${options} value=${query.get(name)} onChange=${(value) => setQuery({ [name]: value })} />`)}
			<label class="day-pick"><span class="s q2">${t('audit.from')}</span><input class="inp" type="date" value=${query.get('from') ?? ''} onChange=${(event) => setQuery({ from: event.target.value || null })} /></label></div>
			<p class="s q only-wide">${t('audit.utc')}</p></div>
		<${Entries} key=${queryOf(query)} query=${query} /><//>`;
}
