/*
 * Shortcuts: one letter, or "g" and one. They rest while somebody types, and under a layer. A page adds
 * its own for as long as it is shown.
 */
import { useEffect } from './html.js';
import { store } from './store.js';

const sequenceMs = 1200;

/** {key, text, act}: text is a key of the catalogue, for the list that "?" shows. */
export const shortcuts = store([]);

export function useShortcuts(list, deps) {
	useEffect(() => {
		shortcuts.set((before) => [...before, ...list]);
		return () => shortcuts.set((before) => before.filter((one) => !list.includes(one)));
	}, deps ?? []);
}

function types(element) {
	return element.isContentEditable || /^(SELECT|TEXTAREA)$/.test(element.tagName) ||
		(element.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(element.type));
}

let begun = '';
let timer;

function press(event) {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || types(event.target) ||
		event.target.closest('[role="dialog"]')) {
		return;
	}
	const key = begun ? `${begun} ${event.key}` : event.key;
	const one = shortcuts.get().findLast((other) => other.key === key);

	clearTimeout(timer);
	begun = '';
	if (one) {
		event.preventDefault();
		one.act(event);
	} else if (shortcuts.get().some((other) => other.key.startsWith(`${key} `))) {
		begun = key;
		timer = setTimeout(() => {
			begun = '';
		}, sequenceMs);
	}
}

export function startKeys() {
	document.addEventListener('keydown', press);
}
