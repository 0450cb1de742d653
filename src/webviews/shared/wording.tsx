import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { blamelessSteps } from '../../core/blameless/check';
import type { Finding } from '../../core/blameless/model';
import { reasonFor } from '../../core/blameless/reasons';
import type { WordingCheck } from '../../protocol/wording';

/** Typing is checked after a pause of this length, in slices of this length. */
const PAUSE_MS = 350;
const SLICE_MS = 8;
/** So many are listed. */
const LISTED = 5;

interface Props {
	/** Of the text area above. */
	readonly field: string;
	readonly text: string;
	readonly check: WordingCheck;
	/** Puts another text in its place. */
	readonly onRewrite: (text: string) => void;
}

/**
 * What in a text points at a person, with the reason and neutral wording. It stands below its field: a text area underlines nothing. Only
 * how many there are is read out.
 */
export function Wording({ field, text, check, onRewrite }: Props) {
	const { findings, of } = useFindings(text, check);
	const isCurrent = of === text;
	const use = ({ rewrite }: Finding) => {
		if (rewrite && isCurrent) {
			onRewrite(text.slice(0, rewrite.start) + rewrite.text + text.slice(rewrite.end));
			select(field, rewrite.start, rewrite.start + rewrite.text.length);
		}
	};
	return (
		<div class="wording">
			<p class="hint" role="status" id={`${field}-wording`}>
				{findings.length > 0 &&
					(findings.length === 1
						? l10n.t('One wording points at a person. It may be kept.')
						: l10n.t('{0} wordings point at a person. They may be kept.', findings.length))}
			</p>
			{findings.length > 0 && (
				<ul aria-label={l10n.t('Wording that points at a person')}>
					{findings.slice(0, LISTED).map((one, index) => (
						<li key={`${one.rule}:${one.wording}:${index}`}>
							<p>{reasonFor(one)}</p>
							<p class="actions">
								{one.rewrite && (
									<button type="button" aria-disabled={!isCurrent} onClick={() => use(one)}>
										{l10n.t('Use This Wording: “{0}”', one.rewrite.text)}
									</button>
								)}
								<button
									type="button"
									class="link"
									aria-label={l10n.t('Show “{0}” in the text', one.wording)}
									onClick={() => isCurrent && select(field, one.start, one.end)}
								>
									{l10n.t('Show')}
								</button>
							</p>
						</li>
					))}
				</ul>
			)}
			{findings.length > LISTED && <p class="hint">{l10n.t('And {0} more.', findings.length - LISTED)}</p>}
		</div>
	);
}

interface Checked {
	readonly findings: readonly Finding[];
	/** The text that was checked. */
	readonly of: string;
}

const NOTHING: Checked = { findings: [], of: '' };

/** The findings of a text, a moment after it was typed; those of the text before stay until then. */
function useFindings(text: string, check: WordingCheck): Checked {
	const [checked, setChecked] = useState(NOTHING);
	const options = JSON.stringify(check);
	useEffect(() => {
		if (check === undefined || text.trim() === '') {
			setChecked(NOTHING);
			return undefined;
		}
		const steps = blamelessSteps(text, check);
		let timer = setTimeout(function slice() {
			const end = performance.now() + SLICE_MS;
			do {
				const step = steps.next();
				if (step.done) {
					setChecked({ findings: step.value, of: text });
					return;
				}
			} while (performance.now() < end);
			timer = setTimeout(slice);
		}, PAUSE_MS);
		return () => clearTimeout(timer);
	}, [text, options]);
	return checked;
}

/** Once the field has the text: it is drawn anew first. */
function select(field: string, start: number, end: number): void {
	requestAnimationFrame(() => {
		const area = document.getElementById(field);
		if (area instanceof HTMLTextAreaElement) {
			area.focus();
			area.setSelectionRange(start, end);
		}
	});
}
