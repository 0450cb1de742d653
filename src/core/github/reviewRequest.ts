import * as l10n from '@vscode/l10n';
import { code, text } from '../incident/exchange/markdownText';
import type { Incident } from '../incident/record';
import { readReview } from '../review/read';
import { defused, issueTitle, linkText, shortened } from './issueDraft';

/** Action items that are named. */
const NAMED = 50;

/** The title of a pull request that brings a review. */
export const reviewRequestTitle = ({ key, title }: Pick<Incident, 'key' | 'title'>): string =>
	issueTitle(l10n.t('Post-incident review of {0}: {1}', key, title));

/** What it says: what the review sums up, and what is to be done. It calls nobody and closes nothing. @param onto the branch that it goes to */
export function reviewRequestBody({ key, review, actions = [], links = [] }: Incident, onto: string): string {
	const said = readReview(review?.text ?? '').sections.find(({ id }) => id === 'summary');
	const summary = said?.body.kind === 'text' ? said.body.text : '';
	const items = actions.map(({ text: what, done, issue }) => {
		const where = issue === undefined ? '' : ` (<${encodeURI(issue)}>)`;
		return `- [${done ? 'x' : ' '}] ${defused(text(what))}${where}`;
	});
	const issues = links.filter(({ kind }) => kind === 'issue').map((link) => `- ${linkText(link)}`);
	const under = (heading: string, part: string) => (part === '' ? '' : `## ${heading}\n\n${part}`);
	return shortened(
		[
			l10n.t('Brings the post-incident review of {0} to {1}.', key, defused(code(onto))),
			under(l10n.t('Summary'), defused(summary)),
			under(l10n.t('Action items'), items.slice(0, NAMED).join('\n')),
			under(l10n.t('Links'), issues.join('\n')),
		]
			.filter((part) => part !== '')
			.join('\n\n'),
	);
}
