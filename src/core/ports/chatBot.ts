import type { Message, Place } from '../chat/model';
import type { ChatChannel } from './chat';

export interface BotChannel {
	readonly id: string;
	/** Without `#`. */
	readonly name: string;
	/** The bot may write there. */
	readonly isMember: boolean;
}

/** A workspace of a chat, as a bot of it sees it. All throw FaultlineError `chat.*`, `http.*`; `signal.reason` when cancelled. */
export interface ChatBot {
	/** Who it is, and what it may do; undefined where the chat does not say that. */
	me(signal: AbortSignal): Promise<{
		readonly team: string;
		readonly user: string;
		readonly scopes: readonly string[] | undefined;
		/** Of the workspace's pages, with a slash at its end. */
		readonly url?: string;
	}>;
	/** Public channels that are not archived, those that the bot is in first. @throws FaultlineError `chat.missingScope` */
	channels(signal: AbortSignal): Promise<readonly BotChannel[]>;
	/** @throws FaultlineError `chat.nameTaken`, `chat.missingScope` */
	createChannel(name: string, signal: AbortSignal): Promise<BotChannel>;
	setTopic(conversation: string, topic: string, signal: AbortSignal): Promise<void>;
	pin(place: Place, signal: AbortSignal): Promise<void>;
	/** Puts another message in the place of one that the bot wrote. */
	update(place: Place, message: Message, signal: AbortSignal): Promise<void>;
	/** @param conversation its id @param name for sentences */
	channel(conversation: string, name: string): ChatChannel;
}

/** A channel that can be tried without writing into it. */
export interface CheckedChannel extends ChatChannel {
	/** @throws FaultlineError `chat.*`, `http.*` where it does not work */
	check(signal: AbortSignal): Promise<void>;
}
