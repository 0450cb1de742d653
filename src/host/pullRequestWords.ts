import * as l10n from '@vscode/l10n';
import type { PullRequest, PullRequestState } from '../core/ports/codeHost';
import { ago } from './words';

/** How a pull request stands, the change first: `merged 3 days ago · approved by bob · opened by ada`. @param now epoch milliseconds */
export function pullRequestFacts(pull: PullRequest | PullRequestState, now: number, locale: string): string {
	const { state, isDraft, mergedAt, author, reviews } = pull;
	const by = (verdict: PullRequest['reviews'][number]['verdict']) =>
		reviews.flatMap((review) => (review.verdict === verdict ? [review.by] : [])).join(', ');
	const [approved, refused, commented] = [by('approved'), by('changesRequested'), by('commented')];
	const parts = [
		state === 'merged'
			? mergedAt === undefined
				? l10n.t('merged')
				: l10n.t('merged {0}', ago(mergedAt, now, locale))
			: state === 'closed'
				? l10n.t('closed')
				: isDraft
					? l10n.t('draft')
					: l10n.t('open'),
		'checks' in pull && state === 'open' && checksWord(pull),
		'checks' in pull && state === 'open' && pull.decision === 'reviewRequired' && l10n.t('review required'),
		approved && l10n.t('approved by {0}', approved),
		refused && l10n.t('changes requested by {0}', refused),
		commented && l10n.t('commented on by {0}', commented),
		author && l10n.t('opened by {0}', author),
	];
	return parts.filter(Boolean).join(' · ');
}

/** The same with its number and title. */
export function pullRequestSentence(pull: PullRequest, now: number, locale: string): string {
	return l10n.t('#{0} {1}: {2}', pull.number, pull.title, pullRequestFacts(pull, now, locale));
}

function checksWord({ checks }: PullRequestState): string {
	return {
		none: '',
		pending: l10n.t('checks are running'),
		passed: l10n.t('checks passed'),
		failed: l10n.t('checks failed'),
	}[checks];
}
