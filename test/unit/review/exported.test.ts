import assert from 'node:assert/strict';
import Ajv from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { ExportedReview } from '../../../src/core/review/exported';
import { reviewJson } from '../../../src/core/review/files';
import { writeReview } from '../../../src/core/review/write';
import { anIncident } from '../../support/incidents';
import { schemaTexts } from '../../support/schemas';
import { someMarkdown, someReview } from '../../support/someReviews';

const incident = anIncident({
	...{ service: 'shop', startedAt: 0, resolvedAt: 3_600_000 },
	actions: [
		{ id: '01KAT2Q5R07F3KQ8ZJ4N6M2W9X', at: 0, text: 'Alert', kind: 'detect', due: '2026-12-01' },
		{ id: 'b', at: 0, text: 'Done', kind: 'prevent', done: { at: 1000, actor: 'Ann', by: 'issue' } },
	],
	checks: [{ check: 'fixDeployed', at: 2000, actor: 'Ann' }],
});

describe('A review that is exported for programs', () => {
	it('is as its published schema has it, with nothing that the schema does not say, whatever it holds', () => {
		const { $schema: _, ...schema } = JSON.parse(schemaTexts()['review.schema.json'] ?? '');
		const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
		const markdown = fc.oneof(
			someReview.map((review) => writeReview(review)),
			someMarkdown,
			fc.constant(''),
		);
		fc.assert(
			fc.property(markdown, (text) => {
				for (const of of [incident, anIncident()]) {
					const json: unknown = JSON.parse(reviewJson(of, text));
					assert.ok(validate(json), JSON.stringify(validate.errors));
					assert.deepEqual(v.parse(ExportedReview, json), json);
				}
			}),
			{ numRuns: 80 },
		);
	});

	it('names nobody who did or verified something', () => {
		assert.doesNotMatch(reviewJson(incident, ''), /Ann/);
	});

	it('is refused by the schema where it is something else', () => {
		const json = JSON.parse(reviewJson(incident, '## Root causes\n\n- It broke\n  - evidence: a log\n'));
		const { $schema: _, ...schema } = JSON.parse(schemaTexts()['review.schema.json'] ?? '');
		const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
		const [section] = json.review.sections;
		section.body.whys[0].evidence = [7];
		assert.equal(validate(json), false);
	});
});
