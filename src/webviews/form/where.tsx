import * as l10n from '@vscode/l10n';
import type { FormDraft } from '../../protocol/form';
import { fromLocalTime, localTime } from '../shared/localTime';
import { Choose, Field } from './fields';
import type { Part } from './part';

/** What broke and where, who takes care of it, and what was running. */
export function Where({ state, draft }: Part) {
	const { services, environments, people } = state.known;
	const { categories } = state;
	const subcategories = categories.find(({ id }) => id === draft.category)?.subcategories ?? [];
	return (
		<section aria-labelledby="where">
			<h2 id="where">{l10n.t('Where it belongs')}</h2>
			<div class="columns">
				<Choose
					name="category"
					label={l10n.t('Category')}
					value={draft.category}
					choices={withChosen(categories, draft.category)}
					error={state.errors.category}
					onChoose={(category) => state.set('category', category)}
				/>
				<Choose
					name="subcategory"
					label={l10n.t('Subcategory')}
					value={draft.subcategory}
					choices={[{ value: '', name: l10n.t('Not known yet') }, ...withChosen(subcategories, draft.subcategory)]}
					onChoose={(subcategory) => state.set('subcategory', subcategory)}
				/>
				<Line state={state} draft={draft} name="service" label={l10n.t('Service')} known={services} />
				<Line state={state} draft={draft} name="environment" label={l10n.t('Environment')} known={environments} />
				<Line
					state={state}
					draft={draft}
					name="assignee"
					label={l10n.t('Assignee')}
					hint={l10n.t('Who takes care of it')}
					known={people}
				/>
			</div>
		</section>
	);
}

/** What bounds the search for the change: revisions and times. */
export function When({ state, draft }: Part) {
	return (
		<section aria-labelledby="when">
			<h2 id="when">{l10n.t('What was running, and since when')}</h2>
			<div class="columns">
				<Line
					state={state}
					draft={draft}
					name="release"
					label={l10n.t('Deployed revision')}
					hint={l10n.t('Commit, tag or branch that was running. Left empty, it is asked for before the analysis.')}
					isCode
				/>
				<Line
					state={state}
					draft={draft}
					name="lastGood"
					label={l10n.t('Last good revision')}
					hint={l10n.t('Commit, tag or date when it still worked. What came before is no suspect.')}
					isCode
				/>
				<Time
					state={state}
					draft={draft}
					name="startedAt"
					label={l10n.t('Started at')}
					hint={l10n.t('Left empty: when the trace was written, else now.')}
				/>
				<Time
					state={state}
					draft={draft}
					name="detectedAt"
					label={l10n.t('Detected at')}
					hint={l10n.t('Targets count from then. Left empty: when it is created.')}
				/>
			</div>
		</section>
	);
}

/** What an incident is filed under stays a choice where it is no more configured. */
function withChosen(configured: readonly { readonly id: string; readonly name: string }[], chosen: string) {
	const choices = configured.map(({ id, name }) => ({ value: id, name }));
	return chosen === '' || configured.some(({ id }) => id === chosen)
		? choices
		: [...choices, { value: chosen, name: l10n.t('{0} (not configured)', chosen) }];
}

interface LineProps extends Part {
	readonly name: 'service' | 'environment' | 'assignee' | 'release' | 'lastGood';
	readonly label: string;
	readonly hint?: string;
	/** To choose from. */
	readonly known?: readonly string[];
	readonly isCode?: boolean;
}

function Line({ state, draft, name, label, hint, known = [], isCode = false }: LineProps) {
	return (
		<Field name={name} label={label} hint={hint} error={state.errors[name]}>
			{(wiring) => (
				<>
					<input
						{...wiring}
						type="text"
						class={isCode ? 'code' : ''}
						autocomplete="off"
						spellcheck={false}
						list={known.length > 0 ? `${name}-known` : undefined}
						value={draft[name]}
						onInput={(event) => state.set(name, event.currentTarget.value)}
					/>
					{known.length > 0 && (
						<datalist id={`${name}-known`}>
							{known.map((one) => (
								<option key={one} value={one} />
							))}
						</datalist>
					)}
				</>
			)}
		</Field>
	);
}

interface TimeProps extends Part {
	readonly name: 'startedAt' | 'detectedAt';
	readonly label: string;
	readonly hint: string;
}

/** A local time; the draft has it in UTC, since the host may be elsewhere. */
function Time({ state, draft, name, label, hint }: TimeProps) {
	const inDraft = (text: string): FormDraft['startedAt'] => {
		const ms = fromLocalTime(text);
		return ms === undefined ? '' : new Date(ms).toISOString();
	};
	return (
		<Field name={name} label={label} hint={hint} error={state.errors[name]}>
			{(wiring) => (
				<input
					{...wiring}
					type="datetime-local"
					value={draft[name] === '' ? '' : localTime(Date.parse(draft[name]))}
					onInput={(event) => state.set(name, inDraft(event.currentTarget.value))}
					onBlur={() => state.check(name)}
				/>
			)}
		</Field>
	);
}
