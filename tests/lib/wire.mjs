/*
 * Bytes as they are to the server that the tests ask, through TLS where it speaks that; gives back everything
 * that it answers until it closes.
 */
import net from 'node:net';
import tls from 'node:tls';

import { url } from './server.mjs';

export function onTheWire(text) {
	const { protocol, hostname, port } = new URL(url);
	const isTls = protocol === 'https:';
	const place = { host: hostname, port: Number(port) || (isTls ? 443 : 80), servername: hostname };

	return new Promise((resolve, reject) => {
		const socket = (isTls ? tls : net).connect(place, () => socket.write(text));
		const pieces = [];

		socket.on('data', (piece) => pieces.push(piece));
		socket.on('error', reject);
		socket.on('close', () => resolve(Buffer.concat(pieces).toString()));
	});
}
