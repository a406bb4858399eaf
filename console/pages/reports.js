/*
 * The report of a cycle: its one claim, who will miss what and what to do about it, how the teams stand.
 * Made to be read in a meeting: it can be copied as text and printed.
 */
import { copyText } from '../copy.js';
import { saveFile } from '../download.js';
import { dayOf, daysBetween, longDay, number, percent, shortDay, today } from '../format.js';
import { html, useState } from '../html.js';
import { useAll, useGet } from '../load.js';
import { NoCycle } from '../parts/first_steps.js';
import { Icon } from '../parts/icon.js';
import { Insights } from '../parts/insights.js';
import { say } from '../parts/layer.js';
import { Measure } from '../parts/measure.js';
import { Empty, Loaded } from '../parts/states.js';
import { look, Status } from '../parts/status.js';
import { distance, Strip } from '../parts/strip.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { rich, t } from '../text.js';

const shownFirst = 7, far = 30;

// ---- the claim

function counted(okrs) {
	return okrs.filter((okr) => okr.lifecycle === 'active' && !okr.is_archived && okr.health?.expected_progress !== null &&
		okr.health?.expected_progress !== undefined);
}

function claimOf(okrs) {
	const behind = okrs.filter((okr) => distance(okr) < 0).length;
	const farBehind = okrs.filter((okr) => distance(okr) <= -far).length;

	if (behind === 0) {
		return t('report.all_there', { count: okrs.length });
	}
	return farBehind > 0 ? t('report.behind_far', { behind, count: okrs.length, far: farBehind, points: far }) :
		t('report.behind', { behind, count: okrs.length });
}

// ---- who will miss what

function reasonsOf(risk) {
	const listed = risk.reasons.filter((one) => one !== 'behind_pace');

	return (listed.length > 0 ? listed : risk.reasons).map((one) => t(`reason.${one}`)).join(', ');
}

// Where somebody is stuck a talk comes first.
function nextOf({ interventions }) {
	const next = interventions.includes('schedule_1_1') ? 'schedule_1_1' : interventions[0];

	return next && t(`intervention.${next}`);
}

function Risks({ report, cycle }) {
	const [isWhole, setWhole] = useState(false);
	const risks = report.risks.filter((one) => one.projected !== null && one.miss > 0);
	const rows = isWhole ? risks : risks.slice(0, shownFirst);

	if (risks.length === 0) {
		return null;
	}
	return html`<section class="sec" aria-labelledby="h-risks"><div class="sec-head"><h2 id="h-risks">${t('report.miss')}</h2>
			${risks.length > shownFirst && html`<button class="link s" type="button" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
				${isWhole ? t('feed.fewer') : t('report.all_risks', { count: risks.length })}</button>`}</div>
		<table class="risk"><thead><tr><th scope="col">${t('panel.key_result')}</th><th scope="col" class="r nowc">${t('report.now')}</th>
			<th scope="col" class="r">${t('report.by', { day: shortDay(dayOf(cycle.end_date)) })}</th><th scope="col">${t('report.why')}</th>
			<th scope="col" class="r">${t('report.next')}</th></tr></thead><tbody>${rows.map((risk) => html`<tr key=${risk.id}>
			<th scope="row" class="wrap"><a class="name" dir="auto" href=${pathOf(risk.type === 'key_result' ? `/key-results/${risk.id}` : `/okrs/${risk.id}`)}>${risk.title}</a>
				<span class="ctx2" dir="auto">${[risk.type === 'key_result' && risk.okr, risk.owner].filter(Boolean).join(' · ')}</span></th>
			<td class="r nowc">${percent(risk.progress)}</td><td class="r b prj">${percent(risk.projected)}</td>
			<td class="wrap s whyc">${reasonsOf(risk)}</td><td class="r s q2">${nextOf(risk)}</td></tr>`)}</tbody></table></section>`;
}

// ---- teams

function Count({ n, isLoud }) {
	return html`<td class=${n === 0 ? 'r q' : isLoud ? 'r b' : 'r'}>${number(n)}</td>`;
}

function Teams({ teams, expected }) {
	return teams.length > 0 && html`<section class="sec" aria-labelledby="h-teams"><div class="sec-head"><h2 id="h-teams">${t('report.teams')}</h2>
			<span class="s q">${t('report.lowest')}</span></div>
		<div class="scroll" tabindex="0" role="group" aria-label=${t('report.teams')}><table class="teamt"><thead><tr><th scope="col">${t('tree.team')}</th>
			<th scope="col" class="r">${t('nav.objectives')}</th><th scope="col" class="r">${t('okr.results')}</th><th scope="col">${t('tree.progress')}</th>
			<th scope="col" class="r">${t('tree.health')}</th><th scope="col">${t('tree.status')}</th><th scope="col" class="r">${t('score.checkins')}</th>
			<th scope="col" class="r">${t('report.stalled')}</th><th scope="col" class="r">${t('severity.critical')}</th><th scope="col" class="r">${t('severity.high')}</th></tr></thead>
		<tbody>${teams.map((team) => html`<tr key=${team.team_id}><th scope="row">${team.team_id ? html`<a class="name" href=${pathOf(`/teams/${team.team_id}`)}>${team.team}</a>` : html`<span class="name">${t('report.no_team')}</span>`}</th>
			<${Count} n=${team.okr_count} /><${Count} n=${team.key_result_count} />
			<td class="pgc"><div class="pgw"><span class="b">${percent(team.progress)}</span><${Measure} done=${team.progress} expected=${expected} status=${team.status} /></div></td>
			<td class="r b">${number(team.health_score, 0)}</td><td><${Status} status=${team.status} /></td><td class="r">${percent(team.check_in_rate)}</td>
			<${Count} n=${team.stalled_count} isLoud /><${Count} n=${team.risks.critical} isLoud /><${Count} n=${team.risks.high} isLoud /></tr>`)}</tbody></table></div></section>`;
}

// ---- as text

function escaped(text) {
	return text.replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

function markdownOf({ cycle, okrs, risks, teams }) {
	return [`# ${escaped(t('report.title', { cycle: cycle.name }))}`, '', `**${claimOf(okrs)}**`, '',
		`| ${t('tree.objective')} | ${t('tree.progress')} | ${t('tree.health')} | ${t('tree.status')} |`, '| --- | ---: | ---: | --- |',
		...okrs.map((okr) => `| ${escaped(okr.title)} | ${percent(okr.progress)} | ${number(okr.health_score, 0)} | ${t(`status.${okr.status}`)} |`), '',
		`## ${t('report.miss')}`, '', ...risks.filter((one) => one.projected !== null && one.miss > 0).map((risk) =>
			`- **${escaped(risk.title)}** (${escaped(risk.owner ?? '')}): ${percent(risk.progress)} → ${percent(risk.projected)}; ${reasonsOf(risk)}`), '',
		`## ${t('report.teams')}`, '', ...teams.map((team) => `- ${escaped(team.team ?? t('report.no_team'))}: ${percent(team.progress)}, ${t(`status.${team.status}`)}`), ''].join('\n');
}

// ---- the page

function Page({ cycle, teams, risks }) {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.reports'), me.workspace.name);
	const okrs = useAll(`/okrs?cycle_id=${cycle.id}`);
	const list = counted(okrs.data ?? []);
	const left = daysBetween(today(), dayOf(cycle.end_date));
	const length = daysBetween(dayOf(cycle.start_date), dayOf(cycle.end_date)) + 1;
	const expected = Math.min(1, Math.max(0, (daysBetween(dayOf(cycle.start_date), today())) / length));
	const copy = async () => {
		if (await copyText(markdownOf({ cycle, okrs: list, risks: risks.risks, teams }))) {
			say(t('report.copied'));
		}
	};

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('report.title', { cycle: cycle.name })}</h1>
			<p class="lede">${left >= 0 ? rich('report.as_of', { day: longDay(today()), count: left }) : t('cycle.ended')}</p></div>
		<div class="acts"><button class="btn" type="button" onClick=${copy}><${Icon} name="copy" />${t('report.copy')}</button>
			<button class="btn only-wide" type="button" onClick=${() => saveFile(`/okrs?cycle_id=${cycle.id}&format=csv`, `${cycle.name}.csv`)}><${Icon} name="download" />CSV</button>
			<button class="btn only-wide" type="button" onClick=${() => print()}><${Icon} name="print" />${t('report.print')}</button></div></header>
		<${Loaded} of=${okrs} rows=${4}>${() => (list.length === 0 ? html`<${Empty} title=${t('tree.empty', { cycle: cycle.name })} />` : html`
			<section class="strip" aria-labelledby="h-claim"><h2 id="h-claim" class="claim">${claimOf(list)}</h2><p class="q2 s">${t('report.marks')}</p>
				<${Strip} okrs=${list} /></section>
			<${Risks} report=${risks} cycle=${cycle} /><${Teams} teams=${teams} expected=${expected} /><${Insights} okrs=${okrs.data} />`)}<//>`;
}

function NoneRuns() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.reports'), me.workspace.name);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.reports')}</h1></div></header><${NoCycle} />`;
}

export default function Reports() {
	const risks = useGet('/reports/risks');
	const teams = useGet('/reports/teams');

	return html`<${Loaded} of=${risks} rows=${8}>${(report) => html`<${Loaded} of=${teams}>${(list) => (report.cycle ?
		html`<${Page} cycle=${report.cycle} risks=${report} teams=${list.teams} />` : html`<${NoneRuns} />`)}<//>`}<//>`;
}
