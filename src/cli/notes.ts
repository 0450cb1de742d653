import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { anchorTracker } from '../app/followAnchors';
import { type TouchedNote, touchedNotes } from '../app/touchedNotes';
import { printable } from '../base/printable';
import type { Breather } from '../base/slices';
import type { IncidentEvent } from '../core/incident/event';
import { code, quoted, text } from '../core/incident/exchange/markdownText';
import { fold } from '../core/incident/fold';
import type { Incident } from '../core/incident/record';
import { noteKindName } from '../core/notes/note';
import type { LogReading } from '../core/ports/eventLog';
import type { Repository } from '../core/ports/repository';
import { type CliIo, UsageError } from './io';
import { type SarifResult, sarifLog } from './sarif';

export interface NotesOptions {
	readonly diff?: string;
	readonly repo?: string;
	readonly home?: string;
	readonly fail?: boolean;
	readonly sarif?: boolean;
	readonly json?: boolean;
	readonly markdown?: boolean;
}

/**
 * The incidents that have notes in a work tree's `.faultline`, by id; what is damaged there is said.
 *
 * @throws UsageError where there is no such folder
 */
export async function notedIncidents(
	workTree: string,
	{ io, readHome }: Pick<NotesDependencies, 'io' | 'readHome'>,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, Incident>> {
	if (!(await isFolder(workTree))) {
		throw new UsageError(`--home names a folder, and there is none at ${workTree}.`);
	}
	const { events, damage } = await readHome(workTree, signal);
	for (const { message } of damage) {
		io.writeError(`faultline: ${printable(message)}\n`);
	}
	return incidentsOf(events);
}

async function isFolder(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		return false;
	}
}

export interface NotesDependencies {
	readonly io: CliIo;
	readonly breather: Breather;
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	/** What is kept in a work tree's `.faultline`. */
	readonly readHome: (workTree: string, signal: AbortSignal) => Promise<LogReading>;
	readonly cwd: string;
	readonly version: string;
}

/** A note that the diff touches, with the incident that it was learned in. */
export interface NoteInDiff extends TouchedNote {
	readonly of: Incident;
}

/**
 * `faultline notes`: the root-cause notes that a diff touches, for people, as JSON, as SARIF, or as Markdown for a comment.
 *
 * @returns whether there are some and the caller asked to fail for it
 */
export async function notesCommand(
	positionals: readonly string[],
	options: NotesOptions,
	{ io, breather, openRepository, readHome, cwd, version }: NotesDependencies,
	signal: AbortSignal,
): Promise<boolean> {
	const [base, head, ...more] = (options.diff ?? '').split(/\.{2,3}/);
	if (!base || head === undefined || more.length > 0 || positionals.length > 0) {
		throw new UsageError('faultline notes needs --diff BASE..HEAD.');
	}
	if ([options.sarif, options.json, options.markdown].filter(Boolean).length > 1) {
		throw new UsageError('faultline notes writes --sarif, --json or --markdown, one at a time.');
	}
	const repository = await openRepository(options.repo ?? cwd, signal);
	const [from, to] = [await repository.resolve(base, signal), await repository.resolve(head || 'HEAD', signal)];
	// As a pull request has it: what the branch does, and not what came to its base meanwhile.
	const start = (await repository.mergeBase(from, to, signal)) ?? from;
	const home = resolve(cwd, options.home ?? repository.root);
	const incidents = await notedIncidents(home, { io, readHome }, signal);
	const found = await touchedNotes(
		{
			...{ repository, base: start, breather, tracker: anchorTracker(breather) },
			files: await repository.filesBetween(start, to, signal),
			texts: (paths) =>
				repository.readVersions(
					paths.map((path) => ({ sha: to, path })),
					signal,
				),
			notes: [...incidents.values()].flatMap(({ id, rootCauseNotes = [] }) =>
				rootCauseNotes.map((note) => ({ incident: id, note })),
			),
		},
		signal,
	);
	const touched = found.flatMap((one): NoteInDiff[] => {
		const of = incidents.get(one.incident);
		return of ? [{ ...one, of }] : [];
	});
	touched.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.touch.first - b.touch.first));
	await io.write(written(touched, options, { start, to, version }));
	return options.fail === true && touched.length > 0;
}

function incidentsOf(events: readonly IncidentEvent[]): ReadonlyMap<string, Incident> {
	const own = new Map<string, IncidentEvent[]>();
	for (const event of events) {
		const others = own.get(event.incident);
		if (others) {
			others.push(event);
		} else {
			own.set(event.incident, [event]);
		}
	}
	const withNotes = [...own.values()].filter((all) => all.some(({ type }) => type === 'rootCauseNote.added'));
	return new Map(
		withNotes.flatMap((all) => {
			const incident = fold(all);
			return incident && !incident.isDeleted ? [[incident.id, incident] as const] : [];
		}),
	);
}

function written(
	touched: readonly NoteInDiff[],
	options: NotesOptions,
	{ start, to, version }: { readonly start: string; readonly to: string; readonly version: string },
): string {
	if (options.sarif) {
		return `${JSON.stringify(sarifLog(version, touched.map(resultOf), ABOUT), undefined, '\t')}\n`;
	}
	if (options.json) {
		const notes = touched.map(({ of, note, path, touch, isDeleted, movedFrom }) => ({
			incident: { id: of.id, key: of.key, title: of.title, status: of.status, priority: of.priority },
			...{ id: note.id, kind: note.kind, text: note.text, actor: note.actor, at: new Date(note.at).toISOString() },
			...{ path, ...touch, isDeleted: isDeleted === true, ...(movedFrom !== undefined && { movedFrom }) },
			anchor: note.anchor,
		}));
		return `${JSON.stringify({ base: start, head: to, notes }, undefined, '\t')}\n`;
	}
	if (options.markdown) {
		return touched.length === 0 ? '' : markdownOf(touched);
	}
	return touched.length === 0 ? 'No root-cause notes are touched.\n' : touched.map((one) => `${plain(one)}\n`).join('');
}

/** What each rule of the SARIF log finds. */
const ABOUT: Readonly<Record<string, string>> = {
	'note/rootCause': 'The change touches code that was the root cause of an incident.',
	'note/contributingFactor': 'The change touches code that contributed to an incident.',
	'note/guard': 'The change touches code that keeps an incident from happening again.',
};

function resultOf({ of, note, path, touch, isDeleted, movedFrom }: NoteInDiff): SarifResult {
	const what = touch.what === 'lines' ? 'touches its lines' : 'touches its function';
	const does = movedFrom === undefined ? what : `moves its lines here from ${movedFrom}`;
	return {
		ruleId: `note/${note.kind}`,
		message: `${of.key} "${of.title}": this change ${does}. ${note.text}`,
		file: path,
		...(!isDeleted && { region: { startLine: touch.first, endLine: touch.last } }),
		fingerprint: note.id,
	};
}

/** Where a note is with the change, or where it was. */
function whereOf({ path, touch, isDeleted, movedFrom }: NoteInDiff): string {
	if (isDeleted) {
		return `${path} (deleted)`;
	}
	return movedFrom === undefined ? `${path}:${touch.first}` : `${path}:${touch.first} (moved from ${movedFrom})`;
}

/** One line: where, what it has to do with which incident, and what was noted. */
function plain(one: NoteInDiff): string {
	const { of, note, touch } = one;
	const where = whereOf(one);
	const what = touch.what === 'lines' ? '' : ', in its function';
	return printable(
		`${where}: ${noteKindName(note.kind)} of ${of.key} "${of.title}"${what}: ${note.text.replaceAll(/\s+/g, ' ')}`,
	);
}

function markdownOf(touched: readonly NoteInDiff[]): string {
	const rows = touched.flatMap((one) => [
		`- **${noteKindName(one.note.kind)}** of ${text(one.of.key)} ${text(one.of.title)}, ${code(whereOf(one))}${one.touch.what === 'lines' ? '' : ', in its function'}`,
		...quoted(one.note.text)
			.split('\n')
			.map((line) => `  ${line}`),
	]);
	return [
		'### Root-cause notes in this change',
		'',
		'This change touches code that was behind an incident. What was learned there:',
		'',
		...rows,
		'',
	].join('\n');
}
