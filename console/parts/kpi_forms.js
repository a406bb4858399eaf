/*
 * What is written of KPIs: a new one, another description of one, a measurement put right, and many values at
 * once beside those of the last months.
 */
import { remove } from '../api.js';
import { save, takeBack, valueOf } from '../check_in.js';
import { usePeople } from '../directory.js';
import { monthOf, plain, unitOf, withUnit } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { go } from '../router.js';
import { drafts } from '../store.js';
import { t } from '../text.js';
import { Fault } from './field.js';
import { say } from './layer.js';
import { EditRecord, NewRecord } from './record_dialog.js';
import { useBusy } from './states.js';

const frequencies = ['weekly', 'monthly', 'quarterly'];

function rowsFor(people, isNew) {
	return [{ name: 'name', label: t('field.name'), maxlength: 255 }, { name: 'description', label: t('field.description'), isOptional: true, rows: 2 },
		...(isNew ? [{ name: 'current_value', label: t('report.now'), isNumber: true }] : []), { name: 'target_value', label: t('panel.target'), isNumber: true },
		{ name: 'unit', label: t('kr.unit'), isOptional: true, maxlength: 50 }, { name: 'direction', label: t('kpi.better'), options: [['higher', t('kpi.higher')], ['lower', t('kpi.lower')]] },
		{ name: 'update_frequency', label: t('field.update_frequency'), options: frequencies.map((one) => [one, t(`frequency.${one}`)]) },
		{ name: 'group_name', label: t('field.group_name'), isOptional: true, maxlength: 255 },
		{ name: 'owner_id', label: t('tree.owner'), isOptional: true, options: [['', '–'], ...people.filter((one) => one.active).map((one) => [one.id, one.name])] }];
}

export function NewKpi({ me, onClose }) {
	const people = usePeople().data;

	return people && html`<${NewRecord} list="/kpis" title=${t('kpi.new')} action=${t('kpi.do')} rows=${rowsFor(people, true)} onClose=${onClose}
		first=${{ name: '', direction: 'higher', update_frequency: 'weekly', owner_id: me.user_id }} onDone=${(kpi) => {
			onClose();
			go(`/kpis/${kpi.id}`);
			say(t('kpi.made', { name: kpi.name }));
		}} />`;
}

export function EditKpi({ kpi, onDone, onClose }) {
	const people = usePeople().data;

	return people && html`<${EditRecord} path=${`/kpis/${kpi.id}`} title=${t('week.kpi')} action=${t('edit.do')} rows=${rowsFor(people, false)} onClose=${onClose} onDone=${() => {
		onClose();
		onDone();
		say(t('toast.changed'));
	}} />`;
}

export function CorrectValue({ kpi, one, onDone, onClose }) {
	const done = (text) => {
		onClose();
		onDone();
		say(text);
	};

	return html`<${EditRecord} path=${`/kpis/${kpi.id}/updates/${one.id}`} title=${t('kpi.correct')} action=${t('edit.do')} removal=${t('entries.take_back')} onClose=${onClose}
		rows=${[{ name: 'value', from: 'new_value', label: t('entries.value'), isNumber: true, unit: unitOf(kpi) || kpi.unit }, { name: 'comment', label: t('entries.note'), isOptional: true, rows: 2 }]}
		onDone=${() => done(t('toast.changed'))} onRemove=${async () => {
			await remove(`/kpis/${kpi.id}/updates/${one.id}`);
			done(t('entries.taken_back', { value: withUnit(one.new_value, kpi) }));
		}} />`;
}

// ---- many at once

const monthsBack = 5;

function lastMonths() {
	const now = new Date();

	return Array.from({ length: monthsBack }, (_, i) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack + i, 1)).toISOString().slice(0, 7));
}

/** Enter saves a row and goes on to the next; what is typed is kept for the tab until the server has it. */
export function KpiGrid({ kpis, onDone }) {
	const [typed, setTyped] = useState(drafts.get('kpi.grid') ?? {});
	const [faults, setFaults] = useState({});
	const [isBusy, busy] = useBusy();
	const box = useRef(null);
	const months = lastMonths();
	const open = kpis.filter((kpi) => typed[kpi.id]?.text.trim());
	const set = (id, text) => setTyped((before) => {
		const next = { ...before };

		delete next[id];
		if (text !== '') {
			next[id] = { text, key: crypto.randomUUID() };
		}
		drafts.set('kpi.grid', next);
		return next;
	});
	const saveOne = async (kpi) => {
		const { text, key } = typed[kpi.id];
		const value = valueOf(kpi, text);

		if (Number.isNaN(value)) {
			setFaults((before) => ({ ...before, [kpi.id]: t('fault.number') }));
			return;
		}
		try {
			const made = await save('kpi', kpi.id, { value }, key);

			set(kpi.id, '');
			setFaults((before) => ({ ...before, [kpi.id]: undefined }));
			say(t('toast.saved', { value: withUnit(value, kpi) }), () => takeBack('kpi', kpi.id, made.id).then(onDone));
		} catch (refusal) {
			setFaults((before) => ({ ...before, [kpi.id]: refusal.message }));
		}
	};
	const sendAll = () => busy(async () => {
		for (const kpi of open) {
			await saveOne(kpi);
		}
		await onDone();
	});
	const press = (event, kpi, i) => {
		const to = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];

		if (to) {
			event.preventDefault();
			box.current.querySelectorAll('input')[i + to]?.focus();
			if (event.key === 'Enter' && typed[kpi.id]) {
				// Nobody waits for one before the next is typed.
				saveOne(kpi).then(onDone);
			}
		}
	};

	return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('kpi.many')}><table class="flat grid" ref=${box}><caption class="vh">${t('kpi.many')}</caption><thead><tr><th scope="col">${t('week.kpi')}</th>
			${months.map((month) => html`<th key=${month} scope="col" class="r only-wide">${monthOf(month)}</th>`)}<th scope="col" class="r">${t('report.now')}</th><th scope="col">${t('week.new')}</th></tr></thead>
		<tbody>${kpis.map((kpi, i) => html`<tr key=${kpi.id}><th scope="row" dir="auto">${kpi.name}</th>
			${months.map((month) => html`<td key=${month} class="r q2 only-wide">${plain(kpi.recent.findLast(({ day }) => day.startsWith(month))?.value, kpi)}</td>`)}<td class="r b nw">${plain(kpi.current_value, kpi)}</td>
			<td class="new"><div class=${faults[kpi.id] ? 'unit bad-unit' : 'unit'}><input inputmode="decimal" autocomplete="off" aria-label=${t('kpi.new_of', { name: kpi.name })} value=${typed[kpi.id]?.text ?? ''}
				aria-invalid=${faults[kpi.id] ? 'true' : undefined} onInput=${(event) => set(kpi.id, event.target.value)} onKeyDown=${(event) => press(event, kpi, i)} />
				${(unitOf(kpi) || kpi.unit) && html`<span class="u" title=${kpi.unit}>${unitOf(kpi) || kpi.unit}</span>`}</div>${faults[kpi.id] && html`<${Fault}>${faults[kpi.id]}<//>`}</td></tr>`)}</tbody></table></div>
		<p class="acts mt4"><span class="q s grow">${t('kpi.many_how')}</span>${open.length > 0 && html`<button class="btn btn-primary" type="button" aria-disabled=${isBusy} onClick=${sendAll}>${t('week.save_all', { count: open.length })}</button>`}</p>`;
}
