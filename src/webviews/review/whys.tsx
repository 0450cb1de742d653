import * as l10n from '@vscode/l10n';
import type { ReviewBody, Why } from '../../core/review/model';
import type { ReviewModel } from './model';
import { Add, Line, Remove, replaced } from './parts';

const EVIDENCE = 'known-evidence';

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
			<datalist id={EVIDENCE}>
				{(model.context?.evidence ?? []).map((one) => (
					<option key={one} value={one} />
				))}
			</datalist>
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
				<div class="evidence" key={index}>
					<span class="hint">{l10n.t('shown by')}</span>
					<Line
						id={`${id}.evidence-${index}`}
						class="code"
						label={l10n.t('Evidence: a commit, a file, an address, a measurement')}
						list={EVIDENCE}
						value={one}
						onInput={(said) => onChange({ ...why, evidence: replaced(evidence, index, said) })}
					/>
					<Remove
						name={l10n.t('Remove evidence')}
						onClick={() => onChange({ ...why, evidence: replaced(evidence, index, undefined) })}
					/>
				</div>
			))}
			<Answers model={model} id={id} whys={because} onChange={(changed) => onChange({ ...why, because: changed })} />
		</>
	);
}
