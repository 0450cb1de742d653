import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import {
	EVIDENCE_KINDS,
	type EvidenceKind,
	evidenceLink,
	evidenceMarkdown,
	shownLabel,
} from '../../core/review/evidence';
import type { ReviewBody, Why } from '../../core/review/model';
import { Icon } from '../shared/icon';
import type { ReviewModel } from './model';
import { Add, Line, Remove, replaced } from './parts';

interface WhysProps {
	readonly model: ReviewModel;
	readonly place: number;
	readonly body: Extract<ReviewBody, { kind: 'whys' }>;
}

/** Five whys, as a tree: each answer may have several reasons, and says what shows it. */
export function Whys({ model, place, body }: WhysProps) {
	const change = (whys: readonly Why[]) => model.changeBody(place, { ...body, whys }, model.focus);
	return (
		<>
			<Answers model={model} id={`why-${place}`} whys={body.whys} onChange={change} />
			<div class="adding">
				<Add
					onClick={() => {
						model.focus = `why-${place}-${body.whys.length}`;
						change([...body.whys, { text: '', evidence: [], because: [] }]);
					}}
				>
					{l10n.t('Add Problem')}
				</Add>
			</div>
		</>
	);
}

interface AnswersProps {
	readonly model: ReviewModel;
	readonly id: string;
	readonly whys: readonly Why[];
	readonly onChange: (whys: readonly Why[]) => void;
}

function Answers({ model, id, whys, onChange }: AnswersProps) {
	return whys.length === 0 ? null : (
		<ul class="whys">
			{whys.map((why, index) => (
				<li key={index}>
					<Answer
						model={model}
						id={`${id}-${index}`}
						why={why}
						onChange={(changed) => onChange(replaced(whys, index, changed))}
					/>
				</li>
			))}
		</ul>
	);
}

interface AnswerProps {
	readonly model: ReviewModel;
	readonly id: string;
	readonly why: Why;
	readonly onChange: (why: Why | undefined) => void;
}

function Answer({ model, id, why, onChange }: AnswerProps) {
	const { text, evidence, because } = why;
	const isFirst = id.split('-').length === 3;
	return (
		<>
			<div class="answer">
				<Line
					id={id}
					label={isFirst ? l10n.t('Problem') : l10n.t('Because')}
					value={text}
					onInput={(said) => onChange({ ...why, text: said })}
				/>
				<button
					type="button"
					aria-label={l10n.t('Why? Add a reason of “{0}”', text)}
					onClick={() => {
						model.focus = `${id}-${because.length}`;
						onChange({ ...why, because: [...because, { text: '', evidence: [], because: [] }] });
					}}
				>
					{l10n.t('Why?')}
				</button>
				<button
					type="button"
					aria-label={l10n.t('Evidence of “{0}”', text)}
					onClick={() => {
						model.focus = `${id}.evidence-${evidence.length}`;
						onChange({ ...why, evidence: [...evidence, ''] });
					}}
				>
					{l10n.t('Evidence')}
				</button>
				<Remove name={l10n.t('Remove “{0}” and its reasons', text)} onClick={() => onChange(undefined)} />
			</div>
			{evidence.map((one, index) => (
				<Evidence
					key={index}
					model={model}
					id={`${id}.evidence-${index}`}
					value={one}
					onChange={(said) => onChange({ ...why, evidence: replaced(evidence, index, said) })}
				/>
			))}
			<Answers model={model} id={id} whys={because} onChange={(changed) => onChange({ ...why, because: changed })} />
		</>
	);
}

interface EvidenceProps {
	readonly model: ReviewModel;
	readonly id: string;
	/** One line of Markdown. */
	readonly value: string;
	readonly onChange: (said: string | undefined) => void;
}

/** What shows an answer: a link, where it is chosen from the record or written as one, else what somebody wrote. */
function Evidence({ model, id, value, onChange }: EvidenceProps) {
	const [isEdited, setEdited] = useState(false);
	const link = evidenceLink(value);
	return (
		<div
			class="evidence"
			onFocusOut={({ currentTarget, relatedTarget }) => {
				if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
					setEdited(false);
				}
			}}
		>
			<span class="hint">{l10n.t('shown by')}</span>
			{link && !isEdited ? (
				<>
					<button type="button" class="link" title={link.url} onClick={() => model.open(link.url)}>
						<bdi>{shownLabel(link.label)}</bdi>
					</button>
					<button
						type="button"
						class="icon"
						aria-label={l10n.t('Edit evidence')}
						title={l10n.t('Edit evidence')}
						onClick={() => {
							model.focus = id;
							setEdited(true);
						}}
					>
						<Icon name="edit" />
					</button>
				</>
			) : (
				<>
					<Line
						id={id}
						class="code"
						label={l10n.t('Evidence: a commit, a file, an address, a measurement')}
						value={value}
						onInput={(said) => {
							setEdited(true);
							onChange(said);
						}}
					/>
					<Offered
						model={model}
						onChoose={(chosen) => {
							setEdited(false);
							onChange(chosen);
						}}
					/>
				</>
			)}
			<Remove name={l10n.t('Remove evidence')} onClick={() => onChange(undefined)} />
		</div>
	);
}

/** What the record has, to choose from. */
function Offered({ model, onChoose }: { readonly model: ReviewModel; readonly onChoose: (markdown: string) => void }) {
	const { evidence = [] } = model.context ?? {};
	if (evidence.length === 0) {
		return null;
	}
	const name = l10n.t('Choose from the record');
	return (
		<select
			aria-label={name}
			title={name}
			value=""
			onChange={({ currentTarget }) => {
				const chosen = evidence[Number(currentTarget.value)];
				currentTarget.value = '';
				if (chosen) {
					onChoose(evidenceMarkdown(chosen));
				}
			}}
		>
			<option value="">{l10n.t('From the Record…')}</option>
			{EVIDENCE_KINDS.filter((kind) => evidence.some((one) => one.kind === kind)).map((kind) => (
				<optgroup key={kind} label={kindName(kind)}>
					{evidence.map((one, index) =>
						one.kind === kind ? (
							<option key={one.url} value={index}>
								{shownLabel(one.label)}
							</option>
						) : null,
					)}
				</optgroup>
			))}
		</select>
	);
}

function kindName(kind: EvidenceKind): string {
	return {
		event: l10n.t('Timeline'),
		commit: l10n.t('Suspect commits'),
		frame: l10n.t('Stack trace'),
		note: l10n.t('Root-cause notes'),
		pullRequest: l10n.t('Pull requests'),
		link: l10n.t('Links'),
	}[kind];
}
