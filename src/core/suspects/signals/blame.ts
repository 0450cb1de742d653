import * as l10n from '@vscode/l10n';
import type { BlamedLine } from '../../ports/repository';
import type { Case, Evidence, KeyFrame, Signal } from '../evidence';

/** Frames that git is asked about: each costs a process and some hundred milliseconds in a long history. */
const MAX_FRAMES = 8;

/** Lines above and below a frame's line that are looked at. */
const REACH_UP = 40;
const REACH_DOWN = 15;

/** How a change counts that is `distance` lines away from the frame's line; 1 on the line itself. */
const nearness = (distance: number) => (distance === 0 ? 1 : 0.5 * Math.exp(-(distance - 1) / 12));

/**
 * Commits that last changed an in-app frame's line at the deployed revision, or lines near it; white space is looked through.
 * The nearest line of a commit counts, so that a large commit gains nothing by its size.
 */
export const blame: Signal = {
	kind: 'blame',
	doing: () => l10n.t('Asking who last changed the lines of the stack trace'),
	gather: async (subject, signal) => {
		const frames = subject.frames.filter(({ line }) => line !== undefined).slice(0, MAX_FRAMES);
		const byFrame = await Promise.all(frames.map((frame) => blameFrame(subject, frame, signal)));
		const shas = [...new Set(byFrame.flatMap((found) => [...found.keys()]))];
		const commits = await subject.repository.commits(shas, signal);
		return byFrame.flatMap((found, i) =>
			[...found].flatMap(([sha, line]): Evidence[] => {
				const commit = commits.get(sha);
				const frame = frames[i];
				if (!commit || !frame) {
					return [];
				}
				const distance = Math.abs(line.line - (frame.line ?? 0));
				const strength = frame.weight * nearness(distance) * (line.isBoundary ? 0.5 : 1);
				return [{ on: 'commit', commit, kind: 'blame', detail: sentence(frame, distance, line.isBoundary), strength }];
			}),
		);
	},
};

/** Each commit with its line nearest to the frame's. */
async function blameFrame(
	{ repository, revision }: Case,
	{ location, line }: KeyFrame,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, BlamedLine>> {
	const nearest = new Map<string, BlamedLine>();
	if (line === undefined) {
		return nearest;
	}
	const range = [Math.max(1, line - REACH_UP), line + REACH_DOWN] as const;
	for (const blamed of await repository.blame(revision, location.path, [range], signal)) {
		const known = nearest.get(blamed.sha);
		if (!known || Math.abs(blamed.line - line) < Math.abs(known.line - line)) {
			nearest.set(blamed.sha, blamed);
		}
	}
	return nearest;
}

function sentence({ location, line = 0, label }: KeyFrame, distance: number, isBoundary: boolean): string {
	if (isBoundary) {
		return distance === 0
			? l10n.t('has line {0} of {1}, {2}, where the history here begins', line, location.path, label)
			: l10n.t(
					'has code {0} lines from line {1} of {2}, {3}, where the history here begins',
					distance,
					line,
					location.path,
					label,
				);
	}
	return distance === 0
		? l10n.t('last changed line {0} of {1}, {2}', line, location.path, label)
		: distance === 1
			? l10n.t('changed the line next to line {0} of {1}, {2}', line, location.path, label)
			: l10n.t('changed code {0} lines from line {1} of {2}, {3}', distance, line, location.path, label);
}
