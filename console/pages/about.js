/*
 * What runs here, and whose work it contains.
 */
import { html } from '../html.js';
import { useGet } from '../load.js';
import { Settings } from '../parts/settings.js';
import { Loaded } from '../parts/states.js';
import { pathOf } from '../place.js';
import { t } from '../text.js';

const libraries = [['Preact', 'MIT'], ['htm', 'Apache 2.0']];

export default function About({ here }) {
	const description = useGet('/openapi.json');

	return html`<${Settings} here=${here}><${Loaded} of=${description} rows=${2}>${({ info }) => html`<dl class="detail">
		<dt>${t('about.api')}</dt><dd>${info.version}</dd><dt>${t('about.reference')}</dt><dd><a href=${pathOf('/').replace(/app\/$/, 'docs/')}>${t('menu.docs')}</a></dd>
		${libraries.map(([name, licence]) => html`<dt key=${name}>${name}</dt><dd>${licence}</dd>`)}</dl>`}<//><//>`;
}
