// Root-cause notes of other incidents that are on the files of a trace.
import type { Followed } from '../notes/follow';
import type { NoteOfIncident } from '../notes/note';
import type { KeyFrame } from './evidence';

/** A note, and where it is at the deployed revision. */
export interface PlacedNote extends NoteOfIncident {
	readonly followed: Followed;
}

/** A note on a file of the trace. */
export interface NoteOnFile extends NoteOfIncident {
	/** 1-based, at the deployed revision, as is the path. */
	readonly path: string;
	readonly line: number;
	/** On the lines, or the function, of a frame; otherwise elsewhere in its file. */
	readonly isNear: boolean;
}

/** What there is to say of a file's notes: the nearest one, and how many more there are. Not their words: those are gone when their incident is erased. */
export interface FileNotes {
	readonly path: string;
	readonly line: number;
	readonly isNear: boolean;
	/** What the incident is called, `INC-4`. */
	readonly incident: string;
	readonly more: number;
}

/** Probability that a file is to be changed by its notes alone. Set by hand: no development incident has any. */
export const strengthOf = ({ isNear }: Pick<FileNotes, 'isNear'>) => (isNear ? 0.1 : 0.03);

/** Characters of a note that are read for the commits that it names, and how many of these. */
const MAX_READ = 4000;
const MAX_NAMED = 5;

/** Notes that are on files of the trace still, those on the code that failed first, then the newest. One whose lines are gone counts by their function. */
export function onTrace(notes: readonly PlacedNote[], frames: readonly KeyFrame[]): readonly NoteOnFile[] {
	return notes
		.flatMap(({ incident, note, followed }): NoteOnFile[] => {
			if (followed.kind !== 'lines' && (followed.kind !== 'gone' || !followed.span)) {
				return [];
			}
			const { path, span } = followed;
			const line = followed.kind === 'lines' ? followed.first : (span?.first ?? followed.line);
			const inFile = frames.filter(({ location }) => location.path === path);
			const around = [...(followed.kind === 'lines' ? [followed] : []), ...(span ? [span] : [])];
			const isIn = (at: number) => around.some(({ first, last }) => first <= at && at <= last);
			const isNear = inFile.some((frame) => frame.line !== undefined && isIn(frame.line));
			return inFile.length === 0 ? [] : [{ incident, note, path, line, isNear }];
		})
		.sort((a, b) => Number(b.isNear) - Number(a.isNear) || b.note.at - a.note.at);
}

/** Object names, whole or short, that a note or an answer to it has; of one on what keeps an incident away none, since it names what mended it. */
export function namedCommits({ kind, text, replies }: NoteOfIncident['note']): readonly string[] {
	if (kind === 'guard') {
		return [];
	}
	const all = [text, ...replies.map((reply) => reply.text)].map((one) => one.slice(0, MAX_READ)).join('\n');
	const names = all.match(/(?<![\w-])(?=[a-f]*\d)(?=\d*[a-f])(?:[0-9a-f]{7,40}|[0-9a-f]{64})(?![\w-])/gi) ?? [];
	return [...new Set(names.map((name) => name.toLowerCase()))].slice(0, MAX_NAMED);
}
