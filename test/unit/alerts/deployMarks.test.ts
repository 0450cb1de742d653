import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deployMarks } from '../../../src/core/alerts/deployMarks';
import { NOON } from '../../support/incidents';

const mark = (text: string, tags: readonly string[] = [], minutes = 10) => ({
	text,
	tags,
	startsAt: NOON - minutes * 60_000,
});
const named = (...marks: Parameters<typeof deployMarks>[0]) => deployMarks(marks, NOON).map(({ revision }) => revision);

describe('marks on graphs', () => {
	it('name what was deployed, in their text, in their tags, in HTML', () => {
		for (const [one, revision] of [
			[mark('Deployed v1.4.0 to production'), 'v1.4.0'],
			[mark('', ['deploy', 'checkout', 'version:v1.4.0']), 'v1.4.0'],
			[mark('release', ['commit=0a1b2c3d4e5f']), '0a1b2c3d4e5f'],
			[mark('<a href="https://ci.example/7">shop@1.4.0</a> rolled out.', ['team:shop']), 'shop@1.4.0'],
			[mark('deployment finished: 1.4.2.', ['prod']), '1.4.2'],
		] as const) {
			assert.deepEqual(named(one), [revision], one.text);
		}
	});

	it('name nothing where they are no deployment, or name nothing that is a release', () => {
		assert.deepEqual(
			named(mark('Alert fires on 10.0.0.1'), mark('v1.4.0 tested'), mark('deploy started', ['prod'])),
			[],
		);
		assert.deepEqual(named(mark('undeployed v1.4.0')), []);
	});

	it('are those before the start, the newest first, each once', () => {
		const marks = [mark('deploy v1.3.0', [], 500), mark('deploy v1.4.0', [], 14), mark('deploy v1.4.0', [], 20)];
		const later = mark('deploy v1.5.0', [], -6);
		assert.deepEqual(
			deployMarks([...marks, later], NOON).map(({ revision, at }) => [revision, at]),
			[
				['v1.4.0', NOON - 14 * 60_000],
				['v1.3.0', NOON - 500 * 60_000],
			],
		);
	});

	it('are shown in one line, whatever somebody wrote', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', maxLength: 300 }),
				fc.array(fc.string(), { maxLength: 5 }),
				(text, tags) => {
					for (const one of deployMarks([mark(`deploy v1.4.0 ${text}`, tags)], NOON)) {
						assert.doesNotMatch(one.text, /[\p{Cc}\u202e]/u);
						assert.ok(one.text.length <= 120 && !/\s/.test(one.revision));
					}
				},
			),
		);
	});
});
