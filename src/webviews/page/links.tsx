import * as l10n from '@vscode/l10n';
import { Icon } from '../shared/icon';
import { Choose, Field, InlineForm, Opener, type Part, Section } from './parts';

const LINK = 'link';

/** Addresses and files that belong to the incident. A link is opened by VS Code, which asks where it leads. */
export function Links({ model, content }: Part) {
	const { links, files, linkKinds } = content;
	const said = (field: string) => model.draft(`${LINK}.${field}`).trim();
	const action = () => {
		const kind = linkKinds.find(({ id }) => id === said('kind'))?.id ?? linkKinds[0]?.id ?? 'other';
		return said('url') === ''
			? { missing: l10n.t('Give the address.'), field: 'url' }
			: { kind: 'addLink' as const, link: kind, url: said('url'), title: said('title') };
	};
	return (
		<Section
			id="links"
			title={l10n.t('Links and Files')}
			aside={
				<span class="tools">
					<Opener model={model} form={LINK} field="url">
						{l10n.t('Add Link…')}
					</Opener>
				</span>
			}
		>
			{model.isOpen(LINK) && (
				<InlineForm model={model} form={LINK} submit={l10n.t('Add Link')} action={action}>
					<Field model={model} form={LINK} field="url" type="url" label={l10n.t('Address')} isRequired />
					<Field model={model} form={LINK} field="title" label={l10n.t('What it is called')} />
					<Choose
						model={model}
						form={LINK}
						field="kind"
						label={l10n.t('Kind')}
						choices={linkKinds.map(({ id, name }) => ({ value: id, name }))}
						atFirst={linkKinds[0]?.id ?? 'other'}
					/>
				</InlineForm>
			)}
			{links.length + files.length === 0 && (
				<p class="empty">
					{l10n.t(
						'No links yet: alerts, chats, dashboards and runbooks go here. A file is attached by dropping it on the incident in the tree.',
					)}
				</p>
			)}
			<ul class="links">
				{links.map(({ url, title, kindName, facts, state, rule }) => (
					<li key={url}>
						<Icon name="link-external" />
						<span class="text">
							<button type="button" class="link" title={url} onClick={() => model.open({ kind: 'link', url })}>
								<bdi>{title || url}</bdi>
							</button>
							<span class="hint">{` ${[kindName, facts].filter(Boolean).join(' · ')}`}</span>
							{state !== '' && (
								<span class="hint" title={rule}>
									{` · ${state} `}
									<button type="button" class="link" onClick={() => model.open({ kind: 'issue', url })}>
										{l10n.t('Review and Send…')}
									</button>
								</span>
							)}
						</span>
						<Remove
							name={l10n.t('Remove link {0}', title || url)}
							onClick={() => model.act('link-remove', { kind: 'removeLink', url }, `${LINK}-open`)}
						/>
					</li>
				))}
				{files.map(({ path, repository }) => {
					const file = { path, ...(repository !== undefined && { repository }) };
					return (
						<li key={`${repository ?? ''}:${path}`}>
							<Icon name="file" />
							<span class="text">
								<button type="button" class="link code" onClick={() => model.open({ kind: 'attachedFile', ...file })}>
									<bdi>{path}</bdi>
								</button>
							</span>
							<Remove
								name={l10n.t('Detach {0}', path)}
								onClick={() => model.act('link-remove', { kind: 'detachFile', ...file }, `${LINK}-open`)}
							/>
						</li>
					);
				})}
			</ul>
			<p class="error" role="alert">
				{model.refusal('link-remove')}
			</p>
		</Section>
	);
}

function Remove({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
	return (
		<button type="button" class="icon" aria-label={name} title={name} onClick={onClick}>
			<Icon name="close" />
		</button>
	);
}
