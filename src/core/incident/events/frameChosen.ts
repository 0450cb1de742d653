import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

const Choice = v.object({
	/** As the trace prints it. */
	file: v.string(),
	/** `null` takes the choice back. */
	path: v.nullable(v.string()),
	/** Root of the repository that `path` is in; the analysed one where absent. */
	repository: v.optional(v.string()),
});
export type FrameChoice = v.InferOutput<typeof Choice>;

/** Which of several files a frame is in, as a person said; the last word on a printed file counts. */
export const frameChosen = defineEvent('frame.chosen', Choice, {
	apply: (state, { payload: { file, path, ...rest } }) => ({
		...state,
		choices: [
			...(state.choices ?? []).filter((choice) => choice.file !== file),
			...(path === null ? [] : [{ file, path, ...rest }]),
		],
	}),
	describe: ({ payload: { file, path } }) =>
		path === null ? l10n.t('Choice of a file for {0} taken back', file) : l10n.t('{0} is {1}', file, path),
	provenance: 'reported',
});
