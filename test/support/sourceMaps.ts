import { encode } from '@jridgewell/sourcemap-codec';
import type { SourceMapSegment } from '@jridgewell/trace-mapping';

/** The `mappings` of a source map. */
export function encodedMappings(lines: readonly (readonly SourceMapSegment[])[]): string {
	return encode(lines.map((line) => [...line]));
}
