// A FastCGI client of our own: one request a connection, as nginx sends them. With it a test talks
// to the workers without a web server between, and can send what no web server would.
import net from 'node:net';
import { gunzipSync } from 'node:zlib';

const BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6;
const RESPONDER = 1;

export function record(type, content = Buffer.alloc(0)) {
	const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
	return Buffer.concat([head, content]);
}

/** A stream of records: the content in pieces, then the empty record that ends it. */
export function stream(type, content) {
	const parts = [];
	for (let at = 0; at < content.length; at += 65528)
		parts.push(record(type, content.subarray(at, at + 65528)));
	parts.push(record(type));
	return Buffer.concat(parts);
}

export function begin(role = RESPONDER) {
	return record(BEGIN, Buffer.from([0, role, 0, 0, 0, 0, 0, 0]));
}

function size(length) {
	if (length < 128)
		return Buffer.from([length]);
	const long = Buffer.alloc(4);
	long.writeUInt32BE((length | 0x80000000) >>> 0);
	return long;
}

export function pairs(variables) {
	const parts = [];
	for (const [name, value] of Object.entries(variables)) {
		const [n, v] = [Buffer.from(name), Buffer.from(String(value))];
		parts.push(size(n.length), size(v.length), n, v);
	}
	return Buffer.concat(parts);
}

/** The CGI variables of a request: also the environment of a plain CGI process. `params` are the web
 * server's own, beside what a caller sends. */
export function variables(method, path,
	{ key, body, headers = {}, peer = '127.0.0.1', params = {} } = {}) {
	const [script, query = ''] = path.split('?');
	const out = {
		GATEWAY_INTERFACE: 'CGI/1.1', SERVER_PROTOCOL: 'HTTP/1.1', REQUEST_METHOD: method,
		REQUEST_URI: path, SCRIPT_NAME: script, QUERY_STRING: query, REQUEST_SCHEME: 'http',
		SERVER_NAME: 'localhost', SERVER_PORT: '80', REMOTE_ADDR: peer,
		HTTP_HOST: 'localhost', CONTENT_TYPE: '', CONTENT_LENGTH: '',
	};
	if (key)
		out.HTTP_AUTHORIZATION = `Bearer ${key}`;
	if (body !== undefined) {
		out.CONTENT_TYPE = 'application/json';
		out.CONTENT_LENGTH = String(Buffer.byteLength(body));
	}
	for (const [name, value] of Object.entries(headers))
		out[`HTTP_${name.toUpperCase().replaceAll('-', '_')}`] = value;
	return { ...out, ...params };
}

export function toText(body) {
	return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

/** What a CGI program printed, as an answer. */
export function parseAnswer(bytes) {
	const text = bytes.toString();
	const end = text.indexOf('\r\n\r\n');
	if (end < 0)
		throw new Error(`no answer: ${JSON.stringify(text.slice(0, 200))}`);
	const headers = {};
	for (const line of text.slice(0, end).split('\r\n')) {
		const colon = line.indexOf(':');
		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	const answer = {
		status: Number.parseInt(headers.status ?? '200', 10), headers, text: text.slice(end + 4),
		bytes: bytes.subarray(bytes.indexOf('\r\n\r\n') + 4),
	};
	if (headers['content-encoding'] === 'gzip')
		answer.text = gunzipSync(answer.bytes).toString();
	if (headers['content-type']?.includes('json') && answer.text)
		answer.json = JSON.parse(answer.text);
	return answer;
}

/** The content of the STDOUT records, and whether an END record came. */
export function parseRecords(bytes) {
	const parts = [];
	let ended = false;
	for (let at = 0; at + 8 <= bytes.length;) {
		const length = bytes.readUInt16BE(at + 4);
		if (bytes[at + 1] === STDOUT)
			parts.push(bytes.subarray(at + 8, at + 8 + length));
		ended ||= bytes[at + 1] === END;
		at += 8 + length + bytes[at + 6];
	}
	return { output: Buffer.concat(parts), ended };
}

/**
 * Sends bytes and resolves to all that comes back before the other side closes. `halfClose`: our
 * side is closed when all is sent. An address is { path } or { host, port }.
 */
export function exchange(address, bytes, { timeout = 30000, halfClose = false } = {}) {
	return new Promise((resolve, reject) => {
		const parts = [];
		const socket = net.connect({ ...address, allowHalfOpen: true });
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no answer within ${timeout} ms`));
		}, timeout);
		const done = (settle, value) => {
			clearTimeout(timer);
			socket.destroy();
			settle(value);
		};
		socket.on('data', (part) => parts.push(part));
		socket.on('end', () => done(resolve, Buffer.concat(parts)));
		socket.on('close', () => done(resolve, Buffer.concat(parts)));
		// A peer may answer and close before it has read all of our bytes.
		socket.on('error', (error) =>
			parts.length ? done(resolve, Buffer.concat(parts)) : done(reject, error));
		socket.write(bytes);
		if (halfClose)
			socket.end();
	});
}

/** One request. Rejects when no whole answer comes. */
export async function ask(address, method, path, options = {}) {
	const body = toText(options.body);
	const bytes = Buffer.concat([
		begin(),
		stream(PARAMS, pairs(variables(method, path, { ...options, body }))),
		body === undefined ? record(STDIN) : stream(STDIN, Buffer.from(body)),
	]);
	const { output, ended } = parseRecords(await exchange(address, bytes, options));
	if (!ended)
		throw new Error('the connection ended before the answer did');
	return parseAnswer(output);
}

export const types = { BEGIN, END, PARAMS, STDIN, STDOUT };
