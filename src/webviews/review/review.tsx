import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Measure, Review, ReviewBody, ReviewSection, SectionId } from '../../core/review/model';
import { shownHeading } from '../../core/review/sectionNames';
import type { ReviewDeed } from '../../protocol/review';
import { Icon } from '../shared/icon';
import { Actions } from './actions';
import type { ReviewModel } from './model';
import { Add, Area, Line, Remove, Rest, replaced } from './parts';
import { TimelineLines } from './timeline';
import { Whys } from './whys';

/** The form of a post-incident review. */
export function ReviewForm({ model }: { readonly model: ReviewModel }) {
	useLayoutEffect(() => {
		const wanted = model.focus;
		model.focus = '';
		if (wanted !== '') {
			document.getElementById(wanted)?.focus();
		}
	});
	const { review } = model;
	return review ? (
		<>
			<Head model={model} review={review} />
			{review.preamble !== '' && (
				<Area
					id="preamble"
					check={model.context?.wording}
					label={l10n.t('Before the first section')}
					value={review.preamble}
					onInput={(preamble) => model.change({ preamble })}
				/>
			)}
			{review.sections.map((section, place) => (
				<Section key={`${place} ${section.id}`} model={model} section={section} place={place} />
			))}
			<AddSection model={model} review={review} />
		</>
	) : (
		<p role="status">{l10n.t('Reading the review…')}</p>
	);
}

function Head({ model, review }: { readonly model: ReviewModel; readonly review: Review }) {
	const { context } = model;
	const { status, timezone, ...front } = review.front;
	const isDraft = status === 'draft';
	const kept = context?.isUnsaved
		? l10n.t('Not saved yet')
		: context?.isHeld
			? l10n.t('Kept on this computer, in the record once you pause, save or leave')
			: '';
	return (
		<header>
			<p class="above">
				{context?.incident ? (
					<button type="button" class="link" onClick={() => model.ask('incident')}>
						{context.incident.key}
					</button>
				) : (
					<span>{l10n.t('Post-incident review')}</span>
				)}
				<span class={isDraft ? 'state draft' : 'state'}>{isDraft ? l10n.t('Draft') : l10n.t('Complete')}</span>
				<span class="hint" role="status" title={kept}>
					{kept}
				</span>
			</p>
			<h1 class="visually-hidden">{review.title || l10n.t('Post-incident review')}</h1>
			<Line
				id="title"
				class="title"
				label={l10n.t('Title of the review')}
				value={review.title}
				onInput={(title) => model.change({ title })}
			/>
			<fieldset class="deeds" aria-label={l10n.t('What to do with the review')}>
				<button type="button" class="primary" onClick={() => model.ask('save')}>
					{l10n.t('Save')}
				</button>
				<button
					type="button"
					class="toggle"
					onClick={() =>
						model.change({ front: { ...front, status: isDraft ? 'complete' : 'draft', ...(timezone && { timezone }) } })
					}
				>
					{isDraft ? l10n.t('Mark Complete') : l10n.t('Back to Draft')}
				</button>
				<Deed model={model} deed="markdown" icon="markdown">
					{l10n.t('Edit as Markdown')}
				</Deed>
				{context?.incident && (
					<>
						<Deed model={model} deed="refill" icon="sync">
							{l10n.t('Fill In What Is New')}
						</Deed>
						{!context.isFile && (
							<Deed model={model} deed="repository" icon="repo">
								{l10n.t('Save to Repository')}
							</Deed>
						)}
						{!context.isFile && (
							<Deed model={model} deed="pullRequest" icon="git-pull-request-create">
								{l10n.t('Open Pull Request…')}
							</Deed>
						)}
						<Deed model={model} deed="export" icon="export">
							{l10n.t('Export…')}
						</Deed>
						<Deed model={model} deed="post" icon="comment">
							{l10n.t('Post to Issue…')}
						</Deed>
					</>
				)}
			</fieldset>
			{context && context.overwrote !== '' && (
				<p class="notice" role="alert">
					{l10n.t('{0} wrote a review at the same time. It is kept, and is not in this one.', context.overwrote)}{' '}
					<button type="button" class="link" onClick={() => model.ask('compare')}>
						{l10n.t('Compare')}
					</button>
				</p>
			)}
			<p class="hint">{l10n.t('Ask what made this possible, rather than who did it. All text is Markdown.')}</p>
		</header>
	);
}

interface DeedProps {
	readonly model: ReviewModel;
	readonly deed: ReviewDeed;
	readonly icon: string;
	readonly children: string;
}

function Deed({ model, deed, icon, children }: DeedProps) {
	return (
		<button type="button" class="deed" onClick={() => model.ask(deed)}>
			<Icon name={icon} />
			<span>{children}</span>
		</button>
	);
}

interface SectionProps {
	readonly model: ReviewModel;
	readonly section: ReviewSection;
	readonly place: number;
}

function Section({ model, section, place }: SectionProps) {
	const { id, heading, body } = section;
	const name = shownHeading(heading);
	const last = (model.review?.sections.length ?? 0) - 1;
	return (
		<section aria-labelledby={`heading-${place}`}>
			<div class="heading">
				{id === 'own' ? (
					<>
						<h2 class="visually-hidden" id={`heading-${place}`}>
							{name}
						</h2>
						<Line
							id={`section-${place}`}
							class="heading"
							label={l10n.t('Heading')}
							value={heading}
							onInput={(said) => model.changeSection(place, { heading: said })}
						/>
					</>
				) : (
					<h2 id={`heading-${place}`}>{name}</h2>
				)}
				<span class="tools">
					{place > 0 && <Move model={model} place={place} by={-1} name={name} />}
					{place < last && <Move model={model} place={place} by={1} name={name} />}
					<Remove name={l10n.t('Remove the section “{0}”', name)} onClick={() => model.removeSection(place)} />
				</span>
			</div>
			<Body model={model} section={section} place={place} body={body} />
		</section>
	);
}

function Move({
	model,
	place,
	by,
	name,
}: { readonly by: 1 | -1; readonly name: string } & Pick<SectionProps, 'model' | 'place'>) {
	const label = by < 0 ? l10n.t('Move “{0}” up', name) : l10n.t('Move “{0}” down', name);
	return (
		<button
			type="button"
			class="icon"
			id={`move-${by}-${place}`}
			aria-label={label}
			title={label}
			onClick={() => model.moveSection(place, by)}
		>
			<Icon name={by < 0 ? 'arrow-up' : 'arrow-down'} />
		</button>
	);
}

function Body({ model, section, place, body }: SectionProps & { readonly body: ReviewBody }) {
	const known = model.context?.names.find(({ id }) => id === section.id);
	if (body.kind === 'text') {
		return (
			<Area
				id={section.id === 'own' ? `text-${place}` : `section-${place}`}
				label={shownHeading(section.heading)}
				isLabelled
				check={model.context?.wording}
				value={body.text}
				placeholder={known?.hint ?? ''}
				onInput={(text) => model.changeBody(place, { ...body, text })}
			/>
		);
	}
	return (
		<>
			{known && <p class="hint asked">{known.hint}</p>}
			<Rest
				check={model.context?.wording}
				id={`intro-${place}`}
				text={body.intro}
				onInput={(intro) => model.changeBody(place, { ...body, intro })}
			/>
			{body.kind === 'measures' && <Measures model={model} place={place} body={body} />}
			{body.kind === 'timeline' && <TimelineLines model={model} place={place} body={body} />}
			{body.kind === 'whys' && <Whys model={model} place={place} body={body} />}
			{body.kind === 'actions' && <Actions model={model} place={place} body={body} />}
			<Rest
				check={model.context?.wording}
				id={`more-${place}`}
				text={body.more}
				onInput={(more) => model.changeBody(place, { ...body, more })}
			/>
		</>
	);
}

interface MeasuresProps {
	readonly model: ReviewModel;
	readonly place: number;
	readonly body: Extract<ReviewBody, { kind: 'measures' }>;
}

function Measures({ model, place, body }: MeasuresProps) {
	const change = (rows: readonly Measure[], focus = '') => model.changeBody(place, { ...body, rows }, focus);
	const counted = new Set(model.context?.counted);
	return (
		<>
			<ul class="measures">
				{body.rows.map((row, index) => (
					<li key={index}>
						<Line
							id={`measure-${place}-${index}`}
							label={l10n.t('Measure')}
							value={row.name}
							onInput={(name) => change(replaced(body.rows, index, { ...row, name }))}
						/>
						<Line
							id={`measure-${place}-${index}.value`}
							label={row.name === '' ? l10n.t('Value') : l10n.t('Value of {0}', row.name)}
							placeholder={l10n.t('not known')}
							value={row.value}
							onInput={(value) => change(replaced(body.rows, index, { ...row, value }))}
						/>
						<span class="counted">{counted.has(row.name) ? l10n.t('from the record') : ''}</span>
						<Remove
							name={l10n.t('Remove {0}', row.name)}
							onClick={() => change(replaced(body.rows, index, undefined))}
						/>
					</li>
				))}
			</ul>
			<div class="adding">
				<Add onClick={() => change([...body.rows, { name: '', value: '' }], `measure-${place}-${body.rows.length}`)}>
					{l10n.t('Add Number')}
				</Add>
			</div>
		</>
	);
}

function AddSection({ model, review }: { readonly model: ReviewModel; readonly review: Review }) {
	const [chosen, setChosen] = useState<SectionId | 'own'>('own');
	const there = new Set(review.sections.map(({ id }) => id));
	const missing = (model.context?.names ?? []).filter(({ id }) => !there.has(id));
	const add = () => {
		const known = missing.find(({ id }) => id === chosen);
		model.addSection(known?.id ?? 'own', known?.heading ?? l10n.t('New section'));
		setChosen('own');
	};
	return (
		<div class="add-section">
			<span class="select">
				<select
					id="add-section"
					aria-label={l10n.t('Section to add')}
					onChange={(event) => setChosen(missing.find(({ id }) => id === event.currentTarget.value)?.id ?? 'own')}
				>
					<option value="own" selected={chosen === 'own'}>
						{l10n.t('A section of your own')}
					</option>
					{missing.map(({ id, heading }) => (
						<option key={id} value={id} selected={id === chosen}>
							{shownHeading(heading)}
						</option>
					))}
				</select>
			</span>
			<Add onClick={add}>{l10n.t('Add Section')}</Add>
		</div>
	);
}
