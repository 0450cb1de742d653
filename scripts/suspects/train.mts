// Trains the weights of src/core/suspects/trained.json: `npm run train -- FOLDER WINDOWS`, the folder that gather.mts filled, and one that it filled with
// `--window`. Cross-validated by repository;
// the weights of each fold are kept beside this script, so that the benchmark scores no case with weights that were made from its repository.
import { writeFileSync } from 'node:fs';
import { FEATURES } from '../../src/core/suspects/features';
import { FILE_FEATURES } from '../../src/core/suspects/files';
import type { TrainedData } from '../../src/core/suspects/trained';
import { WINDOW_FEATURES } from '../../src/core/suspects/windowChanges';
import { hasCommit } from './cases.mts';
import { commitGroup, fileGroup, type Group, readGathered, windowGroup } from './dataset.mts';
import { calibrate, sharesOf, weightsFor } from './fit.mts';

const FOLDS = 8;
const PLACES = { l2: 0.015, steps: 100, doubt: 0.2 };
const FILES = { l2: 0.005, steps: 300 };
const WINDOW = { l2: 0.3, steps: 100 };

const [folder, windows] = process.argv.slice(2);
if (folder === undefined || windows === undefined) {
	throw new Error('Name the folder of gathered cases, and that of cases with a last good revision.');
}
const gathered = readGathered(folder);
const commits = gathered.map(({ data, features }) => commitGroup(data, features));
const files = gathered.map(({ data }) => fileGroup(data));
const inWindow = readGathered(windows);
const foldOf = foldsByRepository(gathered.map(({ data }) => data.incident.repo));

/** Each repository is in one fold, the folds about equally large. */
function foldsByRepository(repos: readonly string[]): ReadonlyMap<string, number> {
	const sizes = new Map<string, number>();
	for (const repo of repos) {
		sizes.set(repo, (sizes.get(repo) ?? 0) + 1);
	}
	const loads = new Array<number>(FOLDS).fill(0);
	return new Map(
		[...sizes]
			.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
			.map(([repo, size]) => {
				const fold = loads.indexOf(Math.min(...loads));
				loads[fold] = (loads[fold] ?? 0) + size;
				return [repo, fold];
			}),
	);
}

interface Weights {
	readonly place: readonly number[];
	readonly file: readonly number[];
	readonly window: readonly number[];
}

function weightsFrom(isUsed: (group: Pick<Group, 'incident'>) => boolean): Weights {
	const place = weightsFor(
		commits.filter((group) => hasCommit(group.incident) && isUsed(group)),
		FEATURES.length,
		PLACES,
	);
	return {
		place,
		file: weightsFor(files.filter(isUsed), FILE_FEATURES.length, FILES),
		window: weightsFor(
			inWindow.flatMap(({ data, features }) => (isUsed(data) ? [windowGroup(data, features, place)] : [])),
			WINDOW_FEATURES.length,
			WINDOW,
		),
	};
}

const inFold = (group: Pick<Group, 'incident'>, fold: number) => foldOf.get(group.incident.repo) === fold;
const byFold = Array.from({ length: FOLDS }, (_, fold) => weightsFrom((group) => !inFold(group, fold)));

/** Shares of cases by weights that were made without their repository. */
const unseen = (groups: readonly Group[], width: number, pick: (weights: Weights) => readonly number[]) =>
	groups.map((group) => sharesOf(group, pick(byFold[foldOf.get(group.incident.repo) ?? 0] as Weights), width));

const commitShares = unseen(commits, FEATURES.length, ({ place }) => place);
const fileShares = unseen(files, FILE_FEATURES.length, ({ file }) => file);
const windowGroups = inWindow.map(({ data, features }) =>
	windowGroup(data, features, (byFold[foldOf.get(data.incident.repo) ?? 0] as Weights).place),
);
const windowShares = unseen(windowGroups, WINDOW_FEATURES.length, ({ window }) => window);
/** The same cases by places alone. */
const ownersGroups = inWindow.map(({ data, features }) => commitGroup(data, features));
const ownersShares = unseen(ownersGroups, FEATURES.length, ({ place }) => place);

/** The likeliest few answers of each case: those that people look at. */
const pairs = (groups: readonly Group[], shares: readonly Float64Array[], isUsed: (group: Group) => boolean) =>
	groups.flatMap((group, i) =>
		isUsed(group)
			? ranked(shares[i] as Float64Array)
					.slice(0, 5)
					.map((answer) => ({
						share: (shares[i] as Float64Array)[answer] as number,
						isRight: group.isRight[answer] ?? false,
					}))
			: [],
	);

function ranked(shares: Float64Array): readonly number[] {
	return [...shares.keys()].sort((a, b) => (shares[b] as number) - (shares[a] as number));
}

const commitCalibration = calibrate(pairs(commits, commitShares, ({ incident }) => hasCommit(incident)));
const windowCalibration = calibrate(pairs(windowGroups, windowShares, () => true));
const fileCalibration = calibrate(pairs(files, fileShares, () => true));
const named = (names: readonly string[], weights: readonly number[]) =>
	Object.fromEntries(names.map((name, i) => [name, Number((weights[i] ?? 0).toPrecision(5))]));
const asData = ({ place, file, window }: Weights): TrainedData => ({
	place: named(FEATURES, place),
	file: named(FILE_FEATURES, file),
	window: named(WINDOW_FEATURES, window),
	commitCalibration,
	windowCalibration,
	fileCalibration,
});

function report(
	name: string,
	groups: readonly Group[],
	shares: readonly Float64Array[],
	isUsed: (group: Group) => boolean,
) {
	const places = groups.flatMap((group, i) =>
		isUsed(group) ? [ranked(shares[i] as Float64Array).findIndex((answer) => group.isRight[answer])] : [],
	);
	const within = (n: number) => (100 * places.filter((place) => place >= 0 && place < n).length) / places.length;
	const mrr = places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0) / places.length;
	const found = (100 * places.filter((place) => place >= 0).length) / places.length;
	process.stdout.write(
		`${name.padEnd(24)} ${String(places.length).padStart(4)}  top 1 ${within(1).toFixed(1)}  3 ${within(3).toFixed(1)}  5 ${within(5).toFixed(1)}  10 ${within(10).toFixed(1)}  MRR ${mrr.toFixed(3)}  candidates hold it ${found.toFixed(1)}\n`,
	);
}

const isScored = ({ incident }: Group) => hasCommit(incident);
report('commits', commits, commitShares, isScored);
report('  at most 90 days old', commits, commitShares, (g) => isScored(g) && g.incident.primary_age_days <= 90);
report('  explicit', commits, commitShares, ({ incident }) => incident.truth_kind === 'explicit');
report('last good known', windowGroups, windowShares, () => true);
report('  by their lines alone', ownersGroups, ownersShares, () => true);
report('files', files, fileShares, () => true);
report('  not in the trace', files, fileShares, ({ incident }) => !incident.truth_in_trace);
for (const lang of [...new Set(commits.map(({ incident }) => incident.lang))].sort()) {
	report(`commits ${lang}`, commits, commitShares, (g) => isScored(g) && g.incident.lang === lang);
	report(`files ${lang}`, files, fileShares, (g) => g.incident.lang === lang);
}
process.stdout.write(`calibration ${JSON.stringify({ commitCalibration, windowCalibration, fileCalibration })}\n`);
if (!process.argv.includes('--dry')) {
	const at = (path: string) => new URL(path, import.meta.url);
	writeFileSync(
		at('../../src/core/suspects/trained.json'),
		`${JSON.stringify(asData(weightsFrom(() => true)), undefined, '\t')}\n`,
	);
	const folds = { foldOf: Object.fromEntries(foldOf), weights: byFold.map(asData) };
	writeFileSync(at('./folds.json'), `${JSON.stringify(folds, undefined, '\t')}\n`);
}
