/*
 * A row of My week: what is owed, and the field that answers it. Enter saves, whatever stands in it;
 * focus in the field opens what the value means, the status and a note. What is typed is kept for the
 * tab, with the key that its sending has, until the server has it.
 */
import { bodyOf, firstText, rounded, shareOf, suggestion, valueOf } from '../check_in.js';
import { dayOf, daysBetween, plain, pointsBetween, percent, shortDay, today, unitOf, weekday, when, withUnit }
	from '../format.js';
import { html, names, useId, useRef } from '../html.js';
import { pathOf } from '../place.js';
import { hasPage } from '../router.js';
import { rich, t } from '../text.js';
import { Fault } from './field.js';
import { Shape } from './icon.js';
import { NumberLine } from './number_line.js';
import { Spark } from './spark.js';

const statuses = ['on_track', 'at_risk', 'off_track', 'blocked'];

/** The share of the period that is over, as the item's own expected value tells it. */
export function expectedOf({ expected_value: value, subject }) {
	return shareOf(value, subject);
}

function Due({ item, isSaved }) {
	const late = item.days_late;

	if (isSaved) {
		return html`<div class="due"><span>${t('week.saved')}</span></div>`;
	}
	if (late > 0) {
		// As long again as it was until it was due.
		const isMissed = !item.last.at || late > daysBetween(dayOf(item.last.at), dayOf(item.due_on));

		return html`<div class=${isMissed ? 'due missed' : 'due late'}><${Shape} name=${isMissed ? 'off_track' : 'at_risk'} />
			<span>${t('week.late', { count: late })}</span></div>`;
	}
	const days = daysBetween(today(), dayOf(item.due_on));

	return html`<div class="due"><span>${days === 0 ? t('week.today') : days === 1 ? t('week.tomorrow') :
		days < 7 ? weekday(dayOf(item.due_on)) : shortDay(dayOf(item.due_on))}</span></div>`;
}

// Of a key result: the share of the way, against the line of the period. Of a KPI: the values, against
// the target.
function SoFar({ item, cycle }) {
	const { subject } = item;
	const recent = subject.recent ?? [];
	const isKpi = item.kind === 'kpi_update';
	const label = recent.length === 0 ? t('spark.none') : t('spark.name', { count: recent.length,
		first: withUnit(recent[0].value, subject), last: withUnit(recent.at(-1).value, subject) });
	const points = recent.map(({ day, value }) => [dayOf(day), isKpi ? value : shareOf(value, subject) ?? 0]);
	const target = subject.target_value;
	const line = isKpi ? (target === null || points.length === 0 ? [] : [[points[0][0], target], [points.at(-1)[0], target]]) :
		cycle && expectedOf(item) !== null ? [[dayOf(cycle.start_date), 0], [dayOf(cycle.end_date), 1]] : [];

	return html`<${Spark} points=${points} line=${line} label=${label} />`;
}

function Meaning({ item, value }) {
	const { subject, last } = item;

	if (Number.isNaN(value)) {
		return null;
	}
	if (item.kind === 'kpi_update') {
		return html`<p class="say">${subject.target_value === null ? null :
			t('week.kpi_target', { value: withUnit(subject.target_value, subject) })}</p>`;
	}
	const share = shareOf(value, subject);
	const before = shareOf(last.value, subject);
	const expected = expectedOf(item);

	if (share === null || subject.metric_type === 'boolean') {
		return null;
	}
	const change = before === null ? 0 : pointsBetween(before, share);
	const behind = expected === null ? null : pointsBetween(Math.min(1, Math.max(0, share)), expected);
	const words = { value: plain(value, subject), share: percent(share), count: Math.abs(change) };

	return html`<p class="say">${change > 0 ? rich('say.up', words) : change < 0 ? rich('say.down', words) : rich('say.same', words)}
		${behind === null ? null : ' '}${behind === null ? null : behind > 0 ? t('say.behind', { count: behind }) :
			behind < 0 ? t('say.ahead', { count: -behind }) : t('say.even')}</p>`;
}

function Chips({ value, suggested, onChange }) {
	const name = useId();

	return html`<fieldset class="chips"><legend class="vh">${t('week.status')}</legend>${statuses.map((one) => html`
		<label class="chip" key=${one}><input type="radio" name=${name} value=${one} checked=${one === value}
			onChange=${() => onChange(one)} />
			<span><${Shape} name=${one} />${t(`status.${one}`)}${one === suggested && one !== value ?
				html`<span class="hint">${t('week.suggested')}</span>` : ''}</span></label>`)}</fieldset>`;
}

function BooleanField({ label, text, onInput, onFocus }) {
	const name = useId();

	return html`<fieldset class="chips yes-no"><legend class="vh">${label}</legend>${['0', '1'].map((one) => html`
		<label class="chip" key=${one}><input type="radio" name=${name} value=${one} checked=${one === text} data-value
			onFocus=${onFocus} onChange=${() => onInput(one)} /><span>${t(one === '1' ? 'value.yes' : 'value.no')}</span></label>`)}</fieldset>`;
}

export function NumberInput({ item, text, error, onInput, onFocus }) {
	const id = useId();
	const label = t('week.new_value', { title: item.subject.title });
	const unit = item.subject.metric_type === 'percentage' ? '%' : unitOf(item.subject) || (item.subject.unit ?? '');

	if (item.subject.metric_type === 'boolean') {
		return html`<${BooleanField} ...${{ label, text, onInput, onFocus }} />`;
	}
	return html`<div class=${error ? 'unit bad-unit' : 'unit'} onClick=${(event) => event.currentTarget.querySelector('input').focus()}>
		<label class="vh" for=${id}>${label}</label>
		<input id=${id} inputmode="decimal" autocomplete="off" data-value value=${text} aria-invalid=${error ? 'true' : undefined}
			aria-describedby=${error ? `${id}-e` : undefined} onInput=${(event) => onInput(event.target.value)}
			onFocus=${(event) => {
				event.target.select();
				onFocus();
			}} />
		${unit && html`<span class="u" title=${unit}>${unit}</span>`}
		${error && html`<span class="vh" id=${`${id}-e`}>${error}</span>`}</div>`;
}

export function More({ item, state, status, suggested, onChange, isBusy }) {
	const { subject, last } = item;
	const value = valueOf(subject, state.text);
	const expected = expectedOf(item);
	const isKpi = item.kind === 'kpi_update';
	const isBlocked = status === 'blocked';
	const note = useId();
	const placeholder = t(isBlocked ? 'week.blocker' : 'week.note');
	const hasLine = !isKpi && subject.metric_type !== 'boolean' && subject.start_value !== null;

	return html`<div class="more"><div class="mid-col">
			${hasLine && html`<${NumberLine} status=${status} expected=${expected}
				last=${shareOf(last.value, subject)} next=${shareOf(value, subject)}
				of=${{ ...subject, last_value: last.value, next_value: Number.isNaN(value) ? null : value, expected_value: rounded(item.expected_value, subject) }} />`}
			${state.error ? html`<${Fault}>${state.error}<//>` : html`<${Meaning} item=${item} value=${value} />`}
		</div>
		<div class="end-col">
			${!isKpi && html`<${Chips} value=${status} suggested=${suggested} onChange=${(one) => onChange({ status: one })} />`}
			<label class="vh" for=${note}>${placeholder}</label>
			<textarea class="inp" id=${note} rows="2" placeholder=${placeholder} value=${state.note} data-note
				aria-invalid=${state.noteError ? 'true' : undefined}
				onInput=${(event) => onChange({ note: event.target.value })}></textarea>
			${state.noteError && html`<${Fault}>${state.noteError}<//>`}
			<div class="foot-r"><span class="xs q hintk"><kbd>Enter</kbd> ${t('week.saves')} ${' '} <kbd>Esc</kbd> ${t('week.closes')}</span>
				<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t(isKpi ? 'week.save_kpi' : 'week.save')}</button></div>
		</div></div>`;
}

/** What is sent for a row's state; {fault: {…}} when it cannot be. */
export function answerOf(item, state) {
	const value = valueOf(item.subject, state.text);
	const status = state.status ?? suggestion(shareOf(value, item.subject), expectedOf(item), item.last.status);

	if (Number.isNaN(value)) {
		return { fault: { error: t('fault.number') } };
	}
	if (item.kind !== 'kpi_update' && status === 'blocked' && !state.note.trim()) {
		return { fault: { noteError: t('fault.blocker') } };
	}
	return { body: bodyOf(item.kind === 'kpi_update' ? 'kpi' : 'key_result', { value, status, note: state.note }) };
}

export function emptyState(item) {
	return { text: firstText(item.subject, item.last.value ?? item.subject.start_value), status: null, note: '',
		error: null, noteError: null, isTouched: false };
}

function Saved({ item, saved }) {
	const change = item.last.value === null ? 0 : saved.value - item.last.value;
	const value = withUnit(saved.value, item.subject);

	return html`<p class="r"><span class="st st-done"><${Shape} name="done" />${item.subject.metric_type === 'boolean' || change === 0 ? value :
		t(change > 0 ? 'week.more' : 'week.fewer', { value, change: plain(Math.abs(change), item.subject) })}</span></p>`;
}

export function CheckInRow({ item, cycle, state, saved, isOpen, isBusy, onChange, onOpen, onClose, onSave, onUnchanged,
	onUndo, onMove }) {
	const { subject, last } = item;
	const row = useRef(null);
	const isKpi = item.kind === 'kpi_update';
	const path = isKpi ? `/kpis/${subject.id}` : `/key-results/${subject.id}`;
	const value = valueOf(subject, state.text);
	const suggested = suggestion(shareOf(value, subject), expectedOf(item), last.status);
	const status = state.status ?? suggested;
	const should = isKpi ? subject.target_value : rounded(item.expected_value, subject);
	const shouldWord = t(isKpi ? 'week.target' : 'week.line');

	const press = (event) => {
		const isValue = event.target.matches('[data-value]');

		if (event.key === 'Escape' && isOpen) {
			event.preventDefault();
			onClose();
		} else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && isValue && event.target.type !== 'radio') {
			event.preventDefault();
			onMove(event.key === 'ArrowDown' ? 1 : -1);
		} else if (event.key === 'Enter' && event.ctrlKey && event.target.matches('[data-note]')) {
			event.preventDefault();
			onSave();
		} else if (event.key === 'u' && !event.target.matches('input, textarea') && !saved && !event.ctrlKey && !event.metaKey) {
			event.preventDefault();
			onUnchanged();
		}
	};

	return html`<li class=${names(isOpen && 'open', saved && 'saved')} ref=${row} data-id=${subject.id} onKeyDown=${press}>
		<form noValidate onSubmit=${(event) => {
			event.preventDefault();
			onSave();
		}}>
			<div class="todo-r">
				<${Due} item=${item} isSaved=${Boolean(saved)} />
				<div class="ti">${hasPage(path) ? html`<a class="name" href=${pathOf(path)} dir="auto">${subject.title}</a>` : html`<span class="name" dir="auto">${subject.title}</span>`}
					<span class="ctx" dir="auto">${isKpi ? t('week.kpi') : subject.okr_title}</span></div>
				<div class="sp"><${SoFar} item=${item} cycle=${cycle} /></div>
				<div class="last r" data-k=${t('week.last')}><span class="v">${plain(saved ? saved.value : last.value, subject) || '–'}</span>
					<span class="sub">${saved ? t('time.now') : last.at ? when(last.at) : t('week.never')}</span></div>
				<div class="exp r" data-k=${shouldWord}>${should === null || should === undefined ? null :
					html`<span class="v">${plain(should, subject)}</span><span class="sub">${shouldWord}</span>`}</div>
				<div class="in">${saved ? html`<${Saved} item=${item} saved=${saved} />` : html`<${NumberInput} item=${item} text=${state.text} error=${state.error}
					onInput=${(text) => onChange({ text })} onFocus=${onOpen} />`}</div>
				<div class="do r">${saved ? html`<button class="link" type="button" onClick=${onUndo}>${t('toast.undo')}</button>` : html`
					<button class=${names('btn', 'btn-small', isOpen && 'btn-quiet')} type="button" aria-disabled=${isBusy} onClick=${onUnchanged}
						aria-label=${t('week.unchanged_name', { title: subject.title })}>${t('week.unchanged')}</button>`}</div>
			</div>
			${isOpen && !saved && html`<${More} ...${{ item, state, status, suggested, onChange, isBusy }} />`}
		</form></li>`;
}
