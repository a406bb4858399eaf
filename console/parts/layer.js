/*
 * What lies over a page: dialogs, the panel at the right, the toast, the banner. While a layer is open
 * the page beneath is inert, Esc closes the upmost one, and focus goes back to what opened it.
 */
import { network, tryNow } from '../api.js';
import { createPortal, html, useEffect, useId, useLayoutEffect, useRef, useState } from '../html.js';
import { store, useStore } from '../store.js';
import { t } from '../text.js';
import { Icon } from './icon.js';

// ---- layers

const open = [];

// The upmost layer alone can be used; the toast always.
function settle() {
	document.getElementById('app').inert = open.length > 0;
	open.forEach((layer, i) => {
		layer.inert = i < open.length - 1;
	});
}

function firstOf(layer) {
	return layer.querySelector('[autofocus], [data-first]') ?? layer.querySelector('h2') ?? layer;
}

/** What it is named by is the element with the id that `children` is called with. */
export function Layer({ kind, onClose, children }) {
	const box = useRef(null);
	const id = useId();

	useLayoutEffect(() => {
		const opener = document.activeElement;
		const layer = box.current;

		open.push(layer);
		settle();
		firstOf(layer).focus({ preventScroll: true });
		return () => {
			open.splice(open.indexOf(layer), 1);
			settle();
			if (opener?.isConnected) {
				opener.focus({ preventScroll: true });
			}
		};
	}, []);

	const press = (event) => {
		if (event.key === 'Escape' && onClose && !event.defaultPrevented) {
			event.preventDefault();
			event.stopPropagation();
			onClose();
		}
	};
	const clickBeside = (event) => {
		if (event.target === event.currentTarget && kind === 'panel') {
			onClose?.();
		}
	};

	return createPortal(html`<div class=${kind === 'panel' ? 'veil veil-thin' : 'veil'} ref=${box}
		onKeyDown=${press} onMouseDown=${clickBeside}>
		<div class=${kind} role="dialog" aria-modal="true" aria-labelledby=${id} tabindex="-1">
			${children(id)}
		</div>
	</div>`, document.getElementById('layers'));
}

/** A dialog: only for what cannot be undone. `actions` stand at its foot, the primary one last. */
export function Dialog({ title, onClose, onSubmit, actions, isWide, children }) {
	const submit = (event) => {
		event.preventDefault();
		onSubmit?.();
	};

	return html`<${Layer} kind=${isWide ? 'dialog dialog-wide' : 'dialog'} onClose=${onClose}>${(id) => html`
		<form onSubmit=${submit} noValidate>
			<header><h2 id=${id} tabindex="-1">${title}</h2>
				${onClose && html`<button class="btn btn-quiet btn-icon" type="button" aria-label=${t('layer.close')}
					onClick=${onClose}><${Icon} name="close" /></button>`}
			</header>
			<div class="in">${children}</div>
			<footer>${actions}</footer>
		</form>`}<//>`;
}

// ---- the toast

const toastMs = 10000;
let toastCount = 0;

/** {id, text, undo}; one at a time. */
const toast = store(null);

/** Says what was done; `undo` is a function, or absent. */
export function say(text, undo) {
	toastCount += 1;
	toast.set({ id: toastCount, text, undo });
}

export function hush() {
	toast.set(null);
}

// Its seconds rest while it is looked at.
function ToastBody({ text, undo }) {
	const [left, setLeft] = useState(toastMs / 1000);
	const rests = useRef(false);

	useEffect(() => {
		const timer = setInterval(() => {
			if (!rests.current) {
				setLeft((before) => before - 1);
			}
		}, 1000);

		return () => clearInterval(timer);
	}, []);
	useEffect(() => {
		if (left <= 0) {
			hush();
		}
	}, [left]);

	const rest = (value) => () => {
		rests.current = value;
	};

	return html`<div class="toast" onMouseEnter=${rest(true)} onMouseLeave=${rest(false)}
		onFocusIn=${rest(true)} onFocusOut=${rest(false)}>
		<${Icon} name="check" /><span>${text}</span>
		${undo && html`<button class="btn" type="button" onClick=${() => {
			hush();
			undo();
		}}><${Icon} name="undo" />${t('toast.undo')} <span class="q-t" aria-hidden="true">${t('toast.seconds', { n: left })}</span></button>`}
	</div>`;
}

export function Toast() {
	const now = useStore(toast);

	return html`<div role="status" class="toasts">${now && html`<${ToastBody} key=${now.id} ...${now} />`}</div>`;
}

// ---- the banner

function secondsUntil(until) {
	return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

// Short waits pass unseen: nobody reads a banner that is there for a moment.
const unseenMs = 600;

export function Banner() {
	const { state, until } = useStore(network);
	const [, tick] = useState(0);
	const [isSeen, setSeen] = useState(false);

	useEffect(() => {
		if (state === 'ok') {
			setSeen(false);
			return undefined;
		}
		const first = setTimeout(() => setSeen(true), unseenMs);
		const timer = setInterval(() => tick((n) => n + 1), 1000);

		return () => {
			clearTimeout(first);
			clearInterval(timer);
		};
	}, [state]);
	if (state === 'ok' || !isSeen) {
		return null;
	}
	const seconds = secondsUntil(until);

	return html`<div class="banners" role="status">${state === 'away' ?
		html`<div class="banner banner-bad"><${Icon} name="warn" /><span>${t('banner.away', { seconds })}</span>
			<span class="acts"><button class="btn btn-small" type="button" onClick=${tryNow}>${t('banner.try')}</button></span></div>` :
		html`<div class="banner banner-warn"><${Icon} name="clock" /><span>${t('banner.limited', { seconds })}</span></div>`}</div>`;
}
