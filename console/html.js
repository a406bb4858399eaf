/*
 * Elements: Preact's functions and htm's template, which is HTML with values in it and never becomes
 * a string. The one place that names the vendored files.
 */
import htm from './vendor/htm.js';
import { h } from './vendor/preact.js';

export { Component, createPortal, Fragment, render } from './vendor/preact.js';
export { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState }
	from './vendor/hooks.js';

export const html = htm.bind(h);

/** The class names that hold: names('row', isOpen && 'open'). */
export function names(...list) {
	return list.filter(Boolean).join(' ');
}
