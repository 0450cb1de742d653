import * as v from 'valibot';
import { STATUSES } from '../status';

/** What a list of incidents is grouped by. */
export const GROUPINGS = ['none', 'status', 'priority', 'service', 'assignee'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What comes first in a list, or in each group of it. */
export const SORTINGS = ['priority', 'newest', 'oldest', 'lastChange'] as const;
export type Sorting = (typeof SORTINGS)[number];

/** Which incidents a list shows; all that it says at once. */
export const FilterSchema = v.object({
	/** Words as for a search; empty for none. */
	text: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
	/** Empty for any. */
	statuses: v.optional(v.array(v.picklist(STATUSES)), []),
	/** Only those that are assigned to the person who looks. */
	isMine: v.optional(v.boolean(), false),
	/** Only those that were analysed in a repository that is open. */
	isHere: v.optional(v.boolean(), false),
});
export type Filter = Readonly<v.InferOutput<typeof FilterSchema>>;

export const NO_FILTER: Filter = { text: '', statuses: [], isMine: false, isHere: false };

/** How a person wants to see the incidents. */
export const ArrangementSchema = v.object({
	grouping: v.picklist(GROUPINGS),
	sorting: v.picklist(SORTINGS),
	filter: FilterSchema,
});
export type Arrangement = Readonly<v.InferOutput<typeof ArrangementSchema>>;

/** One list, what is worst first. */
export const DEFAULT_ARRANGEMENT: Arrangement = { grouping: 'none', sorting: 'priority', filter: NO_FILTER };
