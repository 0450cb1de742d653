// How long notes take where people wait for them: a file with 50 of them that is opened, and a branch of 300 files against 5,000.
import { execFileSync } from 'node:child_process';
import { type AnchorTracker, anchorTracker } from '../../src/app/followAnchors';
import { touchedNotes } from '../../src/app/touchedNotes';
import { linesOf } from '../../src/base/lines';
import { lineMap } from '../../src/core/frames/lineMap';
import { anchorOf } from '../../src/core/notes/anchor';
import { follow, followInto } from '../../src/core/notes/follow';
import type { NoteOfIncident } from '../../src/core/notes/note';
import { breather } from '../support/incidents';
import { randomOf } from '../support/lineTruth';
import { aRepository, never } from '../support/repository';
import { type BenchResult, medianMs } from './result';

export async function run(): Promise<BenchResult[]> {
	return [await openedFile(), ...(await branchDiff())];
}

/** What the extension host works out when a file with 50 notes is opened that was changed since, beside what it waits for git. */
async function openedFile(): Promise<BenchResult> {
	const random = randomOf(3);
	const lines = Array.from(
		{ length: 1000 },
		(_, i) => `\tconst value${i} = compute(${Math.floor(random() * 1000)}, rates);`,
	);
	const functions = Array.from({ length: 50 }, (_, i) => [
		`function total${i}(rates) {`,
		...lines.slice(i * 20, i * 20 + 20),
		'}',
		'',
	]);
	const before = functions.flat().join('\n');
	const after = ['// Totals.', ...before.split('\n').toSpliced(300, 20, ...lines.slice(0, 5))].join('\n');
	const typed = `// Typed.\n${after}`;
	const anchors = Array.from({ length: 50 }, () => {
		const first = 2 + Math.floor(random() * 980);
		const chosen = { first, last: first + Math.floor(random() * 8) };
		return anchorOf({ commit: 'a'.repeat(40), path: 'a.js', committed: before, text: before, chosen });
	});
	const opened = await medianMs(20, () => {
		const map = lineMap(before, after);
		const buffer = lineMap(after, typed);
		const parted = { before: linesOf(before), after: linesOf(after) };
		const now = linesOf(typed);
		for (const anchor of anchors) {
			const followed = follow(anchor, { before, after, path: 'a.js', map, lines: parted });
			followInto(followed, parted.after, buffer, now);
		}
	});
	const plain = await medianMs(20, () => lineMap(before, after));
	return {
		...{
			name: 'a file with 50 notes, in the host',
			value: opened,
			unit: 'ms',
			reference: 'comparing the file',
			referenceValue: plain,
		},
		...{ ratio: opened / plain, target: '≤ 20 ms', met: opened <= 20 },
	};
}

/** A branch that changes 300 files, against 5,000 notes of which each was written 1 to 40 commits before it: all of it, reading the files included. */
async function branchDiff(): Promise<BenchResult[]> {
	const random = randomOf(5);
	const line = (i: number) => `\tconst value${i} = compute(${Math.floor(random() * 1000)}, rates, ${i});`;
	const body = (file: number) => [
		`export function total${file}(rates) {`,
		...Array.from({ length: 150 }, (_, i) => line(i)),
		'}',
		'',
	];
	const texts = Array.from({ length: 1000 }, (_, file) => body(file));
	const named = (changed: readonly number[]) =>
		Object.fromEntries(changed.map((file) => [`src/file${file}.js`, (texts[file] ?? []).join('\n')] as const));
	const built = aRepository().commit('Write', { files: named([...texts.keys()]) });
	const notes: NoteOfIncident[] = [];
	try {
		for (let commit = 0; commit < 40; commit++) {
			for (let i = 0; i < 125; i++) {
				const file = Math.floor(random() * texts.length);
				const text = (texts[file] ?? []).join('\n');
				const first = 2 + Math.floor(random() * 140);
				const path = `src/file${file}.js`;
				const anchor = anchorOf({
					commit: built.sha(),
					path,
					committed: text,
					text,
					chosen: { first, last: first + 3 },
				});
				notes.push({
					incident: 'x',
					note: { id: `${commit}/${i}`, kind: 'rootCause', text: '', anchor, at: 0, actor: '', replies: [] },
				});
			}
			const changed = Array.from({ length: 25 }, () => Math.floor(random() * texts.length));
			for (const file of changed) {
				texts[file]?.splice(1 + Math.floor(random() * 100), 0, line(0));
			}
			built.commit(`Change ${commit}`, { files: named(changed) });
		}
		const base = built.sha();
		const changed = Array.from({ length: 300 }, (_, i) => i * 3);
		for (const file of changed) {
			texts[file]?.splice(20, 2, line(1));
		}
		built.commit('Branch', { files: named(changed) });
		const head = built.sha();
		built.git('gc', '--quiet'); // as a clone is
		const repository = await built.open();
		let found = 0;
		const look = async (tracker: AnchorTracker) => {
			const signal = never();
			const files = await repository.filesBetween(base, head, signal);
			const read = (paths: readonly string[]) =>
				repository.readVersions(
					paths.map((path) => ({ sha: head, path })),
					signal,
				);
			const touched = await touchedNotes({ repository, base, files, texts: read, notes, tracker, breather }, signal);
			found = touched.length;
		};
		const cold = await medianMs(5, () => look(anchorTracker(breather)));
		const tracker = anchorTracker(breather);
		const warm = await medianMs(5, () => look(tracker));
		const git = await medianMs(5, () => {
			execFileSync('git', ['-C', built.folder, 'diff', '-U0', '-M', base, head], { maxBuffer: 1 << 30 });
		});
		console.log(
			`${notes.length} notes, 300 files: ${found} touched, ${cold.toFixed(0)} ms, when it was asked before ${warm.toFixed(0)} ms`,
		);
		return [
			{
				...{
					name: '300 files against 5,000 notes',
					value: cold,
					unit: 'ms',
					reference: 'git diff -U0 of them',
					referenceValue: git,
				},
				...{ ratio: cold / git, target: '≤ 500 ms', met: cold <= 500 },
			},
		];
	} finally {
		built.remove();
	}
}
