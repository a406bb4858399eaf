/*
 * The reference page: the prose of docs/reference/page.html, and between it what the API description
 * says: scopes, errors, resources, tools; and the programs of docs/guides. Plain HTML that needs no
 * script; docs/site/page.js adds search, copying and the choice of colours.
 */
import { readFileSync } from 'node:fs';

const host = 'https://okr.example.org';
const key = 'okrt_your_api_key_here';
const words = {
	200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 304: 'Not Modified',
};

// The order of the seed, where the paths have another.
const order = {
	OKRs: ['listOkrs', 'createCheckIn', 'createCheckInByOkrPath', 'createOkr', 'updateOkr',
		'deleteOkr', 'createKeyResult', 'updateKeyResult', 'deleteKeyResult', 'getOkr',
		'restoreOkr', 'listKeyResults', 'getKeyResult', 'restoreKeyResult', 'listCheckIns'],
	Cycles: ['listCycles', 'getCycle'],
	KPIs: ['listKpis', 'createKpi', 'createKpiUpdate', 'getKpi'],
	Initiatives: ['listInitiatives', 'getInitiative'],
	Reviews: ['listReviewCycles', 'getReviewSummary', 'getReviewCycle'],
};

function html(text) {
	return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

// The little Markdown that descriptions use.
function prose(text) {
	return text.split('\n\n').map((part) => `<p>${inline(part)}</p>`).join('\n');
}

function inline(text) {
	return html(text ?? '').replace(/`([^`]+)`/g, '<code>$1</code>');
}

function slug(text) {
	return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function code(text, label, kind = '') {
	const name = label ? `<p class="label${kind}">${html(label)}</p>\n` : '';

	return `${name}<pre><code>${html(text)}</code></pre>`;
}

// In a narrow table names break at their underscores.
function breakable(cell) {
	return cell.replaceAll(/<code>([^<]*)<\/code>/g, (_, text) =>
		`<code>${text.replaceAll(/_(?=\w)/g, '_<wbr>')}</code>`);
}

function table(heads, rows, kind = '') {
	const cells = (row, tag) => row.map((cell) => `<${tag}>${breakable(cell)}</${tag}>`).join('');

	return `<div class="scroll" tabindex="0" role="group" aria-label="${html(heads[0])}">
<table${kind ? ` class="${kind}"` : ''}>
<thead><tr>${cells(heads, 'th')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}
</tbody>
</table></div>`;
}

// ---- schemas as words ------------------------------------------------------------------------

class Page {
	constructor(description, folder) {
		this.description = description;
		this.folder = folder;
	}

	resolve(value) {
		return value?.$ref ? value.$ref.slice(2).split('/')
			.reduce((at, name) => at[name.replaceAll('~1', '/')], this.description) : value;
	}

	typeOf(schema) {
		if (schema.$ref) {
			return `<a href="#schema-${slug(schema.$ref.split('/').at(-1))}">${
				html(schema.$ref.split('/').at(-1))}</a>`;
		}
		if (schema.anyOf) {
			return schema.anyOf.map((one) => this.typeOf(one)).join(' or ');
		}
		if (schema.enum) {
			return schema.enum.map((word) => (word === null ? 'null' : `<code>${html(word)}</code>`))
				.join(' | ');
		}
		const types = [schema.type].flat();

		// Free JSON names every type that there is.
		return types.includes('array') && types.includes('object') ? 'any JSON' : types.map((type) => {
			if (type === 'array') {
				return `a list of ${this.typeOf(schema.items)}`;
			}
			return type === 'string' && schema.format ? schema.format : type;
		}).join(' or ');
	}

	fields(schema) {
		const needed = new Set(schema.required ?? []);

		return Object.entries(schema.properties ?? {}).map(([name, one]) => [
			`<code>${html(name)}</code>`, this.typeOf(one),
			[needed.has(name) ? '<b>required</b>' : '', inline(one.description)]
				.filter(Boolean).join(' '),
		]);
	}

	// ---- parts of an operation ---------------------------------------------------------------

	parameters(operation, place, title) {
		const rows = (operation.parameters ?? []).map((one) => this.resolve(one))
			.filter((one) => one.in === place)
			.map((one) => [`<code>${html(one.name)}</code>`, this.typeOf(one.schema),
				inline(one.description)]);

		return rows.length === 0 ? '' : `<details><summary>${title} (${rows.length})</summary>
${table(['Name', 'Type', 'Meaning'], rows)}
</details>`;
	}

	body(operation) {
		const media = operation.requestBody?.content['application/json'];

		if (!media) {
			return '';
		}
		const rows = this.fields(this.resolve(media.schema));

		return `<details><summary>Fields of the body (${rows.length})</summary>
${table(['Field', 'Type', 'Meaning'], rows)}
</details>`;
	}

	errors(operation) {
		const rows = Object.entries(operation.responses)
			.filter(([status]) => Number(status) >= 400)
			.map(([status, one]) => `<li><b>${status}</b> ${inline(one.description)}</li>`);
		const [often, seldom] = [rows.filter((row) => /<b>40[0-9]/.test(row)),
			rows.filter((row) => !/<b>40[0-9]/.test(row))];

		return `<h4>Possible errors</h4>
<ul class="errors">
${often.join('\n')}
</ul>
<details><summary>Errors of every such route (${seldom.length})</summary>
<ul class="errors">
${seldom.join('\n')}
</ul>
</details>`;
	}

	curl(path, method, operation) {
		const media = operation.requestBody?.content['application/json'];
		const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
		const url = host + path.replaceAll(/\{(\w+)\}/g, (_, name) =>
			(name === 'id' ? this.placeholder(path) : name.toUpperCase()));
		const verb = method === 'get' ? '' : `-X ${method.toUpperCase()} `;
		const lines = verb && url.length > 60 ? [`curl ${verb.trim()}`, `  ${url}`] :
			[`curl ${verb}${url}`];

		if (operation.security.length > 0) {
			lines.push(`  -H "Authorization: Bearer ${key}"`);
		}
		if (example) {
			lines.push('  -H "Content-Type: application/json"',
				`  -d '${JSON.stringify(example, null, 2).replaceAll('\n', '\n  ')}'`);
		}
		return lines.join(' \\\n');
	}

	// OKR_ID, KR_ID: what the id in the path names.
	placeholder(path) {
		const kinds = { okrs: 'OKR_ID', 'key-results': 'KR_ID', checkins: 'CHECKIN_ID',
			kpis: 'KPI_ID', initiatives: 'INITIATIVE_ID', objectives: 'OBJECTIVE_ID',
			'review-cycles': 'REVIEW_CYCLE_ID', 'api-keys': 'KEY_ID' };
		const kind = path.split('/{')[0].split('/').at(-1);

		if (path.endsWith('/okrs/{id}/checkins')) {
			return 'KR_ID';
		}
		return kinds[kind] ?? `${kind.replace(/s$/, '').toUpperCase()}_ID`;
	}

	answer(operation) {
		const [status, found] = Object.entries(operation.responses)
			.find(([number]) => /^2/.test(number));
		const response = this.resolve(found);
		const label = `Response · ${status} ${words[status]}`;
		const media = response.content?.['application/json'];
		const csv = response['x-csv'];
		const columns = csv ? `<details><summary>Columns as CSV (${csv.columns.length})</summary>
<p class="columns">${csv.columns.map((name) => `<code>${html(name)}</code>`).join(' ')}</p>
</details>` : '';

		if (!media) {
			return code('(empty body)', label);
		}
		return (media.example === undefined ? '' :
			code(JSON.stringify(media.example, null, 2), label)) + columns;
	}

	schemaLink(operation) {
		const response = this.resolve(Object.entries(operation.responses)
			.find(([number]) => /^2/.test(number))[1]);
		const schema = response.content?.['application/json']?.schema;

		return schema ? `<p class="answers">Answers ${this.typeOf(
			schema.properties?.data ?? schema)}${schema.properties?.data ? ' in <code>data</code>' :
			''}.</p>` : '';
	}

	operation(path, method, operation, hasPatch) {
		const scopes = operation['x-scopes'] ?? [];
		const scope = scopes.map((one) => `<span class="scope">requires <code>${html(one)}</code></span>`)
			.join('') || (operation.security.length === 0 ?
			'<span class="scope">needs no credential</span>' : '');
		const text = operation.description.replace(/\n\nRequires the scope[^\n]*$/, '');

		return `<article class="operation" id="${operation.operationId}">
<h3>${html(operation.summary)}${operation.deprecated ? ' <span class="deprecated">deprecated</span>' : ''}</h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code class="path">${
	html(path).replaceAll('/', '/<wbr>')}</code> ${scope} <a class="try" href="try.html#${
	operation.operationId}">Try it<span class="hidden">: ${html(operation.summary)}</span></a></p>
<div class="columns-2">
<div>
${prose(text)}${hasPatch ? '\n<p><code>PATCH</code> is the same.</p>' : ''}
${this.schemaLink(operation)}
${this.parameters(operation, 'query', 'Query parameters')}
${this.parameters(operation, 'header', 'Headers')}
${this.body(operation)}
${this.errors(operation)}
</div>
<div class="samples">
${code(this.curl(path, method, operation), 'Request')}
${this.answer(operation)}
</div>
</div>
</article>`;
	}

	// ---- sections ----------------------------------------------------------------------------

	operationsOf(tag) {
		const names = order[tag] ?? [];
		const rank = ({ one }) => (names.indexOf(one.operationId) + 1 || names.length + 1);
		const found = Object.entries(this.description.paths).flatMap(([path, item]) =>
			Object.entries(item).filter(([method, one]) => method !== 'patch' && one.tags[0] === tag)
				.map(([method, one]) => ({ path, method, one, hasPatch: Boolean(item.patch) })));

		return found.sort((a, b) => rank(a) - rank(b));
	}

	resources() {
		return this.description['x-tagGroups'].filter(({ name }) => name !== 'AI assistants')
			.flatMap(({ name: group, tags }) => tags.map((name) => {
				const { description } = this.description.tags.find((tag) => tag.name === name);

				return `<section id="${slug(name)}">
<p class="eyebrow">${group === 'OKRs' ? 'Resources' : html(`Resources · ${group}`)}</p>
<h2>${html(name)}</h2>
${prose(description)}
${this.operationsOf(name).map(({ path, method, one, hasPatch }) =>
		this.operation(path, method, one, hasPatch)).join('\n')}
</section>`;
			})).join('\n\n');
	}

	schemas() {
		const parts = Object.entries(this.description.components.schemas).map(([name, schema]) =>
			`<details id="schema-${slug(name)}"><summary>${html(name)}</summary>
${schema.description ? prose(schema.description) : ''}
${table(['Field', 'Type', 'Meaning'], this.fields(schema))}
</details>`);

		return `<section id="schemas">
<p class="eyebrow">Appendix</p>
<h2>Objects</h2>
<p>Every object that requests and answers are made of, with its fields.</p>
${parts.join('\n')}
</section>`;
	}

	scopes() {
		return table(['Scope', 'Allows'],
			Object.entries(this.description.components.securitySchemes.bearer['x-scopes'])
				.map(([name, meaning]) => [`<code>${html(name)}</code>`, inline(meaning)]));
	}

	errorTable() {
		const rows = Object.values(this.description.components.responses).map((response) => {
			const { error } = response.content['application/json'].example;
			const { status } = response.content['application/problem+json'].example;

			return [String(status), `<code>${html(error)}</code>`, inline(response.description)];
		});

		return table(['Status', 'Code', 'Meaning'], rows);
	}

	tools() {
		const { post } = this.description.paths['/api/public/mcp'];

		return table(['Tool', 'Description', 'Parameters', 'Scope'], post['x-mcp-tools'].map((tool) => {
			const needed = new Set(tool.inputSchema.required ?? []);
			const names = Object.keys(tool.inputSchema.properties ?? {})
				.map((name) => `<code>${html(name)}${needed.has(name) ? '' : '?'}</code>`);

			return [`<code>${html(tool.name)}</code>`, inline(tool.description), names.join(' '),
				`<code>${html(tool.scope)}</code>`];
		}));
	}

	mcp() {
		return this.operationsOf('MCP server').map(({ path, method, one }) =>
			this.operation(path, method, one, false)).join('\n');
	}

	guide(name) {
		return code(readFileSync(`${this.folder}guides/${name}`, 'utf8')
			.replaceAll('https://go.okrstool.com', host).trimEnd(), name, ' file');
	}

	main() {
		return `${readFileSync(`${this.folder}reference/page.html`, 'utf8')
			.replace('<!-- scopes -->', () => this.scopes())
			.replace('<!-- errors -->', () => this.errorTable())
			.replace('<!-- resources -->', () => this.resources())
			.replace('<!-- tools -->', () => this.tools())
			.replace('<!-- mcp -->', () => this.mcp())
			.replaceAll(/<!-- guide (\S+) -->/g, (_, name) => this.guide(name))}
${this.schemas()}`;
	}

	// The contents, from the headings of the page itself.
	contents(main) {
		const parts = [...main.matchAll(/<section id="([^"]+)">\s*<p class="eyebrow">([^<]+)<\/p>\s*<h2>(.*?)<\/h2>([\s\S]*?)<\/section>/g)];
		let last = '';

		return parts.map(([, id, eyebrow, title, inner]) => {
			const head = eyebrow === last ? '' : `<p class="group">${eyebrow}</p>\n`;
			const doors = [...inner.matchAll(/<article class="operation" id="([^"]+)">\s*<h3>(.*?)<\/h3>\s*<p class="route"><span class="method (\w+)">/g)]
				.map(([, door, text, method]) => `<li><a href="#${door}"><span class="method ${
					method}">${method === 'delete' ? 'DEL' : method.toUpperCase()}</span>${
					text.replace(/ <span.*$/, '')}</a></li>`);

			last = eyebrow;
			return `${head}<a class="section" href="#${id}">${title}</a>${doors.length === 0 ? '' :
				`\n<ul>\n${doors.join('\n')}\n</ul>`}`;
		}).join('\n');
	}
}

export function referencePage(description, folder) {
	const page = new Page(description, folder);
	const main = page.main();

	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>OKR API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
<script src="shared.js" defer></script>
<script src="page.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="name"><a href="#getting-started">OKR API</a> <span>Reference · v1</span></p>
<p class="links"><a href="try.html">Try it</a> <a href="postman_collection.json" download>Postman</a>
<a href="../api/v1/openapi.json">OpenAPI</a> <a href="../app/">Back to app</a></p>
</header>
<div class="frame">
<nav aria-label="Contents">
<details class="contents" open>
<summary>Contents</summary>
<div id="contents">
${page.contents(main)}
</div>
</details>
</nav>
<main id="main">
<h1>OKR API reference</h1>
${main.replaceAll('<pre>', '<pre tabindex="0">')}
</main>
</div>
</body>
</html>
`;
}
