/*
 * Shared reviews: those about the reader, for admins all. An answer opens where it stands.
 */
import { dayOf, shortDay, when } from '../format.js';
import { html, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { Prose } from '../parts/prose.js';
import { Empty, Loaded } from '../parts/states.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

function Answers({ id }) {
	const review = useGet(`/reviews/${id}/summary`);

	return html`<${Loaded} of=${review} rows=${3}>${({ answers }) => html`<dl class="answers">${answers.map(({ question, answer }, i) => html`
		<dt key=${i} dir="auto">${question}</dt><dd><${Prose} text=${answer} /></dd>`)}</dl>`}<//>`;
}

function Review({ review, isMine }) {
	const [isOpen, setOpen] = useState(false);

	return html`<li><details onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>
			<span class="b" dir="auto">${isMine ? t(`review.${review.type}`) : review.employee}</span>
			<span class="q2">${isMine ? '' : t(`review.${review.type}`)}</span><span class="s q r">${when(review.shared_at)}</span></summary>
		${isOpen && html`<${Answers} id=${review.id} />`}</details></li>`;
}

export default function Reviews() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.reviews'), me.workspace.name);
	const reviews = useAll('/reviews');
	const cycles = useAll('/review-cycles');

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.reviews')}</h1><p class="lede">${t('review.lede')}</p></div></header>
		<${Loaded} of=${reviews} rows=${4}>${(list) => html`<${Loaded} of=${cycles}>${(known) => {
			const shown = known.map((cycle) => ({ cycle, rows: list.filter((one) => one.cycle_id === cycle.id) })).filter(({ rows }) => rows.length > 0);

			return shown.length === 0 ? html`<${Empty} title=${t('review.none')} text=${t('review.none_why')} />` :
				shown.map(({ cycle, rows }) => html`<section class="sec" key=${cycle.id} aria-labelledby=${`h-${cycle.id}`}><div class="sec-head">
					<h2 id=${`h-${cycle.id}`} dir="auto">${cycle.name}</h2>${cycle.due_date && cycle.status !== 'closed' && html`<span class="s q">${t('review.due', { day: shortDay(dayOf(cycle.due_date)) })}</span>`}</div>
					<ul class="reviews">${rows.map((review) => html`<${Review} key=${review.id} review=${review} isMine=${review.employee_id === me.user_id} />`)}</ul></section>`);
		}}<//>`}<//>`;
}
