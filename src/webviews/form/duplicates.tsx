import * as l10n from '@vscode/l10n';
import type { Duplicate } from '../../protocol/form';

interface Props {
	readonly found: readonly Duplicate[];
	readonly onOpen: (id: string) => void;
}

/** Incidents that may be the one that is typed. Its place is always there, so that it is announced when it fills. */
export function Duplicates({ found, onOpen }: Props) {
	return (
		<div class="duplicates" role="status">
			{found.length > 0 && (
				<>
					<h3>
						{found.length === 1
							? l10n.t('It may be recorded already')
							: l10n.t('It may be one of these, recorded already')}
					</h3>
					<ul>
						{found.map(({ id, key, title, state, why }) => (
							<li key={id}>
								<span class="which">
									<strong>{title}</strong>
									<span class="hint">{[key, state, why].join(' · ')}</span>
								</span>
								<button
									type="button"
									aria-label={l10n.t('Open {0} instead', key)}
									title={l10n.t('What you typed is kept as a draft.')}
									onClick={() => onOpen(id)}
								>
									{l10n.t('Open That One Instead')}
								</button>
							</li>
						))}
					</ul>
				</>
			)}
		</div>
	);
}
