import * as v from 'valibot';

/** A text, or nothing where it is something else: one odd field makes no alert unreadable. */
export const Text = v.fallback(v.optional(v.string()), undefined);
/** An id, which some write as a number. */
export const Id = v.pipe(
	v.union([v.string(), v.number()]),
	v.transform((id) => String(id)),
);
export const Count = v.fallback(v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number))), undefined);
export const Time = v.fallback(v.optional(v.union([v.string(), v.number()])), undefined);

/** What fits, or nothing. */
export function fitting<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : undefined;
}

/** `env:prod` as Datadog and others write tags; those without a value say only that they are there. */
export const tagLabels = (tags: readonly unknown[]): Readonly<Record<string, string>> =>
	Object.fromEntries(
		tags.flatMap((tag): [string, string][] => {
			const [, name, value] = typeof tag === 'string' ? (/^([^:]{1,100}):(.*)$/s.exec(tag) ?? []) : [];
			return name === undefined ? [] : [[name.trim(), (value ?? '').trim()]];
		}),
	);
