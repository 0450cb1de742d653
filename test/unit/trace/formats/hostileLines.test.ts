import assert from 'node:assert/strict';
import { dart } from '../../../../src/core/trace/formats/dart';
import { generic } from '../../../../src/core/trace/formats/generic';
import { haskell, haskellProfile } from '../../../../src/core/trace/formats/haskell';
import { julia } from '../../../../src/core/trace/formats/julia';
import { nim } from '../../../../src/core/trace/formats/nim';
import { ocaml } from '../../../../src/core/trace/formats/ocaml';
import { r, rlang } from '../../../../src/core/trace/formats/r';
import { shell } from '../../../../src/core/trace/formats/shell';

/** The longest line that a format gets. */
const LENGTH = 8192;

/** What lines begin with, and what then goes on for ever: backtracking over these once took up to a second. */
const BEGINNINGS: readonly string[] = [
	'',
	'1. ',
	'#1 a (',
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
	', called at ',
	' at ',
	' (from ',
	'.nim(1) ',
	'.dart 1',
	' (',
	'"a".',
];
const ENDS: readonly string[] = ['', '!', ')', ':1', '#1'];

/** Linear patterns need less than one; the bound leaves room for a busy machine. */
const MAX_MS = 30;

describe('a line made to be slow', () => {
	for (const format of [dart, generic, haskell, haskellProfile, julia, nim, ocaml, r, rlang, shell]) {
		it(`is soon refused: ${format.id}`, () => {
			for (const beginning of BEGINNINGS) {
				for (const piece of PIECES) {
					for (const end of ENDS) {
						const text = beginning + piece.repeat(LENGTH / piece.length);
						const line = text.slice(0, LENGTH - end.length) + end;
						const start = performance.now();
						format.accepts(line);
						const ms = performance.now() - start;
						assert.ok(ms < MAX_MS, `${ms} ms: ${JSON.stringify(beginning + piece)} … ${end}`);
					}
				}
			}
		});
	}
});
