import type { Disposable } from './disposables';

/** Subscribes a listener; the result unsubscribes it. */
export type Listen<T> = (listener: (value: T) => void) => Disposable;

/** A typed event without `vscode`: `event` subscribes, `fire` tells every listener in the order they came. */
export class Emitter<T> implements Disposable {
	private readonly listeners = new Set<(value: T) => void>();

	readonly event: Listen<T> = (listener) => {
		const own = (value: T) => listener(value); // the same function may subscribe twice
		this.listeners.add(own);
		return { dispose: () => this.listeners.delete(own) };
	};

	/** How many listeners there are; tests count them to find leaks. */
	get size(): number {
		return this.listeners.size;
	}

	fire(value: T): void {
		for (const listener of [...this.listeners]) {
			listener(value);
		}
	}

	dispose(): void {
		this.listeners.clear();
	}
}
