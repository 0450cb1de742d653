import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

const both = <T extends v.GenericSchema>(schema: T) => v.object({ here: schema, there: schema });
const Label = v.nullable(v.string());
const Mark = v.string();
const FIELDS = ['title', 'isDone', 'priority', 'category'] as const;

const Synced = v.object({
	/** Of the link. */
	url: v.string(),
	number: v.number(),
	/** The fields as both sides have them now. */
	base: v.object({
		title: both(v.string()),
		isDone: both(v.boolean()),
		priority: both(Label),
		category: both(Label),
	}),
	/** Only those that are new. */
	seen: v.array(Mark),
	/** Ids of notes; only those that are new. */
	kept: v.array(v.string()),
	mayClose: v.boolean(),
	/** Changed on both sides; both are kept. */
	conflicts: v.array(v.object({ field: v.picklist(FIELDS), here: v.string(), there: v.string() })),
	/** What the issue was told, a field or a note each. */
	sent: v.array(v.string()),
});
export type IssueSynced = v.InferOutput<typeof Synced>;

/** An incident and its issue were brought together: what both say now, so that the next time only what is new counts. */
export const issueSynced = defineEvent('issue.synced', Synced, {
	apply: (state, { payload: { url, base, seen, kept, mayClose } }) => {
		const before = state.synced ?? [];
		const known = before.find((one) => one.url === url);
		const now = {
			...{ url, base, mayClose: mayClose || known?.mayClose === true },
			seen: [...new Set([...(known?.seen ?? []), ...seen])],
			kept: [...new Set([...(known?.kept ?? []), ...kept])],
		};
		return { ...state, synced: [...before.filter((one) => one.url !== url), now] };
	},
	describe: ({ payload: { number, conflicts, sent } }) =>
		[
			...conflicts.map(({ field, here, there }) =>
				field === 'isDone'
					? l10n.t('Here and on issue #{0} the state was changed to something else each; both are kept.', number)
					: l10n.t(
							'{0} was changed on both sides, here to “{1}” and on issue #{2} to “{3}”; both are kept.',
							fieldName(field),
							here,
							number,
							there,
						),
			),
			sent.length > 0 ? l10n.t('Sent to issue #{0}: {1}', number, sent.join(', ')) : '',
			conflicts.length + sent.length === 0 ? l10n.t('Brought together with issue #{0}', number) : '',
		]
			.filter(Boolean)
			.join(' '),
	provenance: 'observed',
	isFinal: true, // what was said to others is not taken back by saying that it was not
});

/** How a field is called at the beginning of a sentence. */
export const fieldName = (field: (typeof FIELDS)[number]): string =>
	({
		title: l10n.t('The title'),
		isDone: l10n.t('The state'),
		priority: l10n.t('The priority'),
		category: l10n.t('The category'),
	})[field];
