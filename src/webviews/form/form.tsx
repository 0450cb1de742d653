import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Wording } from '../shared/wording';
import { Duplicates } from './duplicates';
import { Field } from './fields';
import type { Part } from './part';
import { HowBad } from './priority';
import type { FormState } from './state';
import { TracePreview } from './tracePreview';
import { When, Where } from './where';

const isMac = navigator.userAgent.includes('Mac');

/** The incident form. One column when narrow, two where fields belong together. */
export function Form({ state }: { readonly state: FormState }) {
	useFocus(state);
	useEffect(() => {
		const leave = () => state.flush();
		window.addEventListener('pagehide', leave);
		document.addEventListener('visibilitychange', leave);
		return () => {
			window.removeEventListener('pagehide', leave);
			document.removeEventListener('visibilitychange', leave);
		};
	}, [state]);
	const { draft } = state;
	if (!draft) {
		return null;
	}
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			state.submit();
		}
	};
	const onSubmit = (event: Event) => {
		event.preventDefault();
		state.submit();
	};
	return (
		<form noValidate onSubmit={onSubmit} onKeyDown={onKeyDown} aria-busy={state.isBusy}>
			<h1>{state.key === undefined ? l10n.t('New Incident') : l10n.t('Edit {0}', state.key)}</h1>
			{state.origin !== 'fresh' && <Origin state={state} />}
			<p class="failure" role="alert" hidden={state.failure === ''}>
				{state.failure}
			</p>
			<What state={state} draft={draft} />
			<HowBad state={state} draft={draft} />
			<Where state={state} draft={draft} />
			<When state={state} draft={draft} />
			<footer>
				<button type="submit" class="primary" disabled={state.isBusy}>
					{state.key === undefined ? l10n.t('Create Incident') : l10n.t('Save')}
				</button>
				<button type="button" onClick={() => state.cancel()}>
					{l10n.t('Cancel')}
				</button>
				<span class="hint keys">{l10n.t('{0} sends', isMac ? '⌘↵' : 'Ctrl+Enter')}</span>
			</footer>
		</form>
	);
}

function What({ state, draft }: Part) {
	const isEdit = state.key !== undefined;
	return (
		<section aria-labelledby="what">
			<h2 id="what">{l10n.t('What is broken')}</h2>
			<Field
				name="trace"
				label={isEdit ? l10n.t('Add a stack trace') : l10n.t('Stack trace')}
				hint={
					isEdit
						? l10n.t('It is added to what was recorded before.')
						: l10n.t('Paste log lines as they are: prefixes, JSON and several traces are fine.')
				}
				after={state.preview && <TracePreview preview={state.preview} />}
			>
				{(wiring) => (
					<textarea
						{...wiring}
						class="code"
						rows={7}
						spellcheck={false}
						value={draft.trace}
						onInput={(event) => state.set('trace', event.currentTarget.value)}
					/>
				)}
			</Field>
			<Field name="title" label={l10n.t('Title')} isRequired error={state.errors.title}>
				{(wiring) => (
					<input
						{...wiring}
						type="text"
						maxLength={200}
						autocomplete="off"
						value={draft.title}
						onInput={(event) => state.set('title', event.currentTarget.value)}
						onBlur={() => state.draft?.title !== '' && state.check('title')}
					/>
				)}
			</Field>
			{!isEdit && <Duplicates found={state.duplicates} onOpen={(id) => state.openInstead(id)} />}
			<Field
				name="description"
				label={l10n.t('Description')}
				hint={l10n.t('What people outside see. Markdown.')}
				error={state.errors.description}
				after={
					<Wording
						field="description"
						text={draft.description}
						check={state.wording}
						onRewrite={(text) => state.set('description', text)}
					/>
				}
			>
				{(wiring) => (
					<textarea
						{...wiring}
						rows={3}
						value={draft.description}
						onInput={(event) => state.set('description', event.currentTarget.value)}
					/>
				)}
			</Field>
		</section>
	);
}

/** Says that the form was not empty when it was opened, and why. */
function Origin({ state }: { readonly state: FormState }) {
	return (
		<div class="restored" role="status">
			<span>
				{state.origin === 'link'
					? l10n.t('A link filled this in. Nothing is created before you have looked at it and press Create Incident.')
					: state.origin === 'issue'
						? state.said
						: l10n.t('This is the draft you left unsent.')}
			</span>
			<button type="button" class="link" onClick={() => state.startOver()}>
				{l10n.t('Start over')}
			</button>
		</div>
	);
}

/** Moves the focus where the state asks for, once, right after drawing: keys that come then are typed there. */
function useFocus(state: FormState): void {
	useLayoutEffect(() => {
		if (state.focus !== undefined) {
			document.getElementById(state.focus)?.focus();
			state.focus = undefined;
		}
	});
}
