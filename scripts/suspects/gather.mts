// Gathers the evidence of every case once, by the extension's own pipeline, as training data: `npm run train:gather -- --cases F --mirrors D --out D`.
// With `--window N` only of those whose commit came with the last N commits on the first-parent line, as if the one before them was called good.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { subjectOf } from '../../src/app/analyzeSuspects';
import { gatherEvidence } from '../../src/app/gatherEvidence';
import { runAtOnce } from '../../src/base/slices';
import { parseSteps } from '../../src/core/trace/parse';
import { caseOptions, each, lastGoodOf, mirrorOf, readCases, textOf } from './cases.mts';
import type { Gathered } from './dataset.mts';

const options = caseOptions();
const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
// Time stands still: what is gathered must not depend on how busy the machine is, as what people wait for may.
const breather = { now: () => 0, pause: async () => undefined };
const { signal } = new AbortController();
mkdirSync(options.out, { recursive: true });

let done = 0;
await each(readCases(options), options.jobs, async (incident) => {
	const file = join(options.out, incident.id.replace('/', '+'));
	if (existsSync(`${file}.json`)) {
		return;
	}
	const repository = await openRepository(mirrorOf(options.mirrors, incident.repo), log, signal);
	const lastGood = await lastGoodOf(repository, incident, options.window, signal);
	if (options.window > 0 && lastGood === undefined) {
		return;
	}
	const { traces } = runAtOnce(parseSteps(await textOf(options, incident)));
	const request = { repository, revision: incident.at, ...(lastGood && { lastGood }) };
	const { subject } = await subjectOf(traces, request, silent, signal);
	const evidence = await gatherEvidence(subject, breather, silent, signal);
	const { files, windowChanges } = evidence;
	const places = evidence.places.filter(({ commit }) => subject.window?.shas.has(commit.sha) ?? true);
	const shas = [...new Set(places.map(({ commit }) => commit.sha))];
	const paths = [...new Set(places.map(({ path }) => path))];
	const gathered: Gathered = {
		incident,
		shas,
		places: places.map(({ commit, path, count }) => [shas.indexOf(commit.sha), paths.indexOf(path), count]),
		files: files.map(({ path, features, frame }) => ({
			path,
			isInTrace: frame !== undefined,
			features: [...features],
		})),
		windowChanges: windowChanges.map(({ change, features }) => ({ sha: change.commit.sha, features: [...features] })),
	};
	const features = Float32Array.from(places.flatMap((place) => [...place.features]));
	writeFileSync(`${file}.bin`, new Uint8Array(features.buffer));
	writeFileSync(`${file}.json`, JSON.stringify(gathered));
	if (++done % 50 === 0) {
		process.stdout.write(`${done} gathered\n`);
	}
});
