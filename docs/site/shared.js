/*
 * What the reference and the page to try it have in common: the choice of colours, copying, the
 * search in the contents. Contacts nobody.
 */
'use strict';

const root = document.documentElement;
const contents = document.getElementById('contents');

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

	button.type = 'button';
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

// A sample is a <pre> with its <code>.
function addCopyButton(sample) {
	const button = document.createElement('button');

	button.type = 'button';
	button.textContent = 'Copy';
	button.addEventListener('click', async () => {
		await navigator.clipboard.writeText(sample.querySelector('code').textContent);
		button.textContent = 'Copied';
		setTimeout(() => (button.textContent = 'Copy'), 1500);
	});
	sample.prepend(button);
}

// ---- search

// Shows those links of the contents whose text has every word that is typed.
function addSearch(label, textOf) {
	const input = document.createElement('input');
	const empty = document.createElement('p');
	const links = [...contents.querySelectorAll('a')];
	const texts = new Map(links.map((link) => [link, textOf(link).toLowerCase()]));
	const row = (link) => link.closest('li') ?? link;

	input.type = 'search';
	input.placeholder = 'Search ( / )';
	input.setAttribute('aria-label', label);
	empty.className = 'empty';
	empty.setAttribute('role', 'status');
	contents.before(input, empty);

	function search() {
		const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		let found = 0;

		for (const link of links) {
			const fits = wanted.every((word) => texts.get(link).includes(word));

			row(link).hidden = !fits;
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
		const first = links.find((link) => !row(link).hidden);

		if (event.key === 'Enter' && input.value && first) {
			location.hash = first.hash;
		}
	});
	document.addEventListener('keydown', (event) => {
		if (event.key === '/' && !/input|textarea|select/i.test(document.activeElement.tagName)) {
			event.preventDefault();
			input.focus();
		}
	});
}

addThemeButton();
// A phone shows the page first, its contents when asked.
const isNarrow = matchMedia('(max-width: 56rem)').matches;

if (isNarrow) {
	document.querySelector('.contents').open = false;
}
