/** What is asked of each place; the trained weights name them. Ages are logarithms of days, counts logarithms of one more. */
export const FEATURES = [
	// The frame it is nearest to.
	'frame.order',
	'frame.order²',
	'frame.isFirst',
	'frame.isVendor',
	'frame.isTest',
	'frame.isGuard',
	'frame.isMemory',
	'frame.isPlumbing',
	'frame.followsHelper',
	'frame.confidence',
	'native.order',
	'native.isFirst',
	'native.isMemory',
	'native.age',
	// Where it is, seen from there.
	'line.isInFunction',
	'line.isFrameLine',
	'line.isNextLine',
	'line.isAbove',
	'line.distance',
	'line.distance²',
	'line.frames',
	// What it says.
	'text.message',
	'text.frameLine',
	'text.callee',
	'text.isCondition',
	'text.isReturn',
	'text.isAssignment',
	'text.isHeader',
	'text.isImport',
	'text.functionName',
	// The function and the file round it.
	'function.lines',
	'function.share',
	'function.ageRank',
	'function.isNewest',
	'function.isOther',
	'file.lines',
	'file.share',
	'file.ageRank',
	'file.isNewest',
	'file.order',
	'file.otherAgeRank',
	// The commit.
	'commit.age',
	'commit.age²',
	'commit.isOfThisWeek',
	'commit.isOfThisMonth',
	'commit.isFix',
	'commit.isRefactoring',
	'commit.isRevert',
	'commit.subjectMessage',
	// The commit as a whole; 0 before it is read.
	'change.files',
	'change.files²',
	'change.traceFiles',
	'change.messageWords',
	'change.frameWords',
	'change.messageText',
	'change.pathsText',
	'change.length',
	'change.isRoot',
] as const;

type Feature = (typeof FEATURES)[number];
const AT = new Map<string, number>(FEATURES.map((name, i) => [name, i]));
/** Index of a feature in a place's vector. */
export const at = (name: Feature): number => AT.get(name) ?? 0;
