/*
 * Search: one field over everything that has a title, its answers as a list that arrows walk. Opened by "/"
 * and by the button in the bar.
 */
import { get } from '../api.js';
import { html, useEffect, useId, useState } from '../html.js';
import { home } from '../place.js';
import { go, hasPage } from '../router.js';
import { t } from '../text.js';
import { Icon } from './icon.js';
import { Layer } from './layer.js';

const restMs = 150;

function useHits(text) {
	const [state, setState] = useState({ hits: [], text: '' });

	useEffect(() => {
		const q = text.trim();
		const stop = new AbortController();
		const timer = q && setTimeout(() => get(`/search?q=${encodeURIComponent(q)}`, { signal: stop.signal }).then(
			({ data }) => setState({ hits: data.filter((hit) => hasPage(pathIn(hit.url))), text: q }), (error) => !stop.signal.aborted && setState({ hits: [], text: q, error })), restMs);

		if (!q) {
			setState({ hits: [], text: '' });
		}
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [text]);
	return state;
}

// The address as the router has it; the API's begins with the folder of the installation.
function pathIn(url) {
	return url.startsWith(home) ? `/${url.slice(home.length)}` : url.replace(/^\/app/, '');
}

export function Search({ onClose }) {
	const [text, setText] = useState('');
	const [at, setAt] = useState(0);
	const { hits, text: asked, error } = useHits(text);
	const list = useId();
	const open = (hit) => {
		onClose();
		go(pathIn(hit.url));
	};
	const press = (event) => {
		const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];

		if (way && hits.length > 0) {
			event.preventDefault();
			setAt((at + way + hits.length) % hits.length);
		} else if (event.key === 'Enter' && hits[at]) {
			event.preventDefault();
			open(hits[at]);
		}
	};

	useEffect(() => setAt(0), [hits]);
	return html`<${Layer} kind="dialog search" onClose=${onClose}>${(id) => html`<h2 class="vh" id=${id}>${t('search.title')}</h2>
		<div class="search-field"><${Icon} name="search" /><input data-first role="combobox" aria-expanded=${hits.length > 0} aria-controls=${list} aria-autocomplete="list"
			aria-activedescendant=${hits[at] ? `${list}-${at}` : undefined} aria-label=${t('search.title')} placeholder=${t('search.hint')} autocomplete="off" maxlength="255"
			value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${press} /></div>
		<ul role="listbox" id=${list} aria-label=${t('search.title')} class="hits">${hits.map((hit, i) => html`<li key=${hit.id} id=${`${list}-${i}`} role="option" aria-selected=${i === at}
			onMouseEnter=${() => setAt(i)} onClick=${() => open(hit)}><span><span class="b" dir="auto">${hit.title}</span>${hit.context && html`<span class="ctx2" dir="auto">${hit.context}</span>`}</span>
			<span class="q s">${t(`search.${hit.type}`)}</span></li>`)}</ul>
		<p class="s q search-say" role="status">${error ? error.message : asked && hits.length === 0 ? t('search.none', { text: asked }) : ''}</p>`}<//>`;
}
