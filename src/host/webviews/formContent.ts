import * as l10n from '@vscode/l10n';
import type { IncidentEdit, NewIncident } from '../../app/incidentChanges';
import { isoText, isoTime } from '../../base/isoTime';
import type { Corrections } from '../../core/incident/events/timesCorrected';
import { isWebAddress } from '../../core/incident/links';
import type { Priority } from '../../core/incident/priority';
import type { Incident } from '../../core/incident/record';
import { DEFAULT_CATEGORY } from '../../core/incident/taxonomy';
import type { FormDraft, FormField } from '../../protocol/form';

const TITLE_LIMIT = 200;

/** A new incident's form before anything is typed; as bad as one made from the clipboard. */
export const emptyDraft: FormDraft = {
	title: '',
	description: '',
	category: DEFAULT_CATEGORY,
	subcategory: '',
	impact: 2,
	urgency: 2,
	override: '',
	overrideReason: '',
	service: '',
	environment: '',
	assignee: '',
	release: '',
	lastGood: '',
	startedAt: '',
	detectedAt: '',
	trace: '',
	issueUrl: '',
	issueTitle: '',
};

/** An incident's fields as the form shows them; its evidence is kept as it is, so the trace field adds to it. */
export function draftOf(incident: Incident): FormDraft {
	const { title, description, category, impact, urgency, priorityOverride } = incident;
	return {
		title,
		description,
		category,
		impact,
		urgency,
		override: priorityOverride?.priority ?? '',
		overrideReason: priorityOverride?.reason ?? '',
		subcategory: incident.subcategory ?? '',
		service: incident.service ?? '',
		environment: incident.environment ?? '',
		assignee: incident.roles?.assignee ?? '',
		release: incident.release ?? '',
		lastGood: incident.lastGood ?? '',
		startedAt: isoText(incident.startedAt),
		detectedAt: isoText(incident.detectedAt),
		trace: '',
		issueUrl: '',
		issueTitle: '',
	};
}

/**
 * What the host finds wrong with a form, beyond what the form itself checks.
 *
 * @param now epoch milliseconds
 */
export function faultOf(
	draft: FormDraft,
	now: number,
): { readonly field: FormField; readonly message: string } | undefined {
	const { title, override, overrideReason } = draft;
	if (title.trim() === '') {
		return { field: 'title', message: l10n.t('Say what is broken, in a few words.') };
	}
	if (title.length > TITLE_LIMIT) {
		return { field: 'title', message: l10n.t('Keep the title under {0} characters.', TITLE_LIMIT) };
	}
	if (override !== '' && overrideReason.trim() === '') {
		return {
			field: 'overrideReason',
			message: l10n.t('Say why it is another priority than impact and urgency give.'),
		};
	}
	return timesFault(draft, now);
}

function timesFault({ startedAt, detectedAt }: FormDraft, now: number) {
	for (const [field, text] of [
		['startedAt', startedAt],
		['detectedAt', detectedAt],
	] as const) {
		const ms = isoTime(text);
		if (text !== '' && ms === undefined) {
			return { field, message: l10n.t('This is no date and time.') };
		}
		if (ms !== undefined && ms > now) {
			return { field, message: l10n.t('This is in the future.') };
		}
	}
	const [start, detection] = [isoTime(startedAt), isoTime(detectedAt)];
	return start !== undefined && detection !== undefined && detection < start
		? ({ field: 'detectedAt', message: l10n.t('It cannot be detected before it began.') } as const)
		: undefined;
}

/** @param fromTrace what the trace tells by itself: its evidence, and when it was written */
export function newIncidentOf(
	draft: FormDraft,
	{ evidence, startedAt }: Pick<NewIncident, 'evidence' | 'startedAt'>,
): NewIncident {
	const assignee = draft.assignee.trim();
	const detectedAt = isoTime(draft.detectedAt);
	const beforeDetection = detectedAt !== undefined && startedAt !== undefined && startedAt > detectedAt;
	return {
		...fieldsOf(draft),
		startedAt: isoTime(draft.startedAt) ?? (beforeDetection ? undefined : startedAt),
		...(assignee !== '' && { roles: { assignee } }),
		evidence,
		...(isWebAddress(draft.issueUrl) && {
			links: [{ kind: 'issue' as const, url: draft.issueUrl, title: draft.issueTitle }],
		}),
	};
}

function fieldsOf(draft: FormDraft) {
	return {
		title: draft.title.trim(),
		description: draft.description.trim(),
		category: draft.category,
		subcategory: draft.subcategory || undefined,
		impact: draft.impact,
		urgency: draft.urgency,
		service: draft.service.trim() || undefined,
		environment: draft.environment.trim() || undefined,
		release: draft.release.trim() || undefined,
		lastGood: draft.lastGood.trim() || undefined,
	};
}

/** Only what differs, so that the timeline says what was changed and nothing else. */
export function editOf(incident: Incident, draft: FormDraft): IncidentEdit {
	const wanted = fieldsOf(draft);
	const changed = Object.entries(wanted).filter(
		([field, value]) => (incident[field as keyof typeof wanted] ?? undefined) !== value,
	);
	return Object.fromEntries(changed);
}

/** Changes that are no fields of their own: each absent where the form says nothing else than `before`. */
export interface FormExtras {
	/** `null`: as impact and urgency give it. */
	readonly override?: { readonly priority: Priority | null; readonly reason: string };
	readonly times?: Corrections;
	/** `null`: nobody. */
	readonly assignee?: string | null;
}

/** @param before the form as it began */
export function extrasOf(draft: FormDraft, before: FormDraft): FormExtras {
	const { override, overrideReason, startedAt, detectedAt, assignee } = draft;
	const differs = (...fields: readonly FormField[]) => fields.some((field) => draft[field] !== before[field]);
	const time = (text: string) => isoTime(text) ?? null;
	const times: Corrections = {
		...(differs('startedAt') && { startedAt: time(startedAt) }),
		...(differs('detectedAt') && { detectedAt: time(detectedAt) }),
	};
	return {
		...(differs('override', ...(override === '' ? [] : ['overrideReason' as const])) && {
			override: { priority: override === '' ? null : override, reason: override === '' ? '' : overrideReason.trim() },
		}),
		...(Object.keys(times).length > 0 && { times }),
		...(differs('assignee') && { assignee: assignee.trim() || null }),
	};
}
