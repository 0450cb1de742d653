import * as l10n from '@vscode/l10n';
import { isAbort } from '../../base/errors';
import type { LineHints } from '../../core/frames/byContent';
import type { Drift } from '../../core/frames/drift';
import type { Repository } from '../../core/ports/repository';
import type { FrameLocation } from '../../core/suspects/model';
import type { App } from '../app';
import { driftSentence } from '../driftSentence';
import { gitUri } from '../editor/gitDocuments';
import { fileInside } from '../editor/insideRepository';
import { sourceUri } from '../editor/sourceDocuments';
import { otherTexts, textNow } from '../flows/whereNow';
import { shortSha } from '../words';
import type { Place } from './traceSession';
import type { StepFrame } from './traceThreads';

export interface FramePlacesNeeds extends Pick<App, 'openRepository' | 'whereIsLineNow' | 'log'> {
	readonly incidentId: string;
	/** Absent where the incident was found in none. */
	readonly repository: Repository | undefined;
	/** Deployed revision, full object name. */
	readonly revision: string | undefined;
}

/** A file as it is now, with the answers that are true of that text. */
interface FileNow {
	/** Absolute; undefined when there is no such file. */
	readonly file: string | undefined;
	readonly text: string | undefined;
	/** By deployed line. */
	readonly drifts: Map<number, Promise<Drift>>;
}

/** Where frames are shown: in the file as it is now, open buffers included, else in the one that was deployed, else in what a source map holds. */
export class FramePlaces {
	/** By path at the deployed revision. */
	private readonly files = new Map<string, FileNow>();

	constructor(private readonly needs: FramePlacesNeeds) {}

	/** Aligned with `frames`; undefined for a frame that is in no text but the trace's. */
	async of(frames: readonly StepFrame[], signal: AbortSignal): Promise<readonly (Place | undefined)[]> {
		// Each place once, each file read once: recursion repeats frames by the thousand.
		const places = new Map<string, Promise<Place | undefined>>();
		const files = new Map<string, Promise<FileNow>>();
		const keys = frames.map((frame) => {
			const { location, of, original } = frame;
			const place = location
				? [location.repository, location.path, location.line ?? of.line, of.column]
				: [original?.source, frame.frame];
			const key = JSON.stringify([...place, frame.trace, location ? 0 : frame.exception]);
			if (!places.has(key)) {
				places.set(key, this.placeOf(frame, files, signal));
			}
			return key;
		});
		const found = new Map<string, Place | undefined>();
		for (const [key, place] of places) {
			found.set(key, await place);
		}
		return keys.map((key) => found.get(key));
	}

	private async placeOf(
		frame: StepFrame,
		files: Map<string, Promise<FileNow>>,
		signal: AbortSignal,
	): Promise<Place | undefined> {
		const { location, original } = frame;
		const { incidentId } = this.needs;
		const { repository, revision } = await this.homeOf(location, signal);
		if (location && repository && revision !== undefined) {
			const deployed = deployedPlace(frame, location, repository, revision);
			const hints = async () => (frame.of.function === undefined ? {} : { function: frame.of.function });
			try {
				return await this.placeNow({ deployed, path: location.path, hints }, repository, revision, files, signal);
			} catch (error) {
				if (isAbort(error) || signal.aborted) {
					throw error;
				}
				this.needs.log.warn('where a frame is now could not be found out; it is shown as deployed', error);
				return deployed;
			}
		}
		if (!original) {
			return undefined;
		}
		const { trace, exception, frame: index } = frame;
		const uri = sourceUri({ incidentId, trace, exception, frame: index }, original);
		const note = l10n.t('Line {0} of the source that the source map holds.', original.line);
		const { line, column } = original;
		return { name: nameOf(uri.path), path: uri.toString(), line, column, origin: l10n.t('source map'), note };
	}

	/** The repository a frame is in, and that one's revision: a submodule has its own. */
	private async homeOf(
		location: FrameLocation | null | undefined,
		signal: AbortSignal,
	): Promise<{ readonly repository: Repository | undefined; readonly revision: string | undefined }> {
		const { repository, revision, openRepository, log } = this.needs;
		if (location?.repository === undefined) {
			return { repository, revision };
		}
		try {
			return { repository: await openRepository(location.repository, signal), revision: location.revision };
		} catch (error) {
			log.warn('the repository of a frame could not be opened; the frame is shown in the trace', error);
			return { repository: undefined, revision: undefined };
		}
	}

	private async placeNow(
		{ deployed, path, hints }: { deployed: Place; path: string; hints: () => Promise<LineHints> },
		repository: Repository,
		revision: string,
		files: Map<string, Promise<FileNow>>,
		signal: AbortSignal,
	): Promise<Place> {
		if (repository.isBare) {
			return deployed;
		}
		const { line } = deployed;
		const read = (as: string) =>
			memo(files, JSON.stringify([repository.root, as]), () => this.fileNow(repository, path, as));
		const otherText = otherTexts(repository.root);
		const drifts = async ({ text, drifts: known }: FileNow) => {
			const question = { repository, revision, path, line, text, otherText, hints };
			const found = await memo(known, line, () => this.needs.whereIsLineNow(question, signal));
			if (found.kind === 'elsewhere') {
				known.delete(line); // true of the other file's text as well, which may change
			}
			return found;
		};
		let now = await read(path);
		let drift = await drifts(now);
		if (drift.kind === 'fileGone' && drift.renamedTo !== undefined) {
			now = await read(drift.renamedTo);
			drift = await drifts(now);
		}
		const file = drift.kind === 'elsewhere' ? await fileInside(repository.root, drift.path) : now.file;
		if (file === undefined || drift.kind === 'fileGone') {
			const note = l10n.t('{0} is not in the working tree any more; this is the deployed one.', path);
			return { ...deployed, note };
		}
		const sentence = driftSentence({ revision, line }, drift);
		if (drift.kind === 'gone') {
			return { ...deployed, note: sentence };
		}
		return {
			name: nameOf(file),
			path: file,
			line: drift.line,
			column: drift.kind === 'changed' || drift.kind === 'guessed' ? 1 : deployed.column,
			origin: '',
			note: sentence || l10n.t('Line {0}, as deployed.', line),
		};
	}

	/** @param path what the file was called when it was deployed; @param as what it may be called now */
	private async fileNow(repository: Repository, path: string, as: string): Promise<FileNow> {
		const file = await fileInside(repository.root, as);
		const text = file === undefined ? undefined : await textNow(file);
		const key = JSON.stringify([repository.root, path, as]);
		const known = this.files.get(key);
		if (known && known.file === file && known.text === text) {
			return known;
		}
		const now = { file, text, drifts: new Map() };
		this.files.set(key, now);
		return now;
	}
}

function deployedPlace(
	frame: StepFrame,
	{ path, line }: FrameLocation,
	repository: Repository,
	revision: string,
): Place {
	const uri = gitUri(repository, revision, path);
	return {
		name: nameOf(path),
		path: uri.toString(),
		line: line ?? frame.of.line ?? 1,
		column: frame.of.column ?? 1,
		origin: l10n.t('as deployed, at {0}', shortSha(revision)),
		note: l10n.t('As it was deployed.'),
	};
}

function nameOf(path: string): string {
	return path.replace(/^.*[\\/]/, '');
}

/** What is known of a key; a failed attempt is forgotten. */
function memo<K, T>(known: Map<K, Promise<T>>, key: K, make: () => Promise<T>): Promise<T> {
	const there = known.get(key);
	if (there) {
		return there;
	}
	const made = make();
	known.set(key, made);
	made.catch(() => known.delete(key));
	return made;
}
