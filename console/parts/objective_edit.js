/*
 * What is done to an objective as a whole: edited in place, copied, put away, deleted. Only what was changed
 * is sent, under the version that was read.
 */
import { get, post, put, putOver, remove } from '../api.js';
import { usePeople } from '../directory.js';
import { parseNumber, typed } from '../format.js';
import { html, useRef, useState } from '../html.js';
import { useAll } from '../load.js';
import { go } from '../router.js';
import { drafts } from '../store.js';
import { t } from '../text.js';
import { Conflict } from './conflict.js';
import { focusFirstError, NumberField, SelectField, TextField } from './field.js';
import { Dialog, say } from './layer.js';
import { Menu } from './menu.js';
import { useBusy } from './states.js';

const frequencies = ['weekly', 'biweekly', 'monthly', 'quarterly'];

/** Tags as they are typed: parted by commas, each once. */
export function tagsOf(text) {
	return [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];
}

/** Those of a cycle that one may stand under: neither it nor what is below it. */
export function parentsFor(ids, okrs) {
	const below = new Set(ids);

	for (let before = -1; before < below.size;) {
		before = below.size;
		okrs.filter((one) => below.has(one.parent_okr_id)).forEach((one) => below.add(one.id));
	}
	return okrs.filter((one) => !below.has(one.id)).sort((a, b) => a.title.localeCompare(b.title));
}

function first(okr, etag) {
	return { etag, from: okr, title: okr.title, description: okr.description ?? '', tags: (okr.tags ?? []).join(', '), check_in_frequency: okr.check_in_frequency,
		owner_id: okr.owner_id ?? '', parent_okr_id: okr.parent_okr_id ?? '', weight: typed(okr.weight), reason: '' };
}

// What differs from what was read.
function changed(draft) {
	const next = { title: draft.title, description: draft.description || null, tags: tagsOf(draft.tags), check_in_frequency: draft.check_in_frequency,
		owner_id: draft.owner_id || null, parent_okr_id: draft.parent_okr_id || null,
		weight: draft.weight === typed(draft.from.weight) ? draft.from.weight : parseNumber(draft.weight) };
	const from = { ...draft.from, tags: draft.from.tags ?? [] };

	return Object.fromEntries(Object.entries(next).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(from[field])));
}

function labelsOf() {
	return { title: t('edit.title'), description: t('new.why'), tags: t('edit.tags'), check_in_frequency: t('edit.frequency'), owner_id: t('tree.owner'),
		parent_okr_id: t('field.parent_okr_id'), weight: t('field.weight') };
}

function Fields({ okr, draft, refusal, labels, people, okrs, change }) {
	const of = (field) => refusal?.of?.(field);
	const names = people.filter((one) => one.active || one.id === okr.owner_id).map((one) => [one.id, one.name]);
	const parents = [...parentsFor([okr.id], okrs), ...okr.parents.slice(-1).filter((one) => !okrs.some(({ id }) => id === one.id))];

	return html`<${TextField} label=${labels.title} value=${draft.title} onInput=${(title) => change({ title })} maxlength="255" autofocus
			error=${of('title') ?? (refusal?.details?.length === 0 ? refusal.message : undefined)} />
		<${TextField} label=${labels.description} isOptional rows=${3} value=${draft.description} onInput=${(description) => change({ description })} error=${of('description')} />
		<div class="two-fields"><${SelectField} label=${labels.owner_id} value=${draft.owner_id} error=${of('owner_id')} options=${[['', '–'], ...names]} onChange=${(owner_id) => change({ owner_id })} />
			<${SelectField} label=${labels.check_in_frequency} value=${draft.check_in_frequency} options=${frequencies.map((one) => [one, t(`frequency.${one}`)])}
				onChange=${(check_in_frequency) => change({ check_in_frequency })} /></div>
		<div class="two-fields"><${SelectField} label=${labels.parent_okr_id} value=${draft.parent_okr_id} error=${of('parent_okr_id')}
				options=${[['', t('move.top')], ...parents.map((one) => [one.id, one.title])]} onChange=${(parent_okr_id) => change({ parent_okr_id })} />
			${draft.parent_okr_id && html`<${NumberField} label=${labels.weight} value=${draft.weight} error=${of('weight')} onInput=${(weight) => change({ weight })} />`}</div>
		<${TextField} label=${labels.tags} isOptional hint=${t('edit.tags_hint')} value=${draft.tags} onInput=${(tags) => change({ tags })} error=${of('tags')} />
		${(of('reason') || draft.reason) && html`<${TextField} label=${t('panel.reason')} value=${draft.reason} onInput=${(reason) => change({ reason })} maxlength="500" error=${of('reason')} />`}`;
}

/** In place of the byline. What is typed is kept for the tab until it is saved or given up. */
export function Edit({ okr, etag, onDone, onClose }) {
	const name = `edit.${okr.id}`;
	const people = usePeople().data ?? [];
	const okrs = useAll(okr.cycle_id ? `/okrs?cycle_id=${okr.cycle_id}&fields=title,parent_okr_id` : null).data ?? [];
	const [draft, setDraft] = useState({ ...first(okr, etag), ...drafts.get(name) });
	const [theirs, setTheirs] = useState(null);
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const labels = labelsOf();
	const change = (changes) => {
		drafts.set(name, { ...draft, ...changes });
		setDraft({ ...draft, ...changes });
	};
	const refuse = (error) => {
		setRefusal(error);
		focusFirstError(form.current);
	};
	const done = () => {
		drafts.remove(name);
		onDone();
	};
	const store = async (body, version) => {
		if (Object.keys(body).length > 0) {
			await put(`/okrs/${okr.id}`, { ...body, reason: draft.reason.trim() || undefined }, { version });
			say(t('toast.changed'));
		}
		done();
	};
	const send = () => busy(async () => {
		setRefusal(null);
		if (Number.isNaN(parseNumber(draft.weight))) {
			refuse({ of: (field) => (field === 'weight' ? t('fault.number') : undefined) });
			return;
		}
		try {
			await store(changed(draft), draft.etag);
		} catch (error) {
			if (error.status === 412) {
				setTheirs(await get(`/okrs/${okr.id}`));
			} else {
				refuse(error);
			}
		}
	});
	const shown = { tags: (value) => (value ?? []).join(', '), check_in_frequency: (value) => t(`frequency.${value}`), weight: (value) => typed(value),
		owner_id: (value) => people.find(({ id }) => id === value)?.name, parent_okr_id: (value) => (value ? okrs.find(({ id }) => id === value)?.title ?? value : t('move.top')) };

	return html`<form class="stack edit" ref=${form} noValidate onSubmit=${(event) => {
		event.preventDefault();
		send();
	}} onKeyDown=${(event) => event.key === 'Escape' && !theirs && onClose()}>
		<${Fields} ...${{ okr, draft, refusal, labels, people, okrs, change }} />
		<div class="row"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('edit.do')}</button>
			<button class="btn btn-quiet" type="button" onClick=${() => {
				drafts.remove(name);
				onClose();
			}}>${t('layer.cancel')}</button></div></form>
		${theirs && html`<${Conflict} mine=${changed(draft)} theirs=${theirs.data} labels=${labels} show=${(field, value) => (shown[field] ? shown[field](value) : value)}
			onClose=${() => setTheirs(null)} onSave=${async (body) => {
				const version = theirs.etag;

				setTheirs(null);
				try {
					await store(body, version);
				} catch (error) {
					refuse(error);
				}
			}} />`}`;
}

function Delete({ okr, onClose }) {
	const [isBusy, busy] = useBusy();
	const [refusal, setRefusal] = useState(null);
	const send = () => busy(async () => {
		try {
			await remove(`/okrs/${okr.id}`);
			onClose();
			go(`/cycles/${okr.cycle_id}`);
			say(t('toast.deleted', { title: okr.title }), async () => {
				await post(`/okrs/${okr.id}/restore`, undefined);
				go(`/okrs/${okr.id}`);
			});
		} catch (error) {
			setRefusal(error);
		}
	});

	return html`<${Dialog} title=${t('delete.title', { title: okr.title })} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button><button class="btn btn-danger" type="submit" aria-disabled=${isBusy}>${t('delete.do')}</button>`}>
		<p>${t('delete.text', { results: okr.key_results.length, entries: okr.check_in_count })}</p>${refusal && html`<p class="err">${refusal.message}</p>`}<//>`;
}

const copied = ['description', 'type', 'owner_id', 'department_id', 'team_id', 'visibility', 'weight', 'check_in_frequency', 'tags'];
const copiedWithin = ['title', 'description', 'metric_type', 'start_value', 'target_value', 'unit', 'direction', 'weight', 'owner_id'];
const pick = (record, names) => Object.fromEntries(names.filter((name) => record[name] !== null).map((name) => [name, record[name]]));

// With its key results, which begin where they began; it stays under its parent where that is.
function Copy({ okr, onClose }) {
	const cycles = useAll('/cycles?fields=name,status').data ?? [];
	const [values, setValues] = useState({ title: t('copy.of', { title: okr.title }), cycle_id: okr.cycle_id });
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const key = useRef(crypto.randomUUID());
	const change = (changes) => {
		key.current = crypto.randomUUID();
		setValues({ ...values, ...changes });
	};
	const send = () => busy(async () => {
		try {
			const { data } = await post('/okrs', { ...pick(okr, copied), ...values, parent_okr_id: values.cycle_id === okr.cycle_id ? okr.parent_okr_id ?? undefined : undefined,
				key_results: okr.key_results.map((one) => pick(one, copiedWithin)) }, { key: key.current });

			onClose();
			say(t('toast.objective', { title: data.title }));
			go(`/okrs/${data.id}`);
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<${Dialog} title=${t('copy.title')} onClose=${onClose} onSubmit=${send} actions=${html`
		<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('copy.do')}</button>`}>
		<div class="stack" ref=${form}><p class="q2">${t('copy.text', { count: okr.key_results.length })}</p>
		<${TextField} label=${t('edit.title')} value=${values.title} onInput=${(title) => change({ title })} maxlength="255" data-first
			error=${refusal && (refusal.of('title') ?? (refusal.details.length === 0 ? refusal.message : undefined))} />
		<${SelectField} label=${t('copy.cycle')} value=${values.cycle_id} error=${refusal?.of('cycle_id')} options=${cycles.map((one) => [one.id, t(`cycle.name.${one.status}`, { name: one.name })])}
			onChange=${(cycle_id) => change({ cycle_id })} /></div><//>`;
}

/** The acts that stand behind a button: copy, archive or bring back, delete. */
export function More({ okr, etag, mayEdit, onChanged }) {
	const [asked, setAsked] = useState(null);
	const archive = async (isArchived) => {
		try {
			const { etag: next } = await putOver(`/okrs/${okr.id}`, { is_archived: isArchived }, etag, onChanged);

			onChanged();
			say(t(isArchived ? 'toast.archived' : 'toast.unarchived', { title: okr.title }), async () => {
				await put(`/okrs/${okr.id}`, { is_archived: !isArchived }, { version: next });
				onChanged();
			});
		} catch (error) {
			say(error.status === 412 ? t('panel.changed_meanwhile') : error.message);
		}
	};
	const acts = [['copy.act', () => setAsked('copy'), true], [okr.is_archived ? 'okr.unarchive' : 'okr.archive', () => archive(!okr.is_archived), mayEdit],
		['okr.delete', () => setAsked('delete'), mayEdit && (okr.can?.includes('delete') ?? true)]];

	return html`<${Menu} label=${t('okr.more')} icon="more">${(close) => acts.filter(([, , isThere]) => isThere).map(([name, act]) => html`
			<button key=${name} class="menu-item" type="button" onClick=${() => {
				close();
				act();
			}}>${t(name)}</button>`)}<//>
		${asked === 'copy' && html`<${Copy} okr=${okr} onClose=${() => setAsked(null)} />`}${asked === 'delete' && html`<${Delete} okr=${okr} onClose=${() => setAsked(null)} />`}`;
}
