import * as l10n from '@vscode/l10n';
import { useLayoutEffect } from 'preact/hooks';
import { Markdown } from '../shared/markdown';
import { Alerts } from './alerts';
import { EarlierIncidents } from './earlier';
import { Header } from './header';
import { Links } from './links';
import { Communication } from './major';
import type { PageModel } from './model';
import { type Part, Section } from './parts';
import { Responders } from './response';
import { ActionItems, Closure, Review } from './review';
import { RootCauses } from './rootCauses';
import { Suspects } from './suspects';
import { Timeline } from './timeline';
import { StackTrace } from './trace';

/** The page of an incident. One column when narrow; what is looked up rather than worked on stands beside when there is room. */
export function Page({ model }: { readonly model: PageModel }) {
	useFocus(model);
	const { content, unavailable } = model;
	return (
		<>
			{unavailable ? (
				<Unavailable model={model} message={unavailable.message} remedy={unavailable.remedy} />
			) : content ? (
				<Incident model={model} content={content} />
			) : (
				<Loading />
			)}
			<p class="visually-hidden" role="status">
				{model.said}
			</p>
		</>
	);
}

function Incident({ model, content }: Part) {
	const part = { model, content };
	return (
		<>
			<Header {...part} />
			<div class="columns">
				<div class="work">
					{content.major.isOn && <Communication {...part} />}
					<Suspects {...part} />
					<StackTrace {...part} />
					<RootCauses {...part} />
					<Timeline {...part} />
					<Review {...part} />
					<ActionItems {...part} />
				</div>
				<div class="beside">
					<Section id="description" title={l10n.t('Description')}>
						{content.description.trim() === '' ? (
							<p class="empty">{l10n.t('What people outside see was not described.')}</p>
						) : (
							<Markdown text={content.description} />
						)}
					</Section>
					<Alerts {...part} />
					<EarlierIncidents {...part} />
					<Responders {...part} />
					{!content.major.isOn && <Communication {...part} />}
					<Closure {...part} />
					<Links {...part} />
				</div>
			</div>
		</>
	);
}

/** In the shape of what comes, so that nothing jumps. */
function Loading() {
	return (
		<div class="loading" aria-busy="true">
			<p class="visually-hidden" role="status">
				{l10n.t('Reading the incident…')}
			</p>
			<div class="bone line" />
			<div class="bone heading" />
			<div class="bone clock" />
			<div class="bone block" />
		</div>
	);
}

interface UnavailableProps {
	readonly model: PageModel;
	readonly message: string;
	readonly remedy: 'restore' | 'retry' | null;
}

function Unavailable({ model, message, remedy }: UnavailableProps) {
	return (
		<div class="unavailable">
			<h1>{l10n.t('Incident')}</h1>
			<p role="alert">{message}</p>
			{remedy === 'retry' && (
				<button type="button" class="primary" onClick={() => model.retry()}>
					{l10n.t('Try Again')}
				</button>
			)}
			{remedy === 'restore' && (
				<button type="button" class="primary" onClick={() => model.act('restore', { kind: 'restore' }, 'title')}>
					{l10n.t('Bring It Back')}
				</button>
			)}
			<p class="error" role="alert">
				{model.refusal('restore')}
			</p>
		</div>
	);
}

/** Moves the focus where the model asks for, once, right after drawing: to the first of the elements that is there. */
function useFocus(model: PageModel): void {
	useLayoutEffect(() => {
		const wanted = model.focus;
		model.focus = [];
		for (const id of wanted) {
			const element = document.getElementById(id);
			const target = element?.matches('.contents') ? element.querySelector('button') : element;
			if (target) {
				target.focus();
				return;
			}
		}
	});
}
