/*
 * Long lists: only the rows near the window are in the page, between two spaces as high as the others.
 * Heights are those that were seen; a row that never was is taken to be as high as most.
 */
import { useEffect, useLayoutEffect, useRef, useState } from '../html.js';

const beside = 600;
// Rows change once in so many pixels, not with each that is scrolled: within what stands beside the window.
const step = 300;
const few = 120;
const around = 25;

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
		const look = () => {
			const top = step * Math.floor(-(box.current?.getBoundingClientRect().top ?? 0) / step);

			setView((old) => (old.top === top && old.height === innerHeight ? old : { top, height: innerHeight }));
		};

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
	const { from, to } = rangeOf(keys.map(heightOf), view, keep);
	const sum = (list) => list.reduce((total, key) => total + heightOf(key), 0);

	return { box, from, to, before: sum(keys.slice(0, from)), after: sum(keys.slice(to)) };
}

// Those near the window; those around a row that must be there when it is not among them.
function rangeOf(heights, view, keep) {
	let at = 0, from = heights.length, to = heights.length;

	for (const [i, height] of heights.entries()) {
		if (at + height >= view.top - beside && from === heights.length) {
			from = i;
		}
		if (at > view.top + view.height + beside) {
			to = i;
			break;
		}
		at += height;
	}
	return keep >= 0 && (keep < from || keep >= to) ?
		{ from: Math.max(0, keep - around), to: Math.min(heights.length, keep + around) } : { from: Math.min(from, to), to };
}
