import assert from 'node:assert/strict';
import { parseText } from '../../../src/core/trace/parse';
import { stoppedFailure } from '../../../src/host/debug/stoppedFailure';
import { type FailedCall, failureText } from '../../../src/host/failureText';

const call = (name: string, file: string | undefined, line: number | undefined = 3): FailedCall => ({
	name,
	file,
	line,
	column: undefined,
});

describe('a failure that nobody printed', () => {
	for (const end of ['go', 'cpp', 'java', 'rb', 'php', 'cs', 'rs', 'py', 'ts', 'kt', 'exs', 'swift', 'dart']) {
		it(`becomes a trace that is read as it was told: .${end}`, () => {
			const calls = [call('parse(int)', `/a/in.${end}`, 4), call('main "x"\n', `/a/out.${end}`)];
			const { traces } = parseText(failureText({ type: 'Boom', message: 'it broke: {"a"}\nbadly', calls }));
			const [exception] = traces[0]?.exceptions ?? [];
			assert.equal(exception?.type, 'Boom');
			assert.equal(exception?.message, 'it broke: {"a"}\nbadly');
			assert.deepEqual(
				exception?.frames.map(({ file, line }) => [file, line]),
				[
					[`/a/in.${end}`, 4],
					[`/a/out.${end}`, 3],
				],
			);
		});
	}

	it('is what was said of it where no call has a file', () => {
		assert.equal(failureText({ type: '', message: 'expected 3', calls: [call('f', undefined)] }), 'expected 3');
	});
});

describe('what a debugged program stopped for', () => {
	const session = (answers: Record<string, unknown>) => ({
		customRequest: async (command: string) => {
			if (!(command in answers)) {
				throw new Error('not supported');
			}
			return answers[command];
		},
	});
	const stackTrace = {
		stackFrames: [
			{ id: 1, name: 'Cart.total', line: 12, column: 5, source: { path: '/app/cart.py' } },
			{ id: 2, name: 'await', line: 0, column: 0, presentationHint: 'label' },
			{ id: 3, name: 'native', line: 0, column: 0 },
		],
	};

	it('is the exception with its calls', async () => {
		const exceptionInfo = { exceptionId: 'KeyError', description: "KeyError: 'eur'", breakMode: 'unhandled' };
		assert.deepEqual(await stoppedFailure(session({ stackTrace, exceptionInfo }), 7), {
			type: 'KeyError',
			message: "'eur'",
			calls: [
				{ name: 'Cart.total', file: '/app/cart.py', line: 12, column: 5 },
				{ name: 'native', file: undefined, line: undefined, column: undefined },
			],
		});
	});

	it('has as vendor frames what the debugger subdues', async () => {
		const source = { path: '/lib/loader.py', presentationHint: 'deemphasize' };
		const failure = await stoppedFailure(
			session({
				stackTrace: {
					stackFrames: [
						...stackTrace.stackFrames,
						{ id: 4, name: 'load', line: 2, column: 1, source },
						{ id: 5, name: 'shim', line: 2, column: 1, presentationHint: 'subtle', source: { path: '/app/shim.py' } },
					],
				},
			}),
			7,
		);
		assert.ok(failure);
		const [exception] = parseText(failureText(failure)).traces[0]?.exceptions ?? [];
		assert.deepEqual(
			exception?.frames.flatMap(({ file, inApp }) => (file ? [[file, inApp]] : [])),
			[
				['/app/cart.py', true],
				['/lib/loader.py', false],
				['/app/shim.py', false],
			],
		);
	});

	it('is only the calls where it stopped for no exception', async () => {
		const failure = await stoppedFailure(session({ stackTrace }), 7);
		assert.deepEqual([failure?.type, failure?.message, failure?.calls.length], ['', '', 2]);
	});

	it('is that of the first thread where none is looked at', async () => {
		const failure = await stoppedFailure(
			session({ threads: { threads: [{ id: 3, name: 'main' }] }, stackTrace }),
			undefined,
		);
		assert.equal(failure?.calls[0]?.name, 'Cart.total');
	});

	it('is nothing while it runs, and nothing where the adapter answers nonsense', async () => {
		assert.equal(await stoppedFailure(session({}), 7), undefined);
		assert.equal(await stoppedFailure(session({ stackTrace: { stackFrames: 'none' } }), 7), undefined);
	});
});
