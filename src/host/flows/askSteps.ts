import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { plainLabel } from '../plainLabel';

/** What was answered so far, by the name of its question. */
export type Answers = Readonly<Record<string, string>>;

interface Question {
	/** What the answer is kept under. */
	readonly name: string;
	readonly prompt: string;
	/** What the answer is at first. */
	readonly value?: string;
}

/** A question that is answered in words. */
export interface TextQuestion extends Question {
	readonly kind: 'text';
	readonly placeHolder?: string;
	/** Why an answer is not taken; undefined for one that is. */
	readonly fault?: (text: string, answers: Answers) => string | undefined;
	/** What is said of an answer that is taken all the same; asked for after a pause in typing. */
	readonly hint?: (text: string) => Promise<string | undefined>;
}

/** One of a list; where `typed` is there, also words of one's own. */
export interface ChoiceQuestion extends Question {
	readonly kind: 'choice';
	readonly choices: readonly { readonly value: string; readonly label: string; readonly description?: string }[];
	/** What is said of words that are in no choice; undefined where these are no answer. */
	readonly typed?: (text: string) => string | undefined;
	/** What is typed is meant as it is, also where a choice holds it: `3` is not `In 30 min`. */
	readonly isTypedFirst?: boolean;
}

export type StepQuestion = TextQuestion | ChoiceQuestion;

const BACK = Symbol('back');

/** Typing rests so long before something is said of it. */
const HINT_PAUSE_MS = 300;

/** A list has followed what was typed after so long. */
const FOLLOWED_AFTER_MS = 300;

/**
 * Asks one question after the other, with a way back. What was answered is kept in `unsent` until the last question is, so that nothing is typed twice.
 *
 * @returns undefined when the person goes away from it
 */
export async function askSteps(
	title: string,
	questions: readonly StepQuestion[],
	unsent: Map<string, string>,
): Promise<Answers | undefined> {
	for (let place = 0; place < questions.length; ) {
		const question = questions[place];
		if (!question) {
			break;
		}
		const progress = { title, step: place + 1, totalSteps: questions.length };
		const answer = await (question.kind === 'text'
			? askText(question, progress, unsent)
			: askChoice(question, progress, unsent));
		if (answer === undefined) {
			return undefined;
		}
		if (answer !== BACK) {
			unsent.set(question.name, answer);
		}
		place = answer === BACK ? Math.max(0, place - 1) : place + 1;
	}
	return Object.fromEntries(questions.map(({ name }) => [name, unsent.get(name) ?? '']));
}

interface Progress {
	readonly title: string;
	/** 1-based. */
	readonly step: number;
	readonly totalSteps: number;
}

type Answer = string | typeof BACK | undefined;

function askText(question: TextQuestion, progress: Progress, unsent: Map<string, string>): Promise<Answer> {
	const box = vscode.window.createInputBox();
	box.prompt = question.prompt;
	box.placeholder = question.placeHolder;
	box.value = unsent.get(question.name) ?? question.value ?? '';
	const fault = () => question.fault?.(box.value.trim(), Object.fromEntries(unsent));
	let isRefused = false;
	const refuse = () => {
		const why = fault();
		isRefused = why !== undefined;
		box.validationMessage = why;
	};
	let typing: ReturnType<typeof setTimeout> | undefined;
	const hint = async () => {
		const of = box.value;
		const message = await question.hint?.(of);
		if (of === box.value && !isRefused) {
			box.validationMessage = message && { message, severity: vscode.InputBoxValidationSeverity.Info };
		}
	};
	return asked(box, progress, (answer) => {
		const hintSoon = () => {
			clearTimeout(typing);
			typing = setTimeout(() => void hint(), HINT_PAUSE_MS);
		};
		box.onDidHide(() => clearTimeout(typing));
		box.onDidChangeValue((text) => {
			unsent.set(question.name, text);
			if (isRefused) {
				refuse();
			} else if (question.hint) {
				hintSoon();
			}
		});
		box.onDidAccept(() => {
			refuse();
			if (!isRefused) {
				answer(box.value.trim());
			}
		});
	});
}

function askChoice(question: ChoiceQuestion, progress: Progress, unsent: Map<string, string>): Promise<Answer> {
	interface Item extends vscode.QuickPickItem {
		readonly value: string;
	}
	const items: Item[] = question.choices.map((choice) => ({ ...choice, label: plainLabel(choice.label) }));
	const before = unsent.get(question.name) ?? question.value;
	const pick = vscode.window.createQuickPick<Item>();
	pick.placeholder = question.prompt;
	if (before && !items.some(({ value }) => value === before)) {
		items.unshift({ label: plainLabel(before), value: before });
	}
	pick.items = items;
	pick.activeItems = items.filter(({ value }) => value === before);
	return asked(pick, progress, (answer) => {
		/** What is typed means by itself: keys may come faster than the list follows them, and then another row is marked. */
		let meant: Item | undefined;
		let own: Item | undefined;
		let typedAt = 0;
		pick.onDidChangeValue((text) => {
			const typed = text.trim();
			const exact = items.find(({ label }) => label === plainLabel(typed));
			const said = typed === '' || exact ? undefined : question.typed?.(typed);
			own =
				said === undefined
					? undefined
					: { label: `$(edit) ${plainLabel(typed)}`, description: said, value: typed, alwaysShow: true };
			meant = question.isTypedFirst ? (exact ?? own) : exact;
			typedAt = Date.now();
			pick.items = !own ? items : question.isTypedFirst ? [own, ...items] : [...items, own];
			if (own && question.isTypedFirst) {
				pick.activeItems = [own];
			}
		});
		pick.onDidChangeActive(([item]) => {
			if (item === meant) {
				meant = undefined; // the list has followed: who goes on to another row means that one
			}
		});
		pick.onDidAccept(() => {
			const isAhead = meant !== undefined && Date.now() - typedAt < FOLLOWED_AFTER_MS;
			const item = isAhead ? meant : (pick.activeItems[0] ?? own);
			if (item) {
				answer(item.value);
			}
		});
	});
}

function asked(
	input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { value: string }>,
	{ title, step, totalSteps }: Progress,
	listen: (answer: (answer: Answer) => void) => void,
): Promise<Answer> {
	input.title = title;
	input.ignoreFocusOut = true;
	if (totalSteps > 1) {
		input.step = step;
		input.totalSteps = totalSteps;
	}
	if (step > 1) {
		input.buttons = [vscode.QuickInputButtons.Back];
	}
	return new Promise((resolve) => {
		const answer = (given: Answer) => {
			resolve(given);
			input.hide();
		};
		listen(answer);
		input.onDidTriggerButton(() => answer(BACK));
		input.onDidHide(() => {
			resolve(undefined);
			input.dispose();
		});
		input.show();
	});
}

/** Refuses an empty answer, with a reason. */
export const required =
	(why: string) =>
	(text: string): string | undefined =>
		text === '' ? why : undefined;

/** Tells what words of one's own are in a list of names. */
export const newName = () => l10n.t('new');
