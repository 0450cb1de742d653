import assert from 'node:assert/strict';
import type { Exception, Frame, Trace } from '../../../src/core/trace/model';
import { parseText } from '../../../src/core/trace/parse';
import { goldenCases, unusedGolden } from '../../support/golden';

const FOLDER = 'traces';

/** `*` is in-app, `~` asynchronous, `x12` counted and not printed. */
function shown({ function: name, file, line, column, inApp, isAsync, repeated }: Frame): string {
	const place = [file ?? '-', line, column].filter((part) => part !== undefined).join(':');
	const marks = `${inApp ? '*' : ''}${isAsync ? '~' : ''}${repeated ? `x${repeated}` : ''}`;
	return `\t${marks}\t${place}${name === undefined ? '' : `\t${name}`}`;
}

function shownException({ type, message, relation, thread, frames }: Exception): string {
	const head = `${relation} ${type}: ${message.replaceAll('\n', '\\n')}`.trimEnd();
	return [thread === undefined ? head : `${head} (thread ${thread})`, ...frames.map(shown)].join('\n');
}

const shownTrace = ({ format, exceptions }: Trace) => `trace ${format}\n${exceptions.map(shownException).join('\n')}\n`;

describe('traces that real programs printed', () => {
	for (const { name, input, check } of goldenCases(FOLDER)) {
		it(name, () => check(parseText(input).traces.map(shownTrace).join('\n')));
	}

	it('have no expectation left over', () => assert.deepEqual(unusedGolden(FOLDER), []));
});
