import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { Analysis } from '../../suspects/model';
import { defineEvent } from './define';

const Reasons = v.array(v.object({ kind: v.string(), detail: v.string(), weight: v.number() }));

const AnalysisSchema: v.GenericSchema<unknown, Analysis> = v.object({
	revision: v.string(),
	files: v.array(v.object({ path: v.string(), score: v.number(), reasons: Reasons })),
	commits: v.array(
		v.object({
			sha: v.string(),
			score: v.number(),
			author: v.string(),
			date: v.string(),
			subject: v.string(),
			reasons: Reasons,
		}),
	),
	excluded: v.array(v.object({ sha: v.string(), reason: v.string() })),
	problems: v.array(
		v.object({
			code: v.picklist([
				'noTrace',
				'noFrames',
				'noFileAtRevision',
				'onlyVendorFrames',
				'shallowClone',
				'weakEvidence',
				'noSuspects',
				'ambiguousFrames',
			] satisfies Analysis['problems'][number]['code'][]),
			message: v.string(),
		}),
	),
	locations: v.array(
		v.array(
			v.array(
				v.nullable(
					v.object({
						path: v.string(),
						line: v.optional(v.number()),
						confidence: v.number(),
						alternatives: v.array(v.string()),
					}),
				),
			),
		),
	),
});

/** The answer of an analysis; the last one is the incident's. */
export const suspectsAnalyzed = defineEvent('suspects.analyzed', AnalysisSchema, {
	apply: (state, { payload }) => ({ ...state, analysis: payload }),
	describe: ({ payload: { commits, files, revision } }) =>
		l10n.t(
			'Analyzed at {0}; suspect commits: {1}, suspect files: {2}',
			revision.slice(0, 10),
			commits.length,
			files.length,
		),
	provenance: 'inferred',
});
