import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { LEVELS, type Level } from '../../core/incident/priority';
import type { FormField } from '../../protocol/form';

/** What ties a control to its label, hint and error; spread it onto the control. */
export interface Wiring {
	readonly id: string;
	readonly required: boolean;
	readonly 'aria-invalid': boolean;
	readonly 'aria-describedby': string;
}

interface FieldProps {
	readonly name: FormField;
	readonly label: string;
	readonly hint?: string;
	readonly error?: string | undefined;
	readonly isRequired?: boolean;
	readonly after?: ComponentChildren;
	readonly children: (wiring: Wiring) => ComponentChildren;
}

/** A labelled control with its hint and its error. The error's place is always there, so that it is announced when it fills. */
export function Field({ name, label, hint, error, isRequired = false, after, children }: FieldProps) {
	return (
		<div class="field">
			<label for={name}>
				{label}
				{isRequired && (
					<span class="required" aria-hidden="true">
						{' *'}
					</span>
				)}
			</label>
			{children({
				id: name,
				required: isRequired,
				'aria-invalid': error !== undefined,
				'aria-describedby': `${name}-hint ${name}-error`,
			})}
			<p class="hint" id={`${name}-hint`}>
				{hint}
			</p>
			<p class="error" id={`${name}-error`} role="status">
				{error}
			</p>
			{after}
		</div>
	);
}

interface ChooseProps<T extends string | number> {
	readonly name: FormField;
	readonly label: string;
	readonly hint?: string;
	readonly error?: string | undefined;
	readonly value: T;
	readonly choices: readonly { readonly value: T; readonly name: string }[];
	readonly onChoose: (value: T) => void;
}

/** One of a list. */
export function Choose<T extends string | number>({ value, choices, onChoose, ...field }: ChooseProps<T>) {
	const choose = (index: number) => {
		const choice = choices[index];
		if (choice) {
			onChoose(choice.value);
		}
	};
	return (
		<Field {...field}>
			{(wiring) => (
				<span class="select">
					<select {...wiring} onChange={(event) => choose(event.currentTarget.selectedIndex)}>
						{choices.map((choice) => (
							<option key={choice.value} value={choice.value} selected={choice.value === value}>
								{choice.name}
							</option>
						))}
					</select>
				</span>
			)}
		</Field>
	);
}

/** Names of the four impacts and urgencies, worst first. */
export function levels() {
	const impactNames: Record<Level, string> = {
		1: l10n.t('Whole business'),
		2: l10n.t('Many people'),
		3: l10n.t('Few people'),
		4: l10n.t('One person'),
	};
	const urgencyNames: Record<Level, string> = {
		1: l10n.t('Now'),
		2: l10n.t('Today'),
		3: l10n.t('This week'),
		4: l10n.t('Later'),
	};
	return {
		impacts: LEVELS.map((value) => ({ value, name: impactNames[value] })),
		urgencies: LEVELS.map((value) => ({ value, name: urgencyNames[value] })),
	};
}
