/*
 * What people wrote: line breaks, links, **bold**, "- lists". Elements are built, never HTML text; what
 * looks like markup and is none stays as it was typed.
 */
import { html } from '../html.js';

const pieces = /(\*\*[^*\n]+\*\*|https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/g;

function inline(text) {
	return text.split(pieces).map((piece, i) => {
		if (i % 2 === 0) {
			return piece;
		}
		return piece.startsWith('**') ? html`<strong>${piece.slice(2, -2)}</strong>` :
			html`<a href=${piece} rel="noopener noreferrer nofollow" target="_blank">${piece}</a>`;
	});
}

function Lines({ lines }) {
	return lines.map((line, i) => html`${i > 0 && html`<br />`}${inline(line)}`);
}

/** Paragraphs of a text; nothing for an absent one. */
export function Prose({ text, className }) {
	if (!text) {
		return null;
	}
	return html`<div class=${className} dir="auto">${text.trim().split(/\n{2,}/).map((block, i) => {
		const lines = block.split('\n');

		return lines.every((line) => /^[-*] /.test(line)) ?
			html`<ul class="prose-list" key=${i}>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>` :
			html`<p key=${i}><${Lines} lines=${lines} /></p>`;
	})}</div>`;
}
