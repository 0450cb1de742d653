import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import type { Trace } from '../../../src/core/trace/model';
import { parseText } from '../../../src/core/trace/parse';
import { type DebugMessage, type Place, TraceSession } from '../../../src/host/debug/traceSession';
import { type StepFrame, type TraceThread, traceThreads } from '../../../src/host/debug/traceThreads';
import { silentLog } from '../../support/incidents';

const TEXT = `Error: checkout failed
    at express (/srv/shop/node_modules/express/index.js:9:1)
    at checkout (/srv/shop/src/checkout.js:4:14)
    at Array.map (<anonymous>)
    at handle (/srv/shop/node_modules/express/router.js:95:5)
    at async serve (/srv/shop/src/server.js:12:3) {
  [cause]: TypeError: x is undefined
      at next (/srv/shop/node_modules/lodash/map.js:3:1)
      at priceOf (/srv/shop/src/price.js:4:48)
      at total (/srv/shop/src/price.js:9:5)
}`;

interface Shown {
	readonly id: number;
	readonly name: string;
	readonly line: number;
	readonly presentationHint?: string;
	readonly source?: { readonly name: string; readonly path?: string; readonly sourceReference?: number };
}

/** Every in-app frame is in the repository, ten lines further down by now. */
const threadsOf = (traces: readonly Trace[]): readonly TraceThread[] =>
	runAtOnce(
		traceThreads(traces, {
			locations: traces.map(({ exceptions }) =>
				exceptions.map(({ frames }) =>
					frames.map(({ file, line, inApp }) =>
						inApp && file !== undefined
							? {
									path: file.replace('/srv/shop/', ''),
									...(line !== undefined && { line }),
									confidence: 1,
									alternatives: [],
								}
							: null,
					),
				),
			),
			isInApp: ({ inApp }) => inApp,
		}),
	);

const placeOf = ({ location }: StepFrame): Place | undefined =>
	location
		? {
				name: location.path,
				path: `/here/${location.path}`,
				line: (location.line ?? 0) + 10,
				column: 1,
				origin: '',
				note: 'ten down',
			}
		: undefined;

function aSession(text = TEXT, more: Partial<ConstructorParameters<typeof TraceSession>[0]> = {}) {
	const sent: DebugMessage[] = [];
	const asked: StepFrame[] = [];
	let focused: number | undefined;
	const session = new TraceSession({
		threads: threadsOf(parseText(text).traces),
		text,
		name: 'trace',
		revision: 'aaaaaaa',
		placesOf: async (frames) => {
			asked.push(...frames);
			return frames.map(placeOf);
		},
		focused: () => focused,
		send: (message) => sent.push(message),
		log: silentLog,
		...more,
	});
	let seq = 0;
	const settled = () => new Promise((resolve) => setImmediate(resolve));
	const request = async (command: string, given?: object) => {
		const own = ++seq;
		session.handle({ seq: own, type: 'request', command, arguments: given });
		await settled();
		const answers = sent.filter((message) => message.type === 'response' && message.request_seq === own);
		assert.equal(answers.length, 1, `${command} is answered once`);
		return answers[0] as Extract<DebugMessage, { type: 'response' }>;
	};
	const stops = () =>
		sent.flatMap((message) => (message.type === 'event' && message.event === 'stopped' ? [message.body] : [])) as {
			readonly threadId: number;
			readonly description: string;
		}[];
	const stackOf = async (threadId: number, page: object = {}) =>
		(await request('stackTrace', { threadId, ...page })).body as { stackFrames: Shown[]; totalFrames: number };
	return {
		session,
		sent,
		asked,
		request,
		stops,
		stackOf,
		/** What VS Code would show: the first frame with a source that is not subdued. */
		shown: async () => {
			const { threadId = 0 } = stops().at(-1) ?? {};
			return (await stackOf(threadId)).stackFrames.find((f) => f.presentationHint === 'normal' && f.source)?.name;
		},
		focus: (frameId: number | undefined) => {
			focused = frameId;
		},
		start: async () => {
			await request('initialize');
			await request('launch');
			await request('configurationDone');
		},
	};
}

describe('a stack trace as a debug session', () => {
	it('names its exceptions as threads, in words', async () => {
		const { request } = aSession();
		assert.deepEqual((await request('threads')).body, {
			threads: [
				{ id: 1, name: 'Error: checkout failed' },
				{ id: 2, name: 'TypeError: x is undefined (cause)' },
			],
		});
	});

	it('names goroutines by what they were doing', async () => {
		const { request } = aSession(
			'panic: boom\n\ngoroutine 1 [running]:\nmain.run()\n\t/srv/shop/run.go:7 +0x1d\n\ngoroutine 7 [chan receive]:\nmain.wait()\n\t/srv/shop/wait.go:3 +0x2a\n',
		);
		const { threads } = (await request('threads')).body as { threads: { name: string }[] };
		assert.match(threads[0]?.name ?? '', /^panic: boom/);
		assert.equal(threads[1]?.name, 'goroutine 7 [chan receive]');
	});

	it('stops at the innermost frame of the root cause that is the person’s own, and says which one that is', async () => {
		const { start, stops, shown } = aSession();
		await start();
		assert.deepEqual(
			stops().map(({ threadId, description }) => [threadId, description]),
			[[2, 'frame 2 of 3']],
		);
		assert.equal(await shown(), 'priceOf');
	});

	it('begins at the frame it was opened at', async () => {
		const { start, stops, shown } = aSession(TEXT, { at: { trace: 0, exception: 0, frame: 4 } });
		await start();
		assert.equal(stops().at(-1)?.threadId, 1);
		assert.equal(await shown(), 'serve');
	});

	it('lists frames innermost first: vendor ones subdued, awaited calls under a label, those without a file in the trace', async () => {
		const { stackOf } = aSession();
		const { stackFrames, totalFrames } = await stackOf(1);
		assert.deepEqual(
			stackFrames.map(({ name, line, presentationHint, source }) => [name, line, presentationHint, source?.path]),
			[
				['express', 2, 'subtle', undefined],
				['checkout', 14, 'normal', '/here/src/checkout.js'],
				['Array.map', 4, 'subtle', undefined],
				['handle', 5, 'subtle', undefined],
				['awaited by', 0, 'label', undefined],
				['serve', 22, 'normal', '/here/src/server.js'],
			],
		);
		assert.equal(totalFrames, 6);
	});

	it('looks up only the frames of the page that is asked for', async () => {
		const frames = Array.from({ length: 10_000 }, (_, i) => `    at f${i} (/srv/shop/src/deep.js:${i + 1}:1)`);
		const { stackOf, asked } = aSession(`RangeError: too deep\n${frames.join('\n')}`);
		const { stackFrames, totalFrames } = await stackOf(1, { startFrame: 5000, levels: 20 });
		assert.deepEqual([stackFrames.length, asked.length, totalFrames], [20, 20, 10_000]);
		assert.equal(stackFrames[0]?.name, 'f5000');
	});

	it('makes the first page long enough to hold the frame it is stopped at', async () => {
		const vendor = Array.from({ length: 40 }, (_, i) => `    at v${i} (/srv/shop/node_modules/deep/a.js:${i + 1}:1)`);
		const { stackOf } = aSession(`Error: x\n${vendor.join('\n')}\n    at own (/srv/shop/src/own.js:1:1)`);
		const { stackFrames } = await stackOf(1, { startFrame: 1, levels: 19 });
		assert.equal(stackFrames.at(-1)?.name, 'own');
	});

	it('steps over vendor frames, to the caller and back, and stays at the ends', async () => {
		const { start, request, shown } = aSession(TEXT, { at: { trace: 0, exception: 0 } });
		await start();
		const seen = [await shown()];
		for (const command of ['next', 'next', 'stepBack', 'stepBack']) {
			await request(command, { threadId: 1 });
			seen.push(await shown());
		}
		assert.deepEqual(seen, ['checkout', 'serve', 'serve', 'checkout', 'checkout']);
	});

	it('steps out to any caller and in towards the failure, vendor frames included', async () => {
		const { start, request, shown } = aSession(TEXT, { at: { trace: 0, exception: 0 } });
		await start();
		const seen: unknown[] = [];
		for (const command of ['stepOut', 'stepOut', 'stepIn', 'stepIn', 'stepIn']) {
			await request(command, { threadId: 1 });
			seen.push(await shown());
		}
		assert.deepEqual(seen, ['Array.map', 'handle', 'Array.map', 'checkout', 'express']);
	});

	it('steps on from the frame that the person clicked', async () => {
		const { start, request, shown, focus, stackOf } = aSession(TEXT, { at: { trace: 0, exception: 0 } });
		await start();
		focus((await stackOf(1)).stackFrames[3]?.id);
		await request('next', { threadId: 1 });
		assert.equal(await shown(), 'serve');
	});

	it('continues with the next exception, round and round, goes back, and restarts where it began', async () => {
		const { start, request, stops } = aSession();
		await start();
		for (const command of ['continue', 'reverseContinue', 'reverseContinue', 'restart']) {
			await request(command, { threadId: stops().at(-1)?.threadId });
		}
		assert.deepEqual(
			stops().map(({ threadId }) => threadId),
			[2, 1, 2, 1, 2],
		);
	});

	it('says of a frame what the trace and the analysis say of it', async () => {
		const { request, stackOf } = aSession();
		const frame = (await stackOf(2)).stackFrames[1];
		const { scopes } = (await request('scopes', { frameId: frame?.id })).body as {
			scopes: { variablesReference: number }[];
		};
		const facts = async (scope: number) =>
			(
				(await request('variables', { variablesReference: scopes[scope]?.variablesReference })).body as {
					variables: { name: string; value: string }[];
				}
			).variables.map(({ name, value }) => `${name}: ${value}`);
		assert.deepEqual(await facts(0), [
			'Function: priceOf',
			'Printed place: /srv/shop/src/price.js:4:48',
			'In the repository: src/price.js',
			'Deployed revision: aaaaaaa',
			'Line now: ten down',
			'Code: in-app',
			'Text: at priceOf (/srv/shop/src/price.js:4:48)',
		]);
		assert.deepEqual(await facts(1), ['Type: TypeError', 'Message: x is undefined', 'Relation: cause']);
		const info = (await request('exceptionInfo', { threadId: 2 })).body as object;
		assert.deepEqual(info, {
			exceptionId: 'TypeError',
			description: 'x is undefined',
			breakMode: 'unhandled',
			details: { message: 'x is undefined', typeName: 'TypeError' },
		});
	});

	it('gives the text of the trace for frames without a file', async () => {
		const { request } = aSession();
		assert.deepEqual((await request('source', { sourceReference: 1 })).body, { content: TEXT, mimeType: 'text/plain' });
		assert.equal((await request('source', { sourceReference: 2 })).success, false);
	});

	it('runs nothing: what would evaluate, change or wait is refused in a sentence', async () => {
		const { request } = aSession();
		for (const command of ['evaluate', 'setVariable', 'goto', 'constructor', 'launchMissiles']) {
			const { success, message } = await request(command, { expression: 'process.exit()' });
			assert.deepEqual(
				[success, message],
				[false, 'A stack trace stands still: it can be looked at, not run or changed.'],
			);
		}
		const { body } = await request('setBreakpoints', { breakpoints: [{ line: 1 }] });
		assert.equal((body as { breakpoints: { verified: boolean }[] }).breakpoints[0]?.verified, false);
	});

	it('ends when asked to, and says nothing afterwards', async () => {
		const { request, sent, session } = aSession();
		await request('disconnect');
		assert.equal(sent.filter((message) => message.type === 'event' && message.event === 'terminated').length, 1);
		const { length } = sent;
		session.handle({ seq: 9, type: 'request', command: 'threads' });
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(sent.length, length);
	});

	it('ends at once where there is no trace', async () => {
		const { start, sent } = aSession('nothing to see');
		await start();
		assert.ok(sent.some((message) => message.type === 'event' && message.event === 'terminated'));
	});

	it('says that the places could not be found, instead of throwing', async () => {
		const { request } = aSession(TEXT, { placesOf: () => Promise.reject(new Error('no git')) });
		const { success, message } = await request('stackTrace', { threadId: 1 });
		assert.deepEqual([success, message], [false, 'Faultline could not answer this; the log says more.']);
	});

	it('answers whatever is asked, in any order, once each and with numbers that grow', async () => {
		const commands = [
			...['initialize', 'launch', 'configurationDone', 'threads', 'stackTrace', 'scopes', 'variables', 'source'],
			...['exceptionInfo', 'next', 'stepBack', 'stepIn', 'stepOut', 'continue', 'reverseContinue', 'pause', 'restart'],
			...['setBreakpoints', 'evaluate', 'toString', '__proto__'],
		];
		const number = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.double(), fc.constant(undefined));
		const given = fc.oneof(
			fc.record({ threadId: number, startFrame: number, levels: number, frameId: number, variablesReference: number }),
			fc.anything(),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...commands), given), { maxLength: 30 }), async (requests) => {
				const { session, sent, focus } = aSession();
				for (const [seq, [command, about]] of requests.entries()) {
					focus(seq % 2 === 0 ? seq : undefined);
					session.handle({ seq, type: 'request', command, arguments: about });
				}
				await new Promise((resolve) => setImmediate(resolve));
				const answered = sent.flatMap((message) => (message.type === 'response' ? [message.request_seq] : []));
				assert.deepEqual(
					answered.sort((a, b) => a - b),
					requests.map((_, seq) => seq),
				);
				assert.deepEqual(
					sent.map(({ seq }) => seq),
					sent.map((_, index) => index + 1),
				);
			}),
			{ numRuns: 200 },
		);
	});
});
