import type { Exception, Frame, Trace } from '../../src/core/trace/model';

/** `*` is in-app, `~` asynchronous, `x12` counted and not printed. */
function shownFrame({ function: name, file, line, column, inApp, isAsync, repeated }: Frame): string {
	const place = [file ?? '-', line, column].filter((part) => part !== undefined).join(':');
	const marks = `${inApp ? '*' : ''}${isAsync ? '~' : ''}${repeated ? `x${repeated}` : ''}`;
	return `\t${marks}\t${place}${name === undefined ? '' : `\t${name}`}`;
}

function shownException({ type, message, relation, thread, frames }: Exception): string {
	const head = `${relation} ${type}: ${message.replaceAll('\n', '\\n')}`.trimEnd();
	return [thread === undefined ? head : `${head} (thread ${thread})`, ...frames.map(shownFrame)].join('\n');
}

/** A trace as golden files hold it: made to be checked by reading. */
export function shownTrace({ format, exceptions }: Trace): string {
	return `trace ${format}\n${exceptions.map(shownException).join('\n')}\n`;
}
