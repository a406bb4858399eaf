/*
 * The tree of a cycle: a treegrid (WAI-ARIA) of objectives and key results on one day line. One row can
 * be focused at a time; arrows move, fold and unfold.
 */
import { groupOf } from '../fields.js';
import { ago, dayOf, daysBetween, exact, percent, plain, today, withUnit } from '../format.js';
import { Component, html, names as classes, useEffect, useLayoutEffect, useRef, useState } from '../html.js';
import { pathOf } from '../place.js';
import { go } from '../router.js';
import { t } from '../text.js';
import { weekOf } from '../tree.js';
import { Icon } from './icon.js';
import { Lane } from './measure.js';
import { useRows } from './rows.js';
import { Status, Week } from './status.js';

const usualHeight = 41;

/** How long ago the last check-in was: amber once the next is due, red when as much time went by again. */
export function Seen({ at, due, isOver }) {
	if (!at) {
		return isOver ? null : html`<span class="bad b">${t('tree.never')}</span>`;
	}
	const late = due ? daysBetween(dayOf(due), today()) : 0;

	return html`<time datetime=${at} title=${exact(at)} class=${classes(late > 0 && (late > daysBetween(dayOf(at), dayOf(due)) ? 'bad b' : 'warn'))}>${ago(at)}</time>`;
}

function Head({ column, sort, isDown, onSort }) {
	const { name, className, expected } = column;
	const isSorted = sort === name;

	return html`<th role="columnheader" scope="col" class=${className} aria-sort=${isSorted ? (isDown ? 'descending' : 'ascending') : undefined}>
		<button class="sort" type="button" onClick=${() => onSort(name)}>${t(`column.${name}`)}${isSorted && html`<${Icon} name=${isDown ? 'up' : 'down'} />`}</button>
		${expected !== undefined && expected !== null && html`<span class="lane-h"><svg aria-hidden="true">
			<text x=${`${expected * 100}%`} y="12">${t('tree.today', { share: percent(expected) })}</text></svg></span>`}</th>`;
}

function Value({ of: one }) {
	return one.metric_type === 'boolean' ? t(one.progress >= 1 ? 'value.done' : 'value.not_yet') : html`${plain(one.current_value, one)}
		${' '}<span class="arrow" aria-label=${t('tree.to')}>→</span> <span class="q">${withUnit(one.target_value, one)}</span>`;
}

const isOver = (okr, around) => around.isOver || okr.lifecycle !== 'active';

// What is seen of an objective is the newest check-in: it is late when even the last of its next ones is.
const nextOf = (okr) => okr.key_results.map((one) => one.due_on).filter(Boolean).sort().at(-1);

/** Every column behind the title: its class, and what it shows of an objective and of a key result. */
export const columns = {
	owner: { className: 'own', quiet: 's q2', okr: ({ okr }) => okr.owner, kr: ({ keyResult }) => keyResult.owner },
	team: { className: 'col-team', quiet: 's q2', okr: ({ okr }) => (okr.type === 'org' ? t('tree.company') : groupOf(okr)), kr: ({ keyResult }) => html`<${Value} of=${keyResult} />` },
	progress: { className: 'pg', okr: ({ okr }, { expected }) => html`<span class="pgn">${percent(okr.progress)}</span>
			<${Lane} done=${okr.progress} expected=${okr.health?.expected_progress ?? expected} status=${okr.status} />`,
		kr: ({ okr, keyResult: one }, { expected }) => html`<span class="pgn">${percent(one.progress)}</span>
			<${Lane} done=${one.progress} attainment=${one.attainment} expected=${okr.health?.expected_progress ?? expected} status=${one.status} isBoolean=${one.metric_type === 'boolean'} />` },
	week: { className: 'r chg', okr: ({ okr }) => html`<${Week} points=${weekOf(okr)} />`, kr: ({ keyResult }) => html`<${Week} points=${weekOf(keyResult)} />` },
	health: { className: 'r hl', quiet: 'b', okr: ({ okr }) => plain(okr.health_score, {}), kr: () => null },
	status: { className: 'stt', okr: ({ okr }) => html`<${Status} status=${okr.status} />`, kr: ({ keyResult }) => html`<${Status} status=${keyResult.status} />` },
	seen: { className: 'r ago', quiet: 's q2 nw', okr: ({ okr }, around) => html`<${Seen} at=${okr.last_check_in_at} due=${nextOf(okr)} isOver=${isOver(okr, around)} />`,
		kr: ({ okr, keyResult: one }, around) => html`<${Seen} at=${one.last_check_in_at} due=${one.due_on} isOver=${isOver(okr, around)} />` },
};

function Title({ row, onFold, isChosen, onToggle }) {
	const { okr, keyResult } = row;

	if (keyResult) {
		return html`<span class="kd" aria-hidden="true"></span><a class="name" dir="auto" tabindex="-1" href=${pathOf(`/key-results/${keyResult.id}`)}>${keyResult.title}</a>`;
	}
	return html`${row.hasParts ? html`<button class="tw" type="button" tabindex="-1" aria-label=${t(row.isOpen ? 'tree.fold' : 'tree.unfold', { title: okr.title })} onClick=${onFold}>
			<${Icon} name=${row.isOpen ? 'down' : 'right'} /></button>` : html`<span class="tw" aria-hidden="true"></span>`}
		${isChosen !== undefined && html`<input class="sel" type="checkbox" tabindex="-1" aria-label=${t('bulk.select', { title: okr.title })} checked=${isChosen} onChange=${() => onToggle(okr.id)} />`}
		<a class="name" dir="auto" tabindex="-1" href=${pathOf(`/okrs/${okr.id}`)} draggable="false">${okr.title}</a>`;
}

// While a long tree scrolls, rows that stay are not drawn anew.
class Cells extends Component {
	shouldComponentUpdate(next) {
		return ['row', 'names', 'around', 'onFold', 'isChosen'].some((one) => next[one] !== this.props[one]);
	}

	render({ row, names, around, onFold, isChosen, onToggle }) {
		return html`<th scope="row" role="rowheader"><div class="t"><${Title} ...${{ row, isChosen, onToggle }} onFold=${() => onFold(row.key, !row.isOpen)} /></div></th>
			${names.map((name) => html`<td key=${name} role="gridcell" class=${classes(columns[name].className, columns[name].quiet)}>
				${columns[name][row.keyResult ? 'kr' : 'okr'](row, around)}</td>`)}`;
	}
}

/**
 * `rows` are tree.js's; `names` those of the columns behind the title; `around` is {expected, isOver} of the
 * cycle. onFold(id, isOpen) is asked for. `choice` is {ids, may(okr), toggle(id)} while some are being chosen,
 * else null; onSelect(id) begins that, onMove(id, parentId or undefined) asks for another place.
 */
export function Tree({ rows, label, names, sort, isDown, onSort, onFold, around, choice, onSelect, onMove }) {
	const dragged = useRef(null);
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
		' ': (row) => row.type === 'okr' && (choice ? choice.toggle(row.key) : onSelect?.(row.key)),
		m: (row) => row.type === 'okr' && onMove?.(row.key),
		Enter: (row) => go(row.type === 'okr' ? `/okrs/${row.key}` : `/key-results/${row.key}`),
	};
	const press = (event) => {
		if (event.target.matches('tr') && moves[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.preventDefault();
			moves[event.key](rows[at]);
		}
	};
	// Undefined where there is nothing to choose.
	const isChosen = (row) => (choice && row.type === 'okr' && choice.may(row.okr) ? choice.ids.has(row.key) : undefined);
	const drag = (row) => onMove && row.type === 'okr' && { draggable: true, onDragStart: (event) => {
		dragged.current = row.key;
		event.dataTransfer.setData('text/plain', row.okr.title);
	}, onDragOver: (event) => dragged.current && dragged.current !== row.key && event.preventDefault(), onDrop: (event) => {
		event.preventDefault();
		onMove(dragged.current, row.key);
		dragged.current = null;
	} };
	const spare = (height) => height > 0 && html`<tr aria-hidden="true" class="spare"><td colspan=${names.length + 1}><svg width="1" height=${Math.max(0, height - 1)}></svg></td></tr>`;

	return html`<table class="tree" role="treegrid" aria-label=${label} aria-rowcount=${rows.length + 1}>
		<thead role="rowgroup"><tr role="row">${['title', ...names].map((name) => html`<${Head} key=${name} ...${{ sort, isDown, onSort, column: { name,
			className: columns[name]?.className, expected: name === 'progress' ? around.expected : null } }} />`)}</tr></thead>
		<tbody role="rowgroup" ref=${box} onKeyDown=${press}>${spare(before)}${rows.slice(from, to).map((row, i) => html`
			<tr key=${row.key} data-row=${row.key} role="row" aria-level=${row.level} aria-rowindex=${from + i + 2}
				aria-expanded=${row.hasParts ? row.isOpen : undefined} aria-selected=${isChosen(row)} ...${drag(row)} tabindex=${row.key === active ? 0 : -1}
				class=${classes(`l${Math.min(4, row.level)}`, row.type === 'key_result' && 'kr')} onFocus=${(event) => event.target === event.currentTarget && setActive(row.key)}>
				<${Cells} ...${{ row, names, around, onFold, isChosen: isChosen(row), onToggle: choice?.toggle }} /></tr>`)}${spare(after)}</tbody></table>`;
}
