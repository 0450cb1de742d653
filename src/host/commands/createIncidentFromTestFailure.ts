import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { type FailedCall, failureText } from '../failureText';
import { createFromText } from '../flows/createFromText';

const Position = v.object({ line: v.number(), character: v.number() });
const Uri = v.custom<vscode.Uri>((value) => value instanceof vscode.Uri);
/** What VS Code gives to entries of a test message's menu, as far as it is read. */
const Failed = v.object({
	test: v.optional(v.object({ label: v.optional(v.string(), '') })),
	message: v.object({
		message: v.union([v.string(), v.object({ value: v.string() })]),
		location: v.optional(v.object({ uri: Uri, range: v.object({ start: Position }) })),
		stackTrace: v.optional(
			v.array(v.object({ label: v.string(), uri: v.optional(Uri), position: v.optional(Position) })),
			[],
		),
	}),
});

/** A failed test's message. Where it holds no stack trace itself, it is put together from what the test runner told VS Code of the place. */
export const createIncidentFromTestFailure: Command = async (app, run, argument) => {
	const given = v.safeParse(Failed, argument);
	if (!given.success) {
		run.tell('info', l10n.t('Choose a failed test’s message in the Test Results view first.'));
		return;
	}
	const { test, message } = given.output;
	const said = typeof message.message === 'string' ? message.message : message.message.value;
	const { traces } = await run.work(l10n.t('Reading the stack trace'), (_report, signal) => app.parse(said, signal));
	const hasCalls = traces.some(({ exceptions }) => exceptions.some(({ frames }) => frames.length > 0));
	const name = test?.label ?? '';
	const calls = message.stackTrace.map((one) => call(one.label, one.uri, one.position));
	const place = message.location;
	const text = hasCalls
		? said
		: failureText({
				type: '',
				message: [name, said].filter((part) => part !== '').join(': '),
				calls: calls.length > 0 || !place ? calls : [call(name, place.uri, place.range.start)],
			});
	await createFromText(app, run, text, { emptySentence: l10n.t('The test’s message is empty.') });
};

function call(name: string, uri: vscode.Uri | undefined, at: v.InferOutput<typeof Position> | undefined): FailedCall {
	return {
		name,
		file: uri?.scheme === 'file' ? uri.fsPath : uri?.path,
		line: at && at.line + 1,
		column: at && at.character + 1,
	};
}
