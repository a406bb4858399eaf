/*
 * The work behind an objective: what was begun to move its numbers, and how far it is.
 */
import { remove } from '../api.js';
import { usePeople } from '../directory.js';
import { dayOf, shortDay } from '../format.js';
import { html, useState } from '../html.js';
import { may } from '../session.js';
import { t } from '../text.js';
import { say } from './layer.js';
import { EditRecord, NewRecord } from './record_dialog.js';

const statuses = ['todo', 'in_progress', 'done', 'blocked'];

function rowsFor(okr, people) {
	return [{ name: 'title', label: t('edit.title'), maxlength: 255 }, { name: 'status', label: t('tree.status'), options: statuses.map((one) => [one, t(`initiative.${one}`)]) },
		{ name: 'kr_id', label: t('initiative.result'), isOptional: true, options: [['', '–'], ...okr.key_results.map((one) => [one.id, one.title])] },
		{ name: 'owner_id', label: t('tree.owner'), isOptional: true, options: [['', '–'], ...people.map((one) => [one.id, one.name])] },
		{ name: 'end_date', label: t('initiative.end'), type: 'date', isOptional: true }];
}

function Form({ okr, one, onDone, onClose }) {
	const people = usePeople().data;
	const done = (text) => {
		onClose();
		onDone();
		say(text);
	};

	if (!people) {
		return null;
	}
	const common = { rows: rowsFor(okr, people.filter(({ active, id }) => active || id === one?.owner_id)), onClose };

	return one ? html`<${EditRecord} ...${common} path=${`/initiatives/${one.id}`} title=${t('initiative.edit')} action=${t('edit.do')} onDone=${() => done(t('toast.changed'))}
			onRemove=${async () => {
				await remove(`/initiatives/${one.id}`);
				done(t('toast.deleted', { title: one.title }));
			}} />` :
		html`<${NewRecord} ...${common} list="/initiatives" title=${t('initiative.new')} action=${t('initiative.do')} first=${{ okr_id: okr.id, title: '', status: 'todo', kr_id: null, owner_id: null, end_date: null }}
			onDone=${() => done(t('initiative.added'))} />`;
}

/** `okr` has them. */
export function Initiatives({ okr, onChanged }) {
	const [dialog, setDialog] = useState(null);
	const mayWrite = may('write:okrs') && (okr.can?.includes('edit') ?? true);
	const add = html`<button class="link s" type="button" onClick=${() => setDialog({})}>${t(okr.initiatives.length === 0 ? 'initiative.first' : 'initiative.add')}</button>`;

	return html`<section class="sec"><div class="sec-head"><h2>${t('initiative.title')}</h2>${mayWrite && okr.initiatives.length > 0 && add}</div>
		${okr.initiatives.length === 0 && html`<p class="q2 s">${t('initiative.none')}</p>${mayWrite && html`<p class="s">${add}</p>`}`}
		<ul class="feed work">${okr.initiatives.map((one) => html`<li key=${one.id}><div>${mayWrite ? html`<button class="link name-link" type="button" dir="auto" onClick=${() => setDialog({ one })}>${one.title}</button>` :
				html`<span dir="auto">${one.title}</span>`}
			${one.end_date && html`<p class="xs q">${t('initiative.until', { day: shortDay(dayOf(one.end_date)) })}</p>`}</div>
			<span class=${one.status === 'blocked' ? 'when xs warn' : 'when xs'}>${t(`initiative.${one.status}`)}</span></li>`)}</ul>
		${dialog && html`<${Form} okr=${okr} one=${dialog.one} onDone=${onChanged} onClose=${() => setDialog(null)} />`}</section>`;
}
