/*
 * What the rules of the API noticed in a cycle, in the language of the page: the API says which rule and about
 * what, the sentences are ours. Asked for when somebody wants to see it.
 */
import { percent } from '../format.js';
import { html, useState } from '../html.js';
import { useGet } from '../load.js';
import { pathOf } from '../place.js';
import { t } from '../text.js';
import { Loaded } from './states.js';

// Its title is "Stalled: " and the name of the subject.
function nameOf(insight) {
	return insight.title.slice(insight.title.indexOf(': ') + 2);
}

function placeOf({ subject, okr_id: okr, key_result_id: keyResult, kpi_id: kpi, cycle_id: cycle }) {
	return { okr: `/okrs/${okr}`, key_result: `/key-results/${keyResult}`, kpi: `/kpis/${kpi}`, cycle: `/cycles/${cycle}` }[subject];
}

function Row({ insight, okrs }) {
	const okr = okrs.find((one) => one.id === insight.okr_id);
	const one = insight.key_result_id ? okr?.key_results.find(({ id }) => id === insight.key_result_id) : okr;

	return html`<tr><th scope="row" class="wrap"><a class="name" dir="auto" href=${pathOf(placeOf(insight))}>${nameOf(insight)}</a>
			${insight.key_result_id && okr && html`<span class="ctx2" dir="auto">${okr.title}</span>`}</th>
		<td class="wrap whyc">${t(`insight.${insight.type}`)}</td><td class="r nowc">${one ? percent(one.progress) : ''}</td>
		<td class="wrap s q2">${t(`advice.${insight.type}`)}</td></tr>`;
}

function Table({ okrs }) {
	const report = useGet('/reports/insights');

	return html`<${Loaded} of=${report} rows=${4}>${({ insights }) => (insights.length === 0 ? html`<p class="q2">${t('report.nothing_noticed')}</p>` : html`
		<table class="risk"><thead><tr><th scope="col">${t('report.what')}</th><th scope="col">${t('report.noticed')}</th>
			<th scope="col" class="r nowc">${t('report.now')}</th><th scope="col">${t('report.next')}</th></tr></thead>
			<tbody>${insights.map((one) => html`<${Row} key=${one.id} insight=${one} okrs=${okrs} />`)}</tbody></table>`)}<//>`;
}

export function Insights({ okrs }) {
	const [isShown, setShown] = useState(false);

	return html`<section class="sec" aria-labelledby="h-noticed"><div class="sec-head"><h2 id="h-noticed">${t('report.insights')}</h2>
			<button class="link s" type="button" aria-expanded=${isShown} onClick=${() => setShown(!isShown)}>${t(isShown ? 'report.hide' : 'report.show')}</button></div>
		${isShown && html`<${Table} okrs=${okrs} />`}</section>`;
}
