import * as v from 'valibot';
import type * as vscode from 'vscode';
import { type Arrangement, ArrangementSchema, DEFAULT_ARRANGEMENT } from '../../core/incident/triage/arrangement';

const KEY = 'faultline.arrangement';

/** How a person arranged the incidents; kept with the workspace. */
export class Arrangements {
	constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

	/** As it was left; what is kept of another shape counts as nothing. */
	get(): Arrangement {
		const kept = v.safeParse(ArrangementSchema, this.state.get(KEY));
		return kept.success ? kept.output : DEFAULT_ARRANGEMENT;
	}

	async set(arrangement: Arrangement): Promise<void> {
		await this.state.update(KEY, arrangement);
	}
}
