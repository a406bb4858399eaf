/* What was measured, as a table that can stand in docs/performance.md. */

const microseconds = (value) => value.toFixed(value < 100 ? 1 : 0);
const milliseconds = (value) => Number.isNaN(value) ? '' : (value / 1000).toFixed(2);

function parts(cpu) {
	return Object.entries(cpu).map(([name, each]) => `${name} ${microseconds(each)}`).join(', ');
}

function line(name, { own, limit, ratio, size }) {
	return [name, size > 304 ? size : '', own.rate.toFixed(0), limit?.rate.toFixed(0) ?? '',
		ratio?.toFixed(3) ?? '', microseconds(own.total), limit ? microseconds(limit.total) : '',
		milliseconds(own.p50), milliseconds(own.p99), parts(own.cpu)];
}

export function printTable({ results, rounds, seconds, product, shape }) {
	const head = ['workload', 'bytes', 'a second', 'limit', 'ratio', 'CPU µs', 'limit', 'p50 ms',
		'p99 ms', 'CPU µs by process'];
	const table = [head, head.map(() => '---')];

	for (const [name, result] of Object.entries(results))
		if (result.own)
			table.push(line(name, result));
	console.log(`${shape.workspaces} workspaces × ${shape.objectives} objectives × ` +
		`${shape.keyResults} key results × ${shape.checkIns} check-ins, ${product.workers} workers, ` +
		`medians of ${rounds} rounds of ${seconds} s\n`);
	for (const row of table)
		console.log(`| ${row.join(' | ')} |`);
	console.log('');
	for (const [name, result] of Object.entries(results)) {
		if (result.memory)
			console.log(`${name}: ${result.memory.toFixed(1)} MiB PSS at rest, ` +
				`${result.busy.toFixed(1)} at work, master and ${result.workers} workers`);
		if (result.milliseconds)
			console.log(`${name}: ${result.milliseconds.toFixed(2)} ms median of ${result.times}`);
	}
}
