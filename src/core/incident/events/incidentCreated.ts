import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { LevelSchema, TimeSchema } from './schemas';

/** The first event of an incident. Evidence comes in events of its own, so that it merges. */
export const incidentCreated = defineEvent(
	'incident.created',
	v.object({
		title: v.string(),
		description: v.string(),
		category: v.string(),
		subcategory: v.optional(v.string()),
		impact: LevelSchema,
		urgency: LevelSchema,
		startedAt: v.optional(TimeSchema),
		service: v.optional(v.string()),
		environment: v.optional(v.string()),
		release: v.optional(v.string()),
		lastGood: v.optional(v.string()),
	}),
	{
		apply: (state, event) => ({ ...state, ...event.payload, createdAt: state.createdAt ?? stampMs(event.at) }),
		describe: ({ payload }) => l10n.t('Created: {0}', payload.title),
		provenance: 'reported',
		isFinal: true,
	},
);
