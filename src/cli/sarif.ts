/** A place in a text file; lines and columns are 1-based, columns in UTF-16 units, the end is behind the last one. */
export interface Region {
	readonly startLine: number;
	readonly startColumn: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export interface SarifResult {
	readonly ruleId: string;
	readonly message: string;
	readonly file: string;
	/** Absent for the whole file. */
	readonly region?: Region | Pick<Region, 'startLine' | 'endLine'>;
	/** The same for the same finding in the next run, wherever it is then. */
	readonly fingerprint?: string;
	readonly fix?: { readonly description: string; readonly region: Region; readonly text: string };
}

/**
 * Findings as code scanning reads them, all of level `note`.
 *
 * @param about what a rule finds, by its id, in a sentence
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(
	version: string,
	results: readonly SarifResult[],
	about: Readonly<Record<string, string>> = {},
) {
	const rules = [...new Set(results.map(({ ruleId }) => ruleId))].map((id) => ({
		id,
		...(about[id] !== undefined && { shortDescription: { text: about[id] } }),
	}));
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'Faultline', version, rules } },
				columnKind: 'utf16CodeUnits',
				results: results.map(({ ruleId, message, file, region, fingerprint, fix }) => {
					const artifactLocation = { uri: uriOf(file) };
					return {
						...{ ruleId, level: 'note', message: { text: message } },
						locations: [{ physicalLocation: { artifactLocation, ...(region && { region }) } }],
						...(fingerprint !== undefined && { partialFingerprints: { 'faultline/v1': fingerprint } }),
						...(fix && {
							fixes: [
								{
									description: { text: fix.description },
									artifactChanges: [
										{
											artifactLocation,
											replacements: [{ deletedRegion: fix.region, insertedContent: { text: fix.text } }],
										},
									],
								},
							],
						}),
					};
				}),
			},
		],
	};
}

/** A path as a relative reference; one that is absolute as an address. */
function uriOf(file: string): string {
	const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
	return /^[A-Za-z]:/.test(file) ? `file:///${path}` : path.startsWith('/') ? `file://${path}` : path;
}
