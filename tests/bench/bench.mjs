/*
 * Measures the product beside the limits it is held to: `make bench`. Each workload is run in turn
 * on the product and on the null responder, which stand behind the same nginx, several times over;
 * medians are told. HACKING.md says what to make of it, docs/performance.md what came of it.
 * The options: script/bench --help.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { shapeOf, statements } from './data.mjs';
import { printTable } from './report.mjs';
import { Null, Product, program } from './servers.mjs';
import { workloads } from './workloads.mjs';

const { values } = parseArgs({ options: {
	workspaces: { type: 'string', default: '20' },
	objectives: { type: 'string', default: '500' },
	'key-results': { type: 'string', default: '4' },
	'check-ins': { type: 'string', default: '10' },
	rounds: { type: 'string', default: '5' },
	seconds: { type: 'string', default: '3' },
	workers: { type: 'string', default: '8' },
	only: { type: 'string' },
	'slow-fsync': { type: 'boolean', default: false },
	setting: { type: 'string', multiple: true, default: [] },
	var: { type: 'string' },
	keep: { type: 'boolean', default: false },
	json: { type: 'string' },
	'as-loaded': { type: 'boolean', default: false }, // what is derived stays blank: no recomputation
	quick: { type: 'boolean', default: false }, // whether the bench works, not how fast anything is
} });

const quick = { workspaces: 2, objectives: 60, 'key-results': 2, 'check-ins': 3, rounds: 1,
	seconds: 1, workers: 2 };
const number = (name) => values.quick ? quick[name] : Number(values[name]);
const folder = values.var ?? fs.mkdtempSync(path.join(os.tmpdir(), 'okr-bench-'));
const say = (text) => process.stderr.write(`${text}\n`);

const product = new Product(folder, number('workers'), {
	preload: values['slow-fsync'] ? program('slow_fsync.so') : undefined,
	settings: values.setting,
});
const limit = new Null(product);

// The data set of an earlier run in the same folder is used again.
function load(shape) {
	const kept = path.join(folder, 'bench.json');
	const asked = { workspaces: shape.workspaces, objectives: shape.objectives,
		keyResults: shape.keyResults, checkIns: shape.checkIns };

	const rows = shape.workspaces * shape.objectives * shape.keyResults * shape.checkIns;

	// An installation of this size has more memory than script/server gives its own.
	if (rows > 2e6)
		product.sql('SET GLOBAL innodb_buffer_pool_size = 4294967296');
	if (fs.existsSync(kept)) {
		const { shape: old, keys } = JSON.parse(fs.readFileSync(kept, 'utf8'));

		for (const [name, value] of Object.entries(asked))
			if (old[name] !== value)
				throw new Error(`${folder} has ${old[name]} ${name}, not ${value}`);
		return { shape: old, keys };
	}
	say(`loading ${rows} check-ins`);
	product.sql(statements(shape));
	if (!values['as-loaded'])
		product.repair();
	const keys = [];

	for (let w = 1; w <= Math.min(shape.workspaces, 50); w++)
		keys.push(product.key(`Bench ${w}`));
	fs.writeFileSync(kept, JSON.stringify({ shape, keys }));
	return { shape, keys };
}

async function measure() {
	await product.start();
	const data = load(shapeOf({ workspaces: number('workspaces'), objectives: number('objectives'),
		keyResults: number('key-results'), checkIns: number('check-ins') }));
	const bench = { product, limit, ...data, folder, say, rounds: number('rounds'),
		seconds: number('seconds'), results: {} };
	const only = values.only?.split(',');

	await limit.start();
	for (const [name, workload] of Object.entries(workloads)) {
		if (only && !only.includes(name))
			continue;
		say(name);
		bench.results[name] = await workload(bench);
	}
	printTable(bench);
	if (values.json)
		fs.writeFileSync(values.json, JSON.stringify(bench.results, null, '\t'));
}

function end() {
	limit.stop();
	product.stop();
	if (!values.keep)
		fs.rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.once(signal, () => process.exit(1));
process.once('exit', end);
say(`${os.cpus().length} × ${os.cpus()[0].model}, ${execFileSync('uname', ['-sr'])}`.trim());
await measure();
process.exit(0);
