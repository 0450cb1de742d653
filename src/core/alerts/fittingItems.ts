import * as v from 'valibot';

/** A list of what fits, up to so many: one wrong entry, as people write them by hand, takes none of the others along. */
export const fittingItems = <T>(item: v.GenericSchema<unknown, T>, most: number) =>
	v.pipe(
		v.array(v.unknown()),
		v.transform((all): T[] =>
			all
				.flatMap((one) => {
					const result = v.safeParse(item, one);
					return result.success ? [result.output] : [];
				})
				.slice(0, most),
		),
	);
