/*
 * The sentences of the console, whole and with plural rules, in the language of the person who reads
 * them: text/LANGUAGE.json is all that a translation needs. The start page waits for its own sentences
 * alone (LANGUAGE.first.json, which the build takes from it), every other page for all of them. Numbers and dates are format.js's.
 */
import { html } from './html.js';
import { asset } from './place.js';
import { choices } from './store.js';

export const languages = { en: 'English', de: 'Deutsch' };

let words = {};
let plural = new Intl.PluralRules('en');

/** Of the texts: "en", "de". */
export let language = 'en';

/** Of numbers and dates: the region that the browser names beside the language, as "en-GB". */
export let locale = 'en-GB';

function wanted() {
	const chosen = choices.get('language');

	if (chosen === 'pseudo' || languages[chosen]) {
		return chosen;
	}
	return navigator.languages.map((one) => one.split('-')[0]).find((one) => languages[one]) ?? 'en';
}

// "[Šàvé ~~]": every letter marked, everything 40 % longer. Whoever tests a layout chooses it.
const marked = { a: 'à', e: 'é', i: 'ï', o: 'ö', u: 'ü', s: 'š', c: 'ç', n: 'ñ', A: 'Å', S: 'Š' };

function lengthen(sentence) {
	const pieces = sentence.split(/(\{\w+\}|<\/?b>)/);
	const size = pieces.reduce((sum, one, i) => sum + (i % 2 ? 0 : one.length), 0);

	return pieces.map((one, i) => (i % 2 ? one : one.replace(/[aeiouscnAS]/g, (c) => marked[c])))
		.join('') + ' ' + '~'.repeat(Math.max(1, Math.ceil(size * 0.4) - 1));
}

function mapSentences(value, change) {
	return typeof value === 'string' ? change(value) :
		Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapSentences(one, change)]));
}

async function take(file) {
	const reply = await fetch(asset(file));

	if (!reply.ok) {
		throw new Error(`${file}: ${reply.status}`);
	}
	const more = await reply.json();

	words = { ...words, ...(wanted() === 'pseudo' ? mapSentences(more, lengthen) : more) };
}

let rest;

/** All sentences: resolves when they are there. One that failed is tried again by the next page. */
export function loadWholeText() {
	rest ??= take(`text/${language}.json`).catch((error) => {
		rest = undefined;
		throw error;
	});
	return rest;
}

export async function loadText() {
	const choice = wanted();

	language = choice === 'pseudo' ? 'en' : choice;
	locale = navigator.languages.find((one) => one.startsWith(`${language}-`)) ??
		(language === 'en' ? 'en-GB' : language);
	plural = new Intl.PluralRules(language);
	await take(`text/${language}.first.json`);
	document.documentElement.lang = language;
}

function sentence(key, values) {
	const one = words[key];

	if (typeof one !== 'object') {
		return one ?? key;
	}
	return one[plural.select(Number(values?.count ?? 0))] ?? one.other;
}

const counts = () => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

function shown(value) {
	return typeof value === 'number' ? counts().format(value) : value;
}

/** The sentence of a key, as a string: {name} is values.name, `count` chooses the plural form. */
export function t(key, values) {
	return sentence(key, values).replace(/<\/?b>/g, '')
		.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? shown(values[name]) : whole));
}

/** The same as nodes: <b>…</b> becomes strong, and a value may be an element. */
export function rich(key, values) {
	const nodes = [];
	let bold = null;

	for (const piece of sentence(key, values).split(/(\{\w+\}|<\/?b>)/)) {
		if (piece === '<b>') {
			bold = [];
		} else if (piece === '</b>') {
			nodes.push(html`<strong>${bold}</strong>`);
			bold = null;
		} else {
			const name = /^\{(\w+)\}$/.exec(piece)?.[1];

			(bold ?? nodes).push(name && values && name in values ? shown(values[name]) : piece);
		}
	}
	return nodes;
}
