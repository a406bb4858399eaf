/*
 * Objectives as a short list: title, how far, how healthy. The tree is for a whole cycle, this is for
 * those of one person or one team.
 */
import { percent, plain } from '../format.js';
import { html } from '../html.js';
import { pathOf } from '../place.js';
import { t } from '../text.js';
import { Measure } from './measure.js';
import { Status } from './status.js';

/** What somebody works on now. */
export function isRunning(okr) {
	return okr.lifecycle === 'active' && !okr.is_archived;
}

export function ObjectiveList({ okrs, hasCycle }) {
	return html`<div class="mini mini-h" aria-hidden="true"><span>${t('tree.objective')}</span><span class="only-wide">${t('tree.progress')}</span>
			<span></span><span class="r">${t('tree.health')}</span><span class="only-wide">${t('tree.status')}</span></div>
		<ul>${okrs.map((okr) => html`<li class="mini" key=${okr.id}>
			<span><a class="name" dir="auto" href=${pathOf(`/okrs/${okr.id}`)}>${okr.title}</a>${hasCycle && okr.cycle && html` <span class="tag">${okr.cycle}</span>`}</span>
			<${Measure} done=${okr.progress} expected=${okr.health?.expected_progress} status=${okr.status} />
			<span class="r">${percent(okr.progress)}</span>
			<span class="r hn">${plain(okr.health_score, {})}<span class="vh"> ${t('tree.health')}</span></span>
			<${Status} status=${okr.status} /></li>`)}</ul>`;
}
