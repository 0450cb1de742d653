import * as l10n from '@vscode/l10n';
import { useLayoutEffect } from 'preact/hooks';
import { type ComposerDraft, promisesNext, TYPED_LIMIT } from '../../protocol/composer';
import { fromLocalTime, localTime } from '../shared/localTime';
import type { ComposerModel } from './model';
import { PreviewPane } from './preview';

/** A message that a person writes, and beside it what of it goes where. */
export function Composer({ model }: { readonly model: ComposerModel }) {
	const { shown, draft } = model;
	const isThere = shown !== undefined;
	useLayoutEffect(() => {
		if (isThere) {
			document.getElementById('known')?.focus();
		}
	}, [isThere]);
	if (!shown || !draft) {
		return <p class="hint">{l10n.t('Loading…')}</p>;
	}
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			model.submit();
		}
	};
	return (
		<div class="composer">
			<header>
				<h1>{l10n.t('Update on {0}', shown.key)}</h1>
				<p class="hint about" dir="auto">
					{shown.title}
				</p>
				{shown.isKept && (
					<p class="restored">
						<span>{l10n.t('This is what you left unsent.')}</span>
						<button type="button" class="link" onClick={() => model.startOver()}>
							{l10n.t('Start over')}
						</button>
					</p>
				)}
			</header>
			<div class="panes">
				<form
					aria-label={l10n.t('Message')}
					onKeyDown={onKeyDown}
					onSubmit={(event) => {
						event.preventDefault();
						model.submit();
					}}
				>
					<Whom model={model} draft={draft} />
					<Words model={model} draft={draft} />
					<Text model={model} draft={draft} />
					<Extras model={model} draft={draft} />
					<Actions model={model} />
				</form>
				<PreviewPane model={model} />
			</div>
		</div>
	);
}

interface Part {
	readonly model: ComposerModel;
	readonly draft: ComposerDraft;
}

function Whom({ model, draft }: Part) {
	const { kinds = [], audiences = [] } = model.shown ?? {};
	const told = model.preview?.told ?? '';
	return (
		<section aria-labelledby="whom">
			<h2 id="whom">{l10n.t('Who is told what')}</h2>
			<div class="columns">
				<div class="field">
					<label for="kind">{l10n.t('Kind')}</label>
					<span class="select">
						<select
							id="kind"
							value={draft.kind}
							onChange={(event) => model.chooseKind(event.currentTarget.value as ComposerDraft['kind'])}
						>
							{kinds.map(({ id, name }) => (
								<option key={id} value={id}>
									{name}
								</option>
							))}
						</select>
					</span>
				</div>
				<div class="field">
					<label for="audience">{l10n.t('Audience')}</label>
					<span class="select">
						<select
							id="audience"
							value={draft.audience}
							onChange={(event) => model.chooseAudience(event.currentTarget.value as ComposerDraft['audience'])}
						>
							{audiences.map(({ id, name }) => (
								<option key={id} value={id}>
									{name}
								</option>
							))}
						</select>
					</span>
				</div>
			</div>
			{told !== '' && <p class="hint">{told}</p>}
			<ChannelChoice model={model} draft={draft} />
		</section>
	);
}

function ChannelChoice({ model, draft }: Part) {
	const fitting = model.channels.filter(({ audiences }) => audiences.includes(draft.audience));
	const toggle = (id: string, isOn: boolean) =>
		model.change({ channels: isOn ? [...draft.channels, id] : draft.channels.filter((one) => one !== id) });
	return (
		<fieldset class="channels">
			<legend>{l10n.t('Channels')}</legend>
			{fitting.length === 0 && <p class="hint">{l10n.t('No channel is connected for this audience.')}</p>}
			{fitting.map(({ id, name, kindName }) => (
				<label key={id} class="check">
					<input
						type="checkbox"
						checked={draft.channels.includes(id)}
						onChange={(event) => toggle(id, event.currentTarget.checked)}
					/>
					<span>
						<span dir="auto">{name}</span> <span class="hint">{kindName}</span>
					</span>
				</label>
			))}
			<p class="connect">
				<button type="button" class="link" onClick={() => model.connect('slack')}>
					{l10n.t('Connect Slack…')}
				</button>
				<button type="button" class="link" onClick={() => model.connect('teams')}>
					{l10n.t('Connect Microsoft Teams…')}
				</button>
			</p>
		</fieldset>
	);
}

function Words({ model, draft }: Part) {
	const field = (name: 'known' | 'impact' | 'doing', label: string) => (
		<div class="field">
			<label for={name}>{label}</label>
			<textarea
				id={name}
				rows={2}
				value={draft[name]}
				onInput={(event) => model.change({ [name]: event.currentTarget.value })}
			/>
		</div>
	);
	const hasNext = promisesNext(draft.kind);
	const isPast = model.isPromisePast(Date.now());
	return (
		<section aria-labelledby="words">
			<h2 id="words">{l10n.t('What there is to say')}</h2>
			{field('known', l10n.t('What we know'))}
			{field('impact', l10n.t('Impact'))}
			{hasNext && field('doing', l10n.t('What we do'))}
			{hasNext && (
				<div class="field">
					<label for="nextAt">{l10n.t('Next update at')}</label>
					<input
						id="nextAt"
						type="datetime-local"
						value={draft.nextAt === null ? '' : localTime(draft.nextAt)}
						aria-invalid={isPast}
						aria-describedby="nextAt-hint"
						onInput={(event) => model.change({ nextAt: fromLocalTime(event.currentTarget.value) ?? null })}
					/>
					<p class={isPast ? 'error' : 'hint'} id="nextAt-hint" role="status">
						{isPast
							? l10n.t('This time is over. Promise a later one, or leave it empty.')
							: l10n.t('Left empty, none is promised.')}
					</p>
				</div>
			)}
		</section>
	);
}

/** The message itself: as the template has it, until somebody changes it. */
function Text({ model, draft }: Part) {
	const { preview } = model;
	const source = preview?.template
		? l10n.t('Written by the template {0} of the repository, with what changed since the last one.', preview.template)
		: l10n.t('Written by the usual template, with what changed since the last one.');
	return (
		<section aria-labelledby="message">
			<h2 id="message">{l10n.t('Message')}</h2>
			<div class="field">
				<label for="title">{l10n.t('Title')}</label>
				<input
					id="title"
					value={draft.title}
					required
					onInput={(event) => model.change({ title: event.currentTarget.value, isOwn: true })}
				/>
			</div>
			<div class="field">
				<label for="text">{l10n.t('Text')}</label>
				<textarea
					id="text"
					rows={8}
					value={draft.text}
					aria-describedby="text-hint"
					onInput={(event) => model.change({ text: event.currentTarget.value, isOwn: true })}
				/>
				<p class="hint" id="text-hint">
					{draft.isOwn ? (
						<>
							{l10n.t('Changed by hand: the fields above do not write it any more.')}{' '}
							<button type="button" class="link" onClick={() => model.change({ isOwn: false })}>
								{l10n.t('Write it anew')}
							</button>
						</>
					) : (
						source
					)}
				</p>
			</div>
		</section>
	);
}

function Extras({ model, draft }: Part) {
	const { mayPin = false, mayMarkOver = false } = model.preview ?? {};
	return (
		<>
			{mayPin && (
				<label class="check">
					<input
						type="checkbox"
						checked={draft.isPinned}
						onChange={(event) => model.change({ isPinned: event.currentTarget.checked })}
					/>
					<span>{l10n.t('Pin it in Slack')}</span>
				</label>
			)}
			{mayMarkOver && (
				<label class="check">
					<input
						type="checkbox"
						checked={draft.marksOver}
						onChange={(event) => model.change({ marksOver: event.currentTarget.checked })}
					/>
					<span>{l10n.t('Put “Over” into the title of the thread’s first message')}</span>
				</label>
			)}
		</>
	);
}

function Actions({ model }: { readonly model: ComposerModel }) {
	const { preview, isCurrent, isSending, refusal, isTooLong } = model;
	const names = preview?.sendings.map(({ name }) => name) ?? [];
	const label = names.length > 0 ? l10n.t('Send to {0}', names.join(', ')) : l10n.t('Send');
	return (
		<div class="actions">
			<button type="submit" class="primary" disabled={!isCurrent || isSending || names.length === 0}>
				{isSending ? l10n.t('Sending…') : label}
			</button>
			<button type="button" onClick={() => model.cancel()}>
				{l10n.t('Close')}
			</button>
			<p class="hint">
				{names.length === 0
					? l10n.t('Choose a channel, or copy what is shown. What you type is kept.')
					: l10n.t('Nothing leaves before you press Send. What you type is kept.')}
			</p>
			<p class="error" role="alert">
				{isTooLong
					? l10n.t(
							'A field is too long: shorten it to {0} characters. Until then it is neither kept nor sent.',
							TYPED_LIMIT,
						)
					: refusal}
			</p>
		</div>
	);
}
