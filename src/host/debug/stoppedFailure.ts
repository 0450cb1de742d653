import * as v from 'valibot';
import type { FailedCall, Failure } from '../failureText';

/** What of a debug session is asked; a session of VS Code fits. */
export interface Asked {
	customRequest(command: string, args: object): PromiseLike<unknown>;
}

/** Calls asked for; recursion that ran out of stack has thousands. */
const MAX_CALLS = 200;

const whole = v.pipe(v.number(), v.integer());
const Threads = v.object({ threads: v.array(v.object({ id: whole })) });
const Stack = v.object({
	stackFrames: v.array(
		v.object({
			name: v.optional(v.string(), ''),
			line: v.optional(whole, 0),
			column: v.optional(whole, 0),
			source: v.optional(
				v.object({
					path: v.optional(v.string()),
					sourceReference: v.optional(whole, 0),
					presentationHint: v.optional(v.string()),
				}),
			),
			presentationHint: v.optional(v.string()),
		}),
	),
});
const ExceptionInfo = v.object({
	exceptionId: v.optional(v.string(), ''),
	description: v.optional(v.string(), ''),
	details: v.optional(v.object({ message: v.optional(v.string()), typeName: v.optional(v.string()) })),
});

/**
 * What a stopped thread of a debugged program stopped for: its exception, where it stopped for one, and its calls.
 *
 * @param threadId the first thread where the person looks at none
 * @returns undefined where it does not stand still, or has no calls
 */
export async function stoppedFailure(session: Asked, threadId: number | undefined): Promise<Failure | undefined> {
	const thread = threadId ?? (await ask(session, 'threads', {}, Threads))?.threads[0]?.id;
	const stack =
		thread === undefined
			? undefined
			: await ask(session, 'stackTrace', { threadId: thread, startFrame: 0, levels: MAX_CALLS }, Stack);
	const calls = (stack?.stackFrames ?? []).slice(0, MAX_CALLS).flatMap((frame): readonly FailedCall[] => {
		const { name, line, column, source, presentationHint } = frame;
		if (presentationHint === 'label') {
			return []; // it stands between calls: `await`, `[External Code]`
		}
		const isVendor = presentationHint === 'subtle' || source?.presentationHint === 'deemphasize';
		const place = { line: line > 0 ? line : undefined, column: column > 0 ? column : undefined };
		return [{ name, file: source?.path, ...place, ...(isVendor && { isVendor }) }];
	});
	if (calls.length === 0) {
		return undefined;
	}
	const info = await ask(session, 'exceptionInfo', { threadId: thread }, ExceptionInfo);
	const type = info?.details?.typeName || info?.exceptionId || '';
	const message = info?.details?.message || info?.description || '';
	// Some adapters say the type in front of the message, too.
	return {
		type,
		message: type !== '' && message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message,
		calls,
	};
}

/** An adapter may refuse, or answer something else: then nothing is known. */
async function ask<T>(
	session: Asked,
	command: string,
	args: object,
	schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
	try {
		const answer = v.safeParse(schema, await session.customRequest(command, args));
		return answer.success ? answer.output : undefined;
	} catch {
		return undefined;
	}
}
