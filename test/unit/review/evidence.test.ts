import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import {
	evidenceLink,
	evidenceMarkdown,
	partAddress,
	partAt,
	type RecordPart,
	shownLabel,
} from '../../../src/core/review/evidence';
import { offeredEvidence } from '../../../src/core/review/offeredEvidence';
import { readReview } from '../../../src/core/review/read';
import { writeReview } from '../../../src/core/review/write';
import { anIncident } from '../../support/incidents';

const SHA = 'a'.repeat(40);
const ULID = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

/** The one link that a text is to a reader of Markdown. */
function linkIn(markdown: string): { readonly url: string; readonly text: string } | undefined {
	const { children } = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
	const [block] = children;
	const [link] = block?.type === 'paragraph' ? block.children : [];
	const isAll = children.length === 1 && block?.type === 'paragraph' && block.children.length === 1;
	const text = link?.type === 'link' ? link.children.map((one) => ('value' in one ? one.value : '\0')).join('') : '';
	return isAll && link?.type === 'link' ? { url: link.url, text } : undefined;
}

const somebody = fc.string({
	unit: fc.constantFrom(...'ab[]()`\\<>&!@#*_|.:/^~ 1', '\n', '😀', 'https://x.org', 'www.x.org', '&amp;'),
	maxLength: 14,
});
const part: fc.Arbitrary<RecordPart> = fc.oneof(
	fc.constantFrom<RecordPart>({ kind: 'event', id: ULID }, { kind: 'note', id: ULID }, { kind: 'commit', sha: SHA }),
	fc.tuple(fc.nat(9), fc.nat(9), fc.nat(99)).map((at): RecordPart => ({ kind: 'frame', at })),
);

describe('evidence of an answer', () => {
	it('is a link where a reader of Markdown sees one, whatever somebody wrote', () => {
		const line = fc.oneof(
			somebody,
			fc.tuple(somebody, somebody).map(([label, url]) => `[${label}](https://example.com/${url})`),
			somebody.map((one) => `<https://example.org/${one}>`),
			somebody.map((one) => `https://example.org/${one}`),
		);
		fc.assert(
			fc.property(line, (markdown) => {
				const link = evidenceLink(markdown);
				if (link) {
					assert.equal(linkIn(markdown)?.url, link.url, markdown);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it('keeps what a record offers, whatever it is called, in Markdown both ways', () => {
		const offered = fc
			.record({ subject: somebody, title: somebody, path: somebody, sentence: somebody, url: somebody })
			.map(({ subject, title, path, sentence, url }) =>
				offeredEvidence(
					anIncident({
						timeline: [{ eventId: ULID, at: 0, actor: '', type: 'note.added', provenance: 'reported', sentence }],
						verdicts: [{ sha: SHA, subject, date: '', author: '', verdict: 'confirmed', by: 'person', rank: 1, at: 0 }],
						links: [
							{ kind: 'runbook', url: `https://example.com/a?b=1&c=2${encodeURI(url)}`, title },
							{ kind: 'pullRequest', url: 'https://github.com/acme/shop/pull/(7)', title },
						],
						analysis: {
							...{ revision: SHA, files: [], commits: [], excluded: [], problems: [] },
							locations: [[[null, { path: path || 'a', line: 4, confidence: 1, alternatives: [] }]]],
						},
					}),
				),
			);
		fc.assert(
			fc.property(offered, (all) => {
				assert.deepEqual(
					all.map(({ kind }) => kind),
					['event', 'commit', 'frame', 'pullRequest', 'link'],
				);
				const evidence = all.map(evidenceMarkdown);
				for (const [i, line] of evidence.entries()) {
					const { label, url } = all[i] ?? assert.fail();
					assert.deepEqual(evidenceLink(line), { label, url });
					assert.equal(linkIn(line)?.url, url, line);
				}
				const before = readReview('## Root causes\n\n- It broke\n');
				const [section] = before.sections;
				const whys = [{ text: 'It broke', evidence, because: [{ text: 'A *change*', evidence, because: [] }] }];
				const body = { kind: 'whys' as const, intro: '', more: '', whys };
				const review = { ...before, sections: [{ ...(section ?? assert.fail()), body }] };
				assert.deepEqual(readReview(writeReview(review)), review);
			}),
			{ numRuns: 60 },
		);
	});

	it('leads to parts of the record, in whichever edition of VS Code it is read, and to nothing else of the editor', () => {
		fc.assert(
			fc.property(part, fc.constantFrom('vscode', 'vscode-insiders', 'vscodium'), (one, edition) => {
				const url = partAddress('INC-7F3KQ', one).replace(/^vscode/, edition);
				assert.deepEqual(partAt(url), { key: 'INC-7F3KQ', part: one });
				assert.equal(evidenceLink(`[a](${url})`)?.url, url);
			}),
		);
		for (const url of [
			'command:workbench.action.terminal.new',
			'file:///etc/passwd',
			'vscode://faultline.faultline/new?title=x',
			'vscode://other.extension/incident/INC-7F3KQ?event=x',
			'vscode://faultline.faultline/incident/INC-7F3KQ?commit=--output',
			'vscode://faultline.faultline/incident/../x?event=1',
			'javascript:alert(1)',
		]) {
			assert.equal(partAt(url), undefined, url);
			assert.equal(evidenceLink(`[a](${url})`), undefined, url);
		}
	});

	it('is shown as people read it', () => {
		assert.equal(shownLabel('`0123456789` Take \\[all\\] of `` a`b ``'), '0123456789 Take [all] of a`b');
	});
});
