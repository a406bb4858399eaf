/*
 * A server of our own between a client and the real one: hands on what `onRequest` has nothing to say
 * about, and keeps count.
 */
import { once } from 'node:events';
import http from 'node:http';

export class Between {
	// `onRequest({ method, url, count })` may give { status, headers, body } as the answer, or 'cut'.
	static async start(target, onRequest) {
		const between = new Between();

		between.asked = [];
		between.server = http.createServer((request, response) => {
			between.asked.push(`${request.method} ${request.url}`);
			const answer = onRequest({ method: request.method, url: request.url,
				count: between.asked.length });

			if (answer === 'cut') {
				request.socket.destroy();
			} else if (answer) {
				request.resume();
				response.writeHead(answer.status, { 'Content-Type': 'application/json',
					...answer.headers });
				response.end(JSON.stringify(answer.body));
			} else {
				between.handOn(target, request, response);
			}
		});
		between.server.listen(0, '127.0.0.1');
		await once(between.server, 'listening');
		between.url = `http://127.0.0.1:${between.server.address().port}`;
		return between;
	}

	handOn(target, request, response) {
		const { hostname, port } = new URL(target);
		const onward = http.request({ hostname, port, method: request.method, path: request.url,
			headers: request.headers }, (answer) => {
			response.writeHead(answer.statusCode, answer.headers);
			answer.pipe(response);
		});

		onward.on('error', () => response.destroy());
		request.pipe(onward);
	}

	stop() {
		this.server.closeAllConnections();
		this.server.close();
	}
}
