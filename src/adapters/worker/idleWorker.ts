import { Worker } from 'node:worker_threads';

/** How the asker of a question is answered. */
export interface Settle<T> {
	readonly resolve: (answer: T) => void;
	readonly reject: (reason: unknown) => void;
}

interface Open<From> {
	readonly take: (message: From) => void;
	readonly reject: (reason: unknown) => void;
}

export interface IdleWorkerNeeds {
	/** The worker's, absolute. */
	readonly script: string;
	/** Nobody asks it for so long: it is ended, and its memory goes with it. */
	readonly idleMs: number;
	/** What is said where it ends by itself, for the log. */
	readonly ended: string;
}

/**
 * A worker that is started when first asked and ended when idle; what it is told and what it says carry the id of a question. Where it ends, every open question is
 * rejected, and the next one starts it again.
 */
export class IdleWorker<To, From extends { readonly id: number }> {
	private worker: Worker | undefined;
	private idle: ReturnType<typeof setTimeout> | undefined;
	private last = 0;
	private readonly open = new Map<number, Open<From>>();

	constructor(private readonly needs: IdleWorkerNeeds) {}

	/**
	 * @param take what comes of it, until it settles the question
	 * @param cancel told when the person cancels; the question is rejected then
	 * @throws `signal.reason` when cancelled
	 */
	async ask<T>(
		question: (id: number) => To,
		take: (message: From, settle: Settle<T>) => void,
		cancel: (id: number) => void,
		signal: AbortSignal,
	): Promise<T> {
		signal.throwIfAborted();
		clearTimeout(this.idle);
		this.worker ??= this.start();
		const id = ++this.last;
		const onAbort = () => {
			this.open.get(id)?.reject(signal.reason);
			cancel(id);
		};
		signal.addEventListener('abort', onAbort, { once: true });
		try {
			return await new Promise<T>((resolve, reject) => {
				this.open.set(id, { take: (message) => take(message, { resolve, reject }), reject });
				this.send(question(id));
			});
		} finally {
			signal.removeEventListener('abort', onAbort);
			this.open.delete(id);
			if (this.open.size === 0 && this.worker) {
				this.idle = setTimeout(() => this.end(undefined), this.needs.idleMs);
				this.idle.unref();
			}
		}
	}

	send(message: To): void {
		this.worker?.postMessage(message);
	}

	/** Ends the worker; open questions are rejected with the reason. */
	end(reason: unknown): void {
		clearTimeout(this.idle);
		const ended = this.worker;
		this.worker = undefined;
		for (const { reject } of this.open.values()) {
			reject(reason);
		}
		this.open.clear();
		void ended?.terminate();
	}

	private start(): Worker {
		const made = new Worker(this.needs.script);
		made.unref();
		made.on('message', (message: From) => this.open.get(message.id)?.take(message));
		made.on('error', (error) => this.worker === made && this.end(error));
		made.on('exit', () => this.worker === made && this.end(new Error(this.needs.ended)));
		return made;
	}
}
