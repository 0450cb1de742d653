import * as l10n from '@vscode/l10n';
import type { IncidentEdit, NewIncident } from '../../app/incidentChanges';
import { isInApp } from '../../core/frames/inApp';
import type { Incident } from '../../core/incident/record';
import { DEFAULT_CATEGORY } from '../../core/incident/taxonomy';
import type { Removed } from '../../core/redaction/model';
import { removedSentence } from '../../core/redaction/sentence';
import type { InAppRules } from '../../core/trace/inAppRules';
import type { ParsedText } from '../../core/trace/model';
import type { FormDraft, FormField, HostToForm } from '../../protocol/form';
import { titleOf } from '../views/nodes';
import { exceptionTitle } from '../words';

const TITLE_LIMIT = 200;
const EXCEPTIONS_SHOWN = 6;

/** A new incident's form before anything is typed; as bad as one made from the clipboard. */
export const emptyDraft: FormDraft = {
	title: '',
	description: '',
	category: DEFAULT_CATEGORY,
	subcategory: '',
	impact: 2,
	urgency: 2,
	release: '',
	trace: '',
};

/** An incident's fields as the form shows them; its evidence is kept as it is, so the trace field adds to it. */
export function draftOf(incident: Incident): FormDraft {
	const { title, description, category, impact, urgency } = incident;
	return {
		title,
		description,
		category,
		impact,
		urgency,
		subcategory: incident.subcategory ?? '',
		release: incident.release ?? '',
		trace: '',
	};
}

/** What the host finds wrong with a form, beyond what the form itself checks. */
export function faultOf(draft: FormDraft): { readonly field: FormField; readonly message: string } | undefined {
	if (draft.title.trim() === '') {
		return { field: 'title', message: l10n.t('Say what is broken, in a few words.') };
	}
	if (draft.title.length > TITLE_LIMIT) {
		return { field: 'title', message: l10n.t('Keep the title under {0} characters.', TITLE_LIMIT) };
	}
	return undefined;
}

/** @param fromTrace what the trace tells by itself: its evidence, and when it was written */
export function newIncidentOf(
	draft: FormDraft,
	{ evidence, startedAt }: Pick<NewIncident, 'evidence' | 'startedAt'>,
): NewIncident {
	return {
		title: draft.title.trim(),
		description: draft.description.trim(),
		category: draft.category,
		subcategory: draft.subcategory || undefined,
		impact: draft.impact,
		urgency: draft.urgency,
		release: draft.release.trim() || undefined,
		startedAt,
		evidence,
	};
}

/** Only what differs, so that the timeline says what was changed and nothing else. */
export function editOf(incident: Incident, draft: FormDraft): IncidentEdit {
	const { evidence: _, startedAt: __, ...wanted } = newIncidentOf(draft, { evidence: [] });
	const changed = Object.entries(wanted).filter(
		([field, value]) => (incident[field as keyof typeof wanted] ?? undefined) !== value,
	);
	return Object.fromEntries(changed);
}

/**
 * The preview under the trace field: `2 exceptions, 14 frames, 5 of them in-app`.
 *
 * @param removed the secrets that were in the text, which came without them
 */
export function previewOf(
	parsed: ParsedText,
	text: string,
	title: string,
	rules: InAppRules,
	revision: number,
	removed: readonly Removed[] = [],
): HostToForm {
	const exceptions = parsed.traces.flatMap((trace) => trace.exceptions);
	const frames = exceptions.flatMap((exception) => exception.frames);
	const inApp = frames.filter((frame) => isInApp(frame, undefined, rules)).length;
	const hasTrace = exceptions.length > 0;
	const summary = hasTrace
		? l10n.t(
				'{0}, {1}, {2} of them in-app',
				counted(exceptions.length, l10n.t('1 exception'), (n) => l10n.t('{0} exceptions', n)),
				counted(frames.length, l10n.t('1 frame'), (n) => l10n.t('{0} frames', n)),
				inApp,
			)
		: text.trim() === ''
			? ''
			: l10n.t('No stack trace recognized. The text is kept as evidence all the same.');
	return {
		type: 'traceParsed',
		revision,
		summary,
		hasTrace,
		title: hasTrace ? title : '',
		removed: removedSentence(removed),
		exceptions: exceptions.slice(0, EXCEPTIONS_SHOWN).map((exception) => ({
			title: exceptionTitle(exception.relation, titleOf(exception)),
			frames: counted(exception.frames.length, l10n.t('1 frame'), (n) => l10n.t('{0} frames', n)),
		})),
	};
}

function counted(count: number, one: string, many: (count: number) => string): string {
	return count === 1 ? one : many(count);
}
