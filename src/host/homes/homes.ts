import type { Incidents } from '../../app/incidents';
import type { Disposable } from '../../base/disposables';
import type { Emitter } from '../../base/emitter';
import type { Log } from '../../core/ports/log';
import type { HomeKind, StoreHome } from '../../core/ports/storeHome';

/** The incidents of one home, until disposed. */
export interface OpenedHome extends Disposable {
	readonly incidents: Incidents;
	/** Writes down what the next start would have to read again; also what is seen of a server while it is away. Never rejects. */
	readonly settle: () => Promise<void>;
}

export interface HomesNeeds {
	/** The home that the settings name. */
	readonly kind: () => HomeKind;
	/** Where that is for this window. @throws FaultlineError `home.*`, `workspace.*`, `git.*` where it cannot be */
	readonly placeOf: (kind: HomeKind) => Promise<StoreHome>;
	readonly open: (home: StoreHome) => Promise<OpenedHome>;
	/** Tells of ids that are not there any more because another home is open. */
	readonly changed: Emitter<readonly string[]>;
	readonly log: Log;
}

interface Current {
	readonly home: StoreHome;
	readonly opened: OpenedHome;
}

/** Which home is open in this window: the one that the settings name, opened when it is first asked for. */
export class Homes implements Disposable {
	private current: Promise<Current> | undefined;
	private isDisposed = false;
	private wasAsked = false;

	constructor(private readonly needs: HomesNeeds) {}

	/** Of the open home; not loaded yet. @throws as `HomesNeeds.placeOf`; asked again, it is tried again */
	async incidents(): Promise<Incidents> {
		return (await this.now()).opened.incidents;
	}

	/** Opens a home beside the open one; the caller disposes of it. */
	async openBeside(home: StoreHome): Promise<OpenedHome> {
		return this.needs.open(home);
	}

	placeOf(kind: HomeKind): Promise<StoreHome> {
		return this.needs.placeOf(kind);
	}

	/** Opens the home anew, the same one as well: what is made of its events has to be made anew. */
	async reopen(): Promise<void> {
		return this.lookAgain(() => true);
	}

	/** Looks again where the home is, after settings, folders or the connection changed, and opens that instead if it is another one. */
	async refresh(): Promise<void> {
		return this.lookAgain((before, next) => !isSame(before, next));
	}

	private async lookAgain(isAnother: (before: StoreHome, next: StoreHome) => boolean): Promise<void> {
		if (!this.wasAsked) {
			return;
		}
		const before = await this.current?.catch(() => undefined);
		const next = await this.needs.placeOf(this.needs.kind()).catch(() => undefined);
		if (before && next && !isAnother(before.home, next)) {
			return;
		}
		this.current = undefined;
		const ids = before?.opened.incidents.list().map(({ id }) => id) ?? [];
		before?.opened.dispose();
		this.needs.log.info(`incidents are read anew, from home: ${this.needs.kind()}`);
		this.needs.changed.fire(ids);
	}

	dispose(): void {
		this.isDisposed = true;
		this.close();
	}

	/** Lets go of the open home, so that its files may be moved; whoever asks next opens what the settings name then. */
	close(): void {
		const last = this.current;
		this.current = undefined;
		last?.then(
			({ opened }) => opened.dispose(),
			() => {},
		);
	}

	private now(): Promise<Current> {
		this.wasAsked = true;
		this.current ??= this.start().catch((error: unknown) => {
			this.current = undefined;
			throw error;
		});
		return this.current;
	}

	private async start(): Promise<Current> {
		const home = await this.needs.placeOf(this.needs.kind());
		const opened = await this.needs.open(home);
		if (this.isDisposed) {
			opened.dispose();
		}
		return { home, opened };
	}
}

function isSame(one: StoreHome, other: StoreHome): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
