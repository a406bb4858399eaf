/*
 * A form for every endpoint, made from the API description of this server: fill it in, send it, see
 * the answer. The key is kept in the page's memory alone. Contacts this server and nobody else.
 */
'use strict';

const SHOWN_MOST = 200000; // characters of an answer

const place = document.getElementById('operation');
const keyForm = document.getElementById('key-form');
const keyField = document.getElementById('key');

// ---- building the page -----------------------------------------------------------------------

function element(name, properties = {}, ...children) {
	const { className, ...attributes } = properties;
	const made = document.createElement(name);

	for (const [attribute, value] of Object.entries(attributes)) {
		if (value !== undefined && value !== false) {
			made.setAttribute(attribute, value === true ? '' : value);
		}
	}
	if (className) {
		made.className = className;
	}
	made.append(...children.filter((child) => child !== null && child !== undefined));
	return made;
}

// The little Markdown that descriptions use: `code`, and an empty line between paragraphs.
function inline(text) {
	return text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? element('code', {}, part) : part));
}

function prose(text) {
	return text.split('\n\n').map((part) => element('p', {}, ...inline(part)));
}

// Paths break after a slash.
function pathOf(path) {
	return path.split(/(?<=\/)/).flatMap((part) => [part, element('wbr')]);
}

function sample(text) {
	const made = element('pre', { tabindex: '0' }, element('code', {}, text));

	addCopyButton(made);
	return made;
}

// ---- the description -------------------------------------------------------------------------

let description;

function resolve(value) {
	return value?.$ref ? value.$ref.slice(2).split('/')
		.reduce((at, name) => at[name.replaceAll('~1', '/')], description) : value;
}

// PATCH does what PUT does: it is said there, and has no form of its own.
function operations() {
	return Object.entries(description.paths).flatMap(([path, item]) => Object.entries(item)
		.filter(([method]) => method !== 'patch')
		.map(([method, operation]) => ({ path, method, operation, hasPatch: Boolean(item.patch) })));
}

function fillContents(all) {
	for (const { tags, name: group } of description['x-tagGroups']) {
		contents.append(element('p', { className: 'group' }, group));
		for (const tag of tags) {
			const links = all.filter(({ operation }) => operation.tags[0] === tag)
				.map(({ method, operation }) => element('li', {},
					element('a', { href: `#${operation.operationId}` },
						element('span', { className: `method ${method}` },
							method === 'delete' ? 'DEL' : method.toUpperCase()),
						operation.summary)));

			contents.append(element('p', { className: 'section' }, tag), element('ul', {}, ...links));
		}
	}
}

// ---- ids -------------------------------------------------------------------------------------

// Examples name records that no workspace has. The first record of each list stands in for the one
// that the list's example shows.
const lists = new Map(); // the example's id ► the path of the list
const known = new Map(); // the example's id ► an id of this workspace

function rowsOf(answer) {
	return Array.isArray(answer) ? answer : answer?.items ?? answer?.data;
}

function findLists(all) {
	for (const { path, method, operation } of all) {
		const { content } = resolve(operation.responses['200'] ?? {});
		const id = rowsOf(content?.['application/json']?.example)?.[0]?.id;

		if (method === 'get' && !path.includes('{') && id && !lists.has(id)) {
			lists.set(id, path);
		}
	}
}

function withKnown(text) {
	return [...known].reduce((all, [example, id]) => all.replaceAll(example, id), text);
}

// Asks for the ids that a text needs and that nobody asked for yet. True when there are new ones.
async function learn(text) {
	const missing = [...lists].filter(([id]) => text.includes(id) && !known.has(id));
	const answers = await Promise.all(missing.map(async ([id, path]) => {
		const response = await fetch(new URL(`..${path}?limit=1`, location.href),
			{ headers: credential(), cache: 'no-store', credentials: 'omit' });

		return [id, response.ok ? rowsOf(await response.json())?.[0]?.id : undefined];
	}));

	for (const [id, found] of answers) {
		if (found) {
			known.set(id, found);
		}
	}
	return answers.some(([, found]) => found);
}

// ---- the form of an endpoint -----------------------------------------------------------------

function choice(id, values, isNeeded) {
	const options = values.map((value) => element('option', { value }, value));

	return element('select', { id, required: isNeeded },
		...(isNeeded ? options : [element('option', { value: '' }, '—'), ...options]));
}

function input(id, { schema, required, example }) {
	const values = schema.type === 'boolean' ? ['true', 'false'] : schema.enum;

	return values ? choice(id, values.filter((value) => value !== null), required) :
		element('input', { id, required, autocomplete: 'off', spellcheck: 'false',
			placeholder: example });
}

function field(parameter, isRead) {
	const id = `${parameter.in}-${parameter.name}`;
	const control = input(id, parameter);

	// What a request would change or remove is for people to choose.
	if (parameter.in === 'path' && isRead && known.has(parameter.example)) {
		control.value = known.get(parameter.example);
	}
	control.dataset.in = parameter.in;
	control.dataset.name = parameter.name;
	control.setAttribute('aria-describedby', `${id}-means`);
	return element('p', { className: 'field' },
		element('label', { for: id }, parameter.name, parameter.required ?
			element('span', { className: 'needed' }, ' required') : null),
		control,
		element('span', { id: `${id}-means`, className: 'means' }, ...inline(parameter.description ?? '')));
}

const groups = { path: 'Path', query: 'Query parameters', header: 'Headers' };

function fieldsOf(operation, where, isRead) {
	const found = (operation.parameters ?? []).map(resolve).filter((one) => one.in === where);

	if (found.length === 0) {
		return null;
	}
	const fields = element('div', { className: 'fields' }, ...found.map((one) => field(one, isRead)));

	return where === 'path' ? fields :
		element('details', {}, element('summary', {}, `${groups[where]} (${found.length})`), fields);
}

function print(value) {
	return JSON.stringify(value, null, 2);
}

function bodyOf(operation) {
	const media = operation.requestBody?.content['application/json'];

	if (!media) {
		return null;
	}
	const examples = Object.values(media.examples ?? {});
	const text = withKnown(print(media.example ?? examples[0]?.value ?? {}));
	const area = element('textarea', { id: 'body', spellcheck: 'false', autocomplete: 'off',
		rows: String(Math.min(24, text.split('\n').length + 1)) });
	const choose = examples.length < 2 ? null : element('select', { id: 'example' },
		...examples.map(({ summary }, i) => element('option', { value: String(i) }, summary)));

	area.value = text;
	choose?.addEventListener('change', () => {
		area.value = withKnown(print(examples[Number(choose.value)].value));
		area.dispatchEvent(new Event('input', { bubbles: true }));
	});
	return element('div', { className: 'fields' },
		choose && element('p', { className: 'field' },
			element('label', { for: 'example' }, 'Example'), choose),
		element('p', { className: 'field' }, element('label', { for: 'body' }, 'Body'), area));
}

// ---- what is sent ----------------------------------------------------------------------------

function credential() {
	const key = keyField.value.trim();

	return key ? { Authorization: `Bearer ${key}` } : {};
}

function given(form, where) {
	return [...form.querySelectorAll(`[data-in="${where}"]`)].filter(({ value }) => value !== '')
		.map(({ dataset, value }) => [dataset.name, value]);
}

// The request as fetch takes it. Addresses are relative to the page: it may stand in a folder.
function requestOf(form, { path, method, operation }) {
	const ids = Object.fromEntries(given(form, 'path'));
	const query = new URLSearchParams(given(form, 'query')).toString();
	const relative = path.slice(1).replaceAll(/\{(\w+)\}/g, (whole, name) =>
		(ids[name] ? encodeURIComponent(ids[name]) : whole));
	const body = form.querySelector('#body')?.value;
	const headers = { ...Object.fromEntries(given(form, 'header')),
		...(body && { 'Content-Type': 'application/json' }),
		...(operation.security.length > 0 && credential()) };

	return { url: new URL(`../${relative}${query && `?${query}`}`, location.href).href,
		method: method.toUpperCase(), headers, body: body || undefined };
}

function quoted(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

// The same for a terminal. The key stays out of it: whoever copies it has the key elsewhere.
function curlOf({ url, method, headers, body }, needsKey) {
	const address = url.replaceAll('%7B', '{').replaceAll('%7D', '}');
	const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(address)}`];

	if (needsKey) {
		lines.push('  -H "Authorization: Bearer $OKR_API_KEY"');
	}
	for (const [name, value] of Object.entries(headers)) {
		if (name !== 'Authorization') {
			lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
		}
	}
	if (body) {
		lines.push(`  -d ${quoted(body)}`);
	}
	return lines.join(' \\\n');
}

// ---- the answer ------------------------------------------------------------------------------

function readable(text, type) {
	let shown = text;

	if (/\bjson\b/.test(type ?? '')) {
		try {
			shown = print(JSON.parse(text));
		} catch {
			// It is shown as it came.
		}
	}
	return shown.length <= SHOWN_MOST ? shown :
		`${shown.slice(0, SHOWN_MOST)}\n… and ${shown.length - SHOWN_MOST} characters more`;
}

function answerOf(response, text, ms) {
	const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	const kind = response.ok || response.status === 304 ? 'good' : 'bad';

	return [
		element('p', { className: `status ${kind}` },
			`${response.status} ${response.statusText}`.trim(),
			element('span', {}, ` · ${Math.round(ms)} ms · ${text.length.toLocaleString('en')} characters`)),
		element('details', {}, element('summary', {}, 'Headers'), sample(headers)),
		sample(text === '' ? '(empty body)' : readable(text, response.headers.get('content-type'))),
	];
}

async function send(form, door, answer) {
	const { url, ...options } = requestOf(form, door);
	const button = form.querySelector('button.main');
	const began = performance.now();

	button.disabled = true;
	answer.replaceChildren(element('p', {}, 'Waiting for the answer …'));
	try {
		const response = await fetch(url, { ...options, cache: 'no-store', credentials: 'omit' });

		answer.replaceChildren(...answerOf(response, await response.text(), performance.now() - began));
	} catch (error) {
		answer.replaceChildren(element('p', { className: 'status bad' },
			`No answer: ${error.message}`));
	}
	button.disabled = false;
}

// ---- showing an endpoint ---------------------------------------------------------------------

function show(door) {
	const { path, method, operation, hasPatch } = door;
	const needsKey = operation.security.length > 0;
	const scopes = (operation['x-scopes'] ?? []).map((scope) =>
		element('span', { className: 'scope' }, 'requires ', element('code', {}, scope)));
	const text = operation.description.replace(/\n\nRequires the scope[^\n]*$/, '');
	const curl = element('code');
	const answer = element('div', { id: 'answer', 'aria-live': 'polite' });
	const form = element('form', {},
		...['path', 'query', 'header'].map((where) => fieldsOf(operation, where, method === 'get')),
		bodyOf(operation), element('p', {}, element('button', { className: 'main' }, 'Send')));
	const refresh = () => (curl.textContent = curlOf(requestOf(form, door), needsKey));
	const command = element('pre', { tabindex: '0' }, curl);

	addCopyButton(command);
	refresh();
	form.addEventListener('input', refresh);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!needsKey || keyForm.reportValidity()) {
			send(form, door, answer);
		}
	});
	place.replaceChildren(
		element('h2', { tabindex: '-1' }, operation.summary, operation.deprecated ?
			element('span', { className: 'deprecated' }, ' deprecated') : null),
		element('p', { className: 'route' },
			element('span', { className: `method ${method}` }, method.toUpperCase()), ' ',
			element('code', { className: 'path' }, ...pathOf(path)), ' ', ...scopes, ' ',
			element('a', { className: 'try', href: `./#${operation.operationId}` }, 'Reference')),
		...prose(text), hasPatch ? element('p', {}, element('code', {}, 'PATCH'), ' is the same.') : '',
		form, element('h3', {}, 'As a command'), command, element('h3', {}, 'Answer'), answer);
	answer.append(element('p', { className: 'means' }, 'Nothing was sent yet.'));
	place.hidden = false;
	showing = door;
	fillIds(form, door);
}

let showing;

// With a key the examples get ids of its workspace, unless somebody has begun to write.
async function fillIds(form, door) {
	const text = print([door.operation.parameters?.map(resolve), door.operation.requestBody]);
	let isTouched = false;

	form.addEventListener('input', () => (isTouched = true));
	form.addEventListener('submit', () => (isTouched = true));
	if (keyField.value && await learn(text) && showing === door && !isTouched) {
		show(door);
	}
}

function showChosen(all, { focus = true } = {}) {
	const id = location.hash.slice(1);
	const door = all.find(({ operation }) => operation.operationId === id) ?? all[0];

	for (const link of contents.querySelectorAll('a')) {
		const isHere = link.hash === `#${door.operation.operationId}`;

		link.classList.toggle('here', isHere);
		link.toggleAttribute('aria-current', isHere);
	}
	show(door);
	document.title = `${door.operation.summary} · Try the OKR API`;
	if (isNarrow) {
		document.querySelector('.contents').open = false;
	}
	if (focus) {
		place.querySelector('h2').focus();
	}
}

// ---- the key ---------------------------------------------------------------------------------

async function checkKey(event) {
	const says = document.getElementById('key-says');

	event.preventDefault();
	says.textContent = 'Asking …';
	try {
		const response = await fetch(new URL('../api/v1/me', location.href), { cache: 'no-store',
			headers: credential(), credentials: 'omit' });
		const { workspace, key, user, scopes, message } = await response.json();

		says.textContent = response.ok ?
			`${key ? `The key “${key.name}”` : `The token of ${user.name}`} for the workspace “${
				workspace.name}” may use: ${scopes.join(', ') || 'nothing'}.` : message;
		known.clear();
		if (response.ok) {
			show(showing);
		}
	} catch (error) {
		says.textContent = `No answer: ${error.message}`;
	}
}

function prepareKey() {
	const show_ = document.getElementById('show');

	show_.addEventListener('click', () => {
		const isShown = keyField.type === 'password';

		keyField.type = isShown ? 'text' : 'password';
		show_.textContent = isShown ? 'Hide' : 'Show';
		show_.setAttribute('aria-pressed', String(isShown));
	});
	keyForm.addEventListener('submit', checkKey);
	keyForm.hidden = false;
}

async function begin() {
	const response = await fetch('../api/v1/openapi.json');

	description = await response.json();
	const all = operations();

	findLists(all);
	fillContents(all);
	addSearch('Search the endpoints', (link) => {
		const { path, operation } = all.find((one) => `#${one.operation.operationId}` === link.hash);

		return `${link.textContent} ${path} ${operation.tags[0]}`;
	});
	showChosen(all, { focus: false });
	addEventListener('hashchange', () => showChosen(all));
}

prepareKey();
begin().catch((error) => {
	place.hidden = false;
	place.replaceChildren(element('p', {}, `The description of the API cannot be read: ${error.message}`));
});
