/*
 * What the reference page is better with, and works without: search, copying, the choice of
 * colours, this server's address in the samples. Contacts nobody.
 */
'use strict';

// ---- this server's address

const base = new URL('..', location.href).href.replace(/\/$/, '');

for (const sample of document.querySelectorAll('pre code, #postman code')) {
	if (sample.textContent.includes('https://okr.example.org')) {
		sample.textContent = sample.textContent.replaceAll('https://okr.example.org', base);
	}
}

// ---- search

function textOf(link) {
	const target = document.getElementById(link.hash.slice(1));

	// Of a section the links of its operations speak for themselves.
	return [link.textContent, target?.querySelector('.route')?.textContent,
		target?.matches('section') ? target.querySelector('h2 + p')?.textContent :
			target?.querySelector('.columns-2 p')?.textContent].join(' ');
}

// ---- what a link leads to is open

function openTarget() {
	const target = document.getElementById(location.hash.slice(1));

	if (target?.matches('details')) {
		target.open = true;
	}
}

// ---- where one is

function followReading() {
	const links = new Map([...contents.querySelectorAll('a')].map((link) => [link.hash.slice(1), link]));
	const observer = new IntersectionObserver((entries) => {
		for (const { isIntersecting, target } of entries) {
			links.get(target.id)?.classList.toggle('here', isIntersecting);
		}
	}, { rootMargin: '-20% 0px -75% 0px' });

	for (const id of links.keys()) {
		const target = document.getElementById(id);

		if (target?.matches('article')) {
			observer.observe(target);
		}
	}
}

document.querySelectorAll('pre').forEach(addCopyButton);
addSearch('Search the reference', textOf);
followReading();
addEventListener('hashchange', openTarget);
openTarget();
