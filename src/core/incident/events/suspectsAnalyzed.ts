import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { Analysis, Unresolved } from '../../suspects/model';
import { defineEvent } from './define';

const Reasons = v.array(
	v.looseObject({
		kind: v.string(),
		detail: v.string(),
		weight: v.number(),
		/** A place that is none is left out: the reason is told all the same. */
		at: v.fallback(
			v.optional(v.object({ path: v.string(), line: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
			undefined,
		),
	}),
);

/** Loose, so that an analysis of a newer version keeps its fields, and a problem it knows and we do not is told all the same. */
const AnalysisSchema: v.GenericSchema<unknown, Analysis> = v.looseObject({
	revision: v.string(),
	files: v.array(v.looseObject({ path: v.string(), score: v.number(), reasons: Reasons })),
	commits: v.array(
		v.looseObject({
			sha: v.string(),
			score: v.number(),
			author: v.string(),
			date: v.string(),
			subject: v.string(),
			reasons: Reasons,
		}),
	),
	excluded: v.array(v.looseObject({ sha: v.string(), reason: v.string() })),
	problems: v.array(
		v.looseObject({
			code: v.custom<Analysis['problems'][number]['code']>((code) => typeof code === 'string'),
			message: v.string(),
		}),
	),
	originals: v.optional(
		v.array(
			v.array(
				v.array(
					v.nullable(
						v.looseObject({
							source: v.string(),
							line: v.number(),
							column: v.number(),
							function: v.optional(v.string()),
							map: v.string(),
							key: v.string(),
						}),
					),
				),
			),
		),
	),
	locations: v.array(
		v.array(
			v.array(
				v.nullable(
					v.looseObject({
						path: v.string(),
						line: v.optional(v.number()),
						confidence: v.number(),
						alternatives: v.array(v.string()),
						elsewhere: v.optional(
							v.array(v.looseObject({ path: v.string(), repository: v.string(), revision: v.string() })),
						),
						by: v.optional(v.picklist(['mapping', 'choice'])),
						repository: v.optional(v.string()),
						revision: v.optional(v.string()),
					}),
				),
			),
		),
	),
	unresolved: v.optional(
		v.array(
			v.array(v.array(v.nullable(v.custom<Unresolved>((why) => v.is(v.looseObject({ code: v.string() }), why))))),
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
