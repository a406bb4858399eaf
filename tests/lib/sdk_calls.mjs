/*
 * Every call of the JavaScript client and the operation of docs/openapi.json that it sends, found by
 * calling it with a fetch that only notes what it is asked.
 */
import { OkrClient } from '../../sdk/src/index.js';
import { operations } from './described.mjs';

const usual = { list: [], get: ['ID'], create: [{}], update: ['ID', {}], delete: ['ID'] };
const below = { create: ['ID', {}], update: ['ID', 'ID', {}], delete: ['ID', 'ID'] };

// The arguments of each call, by the place where it stands in the client.
const table = {
	'okr.objectives': usual,
	'okr.keyResults': usual,
	goals: { ...usual, search: [{}], checkin: ['ID', 'ID', {}] },
	'goals.keyResults': below,
	okrs: { ...usual, restore: ['ID'] },
	keyResults: { ...usual, create: ['ID', {}], restore: ['ID'], checkin: ['ID', {}] },
	checkins: { ...usual, list: ['ID'], create: ['ID', {}], batch: [[]] },
	cycles: usual,
	kpis: usual,
	'kpis.updates': { ...below, list: ['ID'] },
	initiatives: usual,
	users: usual,
	teams: usual,
	departments: usual,
	'': { me: [] },
};

function at(client, place) {
	return place.split('.').filter(Boolean).reduce((value, name) => value[name], client);
}

// What can be called, whether a row of the table says so or not; `body` and `request` are tools.
export function methodsOf(client) {
	const names = [];
	const look = (value, place) => {
		for (let proto = Object.getPrototypeOf(value); proto !== Object.prototype;
			proto = Object.getPrototypeOf(proto)) {
			names.push(...Object.getOwnPropertyNames(proto)
				.filter((name) => !['constructor', 'body', 'request'].includes(name))
				.map((name) => [...place, name].join('.')));
		}
		for (const [name, inner] of Object.entries(value)) {
			if (typeof inner === 'object' && name !== 'transport') {
				look(inner, [...place, name]);
			}
		}
	};

	look(client, []);
	return [...new Set(names)];
}

export function namesOfCalls() {
	return Object.entries(table).flatMap(([place, calls]) =>
		Object.keys(calls).map((name) => (place ? `${place}.${name}` : name)));
}

function operationOf(method, url) {
	const path = new URL(url).pathname;

	return operations.find((one) => one.method === method &&
		one.path.replace(/\{\w+\}/g, 'ID') === path);
}

// { name, operation, words } of every call; an update is the PATCH of its path.
export async function callsOf() {
	const found = [];
	let sent;
	const fetch = async (url, { method }) => {
		sent = operationOf(method, url);
		return new Response('{"items":[],"data":[],"next_cursor":null}');
	};
	const client = new OkrClient({ baseUrl: 'http://localhost', apiKey: 'x', fetch });

	for (const [place, calls] of Object.entries(table)) {
		for (const [name, words] of Object.entries(calls)) {
			sent = undefined;
			await at(client, place)[name](...words);
			found.push({ name: place ? `${place}.${name}` : name, operation: sent, words });
		}
	}
	return found;
}

export function newClient() {
	return new OkrClient({ baseUrl: 'http://localhost', apiKey: 'x' });
}
