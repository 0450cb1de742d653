import type { Needle } from './format';
import type { Location } from './location';
import type { Relation } from './model';

// What a language says about its traces; `reader.ts` does what they have in common: messages of several lines, causes, order, offsets, lines of
// other streams in the middle.

/** Where in the line's content a part stands; all but the blanks round it where it does not say. */
interface Span {
	readonly start?: number;
	readonly end?: number;
	/** What the format has to know of it at the lines below. */
	readonly note?: string | undefined;
}

/** One call. */
export interface FramePart extends Span {
	readonly kind: 'frame';
	readonly name?: string | undefined;
	/** Absent: unlocated. */
	readonly location?: Location | undefined;
	/** Where the path does not tell. */
	readonly inApp?: boolean;
	readonly isAsync?: boolean;
	/** Of an exception's first frame: what stands before it on its line is the end of the message. */
	readonly message?: string | undefined;
}

/** The first line of a call of two lines. Without a place below, it is an unlocated frame. */
export interface NamePart extends Span {
	readonly kind: 'name';
	readonly name: string;
	/** A trace is recognised by it alone. */
	readonly isSure?: boolean;
	readonly inApp?: boolean;
}

/** The second line of such a call; without a name above, a frame of its own. */
export interface PlacePart extends Span {
	readonly kind: 'place';
	readonly location: Location;
	readonly inApp?: boolean;
}

/** An exception's own line. Its message goes on through the lines below, as far as the next part. */
export interface HeadPart extends Span {
	readonly kind: 'head';
	readonly type?: string | undefined;
	readonly message?: string | undefined;
	/** How it stands to the exception before; `cause` where it does not say. Of a trace's first exception always `thrown`. */
	readonly relation?: Relation | undefined;
	readonly thread?: string | undefined;
	/** It is not the thread that failed (Go's `runtime stack:`), though it is printed first. */
	readonly isAside?: boolean;
	/** Where it was thrown, if no frame repeats it: it becomes the innermost frame. */
	readonly location?: Location | undefined;
	/** The same, if frames may repeat it (Rust `panicked at`): used where no frame has a place. */
	readonly fallback?: Location | undefined;
	/** The function of that frame, and whose it is where the path does not tell. */
	readonly name?: string | undefined;
	readonly inApp?: boolean | undefined;
	/** The exceptions before are its causes (PHP `Next X: …`, Java `Wrapped by: …`), so it goes to the front. */
	readonly isOuter?: boolean;
	/** It stands below its frames (Nim, numbered Ruby): it names the exception that is open; frames below it are those of an outer one. */
	readonly isBelow?: boolean;
	/** With `isBelow`: further frames of the same exception follow. */
	readonly isOpen?: boolean;
	/** How deep in groups it stands; with `isOuter`, the exceptions before are those of the same depth. */
	readonly depth?: number | undefined;
	/** Further exceptions on the same line (.NET `A: x ---> B: y`); the frames that follow are the last one's, up to a `pop`. */
	readonly inner?: HeadPart | undefined;
	/** With or without frames, this line is a trace's: it is recognised by its head alone. */
	readonly isSure?: boolean;
}

/**
 * `skip`: belongs to the trace and says nothing we keep. `end`: the last line of it. `boundary`: what is below was awaited. `pop`: what is below belongs
 * to the exception that the last one was opened in.
 */
export interface MarkPart extends Span {
	readonly kind: 'skip' | 'end' | 'boundary' | 'pop';
}

/** The call before (as printed) was printed once for `count` more of it. */
export interface RepeatPart extends Span {
	readonly kind: 'repeat';
	readonly count: number;
}

export type Part = FramePart | NamePart | PlacePart | HeadPart | MarkPart | RepeatPart;

/** Every function gets a line without prefix, colours and escapes, of at most 8192 units, and takes time linear in it. */
export interface Grammar {
	readonly id: string;
	/** A line where the format is recognised (one with a frame, a place or a sure head) holds one of these. */
	readonly needles: readonly Needle[];
	/** A cheap look that a line passes wherever the format is recognised, for grammars whose patterns are many. */
	readonly hint?: RegExp;
	/**
	 * What a line is, undefined for one that is not of this format. Indentation may be lost.
	 *
	 * @param before the part above, undefined where the trace is recognised: for lines that say what they are only there
	 */
	part(content: string, before: Part | undefined): Part | undefined;
	/**
	 * The exception's own line, looked for above the first part.
	 *
	 * @param gap lines between it and that part: with 0, less will do
	 */
	head?(content: string, gap: number): HeadPart | undefined;
	/** Whether a line below a head that stands below its frames goes on with its message. */
	isMessage?(content: string): boolean;
	/** Frames are printed with the outermost call first. */
	readonly isOutermostFirst?: boolean;
	/** Each function is printed with the place that it was called from (PHP, Perl, Haskell): the names move one frame outwards. */
	readonly isCalledAt?: boolean;
	/** Frames may be the runtime's alone (Rust without debug information): a head's `fallback` is used where no frame is in its file, too. */
	readonly mayLackPlace?: boolean;
	/** Frames are joined across blank lines and section titles: the lines that may be left out between two parts, 1 if absent. */
	readonly maxForeign?: number;
}
