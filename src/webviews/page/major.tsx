import * as l10n from '@vscode/l10n';
import type { Update } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { fromLocalTime, localTime } from '../shared/localTime';
import { Unsent } from './deliveries';
import { Disclosure, Field, InlineForm, Moment, Opener, type Part, Said, Section } from './parts';

const DECLARE = 'major-declare';
const UPDATE = 'update';
const STAND_DOWN = 'major-standDown';
const MINUTE_MS = 60_000;

/** What those who wait are told: the major-incident mode, and the updates. */
export function Communication({ model, content }: Part) {
	const { isOn, declared, updates } = content.major;
	const [last, ...earlier] = [...updates].reverse();
	return (
		<Section id="communication" title={isOn ? l10n.t('Major Incident') : l10n.t('Communication')}>
			{isOn && declared && (
				<div class="major">
					<p>
						<Icon name="flame" /> <Said text={declared.reason} />
					</p>
					<p class="hint">
						{l10n.t('For {0}, every {1} minutes', declared.audience, declared.updateMinutes)} ·{' '}
						<Moment at={declared.at} />
					</p>
				</div>
			)}
			{!isOn && declared?.stoodDown && (
				<p class="hint">
					{l10n.t('Was a major incident, stood down: {0}', declared.stoodDown.summary)} ·{' '}
					<Moment at={declared.stoodDown.at} />
				</p>
			)}
			<Unsent model={model} content={content} />
			<div class="actions">
				<button type="button" class={isOn ? 'primary' : undefined} onClick={() => model.open({ kind: 'compose' })}>
					{l10n.t('Compose Update…')}
				</button>
				<Opener model={model} form={UPDATE} field="known" onOpen={() => suggestNext({ model, content })}>
					{l10n.t('Write Update…')}
				</Opener>
				{isOn ? (
					<Opener model={model} form={STAND_DOWN} field="summary">
						{l10n.t('Stand Down…')}
					</Opener>
				) : (
					<Opener model={model} form={DECLARE} field="reason">
						{l10n.t('Declare Major Incident…')}
					</Opener>
				)}
			</div>
			{model.isOpen(UPDATE) && <UpdateForm model={model} content={content} />}
			{!isOn && model.isOpen(DECLARE) && <DeclareForm model={model} content={content} />}
			{isOn && model.isOpen(STAND_DOWN) && <StandDownForm model={model} content={content} />}
			{last ? <UpdateText update={last} /> : <p class="empty">{l10n.t('Nobody was told anything yet.')}</p>}
			{earlier.length > 0 && (
				<Disclosure model={model} id="updates" summary={l10n.t('Earlier updates ({0})', earlier.length)}>
					{() => earlier.map((update) => <UpdateText key={update.at} update={update} />)}
				</Disclosure>
			)}
		</Section>
	);
}

function UpdateText({ update }: { readonly update: Update }) {
	const parts = [
		[l10n.t('What we know'), update.known],
		[l10n.t('Impact'), update.impact],
		[l10n.t('What we do'), update.doing],
	] as const;
	return (
		<article class="update">
			<p class="hint">
				<Moment at={update.at} /> · <Said text={update.actor || l10n.t('somebody')} />
				{update.nextAt !== null && (
					<>
						{' · '}
						{l10n.t('next update')} <Moment at={update.nextAt} />
					</>
				)}
			</p>
			<dl>
				{parts
					.filter(([, text]) => text !== '')
					.map(([label, text]) => (
						<div key={label}>
							<dt>{label}</dt>
							<dd dir="auto">{text}</dd>
						</div>
					))}
			</dl>
		</article>
	);
}

/** The time that the promise of now gives for the next update. */
function suggestNext({ model, content }: Part): void {
	const { declared, usualMinutes, isOn } = content.major;
	if (isOn) {
		const minutes = declared?.updateMinutes ?? usualMinutes;
		model.type(`${UPDATE}.nextAt`, localTime(Date.now() + minutes * MINUTE_MS));
	}
}

function UpdateForm({ model }: Part) {
	const said = (field: string) => model.draft(`${UPDATE}.${field}`);
	const action = () => {
		const [known, impact, doing] = [said('known'), said('impact'), said('doing')];
		return [known, impact, doing].every((text) => text.trim() === '')
			? { missing: l10n.t('Fill in at least one of the three.'), field: 'known' }
			: {
					kind: 'writeUpdate' as const,
					...{ known, impact, doing },
					nextAt: fromLocalTime(said('nextAt')) ?? null,
				};
	};
	return (
		<InlineForm model={model} form={UPDATE} submit={l10n.t('Write Update')} action={action}>
			<Field model={model} form={UPDATE} field="known" label={l10n.t('What we know')} rows={2} />
			<Field model={model} form={UPDATE} field="impact" label={l10n.t('Impact')} rows={2} />
			<Field model={model} form={UPDATE} field="doing" label={l10n.t('What we do')} rows={2} />
			<Field
				model={model}
				form={UPDATE}
				field="nextAt"
				type="datetime-local"
				label={l10n.t('Next update at')}
				hint={l10n.t('Left empty, none is promised.')}
			/>
		</InlineForm>
	);
}

function DeclareForm({ model, content }: Part) {
	const { roles, people, major } = content;
	const of = (role: string) => roles.find((one) => one.role === role)?.person ?? '';
	const said = (field: string, atFirst = '') => model.draft(`${DECLARE}.${field}`, atFirst).trim();
	const action = () => {
		const [reason, audience] = [said('reason'), said('audience')];
		if (reason === '' || audience === '') {
			const field = reason === '' ? 'reason' : 'audience';
			return { missing: l10n.t('Say why it is a major incident, and who is told.'), field };
		}
		return {
			kind: 'declareMajor' as const,
			...{ reason, audience },
			updateMinutes: Number(said('minutes', String(major.usualMinutes))),
			commander: said('commander', of('commander')),
			communications: said('communications', of('communications')),
		};
	};
	const field = { model, form: DECLARE };
	return (
		<InlineForm
			model={model}
			form={DECLARE}
			submit={l10n.t('Declare Major Incident')}
			action={action}
			after={[`${UPDATE}-open`]}
		>
			<Field {...field} field="reason" label={l10n.t('Why is it a major incident?')} rows={2} isRequired />
			<Field {...field} field="audience" label={l10n.t('Who is told?')} isRequired />
			<Field
				{...field}
				field="minutes"
				type="number"
				label={l10n.t('Minutes between updates')}
				atFirst={String(major.usualMinutes)}
			/>
			<Field
				{...field}
				field="commander"
				label={l10n.t('Incident commander')}
				atFirst={of('commander')}
				list={people}
			/>
			<Field
				{...field}
				field="communications"
				label={l10n.t('Communications lead')}
				atFirst={of('communications')}
				list={people}
			/>
		</InlineForm>
	);
}

function StandDownForm({ model }: Part) {
	const action = () => {
		const summary = model.draft(`${STAND_DOWN}.summary`);
		return summary.trim() === ''
			? { missing: l10n.t('Sum up how it ended, for those who were told.'), field: 'summary' }
			: { kind: 'standDown' as const, summary };
	};
	return (
		<InlineForm
			model={model}
			form={STAND_DOWN}
			submit={l10n.t('Stand Down')}
			action={action}
			after={[`${DECLARE}-open`]}
		>
			<Field model={model} form={STAND_DOWN} field="summary" label={l10n.t('Summary')} rows={2} isRequired />
		</InlineForm>
	);
}
