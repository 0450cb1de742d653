import * as v from 'valibot';

const Texts = v.pipe(v.array(v.string()), v.readonly());

/** What the check of wording goes by beside its rules; undefined where it is switched off. */
export const WordingCheck = v.optional(v.object({ names: Texts, phrases: Texts }));
export type WordingCheck = v.InferOutput<typeof WordingCheck>;
