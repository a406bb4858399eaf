/*
 * A cycle: how far it is behind its line, how well it is run, what is red; then the tree of its
 * objectives, or the same by team. What is shown of it stands in the address.
 */
import { post } from '../api.js';
import { useGroups } from '../directory.js';
import { saveFile } from '../download.js';
import { groupOf, treeFields } from '../fields.js';
import { dayOf, daysBetween, number, percent, pointsBetween, signed, today } from '../format.js';
import { html, useMemo, useRef, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { Bulk, SelectionBar } from '../parts/bulk.js';
import { focusFirstError, SelectField, TextField } from '../parts/field.js';
import { NoCycle } from '../parts/first_steps.js';
import { Icon, Shape } from '../parts/icon.js';
import { Dialog, say } from '../parts/layer.js';
import { Menu } from '../parts/menu.js';
import { Bar, Measure } from '../parts/measure.js';
import { parentsFor } from '../parts/objective_edit.js';
import { Pick } from '../parts/pick.js';
import { Ruler } from '../parts/ruler.js';
import { Empty, Loaded, useBusy } from '../parts/states.js';
import { look, Status } from '../parts/status.js';
import { columns, Tree } from '../parts/tree.js';
import { pathOf } from '../place.js';
import { go, setQuery, useHeading } from '../router.js';
import { may, session } from '../session.js';
import { choices, drafts, useStore } from '../store.js';
import { rich, t } from '../text.js';
import { fits, rowsOf, sorts, weekOf } from '../tree.js';

// ---- the three figures

/** How far something is from its line, as a phrase. */
export function Distance({ done, expected }) {
	if (expected === null || expected === undefined) {
		return null;
	}
	const points = pointsBetween(done, expected);

	return points > 0 ? html`<span class="warn b">${t('band.behind', { count: points })}</span>` :
		html`<span class="b">${points < 0 ? t('band.ahead', { count: -points }) : t('band.even')}</span>`;
}

/** A share as the one figure of its place. */
export function BigShare({ share }) {
	const text = percent(share);

	return html`<span class="big">${text.replace(/\s?%/, '')}<small>%</small></span>`;
}

const shown = ['off_track', 'at_risk', 'on_track', 'not_started', 'completed'];
const all = Object.keys(columns);
const optional = all.filter((name) => !['progress', 'status'].includes(name));
const components = ['pace', 'checkins', 'connection', 'ownership'];

/** The change of a week in points: the mean, as the report has it, of those that were there. */
function sinceLastWeek(okrs) {
	const known = (okrs ?? []).filter((okr) => okr.lifecycle === 'active' && weekOf(okr) !== null);
	const mean = (name) => known.reduce((sum, okr) => sum + okr[name], 0) / known.length;

	return known.length === 0 ? null : pointsBetween(mean('progress_week_ago'), mean('progress'));
}

function Band({ report, okrs, query }) {
	const { cycle, performance: now, health: score, expected_progress: expected } = report;
	const change = sinceLastWeek(okrs);

	return html`<section class="band-3" aria-label=${t('band.name')}><div><p class="k">${t('tree.progress')}</p>
			<p class="fig"><${BigShare} share=${now.progress} /><${Distance} done=${now.progress} expected=${expected} />
				${change !== null && html`<span class="q2">${change === 0 ? t('history.same') : t('history.week', { change: signed(change) })}</span>`}</p>
			<${Ruler} done=${now.progress} expected=${expected} status=${look(now.status)} start=${dayOf(cycle.start_date)} end=${dayOf(cycle.end_date)} /></div>
		<div><p class="k">${t('band.score')}</p>${score.score === null ? html`<p class="q2">${t('band.no_score')}</p>` : html`
			<p class="fig"><span class="big">${number(score.score, 0)}</span><span class="b">${t(`score.${score.band}`)}</span>
				<span class="q s">${t('band.how_run')}</span></p>`}
			<dl class="comp">${components.filter((one) => score[one] !== null).map((one) => html`<dt>${t(`score.${one}`)}</dt>
				<dd class="bar"><${Bar} share=${score[one]} /></dd><dd>${percent(score[one])}</dd>`)}</dl></div>
		<div><p class="k">${t('band.by_status')}</p><ul class="count">${shown.filter((one) => one !== 'completed' || now.statuses[one]).map((one) => {
			const count = now.statuses[one] ?? 0;
			const isSet = query.get('status') === one;

			return html`<li key=${one}><a href=${`?status=${isSet ? '' : one}`} aria-current=${isSet || undefined} class=${count === 0 ? 'zero' : undefined}
				onClick=${(event) => {
					event.preventDefault();
					setQuery({ status: isSet ? null : one });
				}}><${Shape} name=${look(one)} /><span class="n">${count}</span>${t(`status_small.${one}`)}</a></li>`;
		})}</ul></div></section>`;
}

// ---- what is filtered by, and what is shown of it

function Columns({ names, onChange }) {
	return html`<${Menu} label=${t('tree.columns')} className="only-wide"><fieldset class="menu-set"><legend class="vh">${t('tree.columns')}</legend>${optional.map((name) => html`
		<label key=${name}><input type="checkbox" checked=${names.includes(name)} onChange=${(event) => onChange(all.filter((one) =>
			(one === name ? event.target.checked : names.includes(one))))} /> ${t(`column.${name}`)}</label>`)}</fieldset><//>`;
}

function Tools({ okrs, query, isBoard, names, onNames, onSelect, isSelecting }) {
	const options = useMemo(() => {
		const some = (pairs) => [...new Map(pairs.filter(([id]) => id)).entries()].sort((a, b) => a[1].localeCompare(b[1]));

		return {
			owner: some(okrs.map((okr) => [okr.owner_id, okr.owner])),
			team: some(okrs.map((okr) => [okr.team_id ?? okr.department_id, groupOf(okr)])),
			tag: some(okrs.flatMap((okr) => (okr.tags ?? []).map((tag) => [tag, tag]))),
			status: shown.filter((one) => okrs.some((okr) => okr.status === one)).map((one) => [one, t(`status.${one}`)]),
		};
	}, [okrs]);

	return html`<div class="bar-tools"><div class="acts" role="group" aria-label=${t('tree.filters')}>
			${['status', 'team', 'owner', 'tag'].map((name) => options[name].length > 0 && html`<${Pick} key=${name} label=${t(`tree.${name}`)}
				options=${options[name]} value=${query.get(name)} onChange=${(value) => setQuery({ [name]: value })} />`)}
			<button class="pick" type="button" aria-pressed=${Boolean(query.get('mine'))} onClick=${() => setQuery({ mine: query.get('mine') ? null : '1' })}>${t('tree.mine')}</button>
		</div><div class="acts"><div class="seg" role="group" aria-label=${t('tree.view')}>${[['tree', null], ['board', 'teams']].map(([name, value]) => html`
			<button key=${name} type="button" aria-pressed=${isBoard === (name === 'board')} onClick=${() => setQuery({ view: value })}>${t(`tree.${name}`)}</button>`)}</div>
			${!isBoard && onSelect && html`<button class="pick" type="button" aria-pressed=${isSelecting} onClick=${onSelect}>${t('bulk.begin')}</button>`}
			${!isBoard && html`<${Columns} names=${names} onChange=${onNames} />`}</div></div>`;
}

// ---- the same by team

function Board({ okrs, expected }) {
	const groups = new Map();

	for (const okr of okrs) {
		const name = okr.type === 'org' ? t('tree.company') : groupOf(okr) || t('tree.people');

		groups.set(name, [...groups.get(name) ?? [], okr]);
	}
	return [...groups.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([name, list]) => html`<section class="sec board" key=${name}>
		<div class="sec-head"><h2 dir="auto">${name}</h2><span class="q s">${t('tree.count', { count: list.length })}</span></div>
		<ul>${list.map((okr) => html`<li class="mini" key=${okr.id}><a class="name" dir="auto" href=${pathOf(`/okrs/${okr.id}`)}>${okr.title}</a>
			<${Measure} done=${okr.progress} expected=${okr.health?.expected_progress ?? expected} status=${okr.status} />
			<span class="r">${percent(okr.progress)}</span><span class="r hn">${number(okr.health_score, 0)}<span class="vh"> ${t('tree.health')}</span></span>
			<${Status} status=${okr.status} /></li>`)}</ul></section>`);
}

// ---- a new objective

const types = ['org', 'department', 'team', 'individual'];

function NewObjective({ cycle, me, onClose }) {
	const { teams = [], departments = [] } = useGroups().data ?? {};
	const name = `new.${cycle.id}`;
	const [values, setValues] = useState(drafts.get(name) ?? { title: '', type: 'individual', description: '' });
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const key = useRef(crypto.randomUUID());
	const change = (changes) => setValues((before) => {
		const next = { ...before, ...changes };

		drafts.set(name, next);
		key.current = crypto.randomUUID();
		return next;
	});
	const groups = values.type === 'team' ? teams : departments;

	const send = () => busy(async () => {
		setRefusal(null);
		try {
			const { group, ...rest } = values;
			const { data } = await post('/okrs', { ...rest, description: rest.description || undefined, cycle_id: cycle.id, owner_id: me.user_id,
				...(values.type === 'team' ? { team_id: group } : values.type === 'department' ? { department_id: group } : {}) }, { key: key.current });

			drafts.remove(name);
			onClose();
			say(t('toast.objective', { title: data.title }));
			go(`/okrs/${data.id}`);
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<${Dialog} title=${t('new.title', { cycle: cycle.name })} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button>
		<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('new.do')}</button>`}><div class="stack" ref=${form}>
		<${TextField} label=${t('new.name')} hint=${t('new.name_hint')} value=${values.title} onInput=${(title) => change({ title })} maxlength="255"
			data-first error=${refusal && (refusal.of('title') ?? (refusal.details.length === 0 ? refusal.message : undefined))} />
		<${SelectField} label=${t('new.type')} value=${values.type} error=${refusal?.of('type')} options=${types.map((one) => [one, t(`type.${one}`)])}
			onChange=${(type) => change({ type, group: undefined })} />
		${['team', 'department'].includes(values.type) && html`<${SelectField} label=${t(`type.${values.type}`)} value=${values.group ?? ''}
			error=${refusal?.of('team_id') ?? refusal?.of('department_id')} options=${[['', '–'], ...groups.map((one) => [one.id, one.name])]} onChange=${(group) => change({ group })} />`}
		<${TextField} label=${t('new.why')} isOptional rows=${3} value=${values.description} onInput=${(description) => change({ description })} error=${refusal?.of('description')} />
		</div><//>`;
}

// ---- the page

function Objectives({ report, okrs, query, me, onNew, onChanged }) {
	const { cycle, expected_progress: expected } = report;
	const [folded, setFolded] = useState(choices.get(`folded.${cycle.id}`) ?? {});
	const [names, setNames] = useState(all.filter((name) => !(choices.get('columns.hidden') ?? []).includes(name)));
	const sort = sorts[query.get('sort')] ? query.get('sort') : 'status';
	const isDown = query.get('order') === 'desc';
	const isFiltered = ['status', 'team', 'owner', 'tag', 'mine', 'q'].some((name) => query.get(name));
	const meant = useMemo(() => (isFiltered ? new Set(okrs.filter((okr) => fits(okr, query, me.user_id)).map((okr) => okr.id)) : null),
		[okrs, query.toString(), me]);
	// Without a word from the reader objectives are open, key results come with a click: calm at first.
	const isOpen = (id, level, hasChildren) => folded[id] ?? (hasChildren && (level < 3 || isFiltered) ? 'children' : false);
	const rows = useMemo(() => rowsOf(okrs, { isOpen, meant, sort, isDown }), [okrs, meant, sort, isDown, folded]);
	const isBoard = query.get('view') === 'teams';
	const [chosen, setChosen] = useState(null);
	const [bulk, setBulk] = useState(null);
	const mayEdit = (okr) => okr.can?.includes('edit') ?? true;
	const isOffered = may('write:okrs') && okrs.some(mayEdit);
	const toggle = (id) => setChosen((before) => {
		const next = new Set(before);

		return next.delete(id) ? next : mayEdit(okrs.find((okr) => okr.id === id)) ? next.add(id) : next;
	});
	const move = (id, to) => {
		const ids = chosen?.has(id) ? [...chosen] : [id];

		if (mayEdit(okrs.find((okr) => okr.id === id)) && (!to || parentsFor(ids, okrs).some((okr) => okr.id === to))) {
			setBulk({ act: 'move', ids, to });
		}
	};

	if (okrs.length === 0) {
		return html`<${Empty} title=${t('tree.empty', { cycle: cycle.name })} text=${t('tree.empty_why')}>
			${may('write:okrs') && html`<button class="btn btn-primary" type="button" onClick=${onNew}>${t('tree.first')}</button>`}<//>`;
	}
	return html`<${Tools} ...${{ okrs, query, isBoard, names, onSelect: isOffered ? () => setChosen(chosen ? null : new Set()) : undefined, isSelecting: Boolean(chosen), onNames: (next) => {
			setNames(next);
			choices.set('columns.hidden', all.filter((name) => !next.includes(name)));
		} }} />
		${meant?.size === 0 ? html`<${Empty} title=${t('tree.none')}><button class="btn" type="button"
			onClick=${() => setQuery({ status: null, team: null, owner: null, tag: null, mine: null, q: null })}>${t('tree.clear')}</button><//>` :
		isBoard ? html`<${Board} okrs=${meant ? okrs.filter((okr) => meant.has(okr.id)) : okrs} expected=${expected} />` :
		html`${chosen && html`<${SelectionBar} count=${chosen.size} onAct=${(act) => setBulk({ act, ids: [...chosen] })} onClear=${() => setChosen(null)} />`}
		<${Tree} rows=${rows} label=${t('tree.name', { cycle: cycle.name })} sort=${sort} isDown=${isDown} names=${names}
			around=${{ expected, isOver: cycle.status === 'ended' }}
			onSort=${(name) => setQuery(name === sort ? { sort: name, order: isDown ? null : 'desc' } : { sort: name, order: null })}
			onFold=${(id, open) => setFolded((before) => {
				const next = { ...before, [id]: open };

				choices.set(`folded.${cycle.id}`, next);
				return next;
			})} choice=${chosen && { ids: chosen, may: mayEdit, toggle }} onSelect=${isOffered ? toggle : undefined} onMove=${isOffered ? move : undefined} />`}
		${bulk && html`<${Bulk} ...${bulk} okrs=${okrs} onDone=${onChanged} onClose=${() => setBulk(null)} />`}`;
}

function Heading({ report, okrs, onNew }) {
	const { cycle, days_left: left } = report;
	const { me } = useStore(session);
	const heading = useHeading(cycle.name, me.workspace.name);
	const cycles = useGet('/cycles');
	const length = daysBetween(dayOf(cycle.start_date), dayOf(cycle.end_date)) + 1;
	const until = daysBetween(today(), dayOf(cycle.start_date));
	const keyResults = okrs?.reduce((sum, okr) => sum + okr.key_results.length, 0);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${cycle.name}</h1>
			<p class="lede">${until > 0 ? t('cycle.begins', { count: until }) : cycle.status === 'ended' ? t('cycle.ended') : rich('cycle.left', { count: left, length })}
				${okrs && html`<span class="dot-sep" aria-hidden="true">·</span>${t('cycle.size', { objectives: okrs.length, results: keyResults })}`}</p></div>
		<div class="acts">${cycles.data?.length > 1 && html`<${Pick} isNeeded label=${t('cycle.other')} value=${cycle.id}
				options=${cycles.data.map((one) => [one.id, t(`cycle.name.${one.status}`, { name: one.name })])} onChange=${(id) => id && go(`/cycles/${id}`)} />`}
			${okrs?.length > 0 && html`<button class="btn only-wide" type="button" onClick=${() =>
				saveFile(`/okrs?cycle_id=${cycle.id}&format=csv`, `${cycle.name}.csv`)}><${Icon} name="download" />CSV</button>`}
			${may('write:okrs') && html`<button class="btn btn-primary" type="button" onClick=${onNew}><${Icon} name="plus" />${t('new.button')}</button>`}</div></header>`;
}

function NoneRuns() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.objectives'), me.workspace.name);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.objectives')}</h1></div></header><${NoCycle} />`;
}

export default function Cycle({ id, here }) {
	const { me } = useStore(session);
	const report = useGet(id ? `/reports/cycle?cycle_id=${id}` : '/reports/cycle');
	const cycle = report.data?.cycle;
	const okrs = useAll(cycle ? `/okrs?cycle_id=${cycle.id}&fields=${treeFields}` : null);
	const [isNew, setNew] = useState(false);

	return html`<${Loaded} of=${report} rows=${8} isPage>${(data) => (!data.cycle ? html`<${NoneRuns} />` : html`
		<${Heading} report=${data} okrs=${okrs.data} onNew=${() => setNew(true)} />
		<${Band} report=${data} okrs=${okrs.data} query=${here.query} />
		<${Loaded} of=${okrs} rows=${8}>${(list) => html`<${Objectives} key=${cycle.id} report=${data} okrs=${list} query=${here.query} me=${me} onNew=${() => setNew(true)} onChanged=${() => Promise.all([okrs.reload(), report.reload()])} />`}<//>
		${isNew && html`<${NewObjective} cycle=${cycle} me=${me} onClose=${() => setNew(false)} />`}`)}<//>`;
}
