// Writes the JSON Schemas of the command line's output into media/schema: npm run schema
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaTexts } from '../test/support/schemas';

const folder = join(import.meta.dirname, '../media/schema');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(schemaTexts())) {
	writeFileSync(join(folder, name), text);
}
