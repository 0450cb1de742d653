import * as l10n from '@vscode/l10n';
import { Moment, type Part, Section } from './parts';

/** Incidents before this one with something in common, and how they were resolved. Nothing at all where there are none: most have no predecessor. */
export function EarlierIncidents({ model }: Part) {
	const { earlier = [] } = model;
	if (earlier.length === 0) {
		return null;
	}
	return (
		<Section id="earlier" title={l10n.t('Earlier Incidents')}>
			<ul class="earlier">
				{earlier.map(({ id, key, title, at, statusName, why, resolved }) => (
					<li key={id}>
						<button
							type="button"
							class="link"
							aria-label={l10n.t('Open {0}: {1}', key, title)}
							onClick={() => model.open({ kind: 'incident', id })}
						>
							<bdi>{title}</bdi>
						</button>
						<p class="hint">
							{[key, statusName].join(' · ')} · <Moment at={at} />
						</p>
						<p>
							<bdi>{why.join(' · ')}</bdi>
						</p>
						{resolved.map((sentence) => (
							<p key={sentence} class="resolved">
								<bdi>{sentence}</bdi>
							</p>
						))}
					</li>
				))}
			</ul>
		</Section>
	);
}
