import * as v from 'valibot';
import type * as vscode from 'vscode';
import { isSafeForToken, type SourceSetting } from '../../core/alerts/kinds';
import type { AlertSource } from '../../core/ports/alertSource';
import { settings } from '../settings';

const KEY = 'faultline.alerts.token:';

const Kept = v.pipe(v.string(), v.parseJson(), v.object({ origin: v.string(), token: v.string() }));

/** Loads what asks a monitor, and makes one. @param token empty where there is none */
export type ConnectSource = (setting: SourceSetting, token: string) => Promise<AlertSource>;

/** The monitors that a person named, and what lets us in. A token is in the secret storage, and goes only where it was given for. */
export class AlertSources {
	/** One for each, with what it answered last; another address or token is another one. */
	private readonly made = new Map<string, { readonly of: string; readonly source: Promise<AlertSource> }>();

	constructor(
		private readonly secrets: vscode.SecretStorage,
		private readonly connect: ConnectSource,
	) {}

	all(): readonly SourceSetting[] {
		return settings.alerts().sources;
	}

	/** One as it is named now, by the token that is kept for it. */
	async open(setting: SourceSetting): Promise<AlertSource> {
		const token = await this.token(setting);
		const of = JSON.stringify([setting.kind, setting.name, setting.url, setting.account, setting.parts, token]);
		const known = this.made.get(setting.id);
		if (known?.of === of) {
			return known.source;
		}
		const source = this.connect(setting, token);
		this.made.set(setting.id, { of, source });
		source.catch(() => this.made.delete(setting.id));
		return source;
	}

	/** One that is not kept yet, by a token. */
	try(setting: SourceSetting, token: string): Promise<AlertSource> {
		return this.connect(setting, token);
	}

	async setToken({ id, url }: SourceSetting, token: string): Promise<void> {
		if (token === '') {
			await this.secrets.delete(`${KEY}${id}`);
		} else {
			await this.secrets.store(`${KEY}${id}`, JSON.stringify({ origin: new URL(url).origin, token }));
		}
	}

	async forgetToken(id: string): Promise<void> {
		this.made.delete(id);
		await this.secrets.delete(`${KEY}${id}`);
	}

	/** Empty where there is none, or where it was given for another server. */
	private async token({ id, url }: SourceSetting): Promise<string> {
		const kept = v.safeParse(Kept, await this.secrets.get(`${KEY}${id}`));
		const { origin } = new URL(url);
		return kept.success && kept.output.origin === origin && isSafeForToken(url) ? kept.output.token : '';
	}
}
