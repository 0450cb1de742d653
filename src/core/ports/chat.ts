import type { Message, Place } from '../chat/model';

/** One channel of a chat, as messages get into it. */
export interface ChatChannel {
	/** Slack's id of it; absent where the chat has none to tell. */
	readonly conversation?: string;
	/**
	 * Writes a message into it, once: nothing is sent a second time where it may have arrived.
	 *
	 * @param thread the message that it is an answer to; for those that know threads
	 * @throws FaultlineError `chat.unclear` where nobody knows whether it arrived, else `chat.*` and `http.*`: then it surely did not; `signal.reason` when
	 * cancelled
	 */
	post(message: Message, thread: Place | undefined, signal: AbortSignal): Promise<Place>;
}
