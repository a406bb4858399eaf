/*
 * A small box behind a button: choices and acts that stand beside no row. It closes by Escape, which gives
 * the focus back, and when somebody goes elsewhere.
 */
import { html, names, useEffect, useRef, useState } from '../html.js';
import { Icon } from './icon.js';

/** `children` may be a function of close(). `icon` stands for the words, which are then only heard. */
export function Menu({ label, icon, className, children }) {
	const [isOpen, setOpen] = useState(false);
	const box = useRef(null);
	const close = () => {
		setOpen(false);
		box.current?.querySelector('button').focus();
	};

	useEffect(() => {
		const leave = (event) => !box.current.contains(event.target) && setOpen(false);

		if (!isOpen) {
			return undefined;
		}
		document.addEventListener('pointerdown', leave);
		document.addEventListener('focusin', leave);
		return () => {
			document.removeEventListener('pointerdown', leave);
			document.removeEventListener('focusin', leave);
		};
	}, [isOpen]);
	return html`<div class=${names('menu', className)} ref=${box} onKeyDown=${(event) => {
		if (event.key === 'Escape' && isOpen) {
			event.stopPropagation();
			close();
		}
	}}><button class=${icon ? 'btn btn-icon' : 'pick'} type="button" aria-expanded=${isOpen} aria-label=${icon && label} onClick=${() => setOpen(!isOpen)}>
			${!icon && label}<${Icon} name=${icon ?? 'down'} /></button>
		${isOpen && html`<div class="menu-box">${typeof children === 'function' ? children(close) : children}</div>`}</div>`;
}
