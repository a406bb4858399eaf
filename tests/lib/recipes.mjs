// What docs/install.md and docs/sign-in.md tell to paste: their fenced blocks, with the paths of a test in place of those
// of an installation. A test that runs them runs what people run.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { top } from './process.mjs';

const text = fs.readFileSync(path.join(top, 'docs/install.md'), 'utf8');

function blocksOf(document) {
	return [...document.matchAll(/^```(\S*)\n([^]*?)^```$/gm)].map(([, language, block]) =>
		({ language, block }));
}

function recipeIn(blocks, language, words, paths) {
	const found = blocks.filter((one) => one.language === language && one.block.includes(words));
	assert.equal(found.length, 1, `${found.length} blocks of ${language} with ${words}`);
	return Object.entries(paths).reduce((block, [from, to]) => {
		assert.ok(block.includes(from), `no ${from} in\n${block}`);
		return block.replaceAll(from, to);
	}, found[0].block);
}

const blocks = blocksOf(text);
const signInBlocks = blocksOf(fs.readFileSync(path.join(top, 'docs/sign-in.md'), 'utf8'));

/** The one block of docs/install.md in a language that contains `words`, with paths replaced: { from: to }. */
export function recipe(language, words, paths = {}) {
	return recipeIn(blocks, language, words, paths);
}

/** The same of docs/sign-in.md. */
export function signInRecipe(language, words, paths = {}) {
	return recipeIn(signInBlocks, language, words, paths);
}

/** A setting that the text gives a value: [name, number]. */
export function recipeSetting(name) {
	const [, value] = new RegExp(`\`${name} = (\\d+)\``).exec(text);
	return [name, Number(value)];
}
