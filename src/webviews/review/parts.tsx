import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { WordingCheck } from '../../protocol/wording';
import { Icon } from '../shared/icon';
import { Wording } from '../shared/wording';

interface AreaProps {
	readonly id: string;
	readonly label: string;
	readonly value: string;
	readonly placeholder?: string;
	/** The label is for screen readers only: a heading above says the same. */
	readonly isLabelled?: boolean;
	readonly check?: WordingCheck;
	readonly onInput: (text: string) => void;
}

/** A field for Markdown that is as high as its text. */
export function Area({ id, label, value, placeholder, isLabelled = false, check, onInput }: AreaProps) {
	return (
		<div class="field">
			<label for={id} class={isLabelled ? 'visually-hidden' : undefined}>
				{label}
			</label>
			<textarea
				id={id}
				rows={2}
				dir="auto"
				value={value}
				placeholder={placeholder}
				aria-describedby={`${id}-wording`}
				onInput={(event) => onInput(event.currentTarget.value)}
			/>
			<Wording field={id} text={value} check={check} onRewrite={onInput} />
		</div>
	);
}

interface LineProps {
	readonly id: string;
	readonly label: string;
	readonly value: string;
	readonly type?: 'text' | 'date' | 'url';
	readonly placeholder?: string;
	readonly list?: string;
	readonly class?: string;
	readonly isInvalid?: boolean;
	readonly onInput: (text: string) => void;
}

/** A field of one line in a row of them, whose label is read out. */
export function Line({
	id,
	label,
	value,
	type = 'text',
	placeholder,
	list,
	class: look,
	isInvalid,
	onInput,
}: LineProps) {
	return (
		<input
			id={id}
			class={look}
			type={type}
			value={value}
			aria-label={label}
			title={label}
			placeholder={placeholder ?? label}
			list={list}
			autocomplete="off"
			aria-invalid={isInvalid}
			dir="auto"
			onInput={(event) => onInput(event.currentTarget.value)}
		/>
	);
}

export function Remove({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
	return (
		<button type="button" class="icon" aria-label={name} title={name} onClick={onClick}>
			<Icon name="close" />
		</button>
	);
}

interface AddProps {
	readonly id?: string;
	readonly onClick: () => void;
	readonly children: ComponentChildren;
}

export function Add({ id, onClick, children }: AddProps) {
	return (
		<button type="button" id={id} class="add" onClick={onClick}>
			<Icon name="add" />
			<span>{children}</span>
		</button>
	);
}

/** Items with one of them changed, or taken out where it is to be `undefined`. */
export function replaced<T>(items: readonly T[], place: number, item: T | undefined): T[] {
	return items.flatMap((one, index) => (index === place ? (item === undefined ? [] : [item]) : [one]));
}

interface RestProps extends Pick<AreaProps, 'id' | 'check' | 'onInput'> {
	readonly text: string;
}

/** What stands before or behind a list, where there is something. */
export function Rest({ text, ...area }: RestProps) {
	return text === '' ? null : <Area {...area} label={l10n.t('Text')} value={text} />;
}
