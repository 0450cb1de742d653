import type { IncomingMessage } from 'node:http';

/** The body of a request; undefined where who asked hung up before its end, as they do who type on: no service minds that. */
export async function requestText(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) {
			chunks.push(chunk as Buffer);
		}
	} catch (error) {
		if (request.destroyed && (error as NodeJS.ErrnoException).code === 'ECONNRESET') {
			return undefined;
		}
		throw error;
	}
	return Buffer.concat(chunks).toString('utf8');
}
