import * as l10n from '@vscode/l10n';
import type { Delivery, Entry, PageContent } from '../../protocol/page';
import { Icon } from '../shared/icon';
import type { Part } from './parts';

const ICONS: Readonly<Record<Delivery['state'], string>> = {
	queued: 'clock',
	sending: 'sync',
	sent: 'check',
	failed: 'error',
	unknown: 'question',
	discarded: 'circle-slash',
};
const OPEN: ReadonlySet<Delivery['state']> = new Set(['queued', 'failed', 'unknown']);

const isOpen = ({ deliveries = [] }: Entry) => deliveries.some(({ state }) => OPEN.has(state));

/** Where a message is by now, and a way to send what is not there. */
export function Deliveries({ model, entry }: Pick<Part, 'model'> & { readonly entry: Entry }) {
	const { id, deliveries = [] } = entry;
	if (deliveries.length === 0) {
		return null;
	}
	const isUnknown = deliveries.some(({ state }) => state === 'unknown');
	return (
		<>
			<ul class="deliveries">
				{deliveries.map(({ channel, state, words }) => (
					<li key={channel}>
						<span class={`state ${state}`}>
							<Icon name={ICONS[state]} />
						</span>
						<span dir="auto">
							{channel}: {words}
						</span>
					</li>
				))}
			</ul>
			{isOpen(entry) && (
				<p class="tools">
					<button type="button" class="link" onClick={() => model.open({ kind: 'sendAgain', message: id })}>
						{isUnknown ? l10n.t('I looked…') : l10n.t('Send again')}
					</button>
					<button type="button" class="link" onClick={() => model.open({ kind: 'discardMessage', message: id })}>
						{l10n.t('Discard')}
					</button>
				</p>
			)}
		</>
	);
}

/** How many messages wait for a person, as a way to the first of them. */
export function Unsent({ model, content }: { readonly model: Part['model']; readonly content: PageContent }) {
	const open = content.timeline.filter(isOpen);
	const [first] = open;
	return first === undefined ? null : (
		<p class="unsent">
			<Icon name="warning" />{' '}
			{open.length === 1 ? l10n.t('A message is not sent.') : l10n.t('{0} messages are not sent.', open.length)}{' '}
			<button type="button" class="link" onClick={() => model.open({ kind: 'sendAgain', message: first.id })}>
				{l10n.t('Send again')}
			</button>
		</p>
	);
}
