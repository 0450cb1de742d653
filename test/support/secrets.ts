import fc from 'fast-check';
import { runAtOnce } from '../../src/base/slices';
import { DEFAULT_REDACTION, type Redacted, type RedactionOptions } from '../../src/core/redaction/model';
import { redactSteps } from '../../src/core/redaction/redact';

export const redact = (text: string, options: Partial<RedactionOptions> = {}): Redacted =>
	runAtOnce(redactSteps(text, { ...DEFAULT_REDACTION, ...options }));

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Made up here, so that no file of ours looks like a leak to those who scan for them; with a digit, as real ones have. */
export const random = (length: number, from = LETTERS) =>
	fc
		.array(fc.constantFrom(...from), { minLength: length - 1, maxLength: length - 1 })
		.map((characters) => `${characters.join('')}7`);
const HEX = '0123456789abcdef';

/** Tokens that are known by what they look like, wherever they stand. */
export const vendorTokens: fc.Arbitrary<string> = fc.oneof(
	...(
		[
			['ghp_', 36],
			['github_pat_', 60],
			['glpat-', 20],
			['xoxb-', 30],
			['sk_live_', 24],
			['npm_', 36],
			['pypi-', 80],
			['sk-', 48],
			['sk-ant-api03-', 60],
			['sk-proj-', 60],
			['hf_', 34],
			['ya29.', 60],
			['GOCSPX-', 28],
			['whsec_', 32],
		] as const
	).map(([begin, length]) => random(length).map((rest) => begin + rest)),
	random(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567').map((rest) => `AKIA${rest}`),
	random(35).map((rest) => `AIza${rest}`),
	random(32, HEX).map((rest) => `SK${rest}`),
	fc.tuple(random(22), random(43)).map((parts) => `SG.${parts.join('.')}`),
	fc.tuple(fc.integer({ min: 10_000_000, max: 999_999_999 }), random(33)).map(([id, rest]) => `${id}:AA${rest}`),
	fc.tuple(random(20), random(40), random(43)).map(([head, claims, sign]) => `eyJ${head}.eyJ${claims}.${sign}`),
);

/** What a person or a program makes up: known by its key only. */
export const anySecret: fc.Arbitrary<string> = fc.oneof(
	random(12),
	random(40),
	random(32, HEX),
	fc
		.tuple(random(8), fc.constantFrom('!', '.', '-', '_', '+', '/', '=', '~'), random(8))
		.map((parts) => parts.join('')),
	fc.uuid().map((id) => id.replace(/^./, 'a')),
);

/** Where secrets stand, with the secret as `§`. */
export const PLACES: readonly string[] = [
	'Authorization: Bearer §',
	'authorization: Basic §=',
	'"Authorization": "Bearer §"',
	"{'Authorization': 'Bearer §', 'Host': 'x'}",
	"('authorization', 'Bearer §')",
	'map[Authorization:[Bearer §] Host:[shop]]',
	`curl -H 'Authorization: Token §' https://shop.example/`,
	'Proxy-Authorization: Basic §',
	'HTTP_AUTHORIZATION="Bearer §"',
	'{\\"authorization\\":\\"Bearer §\\"}',
	'Cookie: theme=dark; sid=§',
	'Set-Cookie: sid=§; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
	'"cookie":"sid=§; theme=dark"',
	"'Set-Cookie': ['sid=§', 'other=§']",
	'"set-cookie": [\n    "sid=§; Path=/"\n  ]',
	'{\\"message\\":\\"GET /\\\\r\\\\nCookie: sid=§\\\\r\\\\nHost: x\\"}',
	'postgres://shop:§@db.local:5432/shop',
	'mongodb+srv://shop:§@cluster0.example.net/?retryWrites=true',
	'Server=db;User Id=sa;Password=§;Database=shop',
	'password=§',
	'PGPASSWORD=§ psql',
	'password: §',
	'"password": "§"',
	"password='§'",
	'{\\"password\\":\\"§\\"}',
	'{\\\\\\"password\\\\\\":\\\\\\"§\\\\\\"}',
	':password=>"§"',
	'"password" => "§"',
	'[password] => §',
	'["password"]=>\n  string(12) "§"',
	"{'password': ['§', '§']}",
	'User(name=ann, password=§)',
	'{Name:ann Password:§}',
	'<password>§</password>',
	'--password §',
	'--api-key=§',
	'X-Api-Key: §',
	'apiKey: "§"',
	'AWS_SECRET_ACCESS_KEY=§',
	'client_secret=§&grant_type=client_credentials',
	'https://shop.example/pay?access_token=§&x=1',
	'"refreshToken":"§"',
	'session_id: §',
	'AccountKey=§==;EndpointSuffix=core.windows.net',
	'curl -sSu svc:§ https://shop.example/pay',
	'curl --proxy-user "svc:§" https://shop.example/pay',
	"Command '['curl', '-u', 'svc:§', 'https://shop.example']' returned non-zero exit status 22.",
	'mysqldump -u root -p§ shop',
	'sshpass -p § ssh shop',
	'password = """§"""',
	"db_password = '''\n§'''",
	'"password":\n    "§",',
	'password: |\n  §\nuser: ann',
	'spec:\n  password: >-\n    §',
	'api_key:\n  §',
	"const clientSecret =\n    '§';",
];
