/*
 * A proxy on loopback that puts an API key into every request, for checkers that cannot send one.
 */
import http from 'node:http';

// Resolves to its own port and the function that ends it.
export async function addKey(url, key) {
	const { hostname, port } = new URL(url);
	const server = http.createServer((request, response) => {
		const headers = { ...request.headers, authorization: `Bearer ${key}` };
		const onward = http.request({ hostname, port, path: request.url, headers,
			method: request.method }, (answer) => {
			response.writeHead(answer.statusCode, answer.headers);
			answer.pipe(response);
		});

		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});

	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { port: server.address().port, close: () => server.close() };
}
