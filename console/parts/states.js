/*
 * What a page shows instead of its content: the shape of it while it is slow, a sentence and one way on
 * when it is empty, not there, not allowed or broken.
 */
import { html, useState } from '../html.js';
import { pathOf } from '../place.js';
import { t } from '../text.js';
import { Icon } from './icon.js';

/** Rows of the real ones' height; nothing before 200 ms. */
export function Skeleton({ isSlow, rows = 6 }) {
	return isSlow ? html`<div aria-hidden="true">${Array.from({ length: rows }, (_, i) =>
		html`<div class="sk" key=${i}><div class="skel skel-t"></div><div class="skel skel-s"></div></div>`)}</div>
		<p class="vh" role="status">${t('state.loading')}</p>` : null;
}

export function Empty({ title, text, isPage, children }) {
	const Heading = isPage ? 'h1' : 'h2';

	return html`<div class="empty"><${Heading} tabindex="-1">${title}<//>${text && html`<p>${text}</p>`}
		<div class="row">${children}</div></div>`;
}

/** The refusal of what a page needs: in the words of the API where those help. */
export function Problem({ error, onRetry, isPage }) {
	if (error.status === 404) {
		return html`<${Empty} isPage=${isPage} title=${t('state.missing')} text=${t('state.missing_why')}>
			<a class="btn" href=${pathOf('/')}>${t('nav.week')}</a><//>`;
	}
	if (error.status === 403) {
		return html`<div class="banner"><${Icon} name="shield" /><span>${error.message}</span></div>`;
	}
	return html`<${Empty} isPage=${isPage} title=${t('state.broken')} text=${error.message}>
		${onRetry && html`<button class="btn" type="button" onClick=${onRetry}>${t('banner.try')}</button>`}<//>`;
}

/**
 * Draws `children(data)` once it is there: the common way of a page to use useLoad's answer. `isPage`: the
 * page has no heading without it.
 */
export function Loaded({ of, rows, isPage, children }) {
	if (of.data !== undefined) {
		return children(of.data);
	}
	return of.error ? html`<${Problem} error=${of.error} onRetry=${of.reload} isPage=${isPage} />` :
		html`<${Skeleton} isSlow=${of.isSlow} rows=${rows} />`;
}

/** A button that works while its promise does, and cannot be pressed twice. */
export function useBusy() {
	const [isBusy, setBusy] = useState(false);

	return [isBusy, async (work) => {
		if (isBusy) {
			return undefined;
		}
		setBusy(true);
		try {
			return await work();
		} finally {
			setBusy(false);
		}
	}];
}
