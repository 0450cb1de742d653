import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { redactSteps } from '../../../src/core/redaction/redact';
import { goldenCases } from '../../support/golden';
import { anySecret, PLACES, redact, vendorTokens } from '../../support/secrets';
import { mutations, soup } from '../../support/traceTexts';

const traces = goldenCases('traces').map(({ input }) => input);
const someTrace = fc.constantFrom(...traces);
const place = fc.constantFrom(...PLACES);

/** A line with a secret, among the lines of a real trace. */
const leaking = (secret: fc.Arbitrary<string>, where: fc.Arbitrary<string>) =>
	fc.tuple(someTrace, fc.nat(), where, secret).map(([trace, at, line, value]) => {
		const lines = trace.split('\n');
		lines.splice(at % (lines.length + 1), 0, line.replaceAll('§', value));
		return { text: lines.join('\n'), secret: value };
	});

/** As logs print text inside of JSON, once or twice. */
const escaped = (text: string, times: number) =>
	Array.from({ length: times }).reduce<string>((all) => JSON.stringify({ level: 'error', message: all }), text);

/** Pieces that rules look for, in any order. */
const bait = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				...[
					'password',
					'token',
					'secret',
					'Cookie: ',
					'Authorization: ',
					'Bearer ',
					'=',
					': ',
					'":"',
					'\\"',
					"'",
					'"',
					',',
					';',
				],
				...[
					'[redacted: password]',
					'[redacted: ',
					']',
					'://',
					'@',
					'eyJ',
					'.',
					'-----BEGIN PRIVATE KEY-----',
					'\n',
					'\\n',
					' ',
					'[',
				],
				...[
					'-----END PRIVATE KEY-----',
					'"""',
					'|',
					'curl -u a:',
					'mysql -p',
					'  ',
					'(',
					')',
					'{',
					'}',
					'<',
					'>',
					'--token ',
					'=>',
					'a@b.example',
					'#2',
				],
			),
			anySecret,
			vendorTokens,
		),
		{ maxLength: 24 },
	)
	.map((parts) => parts.join(''));

describe('redaction, whatever the text', function () {
	this.timeout(120_000);

	it('lets no vendor’s token through, wherever in a trace it stands', () => {
		const where = fc.constantFrom(
			'Error: cannot use § here',
			'  "§"',
			"('§')",
			'key=§',
			'x §',
			'§',
			'[§]',
			'<§>',
			'/?k=§&a=b',
		);
		fc.assert(
			fc.property(leaking(vendorTokens, where), fc.nat(2), ({ text, secret }, times) => {
				assert.ok(!redact(escaped(text, times)).text.includes(secret));
			}),
			{ numRuns: 500 },
		);
	});

	it('lets no secret through whose place says that it is one, in JSON in JSON as well', () => {
		fc.assert(
			fc.property(leaking(anySecret, place), fc.nat(2), ({ text, secret }, times) => {
				assert.ok(!redact(escaped(text, times)).text.includes(secret));
			}),
			{ numRuns: 1000 },
		);
	});

	it('changes nothing when it is done again, with the same rules or fewer', () => {
		fc.assert(
			fc.property(fc.oneof(bait, soup, mutations(traces)), fc.boolean(), (text, emailAddresses) => {
				const options = { emailAddresses, keys: ['customer'] };
				const once = redact(text, options).text;
				assert.equal(redact(once, options).text, once);
				assert.equal(redact(once).text, once);
			}),
			{ numRuns: 3000 },
		);
	});

	it('says of every part of the text it removed where that stood, in order', () => {
		fc.assert(
			fc.property(bait, (text) => {
				const { text: after, removed } = redact(text);
				let end = 0;
				let kept = '';
				for (const one of removed) {
					assert.ok(one.start >= end && one.end > one.start && one.end <= text.length);
					kept += text.slice(end, one.start);
					end = one.end;
				}
				kept += text.slice(end);
				assert.equal(
					after.replaceAll(/\[redacted: [A-Za-z -]+( #\d+)?\]/g, ''),
					kept.replaceAll(/\[redacted: [A-Za-z -]+( #\d+)?\]/g, ''),
				);
			}),
			{ numRuns: 1000 },
		);
	});
});

/** What rules begin with, for ever: each candidate fails late or never ends. */
const HOSTILE: readonly string[] = [
	...[
		'token=',
		'token="',
		'token="x\\"',
		'eyJ',
		'eyJa.',
		'-eyJ',
		'password: ',
		'Cookie: a=',
		'Cookie: a="',
		'Authorization: Bearer ',
	],
	...[
		'://',
		'://a:b',
		'://a@',
		'-----BEGIN PRIVATE KEY-----',
		'-----END PRIVATE KEY-----',
		'-----BEGIN PRIVATE KEY-----\n',
		'ghp_',
	],
	...[
		'xoxb-',
		'\\',
		'\\"',
		'"',
		'password=)',
		'password=(',
		'[redacted: ',
		'["password","',
		'token":["a","',
		'1234567890:AA',
		'a-',
	],
	...["cookie: ['a=b',", 'Password=a b;', 'token => \n', '<password>', '--token ', 'Digest authorization: Digest a'],
	...[
		'password: |\n ',
		'password: |\n  x\n',
		'password:\n',
		'password = """',
		'curl -u a:',
		'curl ',
		'-u ',
		'mysql -p"',
	],
];

/** Steps end after so many places that were looked at, so their number measures the work on any machine; `sizes` are what a place may cost. */
function stepsOf(text: string): number {
	let steps = 0;
	for (const work = redactSteps(text, { ...DEFAULT_REDACTION, emailAddresses: true }); !work.next().done; ) {
		steps++;
	}
	return steps;
}

describe('the work of redacting', function () {
	this.timeout(240_000);

	for (const piece of HOSTILE) {
		it(`only doubles with twice the text, and comes to an end on a line of a megabyte: ${JSON.stringify(piece)}`, () => {
			const once = stepsOf(piece.repeat(Math.ceil(500_000 / piece.length)));
			const twice = stepsOf(piece.repeat(Math.ceil(1_000_000 / piece.length)));
			assert.ok(twice <= 2 * once + 40, `${once} steps became ${twice}`);
		});
	}
});
