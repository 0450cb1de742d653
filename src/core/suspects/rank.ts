import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/grouped';
import type { Commit } from '../ports/repository';
import { ageInWords } from './age';
import type { Clue } from './clues';
import type { Evidence, KeyFrame, Window } from './evidence';
import { type Exclusions, reasonAgainst } from './exclusions';
import { at } from './features';
import { ledByCommits, partOfChange } from './files';
import { lastName } from './frameKinds';
import type { Excluded, Reason, SuspectCommit, SuspectFile } from './model';
import { bothSides, movedPlaces, moveSentence, type Part, partedShares } from './moves';
import { firstGuess, type Place, priorOf } from './places';
import { dot, softmax } from './softmax';
import { rounded, total } from './sums';
import { suspectFile } from './suspectFile';
import { calibrated, type Trained, trained } from './trained';
import type { WindowChange } from './windowChanges';
import { bearingReason } from './windowReasons';

export interface Ranked {
	readonly files: readonly SuspectFile[];
	readonly commits: readonly SuspectCommit[];
	readonly excluded: readonly Excluded[];
}

export interface RankBounds extends Exclusions {
	/** Deployed revision, full object name. */
	readonly revision: string;
	readonly frames: readonly KeyFrame[];
	readonly limit: number;
}

/** Share of a commit's score that is put down to its being new since the last good revision. */
const NEWS = 0.15;

/** Scores are sums of rounded reasons, so the order of those that come first may still change: so many times more than are shown are worded. */
const WORDED = 3;

/**
 * Adds evidence up into ranked files and commits. Each place has a share, by the trained weights; a commit's is the sum of its places', and its score
 * that as a probability. Every score is the sum of its reasons' weights.
 */
export function rank(
	{ places, files, changedFiles, changes, moves, windowChanges, clues, notes = [], formatting }: Evidence,
	bounds: RankBounds,
	weights: Trained = trained,
): Ranked {
	const byCommit = grouped(places, ({ commit }) => commit.sha);
	const excluded: Excluded[] = [];
	const out = new Set<string>();
	const moved = movedPlaces(places, moves);
	const beside = [...clues.map(({ commit }) => commit), ...[...moved.values()].map(({ writer }) => writer)];
	const named = new Map(beside.map((commit) => [commit.sha, commit] as const));
	for (const [sha, commit] of [
		...named,
		...[...byCommit].flatMap(([sha, [place]]) => (place ? [[sha, place.commit] as const] : [])),
	]) {
		const reason = out.has(sha) ? undefined : reasonAgainst(commit, bounds);
		if (reason !== undefined) {
			const { subject, date } = commit;
			excluded.push({ sha, reason, subject, date: new Date(date).toISOString() });
			out.add(sha);
		}
	}
	const others = new Map(
		windowChanges.flatMap((one) =>
			reasonAgainst(one.change.commit, bounds) === undefined ? [[one.change.commit.sha, one] as const] : [],
		),
	);
	for (const [sha, { subject, date }] of formatting) {
		if (out.has(sha) || others.has(sha)) {
			continue;
		}
		const reason = l10n.t('changes only the formatting of the files of the stack trace');
		excluded.push({ sha, reason, subject, date: new Date(date).toISOString() });
		out.add(sha);
	}
	const sides = bothSides(places, moved, ({ sha }) => out.has(sha));
	const { left } = sides;
	const isRead = changes.size > 0;
	const shares = softmax([
		...left.map((place) =>
			isRead ? dot(weights.place, place.features) + priorOf(place.count, place.isBoundary) : firstGuess(place),
		),
		...[...others.values()].map(({ features }) => dot(weights.window, features)),
	]);
	const ofPlaces = partedShares(sides, shares);
	const ofOthers = [...others.values()].map((one, i) => [one, shares[left.length + i] ?? 0] as const);
	const shareOf = new Map<Place | WindowChange, number>([...ofPlaces, ...ofOthers]);
	const isWindowRead = bounds.window && (isRead || others.size > 0);
	const calibration = isWindowRead ? weights.windowCalibration : weights.commitCalibration;
	const probabilityOf = (own: Owned) =>
		isEmpty(own) ? 0 : mostOf(own) * calibrated(shareOfAll(own, shareOf), calibration);
	const cluesOf = grouped(clues, ({ commit }) => commit.sha);
	const placesOf = grouped(ofPlaces.keys(), ({ commit }) => commit.sha);
	const shas = new Set([...placesOf.keys(), ...others.keys(), ...cluesOf.keys()]);
	const commits = [...shas]
		.flatMap((sha) => {
			const own: Owned = { places: placesOf.get(sha) ?? [], other: others.get(sha) };
			const hints = cluesOf.get(sha) ?? [];
			const commit = changes.get(sha)?.commit ?? own.other?.change.commit ?? hints[0]?.commit ?? own.places[0]?.commit;
			const doubt = hints.reduce((left, { strength }) => left * (1 - strength), 1 - probabilityOf(own));
			return commit && !out.has(sha) ? [{ commit, own, hints, doubt }] : [];
		})
		.sort((a, b) => a.doubt - b.doubt)
		.slice(0, bounds.limit * WORDED) // words are made for those that may be shown, not for thousands
		.map(({ commit, own, hints }) =>
			suspectCommit(commit, own, hints, { shareOf, probabilityOf, parts: sides.parts }, bounds),
		)
		.sort((a, b) => b.score - a.score || b.date.localeCompare(a.date))
		.slice(0, bounds.limit);
	const bearing = [...others.values()].flatMap((one) =>
		one.bearing ? [{ ...one.change, score: shareOf.get(one) ?? 0 }] : [],
	);
	const candidates = ledByCommits(files, changedFiles, bearing);
	const notesOf = new Map(notes.map((one) => [one.path, one]));
	const fileShares = softmax(candidates.map(({ features }) => dot(weights.file, features)));
	const ranked = candidates
		.map((file, i) =>
			suspectFile(
				file,
				calibrated(fileShares[i] ?? 0, weights.fileCalibration),
				{
					changedPart: partOfChange(file, weights.file),
					notes: notesOf.get(file.path),
					isRoot: (sha) => (changes.get(sha)?.commit ?? others.get(sha)?.change.commit)?.parents.length === 0,
				},
				bounds,
			),
		)
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score || a.path.localeCompare(b.path))
		.slice(0, bounds.limit);
	return { files: ranked, commits, excluded };
}

/** What speaks for a commit: the places that it owns; or else, where it is new since the last good revision, what it changed. */
interface Owned {
	readonly places: readonly Place[];
	readonly other: WindowChange | undefined;
}

/**
 * What a commit without suspect lines can be at most, however little stands beside it: it may be none of what is new. Set by hand, since each
 * incident whose last good revision is known has its cause among what is new.
 */
const MOST = { known: 0.8, unknown: 0.5 };

const mostOf = ({ places, other }: Owned) => (places.length > 0 ? 1 : other?.bearing ? MOST.known : MOST.unknown);

const isEmpty = ({ places, other }: Owned) => places.length === 0 && !other;

const shareOfAll = ({ places, other }: Owned, shareOf: ReadonlyMap<Place | WindowChange, number>) =>
	places.reduce((sum, place) => sum + (shareOf.get(place) ?? 0), (other && shareOf.get(other)) ?? 0);

interface Shares {
	readonly shareOf: ReadonlyMap<Place | WindowChange, number>;
	/** What they alone make of a commit. */
	readonly probabilityOf: (own: Owned) => number;
	/** The places whose lines were moved. */
	readonly parts: ReadonlyMap<Place, Part>;
}

function suspectCommit(
	commit: Commit,
	own: Owned,
	clues: readonly Clue[],
	{ shareOf, probabilityOf, parts }: Shares,
	bounds: RankBounds,
): SuspectCommit {
	const { places, other } = own;
	const share = shareOfAll(own, shareOf);
	const probability = probabilityOf(own);
	const bearing = other && bearingReason(other);
	const most = bounds.window ? probability * NEWS : 0;
	const each = share === 0 ? 0 : (probability - most) / share;
	const byBearing = (other ? (shareOf.get(other) ?? 0) : 0) * each;
	// Of a change of which nothing is known but that it is new, that is all there is to say.
	const news = bearing === undefined ? most + byBearing : most;
	let doubt = 1 - probability;
	const hints = clues.map(({ kind, detail, strength }): Reason => {
		const weight = rounded(doubt * strength);
		doubt -= weight;
		return { kind, detail, weight };
	});
	const kindOf = (place: Place) => {
		const { line, path, frame, isInFunction } = place;
		const own = bounds.frames[frame];
		const isFrameLine = own?.line === line && own.location.path === path;
		const kind = isFrameLine
			? `blame ${frame}`
			: isInFunction
				? `function ${path} ${own?.function ?? ''}`
				: `file ${path}`;
		const part = parts.get(place);
		return part ? `${kind} ${part.role} ${part.move.from} ${part.move.mover}` : kind;
	};
	const age = ageSentence(commit, bounds);
	const reasons = shortened(
		[...grouped(places, kindOf)]
			.map(([key, own]): Reason => {
				const kind = key.slice(0, key.indexOf(' '));
				const weight = rounded(own.reduce((total, place) => total + (shareOf.get(place) ?? 0), 0) * each);
				const part = own[0] && parts.get(own[0]);
				const { path, line } = nearestOf(own, bounds.frames);
				const at = { path, line };
				return part
					? {
							kind: part.role === 'mover' ? 'moved' : 'wrote',
							detail: movedSentence(kind, own, part, bounds.frames),
							weight,
							at,
						}
					: { kind, detail: sentence(kind, own, bounds.frames), weight, at };
			})
			.concat(bearing ? [{ ...bearing, weight: rounded(byBearing) }] : [])
			.concat(hints)
			.concat(
				news > 0 && bounds.window
					? [{ kind: 'inWindow', detail: newsSentence(bounds.window), weight: rounded(news) }]
					: [],
			)
			.sort((a, b) => b.weight - a.weight)
			.filter(({ weight }, i) => weight > 0 || i === 0),
	).map((reason, i) => (i === 0 && age ? { ...reason, detail: `${reason.detail}; ${age}` } : reason));
	return {
		sha: commit.sha,
		score: total(reasons),
		author: commit.author,
		date: new Date(commit.date).toISOString(),
		subject: commit.subject,
		reasons,
	};
}

/** Reasons that are told one by one; the rest is told in one. */
const TOLD = 4;

/** Kinds of reasons that say where a commit has lines; there may be many. */
const OF_PLACES: ReadonlySet<string> = new Set(['blame', 'function', 'file', 'moved', 'wrote']);

function shortened(reasons: readonly Reason[]): readonly Reason[] {
	const isRest = ({ kind }: Reason, i: number) => i >= TOLD && OF_PLACES.has(kind);
	const rest = reasons.filter(isRest);
	return rest.length < 2
		? reasons
		: [
				...reasons.filter((reason, i) => !isRest(reason, i)),
				{
					kind: 'more',
					detail: l10n.t('and in {0} more places of the files of the stack trace', rest.length),
					weight: total(rest),
				},
			];
}

const newsSentence = ({ name }: Window) => l10n.t('is new since {0}, the last good revision', name);

function ageSentence({ sha, date }: Commit, { revision, startedAt, isStartKnown }: RankBounds): string {
	const age = startedAt - date;
	if (isStartKnown) {
		return age > 0 ? l10n.t('made {0} before the start', ageInWords(age)) : l10n.t('made as it started');
	}
	if (sha === revision) {
		return l10n.t('it is the deployed revision itself');
	}
	return age > 0
		? l10n.t('made {0} before the deployed revision', ageInWords(age))
		: l10n.t('dated no earlier than the deployed revision');
}

function movedSentence(kind: string, places: readonly Place[], part: Part, frames: readonly KeyFrame[]): string {
	const { path, line, frame } = nearestOf(places, frames);
	const { function: name, label = '' } = frames[frame] ?? {};
	const what =
		kind === 'blame'
			? l10n.t('line {0} of {1}, {2}', line, path, label)
			: places.length === 1
				? l10n.t('line {0} of {1}, in {2}, {3}', line, path, functionWords(name, line), label)
				: l10n.t('{0} lines of {1}, in {2}, {3}', places.length, path, functionWords(name, line), label);
	return moveSentence(part, what, kind === 'blame');
}

const nearestOf = (places: readonly Place[], frames: readonly KeyFrame[]) =>
	places.reduce((a, b) => (distanceOf(b, frames) < distanceOf(a, frames) ? b : a));

function functionWords(name = '', line: number): string {
	const last = lastName(name);
	return last === '' ? l10n.t('the function round line {0}', line) : last;
}

function sentence(kind: string, places: readonly Place[], frames: readonly KeyFrame[]): string {
	const nearest = nearestOf(places, frames);
	const frame = frames[nearest.frame];
	const { path } = nearest;
	const line = frame?.line ?? 0;
	const label = frame?.label ?? '';
	const count = places.reduce((sum, place) => sum + place.count, 0);
	if (kind === 'blame') {
		return nearest.isBoundary
			? l10n.t('has line {0} of {1}, {2}, where the history here begins', line, path, label)
			: l10n.t('last changed line {0} of {1}, {2}', line, path, label);
	}
	if (nearest.isBoundary) {
		return count === 1
			? l10n.t('has line {0} of {1}, where the history here begins', nearest.line, path)
			: l10n.t('has {0} lines of {1}, where the history here begins', count, path);
	}
	if (kind === 'function') {
		const where = functionWords(frame?.function, line);
		return count === 1
			? l10n.t('changed line {0} of {1}, in {2}, {3}', nearest.line, path, where, label)
			: l10n.t('changed {0} lines of {1}, in {2}, {3}', count, path, where, label);
	}
	const isOther = places.every(({ features }) => (features[at('function.isOther')] ?? 0) > 0);
	if (isOther && frame?.line !== undefined) {
		return count === 1
			? l10n.t('changed line {0} of {1}, in another function', nearest.line, path)
			: l10n.t('changed {0} lines of {1}, in other functions', count, path);
	}
	return count === 1
		? l10n.t('changed line {0} of {1}, elsewhere in the file', nearest.line, path)
		: l10n.t('changed {0} lines of {1}, elsewhere in the file', count, path);
}

const distanceOf = ({ line, frame }: Place, frames: readonly KeyFrame[]) => Math.abs(line - (frames[frame]?.line ?? 0));
