import { stringFrom } from './afterKey';
import type { Finder } from './model';
import { isSecret } from './values';
import { isWordStart } from './wordStart';

/** So far before an option its command is looked for, in UTF-16 units. */
const BEFORE = 400;
const REST = 40;

interface Command {
	/** What the command is called, without its path. */
	readonly name: RegExp;
	/** Its options that take a password. */
	readonly option: RegExp;
	/** The value is a user and, behind a colon, the password. */
	readonly hasUser?: boolean;
	/** A value that does not stand right behind the option is something else: `mysql -p shop` names a database. */
	readonly isJoined?: boolean;
}

const COMMANDS: readonly Command[] = [
	{ name: /^curl$/, option: /^-(?:[A-Za-z#]{0,6}[uU]|-(?:proxy-)?user)$/, hasUser: true },
	{ name: /^(?:mysql|mariadb)/, option: /^-p$/, isJoined: true },
	{ name: /^sshpass$/, option: /^-p$/ },
	{ name: /^(?:docker|podman|helm|nerdctl)$/, option: /^-p$/ },
	{ name: /^redis-cli$/, option: /^-a$/ },
	{ name: /^ldap/, option: /^-w$/ },
];
/** `-pid=1`, `-port 80`: no password begins like this. */
const OTHER_WORD = /^(?:id|ort|rotocol|lugin)(?:[\s=:,;|&<>)"'`]|$)/;
const NAMES =
	/(?:curl|mysql(?:admin|dump|import|check|sh|show)?|mariadb(?:-\w{1,12})?|sshpass|docker|podman|helm|nerdctl|redis-cli|ldap[a-z]{2,10})(?=(?:\.exe)?[\\"'\s])/g;
/** Also behind what is left of options written together: `-XPUThttp://x`. */
const ADDRESS = /^[A-Za-z]{0,5}(?:https?|s?ftps?|wss?|socks[45]?[ah]?):\/\//i;
/** Behind these another command begins; a line that ends in a backslash goes on. */
const NEXT_COMMAND = /(?<![\\,]\r?)\n|\s(?:[|&]{1,2}|;)\s/;
/** Containers' commands have the option for other things, too. */
const OF_LOGIN = /^(?:docker|podman|helm|nerdctl)$/;
const BETWEEN_WORDS = /[\s,"'\\]+/;
const BRACKETS = /^\[+|\]+$/g;

/** ` `, `=`, or nothing; in a list of arguments `', '`, as JSON has it also without the blank, or on lines of their own. */
const BETWEEN =
	/(?<gap>\\{0,15}["'](?:,(?:\s|\\{1,15}[nrt]){0,40}|[ \t]{1,8})|[ \t]{1,8}|=)?(?<backslashes>\\{0,15})(?<quote>["'])?/y;
const ARGUMENT = /(?:[^\s"'`<>\\]|\\(?![\\nrt"']))+/y;

/** Passwords among the arguments of commands, where nothing but the command says what they are: `curl -u user:password`, `mysql -psecret`. */
export const commandPasswords: Finder = {
	trigger: /(?<![\w-])-(?:-(?:proxy-)?user(?![\w-])|[A-Za-z#]{0,6}?[uUpaw])/g,
	find(reach, at, end) {
		const { text } = reach;
		const command = commandOf(text.slice(Math.max(0, at - BEFORE), at), text.slice(at, end));
		BETWEEN.lastIndex = end;
		const groups = command && BETWEEN.exec(text)?.groups;
		if (!groups) {
			return { next: end };
		}
		const { gap = '', backslashes = '', quote = '' } = groups;
		const begin = quote === '' ? BETWEEN.lastIndex - backslashes.length : BETWEEN.lastIndex;
		const isClosed = gap === '' && quote !== '' && text[at - 1] === quote; // the option is the last one of a list
		if (isClosed || (command.isJoined && (gap !== '' || OTHER_WORD.test(text.slice(end, end + REST))))) {
			return { next: end };
		}
		const value =
			quote === ''
				? { start: begin, end: reach.runEnd(begin, ARGUMENT), quote }
				: stringFrom(reach, begin, quote, backslashes.length);
		const colon = command.hasUser ? text.slice(value.start, value.end).indexOf(':') : -1;
		const start = value.start + colon + 1;
		const how = { ...value, separator: '=', hasBlanks: false, isInList: false };
		const isAddress = command.hasUser && ADDRESS.test(text.slice(value.start, value.start + REST));
		const isPassword =
			(colon >= 0 || !command.hasUser) &&
			!isAddress &&
			isSecret(text.slice(start, value.end), 'strong', how, text.slice(value.end, value.end + REST));
		return isPassword
			? { removed: [{ rule: 'password', start, end: value.end }], next: value.end }
			: { next: Math.max(end, begin) };
	},
};

/** The last command before an option, where it has that option. */
function commandOf(before: string, option: string): Command | undefined {
	const last = [...before.matchAll(NAMES)]
		.filter(({ index }) => isWordStart(before, index) && !/[-_]/.test(before[index - 1] ?? ''))
		.at(-1);
	if (!last || NEXT_COMMAND.test(before.slice(last.index))) {
		return undefined;
	}
	const found = COMMANDS.find((one) => one.name.test(last[0]) && one.option.test(option));
	return OF_LOGIN.test(last[0]) && !isLogin(before.slice(last.index + last[0].length)) ? undefined : found;
}

/** Whether the subcommand is `login`: the first word that is no option, and not the value of one. */
function isLogin(behind: string): boolean {
	const words = behind
		.replace(/^\.exe/, '')
		.replaceAll(/\\+[nrt]/g, ' ')
		.split(BETWEEN_WORDS)
		.map((word) => word.replaceAll(BRACKETS, ''))
		.filter((word) => word !== '');
	const at = words.indexOf('login');
	return (
		at >= 0 &&
		words.slice(0, at).every((word, i) => word.startsWith('-') || word === 'registry' || isValue(words[i - 1]))
	);
}

const isValue = (before: string | undefined) => before?.startsWith('-') === true && !before.includes('=');
