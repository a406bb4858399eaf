/*
 * Numbers, values and days as people write them in the reader's language and region. Absent is an
 * empty text: nothing here invents a zero.
 */
import { language, locale, t } from './text.js';

const made = new Map();

function format(make, options) {
	const key = `${make.name} ${JSON.stringify(options)}`;

	if (!made.has(key)) {
		made.set(key, new make(locale, options));
	}
	return made.get(key);
}

function absent(value) {
	return value === null || value === undefined || Number.isNaN(value);
}

// ---- numbers

// A true minus, which is as wide as a plus.
function minus(text) {
	return text.replace(/^-/, '−');
}

export function number(value, digits = 2, least = 0) {
	return absent(value) ? '' : minus(format(Intl.NumberFormat,
		{ maximumFractionDigits: digits, minimumFractionDigits: least }).format(value));
}

/** A share, 0.38, as whole percent. */
export function percent(share) {
	return absent(share) ? '' : minus(format(Intl.NumberFormat,
		{ style: 'percent', maximumFractionDigits: 0 }).format(share));
}

/** Whole points between two shares: 0.12 is 12. */
export function pointsBetween(from, to) {
	return Math.round(to * 100) - Math.round(from * 100);
}

/** A change with its sign: "+4", "0", "−12". */
export function signed(value, digits = 0) {
	return absent(value) ? '' : minus(format(Intl.NumberFormat,
		{ maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(value));
}

/** A change of a measured value, with its sign; money with its currency: "+€145,000", "−0.03". */
export function changeOf(value, of) {
	const sign = value > 0 ? '+' : value < 0 ? '−' : '';

	return currencies[of.unit] ? `${sign}${plain(Math.abs(value), of)}` : signed(value, 2);
}

const currencies = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', EUR: 'EUR', USD: 'USD', GBP: 'GBP',
	CHF: 'CHF', JPY: 'JPY' };

function money(value, unit) {
	const currency = currencies[unit];

	if (!currency) {
		return unit ? `${number(value)} ${unit}` : number(value);
	}
	return minus(format(Intl.NumberFormat, { style: 'currency', currency,
		minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 }).format(value));
}

/** A measured value without its unit in words: "118", "38%", "€95", "Yes". `of` is what is measured. */
export function plain(value, of) {
	if (absent(value)) {
		return '';
	}
	const kind = of.metric_type ?? of.unit_type;

	if (kind === 'boolean') {
		return t(value >= 1 ? 'value.yes' : 'value.no');
	}
	if (kind === 'percentage' || (!kind && of.unit === '%')) {
		return minus(format(Intl.NumberFormat, { style: 'percent', maximumFractionDigits: 2 })
			.format(value / 100));
	}
	return kind === 'currency' || (!kind && currencies[of.unit]) ? money(value, of.unit) : number(value);
}

/** The unit as words that stand behind a plain value; empty where that has it already. */
export function unitOf(of) {
	const kind = of.metric_type ?? of.unit_type;

	return kind === 'boolean' || kind === 'percentage' || of.unit === '%' || currencies[of.unit] ? '' :
		of.unit ?? '';
}

/** A measured value with its unit: "118 time-outs". */
export function withUnit(value, of) {
	const unit = unitOf(of);

	return unit && !absent(value) ? `${plain(value, of)} ${unit}` : plain(value, of);
}

// "1,234.5" and "1.234,5": which mark is which depends on the language; what cannot be thousands is a
// decimal mark in every one.
export function parseNumber(text) {
	const clean = text.trim().replace(/[\s'’%€$£]/g, '').replace('−', '-');
	const group = (format(Intl.NumberFormat, {}).formatToParts(12345)
		.find(({ type }) => type === 'group')?.value ?? ',').trim();
	const thousands = new RegExp(`^-?\\d{1,3}(\\${group || ' '}\\d{3})+(?!\\d)`);
	const decimal = thousands.test(clean) ? clean.replaceAll(group, '') : clean;

	return /^-?(\d+([.,]\d*)?|[.,]\d+)$/.test(decimal) ? Number(decimal.replace(',', '.')) : NaN;
}

/** As one would type it: no grouping. */
export function typed(value) {
	return absent(value) ? '' : format(Intl.NumberFormat,
		{ useGrouping: false, maximumFractionDigits: 4 }).format(value);
}

// ---- days

const dayMs = 86400000;

/** "2026-11-28" or an instant as a day of the server, which is UTC's. */
export function dayOf(text) {
	return text ? Date.parse(text.slice(0, 10)) : NaN;
}

export function today() {
	return dayOf(new Date().toISOString());
}

/** Whole days from one to the other. */
export function daysBetween(from, to) {
	return Math.round((to - from) / dayMs);
}

const utc = { timeZone: 'UTC' };

/** "3 Nov", with the year when it is not this one. */
export function shortDay(day) {
	const options = new Date(day).getUTCFullYear() === new Date(today()).getUTCFullYear() ?
		{ day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' };

	return absent(day) ? '' : format(Intl.DateTimeFormat, { ...options, ...utc }).format(day);
}

/** "Saturday, 28 November". */
export function longDay(day) {
	return absent(day) ? '' : format(Intl.DateTimeFormat,
		{ weekday: 'long', day: 'numeric', month: 'long', ...utc }).format(day);
}

/** "2026-11" as "Nov", with the year when it is not this one. */
export function monthOf(text) {
	const day = dayOf(`${text}-01`);

	return format(Intl.DateTimeFormat, { month: 'short', ...(new Date(day).getUTCFullYear() === new Date(today()).getUTCFullYear() ? {} : { year: '2-digit' }), ...utc }).format(day);
}

export function weekday(day) {
	return format(Intl.DateTimeFormat, { weekday: 'long', ...utc }).format(day);
}

/** Day, time and zone, for the place where one looks closer. */
export function exact(instant) {
	return instant ? format(Intl.DateTimeFormat, { dateStyle: 'full', timeStyle: 'long' })
		.format(new Date(instant)) : '';
}

function relative(days, unit = 'day') {
	return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, unit);
}

/** How long ago: "today", "yesterday", "5 days", after 30 days the day itself. */
export function ago(instant) {
	const days = daysBetween(dayOf(instant), today());

	if (absent(days)) {
		return '';
	}
	if (days <= 1 && days >= 0) {
		return relative(-days);
	}
	return days > 0 && days <= 30 ? t('days.ago', { count: days }) : shortDay(dayOf(instant));
}

/** When something was: "just now", "today", "yesterday", "Thursday", "3 Nov". */
export function when(instant) {
	const days = daysBetween(dayOf(instant), today());

	if (Date.now() - Date.parse(instant) < 120000) {
		return t('time.now');
	}
	if (days <= 1) {
		return relative(-days);
	}
	return days < 7 ? weekday(dayOf(instant)) : shortDay(dayOf(instant));
}
