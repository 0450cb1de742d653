/** The longest line that a format gets. */
const LENGTH = 8192;

/** What lines begin with, go on with for ever, and end in: backtracking over some of these once took up to a second. */
const BEGINNINGS: readonly string[] = [
	'',
	'1. ',
	'#1 a (',
	'#0 0x12 in ',
	'frame #1: 0x12 a`',
	'00 0012345678 a!',
	'1 [ra] 0x12345678 ',
	'Error in ',
	'f, called at ',
	'Raised at ',
	'/a.nim(3, 4) ',
	'@ ',
];
const PIECES: readonly string[] = [
	' ',
	'\t',
	'│',
	'/',
	'::',
	' (',
	' [',
	' a',
	' at ',
	' in ',
	') at ',
	', called at ',
	' (from ',
	', file a',
	"', ",
	'.nim(1) ',
	'.dart 1',
	'"a".',
	'panicked at ',
	'.lua:1: ',
	'.ex:1: ',
	'{file,"a',
	'block in ',
];
const ENDS: readonly string[] = ['', '!', ')', ':1', '#1', ' [a.c @ 3]'];

/** Lines that a pattern which goes back over what it read takes hundreds of milliseconds for; one that does not, none. */
export function* hostileLines(): Generator<string> {
	for (const beginning of BEGINNINGS) {
		for (const piece of PIECES) {
			for (const end of ENDS) {
				const text = beginning + piece.repeat(LENGTH / piece.length);
				yield text.slice(0, LENGTH - end.length) + end;
			}
		}
	}
}
