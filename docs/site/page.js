/*
 * What the reference page is better with, and works without: search, copying, the choice of
 * colours, this server's address in the samples. Contacts nobody.
 */
'use strict';

const root = document.documentElement;
const contents = document.getElementById('contents');

// ---- this server's address

const base = new URL('..', location.href).href.replace(/\/$/, '');

for (const sample of document.querySelectorAll('pre code, #postman code')) {
	if (sample.textContent.includes('https://okr.example.org')) {
		sample.textContent = sample.textContent.replaceAll('https://okr.example.org', base);
	}
}

// ---- colours

function storedTheme() {
	try {
		return localStorage.getItem('theme');
	} catch {
		return null;
	}
}

function showTheme(theme, button) {
	root.dataset.theme = theme;
	button.textContent = theme === 'dark' ? 'Light' : 'Dark';
	button.setAttribute('aria-label', `Use ${theme === 'dark' ? 'light' : 'dark'} colours`);
}

function addThemeButton() {
	const button = document.createElement('button');
	const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

	showTheme(storedTheme() ?? system, button);
	button.addEventListener('click', () => {
		showTheme(root.dataset.theme === 'dark' ? 'light' : 'dark', button);
		try {
			localStorage.setItem('theme', root.dataset.theme);
		} catch {
			// It holds until the page is left.
		}
	});
	document.querySelector('header .links').append(button);
}

// ---- copying

function addCopyButton(sample) {
	const frame = document.createElement('div');
	const button = document.createElement('button');

	frame.className = 'sample';
	button.textContent = 'Copy';
	sample.replaceWith(frame);
	frame.append(sample, button);
	button.addEventListener('click', async () => {
		await navigator.clipboard.writeText(sample.textContent);
		button.textContent = 'Copied';
		setTimeout(() => (button.textContent = 'Copy'), 1500);
	});
}

// ---- search

function words(text) {
	return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function textOf(link) {
	const target = document.getElementById(link.hash.slice(1));

	// Of a section the links of its operations speak for themselves.
	return [link.textContent, target?.querySelector('.route')?.textContent,
		target?.matches('section') ? target.querySelector('h2 + p')?.textContent :
			target?.querySelector('.columns-2 p')?.textContent].join(' ').toLowerCase();
}

function addSearch() {
	const input = document.createElement('input');
	const empty = document.createElement('p');
	const links = [...contents.querySelectorAll('a')];
	const texts = new Map(links.map((link) => [link, textOf(link)]));

	input.type = 'search';
	input.placeholder = 'Search ( / )';
	input.setAttribute('aria-label', 'Search the reference');
	empty.className = 'empty';
	empty.setAttribute('role', 'status');
	contents.before(input, empty);

	function search() {
		const wanted = words(input.value);
		let found = 0;

		for (const link of links) {
			const fits = wanted.every((word) => texts.get(link).includes(word));

			(link.closest('li') ?? link).hidden = !fits;
			found += fits;
		}
		for (const group of contents.querySelectorAll('.group')) {
			group.hidden = wanted.length > 0;
		}
		empty.textContent = wanted.length === 0 ? '' : found === 0 ? 'Nothing found.' :
			`${found} found.`;
	}
	input.addEventListener('input', search);
	input.addEventListener('keydown', (event) => {
		const first = links.find((link) => !(link.closest('li') ?? link).hidden);

		if (event.key === 'Enter' && input.value && first) {
			location.hash = first.hash;
		}
	});
	document.addEventListener('keydown', (event) => {
		if (event.key === '/' && !/input|textarea/i.test(document.activeElement.tagName)) {
			event.preventDefault();
			input.focus();
		}
	});
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

addThemeButton();
document.querySelectorAll('pre').forEach(addCopyButton);
addSearch();
followReading();
addEventListener('hashchange', openTarget);
openTarget();
// A phone shows the page first, its contents when asked.
if (matchMedia('(max-width: 56rem)').matches) {
	document.querySelector('.contents').open = false;
}
