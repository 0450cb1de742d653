import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

export interface OpenOptions {
	readonly workspace: string;
	/** Extension folders to run as if installed. */
	readonly extensions?: readonly string[];
	/** Packaged extensions to install. */
	readonly vsix?: readonly string[];
	readonly viewport?: { readonly width: number; readonly height: number };
	readonly payload?: readonly (readonly [string, string])[];
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly env?: Readonly<Record<string, string>>;
	readonly version?: string;
	readonly data?: string;
	/** How long what is not there yet is waited for, in milliseconds; 30 s by default. */
	readonly timeout?: number;
}

export interface Server {
	readonly origin: string;
	readonly pid: number;
	readonly userData: string;
	readonly logFile: string;
	readonly version: string;
	stop(): Promise<void>;
}

export interface App {
	readonly server: Server;
	readonly browser: Browser;
	readonly context: BrowserContext;
	readonly workbench: Workbench;
	newWindow(folder?: string): Promise<Workbench>;
	/** The window that VS Code itself opens for what is done. */
	openedBy(act: () => Promise<void>): Promise<Workbench>;
	/** Keeps pictures of the windows and VS Code's logs in test/output, for a test that failed, and prints what is in sight. */
	keepEvidence(name: string): Promise<void>;
	close(): Promise<void>;
}

export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** Name in the theme picker, and class of the window. */
export const THEMES: Readonly<Record<Theme, readonly [string, string]>>;

export class Workbench {
	readonly page: Page;
	readonly messages: readonly { readonly type: string; readonly text: string }[];
	open(url: string): Promise<this>;
	reload(): Promise<void>;
	run(title: string): Promise<void>;
	get quickInput(): Locator;
	get quickInputMessage(): Locator;
	get quickRows(): Locator;
	quickRow(label: string): Locator;
	question(text: string): Locator;
	runAndPick(title: string, label: string): Promise<void>;
	pick(label: string): Promise<void>;
	enter(label: string): Promise<void>;
	answer(question: string, text: string): Promise<void>;
	typeAnswer(question: string, text?: string): Promise<void>;
	chooseFile(title: string, file?: string): Promise<void>;
	openView(title: string): Promise<void>;
	pane(title: string): Locator;
	treeItem(label: string): Locator;
	inlineAction(label: string, action: string): Promise<void>;
	viewAction(view: string, action: string): Promise<void>;
	contextMenu(target: Locator, entry: string): Promise<void>;
	menuItem(label: string): Locator;
	notification(text: string | RegExp): Locator;
	pressInNotification(text: string | RegExp, button: string): Promise<void>;
	get dialog(): Locator;
	pressInDialog(button: string): Promise<void>;
	webview(which: { readonly extension: string; readonly view?: boolean }): FrameLocator;
	openFile(name: string): Promise<void>;
	setTheme(theme: Theme): Promise<void>;
	screenshot(file: string): Promise<Buffer>;
	activationTimes(): Promise<readonly { readonly name: string; readonly text: string; readonly ms: number }[]>;
	/** By the id of each extension, in milliseconds. */
	activationParts(): Promise<ReadonlyMap<string, { readonly load: number; readonly call: number }>>;
}

export function openWorkbench(options: OpenOptions): Promise<App>;
