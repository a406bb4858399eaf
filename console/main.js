/*
 * Begins: the catalogue of the language, who is signed in, then the page that the address means.
 */
import { Component, html, render, useEffect, useState } from './html.js';
import { startKeys } from './keys.js';
import { pages } from './pages.js';
import { applyTheme, Frame, Lazy } from './parts/frame.js';
import { Banner, Toast } from './parts/layer.js';
import { Problem, Skeleton } from './parts/states.js';
import { codeOf, place, startRouter } from './router.js';
import { findSession, session } from './session.js';
import { useStore } from './store.js';
import { loadText, loadWholeText } from './text.js';

// What breaks a page breaks that page alone.
class Guard extends Component {
	componentDidCatch(error) {
		this.setState({ error });
		console.error(error);
	}

	componentDidUpdate(before) {
		if (before.here !== this.props.here && this.state.error) {
			this.setState({ error: null });
		}
	}

	render({ children }, { error }) {
		return error ? html`<${Problem} isPage error=${error} onRetry=${() => this.setState({ error: null })} />` :
			children;
	}
}

function Page({ here }) {
	const [shown, setShown] = useState(null);
	const { page } = here;

	useEffect(() => {
		let isLeft = false;

		Promise.all([codeOf(page), page.nav === 'week' || loadWholeText()]).then(([Content]) => !isLeft && setShown({ page, Content }),
			(error) => !isLeft && setShown({ page, error }));
		return () => {
			isLeft = true;
		};
	}, [page]);
	const isSame = shown && (shown.page === page || (page.group && shown.page.group === page.group));

	if (!isSame) {
		return html`<${Skeleton} isSlow=${false} />`;
	}
	return shown.error ? html`<${Problem} error=${shown.error} isPage />` :
		html`<${shown.Content} key=${page.group ?? JSON.stringify(here.params)} ...${here.params} here=${here} />`;
}

// Pages that need nobody stand alone, and so does the way in.
function App() {
	const here = useStore(place);
	const { state } = useStore(session);
	const alone = here.page.isOpen ? here.page : state === 'out' && pages.find((row) => row.isSignIn);

	if (alone) {
		return html`<${Guard} here=${here}><${Page} here=${{ ...here, page: alone }} /><//>`;
	}
	return state === 'in' || state === 'ended' ?
		html`<${Frame} here=${here}><${Guard} here=${here}><${Page} here=${here} /><//><//>
			${state === 'ended' && html`<${Lazy} load=${() => import('./parts/sign_in.js')} name="SignInAgain" />`}` :
		null;
}

applyTheme();
findSession();
await loadText();
startRouter(pages);
startKeys();
render(html`<${App} />`, document.getElementById('app'));
// Both can be used while a layer makes the page beneath inert.
render(html`<${Banner} />`, document.getElementById('banners'));
render(html`<${Toast} />`, document.getElementById('toasts'));
