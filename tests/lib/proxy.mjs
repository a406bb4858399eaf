// Stands between the program and MariaDB on a unix socket, reads the packets that the program sends
// and does with each what a test wants: pass it on, cut the connection before or after, hold it.
import fs from 'node:fs';
import net from 'node:net';

const COM_QUERY = 3;

/** The statement of a COM_QUERY packet, else nothing. */
export function queryOf(packet) {
	return packet[4] === COM_QUERY ? packet.toString('utf8', 5) : undefined;
}

/** A COM_QUERY packet with another statement in the place of this one. */
export function packetOf(query, packet) {
	const bytes = Buffer.concat([packet.subarray(0, 5), Buffer.from(query)]);
	bytes.writeUIntLE(bytes.length - 4, 0, 3);
	return bytes;
}

export class Proxy {
	/**
	 * `onPacket(packet, link)` is asked about each packet of the program and may be asynchronous:
	 * 'cut' closes both sides, 'taken' does nothing, anything else passes the packet on.
	 * `onAnswer(bytes, link)` is asked about what the server says; 'cut' closes both sides.
	 */
	static async make(path, target) {
		const proxy = new Proxy();
		proxy.path = path;
		proxy.target = target;
		proxy.links = new Set();
		proxy.onPacket = null;
		proxy.onAnswer = null;
		proxy.server = net.createServer((client) => proxy.join(client));
		await new Promise((resolve) => proxy.server.listen(path, resolve));
		return proxy;
	}

	join(client) {
		const server = net.connect({ path: this.target });
		const link = { client, server, queue: Promise.resolve(), rest: Buffer.alloc(0) };
		this.links.add(link);
		const cut = () => this.cut(link);
		client.on('data', (part) => this.take(link, part));
		server.on('data', (part) => {
			if (!this.onAnswer || this.onAnswer(part, link) !== 'cut')
				client.write(part);
			else
				cut();
		});
		for (const [side, other] of [[client, server], [server, client]]) {
			side.on('error', () => {});
			side.on('close', () => {
				if (!link.isHeld)
					other.destroy();
				this.links.delete(link);
			});
		}
	}

	/** Packets one after another: a length of three bytes, a number, the content. */
	take(link, part) {
		link.rest = Buffer.concat([link.rest, part]);
		while (link.rest.length >= 4) {
			const end = 4 + link.rest.readUIntLE(0, 3);
			if (link.rest.length < end)
				return;
			const packet = link.rest.subarray(0, end);
			link.rest = link.rest.subarray(end);
			link.queue = link.queue.then(() => this.pass(link, packet));
		}
	}

	async pass(link, packet) {
		const verdict = this.onPacket ? await this.onPacket(packet, link) : null;
		if (verdict === 'cut')
			this.cut(link);
		else if (verdict !== 'taken' && !link.server.destroyed)
			link.server.write(packet);
	}

	cut(link) {
		link.client.destroy();
		link.server.destroy();
	}

	/** Closes the program's side; the server's stays open until it is told. */
	hold(link) {
		link.isHeld = true;
		link.client.destroy();
	}

	cutAll() {
		for (const link of this.links)
			this.cut(link);
	}

	async close() {
		this.cutAll();
		await new Promise((resolve) => this.server.close(resolve));
		fs.rmSync(this.path, { force: true });
	}
}
