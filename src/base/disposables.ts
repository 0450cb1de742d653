/** Anything that holds something until it is told to let go; VS Code's own disposables fit. */
export interface Disposable {
	dispose(): unknown;
}

/** Owns disposables and ends them together, last made first. Adding to a disposed owner disposes at once. */
export class Disposables implements Disposable {
	private readonly owned: Disposable[] = [];
	private isDisposed = false;

	add<T extends Disposable>(disposable: T): T {
		if (this.isDisposed) {
			disposable.dispose();
		} else {
			this.owned.push(disposable);
		}
		return disposable;
	}

	dispose(): void {
		this.isDisposed = true;
		for (let next = this.owned.pop(); next; next = this.owned.pop()) {
			next.dispose();
		}
	}
}
