// What kind of change a commit calls itself.

const FIX = /\b(?:fix|bug|crash|leak|regress)/i;
const REFACTORING =
	/\b(?:refactor|rename|move|clean ?up|format|style|indent|whitespace|lint|typo|reorgani[sz]e|split|convert|replace|switch|deprecat)/i;
const REVERT = /revert|reland|reapply/i;

export const isFix = (subject: string) => FIX.test(subject);
export const isRefactoring = (subject: string) => REFACTORING.test(subject);
export const isRevert = (subject: string) => REVERT.test(subject);
