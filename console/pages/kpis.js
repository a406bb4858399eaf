/*
 * The KPIs by group: which are short of their target, which are out of date.
 */
import { usePeopleNames } from '../directory.js';
import { kpiFields } from '../fields.js';
import { ago, changeOf, dayOf, daysBetween, exact, plain, today, withUnit } from '../format.js';
import { html, useMemo, useState } from '../html.js';
import { useAll } from '../load.js';
import { Icon } from '../parts/icon.js';
import { KpiGrid, NewKpi } from '../parts/kpi_forms.js';
import { Pick } from '../parts/pick.js';
import { Spark } from '../parts/spark.js';
import { Empty, Loaded } from '../parts/states.js';
import { Status } from '../parts/status.js';
import { pathOf } from '../place.js';
import { setQuery, useHeading } from '../router.js';
import { may, session } from '../session.js';
import { useStore } from '../store.js';
import { rich, t } from '../text.js';

/** Days since the next value was due; 0 when it is not. */
export function overdueDays(kpi) {
	return kpi.overdue ? Math.max(1, daysBetween(dayOf(kpi.due_on), today())) : 0;
}

/** The target with the side on which one wants to be. */
export function targetOf(kpi) {
	const sign = kpi.direction === 'lower' ? '≤' : '≥';

	return kpi.target_value === null ? '' : `${sign} ${withUnit(kpi.target_value, kpi)}`;
}

/** The last values, the dotted line is the target. */
export function Recent({ kpi }) {
	const points = kpi.recent.map(({ value }, i) => [i, value]);
	const line = kpi.target_value === null || points.length === 0 ? [] : [[0, kpi.target_value], [Math.max(1, points.length - 1), kpi.target_value]];

	return html`<${Spark} points=${points} line=${line} label=${points.length === 0 ? t('spark.none') :
		t('spark.name', { first: plain(points[0][1], kpi), last: plain(points.at(-1)[1], kpi), count: points.length })} />`;
}

function Change({ kpi }) {
	const [last, previous] = kpi.recent.toReversed();

	if (!previous) {
		return null;
	}
	const change = last.value - previous.value;
	const isWorse = kpi.direction === 'lower' ? change > 0 : change < 0;

	return html`${isWorse && html`<span class="q s">${t('kpi.worse')}</span> `}<span class=${change === 0 ? 'q' : undefined}>${changeOf(change, kpi)}</span>`;
}

function Row({ kpi, owner }) {
	const late = overdueDays(kpi);

	return html`<tr><th scope="row"><a class="name" dir="auto" href=${pathOf(`/kpis/${kpi.id}`)}>${kpi.name}</a></th>
		<td class="s q2 nw col-team">${owner}</td><td class="r b nw kv">${plain(kpi.current_value, kpi)}</td><td class="r nw kc"><${Change} kpi=${kpi} /></td><td class="r nw q2 kg">${targetOf(kpi)}</td>
		<td class="sp"><${Recent} kpi=${kpi} /></td><td class="ks"><${Status} status=${kpi.status} /></td><td class="s r nw kf" title=${exact(kpi.last_updated_at)}>${late > 0 ? html`
			<span class="st st-at_risk"><${Icon} name="clock" />${t('kpi.overdue', { count: late })}</span>` :
			html`<span class="q2">${kpi.last_updated_at ? ago(kpi.last_updated_at) : t('tree.never')}</span>`}</td></tr>`;
}

function grouped(kpis) {
	const groups = new Map();

	for (const kpi of kpis) {
		const name = kpi.group_name ?? '';

		groups.set(name, [...groups.get(name) ?? [], kpi]);
	}
	return groups;
}

function Groups({ kpis, names, query, onDone }) {
	const rows = kpis.filter((kpi) => (!query.get('owner') || kpi.owner_id === query.get('owner')) &&
		(!query.get('status') || kpi.status === query.get('status')) && (!query.get('overdue') || kpi.overdue));
	const groups = useMemo(() => [...grouped(rows)]
		.sort(([a], [b]) => (a === '') - (b === '') || a.localeCompare(b)), [rows]);
	const options = { owner: [...new Map(kpis.filter((one) => one.owner_id).map((one) => [one.owner_id, names.get(one.owner_id) ?? '']))],
		status: [...new Set(kpis.map((one) => one.status))].map((one) => [one, t(`status.${one}`)]) };

	return html`<div class="bar-tools"><div class="acts" role="group" aria-label=${t('tree.filters')}>${Object.entries(options).map(([name, list]) => html`
			<${Pick} key=${name} label=${t(`tree.${name}`)} options=${list} value=${query.get(name)} onChange=${(value) => setQuery({ [name]: value })} />`)}
			<button class="pick" type="button" aria-pressed=${Boolean(query.get('overdue'))} onClick=${() => setQuery({ overdue: query.get('overdue') ? null : '1' })}>${t('kpi.is_overdue')}</button></div>
			${!query.get('view') && html`<p class="s q only-wide">${t('kpi.spark_note')}</p>`}</div>
		${query.get('view') === 'many' ? html`<${KpiGrid} kpis=${rows.filter((kpi) => kpi.can?.includes('check_in') ?? may('kpis:write'))} onDone=${onDone} />` :
		rows.length === 0 ? html`<${Empty} title=${t('kpi.none_fits')}><button class="btn" type="button"
			onClick=${() => setQuery({ owner: null, status: null, overdue: null })}>${t('tree.clear')}</button><//>` : html`
		<table class="kpi"><caption class="vh">${t('nav.kpis')}</caption><thead><tr><th scope="col">${t('week.kpi')}</th><th scope="col" class="col-team">${t('tree.owner')}</th>
			<th scope="col" class="r">${t('report.now')}</th><th scope="col" class="r">${t('entries.change')}</th><th scope="col" class="r">${t('panel.target')}</th><th scope="col">${t('kpi.recent')}</th><th scope="col">${t('tree.status')}</th><th scope="col" class="r">${t('kpi.updated')}</th></tr></thead>
			${groups.map(([name, list]) => html`<tbody key=${name}><tr class="grp"><th scope="rowgroup" colspan="8" dir="auto">${name || t('kpi.no_group')}</th></tr>
				${list.map((kpi) => html`<${Row} key=${kpi.id} kpi=${kpi} owner=${names.get(kpi.owner_id) ?? ''} />`)}</tbody>`)}</table>`}`;
}

export default function Kpis({ here }) {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.kpis'), me.workspace.name);
	const kpis = useAll(`/kpis?fields=${kpiFields}`);
	const names = usePeopleNames();
	const [isNew, setNew] = useState(false);
	const isMany = here.query.get('view') === 'many';
	const good = kpis.data?.filter((one) => one.status === 'on_track').length;
	const overdue = kpis.data?.filter((one) => one.overdue).length;

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.kpis')}</h1>${kpis.data?.length > 0 && html`
			<p class="lede">${rich('kpi.good', { good, count: kpis.data.length })}${overdue > 0 && html`, <strong class="warn">${t('kpi.count_overdue', { count: overdue })}</strong>`}</p>`}</div>
			${may('kpis:write') && kpis.data?.length > 0 && html`<div class="acts"><button class="btn" type="button" aria-pressed=${isMany} onClick=${() => setQuery({ view: isMany ? null : 'many' })}>${t(isMany ? 'kpi.back' : 'kpi.many')}</button>
				<button class="btn btn-primary" type="button" onClick=${() => setNew(true)}><${Icon} name="plus" />${t('kpi.new')}</button></div>`}</header>
		<${Loaded} of=${kpis} rows=${8}>${(list) => (list.length === 0 ? html`<${Empty} title=${t('kpi.none')} text=${t('kpi.none_why')}>
				${may('kpis:write') && html`<button class="btn btn-primary" type="button" onClick=${() => setNew(true)}>${t('kpi.new')}</button>`}<//>` :
			html`<${Groups} kpis=${list} names=${names} query=${here.query} onDone=${kpis.reload} />`)}<//>
		${isNew && html`<${NewKpi} me=${me} onClose=${() => setNew(false)} />`}`;
}
