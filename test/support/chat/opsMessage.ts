import type { ComposedMessage } from '../../../src/core/incident/events/messageComposed';

/** What a window composes for `#ops`. */
export const opsMessage = (text: string): ComposedMessage => ({
	...{ title: 'Checkout is down', text, facts: [], nextAt: null, kind: 'status', audience: 'engineering' },
	channels: [{ id: 'ops', kind: 'slackBot', name: '#ops' }],
});
