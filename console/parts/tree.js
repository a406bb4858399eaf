/*
 * The tree of a cycle: a treegrid (WAI-ARIA) of objectives and key results on one day line. One row can
 * be focused at a time; arrows move, fold and unfold.
 */
import { ago, dayOf, daysBetween, exact, percent, plain, today, withUnit } from '../format.js';
import { html, names as classes, useEffect, useLayoutEffect, useRef, useState } from '../html.js';
import { pathOf } from '../place.js';
import { go } from '../router.js';
import { t } from '../text.js';
import { Icon } from './icon.js';
import { Lane } from './measure.js';
import { useRows } from './rows.js';
import { Status } from './status.js';

const interval = { weekly: 7, biweekly: 14, monthly: 31, quarterly: 92 };
const usualHeight = 41;

/** How long ago the last check-in was: amber after one interval, red after two. */
export function Seen({ at, frequency, isOver }) {
	if (!at) {
		return isOver ? null : html`<span class="bad b">${t('tree.never')}</span>`;
	}
	const days = daysBetween(dayOf(at), today());
	const most = interval[frequency] ?? 7;

	return html`<time datetime=${at} title=${exact(at)} class=${classes(!isOver && days > 2 * most ? 'bad b' : !isOver && days > most && 'warn')}>${ago(at)}</time>`;
}

function Head({ column, sort, isDown, onSort }) {
	const { name, className, label } = column;
	const isSorted = sort === name;

	return html`<th role="columnheader" scope="col" class=${className} aria-sort=${isSorted ? (isDown ? 'descending' : 'ascending') : undefined}>
		<button class="sort" type="button" onClick=${() => onSort(name)}>${t(label)}${isSorted && html`<${Icon} name=${isDown ? 'up' : 'down'} />`}</button>
		${column.expected !== undefined && column.expected !== null && html`<span class="lane-h"><svg aria-hidden="true">
			<text x=${`${column.expected * 100}%`} y="12">${t('tree.today', { share: percent(column.expected) })}</text></svg></span>`}</th>`;
}

function ObjectiveCells({ row, teams, expected, isOver, onFold }) {
	const { okr } = row;

	return html`<th scope="row" role="rowheader"><div class="t">${row.hasParts ? html`<button class="tw" type="button" tabindex="-1"
			aria-label=${t(row.isOpen ? 'tree.fold' : 'tree.unfold', { title: okr.title })} onClick=${onFold}>
			<${Icon} name=${row.isOpen ? 'down' : 'right'} /></button>` : html`<span class="tw" aria-hidden="true"></span>`}
			<a class="name" dir="auto" tabindex="-1" href=${pathOf(`/okrs/${okr.id}`)}>${okr.title}</a></div></th>
		<td role="gridcell" class="own s q2">${okr.owner}</td>
		<td role="gridcell" class="col-team s q2">${okr.type === 'org' ? t('tree.company') : teams.get(okr.team_id ?? okr.department_id) ?? ''}</td>
		<td role="gridcell" class="pg"><span class="pgn">${percent(okr.progress)}</span>
			<${Lane} done=${okr.progress} expected=${okr.health?.expected_progress ?? expected} status=${okr.status} /></td>
		<td role="gridcell" class="r hl b">${plain(okr.health_score, {})}</td>
		<td role="gridcell" class="stt"><${Status} status=${okr.status} /></td>
		<td role="gridcell" class="r ago s q2 nw"><${Seen} at=${okr.last_check_in_at} frequency=${okr.check_in_frequency} isOver=${isOver || okr.lifecycle !== 'active'} /></td>`;
}

function KeyResultCells({ row, people, expected, isOver }) {
	const { keyResult: one, okr } = row;
	const isBoolean = one.metric_type === 'boolean';

	return html`<th scope="row" role="rowheader"><div class="t"><span class="kd" aria-hidden="true"></span>
			<a class="name" dir="auto" tabindex="-1" href=${pathOf(`/key-results/${one.id}`)}>${one.title}</a></div></th>
		<td role="gridcell" class="own s q2">${people.get(one.owner_id) ?? ''}</td>
		<td role="gridcell" class="col-team s q2">${isBoolean ? t(one.progress >= 1 ? 'value.done' : 'value.not_yet') : html`${plain(one.current_value, one)}
			${' '}<span class="arrow" aria-label=${t('tree.to')}>→</span> <span class="q">${withUnit(one.target_value, one)}</span>`}</td>
		<td role="gridcell" class="pg"><span class="pgn">${percent(one.progress)}</span>
			<${Lane} done=${one.progress} attainment=${one.attainment} expected=${okr.health?.expected_progress ?? expected} status=${one.status} isBoolean=${isBoolean} /></td>
		<td role="gridcell" class="r hl"></td>
		<td role="gridcell" class="stt"><${Status} status=${one.status} /></td>
		<td role="gridcell" class="r ago s q2 nw"><${Seen} at=${one.last_check_in_at} frequency=${okr.check_in_frequency} isOver=${isOver || okr.lifecycle !== 'active'} /></td>`;
}

/** `fold(id, isOpen)` is asked for; rows are tree.js's. */
export function Tree({ rows, label, columns, sort, isDown, onSort, onFold, teams, people, expected, isOver }) {
	const [active, setActive] = useState(rows[0]?.key);
	const wantsFocus = useRef(false);
	const at = Math.max(0, rows.findIndex((row) => row.key === active));
	const { box, from, to, before, after } = useRows(rows.map((row) => row.key), usualHeight, wantsFocus.current ? at : -1);

	useLayoutEffect(() => {
		const row = wantsFocus.current && box.current.querySelector(`[data-row="${active}"]`);

		if (row) {
			wantsFocus.current = false;
			row.focus({ preventScroll: true });
			row.scrollIntoView({ block: 'nearest' });
		}
	});
	useEffect(() => {
		if (!rows.some((row) => row.key === active)) {
			setActive(rows[0]?.key);
		}
	}, [rows]);

	const goTo = (index) => {
		const row = rows[Math.min(rows.length - 1, Math.max(0, index))];

		wantsFocus.current = true;
		setActive(row.key);
	};
	const moves = {
		ArrowDown: () => goTo(at + 1),
		ArrowUp: () => goTo(at - 1),
		Home: () => goTo(0),
		End: () => goTo(rows.length - 1),
		ArrowRight: (row) => (row.hasParts && !row.isOpen ? onFold(row.key, true) : row.isOpen && goTo(at + 1)),
		ArrowLeft: (row) => (row.isOpen && row.hasParts ? onFold(row.key, false) :
			goTo(rows.findLastIndex((other, i) => i < at && other.level < row.level))),
		Enter: (row) => go(row.type === 'okr' ? `/okrs/${row.key}` : `/key-results/${row.key}`),
	};
	const press = (event) => {
		if (event.target.matches('tr') && moves[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.preventDefault();
			moves[event.key](rows[at]);
		}
	};
	const spare = (height) => height > 0 && html`<tr aria-hidden="true" class="spare"><td colspan="7"><svg width="1" height=${Math.max(0, height - 1)}></svg></td></tr>`;

	return html`<table class="tree" role="treegrid" aria-label=${label} aria-rowcount=${rows.length + 1}>
		<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<${Head} key=${column.name} ...${{ column, sort, isDown, onSort }} />`)}</tr></thead>
		<tbody role="rowgroup" ref=${box} onKeyDown=${press}>${spare(before)}${rows.slice(from, to).map((row, i) => html`
			<tr key=${row.key} data-row=${row.key} role="row" aria-level=${row.level} aria-rowindex=${from + i + 2}
				aria-expanded=${row.hasParts ? row.isOpen : undefined} tabindex=${row.key === active ? 0 : -1}
				class=${classes(`l${Math.min(4, row.level)}`, row.type === 'key_result' && 'kr')} onFocus=${(event) => event.target === event.currentTarget && setActive(row.key)}>
				${row.type === 'okr' ? html`<${ObjectiveCells} ...${{ row, teams, expected, isOver, onFold: () => onFold(row.key, !row.isOpen) }} />` :
					html`<${KeyResultCells} ...${{ row, people, expected, isOver }} />`}</tr>`)}${spare(after)}</tbody></table>`;
}
