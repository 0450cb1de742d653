import type { Finder, RuleId } from './model';
import { isWordStart } from './wordStart';

/** What a vendor's tokens look like: a beginning that nothing else has, then so many characters of a kind. */
interface TokenForm {
	readonly rule: RuleId;
	/** What they begin with, as a pattern; never in the middle of a word. */
	readonly begin: string;
	/** All of it, from its beginning: repetitions are of one kind of character each, so that nothing is read twice. */
	readonly form: RegExp;
}

/** Base64 for addresses, which most vendors use. */
const SAFE = '[A-Za-z0-9_-]';

const FORMS: readonly TokenForm[] = [
	{ rule: 'github', begin: 'gh[opusr]_', form: /gh[opusr]_[A-Za-z0-9]{36,255}/y },
	{ rule: 'github', begin: 'github_pat_', form: /github_pat_\w{22,255}/y },
	{
		rule: 'gitlab',
		begin: 'gl[a-z]{2,6}-',
		form: /gl(?:pat|dt|rt|oas|cbt|ptt|ft|imt|soat|agent|ffct)-[\w.-]{20,255}/y,
	},
	{ rule: 'aws', begin: 'A(?:KIA|SIA|BIA|CCA)', form: /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y },
	{ rule: 'google', begin: 'AIza', form: /AIza[\w-]{35}(?![\w-])/y },
	{ rule: 'google', begin: 'GOCSPX-', form: /GOCSPX-[\w-]{20,64}/y },
	{ rule: 'google', begin: 'ya29\\.', form: /ya29\.[\w.-]{20,4096}/y },
	{ rule: 'azure', begin: `${SAFE}{3}\\dQ~`, form: /[\w-]{3}\dQ~[\w.~-]{31,34}/y },
	{ rule: 'azure', begin: 'sig=', form: /sig=[A-Za-z0-9%+/]{40,200}={0,2}/y },
	{ rule: 'slack', begin: 'xox[a-z]', form: /xox[abceoprs](?:\.xox[a-z])?-[A-Za-z0-9-]{10,512}/y },
	{ rule: 'slack', begin: 'xapp-', form: /xapp-[A-Za-z0-9-]{20,512}/y },
	{
		rule: 'slack',
		begin: 'hooks\\.slack\\.com/',
		form: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{20,200}/y,
	},
	{ rule: 'stripe', begin: '[sr]k_(?:live|test)_', form: /[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}/y },
	{ rule: 'stripe', begin: 'whsec_', form: /whsec_[A-Za-z0-9+/]{20,255}={0,2}/y },
	{ rule: 'npm', begin: 'npm_', form: /npm_[A-Za-z0-9]{36}(?!\w)/y },
	{ rule: 'pypi', begin: 'pypi-', form: /pypi-[\w-]{50,1024}/y },
	{ rule: 'sendgrid', begin: 'SG\\.', form: /SG\.[\w-]{16,32}\.[\w-]{16,64}/y },
	{ rule: 'twilio', begin: 'SK[0-9a-f]', form: /SK[0-9a-f]{32}(?!\w)/y },
	{ rule: 'anthropic', begin: 'sk-ant-', form: /sk-ant-[\w-]{16,255}/y },
	{ rule: 'openai', begin: 'sk-(?:proj|svcacct|admin|None)-', form: /sk-(?:proj|svcacct|admin|None)-[\w-]{20,255}/y },
	{ rule: 'openai', begin: 'sk-', form: /sk-[A-Za-z0-9]{20,255}(?![\w-])/y },
	{
		rule: 'discord',
		begin: '[MNO][DTjz][AEIMQUYcgk][w-z0-5]',
		form: /(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){5,6}[\w-]{0,3}\.[\w-]{6,7}\.[\w-]{27,45}/y,
	},
	{
		rule: 'discord',
		begin: 'discord(?:app)?\\.com/api/',
		form: /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d{15,22}\/[\w-]{40,100}/y,
	},
	{ rule: 'telegram', begin: '(?:bot)?\\d{8,10}:AA', form: /(?:bot)?\d{8,10}:AA[\w-]{30,40}(?![\w-])/y },
	{ rule: 'apiToken', begin: 'hf_', form: /hf_[A-Za-z0-9]{30,64}(?!\w)/y },
	{ rule: 'apiToken', begin: 'do[opr]_v1_', form: /do[opr]_v1_[0-9a-f]{64}/y },
	{ rule: 'apiToken', begin: 'shp[a-z]{2}_', form: /shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}/y },
	{ rule: 'apiToken', begin: 'dapi[0-9a-f]', form: /dapi[0-9a-f]{32}(?:-\d)?(?!\w)/y },
	{ rule: 'apiToken', begin: 'hv[bsr]\\.', form: /hv[bsr]\.[\w-]{24,512}/y },
	{ rule: 'apiToken', begin: 'AT(?:ATT|CTT)3', form: /AT(?:ATT|CTT)3[\w=-]{50,512}/y },
	{ rule: 'apiToken', begin: 'dckr_pat_', form: /dckr_(?:pat|oat)_[\w-]{20,64}/y },
	{ rule: 'apiToken', begin: 'sntry[su]_', form: /sntry[su]_[\w+/=-]{40,512}/y },
	{ rule: 'apiToken', begin: 'gl(?:c|sa)_', form: /gl(?:c|sa)_[A-Za-z0-9+/]{20,400}(?:_[0-9a-f]{8})?={0,2}/y },
	{ rule: 'apiToken', begin: 'lin_api_', form: /lin_api_[A-Za-z0-9]{32,64}/y },
	{ rule: 'apiToken', begin: 'key-[0-9a-f]', form: /key-[0-9a-f]{32}(?!\w)/y },
	{ rule: 'apiToken', begin: 'sq0(?:atp|csp|idp)-', form: /sq0(?:atp|csp|idp)-[\w-]{22,60}/y },
	{ rule: 'apiToken', begin: 'dp\\.[a-z]{2,5}\\.', form: /dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{40,64}/y },
	{ rule: 'apiToken', begin: 'PMAK-', form: /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/y },
	{ rule: 'apiToken', begin: 'rubygems_', form: /rubygems_[0-9a-f]{48}/y },
];

/** Their beginnings as literals: what is told by its name need not be random as well. */
export const vendorTokens: Finder = {
	trigger: new RegExp(FORMS.map(({ begin }) => begin).join('|'), 'g'),
	find({ text }, at) {
		if (!isWordStart(text, at)) {
			return { next: at + 1 };
		}
		for (const { rule, form } of FORMS) {
			form.lastIndex = at;
			if (form.test(text)) {
				return { removed: [{ rule, start: at, end: form.lastIndex }], next: form.lastIndex };
			}
		}
		return { next: at + 1 };
	},
};

const SAFE_RUN = /[\w-]+/y;
/** Shortest header (`{"alg":"none"}` is longer) and claims of a token, after `eyJ`. */
const SHORTEST_PART = 10;

/** JSON Web Tokens and their encrypted kind: parts in base64, the first of which is JSON, so it begins with `eyJ`. */
export const webTokens: Finder = {
	trigger: /eyJ/g,
	find({ text, runEnd }, at) {
		if (!isWordStart(text, at)) {
			return { next: at + 1 };
		}
		const header = runEnd(at, SAFE_RUN);
		if (header - at < SHORTEST_PART || text[header] !== '.') {
			return { next: header };
		}
		let end = header;
		for (let parts = 1; parts < 5 && text[end] === '.'; parts++) {
			const next = runEnd(end + 1, SAFE_RUN);
			if (next === end + 1 && parts > 1) {
				break;
			}
			end = next;
		}
		return end - header <= SHORTEST_PART ? { next: header } : { removed: [{ rule: 'jwt', start: at, end }], next: end };
	},
};
