/*
 * What was changed of a record, by whom, when and why: the journal in the words of those who read the record.
 * Asked for when somebody wants to see it.
 */
import { usePeopleNames } from '../directory.js';
import { exact, number, when, withUnit } from '../format.js';
import { html, useState } from '../html.js';
import { useGet } from '../load.js';
import { t } from '../text.js';
import { Loaded } from './states.js';

// Where a record stands is told by ids, which say nothing to a reader.
const unsaid = ['department_id', 'team_id', 'cycle_id', 'parent_okr_id', 'okr_id', 'description'];
const told = [...unsaid, 'title', 'name', 'owner_id', 'visibility', 'weight', 'lifecycle', 'is_archived', 'check_in_frequency', 'tags', 'start_value', 'target_value', 'unit', 'direction',
	'metric_type', 'group_name', 'update_frequency'];

function Said({ field, value, of, people }) {
	if (value === null || value === undefined || value === '') {
		return t('conflict.nothing');
	}
	const said = { owner_id: () => people.get(value), target_value: () => withUnit(value, of), start_value: () => withUnit(value, of), weight: () => number(value),
		tags: () => value.join(', '), is_archived: () => t(value ? 'value.yes' : 'value.no'), check_in_frequency: () => t(`frequency.${value}`) }[field];

	return said ? said() : String(value);
}

function Fields({ entry, of, people }) {
	return Object.entries(entry.changes ?? {}).filter(([name]) => told.includes(name)).map(([name, { from, to }]) => html`<p key=${name} class="s"><span class="q2">${t(`field.${name}`)}</span>
		${!unsaid.includes(name) && html` <span class="diff" dir="auto"><del><${Said} field=${name} value=${from} of=${of} people=${people} /></del><span class="arrow" aria-label=${t('tree.to')}>→</span>
			<ins><${Said} field=${name} value=${to} of=${of} people=${people} /></ins></span>`}</p>`);
}

/** Rows of /changes, the newest first; of something new not what it began with. */
export function ChangeList({ rows, of }) {
	const people = usePeopleNames();

	return html`<ul class="feed log">${rows.map((entry) => {
		const act = entry.type.split('.')[1];

		return html`<li key=${entry.sequence}><div><p class="s">${entry.actor.name ?? t(`audit.actor.${entry.actor.type}`)}${!/updated|changed/.test(act) && html` <span class="q2">${t(`did.${act}`)}</span>`}</p>
			${/updated|changed/.test(act) && html`<${Fields} entry=${entry} of=${of} people=${people} />`}
			${entry.reason && html`<blockquote class="s" dir="auto">${entry.reason}</blockquote>`}</div>
			<time class="when xs" datetime=${entry.at} title=${exact(entry.at)}>${when(entry.at)}</time></li>`;
	})}</ul>`;
}

function Asked({ path, of }) {
	const changes = useGet(`${path}?limit=50`);

	return html`<${Loaded} of=${changes} rows=${3}>${(rows) => html`<${ChangeList} rows=${rows} of=${of} />`}<//>`;
}

/** A heading with a button that shows them. `of` is the record, whose unit its values have. */
export function Changes({ path, of }) {
	const [isShown, setShown] = useState(false);

	return html`<section class="sec"><div class="sec-head"><h2>${t('changes.title')}</h2>
		<button class="link s" type="button" aria-expanded=${isShown} onClick=${() => setShown(!isShown)}>${t(isShown ? 'changes.hide' : 'changes.show')}</button></div>
		${isShown && html`<${Asked} path=${path} of=${of} />`}</section>`;
}
