import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { levelsFor } from '../../app/incidentFromIssue';
import { decodeText } from '../../base/decodeText';
import { FaultlineError } from '../../base/errors';
import { runInSlices } from '../../base/slices';
import { type RecordIncident, recordIncident } from '../../core/records/events';
import { guessMapping, type Mapping, RECORD_FIELDS, type RecordField } from '../../core/records/mapping';
import { readTable, type Table } from '../../core/records/table';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { statusName } from '../words';

const LIMIT_MB = 64;

/** Makes incidents of the records of another tool, those that the person picks; reading them again makes none twice. */
export async function importRecords(app: App, run: Run): Promise<void> {
	const [file] =
		(await vscode.window.showOpenDialog({
			title: l10n.t('Import Records of Other Tools'),
			openLabel: l10n.t('Read'),
			filters: { [l10n.t('CSV and JSON')]: ['csv', 'tsv', 'json', 'jsonl', 'txt'] },
		})) ?? [];
	if (!file) {
		return;
	}
	const name = file.path.slice(file.path.lastIndexOf('/') + 1);
	const table = await run.work(l10n.t('Reading {0}', name), (_report, signal) => readFile(file, name, signal));
	const mapping = await askMapping(name, table, guessMapping(table.columns));
	const { picked, leftOut } = mapping ? await pick(app, run, name, table, mapping) : { picked: [], leftOut: '' };
	if (picked.length === 0) {
		return;
	}
	const incidents = await app.incidents();
	let created = 0;
	let known = 0;
	let erased = 0;
	await run.work(l10n.t('Importing incidents'), async (report, signal) => {
		for (const [index, { events }] of picked.entries()) {
			signal.throwIfAborted();
			report(l10n.t('{0} of {1} incidents', index + 1, picked.length));
			const taken = await incidents.takeIn(events);
			created += taken.created.length;
			erased += taken.erased > 0 ? 1 : 0;
			known += taken.created.length + taken.erased === 0 ? 1 : 0;
		}
	});
	run.tell(
		'info',
		[
			l10n.t('Incidents that were made of records: {0}.', created),
			known > 0 ? l10n.t('{0} were here already.', known) : '',
			erased > 0 ? l10n.t('{0} were deleted permanently, and stay out.', erased) : '',
			leftOut,
		]
			.filter(Boolean)
			.join(' '),
	);
	const [first] = picked;
	if (first && created > 0) {
		await app.view.reveal(first.id);
	}
}

const breather = {
	now: () => performance.now(),
	pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

async function readFile(file: vscode.Uri, name: string, signal: AbortSignal): Promise<Table> {
	if ((await vscode.workspace.fs.stat(file)).size > LIMIT_MB * 1024 * 1024) {
		throw new FaultlineError(
			'records.tooLarge',
			l10n.t('{0} is larger than {1} MB, so it was not read. Split it, and import the parts.', name, LIMIT_MB),
		);
	}
	const text = decodeText(await vscode.workspace.fs.readFile(file));
	const table = await runInSlices(readTable(text), breather, signal);
	if (!table) {
		throw new FaultlineError(
			'records.notRead',
			l10n.t(
				'{0} holds no records, so nothing was imported. It has to be CSV with names in its first line, or JSON.',
				name,
			),
		);
	}
	return table;
}

const fieldName = (field: RecordField): string =>
	({
		title: l10n.t('Title'),
		id: l10n.t('Id'),
		description: l10n.t('Description'),
		status: l10n.t('Status'),
		priority: l10n.t('Priority'),
		service: l10n.t('Service'),
		environment: l10n.t('Environment'),
		assignee: l10n.t('Assignee'),
		url: l10n.t('Link'),
		startedAt: l10n.t('Started'),
		acknowledgedAt: l10n.t('Acknowledged'),
		resolvedAt: l10n.t('Resolved'),
		closedAt: l10n.t('Closed'),
		updatedAt: l10n.t('Last changed'),
	})[field];

/** Shows which column says what, with what the first record has there, until the person agrees. */
async function askMapping(name: string, table: Table, guessed: Mapping): Promise<Mapping | undefined> {
	let mapping = guessed;
	const example = (column: string | undefined) =>
		column === undefined
			? ''
			: (table.rows.find((row) => row[column])?.[column] ?? '').replaceAll(/\s+/g, ' ').slice(0, 80);
	for (;;) {
		const go = { label: `$(check) ${l10n.t('Show What Becomes of It')}`, field: undefined, alwaysShow: true };
		const items = RECORD_FIELDS.map((field) => ({
			label: fieldName(field),
			description: mapping[field] === undefined ? l10n.t('not taken in') : `← ${mapping[field]}`,
			detail: example(mapping[field]),
			field,
		}));
		const chosen = await vscode.window.showQuickPick([...(mapping.title === undefined ? [] : [go]), ...items], {
			title: l10n.t('{0}: {1} records', name, table.rows.length),
			placeHolder:
				mapping.title === undefined
					? l10n.t('Which column is the title? Choose it first')
					: l10n.t('Which column says what; choose one to change it'),
			ignoreFocusOut: true,
		});
		if (!chosen) {
			return undefined;
		}
		if (chosen.field === undefined) {
			return mapping;
		}
		const { field } = chosen;
		const column = await vscode.window.showQuickPick(
			[
				...table.columns.map((one) => ({
					label: plainLabel(one),
					description: plainLabel(example(one)),
					column: one as string | undefined,
				})),
				{ label: `$(close) ${l10n.t('Nothing')}`, description: '', column: undefined },
			],
			{ title: fieldName(field), placeHolder: l10n.t('Which column says it?'), ignoreFocusOut: true },
		);
		if (column) {
			const { [field]: _, ...others } = mapping;
			mapping = column.column === undefined ? others : { ...others, [field]: column.column };
		}
	}
}

async function pick(
	app: App,
	run: Run,
	name: string,
	{ rows, left }: Table,
	mapping: Mapping,
): Promise<{ readonly picked: readonly RecordIncident[]; readonly leftOut: string }> {
	const incidents = await app.incidents();
	const matrix = settings.priorityMatrix();
	const rules = {
		category: settings.defaultCategory(),
		levelsFor: (priority: Parameters<typeof levelsFor>[0]) => levelsFor(priority, matrix),
		reason: l10n.t('Imported from {0}', name),
		actor: l10n.t('Import'),
		now: Date.now(),
	};
	const all = new Map<string, RecordIncident>();
	let untitled = 0;
	const steps = function* () {
		for (const row of rows) {
			yield;
			const record = recordIncident(row, mapping, rules);
			if (record) {
				all.set(record.id, record);
			} else {
				untitled++;
			}
		}
	};
	await run.work(l10n.t('Reading {0}', name), (_report, signal) => runInSlices(steps(), breather, signal));
	const fresh = [...all.values()].filter(({ id }) => !incidents.find(id));
	const known = all.size - fresh.length;
	const here = known > 0 ? l10n.t('{0} are here already.', known) : '';
	const leftOut = [
		untitled > 0 ? l10n.t('{0} have no title, and were left out.', untitled) : '',
		left > 0 ? l10n.t('{0} more of the file were not read: split it.', left) : '',
	]
		.filter(Boolean)
		.join(' ');
	if (fresh.length === 0) {
		run.tell(
			'info',
			[l10n.t('{0} holds no new record, so nothing was imported.', name), here, leftOut].filter(Boolean).join(' '),
		);
		return { picked: [], leftOut };
	}
	const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
	const picked = await vscode.window.showQuickPick(
		fresh.map((record) => ({
			label: plainLabel(record.title),
			description: [
				record.priority,
				statusName(record.status),
				record.isStartKnown ? date.format(record.startedAt) : l10n.t('no start that can be read, so it begins now'),
			].join(' · '),
			picked: true,
			record,
		})),
		{
			title: l10n.t('Which become incidents? New ones in {0}: {1}', name, fresh.length),
			placeHolder: [here, l10n.t('Times without a zone are UTC')].filter(Boolean).join(' '),
			canPickMany: true,
			matchOnDescription: true,
			ignoreFocusOut: true,
		},
	);
	return { picked: (picked ?? []).map(({ record }) => record), leftOut };
}
