import * as l10n from '@vscode/l10n';
import { Markdown } from '../shared/markdown';
import { Field, InlineForm, Moment, Opener, type Part, Said, Section } from './parts';

const REVIEW = 'review';

/** The post-incident review: what made this possible, not who. */
export function Review({ model, content }: Part) {
	const { text, at, actor, isDue } = content.review;
	const isOpen = model.isOpen(REVIEW);
	const isPreview = model.isOpen('review-preview');
	const draft = model.draft(`${REVIEW}.text`, text || template());
	return (
		<Section
			id="review-section"
			title={l10n.t('Review')}
			aside={
				<span class="tools">
					<Opener model={model} form={REVIEW} field="text">
						{text === '' ? l10n.t('Write Review…') : l10n.t('Edit Review…')}
					</Opener>
				</span>
			}
		>
			{isOpen ? (
				<InlineForm
					model={model}
					form={REVIEW}
					submit={l10n.t('Keep Review')}
					action={() => ({ kind: 'writeReview', text: draft })}
				>
					<fieldset class="filter" aria-label={l10n.t('Review')}>
						<button
							type="button"
							class="pill"
							aria-pressed={!isPreview}
							onClick={() => model.setOpen('review-preview', false)}
						>
							{l10n.t('Write')}
						</button>
						<button
							type="button"
							class="pill"
							aria-pressed={isPreview}
							onClick={() => model.setOpen('review-preview', true)}
						>
							{l10n.t('Preview')}
						</button>
					</fieldset>
					{isPreview ? (
						<div class="preview">
							<Markdown text={draft} />
						</div>
					) : (
						<Field
							model={model}
							form={REVIEW}
							field="text"
							label={l10n.t('Post-incident review')}
							hint={l10n.t('Markdown. Ask what made this possible, rather than who did it.')}
							rows={14}
							atFirst={text || template()}
							isRequired
						/>
					)}
				</InlineForm>
			) : text === '' ? (
				<p class="empty">
					{isDue
						? l10n.t('It is P1 or was a major incident, so it is not closed without a review.')
						: l10n.t('No review yet. It is never too early to write down what made this possible.')}
				</p>
			) : (
				<>
					<Markdown text={text} />
					<p class="hint">
						{at !== undefined && <Moment at={at} />}
						{actor !== '' && (
							<>
								{' · '}
								<Said text={actor} />
							</>
						)}
					</p>
				</>
			)}
		</Section>
	);
}

const template = () =>
	[
		`## ${l10n.t('What happened')}`,
		`## ${l10n.t('What made it possible')}`,
		`## ${l10n.t('What helped')}`,
		`## ${l10n.t('What we do about it')}`,
	].join('\n\n\n');
