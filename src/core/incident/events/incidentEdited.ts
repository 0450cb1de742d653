import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { withoutCorrection } from '../times';
import { defineEvent } from './define';
import { LevelSchema, TimeSchema } from './schemas';

/** A field that may be emptied again: `null` in the log, since JSON knows no `undefined`. */
const emptiable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema));

const Changes = v.object({
	title: v.optional(v.string()),
	description: v.optional(v.string()),
	category: v.optional(v.string()),
	subcategory: emptiable(v.string()),
	impact: v.optional(LevelSchema),
	urgency: v.optional(LevelSchema),
	service: emptiable(v.string()),
	environment: emptiable(v.string()),
	release: emptiable(v.string()),
	lastGood: emptiable(v.string()),
	repository: emptiable(v.string()),
	startedAt: emptiable(TimeSchema),
});
export type Changes = v.InferOutput<typeof Changes>;

/** Only the fields that changed: two people who edit different ones both have their way. */
export const incidentEdited = defineEvent('incident.edited', Changes, {
	apply: (state, { payload }) => ({
		...state,
		...Object.fromEntries(Object.entries(payload).map(([field, value]) => [field, value ?? undefined])),
		...('startedAt' in payload && withoutCorrection(state, ['startedAt'])), // this is the later word on it
	}),
	describe: ({ payload }) =>
		l10n.t('Changed: {0}', [...fieldNames()].flatMap(([field, name]) => (field in payload ? name : [])).join(', ')),
	// Where an incident was found in the code is ours to remember, and nothing that a person would take back.
	provenance: (changes) => (Object.keys(changes).every((field) => field === 'repository') ? 'inferred' : 'reported'),
});

/** Made when asked for, since translations are loaded after this module. */
function fieldNames(): ReadonlyMap<keyof Changes, string> {
	return new Map<keyof Changes, string>([
		['title', l10n.t('title')],
		['description', l10n.t('description')],
		['category', l10n.t('category')],
		['subcategory', l10n.t('subcategory')],
		['impact', l10n.t('impact')],
		['urgency', l10n.t('urgency')],
		['service', l10n.t('service')],
		['environment', l10n.t('environment')],
		['release', l10n.t('deployed revision')],
		['lastGood', l10n.t('last known good revision')],
		['repository', l10n.t('repository')],
		['startedAt', l10n.t('start')],
	]);
}
