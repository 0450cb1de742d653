import * as l10n from '@vscode/l10n';
import { Markdown } from '../shared/markdown';
import { Moment, type Part, Said, Section } from './parts';

/** What was learned about lines of code; a click leads to where they are now. */
export function RootCauses({ model, content }: Part) {
	const { notes } = content;
	if (notes.length === 0) {
		return null;
	}
	return (
		<Section id="root-causes" title={l10n.t('Root-Cause Notes')}>
			<ul class="root-causes">
				{notes.map(({ id, kindName, text, place, actor, at, isResolved, replies }) => (
					<li key={id} class={isResolved ? 'resolved' : ''}>
						<p>
							<strong>{kindName}</strong>{' '}
							<button type="button" class="link code" onClick={() => model.open({ kind: 'rootCauseNote', noteId: id })}>
								<bdi>{place}</bdi>
							</button>
							<span class="hint">
								{' · '}
								{actor !== '' && (
									<>
										<Said text={actor} />
										{' · '}
									</>
								)}
								<Moment at={at} />
								{isResolved && ` · ${l10n.t('resolved')}`}
							</span>
						</p>
						<Markdown text={text} />
						{replies.map((reply) => (
							<div key={reply.id} class="reply">
								<p class="hint">
									<Said text={reply.actor} />
									{' · '}
									<Moment at={reply.at} />
								</p>
								<Markdown text={reply.text} />
							</div>
						))}
					</li>
				))}
			</ul>
		</Section>
	);
}
