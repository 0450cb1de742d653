import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Action, PageContent } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { Wording } from '../shared/wording';
import type { PageModel } from './model';
import { words } from './time';

/** What every part of the page gets. */
export interface Part {
	readonly model: PageModel;
	readonly content: PageContent;
}

interface SectionProps {
	readonly id: string;
	readonly title: string;
	/** Behind the title: a count, buttons. */
	readonly aside?: ComponentChildren;
	readonly children: ComponentChildren;
}

export function Section({ id, title, aside, children }: SectionProps) {
	return (
		<section id={id} aria-labelledby={`${id}-title`}>
			<header class="section">
				<h2 id={`${id}-title`} tabIndex={-1}>
					{title}
				</h2>
				{aside}
			</header>
			{children}
		</section>
	);
}

interface DisclosureProps {
	readonly model: PageModel;
	readonly id: string;
	readonly summary: ComponentChildren;
	readonly isOpenAtFirst?: boolean;
	readonly children: () => ComponentChildren;
}

/** Something that opens below its button; what is in it is made only while it is open. */
export function Disclosure({ model, id, summary, isOpenAtFirst = false, children }: DisclosureProps) {
	const isOpen = model.isOpen(id, isOpenAtFirst);
	return (
		<>
			<button
				type="button"
				class="twisty"
				id={`${id}-open`}
				aria-expanded={isOpen}
				onClick={() => model.setOpen(id, !isOpen)}
			>
				<Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
				<span>{summary}</span>
			</button>
			{isOpen && <div class="disclosed">{children()}</div>}
		</>
	);
}

interface OpenerProps {
	readonly model: PageModel;
	readonly form: string;
	/** The field that gets the focus. */
	readonly field: string;
	readonly class?: string;
	readonly onOpen?: () => void;
	readonly children: ComponentChildren;
}

/** The button that opens a form below it, and closes it again. */
export function Opener({ model, form, field, class: look, onOpen, children }: OpenerProps) {
	const isOpen = model.isOpen(form);
	return (
		<button
			type="button"
			id={`${form}-open`}
			class={look}
			aria-expanded={isOpen}
			onClick={() => {
				if (!isOpen) {
					onOpen?.();
				}
				model.setOpen(form, !isOpen, ...(isOpen ? [] : [`${form}.${field}`]));
			}}
		>
			{children}
		</button>
	);
}

interface InlineFormProps {
	readonly model: PageModel;
	readonly form: string;
	readonly submit: string;
	/** What is asked for when it is sent; a sentence and the field it is about where something is missing. */
	readonly action: () => Action | { readonly missing: string; readonly field: string };
	/** What gets the focus when it is done, before its opener. */
	readonly after?: readonly string[];
	/** It is always there, so there is nothing to go back to. */
	readonly isFixed?: boolean;
	readonly children: ComponentChildren;
}

/** A form on the page: Ctrl+Enter sends it, Escape closes it and keeps what was typed. */
export function InlineForm({ model, form, submit, action, after = [], isFixed = false, children }: InlineFormProps) {
	const isBusy = model.isBusy(form);
	const send = () => {
		const asked = action();
		if ('missing' in asked) {
			model.refuse(form, asked.missing, `${form}.${asked.field}`);
		} else {
			model.act(form, asked, ...after, `${form}-open`);
		}
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			send();
		} else if (event.key === 'Escape' && !isFixed) {
			event.preventDefault();
			event.stopPropagation();
			model.setOpen(form, false, `${form}-open`);
		}
	};
	return (
		<form
			class="inline"
			noValidate
			aria-busy={isBusy}
			onKeyDown={onKeyDown}
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			{children}
			<p class="error" role="alert" id={`${form}-error`}>
				{model.refusal(form)}
			</p>
			<div class="actions">
				<button type="submit" class="primary" aria-disabled={isBusy}>
					{submit}
				</button>
				{!isFixed && (
					<button type="button" onClick={() => model.setOpen(form, false, `${form}-open`)}>
						{l10n.t('Cancel')}
					</button>
				)}
				<span class="hint">{model.isKept(form) ? l10n.t('Draft kept') : ''}</span>
			</div>
		</form>
	);
}

interface FieldProps {
	readonly model: PageModel;
	readonly form: string;
	readonly field: string;
	readonly label: string;
	readonly hint?: string;
	/** More than one: a text area. */
	readonly rows?: number;
	readonly type?: 'text' | 'url' | 'number' | 'date' | 'datetime-local';
	readonly atFirst?: string;
	/** To choose from, while anything may be typed. */
	readonly list?: readonly string[];
	readonly isRequired?: boolean;
}

/** A labelled field whose text is a draft until its form is sent. */
export function Field({ model, form, field, label, hint, rows = 1, type = 'text', ...more }: FieldProps) {
	const { atFirst = '', list, isRequired = false } = more;
	const id = `${form}.${field}`;
	const isLong = rows > 1;
	const isRefused = model.refusal(form) !== '';
	const common = {
		id,
		value: model.draft(id, atFirst),
		required: isRequired,
		'aria-invalid': isRefused && isRequired && model.draft(id, atFirst).trim() === '',
		'aria-describedby': [hint === undefined ? '' : `${id}-hint`, isLong ? `${id}-wording` : '', `${form}-error`]
			.filter((one) => one !== '')
			.join(' '),
		onInput: (event: Event & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
			model.type(id, event.currentTarget.value),
	};
	return (
		<div class="field">
			<label for={id}>{label}</label>
			{isLong ? (
				<textarea {...common} rows={rows} dir="auto" />
			) : (
				<input {...common} type={type} autocomplete="off" list={list && `${id}-list`} />
			)}
			{list && (
				<datalist id={`${id}-list`}>
					{list.map((one) => (
						<option key={one} value={one} />
					))}
				</datalist>
			)}
			{hint !== undefined && (
				<p class="hint" id={`${id}-hint`}>
					{hint}
				</p>
			)}
			{isLong && (
				<Wording
					field={id}
					text={common.value}
					check={model.content?.wording}
					onRewrite={(text) => model.type(id, text)}
				/>
			)}
		</div>
	);
}

interface ChooseProps<T extends string | number> {
	readonly model: PageModel;
	readonly form: string;
	readonly field: string;
	readonly label: string;
	readonly choices: readonly { readonly value: T; readonly name: string }[];
	readonly atFirst: T;
}

/** One of a list, as a draft. */
export function Choose<T extends string | number>({ model, form, field, label, choices, atFirst }: ChooseProps<T>) {
	const id = `${form}.${field}`;
	const chosen = model.draft(id, String(atFirst));
	return (
		<div class="field">
			<label for={id}>{label}</label>
			<span class="select">
				<select id={id} onChange={(event) => model.type(id, event.currentTarget.value)}>
					{choices.map(({ value, name }) => (
						<option key={value} value={String(value)} selected={String(value) === chosen}>
							{name}
						</option>
					))}
				</select>
			</span>
		</div>
	);
}

/** A point in time: short to read, exact when the pointer rests on it. */
export function Moment({ at }: { readonly at: number }) {
	return (
		<time dateTime={new Date(at).toISOString()} title={words().exact(at)}>
			{words().moment(at, Date.now())}
		</time>
	);
}

/** Text of a person's or a program's own, that turns no text around it. */
export function Said({ text }: { readonly text: string }) {
	return <bdi>{text}</bdi>;
}

/** A share as a bar, beside which it stands in words. Not by a style of its own: in the document, where it may be drawn, none is allowed. */
export function Bar({ share }: { readonly share: number }) {
	return <progress class="bar" aria-hidden="true" value={share} max={1} />;
}

/** The time, told anew so often; whoever asks is drawn anew with it, and nothing else is. */
export function useNow(everyMs: number): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), everyMs);
		return () => clearInterval(timer);
	}, [everyMs]);
	return now;
}

/** Whether the person asked for a screen that keeps still; then clocks count minutes, not seconds. */
export function isStill(): boolean {
	return typeof window !== 'undefined' && window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
