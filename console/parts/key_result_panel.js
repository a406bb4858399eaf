/*
 * A key result over its objective: value, target, what is in the way, whether it still moves; a check-in,
 * every entry, the target and why it changed.
 */
import { post, putOver, remove } from '../api.js';
import { rounded, save, shareOf, suggestion, takeBack, valueOf } from '../check_in.js';
import { usePeople } from '../directory.js';
import { dayOf, exact, parseNumber, plain, shortDay, signed, typed, unitOf, withUnit } from '../format.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { may, session } from '../session.js';
import { drafts, useStore } from '../store.js';
import { t } from '../text.js';
import { ChangeList } from './changes.js';
import { Chart } from './chart.js';
import { answerOf, emptyState, More, NumberInput } from './check_in_row.js';
import { NumberField, TextField } from './field.js';
import { Icon, Shape } from './icon.js';
import { Layer, say } from './layer.js';
import { Measure } from './measure.js';
import { EditRecord } from './record_dialog.js';
import { Loaded, useBusy } from './states.js';
import { Status } from './status.js';

// The row of My week that a key result would be.
function itemOf(one, expected, status) {
	const hasWay = expected !== null && one.metric_type !== 'boolean';

	return { kind: 'check_in', subject: { ...one, type: 'key_result' }, last: { value: one.current_value, status, at: one.last_check_in_at },
		expected_value: hasWay ? one.start_value + expected * (one.target_value - one.start_value) : null };
}

function CheckIn({ one, expected, status, onSaved, onClose }) {
	const name = `panel.${one.id}`;
	const item = itemOf(one, expected, status);
	const [state, setState] = useState(drafts.get(name) ?? emptyState(item));
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const suggested = suggestion(shareOf(valueOf(one, state.text), one), expected, status);
	const change = (changes) => {
		const next = { ...state, error: null, noteError: null, key: null, ...changes };

		drafts.set(name, next);
		setState(next);
	};
	const send = () => busy(async () => {
		const { body, fault } = answerOf(item, state);

		if (fault) {
			change(fault);
			return;
		}
		const key = state.key ?? crypto.randomUUID();

		drafts.set(name, { ...state, key });
		try {
			const made = await save('key_result', one.id, body, key);

			drafts.remove(name);
			say(t('toast.saved', { value: withUnit(body.value, one) }), async () => {
				await takeBack('key_result', one.id, made.id);
				onSaved();
			});
			onSaved();
			onClose();
		} catch (refusal) {
			change({ error: refusal.message, key });
		}
	});

	useEffect(() => {
		form.current.querySelector('[data-value]:checked, input[data-value]:not([type=radio])')?.focus();
	}, []);
	return html`<form class="panel-form" ref=${form} noValidate onSubmit=${(event) => {
		event.preventDefault();
		send();
	}} onKeyDown=${(event) => {
		if (event.key === 'Escape') {
			event.preventDefault();
			event.stopPropagation();
			onClose();
		} else if (event.key === 'Enter' && event.ctrlKey) {
			send();
		}
	}}>
		<div class="panel-value"><${NumberInput} item=${item} text=${state.text} error=${state.error} onInput=${(text) => change({ text })} onFocus=${() => {}} /></div>
		<${More} item=${item} state=${state} status=${state.status ?? suggested} suggested=${suggested} onChange=${change} isBusy=${isBusy} /></form>`;
}

const statuses = ['on_track', 'at_risk', 'off_track', 'blocked'];

// A check-in as it should have been: what depends on it is computed anew.
function Correct({ one, entry, onDone, onClose }) {
	const { me } = useStore(session);
	const value = one.metric_type === 'boolean' ? { options: [one.target_value, one.start_value].map((it) => [typed(it), plain(Number(it === one.target_value), one)]) } : { unit: unitOf(one) || one.unit };
	const rows = [{ name: 'value', label: t('entries.value'), isNumber: true, ...value }, { name: 'status', label: t('tree.status'), options: [...new Set([...statuses, entry.status])].map((status) => [status, t(`status.${status}`)]) },
		{ name: 'blocker_note', label: t('week.blocker'), isOptional: true }, { name: 'comment', label: t('entries.note'), isOptional: true, rows: 3 }];
	const done = (text, undo) => {
		onClose();
		onDone();
		say(text, undo);
	};
	const again = async () => {
		const { value: it, status, comment, blocker_note, checked_in_at } = entry;

		await save('key_result', one.id, { value: it, status, comment, blocker_note, checked_in_at }, crypto.randomUUID());
		onDone();
	};

	return html`<${EditRecord} path=${`/checkins/${entry.id}`} rows=${rows} title=${t('entries.correct_title', { day: shortDay(dayOf(entry.checked_in_at)) })} action=${t('edit.do')}
		removal=${t('entries.take_back')} onClose=${onClose} onDone=${() => done(t('toast.changed'))} onRemove=${async () => {
			await takeBack('key_result', one.id, entry.id);
			done(t('entries.taken_back', { value: withUnit(entry.value, one) }), entry.author_id === me.user_id ? again : undefined);
		}} />`;
}

function Entries({ one, entries, onChanged }) {
	const { me } = useStore(session);
	const [asked, setAsked] = useState(null);
	const mayCorrect = (entry) => may('okr-checkins:write') && (entry.author_id === me.user_id || one.can?.includes('edit'));

	return html`<section><div class="sec-head"><h3>${t('entries.title')}</h3><span class="s q">${entries.length}</span></div>
		${entries.length === 0 ? html`<p class="q2 s">${t('entries.none')}</p>` : html`
		<table class="flat dense ent"><caption class="vh">${t('entries.caption')}</caption><thead><tr><th scope="col">${t('entries.date')}</th>
			<th scope="col" class="r">${t('entries.value')}</th><th scope="col" class="r">${t('entries.change')}</th><th scope="col">${t('tree.status')}</th><th scope="col">${t('entries.note')}</th></tr></thead>
		<tbody>${entries.map((entry) => html`<tr key=${entry.id}><th scope="row" class="nw q2"><time datetime=${entry.checked_in_at} title=${`${exact(entry.checked_in_at)} · ${entry.author ?? ''}`}>${shortDay(dayOf(entry.checked_in_at))}</time></th>
			<td class="r b">${plain(entry.value, one)}</td>
			<td class=${entry.value === entry.previous_value ? 'r q' : 'r'}>${entry.previous_value === null || one.metric_type === 'boolean' ? '' : signed(entry.value - entry.previous_value, 2)}</td>
			<td><${Status} status=${entry.status} /></td>
			<td class="wrap s q2"><span dir="auto">${[entry.blocker_note, entry.comment].filter(Boolean).join(' ')}</span>
				${mayCorrect(entry) && html` <button class="link link-quiet" type="button" aria-label=${t('entries.correct_title', { day: shortDay(dayOf(entry.checked_in_at)) })}
					onClick=${() => setAsked(entry)}>${t('entries.correct')}</button>`}</td></tr>`)}</tbody></table>`}
		${asked && html`<${Correct} one=${one} entry=${asked} onDone=${onChanged} onClose=${() => setAsked(null)} />`}</section>`;
}

// What a key result is: the value and what was said of it have places of their own.
function EditKeyResult({ one, onDone, onClose, onGone }) {
	const people = usePeople().data;
	const rows = [{ name: 'title', label: t('kr.title'), maxlength: 255 }, { name: 'description', label: t('field.description'), isOptional: true, rows: 3 },
		{ name: 'owner_id', label: t('tree.owner'), isOptional: true, options: [['', '–'], ...(people ?? []).filter(({ active, id }) => active || id === one.owner_id).map(({ id, name }) => [id, name])] },
		...(one.metric_type === 'boolean' ? [] : [{ name: 'start_value', label: t('kr.start'), isNumber: true, unit: unitOf(one) || one.unit }]),
		{ name: 'weight', label: t('field.weight'), isNumber: true }];

	return people && html`<${EditRecord} path=${`/key-results/${one.id}`} rows=${rows} title=${t('kr.edit')} action=${t('edit.do')} onClose=${onClose} onDone=${() => {
		onClose();
		onDone();
		say(t('toast.changed'));
	}} onRemove=${async () => {
		await remove(`/key-results/${one.id}`);
		onClose();
		onGone();
		say(t('toast.deleted', { title: one.title }), async () => {
			await post(`/key-results/${one.id}/restore`, undefined);
			onDone();
		});
	}} />`;
}

function Values({ one, entries, expected, period }) {
	if (!period || one.metric_type === 'boolean' || entries.length === 0) {
		return null;
	}
	const points = entries.toReversed().map((entry) => ({ day: dayOf(entry.checked_in_at), share: shareOf(entry.value, one) ?? 0 }));
	const half = one.start_value + (one.target_value - one.start_value) / 2;

	return html`<section><${Chart} level="h3" title=${t('panel.values')} wide=${504} ...${period} points=${points} expected=${expected} status=${one.status} hasDots
		nowText=${plain(one.current_value, one)}
		ticks=${[[0, one.start_value], [0.5, half], [1, one.target_value]].map(([share, value]) => ({ share, text: plain(rounded(value, one), one) }))}
		label=${t('panel.chart', { count: entries.length, first: withUnit(entries.at(-1).value, one), last: withUnit(entries[0].value, one), target: withUnit(one.target_value, one) })}
		table=${html`<p class="s q2">${t('panel.table_below')}</p>`} /></section>`;
}

function Target({ one, etag, onChanged }) {
	const [text, setText] = useState(null);
	const [reason, setReason] = useState('');
	const [fault, setFault] = useState(null);
	const [isBusy, busy] = useBusy();
	const changes = useGet(`/key-results/${one.id}/changes?limit=100`);
	const list = (changes.data ?? []).filter((row) => row.type !== 'key_result.created');
	const moves = list.filter((row) => row.type === 'key_result.target_changed');
	const send = (event) => busy(async () => {
		event.preventDefault();
		const value = parseNumber(text);

		if (Number.isNaN(value)) {
			setFault(t('fault.number'));
			return;
		}
		try {
			await putOver(`/key-results/${one.id}`, { target_value: value, reason: reason.trim() || undefined }, etag, onChanged);
			setText(null);
			setFault(null);
			onChanged();
			changes.reload();
			say(t('panel.target_saved', { value: withUnit(value, one) }));
		} catch (refusal) {
			setFault(refusal.of('target_value') ?? refusal.of('reason') ?? (refusal.status === 412 ? t('panel.changed_meanwhile') : refusal.message));
		}
	});

	return html`<section><h3>${t('panel.target')}</h3>
		<p class="s q2">${withUnit(one.target_value, one)}${moves.length === 0 ? '' : ` · ${t('panel.target_changes', { count: moves.length })}`}</p>
		${text === null ? one.metric_type !== 'boolean' && html`<button class="link s" type="button" onClick=${() => setText(typed(one.target_value))}>${t('panel.change_target')}</button>` : html`
			<form class="stack mt" noValidate onSubmit=${send}><${NumberField} label=${t('panel.new_target')} unit=${unitOf(one) || one.unit} value=${text} error=${fault} onInput=${setText} />
				<${TextField} label=${t('panel.reason')} isOptional value=${reason} onInput=${setReason} maxlength="500" />
				<div class="row"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('panel.change_target')}</button>
					<button class="btn btn-quiet" type="button" onClick=${() => setText(null)}>${t('layer.cancel')}</button></div></form>`}
		${list.length > 0 && html`<h3 class="mt4">${t('changes.title')}</h3><${ChangeList} rows=${list} of=${one} />`}</section>`;
}

/** `record` is what useGet says of it; `okr` and `period` are those of the objective beneath. */
export function KeyResultPanel({ record, id, okr, period, startsChecking, onClose, onChanged }) {
	const entries = useAll(`/key-results/${id}/checkins`);
	const [isChecking, setChecking] = useState(Boolean(startsChecking || drafts.get(`panel.${id}`)));
	const expected = okr.health?.expected_progress ?? null;
	const changed = () => {
		record.reload();
		entries.reload();
		onChanged();
	};

	return html`<${Layer} kind="panel" onClose=${onClose}>${(heading) => html`<${Body} ...${{ record, entries, heading, okr, period, expected, isChecking, setChecking, onClose, onGone: onChanged, changed }} />`}<//>`;
}

function Body({ record, entries, heading, okr, period, expected, isChecking, setChecking, onClose, onGone, changed }) {
	const open = () => setChecking(true);
	const [isEditing, setEditing] = useState(false);

	return html`<div onKeyDown=${(event) => {
		if (event.key === 'c' && !event.target.matches('input, textarea, select') && !event.ctrlKey && !event.metaKey) {
			event.preventDefault();
			open();
		}
	}}><${Loaded} of=${record}>${(one) => {
		const newest = entries.data?.[0];
		const status = newest?.status ?? one.status;
		const isBoolean = one.metric_type === 'boolean';

		return html`<header><div><p class="s q">${one.owner ? t('panel.of', { name: one.owner }) : t('panel.key_result')}</p>
				<h2 id=${heading} class="mid" tabindex="-1" dir="auto">${one.title}</h2></div>
				<button class="btn btn-icon btn-quiet" type="button" aria-label=${t('layer.close')} onClick=${onClose}><${Icon} name="close" /></button></header>
			<div class="pan-fig"><p class="fig"><span class="big">${isBoolean ? t(one.progress >= 1 ? 'value.done' : 'value.not_yet') : plain(one.current_value, one)}</span>
				${!isBoolean && html`<span class="q2">${t('panel.of_target', { target: withUnit(one.target_value, one), start: plain(one.start_value, one) })}</span>`}<${Status} status=${status} /></p>
				<${Measure} done=${one.progress} attainment=${one.attainment} expected=${expected} status=${status} isBoolean=${isBoolean} /></div>
			${status === 'blocked' && newest?.blocker_note && html`<p class="blocker"><${Shape} name="blocked" /><span dir="auto">${newest.blocker_note}</span></p>`}
			${isChecking ? html`<${CheckIn} one=${one} expected=${expected} status=${status} onSaved=${changed} onClose=${() => setChecking(false)} />` : html`
				<div class="pan-acts"><button class="btn btn-primary" type="button" onClick=${open}>${t('panel.check_in')} <kbd>c</kbd></button>
					${may('write:okrs') && (one.can?.includes('edit') ?? true) && html`<button class="btn" type="button" onClick=${() => setEditing(true)}>${t('okr.edit')}</button>`}</div>`}
			${isEditing && html`<${EditKeyResult} one=${one} onDone=${changed} onClose=${() => setEditing(false)} onGone=${() => {
				onClose();
				onGone();
			}} />`}
			<${Values} one=${one} entries=${entries.data ?? []} expected=${expected} period=${period} />
			<${Entries} one=${one} entries=${entries.data ?? []} onChanged=${changed} />
			<${Target} one=${one} etag=${record.etag} onChanged=${changed} />`;
	}}<//></div>`;
}
