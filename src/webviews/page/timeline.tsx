import * as l10n from '@vscode/l10n';
import { type Entry, TIMELINE_GROUPS, type TimelineGroup } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { fromLocalTime } from '../shared/localTime';
import { Deliveries } from './deliveries';
import { Field, InlineForm, Moment, Opener, type Part, Said, Section } from './parts';

const NOTE = 'note';
/** So many entries are shown before somebody asks for all. */
const SHOWN = 30;

const ICONS: Readonly<Record<TimelineGroup, string>> = {
	status: 'arrow-swap',
	notes: 'note',
	suspects: 'git-commit',
	updates: 'megaphone',
	communication: 'organization',
};

/** What happened, the latest first. */
export function Timeline({ model, content }: Part) {
	const { filter } = model;
	const fitting = content.timeline.filter((entry) => filter === 'all' || entry.groups.includes(filter)).reverse();
	const isWhole = model.isOpen('timeline-all');
	const shown = isWhole ? fitting : fitting.slice(0, SHOWN);
	return (
		<Section
			id="timeline"
			title={l10n.t('Timeline')}
			aside={
				<span class="tools">
					<Opener model={model} form={NOTE} field="text">
						{l10n.t('Add Note…')}
					</Opener>
				</span>
			}
		>
			{model.isOpen(NOTE) && <NoteForm model={model} content={content} />}
			<Filter model={model} content={content} />
			{fitting.length === 0 && <p class="empty">{l10n.t('Nothing of this kind has happened yet.')}</p>}
			<ol class="timeline">
				{shown.map((entry) => (
					<EntryRow key={entry.id} model={model} entry={entry} />
				))}
			</ol>
			{shown.length < fitting.length && (
				<button type="button" class="link" onClick={() => model.setOpen('timeline-all', true, 'timeline-title')}>
					{l10n.t('Show all {0} entries', fitting.length)}
				</button>
			)}
		</Section>
	);
}

function Filter({ model }: Part) {
	const names = {
		all: l10n.t('All'),
		status: l10n.t('Status'),
		notes: l10n.t('Notes'),
		suspects: l10n.t('Suspects'),
		updates: l10n.t('Updates'),
		communication: l10n.t('Communication'),
	};
	return (
		<fieldset class="filter" aria-label={l10n.t('Show in the timeline')}>
			{(['all', ...TIMELINE_GROUPS] as const).map((group) => (
				<button
					key={group}
					type="button"
					class="pill"
					aria-pressed={model.filter === group}
					onClick={() => model.narrow(group)}
				>
					{names[group]}
				</button>
			))}
		</fieldset>
	);
}

function EntryRow({ model, entry }: Pick<Part, 'model'> & { readonly entry: Entry }) {
	const { at, recordedAt, actor, groups, provenance, sentence, isUndone } = entry;
	const known = { observed: l10n.t('observed'), reported: '', inferred: l10n.t('inferred by Faultline') }[provenance];
	return (
		<li id={`entry-${entry.id}`} tabIndex={-1} class={isUndone ? 'undone' : undefined}>
			<Icon name={groups[0] ? ICONS[groups[0]] : 'circle-small-filled'} />
			<div>
				<p class="sentence" dir="auto">
					{sentence}
				</p>
				<Deliveries model={model} entry={entry} />
				<p class="hint">
					<Moment at={at} />
					{provenance !== 'inferred' && actor !== '' && (
						<>
							{' · '}
							<Said text={actor} />
						</>
					)}
					{known !== '' && ` · ${known}`}
					{recordedAt !== undefined && (
						<>
							{' · '}
							{l10n.t('written down')} <Moment at={recordedAt} />
						</>
					)}
					{isUndone && ` · ${l10n.t('undone')}`}
				</p>
			</div>
		</li>
	);
}

function NoteForm({ model }: Part) {
	const said = (field: string) => model.draft(`${NOTE}.${field}`);
	const action = () => {
		const happenedAt = fromLocalTime(said('at'));
		return said('text').trim() === ''
			? { missing: l10n.t('Say what happened.'), field: 'text' }
			: { kind: 'addNote' as const, text: said('text'), ...(happenedAt !== undefined && { happenedAt }) };
	};
	return (
		<InlineForm model={model} form={NOTE} submit={l10n.t('Add Note')} action={action}>
			<Field model={model} form={NOTE} field="text" label={l10n.t('What happened?')} rows={3} isRequired />
			<Field
				model={model}
				form={NOTE}
				field="at"
				type="datetime-local"
				label={l10n.t('When')}
				hint={l10n.t('Left empty, it is now.')}
			/>
		</InlineForm>
	);
}
