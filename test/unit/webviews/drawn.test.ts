import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { noRules } from '../../../src/core/trace/inAppRules';
import { parseText } from '../../../src/core/trace/parse';
import { pageContent } from '../../../src/host/webviews/pageContent';
import type { HostToPage } from '../../../src/protocol/page';
import { corpus } from '../../support/hostileTexts';
import { anIncident, NO_GATES, NOON } from '../../support/incidents';

const ID = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

describe('the page of an incident, drawn in its document', () => {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-drawn-'));
	let drawnPage: (first: HostToPage, incidentId: string, locale: string) => string;

	before(async () => {
		const outfile = join(folder, 'drawn.cjs');
		await build({
			...{ absWorkingDir: join(__dirname, '../../..'), entryPoints: ['src/webviews/page/drawn.tsx'], outfile },
			...{ bundle: true, platform: 'node', format: 'cjs', loader: { '.css': 'empty' }, logLevel: 'warning' },
		});
		({ drawnPage } = require(outfile));
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const shown = (title: string, description: string, trace: string): HostToPage => ({
		type: 'shown',
		drafts: { 'note.text': title },
		draftsAt: 1,
		content: pageContent(
			{
				...{ incident: anIncident({ title, description }), shown: anIncident({ title, description }) },
				...{ parsed: parseText(trace), isAnalyzing: false, isTrusted: true, me: 'Ann', now: NOON + 3_600_000 },
			},
			{
				...{
					categories: [],
					targets: DEFAULT_TARGETS,
					working: () => ROUND_THE_CLOCK,
					warnShare: 0.8,
					levels: ['Team'],
				},
				...{ rules: noRules, redaction: DEFAULT_REDACTION, closure: NO_GATES },
				wording: { isChecked: true, phrases: [] },
			},
		),
	});

	it('has the state, the clock and the next steps, as its script draws them', () => {
		const markup = drawnPage(shown('Checkout is down', 'Nobody can *pay*.', ''), ID, 'en');
		for (const part of [
			/<h1[^>]*>.*Checkout is down/,
			/<em>pay<\/em>/,
			/>Acknowledge</,
			/class="bar"/,
			/id="timeline-title"/,
		]) {
			assert.match(markup, part);
		}
	});

	it('counts in the language that it is told', () => {
		const markup = drawnPage(shown('Checkout is down', '', ''), ID, 'de');
		assert.match(markup, /Std\./);
		assert.doesNotMatch(markup, /\d hr/);
	});

	it('has no element, script, handler or style of what others wrote, nor any style that its policy would refuse', () => {
		for (const { title, description, trace } of corpus) {
			const markup = drawnPage(shown(title, description, trace), ID, 'en');
			const tags = markup.match(/<[a-z!/?](?:"[^"]*"|[^>"])*>/gi) ?? [];
			const known =
				/^<\/?(?:a|article|bdi|blockquote|button|code|dd|del|div|dl|dt|em|fieldset|form|h[1-6]|header|hr|input|label|li|ol|p|pre|progress|section|span|strong|sup|table|tbody|td|textarea|th|thead|time|tr|ul)[\s>/]/;
			assert.deepEqual(
				tags.filter((tag) => !known.test(tag)),
				[],
			);
			assert.deepEqual(
				tags.filter((tag) => /\s(?:style|on\w+)\s*=/i.test(tag.replaceAll(/"[^"]*"/g, '""'))),
				[],
			);
		}
	});
});
