import * as l10n from '@vscode/l10n';
import type { Person } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { Choose, Disclosure, Field, InlineForm, Moment, Opener, type Part, Said, Section } from './parts';

const ESCALATE = 'escalate';

/** Who answers the incident. */
export function Responders({ model, content }: Part) {
	return (
		<Section id="responders" title={l10n.t('Responders')}>
			<dl class="roles">
				{content.roles.map((role) => (
					<Role key={role.role} model={model} content={content} role={role} />
				))}
			</dl>
			<Escalations model={model} content={content} />
		</Section>
	);
}

function Role({ model, content, role: { role, name, person } }: Part & { readonly role: Person }) {
	const form = `role-${role}`;
	const { me, people } = content;
	const assign = (to: string | null) => ({ kind: 'assign' as const, role, person: to });
	return (
		<div class="role">
			<dt>{name}</dt>
			<dd>
				{person === '' ? <span class="hint">{l10n.t('nobody')}</span> : <Said text={person} />}
				<span class="tools">
					{me !== '' && person !== me && (
						<button
							type="button"
							class="link"
							aria-label={l10n.t('Take over as {0}', name)}
							onClick={() => model.act(`${form}-take`, assign(me), `${form}-open`)}
						>
							{l10n.t('Take')}
						</button>
					)}
					<button
						type="button"
						class="icon"
						id={`${form}-open`}
						aria-expanded={model.isOpen(form)}
						aria-label={l10n.t('Change {0}', name)}
						title={l10n.t('Change {0}', name)}
						onClick={() => model.setOpen(form, !model.isOpen(form), `${form}.person`)}
					>
						<Icon name="edit" />
					</button>
				</span>
				<p class="error" role="alert">
					{model.refusal(`${form}-take`)}
				</p>
				{model.isOpen(form) && (
					<InlineForm
						model={model}
						form={form}
						submit={l10n.t('Assign')}
						action={() => assign(model.draft(`${form}.person`, person).trim() || null)}
					>
						<Field
							model={model}
							form={form}
							field="person"
							label={name}
							atFirst={person}
							list={people}
							hint={l10n.t('Left empty, it is nobody.')}
						/>
					</InlineForm>
				)}
			</dd>
		</div>
	);
}

function Escalations({ model, content }: Part) {
	const { escalations, levels, people } = content;
	const [last, ...earlier] = [...escalations].reverse();
	const said = (field: string) => model.draft(`${ESCALATE}.${field}`).trim();
	const next = Math.min((last?.level ?? 0) + 1, Math.max(1, levels.length));
	const action = () => {
		const [to, reason] = [said('to'), said('reason')];
		return to === '' || reason === ''
			? { missing: l10n.t('Say whom you call in, and why.'), field: to === '' ? 'to' : 'reason' }
			: { kind: 'escalate' as const, level: Number(said('level') || next), to, reason };
	};
	return (
		<div class="escalation">
			<h3>{l10n.t('Escalation')}</h3>
			{last ? <EscalationText escalation={last} /> : <p class="empty">{l10n.t('It was not escalated.')}</p>}
			{earlier.length > 0 && (
				<Disclosure model={model} id="escalations" summary={l10n.t('Earlier ({0})', earlier.length)}>
					{() => earlier.map((one) => <EscalationText key={one.at} escalation={one} />)}
				</Disclosure>
			)}
			<div class="actions">
				<Opener model={model} form={ESCALATE} field="to">
					{l10n.t('Escalate…')}
				</Opener>
			</div>
			{model.isOpen(ESCALATE) && (
				<InlineForm model={model} form={ESCALATE} submit={l10n.t('Escalate')} action={action}>
					<Choose
						model={model}
						form={ESCALATE}
						field="level"
						label={l10n.t('Level')}
						choices={levels.map((name, index) => ({ value: index + 1, name: `${index + 1} · ${name}` }))}
						atFirst={next}
					/>
					<Field model={model} form={ESCALATE} field="to" label={l10n.t('To whom?')} list={people} isRequired />
					<Field model={model} form={ESCALATE} field="reason" label={l10n.t('Why?')} rows={2} isRequired />
				</InlineForm>
			)}
		</div>
	);
}

function EscalationText({ escalation }: { readonly escalation: Part['content']['escalations'][number] }) {
	const { level, name, to, reason, at, actor } = escalation;
	return (
		<div class="escalated">
			<p>
				<strong>{l10n.t('Level {0}, {1}', level, name)}</strong> · <Said text={to} />
			</p>
			<p class="hint">
				<Said text={reason} /> · <Moment at={at} />
				{actor !== '' && (
					<>
						{' · '}
						<Said text={actor} />
					</>
				)}
			</p>
		</div>
	);
}
