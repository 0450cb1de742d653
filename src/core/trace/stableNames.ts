// Names and messages without what differs from build to build, from machine to machine and from one time to the next. Every pattern is bounded.

/** Longer names and messages are cut: what tells them apart stands at the front. */
const MAX_NAME = 500;
const MAX_MESSAGE = 1000;

type Replacements = readonly (readonly [pattern: RegExp, by: string])[];

const GENERATED: Replacements = [
	[/\s+\[as [^\]]{0,200}\]/g, ''], // Object.f [as g]
	[/@anonymous[^$]{1,300}\$[0-9a-f]+/g, '@anonymous'], // PHP: class@anonymous<NUL>/srv/a.php:3$0
	[/\{closure[^{}]{0,300}\}/g, '{closure}'], // PHP: {closure:/srv/a.php:3}; Rust: {closure#0}
	[/::h[0-9a-f]{16}\b/g, ''], // Rust's symbol hash
	[/\b0x[0-9a-f]+/gi, ''],
	[/\$\$Lambda[$/.\w]{0,80}?(?=\.[a-z]|$)/g, '$$$$Lambda'], // Java: $$Lambda$12/0x0000000800c8.run
	[/\$\$(?:Enhancer|FastClass)By(\w{0,40}?)\$\$[0-9a-f]+/g, '$$$$By$1'], // Spring, CGLIB
	[/(\$(?:HibernateProxy|MockitoMock|ByteBuddy|Subclass|auxiliary))\$\w{1,64}/g, '$1'],
	[/(\bProxy|\bGenerated\w{1,40}Accessor|DisplayClass|\beval|\bG__)\d[\d_]*/g, '$1'],
	[/(?:\.(?:constprop|isra|part|cold|llvm)\.\d+)+|\.cold$/g, ''], // GCC, LLVM
	[/\bfunc\d+(?:\.\d+)*/g, 'func'], // Go's closures
	[/\bblock \(\d+ levels\) in/g, 'block in'], // Ruby
	[/(?<=[$#|]|__|-fun-|\bfn-)\d+(?:[_|]\d+)*/g, ''], // lambda$f$0, A$1, closure #1, <F>d__3, g__h|0_1, fn__123, -f/1-fun-0-
];

/** Arguments and generic ones: they follow a name, from the inside out. `<init>`, `(*T)` and `<T as X>` stand by themselves. */
const ARGUMENTS = /(?<=[\w\]>]|::)(?:<[^<>]*>|\([^()]*\)|\[[^[\]]*\])|`\d+/g;
const MAX_ARGUMENTS_DEPTH = 8;

/** A function's or a type's name. */
export function stableName(name: string): string {
	let stable = replaced(name.slice(0, MAX_NAME), GENERATED);
	for (let depth = 0; depth < MAX_ARGUMENTS_DEPTH; depth++) {
		const without = stable.replace(ARGUMENTS, '');
		if (without === stable) {
			break;
		}
		stable = without;
	}
	return stable.trim();
}

/** `main.4f3c2a.js`, `index-BxY12ka9.js`: what a bundler puts between the name and the ending. */
const REVISION = /[.-](?:(?=[a-f]{0,40}\d)[0-9a-f]{6,64}|(?=\w{0,8}\d)(?=\w{0,8}[A-Z])\w{8})(?=[.-])/g;

/** A file's name without folders, query and revision. */
export function stableFile(file: string): string {
	const path = file.replace(/[?#].*$/s, '');
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(REVISION, '');
}

const VARIABLE: Replacements = [
	[/"[^"]{0,500}"|`[^`]{0,500}`|(?<!\w)'[^']{0,500}'/g, '<string>'],
	[/\b[a-z][\w+.-]{1,20}:\/\/[^\s"'<>)]{1,500}/gi, '<url>'],
	[/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}/g, '<address>'],
	[/(?<![\w/\\.])(?:[A-Za-z]:|~|\.{1,2})?(?:[/\\][\w.@%+-]{1,255}){2,64}/g, '<path>'],
	[/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '#'],
	[/@[0-9a-f]{4,16}\b|\b0x[0-9a-f]+\b|\b(?=[a-f]{0,63}\d)(?=\d{0,63}[a-f])[0-9a-f]{8,64}\b/gi, '#'],
	[/[+-]?\d+(?:[.,:]\d+)*/g, '#'],
	[/\s+/g, ' '],
];

/** A message's first line. */
export function stableMessage(message: string): string {
	const [line = ''] = message.trimStart().slice(0, MAX_MESSAGE).split('\n', 1);
	return replaced(line, VARIABLE).trim();
}

function replaced(text: string, replacements: Replacements): string {
	return replacements.reduce((changed, [pattern, by]) => changed.replace(pattern, by), text);
}
