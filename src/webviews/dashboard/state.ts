import { assertNever } from '../../base/assertNever';
import type { DashboardToHost, HostToDashboard, Place, Shown, View } from '../../protocol/dashboard';

/** What the dashboard shows. What was shown last stays while something else is counted, so that nothing jumps. */
export class DashboardState {
	onDidChange: () => void = () => {};
	shown: Shown | undefined;
	/** As the person wants it, which the host may not have answered yet. */
	view: View | undefined;
	isBusy = true;
	failure = '';

	constructor(private readonly send: (message: DashboardToHost) => void) {}

	receive(message: HostToDashboard): void {
		switch (message.type) {
			case 'shown':
				this.shown = message;
				this.view ??= message.view;
				this.isBusy = !isSameChoice(message.view, this.view);
				this.failure = '';
				break;
			case 'failed':
				this.isBusy = false;
				this.failure = message.message;
				break;
			default:
				assertNever(message);
		}
		this.onDidChange();
	}

	choose(choice: Pick<View, 'period'> | Pick<View, 'service'>): void {
		if (this.view) {
			this.isBusy = true;
			this.change({ ...this.view, ...choice });
		}
	}

	/** Shows charts as tables, or as charts again. */
	showTables(ids: readonly string[], isTable: boolean): void {
		if (this.view) {
			const others = this.view.tables.filter((id) => !ids.includes(id));
			this.change({ ...this.view, tables: isTable ? [...others, ...ids] : others });
		}
	}

	open(place: Place): void {
		this.send({ type: 'opened', place });
	}

	retry(): void {
		this.isBusy = true;
		this.failure = '';
		this.send({ type: 'retried' });
		this.onDidChange();
	}

	exportTables(): void {
		this.send({ type: 'tablesWanted' });
	}

	/** @param make gives a PNG in base64 */
	async exportPicture(make: (shown: Shown) => Promise<string>): Promise<void> {
		if (this.shown) {
			const made = await make(this.shown).then(
				(png) => ({ type: 'pictureMade', png }) as const,
				() => ({ type: 'pictureFailed' }) as const,
			);
			this.send(made);
		}
	}

	record(from: 'form' | 'clipboard'): void {
		this.send({ type: 'incidentWanted', from });
	}

	private change(view: View): void {
		this.view = view;
		this.send({ type: 'viewChanged', view });
		this.onDidChange();
	}
}

function isSameChoice(one: View, other: View): boolean {
	return one.period === other.period && one.service === other.service;
}
