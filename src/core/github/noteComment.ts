import * as l10n from '@vscode/l10n';
import { quoted, text, time } from '../incident/exchange/markdownText';
import type { Note } from '../incident/record';
import { defused } from './issueDraft';
import { marked } from './sync';

/** What GitHub takes of a comment, less what is needed round it. */
const LENGTH = 60_000;

/** A note as a comment: who wrote it and when, then its words in a quotation, in which nobody is called and nothing is closed. */
export function noteComment({ id, text: said, at, actor }: Note, key: string): string {
	const who = actor.trim() === '' ? l10n.t('Somebody') : actor;
	const head = l10n.t('{0} noted on incident {1}, {2}:', defused(text(who)), key, time(at) ?? '');
	const words = defused(quoted(said.slice(0, LENGTH))); // longer than they were, by what stands before each line
	return marked(`${head}\n\n${words.length > LENGTH ? `${words.slice(0, LENGTH)}…` : words}`, id);
}
