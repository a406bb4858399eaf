/*
 * Gives the viewer the colours that the reader chose or the system has, and on a phone the form that
 * needs no column of contents.
 */
'use strict';

function theme() {
	try {
		return localStorage.getItem('theme');
	} catch {
		return null;
	}
}

const viewer = document.getElementById('try');

viewer.setAttribute('theme', theme() ??
	(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
if (matchMedia('(max-width: 56rem)').matches) {
	viewer.setAttribute('render-style', 'view');
}
