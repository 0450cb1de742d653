import * as l10n from '@vscode/l10n';
import { Icon } from '../shared/icon';
import { Markdown } from '../shared/markdown';
import { Choose, Field, InlineForm, Moment, Opener, type Part, Said, Section } from './parts';

const ACTION = 'action';

/** The post-incident review as it is read; it is written in a form of its own. */
export function Review({ model, content }: Part) {
	const { text, at, actor, isDue, state, stateName } = content.review;
	return (
		<Section
			id="review-section"
			title={l10n.t('Review')}
			aside={
				<span class="tools">
					{state !== 'none' && <span class="hint">{stateName}</span>}
					<button type="button" id="review-open" onClick={() => model.open({ kind: 'review' })}>
						{state === 'none' ? l10n.t('Write Review…') : l10n.t('Edit Review…')}
					</button>
				</span>
			}
		>
			{isDue && (
				<p class="empty">
					{state === 'draft'
						? l10n.t('It is P1 or was a major incident, so it is not closed before its review is complete.')
						: l10n.t('It is P1 or was a major incident, so it is not closed without a review.')}
				</p>
			)}
			{text === '' ? (
				!isDue && <p class="empty">{l10n.t('No review yet. What the record knows is filled in when you begin one.')}</p>
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

/** What is to be done so that it does not happen again. */
export function ActionItems({ model, content }: Part) {
	const { actions, actionKinds } = content;
	const said = (field: string) => model.draft(`${ACTION}.${field}`).trim();
	const action = () =>
		said('text') === ''
			? { missing: l10n.t('Say what is to be done.'), field: 'text' }
			: {
					kind: 'addAction' as const,
					...{ text: said('text'), owner: said('owner'), due: said('due') },
					of: actionKinds.find(({ id }) => id === said('kind'))?.id ?? ('prevent' as const),
				};
	return (
		<Section
			id="action-items"
			title={l10n.t('Action Items')}
			aside={
				<span class="tools">
					<Opener model={model} form={ACTION} field="text">
						{l10n.t('Add Action Item…')}
					</Opener>
				</span>
			}
		>
			{model.isOpen(ACTION) && (
				<InlineForm model={model} form={ACTION} submit={l10n.t('Add Action Item')} action={action}>
					<Field model={model} form={ACTION} field="text" label={l10n.t('What is to be done')} isRequired />
					<Choose
						model={model}
						form={ACTION}
						field="kind"
						label={l10n.t('Kind')}
						choices={actionKinds.map(({ id, name }) => ({ value: id, name }))}
						atFirst={actionKinds[0]?.id ?? 'prevent'}
					/>
					<Field model={model} form={ACTION} field="owner" label={l10n.t('Owner')} list={content.people} />
					<Field model={model} form={ACTION} field="due" label={l10n.t('Due')} type="date" />
				</InlineForm>
			)}
			{actions.length === 0 && (
				<p class="empty">{l10n.t('Nothing yet: what will be done so that it does not happen again, or hurts less?')}</p>
			)}
			<ul class="checklist">
				{actions.map(({ id, text, kindName, owner, due, isOverdue, isDone, issue }) => (
					<li key={id}>
						<input
							type="checkbox"
							id={`action-${id}`}
							checked={isDone}
							onChange={(event) => {
								const { checked } = event.currentTarget;
								model.act('action-done', { kind: 'settleAction', action: id, isDone: checked }, `action-${id}`);
							}}
						/>
						<span class="text">
							<label for={`action-${id}`} class={isDone ? 'done' : undefined}>
								<Said text={text} />
							</label>
							<span class={isOverdue ? 'hint behind overdue' : 'hint behind'}>
								{[kindName, owner, due].filter(Boolean).join(' · ')}
								{issue !== '' && (
									<>
										{' · '}
										<button
											type="button"
											class="link"
											title={issue}
											onClick={() => model.open({ kind: 'actionIssue', action: id })}
										>
											{l10n.t('Issue')}
										</button>
									</>
								)}
							</span>
						</span>
						<button
							type="button"
							class="icon"
							aria-label={l10n.t('Edit action item {0}', text)}
							title={l10n.t('Edit')}
							onClick={() => model.open({ kind: 'editAction', action: id })}
						>
							<Icon name="edit" />
						</button>
					</li>
				))}
			</ul>
			<p class="error" role="alert">
				{model.refusal('action-done')}
			</p>
		</Section>
	);
}

/** What is verified before the incident is closed. */
export function Closure({ model, content }: Part) {
	const { checks } = content;
	return (
		<Section id="closure" title={l10n.t('Before Closing')}>
			<ul class="checklist">
				{checks.map(({ id, name, isDone, isNeeded, said }) => (
					<li key={id}>
						<input
							type="checkbox"
							id={`check-${id}`}
							checked={isDone}
							onClick={(event) => {
								// It is ticked once it is recorded, for it may be refused.
								event.preventDefault();
								model.act('check', { kind: 'check', check: id, isDone: !isDone }, `check-${id}`);
							}}
						/>
						<span class="text">
							<label for={`check-${id}`}>{name}</label>
							<span class="hint behind">
								{said ? (
									<>
										<Moment at={said.at} />
										{said.actor !== '' && (
											<>
												{' · '}
												<Said text={said.actor} />
											</>
										)}
									</>
								) : isNeeded ? (
									l10n.t('needed to close')
								) : (
									''
								)}
							</span>
						</span>
					</li>
				))}
			</ul>
			<p class="error" role="alert">
				{model.refusal('check')}
			</p>
		</Section>
	);
}
