/** What the double answers. */
export const OPERATIONS: readonly string[];
