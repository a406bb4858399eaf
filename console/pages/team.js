/*
 * A team: what it wants this cycle, and who is in it.
 */
import { useGroups, usePeople } from '../directory.js';
import { html } from '../html.js';
import { useAll } from '../load.js';
import { initials } from '../parts/frame.js';
import { isRunning, ObjectiveList } from '../parts/objective_list.js';
import { Empty, Loaded } from '../parts/states.js';
import { Avatar } from '../parts/status.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

function Page({ team, groups }) {
	const { me } = useStore(session);
	const heading = useHeading(team.name, me.workspace.name);
	const people = usePeople();
	const okrs = useAll(`/okrs?team_id=${team.id}`);
	const members = people.data?.filter((one) => one.active && one.team_ids.includes(team.id));

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1" dir="auto">${team.name}</h1>
			<p class="lede">${[groups.names.get(team.department_id), members && t('team.size', { count: members.length })].filter(Boolean).join(' · ')}</p></div></header>
		<section class="sec" aria-labelledby="h-okrs"><div class="sec-head"><h2 id="h-okrs">${t('nav.objectives')}</h2></div>
			<${Loaded} of=${okrs}>${(list) => (!list.some(isRunning) ? html`<p class="q2">${t('team.no_objectives')}</p>` :
				html`<${ObjectiveList} hasCycle okrs=${list.filter(isRunning)} />`)}<//></section>
		<section class="sec" aria-labelledby="h-members"><div class="sec-head"><h2 id="h-members">${t('team.members')}</h2></div>
			<${Loaded} of=${people}>${() => (members.length === 0 ? html`<p class="q2">${t('team.nobody')}</p>` : html`
				<ul>${members.map((one) => html`<li class="person" key=${one.id}><${Avatar} letters=${initials(one.name)} />
					<a class="name" dir="auto" href=${pathOf(`/people/${one.id}`)}>${one.name}</a></li>`)}</ul>`)}<//></section>`;
}

export default function Team({ id }) {
	const groups = useGroups();

	return html`<${Loaded} of=${groups} rows=${6}>${(known) => {
		const team = known.teams.find((one) => one.id === id);

		return team ? html`<${Page} key=${id} team=${team} groups=${known} />` :
			html`<${Empty} title=${t('state.missing')} text=${t('state.missing_why')} />`;
	}}<//>`;
}
