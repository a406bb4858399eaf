/*
 * What is done to several objectives at once: another owner or team, more tags, another place. Before a move
 * it says what becomes of the progress of those that it touches. Each is changed under the version that it
 * has, one after the other, and all of it can be taken back.
 */
import { get, put } from '../api.js';
import { useGroups, usePeople } from '../directory.js';
import { percent } from '../format.js';
import { html, useState } from '../html.js';
import { t } from '../text.js';
import { Fault, SelectField, TextField } from './field.js';
import { Dialog, say } from './layer.js';
import { parentsFor, tagsOf } from './objective_edit.js';
import { useBusy } from './states.js';

// ---- progress, as it would be

const counts = (okr) => okr.lifecycle !== 'cancelled' && !okr.is_archived;

/** The progress of an objective whose children are these: as the server adds it up, weights and all. */
function rolledUp(okr, children) {
	const parts = [...okr.key_results, ...children.filter(counts)];
	const isWeightless = parts.every(({ weight }) => weight === 0);
	const weights = parts.map(({ weight }) => (isWeightless ? 1 : weight));
	const sum = weights.reduce((all, one) => all + one, 0);

	return sum === 0 ? Number(okr.lifecycle === 'completed') : parts.reduce((all, { progress }, i) => all + progress * weights[i], 0) / sum;
}

/** [{okr, after}] of the parents that a move leaves and of the one that it leads to; of those that one sees. */
export function afterMove(okrs, ids, parentId) {
	const moved = new Set(ids);
	const leaves = okrs.filter(({ id }) => moved.has(id)).map((one) => one.parent_okr_id);
	const touched = okrs.filter(({ id }) => (id === parentId || leaves.includes(id)) && !moved.has(id));

	return touched.map((okr) => ({ okr, after: rolledUp(okr, okrs.filter((one) => (moved.has(one.id) ? parentId : one.parent_okr_id) === okr.id)) }));
}

// ---- changing

// One after the other; what is refused stops nothing: {done: [{id, before}], refusals}.
async function changeAll(ids, bodyFor) {
	const done = [], refusals = [];

	for (const id of ids) {
		try {
			const { data, etag } = await get(`/okrs/${id}`);
			const body = bodyFor(data);

			await put(`/okrs/${id}`, body, { version: etag });
			done.push({ id, before: Object.fromEntries(Object.keys(body).filter((name) => name !== 'reason').map((name) => [name, data[name]])) });
		} catch (refusal) {
			refusals.push(refusal);
		}
	}
	return { done, refusals };
}

function Effect({ okrs, ids, parentId }) {
	const rows = afterMove(okrs, ids, parentId);

	return rows.length > 0 && html`<table class="flat dense"><thead><tr><th scope="col">${t('move.progress_of')}</th><th scope="col" class="r">${t('report.now')}</th><th scope="col" class="r">${t('move.after')}</th></tr></thead>
		<tbody>${rows.map(({ okr, after }) => html`<tr key=${okr.id}><th scope="row" dir="auto">${okr.title}</th><td class="r">${percent(okr.progress)}</td><td class="r b">${percent(after)}</td></tr>`)}</tbody></table>`;
}

/** `act` is owner, team, tags or move; `ids` the objectives, `okrs` all of the cycle; `to` a parent that is meant already. */
export function Bulk({ act, ids, okrs, to, onDone, onClose }) {
	const people = usePeople().data ?? [];
	const { teams = [] } = useGroups().data ?? {};
	const titles = new Map(okrs.map((okr) => [okr.id, okr.title]));
	const [value, setValue] = useState(to ?? (act === 'move' && ids.length === 1 ? okrs.find(({ id }) => id === ids[0]).parent_okr_id : null) ?? '');
	const [reason, setReason] = useState('');
	const [refusals, setRefusals] = useState([]);
	const [isBusy, busy] = useBusy();
	const bodies = { owner: () => ({ owner_id: value || null }), team: () => ({ team_id: value || null }), move: () => ({ parent_okr_id: value || null }),
		tags: (okr) => ({ tags: [...new Set([...okr.tags ?? [], ...tagsOf(value)])] }) };
	const options = { owner: people.filter(({ active }) => active).map((one) => [one.id, one.name]), team: teams.map((one) => [one.id, one.name]),
		move: parentsFor(ids, okrs).map((one) => [one.id, one.title]) };
	const none = act === 'move' ? t('move.top') : '–';
	const wantsReason = reason !== '' || refusals.some((one) => one.of?.('reason'));
	const send = () => busy(async () => {
		const found = await changeAll(ids, (okr) => ({ ...bodies[act](okr), reason: reason.trim() || undefined }));

		setRefusals(found.refusals);
		if (found.done.length > 0) {
			say(t('bulk.changed', { count: found.done.length }), async () => {
				for (const { id, before } of found.done) {
					await put(`/okrs/${id}`, before);
				}
				onDone();
			});
			onDone();
		}
		if (found.refusals.length === 0) {
			onClose();
		}
	});

	return html`<${Dialog} title=${ids.length === 1 ? t(`bulk.${act}_one`, { title: titles.get(ids[0]) }) : t(`bulk.${act}`, { count: ids.length })} onClose=${onClose} onSubmit=${send}
		actions=${html`<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t(act === 'move' ? 'move.do' : 'edit.do')}</button>`}><div class="stack">
		${refusals.length > 0 && html`<${Fault}>${t('bulk.refused', { count: refusals.length, message: refusals[0].message })}<//>`}
		${act === 'tags' ? html`<${TextField} label=${t('bulk.tags_label')} hint=${t('edit.tags_hint')} value=${value} onInput=${setValue} data-first />` :
			html`<${SelectField} label=${t(act === 'move' ? 'field.parent_okr_id' : `tree.${act}`)} value=${value} options=${[['', none], ...options[act]]} onChange=${setValue} />`}
		${wantsReason && html`<${TextField} label=${t('panel.reason')} value=${reason} onInput=${setReason} maxlength="500" />`}
		${act === 'move' && html`<${Effect} okrs=${okrs} ids=${ids} parentId=${value || null} />`}</div><//>`;
}

/** What can be done with those that are chosen. */
export function SelectionBar({ count, onAct, onClear }) {
	return html`<div class="selbar" role="region" aria-label=${t('bulk.region')}><span class="b" role="status">${t('bulk.selected', { count })}</span>${count > 0 && ['owner', 'team', 'tags', 'move'].map((act) => html`
		<button key=${act} class="btn btn-small" type="button" onClick=${() => onAct(act)}>${t(act === 'move' ? 'move.do' : act === 'tags' ? 'edit.tags' : `tree.${act}`)}</button>`)}
		<button class="link" type="button" onClick=${onClear}>${t('bulk.clear')}</button></div>`;
}
