/*
 * Long lists: only the rows near the window are in the page, between two spaces as high as the others.
 * Heights are those that were seen; a row that never was is taken to be as high as most.
 */
import { useEffect, useLayoutEffect, useRef, useState } from '../html.js';

const beside = 600;
const few = 120;

/**
 * {box, from, to, before, after}: `box` is the ref of the element that holds the rows, each of which
 * has data-row, its key; `keep` is the index of a row that must be there, or -1.
 */
export function useRows(keys, usual, keep = -1) {
	const box = useRef(null);
	const heights = useRef(new Map());
	const [view, setView] = useState({ top: 0, height: globalThis.innerHeight });
	const isWhole = keys.length <= few;
	const heightOf = (key) => heights.current.get(key) ?? usual;

	useEffect(() => {
		if (isWhole) {
			return undefined;
		}
		const look = () => setView({ top: -(box.current?.getBoundingClientRect().top ?? 0), height: innerHeight });

		look();
		addEventListener('scroll', look, { passive: true });
		addEventListener('resize', look);
		return () => {
			removeEventListener('scroll', look);
			removeEventListener('resize', look);
		};
	}, [isWhole]);
	useLayoutEffect(() => {
		if (!isWhole) {
			for (const row of box.current.querySelectorAll('[data-row]')) {
				heights.current.set(row.dataset.row, row.getBoundingClientRect().height);
			}
		}
	});
	if (isWhole) {
		return { box, from: 0, to: keys.length, before: 0, after: 0 };
	}
	let at = 0, from = 0, before = 0, to = keys.length, after = 0;

	for (const [i, key] of keys.entries()) {
		const height = heightOf(key);

		if (at + height < view.top - beside && i !== keep) {
			if (from === i) {
				from = i + 1;
				before = at + height;
			}
		} else if (at > view.top + view.height + beside && to === keys.length) {
			to = i;
		}
		at += height;
	}
	for (const key of keys.slice(to)) {
		after += heightOf(key);
	}
	return { box, from, to: Math.max(from, to), before, after };
}
