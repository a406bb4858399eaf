/*
 * An objective: how far behind, how healthy and because of what, then its key results, what was said of
 * them, and what stands under it. A key result opens over it, at an address of its own.
 */
import { post } from '../api.js';
import { shareOf } from '../check_in.js';
import { dayOf, exact, longDay, number, parseNumber, percent, plain, pointsBetween, shortDay, signed, when, withUnit } from '../format.js';
import { groupOf, keyResultFields, objectiveFields } from '../fields.js';
import { html, useEffect, useMemo, useRef, useState } from '../html.js';
import { useShortcuts } from '../keys.js';
import { useGet } from '../load.js';
import { Changes } from '../parts/changes.js';
import { Chart } from '../parts/chart.js';
import { focusFirstError, NumberField, SelectField, TextField } from '../parts/field.js';
import { initials } from '../parts/frame.js';
import { Icon, Shape } from '../parts/icon.js';
import { Initiatives } from '../parts/initiatives.js';
import { KeyResultPanel } from '../parts/key_result_panel.js';
import { say } from '../parts/layer.js';
import { Measure } from '../parts/measure.js';
import { Edit, More } from '../parts/objective_edit.js';
import { Prose } from '../parts/prose.js';
import { Spark } from '../parts/spark.js';
import { Loaded, useBusy } from '../parts/states.js';
import { Avatar, Status } from '../parts/status.js';
import { pathOf } from '../place.js';
import { go, useHeading } from '../router.js';
import { may, session } from '../session.js';
import { drafts, useStore } from '../store.js';
import { t } from '../text.js';
import { BigShare, Distance } from './cycle.js';

// ---- why this health

// The largest that was taken off, weighed by what the part counts: it makes the sentence.
function worst(parts) {
	return parts.flatMap((part) => ['gap', 'recency', 'velocity'].map((kind) =>
		({ part, kind, points: (part[`penalty_${kind}`] ?? 0) * part.share }))).sort((a, b) => b.points - a.points)[0];
}

function sentenceOf(explained) {
	const first = worst(explained.parts);

	if (!first || first.points < 0.05) {
		return t('why.fine');
	}
	const { part, kind } = first;
	const words = { title: part.title, share: percent(part.share), count: Math.round((part.gap ?? 0) * 100) };

	return kind === 'gap' ? t('why.gap', words) : kind === 'recency' ?
		t('why.recency', { ...words, count: part.days_since_check_in }) : t('why.velocity', words);
}

function Taken({ points }) {
	return points >= 0.05 ? html`<td class="r minus">${number(-points, 1, 1)}</td>` : html`<td class="r nil">0</td>`;
}

function Why({ explained }) {
	const { parts, health, cap } = explained;
	const sum = parts.reduce((total, part) => total + part.share * part.health, 0);

	return html`<section class="why" aria-labelledby="h-w"><h2 id="h-w" class="k">${t('why.title', { health: number(health, 0) })}</h2>
		<p class="because">${cap ? t(`why.cap.${cap}`, { health: number(health, 0) }) : sentenceOf(explained)}</p>
		${parts.length > 0 && html`<div class="scroll only-wide" tabindex="0" role="group" aria-label=${t('why.caption', { health: number(health, 0) })}><table class="flat">
			<thead><tr class="over"><td colspan="3"></td><th scope="colgroup" colspan="3" class="r">${t('why.taken')}</th><td colspan="2"></td></tr>
			<tr><th scope="col">${t('why.part')}</th><th scope="col" class="r">${t('why.share')}</th><th scope="col" class="r">${t('tree.progress')}</th>
				<th scope="col" class="r">${t('why.of_gap')}</th><th scope="col" class="r">${t('why.of_silence')}</th><th scope="col" class="r">${t('why.of_trend')}</th>
				<th scope="col" class="r">${t('tree.health')}</th><th scope="col" class="r">${t('why.adds')}</th></tr></thead>
			<tbody>${parts.map((part) => html`<tr key=${part.id}><th scope="row">${part.id === null ? html`<span class="q2">${t('why.hidden_part')}</span>` :
				html`<a class="name" dir="auto" href=${pathOf(part.type === 'key_result' ? `/key-results/${part.id}` : `/okrs/${part.id}`)}>${part.title}</a>`}</th>
				<td class="r">${percent(part.share)}</td><td class="r">${percent(part.progress)}</td>
				${part.id === null ? html`<td></td><td></td><td></td>` : ['gap', 'recency', 'velocity'].map((kind) => html`<${Taken} key=${kind} points=${part[`penalty_${kind}`]} />`)}
				<td class="r">${number(part.health, 1, 1)}</td><td class="r b">${number(part.share * part.health, 1, 1)}</td></tr>`)}</tbody>
			<tfoot><tr><th scope="row" colspan="6">${t(cap ? 'why.sum_capped' : 'why.sum')}</th><td class="r"></td><td class="r nw">${number(sum, 1, 1)} → ${number(health, 0)}</td></tr></tfoot></table></div>
		<details class="only-narrow"><summary>${t('why.parts', { health: number(health, 0), count: parts.length })}</summary><ul>${parts.map((part) => html`
			<li class="mini-why" key=${part.id}><span dir="auto">${part.title ?? t('why.hidden_part')}</span><span class="r">${t('why.line', { share: percent(part.share), health: number(part.health, 1, 1), adds: number(part.share * part.health, 1, 1) })}</span></li>`)}</ul></details>`}
		${parts.some((part) => part.id === null) && html`<p class="s q2 mt4">${t('why.hidden')}</p>`}</section>`;
}

// ---- what was, day by day

function History({ okr, points, period }) {
	const list = points.map((point) => ({ day: dayOf(point.day), share: point.progress }));
	const expected = okr.health?.expected_progress ?? null;
	const weeks = points.filter((point, i) => (points.length - 1 - i) % 7 === 0).toReversed();

	return html`<section class="sec" aria-labelledby="h-h"><${Chart} id="h-h" title=${t('history.title')} ...${period} points=${list} expected=${expected} status=${okr.status}
		ticks=${[0, 0.5, 1].map((share) => ({ share, text: percent(share) }))} nowText=${t('history.now', { share: percent(okr.progress) })}
		label=${t('history.label', { first: percent(list[0].share), last: percent(okr.progress), expected: percent(expected) })}
		table=${html`<table class="flat dense"><thead><tr><th scope="col">${t('entries.date')}</th><th scope="col" class="r">${t('tree.progress')}</th><th scope="col" class="r">${t('history.expected')}</th></tr></thead>
			<tbody>${weeks.map((point) => html`<tr key=${point.day}><th scope="row" class="q2">${shortDay(dayOf(point.day))}</th><td class="r b">${percent(point.progress)}</td><td class="r q">${percent(point.expected_progress)}</td></tr>`)}</tbody></table>`} />
		<div class="legend" aria-hidden="true"><span><svg><path class="lg-a" d="M0 5H20" /></svg>${t('tree.progress')}</span><span><svg><path class="lg-e" d="M0 5H20" /></svg>${t('history.expected')}</span></div></section>`;
}

function SinceLastWeek({ okr }) {
	const change = okr.progress_week_ago === null ? null : pointsBetween(okr.progress_week_ago, okr.progress);

	return change !== null && html`<span class="q2">${change === 0 ? t('history.same') : t('history.week', { change: signed(change) })}</span>`;
}

// ---- key results

function NewKeyResult({ okr, onDone, onClose }) {
	const name = `new-kr.${okr.id}`;
	const [values, setValues] = useState(drafts.get(name) ?? { title: '', metric_type: 'number', start: '0', target: '', unit: '' });
	const [refusal, setRefusal] = useState(null);
	const [isBusy, busy] = useBusy();
	const form = useRef(null);
	const key = useRef(crypto.randomUUID());
	const change = (changes) => {
		key.current = crypto.randomUUID();
		drafts.set(name, { ...values, ...changes });
		setValues({ ...values, ...changes });
	};
	const isBoolean = values.metric_type === 'boolean';
	const faultOf = (field) => (refusal?.typed?.[field] ? t('fault.number') : refusal?.of?.(`${field}_value`));

	const send = (event) => busy(async () => {
		event.preventDefault();
		const [start, target] = [parseNumber(values.start), parseNumber(values.target)];

		if (!isBoolean && (Number.isNaN(start) || Number.isNaN(target))) {
			setRefusal({ typed: { start: Number.isNaN(start), target: Number.isNaN(target) } });
			focusFirstError(form.current);
			return;
		}
		try {
			await post(`/okrs/${okr.id}/key-results`, { title: values.title, metric_type: values.metric_type,
				...(isBoolean ? { start_value: 0, target_value: 1 } : { start_value: start, target_value: target, unit: values.unit || undefined }) }, { key: key.current });
			drafts.remove(name);
			say(t('toast.key_result', { title: values.title }));
			onDone();
		} catch (error) {
			setRefusal(error);
			focusFirstError(form.current);
		}
	});

	return html`<form class="card mt" ref=${form} noValidate onSubmit=${send}>
		<${TextField} label=${t('kr.title')} hint=${t('kr.hint')} value=${values.title} onInput=${(title) => change({ title })} maxlength="255" autofocus
			error=${refusal?.of?.('title') ?? (refusal?.details?.length === 0 ? refusal.message : undefined)} />
		<div class="g3"><${SelectField} label=${t('kr.type')} value=${values.metric_type} options=${['number', 'percentage', 'currency', 'boolean'].map((one) => [one, t(`metric.${one}`)])}
				onChange=${(metric_type) => change({ metric_type, unit: metric_type === 'currency' ? '€' : '' })} />
			${!isBoolean && html`<${NumberField} label=${t('kr.start')} value=${values.start} error=${faultOf('start')} onInput=${(start) => change({ start })} />
				<${NumberField} label=${t('kr.target')} value=${values.target} error=${faultOf('target')} onInput=${(target) => change({ target })} />`}</div>
		${!isBoolean && values.metric_type !== 'percentage' && html`<${TextField} label=${t('kr.unit')} isOptional value=${values.unit} maxlength="50" onInput=${(unit) => change({ unit })} />`}
		<div class="row"><button class="btn btn-primary" type="submit" aria-disabled=${isBusy}>${t('kr.do')}</button>
			<button class="btn btn-quiet" type="button" onClick=${onClose}>${t('layer.cancel')}</button></div></form>`;
}

function KeyResult({ one, okr, period }) {
	const own = one.check_ins;
	const isBoolean = one.metric_type === 'boolean';
	const status = own[0]?.status ?? one.status;
	const points = own.toReversed().map((entry) => [dayOf(entry.checked_in_at), shareOf(entry.value, one) ?? 0]);

	return html`<li><div><a class="name" dir="auto" href=${pathOf(`/key-results/${one.id}`)}>${one.title}</a>
			<div class="s num"><span class="val">${isBoolean ? t(one.progress >= 1 ? 'value.done' : 'value.not_yet') : plain(one.current_value, one)}</span>
				${!isBoolean && html` <span class="of">→ ${withUnit(one.target_value, one)}</span>`}${one.owner && html` <span class="q">· ${one.owner}</span>`}</div></div>
		${isBoolean ? html`<span></span>` : html`<${Spark} points=${points} line=${period ? [[period.start, 0], [period.end, 1]] : []}
			label=${points.length === 0 ? t('spark.none') : t('spark.name', { count: points.length, first: withUnit(own.at(-1).value, one), last: withUnit(own[0].value, one) })} />`}
		<${Measure} done=${one.progress} attainment=${one.attainment} expected=${okr.health?.expected_progress ?? null} status=${status} isBoolean=${isBoolean} />
		<span class="r b pn">${percent(one.progress)}</span><${Status} status=${status} />
		${status === 'blocked' && own[0]?.blocker_note && html`<p class="blocker"><${Shape} name="blocked" /><span dir="auto">${own[0].blocker_note}
			${' '}<span class="q nw">${own[0].author}, ${when(own[0].checked_in_at)}</span></span></p>`}</li>`;
}

// ---- the feed of check-ins

const feedMost = 5;

// What was said of all its key results, the newest first.
function said(okr) {
	return okr.key_results.flatMap((one) => one.check_ins).sort((a, b) => (a.checked_in_at < b.checked_in_at ? 1 : -1));
}

function Feed({ okr }) {
	const [isWhole, setWhole] = useState(false);
	const results = new Map(okr.key_results.map((one) => [one.id, one]));
	const known = said(okr);

	return html`<section class="sec"><div class="sec-head"><h2>${t('feed.title')}</h2>${known.length > feedMost && html`
			<button class="link s" type="button" onClick=${() => setWhole(!isWhole)}>${isWhole ? t('feed.fewer') : t('feed.all', { count: known.length })}</button>`}</div>
		${known.length === 0 ? html`<p class="q2 s">${t('feed.none')}</p>` : html`<ul class="feed">${known.slice(0, isWhole ? known.length : feedMost).map((entry) => {
			const one = results.get(entry.key_result_id);
			const isSame = entry.previous_value === entry.value;

			return html`<li key=${entry.id}><${Avatar} letters=${initials(entry.author)} /><div><p class="what s" dir="auto">${one.title}</p>
				<p class="chg num">${!isSame && entry.previous_value !== null && html`<span class="from">${plain(entry.previous_value, one)}</span><span class="arrow" aria-label=${t('tree.to')}>→</span>`}
					<strong>${plain(entry.value, one)}</strong>${isSame && html`<span class="from">${t('feed.unchanged')}</span>`}<${Status} status=${entry.status} /></p>
				${(entry.blocker_note || entry.comment) && html`<blockquote class="s"><${Prose} text=${[entry.blocker_note, entry.comment].filter(Boolean).join('\n')} /></blockquote>`}
				<p class="xs q">${entry.author}</p></div>
				<time class="when xs" datetime=${entry.checked_in_at} title=${exact(entry.checked_in_at)}>${when(entry.checked_in_at)}</time></li>`;
		})}</ul>`}${isWhole && okr.check_in_count > known.length && html`<p class="q s">${t('feed.older')}</p>`}</section>`;
}

// ---- the page

function Crumb({ okr }) {
	return html`<nav class="crumb" aria-label=${t('okr.above')}>${okr.cycle && html`<a href=${pathOf(`/cycles/${okr.cycle_id}`)}>${okr.cycle}</a>`}
		${okr.parents.map((one) => html`<${Icon} name="right" /><a dir="auto" href=${pathOf(`/okrs/${one.id}`)}>${one.title}</a>`)}</nav>`;
}

function Children({ okr }) {
	const list = okr.children;

	return list.length > 0 && html`<section class="sec" aria-labelledby="h-ch"><div class="sec-head"><h2 id="h-ch">${t('okr.children')}</h2></div>
		<ul>${list.map((one) => html`<li class="mini" key=${one.id}><a class="name" dir="auto" href=${pathOf(`/okrs/${one.id}`)}>${one.title}</a>
			<${Measure} done=${one.progress} expected=${one.health?.expected_progress} status=${one.status} /><span class="r">${percent(one.progress)}</span>
			<span class="r hn">${number(one.health_score, 0)}<span class="vh"> ${t('tree.health')}</span></span><${Status} status=${one.status} /></li>`)}</ul></section>`;
}

function Head({ okr, etag, onChanged, onCheckIn }) {
	const { me } = useStore(session);
	const heading = useHeading(okr.title, me.workspace.name);
	const [isEditing, setEditing] = useState(Boolean(drafts.get(`edit.${okr.id}`)));
	const mayEdit = may('write:okrs') && (okr.can?.includes('edit') ?? true);
	const group = groupOf(okr);

	return html`<header class="head"><div class="grow"><h1 ref=${heading} tabindex="-1" dir="auto">${okr.title}</h1>
		${isEditing ? html`<${Edit} okr=${okr} etag=${etag} onClose=${() => setEditing(false)} onDone=${() => {
			setEditing(false);
			onChanged();
		}} />` : html`<p class="byline">${okr.owner && html`<span>${okr.owner}</span>`}${okr.type === 'org' ? html`<span>${t('tree.company')}</span>` : group && html`<span>${group}</span>`}
			<span>${t(`byline.${okr.check_in_frequency}`)}</span>${okr.parent_okr_id && okr.weight !== 1 && html`<span>${t('byline.weight', { weight: number(okr.weight) })}</span>`}
			${okr.is_archived && html`<span class="tag tag-warn">${t('okr.archived')}</span>`}${(okr.tags ?? []).map((tag) => html`<span class="tag" key=${tag} dir="auto">${tag}</span>`)}</p>`}</div>
		${!isEditing && html`<div class="acts">${mayEdit && html`<button class="btn" type="button" onClick=${() => setEditing(true)}>${t('okr.edit')}</button>`}
			${may('write:okrs') && html`<${More} okr=${okr} etag=${etag} mayEdit=${mayEdit} onChanged=${onChanged} />`}
			${okr.key_results.length > 0 && may('okr-checkins:write') && html`<button class="btn btn-primary" type="button" onClick=${onCheckIn}>${t('panel.check_in')} <kbd>c</kbd></button>`}</div>`}</header>`;
}

function Content({ okr, etag, keyResult, found, startsChecking, onChanged }) {
	const explained = useGet(`/okrs/${okr.id}/explain`);
	const past = useGet(`/okrs/${okr.id}/history`);
	const [isAdding, setAdding] = useState(false);
	const period = okr.period_start ? { start: dayOf(okr.period_start), end: dayOf(okr.period_end) } : null;
	const checkIn = () => okr.key_results.length > 0 && go(`/key-results/${(okr.key_results.find((one) => one.progress < 1) ?? okr.key_results[0]).id}?check-in=1`);
	const changed = () => {
		explained.reload();
		past.reload();
		onChanged();
	};

	useShortcuts([{ key: 'c', text: 'panel.check_in', act: checkIn }], [okr.id]);
	return html`<${Crumb} okr=${okr} />
		<${Head} ...${{ okr, etag, onChanged: changed, onCheckIn: checkIn }} />
		<section class="band-3 band-2" aria-label=${t('band.name')}><div><p class="k">${t('tree.progress')}</p>
				<p class="fig"><${BigShare} share=${okr.progress} /><${Distance} done=${okr.progress} expected=${okr.health?.expected_progress} /><${SinceLastWeek} okr=${okr} /></p>
				<${Measure} done=${okr.progress} expected=${okr.health?.expected_progress} status=${okr.status} /></div>
			<div><p class="k">${t('tree.health')}</p><p class="fig"><span class="big">${number(okr.health_score, 0)}</span><${Status} status=${okr.status} /></p>
				<p class="s q2">${okr.last_check_in_at ? t('okr.last', { day: longDay(dayOf(okr.last_check_in_at)) }) : t('okr.never')}</p></div></section>
		<div class="cols"><div>${explained.data && html`<${Why} explained=${explained.data} />`}
			${period && past.data?.length > 1 && html`<${History} okr=${okr} points=${past.data} period=${period} />`}
			<section class=${explained.data || past.data ? 'sec' : ''} aria-labelledby="h-k"><div class="sec-head"><h2 id="h-k">${t('okr.results')}</h2>
				${may('write:okrs') && !isAdding && html`<button class="link s" type="button" onClick=${() => setAdding(true)}>${t('okr.add')}</button>`}</div>
				${okr.key_results.length === 0 && !isAdding && html`<p class="q2 s">${t('okr.no_results')}</p>`}
				<ul class="krs">${okr.key_results.map((one) => html`<${KeyResult} key=${one.id} ...${{ one, okr, period }} />`)}</ul>
				${isAdding && html`<${NewKeyResult} okr=${okr} onClose=${() => setAdding(false)} onDone=${() => {
					setAdding(false);
					changed();
				}} />`}</section>
			<${Children} okr=${okr} /></div>
			<aside class="side" aria-label=${t('okr.beside')}><${Feed} okr=${okr} />
				${okr.description && html`<section class="sec"><h2>${t('new.why')}</h2><${Prose} text=${okr.description} className="q2" /></section>`}
				<${Initiatives} okr=${okr} onChanged=${onChanged} />
				<${Changes} path=${`/okrs/${okr.id}/changes`} of=${okr} /></aside></div>
		${keyResult && html`<${KeyResultPanel} key=${keyResult} id=${keyResult} record=${{ ...found, data: found.data ?? okr.key_results.find(({ id }) => id === keyResult) }} okr=${okr} period=${period} startsChecking=${startsChecking}
			onClose=${() => go(`/okrs/${okr.id}`)} onChanged=${changed} />`}`;
}

/** At /okrs/ID, and at /key-results/ID with the panel open. */
export default function Objective({ id, keyResult, here }) {
	const found = useGet(keyResult ? `/key-results/${keyResult}?fields=${keyResultFields}` : null);
	const [own, setOwn] = useState(id ?? null);
	const okrId = id ?? found.data?.okr_id ?? own;
	const record = useGet(okrId ? `/okrs/${okrId}?fields=${objectiveFields}` : null);

	useEffect(() => {
		setOwn(okrId);
	}, [okrId]);
	if (keyResult && found.error && !found.data) {
		return html`<${Loaded} of=${found} isPage>${() => null}<//>`;
	}
	return html`<${Loaded} of=${record} rows=${8} isPage>${(okr) => html`<${Content} key=${okr.id} okr=${okr} etag=${record.etag} keyResult=${keyResult} found=${found} startsChecking=${here.query.has('check-in')} onChanged=${record.reload} />`}<//>`;
}
