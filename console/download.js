/*
 * Files that the API makes, saved by the browser: a link could not carry what the session needs.
 */
import { api } from './place.js';
import { say } from './parts/layer.js';
import { t } from './text.js';

export async function saveFile(path, name) {
	const reply = await fetch(api + path, { headers: { 'X-OKR-Console': '1' }, credentials: 'same-origin' });

	if (!reply.ok) {
		say(t('toast.no_file'));
		return;
	}
	const link = document.createElement('a');

	link.href = URL.createObjectURL(await reply.blob());
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
