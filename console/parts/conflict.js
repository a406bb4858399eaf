/*
 * Somebody else changed the same record: both versions beside each other, field by field. Nothing is
 * lost, and nothing is sent before one has chosen.
 */
import { html, names, useState } from '../html.js';
import { t } from '../text.js';
import { Dialog } from './layer.js';

function same(a, b) {
	return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** The names of the fields in which what was sent differs from what is there now. */
export function differing(mine, theirs) {
	return Object.keys(mine).filter((name) => !same(mine[name], theirs[name]));
}

function Side({ field, side, value, who, isChosen, onChoose }) {
	return html`<label><span class="who">${who}</span><input type="radio" name=${`vs-${field}`} value=${side} checked=${isChosen} onChange=${onChoose} />
		<span dir="auto" class=${names(!value && 'q')}>${value || t('conflict.nothing')}</span></label>`;
}

/** `show(name, value)` makes text of a value; onSave gets the fields that shall be mine. */
export function Conflict({ mine, theirs, labels, show, onSave, onClose }) {
	const fields = differing(mine, theirs);
	const [chosen, setChosen] = useState({});

	return html`<${Dialog} isWide title=${t('conflict.title')} onClose=${onClose}
		onSubmit=${() => onSave(Object.fromEntries(fields.filter((name) => chosen[name] !== 'theirs').map((name) => [name, mine[name]])))}
		actions=${html`<button class="btn" type="button" onClick=${onClose}>${t('layer.cancel')}</button>
			<button class="btn btn-primary" type="submit">${t('conflict.do')}</button>`}>
		<p class="q2">${t('conflict.text')}</p>
		${fields.map((name) => html`<fieldset key=${name}><legend class="lab">${labels[name]}</legend><div class="vs">
			${['mine', 'theirs'].map((side) => html`<${Side} key=${side} field=${name} side=${side} who=${t(`conflict.${side}`)}
				value=${show(name, side === 'mine' ? mine[name] : theirs[name])} isChosen=${(chosen[name] ?? 'mine') === side}
				onChoose=${() => setChosen({ ...chosen, [name]: side })} />`)}</div></fieldset>`)}<//>`;
}
