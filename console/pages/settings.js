/*
 * Settings: on a wide screen the first of them, on a narrow one the list.
 */
import { html, useEffect } from '../html.js';
import { SettingsList, settingsOf } from '../parts/settings.js';
import { Empty } from '../parts/states.js';
import { go, useHeading } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { t } from '../text.js';

export default function SettingsStart() {
	const { me } = useStore(session);
	const heading = useHeading(t('nav.settings'), me.workspace.name);
	const rows = settingsOf(me);
	const isWide = matchMedia('(min-width: 721px)').matches;

	useEffect(() => {
		if (isWide && rows.length > 0) {
			go(rows[0].path, { replaces: true });
		}
	}, []);
	return html`<header class="head"><div><h1 ref=${heading} tabindex="-1">${t('nav.settings')}</h1></div></header>
		${rows.length === 0 ? html`<${Empty} title=${t('settings.none')} />` : html`<${SettingsList} className="subnav subnav-page" />`}`;
}
