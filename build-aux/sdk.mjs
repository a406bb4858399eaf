/*
 * What the JavaScript client of sdk/ gets from elsewhere: the types of records and queries from the
 * API description, and its CommonJS form from its ES modules. Knows nothing of files.
 */

// ---- types of records ----------------------------------------------------------------------------

const width = 100;

// Parameters that ask for CSV, which is no list of records.
const ofCsv = ['format', 'bom'];
const json = 'Json';

function literal(value) {
	return typeof value === 'string' ? `'${value.replaceAll('\'', '\\\'')}'` : String(value);
}

function isFreeJson({ type }) {
	return Array.isArray(type) && type.includes('array') && type.includes('object');
}

class Types {
	constructor(description) {
		this.description = description;
		this.schemas = description.components.schemas;
		this.operations = Object.entries(description.paths)
			.filter(([path]) => path.startsWith('/api/v1/') && !path.endsWith('.json'))
			.flatMap(([, item]) => Object.values(item));
	}

	resolve(value) {
		return value.$ref ? value.$ref.slice(2).split('/')
			.reduce((at, key) => at[key], this.description) : value;
	}

	// The members of the union that a schema's values are.
	unionOf(schema) {
		if (schema.$ref) {
			return [schema.$ref.split('/').at(-1)];
		}
		if (schema.anyOf) {
			return schema.anyOf.flatMap((one) => this.unionOf(one));
		}
		if (schema.enum) {
			return schema.enum.map(literal);
		}
		if ('const' in schema) {
			return [literal(schema.const)];
		}
		return isFreeJson(schema) ? [json] :
			[schema.type].flat().map((type) => this.single(type, schema));
	}

	single(type, schema) {
		if (type === 'array') {
			const items = this.unionOf(schema.items);

			return items.length > 1 ? `(${items.join(' | ')})[]` : `${items[0]}[]`;
		}
		if (type === 'object' && schema.additionalProperties === true) {
			return '{ [name: string]: unknown }';
		}
		if (type === 'object') {
			throw new Error(`an object without a name: ${JSON.stringify(schema)}`);
		}
		return type === 'integer' ? 'number' : type;
	}

	// A union that is too long for its line stands below, a member a line.
	member(name, isNeeded, union, description) {
		const comment = description ? `\t/** ${description.replaceAll('*/', '* /')} */\n` : '';
		const head = `\t${name}${isNeeded ? '' : '?'}:`;
		const line = `${head} ${union.join(' | ')};`;

		return comment + (line.length + 3 <= width ? `${line}\n` :
			`${head}\n${union.map((one) => `\t\t| ${one}`).join('\n')};\n`);
	}

	interface(name, schema) {
		const needed = new Set(schema.required ?? []);
		const members = Object.entries(schema.properties).map(([key, one]) =>
			this.member(key, needed.has(key), this.unionOf(one), one.description));

		return `export interface ${name} {\n${members.join('')}}\n`;
	}

	// ---- which of them -----------------------------------------------------------------------

	isPage({ properties = {} }) {
		return 'items' in properties && 'next_cursor' in properties;
	}

	// The schemas that requests and good answers lead to, in the order of the description.
	reached() {
		const names = new Set();
		const look = (value) => {
			for (const [key, inner] of Object.entries(value ?? {})) {
				const name = key === '$ref' ? inner.split('/').at(-1) : null;

				if (name && name in this.schemas && !names.has(name)) {
					names.add(name);
					look(this.schemas[name]);
				} else if (typeof inner === 'object' && !/^examples?$/.test(key)) {
					look(inner);
				}
			}
		};

		for (const { requestBody, responses } of this.operations) {
			look(requestBody);
			Object.entries(responses).filter(([status]) => /^2/.test(status))
				.forEach(([, response]) => look(this.resolve(response).content));
		}
		return Object.entries(this.schemas)
			.filter(([name, schema]) => names.has(name) && !this.isPage(schema));
	}

	// ---- queries -----------------------------------------------------------------------------

	// Times may be Dates; where a comma stands between several values, a list.
	queryUnion({ schema }) {
		const isList = schema.type === 'array';
		const one = isList ? schema.items : schema;
		const union = [...this.unionOf(one), ...(one.format === 'date-time' ? ['Date'] : [])];
		const all = union.length > 1 ? `(${union.join(' | ')})` : union[0];

		return isList ? [...union, `${all}[]`] : union;
	}

	query(operation) {
		const parameters = operation.parameters.map((one) => this.resolve(one))
			.filter((one) => one.in === 'query' && !ofCsv.includes(one.name));
		const name = operation.operationId[0].toUpperCase() + operation.operationId.slice(1);

		return `export interface ${name}Query {\n${parameters.map((one) =>
			this.member(one.name, false, this.queryUnion(one), one.description)).join('')}}\n`;
	}

	lists() {
		return this.operations.filter(({ parameters = [] }) =>
			parameters.some(({ $ref }) => $ref?.endsWith('/cursor')));
	}

	text() {
		return [`/** Any JSON value. */
export type ${json} = unknown[] | { [name: string]: unknown } | string | number | boolean | null;
`, ...this.reached().map(([name, schema]) => this.interface(name, schema)),
		...this.lists().map((operation) => this.query(operation))].join('\n');
	}
}

const mark = '// ---- made from docs/openapi.json by `make documents`; do not edit below ----\n';

// The types file with its second half made anew.
export function withRecordTypes(types, description) {
	const end = types.indexOf(mark);

	if (end < 0) {
		throw new Error(`sdk/index.d.ts lacks the line ${mark}`);
	}
	return `${types.slice(0, end)}${mark}\n${new Types(description).text()}`;
}

// ---- CommonJS ------------------------------------------------------------------------------------

const heading = `/*
 * Made from sdk/src by \`make documents\`: the client for programs that use require().
 */
'use strict';
`;

/*
 * ES modules as one CommonJS module: { name: text }, each behind those that it imports from. They
 * import from each other alone, by name, and export declarations, or again what others declare.
 */
export function commonJs(modules) {
	const exported = [];
	const bodies = Object.entries(modules).map(([name, text]) => {
		const body = text
			.replace(/^import \{[^}]*\} from '\.\/\w+\.js';\n/gm, '')
			.replace(/^export \{([^}]*)\} from '\.\/\w+\.js';\n/gm, (_, names) => {
				exported.push(...names.split(',').map((one) => one.trim()).filter(Boolean));
				return '';
			})
			.replace(/^export (?=class|function|const)/gm, '')
			.replace(/\n{3,}/g, '\n\n').trim();

		if (/^\s*(import|export)\b|\bimport\(|\bimport\.meta\b/m.test(body)) {
			throw new Error(`sdk/src/${name}.js imports or exports in a way that this cannot read`);
		}
		return body;
	});
	const [, client] = /^export class (\w+Client)\b/m.exec(modules.index);

	return `${heading}\n${bodies.join('\n\n')}\n\nmodule.exports = {\n${
		[...exported, client].map((name) => `\t${name},\n`).join('')}};\n`;
}
