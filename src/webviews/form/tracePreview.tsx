import * as l10n from '@vscode/l10n';
import type { PreviewFrame } from '../../protocol/form';
import type { Preview } from './state';

/** What was recognized in the trace field: a sentence, the first exceptions, and where their in-app frames are. */
export function TracePreview({ preview }: { readonly preview: Preview }) {
	const { hasTrace, summary, searched, removed, exceptions } = preview;
	return (
		<div class={hasTrace ? 'preview' : 'preview nothing'}>
			<p role="status">{[summary, searched].filter((part) => part !== '').join('. ')}</p>
			{removed !== '' && (
				<p class="hint removed" role="status">
					{removed}
				</p>
			)}
			{exceptions.length > 0 && (
				<ul class="exceptions">
					{exceptions.map(({ title, frames, shown }, index) => (
						<li key={index}>
							<p class="line">
								<span class="exception">{title}</span>
								<span class="hint">{frames}</span>
							</p>
							{shown.length > 0 && (
								<ul class="frames">
									{shown.map((frame, place) => (
										<FrameLine key={place} frame={frame} />
									))}
								</ul>
							)}
						</li>
					))}
				</ul>
			)}
		</div>
	);
}

function FrameLine({ frame: { call, place, isFound } }: { readonly frame: PreviewFrame }) {
	const said = isFound === undefined ? '' : isFound ? l10n.t('found') : l10n.t('not in the repository');
	return (
		<li class={isFound ? 'found' : isFound === false ? 'missing' : ''}>
			<span class="mark" aria-hidden="true">
				{isFound === undefined ? '·' : isFound ? '✓' : '–'}
			</span>
			<span class="call">{call}</span>
			<span class="place">{place}</span>
			{said !== '' && <span class={isFound ? 'visually-hidden' : 'hint'}>{said}</span>}
		</li>
	);
}
