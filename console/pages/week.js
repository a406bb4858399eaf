/*
 * My week: what the person who is signed in owes, each answered on its row with a number and Enter;
 * below, the objectives that are the person's own.
 */
import { get } from '../api.js';
import { save, saveBatch, takeBack } from '../check_in.js';
import { dayOf, longDay, today, withUnit } from '../format.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { useAll, useGet, useLoad } from '../load.js';
import { answerOf, CheckInRow, emptyState } from '../parts/check_in_row.js';
import { late, Lazy } from '../parts/frame.js';
import { say } from '../parts/layer.js';
import { ObjectiveList } from '../parts/objective_list.js';
import { Loaded } from '../parts/states.js';
import { pathOf } from '../place.js';
import { useHeading } from '../router.js';
import { may, session } from '../session.js';
import { drafts, useStore } from '../store.js';
import { rich, t } from '../text.js';

function kindOf(item) {
	return item.kind === 'kpi_update' ? 'kpi' : 'key_result';
}

// ---- what is typed: by id, kept for the tab

function draftName(id) {
	return `week.${id}`;
}

function useStates(items) {
	const [states, setStates] = useState({});

	return {
		of: (item) => states[item.subject.id] ?? drafts.get(draftName(item.subject.id)) ?? emptyState(item),
		// Another value is another check-in: it gets a key of its own when it is sent.
		change(item, changes) {
			setStates((before) => {
				const old = before[item.subject.id] ?? drafts.get(draftName(item.subject.id)) ?? emptyState(item);
				const next = { ...old, error: null, noteError: null, isTouched: true, key: null, ...changes };

				drafts.set(draftName(item.subject.id), next);
				return { ...before, [item.subject.id]: next };
			});
		},
		forget(item) {
			drafts.remove(draftName(item.subject.id));
			setStates(({ [item.subject.id]: gone, ...rest }) => rest);
		},
		touched: items.filter((item) => (states[item.subject.id] ?? drafts.get(draftName(item.subject.id)))?.isTouched),
	};
}

// ---- the list

function focusField(list, id) {
	list.current?.querySelector(`[data-id="${id}"] [data-value]:checked, [data-id="${id}"] input[data-value]:not([type=radio])`)?.focus();
}

/** Rows, and what happens to them. */
function Owed({ items, cycle, onSaved }) {
	const list = useRef(null);
	const states = useStates(items);
	const [saved, setSaved] = useState({});
	const [open, setOpen] = useState(null);
	const [busy, setBusy] = useState(null);
	const isOpen = (item) => open === item.subject.id && !saved[item.subject.id];
	const rest = items.filter((item) => !saved[item.subject.id]);

	useEffect(() => {
		onSaved(rest);
	}, [items, saved]);

	// The next row that still waits, below this one or from the top.
	const goOn = (item) => {
		const at = items.indexOf(item);
		const next = [...items.slice(at + 1), ...items.slice(0, at)].find((one) => !saved[one.subject.id] && one !== item);

		setOpen(null);
		if (next) {
			requestAnimationFrame(() => focusField(list, next.subject.id));
		}
	};
	const undo = async (item, made) => {
		await takeBack(kindOf(item), item.subject.id, made.id);
		setSaved(({ [item.subject.id]: gone, ...others }) => others);
		requestAnimationFrame(() => focusField(list, item.subject.id));
	};
	const keep = (item, made, body) => {
		states.forget(item);
		setSaved((before) => ({ ...before, [item.subject.id]: { id: made.id, value: body.value } }));
		say(t('toast.saved', { value: withUnit(body.value, item.subject) }), () => undo(item, made));
	};
	const send = async (item, state) => {
		const { body, fault } = answerOf(item, state);

		if (busy) {
			return;
		}
		if (fault) {
			states.change(item, { ...state, ...fault });
			setOpen(item.subject.id);
			return;
		}
		const key = state.key ?? crypto.randomUUID();

		setBusy(item.subject.id);
		drafts.set(draftName(item.subject.id), { ...state, isTouched: true, key });
		try {
			keep(item, await save(kindOf(item), item.subject.id, body, key), body);
			goOn(item);
		} catch (refusal) {
			states.change(item, { ...state, error: refusal.message });
			setOpen(item.subject.id);
		} finally {
			setBusy(null);
		}
	};
	const saveAll = async () => {
		const answers = states.touched.filter((item) => !saved[item.subject.id])
			.map((item) => ({ item, ...answerOf(item, states.of(item)) }));
		const wrong = answers.find(({ fault }) => fault);

		if (wrong) {
			states.change(wrong.item, wrong.fault);
			setOpen(wrong.item.subject.id);
			return;
		}
		setBusy('all');
		try {
			const ofKeyResults = answers.filter(({ item }) => kindOf(item) === 'key_result');
			const made = ofKeyResults.length === 0 ? [] : await saveBatch(ofKeyResults.map(({ item, body }) =>
				({ key_result_id: item.subject.id, ...body })));

			ofKeyResults.forEach(({ item, body }, i) => keep(item, made[i], body));
			for (const { item, body } of answers.filter((one) => kindOf(one.item) === 'kpi')) {
				keep(item, await save('kpi', item.subject.id, body), body);
			}
			say(t('toast.saved_all', { count: answers.length }));
			setOpen(null);
		} catch (refusal) {
			const first = answers[0].item;

			states.change(first, { error: refusal.message });
			setOpen(first.subject.id);
		} finally {
			setBusy(null);
		}
	};
	const move = (item, way) => {
		const at = rest.indexOf(item) + way;

		if (rest[at]) {
			focusField(list, rest[at].subject.id);
		}
	};
	const unsaved = states.touched.filter((item) => !saved[item.subject.id]).length;

	return html`
		${unsaved > 1 && html`<div class="save-all"><button class="btn" type="button" aria-disabled=${busy === 'all'} onClick=${saveAll}>
			${t('week.save_all', { count: unsaved })}</button></div>`}
		<div class="todo-h" aria-hidden="true"><span>${t('week.due')}</span><span>${t('week.what')}</span><span>${t('week.so_far')}</span>
			<span class="r">${t('week.last')}</span><span class="r">${t('week.should')}</span><span class="r">${t('week.new')}</span><span></span></div>
		<ol class="todo" aria-label=${t('week.list')} ref=${list}>${items.map((item) => html`<${CheckInRow} key=${item.subject.id}
			item=${item} cycle=${cycle} state=${states.of(item)} saved=${saved[item.subject.id]} isOpen=${isOpen(item)}
			isBusy=${busy === item.subject.id} onChange=${(changes) => states.change(item, changes)}
			onOpen=${() => setOpen(item.subject.id)} onClose=${() => {
				setOpen(null);
				states.forget(item);
			}}
			onSave=${() => send(item, states.of(item))} onMove=${(way) => move(item, way)}
			onUnchanged=${() => send(item, { ...emptyState(item), key: null })}
			onUndo=${() => undo(item, saved[item.subject.id])} />`)}</ol>`;
}

// ---- the heading

function Lede({ owed, next }) {
	const overdue = owed.filter((item) => item.days_late > 0).length;

	if (owed.length === 0) {
		return html`<p class="lede">${next ? t('week.done_next', { day: longDay(dayOf(next.due_on)) }) : t('week.done')}</p>`;
	}
	return html`<p class="lede">${overdue > 0 ? rich('week.owed_late', { count: owed.length,
		late: html`<strong class="bad">${t('week.of_them_late', { count: overdue })}</strong>` }) :
		rich('week.owed', { count: owed.length })}</p>`;
}

// ---- one's own objectives

function isOwn(okr, me) {
	return okr.lifecycle === 'active' && (okr.owner_id === me.user_id || okr.key_results.some((one) => one.owner_id === me.user_id));
}

function Mine({ okrs, cycle }) {
	return html`<section class="sec" aria-labelledby="h-o"><div class="sec-head"><h2 id="h-o">${t('week.mine')}</h2>
			<a class="s" href=${pathOf('/objectives')}>${t('week.all_of', { cycle: cycle.name })}</a></div>
		<${ObjectiveList} okrs=${okrs} /></section>`;
}

// What is there when nothing is owed and nothing is one's own: for who can begin a workspace, how.
function First({ isEmpty, ...rest }) {
	return html`<${Lazy} load=${() => import('../parts/first_steps.js')} name=${isEmpty ? 'FirstSteps' : 'NothingYours'} today=${today()} ...${rest} />`;
}

const shown = 'title,owner_id,lifecycle,progress,health,health_score,status,key_results.owner_id';

export default function Week() {
	const { me } = useStore(session);
	const todo = useAll('/me/todo');
	const cycles = useGet('/cycles');
	const isIdle = todo.data?.length === 0;
	const next = useLoad(isIdle ? '/me/todo next' : null, async () => (await get('/me/todo?until=2999-12-31&limit=1')).data[0] ?? null);
	const [owed, setOwed] = useState(null);
	const cycle = cycles.data?.find((one) => one.status === 'active');
	const okrs = useAll(cycle ? `/okrs?cycle_id=${cycle.id}&fields=${shown}` : null);
	const own = okrs.data?.filter((okr) => isOwn(okr, me)) ?? [];
	const isFirst = isIdle && own.length === 0 && next.data === null && Boolean(cycle ? okrs.data : cycles.data);
	const isEmpty = isFirst && may('workspace:admin') && !okrs.data?.length;
	const heading = useHeading(isEmpty ? t('first.title', { name: me.user?.name ?? '' }) : t('nav.week'), me.workspace.name);

	useEffect(() => {
		late.set((owed ?? []).filter((item) => item.days_late > 0).length);
	}, [owed]);

	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${isEmpty ? t('first.title', { name: me.user?.name ?? '' }) : t('nav.week')}</h1>
			${isEmpty ? html`<p class="lede">${t('first.lede', { count: cycle ? 2 : 3 })}</p>` : !isFirst && (owed || next.data !== undefined) && html`<${Lede} owed=${owed ?? []} next=${next.data} />`}</div>
			<span class="q s only-wide">${longDay(today())}</span></header>
		<${Loaded} of=${todo}>${(items) => items.length > 0 && html`<${Owed} items=${items} cycle=${cycle} onSaved=${setOwed} />`}<//>
		${isFirst ? html`<${First} key=${isEmpty} ...${{ isEmpty, me, cycle, onDone: cycles.reload }} />` :
			own.length > 0 && html`<${Mine} okrs=${own} cycle=${cycle} />`}`;
}
