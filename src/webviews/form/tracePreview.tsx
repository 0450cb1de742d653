import type { Preview } from './state';

/** What was recognized in the trace field: a sentence, and the first exceptions. */
export function TracePreview({ preview }: { readonly preview: Preview }) {
	return (
		<div class={preview.hasTrace ? 'preview' : 'preview nothing'}>
			<p role="status">{preview.summary}</p>
			{preview.removed !== '' && (
				<p class="hint removed" role="status">
					{preview.removed}
				</p>
			)}
			{preview.exceptions.length > 0 && (
				<ul>
					{preview.exceptions.map(({ title, frames }, index) => (
						<li key={index}>
							<span class="exception">{title}</span>
							<span class="hint">{frames}</span>
						</li>
					))}
				</ul>
			)}
		</div>
	);
}
