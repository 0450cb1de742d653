import assert from 'node:assert/strict';
import { parseText } from '../../../src/core/trace/parse';
import { goldenCases } from '../../support/golden';
import { redact } from '../../support/secrets';
import { shownTrace } from '../../support/traceText';

const textOf = (text: string) => redact(text).text;
const shown = (text: string) => parseText(text).traces.map(shownTrace).join('');
const GITHUB = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
const OTHER = `ghp_${'Zy9xW8vU7t'.repeat(4).slice(0, 36)}`;
const KEY = [`${'MIIEpAIBAAKCAQEA7h1k'.repeat(3)}abcd`, `${'u8x/9+Qd3v0pLr2TnWz4'.repeat(3)}wxyz`, 'Ab12=='];
const PEM = ['-----BEGIN RSA PRIVATE KEY-----', ...KEY, '-----END RSA PRIVATE KEY-----'];

describe('redaction', () => {
	it('says in place of a secret what it was, and where it stood', () => {
		const text = `Error: bad token ${GITHUB} of ann`;
		assert.deepEqual(redact(text), {
			text: 'Error: bad token [redacted: GitHub token] of ann',
			removed: [{ rule: 'github', start: 17, end: 57 }],
		});
	});

	it('marks the same secret alike, and another of its kind with a number', () => {
		assert.equal(
			textOf(`${GITHUB} ${OTHER} ${GITHUB}`),
			'[redacted: GitHub token] [redacted: GitHub token #2] [redacted: GitHub token]',
		);
	});

	it('gives a new secret no number that is taken in a text that was redacted before', () => {
		assert.equal(textOf(`${textOf(GITHUB)} ${OTHER}`), '[redacted: GitHub token] [redacted: GitHub token #2]');
	});

	it('hides nothing behind what only looks like its mark', () => {
		assert.equal(textOf(`[redacted: ${GITHUB}]`), '[redacted: [redacted: GitHub token]]');
	});

	it('keeps the scheme of an authorization, the user and host of an address, and the names around a setting', () => {
		assert.equal(textOf('Authorization: Basic YW5uOmh1bnRlcjI='), 'Authorization: Basic [redacted: authorization]');
		assert.equal(
			textOf('postgres://shop:hunter2@db:5432/shop'),
			'postgres://shop:[redacted: password in an address]@db:5432/shop',
		);
		assert.equal(textOf('Server=db;Password=two words;Db=x'), 'Server=db;Password=[redacted: password];Db=x');
	});

	it('finds what stands between the colours of a terminal, and in addresses whose slashes are escaped', () => {
		const [green, end] = ['\u001b[32m', '\u001b[39m'];
		assert.equal(
			textOf(`{ password: ${green}'hunter2!x'${end} } ${green}token${end}${green}=${end}${green}'Zx9Yw8Vu7Ts6'${end}`),
			`{ password: ${green}'[redacted: password]'${end} } ${green}token${end}${green}=${end}${green}'[redacted: secret]'${end}`,
		);
		assert.equal(
			textOf(JSON.stringify(`password: ${green}'hunter2!x'${end}`)),
			JSON.stringify(`password: ${green}'[redacted: password]'${end}`),
		);
		assert.equal(
			textOf('{"url":"https:\\/\\/ann:hunter2@db\\/x"}'),
			'{"url":"https:\\/\\/ann:[redacted: password in an address]@db\\/x"}',
		);
	});

	it('removes a cookie up to the end of its header, and leaves the trace behind it in the same JSON string', () => {
		assert.equal(
			textOf(
				'{"request":"GET /\\r\\nCookie: a=b; c={\\"x\\":1}; sid=q\\r\\nHost: y","stack":"Error\\n    at f (a.js:1:2)"}',
			),
			'{"request":"GET /\\r\\nCookie: [redacted: cookie]\\r\\nHost: y","stack":"Error\\n    at f (a.js:1:2)"}',
		);
		assert.equal(textOf(`curl -H 'Cookie: a=b; c=d' https://x`), `curl -H 'Cookie: [redacted: cookie]' https://x`);
	});

	for (const [how, text, expected] of [
		['in lines', PEM.join('\n'), '[redacted: private key]'],
		['with escaped line breaks', `{"private_key":"${PEM.join('\\n')}\\n"}`, undefined],
		['with lines of a log', PEM.map((line) => `12:00 ${line}`).join('\n'), undefined],
		[
			'whose end was cut off',
			`${PEM.slice(0, 3).join('\n')}\n    at f (a.js:1:2)`,
			'[redacted: private key]\n    at f (a.js:1:2)',
		],
		['whose beginning was cut off', `x:\n${PEM.slice(1).join('\n')}`, 'x:\n[redacted: private key]'],
	] as const) {
		it(`removes a private key ${how}`, () => {
			const redacted = textOf(text);
			assert.ok(![KEY[0], KEY[1]].some((line) => redacted.includes((line ?? '').slice(10, 50))), redacted);
			assert.equal(redacted, expected ?? redacted);
		});
	}

	for (const text of [
		'Error: token is missing',
		'IllegalArgumentException: password: too short',
		'Password: required',
		'Invalid token: identifier',
		'SyntaxError: Unexpected token: EOF',
		"token: 'EOF'",
		'{"password":["This field may not be blank."],"token":["Token is invalid or expired"]}',
		'    at getToken (/srv/shop/auth/token.js:12:5)',
		'\tat com.shop.User.resetPassword(User.java:12)',
		'    token = self.get_token(request)',
		'    password = settings.DB_PASSWORD',
		'const apiKey = process.env.API_KEY;',
		'PWD=/home/ann/shop',
		'Culture=neutral, PublicKeyToken=7cec85d7bea7798e',
		'commit 3f2a9c1d4e5b6a7f8091a2b3c4d5e6f708192a3b',
		"Unknown column 'password' in 'field list'",
		'UNIQUE (`password`, `email`)',
		"Access denied for user 'root'@'localhost' (using password: YES)",
		'  Array cookie:            ac',
		'Authorization: required',
		'npm_config_registry=x npm_lifecycle_event=test',
		'session=42 token: 12345',
		'node_modules/.pnpm/lodash@4.17.21/node_modules/lodash/index.js:1:2',
		'password=***** token=<hidden> secret=%s api_key=null',
		'curl -u "$USER:$PASS" https://x | sort -u a:b; docker run -u 1000:1000 -p 80:80 shop',
		'curl -u ann: https://x\nsort -u ann:hunter2',
		'mysql -u root -p shop',
		'git push -u origin:main',
		'curl --user-agent=shop:production1 https://x; curl -fsSLu https://example.com/abc1 -XPUThttp://localhost:9200/index1',
		'mysql 1234 0.3 1.2 /usr/sbin/foo -pid=/var/run/foo.pid',
		'docker compose run login -p 8080:80 web1; docker run --name "login" -p 8080:80 web1',
		'forgot password:\nhttps://x.example/reset2',
		'Password:\nroot@web-01:~#',
		'secret:\nFoo$Bar1',
		'password:\n10.0.0.1:80/x1',
		'password:\njdbc:mysql://h1/shop2',
		'password:\njdbc:oracle:thin:@db1:1521/shop2',
		'password:\nnode:internal/modules/cjs/loader:1147',
		'secret:\ncom.x.Outer$Inner1',
		'secret:\ncom.foo.Bar@6d06d69c',
		'secret:\nMainKt$Companion$1',
		'password:\napi/v1/login',
		'password:\narn:aws:iam::123456789012:role/shop1',
		'curl -fsSLu ftp://example.com/abc1 https://x; curl -U socks5h://localhost/x1y2',
		'curl --proxy-user wss://example.com/abc1 https://x; curl -u ws://example.com/abc1',
		'mysql 1 2 foo -pid; (mysql 1 foo -port) `mysql 1 foo -plugin` mysql 1 foo -protocol|cat; mysql 1 foo -pid&',
		'password = """"""',
		'password:\n  minLength: 8\n  pattern: a1b2c3d4e5',
		'Error: invalid password:\n    at check (/srv/a.js:1:2)',
		'Error: bad secret:\n  src/a1b2c3d4.ts:12:5\n',
		'Error: bad api key:\n  java.lang.Illegal2State\n',
		'Error: Invalid token:\n  a1b2c3d4e5f6\n',
		'Enter password:\nann$ ls',
		'secret: |\n  The password is what you chose when you signed up.\n',
	]) {
		it(`leaves alone: ${text}`, () => {
			assert.deepEqual(redact(text, { emailAddresses: true }), { text, removed: [] });
		});
	}

	it('changes none of the traces we know, which hold no secrets', () => {
		const changed = goldenCases('traces')
			.filter(({ input }) => redact(input, { emailAddresses: true }).removed.length > 0)
			.map(({ name }) => name);
		assert.deepEqual(changed, []);
	});

	it('leaves every frame as it was where secrets stand around and in the message', () => {
		for (const { name, input } of goldenCases('traces').filter((_, index) => index % 4 === 0)) {
			const text = `Cookie: sid=abc123; t=1\npassword=hunter2 token=${GITHUB}\n\n${input}\n\nAuthorization: Bearer abc123\n`;
			const frames = (of: string) =>
				shown(of)
					.split('\n')
					.filter((line) => line.startsWith('\t'));
			assert.deepEqual(frames(textOf(text)), frames(text), name);
		}
	});

	for (const [text, expected] of [
		['curl -u ann:hunter2 https://x', 'curl -u ann:§ https://x'],
		['curl -X POST \\\n  -uann:hunter2 \\\n  https://x', 'curl -X POST \\\n  -uann:§ \\\n  https://x'],
		['docker login -u ann -p hunter2 hub', 'docker login -u ann -p § hub'],
		['docker.exe login -u ann -p hunter2xK9', 'docker.exe login -u ann -p §'],
		[
			'"C:\\Program Files\\Docker\\docker.exe" login -u a -p hunter2xK9',
			'"C:\\Program Files\\Docker\\docker.exe" login -u a -p §',
		],
		['docker -H tcp://[::1]:2375 login -p hunter2xK9', 'docker -H tcp://[::1]:2375 login -p §'],
		['mysql -pid.4711x shop', 'mysql -p§ shop'],
		['curl -u bob://hunter2xK9 https://x', 'curl -u bob:§ https://x'],
		['password:\nP@ssw0rd!23', 'password:\n§'],
		['password:\nPa$sword1', 'password:\n§'],
		['password:\nx9:1234/y@z', 'password:\n§'],
		['password:\nmy.Pass@1a', 'password:\n§'],
		['password:\nann/V1/k9Xw', 'password:\n§'],
		['password:\n  api/v1/login', 'password:\n  §'],
		['redis-cli -h db -a hunter2 ping', 'redis-cli -h db -a § ping'],
		['password = """\nhunter2"""\nuser = """ann"""', 'password = """§"""\nuser = """ann"""'],
		['password = """hunter2', 'password = """hunter2'],
		['db:\n  password: |-\n    hunter2\n    four\n  user: ann', 'db:\n  password: |-\n    §\n  user: ann'],
		['"password":\r\n  "hunter2",\r\n  "user": "ann"', '"password":\r\n  "§",\r\n  "user": "ann"'],
		['DB_PASSWORD=\\\nhunter2abc', 'DB_PASSWORD=\\\n§'],
		['{"yaml":"password:\\n  hunter2abc\\nuser: ann"}', '{"yaml":"password:\\n  §\\nuser: ann"}'],
	] as const) {
		it(`removes the password of ${JSON.stringify(text)}`, () => {
			assert.equal(textOf(text), expected.replaceAll('§', '[redacted: password]'));
		});
	}

	for (const args of [
		['curl', '-u', 'ann:hunter2x', 'https://x'],
		['mysql', '-phunter2x', 'shop'],
		['sshpass', '-p', 'hunter2x', 'ssh', 'x'],
		['docker', '--config', '/c', 'login', '-u', 'ann', '-p', 'hunter2x'],
		['redis-cli', '-a', 'hunter2x'],
		['ldapsearch', '-x', '-w', 'hunter2x'],
	]) {
		for (const indent of [0, 1, '\t']) {
			it(`removes the password of ${args[0]} from its arguments as JSON, indented by ${JSON.stringify(indent)}, and from that in a string`, () => {
				const text = JSON.stringify({ args }, undefined, indent);
				const clean = textOf(text);
				assert.ok(!clean.includes('hunter2x'), clean);
				assert.equal(clean, text.replace('hunter2x', '[redacted: password]'));
				const inside = JSON.stringify(text);
				assert.equal(textOf(inside), inside.replace('hunter2x', '[redacted: password]'));
			});
		}
	}

	it('removes what stands alone below its key, whatever signs are in it', () => {
		for (const value of [
			'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
			'x9:F2k!mQ',
			'ab/cd+EF9gh==',
			'P@ssw0rd!23',
			'Zx9Yw8Vu7%',
			'Zx9Yw8Vu7#',
		]) {
			assert.ok(!textOf(`secret:\n${value}`).includes(value.slice(-6)), value);
		}
	});

	it('removes the passwords of addresses that stand alone below a key', () => {
		for (const [address, expected] of [
			['jdbc:mysql://user:hunter2@h/x', 'jdbc:mysql://user:§@h/x'],
			['jdbc:oracle:thin:user/hunter2@db:1521/x', 'jdbc:oracle:thin:user/§@db:1521/x'],
			['git+ssh://user:hunter2@h/x', 'git+ssh://user:§@h/x'],
		] as const) {
			const text = `password:\n${address}`;
			assert.equal(textOf(text), `password:\n${expected.replace('§', '[redacted: password in an address]')}`);
		}
		assert.equal(
			textOf('password:\njdbc:mysql://h/x?password=hunter2x'),
			'password:\njdbc:mysql://h/x?password=[redacted: password]',
		);
	});

	it('takes no longer for a longer word below a key than for other text', () => {
		for (const piece of ['a.', 'a:', 'a/', 'v1/', 'A$B', 'A$1', 'a.A$', 'node:a/', 'x:1/', 'a-', '1:']) {
			const text = `secret:\n${piece.repeat(300_000)}!`;
			assert.ok(textOf(text).startsWith('secret:\n'), piece);
		}
	}).timeout(20_000);

	it('takes no end of a list of arguments for a password', () => {
		assert.equal(textOf('["docker","login","-p"],"x1y2z3"'), '["docker","login","-p"],"x1y2z3"');
	});

	it('removes e-mail addresses only where that is asked for, and takes no package or frame for one', () => {
		const text = 'no mail to ann.smith@shop.example; f@app.js:1:2 git@github.com:a/b.git lodash@4.17.21';
		assert.equal(textOf(text), text);
		assert.equal(
			redact(text, { emailAddresses: true }).text,
			text.replace('ann.smith@shop.example', '[redacted: e-mail address]'),
		);
	});

	it('removes the values of keys that a person named, however the key is joined and whatever the value is', () => {
		const keys = ['customer-number', 'iban.*'];
		const text = 'customerNumber=12 customer_number: "x" "CUSTOMER-NUMBER":7 customer=12 iban: DE12 ibanx=1';
		assert.equal(
			redact(text, { keys }).text,
			'customerNumber=[redacted: configured key] customer_number: "[redacted: configured key #2]" "CUSTOMER-NUMBER":[redacted: configured key #3] customer=12 iban: [redacted: configured key #4] ibanx=1',
		);
	});
});
