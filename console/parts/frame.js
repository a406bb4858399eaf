/*
 * What stands around every page: the bar above, the bar below on a phone, the person's menu, shortcuts
 * that hold everywhere. Which pages there are is the table's; a page that is not there has no link.
 */
import { html, useEffect, useRef, useState } from '../html.js';
import { shortcuts, useShortcuts } from '../keys.js';
import { pages } from '../pages.js';
import { pathOf } from '../place.js';
import { go } from '../router.js';
import { session, signOut } from '../session.js';
import { choices, store, useStore } from '../store.js';
import { languages, loadWholeText, t } from '../text.js';
import { Icon, Mark } from './icon.js';
import { Dialog } from './layer.js';
import { settingsOf } from './settings.js';

/** How many items of My week are late: the one badge. */
export const late = store(0);

// ---- theme

const themes = ['system', 'light', 'dark'];

export function applyTheme() {
	const theme = choices.get('theme');

	document.documentElement.classList.toggle('light', theme === 'light');
	document.documentElement.classList.toggle('dark', theme === 'dark');
}

// ---- the person's menu

export function initials(name) {
	const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
	const letters = words.length > 1 ? [words[0], words.at(-1)] : words;

	// Scripts without capitals are legible by one sign.
	return letters.map((word) => [...word][0]).slice(0, /^\p{Lu}/u.test(words[0] ?? '') ? 2 : 1).join('');
}

function Choice({ name, label, options, value, onChange }) {
	return html`<fieldset class="menu-set"><legend>${label}</legend>${options.map(([one, text]) => html`
		<label key=${one}><input type="radio" name=${name} value=${one} checked=${one === value}
			onChange=${() => onChange(one)} /> ${text}</label>`)}</fieldset>`;
}

function PersonMenu({ me }) {
	const [isOpen, setOpen] = useState(false);
	const [theme, setTheme] = useState(choices.get('theme') ?? 'system');
	const box = useRef(null);
	const name = me.user?.name ?? me.key?.name ?? '';

	useEffect(() => {
		if (!isOpen) {
			return undefined;
		}
		const leave = (event) => {
			if (!box.current.contains(event.target)) {
				setOpen(false);
			}
		};

		document.addEventListener('pointerdown', leave);
		document.addEventListener('focusin', leave);
		return () => {
			document.removeEventListener('pointerdown', leave);
			document.removeEventListener('focusin', leave);
		};
	}, [isOpen]);

	const press = (event) => {
		if (event.key === 'Escape' && isOpen) {
			setOpen(false);
			box.current.querySelector('button').focus();
		}
	};

	return html`<div class="menu" ref=${box} onKeyDown=${press}>
		<button class="me" type="button" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
			<span aria-hidden="true">${initials(name)}</span><span class="vh">${t('menu.account', { name })}</span>
		</button>
		${isOpen && html`<div class="menu-box">
			<p class="menu-who"><b>${name}</b><span class="q s">${me.user?.email}</span></p>
			<${Choice} name="theme" label=${t('menu.theme')} value=${theme}
				options=${themes.map((one) => [one, t(`menu.theme.${one}`)])} onChange=${(one) => {
					setTheme(one);
					choices.set('theme', one);
					applyTheme();
				}} />
			<${Choice} name="language" label=${t('menu.language')} value=${document.documentElement.lang}
				options=${Object.entries(languages)} onChange=${(one) => {
					choices.set('language', one);
					location.reload();
				}} />
			<a class="menu-item" href=${pathOf('/').replace(/app\/$/, 'docs/')}>${t('menu.docs')}</a>
			<button class="menu-item" type="button" onClick=${signOut}>${t('menu.sign_out')}</button>
		</div>`}
	</div>`;
}

// ---- the bars

function current(row, here) {
	return row === here.page || row.nav === here.page.under ? 'page' : undefined;
}

function Badge() {
	const count = useStore(late);

	return count > 0 && html`<span class="n">${count}<span class="vh"> ${t('nav.late')}</span></span>`;
}

function NavLink({ row, here, hasIcon }) {
	return html`<a href=${pathOf(row.path)} aria-current=${current(row, here)}>
		${hasIcon && html`<${Icon} name=${row.icon} />`}${t(`nav.${row.nav}`)}
		${row.nav === 'week' && html`<${Badge} />`}</a>`;
}

function Help({ onClose }) {
	const list = useStore(shortcuts);

	return html`<${Dialog} title=${t('help.title')} onClose=${onClose} actions=${html`
		<button class="btn btn-primary" type="button" onClick=${onClose}>${t('layer.close')}</button>`}>
		<dl class="keys-list">${list.map(({ key, text }) => html`<div key=${key}>
			<dt>${key.split(' ').map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${t(text)}</dd></div>`)}</dl><//>`;
}

const below = ['week', 'objectives', 'kpis', 'reports'];
const more = { path: '/more', nav: 'more', icon: 'menu' };

/** The rows of the bar above; of the bar below, and what stands behind its "More". */
export function barsOf(me) {
	const above = pages.filter((row) => row.nav && (!row.isForSome || settingsOf(me).length > 0));

	return { above, below: above.filter((row) => below.includes(row.nav)), more: above.filter((row) => !below.includes(row.nav)) };
}

const letters = { week: 'm', objectives: 'o', kpis: 'k', reports: 'r', people: 'd', settings: 's' };

/** A component whose code, and the words of it, are asked for when it is first shown. */
export function Lazy({ load, name, ...rest }) {
	const [Content, setContent] = useState(null);

	useEffect(() => {
		Promise.all([load(), loadWholeText()]).then(([code]) => setContent(() => code[name]), () => rest.onClose?.());
	}, []);
	return Content && html`<${Content} ...${rest} />`;
}

export function Frame({ here, children }) {
	const { me } = useStore(session);
	const [helps, setHelps] = useState(false);
	const [isSearching, setSearching] = useState(false);
	const bars = barsOf(me);
	const rows = bars.above;
	const isBelow = bars.more.some((row) => current(row, here)) || here.page.path === more.path;

	useShortcuts([
		...rows.map((row) => ({ key: `g ${letters[row.nav]}`, text: `nav.${row.nav}`, act: () => go(row.path) })),
		{ key: '/', text: 'search.title', act: () => setSearching(true) },
		{ key: '?', text: 'help.title', act: () => setHelps(true) },
	]);
	return html`
		<a class="skip" href="#main">${t('frame.skip')}</a>
		<header class="top">
			<a class="brand" href=${pathOf('/')}><${Mark} /><span class="brand-name">${me.workspace.name}</span></a>
			<nav class="nav" aria-label=${t('frame.main')}>${rows.map((row) =>
				html`<${NavLink} key=${row.nav} row=${row} here=${here} />`)}</nav>
			<div class="tools"><button class="find" type="button" aria-label=${t('search.title')} onClick=${() => setSearching(true)}>
				<${Icon} name="search" /><span>${t('search.title')}</span><kbd>/</kbd></button><${PersonMenu} me=${me} /></div>
		</header>
		<main id="main" class="page" tabindex="-1">${children}</main>
		<nav class="bottom" aria-label=${t('frame.main_narrow')}>${bars.below.map((row) =>
			html`<${NavLink} key=${row.nav} row=${row} here=${here} hasIcon />`)}
			<a href=${pathOf(more.path)} aria-current=${isBelow ? 'page' : undefined}><${Icon} name="menu" />${t('nav.more')}</a></nav>
		${isSearching && html`<${Lazy} load=${() => import('./search.js')} name="Search" onClose=${() => setSearching(false)} />`}
		${helps && html`<${Help} onClose=${() => setHelps(false)} />`}`;
}
