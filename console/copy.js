/*
 * The clipboard. A browser may refuse it (no TLS, a policy, a person who said no): then what was to be
 * copied is selected where it stands, and the reader is told to do the rest.
 */
import { say } from './parts/layer.js';
import { t } from './text.js';

/** Whether the text is on the clipboard now. `shown` is the element that shows it, if any does. */
export async function copyText(text, shown) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		if (shown) {
			getSelection().selectAllChildren(shown);
		}
		say(t(shown ? 'copy.by_hand' : 'copy.refused'));
		return false;
	}
}
