import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Cards from 'adaptivecards';
import { Ajv } from 'ajv';

const folder = join(__dirname, '../../fixtures/contracts');
const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

/** Slack's published contract, as far as Faultline asks it for something. */
export const slack = read<{
	readonly scopes: Readonly<Record<string, readonly string[]>>;
	readonly webhookErrors: Readonly<Record<string, number>>;
	readonly arguments: Readonly<Record<string, object>>;
	readonly definitions: object;
	readonly blocksJson: number;
}>('slack.json');
const teams = read<{ readonly bytes: number; readonly message: object }>('teams.json');

const ajv = new Ajv({ strict: false, allErrors: false });
const checks = new Map(
	Object.entries(slack.arguments).map(([name, schema]) => [
		name,
		ajv.compile({ ...schema, definitions: slack.definitions }),
	]),
);
const checkTeams = ajv.compile(teams.message);
/** The file that browsers take: the package's modules name each other without their endings, which Node does not find. */
const cards = createRequire(__filename)('adaptivecards/dist/adaptivecards.js') as typeof Cards;

/** What is wrong with the arguments of a method of Slack's, or with the payload of a `webhook`; undefined where they fit. */
export function slackFault(method: string, body: unknown): string | undefined {
	const check = checks.get(method);
	const { length } = JSON.stringify((body as { readonly blocks?: unknown }).blocks ?? []);
	if (length > slack.blocksJson) {
		return `${method}: msg_blocks_too_long, ${length}`;
	}
	return !check ? `no method ${method}` : check(body) ? undefined : `${method}: ${JSON.stringify(check.errors)}`;
}

/** What is wrong with what a workflow of Teams was sent; undefined where it fits and its cards are cards. */
export function teamsFault(text: string): string | undefined {
	if (Buffer.byteLength(text) > teams.bytes) {
		return `${Buffer.byteLength(text)} bytes`;
	}
	const body = JSON.parse(text) as { readonly attachments: readonly { readonly content: object }[] };
	if (!checkTeams(body)) {
		return JSON.stringify(checkTeams.errors);
	}
	const faults = body.attachments.flatMap(({ content }) => cardFaults(content));
	return faults.length > 0 ? faults.join('; ') : undefined;
}

function cardFaults(content: object): readonly string[] {
	const context = new cards.SerializationContext();
	const card = new cards.AdaptiveCard();
	card.parse(content, context);
	const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
	return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
