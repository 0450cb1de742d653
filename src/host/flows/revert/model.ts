import type { Incident } from '../../../core/incident/record';
import type { Mitigations } from '../../../core/ports/mitigation';
import type { Repository } from '../../../core/ports/repository';
import type { App } from '../../app';
import type { Run } from '../../run';

/** What every step of a revert needs. */
export interface Mitigation {
	readonly app: App;
	readonly run: Run;
	readonly incident: Incident;
	readonly repository: Repository;
	readonly mitigations: Mitigations;
}

/** `origin/main` for `refs/remotes/origin/main`. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/(?:heads|remotes)\//, '');
