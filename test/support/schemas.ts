import { toJsonSchema } from '@valibot/to-json-schema';
import { outputs } from '../../src/cli/schema';
import { ExchangeFile } from '../../src/core/incident/exchange/file';
import { ExportedReview } from '../../src/core/review/exported';

/** File name → text of each JSON Schema that media/schema must hold. */
export function schemaTexts(): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries({ ...outputs, incidents: ExchangeFile, review: ExportedReview }).map(([name, schema]) => {
			const json = { title: `faultline ${name}`, ...toJsonSchema(schema, { errorMode: 'ignore' }) };
			return [`${name}.schema.json`, `${JSON.stringify(json, undefined, '\t')}\n`];
		}),
	);
}
