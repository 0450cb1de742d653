// Reviews and Markdown as people, programs and mischief write them.
import fc from 'fast-check';
import { ACTION_KINDS } from '../../src/core/incident/actions';
import { type Review, type ReviewBody, SECTION_IDS, type Why } from '../../src/core/review/model';
import { bodyKind, sectionName } from '../../src/core/review/sectionNames';

const PLAIN = { noNullPrototype: true };
const word = fc.constantFrom(
	'checkout',
	'pool',
	'timeout',
	'Größe',
	'支付',
	'a_b',
	'*deploy*',
	'`x|y`',
	'a|b',
	'5 %',
	'#12',
	'<b>',
	'&amp;',
	'\\',
	'https://example.com/a?b=c',
);
const line = fc
	.array(word, { minLength: 1, maxLength: 5 })
	.map((words) => words.join(' '))
	.filter((one) => !/^(?:#|\\$)/.test(one));

const block = fc.oneof(
	{ weight: 4, arbitrary: line },
	fc.tuple(line, line).map((lines) => lines.join('\n')),
	line.map((one) => `### ${one}`),
	line.map((one) => `> ## ${one}\n> - x`),
	line.map((one) => `\`\`\`js\n## ${one}\n- x\n\`\`\``),
	line.map((one) => `1. ${one}\n2. b\n\n   c`),
	line.map((one) => `<details>\n## ${one}\n</details>`),
	line.map((one) => `| a | b | c |\n| --- | --- | --- |\n| ${one.replaceAll('|', '')} | x | y |`),
	fc.constantFrom('---', '***', '<!-- note -->', '    code\n    more', '[a]: https://example.com', '[^1]: a note'),
);
const bullets = line.map((one) => `- ${one}\n- b\n  - c\n\n  d`);
const table = line.map((one) => `| a | b |\n| --- | --- |\n| ${one.replaceAll('|', '')} | x |`);

const texts = (...more: readonly fc.Arbitrary<string>[]) =>
	fc.array(fc.oneof(block, ...more), { maxLength: 3 }).map((blocks) => blocks.join('\n\n'));
const time = fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }).map((seconds) => seconds * 1000);
const day = time.map((at) => new Date(at).toISOString().slice(0, 10));
const around = { intro: texts(), more: fc.constant('') };

const why = fc.letrec<{ why: Why }>((tie) => ({
	why: fc.record(
		{
			text: line,
			evidence: fc.array(line, { maxLength: 2 }),
			because: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('why'), { maxLength: 2 })),
		},
		PLAIN,
	),
})).why;

const optional = { requiredKeys: ['isDone', 'text', 'kind'] as ('isDone' | 'text' | 'kind')[] };
const action = fc.record(
	{
		id: fc.constantFrom('01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R07F3KQ8ZJ4N6M2W9Y'),
		isDone: fc.boolean(),
		text: line,
		kind: fc.constantFrom(...ACTION_KINDS),
		owner: line,
		due: day,
		issue: fc.constant('https://github.com/acme/shop/issues/7'),
	},
	{ ...optional, noNullPrototype: true },
);

const bodies: Readonly<Record<ReviewBody['kind'], fc.Arbitrary<ReviewBody>>> = {
	text: texts(bullets, table).map((text) => ({ kind: 'text', text })),
	measures: fc
		.record({
			...around,
			rows: fc.array(fc.record({ name: line, value: line }, PLAIN), { minLength: 1, maxLength: 3 }),
		})
		.map((one) => ({ kind: 'measures', head: { name: 'Measure', value: 'Value' }, ...one })),
	timeline: fc
		.record({
			...around,
			moments: fc.array(fc.record({ at: time, text: line }, { requiredKeys: ['text'], noNullPrototype: true }), {
				minLength: 1,
				maxLength: 4,
			}),
		})
		.map((one) => ({ kind: 'timeline', ...one })),
	whys: fc
		.record({ ...around, whys: fc.array(why, { minLength: 1, maxLength: 3 }) })
		.map((one) => ({ kind: 'whys', ...one })),
	actions: fc
		.record({ ...around, actions: fc.array(action, { minLength: 1, maxLength: 3 }) })
		.map((one) => ({ kind: 'actions', ...one })),
};

const known = fc
	.subarray([...SECTION_IDS])
	.chain((ids) =>
		fc.tuple(
			...ids.map((id) =>
				bodies[bodyKind(id)].map((body) => ({ id, heading: sectionName(id), level: 2 as const, body })),
			),
		),
	);
const own = fc.array(
	fc.record(
		{
			id: fc.constant('own' as const),
			heading: line,
			level: fc.constantFrom<1 | 2>(1, 2),
			body: bodies.text,
		},
		PLAIN,
	),
	{ maxLength: 2 },
);

/** What a form may hold. */
export const someReview: fc.Arbitrary<Review> = fc
	.record({
		front: fc.record(
			{
				incident: fc.constantFrom('INC-7F3KQ', 'with: colon', '"quoted"'),
				template: fc.constantFrom('default', 'our own'),
				status: fc.constantFrom('draft', 'complete'),
				timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Nowhere/AtAll'),
				other: fc.constantFrom('', 'tags:\n  - payments\ndate: 2026-11-20'),
			},
			{ requiredKeys: ['other'], noNullPrototype: true },
		),
		title: line,
		preamble: texts(bullets, table),
		known,
		own,
	})
	.map(({ known: some, own: more, ...review }) => ({ ...review, sections: [...some, ...more] }));

const NAMES = [...SECTION_IDS.map(sectionName), 'Our own', 'What happened', 'Timeline <!-- impact -->', ''];
const heading = fc.oneof(
	fc.constantFrom(...NAMES).map((name) => `## ${name}`),
	fc.constantFrom(...NAMES).map((name) => `# ${name} #`),
	fc.constantFrom(...NAMES.filter((name) => name !== '')).map((name) => `${name}\n---`),
	fc.constantFrom(...NAMES.filter((name) => name !== '')).map((name) => `  ## ${name}`),
);
const odd = fc.oneof(
	bullets,
	table,
	line.map((one) => `* ${one}\n* [x] b\n\n+ c`),
	line.map((one) => ` -  ${one}\nlazy\n -  b`),
	line.map((one) => `-\t${one}\n\n\tbelow\n- b`),
	line.map((one) => `- 2026-11-20 14:05 UTC ${one}\n- 2026-11-20 14:05:06 UTC (15:05:06 GMT+1) b\n- no time`),
	line.map(
		(one) =>
			`- [ ] ${one} <!-- 01KAT2Q5R07F3KQ8ZJ4N6M2W9X -->\n  - kind: detect\n  - due: 2026-02-31\n- [x] b\n  - owner: c`,
	),
	line.map((one) => `- ${one}\n  - evidence: a\n  - b\n    1. c\n\n       - d`),
	line.map((one) => `- \`\`\`\n  ${one}\n- b`),
	line.map((one) => `- - - ${one}\n-\n- ---`),
	line.map((one) => `\`\`\`\n${one}`),
	line.map((one) => `<!-- ${one}`),
	line.map((one) => `[there]: https://example.com/there "Where"\n${one}`),
	fc.constantFrom(...NAMES).map((name) => `[there]: https://example.com/there\n${name}\n---`),
	fc.constantFrom(
		'---\na: b\n---',
		'~~~',
		'<pre>',
		'- \n\n  a',
		'-     code\n\n      more',
		'| a | b |\n| - | - |\n| \\| | `\\|` |\n| c |',
	),
	fc.string({ maxLength: 30 }),
	fc.string({
		unit: fc.constantFrom('-', ' ', '\n', '#', '*', '|', '`', '>', '1', '.', '\t', 'a', '\\', '<', '[', ']', ':'),
		maxLength: 40,
	}),
);

/** What somebody may have written. */
export const someMarkdown: fc.Arbitrary<string> = fc
	.tuple(
		fc.constantFrom(
			'',
			'\ufeff',
			'\ufeff---\nincident: INC-7F3KQ\nstatus: draft\n---\n',
			'---\nincident: INC-7F3KQ\nstatus: draft\ntags: [a]\ntimezone: Europe/Berlin\n---\n',
			'\n',
			'# Title\n\n',
		),
		fc.array(fc.oneof({ weight: 2, arbitrary: heading }, block, { weight: 2, arbitrary: odd }), { maxLength: 8 }),
		fc.constantFrom('\n', '\n\n', '\n\n', '\n\n\n'),
		fc.constantFrom('', '\n', ' \n'),
		fc.boolean(),
	)
	.map(([front, parts, between, end, isDos]) => {
		const text = front + parts.join(between) + end;
		return isDos ? text.replaceAll(/\r?\n/g, '\r\n') : text;
	});
