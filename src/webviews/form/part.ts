import type { FormDraft } from '../../protocol/form';
import type { FormState } from './state';

/** What a part of the form is drawn from. */
export interface Part {
	readonly state: FormState;
	readonly draft: FormDraft;
}
