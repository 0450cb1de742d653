const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether something secret may be sent to an address, or with it: https, or this machine; without a name and a password in it. */
export function isSafeAddress(text: string): boolean {
	if (!URL.canParse(text) || text !== text.trim()) {
		return false;
	}
	const { protocol, hostname, username, password } = new URL(text);
	const isLocal = protocol === 'http:' && LOOPBACK.test(hostname);
	return (protocol === 'https:' || isLocal) && username === '' && password === '';
}

const isHere = (address: string): boolean => LOOPBACK.test(new URL(address).hostname);

/** An incoming webhook of Slack's. */
export function isSlackWebhook(text: string): boolean {
	if (!isSafeAddress(text)) {
		return false;
	}
	const { hostname, pathname } = new URL(text);
	const isSlacks = hostname === 'hooks.slack.com' || hostname === 'hooks.slack-gov.com' || isHere(text);
	return isSlacks && pathname.startsWith('/services/');
}

/** Why an address is none of a workflow's; undefined for one that is. Those of Office connectors have ended. */
export function workflowFault(text: string): 'noAddress' | 'connector' | undefined {
	if (!isSafeAddress(text)) {
		return 'noAddress';
	}
	const { hostname } = new URL(text);
	return /(?:^|\.)webhook\.office(?:365)?\.com$/.test(hostname) || hostname === 'outlook.office.com'
		? 'connector'
		: undefined;
}
