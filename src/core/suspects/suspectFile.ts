import * as l10n from '@vscode/l10n';
import type { KeyFrame, Window } from './evidence';
import type { FileCandidate } from './files';
import type { Reason, SuspectFile } from './model';
import { type FileNotes, strengthOf } from './notes';
import { rounded, total } from './sums';

/** What is known of a file beside its features. */
interface FileFacts {
	/** How much of what leads to it is that a new commit changed it, 0..1. */
	readonly changedPart: number;
	readonly notes: FileNotes | undefined;
	/** Whether the history here begins with a commit, which so has the file and changed nothing of it. */
	readonly isRoot: (sha: string) => boolean;
}

/**
 * A file as it is told: its score is that probability, and what its notes add.
 *
 * @param probability 0..1
 */
export function suspectFile(
	file: FileCandidate,
	probability: number,
	{ changedPart, notes, isRoot }: FileFacts,
	{ frames, window }: { readonly frames: readonly KeyFrame[]; readonly window?: Window | undefined },
): SuspectFile {
	const frame = file.frame === undefined ? undefined : frames[file.frame];
	const own = rounded(probability);
	const ofChange = rounded(own * changedPart);
	const isLed = frame !== undefined || changedPart < 1;
	const reasons: readonly Reason[] = [
		...(isLed
			? [{ ...(frame ? traceReason(frame, file.path) : outsideReason(file, isRoot)), weight: rounded(own - ofChange) }]
			: []),
		...(file.changedBy !== undefined && window
			? [{ ...newsReason(file.changedBy, window, isRoot), weight: ofChange }]
			: []),
		...(notes ? [{ ...notesReason(notes), weight: rounded((1 - own) * strengthOf(notes)) }] : []),
	];
	return {
		path: file.path,
		score: total(reasons),
		// What was noted is told also where it adds nothing to what is nearly certain.
		reasons: reasons
			.filter(({ weight, kind }, i) => weight > 0 || i === 0 || kind === 'note')
			.sort((a, b) => b.weight - a.weight),
	};
}

function traceReason({ label, line }: KeyFrame, path: string): Omit<Reason, 'weight'> {
	const kind = 'inTrace';
	return line === undefined
		? { kind, detail: l10n.t('holds {0}', label) }
		: { kind, detail: l10n.t('holds {0}, at line {1}', label, line), at: { path, line } };
}

/** Digits by which people know a commit. */
const SHORT = 8;

const newsReason = (sha: string, { name }: Window, isRoot: FileFacts['isRoot']): Omit<Reason, 'weight'> => ({
	kind: 'suspects',
	detail: isRoot(sha)
		? rootSentence(sha)
		: l10n.t('was changed by {0}, which is new since {1}', sha.slice(0, SHORT), name),
});

const rootSentence = (sha: string) => l10n.t('is in {0}, where the history here begins', sha.slice(0, SHORT));

const notesReason = ({ incident, path, line, more }: FileNotes): Omit<Reason, 'weight'> => ({
	kind: 'note',
	detail:
		more === 0
			? l10n.t('{0}’s root-cause note is on this file, line {1}', incident, line)
			: l10n.t('{0}’s root-cause note is on this file, line {1}, one of {2} there', incident, line, more + 1),
	at: { path, line },
});

function outsideReason({ by, of = '' }: FileCandidate, isRoot: FileFacts['isRoot']): Omit<Reason, 'weight'> {
	switch (by) {
		case 'named':
			return { kind: 'named', detail: l10n.t('is called like {0}, which the error or a frame names', of) };
		case 'mentioned':
			return { kind: 'mentioned', detail: l10n.t('is called like {0}, which a function of the stack trace uses', of) };
		case 'imported':
			return { kind: 'imported', detail: l10n.t('is called like {0}, which a file of the stack trace imports', of) };
		case 'together':
			return { kind: 'together', detail: l10n.t('was changed together with {0}', of) };
		default:
			return {
				kind: 'suspects',
				detail: isRoot(of) ? rootSentence(of) : l10n.t('was changed by {0}, a suspect commit', of.slice(0, SHORT)),
			};
	}
}
