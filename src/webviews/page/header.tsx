import * as l10n from '@vscode/l10n';
import type { Step } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { ClockStrip } from './clock';
import { Field, InlineForm, Opener, type Part, Said } from './parts';

/** The id of the first next step: where the focus goes when the state has changed. */
export const NEXT_STEP = 'next-step';

export function Header({ model, content }: Part) {
	const { key, title, priority, priorityReason, statusName, facts, undo } = content;
	return (
		<header class="page">
			<div class="line">
				<span class="key">{key}</span>
				<span class={`priority ${priority}`} title={priorityReason}>
					<span class="dot" aria-hidden="true" />
					{l10n.t('Priority {0}', priority)}
				</span>
				<span class={`status ${content.status}`}>{statusName}</span>
				<span class="tools">
					{undo && (
						<button
							type="button"
							class="icon"
							id="undo-open"
							aria-label={l10n.t('Undo: {0}', undo.sentence)}
							title={l10n.t('Undo: {0}', undo.sentence.slice(0, 200))}
							onClick={() => model.act('undo', { kind: 'undo', eventId: undo.eventId }, 'undo-open', 'title')}
						>
							<Icon name="discard" />
						</button>
					)}
					<button
						type="button"
						class="icon"
						aria-label={l10n.t('Edit Incident')}
						title={l10n.t('Edit Incident')}
						onClick={() => model.open({ kind: 'edit' })}
					>
						<Icon name="edit" />
					</button>
				</span>
			</div>
			<h1 id="title" tabIndex={-1} dir="auto" title={title.length > 200 ? title : undefined}>
				{title}
			</h1>
			<p class="error" role="alert">
				{model.refusal('undo')}
			</p>
			<dl class="facts">
				{facts.map(({ label, value, isCode }) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd class={isCode ? 'code' : undefined}>
							<Said text={value} />
						</dd>
					</div>
				))}
			</dl>
			<Steps model={model} content={content} />
			<ClockStrip model={model} content={content} />
		</header>
	);
}

/** The legal next steps; one that asks for something opens a form, the others are made at once. */
function Steps({ model, content }: Part) {
	const asking = content.steps.find((step) => step.needs.length > 0 && model.isOpen(formOf(step)));
	return (
		<div class="steps">
			<fieldset class="actions" aria-label={l10n.t('Next steps')}>
				{content.steps.map((step, index) => (
					<StepButton key={step.to} model={model} step={step} isFirst={index === 0} />
				))}
			</fieldset>
			{content.steps
				.filter((step) => step.needs.length === 0)
				.map((step) => (
					<p class="error" role="alert" key={step.to}>
						{model.refusal(formOf(step))}
					</p>
				))}
			{asking && (
				<InlineForm
					key={asking.to}
					model={model}
					form={formOf(asking)}
					submit={asking.title}
					after={[NEXT_STEP]}
					action={() => actionOf(model, asking)}
				>
					{asking.needs.map(({ id, question }) => (
						<Field
							key={id}
							model={model}
							form={formOf(asking)}
							field={id}
							label={question}
							rows={id === 'review' ? 8 : 2}
							isRequired
							{...(id === 'review' && {
								hint: l10n.t('Markdown. One paragraph will do; it can be written out later.'),
							})}
						/>
					))}
				</InlineForm>
			)}
		</div>
	);
}

function StepButton({
	model,
	step,
	isFirst,
}: { readonly step: Step; readonly isFirst: boolean } & Pick<Part, 'model'>) {
	const form = formOf(step);
	const look = isFirst && !step.isBack ? 'primary' : undefined;
	const mark = isFirst ? NEXT_STEP : `step-${step.to}`;
	const [need] = step.needs;
	return need ? (
		<span id={mark} class="contents">
			<Opener model={model} form={form} field={need.id} class={look}>
				{`${step.title}…`}
			</Opener>
		</span>
	) : (
		<button
			type="button"
			id={mark}
			class={look}
			aria-disabled={model.isBusy(form)}
			onClick={() => model.act(form, { kind: 'setStatus', to: step.to }, NEXT_STEP)}
		>
			{step.title}
		</button>
	);
}

function actionOf(model: Part['model'], { to, needs }: Step) {
	const said = (id: string) => model.draft(`${formOf({ to })}.${id}`).trim();
	const missing = needs.find(({ id }) => said(id) === '');
	return missing
		? { missing: l10n.t('This is needed for the timeline.'), field: missing.id }
		: {
				kind: 'setStatus' as const,
				to,
				...(needs.some(({ id }) => id === 'note') && { note: said('note') }),
				...(needs.some(({ id }) => id === 'review') && { review: said('review') }),
			};
}

const formOf = ({ to }: Pick<Step, 'to'>) => `status-${to}`;
