import * as l10n from '@vscode/l10n';
import { ACTION_KINDS, actionKindName } from '../../core/incident/actions';
import type { ActionLine, ReviewBody } from '../../core/review/model';
import type { ReviewModel } from './model';
import { Add, Line, Remove, replaced } from './parts';

const PEOPLE = 'known-people';

interface ActionsProps {
	readonly model: ReviewModel;
	readonly place: number;
	readonly body: Extract<ReviewBody, { kind: 'actions' }>;
}

/** What is to be done: the same action items that the incident has, once the review is saved. */
export function Actions({ model, place, body }: ActionsProps) {
	const change = (actions: readonly ActionLine[], focus = '') => model.changeBody(place, { ...body, actions }, focus);
	return (
		<>
			<datalist id={PEOPLE}>
				{(model.context?.people ?? []).map((one) => (
					<option key={one} value={one} />
				))}
			</datalist>
			<ul class="action-items">
				{body.actions.map((action, index) => (
					<li key={index}>
						<Action
							id={`action-${place}-${index}`}
							action={action}
							onChange={(changed) => change(replaced(body.actions, index, changed))}
						/>
					</li>
				))}
			</ul>
			<div class="adding">
				<Add
					onClick={() =>
						change(
							[...body.actions, { isDone: false, text: '', kind: 'prevent' }],
							`action-${place}-${body.actions.length}.text`,
						)
					}
				>
					{l10n.t('Add Action Item')}
				</Add>
			</div>
		</>
	);
}

interface ActionProps {
	readonly id: string;
	readonly action: ActionLine;
	readonly onChange: (action: ActionLine | undefined) => void;
}

function Action({ id, action, onChange }: ActionProps) {
	const { text, kind, owner = '', due = '', issue = '', isDone } = action;
	/** An emptied field is not said at all. */
	const set = (field: 'owner' | 'due' | 'issue', said: string) => {
		const { [field]: _before, ...rest } = action;
		onChange(said === '' ? rest : { ...rest, [field]: said });
	};
	return (
		<div class="action-item">
			<input
				type="checkbox"
				aria-label={l10n.t('Done: {0}', text)}
				checked={isDone}
				onChange={(event) => onChange({ ...action, isDone: event.currentTarget.checked })}
			/>
			<Line
				id={`${id}.text`}
				class="what"
				label={l10n.t('What is to be done')}
				value={text}
				onInput={(said) => onChange({ ...action, text: said })}
			/>
			<span class="select">
				<select
					id={`${id}.kind`}
					aria-label={l10n.t('Kind of action')}
					onChange={(event) => {
						const chosen = ACTION_KINDS.find((one) => one === event.currentTarget.value);
						onChange({ ...action, kind: chosen ?? kind });
					}}
				>
					{ACTION_KINDS.map((one) => (
						<option key={one} value={one} selected={one === kind}>
							{actionKindName(one)}
						</option>
					))}
				</select>
			</span>
			<Line
				id={`${id}.owner`}
				label={l10n.t('Owner')}
				value={owner}
				list={PEOPLE}
				onInput={(said) => set('owner', said)}
			/>
			<Line id={`${id}.due`} type="date" label={l10n.t('Due')} value={due} onInput={(said) => set('due', said)} />
			<Line
				id={`${id}.issue`}
				type="url"
				label={l10n.t('Address of its issue')}
				placeholder={l10n.t('Issue')}
				value={issue}
				isInvalid={issue !== '' && !/^https?:\/\/\S+$/.test(issue)}
				onInput={(said) => set('issue', said.trim())}
			/>
			<Remove name={l10n.t('Remove action item “{0}”', text)} onClick={() => onChange(undefined)} />
		</div>
	);
}
