import type { Commit } from '../ports/repository';
import { configurationKind, isDependencyFile, isReland } from '../suspects/clues';

/** What kind of change a commit is; bits, since one may be several. */
export const MERGE = 1;
export const DEPENDENCY = 2;
export const CONFIGURATION = 4;
export const RELAND = 8;

/** Kinds that are suspect though they touch no line of a trace. */
export const TELLING = DEPENDENCY | CONFIGURATION | RELAND;

/** What a path makes of the commits that change it. */
export function kindOfPath(path: string): number {
	return (isDependencyFile(path) ? DEPENDENCY : 0) | (configurationKind(path) === undefined ? 0 : CONFIGURATION);
}

/** What a commit is by itself, whatever it changed. */
export function kindOfCommit(commit: Pick<Commit, 'subject' | 'parents'>): number {
	return (commit.parents.length > 1 ? MERGE : 0) | (isReland(commit) ? RELAND : 0);
}
